/* Texels on their way: written, copied from texture to texture, to a buffer and from it, and compared byte by
 * byte, in every format, dimension, mip level, layer and aspect. What is refused is in
 * webgpu_texel_copy_errors.c. WebGPU, "Texel Copies". */
#include "webgpu_texture_support.h"

#include <stdlib.h>

/* A texture's subresource as copies see it. */
struct image {
    struct webgpu_texture_descriptor texture;
    enum webgpu_texture_aspect aspect;
    uint32_t mip_level;
    uint32_t block_bytes; /* "texel block copy footprint" of the aspect */
    bool writable;        /* from buffers, and by write-texture */
};

/* In blocks. */
struct blocks {
    uint32_t columns, rows, images;
};

static uint32_t
mip_size(uint32_t size, uint32_t level)
{
    return size >> level == 0 ? 1 : size >> level;
}

static struct blocks
blocks_of(const struct image *image)
{
    const struct gpu_texel_block block = webgpu_texel_block(image->texture.format);
    const struct webgpu_extent3_d *size = &image->texture.size;
    const uint32_t depth = size->depth_or_array_layers.value;
    const bool deep = image->texture.dimension.value == WEBGPU_TEXTURE_DIMENSION_D3;
    return (struct blocks){
        .columns = (mip_size(size->width, image->mip_level) + block.width - 1) / block.width,
        .rows = (mip_size(size->height.value, image->mip_level) + block.height - 1) / block.height,
        .images = deep ? mip_size(depth, image->mip_level) : depth,
    };
}

static struct webgpu_extent3_d
extent_of(const struct image *image)
{
    const struct gpu_texel_block block = webgpu_texel_block(image->texture.format);
    const struct blocks blocks = blocks_of(image);
    return (struct webgpu_extent3_d)SIZE(blocks.columns * block.width, blocks.rows * block.height,
                                         blocks.images);
}

/* Bytes that are a number in every format, neither small nor great, so that every copy keeps them. */
static uint8_t
pattern(uint32_t column, uint32_t row, uint32_t image, uint32_t byte)
{
    return (uint8_t)(0x30 | ((column * 7 + row * 5 + image * 11 + byte * 3 + column * row) & 0xf));
}

/* Where the block's bytes begin in a buffer of that layout. */
static size_t
place(const struct webgpu_texel_copy_buffer_layout *layout, uint32_t block_bytes, uint32_t column,
      uint32_t row, uint32_t image)
{
    const size_t rows = (size_t)image * layout->rows_per_image.value + row;
    return layout->offset.value + rows * layout->bytes_per_row.value + (size_t)column * block_bytes;
}

static size_t
size_of(const struct webgpu_texel_copy_buffer_layout *layout, const struct image *image)
{
    const struct blocks blocks = blocks_of(image);
    return place(layout, image->block_bytes, blocks.columns, blocks.rows - 1, blocks.images - 1);
}

static void
fill(uint8_t *data, const struct webgpu_texel_copy_buffer_layout *layout, const struct image *image)
{
    const struct blocks blocks = blocks_of(image);
    for (uint32_t z = 0; z < blocks.images; z++)
        for (uint32_t y = 0; y < blocks.rows; y++)
            for (uint32_t x = 0; x < blocks.columns; x++)
                for (uint32_t i = 0; i < image->block_bytes; i++)
                    data[place(layout, image->block_bytes, x, y, z) + i] = pattern(x, y, z, i);
}

static struct webgpu_texel_copy_texture_info
whole(struct webgpu_texture *texture, const struct image *image)
{
    return (struct webgpu_texel_copy_texture_info){
        .texture = texture,
        .mip_level = {true, image->mip_level},
        .aspect = {true, image->aspect},
    };
}

static void
copy_to_texture(struct webgpu_buffer *from, const struct webgpu_texel_copy_buffer_layout *layout,
                struct webgpu_texture *to, const struct image *image)
{
    const struct webgpu_texel_copy_buffer_info source = {from, layout->offset, layout->bytes_per_row,
                                                         layout->rows_per_image};
    const struct webgpu_texel_copy_texture_info destination = whole(to, image);
    const struct webgpu_extent3_d extent = extent_of(image);
    struct webgpu_command_encoder *encoder = make_encoder();
    webgpu_command_encoder_copy_buffer_to_texture(encoder, &source, &destination, &extent, ARENA);
    submit(encoder);
}

static void
copy_to_buffer(struct webgpu_texture *from, const struct image *image, struct webgpu_buffer *to,
               const struct webgpu_texel_copy_buffer_layout *layout)
{
    const struct webgpu_texel_copy_texture_info source = whole(from, image);
    const struct webgpu_texel_copy_buffer_info destination = {to, layout->offset, layout->bytes_per_row,
                                                              layout->rows_per_image};
    const struct webgpu_extent3_d extent = extent_of(image);
    struct webgpu_command_encoder *encoder = make_encoder();
    webgpu_command_encoder_copy_texture_to_buffer(encoder, &source, &destination, &extent, ARENA);
    submit(encoder);
}

/* With all aspects, as depth and stencil must be. */
static void
copy_to_other(struct webgpu_texture *from, struct webgpu_texture *to, const struct image *image)
{
    struct webgpu_texel_copy_texture_info source = whole(from, image);
    struct webgpu_texel_copy_texture_info destination = whole(to, image);
    source.aspect.value = destination.aspect.value = WEBGPU_TEXTURE_ASPECT_ALL;
    const struct webgpu_extent3_d extent = extent_of(image);
    struct webgpu_command_encoder *encoder = make_encoder();
    webgpu_command_encoder_copy_texture_to_texture(encoder, &source, &destination, &extent, ARENA);
    submit(encoder);
}

/* What the texture holds, in a buffer between whose rows and images nothing may be written. Zeros, where
 * nothing was. */
static void
assert_contents(struct webgpu_texture *texture, const struct image *image, const char *name)
{
    const struct webgpu_texel_copy_buffer_layout layout = {
        .offset = {true, 256},
        .bytes_per_row = {true, 512},
        .rows_per_image = {true, blocks_of(image).rows + 1},
    };
    const uint32_t size = ((uint32_t)size_of(&layout, image) + 3) / 4 * 4;
    uint8_t *want = calloc(1, size);
    uint8_t *got = calloc(1, size);
    assert_non_null(want);
    assert_non_null(got);
    if (image->writable)
        fill(want, &layout, image);
    struct webgpu_buffer *buffer =
        make_buffer(size, WEBGPU_BUFFER_USAGE_COPY_SRC | WEBGPU_BUFFER_USAGE_COPY_DST, false);
    copy_to_buffer(texture, image, buffer, &layout);
    read_back(buffer, got, size);
    for (uint32_t i = 0; i < size; i++) {
        if (want[i] != got[i])
            fail_msg("%s, aspect %u, dimension %u, mip level %u: byte %u is %02x, not %02x", name,
                     image->aspect, image->texture.dimension.value + 1, image->mip_level, i, got[i], want[i]);
    }
    webgpu_buffer_drop(buffer);
    free(want);
    free(got);
}

/* By write-texture, whose strides need no alignment. */
static void
write_contents(struct webgpu_texture *texture, const struct image *image)
{
    const struct blocks blocks = blocks_of(image);
    const struct webgpu_texel_copy_buffer_layout layout = {
        .offset = {true, 5},
        .bytes_per_row = {true, blocks.columns * image->block_bytes + 3},
        .rows_per_image = {true, blocks.rows + 1},
    };
    const size_t size = size_of(&layout, image);
    uint8_t *data = malloc(size); /* exactly: the last row is not padded */
    assert_non_null(data);
    memset(data, 0xee, size);
    fill(data, &layout, image);
    const struct webgpu_texel_copy_texture_info destination = whole(texture, image);
    const struct webgpu_extent3_d extent = extent_of(image);
    webgpu_queue_write_texture_with_copy(guest.queue, &destination, (struct abi_view){data, (uint32_t)size},
                                         &layout, &extent, ARENA);
    free(data);
}

/* Write, copy, read; then from a buffer too. */
static void
round_trip(const struct image *image, const char *name)
{
    push_validation();
    struct webgpu_texture *first = make_texture(&image->texture);
    struct webgpu_texture *second = make_texture(&image->texture);
    if (image->writable)
        write_contents(first, image);
    assert_contents(first, image, name);
    copy_to_other(first, second, image);
    assert_contents(second, image, name);
    if (image->writable) {
        const struct webgpu_texel_copy_buffer_layout layout = {
            .offset = {true, 512},
            .bytes_per_row = {true, 256},
            .rows_per_image = {true, blocks_of(image).rows + 3},
        };
        const uint32_t size = ((uint32_t)size_of(&layout, image) + 3) / 4 * 4;
        uint8_t *data = calloc(1, size);
        assert_non_null(data);
        fill(data, &layout, image);
        struct webgpu_buffer *buffer =
            make_buffer(size, WEBGPU_BUFFER_USAGE_COPY_SRC | WEBGPU_BUFFER_USAGE_COPY_DST, false);
        write_all(buffer, data, size);
        struct webgpu_texture *third = make_texture(&image->texture);
        copy_to_texture(buffer, &layout, third, image);
        assert_contents(third, image, name);
        webgpu_texture_drop(third);
        webgpu_buffer_drop(buffer);
        free(data);
    }
    char text[1024];
    if (pop_scope(text) != -1)
        fail_msg("%s: %s", name, text);
    webgpu_texture_drop(second);
    webgpu_texture_drop(first);
}

/* What of a format can be copied: each aspect that a buffer can take. */
struct part {
    enum webgpu_texture_aspect aspect;
    uint32_t block_bytes;
    bool writable;
};

static size_t
parts_of(enum webgpu_texture_format format, struct part parts[2])
{
    const struct part stencil = {WEBGPU_TEXTURE_ASPECT_STENCIL_ONLY, 1, true};
    switch (format) {
    case WEBGPU_TEXTURE_FORMAT_STENCIL8:
    case WEBGPU_TEXTURE_FORMAT_DEPTH24PLUS_STENCIL8:
        parts[0] = stencil;
        return 1;
    case WEBGPU_TEXTURE_FORMAT_DEPTH16UNORM:
        parts[0] = (struct part){WEBGPU_TEXTURE_ASPECT_DEPTH_ONLY, 2, true};
        return 1;
    case WEBGPU_TEXTURE_FORMAT_DEPTH24PLUS:
        return 0;
    case WEBGPU_TEXTURE_FORMAT_DEPTH32FLOAT_STENCIL8:
        parts[1] = stencil;
        parts[0] = (struct part){WEBGPU_TEXTURE_ASPECT_DEPTH_ONLY, 4, false};
        return 2;
    case WEBGPU_TEXTURE_FORMAT_DEPTH32FLOAT:
        parts[0] = (struct part){WEBGPU_TEXTURE_ASPECT_DEPTH_ONLY, 4, false};
        return 1;
    default:
        parts[0] = (struct part){WEBGPU_TEXTURE_ASPECT_ALL, webgpu_texel_block(format).bytes, true};
        return 1;
    }
}

static void
test_every_format(void **state)
{
    (void)state;
    for (enum webgpu_texture_format format = 0; format < WEBGPU_TEXTURE_FORMAT_COUNT; format++) {
        if (!format_exists(format))
            continue;
        const struct gpu_texel_block block = webgpu_texel_block(format);
        struct part parts[2];
        const size_t count = parts_of(format, parts);
        for (size_t i = 0; i < count; i++) {
            struct image image = {
                .texture = {.size = SIZE(block.width * 5, block.height * 3, 2),
                            .mip_level_count = {true, 2},
                            .dimension = SOME_DIMENSION(D2),
                            .format = format,
                            .usage = COPIES},
                .aspect = parts[i].aspect,
                .block_bytes = parts[i].block_bytes,
                .writable = parts[i].writable,
            };
            round_trip(&image, format_name(format));
            image.mip_level = 1; /* whose blocks may reach beyond its size */
            round_trip(&image, format_name(format));
            if (parts[i].aspect != WEBGPU_TEXTURE_ASPECT_ALL)
                continue;
            image.texture.dimension.value = WEBGPU_TEXTURE_DIMENSION_D3;
            image.texture.size.depth_or_array_layers.value = 5;
            if (format_is_deep(format))
                round_trip(&image, format_name(format));
            image.texture.dimension.value = WEBGPU_TEXTURE_DIMENSION_D1;
            image.texture.mip_level_count.value = 1;
            image.mip_level = 0;
            image.texture.size = (struct webgpu_extent3_d)SIZE(7, 1, 1);
            if (block.width == 1)
                round_trip(&image, format_name(format));
        }
    }
}

/* An 8 by 8 by 3 texture of bytes, as a model in memory does it. */
#define SIDE 8
#define LAYERS 3

struct model {
    struct webgpu_texture *texture;
    uint8_t texels[LAYERS][SIDE][SIDE];
};

static void
model_assert(struct model *model)
{
    struct webgpu_buffer *buffer =
        make_buffer(256 * SIDE * LAYERS, WEBGPU_BUFFER_USAGE_COPY_SRC | WEBGPU_BUFFER_USAGE_COPY_DST, false);
    const struct webgpu_texel_copy_texture_info source = {.texture = model->texture};
    const struct webgpu_texel_copy_buffer_info destination = {
        .buffer = buffer, .bytes_per_row = {true, 256}, .rows_per_image = {true, SIDE}};
    const struct webgpu_extent3_d extent = SIZE(SIDE, SIDE, LAYERS);
    struct webgpu_command_encoder *encoder = make_encoder();
    webgpu_command_encoder_copy_texture_to_buffer(encoder, &source, &destination, &extent, ARENA);
    submit(encoder);
    uint8_t data[256 * SIDE * LAYERS];
    read_back(buffer, data, sizeof data);
    webgpu_buffer_drop(buffer);
    for (size_t z = 0; z < LAYERS; z++)
        for (size_t y = 0; y < SIDE; y++)
            assert_memory_equal(&data[(z * SIDE + y) * 256], model->texels[z][y], SIDE);
}

static void
model_init(struct model *model, enum webgpu_texture_dimension dimension)
{
    const struct webgpu_texture_descriptor descriptor = {
        .size = SIZE(SIDE, SIDE, LAYERS),
        .dimension = {true, dimension},
        .format = WEBGPU_TEXTURE_FORMAT_R8UINT,
        .usage = COPIES,
    };
    *model = (struct model){.texture = make_texture(&descriptor)};
    uint8_t data[LAYERS][SIDE][SIDE];
    for (size_t i = 0; i < sizeof data; i++)
        (&data[0][0][0])[i] = (uint8_t)(i + 1);
    memcpy(model->texels, data, sizeof data);
    const struct webgpu_texel_copy_texture_info destination = {.texture = model->texture};
    const struct webgpu_texel_copy_buffer_layout layout = {.bytes_per_row = {true, SIDE},
                                                           .rows_per_image = {true, SIDE}};
    const struct webgpu_extent3_d extent = SIZE(SIDE, SIDE, LAYERS);
    webgpu_queue_write_texture_with_copy(guest.queue, &destination, (struct abi_view){data, sizeof data},
                                         &layout, &extent, ARENA);
}

/* Part of a texture, with every coordinate's default. */
static void
test_parts(void **state)
{
    (void)state;
    for (unsigned dimension = WEBGPU_TEXTURE_DIMENSION_D2; dimension <= WEBGPU_TEXTURE_DIMENSION_D3;
         dimension++) {
        push_validation();
        struct model model;
        model_init(&model, (enum webgpu_texture_dimension)dimension);
        model_assert(&model);

        const uint8_t data[] = {200, 201, 202, 203, 204, 205, 206, 207};
        struct webgpu_texel_copy_texture_info to = {.texture = model.texture,
                                                    .origin = {true, {{true, 3}, {true, 6}, {true, 1}}}};
        struct webgpu_texel_copy_buffer_layout layout = {.offset = {true, 1}, .bytes_per_row = {true, 4}};
        struct webgpu_extent3_d extent = {.width = 3, .height = {true, 2}};
        webgpu_queue_write_texture_with_copy(guest.queue, &to, (struct abi_view){data, 8}, &layout, &extent,
                                             ARENA);
        memcpy(&model.texels[1][6][3], &data[1], 3);
        memcpy(&model.texels[1][7][3], &data[5], 3);
        model_assert(&model);

        to.origin = (struct webgpu_option_origin3_d){true, {.z = {true, 2}}};
        layout = (struct webgpu_texel_copy_buffer_layout){.offset = {.some = false}};
        extent = (struct webgpu_extent3_d){.width = 4};
        webgpu_queue_write_texture_with_copy(guest.queue, &to, (struct abi_view){data, 4}, &layout, &extent,
                                             ARENA);
        memcpy(&model.texels[2][0][0], data, 4);
        model_assert(&model);

        /* Strides that are great, and without effect in one row of one image. */
        to.origin = (struct webgpu_option_origin3_d){true, {.x = {true, 7}, .y = {true, 7}}};
        layout.bytes_per_row = layout.rows_per_image = SOME_U32(UINT32_MAX);
        layout.offset = SOME_U64(7);
        extent = (struct webgpu_extent3_d){.width = 1};
        webgpu_queue_write_texture_with_copy(guest.queue, &to, (struct abi_view){data, 8}, &layout, &extent,
                                             ARENA);
        model.texels[0][7][7] = data[7];
        model_assert(&model);

        struct model other;
        model_init(&other, (enum webgpu_texture_dimension)dimension);
        const struct webgpu_texel_copy_texture_info source = {
            .texture = model.texture, .origin = {true, {.y = {true, 5}, .z = {true, 1}}}};
        const struct webgpu_texel_copy_texture_info destination = {
            .texture = other.texture, .mip_level = {true, 0}, .origin = {true, {.x = {true, 1}}}};
        extent = (struct webgpu_extent3_d)SIZE(7, 3, 2);
        struct webgpu_command_encoder *encoder = make_encoder();
        webgpu_command_encoder_copy_texture_to_texture(encoder, &source, &destination, &extent, ARENA);
        submit(encoder);
        for (size_t z = 0; z < 2; z++)
            for (size_t y = 0; y < 3; y++)
                memcpy(&other.texels[z][y][1], &model.texels[z + 1][y + 5][0], 7);
        model_assert(&other);
        model_assert(&model);
        assert_no_error();
        webgpu_texture_drop(other.texture);
        webgpu_texture_drop(model.texture);
    }
}

/* Nothing is copied, from nothing. */
static void
test_zero_sizes(void **state)
{
    (void)state;
    push_validation();
    struct model model;
    model_init(&model, WEBGPU_TEXTURE_DIMENSION_D2);
    struct webgpu_buffer *buffer =
        make_buffer(256, WEBGPU_BUFFER_USAGE_COPY_SRC | WEBGPU_BUFFER_USAGE_COPY_DST, false);
    const struct webgpu_extent3_d extents[] = {
        SIZE(0, 1, 1),         SIZE(1, 0, 1),         SIZE(1, 1, 0),      SIZE(0, 0, 0),
        SIZE(0, SIDE, LAYERS), SIZE(SIDE, 0, LAYERS), SIZE(SIDE, SIDE, 0)};
    struct webgpu_command_encoder *encoder = make_encoder();
    for (size_t i = 0; i < BASE_COUNT(extents); i++) {
        const struct webgpu_texel_copy_texture_info texture = {.texture = model.texture};
        const struct webgpu_texel_copy_buffer_info info = {
            .buffer = buffer, .bytes_per_row = {true, 256}, .rows_per_image = {true, SIDE}};
        const struct webgpu_texel_copy_buffer_layout layout = {
            .offset = {true, 8}, .bytes_per_row = {true, SIDE}, .rows_per_image = {true, SIDE}};
        const char data[SIDE + SIDE * SIDE * LAYERS] = {0};
        webgpu_queue_write_texture_with_copy(guest.queue, &texture, (struct abi_view){data, sizeof data},
                                             &layout, &extents[i], ARENA);
        if (extents[i].depth_or_array_layers.value <= 1) {
            webgpu_command_encoder_copy_buffer_to_texture(encoder, &info, &texture, &extents[i], ARENA);
            webgpu_command_encoder_copy_texture_to_buffer(encoder, &texture, &info, &extents[i], ARENA);
        }
        const struct webgpu_texel_copy_texture_info last = {
            .texture = model.texture, .origin = {true, {{true, SIDE}, {true, SIDE}, {true, LAYERS}}}};
        if (extents[i].width == 0 && extents[i].height.value == 0)
            webgpu_command_encoder_copy_texture_to_texture(encoder, &texture, &last, &extents[i], ARENA);
    }
    const struct webgpu_texel_copy_texture_info texture = {.texture = model.texture};
    const struct webgpu_texel_copy_buffer_layout none = {.offset = {.some = false}};
    const struct webgpu_extent3_d nothing = {.width = 0};
    webgpu_queue_write_texture_with_copy(guest.queue, &texture, (struct abi_view){NULL, 0}, &none, &nothing,
                                         ARENA);
    submit(encoder);
    model_assert(&model);
    assert_no_error();
    webgpu_buffer_drop(buffer);
    webgpu_texture_drop(model.texture);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_every_format, setup_all_features, teardown),
        cmocka_unit_test_setup_teardown(test_parts, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_zero_sizes, setup_device, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
