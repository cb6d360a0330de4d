/* The features of instances: webgpu.h, "WGPUInstanceFeatureName". */
#include "gpu/instance_features.h"

#include "base/count.h"
#include "base/log.h"

static const WGPUInstanceFeatureName features[] = {
    WGPUInstanceFeatureName_TimedWaitAny,
    WGPUInstanceFeatureName_MultipleDevicesPerAdapter, /* for which neither has to be asked */
};

static void
list(WGPUSupportedInstanceFeatures *supported)
{
    supported->featureCount = BASE_COUNT(features);
    supported->features = features;
}

static void
free_members(WGPUSupportedInstanceFeatures supported)
{
    (void)supported; /* they are constants */
}

static WGPUBool
has(WGPUInstanceFeatureName feature)
{
    for (size_t i = 0; i < BASE_COUNT(features); i++) {
        if (features[i] == feature)
            return WGPU_TRUE;
    }
    return WGPU_FALSE;
}

void
gpu_instance_features_install(struct gpu_procs *front)
{
    front->GetInstanceFeatures = list;
    front->SupportedInstanceFeaturesFreeMembers = free_members;
    front->HasInstanceFeature = has;
}

bool
gpu_instance_features_granted(const WGPUInstanceDescriptor *descriptor, bool *timed_wait)
{
    *timed_wait = false;
    for (size_t i = 0; descriptor != NULL && i < descriptor->requiredFeatureCount; i++) {
        const WGPUInstanceFeatureName feature = descriptor->requiredFeatures[i];
        if (!has(feature)) {
            base_log(BASE_LOG_WARN, BASE_LOG_ROOM_GPU, "instance feature %u: not supported", feature);
            return false;
        }
        *timed_wait |= feature == WGPUInstanceFeatureName_TimedWaitAny;
    }
    return true;
}
