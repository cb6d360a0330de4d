/* Objects of another device, and of another instance, and those of a device that is destroyed: each use is
 * refused as WebGPU says ("valid to use with", "lose the device"), on either library. */
#include "gpu_objects.h"

/* What a use may need beside: a pass on an own target is begun for it. */
struct use {
    const struct objects *own;
    const struct objects *others;
    struct pass_parts parts;
    WGPURenderPassDescriptor pass;
    WGPURenderPassColorAttachment color;
};

/* clang-format off */
#define P u->parts.pass
#define O u->others
#define OWN u->own

/* In a pass. */
#define PASS_USES(X) \
    X(pipeline, wgpuRenderPassEncoderSetPipeline(P, O->pipeline)) \
    X(bind_group, wgpuRenderPassEncoderSetBindGroup(P, 0, O->group, 0, NULL)) \
    X(bundle, wgpuRenderPassEncoderExecuteBundles(P, 1, &O->bundle)) \
    X(vertex_buffer, wgpuRenderPassEncoderSetVertexBuffer(P, 0, O->buffer, 0, WGPU_WHOLE_SIZE)) \
    X(index_buffer, \
      wgpuRenderPassEncoderSetIndexBuffer(P, O->buffer, WGPUIndexFormat_Uint16, 0, WGPU_WHOLE_SIZE)) \
    X(indirect_buffer, wgpuRenderPassEncoderSetPipeline(P, shared_triangle); \
      wgpuRenderPassEncoderDrawIndirect(P, O->buffer, 0))

/* To begin one. */
#define BEGIN_USES(X) \
    X(color, u->color.view = O->view) \
    X(resolve_target, u->color.resolveTarget = O->view) \
    X(query_set, u->pass.occlusionQuerySet = O->queries)

/* In an encoder. */
#define COPY_USES(X) \
    X(copy_to_texture, const WGPUTexelCopyTextureInfo t = texels_of(O->texture); \
      const WGPUTexelCopyBufferInfo b = rows_of(OWN->buffer); \
      wgpuCommandEncoderCopyBufferToTexture(e, &b, &t, &all_texels)) \
    X(copy_to_buffer, const WGPUTexelCopyTextureInfo t = texels_of(O->texture); \
      const WGPUTexelCopyBufferInfo b = rows_of(OWN->buffer); \
      wgpuCommandEncoderCopyTextureToBuffer(e, &t, &b, &all_texels)) \
    X(copy_from_buffer, const WGPUTexelCopyTextureInfo t = texels_of(OWN->texture); \
      const WGPUTexelCopyBufferInfo b = rows_of(O->buffer); \
      wgpuCommandEncoderCopyBufferToTexture(e, &b, &t, &all_texels)) \
    X(copy_between, const WGPUTexelCopyTextureInfo t = texels_of(O->texture); \
      const WGPUTexelCopyTextureInfo own = texels_of(OWN->texture); \
      wgpuCommandEncoderCopyTextureToTexture(e, &t, &own, &all_texels)) \
    X(resolve_queries, wgpuCommandEncoderResolveQuerySet(e, O->queries, 0, 1, OWN->buffer, 0)) \
    X(resolve_to_buffer, wgpuCommandEncoderResolveQuerySet(e, OWN->queries, 0, 1, O->buffer, 0))

/* To make something. */
#define MAKE_USES(X) \
    X(bound_view, wgpuBindGroupRelease(group_of(gpu, OWN->layout, O->view, OWN->sampler))) \
    X(bound_sampler, wgpuBindGroupRelease(group_of(gpu, OWN->layout, OWN->view, O->sampler))) \
    X(bind_group_layout, wgpuBindGroupRelease(group_of(gpu, O->layout, OWN->view, OWN->sampler))) \
    X(layout_of_a_layout, WGPUPipelineLayoutDescriptor d = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT; \
      d.bindGroupLayoutCount = 1; d.bindGroupLayouts = &O->layout; \
      wgpuPipelineLayoutRelease(wgpuDeviceCreatePipelineLayout(gpu->device, &d))) \
    X(pipeline_layout, struct pipeline_parts p; pipeline_parts_init(&p, gpu, red_triangle); \
      p.descriptor.layout = O->pipeline_layout; wgpuRenderPipelineRelease(pipeline_parts_finish(&p, gpu))) \
    X(module, struct pipeline_parts p; pipeline_parts_init(&p, gpu, red_triangle); \
      wgpuShaderModuleRelease(p.fragment.module); wgpuShaderModuleAddRef(O->module); \
      p.fragment.module = O->module; wgpuRenderPipelineRelease(pipeline_parts_finish(&p, gpu))) \
    X(bundled_pipeline, wgpuRenderBundleRelease(bundle_of(gpu, O->pipeline, OWN->group))) \
    X(bundled_group, wgpuRenderBundleRelease(bundle_of(gpu, OWN->pipeline, O->group))) \
    X(written_texture, const WGPUTexelCopyTextureInfo t = texels_of(O->texture); \
      const WGPUTexelCopyBufferInfo b = rows_of(NULL); static uint8_t data[SIZE * ROW]; \
      wgpuQueueWriteTexture(gpu->queue, &t, data, sizeof data, &b.layout, &all_texels)) \
    X(written_buffer, wgpuQueueWriteBuffer(gpu->queue, O->buffer, 0, "word", 4))

#define X(name, ...) static void use_##name(const struct gpu_fixture *gpu, struct use *u) { (void)gpu; __VA_ARGS__; }
PASS_USES(X) BEGIN_USES(X) MAKE_USES(X)
#undef X
#define X(name, ...) \
    static void use_##name(const struct gpu_fixture *gpu, struct use *u) \
    { \
        const WGPUCommandEncoder e = wgpuDeviceCreateCommandEncoder(gpu->device, NULL); \
        __VA_ARGS__; \
        submit(gpu, wgpuCommandEncoderFinish(e, NULL)); \
        wgpuCommandEncoderRelease(e); \
    }
COPY_USES(X)
#undef X
    /* clang-format on */

    /* Before the pass is begun, in it, or without one. */
    enum place {
        BEGIN,
        PASS,
        ALONE
    };
static const struct {
    const char *name;
    void (*use)(const struct gpu_fixture *gpu, struct use *use);
    enum place place;
} uses[] = {
#define X(name, ...) {#name, use_##name, BEGIN},
    BEGIN_USES(X)
#undef X
#define X(name, ...) {#name, use_##name, PASS},
        PASS_USES(X)
#undef X
#define X(name, ...) {#name, use_##name, ALONE},
            COPY_USES(X) MAKE_USES(X)
#undef X
};

/* One use; whether it was an error. */
static bool
is_refused(const struct gpu_fixture *gpu, size_t i, const struct objects *own, const struct objects *others)
{
    const WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    struct use use = {.own = own, .others = others, .pass = descriptor};
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
    if (uses[i].place == ALONE) {
        uses[i].use(gpu, &use);
        return pop_scope(gpu).type == WGPUErrorType_Validation;
    }
    const WGPUTextureView target = make_target(gpu, WGPUTextureFormat_RGBA8Unorm);
    use.color = color_attachment(target);
    use.pass.colorAttachmentCount = 1;
    use.pass.colorAttachments = &use.color;
    if (uses[i].place == BEGIN)
        uses[i].use(gpu, &use);
    use.parts = begin_pass(gpu, &use.pass);
    if (uses[i].place == PASS)
        uses[i].use(gpu, &use);
    submit(gpu, finish_pass(use.parts));
    wgpuTextureViewRelease(target);
    return pop_scope(gpu).type == WGPUErrorType_Validation;
}

static void
refuse_all(const struct gpu_fixture *gpu, const struct gpu_fixture *other)
{
    struct objects own;
    struct objects others;
    objects_init(&own, gpu);
    objects_init(&others, other);
    for (size_t i = 0; i < BASE_COUNT(uses); i++) {
        if (!is_refused(gpu, i, &own, &others))
            fail_msg("%s of another device", uses[i].name);
    }
    objects_finish(&others);
    objects_finish(&own);
}

static void
other_device(const struct gpu_fixture *gpu)
{
    struct gpu_fixture other = *gpu;
    other.device = request_device(gpu, NULL);
    other.queue = wgpuDeviceGetQueue(other.device);
    refuse_all(gpu, &other);
    wgpuQueueRelease(other.queue);
    wgpuDeviceRelease(other.device);
}

static void
other_instance(const struct gpu_fixture *gpu)
{
    struct gpu_fixture other;
    fixture_init(&other);
    refuse_all(gpu, &other);
    fixture_finish(&other);
}

/* All that a device has made is still to be used and released; nothing is reported. */
static void
destroyed_device(const struct gpu_fixture *gpu)
{
    struct gpu_fixture other = *gpu;
    other.device = request_device(gpu, NULL);
    other.queue = wgpuDeviceGetQueue(other.device);
    struct objects before;
    struct objects after;
    objects_init(&before, &other);
    wgpuDeviceDestroy(other.device);
    objects_init(&after, &other);
    for (size_t i = 0; i < BASE_COUNT(uses); i++) {
        assert_false(is_refused(&other, i, &before, &after));
        assert_false(is_refused(&other, i, &after, &before));
    }
    assert_int_equal(wgpuTextureGetWidth(before.texture), SIZE);
    wgpuTextureDestroy(before.texture);
    objects_finish(&before);
    wgpuQueueRelease(other.queue);
    wgpuDeviceRelease(other.device);
    objects_finish(&after);
}

#define CASES(X) X(other_device) X(other_instance) X(destroyed_device)

static const struct gpu_case rows[] = {
#define X(name) {#name, name, WGPUErrorType_NoError},
    CASES(X)
#undef X
};

RENDER_CASES_MAIN(rows)
