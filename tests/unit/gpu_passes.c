/* Render passes: WebGPU, "beginRenderPass" and its attachments, occlusion queries, and what a pass refuses
 * when it is recorded in the wrong order, on either library. */
#include "gpu_render.h"

#include <math.h>

/* What a case changes: a pass with one color attachment; depth and stencil are there to be added. */
struct change {
    WGPURenderPassDescriptor pass;
    WGPURenderPassColorAttachment colors[40];
    WGPURenderPassDepthStencilAttachment depth_stencil;
    WGPUTextureView made[40]; /* to release */
    size_t made_count;
};

static WGPUTextureView
keep(struct change *change, WGPUTextureView view)
{
    change->made[change->made_count++] = view;
    return view;
}

static void
change_init(struct change *change, const struct gpu_fixture *gpu)
{
    const WGPURenderPassDescriptor pass = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    const WGPURenderPassDepthStencilAttachment depth_stencil = WGPU_RENDER_PASS_DEPTH_STENCIL_ATTACHMENT_INIT;
    *change = (struct change){.pass = pass, .depth_stencil = depth_stencil};
    change->colors[0] = color_attachment(keep(change, make_target(gpu, WGPUTextureFormat_RGBA8Unorm)));
    for (size_t i = 1; i < BASE_COUNT(change->colors); i++)
        change->colors[i] = color_attachment(NULL);
    change->pass.colorAttachmentCount = 1;
    change->pass.colorAttachments = change->colors;
    change->depth_stencil.depthLoadOp = change->depth_stencil.stencilLoadOp = WGPULoadOp_Clear;
    change->depth_stencil.depthStoreOp = change->depth_stencil.stencilStoreOp = WGPUStoreOp_Store;
    change->depth_stencil.depthClearValue = 1;
}

/* A view of a new texture. */
static WGPUTextureView
target_of(struct change *change, const struct gpu_fixture *gpu, WGPUTextureDescriptor descriptor)
{
    return keep(change, view_of(wgpuDeviceCreateTexture(gpu->device, &descriptor)));
}

static WGPUTextureView
target_with(struct change *change, const struct gpu_fixture *gpu, uint32_t size, uint32_t samples)
{
    WGPUTextureDescriptor descriptor = texture_descriptor(WGPUTextureFormat_RGBA8Unorm);
    descriptor.size = (WGPUExtent3D){size, size, 1};
    descriptor.sampleCount = samples;
    return target_of(change, gpu, descriptor);
}

static WGPUTextureView
layered_target(struct change *change, const struct gpu_fixture *gpu, uint32_t layers, uint32_t mip_levels)
{
    WGPUTextureDescriptor descriptor = texture_descriptor(WGPUTextureFormat_RGBA8Unorm);
    descriptor.size.depthOrArrayLayers = layers;
    descriptor.mipLevelCount = mip_levels;
    return target_of(change, gpu, descriptor);
}

static WGPUTextureView
format_target(struct change *change, const struct gpu_fixture *gpu, WGPUTextureFormat format)
{
    return target_of(change, gpu, texture_descriptor(format));
}

static WGPUTextureView
limited_target(struct change *change, const struct gpu_fixture *gpu, WGPUTextureUsage usage)
{
    const WGPUTexture texture = make_texture(gpu, WGPUTextureFormat_RGBA8Unorm);
    WGPUTextureViewDescriptor descriptor = WGPU_TEXTURE_VIEW_DESCRIPTOR_INIT;
    descriptor.usage = usage;
    const WGPUTextureView view = keep(change, wgpuTextureCreateView(texture, &descriptor));
    wgpuTextureRelease(texture);
    return view;
}

/* clang-format off */
#define TWO(view_of_the_second) p->colorAttachmentCount = 2; c[1].view = view_of_the_second
#define VIEW(view_of_the_first) c[0].view = view_of_the_first
#define VOLUME(slice) VIEW(keep(change, view_of(make_volume(gpu, 4)))); c[0].depthSlice = slice
#define SAMPLED VIEW(target_with(change, gpu, SIZE, 4))
#define RESOLVE(target) c[0].resolveTarget = target
#define DEPTH(format) p->depthStencilAttachment = z; z->view = format_target(change, gpu, format)
#define BOTH DEPTH(WGPUTextureFormat_Depth24PlusStencil8)
#define NO_DEPTH_OPS z->depthLoadOp = WGPULoadOp_Undefined; z->depthStoreOp = WGPUStoreOp_Undefined
#define NO_STENCIL_OPS z->stencilLoadOp = WGPULoadOp_Undefined; z->stencilStoreOp = WGPUStoreOp_Undefined

#define PASSES(X) \
    X(pass_plain, NoError, (void)p) \
    X(pass_without_load, Validation, c->loadOp = WGPULoadOp_Undefined) \
    X(pass_of_unknown_load, Validation, c->loadOp = (WGPULoadOp)UNKNOWN) \
    X(pass_without_store, Validation, c->storeOp = WGPUStoreOp_Undefined) \
    X(pass_of_unknown_store, Validation, c->storeOp = (WGPUStoreOp)UNKNOWN) \
    X(pass_of_a_hole_only, Validation, VIEW(NULL)) \
    X(pass_of_nothing, Validation, p->colorAttachmentCount = 0) \
    X(pass_with_holes, NoError, c[3] = c[0]; VIEW(NULL); p->colorAttachmentCount = 8) \
    X(pass_with_too_many, Validation, p->colorAttachmentCount = 9) \
    X(pass_with_absurdly_many, Validation, p->colorAttachmentCount = 40) \
    X(pass_with_the_same_twice, Validation, TWO(c[0].view)) \
    X(pass_of_two, NoError, TWO(target_with(change, gpu, SIZE, 1))) \
    X(pass_of_two_sizes, Validation, TWO(target_with(change, gpu, 4, 1))) \
    X(pass_of_two_sample_counts, Validation, TWO(target_with(change, gpu, SIZE, 4))) \
    X(pass_of_a_view_not_to_render, Validation, \
      VIEW(limited_target(change, gpu, WGPUTextureUsage_TextureBinding))) \
    X(pass_of_a_view_to_render, NoError, \
      VIEW(limited_target(change, gpu, WGPUTextureUsage_RenderAttachment))) \
    X(pass_of_mip_levels, Validation, VIEW(layered_target(change, gpu, 1, 2))) \
    X(pass_of_layers, Validation, VIEW(layered_target(change, gpu, 2, 1))) \
    X(pass_of_depth_as_color, Validation, VIEW(format_target(change, gpu, WGPUTextureFormat_Depth24Plus))) \
    X(pass_of_a_slice, NoError, VOLUME(3)) \
    X(pass_of_no_slice, Validation, VOLUME(WGPU_DEPTH_SLICE_UNDEFINED)) \
    X(pass_of_a_slice_behind, Validation, VOLUME(4)) \
    X(pass_of_the_same_slice_twice, Validation, VOLUME(1); c[1] = c[0]; p->colorAttachmentCount = 2) \
    X(pass_of_a_slice_of_2d, Validation, c->depthSlice = 0) \
    X(pass_cleared_to_no_number, Validation, c->clearValue.g = NAN) \
    X(pass_that_resolves, NoError, RESOLVE(c[0].view); SAMPLED) \
    X(pass_that_resolves_one_sample, Validation, RESOLVE(target_with(change, gpu, SIZE, 1))) \
    X(pass_that_resolves_to_samples, Validation, SAMPLED; RESOLVE(target_with(change, gpu, SIZE, 4))) \
    X(pass_that_resolves_to_another_size, Validation, SAMPLED; RESOLVE(target_with(change, gpu, 4, 1))) \
    X(pass_that_resolves_to_another_format, Validation, \
      SAMPLED; RESOLVE(format_target(change, gpu, WGPUTextureFormat_BGRA8Unorm))) \
    X(pass_that_resolves_to_what_is_not_rendered_to, Validation, \
      SAMPLED; RESOLVE(limited_target(change, gpu, WGPUTextureUsage_TextureBinding))) \
    X(pass_of_both, NoError, BOTH) \
    X(pass_of_depth_only, NoError, BOTH; p->colorAttachmentCount = 0) \
    X(pass_of_depth, NoError, DEPTH(WGPUTextureFormat_Depth24Plus); NO_STENCIL_OPS) \
    X(pass_of_stencil, NoError, DEPTH(WGPUTextureFormat_Stencil8); NO_DEPTH_OPS) \
    X(pass_of_depth_with_stencil_ops, Validation, DEPTH(WGPUTextureFormat_Depth24Plus)) \
    X(pass_of_stencil_with_depth_ops, Validation, DEPTH(WGPUTextureFormat_Stencil8)) \
    X(pass_of_depth_without_ops, Validation, BOTH; NO_DEPTH_OPS) \
    X(pass_of_depth_without_store, Validation, BOTH; z->depthStoreOp = WGPUStoreOp_Undefined) \
    X(pass_of_depth_of_unknown_load, Validation, BOTH; z->depthLoadOp = (WGPULoadOp)UNKNOWN) \
    X(pass_of_stencil_of_unknown_store, Validation, BOTH; z->stencilStoreOp = (WGPUStoreOp)UNKNOWN) \
    X(pass_of_depth_read_only, NoError, BOTH; z->depthReadOnly = WGPU_TRUE; NO_DEPTH_OPS) \
    X(pass_of_depth_read_only_with_ops, Validation, BOTH; z->depthReadOnly = WGPU_TRUE) \
    X(pass_of_depth_without_clear_value, Validation, BOTH; z->depthClearValue = NAN) \
    X(pass_of_depth_loaded_without_clear_value, NoError, \
      BOTH; z->depthLoadOp = WGPULoadOp_Load; z->depthClearValue = NAN) \
    X(pass_of_depth_cleared_too_far, Validation, BOTH; z->depthClearValue = 2) \
    X(pass_of_depth_cleared_too_near, Validation, BOTH; z->depthClearValue = -1) \
    X(pass_of_depth_cleared_to_infinity, Validation, BOTH; z->depthClearValue = INFINITY) \
    X(pass_of_stencil_cleared_to_a_large_value, NoError, BOTH; z->stencilClearValue = UINT32_MAX) \
    X(pass_of_color_as_depth, Validation, DEPTH(WGPUTextureFormat_RGBA8Unorm))

#define X(name, error, ...) \
    static void name(const struct gpu_fixture *gpu) \
    { \
        struct change all; \
        struct change *change = &all; \
        change_init(change, gpu); \
        WGPURenderPassDescriptor *p = &change->pass; \
        WGPURenderPassColorAttachment *c = change->colors; \
        WGPURenderPassDepthStencilAttachment *z = &change->depth_stencil; \
        (void)c; (void)z; \
        __VA_ARGS__; \
        submit(gpu, finish_pass(begin_pass(gpu, p))); \
        for (size_t i = 0; i < change->made_count; i++) \
            wgpuTextureViewRelease(change->made[i]); \
    }
PASSES(X)
#undef X
/* clang-format on */

/* A texture that is transient is one image that is only rendered to. */
static void
transient_textures(const struct gpu_fixture *gpu)
{
    static const WGPUTextureFormat format = WGPUTextureFormat_RGBA8UnormSrgb;
    for (int i = 0; i < 4; i++) {
        WGPUTextureDescriptor descriptor = texture_descriptor(WGPUTextureFormat_RGBA8Unorm);
        descriptor.usage = WGPUTextureUsage_RenderAttachment | WGPUTextureUsage_TransientAttachment;
        if (i == 0)
            descriptor.usage |= WGPUTextureUsage_TextureBinding;
        if (i == 1)
            descriptor.mipLevelCount = 2;
        if (i == 2)
            descriptor.size.depthOrArrayLayers = 2;
        descriptor.viewFormatCount = i == 3;
        descriptor.viewFormats = &format;
        wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
        wgpuTextureRelease(wgpuDeviceCreateTexture(gpu->device, &descriptor));
        if (pop_scope(gpu).type != WGPUErrorType_Validation)
            fail_msg("texture %d", i);
    }
}

/* It is cleared and discarded. Dawn of June 2025 has no such textures, and says so. */
static void
transient_attachments(const struct gpu_fixture *gpu)
{
    static const struct {
        WGPULoadOp load;
        WGPUStoreOp store;
        WGPUErrorType error;
    } operations[] = {{WGPULoadOp_Clear, WGPUStoreOp_Discard, WGPUErrorType_NoError},
                      {WGPULoadOp_Clear, WGPUStoreOp_Store, WGPUErrorType_Validation},
                      {WGPULoadOp_Load, WGPUStoreOp_Discard, WGPUErrorType_Validation}};
    for (size_t i = 0; i < BASE_COUNT(operations); i++) {
        WGPUTextureDescriptor descriptor = texture_descriptor(WGPUTextureFormat_RGBA8Unorm);
        descriptor.usage = WGPUTextureUsage_RenderAttachment | WGPUTextureUsage_TransientAttachment;
        wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
        const WGPUTexture texture = wgpuDeviceCreateTexture(gpu->device, &descriptor);
        assert_int_equal(wgpuTextureGetUsage(texture), descriptor.usage);
        WGPURenderPassColorAttachment color = color_attachment(view_of(texture));
        color.loadOp = operations[i].load;
        color.storeOp = operations[i].store;
        submit(gpu, finish_pass(begin_color_pass(gpu, &color)));
        wgpuTextureViewRelease(color.view);
        if (pop_scope(gpu).type != (is_wgpu() ? operations[i].error : WGPUErrorType_Validation))
            fail_msg("operations %zu", i);
    }
}

static const struct gpu_case rows[] = {
    {"transient_textures", transient_textures, WGPUErrorType_NoError},
    {"transient_attachments", transient_attachments, WGPUErrorType_NoError},
#define X(name, error, ...) {#name, name, WGPUErrorType_##error},
    PASSES(X)
#undef X
};

RENDER_CASES_MAIN(rows)
