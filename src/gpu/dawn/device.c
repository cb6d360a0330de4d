/* Dawn: adapters and devices. Their features and chained structs have other values; toggles are set that
 * only a host can set; errors that no one else looks at go to the log. */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "gpu/awake.h"
#include "gpu/dawn/dawn.h"
#include "gpu/dawn/enums.h"
#include "gpu/dawn/staging.h"
#include "gpu/dawn/toggles.h"

/* shader-f16 on NVIDIA, which Dawn leaves off unless asked for: since October 2025 one can. */
static const char *const adapter_toggles[] = {"vulkan_enable_f16_on_nvidia"};

#define NO_DRIVER "no driver found: of all its backends Dawn has only the one that does nothing"

/* There is no future then: the callbacks are called at once. */
static const WGPUStringView out_of_memory = {"out of memory", sizeof "out of memory" - 1};

/* Its texts are gone; what is not known is 0. */
static WGPUAdapterInfo
types_of(WGPUAdapter adapter)
{
    WGPUAdapterInfo info = WGPU_ADAPTER_INFO_INIT;
    if (gpu_native.AdapterGetInfo(adapter, &info) == WGPUStatus_Success)
        gpu_native.AdapterInfoFreeMembers(info);
    return info;
}

/* Dawn's Null backend computes nothing and says so nowhere: programs would print what lies in memory. */
static void
on_adapter(WGPURequestAdapterStatus status, WGPUAdapter adapter, WGPUStringView message, void *userdata1,
           void *userdata2)
{
    const WGPURequestAdapterCallbackInfo user = *(WGPURequestAdapterCallbackInfo *)userdata1;
    (void)userdata2;
    free(userdata1);
    if (adapter != NULL && types_of(adapter).backendType == WGPUBackendType_Null) {
        gpu_native.AdapterRelease(adapter);
        adapter = NULL;
        status = WGPURequestAdapterStatus_Unavailable;
        message = (WGPUStringView){NO_DRIVER, strlen(NO_DRIVER)};
    }
    user.callback(status, adapter, message, user.userdata1, user.userdata2);
}

WGPUFuture
gpu_dawn_InstanceRequestAdapter(WGPUInstance instance, const WGPURequestAdapterOptions *options,
                                WGPURequestAdapterCallbackInfo callback)
{
    WGPURequestAdapterCallbackInfo *user = malloc(sizeof *user);
    if (user == NULL) {
        callback.callback(WGPURequestAdapterStatus_Error, NULL, out_of_memory, callback.userdata1,
                          callback.userdata2);
        return (WGPUFuture){0};
    }
    *user = callback;
    callback.callback = on_adapter;
    callback.userdata1 = user; /* every callback is called once */
    callback.userdata2 = NULL;
    if (gpu_dawn_is_2025())
        return gpu_native.InstanceRequestAdapter(instance, options, callback);
    WGPURequestAdapterOptions native = WGPU_REQUEST_ADAPTER_OPTIONS_INIT;
    if (options != NULL)
        native = *options;
    struct gpu_dawn_toggles toggles = {
        .chain = {native.nextInChain, GPU_DAWN_TOGGLES_DESCRIPTOR},
        .enabledToggleCount = 1,
        .enabledToggles = adapter_toggles,
    };
    native.nextInChain = &toggles.chain;
    return gpu_native.InstanceRequestAdapter(instance, &native, callback);
}

/* In place: the array is the caller's until it is freed. */
static void
translate_features(WGPUSupportedFeatures *features)
{
    WGPUFeatureName *names = (WGPUFeatureName *)features->features;
    for (size_t i = 0; i < features->featureCount; i++)
        names[i] = gpu_standard_feature(names[i]);
}

void
gpu_dawn_AdapterGetFeatures(WGPUAdapter adapter, WGPUSupportedFeatures *features)
{
    gpu_native.AdapterGetFeatures(adapter, features);
    translate_features(features);
}

void
gpu_dawn_DeviceGetFeatures(WGPUDevice device, WGPUSupportedFeatures *features)
{
    gpu_native.DeviceGetFeatures(device, features);
    translate_features(features);
}

WGPUBool
gpu_dawn_AdapterHasFeature(WGPUAdapter adapter, WGPUFeatureName feature)
{
    const WGPUFeatureName native = gpu_dawn_feature(feature);
    return native != GPU_DAWN_ABSENT && gpu_native.AdapterHasFeature(adapter, native);
}

WGPUBool
gpu_dawn_DeviceHasFeature(WGPUDevice device, WGPUFeatureName feature)
{
    const WGPUFeatureName native = gpu_dawn_feature(feature);
    return native != GPU_DAWN_ABSENT && gpu_native.DeviceHasFeature(device, native);
}

/* The compatibility limits with Dawn's sType, if they are the first in the chain. */
static bool
find_compatibility_limits(const WGPULimits *limits, WGPUCompatibilityModeLimits *native)
{
    if (limits->nextInChain == NULL || limits->nextInChain->sType != WGPUSType_CompatibilityModeLimits)
        return false;
    *native = *(const WGPUCompatibilityModeLimits *)limits->nextInChain;
    native->chain.sType = gpu_dawn_stype(WGPUSType_CompatibilityModeLimits);
    return true;
}

/* Puts the caller's chain back, with what Dawn has written. */
static void
give_back_limits(WGPULimits *limits, WGPUChainedStruct *chain, WGPUCompatibilityModeLimits *native)
{
    limits->nextInChain = chain;
    native->chain = *chain;
    *(WGPUCompatibilityModeLimits *)chain = *native;
}

WGPUStatus
gpu_dawn_AdapterGetLimits(WGPUAdapter adapter, WGPULimits *limits)
{
    WGPUCompatibilityModeLimits native;
    WGPUChainedStruct *chain = limits->nextInChain;
    if (!find_compatibility_limits(limits, &native))
        return gpu_native.AdapterGetLimits(adapter, limits);
    limits->nextInChain = &native.chain;
    const WGPUStatus status = gpu_native.AdapterGetLimits(adapter, limits);
    give_back_limits(limits, chain, &native);
    return status;
}

WGPUStatus
gpu_dawn_DeviceGetLimits(WGPUDevice device, WGPULimits *limits)
{
    WGPUCompatibilityModeLimits native;
    WGPUChainedStruct *chain = limits->nextInChain;
    if (!find_compatibility_limits(limits, &native))
        return gpu_native.DeviceGetLimits(device, limits);
    limits->nextInChain = &native.chain;
    const WGPUStatus status = gpu_native.DeviceGetLimits(device, limits);
    give_back_limits(limits, chain, &native);
    return status;
}

static void
log_uncaptured(const WGPUDevice *device, WGPUErrorType type, WGPUStringView message, void *userdata1,
               void *userdata2)
{
    (void)device;
    (void)userdata1;
    (void)userdata2;
    base_log(BASE_LOG_WARN, BASE_LOG_ROOM_GPU, "uncaptured error %u: %.*s", type, (int)message.length,
             message.data);
}

typedef void inject_error(WGPUDevice device, WGPUErrorType type, WGPUStringView message);

static inject_error *native_inject_error; /* NULL: there is none */

void
gpu_dawn_find_report(void *handle)
{
    void *address = dlsym(handle, "wgpuDeviceInjectError");
    memcpy(&native_inject_error, &address, sizeof native_inject_error);
}

void
gpu_dawn_report(WGPUDevice device, WGPUErrorType type, WGPUStringView message)
{
    if (native_inject_error != NULL)
        native_inject_error(device, type, message);
    else
        log_uncaptured(&device, type, message, NULL, NULL);
}

static void
ignore_lost(const WGPUDevice *device, WGPUDeviceLostReason reason, WGPUStringView message, void *userdata1,
            void *userdata2)
{
    (void)device;
    (void)reason;
    (void)message;
    (void)userdata1;
    (void)userdata2;
}

/* Dawn's values of `count` features, or NULL: out of memory. */
static WGPUFeatureName *
translate_required(const WGPUFeatureName *features, size_t count)
{
    WGPUFeatureName *native = calloc(count + 1, sizeof *native);
    for (size_t i = 0; native != NULL && i < count; i++)
        native[i] = gpu_dawn_feature(features[i]);
    return native;
}

/* A request for a device, until it is answered. */
struct device_request {
    WGPUAdapter adapter;
    WGPURequestDeviceCallbackInfo user;
};

static void
on_device(WGPURequestDeviceStatus status, WGPUDevice device, WGPUStringView message, void *userdata1,
          void *userdata2)
{
    const struct device_request request = *(struct device_request *)userdata1;
    (void)userdata2;
    free(userdata1);
    if (device != NULL) {
        const WGPUAdapterType type = types_of(request.adapter).adapterType;
        const bool is_cpu = type == WGPUAdapterType_CPU || type == (WGPUAdapterType)0;
        gpu_dawn_staging_add(request.adapter, device, is_cpu);
        gpu_awake_device(is_cpu);
    }
    gpu_native.AdapterRelease(request.adapter);
    request.user.callback(status, device, message, request.user.userdata1, request.user.userdata2);
}

/* Both callbacks, as where Dawn has none. */
static WGPUFuture
fail_request(const WGPUDeviceLostCallbackInfo *lost, const WGPURequestDeviceCallbackInfo *callback)
{
    const WGPUDevice none = NULL;
    lost->callback(&none, WGPUDeviceLostReason_FailedCreation, out_of_memory, lost->userdata1,
                   lost->userdata2);
    callback->callback(WGPURequestDeviceStatus_Error, NULL, out_of_memory, callback->userdata1,
                       callback->userdata2);
    return (WGPUFuture){0};
}

static WGPUFuture
request_device(WGPUAdapter adapter, WGPUDeviceDescriptor *native, WGPURequestDeviceCallbackInfo callback)
{
    struct device_request *request = malloc(sizeof *request);
    if (request == NULL)
        return fail_request(&native->deviceLostCallbackInfo, &callback);
    *request = (struct device_request){adapter, callback};
    gpu_native.AdapterAddRef(adapter);
    callback.callback = on_device;
    callback.userdata1 = request; /* every callback is called once */
    callback.userdata2 = NULL;
    return gpu_native.AdapterRequestDevice(adapter, native, callback);
}

WGPUFuture
gpu_dawn_AdapterRequestDevice(WGPUAdapter adapter, const WGPUDeviceDescriptor *descriptor,
                              WGPURequestDeviceCallbackInfo callback)
{
    WGPUDeviceDescriptor native = WGPU_DEVICE_DESCRIPTOR_INIT;
    if (descriptor != NULL)
        native = *descriptor;
    if (native.uncapturedErrorCallbackInfo.callback == NULL)
        native.uncapturedErrorCallbackInfo.callback = log_uncaptured;
    if (native.deviceLostCallbackInfo.callback == NULL) {
        native.deviceLostCallbackInfo.callback = ignore_lost;
        native.deviceLostCallbackInfo.mode = WGPUCallbackMode_AllowSpontaneous;
    }
    if (!gpu_dawn_is_2025())
        return request_device(adapter, &native, callback);

    WGPULimits limits;
    WGPUCompatibilityModeLimits compatibility;
    if (native.requiredLimits != NULL && find_compatibility_limits(native.requiredLimits, &compatibility)) {
        limits = *native.requiredLimits;
        limits.nextInChain = &compatibility.chain;
        native.requiredLimits = &limits;
    }
    WGPUFeatureName *features = translate_required(native.requiredFeatures, native.requiredFeatureCount);
    if (features == NULL)
        return fail_request(&native.deviceLostCallbackInfo, &callback);
    native.requiredFeatures = features;
    const WGPUFuture future = request_device(adapter, &native, callback);
    free(features);
    return future;
}
