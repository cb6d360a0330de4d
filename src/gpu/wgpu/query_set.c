/* wgpu-native's query sets. It has none without queries, and aborts when one is released that has been
 * destroyed, so it is told of neither empty, invalid nor destroyed ones: commands that use a destroyed set
 * are not submitted, and it goes when it is released.
 *
 * It resolves a query without a result by waiting for one: some drivers leave what the buffer's memory held
 * before, others wait forever. So all queries of a set are run once, before its first use. That leaves a time
 * where WebGPU has 0: a timestamp that no command is known to write is cleared behind each resolve. WebGPU,
 * "createQuerySet", "resolveQuerySet". */
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
    set->invalid = reason != NULL || set->device->lost;
    if (reason != NULL) {
        gpu_wgpu_validation_error(set->device, "query set: %s", reason);
    } else if (!set->invalid && set->count > 0) {
        WGPUQuerySetDescriptor native = *descriptor;
        native.label = gpu_wgpu_text(descriptor->label);
        native.nextInChain = NULL;
        set->native = gpu_native.DeviceCreateQuerySet(set->device->native, &native);
        set->content = GPU_WGPU_FRESH;
        if (descriptor->type == WGPUQueryType_Timestamp)
            set->written = calloc(descriptor->count / 8 + 1, 1);
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
    free(set->written);
    free(set);
}

void
gpu_wgpu_QuerySetDestroy(WGPUQuerySet handle)
{
    gpu_wgpu_query_set(handle)->destroyed = true;
}

/* Of a pass that draws nothing. */
static void
run_occlusion_queries(WGPUCommandEncoder native, const struct gpu_wgpu_query_set *set)
{
    WGPUTextureDescriptor texel = WGPU_TEXTURE_DESCRIPTOR_INIT;
    texel.usage = WGPUTextureUsage_RenderAttachment;
    texel.dimension = WGPUTextureDimension_2D;
    texel.size = (WGPUExtent3D){1, 1, 1};
    texel.format = WGPUTextureFormat_RGBA8Unorm;
    const WGPUTexture texture = gpu_native.DeviceCreateTexture(set->device->native, &texel);
    WGPURenderPassColorAttachment color = WGPU_RENDER_PASS_COLOR_ATTACHMENT_INIT;
    color.view = gpu_native.TextureCreateView(texture, NULL);
    color.loadOp = WGPULoadOp_Clear;
    color.storeOp = WGPUStoreOp_Discard;
    WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    descriptor.colorAttachmentCount = 1;
    descriptor.colorAttachments = &color;
    descriptor.occlusionQuerySet = set->native;
    const WGPURenderPassEncoder pass = gpu_native.CommandEncoderBeginRenderPass(native, &descriptor);
    for (uint32_t i = 0; i < set->count; i++) {
        gpu_native.RenderPassEncoderBeginOcclusionQuery(pass, i);
        gpu_native.RenderPassEncoderEndOcclusionQuery(pass);
    }
    gpu_native.RenderPassEncoderEnd(pass);
    gpu_native.RenderPassEncoderRelease(pass);
    gpu_native.TextureViewRelease(color.view);
    gpu_native.TextureRelease(texture);
}

/* Of passes that compute nothing, two in each. */
static void
write_timestamps(WGPUCommandEncoder native, const struct gpu_wgpu_query_set *set)
{
    WGPUPassTimestampWrites writes = WGPU_PASS_TIMESTAMP_WRITES_INIT;
    WGPUComputePassDescriptor descriptor = WGPU_COMPUTE_PASS_DESCRIPTOR_INIT;
    writes.querySet = set->native;
    descriptor.timestampWrites = &writes;
    for (uint32_t i = 0; i < set->count; i += 2) {
        writes.beginningOfPassWriteIndex = i;
        writes.endOfPassWriteIndex = i + 1 < set->count ? i + 1 : WGPU_QUERY_SET_INDEX_UNDEFINED;
        const WGPUComputePassEncoder pass = gpu_native.CommandEncoderBeginComputePass(native, &descriptor);
        gpu_native.ComputePassEncoderEnd(pass);
        gpu_native.ComputePassEncoderRelease(pass);
    }
}

void
gpu_wgpu_query_set_clear(WGPUCommandEncoder native, const struct gpu_wgpu_query_set *set)
{
    if (set->type == WGPUQueryType_Occlusion)
        run_occlusion_queries(native, set);
    else
        write_timestamps(native, set);
}

void
gpu_wgpu_query_set_note(struct gpu_wgpu_query_set *set, uint32_t index)
{
    if (set->written != NULL && index < set->count)
        set->written[index / 8] |= (uint8_t)(1u << index % 8);
}

bool
gpu_wgpu_query_set_has(const struct gpu_wgpu_query_set *set, uint32_t index)
{
    return set->written == NULL || (set->written[index / 8] >> index % 8 & 1) != 0;
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
