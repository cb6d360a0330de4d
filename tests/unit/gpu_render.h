/* Textures and rendering for the tests of src/gpu: small targets, and what they show. */
#ifndef TESTS_GPU_RENDER_H
#define TESTS_GPU_RENDER_H

#include "gpu_cases.h"

#define SIZE 8         /* of targets */
#define ROW 256        /* bytes of one, in buffers */
#define UNKNOWN 0x7777 /* a value of no enum */
#define TARGET_USAGE \
    (WGPUTextureUsage_RenderAttachment | WGPUTextureUsage_CopySrc | WGPUTextureUsage_CopyDst | \
     WGPUTextureUsage_TextureBinding)

/* What cases change before they use it. */
static inline WGPUTextureDescriptor
texture_descriptor(WGPUTextureFormat format)
{
    WGPUTextureDescriptor descriptor = WGPU_TEXTURE_DESCRIPTOR_INIT;
    descriptor.usage = TARGET_USAGE;
    descriptor.size = (WGPUExtent3D){SIZE, SIZE, 1};
    descriptor.format = format;
    return descriptor;
}

static inline WGPUTexture
make_texture(const struct gpu_fixture *gpu, WGPUTextureFormat format)
{
    const WGPUTextureDescriptor descriptor = texture_descriptor(format);
    return wgpuDeviceCreateTexture(gpu->device, &descriptor);
}

static inline WGPUTexture
make_volume(const struct gpu_fixture *gpu, uint32_t depth)
{
    WGPUTextureDescriptor descriptor = texture_descriptor(WGPUTextureFormat_RGBA8Unorm);
    descriptor.dimension = WGPUTextureDimension_3D;
    descriptor.size.depthOrArrayLayers = depth;
    return wgpuDeviceCreateTexture(gpu->device, &descriptor);
}

/* A view of the whole, which keeps the texture. */
static inline WGPUTextureView
view_of(WGPUTexture texture)
{
    const WGPUTextureView view = wgpuTextureCreateView(texture, NULL);
    wgpuTextureRelease(texture);
    return view;
}

static inline WGPUTextureView
make_target(const struct gpu_fixture *gpu, WGPUTextureFormat format)
{
    return view_of(make_texture(gpu, format));
}

static inline WGPURenderPassColorAttachment
color_attachment(WGPUTextureView view)
{
    WGPURenderPassColorAttachment color = WGPU_RENDER_PASS_COLOR_ATTACHMENT_INIT;
    color.view = view;
    color.loadOp = WGPULoadOp_Clear;
    color.storeOp = WGPUStoreOp_Store;
    return color;
}

/* A triangle that covers the target, red, at depth 0.5. */
static const char red_triangle[] =
    "@vertex fn vertex(@builtin(vertex_index) i: u32) -> @builtin(position) vec4f {"
    "    return vec4f(f32(i32(i & 1u) * 4 - 1), f32(i32(i >> 1u) * 4 - 1), 0.5, 1);"
    "}"
    "@fragment fn fragment() -> @location(0) vec4f { return vec4f(1, 0, 0, 1); }";

/* A pipeline's descriptor, and what it points to: to be changed before it is used. */
struct pipeline_parts {
    WGPURenderPipelineDescriptor descriptor;
    WGPUFragmentState fragment;
    WGPUColorTargetState target;
    WGPUBlendState blend;
    WGPUDepthStencilState depth_stencil;
};

static inline void
pipeline_parts_init(struct pipeline_parts *parts, const struct gpu_fixture *gpu, const char *code)
{
    const WGPURenderPipelineDescriptor descriptor = WGPU_RENDER_PIPELINE_DESCRIPTOR_INIT;
    const WGPUFragmentState fragment = WGPU_FRAGMENT_STATE_INIT;
    const WGPUColorTargetState target = WGPU_COLOR_TARGET_STATE_INIT;
    const WGPUBlendState blend = WGPU_BLEND_STATE_INIT;
    const WGPUDepthStencilState depth_stencil = WGPU_DEPTH_STENCIL_STATE_INIT;
    *parts = (struct pipeline_parts){descriptor, fragment, target, blend, depth_stencil};
    parts->descriptor.vertex.module = make_shader(gpu, code);
    parts->fragment.module = parts->descriptor.vertex.module;
    wgpuShaderModuleAddRef(parts->fragment.module);
    parts->target.format = WGPUTextureFormat_RGBA8Unorm;
    parts->fragment.targetCount = 1;
    parts->fragment.targets = &parts->target;
    parts->descriptor.fragment = &parts->fragment;
    parts->depth_stencil.format = WGPUTextureFormat_Depth24PlusStencil8;
    parts->depth_stencil.depthWriteEnabled = WGPUOptionalBool_True;
    parts->depth_stencil.depthCompare = WGPUCompareFunction_Less;
}

/* Makes the pipeline, and lets its parts go. */
static inline WGPURenderPipeline
pipeline_parts_finish(struct pipeline_parts *parts, const struct gpu_fixture *gpu)
{
    const WGPURenderPipeline pipeline = wgpuDeviceCreateRenderPipeline(gpu->device, &parts->descriptor);
    wgpuShaderModuleRelease(parts->descriptor.vertex.module);
    wgpuShaderModuleRelease(parts->fragment.module);
    return pipeline;
}

static inline WGPURenderPipeline
make_render_pipeline(const struct gpu_fixture *gpu, const char *code)
{
    struct pipeline_parts parts;
    pipeline_parts_init(&parts, gpu, code);
    return pipeline_parts_finish(&parts, gpu);
}

/* A pass that is recorded, and its encoder. */
struct pass_parts {
    WGPUCommandEncoder encoder;
    WGPURenderPassEncoder pass;
};

static inline struct pass_parts
begin_pass(const struct gpu_fixture *gpu, const WGPURenderPassDescriptor *descriptor)
{
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    return (struct pass_parts){encoder, wgpuCommandEncoderBeginRenderPass(encoder, descriptor)};
}

static inline struct pass_parts
begin_color_pass(const struct gpu_fixture *gpu, const WGPURenderPassColorAttachment *color)
{
    WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    descriptor.colorAttachmentCount = 1;
    descriptor.colorAttachments = color;
    return begin_pass(gpu, &descriptor);
}

static inline WGPUCommandBuffer
finish_pass(struct pass_parts parts)
{
    wgpuRenderPassEncoderEnd(parts.pass);
    wgpuRenderPassEncoderRelease(parts.pass);
    const WGPUCommandBuffer commands = wgpuCommandEncoderFinish(parts.encoder, NULL);
    wgpuCommandEncoderRelease(parts.encoder);
    return commands;
}

static inline WGPUTexelCopyTextureInfo
texels_of(WGPUTexture texture)
{
    WGPUTexelCopyTextureInfo info = WGPU_TEXEL_COPY_TEXTURE_INFO_INIT;
    info.texture = texture;
    return info;
}

/* What a copy reads, mapped: the texels' rows, ROW bytes each. */
static inline WGPUBuffer
read_texels(const struct gpu_fixture *gpu, const WGPUTexelCopyTextureInfo *from, WGPUExtent3D size)
{
    const uint64_t bytes = (uint64_t)ROW * size.height * size.depthOrArrayLayers;
    WGPUTexelCopyBufferInfo to = WGPU_TEXEL_COPY_BUFFER_INFO_INIT;
    to.buffer = make_buffer(gpu, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst, bytes);
    to.layout.bytesPerRow = ROW;
    to.layout.rowsPerImage = size.height;
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    wgpuCommandEncoderCopyTextureToBuffer(encoder, from, &to, &size);
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
    assert_int_equal(map(gpu, to.buffer, WGPUMapMode_Read, 0, (size_t)bytes), WGPUMapAsyncStatus_Success);
    return to.buffer;
}

/* One texel of four bytes, the first byte lowest: red is 0xff0000ff. */
static inline uint32_t
texel_at(const struct gpu_fixture *gpu, WGPUTexture texture, uint32_t x, uint32_t y, uint32_t z)
{
    WGPUTexelCopyTextureInfo from = texels_of(texture);
    from.origin = (WGPUOrigin3D){x, y, z};
    const WGPUBuffer buffer = read_texels(gpu, &from, (WGPUExtent3D){1, 1, 1});
    const uint32_t texel = *(const uint32_t *)wgpuBufferGetConstMappedRange(buffer, 0, sizeof texel);
    wgpuBufferRelease(buffer);
    return texel;
}

#define RED 0xff0000ffu

/* What each program's cases may use, and still_works draws with. */
static WGPURenderPipeline shared_triangle;

static inline void
set_up_triangle(const struct gpu_fixture *gpu)
{
    shared_triangle = make_render_pipeline(gpu, red_triangle);
}

static inline void
tear_down_triangle(void)
{
    wgpuRenderPipelineRelease(shared_triangle);
}

static inline void
draw_triangle(WGPURenderPassEncoder pass)
{
    wgpuRenderPassEncoderSetPipeline(pass, shared_triangle);
    wgpuRenderPassEncoderDraw(pass, 3, 1, 0, 0);
}

/* A new target becomes red. */
static inline void
still_draws(const struct gpu_fixture *gpu)
{
    const WGPUTexture texture = make_texture(gpu, WGPUTextureFormat_RGBA8Unorm);
    const WGPURenderPassColorAttachment color = color_attachment(wgpuTextureCreateView(texture, NULL));
    const struct pass_parts parts = begin_color_pass(gpu, &color);
    draw_triangle(parts.pass);
    submit(gpu, finish_pass(parts));
    assert_int_equal(texel_at(gpu, texture, SIZE - 1, SIZE - 1, 0), RED);
    wgpuTextureViewRelease(color.view);
    wgpuTextureRelease(texture);
}

#define RENDER_CASES_MAIN(rows) \
    int main(int count, char **arguments) \
    { \
        static const struct gpu_cases cases = {rows, BASE_COUNT(rows), set_up_triangle, still_draws, \
                                               tear_down_triangle}; \
        return run_cases(&cases, count, arguments); \
    }

#endif
