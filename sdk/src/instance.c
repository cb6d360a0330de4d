/* WGPUInstance: making and releasing, and what instances can do. Asking for an adapter is in adapter.c,
 * waiting in wait.c, WGSL's features in feature.c.
 *
 * Offers timed waits; SPIR-V and several devices of one adapter are not in wasi:webgpu, and there are
 * no surfaces. */
#include "instance.h"

#include <stdlib.h>

#include "chain.h"
#include "future.h"
#include "realloc.h"
#include "reason.h"
#include "text.h"

#define TIMED_WAIT_MAX 64

static struct sdk_places places = {.size = sizeof(struct WGPUInstanceImpl)};
static WGPUInstance living;
static uint32_t last_id;

bool
sdk_instance_lives(uint32_t id)
{
    const struct WGPUInstanceImpl *instance = living;
    while (instance != NULL && instance->id != id)
        instance = instance->next;
    return instance != NULL;
}

/* False: it asks for what there is not, which is noted as a reason. */
static bool
check_descriptor(const WGPUInstanceDescriptor *descriptor)
{
    const WGPUInstanceLimits *limits = descriptor->requiredLimits;
    if (!sdk_chain_is_empty(descriptor->nextInChain) ||
        !sdk_list_is_there("requiredFeatures", descriptor->requiredFeatures,
                           descriptor->requiredFeatureCount) ||
        (limits != NULL && !sdk_chain_is_empty(limits->nextInChain)))
        return false;
    for (size_t i = 0; i < descriptor->requiredFeatureCount; i++) {
        if (!wgpuHasInstanceFeature(descriptor->requiredFeatures[i]))
            return sdk_wrong("a required feature is not supported");
    }
    return limits == NULL || limits->timedWaitAnyMaxCount <= TIMED_WAIT_MAX ||
           sdk_wrong("a required limit is not supported");
}

/* 0, which is the default, asks for nothing. */
static size_t
enabled_wait_max(const WGPUInstanceLimits *limits)
{
    return limits != NULL && limits->timedWaitAnyMaxCount != 0 ? limits->timedWaitAnyMaxCount
                                                               : TIMED_WAIT_MAX;
}

WGPUInstance
wgpuCreateInstance(const WGPUInstanceDescriptor *descriptor)
{
    if (descriptor != NULL && !check_descriptor(descriptor)) {
        sdk_log(__func__, sdk_text_of(sdk_reason()));
        return NULL;
    }
    WGPUInstance self = sdk_object_new(&places, wasi_webgpu_get_gpu(), wasi_webgpu_gpu_drop);
    if (self == NULL)
        return NULL;
    self->id = ++last_id;
    /* The one feature that check_descriptor lets through is the timed wait. */
    if (descriptor != NULL && descriptor->requiredFeatureCount != 0)
        self->timed_wait_max = enabled_wait_max(descriptor->requiredLimits);
    self->next = living;
    living = self;
    sdk_realloc_prepare();
    return self;
}

void
wgpuInstanceAddRef(WGPUInstance self)
{
    sdk_object_ref(self, __func__);
}

void
wgpuInstanceRelease(WGPUInstance self)
{
    if (!sdk_object_unref(self, __func__))
        return;
    WGPUInstance *place = &living;
    while (*place != self)
        place = &(*place)->next;
    *place = self->next;
    sdk_future_cancel_all(self->id);
    wasi_webgpu_gpu_drop(self->object.handle);
    sdk_object_end(&places, self);
}

WGPUBool
wgpuHasInstanceFeature(WGPUInstanceFeatureName feature)
{
    return feature == WGPUInstanceFeatureName_TimedWaitAny;
}

void
wgpuGetInstanceFeatures(WGPUSupportedInstanceFeatures *features)
{
    if (!sdk_is_given(features, __func__))
        return;
    WGPUInstanceFeatureName *names = sdk_list_new(1, sizeof *names);
    if (names != NULL)
        names[0] = WGPUInstanceFeatureName_TimedWaitAny;
    features->featureCount = names != NULL;
    features->features = names;
}

void
wgpuSupportedInstanceFeaturesFreeMembers(WGPUSupportedInstanceFeatures features)
{
    free((void *)(uintptr_t)features.features);
}

WGPUStatus
wgpuGetInstanceLimits(WGPUInstanceLimits *limits)
{
    if (!sdk_is_given(limits, __func__))
        return WGPUStatus_Error;
    if (!sdk_chain_is_empty(limits->nextInChain)) {
        sdk_log(__func__, sdk_text_of(sdk_reason()));
        return WGPUStatus_Error;
    }
    limits->timedWaitAnyMaxCount = TIMED_WAIT_MAX;
    return WGPUStatus_Success;
}
