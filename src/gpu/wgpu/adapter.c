/* wgpu-native's adapters: what they offer, and devices made of them. It lists no CoreFeaturesAndLimits,
 * which all its adapters have, and has no maxBindGroupsPlusVertexBuffers, which is kept here; it makes a
 * device without saying that it lacks a required feature. Of immediates it has less than it says: its WGSL
 * has no immediate_address_space, and a layout that it derives has no room for them; so there are none. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gpu/wgpu/device.h"
#include "gpu/wgpu/error.h"
#include "gpu/wgpu/future.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/wgpu.h"

#define DEFAULT_GROUPS_PLUS_BUFFERS 24 /* WebGPU, "Limits" */

void
gpu_wgpu_AdapterAddRef(WGPUAdapter handle)
{
    gpu_wgpu_ref(&gpu_wgpu_adapter(handle)->refs);
}

void
gpu_wgpu_AdapterRelease(WGPUAdapter handle)
{
    gpu_wgpu_adapter_unref(gpu_wgpu_adapter(handle));
}

void
gpu_wgpu_adapter_unref(struct gpu_wgpu_adapter *adapter)
{
    if (!gpu_wgpu_unref(&adapter->refs))
        return;
    gpu_native.AdapterRelease(adapter->native);
    gpu_wgpu_instance_unref(adapter->instance);
    free(adapter);
}

WGPUStatus
gpu_wgpu_AdapterGetInfo(WGPUAdapter handle, WGPUAdapterInfo *info)
{
    return gpu_native.AdapterGetInfo(gpu_wgpu_adapter(handle)->native, info);
}

WGPUStatus
gpu_wgpu_AdapterGetLimits(WGPUAdapter handle, WGPULimits *limits)
{
    if (gpu_native.AdapterGetLimits(gpu_wgpu_adapter(handle)->native, limits) != WGPUStatus_Success)
        return WGPUStatus_Error;
    const uint32_t sum = limits->maxBindGroups + limits->maxVertexBuffers;
    limits->maxImmediateSize = 0;
    if (limits->maxBindingsPerBindGroup == WGPU_LIMIT_U32_UNDEFINED)
        limits->maxBindingsPerBindGroup--; /* or no device could be asked for it */
    limits->maxBindGroupsPlusVertexBuffers =
        sum > DEFAULT_GROUPS_PLUS_BUFFERS ? sum : DEFAULT_GROUPS_PLUS_BUFFERS;
    return WGPUStatus_Success;
}

/* What a device gets of maxBindGroupsPlusVertexBuffers; 0: more is required than the adapter has. */
static uint32_t
groups_plus_buffers(WGPUAdapter adapter, const WGPULimits *required)
{
    if (required == NULL || required->maxBindGroupsPlusVertexBuffers == WGPU_LIMIT_U32_UNDEFINED ||
        required->maxBindGroupsPlusVertexBuffers <= DEFAULT_GROUPS_PLUS_BUFFERS)
        return DEFAULT_GROUPS_PLUS_BUFFERS;
    WGPULimits best = WGPU_LIMITS_INIT;
    gpu_wgpu_AdapterGetLimits(adapter, &best);
    const uint32_t wanted = required->maxBindGroupsPlusVertexBuffers;
    return wanted <= best.maxBindGroupsPlusVertexBuffers ? wanted : 0;
}

static bool
requires_immediates(const WGPULimits *required)
{
    return required != NULL && required->maxImmediateSize != WGPU_LIMIT_U32_UNDEFINED &&
           required->maxImmediateSize > 0;
}

WGPUBool
gpu_wgpu_AdapterHasFeature(WGPUAdapter handle, WGPUFeatureName feature)
{
    return feature == WGPUFeatureName_CoreFeaturesAndLimits ||
           gpu_native.AdapterHasFeature(gpu_wgpu_adapter(handle)->native, feature);
}

void
gpu_wgpu_add_core_feature(WGPUSupportedFeatures *features)
{
    WGPUFeatureName *names = calloc(features->featureCount + 1, sizeof *names);
    const WGPUSupportedFeatures native = *features;
    *features = (WGPUSupportedFeatures){0, names};
    if (names != NULL) {
        names[features->featureCount++] = WGPUFeatureName_CoreFeaturesAndLimits;
        for (size_t i = 0; i < native.featureCount; i++)
            names[features->featureCount++] = native.features[i];
    }
    gpu_native.SupportedFeaturesFreeMembers(native);
}

void
gpu_wgpu_AdapterGetFeatures(WGPUAdapter handle, WGPUSupportedFeatures *features)
{
    gpu_native.AdapterGetFeatures(gpu_wgpu_adapter(handle)->native, features);
    gpu_wgpu_add_core_feature(features);
}

void
gpu_wgpu_SupportedFeaturesFreeMembers(WGPUSupportedFeatures features)
{
    free((void *)(uintptr_t)features.features);
}

static void
deliver_device(struct gpu_wgpu_future *future)
{
    const WGPURequestDeviceCallbackInfo *info = &future->callback.device;
    const char *text = future->message != NULL ? future->message : "";
    info->callback((WGPURequestDeviceStatus)future->status, future->result,
                   (WGPUStringView){text, strlen(text)}, info->userdata1, info->userdata2);
}

/* What wgpu-native made; it answers inside the call. */
struct found_device {
    WGPUDevice native;
    char message[300];
};

static void
on_device(WGPURequestDeviceStatus status, WGPUDevice native, WGPUStringView message, void *userdata1,
          void *userdata2)
{
    struct found_device *found = userdata1;
    (void)status;
    (void)userdata2;
    found->native = native;
    if (message.data != NULL)
        snprintf(found->message, sizeof found->message, "%.*s", (int)message.length, message.data);
}

/* The first required feature that the adapter lacks. False: it has them all. */
static bool
lacks_feature(struct gpu_wgpu_adapter *adapter, const WGPUDeviceDescriptor *descriptor,
              WGPUFeatureName *lacking)
{
    for (size_t i = 0; i < descriptor->requiredFeatureCount; i++) {
        *lacking = descriptor->requiredFeatures[i];
        if (!gpu_wgpu_AdapterHasFeature(gpu_wgpu_adapter_handle(adapter), *lacking))
            return true;
    }
    return false;
}

/* Asks wgpu-native, with our callbacks in the place of the user's. */
static void
request(struct gpu_wgpu_adapter *adapter, const WGPUDeviceDescriptor *descriptor,
        struct gpu_wgpu_device *device, struct found_device *found)
{
    WGPUDeviceDescriptor native = *descriptor;
    WGPUFeatureName *features = calloc(descriptor->requiredFeatureCount + 1, sizeof *features);
    if (features == NULL)
        return;
    native.requiredFeatures = features;
    native.requiredFeatureCount = 0;
    for (size_t i = 0; i < descriptor->requiredFeatureCount; i++) {
        if (descriptor->requiredFeatures[i] != WGPUFeatureName_CoreFeaturesAndLimits)
            features[native.requiredFeatureCount++] = descriptor->requiredFeatures[i];
    }
    native.label = gpu_wgpu_text(descriptor->label);
    native.defaultQueue.label = gpu_wgpu_text(descriptor->defaultQueue.label);
    native.deviceLostCallbackInfo =
        (WGPUDeviceLostCallbackInfo){.mode = WGPUCallbackMode_AllowSpontaneous,
                                     .callback = gpu_wgpu_on_lost,
                                     .userdata1 = (void *)(uintptr_t)device->lost_future};
    native.uncapturedErrorCallbackInfo = (WGPUUncapturedErrorCallbackInfo){
        .callback = gpu_wgpu_on_error, .userdata1 = (void *)(uintptr_t)device->lost_future};
    const WGPURequestDeviceCallbackInfo callback = {
        .mode = WGPUCallbackMode_AllowSpontaneous, .callback = on_device, .userdata1 = found};
    gpu_native.AdapterRequestDevice(adapter->native, &native, callback);
    free(features);
}

/* Why the adapter cannot give such a device, perhaps written to `buffer`; NULL: it may. */
static const char *
refuse(struct gpu_wgpu_adapter *adapter, const WGPUDeviceDescriptor *descriptor,
       struct gpu_wgpu_device *device, char *buffer, size_t size)
{
    WGPUFeatureName lacking;
    if (lacks_feature(adapter, descriptor, &lacking)) {
        snprintf(buffer, size, "the adapter has no feature %u", lacking);
        return buffer;
    }
    if (requires_immediates(descriptor->requiredLimits))
        return "the adapter has a lower maxImmediateSize";
    device->max_bind_groups_plus_vertex_buffers =
        groups_plus_buffers(gpu_wgpu_adapter_handle(adapter), descriptor->requiredLimits);
    return device->max_bind_groups_plus_vertex_buffers != 0
               ? NULL
               : "the adapter has a lower maxBindGroupsPlusVertexBuffers";
}

/* A device that is not made tells so to its callback of loss too: the record does, when it goes. */
WGPUFuture
gpu_wgpu_AdapterRequestDevice(WGPUAdapter handle, const WGPUDeviceDescriptor *descriptor,
                              WGPURequestDeviceCallbackInfo callback)
{
    const WGPUDeviceDescriptor plain = WGPU_DEVICE_DESCRIPTOR_INIT;
    struct gpu_wgpu_adapter *adapter = gpu_wgpu_adapter(handle);
    if (descriptor == NULL)
        descriptor = &plain;
    struct gpu_wgpu_device *device = gpu_wgpu_device_new(adapter, descriptor);
    const struct gpu_wgpu_future start = {
        .instance = adapter->instance,
        .mode = callback.mode,
        .deliver = deliver_device,
        .callback.device = callback,
        .status = WGPURequestDeviceStatus_Error,
        .cancelled = WGPURequestDeviceStatus_CallbackCancelled,
    };
    struct gpu_wgpu_future *future = gpu_wgpu_future_new(&start);
    if (future == NULL) {
        if (device != NULL)
            gpu_wgpu_device_unref(device);
        return (WGPUFuture){0};
    }
    struct found_device found = {.message = "out of memory"};
    const char *reason = device != NULL
                             ? refuse(adapter, descriptor, device, found.message, sizeof found.message)
                             : found.message;
    if (reason == NULL) {
        request(adapter, descriptor, device, &found);
        reason = found.native == NULL ? found.message : NULL;
    }
    if (reason == NULL) {
        gpu_wgpu_device_begin(device, found.native);
        future->result = gpu_wgpu_device_handle(device);
        return gpu_wgpu_future_finish(future, WGPURequestDeviceStatus_Success, NULL);
    }
    if (device != NULL)
        gpu_wgpu_device_unref(device);
    return gpu_wgpu_future_finish(future, WGPURequestDeviceStatus_Error, reason);
}
