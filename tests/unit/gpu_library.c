/* Loading: what cannot be loaded is an error that says what and why; one library a process. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <webgpu/webgpu.h>

#include "base/log.h"
#include "gpu/library.h"

static char last_line[500];

static void
keep_line(void *env, enum base_log_level level, enum base_log_room room, const char *line)
{
    (void)env;
    (void)level;
    (void)room;
    snprintf(last_line, sizeof last_line, "%s", line);
}

static void
expect_error(const char *name, const char *part)
{
    wasigpu_error_t *error = gpu_library_load(name);
    assert_non_null(error);
    if (strstr(wasigpu_error_message(error), part) == NULL)
        fail_msg("%s: %s", name, wasigpu_error_message(error));
    wasigpu_error_delete(error);
    assert_false(gpu_library_loaded());
}

static void
test_errors(void **state)
{
    (void)state;
    expect_error("direct3d", "unknown library \"direct3d\": neither dawn nor wgpu nor the path of a file");
    expect_error("/nowhere/libdawn.so", "/nowhere/libdawn.so: No such file or directory");
    expect_error("/proc/self/cmdline", "/cmdline");
    expect_error("/dev/null", "/dev/null: file too short");

    char path[] = "gpu_library_XXXXXX";
    const int file = mkstemp(path);
    assert_true(file >= 0);
    const char words[] =
        "this is text, and long enough to be looked at as the header of a library...............";
    assert_int_equal(write(file, words, sizeof words), sizeof words);
    expect_error(path, "invalid ELF header");
    close(file);
    unlink(path);

    expect_error("libm.so.6", "unknown library");
    expect_error(TEST_OTHER_LIBRARY, "is not a WebGPU library: it has no function wgpuCreateInstance");
}

static void
test_first_use_without_library(void **state)
{
    (void)state;
    base_log_set_sink(keep_line, NULL);
    setenv("WASIGPU_GPU_LIB", "/nowhere/libdawn.so", 1);
    assert_null(wgpuCreateInstance(NULL));
    assert_non_null(strstr(last_line, "no WebGPU library: /nowhere/libdawn.so"));
    WGPUInstanceLimits limits = WGPU_INSTANCE_LIMITS_INIT;
    assert_int_equal(wgpuGetInstanceLimits(&limits), WGPUStatus_Error);
    assert_false(wgpuHasInstanceFeature(WGPUInstanceFeatureName_TimedWaitAny));
    wgpuBufferRelease(NULL);
    wgpuInstanceAddRef(NULL);
    assert_false(gpu_library_loaded());
    base_log_set_sink(NULL, NULL);
    unsetenv("WASIGPU_GPU_LIB");
}

static void
test_one_a_process(void **state)
{
    (void)state;
    assert_true(wgpuHasInstanceFeature(WGPUInstanceFeatureName_TimedWaitAny)); /* loads Dawn */
    assert_true(gpu_library_loaded());
    assert_int_equal(gpu_library_kind(), GPU_LIBRARY_DAWN);
    assert_non_null(strstr(gpu_library_path(), "dawn"));
    assert_null(gpu_library_load("dawn"));
    assert_null(gpu_library_load(gpu_library_path()));
    assert_null(gpu_library_load(NULL));
    wasigpu_error_t *error = gpu_library_load("wgpu");
    assert_non_null(error);
    assert_non_null(strstr(wasigpu_error_message(error), "this process has loaded"));
    wasigpu_error_delete(error);
}

static void
test_proc_address(void **state)
{
    (void)state;
    assert_true(wgpuGetProcAddress((WGPUStringView){"wgpuQueueSubmit", WGPU_STRLEN}) ==
                (WGPUProc)wgpuQueueSubmit);
    assert_true(wgpuGetProcAddress((WGPUStringView){"wgpuQueueSubmitX", 15}) == (WGPUProc)wgpuQueueSubmit);
    assert_null(wgpuGetProcAddress((WGPUStringView){"wgpuQueueSubmi", WGPU_STRLEN}));
    assert_null(wgpuGetProcAddress((WGPUStringView){"wgpuDevicePoll", WGPU_STRLEN}));
    assert_null(wgpuGetProcAddress((WGPUStringView){NULL, 0}));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_first_use_without_library),
        cmocka_unit_test(test_one_a_process),
        cmocka_unit_test(test_proc_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
