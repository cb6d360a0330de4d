/* Render bundles: WebGPU, "Bundles". Their layouts, their commands (gpu_drawing.h), and their execution, on
 * either library. */
#include "gpu_drawing.h"

/* One color target of RGBA8, as the passes have. */
static const WGPUTextureFormat plain_formats[] = {WGPUTextureFormat_RGBA8Unorm};

static WGPURenderBundleEncoderDescriptor
plain_layout(void)
{
    WGPURenderBundleEncoderDescriptor layout = WGPU_RENDER_BUNDLE_ENCODER_DESCRIPTOR_INIT;
    layout.colorFormatCount = 1;
    layout.colorFormats = plain_formats;
    return layout;
}

/* Of a triangle. */
static WGPURenderBundle
make_bundle(const struct gpu_fixture *gpu, const WGPURenderBundleEncoderDescriptor *layout,
            WGPURenderPipeline pipeline)
{
    const WGPURenderBundleEncoder encoder = wgpuDeviceCreateRenderBundleEncoder(gpu->device, layout);
    if (pipeline != NULL) {
        wgpuRenderBundleEncoderSetPipeline(encoder, pipeline);
        wgpuRenderBundleEncoderDraw(encoder, 3, 1, 0, 0);
    }
    const WGPURenderBundle bundle = wgpuRenderBundleEncoderFinish(encoder, NULL);
    wgpuRenderBundleEncoderRelease(encoder);
    return bundle;
}

/* In a pass with one color target; what comes behind it is recorded by `more`, which may be NULL. */
static void
execute(const struct gpu_fixture *gpu, size_t count, const WGPURenderBundle *bundles,
        void (*more)(WGPURenderPassEncoder pass))
{
    const WGPURenderPassColorAttachment color =
        color_attachment(make_target(gpu, WGPUTextureFormat_RGBA8Unorm));
    const struct pass_parts parts = begin_color_pass(gpu, &color);
    wgpuRenderPassEncoderExecuteBundles(parts.pass, count, bundles);
    if (more != NULL)
        more(parts.pass);
    submit(gpu, finish_pass(parts));
    wgpuTextureViewRelease(color.view);
}

/* clang-format off */
#define E(name) wgpuRenderBundleEncoder##name
#define X(name, error, ...) \
    static void name(const struct gpu_fixture *gpu) \
    { \
        static const uint32_t zero; \
        struct drawing drawing; \
        const struct drawing *d = &drawing; \
        drawing_init(&drawing, gpu); \
        const WGPURenderBundleEncoderDescriptor layout = plain_layout(); \
        const WGPURenderBundleEncoder e = wgpuDeviceCreateRenderBundleEncoder(gpu->device, &layout); \
        (void)d; (void)zero; \
        __VA_ARGS__; \
        const WGPURenderBundle bundle = wgpuRenderBundleEncoderFinish(e, NULL); \
        wgpuRenderBundleEncoderRelease(e); \
        drawing_finish(&drawing); \
        execute(gpu, 1, &bundle, NULL); \
        wgpuRenderBundleRelease(bundle); \
    }
DRAWING_CASES(X)
#undef X

#define FORMAT(i) formats[i]
#define DEPTH(format) l->depthStencilFormat = format

#define LAYOUTS(X) \
    X(layout_plain, NoError, (void)l) \
    X(layout_of_nothing, Validation, l->colorFormatCount = 0) \
    X(layout_of_a_hole_only, Validation, FORMAT(0) = WGPUTextureFormat_Undefined) \
    X(layout_with_a_hole, NoError, l->colorFormatCount = 2; FORMAT(1) = WGPUTextureFormat_Undefined) \
    X(layout_of_unknown_format, Validation, FORMAT(0) = (WGPUTextureFormat)UNKNOWN) \
    X(layout_of_a_depth_format, Validation, FORMAT(0) = WGPUTextureFormat_Depth24Plus) \
    X(layout_of_a_compressed_format, Validation, FORMAT(0) = WGPUTextureFormat_BC1RGBAUnorm) \
    X(layout_not_renderable, Validation, FORMAT(0) = WGPUTextureFormat_RGB9E5Ufloat) \
    X(layout_of_too_many, Validation, l->colorFormatCount = 9) \
    X(layout_of_absurdly_many, Validation, l->colorFormatCount = 40) \
    X(layout_of_too_many_bytes, Validation, l->colorFormatCount = 3; \
      FORMAT(0) = FORMAT(1) = FORMAT(2) = WGPUTextureFormat_RGBA32Float) \
    X(layout_of_depth, NoError, DEPTH(WGPUTextureFormat_Depth24Plus)) \
    X(layout_of_depth_only, NoError, l->colorFormatCount = 0; DEPTH(WGPUTextureFormat_Depth32Float)) \
    X(layout_of_unknown_depth, Validation, DEPTH((WGPUTextureFormat)UNKNOWN)) \
    X(layout_of_color_as_depth, Validation, DEPTH(WGPUTextureFormat_RGBA8Unorm)) \
    X(layout_without_samples, Validation, l->sampleCount = 0) \
    X(layout_of_four_samples, NoError, l->sampleCount = 4) \
    X(layout_of_three_samples, Validation, l->sampleCount = 3) \
    X(layout_of_absurd_samples, Validation, l->sampleCount = UINT32_MAX)

/* One that is wrong makes no bundle, and finishing it is an error of its own. */
#define X(name, error, ...) \
    static void name(const struct gpu_fixture *gpu) \
    { \
        WGPUTextureFormat formats[40]; \
        for (size_t i = 0; i < BASE_COUNT(formats); i++) \
            formats[i] = WGPUTextureFormat_RGBA8Unorm; \
        WGPURenderBundleEncoderDescriptor layout = plain_layout(); \
        WGPURenderBundleEncoderDescriptor *l = &layout; \
        l->colorFormats = formats; \
        __VA_ARGS__; \
        const WGPURenderBundleEncoder encoder = wgpuDeviceCreateRenderBundleEncoder(gpu->device, l); \
        wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation); \
        wgpuRenderBundleRelease(wgpuRenderBundleEncoderFinish(encoder, NULL)); \
        assert_int_equal(pop_scope(gpu).type, WGPUErrorType_##error); \
        wgpuRenderBundleEncoderRelease(encoder); \
    }
LAYOUTS(X)
#undef X
/* clang-format on */

/* Each of these is one mistake; what is behind it still works. */
static void
execute_an_invalid_bundle(const struct gpu_fixture *gpu)
{
    const WGPURenderBundleEncoderDescriptor layout = plain_layout();
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
    const WGPURenderPipeline invalid = make_render_pipeline(gpu, "no WGSL");
    const WGPURenderBundle bundle = make_bundle(gpu, &layout, invalid);
    assert_int_equal(pop_scope(gpu).type, WGPUErrorType_Validation);
    execute(gpu, 1, &bundle, NULL);
    wgpuRenderBundleRelease(bundle);
    wgpuRenderPipelineRelease(invalid);
}

static void
execute_other_attachments(const struct gpu_fixture *gpu)
{
    static const WGPUTextureFormat bgra[] = {WGPUTextureFormat_BGRA8Unorm};
    for (int i = 0; i < 3; i++) {
        WGPURenderBundleEncoderDescriptor layout = plain_layout();
        if (i == 0)
            layout.colorFormats = bgra;
        if (i == 1)
            layout.sampleCount = 4;
        if (i == 2)
            layout.depthStencilFormat = WGPUTextureFormat_Depth24Plus;
        const WGPURenderBundle bundle = make_bundle(gpu, &layout, NULL);
        wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
        execute(gpu, 1, &bundle, NULL);
        if (pop_scope(gpu).type != WGPUErrorType_Validation)
            fail_msg("attachments %d", i);
        wgpuRenderBundleRelease(bundle);
    }
}

/* Holes behind the last target say nothing. */
static void
execute_with_holes(const struct gpu_fixture *gpu)
{
    static const WGPUTextureFormat formats[] = {WGPUTextureFormat_RGBA8Unorm, WGPUTextureFormat_Undefined};
    WGPURenderBundleEncoderDescriptor layout = plain_layout();
    layout.colorFormatCount = 2;
    layout.colorFormats = formats;
    const WGPURenderBundle bundle = make_bundle(gpu, &layout, shared_triangle);
    execute(gpu, 1, &bundle, NULL);
    wgpuRenderBundleRelease(bundle);
}

/* Where the pass only reads depth, so must the bundle. */
static void
execute_what_writes_where_is_only_read(const struct gpu_fixture *gpu)
{
    for (WGPUBool reads = WGPU_FALSE; reads <= WGPU_TRUE; reads++) {
        WGPURenderBundleEncoderDescriptor layout = plain_layout();
        layout.colorFormatCount = 0;
        layout.depthStencilFormat = WGPUTextureFormat_Depth24Plus;
        layout.depthReadOnly = reads;
        const WGPURenderBundle bundle = make_bundle(gpu, &layout, NULL);
        WGPURenderPassDepthStencilAttachment depth = WGPU_RENDER_PASS_DEPTH_STENCIL_ATTACHMENT_INIT;
        depth.view = make_target(gpu, WGPUTextureFormat_Depth24Plus);
        depth.depthReadOnly = WGPU_TRUE;
        WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
        descriptor.depthStencilAttachment = &depth;
        wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
        const struct pass_parts parts = begin_pass(gpu, &descriptor);
        wgpuRenderPassEncoderExecuteBundles(parts.pass, 1, &bundle);
        submit(gpu, finish_pass(parts));
        assert_int_equal(pop_scope(gpu).type, reads ? WGPUErrorType_NoError : WGPUErrorType_Validation);
        wgpuTextureViewRelease(depth.view);
        wgpuRenderBundleRelease(bundle);
    }
}

static void
draw_once_more(WGPURenderPassEncoder pass)
{
    wgpuRenderPassEncoderDraw(pass, 3, 1, 0, 0);
}

/* What a bundle sets is forgotten behind it. */
static void
draw_with_what_a_bundle_set(const struct gpu_fixture *gpu)
{
    const WGPURenderBundleEncoderDescriptor layout = plain_layout();
    const WGPURenderBundle bundle = make_bundle(gpu, &layout, shared_triangle);
    execute(gpu, 1, &bundle, draw_once_more);
    wgpuRenderBundleRelease(bundle);
}

/* The bundle keeps its buffers, and does not keep them from being destroyed. */
static void
execute_with_a_destroyed_buffer(const struct gpu_fixture *gpu)
{
    struct drawing drawing;
    drawing_init(&drawing, gpu);
    const WGPURenderBundleEncoderDescriptor layout = plain_layout();
    const WGPURenderBundleEncoder encoder = wgpuDeviceCreateRenderBundleEncoder(gpu->device, &layout);
    wgpuRenderBundleEncoderSetPipeline(encoder, drawing.with_vertices);
    wgpuRenderBundleEncoderSetVertexBuffer(encoder, 0, drawing.vertices, 0, WGPU_WHOLE_SIZE);
    wgpuRenderBundleEncoderDraw(encoder, 3, 1, 0, 0);
    const WGPURenderBundle bundle = wgpuRenderBundleEncoderFinish(encoder, NULL);
    wgpuRenderBundleEncoderRelease(encoder);
    const WGPURenderBundle twice[] = {bundle, bundle};
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
    execute(gpu, 2, twice, NULL);
    assert_int_equal(pop_scope(gpu).type, WGPUErrorType_NoError);
    wgpuBufferDestroy(drawing.vertices);
    execute(gpu, 1, &bundle, NULL);
    wgpuRenderBundleRelease(bundle);
    drawing_finish(&drawing);
}

static void
commands_after_finish(const struct gpu_fixture *gpu)
{
    const WGPURenderBundleEncoderDescriptor layout = plain_layout();
    const WGPURenderBundleEncoder encoder = wgpuDeviceCreateRenderBundleEncoder(gpu->device, &layout);
    wgpuRenderBundleRelease(wgpuRenderBundleEncoderFinish(encoder, NULL));
    for (int i = 0; i < 2; i++) {
        wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
        if (i == 0)
            wgpuRenderBundleEncoderDraw(encoder, 3, 1, 0, 0);
        if (i == 1)
            wgpuRenderBundleRelease(wgpuRenderBundleEncoderFinish(encoder, NULL));
        if (pop_scope(gpu).type != WGPUErrorType_Validation)
            fail_msg("command %d", i);
    }
    wgpuRenderBundleEncoderRelease(encoder);
}

#define OTHERS(X) \
    X(execute_an_invalid_bundle, Validation, ) \
    X(execute_other_attachments, NoError, ) \
    X(execute_with_holes, NoError, ) \
    X(execute_what_writes_where_is_only_read, NoError, ) \
    X(draw_with_what_a_bundle_set, Validation, ) \
    X(execute_with_a_destroyed_buffer, Validation, ) \
    X(commands_after_finish, NoError, )

static const struct gpu_case rows[] = {
#define X(name, error, ...) {#name, name, WGPUErrorType_##error},
    DRAWING_CASES(X) LAYOUTS(X) OTHERS(X)
#undef X
};

RENDER_CASES_MAIN(rows)
