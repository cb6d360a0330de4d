/* The host's instances: the list of adapters, the user's choice, and what is said when there is none. */
#include "gpu_fixture.h"

#include <stdio.h>
#include <unistd.h>

#include "gpu/adapter.h"
#include "gpu/vulkan.h"

static void
test_list_and_request(void **state)
{
    (void)state;
    const struct gpu_choice choice = {0};
    struct gpu_instance *instance;
    assert_null(gpu_instance_new(&choice, &instance));
    assert_non_null(gpu_instance_native(instance));
    struct gpu_adapter_list list;
    assert_null(gpu_instance_list_adapters(instance, &list));
    assert_true(list.count >= 1);
    for (size_t i = 0; i < list.count; i++) {
        assert_true(strlen(list.items[i].name) > 0);
        assert_true(strlen(list.items[i].driver) > 0);
        assert_true(strlen(list.items[i].vendor) > 0);
        assert_int_equal(list.items[i].backend, WGPUBackendType_Vulkan);
    }
    WGPUAdapter adapter;
    assert_null(gpu_instance_request_adapter(instance, NULL, &adapter));
    assert_non_null(adapter);
    WGPUAdapterInfo info = WGPU_ADAPTER_INFO_INIT;
    assert_int_equal(wgpuAdapterGetInfo(adapter, &info), WGPUStatus_Success);
    /* Never a CPU where there is something better. */
    for (size_t i = 0; i < list.count; i++) {
        if (list.items[i].type == WGPUAdapterType_DiscreteGPU)
            assert_int_equal(info.adapterType, WGPUAdapterType_DiscreteGPU);
    }
    wgpuAdapterInfoFreeMembers(info);
    wgpuAdapterRelease(adapter);
    gpu_adapter_list_finish(&list);
    gpu_instance_delete(instance);
}

/* By its index, by its name, twice from one instance. */
static void
test_choices(void **state)
{
    (void)state;
    const struct gpu_choice any = {.backend = "vulkan"};
    struct gpu_instance *instance;
    assert_null(gpu_instance_new(&any, &instance));
    struct gpu_adapter_list list;
    assert_null(gpu_instance_list_adapters(instance, &list));
    gpu_instance_delete(instance);
    char name[20];
    snprintf(name, sizeof name, "%.12s", list.items[0].name);
    const char *const words[] = {"0", name, "high-performance"};
    for (size_t i = 0; i < 3; i++) {
        const struct gpu_choice choice = {.adapter = words[i]};
        assert_null(gpu_instance_new(&choice, &instance));
        for (int twice = 0; twice < 2; twice++) {
            WGPUAdapter adapter;
            assert_null(gpu_instance_request_adapter(instance, NULL, &adapter));
            struct gpu_fixture gpu = {.instance = gpu_instance_native(instance), .adapter = adapter};
            WGPUAdapterInfo info = WGPU_ADAPTER_INFO_INIT;
            assert_int_equal(wgpuAdapterGetInfo(adapter, &info), WGPUStatus_Success);
            if (i < 2)
                assert_memory_equal(info.device.data, list.items[0].name, info.device.length);
            wgpuAdapterInfoFreeMembers(info);
            gpu.device = request_device(&gpu, NULL);
            assert_non_null(gpu.device);
            wgpuDeviceRelease(gpu.device);
            wgpuAdapterRelease(adapter);
        }
        gpu_instance_delete(instance);
    }
    gpu_adapter_list_finish(&list);
}

static void
test_fallback(void **state)
{
    (void)state;
    const struct gpu_choice choice = {.adapter = "cpu"};
    struct gpu_instance *instance;
    wasigpu_error_t *error = gpu_instance_new(&choice, &instance);
    if (error != NULL) { /* a machine with a GPU and no lavapipe */
        assert_non_null(strstr(wasigpu_error_message(error), "no adapter of type \"cpu\"; there are: 0: "));
        wasigpu_error_delete(error);
        return;
    }
    WGPURequestAdapterOptions options = WGPU_REQUEST_ADAPTER_OPTIONS_INIT;
    options.forceFallbackAdapter = WGPU_TRUE;
    WGPUAdapter adapter;
    assert_null(gpu_instance_request_adapter(instance, &options, &adapter));
    WGPUAdapterInfo info = WGPU_ADAPTER_INFO_INIT;
    assert_int_equal(wgpuAdapterGetInfo(adapter, &info), WGPUStatus_Success);
    assert_int_equal(info.adapterType, WGPUAdapterType_CPU);
    wgpuAdapterInfoFreeMembers(info);
    wgpuAdapterRelease(adapter);
    gpu_instance_delete(instance);
}

static void
expect_error(const struct gpu_choice *choice, const char *part)
{
    struct gpu_instance *instance = (struct gpu_instance *)1;
    wasigpu_error_t *error = gpu_instance_new(choice, &instance);
    assert_non_null(error);
    assert_null(instance);
    if (strstr(wasigpu_error_message(error), part) == NULL)
        fail_msg("%s", wasigpu_error_message(error));
    wasigpu_error_delete(error);
}

static void
test_errors(void **state)
{
    (void)state;
    expect_error(&(struct gpu_choice){.adapter = "voodoo"}, "no adapter named \"voodoo\"; there are: 0: ");
    expect_error(&(struct gpu_choice){.adapter = "99"}, "no adapter with the index \"99\"; there are: 0: ");
    expect_error(&(struct gpu_choice){.backend = "glide"},
                 "unknown backend \"glide\": vulkan, gl, metal or d3d12");

    const struct gpu_choice metal = {.backend = "metal"};
    struct gpu_instance *instance;
    assert_null(gpu_instance_new(&metal, &instance));
    WGPUAdapter adapter;
    wasigpu_error_t *error = gpu_instance_request_adapter(instance, NULL, &adapter);
    assert_non_null(error);
    assert_null(adapter);
    assert_non_null(strstr(wasigpu_error_message(error), "none for Metal"));
    wasigpu_error_delete(error);
    gpu_instance_delete(instance);
}

static size_t
count_devices(void)
{
    struct gpu_adapter_list list;
    assert_null(gpu_vulkan_list(&list));
    const size_t count = list.count;
    gpu_adapter_list_finish(&list);
    return count;
}

/* The driver twice, as if it were two: each brings its own devices, and one can be left out. */
static void
test_two_drivers(void **state)
{
    (void)state;
    const char *driver = getenv("VK_DRIVER_FILES");
    if (driver == NULL || strchr(driver, ':') != NULL) {
        print_message("no single driver is named in VK_DRIVER_FILES\n");
        return;
    }
    char *before_files = strdup(driver);
    char folder[] = "gpu_adapter_XXXXXX";
    char files[2][60];
    char both[130];
    assert_non_null(mkdtemp(folder));
    for (int i = 0; i < 2; i++) {
        snprintf(files[i], sizeof files[i], "%s/driver_%d.json", folder, i);
        assert_int_equal(symlink(driver, files[i]), 0);
    }
    const size_t once = count_devices();
    snprintf(both, sizeof both, "%s:%s", files[0], files[1]);
    setenv("VK_DRIVER_FILES", both, 1);
    assert_int_equal(count_devices(), 2 * once);
    char *before;
    gpu_vulkan_narrow("driver_1.json", &before);
    assert_null(before);
    assert_int_equal(count_devices(), once);
    gpu_vulkan_widen(before);
    assert_int_equal(count_devices(), 2 * once);

    /* One of them can be had; its twin only where the library can tell them apart. */
    struct gpu_instance *instance;
    WGPUAdapter adapter;
    assert_null(gpu_instance_new(&(struct gpu_choice){.adapter = "0"}, &instance));
    assert_null(gpu_instance_request_adapter(instance, NULL, &adapter));
    wgpuAdapterRelease(adapter);
    gpu_instance_delete(instance);
    assert_null(getenv("VK_LOADER_DRIVERS_SELECT"));
    char index[8];
    snprintf(index, sizeof index, "%zu", once);
    const struct gpu_choice twin = {.adapter = index};
    if (is_wgpu()) {
        assert_null(gpu_instance_new(&twin, &instance));
        gpu_instance_delete(instance);
    } else {
        expect_error(&twin, "Dawn cannot tell adapter ");
    }
    setenv("VK_DRIVER_FILES", before_files, 1);
    free(before_files);
    unlink(files[0]);
    unlink(files[1]);
    rmdir(folder);
}

static void
on_native_adapter(WGPURequestAdapterStatus status, WGPUAdapter adapter, WGPUStringView message, void *a,
                  void *b)
{
    struct scope_result *result = b;
    *(WGPUAdapter *)a = adapter;
    result->type = (WGPUErrorType)status;
    snprintf(result->message, sizeof result->message, "%.*s", (int)message.length,
             message.data != NULL ? message.data : "");
}

/* What a program by the standard header alone gets: no adapter that only seems to work. */
static void
expect_no_native_adapter(WGPUBackendType backend)
{
    static const WGPUInstanceFeatureName features[] = {WGPUInstanceFeatureName_TimedWaitAny};
    WGPUInstanceDescriptor descriptor = WGPU_INSTANCE_DESCRIPTOR_INIT;
    descriptor.requiredFeatureCount = 1;
    descriptor.requiredFeatures = features;
    const struct gpu_fixture gpu = {.instance = wgpuCreateInstance(&descriptor)};
    WGPURequestAdapterOptions options = WGPU_REQUEST_ADAPTER_OPTIONS_INIT;
    options.backendType = backend;
    WGPUAdapter adapter = NULL;
    struct scope_result result = {0};
    const WGPURequestAdapterCallbackInfo callback = {.mode = WGPUCallbackMode_WaitAnyOnly,
                                                     .callback = on_native_adapter,
                                                     .userdata1 = &adapter,
                                                     .userdata2 = &result};
    assert_int_equal(wait_for(&gpu, wgpuInstanceRequestAdapter(gpu.instance, &options, callback), forever),
                     WGPUWaitStatus_Success);
    if (adapter != NULL) { /* OpenGL, perhaps */
        WGPUAdapterInfo info = WGPU_ADAPTER_INFO_INIT;
        assert_int_equal(wgpuAdapterGetInfo(adapter, &info), WGPUStatus_Success);
        assert_int_not_equal(info.backendType, WGPUBackendType_Null);
        wgpuAdapterInfoFreeMembers(info);
        wgpuAdapterRelease(adapter);
    } else {
        assert_int_not_equal(result.type, WGPURequestAdapterStatus_Success);
        assert_true(result.message[0] != '\0');
        if (!is_wgpu()) {
            assert_int_equal(result.type, WGPURequestAdapterStatus_Unavailable);
            assert_non_null(strstr(result.message, "no driver"));
        }
    }
    wgpuInstanceRelease(gpu.instance);
}

/* Last: the loader's search is led astray. */
static void
test_no_driver(void **state)
{
    (void)state;
    setenv("VK_DRIVER_FILES", "/nowhere.json", 1);
    expect_error(&(struct gpu_choice){.adapter = "cpu"}, "no Vulkan driver found: install one");
    const struct gpu_choice choice = {0};
    struct gpu_instance *instance;
    assert_null(gpu_instance_new(&choice, &instance));
    WGPUAdapter adapter;
    wasigpu_error_t *error = gpu_instance_request_adapter(instance, NULL, &adapter);
    assert_non_null(error);
    assert_non_null(strstr(wasigpu_error_message(error), "no Vulkan driver found: install one"));
    assert_null(strchr(wasigpu_error_message(error), '\n'));
    wasigpu_error_delete(error);
    gpu_instance_delete(instance);
    expect_no_native_adapter(WGPUBackendType_Undefined);
    expect_no_native_adapter(WGPUBackendType_Null);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_list_and_request), cmocka_unit_test(test_choices),
        cmocka_unit_test(test_fallback),         cmocka_unit_test(test_errors),
        cmocka_unit_test(test_two_drivers),      cmocka_unit_test(test_no_driver),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
