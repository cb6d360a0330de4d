/* Reads and writes of more than the ABI's longest list, 2^28-1 bytes: webgpu.h knows no such limit, and a
 * buffer may by default be one byte larger. */
#include <stdlib.h>
#include <string.h>

#include "image.h"

#define SIZE ((size_t)1 << 28)

static struct gpu gpu;

static void
fill(uint32_t *words, uint32_t seed)
{
    for (uint32_t i = 0; i < SIZE / sizeof *words; i++)
        words[i] = i * 2654435761u + seed;
}

static bool
is_filled(const uint32_t *words, uint32_t seed)
{
    for (uint32_t i = 0; i < SIZE / sizeof *words; i++) {
        if (words[i] != i * 2654435761u + seed)
            return false;
    }
    return true;
}

static void
test_queue(uint32_t *words)
{
    WGPUBuffer buffer = gpu_buffer(&gpu, SIZE, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
    fill(words, 1);
    wgpuQueueWriteBuffer(gpu.queue, buffer, 0, words, SIZE);
    fill(words, 2);
    wgpuDevicePushErrorScope(gpu.device, WGPUErrorFilter_Validation);
    wgpuQueueWriteBuffer(gpu.queue, buffer, 4, words, SIZE);
    check_equal(gpu_pop_error(&gpu, NULL, 0), WGPUErrorType_Validation, "a large write beyond the end");
    if (check_equal(gpu_map(&gpu, buffer, WGPUMapMode_Read), WGPUMapAsyncStatus_Success, "map it")) {
        check_equal(wgpuBufferReadMappedRange(buffer, 0, words, SIZE), WGPUStatus_Success, "read all of it");
        check(is_filled(words, 1), "the large write has arrived, the wrong one has not");
        wgpuBufferUnmap(buffer);
    }
    wgpuBufferRelease(buffer);
}

static void
test_mapped_at_creation(uint32_t *words)
{
    WGPUBufferDescriptor descriptor = WGPU_BUFFER_DESCRIPTOR_INIT;
    descriptor.size = SIZE;
    descriptor.usage = WGPUBufferUsage_CopySrc;
    descriptor.mappedAtCreation = true;
    WGPUBuffer buffer = wgpuDeviceCreateBuffer(gpu.device, &descriptor);
    fill(words, 3);
    check_equal(wgpuBufferWriteMappedRange(buffer, 0, words, SIZE), WGPUStatus_Success,
                "write all of a mapping");
    memset(words, 0, SIZE);
    check_equal(wgpuBufferReadMappedRange(buffer, 0, words, SIZE), WGPUStatus_Success, "read it back");
    check(is_filled(words, 3), "it is all there");
    wgpuBufferUnmap(buffer);
    wgpuBufferRelease(buffer);
}

/* 8192 by 4096 texels of 8 bytes are as much. */
static void
test_texture(uint32_t *words)
{
    const WGPUExtent3D extent = {8192, 4096, 1};
    const WGPUExtent3D beyond = {8192, 4095, 1}; /* from the third row on */
    WGPUTexture texture = image_new(&gpu, 8192, 4096, WGPUTextureFormat_RG32Uint,
                                    WGPUTextureUsage_CopySrc | WGPUTextureUsage_CopyDst);
    WGPUTexelCopyTextureInfo place = image_at(texture, 0, 0, 0, 0);
    WGPUTexelCopyBufferInfo to = WGPU_TEXEL_COPY_BUFFER_INFO_INIT;
    to.layout.bytesPerRow = 65536;
    fill(words, 4);
    wgpuQueueWriteTexture(gpu.queue, &place, words, SIZE, &to.layout, &extent);
    fill(words, 5);
    place.origin.y = 2;
    gpu_watch(&gpu);
    wgpuQueueWriteTexture(gpu.queue, &place, words, SIZE, &to.layout, &beyond);
    gpu_expect_error(&gpu, "a large write beyond the edge");
    place.origin.y = 0;
    to.buffer = gpu_buffer(&gpu, SIZE, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    wgpuCommandEncoderCopyTextureToBuffer(encoder, &place, &to, &extent);
    gpu_submit(&gpu, encoder);
    if (check_equal(gpu_map(&gpu, to.buffer, WGPUMapMode_Read), WGPUMapAsyncStatus_Success,
                    "map a texture")) {
        wgpuBufferReadMappedRange(to.buffer, 0, words, SIZE);
        check(is_filled(words, 4), "all of it has arrived, nothing of the wrong one");
        wgpuBufferUnmap(to.buffer);
    }
    wgpuBufferRelease(to.buffer);
    wgpuTextureRelease(texture);
}

/* The SDK reckons with a texture's format, which may be none that there is. */
static void
test_refused_texture(const uint32_t *words)
{
    const WGPUExtent3D extent = {8192, 4096, 1};
    WGPUTexelCopyBufferLayout layout = WGPU_TEXEL_COPY_BUFFER_LAYOUT_INIT;
    layout.bytesPerRow = 65536;
    gpu_watch(&gpu);
    WGPUTexture texture =
        image_new(&gpu, 8192, 4096, (WGPUTextureFormat)0x7fffffff, WGPUTextureUsage_CopyDst);
    gpu_expect_error(&gpu, "a texture of an unknown format");
    const WGPUTexelCopyTextureInfo place = image_at(texture, 0, 0, 0, 0);
    gpu_watch(&gpu);
    wgpuQueueWriteTexture(gpu.queue, &place, words, SIZE, &layout, &extent);
    gpu_expect_error(&gpu, "a large write to it");
    wgpuTextureRelease(texture);
}

int
main(void)
{
    uint32_t *words = malloc(SIZE);
    if (check(words != NULL, "256 MiB") && gpu_open(&gpu, 0)) {
        test_queue(words);
        test_mapped_at_creation(words);
        test_texture(words);
        test_refused_texture(words);
        gpu_close(&gpu);
    }
    free(words);
    return check_finish();
}
