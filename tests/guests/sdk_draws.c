/* Draws of every kind, in render passes and in bundles: which vertices of which instances they draw, and
 * draws that are invalid. WebGPU, "Drawing" and "Bundles". */
#include <stdio.h>

#include "commands.h"
#include "draw.h"

static struct gpu gpu;
static WGPURenderPipeline points;

/* Records something with either kind of encoder. */
struct recording {
    void (*record)(const struct commands *commands, void *encoder, const void *data);
    const void *data;
};

static WGPURenderBundle
record_bundle(struct recording recording)
{
    WGPURenderBundleEncoder encoder = bundle_begin(&gpu, CANVAS_FORMAT);
    recording.record(&RenderBundleEncoder_commands, encoder, recording.data);
    return bundle_finish(encoder);
}

/* A canvas with what was recorded in a pass, or in a bundle that a pass executes. */
static struct canvas
draw(const struct commands *commands, struct recording recording)
{
    struct canvas canvas = canvas_new(&gpu, CANVAS_FORMAT, 1);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPURenderPassEncoder pass = pass_begin(encoder, canvas, WGPULoadOp_Clear);
    if (commands == &RenderPassEncoder_commands) {
        recording.record(commands, pass, recording.data);
    } else {
        WGPURenderBundle bundle = record_bundle(recording);
        wgpuRenderPassEncoderExecuteBundles(pass, 1, &bundle);
        wgpuRenderBundleRelease(bundle);
    }
    pass_end(pass);
    gpu_submit(&gpu, encoder);
    return canvas;
}

static void
expect(const struct commands *commands, struct recording recording, struct span span, const char *what)
{
    char text_of_what[100];
    snprintf(text_of_what, sizeof text_of_what, "%s: %s", commands->where, what);
    gpu_watch(&gpu);
    struct canvas canvas = draw(commands, recording);
    gpu_expect_none(&gpu, text_of_what);
    check(canvas_has_points(&gpu, canvas, span), "draws these points and no others");
    canvas_release(canvas);
}

static void
refuse(const struct commands *commands, struct recording recording, const char *what)
{
    char text_of_what[100];
    snprintf(text_of_what, sizeof text_of_what, "%s: %s", commands->where, what);
    gpu_watch(&gpu);
    canvas_release(draw(commands, recording));
    gpu_expect_error(&gpu, text_of_what);
}

static void
record_draw(const struct commands *commands, void *encoder, const void *data)
{
    const struct span *span = data;
    commands->set_pipeline(encoder, points);
    commands->draw(encoder, span->vertex_count, span->instance_count, span->first_vertex,
                   span->first_instance);
}

static void
record_without_pipeline(const struct commands *commands, void *encoder, const void *data)
{
    (void)data;
    commands->draw(encoder, 1, 1, 0, 0);
}

static void
record_groups(const struct commands *commands, void *encoder, const void *data)
{
    commands->push_debug_group(encoder, text("outer"));
    commands->insert_debug_marker(encoder, text("here"));
    record_draw(commands, encoder, data);
    commands->pop_debug_group(encoder);
}

static void
record_open_group(const struct commands *commands, void *encoder, const void *data)
{
    (void)data;
    commands->push_debug_group(encoder, text("open"));
}

static void
record_closed_group(const struct commands *commands, void *encoder, const void *data)
{
    (void)data;
    commands->pop_debug_group(encoder);
}

static void
test_draws(const struct commands *commands)
{
    const struct span spans[] = {{0, 3, 0, 2}, {4, 5, 6, 7}, {2, 0, 0, 1}, {0, 1, 3, 0}};
    for (size_t i = 0; i < sizeof spans / sizeof spans[0]; i++)
        expect(commands, (struct recording){record_draw, &spans[i]}, spans[i], "a draw");
    refuse(commands, (struct recording){record_without_pipeline, NULL}, "a draw without a pipeline");
    expect(commands, (struct recording){record_groups, &spans[1]}, spans[1], "a draw in a debug group");
    refuse(commands, (struct recording){record_open_group, NULL}, "a debug group that stays open");
    refuse(commands, (struct recording){record_closed_group, NULL}, "one that was not opened");
}

/* A draw by indices: how, and the buffer with them. */
struct indexed {
    WGPUBuffer buffer;
    WGPUIndexFormat format;
    uint64_t offset, size;
    uint32_t index_count, first_index;
    int32_t base_vertex;
};

static void
record_indexed(const struct commands *commands, void *encoder, const void *data)
{
    const struct indexed *how = data;
    commands->set_pipeline(encoder, points);
    commands->set_index_buffer(encoder, how->buffer, how->format, how->offset, how->size);
    commands->draw_indexed(encoder, how->index_count, 2, how->first_index, how->base_vertex, 1);
}

static void
record_unindexed(const struct commands *commands, void *encoder, const void *data)
{
    (void)data;
    commands->set_pipeline(encoder, points);
    commands->draw_indexed(encoder, 3, 1, 0, 0, 0);
}

static void
test_indexed(const struct commands *commands)
{
    static const uint32_t numbers[] = {100, 100, 9, 8, 7, 6, 5, 4};
    static const uint16_t short_numbers[] = {100, 100, 9, 8, 7, 6, 5, 4};
    WGPUBuffer buffer = gpu_buffer(&gpu, 64, WGPUBufferUsage_Index | WGPUBufferUsage_CopyDst);
    wgpuQueueWriteBuffer(gpu.queue, buffer, 0, numbers, sizeof numbers);
    wgpuQueueWriteBuffer(gpu.queue, buffer, 32, short_numbers, sizeof short_numbers);
    struct indexed how = {buffer, WGPUIndexFormat_Uint32, 8, 24, 3, 1, 0};
    const struct recording recording = {record_indexed, &how};
    expect(commands, recording, (struct span){6, 3, 1, 2}, "the second to fourth of six indices");
    how.base_vertex = -4;
    expect(commands, recording, (struct span){2, 3, 1, 2}, "the same, less a base vertex");
    how = (struct indexed){buffer, WGPUIndexFormat_Uint16, 36, WGPU_WHOLE_SIZE, 5, 0, 0};
    expect(commands, recording, (struct span){5, 5, 1, 2}, "indices of 16 bits, to the buffer's end");
    how.first_index = 30;
    refuse(commands, recording, "indices beyond the buffer");
    how = (struct indexed){buffer, WGPUIndexFormat_Uint16, 1, WGPU_WHOLE_SIZE, 1, 0, 0};
    refuse(commands, recording, "an offset within an index");
    how = (struct indexed){buffer, WGPUIndexFormat_Uint16, 0, 65, 1, 0, 0};
    refuse(commands, recording, "more than the buffer has");
    how = (struct indexed){buffer, WGPUIndexFormat_Undefined, 0, 64, 1, 0, 0};
    refuse(commands, recording, "indices of no format");
    refuse(commands, (struct recording){record_unindexed, NULL}, "indices without a buffer");
    WGPUBuffer other = gpu_buffer(&gpu, 64, WGPUBufferUsage_Vertex);
    how = (struct indexed){other, WGPUIndexFormat_Uint16, 0, 64, 1, 0, 0};
    refuse(commands, recording, "a buffer that is not for indices");
    wgpuBufferRelease(other);
    wgpuBufferRelease(buffer);
}

struct indirect {
    WGPUBuffer arguments;
    WGPUBuffer indices; /* NULL: none */
    uint64_t offset;
};

static void
record_indirect(const struct commands *commands, void *encoder, const void *data)
{
    const struct indirect *how = data;
    commands->set_pipeline(encoder, points);
    if (how->indices == NULL) {
        commands->draw_indirect(encoder, how->arguments, how->offset);
        return;
    }
    commands->set_index_buffer(encoder, how->indices, WGPUIndexFormat_Uint32, 0, WGPU_WHOLE_SIZE);
    commands->draw_indexed_indirect(encoder, how->arguments, how->offset);
}

static void
test_indirect(const struct commands *commands)
{
    static const uint32_t arguments[] = {0, 4, 3, 2, 0, 9};
    static const uint32_t indexed_arguments[] = {3, 2, 1, 0xffffffff, 0}; /* a base vertex of -1 */
    static const uint32_t indices[] = {1, 7, 8, 9};
    WGPUBuffer buffer = gpu_buffer(&gpu, 64, WGPUBufferUsage_Indirect | WGPUBufferUsage_CopyDst);
    wgpuQueueWriteBuffer(gpu.queue, buffer, 0, arguments, sizeof arguments);
    wgpuQueueWriteBuffer(gpu.queue, buffer, 32, indexed_arguments, sizeof indexed_arguments);
    struct indirect how = {buffer, NULL, 4};
    const struct recording recording = {record_indirect, &how};
    expect(commands, recording, (struct span){2, 4, 0, 3}, "a draw of what a buffer says");
    how.offset = 52;
    refuse(commands, recording, "arguments beyond the buffer");
    how.offset = 2;
    refuse(commands, recording, "arguments at no multiple of 4");
    how.indices = gpu_buffer(&gpu, sizeof indices, WGPUBufferUsage_Index | WGPUBufferUsage_CopyDst);
    wgpuQueueWriteBuffer(gpu.queue, how.indices, 0, indices, sizeof indices);
    how.offset = 32;
    expect(commands, recording, (struct span){6, 3, 0, 2}, "and by indices");
    how.offset = 48;
    refuse(commands, recording, "arguments for indices beyond the buffer");
    how.offset = 0;
    how.arguments = how.indices;
    refuse(commands, recording, "a buffer that is not for arguments");
    wgpuBufferRelease(how.indices);
    wgpuBufferRelease(buffer);
}

/* A pipeline that reads two floats a vertex. */
static WGPURenderPipeline
place_pipeline(void)
{
    const WGPUVertexAttribute attribute = {.format = WGPUVertexFormat_Float32x2};
    WGPUVertexBufferLayout layout = WGPU_VERTEX_BUFFER_LAYOUT_INIT;
    layout.arrayStride = 8;
    layout.attributeCount = 1;
    layout.attributes = &attribute;
    struct pipeline_plan plan;
    plan_init(&plan, &gpu,
              "struct Point { @builtin(position) at: vec4f, @location(0) color: vec4f }\n"
              "@vertex fn put(@location(0) place: vec2f) -> Point {\n"
              "    let at = (place + 0.5) / 8.0 - 1.0;\n"
              "    return Point(vec4f(at.x, -at.y, 0.0, 1.0), vec4f(place, 0.0, 255.0) / 255.0);\n"
              "}\n"
              "@fragment fn its_color(point: Point) -> @location(0) vec4f { return point.color; }\n");
    plan.descriptor.primitive.topology = WGPUPrimitiveTopology_PointList;
    plan.descriptor.vertex.bufferCount = 1;
    plan.descriptor.vertex.buffers = &layout;
    WGPURenderPipeline pipeline = plan_create(&gpu, &plan);
    plan_finish(&plan);
    return pipeline;
}

struct vertices {
    WGPURenderPipeline pipeline;
    WGPUBuffer buffer;
    uint64_t offset, size;
    bool unset;
};

static void
record_vertices(const struct commands *commands, void *encoder, const void *data)
{
    const struct vertices *how = data;
    commands->set_pipeline(encoder, how->pipeline);
    commands->set_vertex_buffer(encoder, 0, how->buffer, how->offset, how->size);
    if (how->unset)
        commands->set_vertex_buffer(encoder, 0, NULL, 0, WGPU_WHOLE_SIZE);
    commands->draw(encoder, 3, 1, 0, 0);
}

static void
test_vertices(const struct commands *commands)
{
    static const float places[] = {9, 9, 4, 5, 5, 5, 6, 5};
    WGPUBuffer buffer = gpu_buffer(&gpu, sizeof places, WGPUBufferUsage_Vertex | WGPUBufferUsage_CopyDst);
    wgpuQueueWriteBuffer(gpu.queue, buffer, 0, places, sizeof places);
    struct vertices how = {place_pipeline(), buffer, 8, WGPU_WHOLE_SIZE, false};
    const struct recording recording = {record_vertices, &how};
    expect(commands, recording, (struct span){4, 3, 5, 1}, "vertices from a buffer, without its first");
    how.size = 20;
    refuse(commands, recording, "fewer vertices than are drawn");
    how.size = 28;
    refuse(commands, recording, "more than the buffer has");
    how.size = WGPU_WHOLE_SIZE;
    how.offset = 6;
    refuse(commands, recording, "an offset that is no multiple of 4");
    how.offset = 8;
    how.unset = true;
    refuse(commands, recording, "a buffer that was taken away again");
    wgpuRenderPipelineRelease(how.pipeline);
    wgpuBufferRelease(buffer);
}

int
main(void)
{
    if (!gpu_open(&gpu, 0))
        return check_finish();
    points = pipeline_new(&gpu, points_shader);
    const struct commands *kinds[] = {&RenderPassEncoder_commands, &RenderBundleEncoder_commands};
    for (size_t i = 0; i < 2; i++) {
        test_draws(kinds[i]);
        test_indexed(kinds[i]);
        test_indirect(kinds[i]);
        test_vertices(kinds[i]);
    }
    wgpuRenderPipelineRelease(points);
    gpu_close(&gpu);
    return check_finish();
}
