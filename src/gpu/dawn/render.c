/* Dawn of June 2025: render pipelines, whose targets and depth-stencil states name texture formats, and
 * immediates, which it calls immediate data. It takes a stencil operation that is left open for one that does
 * something, and a pipeline that renders to nothing for a good one.
 *
 * Of immediates it has none: maxImmediateSize is 0, and what uses some is refused. The toggle
 * allow_unsafe_apis would give 16 bytes (the specification asks for 64), to shaders with an extension of its
 * own, and with it lets every shader switch the analysis of uniformity off: no guest may have that. */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "gpu/dawn/dawn.h"
#include "gpu/dawn/enums.h"
#include "gpu/stencil_defaults.h"

static WGPUProcComputePassEncoderSetImmediates set_compute_immediates;
static WGPUProcRenderPassEncoderSetImmediates set_render_immediates;
static WGPUProcRenderBundleEncoderSetImmediates set_bundle_immediates;

void
gpu_dawn_find_immediates(void *handle)
{
    void *address = dlsym(handle, "wgpuComputePassEncoderSetImmediateData");
    memcpy(&set_compute_immediates, &address, sizeof address);
    address = dlsym(handle, "wgpuRenderPassEncoderSetImmediateData");
    memcpy(&set_render_immediates, &address, sizeof address);
    address = dlsym(handle, "wgpuRenderBundleEncoderSetImmediateData");
    memcpy(&set_bundle_immediates, &address, sizeof address);
}

/* What is no error, with no immediates either: Dawn calls it one. */
static bool
is_nothing(uint32_t offset, size_t size)
{
    return offset == 0 && size == 0;
}

void
gpu_dawn_ComputePassEncoderSetImmediates(WGPUComputePassEncoder encoder, uint32_t offset, const void *data,
                                         size_t size)
{
    if (set_compute_immediates != NULL && !is_nothing(offset, size))
        set_compute_immediates(encoder, offset, data, size);
}

void
gpu_dawn_RenderPassEncoderSetImmediates(WGPURenderPassEncoder encoder, uint32_t offset, const void *data,
                                        size_t size)
{
    if (set_render_immediates != NULL && !is_nothing(offset, size))
        set_render_immediates(encoder, offset, data, size);
}

void
gpu_dawn_RenderBundleEncoderSetImmediates(WGPURenderBundleEncoder encoder, uint32_t offset, const void *data,
                                          size_t size)
{
    if (set_bundle_immediates != NULL && !is_nothing(offset, size))
        set_bundle_immediates(encoder, offset, data, size);
}

/* A descriptor with Dawn's values, and what it points to. */
struct pipeline_copy {
    WGPURenderPipelineDescriptor descriptor;
    WGPUDepthStencilState depth_stencil;
    WGPUFragmentState fragment;
    WGPUColorTargetState *targets;
};

/* Whether it renders to something, and says whether it writes depth in a way that webgpu.h knows. */
static bool
is_plausible(const WGPURenderPipelineDescriptor *descriptor)
{
    if (descriptor->depthStencil != NULL)
        return descriptor->depthStencil->depthWriteEnabled <= WGPUOptionalBool_Undefined;
    const WGPUFragmentState *fragment = descriptor->fragment;
    for (size_t i = 0; fragment != NULL && i < fragment->targetCount; i++) {
        if (fragment->targets[i].format != WGPUTextureFormat_Undefined)
            return true;
    }
    return false;
}

static void
copy_pipeline(const WGPURenderPipelineDescriptor *descriptor, struct pipeline_copy *copy)
{
    copy->descriptor = *descriptor;
    copy->targets = NULL;
    if (!is_plausible(descriptor))
        copy->descriptor.multisample.count = 0; /* which Dawn refuses */
    if (descriptor->depthStencil != NULL) {
        copy->depth_stencil = *descriptor->depthStencil;
        copy->depth_stencil.format = gpu_dawn_format(descriptor->depthStencil->format);
        gpu_stencil_fill_defaults(&copy->depth_stencil.stencilFront);
        gpu_stencil_fill_defaults(&copy->depth_stencil.stencilBack);
        copy->descriptor.depthStencil = &copy->depth_stencil;
    }
    if (descriptor->fragment == NULL)
        return;
    copy->fragment = *descriptor->fragment;
    copy->descriptor.fragment = &copy->fragment;
    copy->targets = calloc(copy->fragment.targetCount + 1, sizeof *copy->targets);
    if (copy->targets == NULL)
        copy->fragment.targetCount = 0;
    for (size_t i = 0; i < copy->fragment.targetCount; i++) {
        copy->targets[i] = descriptor->fragment->targets[i];
        copy->targets[i].format = gpu_dawn_format(copy->targets[i].format);
    }
    copy->fragment.targets = copy->targets;
}

WGPURenderPipeline
gpu_dawn_DeviceCreateRenderPipeline(WGPUDevice device, const WGPURenderPipelineDescriptor *descriptor)
{
    struct pipeline_copy copy;
    copy_pipeline(descriptor, &copy);
    const WGPURenderPipeline pipeline = gpu_native.DeviceCreateRenderPipeline(device, &copy.descriptor);
    free(copy.targets);
    return pipeline;
}

WGPUFuture
gpu_dawn_DeviceCreateRenderPipelineAsync(WGPUDevice device, const WGPURenderPipelineDescriptor *descriptor,
                                         WGPUCreateRenderPipelineAsyncCallbackInfo callback)
{
    struct pipeline_copy copy;
    copy_pipeline(descriptor, &copy);
    const WGPUFuture future = gpu_native.DeviceCreateRenderPipelineAsync(device, &copy.descriptor, callback);
    free(copy.targets);
    return future;
}
