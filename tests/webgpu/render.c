/* Pipelines, targets and passes of the tests of rendering. */
#include "render.h"

struct pipeline
pipeline_of(WGPUShaderModule module)
{
    struct pipeline pipeline = {
        .descriptor = WGPU_RENDER_PIPELINE_DESCRIPTOR_INIT,
        .fragment = WGPU_FRAGMENT_STATE_INIT,
        .target = WGPU_COLOR_TARGET_STATE_INIT,
        .depth_stencil = WGPU_DEPTH_STENCIL_STATE_INIT,
        .blend = WGPU_BLEND_STATE_INIT,
        .has_fragment = true,
    };
    pipeline.descriptor.vertex.module = module;
    pipeline.descriptor.vertex.entryPoint = text("vertex");
    pipeline.fragment.module = module;
    pipeline.fragment.entryPoint = text("fragment");
    pipeline.fragment.targetCount = 1;
    pipeline.target.format = WGPUTextureFormat_RGBA8Unorm;
    return pipeline;
}

const WGPURenderPipelineDescriptor *
pipeline_use(struct pipeline *pipeline)
{
    if (pipeline->fragment.targets == NULL)
        pipeline->fragment.targets = &pipeline->target;
    pipeline->target.blend = pipeline->has_blend ? &pipeline->blend : NULL;
    pipeline->descriptor.fragment = pipeline->has_fragment ? &pipeline->fragment : NULL;
    pipeline->descriptor.depthStencil = pipeline->has_depth_stencil ? &pipeline->depth_stencil : NULL;
    return &pipeline->descriptor;
}

WGPURenderPipeline
pipeline_make(struct pipeline *pipeline)
{
    return wgpuDeviceCreateRenderPipeline(gpu.device, pipeline_use(pipeline));
}

struct created {
    WGPUCreatePipelineAsyncStatus status;
    WGPURenderPipeline pipeline;
};

static void
take_pipeline(WGPUCreatePipelineAsyncStatus status, WGPURenderPipeline pipeline, WGPUStringView message,
              void *result, void *unused)
{
    (void)message;
    (void)unused;
    *(struct created *)result = (struct created){status, pipeline};
}

static bool
refused_or_made_async(const WGPURenderPipelineDescriptor *descriptor, bool is_valid)
{
    struct created created = {0};
    WGPUCreateRenderPipelineAsyncCallbackInfo info = WGPU_CREATE_RENDER_PIPELINE_ASYNC_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_AllowProcessEvents;
    info.callback = take_pipeline;
    info.userdata1 = &created;
    begin();
    wgpuDeviceCreateRenderPipelineAsync(gpu.device, descriptor, info);
    while (created.status == 0)
        wgpuInstanceProcessEvents(gpu.instance);
    const bool silent = ends(true);
    if (created.pipeline != NULL)
        wgpuRenderPipelineRelease(created.pipeline);
    return silent && (created.pipeline != NULL) == is_valid &&
           created.status == (is_valid ? WGPUCreatePipelineAsyncStatus_Success
                                       : WGPUCreatePipelineAsyncStatus_ValidationError);
}

void
pipeline_judge(struct pipeline pipeline, bool is_valid, const char *what)
{
    begin();
    WGPURenderPipeline made = pipeline_make(&pipeline);
    wgpuRenderPipelineRelease(made);
    const bool at_once = ends(is_valid);
    const bool later = refused_or_made_async(pipeline_use(&pipeline), is_valid);
    rule(at_once && later, what);
}

WGPUTextureView
target_of(WGPUTextureFormat format, uint32_t width, uint32_t height, uint32_t samples)
{
    WGPUTextureDescriptor descriptor = WGPU_TEXTURE_DESCRIPTOR_INIT;
    descriptor.size = (WGPUExtent3D){width, height, 1};
    descriptor.format = format;
    descriptor.sampleCount = samples;
    descriptor.usage = WGPUTextureUsage_RenderAttachment | WGPUTextureUsage_TextureBinding;
    descriptor.dimension = WGPUTextureDimension_2D;
    WGPUTexture texture = wgpuDeviceCreateTexture(gpu.device, &descriptor);
    WGPUTextureView view = wgpuTextureCreateView(texture, NULL);
    wgpuTextureRelease(texture);
    return view;
}

struct target
pass_target(WGPUTextureView color, WGPUTextureView depth_stencil, bool has_depth, bool has_stencil)
{
    struct target target = {
        .descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT,
        .color = WGPU_RENDER_PASS_COLOR_ATTACHMENT_INIT,
        .depth_stencil = WGPU_RENDER_PASS_DEPTH_STENCIL_ATTACHMENT_INIT,
        .has_color = color != NULL,
        .has_depth_stencil = depth_stencil != NULL,
    };
    target.color.view = color;
    target.color.loadOp = WGPULoadOp_Clear;
    target.color.storeOp = WGPUStoreOp_Store;
    target.depth_stencil.view = depth_stencil;
    if (has_depth) {
        target.depth_stencil.depthLoadOp = WGPULoadOp_Clear;
        target.depth_stencil.depthStoreOp = WGPUStoreOp_Store;
        target.depth_stencil.depthClearValue = 1;
    }
    if (has_stencil) {
        target.depth_stencil.stencilLoadOp = WGPULoadOp_Clear;
        target.depth_stencil.stencilStoreOp = WGPUStoreOp_Store;
    }
    return target;
}

const WGPURenderPassDescriptor *
target_use(struct target *target)
{
    if (target->descriptor.colorAttachments == NULL) {
        target->descriptor.colorAttachmentCount = target->has_color;
        target->descriptor.colorAttachments = &target->color;
    }
    target->descriptor.depthStencilAttachment = target->has_depth_stencil ? &target->depth_stencil : NULL;
    return &target->descriptor;
}

struct render
begin_render(struct target *target)
{
    struct render render = {.encoder = begin_commands()};
    render.pass = wgpuCommandEncoderBeginRenderPass(render.encoder, target_use(target));
    return render;
}

bool
render_judge(struct render render, bool is_valid, const char *what)
{
    wgpuRenderPassEncoderEnd(render.pass);
    wgpuRenderPassEncoderRelease(render.pass);
    return commands_judge(render.encoder, is_valid, what);
}
