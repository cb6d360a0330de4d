/* Asking an adapter for a device. Follows WebGPU, "GPUAdapter", requestDevice.
 *
 * Wasi's interface has no callbacks: those of the descriptor are kept here, as device.c says. */
#include <stdlib.h>

#include <wasigpu/imports.h>

#include "adapter.h"
#include "device.h"
#include "feature.h"
#include "limit.h"
#include "text.h"

struct request {
    struct sdk_future future;
    WGPURequestDeviceCallbackInfo info;
    WGPURequestDeviceStatus status;
    WGPUDevice device; /* NULL unless the status is success */
    WGPUStringView message;
    bool message_owned; /* the host's, to be freed */
};

static void
deliver(struct sdk_future *future, bool cancelled)
{
    struct request *self = (struct request *)future;
    if (cancelled) {
        if (self->device != NULL)
            wgpuDeviceRelease(self->device);
        self->device = NULL;
        self->status = WGPURequestDeviceStatus_CallbackCancelled;
    }
    if (self->info.callback != NULL)
        self->info.callback(self->status, self->device,
                            cancelled ? sdk_text_of("the instance is gone") : self->message,
                            self->info.userdata1, self->info.userdata2);
    else if (self->device != NULL)
        wgpuDeviceRelease(self->device);
    if (self->message_owned)
        sdk_text_free(self->message);
    free(self);
}

static void
fail(struct request *self, const char *message)
{
    self->status = WGPURequestDeviceStatus_Error;
    self->message = sdk_text_of(message);
}

/* The host's numbers of the features, in memory that the caller frees. NULL: one of them is unknown. */
static uint8_t *
feature_numbers(const WGPUDeviceDescriptor *descriptor)
{
    uint8_t *numbers = sdk_alloc(descriptor->requiredFeatureCount + 1, sizeof *numbers);
    for (size_t i = 0; i < descriptor->requiredFeatureCount; i++) {
        if (!sdk_feature_case(descriptor->requiredFeatures[i], &numbers[i])) {
            free(numbers);
            return NULL;
        }
    }
    return numbers;
}

/* Calls the host; `features` and `limits` (0: none) are taken over. The host's handle, or 0. */
static uint32_t
ask(struct request *self, WGPUAdapter adapter, const WGPUDeviceDescriptor *descriptor, uint8_t *features,
    wasi_webgpu_record_option_gpu_size64_t limits)
{
    const WGPUStringView label = sdk_text(descriptor->label);
    const WGPUStringView queue_label = sdk_text(descriptor->defaultQueue.label);
    struct wasi_webgpu_result_device_request_device_error result = {0};
    wasi_webgpu_adapter_request_device(adapter->object.handle, true, descriptor->requiredFeatureCount != 0,
                                       features, descriptor->requiredFeatureCount, limits != 0, limits,
                                       queue_label.length != 0, queue_label.length != 0, queue_label.data,
                                       queue_label.length, label.length != 0, label.data, label.length,
                                       &result);
    free(features);
    if (!result.is_error)
        return result.ok;
    self->status = WGPURequestDeviceStatus_Error;
    self->message = sdk_text_from(result.error.message);
    self->message_owned = true;
    return 0;
}

static uint32_t
request_device(struct request *self, WGPUAdapter adapter, const WGPUDeviceDescriptor *descriptor)
{
    if (descriptor->nextInChain != NULL || descriptor->defaultQueue.nextInChain != NULL) {
        fail(self, "unknown struct in the descriptor's chain");
        return 0;
    }
    wasi_webgpu_record_option_gpu_size64_t limits = 0;
    if (descriptor->requiredLimits != NULL && !sdk_limit_record(descriptor->requiredLimits, &limits)) {
        fail(self, "unknown struct in the required limits' chain");
        return 0;
    }
    uint8_t *features = feature_numbers(descriptor);
    if (features == NULL) {
        if (limits != 0)
            wasi_webgpu_record_option_gpu_size64_drop(limits);
        fail(self, "unknown required feature");
        return 0;
    }
    return ask(self, adapter, descriptor, features, limits);
}

WGPUFuture
wgpuAdapterRequestDevice(WGPUAdapter self, const WGPUDeviceDescriptor *descriptor,
                         WGPURequestDeviceCallbackInfo info)
{
    if (!sdk_is_usable(self, __func__))
        return (WGPUFuture){0};
    static const WGPUDeviceDescriptor defaults = WGPU_DEVICE_DESCRIPTOR_INIT;
    if (descriptor == NULL)
        descriptor = &defaults;
    struct request *request = sdk_alloc(1, sizeof *request);
    request->future.instance = self->instance;
    request->future.mode = info.mode;
    request->future.deliver = deliver;
    request->future.ready = true;
    request->info = info;
    request->status = WGPURequestDeviceStatus_Success;
    request->message = sdk_text_of("");
    const uint32_t handle = request_device(request, self, descriptor);
    request->device = sdk_device_new(handle, self->instance, &descriptor->deviceLostCallbackInfo);
    return sdk_future_start(&request->future);
}
