/* Writes to textures that go through staging of our own on Dawn, which is asked for on every adapter here: of
 * all kinds of formats and layouts, and of the same errors. The same is expected of wgpu-native's own way. */
#include "gpu_fixture.h"

#include "base/count.h"
#include "gpu/texel_block.h"

#define USAGE (WGPUTextureUsage_CopyDst | WGPUTextureUsage_CopySrc | WGPUTextureUsage_TextureBinding)
#define ALIGNMENT 256u /* of rows in a copy */

struct write {
    const char *what;
    WGPUTextureFormat format;
    WGPUTextureDimension dimension;
    WGPUExtent3D texture;
    uint32_t levels, level;
    WGPUOrigin3D origin;
    WGPUExtent3D size;
    uint32_t row_gap, image_gap; /* bytes behind a row, rows behind an image */
    uint64_t offset;
};

static WGPUTexture
make(const struct gpu_fixture *gpu, const struct write *write)
{
    WGPUTextureDescriptor descriptor = WGPU_TEXTURE_DESCRIPTOR_INIT;
    descriptor.usage = USAGE;
    descriptor.dimension = write->dimension;
    descriptor.size = write->texture;
    descriptor.format = write->format;
    descriptor.mipLevelCount = write->levels;
    return wgpuDeviceCreateTexture(gpu->device, &descriptor);
}

static uint32_t
rows_of(const struct write *write)
{
    return write->size.height / gpu_texel_block(write->format).height;
}

static uint32_t
row_size(const struct write *write)
{
    const struct gpu_texel_block block = gpu_texel_block(write->format);
    return write->size.width / block.width * block.bytes;
}

static WGPUTexelCopyTextureInfo
place_of(const struct write *write, WGPUTexture texture)
{
    WGPUTexelCopyTextureInfo place = WGPU_TEXEL_COPY_TEXTURE_INFO_INIT;
    place.texture = texture;
    place.mipLevel = write->level;
    place.origin = write->origin;
    return place;
}

static WGPUTexelCopyBufferLayout
layout_of(const struct write *write)
{
    return (WGPUTexelCopyBufferLayout){.offset = write->offset,
                                       .bytesPerRow = row_size(write) + write->row_gap,
                                       .rowsPerImage = rows_of(write) + write->image_gap};
}

/* What the write needs, to the byte. */
static size_t
data_size(const struct write *write)
{
    const WGPUTexelCopyBufferLayout layout = layout_of(write);
    return layout.offset +
           (size_t)layout.bytesPerRow *
               ((size_t)layout.rowsPerImage * (write->size.depthOrArrayLayers - 1) + rows_of(write) - 1) +
           row_size(write);
}

/* That each row is there, read back by a copy; `data` is what was written. */
static void
check_rows(const struct gpu_fixture *gpu, const struct write *write, WGPUTexture texture, const uint8_t *data)
{
    const WGPUTexelCopyBufferLayout layout = layout_of(write);
    const WGPUTexelCopyTextureInfo from = place_of(write, texture);
    WGPUTexelCopyBufferInfo to = WGPU_TEXEL_COPY_BUFFER_INFO_INIT;
    to.layout.bytesPerRow = (row_size(write) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    to.layout.rowsPerImage = rows_of(write);
    const size_t image = (size_t)to.layout.bytesPerRow * to.layout.rowsPerImage;
    const size_t size = image * write->size.depthOrArrayLayers;
    to.buffer = make_buffer(gpu, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst, size);
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    wgpuCommandEncoderCopyTextureToBuffer(encoder, &from, &to, &write->size);
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
    assert_int_equal(map(gpu, to.buffer, WGPUMapMode_Read, 0, size), WGPUMapAsyncStatus_Success);
    const uint8_t *found = wgpuBufferGetConstMappedRange(to.buffer, 0, size);
    for (uint32_t slice = 0; slice < write->size.depthOrArrayLayers; slice++) {
        for (uint32_t row = 0; row < rows_of(write); row++) {
            const uint8_t *expected =
                data + layout.offset + ((size_t)slice * layout.rowsPerImage + row) * layout.bytesPerRow;
            if (memcmp(found + slice * image + (size_t)row * to.layout.bytesPerRow, expected,
                       row_size(write)) != 0)
                fail_msg("%s: slice %u, row %u", write->what, slice, row);
        }
    }
    wgpuBufferRelease(to.buffer);
}

#define D2 WGPUTextureDimension_2D
#define D3 WGPUTextureDimension_3D
#define AS(name) WGPUTextureFormat_##name

static const struct write writes[] = {
    {"bytes, rows not aligned", AS(R8Unorm), D2, {2049, 300, 1}, 1, 0, {0, 0, 0}, {2049, 300, 1}, 3, 0, 5},
    {"a whole image", AS(RGBA8Unorm), D2, {1024, 1024, 1}, 1, 0, {0, 0, 0}, {1024, 1024, 1}, 0, 0, 0},
    {"several pieces", AS(RGBA8Unorm), D2, {2048, 1600, 1}, 1, 0, {0, 0, 0}, {2048, 1600, 1}, 4, 0, 8},
    {"a part", AS(RGBA8Unorm), D2, {2048, 1024, 1}, 1, 0, {1001, 3, 0}, {1047, 901, 1}, 0, 0, 4},
    {"a level", AS(RGBA8Unorm), D2, {2046, 1022, 1}, 3, 1, {1, 1, 0}, {1022, 510, 1}, 12, 0, 4},
    {"layers", AS(R32Uint), D2, {512, 256, 9}, 1, 0, {0, 0, 2}, {512, 256, 7}, 0, 3, 0},
    {"long layers", AS(RGBA32Uint), D2, {600, 600, 3}, 1, 0, {10, 20, 1}, {590, 580, 2}, 16, 1, 16},
    {"a volume", AS(RGBA16Uint), D3, {128, 96, 40}, 1, 0, {1, 2, 3}, {127, 94, 37}, 8, 2, 8},
    {"a level of a volume", AS(RG8Unorm), D3, {512, 512, 64}, 2, 1, {0, 0, 1}, {256, 256, 31}, 0, 0, 0},
    {"narrow rows", AS(R8Unorm), D3, {16, 256, 100}, 1, 0, {0, 0, 0}, {16, 256, 100}, 0, 0, 0},
};

static uint8_t *
make_data(size_t size)
{
    uint8_t *data = malloc(size);
    assert_non_null(data);
    for (size_t i = 0; i < size; i++)
        data[i] = (uint8_t)((i * 2654435761u) >> 13);
    return data;
}

static void
check_write(const struct gpu_fixture *gpu, const struct write *write)
{
    const size_t size = data_size(write);
    uint8_t *data = make_data(size);
    uint8_t *copy = make_data(size);
    WGPUTexture texture = make(gpu, write);
    const WGPUTexelCopyTextureInfo place = place_of(write, texture);
    const WGPUTexelCopyBufferLayout layout = layout_of(write);
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
    wgpuQueueWriteTexture(gpu->queue, &place, copy, size, &layout, &write->size);
    memset(copy, 0, size); /* the caller's again */
    const struct scope_result error = pop_scope(gpu);
    if (error.type != WGPUErrorType_NoError)
        fail_msg("%s: %s", write->what, error.message);
    check_rows(gpu, write, texture, data);
    wgpuTextureRelease(texture);
    free(copy);
    free(data);
}

static void
test_layouts(void **state)
{
    for (size_t i = 0; i < BASE_COUNT(writes); i++)
        check_write(*state, &writes[i]);
}

static void
test_compressed(void **state)
{
    static const struct write rows[] = {
        {"blocks", AS(BC1RGBAUnorm), D2, {2048, 1024, 1}, 1, 0, {0, 0, 0}, {2048, 1024, 1}, 0, 0, 0},
        {"layers of blocks", AS(BC7RGBAUnorm), D2, {516, 512, 5}, 2, 0, {4, 8, 1}, {512, 504, 4}, 32, 2, 16},
        {"a level's last blocks",
         AS(BC7RGBAUnorm),
         D2,
         {2024, 1012, 1},
         3,
         1,
         {0, 0, 0},
         {1012, 508, 1},
         0,
         0,
         0},
    };
    struct gpu_fixture gpu = *(struct gpu_fixture *)*state;
    static const WGPUFeatureName feature = WGPUFeatureName_TextureCompressionBC;
    if (!wgpuAdapterHasFeature(gpu.adapter, feature))
        skip();
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    descriptor.requiredFeatureCount = 1;
    descriptor.requiredFeatures = &feature;
    gpu.device = request_device(&gpu, &descriptor);
    gpu.queue = wgpuDeviceGetQueue(gpu.device);
    for (size_t i = 0; i < BASE_COUNT(rows); i++)
        check_write(&gpu, &rows[i]);
    wgpuQueueRelease(gpu.queue);
    wgpuDeviceRelease(gpu.device);
}

/* One aspect of two: what is no color goes Dawn's own way. */
static void
test_aspects(void **state)
{
    const struct gpu_fixture *gpu = *state;
    static const struct {
        WGPUTextureFormat format;
        WGPUTextureAspect aspect;
        uint32_t bytes;
    } rows[] = {
        {AS(Depth16Unorm), WGPUTextureAspect_All, 2},
        {AS(Depth24PlusStencil8), WGPUTextureAspect_StencilOnly, 1},
        {AS(Stencil8), WGPUTextureAspect_StencilOnly, 1},
    };
    static const WGPUExtent3D size = {1024, 512, 1};
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        const size_t bytes = (size_t)size.width * size.height * rows[i].bytes;
        uint8_t *data = make_data(bytes);
        const struct write write = {"", rows[i].format, D2, size, 1, 0, {0, 0, 0}, size, 0, 0, 0};
        WGPUTexelCopyTextureInfo place = place_of(&write, make(gpu, &write));
        place.aspect = rows[i].aspect;
        WGPUTexelCopyBufferInfo to = WGPU_TEXEL_COPY_BUFFER_INFO_INIT;
        to.layout.bytesPerRow = size.width * rows[i].bytes;
        to.buffer = make_buffer(gpu, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst, bytes);
        wgpuQueueWriteTexture(gpu->queue, &place, data, bytes, &to.layout, &size);
        const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
        wgpuCommandEncoderCopyTextureToBuffer(encoder, &place, &to, &size);
        submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
        wgpuCommandEncoderRelease(encoder);
        assert_int_equal(map(gpu, to.buffer, WGPUMapMode_Read, 0, bytes), WGPUMapAsyncStatus_Success);
        assert_memory_equal(wgpuBufferGetConstMappedRange(to.buffer, 0, bytes), data, bytes);
        wgpuBufferRelease(to.buffer);
        wgpuTextureRelease(place.texture);
        free(data);
    }
}

/* In turn with small writes and copies, upon one another. */
static void
test_order(void **state)
{
    const struct gpu_fixture *gpu = *state;
    static const WGPUExtent3D all = {1024, 1024, 1}, corner = {8, 8, 1};
    const struct write write = {"last", AS(RGBA8Unorm), D2, all, 1, 0, {0, 0, 0}, all, 0, 0, 0};
    const size_t size = data_size(&write);
    const WGPUTexelCopyBufferLayout layout = layout_of(&write);
    uint8_t *data = make_data(3 * size);
    WGPUTexture texture = make(gpu, &write), copy = make(gpu, &write);
    WGPUTexelCopyTextureInfo place = place_of(&write, texture), other = place_of(&write, copy);
    wgpuQueueWriteTexture(gpu->queue, &place, data, size, &layout, &all);
    wgpuQueueWriteTexture(gpu->queue, &place, data + size, size, &layout, &corner);
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    wgpuCommandEncoderCopyTextureToTexture(encoder, &place, &other, &all);
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
    wgpuQueueWriteTexture(gpu->queue, &place, data + size, size, &layout, &corner);
    for (size_t i = 0; i < 20; i++) /* more than there is staging for */
        wgpuQueueWriteTexture(gpu->queue, &place, data + 2 * size - 4 * i, size, &layout, &all);
    check_rows(gpu, &write, texture, data + 2 * size - 4 * 19);
    for (size_t row = 0; row < corner.height; row++)
        memcpy(data + row * layout.bytesPerRow, data + size + row * layout.bytesPerRow, corner.width * 4);
    check_rows(gpu, &write, copy, data);
    wgpuTextureRelease(copy);
    wgpuTextureRelease(texture);
    free(data);
}

/* What is wrong with a write of a whole image, by a member of each kind. */
enum wrong {
    NOTHING,
    TEXTURE_USAGE,
    INVALID,
    DESTROYED,
    STRANGE,
    SAMPLES,
    ONE_LEVEL,
    NO_LEVEL,
    ORIGIN_X,
    ORIGIN_Z,
    HEIGHT,
    DEPTH,
    ASPECT,
    SHORT_ROWS,
    NO_ROWS,
    SHORT_DATA,
    OFFSET,
    FAR_OFFSET,
    NO_IMAGES,
    SHORT_IMAGES,
    LEVEL_SIZE,
    WRONGS,
};

static struct scope_result
write_wrongly(const struct gpu_fixture *gpu, const struct gpu_fixture *other, enum wrong wrong,
              const uint8_t *data)
{
    struct write write = {"", AS(RGBA8Unorm), D2, {512, 512, 2}, 2, 0, {0, 0, 0}, {512, 512, 2}, 0, 0, 0};
    WGPUTextureDescriptor descriptor = WGPU_TEXTURE_DESCRIPTOR_INIT;
    descriptor.label = text("it");
    descriptor.usage = wrong == TEXTURE_USAGE ? WGPUTextureUsage_CopySrc : USAGE;
    if (wrong == INVALID)
        descriptor.usage = WGPUTextureUsage_None;
    descriptor.size = write.texture;
    descriptor.format = write.format;
    descriptor.mipLevelCount = 2;
    if (wrong == SAMPLES) {
        descriptor.usage |= WGPUTextureUsage_RenderAttachment;
        descriptor.size.depthOrArrayLayers = write.size.depthOrArrayLayers = 1;
        descriptor.mipLevelCount = 1;
        descriptor.sampleCount = 4;
    }
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
    WGPUTexelCopyTextureInfo place = place_of(&write, NULL);
    place.texture = wgpuDeviceCreateTexture(wrong == STRANGE ? other->device : gpu->device, &descriptor);
    pop_scope(gpu);
    if (wrong == DESTROYED)
        wgpuTextureDestroy(place.texture);
    WGPUTexelCopyBufferLayout layout = layout_of(&write);
    size_t size = data_size(&write);
    place.mipLevel = wrong == NO_LEVEL ? 2 : wrong == LEVEL_SIZE || wrong == ONE_LEVEL;
    if (wrong == ONE_LEVEL)
        write.size = (WGPUExtent3D){256, 256, 2};
    place.origin.x = wrong == ORIGIN_X;
    place.origin.z = wrong == ORIGIN_Z;
    write.size.height += wrong == HEIGHT;
    write.size.depthOrArrayLayers += wrong == DEPTH;
    if (wrong == ASPECT)
        place.aspect = WGPUTextureAspect_DepthOnly;
    layout.bytesPerRow -= wrong == SHORT_ROWS ? 4 : 0;
    if (wrong == NO_ROWS)
        layout.bytesPerRow = WGPU_COPY_STRIDE_UNDEFINED;
    if (wrong == NO_IMAGES)
        layout.rowsPerImage = WGPU_COPY_STRIDE_UNDEFINED;
    layout.rowsPerImage -= wrong == SHORT_IMAGES;
    size -= wrong == SHORT_DATA ? 4 : 0;
    layout.offset = wrong == OFFSET ? 4 : wrong == FAR_OFFSET ? UINT64_MAX - 3 : 0;
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_OutOfMemory);
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
    wgpuQueueWriteTexture(gpu->queue, &place, data, size, &layout, &write.size);
    const struct scope_result result = pop_scope(gpu);
    assert_int_equal(pop_scope(gpu).type, WGPUErrorType_NoError);
    wgpuTextureRelease(place.texture);
    return result;
}

/* WebGPU, "writeTexture": as they are without staging, to the letter. */
static void
test_errors(void **state)
{
    const struct gpu_fixture *gpu = *state;
    struct gpu_fixture plain;
    setenv("WASIGPU_STAGING", "off", 1);
    fixture_init(&plain);
    setenv("WASIGPU_STAGING", "on", 1);
    uint8_t *data = make_data((size_t)4 << 20);
    for (enum wrong wrong = NOTHING; wrong < WRONGS; wrong++) {
        const struct scope_result ours = write_wrongly(gpu, &plain, wrong, data);
        const struct scope_result theirs = write_wrongly(&plain, gpu, wrong, data);
        const WGPUErrorType type =
            wrong == NOTHING || wrong == ONE_LEVEL ? WGPUErrorType_NoError : WGPUErrorType_Validation;
        if (ours.type != type || theirs.type != type || strcmp(ours.message, theirs.message) != 0)
            fail_msg("%d: %u \"%s\", %u \"%s\"", (int)wrong, ours.type, ours.message, theirs.type,
                     theirs.message);
    }
    free(data);
    fixture_finish(&plain);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layouts), cmocka_unit_test(test_compressed), cmocka_unit_test(test_aspects),
        cmocka_unit_test(test_order),   cmocka_unit_test(test_errors),
    };
    setenv("WASIGPU_STAGING", "on", 1);
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
