/* Operations of a queue, each kept by its device until it is over: a record of its own, because a callback
 * may outlive the operation, the buffer and the device. */
#include "webgpu/errand.h"

#include <stdlib.h>

#include "abi/pending.h"
#include "webgpu/buffer.h"
#include "webgpu/device.h"

/* One whose callback has been there, or a new one. Most end in the order in which they began, so that the
 * first is asked; at rest this costs no allocation. NULL: out of memory. */
static struct webgpu_errand *
make(struct webgpu_errands *errands)
{
    struct webgpu_errand *errand = errands->first;
    if (errand == NULL || atomic_load_explicit(&errand->refs, memory_order_acquire) != 1)
        return malloc(sizeof *errand);
    errands->first = errand->next;
    return errand;
}

struct webgpu_errand *
webgpu_errand_new(struct webgpu_device *device, struct abi_pending *op, struct webgpu_buffer *buffer)
{
    struct webgpu_errands *errands = &device->errands;
    struct webgpu_errand *errand = make(errands);
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
webgpu_errands_end(struct webgpu_device *device, const struct webgpu_buffer *buffer)
{
    for (struct webgpu_errand *errand = device->errands.first; errand != NULL; errand = errand->next) {
        if ((buffer != NULL && errand->buffer != buffer) || !webgpu_errand_take(errand))
            continue;
        if (errand->buffer == NULL) {
            abi_pending_finish(errand->op);
            continue;
        }
        webgpu_buffer_map_aborts(errand->op);
        atomic_fetch_sub_explicit(&errand->buffer->object.flights, 1, memory_order_relaxed);
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
