/* What render passes refuse: attachments against the rules, numbers out of range, commands in the wrong
 * state. All of it is found where the commands are finished. WebGPU, "Render Pass Encoder Creation", "Color
 * Attachments", "Depth/Stencil Attachments", "Drawing", "Rasterization state", "Queries". */
#include "webgpu_render_support.h"

#include <math.h>
#include <stdlib.h>

typedef struct webgpu_option_render_pass_color_attachment color_option;

/* Whether commands end in a validation error. Takes the encoder over. */
static bool
is_refused(struct webgpu_command_encoder *encoder)
{
    push_validation();
    webgpu_command_buffer_drop(finish(encoder));
    return pop_scope(NULL) == WEBGPU_ERROR_KIND_VALIDATION_ERROR;
}

static void
assert_pass_refused(const struct webgpu_render_pass_descriptor *descriptor, const char *what)
{
    push_validation(); /* nothing is said before the end */
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_render_pass_encoder *pass =
        webgpu_command_encoder_begin_render_pass(encoder, descriptor, ARENA);
    assert_non_null(pass);
    end_render(pass);
    assert_no_error();
    if (!is_refused(encoder))
        fail_msg("%s", what);
}

static void
assert_colors_refused(color_option *colors, uint32_t count, const char *what)
{
    assert_pass_refused(&(struct webgpu_render_pass_descriptor){.color_attachments = {colors, count}}, what);
}

static struct target
make_other_target(enum webgpu_texture_dimension dimension, struct webgpu_extent3_d size, uint32_t levels,
                  uint32_t usage)
{
    const struct webgpu_texture_descriptor descriptor = {
        .size = size,
        .mip_level_count = SOME_U32(levels),
        .dimension = {true, dimension},
        .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
        .usage = usage,
    };
    return make_target_of(&descriptor, 4);
}

static void
test_color_attachments(void **state)
{
    (void)state;
    const uint32_t usage = WEBGPU_TEXTURE_USAGE_RENDER_ATTACHMENT;
    struct target target = make_color_target();
    struct target twin = make_color_target();
    struct target samples = make_target(WEBGPU_TEXTURE_FORMAT_RGBA8UNORM, 4, 4);
    struct target other_format = make_target(WEBGPU_TEXTURE_FORMAT_BGRA8UNORM, 1, 4);
    struct target depth = make_target(WEBGPU_TEXTURE_FORMAT_DEPTH32FLOAT, 1, 4);
    struct target integers = make_target(WEBGPU_TEXTURE_FORMAT_R32UINT, 1, 4);
    struct target wide = make_target(WEBGPU_TEXTURE_FORMAT_RGBA32FLOAT, 1, 16);
    struct target cube = make_other_target(WEBGPU_TEXTURE_DIMENSION_D3,
                                           (struct webgpu_extent3_d){4, SOME_U32(4), SOME_U32(4)}, 1, usage);
    struct target larger = make_other_target(
        WEBGPU_TEXTURE_DIMENSION_D2, (struct webgpu_extent3_d){5, SOME_U32(4), SOME_U32(1)}, 1, usage);
    struct target levels = make_other_target(
        WEBGPU_TEXTURE_DIMENSION_D2, (struct webgpu_extent3_d){4, SOME_U32(4), SOME_U32(1)}, 2, usage);
    struct target layers = make_other_target(
        WEBGPU_TEXTURE_DIMENSION_D2, (struct webgpu_extent3_d){4, SOME_U32(4), SOME_U32(2)}, 1, usage);
    struct target unusable =
        make_other_target(WEBGPU_TEXTURE_DIMENSION_D2, (struct webgpu_extent3_d){4, SOME_U32(4), SOME_U32(1)},
                          1, WEBGPU_TEXTURE_USAGE_COPY_SRC);
    const color_option plain = attach(&target);
    const color_option none = {.some = false};
    color_option colors[9];

    assert_colors_refused(NULL, 0, "nothing at all");
    for (size_t i = 0; i < BASE_COUNT(colors); i++)
        colors[i] = none;
    assert_colors_refused(colors, 8, "holes alone");
    colors[0] = plain;
    assert_colors_refused(colors, 9, "more than maxColorAttachments");
    colors[1] = plain;
    assert_colors_refused(colors, 2, "one twice");
    colors[1] = attach(&larger);
    assert_colors_refused(colors, 2, "two sizes");
    colors[1] = attach(&samples);
    assert_colors_refused(colors, 2, "two sample counts");
    for (size_t i = 0; i < 3; i++)
        colors[i] = attach(&wide);
    assert_colors_refused(colors, 3, "more than maxColorAttachmentBytesPerSample");

    const struct {
        const char *what;
        const struct target *target;
    } views[] = {
        {"a depth format", &depth},   {"several levels", &levels},           {"several layers", &layers},
        {"no such usage", &unusable}, {"of a cube, without a slice", &cube},
    };
    for (size_t i = 0; i < BASE_COUNT(views); i++) {
        colors[0] = attach(views[i].target);
        assert_colors_refused(colors, 1, views[i].what);
    }

    const struct {
        const char *what;
        const struct target *target;
        uint32_t slice;
    } slices[] = {
        {"a slice of a plane", &target, 0},
        {"webgpu.h's undefined one of a plane", &target, UINT32_MAX},
        {"past the end of a cube", &cube, 4},
        {"webgpu.h's undefined one of a cube", &cube, UINT32_MAX},
    };
    for (size_t i = 0; i < BASE_COUNT(slices); i++) {
        colors[0] = attach(slices[i].target);
        colors[0].value.depth_slice = SOME_U32(slices[i].slice);
        assert_colors_refused(colors, 1, slices[i].what);
    }

    const struct {
        const char *what;
        const struct target *from, *to;
    } resolves[] = {
        {"of one sample", &target, &twin},
        {"to several samples", &samples, &samples},
        {"to another format", &samples, &other_format},
        {"to another size", &samples, &larger},
        {"to no such usage", &samples, &unusable},
        {"to a cube", &samples, &cube},
    };
    for (size_t i = 0; i < BASE_COUNT(resolves); i++) {
        colors[0] = attach(resolves[i].from);
        colors[0].value.resolve_target = resolves[i].to->view;
        assert_colors_refused(colors, 1, resolves[i].what);
    }

    const struct {
        const char *what;
        const struct target *target;
        double value;
        enum webgpu_load_op op;
    } clears[] = {
        {"NaN", &target, NAN, WEBGPU_LOAD_OP_CLEAR},
        {"NaN, unused", &target, NAN, WEBGPU_LOAD_OP_LOAD},
        {"infinity", &target, INFINITY, WEBGPU_LOAD_OP_CLEAR},
        {"-infinity", &wide, -INFINITY, WEBGPU_LOAD_OP_CLEAR},
        {"more than a float", &wide, 1e39, WEBGPU_LOAD_OP_CLEAR},
        {"NaN as an integer", &integers, NAN, WEBGPU_LOAD_OP_CLEAR},
        {"2^32", &integers, 4294967296, WEBGPU_LOAD_OP_CLEAR},
        {"-1", &integers, -1, WEBGPU_LOAD_OP_CLEAR},
    };
    for (size_t i = 0; i < BASE_COUNT(clears); i++) {
        for (size_t channel = 0; channel < 4; channel++) {
            double values[4] = {0};
            values[channel] = clears[i].value;
            colors[0] = attach(clears[i].target);
            colors[0].value.load_op = clears[i].op;
            colors[0].value.clear_value.value =
                (struct webgpu_color){values[0], values[1], values[2], values[3]};
            assert_colors_refused(colors, 1, clears[i].what);
        }
    }

    struct target *all[] = {&target, &twin, &samples, &other_format, &depth,  &integers,
                            &wide,   &cube, &larger,  &levels,       &layers, &unusable};
    for (size_t i = 0; i < BASE_COUNT(all); i++)
        drop_target(all[i]);
}

static const struct webgpu_option_load_op load = {true, WEBGPU_LOAD_OP_LOAD};
static const struct webgpu_option_load_op clear = {true, WEBGPU_LOAD_OP_CLEAR};
static const struct webgpu_option_store_op store = {true, WEBGPU_STORE_OP_STORE};

#define NO_LOAD {.some = false}
#define NO_STORE {.some = false}
#define READ_ONLY {true, true}

static void
test_depth_stencil_attachments(void **state)
{
    (void)state;
    struct target both = make_target(WEBGPU_TEXTURE_FORMAT_DEPTH24PLUS_STENCIL8, 1, 4);
    struct target depth = make_target(WEBGPU_TEXTURE_FORMAT_DEPTH32FLOAT, 1, 4);
    struct target stencil = make_target(WEBGPU_TEXTURE_FORMAT_STENCIL8, 1, 1);
    struct target color = make_color_target();
    struct target samples = make_target(WEBGPU_TEXTURE_FORMAT_RGBA8UNORM, 4, 4);
    const struct {
        const char *what;
        struct webgpu_render_pass_depth_stencil_attachment attachment;
    } rows[] = {
        {"a colour", {color.view, {0}, load, store, {0}, {0}, NO_LOAD, NO_STORE, {0}}},
        {"no clear value", {depth.view, {0}, clear, store, {0}, {0}, NO_LOAD, NO_STORE, {0}}},
        {"above 1", {depth.view, {true, 1.5f}, clear, store, {0}, {0}, NO_LOAD, NO_STORE, {0}}},
        {"below 0", {depth.view, {true, -0.5f}, clear, store, {0}, {0}, NO_LOAD, NO_STORE, {0}}},
        {"NaN", {depth.view, {true, NAN}, clear, store, {0}, {0}, NO_LOAD, NO_STORE, {0}}},
        {"infinite", {depth.view, {true, INFINITY}, clear, store, {0}, {0}, NO_LOAD, NO_STORE, {0}}},
        {"NaN, unused", {depth.view, {true, NAN}, load, store, {0}, {0}, NO_LOAD, NO_STORE, {0}}},
        {"infinite, unused", {depth.view, {true, -INFINITY}, load, store, {0}, {0}, NO_LOAD, NO_STORE, {0}}},
        {"no depth load", {depth.view, {0}, NO_LOAD, store, {0}, {0}, NO_LOAD, NO_STORE, {0}}},
        {"no depth store", {depth.view, {0}, load, NO_STORE, {0}, {0}, NO_LOAD, NO_STORE, {0}}},
        {"no stencil load", {both.view, {0}, load, store, {0}, {0}, NO_LOAD, store, {0}}},
        {"no stencil store", {both.view, {0}, load, store, {0}, {0}, load, NO_STORE, {0}}},
        {"no stencil ops", {stencil.view, {0}, NO_LOAD, NO_STORE, {0}, {0}, NO_LOAD, NO_STORE, {0}}},
        {"stencil of depth", {depth.view, {0}, load, store, {0}, {0}, load, store, {0}}},
        {"depth of stencil", {stencil.view, {0}, load, store, {0}, {0}, load, store, {0}}},
        {"depth read only", {both.view, {0}, load, store, READ_ONLY, {0}, load, store, {0}}},
        {"stencil read only", {both.view, {0}, load, store, {0}, {0}, load, store, READ_ONLY}},
    };
    for (size_t i = 0; i < BASE_COUNT(rows); i++)
        assert_pass_refused(
            &(struct webgpu_render_pass_descriptor){.depth_stencil_attachment = {true, rows[i].attachment}},
            rows[i].what);
    color_option four = attach(&samples);
    assert_pass_refused(
        &(struct webgpu_render_pass_descriptor){
            .color_attachments = {&four, 1},
            .depth_stencil_attachment = {true, {depth.view, .depth_read_only = READ_ONLY}}},
        "two sample counts");
    struct target *all[] = {&both, &depth, &stencil, &color, &samples};
    for (size_t i = 0; i < BASE_COUNT(all); i++)
        drop_target(all[i]);
}

/* A pass over one target, for commands that are to be refused. */
struct attempt {
    struct target target;
    struct webgpu_render_pipeline *pipeline;
    struct webgpu_command_encoder *encoder;
    struct webgpu_render_pass_encoder *pass;
};

static struct attempt
attempt_new(void)
{
    return (struct attempt){.target = make_color_target(),
                            .pipeline = make_render_pipeline(VERTEX_WHOLE FRAGMENT_RED, NULL)};
}

static struct webgpu_render_pass_encoder *
attempt_begin(struct attempt *attempt)
{
    attempt->encoder = make_encoder();
    attempt->pass = begin_render(attempt->encoder, &attempt->target);
    webgpu_render_pass_encoder_set_pipeline(attempt->pass, attempt->pipeline);
    return attempt->pass;
}

static void
attempt_end(struct attempt *attempt, const char *what)
{
    push_validation();
    end_render(attempt->pass);
    assert_no_error();
    if (!is_refused(attempt->encoder))
        fail_msg("%s", what);
}

static void
attempt_drop(struct attempt *attempt)
{
    webgpu_render_pipeline_drop(attempt->pipeline);
    drop_target(&attempt->target);
}

/* The limits are those of every device: maxTextureDimension2D is 8192. */
static void
test_rasterization_state(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        float x, y, width, height, min, max;
    } viewports[] = {
        {"x is NaN", NAN, 0, 1, 1, 0, 1},
        {"y is infinite", 0, INFINITY, 1, 1, 0, 1},
        {"width is NaN", 0, 0, NAN, 1, 0, 1},
        {"height is infinite", 0, 0, 1, -INFINITY, 0, 1},
        {"the least depth is NaN", 0, 0, 1, 1, NAN, 1},
        {"the greatest depth is NaN", 0, 0, 1, 1, 0, NAN},
        {"width below 0", 0, 0, -1, 1, 0, 1},
        {"height below 0", 0, 0, 1, -1, 0, 1},
        {"too wide", 0, 0, 8193, 1, 0, 1},
        {"too high", 0, 0, 1, 8193, 0, 1},
        {"too far left", -16385, 0, 1, 1, 0, 1},
        {"too far up", 0, -16385, 1, 1, 0, 1},
        {"too far right", 16383, 0, 1, 1, 0, 1},
        {"too far down", 0, 16383, 1, 1, 0, 1},
        {"depth below 0", 0, 0, 1, 1, -0.1f, 1},
        {"depth above 1", 0, 0, 1, 1, 0, 1.1f},
        {"the wrong way round", 0, 0, 1, 1, 0.6f, 0.4f},
    };
    static const struct {
        const char *what;
        uint32_t x, y, width, height;
    } scissors[] = {
        {"too wide", 0, 0, 5, 1},
        {"too high", 0, 0, 1, 5},
        {"too far right", 5, 0, 0, 0},
        {"too far down", 0, 4, 0, 1},
        {"a sum that wraps", UINT32_MAX, 0, 2, 1},
        {"another", 0, 2, 1, UINT32_MAX},
    };
    static const struct webgpu_color colors[] = {{(double)NAN, 0, 0, 0},
                                                 {0, (double)INFINITY, 0, 0},
                                                 {0, 0, (double)-INFINITY, 0},
                                                 {0, 0, 0, (double)NAN}};
    struct attempt attempt = attempt_new();
    for (size_t i = 0; i < BASE_COUNT(viewports); i++) {
        webgpu_render_pass_encoder_set_viewport(attempt_begin(&attempt), viewports[i].x, viewports[i].y,
                                                viewports[i].width, viewports[i].height, viewports[i].min,
                                                viewports[i].max);
        attempt_end(&attempt, viewports[i].what);
    }
    for (size_t i = 0; i < BASE_COUNT(scissors); i++) {
        webgpu_render_pass_encoder_set_scissor_rect(attempt_begin(&attempt), scissors[i].x, scissors[i].y,
                                                    scissors[i].width, scissors[i].height);
        attempt_end(&attempt, scissors[i].what);
    }
    for (size_t i = 0; i < BASE_COUNT(colors); i++) {
        webgpu_render_pass_encoder_set_blend_constant(attempt_begin(&attempt), &colors[i], ARENA);
        attempt_end(&attempt, "a blend constant that is not finite");
    }
    attempt_drop(&attempt);
}

static void
test_buffers(void **state)
{
    (void)state;
    struct webgpu_buffer *vertices = make_buffer(64, WEBGPU_BUFFER_USAGE_VERTEX, false);
    struct webgpu_buffer *indices = make_buffer(64, WEBGPU_BUFFER_USAGE_INDEX, false);
    struct webgpu_buffer *indirect = make_buffer(64, WEBGPU_BUFFER_USAGE_INDIRECT, false);
    const struct {
        const char *what;
        uint32_t slot;
        struct webgpu_buffer *buffer;
        struct webgpu_option_u64 offset, size;
    } vertex_rows[] = {
        {"slot 8", 8, vertices, {0}, {0}},
        {"the greatest slot", UINT32_MAX, vertices, {0}, {0}},
        {"the greatest slot emptied", UINT32_MAX, NULL, {0}, {0}},
        {"offset 2", 0, vertices, {true, 2}, {0}},
        {"past the end", 0, vertices, {true, 68}, {0}},
        {"the greatest offset", 0, vertices, {true, UINT64_MAX - 3}, {0}},
        {"too much", 0, vertices, {true, 32}, {true, 36}},
        {"all there is, by webgpu.h", 0, vertices, {0}, {true, UINT64_MAX}},
        {"a sum that wraps", 0, vertices, {true, 32}, {true, UINT64_MAX - 31}},
        {"no buffer, an offset", 0, NULL, {true, 4}, {0}},
        {"no buffer, a size", 0, NULL, {0}, {true, 4}},
        {"no buffer, the greatest size", 0, NULL, {0}, {true, UINT64_MAX}},
        {"another usage", 0, indices, {0}, {0}},
    };
    const struct {
        const char *what;
        struct webgpu_buffer *buffer;
        enum webgpu_index_format format;
        struct webgpu_option_u64 offset, size;
    } index_rows[] = {
        {"offset 1", indices, WEBGPU_INDEX_FORMAT_UINT16, {true, 1}, {0}},
        {"offset 2", indices, WEBGPU_INDEX_FORMAT_UINT32, {true, 2}, {0}},
        {"past the end", indices, WEBGPU_INDEX_FORMAT_UINT16, {true, 66}, {0}},
        {"the greatest offset", indices, WEBGPU_INDEX_FORMAT_UINT16, {true, UINT64_MAX - 1}, {0}},
        {"too much", indices, WEBGPU_INDEX_FORMAT_UINT16, {true, 32}, {true, 34}},
        {"all there is, by webgpu.h", indices, WEBGPU_INDEX_FORMAT_UINT32, {0}, {true, UINT64_MAX}},
        {"another usage", vertices, WEBGPU_INDEX_FORMAT_UINT32, {0}, {0}},
    };
    const struct {
        const char *what;
        struct webgpu_buffer *buffer;
        uint64_t offset;
    } indirect_rows[] = {
        {"offset 2", indirect, 2},
        {"too near to the end", indirect, 52},
        {"the greatest offset", indirect, UINT64_MAX - 3},
        {"one that wraps", indirect, UINT64_MAX - 15},
        {"another usage", vertices, 0},
    };
    struct attempt attempt = attempt_new();
    for (size_t i = 0; i < BASE_COUNT(vertex_rows); i++) {
        webgpu_render_pass_encoder_set_vertex_buffer(attempt_begin(&attempt), vertex_rows[i].slot,
                                                     vertex_rows[i].buffer, vertex_rows[i].offset,
                                                     vertex_rows[i].size);
        attempt_end(&attempt, vertex_rows[i].what);
    }
    for (size_t i = 0; i < BASE_COUNT(index_rows); i++) {
        webgpu_render_pass_encoder_set_index_buffer(attempt_begin(&attempt), index_rows[i].buffer,
                                                    index_rows[i].format, index_rows[i].offset,
                                                    index_rows[i].size);
        attempt_end(&attempt, index_rows[i].what);
    }
    for (size_t i = 0; i < BASE_COUNT(indirect_rows); i++) {
        webgpu_render_pass_encoder_draw_indirect(attempt_begin(&attempt), indirect_rows[i].buffer,
                                                 indirect_rows[i].offset);
        attempt_end(&attempt, indirect_rows[i].what);
        webgpu_render_pass_encoder_set_index_buffer(attempt_begin(&attempt), indices,
                                                    WEBGPU_INDEX_FORMAT_UINT16, NONE_U64, NONE_U64);
        webgpu_render_pass_encoder_draw_indexed_indirect(attempt.pass, indirect_rows[i].buffer,
                                                         indirect_rows[i].offset);
        attempt_end(&attempt, indirect_rows[i].what);
    }
    webgpu_render_pass_encoder_draw_indexed_indirect(attempt_begin(&attempt), indirect, 0);
    attempt_end(&attempt, "no index buffer");

    push_validation(); /* a slot is emptied, whatever it holds; the end of a buffer is no part of it */
    struct webgpu_render_pass_encoder *pass = attempt_begin(&attempt);
    webgpu_render_pass_encoder_set_vertex_buffer(pass, 7, NULL, NONE_U64, NONE_U64);
    webgpu_render_pass_encoder_set_vertex_buffer(pass, 7, vertices, NONE_U64, NONE_U64);
    webgpu_render_pass_encoder_set_vertex_buffer(pass, 7, NULL, SOME_U64(0), SOME_U64(0));
    webgpu_render_pass_encoder_set_vertex_buffer(pass, 0, vertices, SOME_U64(64), NONE_U64);
    webgpu_render_pass_encoder_set_index_buffer(pass, indices, WEBGPU_INDEX_FORMAT_UINT32, SOME_U64(64),
                                                SOME_U64(0));
    draw(pass, 3);
    end_render(pass);
    submit(attempt.encoder);
    assert_no_error();
    attempt_drop(&attempt);
    webgpu_buffer_drop(vertices);
    webgpu_buffer_drop(indices);
    webgpu_buffer_drop(indirect);
}

static const char needy[] = "@group(0) @binding(0) var<uniform> u: vec4f;\n"
                            "@vertex fn vs(@location(0) a: vec2f) -> @builtin(position) vec4f {\n"
                            "    return vec4f(a, u.x, 1);\n"
                            "}\n" FRAGMENT_RED;

/* What a draw needs: a pipeline, its groups and buffers, which are large enough. */
static void
test_draws(void **state)
{
    (void)state;
    struct attempt attempt = attempt_new();
    struct webgpu_vertex_attribute attribute = {WEBGPU_VERTEX_FORMAT_FLOAT32X2, 8, 0};
    struct webgpu_option_vertex_buffer_layout layout = {true,
                                                        {.array_stride = 16, .attributes = {&attribute, 1}}};
    struct webgpu_render_pipeline_descriptor descriptor = {.vertex = {.buffers = {true, {&layout, 1}}},
                                                           .fragment.some = true};
    struct webgpu_render_pipeline *pipeline = make_render_pipeline(needy, &descriptor);
    struct webgpu_bind_group_layout *group_layout = webgpu_render_pipeline_get_bind_group_layout(pipeline, 0);
    struct webgpu_buffer *uniform = make_buffer(16, WEBGPU_BUFFER_USAGE_UNIFORM, false);
    struct webgpu_bind_group_entry entry = {
        .resource = {.tag = WEBGPU_BINDING_RESOURCE_BUFFER, .buffer = uniform}};
    const struct webgpu_bind_group_descriptor group_descriptor = {.layout = group_layout,
                                                                  .entries = {&entry, 1}};
    struct webgpu_bind_group *group = webgpu_device_create_bind_group(guest.device, &group_descriptor, ARENA);
    struct webgpu_buffer *vertices = make_buffer(48, WEBGPU_BUFFER_USAGE_VERTEX, false);
    struct webgpu_buffer *indices = make_buffer(12, WEBGPU_BUFFER_USAGE_INDEX, false);
    const struct webgpu_option_u32_list no_offsets = {.some = false};
    struct webgpu_set_bind_group_error error;

    /* Each with one thing left out, or drawn too far; the last row is right. */
    const struct {
        const char *what;
        bool pipeline, group, vertices, indices;
        uint32_t count, first, instances;
    } rows[] = {
        {"no pipeline", false, true, true, false, 3, 0, 1},
        {"no group", true, false, true, false, 3, 0, 1},
        {"no vertex buffer", true, true, false, false, 3, 0, 1},
        {"a vertex too many", true, true, true, false, 4, 0, 1},
        {"a vertex too far", true, true, true, false, 3, 1, 1},
        {"the greatest vertex", true, true, true, false, 3, UINT32_MAX, 1},
        {"the most vertices", true, true, true, false, UINT32_MAX, 3, 1},
        {"an index too many", true, true, true, true, 7, 0, 1},
        {"an index too far", true, true, true, true, 6, 1, 1},
        {"the greatest index", true, true, true, true, 2, UINT32_MAX, 1},
        {"right", true, true, true, true, 6, 0, 2},
        {"right", true, true, true, false, 3, 0, 2},
    };
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        struct webgpu_command_encoder *encoder = make_encoder();
        struct webgpu_render_pass_encoder *pass = begin_render(encoder, &attempt.target);
        if (rows[i].pipeline)
            webgpu_render_pass_encoder_set_pipeline(pass, pipeline);
        if (rows[i].group)
            assert_true(webgpu_render_pass_encoder_set_bind_group(pass, 0, group, no_offsets, NONE_U64,
                                                                  NONE_U32, ARENA, &error));
        if (rows[i].vertices)
            webgpu_render_pass_encoder_set_vertex_buffer(pass, 0, vertices, NONE_U64, NONE_U64);
        if (rows[i].indices) {
            webgpu_render_pass_encoder_set_index_buffer(pass, indices, WEBGPU_INDEX_FORMAT_UINT16, NONE_U64,
                                                        NONE_U64);
            webgpu_render_pass_encoder_draw_indexed(pass, rows[i].count, SOME_U32(rows[i].instances),
                                                    SOME_U32(rows[i].first),
                                                    (struct webgpu_option_s32){true, INT32_MIN}, NONE_U32);
        } else {
            webgpu_render_pass_encoder_draw(pass, rows[i].count, SOME_U32(rows[i].instances),
                                            SOME_U32(rows[i].first), NONE_U32);
        }
        end_render(pass);
        if (is_refused(encoder) == (strcmp(rows[i].what, "right") == 0))
            fail_msg("row %zu: %s", i, rows[i].what);
    }
    webgpu_render_pass_encoder_draw_indexed(attempt_begin(&attempt), 3, NONE_U32, NONE_U32,
                                            (struct webgpu_option_s32){.some = false}, NONE_U32);
    attempt_end(&attempt, "no index buffer");
    webgpu_bind_group_drop(group);
    webgpu_bind_group_layout_drop(group_layout);
    webgpu_render_pipeline_drop(pipeline);
    webgpu_buffer_drop(uniform);
    webgpu_buffer_drop(vertices);
    webgpu_buffer_drop(indices);
    attempt_drop(&attempt);
}

/* Queries of one pass. */
static void
test_occlusion_queries(void **state)
{
    (void)state;
    enum command { END, BEGIN_0, BEGIN_1, BEGIN_2, BEGIN_GREATEST, STOP };
    static const struct {
        const char *what;
        bool has_set;
        enum command commands[5];
    } rows[] = {
        {"no set", false, {BEGIN_0, END, STOP}},
        {"out of range", true, {BEGIN_2, END, STOP}},
        {"the greatest", true, {BEGIN_GREATEST, END, STOP}},
        {"nested", true, {BEGIN_0, BEGIN_1, END, END, STOP}},
        {"twice", true, {BEGIN_0, END, BEGIN_0, END, STOP}},
        {"an end alone", true, {END, STOP}},
        {"left open", true, {BEGIN_1, STOP}},
    };
    const struct webgpu_query_set_descriptor descriptor = {.type = WEBGPU_QUERY_TYPE_OCCLUSION, .count = 2};
    struct webgpu_query_set *queries;
    struct webgpu_create_query_set_error error;
    assert_true(webgpu_device_create_query_set(guest.device, &descriptor, ARENA, &queries, &error));
    struct target target = make_color_target();
    color_option color = attach(&target);
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        const struct webgpu_render_pass_descriptor pass_descriptor = {
            .color_attachments = {&color, 1}, .occlusion_query_set = rows[i].has_set ? queries : NULL};
        struct webgpu_command_encoder *encoder = make_encoder();
        struct webgpu_render_pass_encoder *pass =
            webgpu_command_encoder_begin_render_pass(encoder, &pass_descriptor, ARENA);
        for (const enum command *command = rows[i].commands; *command != STOP; command++) {
            if (*command == END)
                webgpu_render_pass_encoder_end_occlusion_query(pass);
            else
                webgpu_render_pass_encoder_begin_occlusion_query(
                    pass, *command == BEGIN_GREATEST ? UINT32_MAX : (uint32_t)*command - BEGIN_0);
        }
        end_render(pass);
        if (!is_refused(encoder))
            fail_msg("%s", rows[i].what);
    }
    webgpu_query_set_drop(queries);
    drop_target(&target);
}

/* WebGPU, "encoder state", "Debug Markers", maxDrawCount. */
static void
test_states(void **state)
{
    (void)state;
    struct attempt attempt = attempt_new();
    webgpu_render_pass_encoder_push_debug_group(attempt_begin(&attempt), base_str("open"));
    attempt_end(&attempt, "a group left open");
    webgpu_render_pass_encoder_pop_debug_group(attempt_begin(&attempt));
    attempt_end(&attempt, "a group that was not opened");

    struct webgpu_render_pass_encoder *pass = attempt_begin(&attempt); /* ended twice */
    webgpu_render_pass_encoder_end(pass);
    push_validation();
    end_render(pass);
    assert_validation_error();
    push_validation();
    submit(attempt.encoder);
    assert_no_error();

    pass = attempt_begin(&attempt); /* used after its end */
    webgpu_render_pass_encoder_end(pass);
    push_validation();
    draw(pass, 3);
    assert_validation_error();
    push_validation();
    webgpu_render_pass_encoder_set_viewport(pass, NAN, 0, 0, 0, 0, 0);
    assert_validation_error();
    webgpu_render_pass_encoder_drop(pass);
    push_validation();
    submit(attempt.encoder);
    assert_no_error();

    pass = attempt_begin(&attempt); /* open when the encoder is finished */
    if (!is_refused(attempt.encoder))
        fail_msg("left open");
    webgpu_render_pass_encoder_drop(pass);

    struct webgpu_command_encoder *encoder = make_encoder(); /* two at a time */
    pass = begin_render(encoder, &attempt.target);
    struct webgpu_render_pass_encoder *second = begin_render(encoder, &attempt.target);
    push_validation();
    webgpu_render_pass_encoder_end(second);
    end_render(pass);
    webgpu_render_pass_encoder_drop(second);
    pop_scope(NULL);
    if (!is_refused(encoder))
        fail_msg("two at a time");

    color_option color = attach(&attempt.target);
    struct webgpu_render_pass_descriptor descriptor = {.color_attachments = {&color, 1},
                                                       .max_draw_count = SOME_U64(2)};
    for (uint32_t draws = 2; draws <= 3; draws++) {
        encoder = make_encoder();
        pass = webgpu_command_encoder_begin_render_pass(encoder, &descriptor, ARENA);
        webgpu_render_pass_encoder_set_pipeline(pass, attempt.pipeline);
        for (uint32_t i = 0; i < draws; i++)
            draw(pass, 3);
        end_render(pass);
        if (is_refused(encoder) != (draws == 3))
            fail_msg("%u draws of 2", draws);
    }

    descriptor.max_draw_count = SOME_U64(UINT64_MAX);
    encoder = make_encoder(); /* dropped without an end: nothing happens */
    pass = webgpu_command_encoder_begin_render_pass(encoder, &descriptor, ARENA);
    webgpu_command_encoder_drop(encoder);
    webgpu_render_pass_encoder_drop(pass);
    assert_int_equal(guest.warnings, 0);
    attempt_drop(&attempt);
}

/* Lists of absurd length, of things that are there and of holes. */
static void
test_long_lists(void **state)
{
    (void)state;
    enum { LONG = 100000 };
    struct target target = make_color_target();
    color_option *colors = calloc(LONG, sizeof *colors);
    struct webgpu_option_texture_format *formats = calloc(LONG, sizeof *formats);
    struct webgpu_option_color_target_state *targets = calloc(LONG, sizeof *targets);
    struct webgpu_option_vertex_buffer_layout *buffers = calloc(LONG, sizeof *buffers);
    struct webgpu_vertex_attribute *attributes = calloc(LONG, sizeof *attributes);
    assert_true(colors != NULL && formats != NULL && targets != NULL && buffers != NULL &&
                attributes != NULL);
    for (int some = 0; some < 2; some++) {
        for (size_t i = 0; i < LONG && some == 1; i++) {
            colors[i] = attach(&target);
            formats[i].some = true;
            targets[i].some = true;
            buffers[i].some = true;
        }
        buffers[1] = (struct webgpu_option_vertex_buffer_layout){true, {.attributes = {attributes, LONG}}};
        assert_colors_refused(colors, LONG, "colors");
        const struct webgpu_render_bundle_encoder_descriptor descriptor = {.color_formats = {formats, LONG}};
        push_validation();
        webgpu_render_bundle_encoder_drop(
            webgpu_device_create_render_bundle_encoder(guest.device, &descriptor, ARENA));
        assert_validation_error();
        const struct webgpu_render_pipeline_descriptor rows[] = {
            {.fragment = {true, {.targets = {targets, LONG}}}},
            {.vertex = {.buffers = {true, {buffers, LONG}}}, .fragment.some = true},
            {.vertex = {.buffers = {true, {buffers, 2}}}, .fragment.some = true},
        };
        for (size_t i = 0; i < BASE_COUNT(rows); i++) {
            push_validation();
            webgpu_render_pipeline_drop(make_render_pipeline(VERTEX_WHOLE FRAGMENT_RED, &rows[i]));
            assert_validation_error();
        }
    }
    free(colors);
    free(formats);
    free(targets);
    free(buffers);
    free(attributes);
    drop_target(&target);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_color_attachments, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_depth_stencil_attachments, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_rasterization_state, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_buffers, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_draws, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_occlusion_queries, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_states, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_long_lists, setup_device, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
