/* Asking an adapter for a device. Follows WebGPU, "GPUAdapter", requestDevice.
 *
 * Wasi's interface has no callbacks: those of the descriptor are kept here, for lost.c and uncaptured.c.
 * These two are called by pointers that the asking call sets. So the optimiser, which goes over a guest and
 * the SDK as one, leaves out what the guest's descriptors do not ask for. */
#include <stdlib.h>

#include <wasigpu/imports.h>

#include "adapter.h"
#include "chain.h"
#include "device.h"
#include "enum.h"
#include "limit.h"
#include "reason.h"
#include "refuse.h"
#include "text.h"
#include "uncaptured.h"

struct request {
    struct sdk_future future;
    WGPURequestDeviceCallbackInfo info;
    WGPUDeviceLostCallbackInfo lost;
    WGPUUncapturedErrorCallbackInfo uncaptured;
    void (*open_lost)(WGPUDevice device, uint32_t instance, const WGPUDeviceLostCallbackInfo *info);
    void (*open_uncaptured)(WGPUDevice device, const WGPUUncapturedErrorCallbackInfo *info);
    WGPUAdapter adapter;          /* counted */
    char reason[SDK_REASON_SIZE]; /* why the host was not asked; empty: it was */
    struct wasi_webgpu_result_device_request_device_error result;
};

/* The device, with what the descriptor wants to hear of it. NULL: there is none. */
static WGPUDevice
new_device(const struct request *request)
{
    const uint32_t handle = request->result.is_error ? 0 : request->result.ok;
    WGPUDevice self = handle != 0 ? sdk_device_new(handle, request->future.instance) : NULL;
    if (request->open_lost != NULL)
        request->open_lost(self, request->future.instance, &request->lost);
    if (request->open_uncaptured != NULL && self != NULL)
        request->open_uncaptured(self, &request->uncaptured);
    return self;
}

static void
call(const struct request *self, bool cancelled, WGPUDevice device, WGPUStringView message)
{
    WGPURequestDeviceStatus status =
        device != NULL ? WGPURequestDeviceStatus_Success : WGPURequestDeviceStatus_Error;
    if (cancelled) {
        status = WGPURequestDeviceStatus_CallbackCancelled;
        message = sdk_text_of("the instance is gone");
    }
    self->info.callback(status, device, message, self->info.userdata1, self->info.userdata2);
}

static void
deliver(struct sdk_future *future, bool cancelled)
{
    struct request *self = (struct request *)future;
    const bool is_error = self->result.is_error != 0;
    const WGPUStringView message =
        is_error ? sdk_text_from(self->result.error.message) : sdk_text_of(self->reason);
    WGPUDevice device = new_device(self);
    const bool lacks_memory = device == NULL && !is_error && message.length == 0;
    if (device != NULL && (cancelled || self->info.callback == NULL)) {
        wgpuDeviceRelease(device);
        device = NULL;
    }
    if (self->info.callback != NULL)
        call(self, cancelled, device, lacks_memory ? sdk_text_of(SDK_OUT_OF_MEMORY) : message);
    if (is_error)
        sdk_text_free(message);
    wgpuAdapterRelease(self->adapter);
    free(self);
}

/* The host's numbers of the features, in `numbers`. False: one of them is unknown, or there is no room. */
static bool
read_features(const WGPUDeviceDescriptor *from, uint8_t *numbers)
{
    bool known = sdk_has_list(numbers, from->requiredFeatureCount) || sdk_wrong(SDK_OUT_OF_MEMORY);
    for (size_t i = 0; known && i < from->requiredFeatureCount; i++)
        known = sdk_enum_required("requiredFeatures", from->requiredFeatures[i],
                                  WGPUFeatureName_TextureComponentSwizzle, &numbers[i]);
    return known;
}

/* Calls the host; `features` and `limits` (0: none) are taken over. */
static uint32_t
ask(struct request *self, const WGPUDeviceDescriptor *descriptor, uint8_t *features,
    wasi_webgpu_record_option_gpu_size64_t limits)
{
    const WGPUStringView label = sdk_text(descriptor->label);
    const WGPUStringView queue_label = sdk_text(descriptor->defaultQueue.label);
    const struct wasi_webgpu_adapter_request_device_params params = {
        .self = self->adapter->object.handle,
        .descriptor = {.some = true,
                       .value =
                           {
                               .required_features = {descriptor->requiredFeatureCount != 0,
                                                     {features, descriptor->requiredFeatureCount}},
                               .required_limits = {limits != 0, limits},
                               .default_queue = {queue_label.length != 0,
                                                 {{queue_label.length != 0,
                                                   {queue_label.data, queue_label.length}}}},
                               .label = {label.length != 0, {label.data, label.length}},
                           }},
    };
    const uint32_t packed = wasi_webgpu_async_adapter_request_device(&params, &self->result);
    free(features);
    return packed;
}

/* Of what does not become a list or a record. False: unknown, or not there. */
static bool
is_known(const WGPUDeviceDescriptor *descriptor)
{
    return sdk_chain_is_empty(descriptor->nextInChain) &&
           sdk_chain_is_empty(descriptor->defaultQueue.nextInChain) &&
           sdk_chain_is_empty(descriptor->deviceLostCallbackInfo.nextInChain) &&
           sdk_chain_is_empty(descriptor->uncapturedErrorCallbackInfo.nextInChain) &&
           sdk_list_is_there("requiredFeatures", descriptor->requiredFeatures,
                             descriptor->requiredFeatureCount);
}

/* What an async import returns. */
static uint32_t
request_device(struct request *self, const WGPUDeviceDescriptor *descriptor)
{
    uint8_t *features = NULL;
    wasi_webgpu_record_option_gpu_size64_t limits = 0;
    bool known = is_known(descriptor);
    if (known) {
        features = sdk_list_new(descriptor->requiredFeatureCount, sizeof *features);
        known = read_features(descriptor, features) &&
                (descriptor->requiredLimits == NULL || sdk_limit_record(descriptor->requiredLimits, &limits));
    }
    if (known)
        return ask(self, descriptor, features, limits);
    free(features);
    sdk_reason_keep(self->reason);
    return SDK_NOT_CALLED;
}

WGPUFuture
wgpuAdapterRequestDevice(WGPUAdapter self, const WGPUDeviceDescriptor *descriptor,
                         WGPURequestDeviceCallbackInfo info)
{
    static const WGPUDeviceDescriptor defaults = WGPU_DEVICE_DESCRIPTOR_INIT;
    if (descriptor == NULL)
        descriptor = &defaults;
    /* Before any call, behind which the linker would no longer see what the program has set. */
    const bool hears_of_loss = descriptor->deviceLostCallbackInfo.callback != NULL;
    const bool hears_of_errors = descriptor->uncapturedErrorCallbackInfo.callback != NULL;
    if (!sdk_can_start(self, info.nextInChain, __func__))
        return (WGPUFuture){0};
    struct request *request = sdk_alloc(1, sizeof *request);
    request->future.instance = self->instance;
    request->future.mode = info.mode;
    request->future.deliver = deliver;
    request->info = info;
    request->lost = descriptor->deviceLostCallbackInfo;
    request->uncaptured = descriptor->uncapturedErrorCallbackInfo;
    request->open_lost = hears_of_loss ? sdk_lost_open : NULL;
    request->open_uncaptured = hears_of_errors ? sdk_uncaptured_open : NULL;
    request->adapter = self;
    wgpuAdapterAddRef(self);
    return sdk_future_start(&request->future, request_device(request, descriptor));
}
