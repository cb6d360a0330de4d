/* What leaves is gathered until it is worth a submit, and is gone when the queue says that it is done. The
 * library's word may come on any thread, and after the device and the context: so it goes to a record of its
 * own, which the guest's thread looks at. */
#include "webgpu/leaving.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "abi/watch.h"
#include "gpu/error.h"
#include "gpu/library.h"
#include "webgpu/device.h"

#define OPEN_OBJECTS 512u
#define OPEN_BYTES (UINT64_C(16) << 20)
#define TAKEN_BYTES 4096u /* for one write or map: more than libraries take beside what is written */
#define FIRST_NAP_NS UINT64_C(50000)
#define LAST_NAP_NS UINT64_C(1000000)

struct webgpu_departure {
    struct webgpu_departure *next; /* of the device: a later one */
    struct webgpu_amount amount;
    atomic_bool gone;
    atomic_uint refs; /* the device's, and the native callback's */
};

static void
unref(struct webgpu_departure *departure)
{
    if (atomic_fetch_sub_explicit(&departure->refs, 1, memory_order_acq_rel) == 1)
        free(departure);
}

static void
give_back(struct webgpu_device *device, const struct webgpu_amount *amount)
{
    struct webgpu_amount *leaving = &device->object.context->budget.leaving;
    leaving->objects -= amount->objects;
    leaving->bytes -= amount->bytes;
    leaving->host_bytes -= amount->host_bytes;
}

/* Whatever the status is: a device that is lost has nothing more. Any thread. */
static void
on_done(WGPUQueueWorkDoneStatus status, WGPUStringView message, void *userdata1, void *userdata2)
{
    (void)status;
    (void)message;
    (void)userdata2;
    struct webgpu_departure *departure = userdata1;
    atomic_store_explicit(&departure->gone, true, memory_order_release);
    unref(departure);
}

/* Those that are gone: the queue is done with them in order. */
static void
collect(struct webgpu_device *device)
{
    struct webgpu_leaving *leaving = &device->leaving;
    struct webgpu_departure *departure = leaving->first;
    while (departure != NULL && atomic_load_explicit(&departure->gone, memory_order_acquire)) {
        leaving->first = departure->next;
        give_back(device, &departure->amount);
        unref(departure);
        departure = leaving->first;
    }
}

static void
append(struct webgpu_leaving *leaving, struct webgpu_departure *departure)
{
    if (leaving->first == NULL)
        leaving->first = departure;
    else
        leaving->last->next = departure;
    leaving->last = departure;
}

/* Without memory for it, what is open stays so. */
static void
tell_queue(struct webgpu_device *device)
{
    struct webgpu_leaving *leaving = &device->leaving;
    if (device->queue.native == NULL)
        device->queue.native = wgpuDeviceGetQueue(device->native);
    struct webgpu_departure *departure = malloc(sizeof *departure);
    if (departure == NULL || device->queue.native == NULL) {
        free(departure);
        return;
    }
    *departure = (struct webgpu_departure){.amount = leaving->open};
    atomic_init(&departure->refs, 2);
    leaving->open = (struct webgpu_amount){0};
    append(leaving, departure);
    const WGPUQueueWorkDoneCallbackInfo info = {
        .mode = WGPUCallbackMode_AllowSpontaneous,
        .callback = on_done,
        .userdata1 = departure,
    };
    wgpuQueueSubmit(device->queue.native, 0, NULL);
    wgpuQueueOnSubmittedWorkDone(device->queue.native, info);
}

static void
add(struct webgpu_amount *sum, const struct webgpu_amount *amount)
{
    sum->objects += amount->objects;
    sum->bytes += amount->bytes;
    sum->host_bytes += amount->host_bytes;
}

static void
leave(struct webgpu_device *device, const struct webgpu_amount *amount)
{
    if (device->destroys != 0 && !device->abandoned)
        return; /* it is gone */
    struct webgpu_amount *open = &device->leaving.open;
    add(open, amount);
    add(&device->object.context->budget.leaving, amount);
    if (device->abandoned || (open->objects < OPEN_OBJECTS && open->bytes + open->host_bytes < OPEN_BYTES))
        return;
    tell_queue(device);
    wgpuInstanceProcessEvents(device->object.context->instance);
    collect(device);
}

void
webgpu_leave(struct webgpu_device *device, struct webgpu_amount amount)
{
    if (gpu_library_kind() != GPU_LIBRARY_WGPU)
        leave(device, &amount);
}

/* Whether nothing of `device` leaves any more. */
static bool
has_left(struct webgpu_device *device)
{
    const struct webgpu_amount *open = &device->leaving.open;
    if (device->abandoned)
        return true; /* nobody waits for it */
    collect(device);
    if (open->objects != 0 || open->bytes != 0 || open->host_bytes != 0)
        tell_queue(device);
    return device->leaving.first == NULL;
}

static bool
have_left(struct webgpu_context *context)
{
    bool left = true;
    for (struct webgpu_device *device = context->devices; device != NULL; device = device->next)
        left = has_left(device) && left;
    return left;
}

bool
webgpu_leaving_is_full(const struct webgpu_context *context)
{
    return context->budget.leaving.objects >= context->budget.max_objects;
}

static bool
await_less(struct webgpu_context *context)
{
    const struct webgpu_amount *leaving = &context->budget.leaving;
    const struct webgpu_amount before = *leaving;
    const uint64_t start_ns = base_clock_now_ns();
    const struct base_deadline end = webgpu_context_grace(context);
    uint64_t nap_ns = FIRST_NAP_NS;
    have_left(context); /* queues are told */
    for (;;) {
        wgpuInstanceProcessEvents(context->instance);
        const bool all = have_left(context);
        const bool less = leaving->objects < before.objects || leaving->bytes < before.bytes ||
                          leaving->host_bytes < before.host_bytes;
        if (all || less)
            return less;
        if (!webgpu_context_may_wait(context, end)) {
            webgpu_context_spend(context, start_ns);
            return false;
        }
        base_deadline_nap(end, &nap_ns, LAST_NAP_NS);
    }
}

bool
webgpu_leaving_await(struct webgpu_context *context)
{
    struct abi_span span;
    abi_watch_begin(context->watch, &span, ABI_SPAN_WAIT);
    const bool less = await_less(context);
    abi_watch_end(context->watch, &span);
    return less;
}

static bool
has_host_room(struct webgpu_context *context)
{
    const struct webgpu_budget *budget = &context->budget;
    while (budget->leaving.host_bytes > budget->max_host_bytes) {
        if (!webgpu_leaving_await(context))
            return false;
    }
    return true;
}

bool
webgpu_leaving_take(struct webgpu_device *device, uint64_t host_bytes)
{
    if (!has_host_room(device->object.context)) {
        gpu_device_report(device->native, WGPUErrorType_OutOfMemory, WEBGPU_LEAVING_TOO_MUCH);
        return false;
    }
    leave(device, &(struct webgpu_amount){.host_bytes = TAKEN_BYTES + host_bytes});
    return true;
}

void
webgpu_leaving_end(struct webgpu_device *device)
{
    if (!device->abandoned)
        give_back(device, &device->leaving.open);
    struct webgpu_departure *departure = device->leaving.first;
    while (departure != NULL) {
        struct webgpu_departure *next = departure->next;
        if (!device->abandoned)
            give_back(device, &departure->amount);
        unref(departure);
        departure = next;
    }
    device->leaving = (struct webgpu_leaving){0};
}
