/* wgpu-native's query sets. It aborts when one is released that has been destroyed, so it is told of neither
 * invalid nor destroyed ones: commands that use a destroyed set are not submitted, and it goes when it is
 * released. WebGPU, "createQuerySet". */
#include <stdlib.h>

#include "gpu/wgpu/error.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/wgpu.h"

#define MAX_COUNT 4096

static const char *
check(WGPUDevice device, const WGPUQuerySetDescriptor *descriptor)
{
    if (descriptor->type != WGPUQueryType_Occlusion && descriptor->type != WGPUQueryType_Timestamp)
        return "unknown type";
    if (descriptor->type == WGPUQueryType_Timestamp &&
        !gpu_wgpu_DeviceHasFeature(device, WGPUFeatureName_TimestampQuery))
        return "the device has no timestamp queries";
    if (descriptor->count == 0)
        return "it has no queries"; /* WebGPU lets that be; wgpu-native does not */
    if (descriptor->count > MAX_COUNT)
        return "it has more than 4096 queries";
    return NULL;
}

WGPUQuerySet
gpu_wgpu_DeviceCreateQuerySet(WGPUDevice handle, const WGPUQuerySetDescriptor *descriptor)
{
    struct gpu_wgpu_query_set *set = gpu_wgpu_record_new(sizeof *set);
    if (set == NULL)
        return NULL;
    set->device = gpu_wgpu_device(handle);
    gpu_wgpu_ref(&set->device->refs);
    set->type = descriptor->type;
    set->count = descriptor->count;
    const char *reason = check(handle, descriptor);
    if (reason != NULL) {
        gpu_wgpu_validation_error(set->device, "query set: %s", reason);
    } else if (!set->device->lost) {
        WGPUQuerySetDescriptor native = *descriptor;
        native.label = gpu_wgpu_text(descriptor->label);
        native.nextInChain = NULL;
        set->native = gpu_native.DeviceCreateQuerySet(set->device->native, &native);
    }
    return gpu_wgpu_query_set_handle(set);
}

void
gpu_wgpu_QuerySetAddRef(WGPUQuerySet handle)
{
    gpu_wgpu_ref(&gpu_wgpu_query_set(handle)->refs);
}

void
gpu_wgpu_QuerySetRelease(WGPUQuerySet handle)
{
    gpu_wgpu_query_set_unref(gpu_wgpu_query_set(handle));
}

void
gpu_wgpu_query_set_unref(struct gpu_wgpu_query_set *set)
{
    if (!gpu_wgpu_unref(&set->refs))
        return;
    if (set->native != NULL)
        gpu_native.QuerySetRelease(set->native);
    gpu_wgpu_device_unref(set->device);
    free(set);
}

void
gpu_wgpu_QuerySetDestroy(WGPUQuerySet handle)
{
    gpu_wgpu_query_set(handle)->destroyed = true;
}

uint32_t
gpu_wgpu_QuerySetGetCount(WGPUQuerySet handle)
{
    return gpu_wgpu_query_set(handle)->count;
}

WGPUQueryType
gpu_wgpu_QuerySetGetType(WGPUQuerySet handle)
{
    return gpu_wgpu_query_set(handle)->type;
}
