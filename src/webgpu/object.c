/* Objects: made, counted, labelled, destroyed. What a resource is, is in its own file. */
#include "webgpu/object.h"

#include "base/clock.h"
#include "base/log.h"
#include "webgpu/device.h"
#include "webgpu/hold.h"

#define FIRST_NAP_NS UINT64_C(50000)
#define LAST_NAP_NS UINT64_C(1000000)
#define FLIGHT_MIN_NS UINT64_C(100000000)

void *
webgpu_object_new(const struct webgpu_class *class, struct webgpu_context *context,
                  struct webgpu_device *device, struct base_str label)
{
    struct webgpu_object *object = webgpu_context_take(context, class);
    if (object == NULL)
        return NULL;
    object->class = class;
    object->context = context;
    webgpu_object_set_label(object, label);
    object->device = device;
    if (device != NULL)
        webgpu_object_ref(&device->object);
    atomic_init(&object->refs, 1);
    atomic_fetch_add_explicit(&context->live, 1, memory_order_relaxed);
    return object;
}

void
webgpu_object_ref(struct webgpu_object *object)
{
    atomic_fetch_add_explicit(&object->refs, 1, memory_order_relaxed);
}

bool
webgpu_object_try_ref(struct webgpu_object *object)
{
    uint32_t refs = atomic_load_explicit(&object->refs, memory_order_relaxed);
    while (refs != 0) {
        if (atomic_compare_exchange_weak_explicit(&object->refs, &refs, refs + 1, memory_order_acq_rel,
                                                  memory_order_relaxed))
            return true;
    }
    return false;
}

void
webgpu_object_unref(struct webgpu_object *object)
{
    if (object == NULL || atomic_fetch_sub_explicit(&object->refs, 1, memory_order_acq_rel) != 1)
        return;
    struct webgpu_context *context = object->context;
    if (webgpu_callback_runs()) {
        webgpu_context_leave_late(context, object);
        return;
    }
    atomic_fetch_sub_explicit(&context->live, 1, memory_order_relaxed);
    webgpu_object_destroy(object);
    webgpu_context_collect(context);
}

/* Waits until no callback will touch `object`. Its native object is released, and what takes long does not
 * count on it: a callback is under way on another thread, or comes when events are processed. */
static bool
await_flights(struct webgpu_object *object)
{
    if (atomic_load_explicit(&object->flights, memory_order_acquire) == 0)
        return true;
    const struct webgpu_context *context = object->context;
    const struct base_deadline grace =
        base_deadline_earlier(base_deadline_in(context->grace_ns), context->end);
    const struct base_deadline least = base_deadline_in(FLIGHT_MIN_NS);
    const struct base_deadline end = grace.at_ns > least.at_ns ? grace : least;
    uint64_t nap_ns = FIRST_NAP_NS;
    while (atomic_load_explicit(&object->flights, memory_order_acquire) != 0) {
        if (base_deadline_passed(&end))
            return false;
        wgpuInstanceProcessEvents(context->instance);
        base_deadline_nap(end, &nap_ns, LAST_NAP_NS);
    }
    return true;
}

void
webgpu_object_destroy(struct webgpu_object *object)
{
    const struct webgpu_class *class = object->class;
    struct webgpu_device *device = object->device;
    if (class->finish != NULL)
        class->finish(object);
    webgpu_memory_release(object);
    if (device != NULL && class->pool == WEBGPU_POOL_NONE)
        webgpu_leave(device, (struct webgpu_amount){.objects = 1});
    webgpu_hold_release(object);
    webgpu_object_unref(object->encoder);
    webgpu_host_give(object->context, object->host_bytes + object->label.size);
    if (await_flights(object)) {
        base_string_finish(&object->label);
        webgpu_context_give(object->context, object, class);
    } else { /* better lost than used after it is freed */
        base_log(BASE_LOG_ERROR, BASE_LOG_ROOM_WEBGPU, "a %s is leaked: the library still works on it",
                 class->name);
    }
    if (device != NULL)
        webgpu_object_unref(&device->object);
}

/* While it is copied there are both. */
static bool
copy_label(struct webgpu_object *object, struct base_str label)
{
    const size_t size_before = object->label.size;
    if (!webgpu_host_take(object->context, label.size))
        return false;
    const bool copied = base_string_copy(&object->label, label);
    webgpu_host_give(object->context, copied ? size_before : label.size);
    return copied;
}

void
webgpu_object_set_label(struct webgpu_object *object, struct base_str label)
{
    if (label.size == 0) {
        webgpu_host_give(object->context, object->label.size);
        base_string_finish(&object->label);
    } else if (!copy_label(object, label)) {
        base_log(BASE_LOG_WARN, BASE_LOG_ROOM_WEBGPU, "no memory for a label of %zu bytes", label.size);
    }
}
