/* Dawn of June 2025: render passes. To discard one slice of a 3D texture, it discards all of them: such a
 * slice is stored. */
#include <stdlib.h>

#include "gpu/dawn/dawn.h"

static bool
discards_slice(const WGPURenderPassColorAttachment *color)
{
    return color->depthSlice != WGPU_DEPTH_SLICE_UNDEFINED && color->storeOp == WGPUStoreOp_Discard;
}

WGPURenderPassEncoder
gpu_dawn_CommandEncoderBeginRenderPass(WGPUCommandEncoder encoder, const WGPURenderPassDescriptor *descriptor)
{
    const size_t count = descriptor->colorAttachmentCount;
    size_t slices = 0;
    for (size_t i = 0; i < count; i++)
        slices += discards_slice(&descriptor->colorAttachments[i]);
    if (slices == 0)
        return gpu_native.CommandEncoderBeginRenderPass(encoder, descriptor);
    WGPURenderPassColorAttachment *colors = calloc(count, sizeof *colors);
    WGPURenderPassDescriptor native = *descriptor;
    native.colorAttachments = colors;
    if (colors == NULL)
        native.colorAttachmentCount = 0;
    for (size_t i = 0; i < native.colorAttachmentCount; i++) {
        colors[i] = descriptor->colorAttachments[i];
        if (discards_slice(&colors[i]))
            colors[i].storeOp = WGPUStoreOp_Store;
    }
    const WGPURenderPassEncoder pass = gpu_native.CommandEncoderBeginRenderPass(encoder, &native);
    free(colors);
    return pass;
}
