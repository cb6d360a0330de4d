/* Errors that the host makes, and some that nobody hears of; and the mappings that are left. By WebGPU,
 * "Errors & Debugging", on both libraries. */
#include "gpu_fixture.h"

#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/clock.h"
#include "gpu/error.h"
#include "gpu/maps.h"

static int uncaptured_type;
static char uncaptured_text[200];

static void
on_uncaptured(const WGPUDevice *device, WGPUErrorType type, WGPUStringView message, void *a, void *b)
{
    (void)device;
    (void)a;
    (void)b;
    uncaptured_type = (int)type;
    snprintf(uncaptured_text, sizeof uncaptured_text, "%.*s", (int)message.length, message.data);
}

/* A device whose uncaptured errors are looked at. */
static WGPUDevice
watched_device(const struct gpu_fixture *gpu)
{
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    descriptor.uncapturedErrorCallbackInfo.callback = on_uncaptured;
    const WGPUDevice device = request_device(gpu, &descriptor);
    assert_non_null(device);
    uncaptured_type = 0;
    return device;
}

static void
test_scopes_take_it(void **state)
{
    const struct gpu_fixture *gpu = *state;
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_OutOfMemory);
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
    gpu_device_report(gpu->device, WGPUErrorType_OutOfMemory, "too much of it");
    gpu_device_report(gpu->device, WGPUErrorType_OutOfMemory, "the first counts");
    assert_int_equal(pop_scope(gpu).type, WGPUErrorType_NoError);
    const struct scope_result result = pop_scope(gpu);
    assert_int_equal(result.type, WGPUErrorType_OutOfMemory);
    assert_non_null(strstr(result.message, "too much of it"));
}

static void
test_else_the_callback(void **state)
{
    const struct gpu_fixture *gpu = *state;
    const WGPUDevice device = watched_device(gpu);
    wgpuDevicePushErrorScope(device, WGPUErrorFilter_Validation);
    gpu_device_report(device, WGPUErrorType_OutOfMemory, "nobody takes it");
    wgpuInstanceProcessEvents(gpu->instance);
    assert_int_equal(uncaptured_type, WGPUErrorType_OutOfMemory);
    assert_non_null(strstr(uncaptured_text, "nobody takes it"));
    wgpuDeviceRelease(device);
}

static void
test_quiet(void **state)
{
    struct gpu_fixture gpu = *(struct gpu_fixture *)*state;
    const WGPUDevice mine = gpu.device;
    gpu.device = watched_device(&gpu);
    wgpuDevicePushErrorScope(gpu.device, WGPUErrorFilter_Validation);
    gpu_device_quiet_begin(gpu.device);
    const WGPUBuffer buffer = make_buffer(&gpu, WGPUBufferUsage_None, 4);
    gpu_device_quiet_end(gpu.device);
    assert_int_equal(pop_scope(&gpu).type, WGPUErrorType_NoError);
    assert_int_equal(uncaptured_type, 0);
    wgpuDevicePushErrorScope(gpu.device, WGPUErrorFilter_Validation);
    wgpuBufferRelease(make_buffer(&gpu, WGPUBufferUsage_None, 4)); /* is heard again */
    assert_int_equal(pop_scope(&gpu).type, WGPUErrorType_Validation);
    wgpuBufferRelease(buffer);
    wgpuDeviceRelease(gpu.device);
    gpu.device = mine;
}

/* Every other page with other rights: two mappings a pair. */
static void
test_mappings(void **state)
{
    (void)state;
    const long limit = gpu_maps_limit();
    if (limit < 0 || limit > 300000)
        skip(); /* as many as that would take long */
    assert_true(gpu_maps_left(1));
    const unsigned counts = gpu_maps_counts();
    assert_int_not_equal(counts, 0);
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    const size_t size = (size_t)limit * page;
    char *pages = mmap(NULL, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    assert_true(pages != MAP_FAILED);
    size_t at = 0;
    while (at < size && mprotect(pages + at, page, PROT_NONE) == 0)
        at += 2 * page;
    bool left = true;
    for (long i = 0; i < limit && left; i++)
        left = gpu_maps_left(i % 2 == 0 ? 1 : 8);
    assert_false(left);
    assert_false(gpu_maps_left(1));
    assert_true(gpu_maps_counts() > counts);
    munmap(pages, size);
    const struct base_deadline nap = base_deadline_in(UINT64_C(50000000)); /* for so long a "no" stands */
    base_deadline_sleep(&nap);
    assert_true(gpu_maps_left(512));
    assert_false(gpu_maps_left(UINT_MAX));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scopes_take_it),
        cmocka_unit_test(test_else_the_callback),
        cmocka_unit_test(test_quiet),
        cmocka_unit_test(test_mappings),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
