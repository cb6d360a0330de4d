/* Large and small writes to buffers and textures, upon one another and in turn with dispatches and copies:
 * each sees what those before it have done, and the caller's memory is its own again at once. WebGPU,
 * "Queues". */
#include <stdlib.h>
#include <string.h>

#include "image.h"

#define COUNT (5u << 18) /* words: 5 MiB */
#define SIZE (COUNT * 4u)
#define EDGE 1024u /* of an image of 4 MiB */
#define ROUNDS 12u /* more than any staging holds */

static struct gpu gpu;
static uint32_t *words;
static uint32_t *expected;
static uint32_t *back;

static const char count_code[] =
    "@group(0) @binding(0) var<storage, read_write> data: array<u32>;\n"
    "@compute @workgroup_size(64) fn count(@builtin(global_invocation_id) id: vec3u) {\n"
    "    data[id.x]++;\n"
    "}\n";

static void
fill(uint32_t seed)
{
    for (uint32_t i = 0; i < COUNT; i++)
        words[i] = i * 2654435761u + seed;
}

/* Writes `count` words from `first` on, to where they are in the buffer, and forgets them. */
static void
write(WGPUBuffer buffer, uint32_t first, uint32_t count, uint32_t seed)
{
    fill(seed);
    memcpy(expected + first, words + first, count * 4);
    wgpuQueueWriteBuffer(gpu.queue, buffer, first * 4, words + first, count * 4);
    memset(words, 0, SIZE);
}

static void
dispatch(WGPUComputePipeline pipeline, WGPUBindGroup group)
{
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    wgpuComputePassEncoderSetPipeline(pass, pipeline);
    wgpuComputePassEncoderSetBindGroup(pass, 0, group, 0, NULL);
    wgpuComputePassEncoderDispatchWorkgroups(pass, COUNT / 64, 1, 1);
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderRelease(pass);
    gpu_submit(&gpu, encoder);
    for (uint32_t i = 0; i < COUNT; i++)
        expected[i]++;
}

static void
test_buffers(void)
{
    const WGPUBufferUsage usage = WGPUBufferUsage_Storage | WGPUBufferUsage_CopySrc | WGPUBufferUsage_CopyDst;
    WGPUBuffer buffer = gpu_buffer(&gpu, SIZE, usage);
    WGPUBuffer between = gpu_buffer(&gpu, SIZE, usage);
    uint32_t *then = malloc(SIZE);
    WGPUComputePipelineDescriptor pipeline_descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    pipeline_descriptor.compute.module = gpu_shader(&gpu, count_code);
    WGPUComputePipeline pipeline = wgpuDeviceCreateComputePipeline(gpu.device, &pipeline_descriptor);
    WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    entry.buffer = buffer;
    WGPUBindGroupDescriptor group_descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    group_descriptor.layout = wgpuComputePipelineGetBindGroupLayout(pipeline, 0);
    group_descriptor.entryCount = 1;
    group_descriptor.entries = &entry;
    WGPUBindGroup group = wgpuDeviceCreateBindGroup(gpu.device, &group_descriptor);

    for (uint32_t round = 0; round < ROUNDS; round++) {
        write(buffer, 0, COUNT, round);
        dispatch(pipeline, group);
        write(buffer, 1000 * round, COUNT / 2, round + 100);
        write(buffer, 3000, 2, round + 200);
        if (round == ROUNDS / 2) {
            WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
            wgpuCommandEncoderCopyBufferToBuffer(encoder, buffer, 0, between, 0, SIZE);
            gpu_submit(&gpu, encoder);
            memcpy(then, expected, SIZE);
        }
        write(buffer, 2000, COUNT / 4, round + 300);
        dispatch(pipeline, group);
    }
    check(gpu_read(&gpu, buffer, back, SIZE) && memcmp(back, expected, SIZE) == 0,
          "large writes, small ones and dispatches are in order");
    check(gpu_read(&gpu, between, back, SIZE) && memcmp(back, then, SIZE) == 0,
          "a copy sees the writes before it, and none after");

    gpu_watch(&gpu);
    wgpuQueueWriteBuffer(gpu.queue, buffer, 8, words, SIZE);
    gpu_expect_error(&gpu, "a large write beyond the end");
    check(gpu_read(&gpu, buffer, back, SIZE) && memcmp(back, expected, SIZE) == 0, "which changes nothing");
    wgpuBufferDestroy(between);
    gpu_watch(&gpu);
    wgpuQueueWriteBuffer(gpu.queue, between, 0, words, SIZE);
    gpu_expect_error(&gpu, "a large write to a destroyed buffer");

    wgpuBindGroupRelease(group);
    wgpuBindGroupLayoutRelease(group_descriptor.layout);
    wgpuComputePipelineRelease(pipeline);
    wgpuShaderModuleRelease(pipeline_descriptor.compute.module);
    free(then);
    wgpuBufferRelease(between);
    wgpuBufferRelease(buffer);
}

static void
test_textures(void)
{
    WGPUTexture image = image_new(&gpu, EDGE, EDGE, WGPUTextureFormat_RGBA8Unorm,
                                  WGPUTextureUsage_CopyDst | WGPUTextureUsage_CopySrc);
    uint32_t first[64];
    for (uint32_t round = 0; round < ROUNDS; round++) {
        fill(round);
        image_write(&gpu, image, words, 4);
        memset(words, 0, SIZE);
    }
    const WGPUTexelCopyTextureInfo corner = image_at(image, 0, EDGE - 8, EDGE - 8, 0);
    check(image_read(&gpu, corner, 8, 8, 4, first), "an image is read");
    fill(ROUNDS - 1);
    bool same = true;
    for (uint32_t i = 0; i < 64; i++)
        same = same && first[i] == words[(EDGE - 8 + i / 8) * EDGE + EDGE - 8 + i % 8];
    check(same, "the last of many large writes is what it shows");
    wgpuTextureRelease(image);
}

int
main(void)
{
    words = malloc(SIZE);
    expected = malloc(SIZE);
    back = malloc(SIZE);
    if (check(words != NULL && expected != NULL && back != NULL, "memory") && gpu_open(&gpu, 0)) {
        test_buffers();
        test_textures();
        gpu_close(&gpu);
    }
    free(back);
    free(expected);
    free(words);
    return check_finish();
}
