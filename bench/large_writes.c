/* What writes take by their size, Dawn's own way and through staging (src/gpu/dawn/staging.h): natively,
 * until the GPU is through with them. Also what reading a mapping for writing takes, which is slow where it
 * is not cached.
 *
 * Prints a line for each kind and size: GB/s of either way, medians of rounds that alternate. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gpu.h"
#include "measure.h"

#define ROUNDS 15
#define SMALLEST ((size_t)64 << 10)
#define LARGEST ((size_t)64 << 20)
#define WIDTH 4096u /* of the texture, whose texels have 4 bytes */
#define WAYS 2

struct way {
    struct bench_gpu gpu;
    WGPUBuffer buffer;
    WGPUTexture texture;
};

static unsigned char *bytes;

static void
write_buffer(const struct way *way, size_t size)
{
    wgpuQueueWriteBuffer(way->gpu.queue, way->buffer, 0, bytes, size);
}

static void
write_texture(const struct way *way, size_t size)
{
    const uint32_t rows = (uint32_t)(size / (WIDTH * 4));
    const WGPUTexelCopyTextureInfo destination = {.texture = way->texture, .aspect = WGPUTextureAspect_All};
    const WGPUTexelCopyBufferLayout layout = {.bytesPerRow = WIDTH * 4, .rowsPerImage = rows};
    const WGPUExtent3D extent = {WIDTH, rows, 1};
    wgpuQueueWriteTexture(way->gpu.queue, &destination, bytes, size, &layout, &extent);
}

/* GB/s of as many writes as make up some time. */
static double
rate(const struct way *way, void (*write)(const struct way *way, size_t size), size_t size)
{
    const unsigned writes = size < LARGEST / 8 ? 8 : 1;
    const double start = bench_now_ns();
    for (unsigned i = 0; i < writes; i++)
        write(way, size);
    wgpuQueueSubmit(way->gpu.queue, 0, NULL);
    bench_gpu_wait(&way->gpu);
    return (double)writes * (double)size / (bench_now_ns() - start);
}

static void
measure(const char *name, const struct way *ways, void (*write)(const struct way *way, size_t size))
{
    for (size_t size = SMALLEST; size <= LARGEST; size *= 2) {
        double rates[WAYS][ROUNDS];
        for (unsigned way = 0; way < WAYS; way++)
            rate(&ways[way], write, size);
        for (size_t round = 0; round < ROUNDS; round++) {
            for (unsigned way = 0; way < WAYS; way++)
                rates[way][round] = rate(&ways[way], write, size);
        }
        for (unsigned way = 0; way < WAYS; way++)
            bench_sort(rates[way], ROUNDS);
        printf("%s\t%zu KiB\t%.2f\t%.2f\n", name, size >> 10, rates[0][ROUNDS / 2], rates[1][ROUNDS / 2]);
        fflush(stdout);
    }
}

static bool
way_init(struct way *way, const char *staging)
{
    setenv("WASIGPU_STAGING", staging, 1);
    if (!bench_gpu_init(&way->gpu, bench_instance()))
        return false;
    const WGPUTextureDescriptor texture = {
        .usage = WGPUTextureUsage_CopyDst | WGPUTextureUsage_TextureBinding,
        .dimension = WGPUTextureDimension_2D,
        .size = {WIDTH, (uint32_t)(LARGEST / (WIDTH * 4)), 1},
        .format = WGPUTextureFormat_RGBA8Unorm,
        .mipLevelCount = 1,
        .sampleCount = 1,
    };
    way->texture = wgpuDeviceCreateTexture(way->gpu.device, &texture);
    way->buffer = bench_gpu_buffer(&way->gpu, LARGEST, WGPUBufferUsage_CopyDst | WGPUBufferUsage_Storage);
    return true;
}

static void
way_finish(struct way *way)
{
    wgpuBufferRelease(way->buffer);
    wgpuTextureRelease(way->texture);
    bench_gpu_finish(&way->gpu);
}

/* GB/s from and to a mapping for writing. */
static void
measure_mapping(const struct way *way)
{
    const WGPUBufferDescriptor descriptor = {.usage = WGPUBufferUsage_MapWrite | WGPUBufferUsage_CopySrc,
                                             .size = LARGEST,
                                             .mappedAtCreation = true};
    WGPUBuffer buffer = wgpuDeviceCreateBuffer(way->gpu.device, &descriptor);
    void *mapped = wgpuBufferGetMappedRange(buffer, 0, LARGEST);
    double start = bench_now_ns();
    memcpy(mapped, bytes, LARGEST);
    printf("to a mapping\t%.2f\n", (double)LARGEST / (bench_now_ns() - start));
    start = bench_now_ns();
    memcpy(bytes, mapped, LARGEST);
    printf("from a mapping for writing\t%.2f\n", (double)LARGEST / (bench_now_ns() - start));
    wgpuBufferRelease(buffer);
}

int
main(void)
{
    struct way ways[WAYS];
    bytes = malloc(LARGEST);
    if (bytes == NULL || !way_init(&ways[0], "off") || !way_init(&ways[1], "on"))
        return 1;
    memset(bytes, 1, LARGEST);
    puts("kind\tsize\tDawn's own\tstaging, in GB/s");
    measure("buffer", ways, write_buffer);
    measure("texture", ways, write_texture);
    measure_mapping(&ways[0]);
    for (unsigned way = 0; way < WAYS; way++)
        way_finish(&ways[way]);
    free(bytes);
    return 0;
}
