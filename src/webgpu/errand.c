/* Operations of a queue, each kept by its device until it is over: a record of its own, because a callback may
 * outlive the operation, the buffer and the device. */
#include "webgpu/errand.h"

#include <stdlib.h>

#include "abi/pending.h"
#include "webgpu/buffer.h"
#include "webgpu/device.h"

/* Most end in the order in which they began. */
static void
forget_those_over(struct webgpu_errands *errands)
{
    while (errands->first != NULL &&
           atomic_load_explicit(&errands->first->over, memory_order_relaxed)) {
        struct webgpu_errand *errand = errands->first;
        errands->first = errand->next;
        webgpu_errand_unref(errand);
    }
}

struct webgpu_errand *
webgpu_errand_new(struct webgpu_device *device, struct abi_pending *op, struct webgpu_buffer *buffer)
{
    struct webgpu_errands *errands = &device->errands;
    forget_those_over(errands);
    struct webgpu_errand *errand = malloc(sizeof *errand);
    if (errand == NULL)
        return NULL;
    *errand = (struct webgpu_errand){.op = op, .buffer = buffer};
    atomic_init(&errand->refs, 2);
    if (errands->first == NULL)
        errands->first = errand;
    else
        errands->last->next = errand;
    errands->last = errand;
    return errand;
}

bool
webgpu_errand_take(struct webgpu_errand *errand)
{
    return !atomic_exchange_explicit(&errand->over, true, memory_order_acq_rel);
}

void
webgpu_errand_unref(struct webgpu_errand *errand)
{
    if (atomic_fetch_sub_explicit(&errand->refs, 1, memory_order_acq_rel) == 1)
        free(errand);
}

void
webgpu_errands_end(struct webgpu_device *device)
{
    for (struct webgpu_errand *errand = device->errands.first; errand != NULL; errand = errand->next) {
        if (!webgpu_errand_take(errand))
            continue;
        if (errand->buffer != NULL)
            webgpu_buffer_map_aborts(errand->op);
        else
            abi_pending_finish(errand->op);
    }
}

void
webgpu_errands_leave(struct webgpu_device *device)
{
    struct webgpu_errand *errand = device->errands.first;
    device->errands = (struct webgpu_errands){0};
    while (errand != NULL) {
        struct webgpu_errand *next = errand->next;
        webgpu_errand_unref(errand);
        errand = next;
    }
}
