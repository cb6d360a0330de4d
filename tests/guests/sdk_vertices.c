/* What vertices are: the buffers of a pipeline, every vertex format, and layouts that are invalid. WebGPU,
 * "Vertex State". */
#include <stdio.h>
#include <string.h>

#include "draw.h"

static struct gpu gpu;

/* Draws on a black canvas, with a vertex buffer where there is one. */
static struct canvas
draw(WGPURenderPipeline pipeline, WGPUBuffer vertices, WGPUBuffer instances, uint32_t vertex_count,
     uint32_t instance_count)
{
    struct canvas canvas = canvas_new(&gpu, CANVAS_FORMAT, 1);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPURenderPassEncoder pass = pass_begin(encoder, canvas, WGPULoadOp_Clear);
    wgpuRenderPassEncoderSetPipeline(pass, pipeline);
    if (vertices != NULL)
        wgpuRenderPassEncoderSetVertexBuffer(pass, 0, vertices, 0, WGPU_WHOLE_SIZE);
    if (instances != NULL)
        wgpuRenderPassEncoderSetVertexBuffer(pass, 2, instances, 0, WGPU_WHOLE_SIZE);
    wgpuRenderPassEncoderDraw(pass, vertex_count, instance_count, 0, 0);
    pass_end(pass);
    gpu_submit(&gpu, encoder);
    return canvas;
}

static WGPUBuffer
vertex_buffer(const void *data, size_t size)
{
    WGPUBuffer buffer = gpu_buffer(&gpu, size, WGPUBufferUsage_Vertex | WGPUBufferUsage_CopyDst);
    wgpuQueueWriteBuffer(gpu.queue, buffer, 0, data, size);
    return buffer;
}

/* Two buffers in slots 0 and 2: places step with vertices, colors with instances, each behind something else.
 */
static void
test_vertex_buffers(void)
{
    static const float places[4][4] = {{9, 9, 0.5f, 0.5f}, {9, 9, 3.5f, 0.5f}, {9, 9, 3.5f, 2.5f}};
    static const uint8_t colors[2][8] = {{0, 0, 0, 0, 10, 20, 30, 40}, {0, 0, 0, 0, 1, 2, 3, 4}};
    const WGPUVertexAttribute place = {
        .format = WGPUVertexFormat_Float32x2, .offset = 8, .shaderLocation = 5};
    const WGPUVertexAttribute color = {.format = WGPUVertexFormat_Unorm8x4, .offset = 4, .shaderLocation = 1};
    WGPUVertexBufferLayout buffers[3] = {WGPU_VERTEX_BUFFER_LAYOUT_INIT, WGPU_VERTEX_BUFFER_LAYOUT_INIT,
                                         WGPU_VERTEX_BUFFER_LAYOUT_INIT};
    buffers[0].arrayStride = 16;
    buffers[0].attributeCount = 1;
    buffers[0].attributes = &place;
    buffers[2].stepMode = WGPUVertexStepMode_Instance;
    buffers[2].arrayStride = 8;
    buffers[2].attributeCount = 1;
    buffers[2].attributes = &color;
    struct pipeline_plan plan;
    plan_init(&plan, &gpu,
              "struct Point { @builtin(position) at: vec4f, @location(0) color: vec4f }\n"
              "@vertex fn put(@location(5) place: vec2f, @location(1) color: vec4f,\n"
              "               @builtin(instance_index) i: u32) -> Point {\n"
              "    let shifted = (place + vec2f(0.0, f32(i) * 8.0)) / 8.0 - 1.0;\n"
              "    return Point(vec4f(shifted.x, -shifted.y, 0.0, 1.0), color);\n"
              "}\n"
              "@fragment fn its_color(point: Point) -> @location(0) vec4f { return point.color; }\n");
    plan.descriptor.vertex.bufferCount = 3;
    plan.descriptor.vertex.buffers = buffers;
    plan.descriptor.primitive.topology = WGPUPrimitiveTopology_PointList;
    gpu_watch(&gpu);
    WGPURenderPipeline pipeline = plan_create(&gpu, &plan);
    WGPUBuffer vertices = vertex_buffer(places, sizeof places);
    WGPUBuffer instances = vertex_buffer(colors, sizeof colors);
    struct canvas canvas = draw(pipeline, vertices, instances, 3, 2);
    gpu_expect_none(&gpu, "two vertex buffers and a slot between that is left out");
    check_equal(canvas_count(&gpu, canvas, 0x281e140a), 3, "three points of the first instance");
    check_equal(canvas_count(&gpu, canvas, 0x04030201), 3, "three of the second");
    check_equal(image_texel(&gpu, canvas.texture, 3, 2), 0x281e140a, "where the buffer says");
    check_equal(image_texel(&gpu, canvas.texture, 3, 10), 0x04030201, "and the instance");
    canvas_release(canvas);
    wgpuBufferRelease(instances);
    wgpuBufferRelease(vertices);
    wgpuRenderPipelineRelease(pipeline);
    plan_finish(&plan);
}

/* What a vertex buffer of 16 bytes is read as, for formats of all kinds: the first number that the shader
 * sees. */
static const struct {
    WGPUVertexFormat format;
    const char *type; /* in the shader */
    const char *first;
    uint8_t bytes[16];
    int expected; /* of 255 */
} formats[] = {
    {WGPUVertexFormat_Uint8, "u32", "f32(value) / 255.0", {200, 1, 1, 1}, 200},
    {WGPUVertexFormat_Uint8x2, "vec2u", "f32(value.y) / 255.0", {1, 200}, 200},
    {WGPUVertexFormat_Uint8x4, "vec4u", "f32(value.w) / 255.0", {1, 1, 1, 200}, 200},
    {WGPUVertexFormat_Sint8, "i32", "f32(-value) / 255.0", {0x9c}, 100},
    {WGPUVertexFormat_Sint8x2, "vec2i", "f32(-value.y) / 255.0", {0, 0x9c}, 100},
    {WGPUVertexFormat_Sint8x4, "vec4i", "f32(-value.w) / 255.0", {0, 0, 0, 0x9c}, 100},
    {WGPUVertexFormat_Unorm8, "f32", "value", {51}, 51},
    {WGPUVertexFormat_Unorm8x2, "vec2f", "value.y", {0, 51}, 51},
    {WGPUVertexFormat_Unorm8x4, "vec4f", "value.w", {0, 0, 0, 51}, 51},
    {WGPUVertexFormat_Snorm8, "f32", "-value", {0x81}, 255},
    {WGPUVertexFormat_Snorm8x2, "vec2f", "-value.y", {0, 0x81}, 255},
    {WGPUVertexFormat_Snorm8x4, "vec4f", "-value.w", {0, 0, 0, 0x81}, 255},
    {WGPUVertexFormat_Uint16, "u32", "f32(value) / 25500.0", {0x10, 0x27}, 100},
    {WGPUVertexFormat_Uint16x2, "vec2u", "f32(value.y) / 25500.0", {0, 0, 0x10, 0x27}, 100},
    {WGPUVertexFormat_Uint16x4, "vec4u", "f32(value.w) / 25500.0", {0, 0, 0, 0, 0, 0, 0x10, 0x27}, 100},
    {WGPUVertexFormat_Sint16, "i32", "f32(-value) / 25500.0", {0xf0, 0xd8}, 100},
    {WGPUVertexFormat_Sint16x2, "vec2i", "f32(-value.y) / 25500.0", {0, 0, 0xf0, 0xd8}, 100},
    {WGPUVertexFormat_Sint16x4, "vec4i", "f32(-value.w) / 25500.0", {0, 0, 0, 0, 0, 0, 0xf0, 0xd8}, 100},
    {WGPUVertexFormat_Unorm16, "f32", "value", {0x33, 0x33}, 51},
    {WGPUVertexFormat_Unorm16x2, "vec2f", "value.y", {0, 0, 0x33, 0x33}, 51},
    {WGPUVertexFormat_Unorm16x4, "vec4f", "value.w", {0, 0, 0, 0, 0, 0, 0x33, 0x33}, 51},
    {WGPUVertexFormat_Snorm16, "f32", "-value", {0x01, 0x80}, 255},
    {WGPUVertexFormat_Snorm16x2, "vec2f", "-value.y", {0, 0, 0x01, 0x80}, 255},
    {WGPUVertexFormat_Snorm16x4, "vec4f", "-value.w", {0, 0, 0, 0, 0, 0, 0x01, 0x80}, 255},
    {WGPUVertexFormat_Float16, "f32", "value * 0.4", {0x00, 0x38}, 51}, /* 0.5 */
    {WGPUVertexFormat_Float16x2, "vec2f", "value.y * 0.4", {0, 0, 0x00, 0x38}, 51},
    {WGPUVertexFormat_Float16x4, "vec4f", "value.w * 0.4", {0, 0, 0, 0, 0, 0, 0x00, 0x38}, 51},
    {WGPUVertexFormat_Float32, "f32", "value * 0.4", {0, 0, 0, 0x3f}, 51},
    {WGPUVertexFormat_Float32x2, "vec2f", "value.y * 0.4", {[7] = 0x3f}, 51},
    {WGPUVertexFormat_Float32x3, "vec3f", "value.z * 0.4", {[11] = 0x3f}, 51},
    {WGPUVertexFormat_Float32x4, "vec4f", "value.w * 0.4", {[15] = 0x3f}, 51},
    {WGPUVertexFormat_Uint32, "u32", "f32(value) / 6553600.0", {0, 0, 0x14}, 51},
    {WGPUVertexFormat_Uint32x2, "vec2u", "f32(value.y) / 6553600.0", {[6] = 0x14}, 51},
    {WGPUVertexFormat_Uint32x3, "vec3u", "f32(value.z) / 6553600.0", {[10] = 0x14}, 51},
    {WGPUVertexFormat_Uint32x4, "vec4u", "f32(value.w) / 6553600.0", {[14] = 0x14}, 51},
    {WGPUVertexFormat_Sint32, "i32", "f32(-value) / 10.0", {0xfe, 0xff, 0xff, 0xff}, 51},
    {WGPUVertexFormat_Sint32x2, "vec2i", "f32(-value.y) / 10.0", {[4] = 0xfe, 0xff, 0xff, 0xff}, 51},
    {WGPUVertexFormat_Sint32x3, "vec3i", "f32(-value.z) / 10.0", {[8] = 0xfe, 0xff, 0xff, 0xff}, 51},
    {WGPUVertexFormat_Sint32x4, "vec4i", "f32(-value.w) / 10.0", {[12] = 0xfe, 0xff, 0xff, 0xff}, 51},
    {WGPUVertexFormat_Unorm10_10_10_2, "vec4f", "value.x * value.w", {0xff, 0x03, 0, 0xc0}, 255},
    {WGPUVertexFormat_Unorm8x4BGRA, "vec4f", "value.r", {0, 0, 51, 0}, 51},
};

/* A pipeline for one of the formats, which a library may not have. */
static void
test_format(size_t i, bool valid)
{
    char code[600];
    char what[60];
    snprintf(what, sizeof what, "vertex format %d", (int)formats[i].format);
    snprintf(code, sizeof code,
             "struct Point { @builtin(position) at: vec4f, @location(0) first: f32 }\n"
             "@vertex fn put(@location(0) value: %s, @builtin(vertex_index) v: u32) -> Point {\n"
             "    return Point(vec4f(f32(v %% 2) * 4.0 - 1.0, f32(v / 2) * 4.0 - 1.0, 0.0, 1.0), %s);\n"
             "}\n"
             "@fragment fn red(point: Point) -> @location(0) vec4f { return vec4f(point.first); }\n",
             formats[i].type, formats[i].first);
    const WGPUVertexAttribute attribute = {.format = formats[i].format};
    WGPUVertexBufferLayout layout = WGPU_VERTEX_BUFFER_LAYOUT_INIT; /* of stride 0: all see the same */
    layout.attributeCount = 1;
    layout.attributes = &attribute;
    struct pipeline_plan plan;
    plan_init(&plan, &gpu, code);
    plan.descriptor.vertex.bufferCount = 1;
    plan.descriptor.vertex.buffers = &layout;
    if (!valid) {
        plan_refuse(&gpu, &plan, what);
        plan_finish(&plan);
        return;
    }
    WGPURenderPipeline pipeline = plan_create(&gpu, &plan);
    WGPUBuffer buffer = vertex_buffer(formats[i].bytes, sizeof formats[i].bytes);
    struct canvas canvas = draw(pipeline, buffer, NULL, 3, 1);
    const int red = (int)(image_texel(&gpu, canvas.texture, 5, 5) & 0xff);
    if (!check(red >= formats[i].expected - 1 && red <= formats[i].expected + 1, what))
        printf("       %d instead of %d\n", red, formats[i].expected);
    canvas_release(canvas);
    wgpuBufferRelease(buffer);
    wgpuRenderPipelineRelease(pipeline);
    plan_finish(&plan);
}

/* wgpu-native does not have the last one: it is refused. */
static void
test_vertex_formats(bool is_wgpu)
{
    const size_t count = sizeof formats / sizeof formats[0];
    check_equal(count, WGPUVertexFormat_Unorm8x4BGRA, "every vertex format has a test");
    for (size_t i = 0; i < count; i++)
        test_format(i, !is_wgpu || formats[i].format != WGPUVertexFormat_Unorm8x4BGRA);
}

static void
test_invalid_vertices(void)
{
    WGPUVertexAttribute attributes[2] = {{.format = WGPUVertexFormat_Float32x2, .shaderLocation = 5},
                                         {.format = WGPUVertexFormat_Float32x2, .shaderLocation = 5}};
    WGPUVertexBufferLayout layout = WGPU_VERTEX_BUFFER_LAYOUT_INIT;
    layout.arrayStride = 8;
    layout.attributeCount = 1;
    layout.attributes = attributes;
    struct pipeline_plan plan;
    plan_init(&plan, &gpu,
              "@vertex fn put(@location(5) place: vec2f) -> @builtin(position) vec4f {\n"
              "    return vec4f(place, 0.0, 1.0);\n"
              "}\n"
              "@fragment fn white() -> @location(0) vec4f { return vec4f(1.0); }\n");
    plan_refuse(&gpu, &plan, "no buffer for what the shader reads");
    plan.descriptor.vertex.bufferCount = 1;
    plan.descriptor.vertex.buffers = &layout;
    gpu_watch(&gpu);
    wgpuRenderPipelineRelease(plan_create(&gpu, &plan));
    gpu_expect_none(&gpu, "with it");
    attributes[0].offset = 4;
    plan_refuse(&gpu, &plan, "an attribute beyond the stride");
    attributes[0].offset = 0;
    layout.arrayStride = 6;
    plan_refuse(&gpu, &plan, "a stride that is no multiple of 4");
    layout.arrayStride = 8;
    layout.attributeCount = 2;
    plan_refuse(&gpu, &plan, "two attributes for one location");
    layout.attributeCount = 1;
    attributes[0].format = (WGPUVertexFormat)0;
    plan_refuse(&gpu, &plan, "an attribute without a format");
    attributes[0].format = (WGPUVertexFormat)99;
    plan_refuse(&gpu, &plan, "one of an unknown format");
    attributes[0].format = WGPUVertexFormat_Uint32x2;
    plan_refuse(&gpu, &plan, "one of another kind than the shader's");
    attributes[0].format = WGPUVertexFormat_Float32x2;
    layout.stepMode = (WGPUVertexStepMode)9;
    plan_refuse(&gpu, &plan, "an unknown step mode");
    plan_finish(&plan);
}

/* The argument is the native library under it all. */
int
main(int argc, char **argv)
{
    const bool is_wgpu = argc > 1 && strcmp(argv[1], "wgpu") == 0;
    if (!gpu_open(&gpu, 0))
        return check_finish();
    test_vertex_buffers();
    test_vertex_formats(is_wgpu);
    test_invalid_vertices();
    gpu_close(&gpu);
    return check_finish();
}
