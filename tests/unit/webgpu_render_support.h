/* Targets to draw to and what was drawn, for tests of rendering. */
#ifndef WEBGPU_RENDER_SUPPORT_H
#define WEBGPU_RENDER_SUPPORT_H

#include "webgpu_support.h"

#define SIZE 4
#define PIXELS (SIZE * SIZE)
#define ROW_SIZE 256 /* of a copy */

struct target {
    struct webgpu_texture *texture;
    struct webgpu_texture_view *view;
    uint32_t texel_size;
};

/* Pixels are written as they lie in memory, red first. */
#define RGBA(r, g, b, a) ((uint32_t)(r) | (uint32_t)(g) << 8 | (uint32_t)(b) << 16 | (uint32_t)(a) << 24)
#define BLACK RGBA(0, 0, 0, 255)
#define RED RGBA(255, 0, 0, 255)
#define GREEN RGBA(0, 255, 0, 255)
#define BLUE RGBA(0, 0, 255, 255)
#define WHITE RGBA(255, 255, 255, 255)

/* With a view of the whole. `texel_size` is what a copy of it has. */
static inline struct target
make_target_of(const struct webgpu_texture_descriptor *descriptor, uint32_t texel_size)
{
    const struct webgpu_option_texture_view_descriptor none = {.some = false};
    struct target target = {.texture = webgpu_device_create_texture(guest.device, descriptor, ARENA),
                            .texel_size = texel_size};
    assert_non_null(target.texture);
    target.view = webgpu_texture_create_view(target.texture, &none, ARENA);
    assert_non_null(target.view);
    return target;
}

/* One level of one layer, SIZE on each side. */
static inline struct target
make_target(enum webgpu_texture_format format, uint32_t samples, uint32_t texel_size)
{
    const struct webgpu_texture_descriptor descriptor = {
        .size = {SIZE, SOME_U32(SIZE), NONE_U32},
        .sample_count = SOME_U32(samples),
        .format = format,
        .usage = WEBGPU_TEXTURE_USAGE_RENDER_ATTACHMENT | (samples == 1 ? WEBGPU_TEXTURE_USAGE_COPY_SRC : 0u),
    };
    return make_target_of(&descriptor, texel_size);
}

static inline struct target
make_color_target(void)
{
    return make_target(WEBGPU_TEXTURE_FORMAT_RGBA8UNORM, 1, 4);
}

static inline void
drop_target(struct target *target)
{
    webgpu_texture_view_drop(target->view);
    webgpu_texture_drop(target->texture);
}

/* PIXELS texels of one aspect of one slice, without gaps. */
static inline void
read_slice(const struct target *target, enum webgpu_texture_aspect aspect, uint32_t slice, void *to)
{
    struct webgpu_buffer *buffer =
        make_buffer(ROW_SIZE * SIZE, WEBGPU_BUFFER_USAGE_COPY_DST | WEBGPU_BUFFER_USAGE_COPY_SRC, false);
    struct webgpu_command_encoder *encoder = make_encoder();
    const struct webgpu_texel_copy_texture_info source = {
        .texture = target->texture, .aspect = {true, aspect}, .origin = {true, {.z = SOME_U32(slice)}}};
    const struct webgpu_texel_copy_buffer_info destination = {
        .buffer = buffer, .bytes_per_row = SOME_U32(ROW_SIZE), .rows_per_image = SOME_U32(SIZE)};
    const struct webgpu_extent3_d size = {SIZE, SOME_U32(SIZE), NONE_U32};
    webgpu_command_encoder_copy_texture_to_buffer(encoder, &source, &destination, &size, ARENA);
    submit(encoder);
    unsigned char rows[ROW_SIZE * SIZE];
    read_back(buffer, rows, sizeof rows);
    for (size_t y = 0; y < SIZE; y++)
        memcpy((char *)to + y * SIZE * target->texel_size, rows + y * ROW_SIZE, SIZE * target->texel_size);
    webgpu_buffer_drop(buffer);
}

static inline void
read_target(const struct target *target, void *to)
{
    read_slice(target, WEBGPU_TEXTURE_ASPECT_ALL, 0, to);
}

/* A picture of SIZE lines: a character a pixel, '.' is black. */
static inline void
assert_picture(const struct target *target, const char *picture)
{
    static const struct {
        char letter;
        uint32_t pixel;
    } letters[] = {{'.', BLACK}, {'r', RED}, {'g', GREEN}, {'b', BLUE}, {'w', WHITE}};
    uint32_t pixels[PIXELS];
    char got[PIXELS + 1] = {0};
    read_target(target, pixels);
    for (size_t i = 0; i < PIXELS; i++) {
        got[i] = '?';
        for (size_t j = 0; j < BASE_COUNT(letters); j++) {
            if (letters[j].pixel == pixels[i])
                got[i] = letters[j].letter;
        }
    }
    if (strcmp(got, picture) != 0)
        fail_msg("%.4s %.4s %.4s %.4s is not %.4s %.4s %.4s %.4s", got, got + 4, got + 8, got + 12, picture,
                 picture + 4, picture + 8, picture + 12);
}

/* A triangle over all, at a depth, and what is one colour. */
#define VERTEX_WHOLE \
    "@vertex fn vs(@builtin(vertex_index) i: u32) -> @builtin(position) vec4f {\n" \
    "    return vec4f(f32(i & 1u) * 4.0 - 1.0, f32(i >> 1u) * 4.0 - 1.0, 0.5, 1.0);\n" \
    "}\n"
#define FRAGMENT_RED "@fragment fn fs() -> @location(0) vec4f { return vec4f(1, 0, 0, 1); }\n"

/* `from` completed: its shaders are `code`, its only target is RGBA8, its layout made of them, where nothing
 * else is said. */
static inline struct webgpu_render_pipeline *
make_render_pipeline(const char *code, const struct webgpu_render_pipeline_descriptor *from)
{
    static const struct webgpu_render_pipeline_descriptor plain = {.fragment.some = true};
    struct webgpu_shader_module *module = make_module(code);
    struct webgpu_render_pipeline_descriptor descriptor = from == NULL ? plain : *from;
    struct webgpu_option_color_target_state rgba = {true, {.format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM}};
    descriptor.vertex.module = module;
    descriptor.fragment.value.module = module;
    if (descriptor.fragment.value.targets.data == NULL)
        descriptor.fragment.value.targets = (struct webgpu_optional_color_target_state_list){&rgba, 1};
    if (descriptor.layout.specific == NULL)
        descriptor.layout.tag = WEBGPU_LAYOUT_MODE_AUTO;
    struct webgpu_render_pipeline *pipeline =
        webgpu_device_create_render_pipeline(guest.device, &descriptor, ARENA);
    assert_non_null(pipeline);
    webgpu_shader_module_drop(module);
    return pipeline;
}

/* Waits for the asynchronous form; NULL: refused, and *reason says why. */
static inline struct webgpu_render_pipeline *
create_render_async(const struct webgpu_render_pipeline_descriptor *descriptor,
                    enum webgpu_pipeline_error_reason *reason)
{
    struct abi_pending *op = op_new();
    webgpu_device_create_render_pipeline_async_start(guest.device, descriptor, ARENA, op);
    op_wait(op);
    struct webgpu_device_create_render_pipeline_async_result *result =
        RESULT(op, webgpu_device_create_render_pipeline_async_result);
    struct webgpu_render_pipeline *pipeline = result->value;
    result->value = NULL;
    assert_true(result->ok == (pipeline != NULL));
    if (!result->ok) {
        assert_int_equal(result->error.kind.tag, WEBGPU_CREATE_PIPELINE_ERROR_KIND_PIPELINE_ERROR);
        assert_int_not_equal(result->error.message.size, 0);
        *reason = result->error.kind.pipeline_error;
    }
    abi_pending_delete(op);
    return pipeline;
}

static inline struct webgpu_option_render_pass_color_attachment
attach(const struct target *target)
{
    return (struct webgpu_option_render_pass_color_attachment){true,
                                                               {.view = target->view,
                                                                .clear_value = {true, {0, 0, 0, 1}},
                                                                .load_op = WEBGPU_LOAD_OP_CLEAR,
                                                                .store_op = WEBGPU_STORE_OP_STORE}};
}

/* On black. */
static inline struct webgpu_render_pass_encoder *
begin_render(struct webgpu_command_encoder *encoder, const struct target *target)
{
    struct webgpu_option_render_pass_color_attachment color = attach(target);
    const struct webgpu_render_pass_descriptor descriptor = {.color_attachments = {&color, 1}};
    struct webgpu_render_pass_encoder *pass =
        webgpu_command_encoder_begin_render_pass(encoder, &descriptor, ARENA);
    assert_non_null(pass);
    return pass;
}

static inline void
end_render(struct webgpu_render_pass_encoder *pass)
{
    webgpu_render_pass_encoder_end(pass);
    webgpu_render_pass_encoder_drop(pass);
}

static inline void
draw(struct webgpu_render_pass_encoder *pass, uint32_t vertices)
{
    webgpu_render_pass_encoder_draw(pass, vertices, NONE_U32, NONE_U32, NONE_U32);
}

/* A buffer with contents. */
static inline struct webgpu_buffer *
make_filled(uint32_t usage, const void *data, uint32_t size)
{
    struct webgpu_buffer *buffer = make_buffer(size, usage | WEBGPU_BUFFER_USAGE_COPY_DST, false);
    write_all(buffer, data, size);
    return buffer;
}

#endif
