/* Every vertex format, and how vertices become primitives. WebGPU, "Vertex Formats", "Primitive State". */
#include "webgpu_render_support.h"

#include <math.h>

enum kind { UINT, SINT, UNORM, SNORM, FLOAT };

/* The formats whose components are alike. */
static const struct {
    enum webgpu_vertex_format format;
    enum kind kind;
    uint32_t bits, components;
} formats[] = {
    {WEBGPU_VERTEX_FORMAT_UINT8, UINT, 8, 1},       {WEBGPU_VERTEX_FORMAT_UINT8X2, UINT, 8, 2},
    {WEBGPU_VERTEX_FORMAT_UINT8X4, UINT, 8, 4},     {WEBGPU_VERTEX_FORMAT_SINT8, SINT, 8, 1},
    {WEBGPU_VERTEX_FORMAT_SINT8X2, SINT, 8, 2},     {WEBGPU_VERTEX_FORMAT_SINT8X4, SINT, 8, 4},
    {WEBGPU_VERTEX_FORMAT_UNORM8, UNORM, 8, 1},     {WEBGPU_VERTEX_FORMAT_UNORM8X2, UNORM, 8, 2},
    {WEBGPU_VERTEX_FORMAT_UNORM8X4, UNORM, 8, 4},   {WEBGPU_VERTEX_FORMAT_SNORM8, SNORM, 8, 1},
    {WEBGPU_VERTEX_FORMAT_SNORM8X2, SNORM, 8, 2},   {WEBGPU_VERTEX_FORMAT_SNORM8X4, SNORM, 8, 4},
    {WEBGPU_VERTEX_FORMAT_UINT16, UINT, 16, 1},     {WEBGPU_VERTEX_FORMAT_UINT16X2, UINT, 16, 2},
    {WEBGPU_VERTEX_FORMAT_UINT16X4, UINT, 16, 4},   {WEBGPU_VERTEX_FORMAT_SINT16, SINT, 16, 1},
    {WEBGPU_VERTEX_FORMAT_SINT16X2, SINT, 16, 2},   {WEBGPU_VERTEX_FORMAT_SINT16X4, SINT, 16, 4},
    {WEBGPU_VERTEX_FORMAT_UNORM16, UNORM, 16, 1},   {WEBGPU_VERTEX_FORMAT_UNORM16X2, UNORM, 16, 2},
    {WEBGPU_VERTEX_FORMAT_UNORM16X4, UNORM, 16, 4}, {WEBGPU_VERTEX_FORMAT_SNORM16, SNORM, 16, 1},
    {WEBGPU_VERTEX_FORMAT_SNORM16X2, SNORM, 16, 2}, {WEBGPU_VERTEX_FORMAT_SNORM16X4, SNORM, 16, 4},
    {WEBGPU_VERTEX_FORMAT_FLOAT16, FLOAT, 16, 1},   {WEBGPU_VERTEX_FORMAT_FLOAT16X2, FLOAT, 16, 2},
    {WEBGPU_VERTEX_FORMAT_FLOAT16X4, FLOAT, 16, 4}, {WEBGPU_VERTEX_FORMAT_FLOAT32, FLOAT, 32, 1},
    {WEBGPU_VERTEX_FORMAT_FLOAT32X2, FLOAT, 32, 2}, {WEBGPU_VERTEX_FORMAT_FLOAT32X3, FLOAT, 32, 3},
    {WEBGPU_VERTEX_FORMAT_FLOAT32X4, FLOAT, 32, 4}, {WEBGPU_VERTEX_FORMAT_UINT32, UINT, 32, 1},
    {WEBGPU_VERTEX_FORMAT_UINT32X2, UINT, 32, 2},   {WEBGPU_VERTEX_FORMAT_UINT32X3, UINT, 32, 3},
    {WEBGPU_VERTEX_FORMAT_UINT32X4, UINT, 32, 4},   {WEBGPU_VERTEX_FORMAT_SINT32, SINT, 32, 1},
    {WEBGPU_VERTEX_FORMAT_SINT32X2, SINT, 32, 2},   {WEBGPU_VERTEX_FORMAT_SINT32X3, SINT, 32, 3},
    {WEBGPU_VERTEX_FORMAT_SINT32X4, SINT, 32, 4},
};

/* What lies in the vertex buffer: read as halves and floats these are all finite, read as integers some are
 * negative. */
static const uint8_t raw[16] = {0x12, 0xc4, 0xfe, 0x3f, 0x80, 0x41, 0x7f, 0xbe,
                                0x99, 0x05, 0x33, 0x43, 0x01, 0x82, 0xcd, 0xb4};

/* Of a normal one: the same sign and fraction, and the exponent's bias is 127 in place of 15. */
static float
half(uint32_t bits)
{
    const uint32_t word = (bits & 0x8000) << 16 | (((bits & 0x7fff) << 13) + (112u << 23));
    float single;
    memcpy(&single, &word, sizeof single);
    return single;
}

/* The vec4 that the shader gets of a component's bits: WebGPU, "Vertex Formats". */
static double
decode(enum kind kind, uint32_t bits, uint32_t word)
{
    const double greatest = (double)(UINT64_C(1) << (kind == SNORM ? bits - 1 : bits)) - 1;
    const int32_t number = (int32_t)(word << (32 - bits)) >> (32 - bits);
    float single;
    switch (kind) {
    case UINT:
        return word;
    case SINT:
        return number;
    case UNORM:
        return word / greatest;
    case SNORM:
        return number < -greatest ? -1 : number / greatest;
    case FLOAT:
        memcpy(&single, &word, sizeof single);
        return bits == 16 ? half(word) : single;
    }
    return 0;
}

/* Draws the second instance with `format` at offset 4 of a stride of 32, and gives what the shader has read.
 */
static void
fetch(enum webgpu_vertex_format format, enum kind kind, const void *data, uint32_t size, double result[4])
{
    static const char *const types[] = {
        [UINT] = "vec4u", [SINT] = "vec4i", [UNORM] = "vec4f", [SNORM] = "vec4f", [FLOAT] = "vec4f"};
    static const enum webgpu_texture_format targets[] = {[UINT] = WEBGPU_TEXTURE_FORMAT_RGBA32UINT,
                                                         [SINT] = WEBGPU_TEXTURE_FORMAT_RGBA32SINT,
                                                         [UNORM] = WEBGPU_TEXTURE_FORMAT_RGBA32FLOAT,
                                                         [SNORM] = WEBGPU_TEXTURE_FORMAT_RGBA32FLOAT,
                                                         [FLOAT] = WEBGPU_TEXTURE_FORMAT_RGBA32FLOAT};
    char code[1024];
    snprintf(code, sizeof code,
             "struct Out { @builtin(position) position: vec4f, @location(0) @interpolate(flat) value: %s };\n"
             "@vertex fn vs(@builtin(vertex_index) i: u32, @location(5) value: %s) -> Out {\n"
             "    return Out(vec4f(f32(i & 1u) * 4.0 - 1.0, f32(i >> 1u) * 4.0 - 1.0, 0, 1), value);\n"
             "}\n"
             "@fragment fn fs(in: Out) -> @location(0) %s { return in.value; }\n",
             types[kind], types[kind], types[kind]);
    struct webgpu_vertex_attribute attribute = {format, 4, 5};
    struct webgpu_option_vertex_buffer_layout layout = {
        true, {32, {true, WEBGPU_VERTEX_STEP_MODE_INSTANCE}, {&attribute, 1}}};
    struct webgpu_option_color_target_state color = {true, {.format = targets[kind]}};
    const struct webgpu_render_pipeline_descriptor descriptor = {
        .vertex = {.buffers = {true, {&layout, 1}}},
        .fragment = {true, {.targets = {&color, 1}}},
    };
    struct webgpu_render_pipeline *pipeline = make_render_pipeline(code, &descriptor);
    uint8_t bytes[64] = {0};
    memcpy(bytes + 36, data, size);
    struct webgpu_buffer *buffer = make_filled(WEBGPU_BUFFER_USAGE_VERTEX, bytes, sizeof bytes);
    struct target target = make_target(targets[kind], 1, 16);
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_render_pass_encoder *pass = begin_render(encoder, &target);
    webgpu_render_pass_encoder_set_pipeline(pass, pipeline);
    webgpu_render_pass_encoder_set_vertex_buffer(pass, 0, buffer, NONE_U64, NONE_U64);
    webgpu_render_pass_encoder_draw(pass, 3, NONE_U32, NONE_U32, SOME_U32(1));
    end_render(pass);
    submit(encoder);
    union {
        uint32_t u[PIXELS][4];
        int32_t i[PIXELS][4];
        float f[PIXELS][4];
    } texels;
    read_target(&target, &texels);
    for (size_t i = 0; i < 4; i++)
        result[i] = kind == UINT ? texels.u[0][i] : kind == SINT ? texels.i[0][i] : (double)texels.f[0][i];
    webgpu_buffer_drop(buffer);
    webgpu_render_pipeline_drop(pipeline);
    drop_target(&target);
}

static void
test_formats(void **state)
{
    (void)state;
    push_validation();
    for (size_t i = 0; i < BASE_COUNT(formats); i++) {
        const uint32_t size = formats[i].bits / 8;
        double got[4];
        fetch(formats[i].format, formats[i].kind, raw, size * formats[i].components, got);
        for (uint32_t j = 0; j < 4; j++) {
            uint32_t word = 0; /* the machine is little-endian, as WebGPU is */
            memcpy(&word, raw + (size_t)j * size % 16, size);
            double want = j == 3;
            if (j < formats[i].components)
                want = decode(formats[i].kind, formats[i].bits, word);
            if (fabs(got[j] - want) > 1e-6 * fabs(want) + 1e-12)
                fail_msg("format %u, component %u: %.9g is not %.9g", formats[i].format, j, got[j], want);
        }
    }
    assert_no_error();
    assert_int_equal(BASE_COUNT(formats) + 2, WEBGPU_VERTEX_FORMAT_UNORM8X4_BGRA + 1);
}

static void
test_packed_formats(void **state)
{
    (void)state;
    push_validation();
    double got[4];
    const uint32_t packed = 1023u | 341u << 10 | 0u << 20 | 2u << 30;
    fetch(WEBGPU_VERTEX_FORMAT_UNORM1010102, UNORM, &packed, 4, got);
    assert_true(fabs(got[0] - 1) < 1e-6 && fabs(got[1] - 1.0 / 3) < 1e-6 && got[2] == 0);
    assert_true(fabs(got[3] - 2.0 / 3) < 1e-6);
    assert_no_error();
    push_validation();
    const uint8_t bgra[] = {51, 102, 255, 0};
    fetch(WEBGPU_VERTEX_FORMAT_UNORM8X4_BGRA, UNORM, bgra, 4, got);
    if (!is_dawn()) { /* wgpu-native does not have it */
        assert_validation_error();
        return;
    }
    assert_true(got[0] == 1 && fabs(got[1] - 0.4) < 1e-6 && fabs(got[2] - 0.2) < 1e-6 && got[3] == 0);
    assert_no_error();
}

/* Corners of the target; middles of pixels; lines through the middles of pixels, from edge to edge; an angle.
 */
static const char shapes[] =
    "@vertex fn corners(@builtin(vertex_index) i: u32) -> @builtin(position) vec4f {\n"
    "    return vec4f(f32(i & 1u) * 2.0 - 1.0, 1.0 - f32(i >> 1u) * 2.0, 0, 1);\n"
    "}\n"
    "@vertex fn points(@builtin(vertex_index) i: u32) -> @builtin(position) vec4f {\n"
    "    if (i == 0u) { return vec4f(-0.75, 0.75, 0, 1); }\n"
    "    return vec4f(0.25, -0.75, 0, 1);\n"
    "}\n"
    "@vertex fn lines(@builtin(vertex_index) i: u32) -> @builtin(position) vec4f {\n"
    "    let x = array(-2.0, 2.0, 2.0, -2.0);\n"
    "    let y = array(0.75, 0.75, -0.75, -0.75);\n"
    "    return vec4f(x[i], y[i], 0, 1);\n"
    "}\n"
    "@vertex fn angle(@builtin(vertex_index) i: u32) -> @builtin(position) vec4f {\n"
    "    let x = array(-0.75, -0.75, -0.75, 2.0);\n"
    "    let y = array(2.0, 0.75, -0.75, -0.75);\n"
    "    return vec4f(x[i], y[i], 0, 1);\n"
    "}\n" FRAGMENT_RED;

#define UPPER_LEFT "rrr.rr..r......." /* of a triangle whose edge crosses the middles of pixels */

static void
draw_shape(const char *entry_point, const struct webgpu_primitive_state *primitive, const char *picture,
           const char *what)
{
    const struct webgpu_render_pipeline_descriptor descriptor = {
        .vertex = {.entry_point = SOME_STRING(entry_point)},
        .primitive = {true, *primitive},
        .fragment.some = true,
    };
    push_validation();
    struct target target = make_color_target();
    struct webgpu_render_pipeline *pipeline = make_render_pipeline(shapes, &descriptor);
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_render_pass_encoder *pass = begin_render(encoder, &target);
    webgpu_render_pass_encoder_set_pipeline(pass, pipeline);
    draw(pass, 4);
    end_render(pass);
    submit(encoder);
    if (pop_scope(NULL) != -1)
        fail_msg("%s: an error", what);
    assert_picture(&target, picture);
    webgpu_render_pipeline_drop(pipeline);
    drop_target(&target);
}

/* Four vertices each. */
static void
test_topologies(void **state)
{
    (void)state;
    static const struct {
        const char *entry_point;
        enum webgpu_primitive_topology topology;
        const char *picture;
    } rows[] = {
        {"points", WEBGPU_PRIMITIVE_TOPOLOGY_POINT_LIST, "r.............r."},
        {"lines", WEBGPU_PRIMITIVE_TOPOLOGY_LINE_LIST, "rrrr........rrrr"},
        {"angle", WEBGPU_PRIMITIVE_TOPOLOGY_LINE_STRIP, "r...r...r...rrrr"},
        {"corners", WEBGPU_PRIMITIVE_TOPOLOGY_TRIANGLE_LIST, UPPER_LEFT},
        {"corners", WEBGPU_PRIMITIVE_TOPOLOGY_TRIANGLE_STRIP, "rrrrrrrrrrrrrrrr"},
    };
    for (size_t i = 0; i < BASE_COUNT(rows); i++)
        draw_shape(rows[i].entry_point,
                   &(struct webgpu_primitive_state){.topology = {true, rows[i].topology}}, rows[i].picture,
                   rows[i].picture);
}

/* The triangle goes clockwise, as one sees it. */
static void
test_faces(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        struct webgpu_option_front_face front;
        struct webgpu_option_cull_mode cull;
        bool drawn;
    } rows[] = {
        {"nothing said", {0}, {0}, true},
        {"none", {true, WEBGPU_FRONT_FACE_CW}, {true, WEBGPU_CULL_MODE_NONE}, true},
        {"front, ccw", {true, WEBGPU_FRONT_FACE_CCW}, {true, WEBGPU_CULL_MODE_FRONT}, true},
        {"back, ccw", {true, WEBGPU_FRONT_FACE_CCW}, {true, WEBGPU_CULL_MODE_BACK}, false},
        {"front, cw", {true, WEBGPU_FRONT_FACE_CW}, {true, WEBGPU_CULL_MODE_FRONT}, false},
        {"back, cw", {true, WEBGPU_FRONT_FACE_CW}, {true, WEBGPU_CULL_MODE_BACK}, true},
        {"back, ccw by default", {0}, {true, WEBGPU_CULL_MODE_BACK}, false},
    };
    for (size_t i = 0; i < BASE_COUNT(rows); i++)
        draw_shape("corners",
                   &(struct webgpu_primitive_state){.front_face = rows[i].front, .cull_mode = rows[i].cull},
                   rows[i].drawn ? UPPER_LEFT : "................", rows[i].what);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_formats, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_packed_formats, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_topologies, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_faces, setup_device, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
