/* Dawn: which of its functions are translated, and the instance. */
#include "gpu/dawn/dawn.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "gpu/dawn/enums.h"
#include "gpu/dawn/staging.h"
#include "gpu/instance_features.h"

/* Dawn's of June 2025, in place of the standard's WGPUInstanceDescriptor. */
struct dawn_capabilities {
    WGPUChainedStruct *nextInChain;
    WGPUBool timedWaitAnyEnable;
    size_t timedWaitAnyMaxCount;
};
struct dawn_instance_descriptor {
    WGPUChainedStruct *nextInChain;
    struct dawn_capabilities capabilities;
};

/* DawnInstanceDescriptor, of its C++ header: what derives from a chained struct there begins in its padding.
 * All zero but the callback. */
#define DAWN_INSTANCE_DESCRIPTOR ((WGPUSType)0x50006)
struct dawn_log_descriptor {
    WGPUChainedStruct *next;
    WGPUSType sType;
    uint32_t searchPathCount;
    const char *const *searchPaths;
    void *platform;
    int validationLevel; /* 2: none */
    bool beginCapture;
    struct {
        WGPUChainedStruct *nextInChain;
        void (*callback)(int type, WGPUStringView message, void *userdata1, void *userdata2);
        void *userdata1;
        void *userdata2;
    } log;
};
#define NO_BACKEND_VALIDATION 2

typedef WGPUStatus dawn_get_capabilities(struct dawn_capabilities *capabilities);
typedef WGPUInstance dawn_create_instance(const struct dawn_instance_descriptor *descriptor);

static dawn_get_capabilities *get_capabilities; /* NULL: a newer Dawn */

/* Else it writes to standard error, where a program's own words stand. What goes wrong is told by results
 * and callbacks too, so this is for those who look into it. */
static void
log_message(int type, WGPUStringView message, void *userdata1, void *userdata2)
{
    (void)type;
    (void)userdata1;
    (void)userdata2;
    base_log(BASE_LOG_DEBUG, BASE_LOG_ROOM_GPU, "Dawn: %.*s", (int)message.length, message.data);
}

WGPUInstance
gpu_dawn_CreateInstance(const WGPUInstanceDescriptor *descriptor)
{
    struct dawn_log_descriptor log = {.sType = DAWN_INSTANCE_DESCRIPTOR,
                                      .validationLevel = NO_BACKEND_VALIDATION,
                                      .log.callback = log_message};
    struct dawn_instance_descriptor native = {.nextInChain = (WGPUChainedStruct *)&log};
    if (descriptor != NULL)
        log.next = descriptor->nextInChain;
    bool timed_wait;
    if (!gpu_instance_features_granted(descriptor, &timed_wait))
        return NULL;
    native.capabilities.timedWaitAnyEnable = timed_wait;
    if (descriptor != NULL && descriptor->requiredLimits != NULL)
        native.capabilities.timedWaitAnyMaxCount = descriptor->requiredLimits->timedWaitAnyMaxCount;
    dawn_create_instance *create = (dawn_create_instance *)(WGPUProc)gpu_native.CreateInstance;
    return create(&native);
}

WGPUStatus
gpu_dawn_GetInstanceLimits(WGPUInstanceLimits *limits)
{
    struct dawn_capabilities native = {0};
    if (limits->nextInChain != NULL || get_capabilities(&native) != WGPUStatus_Success)
        return WGPUStatus_Error;
    limits->timedWaitAnyMaxCount = native.timedWaitAnyMaxCount;
    return WGPUStatus_Success;
}

/* The values only Dawn knows are left out; it returns a status, which the standard does not have. */
void
gpu_dawn_InstanceGetWGSLLanguageFeatures(WGPUInstance instance, WGPUSupportedWGSLLanguageFeatures *features)
{
    gpu_native.InstanceGetWGSLLanguageFeatures(instance, features);
    WGPUWGSLLanguageFeatureName *names = (WGPUWGSLLanguageFeatureName *)features->features;
    size_t count = 0;
    for (size_t i = 0; i < features->featureCount; i++) {
        if (gpu_dawn_has_wgsl_feature(names[i]))
            names[count++] = names[i];
    }
    features->featureCount = count;
}

WGPUBool
gpu_dawn_InstanceHasWGSLLanguageFeature(WGPUInstance instance, WGPUWGSLLanguageFeatureName feature)
{
    return gpu_dawn_has_wgsl_feature(feature) && gpu_native.InstanceHasWGSLLanguageFeature(instance, feature);
}

/* A callback may release the last reference to the instance, whose list of events Dawn then goes on to use.
 */
void
gpu_dawn_InstanceProcessEvents(WGPUInstance instance)
{
    gpu_native.InstanceAddRef(instance);
    gpu_native.InstanceProcessEvents(instance);
    gpu_native.InstanceRelease(instance);
}

bool
gpu_dawn_is_2025(void)
{
    return get_capabilities != NULL;
}

void
gpu_dawn_install(struct gpu_procs *front, void *handle, char *version, size_t size)
{
    void *address = dlsym(handle, "wgpuGetInstanceCapabilities");
    memcpy(&get_capabilities, &address, sizeof get_capabilities);
    gpu_dawn_find_report(handle);
    gpu_dawn_find_instance(handle);
#define X(name) front->name = gpu_dawn_##name;
    GPU_DAWN_PROCS(X)
    if (gpu_dawn_is_2025()) {
        GPU_DAWN_2025_PROCS(X)
        gpu_instance_features_install(front);
        gpu_dawn_find_immediates(handle);
    }
#undef X
    snprintf(version, size, "%s", gpu_dawn_is_2025() ? "of June 2025" : "with the standard header's values");
}
