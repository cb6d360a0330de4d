/* The user's words for adapters and backends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/count.h"
#include "gpu/choice.h"

static struct gpu_adapter_info items[] = {
    {.name = "llvmpipe (LLVM 19.1.7, 256 bits)", .driver = "", .type = WGPUAdapterType_CPU},
    {.name = "Intel(R) UHD Graphics 770", .driver = "", .type = WGPUAdapterType_IntegratedGPU},
    {.name = "NVIDIA H100 PCIe", .driver = "", .type = WGPUAdapterType_DiscreteGPU},
    {.name = "NVIDIA H100 PCIe", .driver = "", .type = WGPUAdapterType_DiscreteGPU},
};
static const struct gpu_adapter_list all = {items, BASE_COUNT(items)};
static const struct gpu_adapter_list only_cpu = {items, 1};
static const struct gpu_adapter_list none = {NULL, 0};

#define ALL \
    "0: llvmpipe (LLVM 19.1.7, 256 bits) (CPU), 1: Intel(R) UHD Graphics 770 (integrated GPU), " \
    "2: NVIDIA H100 PCIe (discrete GPU), 3: NVIDIA H100 PCIe (discrete GPU)"

static const struct {
    const struct gpu_adapter_list *list;
    const char *adapter;
    size_t index;
    const char *error; /* NULL: none */
} rows[] = {
    {&all, "high-performance", 2, NULL},
    {&all, "High-Performance", 2, NULL},
    {&all, "low-power", 1, NULL},
    {&all, "cpu", 0, NULL},
    {&all, "0", 0, NULL},
    {&all, "3", 3, NULL},
    {&all, "nvidia", 2, NULL},
    {&all, "h100", 2, NULL},
    {&all, "UHD", 1, NULL},
    {&only_cpu, "high-performance", 0, NULL},
    {&only_cpu, "low-power", 0, NULL},
    {&all, "radeon", 0, "no adapter named \"radeon\"; there are: " ALL},
    {&all, "4", 0, "no adapter with the index \"4\"; there are: " ALL},
    {&all, "99999999999999999999999", 0,
     "no adapter with the index \"99999999999999999999999\"; there are: " ALL},
    {&all, "", 0, "no adapter named \"\"; there are: " ALL},
    {&all, "-1", 0, "no adapter named \"-1\"; there are: " ALL},
    {&none, "cpu", 0, "no adapter of type \"cpu\"; there are: none"},
    {&none, "high-performance", 0, "no adapter named \"high-performance\"; there are: none"},
};

static void
test_adapters(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        size_t index = 77;
        wasigpu_error_t *error = gpu_choose_adapter(rows[i].list, rows[i].adapter, &index);
        if (rows[i].error != NULL) {
            assert_non_null(error);
            assert_string_equal(wasigpu_error_message(error), rows[i].error);
        } else if (error != NULL || index != rows[i].index) {
            fail_msg("%s: %zu, %s", rows[i].adapter, index,
                     error != NULL ? wasigpu_error_message(error) : "");
        }
        wasigpu_error_delete(error);
    }
}

static const struct {
    const char *backend, *environment;
    WGPUBackendType type; /* Undefined: an error */
} backend_rows[] = {
    {NULL, NULL, WGPUBackendType_Vulkan},
    {"vulkan", NULL, WGPUBackendType_Vulkan},
    {"VULKAN", "gl", WGPUBackendType_Vulkan},
    {"gl", NULL, WGPUBackendType_OpenGLES},
    {"metal", NULL, WGPUBackendType_Metal},
    {"d3d12", NULL, WGPUBackendType_D3D12},
    {"dx12", NULL, WGPUBackendType_D3D12},
    {"", NULL, WGPUBackendType_Undefined},
    {"vulkan,gl", NULL, WGPUBackendType_Undefined},
    {"glide", NULL, WGPUBackendType_Undefined},
    {NULL, "", WGPUBackendType_Vulkan},
    {NULL, "gl", WGPUBackendType_OpenGLES},
    {NULL, "gles,vulkan", WGPUBackendType_OpenGLES},
    {NULL, "opengl", WGPUBackendType_OpenGLES},
    {NULL, "dx12,metal,gl", WGPUBackendType_OpenGLES},
    {NULL, " nonsense , Vulkan,gl", WGPUBackendType_Vulkan},
    {NULL, "metal", WGPUBackendType_Vulkan},
    {NULL, ",,,", WGPUBackendType_Vulkan},
};

static void
test_backends(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(backend_rows); i++) {
        WGPUBackendType type;
        wasigpu_error_t *error =
            gpu_choose_backend(backend_rows[i].backend, backend_rows[i].environment, &type);
        if (backend_rows[i].type == WGPUBackendType_Undefined)
            assert_non_null(error);
        else
            assert_null(error);
        if (error == NULL)
            assert_int_equal(type, backend_rows[i].type);
        else
            assert_non_null(strstr(wasigpu_error_message(error), "vulkan, gl, metal or d3d12"));
        wasigpu_error_delete(error);
    }
}

static const struct {
    const char *name, *driver;
    bool old;
} lavapipes[] = {
    {"llvmpipe (LLVM 15.0.6, 256 bits)", "llvmpipe, Mesa 22.3.6 (LLVM 15.0.6)", true},
    {"llvmpipe (LLVM 15.0.6, 256 bits)", "4.5 (Core Profile) Mesa 22.3.6", true},
    {"llvmpipe (LLVM 15.0.6, 256 bits)", "Mesa 23.0.4 (LLVM 15.0.6)", true},
    {"llvmpipe (LLVM 15.0.6, 256 bits)", "Mesa 9.2.1", true},
    {"llvmpipe (LLVM 15.0.6, 256 bits)", "Mesa 23.1.0-devel", false},
    {"llvmpipe (LLVM 15.0.6, 256 bits)", "llvmpipe: Mesa 25.0.7-2~bpo12+1 (LLVM 15.0.6) 0.0.1", false},
    {"llvmpipe (LLVM 15.0.6, 256 bits)", "", false},
    {"AMD Radeon RX 6800 (RADV NAVI21)", "radv, Mesa 22.3.6", false},
};

static void
test_old_lavapipe(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(lavapipes); i++) {
        if (gpu_is_old_lavapipe(lavapipes[i].name, lavapipes[i].driver) != lavapipes[i].old)
            fail_msg("%s, %s", lavapipes[i].name, lavapipes[i].driver);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_adapters),
        cmocka_unit_test(test_backends),
        cmocka_unit_test(test_old_lavapipe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
