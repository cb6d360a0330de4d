/* Buffers: writing from the queue, mapping to read and to write, at creation, in ranges, of size 0, and
 * copying without a range. WebGPU, "Buffers"; webgpu.h, "Buffer Mapping". */
#include <stdlib.h>
#include <string.h>

#include "check.h"

#define SIZE 4096

static struct gpu gpu;
static uint8_t pattern[SIZE];
static uint8_t back[SIZE];

static const WGPUBufferUsage staging_usage = WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst;

static void
test_getters(void)
{
    WGPUBuffer buffer = gpu_buffer(&gpu, SIZE, staging_usage);
    check_equal(wgpuBufferGetSize(buffer), SIZE, "a buffer knows its size");
    check_equal(wgpuBufferGetUsage(buffer), staging_usage, "and its usage");
    check_equal(wgpuBufferGetMapState(buffer), WGPUBufferMapState_Unmapped, "and that it is not mapped");
    wgpuBufferAddRef(buffer);
    wgpuBufferRelease(buffer);
    check_equal(wgpuBufferGetSize(buffer), SIZE, "it lives as long as it is referred to");
    wgpuBufferRelease(buffer);
}

static void
test_write_and_read(void)
{
    WGPUBuffer buffer = gpu_buffer(&gpu, SIZE, staging_usage);
    wgpuQueueWriteBuffer(gpu.queue, buffer, 0, pattern, SIZE);
    wgpuQueueWriteBuffer(gpu.queue, buffer, 16, "abcdefgh", 8);
    wgpuQueueWriteBuffer(gpu.queue, buffer, 32, pattern, 0);
    check_equal(gpu_map(&gpu, buffer, WGPUMapMode_Read), WGPUMapAsyncStatus_Success, "map to read");
    check_equal(wgpuBufferGetMapState(buffer), WGPUBufferMapState_Mapped, "it is mapped");
    const uint8_t *range = wgpuBufferGetConstMappedRange(buffer, 0, WGPU_WHOLE_MAP_SIZE);
    check(range != NULL && memcmp(range, pattern, 16) == 0, "what was written first");
    check(range != NULL && memcmp(range + 16, "abcdefgh", 8) == 0, "what was written over it");
    check(range != NULL && memcmp(range + 24, pattern + 24, SIZE - 24) == 0, "and the rest");
    check(wgpuBufferGetMappedRange(buffer, 8, 8) == NULL, "no range to write in a mapping to read");
    wgpuBufferUnmap(buffer);
    check_equal(wgpuBufferGetMapState(buffer), WGPUBufferMapState_Unmapped, "it is unmapped");
    check(wgpuBufferGetConstMappedRange(buffer, 0, 8) == NULL, "no range of an unmapped buffer");
    wgpuBufferUnmap(buffer);
    wgpuBufferRelease(buffer);
}

static void
test_ranges(void)
{
    WGPUBuffer buffer = gpu_buffer(&gpu, SIZE, staging_usage);
    wgpuQueueWriteBuffer(gpu.queue, buffer, 0, pattern, SIZE);
    check_equal(gpu_map(&gpu, buffer, WGPUMapMode_Read), WGPUMapAsyncStatus_Success, "map for ranges");
    const uint8_t *at_8 = wgpuBufferGetConstMappedRange(buffer, 8, 16);
    const uint8_t *at_64 = wgpuBufferGetConstMappedRange(buffer, 64, 128);
    const uint8_t *rest = wgpuBufferGetConstMappedRange(buffer, SIZE - 32, WGPU_WHOLE_MAP_SIZE);
    check(at_8 != NULL && memcmp(at_8, pattern + 8, 16) == 0, "16 bytes at 8");
    check(at_64 != NULL && memcmp(at_64, pattern + 64, 128) == 0, "128 bytes at 64");
    check(rest != NULL && memcmp(rest, pattern + SIZE - 32, 32) == 0, "the last 32 bytes");
    check_equal((uintptr_t)at_8 % 16, 8, "at 8: 8 more than a multiple of 16");
    check_equal((uintptr_t)at_64 % 16, 0, "at 64: a multiple of 16");
    check(wgpuBufferGetConstMappedRange(buffer, 4, 16) == NULL, "offsets are multiples of 8");
    check(wgpuBufferGetConstMappedRange(buffer, 256, 6) == NULL, "sizes are multiples of 4");
    check(wgpuBufferGetConstMappedRange(buffer, 0, SIZE + 4) == NULL, "not beyond the end");
    check(wgpuBufferGetConstMappedRange(buffer, SIZE + 8, 0) == NULL, "nothing beyond it, either");
    wgpuBufferUnmap(buffer);
    wgpuBufferRelease(buffer);
}

/* Only a part is mapped: what is outside of it is not. */
static void
take_status(WGPUMapAsyncStatus status, WGPUStringView message, void *result, void *unused)
{
    (void)message;
    (void)unused;
    *(WGPUMapAsyncStatus *)result = status;
}

static void
test_part(void)
{
    WGPUBuffer buffer = gpu_buffer(&gpu, SIZE, staging_usage);
    wgpuQueueWriteBuffer(gpu.queue, buffer, 0, pattern, SIZE);
    WGPUMapAsyncStatus status = 0;
    WGPUBufferMapCallbackInfo info = WGPU_BUFFER_MAP_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_WaitAnyOnly;
    info.callback = take_status;
    info.userdata1 = &status;
    gpu_wait(&gpu, wgpuBufferMapAsync(buffer, WGPUMapMode_Read, 1024, 512, info));
    check_equal(status, WGPUMapAsyncStatus_Success, "map a part");
    const uint8_t *inside = wgpuBufferGetConstMappedRange(buffer, 1032, 256);
    check(inside != NULL && memcmp(inside, pattern + 1032, 256) == 0, "a range in it");
    check(wgpuBufferGetConstMappedRange(buffer, 512, 256) == NULL, "none before it");
    check(wgpuBufferGetConstMappedRange(buffer, 1408, 256) == NULL, "none across its end");
    wgpuBufferUnmap(buffer);
    wgpuBufferRelease(buffer);
}

static void
test_map_write(void)
{
    WGPUBuffer buffer = gpu_buffer(&gpu, SIZE, WGPUBufferUsage_MapWrite | WGPUBufferUsage_CopySrc);
    check_equal(gpu_map(&gpu, buffer, WGPUMapMode_Write), WGPUMapAsyncStatus_Success, "map to write");
    uint8_t *front = wgpuBufferGetMappedRange(buffer, 0, SIZE / 2);
    uint8_t *rear = wgpuBufferGetMappedRange(buffer, SIZE / 2, WGPU_WHOLE_MAP_SIZE);
    if (check(front != NULL && rear != NULL, "two ranges to write")) {
        memcpy(front, pattern, SIZE / 2);
        memcpy(rear, pattern + SIZE / 2, SIZE / 2);
    }
    wgpuBufferUnmap(buffer);
    check(gpu_read(&gpu, buffer, back, SIZE) && memcmp(back, pattern, SIZE) == 0, "both have arrived");

    check_equal(gpu_map(&gpu, buffer, WGPUMapMode_Write), WGPUMapAsyncStatus_Success, "map to write again");
    uint8_t *part = wgpuBufferGetMappedRange(buffer, 256, 64);
    check(part != NULL && memcmp(part, pattern + 256, 64) == 0, "what is mapped to write can be read");
    if (part != NULL)
        memset(part, 0xee, 32);
    wgpuBufferUnmap(buffer);
    check(gpu_read(&gpu, buffer, back, SIZE) && back[256] == 0xee && back[287] == 0xee, "the change arrives");
    check(memcmp(back, pattern, 256) == 0 && memcmp(back + 288, pattern + 288, SIZE - 288) == 0,
          "and nothing else changes");
    wgpuBufferRelease(buffer);
}

static WGPUBuffer
mapped_buffer(uint64_t size)
{
    WGPUBufferDescriptor descriptor = WGPU_BUFFER_DESCRIPTOR_INIT;
    descriptor.label = text("mapped at creation");
    descriptor.size = size;
    descriptor.usage = WGPUBufferUsage_CopySrc;
    descriptor.mappedAtCreation = true;
    return wgpuDeviceCreateBuffer(gpu.device, &descriptor);
}

static void
test_mapped_at_creation(void)
{
    WGPUBuffer buffer = mapped_buffer(SIZE);
    check_equal(wgpuBufferGetMapState(buffer), WGPUBufferMapState_Mapped, "mapped from the start");
    uint8_t *range = wgpuBufferGetMappedRange(buffer, 16, SIZE - 16);
    const uint8_t zeros[64] = {0};
    check(range != NULL && memcmp(range, zeros, sizeof zeros) == 0, "full of zeros");
    check(wgpuBufferGetMappedRange(buffer, SIZE, 8) == NULL, "not beyond its end");
    if (range != NULL)
        memcpy(range, pattern + 16, SIZE - 16);
    wgpuBufferUnmap(buffer);
    check(gpu_read(&gpu, buffer, back, SIZE) && memcmp(back + 16, pattern + 16, SIZE - 16) == 0,
          "it has arrived");
    check(memcmp(back, zeros, 16) == 0, "what was not touched is zero");
    wgpuBufferRelease(buffer);
}

/* Without a range of memory: straight from and to the caller's. */
static void
test_copies(void)
{
    WGPUBuffer buffer = mapped_buffer(SIZE);
    check_equal(wgpuBufferWriteMappedRange(buffer, 0, pattern, 1024), WGPUStatus_Success,
                "write to a mapping");
    check_equal(wgpuBufferWriteMappedRange(buffer, 1024, pattern + 1024, SIZE - 1024), WGPUStatus_Success,
                "and behind it");
    check_equal(wgpuBufferReadMappedRange(buffer, 8, back, 256), WGPUStatus_Success,
                "read from a mapping to write");
    check(memcmp(back, pattern + 8, 256) == 0, "what was written");
    check_equal(wgpuBufferWriteMappedRange(buffer, SIZE, pattern, 8), WGPUStatus_Error, "not beyond its end");
    check_equal(wgpuBufferWriteMappedRange(buffer, 8, NULL, 0), WGPUStatus_Success, "nothing, from nowhere");
    wgpuBufferUnmap(buffer);
    check_equal(wgpuBufferWriteMappedRange(buffer, 0, pattern, 8), WGPUStatus_Error,
                "not when it is unmapped");

    WGPUBuffer staging = gpu_buffer(&gpu, SIZE, staging_usage);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    wgpuCommandEncoderCopyBufferToBuffer(encoder, buffer, 0, staging, 0, SIZE);
    WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
    wgpuQueueSubmit(gpu.queue, 1, &commands);
    check_equal(wgpuBufferReadMappedRange(staging, 0, back, 8), WGPUStatus_Error, "nothing to read yet");
    check_equal(gpu_map(&gpu, staging, WGPUMapMode_Read), WGPUMapAsyncStatus_Success, "map the copy");
    memset(back, 0, SIZE);
    check_equal(wgpuBufferReadMappedRange(staging, 0, back, SIZE), WGPUStatus_Success, "read all of it");
    check(memcmp(back, pattern, SIZE) == 0, "it is all there");
    check_equal(wgpuBufferReadMappedRange(staging, 1024, back, 16), WGPUStatus_Success, "read some again");
    check(memcmp(back, pattern + 1024, 16) == 0, "that, too");
    check_equal(wgpuBufferReadMappedRange(staging, 8, back, 0), WGPUStatus_Success, "read nothing");
    check_equal(wgpuBufferReadMappedRange(staging, 8, NULL, 0), WGPUStatus_Success, "to nowhere");
    check_equal(wgpuBufferReadMappedRange(staging, 4, back, 16), WGPUStatus_Error,
                "offsets are multiples of 8");
    check_equal(wgpuBufferWriteMappedRange(staging, 0, pattern, 8), WGPUStatus_Error,
                "a mapping to read is not written");
    wgpuBufferUnmap(staging);
    wgpuCommandBufferRelease(commands);
    wgpuCommandEncoderRelease(encoder);
    wgpuBufferRelease(staging);
    wgpuBufferRelease(buffer);
}

static void
test_empty(void)
{
    WGPUBuffer buffer = gpu_buffer(&gpu, 0, staging_usage);
    check_equal(wgpuBufferGetSize(buffer), 0, "a buffer of size 0");
    wgpuQueueWriteBuffer(gpu.queue, buffer, 0, pattern, 0);
    check_equal(gpu_map(&gpu, buffer, WGPUMapMode_Read), WGPUMapAsyncStatus_Success, "can be mapped");
    check(wgpuBufferGetConstMappedRange(buffer, 0, 0) != NULL, "and has a range of size 0");
    wgpuBufferUnmap(buffer);
    wgpuBufferRelease(buffer);

    WGPUBuffer mapped = mapped_buffer(0);
    check(wgpuBufferGetMappedRange(mapped, 0, WGPU_WHOLE_MAP_SIZE) != NULL, "one mapped at creation, too");
    wgpuBufferUnmap(mapped);
    wgpuBufferRelease(mapped);
}

static void
test_clear_and_copy(void)
{
    WGPUBuffer from = gpu_buffer(&gpu, SIZE, WGPUBufferUsage_CopySrc | WGPUBufferUsage_CopyDst);
    WGPUBuffer to = gpu_buffer(&gpu, SIZE, WGPUBufferUsage_CopySrc | WGPUBufferUsage_CopyDst);
    wgpuQueueWriteBuffer(gpu.queue, from, 0, pattern, SIZE);
    wgpuQueueWriteBuffer(gpu.queue, to, 0, pattern, SIZE);
    wgpuQueueWriteBuffer(gpu.queue, to, 0, NULL, 0);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    wgpuCommandEncoderClearBuffer(encoder, to, 0, 16);
    wgpuCommandEncoderClearBuffer(encoder, to, 2048, WGPU_WHOLE_SIZE);
    wgpuCommandEncoderCopyBufferToBuffer(encoder, from, 4, to, 2052, 400);
    WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
    wgpuQueueSubmit(gpu.queue, 1, &commands);
    const uint8_t zeros[16] = {0};
    check(gpu_read(&gpu, to, back, SIZE) && memcmp(back, zeros, 16) == 0, "the beginning is cleared");
    check(memcmp(back + 16, pattern + 16, 2032) == 0, "the middle is as it was");
    check(memcmp(back + 2052, pattern + 4, 400) == 0 && back[2048] == 0, "the copy is in its place");
    check(memcmp(back + 2452, zeros, 16) == 0 && back[SIZE - 1] == 0, "the end is cleared");
    wgpuCommandBufferRelease(commands);
    wgpuCommandEncoderRelease(encoder);
    wgpuBufferRelease(to);
    wgpuBufferRelease(from);
}

int
main(void)
{
    for (size_t i = 0; i < SIZE; i++)
        pattern[i] = (uint8_t)(i * 7 + i / 256 + 1);
    if (!gpu_open(&gpu, 0))
        return check_finish();
    test_getters();
    test_write_and_read();
    test_ranges();
    test_part();
    test_map_write();
    test_mapped_at_creation();
    test_copies();
    test_empty();
    test_clear_and_copy();
    gpu_close(&gpu);
    return check_finish();
}
