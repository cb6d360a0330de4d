/* The staging of large writes over a null GPU that passes for Dawn: how much of it there is, that it is used
 * again, and that it is given back, whatever becomes of the device. */
#include "gpu_fixture.h"

#include "support/null_gpu.h"

#define MIB ((size_t)1 << 20)
#define PIECE (4 * MIB)
#define A_DEVICE 16 /* pieces, and so buffers */
#define A_PROCESS 64
#define LARGEST (256 * MIB)

static struct support_null_gpu null_gpu;
static void *data;

static struct gpu_fixture
begin(void)
{
    struct gpu_fixture gpu;
    null_gpu.set_pace(NULL_GPU_AT_ONCE);
    fixture_init(&gpu);
    return gpu;
}

static WGPUBuffer
make_target(const struct gpu_fixture *gpu)
{
    return make_buffer(gpu, WGPUBufferUsage_CopyDst, LARGEST);
}

/* How many objects a write leaves. */
static size_t
left_by_write(const struct gpu_fixture *gpu, WGPUBuffer buffer, size_t size)
{
    const size_t before = null_gpu.live_objects();
    wgpuQueueWriteBuffer(gpu->queue, buffer, 0, data, size);
    return null_gpu.live_objects() - before;
}

static void
end(struct gpu_fixture *gpu, WGPUBuffer buffer)
{
    wgpuBufferRelease(buffer);
    fixture_finish(gpu);
    null_gpu.set_pace(NULL_GPU_AT_ONCE);
    assert_int_equal(null_gpu.live_objects(), 0);
}

static void
test_small_writes_have_none(void **state)
{
    (void)state;
    struct gpu_fixture gpu = begin();
    WGPUBuffer buffer = make_target(&gpu);
    assert_int_equal(left_by_write(&gpu, buffer, 0), 0);
    assert_int_equal(left_by_write(&gpu, buffer, MIB / 4 - 4), 0);
    assert_int_equal(left_by_write(&gpu, buffer, MIB / 4), 1);
    end(&gpu, buffer);
}

static void
test_used_again(void **state)
{
    (void)state;
    struct gpu_fixture gpu = begin();
    WGPUBuffer buffer = make_target(&gpu);
    assert_int_equal(left_by_write(&gpu, buffer, PIECE), 1);
    assert_int_equal(left_by_write(&gpu, buffer, 64 * MIB), 0); /* the GPU is done with each at once */
    null_gpu.set_pace(NULL_GPU_HELD);
    assert_int_equal(left_by_write(&gpu, buffer, 3 * PIECE + 4), 3);
    null_gpu.set_pace(NULL_GPU_AT_ONCE);
    assert_int_equal(left_by_write(&gpu, buffer, 64 * MIB), 0);
    end(&gpu, buffer);
}

/* Writes to a device that is through with nothing end all the same. */
static void
test_bounded(void **state)
{
    (void)state;
    struct gpu_fixture gpu = begin();
    WGPUBuffer buffer = make_target(&gpu);
    null_gpu.set_pace(NULL_GPU_HELD);
    assert_int_equal(left_by_write(&gpu, buffer, LARGEST), A_DEVICE);
    assert_int_equal(left_by_write(&gpu, buffer, LARGEST), 0);
    null_gpu.set_pace(NULL_GPU_PUMPED);
    assert_int_equal(left_by_write(&gpu, buffer, LARGEST), 0);
    end(&gpu, buffer);
}

static void
test_bounded_in_all(void **state)
{
    (void)state;
    enum { DEVICES = 64 };
    struct gpu_fixture gpus[DEVICES];
    WGPUBuffer buffers[DEVICES];
    size_t left = 0;
    for (size_t i = 0; i < DEVICES; i++) {
        gpus[i] = begin();
        buffers[i] = make_target(&gpus[i]);
    }
    null_gpu.set_pace(NULL_GPU_HELD);
    for (size_t i = 0; i < DEVICES; i++)
        left += left_by_write(&gpus[i], buffers[i], i < 8 ? LARGEST : MIB);
    assert_int_equal(left, A_PROCESS);
    wgpuDeviceDestroy(gpus[0].device); /* gives back its part */
    assert_int_equal(left_by_write(&gpus[DEVICES - 1], buffers[DEVICES - 1], LARGEST), A_DEVICE);
    for (size_t i = 0; i < DEVICES; i++) {
        wgpuBufferRelease(buffers[i]);
        fixture_finish(&gpus[i]);
    }
    null_gpu.set_pace(NULL_GPU_AT_ONCE);
    assert_int_equal(null_gpu.live_objects(), 0);
}

static void
test_lost(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 2; i++) {
        struct gpu_fixture gpu = begin();
        WGPUBuffer buffer = make_target(&gpu);
        if (i == 1)
            null_gpu.set_pace(NULL_GPU_HELD);
        wgpuQueueWriteBuffer(gpu.queue, buffer, 0, data, 40 * MIB);
        null_gpu.lose_devices();
        wgpuQueueWriteBuffer(gpu.queue, buffer, 0, data, LARGEST);
        end(&gpu, buffer);
    }
}

static void
test_destroyed(void **state)
{
    (void)state;
    struct gpu_fixture gpu = begin();
    WGPUBuffer buffer = make_target(&gpu);
    const size_t before = null_gpu.live_objects();
    null_gpu.set_pace(NULL_GPU_HELD);
    wgpuQueueWriteBuffer(gpu.queue, buffer, 0, data, 40 * MIB);
    wgpuDeviceDestroy(gpu.device);
    null_gpu.set_pace(NULL_GPU_AT_ONCE); /* what still waits is told */
    assert_int_equal(null_gpu.live_objects(), before);
    assert_int_equal(left_by_write(&gpu, buffer, 40 * MIB), 0);
    end(&gpu, buffer);
}

/* No room for staging is nobody's error. */
static void
test_faults(void **state)
{
    (void)state;
    static const enum null_gpu_fault faults[] = {NULL_GPU_VALIDATION, NULL_GPU_OUT_OF_MEMORY,
                                                 NULL_GPU_NO_OBJECT};
    static const WGPUErrorFilter filters[] = {WGPUErrorFilter_Validation, WGPUErrorFilter_OutOfMemory};
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        struct gpu_fixture gpu = begin();
        WGPUBuffer buffer = make_target(&gpu);
        for (size_t k = 0; k < 2; k++)
            wgpuDevicePushErrorScope(gpu.device, filters[k]);
        null_gpu.fail_next(faults[i]);
        assert_int_equal(left_by_write(&gpu, buffer, PIECE), 0);
        null_gpu.fail_next(faults[i]);
        assert_int_equal(left_by_write(&gpu, buffer, 2 * PIECE), 1); /* the second piece has some */
        for (size_t k = 0; k < 2; k++)
            assert_int_equal(pop_scope(&gpu).type, WGPUErrorType_NoError);
        end(&gpu, buffer);
    }
}

static void
test_off(void **state)
{
    (void)state;
    setenv("WASIGPU_STAGING", "off", 1);
    struct gpu_fixture gpu = begin();
    setenv("WASIGPU_STAGING", "on", 1);
    WGPUBuffer buffer = make_target(&gpu);
    assert_int_equal(left_by_write(&gpu, buffer, LARGEST), 0);
    end(&gpu, buffer);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_small_writes_have_none),
        cmocka_unit_test(test_used_again),
        cmocka_unit_test(test_bounded),
        cmocka_unit_test(test_bounded_in_all),
        cmocka_unit_test(test_lost),
        cmocka_unit_test(test_destroyed),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_off),
    };
    setenv("WASIGPU_STAGING", "on", 1);
    null_gpu = support_null_gpu_load(TEST_NULL_DAWN);
    data = calloc(1, LARGEST);
    const int failed = data == NULL ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
    free(data);
    return failed;
}
