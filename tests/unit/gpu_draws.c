/* The commands of a render pass: those that bundles have too (gpu_drawing.h), and its own; WebGPU, "Render
 * Passes". What is right and what is wrong, on either library. */
#include "gpu_drawing.h"

#include <math.h>

static WGPUQuerySet
make_queries(const struct gpu_fixture *gpu, WGPUQueryType type)
{
    WGPUQuerySetDescriptor descriptor = WGPU_QUERY_SET_DESCRIPTOR_INIT;
    descriptor.type = type;
    descriptor.count = 4;
    return wgpuDeviceCreateQuerySet(gpu->device, &descriptor);
}

/* clang-format off */
#define VIEWPORT(...) wgpuRenderPassEncoderSetViewport(e, __VA_ARGS__)
#define SCISSOR(...) wgpuRenderPassEncoderSetScissorRect(e, __VA_ARGS__)
#define BEGIN_QUERY(index) wgpuRenderPassEncoderBeginOcclusionQuery(e, index)
#define END_QUERY wgpuRenderPassEncoderEndOcclusionQuery(e)

/* The pass has 4 occlusion queries. */
#define PASS_CASES(X) \
    X(viewport_plain, NoError, VIEWPORT(0, 0, SIZE, SIZE, 0, 1)) \
    X(viewport_of_nothing, NoError, VIEWPORT(0, 0, 0, 0, 0, 1); TRIANGLE; E(Draw)(e, 3, 1, 0, 0)) \
    X(viewport_over_the_edge, NoError, VIEWPORT(-4, -4, 2 * SIZE, 2 * SIZE, 0, 1)) \
    X(viewport_of_negative_width, Validation, VIEWPORT(0, 0, -1, 1, 0, 1)) \
    X(viewport_too_wide, Validation, VIEWPORT(0, 0, 1e6f, 1, 0, 1)) \
    X(viewport_too_far, Validation, VIEWPORT(-1e9f, 0, 1, 1, 0, 1)) \
    X(viewport_at_no_number, Validation, VIEWPORT(NAN, 0, 1, 1, 0, 1)) \
    X(viewport_of_no_width, Validation, VIEWPORT(0, 0, NAN, 1, 0, 1)) \
    X(viewport_of_infinite_height, Validation, VIEWPORT(0, 0, 1, INFINITY, 0, 1)) \
    X(viewport_of_no_depth, Validation, VIEWPORT(0, 0, 1, 1, NAN, 1)) \
    X(viewport_too_deep, Validation, VIEWPORT(0, 0, 1, 1, 0, 2)) \
    X(viewport_turned_around, Validation, VIEWPORT(0, 0, 1, 1, 1, 0)) \
    X(scissor_plain, NoError, SCISSOR(0, 0, SIZE, SIZE)) \
    X(scissor_of_nothing, NoError, SCISSOR(SIZE, SIZE, 0, 0); TRIANGLE; E(Draw)(e, 3, 1, 0, 0)) \
    X(scissor_over_the_edge, Validation, SCISSOR(0, 0, SIZE + 1, SIZE)) \
    X(scissor_that_wraps, Validation, SCISSOR(UINT32_MAX - 3, 0, 8, 8)) \
    X(scissor_of_all_there_is, Validation, SCISSOR(UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX)) \
    X(stencil_reference, NoError, wgpuRenderPassEncoderSetStencilReference(e, UINT32_MAX)) \
    X(query_plain, NoError, BEGIN_QUERY(3); TRIANGLE; E(Draw)(e, 3, 1, 0, 0); END_QUERY) \
    X(query_behind_the_last, Validation, BEGIN_QUERY(4); END_QUERY) \
    X(query_far_behind_the_last, Validation, BEGIN_QUERY(UINT32_MAX); END_QUERY) \
    X(query_in_a_query, Validation, BEGIN_QUERY(0); BEGIN_QUERY(1); END_QUERY) \
    X(query_twice, Validation, BEGIN_QUERY(0); END_QUERY; BEGIN_QUERY(0); END_QUERY) \
    X(query_not_begun, Validation, END_QUERY) \
    X(query_not_ended, Validation, BEGIN_QUERY(0)) \
    X(no_bundles, NoError, wgpuRenderPassEncoderExecuteBundles(e, 0, NULL)) \
    X(no_bundles_and_no_pipeline, Validation, TRIANGLE; \
      wgpuRenderPassEncoderExecuteBundles(e, 0, NULL); E(Draw)(e, 3, 1, 0, 0)) \
    X(end_twice, Validation, wgpuRenderPassEncoderEnd(e)) \
    X(draw_after_the_end, Validation, wgpuRenderPassEncoderEnd(e); TRIANGLE; E(Draw)(e, 3, 1, 0, 0))

#define E(name) wgpuRenderPassEncoder##name
#define X(name, error, ...) \
    static void name(const struct gpu_fixture *gpu) \
    { \
        static const uint32_t zero; \
        struct drawing drawing; \
        const struct drawing *d = &drawing; \
        drawing_init(&drawing, gpu); \
        const WGPURenderPassColorAttachment color = \
            color_attachment(make_target(gpu, WGPUTextureFormat_RGBA8Unorm)); \
        WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT; \
        descriptor.colorAttachmentCount = 1; \
        descriptor.colorAttachments = &color; \
        descriptor.occlusionQuerySet = make_queries(gpu, WGPUQueryType_Occlusion); \
        const struct pass_parts parts = begin_pass(gpu, &descriptor); \
        const WGPURenderPassEncoder e = parts.pass; \
        (void)d; (void)zero; \
        __VA_ARGS__; \
        submit(gpu, finish_pass(parts)); \
        wgpuQuerySetRelease(descriptor.occlusionQuerySet); \
        wgpuTextureViewRelease(color.view); \
        drawing_finish(&drawing); \
    }
/* clang-format on */

DRAWING_CASES(X)
PASS_CASES(X)
#undef X

static void
query_without_a_set(const struct gpu_fixture *gpu)
{
    const WGPURenderPassColorAttachment color =
        color_attachment(make_target(gpu, WGPUTextureFormat_RGBA8Unorm));
    const struct pass_parts parts = begin_color_pass(gpu, &color);
    wgpuRenderPassEncoderBeginOcclusionQuery(parts.pass, 0);
    wgpuRenderPassEncoderEndOcclusionQuery(parts.pass);
    submit(gpu, finish_pass(parts));
    wgpuTextureViewRelease(color.view);
}

/* The pass is valid, and its commands, until they are submitted. */
static void
query_of_a_destroyed_set(const struct gpu_fixture *gpu)
{
    const WGPURenderPassColorAttachment color =
        color_attachment(make_target(gpu, WGPUTextureFormat_RGBA8Unorm));
    WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    descriptor.colorAttachmentCount = 1;
    descriptor.colorAttachments = &color;
    descriptor.occlusionQuerySet = make_queries(gpu, WGPUQueryType_Occlusion);
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
    const struct pass_parts parts = begin_pass(gpu, &descriptor);
    wgpuRenderPassEncoderBeginOcclusionQuery(parts.pass, 0);
    wgpuRenderPassEncoderEndOcclusionQuery(parts.pass);
    const WGPUCommandBuffer commands = finish_pass(parts);
    assert_int_equal(pop_scope(gpu).type, WGPUErrorType_NoError);
    wgpuQuerySetDestroy(descriptor.occlusionQuerySet);
    submit(gpu, commands);
    wgpuQuerySetRelease(descriptor.occlusionQuerySet);
    wgpuTextureViewRelease(color.view);
}

/* WebGPU, "end": the pass said how often it draws. */
static void
draw_more_often_than_said(const struct gpu_fixture *gpu)
{
    const WGPURenderPassColorAttachment color =
        color_attachment(make_target(gpu, WGPUTextureFormat_RGBA8Unorm));
    WGPURenderPassMaxDrawCount most = WGPU_RENDER_PASS_MAX_DRAW_COUNT_INIT;
    most.maxDrawCount = 1;
    WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    descriptor.nextInChain = &most.chain;
    descriptor.colorAttachmentCount = 1;
    descriptor.colorAttachments = &color;
    for (int i = 1; i <= 2; i++) {
        wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
        const struct pass_parts parts = begin_pass(gpu, &descriptor);
        for (int j = 0; j < i; j++)
            draw_triangle(parts.pass);
        submit(gpu, finish_pass(parts));
        assert_int_equal(pop_scope(gpu).type, i == 1 ? WGPUErrorType_NoError : WGPUErrorType_Validation);
    }
    wgpuTextureViewRelease(color.view);
}

/* Each is an error, with Dawn when the encoder is finished. */
static void
commands_after_the_end(const struct gpu_fixture *gpu)
{
    for (int i = 0; i < 4; i++) {
        wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
        const WGPURenderPassColorAttachment color =
            color_attachment(make_target(gpu, WGPUTextureFormat_RGBA8Unorm));
        const struct pass_parts parts = begin_color_pass(gpu, &color);
        wgpuRenderPassEncoderEnd(parts.pass);
        if (i == 0)
            wgpuRenderPassEncoderEnd(parts.pass);
        if (i == 1)
            wgpuRenderPassEncoderSetPipeline(parts.pass, shared_triangle);
        if (i == 2)
            wgpuRenderPassEncoderSetViewport(parts.pass, NAN, 0, 1, 1, 0, 1);
        if (i == 3)
            wgpuRenderPassEncoderExecuteBundles(parts.pass, 0, NULL);
        wgpuRenderPassEncoderRelease(parts.pass);
        submit(gpu, wgpuCommandEncoderFinish(parts.encoder, NULL));
        wgpuCommandEncoderRelease(parts.encoder);
        wgpuTextureViewRelease(color.view);
        if (pop_scope(gpu).type != WGPUErrorType_Validation)
            fail_msg("command %d", i);
    }
}

/* The encoder goes first, the pass is left open; or it is finished, and the pass begun. */
static void
passes_and_encoders_out_of_order(const struct gpu_fixture *gpu)
{
    const WGPURenderPassColorAttachment color =
        color_attachment(make_target(gpu, WGPUTextureFormat_RGBA8Unorm));
    struct pass_parts parts = begin_color_pass(gpu, &color);
    wgpuCommandEncoderRelease(parts.encoder);
    draw_triangle(parts.pass);
    wgpuRenderPassEncoderRelease(parts.pass);
    parts = begin_color_pass(gpu, &color);
    submit(gpu, wgpuCommandEncoderFinish(parts.encoder, NULL));
    draw_triangle(parts.pass);
    wgpuRenderPassEncoderEnd(parts.pass);
    wgpuRenderPassEncoderRelease(parts.pass);
    WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    descriptor.colorAttachmentCount = 1;
    descriptor.colorAttachments = &color;
    parts.pass = wgpuCommandEncoderBeginRenderPass(parts.encoder, &descriptor);
    draw_triangle(parts.pass);
    wgpuRenderPassEncoderEnd(parts.pass);
    wgpuRenderPassEncoderRelease(parts.pass);
    wgpuCommandEncoderRelease(parts.encoder);
    wgpuTextureViewRelease(color.view);
}

#define OTHERS(X) \
    X(query_without_a_set, Validation, ) \
    X(query_of_a_destroyed_set, Validation, ) \
    X(draw_more_often_than_said, NoError, ) \
    X(commands_after_the_end, NoError, ) \
    X(passes_and_encoders_out_of_order, Validation, )

static const struct gpu_case rows[] = {
#define X(name, error, ...) {#name, name, WGPUErrorType_##error},
    DRAWING_CASES(X) PASS_CASES(X) OTHERS(X)
#undef X
};

RENDER_CASES_MAIN(rows)
