/* Writes to buffers that go through staging of our own on Dawn, which is asked for on every adapter here: in
 * order with all else, whatever their size, and of the same errors. The same is expected of wgpu-native's own
 * way. */
#include "gpu_fixture.h"

#include "base/count.h"

#define KIB ((size_t)1 << 10)
#define MIB ((size_t)1 << 20)
#define LARGE (9 * MIB + 12) /* two pieces and a part */
#define STORAGE (WGPUBufferUsage_Storage | WGPUBufferUsage_CopyDst | WGPUBufferUsage_CopySrc)

static const char add_one[] =
    "@group(0) @binding(0) var<storage, read_write> data: array<u32>;"
    "@compute @workgroup_size(64)"
    "fn main(@builtin(global_invocation_id) id: vec3u,"
    "        @builtin(num_workgroups) count: vec3u) {"
    "    for (var i = id.x; i < arrayLength(&data); i += 64 * count.x) { data[i]++; }"
    "}";

static uint32_t *
make_words(size_t size, uint32_t seed)
{
    uint32_t *words = malloc(size);
    assert_non_null(words);
    for (size_t i = 0; i < size / 4; i++)
        words[i] = (uint32_t)i * 2654435761u + seed;
    return words;
}

/* `expected` is in `buffer`. */
static void
assert_holds(const struct gpu_fixture *gpu, WGPUBuffer buffer, const void *expected, size_t size)
{
    WGPUBuffer read = make_buffer(gpu, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst, size);
    submit(gpu, record_copy(gpu, buffer, read, size));
    assert_int_equal(map(gpu, read, WGPUMapMode_Read, 0, size), WGPUMapAsyncStatus_Success);
    assert_memory_equal(wgpuBufferGetConstMappedRange(read, 0, size), expected, size);
    wgpuBufferRelease(read);
}

static void
test_sizes(void **state)
{
    const struct gpu_fixture *gpu = *state;
    static const struct {
        size_t offset, size;
    } rows[] = {
        {0, 256 * KIB - 4}, {0, 256 * KIB}, {4, 256 * KIB + 4}, {8, 4 * MIB - 4}, {0, 4 * MIB},
        {12, 4 * MIB + 4},  {256, 8 * MIB}, {LARGE - MIB, MIB}, {0, LARGE},       {4, LARGE - 4},
    };
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        uint32_t *words = make_words(rows[i].size, (uint32_t)i);
        uint8_t *all = calloc(1, LARGE);
        assert_non_null(all);
        memcpy(all + rows[i].offset, words, rows[i].size);
        WGPUBuffer buffer = make_buffer(gpu, STORAGE, LARGE);
        wgpuQueueWriteBuffer(gpu->queue, buffer, rows[i].offset, words, rows[i].size);
        memset(words, 0, rows[i].size); /* the caller's again */
        assert_holds(gpu, buffer, all, LARGE);
        wgpuBufferRelease(buffer);
        free(all);
        free(words);
    }
}

/* WebGPU, "Queues": each operation sees what those before it have done. */
static void
test_order(void **state)
{
    const struct gpu_fixture *gpu = *state;
    uint32_t *words = make_words(LARGE, 1);
    uint32_t *others = make_words(LARGE, 7);
    uint32_t *expected = make_words(LARGE, 1);
    WGPUBuffer buffer = make_buffer(gpu, STORAGE, LARGE);
    WGPUBuffer before = make_buffer(gpu, STORAGE, LARGE);
    WGPUComputePipeline pipeline = make_pipeline(gpu, add_one);
    WGPUBindGroup group = make_group(gpu, pipeline, buffer);
    WGPUCommandBuffer add = record_dispatch(gpu, pipeline, group, 64);
    WGPUCommandBuffer copy = record_copy(gpu, buffer, before, LARGE);
    WGPUCommandBuffer add_again = record_dispatch(gpu, pipeline, group, 64);

    wgpuQueueWriteBuffer(gpu->queue, buffer, 0, words, LARGE);
    submit(gpu, add);
    wgpuQueueWriteBuffer(gpu->queue, buffer, MIB, others, 5 * MIB);
    wgpuQueueWriteBuffer(gpu->queue, buffer, 2 * MIB, words, 8); /* a small one upon it */
    wgpuQueueWriteBuffer(gpu->queue, buffer, 6 * MIB, others, 16);
    wgpuQueueWriteBuffer(gpu->queue, buffer, 6 * MIB, others + 100, MIB); /* a large one upon a small one */
    submit(gpu, copy);
    wgpuQueueWriteBuffer(gpu->queue, buffer, 0, others, 256 * KIB);
    submit(gpu, add_again);

    for (size_t i = 0; i < LARGE / 4; i++)
        expected[i]++;
    memcpy(expected + MIB / 4, others, 5 * MIB);
    memcpy(expected + 2 * MIB / 4, words, 8);
    memcpy(expected + 6 * MIB / 4, others + 100, MIB);
    assert_holds(gpu, before, expected, LARGE);
    memcpy(expected, others, 256 * KIB);
    for (size_t i = 0; i < LARGE / 4; i++)
        expected[i]++;
    assert_holds(gpu, buffer, expected, LARGE);
    wgpuBindGroupRelease(group);
    wgpuComputePipelineRelease(pipeline);
    wgpuBufferRelease(before);
    wgpuBufferRelease(buffer);
    free(expected);
    free(others);
    free(words);
}

/* Far more than there is staging for, behind work that takes time; the small ones in between are in order. */
static void
test_many(void **state)
{
    const struct gpu_fixture *gpu = *state;
    uint32_t *words = make_words(2 * LARGE, 3);
    uint32_t *expected = calloc(1, LARGE);
    assert_non_null(expected);
    WGPUBuffer buffer = make_buffer(gpu, STORAGE, LARGE);
    WGPUComputePipeline pipeline = make_pipeline(gpu, add_one);
    WGPUBindGroup group = make_group(gpu, pipeline, buffer);
    for (size_t i = 0; i < 60; i++) {
        const size_t offset = i * 150 * KIB % (LARGE - MIB) / 4 * 4;
        const size_t size = i % 7 == 0 ? MIB : 300 * KIB;
        if (i % 20 == 0) {
            submit(gpu, record_dispatch(gpu, pipeline, group, 1));
            for (size_t k = 0; k < LARGE / 4; k++)
                expected[k]++;
        }
        wgpuQueueWriteBuffer(gpu->queue, buffer, offset, words + i * 999, size);
        memcpy((char *)expected + offset, words + i * 999, size);
        wgpuQueueWriteBuffer(gpu->queue, buffer, offset + 64, words, 4);
        memcpy((char *)expected + offset + 64, words, 4);
    }
    for (size_t i = 0; i < 12; i++)
        wgpuQueueWriteBuffer(gpu->queue, buffer, 0, words + i, LARGE);
    memcpy(expected, words + 11, LARGE);
    assert_holds(gpu, buffer, expected, LARGE);
    wgpuBindGroupRelease(group);
    wgpuComputePipelineRelease(pipeline);
    wgpuBufferRelease(buffer);
    free(expected);
    free(words);
}

/* The errors of a write, of `size` bytes, to a buffer that is made anew for it. */
enum wrong { NOTHING, USAGE, INVALID, DESTROYED, MAPPED, PENDING, STRANGE };

static struct scope_result
write_wrongly(const struct gpu_fixture *gpu, const struct gpu_fixture *other, enum wrong wrong,
              uint64_t offset, const void *data, size_t size)
{
    WGPUBufferDescriptor descriptor = WGPU_BUFFER_DESCRIPTOR_INIT;
    static WGPUMapAsyncStatus status; /* may come late: Dawn keeps mappable buffers for a while */
    descriptor.label = text("it");
    descriptor.size = MIB;
    descriptor.usage = wrong == USAGE ? WGPUBufferUsage_CopySrc : WGPUBufferUsage_CopyDst;
    descriptor.mappedAtCreation = wrong == MAPPED;
    if (wrong == PENDING)
        descriptor.usage |= WGPUBufferUsage_MapRead;
    if (wrong == INVALID)
        descriptor.usage = WGPUBufferUsage_None;
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
    WGPUBuffer buffer = wgpuDeviceCreateBuffer(wrong == STRANGE ? other->device : gpu->device, &descriptor);
    pop_scope(gpu);
    if (wrong == DESTROYED)
        wgpuBufferDestroy(buffer);
    if (wrong == PENDING)
        start_map(buffer, WGPUMapMode_Read, 0, MIB, &status);
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Internal);
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_OutOfMemory);
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
    wgpuQueueWriteBuffer(gpu->queue, buffer, offset, data, size);
    const struct scope_result result = pop_scope(gpu);
    assert_int_equal(pop_scope(gpu).type, WGPUErrorType_NoError);
    assert_int_equal(pop_scope(gpu).type, WGPUErrorType_NoError);
    wgpuBufferRelease(buffer);
    return result;
}

/* WebGPU, "writeBuffer": as they are without staging, to the letter. */
static void
test_errors(void **state)
{
    const struct gpu_fixture *gpu = *state;
    static const struct {
        enum wrong wrong;
        uint64_t offset;
        size_t size;
        WGPUErrorType type;
    } rows[] = {
        {NOTHING, 0, MIB, WGPUErrorType_NoError},
        {NOTHING, 4, MIB, WGPUErrorType_Validation},
        {NOTHING, MIB, 512 * KIB, WGPUErrorType_Validation},
        {NOTHING, UINT64_MAX - 3, 512 * KIB, WGPUErrorType_Validation},
        {NOTHING, UINT64_MAX - 512 * KIB + 1, 512 * KIB, WGPUErrorType_Validation},
        {NOTHING, 2, 512 * KIB, WGPUErrorType_Validation},
        {NOTHING, 0, 512 * KIB + 2, WGPUErrorType_Validation},
        {USAGE, 0, MIB, WGPUErrorType_Validation},
        {INVALID, 0, MIB, WGPUErrorType_Validation},
        {DESTROYED, 0, MIB, WGPUErrorType_Validation},
        {MAPPED, 0, MIB, WGPUErrorType_Validation},
        {PENDING, 0, MIB, WGPUErrorType_Validation},
        {STRANGE, 0, MIB, WGPUErrorType_Validation},
    };
    struct gpu_fixture plain;
    setenv("WASIGPU_STAGING", "off", 1);
    fixture_init(&plain);
    setenv("WASIGPU_STAGING", "on", 1);
    uint32_t *words = make_words(2 * MIB, 0);
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        const struct scope_result ours =
            write_wrongly(gpu, &plain, rows[i].wrong, rows[i].offset, words, rows[i].size);
        const struct scope_result theirs =
            write_wrongly(&plain, gpu, rows[i].wrong, rows[i].offset, words, rows[i].size);
        if (ours.type != rows[i].type || theirs.type != rows[i].type ||
            strcmp(ours.message, theirs.message) != 0)
            fail_msg("row %zu: %u \"%s\", %u \"%s\"", i, ours.type, ours.message, theirs.type,
                     theirs.message);
    }
    free(words);
    fixture_finish(&plain);
}

/* A buffer that goes while its write is under way takes nothing with it. */
static void
test_destroyed_later(void **state)
{
    const struct gpu_fixture *gpu = *state;
    uint32_t *words = make_words(LARGE, 5);
    WGPUBuffer first = make_buffer(gpu, STORAGE, LARGE);
    WGPUBuffer second = make_buffer(gpu, STORAGE, LARGE);
    wgpuQueueWriteBuffer(gpu->queue, first, 0, words, LARGE);
    wgpuBufferDestroy(first);
    wgpuBufferRelease(first);
    wgpuQueueWriteBuffer(gpu->queue, second, 0, words, LARGE);
    assert_holds(gpu, second, words, LARGE);
    wgpuBufferRelease(second);
    free(words);
}

/* Each of these leaves in the middle. */
static void
test_device_goes(void **state)
{
    (void)state;
    uint32_t *words = make_words(LARGE, 6);
    for (unsigned i = 0; i < 4; i++) {
        struct gpu_fixture gpu;
        fixture_init(&gpu);
        WGPUBuffer buffer = make_buffer(&gpu, STORAGE, LARGE);
        wgpuQueueWriteBuffer(gpu.queue, buffer, 0, words, LARGE);
        if (i == 0) {
            wgpuDeviceDestroy(gpu.device);
            wgpuQueueWriteBuffer(gpu.queue, buffer, 0, words, LARGE); /* nothing */
            wgpuDeviceDestroy(gpu.device);
        }
        if (i == 1) { /* a second reference: it goes with the last one */
            wgpuDeviceAddRef(gpu.device);
            wgpuDeviceRelease(gpu.device);
            wgpuQueueWriteBuffer(gpu.queue, buffer, 0, words, LARGE);
            assert_holds(&gpu, buffer, words, LARGE);
        }
        if (i == 2) { /* the queue stays, and does nothing */
            wgpuQueueAddRef(gpu.queue);
            wgpuDeviceAddRef(gpu.device);
            wgpuDeviceRelease(gpu.device);
            wgpuDeviceRelease(gpu.device);
            gpu.device = NULL;
            wgpuQueueWriteBuffer(gpu.queue, buffer, 0, words, LARGE);
            wgpuQueueRelease(gpu.queue);
        }
        wgpuBufferRelease(buffer);
        fixture_finish(&gpu);
    }
    free(words);
}

/* More of them than the process has staging for. */
static void
test_devices(void **state)
{
    const struct gpu_fixture *gpu = *state;
    enum { COUNT = 12, SIZE = 7 * MIB };
    uint32_t *words = make_words(SIZE + 4 * COUNT, 8);
    struct gpu_fixture others[COUNT];
    WGPUBuffer buffers[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        fixture_init(&others[i]);
        buffers[i] = make_buffer(&others[i], STORAGE, SIZE);
    }
    for (size_t round = 0; round < 4; round++) {
        for (size_t i = 0; i < COUNT; i++)
            wgpuQueueWriteBuffer(others[i].queue, buffers[i], 0, words + (i + round) % COUNT, SIZE);
    }
    for (size_t i = 0; i < COUNT; i++) {
        assert_holds(&others[i], buffers[i], words + (i + 3) % COUNT, SIZE);
        wgpuBufferRelease(buffers[i]);
        fixture_finish(&others[i]);
    }
    WGPUBuffer buffer = make_buffer(gpu, STORAGE, SIZE); /* there is staging again */
    wgpuQueueWriteBuffer(gpu->queue, buffer, 0, words, SIZE);
    assert_holds(gpu, buffer, words, SIZE);
    wgpuBufferRelease(buffer);
    free(words);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_destroyed_later),
        cmocka_unit_test(test_device_goes),
        cmocka_unit_test(test_devices),
    };
    setenv("WASIGPU_STAGING", "on", 1);
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
