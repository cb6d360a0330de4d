/* Mapped ranges: which there are, where they lie in memory, how long, and what becomes of what is written to
 * them. webgpu.h, "Buffer Mapping"; WebGPU, "Buffer Mapping", getMappedRange. What ranges are for in general
 * is in sdk_buffers.c. */
#include <string.h>

#include "rule.h"

#define SIZE 1024

static WGPUBuffer
mapped_at_creation(uint64_t size, WGPUBufferUsage usage)
{
    WGPUBufferDescriptor descriptor = WGPU_BUFFER_DESCRIPTOR_INIT;
    descriptor.size = size;
    descriptor.usage = usage;
    descriptor.mappedAtCreation = true;
    return wgpuDeviceCreateBuffer(gpu.device, &descriptor);
}

static void
take_status(WGPUMapAsyncStatus status, WGPUStringView message, void *result, void *unused)
{
    (void)message;
    (void)unused;
    *(WGPUMapAsyncStatus *)result = status;
}

static bool
map_part(WGPUBuffer buffer, WGPUMapMode mode, size_t offset, size_t size)
{
    WGPUMapAsyncStatus status = 0;
    WGPUBufferMapCallbackInfo info = WGPU_BUFFER_MAP_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_WaitAnyOnly;
    info.callback = take_status;
    info.userdata1 = &status;
    gpu_wait(&gpu, wgpuBufferMapAsync(buffer, mode, offset, size, info));
    return status == WGPUMapAsyncStatus_Success;
}

static void
test_overlaps(void)
{
    WGPUBuffer buffer = mapped_at_creation(SIZE, WGPUBufferUsage_CopySrc);
    uint8_t *range = wgpuBufferGetMappedRange(buffer, 64, 64);
    rule(range != NULL, "a range from 64 to 128");
    rule(wgpuBufferGetMappedRange(buffer, 64, 64) == NULL, "getMappedRange: not twice");
    rule(wgpuBufferGetConstMappedRange(buffer, 64, 64) == NULL, "getConstMappedRange: not one to write");
    rule(wgpuBufferGetMappedRange(buffer, 0, WGPU_WHOLE_MAP_SIZE) == NULL,
         "getMappedRange: not around another");
    rule(wgpuBufferGetMappedRange(buffer, 56, 12) == NULL,
         "getMappedRange: not over the beginning of another");
    rule(wgpuBufferGetMappedRange(buffer, 120, 64) == NULL, "getMappedRange: not over the end of another");
    rule(wgpuBufferGetMappedRange(buffer, 72, 8) == NULL, "getMappedRange: not within another");
    rule(wgpuBufferGetMappedRange(buffer, 0, 64) != NULL, "up to it");
    rule(wgpuBufferGetMappedRange(buffer, 128, 64) != NULL, "from its end");
    rule(wgpuBufferGetConstMappedRange(buffer, 256, 64) != NULL, "one to read elsewhere");
    rule(wgpuBufferGetMappedRange(buffer, 256, 8) == NULL, "getMappedRange: not within one to read");
    wgpuBufferUnmap(buffer);
    wgpuBufferRelease(buffer);
}

static void
test_sizes(void)
{
    WGPUBuffer buffer = mapped_at_creation(SIZE, WGPUBufferUsage_CopySrc);
    rule(wgpuBufferGetMappedRange(buffer, 0, SIZE + 4) == NULL, "no range longer than the buffer");
    rule(wgpuBufferGetMappedRange(buffer, SIZE - 8, 16) == NULL, "or across its end");
    rule(wgpuBufferGetMappedRange(buffer, SIZE + 8, WGPU_WHOLE_MAP_SIZE) == NULL, "or behind it");
    rule(wgpuBufferGetMappedRange(buffer, 0, (size_t)0xfffffff0) == NULL, "or of 4 GiB");
    rule(wgpuBufferGetMappedRange(buffer, (size_t)0xfffffff8, 8) == NULL, "or there");
    rule(wgpuBufferGetMappedRange(buffer, (size_t)0xfffffff8, 16) == NULL, "or around the end of 32 bits");
    rule(wgpuBufferGetMappedRange(buffer, 4, 8) == NULL, "or at an offset that is no multiple of 8");
    rule(wgpuBufferGetMappedRange(buffer, 0, 2) == NULL, "or of a size that is none of 4");
    rule(wgpuBufferGetMappedRange(buffer, SIZE, WGPU_WHOLE_MAP_SIZE) != NULL, "an empty one at the end");
    uint8_t *range = wgpuBufferGetMappedRange(buffer, 16, WGPU_WHOLE_MAP_SIZE);
    rule(range != NULL, "none of these has left anything behind");
    if (range != NULL)
        memset(range, 1, SIZE - 16);
    wgpuBufferUnmap(buffer);
    wgpuBufferRelease(buffer);
}

/* The address is `offset` more than a multiple of 16, where the mapping begins with one. */
static void
test_alignment(void)
{
    WGPUBuffer buffer = gpu_buffer(&gpu, SIZE, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
    bool congruent = map_part(buffer, WGPUMapMode_Read, 16, SIZE - 16);
    for (size_t offset = 16; congruent && offset < SIZE; offset += 8) {
        const void *range = wgpuBufferGetConstMappedRange(buffer, offset, 4);
        congruent = range != NULL && (uintptr_t)range % 16 == offset % 16;
    }
    rule(congruent, "ranges are aligned as their offsets are");
    wgpuBufferUnmap(buffer);
    wgpuBufferRelease(buffer);
}

/* What has been given out stays, whatever else is asked for. */
static void
test_stable(void)
{
    uint8_t back[SIZE];
    WGPUBuffer buffer = mapped_at_creation(SIZE, WGPUBufferUsage_CopySrc);
    uint8_t *ranges[SIZE / 64];
    bool given = true;
    for (size_t i = 0; i < SIZE / 64; i++) {
        ranges[i] = wgpuBufferGetMappedRange(buffer, i * 64, 64);
        given = given && ranges[i] != NULL;
    }
    if (rule(given, "many ranges")) {
        for (size_t i = 0; i < SIZE / 64; i++)
            memset(ranges[i], (int)i + 1, 64);
    }
    wgpuBufferUnmap(buffer);
    bool arrived = gpu_read(&gpu, buffer, back, SIZE);
    for (size_t i = 0; i < SIZE; i++)
        arrived = arrived && back[i] == i / 64 + 1;
    rule(arrived, "what is written to each arrives in its place");
    wgpuBufferRelease(buffer);
}

/* Copies, ranges to read and ranges to write of one mapping. */
static void
test_mixed(void)
{
    uint8_t back[SIZE];
    uint8_t bytes[64];
    memset(bytes, 0x5a, sizeof bytes);
    WGPUBuffer buffer = gpu_buffer(&gpu, SIZE, WGPUBufferUsage_MapWrite | WGPUBufferUsage_CopySrc);
    check_equal(gpu_map(&gpu, buffer, WGPUMapMode_Write), WGPUMapAsyncStatus_Success, "map to write");
    check_equal(wgpuBufferWriteMappedRange(buffer, 0, bytes, 64), WGPUStatus_Success,
                "copy to the beginning");
    uint8_t *range = wgpuBufferGetMappedRange(buffer, 64, 64);
    rule(range != NULL, "a range behind it");
    if (range != NULL)
        memset(range, 0x77, 64);
    check_equal(wgpuBufferWriteMappedRange(buffer, 128, bytes, 32), WGPUStatus_Success, "copy behind that");
    const uint8_t *begin = wgpuBufferGetConstMappedRange(buffer, 0, 64);
    rule(begin != NULL && memcmp(begin, bytes, 64) == 0, "the copy can be read back");
    wgpuBufferUnmap(buffer);
    rule(gpu_read(&gpu, buffer, back, SIZE) && memcmp(back, bytes, 64) == 0 && back[64] == 0x77 &&
             back[127] == 0x77 && memcmp(back + 128, bytes, 32) == 0 && back[160] == 0,
         "all of it arrives");
    wgpuBufferRelease(buffer);
}

static void
check_no_ranges(WGPUBuffer buffer, const char *what)
{
    uint8_t bytes[8] = {0};
    rule(wgpuBufferGetMappedRange(buffer, 0, 8) == NULL &&
             wgpuBufferGetConstMappedRange(buffer, 0, 8) == NULL &&
             wgpuBufferReadMappedRange(buffer, 0, bytes, 8) == WGPUStatus_Error &&
             wgpuBufferWriteMappedRange(buffer, 0, bytes, 8) == WGPUStatus_Error,
         what);
}

static void
test_unmapped(void)
{
    WGPUBuffer buffer = gpu_buffer(&gpu, SIZE, WGPUBufferUsage_MapWrite | WGPUBufferUsage_CopySrc);
    check_no_ranges(buffer, "no ranges before it is mapped");
    check_equal(gpu_map(&gpu, buffer, WGPUMapMode_Write), WGPUMapAsyncStatus_Success, "map it");
    rule(wgpuBufferGetMappedRange(buffer, 0, 8) != NULL, "then there are");
    wgpuBufferUnmap(buffer);
    check_no_ranges(buffer, "none when it is unmapped");
    check_equal(gpu_map(&gpu, buffer, WGPUMapMode_Write), WGPUMapAsyncStatus_Success, "map it again");
    rule(wgpuBufferGetMappedRange(buffer, 0, 8) != NULL, "there are again");
    wgpuBufferDestroy(buffer);
    check_no_ranges(buffer, "none when it is destroyed");
    check_equal(wgpuBufferGetMapState(buffer), WGPUBufferMapState_Unmapped, "for that has unmapped it");
    wgpuBufferUnmap(buffer);
    wgpuBufferRelease(buffer);
}

/* Mapped at creation is mapped, even if the buffer is an error: WebGPU, "Buffer Creation". */
static void
test_invalid(void)
{
    begin();
    WGPUBuffer buffer = mapped_at_creation(SIZE, WGPUBufferUsage_MapRead | WGPUBufferUsage_MapWrite);
    invalid("a buffer of usages that do not go together");
    rule(wgpuBufferGetMapState(buffer) == WGPUBufferMapState_Mapped,
         "mappedAtCreation: an invalid buffer is mapped");
    uint8_t *range = wgpuBufferGetMappedRange(buffer, 0, WGPU_WHOLE_MAP_SIZE);
    rule(range != NULL, "getMappedRange: of an invalid buffer, mapped at creation");
    if (range != NULL)
        memset(range, 1, SIZE);
    wgpuBufferUnmap(buffer);
    check_no_ranges(buffer, "until it is unmapped");
    check_equal(wgpuBufferGetSize(buffer), SIZE, "it knows its size");
    wgpuBufferRelease(buffer);
}

/* "If the mapping allocation fails, returns NULL". */
static void
test_too_large(void)
{
    wgpuDevicePushErrorScope(gpu.device, WGPUErrorFilter_OutOfMemory);
    begin();
    WGPUBuffer buffer = mapped_at_creation(UINT64_C(1) << 50, WGPUBufferUsage_CopySrc);
    gpu_pop_error(&gpu, NULL, 0);
    gpu_pop_error(&gpu, NULL, 0);
    rule(buffer == NULL, "mappedAtCreation: NULL where there is no memory for it");
    if (buffer != NULL)
        wgpuBufferRelease(buffer);
}

int
main(int argc, char **argv)
{
    if (!rules_open(argc, argv, 0))
        return check_finish();
    test_overlaps();
    test_sizes();
    test_alignment();
    test_stable();
    test_mixed();
    test_unmapped();
    test_invalid();
    test_too_large();
    return rules_close();
}
