/* Counts how often each byte comes in several pieces of data, on the GPU, by futures: all pieces are under
 * way at once, and whichever is done first is added up first. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "device.h"
#include "make.h"

#define PIECES 8u
#define PIECE_SIZE 65536u
#define BINS 256u
#define BINS_SIZE (BINS * sizeof(uint32_t))
#define TIMEOUT_NS UINT64_C(10000000)

static const char shader[] = "@group(0) @binding(0) var<storage, read> data: array<u32>;\n"
                             "@group(0) @binding(1) var<storage, read_write> bins: array<atomic<u32>, 256>;\n"
                             "@compute @workgroup_size(64)\n"
                             "fn main(@builtin(global_invocation_id) id: vec3u) {\n"
                             "    let word = data[id.x];\n"
                             "    for (var shift = 0u; shift < 32u; shift += 8u) {\n"
                             "        atomicAdd(&bins[(word >> shift) & 255u], 1u);\n"
                             "    }\n"
                             "}\n";

static uint8_t data[PIECES * PIECE_SIZE];
static uint32_t counted[BINS]; /* by the GPU */

struct piece {
    WGPUBuffer staging;
    WGPUFuture future; /* of its map */
    bool good;
};

static WGPUComputePipeline
make_pipeline(WGPUDevice device)
{
    WGPUShaderModule module = make_shader(device, shader);
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.compute.module = module;
    WGPUComputePipeline pipeline = wgpuDeviceCreateComputePipeline(device, &descriptor);
    wgpuShaderModuleRelease(module);
    return pipeline;
}

static WGPUBindGroup
make_group(WGPUDevice device, WGPUComputePipeline pipeline, WGPUBuffer input, WGPUBuffer bins)
{
    WGPUBindGroupLayout layout = wgpuComputePipelineGetBindGroupLayout(pipeline, 0);
    WGPUBindGroupEntry entries[2] = {WGPU_BIND_GROUP_ENTRY_INIT, WGPU_BIND_GROUP_ENTRY_INIT};
    entries[0].binding = 0;
    entries[0].buffer = input;
    entries[1].binding = 1;
    entries[1].buffer = bins;
    WGPUBindGroupDescriptor descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    descriptor.layout = layout;
    descriptor.entryCount = 2;
    descriptor.entries = entries;
    WGPUBindGroup group = wgpuDeviceCreateBindGroup(device, &descriptor);
    wgpuBindGroupLayoutRelease(layout);
    return group;
}

/* Adds a piece's bins to the sum. */
static void
on_mapped(WGPUMapAsyncStatus status, WGPUStringView message, void *userdata, void *unused)
{
    struct piece *piece = userdata;
    (void)unused;
    if (status != WGPUMapAsyncStatus_Success) {
        print_message("a map failed", message);
        return;
    }
    const uint32_t *bins = wgpuBufferGetConstMappedRange(piece->staging, 0, BINS_SIZE);
    for (uint32_t i = 0; bins != NULL && i < BINS; i++)
        counted[i] += bins[i];
    piece->good = bins != NULL;
    wgpuBufferUnmap(piece->staging);
}

static void
start(const struct device *gpu, WGPUComputePipeline pipeline, struct piece *piece, const uint8_t *bytes)
{
    WGPUBuffer input =
        make_buffer(gpu->device, PIECE_SIZE, WGPUBufferUsage_Storage | WGPUBufferUsage_CopyDst);
    WGPUBuffer bins = make_buffer(gpu->device, BINS_SIZE, WGPUBufferUsage_Storage | WGPUBufferUsage_CopySrc);
    piece->staging = make_buffer(gpu->device, BINS_SIZE, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
    wgpuQueueWriteBuffer(gpu->queue, input, 0, bytes, PIECE_SIZE);

    WGPUBindGroup group = make_group(gpu->device, pipeline, input, bins);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    wgpuComputePassEncoderSetPipeline(pass, pipeline);
    wgpuComputePassEncoderSetBindGroup(pass, 0, group, 0, NULL);
    wgpuComputePassEncoderDispatchWorkgroups(pass, PIECE_SIZE / sizeof(uint32_t) / 64, 1, 1);
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderRelease(pass);
    wgpuCommandEncoderCopyBufferToBuffer(encoder, bins, 0, piece->staging, 0, BINS_SIZE);
    WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
    wgpuQueueSubmit(gpu->queue, 1, &commands);
    wgpuCommandBufferRelease(commands);
    wgpuCommandEncoderRelease(encoder);
    wgpuBindGroupRelease(group);
    wgpuBufferRelease(bins);
    wgpuBufferRelease(input);

    WGPUBufferMapCallbackInfo callback = WGPU_BUFFER_MAP_CALLBACK_INFO_INIT;
    callback.mode = WGPUCallbackMode_WaitAnyOnly;
    callback.callback = on_mapped;
    callback.userdata1 = piece;
    piece->future = wgpuBufferMapAsync(piece->staging, WGPUMapMode_Read, 0, BINS_SIZE, callback);
}

/* False: a wait failed. */
static bool
finish_all(const struct device *gpu, const struct piece *pieces)
{
    WGPUFutureWaitInfo waits[PIECES];
    size_t count = PIECES;
    for (size_t i = 0; i < PIECES; i++)
        waits[i] = (WGPUFutureWaitInfo){.future = pieces[i].future};
    while (count > 0) {
        const WGPUWaitStatus status = wgpuInstanceWaitAny(gpu->instance, count, waits, TIMEOUT_NS);
        if (status == WGPUWaitStatus_Error)
            return false;
        if (status == WGPUWaitStatus_TimedOut)
            continue; /* time for whatever else there is to do */
        size_t left = 0;
        for (size_t i = 0; i < count; i++) {
            if (!waits[i].completed)
                waits[left++] = waits[i];
        }
        count = left;
    }
    return true;
}

/* How many bins differ from what the CPU counts. */
static uint32_t
check(void)
{
    uint32_t expected[BINS] = {0};
    for (size_t i = 0; i < sizeof data; i++)
        expected[data[i]]++;
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < BINS; i++)
        wrong += counted[i] != expected[i];
    return wrong;
}

int
main(void)
{
    uint32_t state = 1;
    for (size_t i = 0; i < sizeof data; i++) {
        state = state * 1664525u + 1013904223u;
        data[i] = (uint8_t)((state >> 24) & (state >> 16)); /* so that some are more frequent */
    }
    struct device gpu;
    if (!device_open(&gpu)) {
        device_close(&gpu);
        return 1;
    }
    WGPUComputePipeline pipeline = make_pipeline(gpu.device);
    struct piece pieces[PIECES] = {0};
    for (size_t i = 0; i < PIECES; i++)
        start(&gpu, pipeline, &pieces[i], data + i * PIECE_SIZE);
    bool good = finish_all(&gpu, pieces);
    for (size_t i = 0; i < PIECES; i++) {
        good &= pieces[i].good;
        wgpuBufferRelease(pieces[i].staging);
    }
    wgpuComputePipelineRelease(pipeline);
    device_close(&gpu);
    if (!good)
        return 1;
    const uint32_t wrong = check();
    printf("of %u bytes, %u are 0 and %u are 255\n", PIECES * PIECE_SIZE, counted[0], counted[255]);
    printf("%u bins differ from the CPU's\n", wrong);
    return wrong == 0 ? 0 : 1;
}
