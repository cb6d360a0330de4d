/* gpu-adapter.request-device: what of the request is valid, and the request. Follows WebGPU, "GPUAdapter",
 * requestDevice(), and "a new device". */
#include <inttypes.h>

#include "generated/webgpu_methods.h"
#include "gpu/adapter.h"
#include "gpu/exact_times.h"
#include "webgpu/adapter.h"
#include "webgpu/device.h"
#include "webgpu/pass_times.h"
#include "webgpu/record.h"
#include "webgpu/text.h"

/* The features asked for, with what they require, as a set. False: `missing` is one that there is not. */
static bool
want_features(const struct webgpu_adapter *self, const struct webgpu_device_descriptor *descriptor,
              uint32_t *set, enum webgpu_feature_name *missing)
{
    *set = webgpu_features_complete(0);
    if (descriptor == NULL || !descriptor->required_features.some)
        return true;
    const struct webgpu_feature_name_list *list = &descriptor->required_features.value;
    for (uint32_t i = 0; i < list->count; i++) {
        if (!webgpu_features_contain(self->features.set, list->data[i])) {
            *missing = list->data[i];
            return false;
        }
        *set |= UINT32_C(1) << list->data[i];
    }
    *set = webgpu_features_complete(*set);
    return true;
}

/* The limits asked for. A key without a value does not matter, whatever it is. */
static bool
want_limits(const struct webgpu_adapter *self, const struct webgpu_device_descriptor *descriptor,
            WGPULimits *limits, struct base_str *message)
{
    if (descriptor == NULL || descriptor->required_limits == NULL)
        return true;
    const struct webgpu_record *record = &descriptor->required_limits->record;
    for (size_t i = 0; i < record->count; i++) {
        const struct webgpu_record_entry *entry = &record->entries[i];
        if (entry->value.size.some &&
            !webgpu_supported_limits_request(&self->limits, base_string_view(&entry->key),
                                             entry->value.size.value, limits, message))
            return false;
    }
    return true;
}

static void
request_release(struct abi_pending *op)
{
    struct webgpu_adapter_request_device_result *result = (void *)op->result;
    webgpu_heap_text_free(result->error.message);
    if (result->value != NULL)
        webgpu_device_drop(result->value);
    if (op->self != NULL) /* a device that came to nothing */
        webgpu_device_drop(op->self);
}

static void
fail(struct abi_pending *op, enum webgpu_request_device_error_kind kind, struct base_str message)
{
    struct webgpu_adapter_request_device_result *result = (void *)op->result;
    result->error.kind = kind;
    result->error.message = message;
    abi_pending_finish(op);
}

static void
request_done(WGPURequestDeviceStatus status, WGPUDevice native, WGPUStringView message, void *userdata1,
             void *userdata2)
{
    (void)userdata2;
    struct abi_pending *op = userdata1;
    struct webgpu_device *device = op->self;
    struct webgpu_adapter_request_device_result *result = (void *)op->result;
    webgpu_callback_enter();
    if (status == WGPURequestDeviceStatus_Success) {
        device->native = native;
        gpu_source_init(&device->source, device->object.context->instance, native);
        op->self = NULL;
        result->ok = true;
        result->value = device;
        abi_pending_finish(op);
    } else {
        fail(op, WEBGPU_REQUEST_DEVICE_ERROR_KIND_OPERATION_ERROR, webgpu_heap_copy(message));
    }
    webgpu_callback_leave();
    atomic_fetch_sub_explicit(&device->object.flights, 1, memory_order_release);
}

/* Whether its native device needs a feature that the guest has not asked for, nor will see. */
static bool
wants_pass_times(const struct webgpu_adapter *self, struct webgpu_device *device, uint32_t features)
{
    if (self->object.context->pass_watch == NULL ||
        !webgpu_features_contain(self->features.set, WEBGPU_FEATURE_NAME_TIMESTAMP_QUERY))
        return false;
    device->pass_times = webgpu_pass_times_new(self->object.context->pass_watch, self->info.is_fallback);
    return device->pass_times != NULL &&
           !webgpu_features_contain(features, WEBGPU_FEATURE_NAME_TIMESTAMP_QUERY);
}

/* The device is there before the native one, for the library's callbacks. Where the library refuses what is
 * valid, the specification gives a device that is lost; there is none to be had, so it is an
 * operation-error, and the adapter is used up as it would be there. */
static void
request(struct webgpu_adapter *self, const struct webgpu_device_descriptor *descriptor, uint32_t features,
        const WGPULimits *limits, struct base_arena *arena, struct abi_pending *op)
{
    WGPUFeatureName *names = base_arena_alloc(arena, WEBGPU_FEATURE_COUNT + 1, sizeof *names);
    struct webgpu_device *device = names == NULL ? NULL : webgpu_device_new(self, descriptor);
    if (device == NULL) {
        arena->failed = true;
        fail(op, WEBGPU_REQUEST_DEVICE_ERROR_KIND_OPERATION_ERROR, (struct base_str){0});
        return;
    }
    size_t count = 0;
    for (uint32_t i = 0; i < WEBGPU_FEATURE_COUNT; i++) {
        if (webgpu_features_contain(features, i))
            names[count++] = webgpu_native_feature_name(i);
    }
    const bool adds_times = wants_pass_times(self, device, features);
    struct gpu_dawn_toggles exact;
    if (adds_times)
        names[count++] = webgpu_native_feature_name(WEBGPU_FEATURE_NAME_TIMESTAMP_QUERY);
    device->features = (struct webgpu_supported_features){&device->object, features};
    const WGPUDeviceDescriptor native = {
        .nextInChain = adds_times ? gpu_exact_times(&exact) : NULL,
        .label = webgpu_native_label(base_string_view(&device->object.label)),
        .requiredFeatureCount = count,
        .requiredFeatures = names,
        .requiredLimits = limits,
        .defaultQueue = {.label = webgpu_native_label(base_string_view(&device->queue.object.label))},
        .deviceLostCallbackInfo = {.mode = WGPUCallbackMode_AllowSpontaneous,
                                   .callback = webgpu_device_on_lost,
                                   .userdata1 = webgpu_device_loss_ref(device->loss)},
        .uncapturedErrorCallbackInfo = {.callback = webgpu_device_on_error, .userdata1 = device->loss},
    };
    const WGPURequestDeviceCallbackInfo info = {
        .mode = WGPUCallbackMode_AllowSpontaneous,
        .callback = request_done,
        .userdata1 = op,
    };
    self->consumed = true;
    op->self = device;
    op->source = &self->object.context->source.base;
    atomic_fetch_add_explicit(&device->object.flights, 1, memory_order_relaxed);
    gpu_instance_request_device(self->object.context->gpu, self->native, &native, info);
}

void
webgpu_adapter_request_device_start(struct webgpu_adapter *self,
                                    const struct webgpu_option_device_descriptor *option,
                                    struct base_arena *arena, struct abi_pending *op)
{
    const struct webgpu_device_descriptor *descriptor = option->some ? &option->value : NULL;
    uint32_t features;
    enum webgpu_feature_name missing;
    WGPULimits limits = WGPU_LIMITS_INIT;
    struct base_str message;
    op->release = request_release;
    if (!want_features(self, descriptor, &features, &missing))
        fail(op, WEBGPU_REQUEST_DEVICE_ERROR_KIND_TYPE_ERROR,
             webgpu_heap_text("the adapter lacks the feature %s", webgpu_feature_text(missing)));
    else if (self->consumed)
        fail(op, WEBGPU_REQUEST_DEVICE_ERROR_KIND_OPERATION_ERROR,
             webgpu_heap_text("the adapter has made a device already: request another adapter"));
    else if (!webgpu_budget_has_room(self->object.context))
        fail(op, WEBGPU_REQUEST_DEVICE_ERROR_KIND_OPERATION_ERROR, webgpu_heap_text(WEBGPU_NO_ROOM));
    else if (!webgpu_budget_has_room_for_device(self->object.context))
        fail(op, WEBGPU_REQUEST_DEVICE_ERROR_KIND_OPERATION_ERROR,
             webgpu_heap_text(WEBGPU_NO_ROOM_FOR_DEVICE));
    else if (!want_limits(self, descriptor, &limits, &message))
        fail(op, WEBGPU_REQUEST_DEVICE_ERROR_KIND_OPERATION_ERROR, message);
    else
        request(self, descriptor, features, &limits, arena, op);
}
