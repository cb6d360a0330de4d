/* Copies between buffers and textures, and writes to textures: WebGPU, "Image Copies", "writeTexture". What
 * is right and what is wrong with each member, on either library. */
#include "gpu_render.h"

/* A copy of all of an 8x8 texture, in rows of 256 bytes; writes have data of the same layout. */
struct copy {
    WGPUTexelCopyTextureInfo texels;
    WGPUTexelCopyBufferInfo buffer;
    WGPUExtent3D size;
    size_t data_size;
    WGPUTexture other; /* in its place; released */
};

static uint8_t data[SIZE * ROW * 4];

static void
copy_init(struct copy *copy, const struct gpu_fixture *gpu)
{
    copy->texels = texels_of(make_texture(gpu, WGPUTextureFormat_RGBA8Unorm));
    const WGPUTexelCopyBufferInfo buffer = WGPU_TEXEL_COPY_BUFFER_INFO_INIT;
    copy->buffer = buffer;
    copy->buffer.buffer = make_buffer(gpu, WGPUBufferUsage_CopySrc | WGPUBufferUsage_CopyDst, sizeof data);
    copy->buffer.layout.bytesPerRow = ROW;
    copy->buffer.layout.rowsPerImage = SIZE;
    copy->size = (WGPUExtent3D){SIZE, SIZE, 1};
    copy->data_size = sizeof data;
    copy->other = NULL;
}

static void
copy_finish(struct copy *copy)
{
    wgpuTextureRelease(copy->texels.texture);
    wgpuTextureRelease(copy->other);
    wgpuBufferRelease(copy->buffer.buffer);
}

static void
use_texture(struct copy *copy, const struct gpu_fixture *gpu, WGPUTextureDescriptor descriptor)
{
    copy->other = copy->texels.texture;
    copy->texels.texture = wgpuDeviceCreateTexture(gpu->device, &descriptor);
}

static void
use_format(struct copy *copy, const struct gpu_fixture *gpu, WGPUTextureFormat format)
{
    use_texture(copy, gpu, texture_descriptor(format));
}

static void
use_usage(struct copy *copy, const struct gpu_fixture *gpu, WGPUTextureUsage usage)
{
    WGPUTextureDescriptor descriptor = texture_descriptor(WGPUTextureFormat_RGBA8Unorm);
    descriptor.usage = usage;
    use_texture(copy, gpu, descriptor);
}

static void
use_layers(struct copy *copy, const struct gpu_fixture *gpu, uint32_t layers)
{
    WGPUTextureDescriptor descriptor = texture_descriptor(WGPUTextureFormat_RGBA8Unorm);
    descriptor.size.depthOrArrayLayers = layers;
    use_texture(copy, gpu, descriptor);
    copy->size.depthOrArrayLayers = layers;
}

static void
use_samples(struct copy *copy, const struct gpu_fixture *gpu)
{
    WGPUTextureDescriptor descriptor = texture_descriptor(WGPUTextureFormat_RGBA8Unorm);
    descriptor.sampleCount = 4;
    use_texture(copy, gpu, descriptor);
}

static void
write_texels(const struct gpu_fixture *gpu, const struct copy *copy)
{
    wgpuQueueWriteTexture(gpu->queue, &copy->texels, data, copy->data_size, &copy->buffer.layout,
                          &copy->size);
}

static void
copy_to_texture(const struct gpu_fixture *gpu, const struct copy *copy)
{
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    wgpuCommandEncoderCopyBufferToTexture(encoder, &copy->buffer, &copy->texels, &copy->size);
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
}

static void
copy_to_buffer(const struct gpu_fixture *gpu, const struct copy *copy)
{
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    wgpuCommandEncoderCopyTextureToBuffer(encoder, &copy->texels, &copy->buffer, &copy->size);
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
}

/* From the texture of the copy to one of its own kind. */
static void
copy_to_other(const struct gpu_fixture *gpu, const struct copy *copy)
{
    const WGPUTexelCopyTextureInfo to = texels_of(make_texture(gpu, WGPUTextureFormat_RGBA8Unorm));
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    wgpuCommandEncoderCopyTextureToTexture(encoder, &copy->texels, &to, &copy->size);
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
    wgpuTextureRelease(to.texture);
}

/* clang-format off */
/* The same in each of the four ways. */
#define EACH(X) \
    X(plain, NoError, (void)c) \
    X(of_open_aspect, NoError, t->aspect = WGPUTextureAspect_Undefined) \
    X(of_unknown_aspect, Validation, t->aspect = (WGPUTextureAspect)UNKNOWN) \
    X(of_a_missing_aspect, Validation, t->aspect = WGPUTextureAspect_StencilOnly) \
    X(of_a_missing_mip_level, Validation, t->mipLevel = 1) \
    X(of_the_last_mip_level_of_all, Validation, t->mipLevel = UINT32_MAX) \
    X(over_the_edge, Validation, t->origin.x = 1) \
    X(at_a_wrapping_origin, Validation, t->origin = (WGPUOrigin3D){UINT32_MAX - 7, UINT32_MAX - 7, 0}) \
    X(of_a_missing_layer, Validation, t->origin.z = 1) \
    X(of_wrapping_layers, Validation, t->origin.z = UINT32_MAX) \
    X(of_absurd_size, Validation, c->size = (WGPUExtent3D){UINT32_MAX, UINT32_MAX, UINT32_MAX}) \
    X(of_no_width, NoError, c->size.width = 0) \
    X(of_no_height, NoError, c->size.height = 0) \
    X(of_no_layers, NoError, c->size.depthOrArrayLayers = 0) \
    X(of_nothing_over_the_edge, Validation, c->size.width = 0; t->origin.x = SIZE + 1) \
    X(of_nothing_at_the_edge, NoError, c->size.width = 0; t->origin.x = SIZE) \
    X(of_samples, Validation, use_samples(c, gpu)) \
    X(without_usage, Validation, use_usage(c, gpu, WGPUTextureUsage_TextureBinding)) \
    X(of_a_destroyed_texture, Validation, wgpuTextureDestroy(t->texture))

/* Where there are rows. */
#define WITH_ROWS(X) \
    X(of_open_rows, Validation, l->bytesPerRow = WGPU_COPY_STRIDE_UNDEFINED) \
    X(of_one_open_row, NoError, l->bytesPerRow = WGPU_COPY_STRIDE_UNDEFINED; c->size.height = 1) \
    X(of_short_rows, Validation, l->bytesPerRow = 16) \
    X(of_absurd_rows, Validation, l->bytesPerRow = 0xffffff00) \
    X(of_rows_of_0, Validation, l->bytesPerRow = 0) \
    X(of_nothing_in_rows_of_0, NoError, l->bytesPerRow = 0; c->size.width = 0) \
    X(of_nothing_in_rows_of_0_over_the_edge, Validation, \
      l->bytesPerRow = 0; c->size.width = 0; t->origin.y = 1) \
    X(of_an_open_image, NoError, l->rowsPerImage = WGPU_COPY_STRIDE_UNDEFINED) \
    X(of_open_images, Validation, use_layers(c, gpu, 2); l->rowsPerImage = WGPU_COPY_STRIDE_UNDEFINED) \
    X(of_images, NoError, use_layers(c, gpu, 2)) \
    X(of_short_images, Validation, l->rowsPerImage = 7) \
    X(of_images_of_0, Validation, l->rowsPerImage = 0) \
    X(of_nothing_in_images_of_0, NoError, l->rowsPerImage = 0; c->size.height = 0) \
    X(of_absurd_images, Validation, use_layers(c, gpu, 200); \
      l->bytesPerRow = 0xffffff00; l->rowsPerImage = 0xffffff00) \
    X(behind_the_end, Validation, l->offset = sizeof data) \
    X(of_nothing_behind_the_end, Validation, c->size = (WGPUExtent3D){0, 0, 0}; l->offset = sizeof data + 4) \
    X(of_nothing_at_the_end, NoError, c->size = (WGPUExtent3D){0, 0, 0}; l->offset = sizeof data) \
    X(at_a_wrapping_offset, Validation, l->offset = UINT64_MAX - 255) \
    X(of_depth_that_has_no_layout, Validation, use_format(c, gpu, WGPUTextureFormat_Depth24Plus)) \
    X(of_both_aspects, Validation, use_format(c, gpu, WGPUTextureFormat_Depth24PlusStencil8)) \
    X(of_stencil, NoError, \
      use_format(c, gpu, WGPUTextureFormat_Depth24PlusStencil8); t->aspect = WGPUTextureAspect_StencilOnly)

/* Where there is a buffer. */
#define WITH_BUFFER(X) \
    X(of_misaligned_rows, Validation, l->bytesPerRow = 64) \
    X(at_an_odd_offset, Validation, l->offset = 2) \
    X(of_a_destroyed_buffer, Validation, wgpuBufferDestroy(c->buffer.buffer))

#define WRITES(X) \
    X(of_less_than_there_is, Validation, c->data_size = 7 * ROW + SIZE * 4 - 1) \
    X(of_just_enough, NoError, c->data_size = 7 * ROW + SIZE * 4) \
    X(of_no_data, Validation, c->data_size = 0) \
    X(at_any_offset, NoError, l->offset = 3; l->bytesPerRow = 33)

#define CASE(name, ...) \
    static void name(const struct gpu_fixture *gpu) \
    { \
        struct copy copy; \
        struct copy *c = &copy; \
        WGPUTexelCopyTextureInfo *t = &copy.texels; \
        WGPUTexelCopyBufferLayout *l = &copy.buffer.layout; \
        copy_init(c, gpu); \
        (void)t; (void)l; \
        __VA_ARGS__; \
        OPERATION(gpu, c); \
        copy_finish(c); \
    }

#define OPERATION write_texels
#define X(name, error, ...) CASE(write_##name, __VA_ARGS__)
EACH(X) WITH_ROWS(X) WRITES(X)
#undef X
#undef OPERATION
#define OPERATION copy_to_texture
#define X(name, error, ...) CASE(copy_in_##name, __VA_ARGS__)
EACH(X) WITH_ROWS(X) WITH_BUFFER(X)
#undef X
#undef OPERATION
#define OPERATION copy_to_buffer
#define X(name, error, ...) CASE(copy_out_##name, __VA_ARGS__)
EACH(X) WITH_ROWS(X) WITH_BUFFER(X)
#undef X
#undef OPERATION
#define OPERATION copy_to_other
#define X(name, error, ...) CASE(copy_over_##name, __VA_ARGS__)
EACH(X)
#undef X
    /* clang-format on */

    /* A copy from one place of a texture to another. */
    static void copy_within(const struct gpu_fixture *gpu, uint32_t to_layer, WGPUErrorType error)
{
    WGPUTextureDescriptor descriptor = texture_descriptor(WGPUTextureFormat_RGBA8Unorm);
    descriptor.size.depthOrArrayLayers = 2;
    const WGPUTexelCopyTextureInfo from = texels_of(wgpuDeviceCreateTexture(gpu->device, &descriptor));
    WGPUTexelCopyTextureInfo to = from;
    to.origin.z = to_layer;
    const WGPUExtent3D size = {SIZE, SIZE, 1};
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    wgpuCommandEncoderCopyTextureToTexture(encoder, &from, &to, &size);
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
    assert_int_equal(pop_scope(gpu).type, error);
    wgpuTextureRelease(from.texture);
}

static void
copy_within_a_texture(const struct gpu_fixture *gpu)
{
    copy_within(gpu, 0, WGPUErrorType_Validation);
    copy_within(gpu, 1, WGPUErrorType_NoError);
}

/* Between slices of a volume and layers of an image, there and back. */
static void
copy_slices_to_layers(const struct gpu_fixture *gpu)
{
    WGPUTextureDescriptor descriptor = texture_descriptor(WGPUTextureFormat_RGBA8Unorm);
    descriptor.size.depthOrArrayLayers = 4;
    const WGPUTexture layers = wgpuDeviceCreateTexture(gpu->device, &descriptor);
    const WGPUTexture volumes[] = {make_volume(gpu, 4), make_volume(gpu, 4)};
    const WGPUTexelCopyBufferLayout layout = {0, SIZE * 4, SIZE};
    WGPUTexelCopyTextureInfo from = texels_of(volumes[0]);
    for (size_t i = 0; i < sizeof data; i++)
        data[i] = (uint8_t)(i / (SIZE * SIZE * 4) + 1); /* the slice, from 1 */
    wgpuQueueWriteTexture(gpu->queue, &from, data, sizeof data, &layout, &descriptor.size);
    from.origin.z = 1;
    const WGPUTexelCopyTextureInfo between = texels_of(layers);
    WGPUTexelCopyTextureInfo to = texels_of(volumes[1]);
    to.origin.z = 1;
    const WGPUExtent3D three = {SIZE, SIZE, 3};
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    wgpuCommandEncoderCopyTextureToTexture(encoder, &from, &between, &three);
    wgpuCommandEncoderCopyTextureToTexture(encoder, &between, &to, &three);
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
    for (uint32_t z = 0; z < 4; z++) {
        assert_int_equal(texel_at(gpu, layers, 7, 7, z), z < 3 ? (z + 2) * 0x01010101 : 0);
        assert_int_equal(texel_at(gpu, volumes[1], 7, 7, z), z > 0 ? (z + 1) * 0x01010101 : 0);
    }
    wgpuTextureRelease(volumes[1]);
    wgpuTextureRelease(volumes[0]);
    wgpuTextureRelease(layers);
}

static const struct gpu_case rows[] = {
#define X(name, error, ...) {"write_" #name, write_##name, WGPUErrorType_##error},
    EACH(X) WITH_ROWS(X) WRITES(X)
#undef X
#define X(name, error, ...) {"copy_in_" #name, copy_in_##name, WGPUErrorType_##error},
        EACH(X) WITH_ROWS(X) WITH_BUFFER(X)
#undef X
#define X(name, error, ...) {"copy_out_" #name, copy_out_##name, WGPUErrorType_##error},
            EACH(X) WITH_ROWS(X) WITH_BUFFER(X)
#undef X
#define X(name, error, ...) {"copy_over_" #name, copy_over_##name, WGPUErrorType_##error},
                EACH(X)
#undef X
                    {"copy_slices_to_layers", copy_slices_to_layers, WGPUErrorType_NoError},
    {"copy_within_a_texture", copy_within_a_texture, WGPUErrorType_NoError},
};

RENDER_CASES_MAIN(rows)
