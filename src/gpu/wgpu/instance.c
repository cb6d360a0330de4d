/* wgpu-native's instances and adapters. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <webgpu/wgpu.h>

#include "base/count.h"
#include "base/log.h"
#include "base/string.h"
#include "gpu/instance_features.h"
#include "gpu/wgpu/future.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/wgpu.h"

#define WAIT_ANY_MAX_COUNT 64 /* what webgpu.h promises at least; more work too */

/* What naga of wgpu-native 29 takes in `requires`. */
static const WGPUWGSLLanguageFeatureName wgsl_features[] = {
    WGPUWGSLLanguageFeatureName_ReadonlyAndReadwriteStorageTextures,
    WGPUWGSLLanguageFeatureName_Packed4x8IntegerDotProduct,
    WGPUWGSLLanguageFeatureName_PointerCompositeAccess,
};

void *
gpu_wgpu_record_new(size_t size)
{
    atomic_uint *refs = calloc(1, size);
    if (refs == NULL)
        base_log(BASE_LOG_ERROR, BASE_LOG_ROOM_GPU, "out of memory");
    else
        atomic_init(refs, 1);
    return refs;
}

WGPUStatus
gpu_wgpu_GetInstanceLimits(WGPUInstanceLimits *limits)
{
    if (limits->nextInChain != NULL)
        return WGPUStatus_Error;
    limits->timedWaitAnyMaxCount = WAIT_ANY_MAX_COUNT;
    return WGPUStatus_Success;
}

void
gpu_wgpu_InstanceGetWGSLLanguageFeatures(WGPUInstance instance, WGPUSupportedWGSLLanguageFeatures *features)
{
    (void)instance;
    features->featureCount = BASE_COUNT(wgsl_features);
    features->features = wgsl_features;
}

void
gpu_wgpu_SupportedWGSLLanguageFeaturesFreeMembers(WGPUSupportedWGSLLanguageFeatures features)
{
    (void)features; /* they are constants */
}

WGPUBool
gpu_wgpu_InstanceHasWGSLLanguageFeature(WGPUInstance instance, WGPUWGSLLanguageFeatureName feature)
{
    (void)instance;
    for (size_t i = 0; i < BASE_COUNT(wgsl_features); i++) {
        if (wgsl_features[i] == feature)
            return WGPU_TRUE;
    }
    return WGPU_FALSE;
}

void
gpu_wgpu_allow_uninitialized_workgroup_memory(WGPUInstance handle)
{
    gpu_wgpu_instance(handle)->uninitialized_workgroup_memory = true;
}

void
gpu_wgpu_stop_by(WGPUInstance handle, bool (*stops)(void *env), void *env)
{
    gpu_wgpu_instance(handle)->stops = stops;
    gpu_wgpu_instance(handle)->stops_env = env;
}

/* For native programs, which have no other way to say so. */
static bool
environment_allows_uninitialized_workgroup_memory(void)
{
    const char *value = getenv("WASIGPU_ALLOW_UNINITIALIZED_WORKGROUP_MEMORY");
    return value != NULL && strcmp(value, "1") == 0;
}

static bool
has_limits(const WGPUInstanceLimits *required)
{
    if (required == NULL || required->timedWaitAnyMaxCount <= WAIT_ANY_MAX_COUNT)
        return true;
    base_log(BASE_LOG_WARN, BASE_LOG_ROOM_GPU, "instance limit timedWaitAnyMaxCount: at most %d",
             WAIT_ANY_MAX_COUNT);
    return false;
}

WGPUInstance
gpu_wgpu_CreateInstance(const WGPUInstanceDescriptor *descriptor)
{
    bool timed_wait;
    if (descriptor != NULL && !has_limits(descriptor->requiredLimits))
        return NULL;
    if (!gpu_instance_features_granted(descriptor, &timed_wait))
        return NULL;
    struct gpu_wgpu_instance *instance = gpu_wgpu_record_new(sizeof *instance);
    if (instance == NULL)
        return NULL;
    WGPUInstanceDescriptor native = WGPU_INSTANCE_DESCRIPTOR_INIT;
    if (descriptor != NULL)
        native.nextInChain = descriptor->nextInChain;
    instance->native = gpu_native.CreateInstance(&native);
    atomic_init(&instance->owners, 1);
    instance->timed_wait = timed_wait;
    instance->uninitialized_workgroup_memory = environment_allows_uninitialized_workgroup_memory();
    return gpu_wgpu_instance_handle(instance);
}

WGPUStringView
gpu_wgpu_text(WGPUStringView text)
{
    if (text.data == NULL)
        return (WGPUStringView){NULL, 0};
    const struct base_str whole = {text.data, text.length == WGPU_STRLEN ? strlen(text.data) : text.length};
    return (WGPUStringView){text.data, base_utf8_prefix(whole)};
}

void
gpu_wgpu_InstanceAddRef(WGPUInstance handle)
{
    gpu_wgpu_ref(&gpu_wgpu_instance(handle)->owners);
}

void
gpu_wgpu_InstanceRelease(WGPUInstance handle)
{
    struct gpu_wgpu_instance *instance = gpu_wgpu_instance(handle);
    if (!gpu_wgpu_unref(&instance->owners))
        return;
    gpu_wgpu_futures_cancel(instance);
    gpu_wgpu_instance_unref(instance);
}

void
gpu_wgpu_instance_unref(struct gpu_wgpu_instance *instance)
{
    if (!gpu_wgpu_unref(&instance->refs))
        return;
    gpu_native.InstanceRelease(instance->native);
    free(instance);
}

WGPUSurface
gpu_wgpu_InstanceCreateSurface(WGPUInstance instance, const WGPUSurfaceDescriptor *descriptor)
{
    (void)instance;
    (void)descriptor;
    base_log(BASE_LOG_WARN, BASE_LOG_ROOM_GPU, "wgpu-native: there are no surfaces, use Dawn");
    return NULL;
}

/* Takes `native` over. NULL: out of memory. */
static WGPUAdapter
wrap_adapter(struct gpu_wgpu_instance *instance, WGPUAdapter native)
{
    struct gpu_wgpu_adapter *adapter = gpu_wgpu_record_new(sizeof *adapter);
    if (adapter == NULL) {
        gpu_native.AdapterRelease(native);
        return NULL;
    }
    adapter->native = native;
    adapter->instance = instance;
    gpu_wgpu_ref(&instance->refs);
    return gpu_wgpu_adapter_handle(adapter);
}

static void
deliver_adapter(struct gpu_wgpu_future *future)
{
    const WGPURequestAdapterCallbackInfo *info = &future->callback.adapter;
    const char *text = future->message != NULL ? future->message : "";
    info->callback((WGPURequestAdapterStatus)future->status, future->result,
                   (WGPUStringView){text, strlen(text)}, info->userdata1, info->userdata2);
}

/* What wgpu-native found; it answers inside the call. */
struct found_adapter {
    WGPURequestAdapterStatus status;
    WGPUAdapter native;
    char message[200];
};

static void
on_adapter(WGPURequestAdapterStatus status, WGPUAdapter native, WGPUStringView message, void *userdata1,
           void *userdata2)
{
    struct found_adapter *found = userdata1;
    (void)userdata2;
    found->status = status;
    found->native = native;
    if (message.data != NULL)
        snprintf(found->message, sizeof found->message, "%.*s", (int)message.length, message.data);
}

/* It aborts at a value that it does not know. */
static bool
known_options(const WGPURequestAdapterOptions *options)
{
    return options == NULL || (options->powerPreference <= WGPUPowerPreference_HighPerformance &&
                               options->featureLevel <= WGPUFeatureLevel_Core &&
                               options->backendType <= WGPUBackendType_OpenGLES);
}

WGPUFuture
gpu_wgpu_InstanceRequestAdapter(WGPUInstance handle, const WGPURequestAdapterOptions *options,
                                WGPURequestAdapterCallbackInfo callback)
{
    struct gpu_wgpu_instance *instance = gpu_wgpu_instance(handle);
    const struct gpu_wgpu_future start = {
        .instance = instance,
        .mode = callback.mode,
        .deliver = deliver_adapter,
        .callback.adapter = callback,
        .status = WGPURequestAdapterStatus_Error,
        .cancelled = WGPURequestAdapterStatus_CallbackCancelled,
    };
    struct gpu_wgpu_future *future = gpu_wgpu_future_new(&start);
    if (future == NULL)
        return (WGPUFuture){0};
    if (!known_options(options))
        return gpu_wgpu_future_finish(future, WGPURequestAdapterStatus_Error,
                                      "an option has an unknown value");
    struct found_adapter found = {.status = WGPURequestAdapterStatus_Error};
    const WGPURequestAdapterCallbackInfo native = {
        .mode = WGPUCallbackMode_AllowSpontaneous,
        .callback = on_adapter,
        .userdata1 = &found,
    };
    gpu_native.InstanceRequestAdapter(instance->native, options, native);
    if (found.native != NULL)
        future->result = wrap_adapter(instance, found.native);
    if (found.native != NULL && future->result == NULL)
        return gpu_wgpu_future_finish(future, WGPURequestAdapterStatus_Error, "out of memory");
    return gpu_wgpu_future_finish(future, found.status, found.message);
}

typedef size_t enumerate_adapters(WGPUInstance, const WGPUInstanceEnumerateAdapterOptions *, WGPUAdapter *);

static enumerate_adapters *native_adapters;

void
gpu_wgpu_enumerate_find(void *handle)
{
    void *address = dlsym(handle, "wgpuInstanceEnumerateAdapters");
    memcpy(&native_adapters, &address, sizeof native_adapters);
}

size_t
gpu_wgpu_enumerate_adapters(WGPUInstance handle, WGPUAdapter **adapters)
{
    struct gpu_wgpu_instance *instance = gpu_wgpu_instance(handle);
    *adapters = NULL;
    const size_t count = native_adapters(instance->native, NULL, NULL);
    WGPUAdapter *all = calloc(count + 1, sizeof *all);
    if (all == NULL || count == 0) {
        free(all);
        return 0;
    }
    const size_t found = native_adapters(instance->native, NULL, all);
    size_t kept = 0;
    for (size_t i = 0; i < found && i < count; i++) {
        all[kept] = wrap_adapter(instance, all[i]);
        kept += all[kept] != NULL;
    }
    *adapters = all;
    return kept;
}
