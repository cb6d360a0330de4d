/* A WebGPU instance with the user's choice of adapter.
 *
 * wgpu-native takes any of the adapters it lists. Dawn's C interface gives the one that it finds best: the
 * choice is made among Vulkan's devices, the loader is narrowed to the driver of the chosen one, and what
 * Dawn then gives is compared with it. */
#include "gpu/instance.h"

#include <stdlib.h>
#include <string.h>
#include <webgpu/wgpu.h>

#include "base/error.h"
#include "base/log.h"
#include "gpu/choice.h"
#include "gpu/dawn/pipeline_cache.h"
#include "gpu/library.h"
#include "gpu/vulkan.h"
#include "gpu/wgpu/wgpu.h"

#define OLD_LAVAPIPE \
    "%s, %s: refused, for its loops end after 65,535 iterations; install Mesa 23.1 or later (Debian 12: " \
    "mesa-vulkan-drivers of bookworm-backports)"

/* wgpu-native's are made with the instance, so that only the chosen backend is started. */
static WGPUInstance
create_instance(WGPUBackendType backend, const struct gpu_choice *choice)
{
    static const WGPUInstanceFeatureName features[] = {WGPUInstanceFeatureName_TimedWaitAny};
    WGPUInstanceDescriptor descriptor = WGPU_INSTANCE_DESCRIPTOR_INIT;
    descriptor.requiredFeatureCount = 1;
    descriptor.requiredFeatures = features;
    WGPUInstanceExtras extras = {.chain.sType = (WGPUSType)WGPUSType_InstanceExtras,
                                 .flags = WGPUInstanceFlag_Default};
    if (gpu_library_kind() == GPU_LIBRARY_WGPU) {
        extras.backends = backend == WGPUBackendType_Vulkan  ? WGPUInstanceBackend_Vulkan
                          : backend == WGPUBackendType_Metal ? WGPUInstanceBackend_Metal
                          : backend == WGPUBackendType_D3D12 ? WGPUInstanceBackend_DX12
                                                             : WGPUInstanceBackend_GL;
        descriptor.nextInChain = &extras.chain;
    }
    const WGPUInstance instance = wgpuCreateInstance(&descriptor);
    if (instance != NULL && gpu_library_kind() == GPU_LIBRARY_WGPU && choice->uninitialized_workgroup_memory)
        gpu_wgpu_allow_uninitialized_workgroup_memory(instance);
    return instance;
}

/* Why there is none: what the Vulkan loader knows says more than the library does. */
static wasigpu_error_t *
explain(const struct gpu_instance *instance, const char *message)
{
    if (gpu_library_kind() == GPU_LIBRARY_OTHER || instance->backend != WGPUBackendType_Vulkan)
        return base_error_new("none for %s: %s", gpu_backend_text(instance->backend), message);
    struct gpu_adapter_list list;
    wasigpu_error_t *error = gpu_vulkan_list(&list);
    if (error != NULL)
        return error;
    if (list.count == 0 && gpu_vulkan_has_manifests())
        error = base_error_new(
            "no Vulkan driver works, though one is installed: VK_LOADER_DEBUG=error tells why");
    else if (list.count == 0)
        error =
            base_error_new("no Vulkan driver found: install one (without a GPU: mesa-vulkan-drivers 23.1 or "
                           "later), or name its manifest in VK_DRIVER_FILES");
    for (size_t i = 0; error == NULL && i < list.count; i++) {
        if (gpu_is_old_lavapipe(list.items[i].name, list.items[i].driver))
            error = base_error_new(OLD_LAVAPIPE, list.items[i].name, list.items[i].driver);
    }
    char *text = gpu_adapter_list_text(&list);
    if (error == NULL)
        error =
            base_error_new("the library takes none of these: %s (%s)", text != NULL ? text : "?", message);
    free(text);
    gpu_adapter_list_finish(&list);
    return error;
}

/* Keeps wgpu-native's adapter at a place in its list. */
static wasigpu_error_t *
keep_native(struct gpu_instance *instance, size_t index)
{
    WGPUAdapter *adapters;
    const size_t count = gpu_wgpu_enumerate_adapters(instance->native, &adapters);
    for (size_t i = 0; i < count; i++) {
        if (i == index)
            instance->adapter = adapters[i];
        else
            wgpuAdapterRelease(adapters[i]);
    }
    free(adapters);
    return instance->adapter != NULL ? NULL : base_error_new("adapter %zu is gone", index);
}

static bool
same_device(const struct gpu_adapter_info *a, const struct gpu_adapter_info *b)
{
    return a->vendor_id == b->vendor_id && a->device_id == b->device_id && strcmp(a->name, b->name) == 0;
}

/* Dawn can be given a driver, but not one of two devices that look the same. */
static wasigpu_error_t *
check_twins(const struct gpu_adapter_list *list, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (same_device(&list->items[i], &list->items[index]))
            return base_error_new(
                "Dawn cannot tell adapter %zu from adapter %zu, which is the same: %s; with "
                "--gpu-lib wgpu any can be chosen",
                index, i, list->items[index].name);
    }
    return NULL;
}

static wasigpu_error_t *
choose(struct gpu_instance *instance, const char *adapter)
{
    struct gpu_adapter_list list;
    size_t index;
    wasigpu_error_t *error = gpu_instance_list_adapters(instance, &list);
    if (error == NULL && list.count == 0)
        error = explain(instance, "it lists no adapter");
    if (error == NULL)
        error = gpu_choose_adapter(&list, adapter, &index);
    if (error == NULL && gpu_library_kind() == GPU_LIBRARY_WGPU)
        error = keep_native(instance, index);
    else if (error == NULL)
        error = check_twins(&list, index);
    if (error == NULL && gpu_is_old_lavapipe(list.items[index].name, list.items[index].driver))
        error = base_error_new(OLD_LAVAPIPE, list.items[index].name, list.items[index].driver);
    if (error == NULL) {
        instance->chosen = true;
        instance->choice = list.items[index];
        list.items[index] = (struct gpu_adapter_info){0};
        if (gpu_library_kind() == GPU_LIBRARY_DAWN && instance->backend == WGPUBackendType_Vulkan)
            instance->manifest = gpu_vulkan_manifest(&instance->choice);
    }
    gpu_adapter_list_finish(&list);
    return error;
}

wasigpu_error_t *
gpu_instance_new(const struct gpu_choice *choice, struct gpu_instance **out)
{
    *out = NULL;
    wasigpu_error_t *error = gpu_library_load(NULL);
    if (error != NULL)
        return error;
    struct gpu_instance *instance = calloc(1, sizeof *instance);
    if (instance == NULL)
        return base_error_new("out of memory");
    error = gpu_choose_backend(choice->backend, getenv("WGPU_BACKEND"), &instance->backend);
    if (error == NULL)
        instance->native = create_instance(instance->backend, choice);
    if (error == NULL && instance->native == NULL)
        error = base_error_new("%s makes no instance", gpu_library_path());
    if (error == NULL && choice->adapter != NULL)
        error = choose(instance, choice->adapter);
    if (error == NULL && choice->cache != NULL && gpu_library_kind() == GPU_LIBRARY_DAWN)
        instance->pipelines = gpu_dawn_pipeline_cache_new(choice->cache);
    if (error != NULL) {
        gpu_instance_delete(instance);
        return error;
    }
    *out = instance;
    return NULL;
}

void
gpu_instance_delete(struct gpu_instance *instance)
{
    if (instance == NULL)
        return;
    if (instance->abandoned != NULL) {
        gpu_instance_keep(instance);
        return;
    }
    wgpuAdapterRelease(instance->adapter);
    wgpuInstanceRelease(instance->native);
    gpu_dawn_pipeline_cache_delete(instance->pipelines);
    gpu_adapter_info_finish(&instance->choice);
    free(instance->manifest);
    free(instance);
}

WGPUInstance
gpu_instance_native(const struct gpu_instance *instance)
{
    return instance->native;
}

/* What Dawn gives once the loader is narrowed to the chosen driver: the discrete GPU first, else the other
 * way round. NULL in `adapter`: it gives others. */
static wasigpu_error_t *
ask_for_choice(const struct gpu_instance *instance, WGPUAdapter *adapter)
{
    static const WGPUPowerPreference preferences[] = {WGPUPowerPreference_HighPerformance,
                                                      WGPUPowerPreference_LowPower};
    char *before = NULL;
    if (instance->manifest != NULL)
        gpu_vulkan_narrow(instance->manifest, &before);
    wasigpu_error_t *error = NULL;
    for (size_t i = 0; *adapter == NULL && error == NULL && i < 2; i++) {
        WGPURequestAdapterOptions options = WGPU_REQUEST_ADAPTER_OPTIONS_INIT;
        options.backendType = instance->backend;
        options.powerPreference = preferences[i];
        const struct gpu_found_adapter found = gpu_instance_ask(instance, &options);
        struct gpu_adapter_info info = {0};
        if (found.adapter == NULL)
            error = explain(instance, found.message);
        else if (gpu_adapter_describe(found.adapter, &info) && same_device(&info, &instance->choice))
            *adapter = found.adapter;
        else
            wgpuAdapterRelease(found.adapter);
        gpu_adapter_info_finish(&info);
        free(found.message);
    }
    if (instance->manifest != NULL)
        gpu_vulkan_widen(before);
    if (error == NULL && *adapter == NULL)
        error = base_error_new(
            "Dawn prefers another device of the same driver to %s; with --gpu-lib wgpu any can "
            "be chosen",
            instance->choice.name);
    return error;
}

/* The guest's options, where the user has chosen none. */
static wasigpu_error_t *
ask_with(const struct gpu_instance *instance, const WGPURequestAdapterOptions *guest, WGPUAdapter *adapter)
{
    if (gpu_library_kind() == GPU_LIBRARY_DAWN && instance->backend == WGPUBackendType_Vulkan &&
        !gpu_vulkan_has_manifests()) {
        struct gpu_adapter_list list; /* it would say that on standard error, in words of its own */
        wasigpu_error_t *error = gpu_vulkan_list(&list);
        const bool none = list.count == 0;
        gpu_adapter_list_finish(&list);
        if (error != NULL || none)
            return error != NULL ? error : explain(instance, "");
    }
    WGPURequestAdapterOptions options = WGPU_REQUEST_ADAPTER_OPTIONS_INIT;
    if (guest != NULL)
        options = *guest;
    options.backendType = instance->backend;
    if (options.powerPreference == WGPUPowerPreference_Undefined)
        options.powerPreference = WGPUPowerPreference_HighPerformance;
    if (gpu_library_kind() == GPU_LIBRARY_DAWN)
        options.forceFallbackAdapter =
            WGPU_FALSE; /* it knows no CPU drivers by that name: the caller looks */
    const struct gpu_found_adapter found = gpu_instance_ask(instance, &options);
    wasigpu_error_t *error = NULL;
    if (found.adapter == NULL)
        error = explain(instance, found.message != NULL ? found.message : "no answer");
    *adapter = found.adapter;
    free(found.message);
    return error;
}

/* Releases an adapter that is refused. */
static wasigpu_error_t *
check(WGPUAdapter *adapter)
{
    struct gpu_adapter_info info;
    if (!gpu_adapter_describe(*adapter, &info))
        return NULL;
    wasigpu_error_t *error = NULL;
    if (gpu_is_old_lavapipe(info.name, info.driver)) {
        error = base_error_new(OLD_LAVAPIPE, info.name, info.driver);
        wgpuAdapterRelease(*adapter);
        *adapter = NULL;
    } else {
        base_log(BASE_LOG_INFO, BASE_LOG_ROOM_GPU, "adapter: %s (%s, %s; %s)", info.name,
                 gpu_adapter_type_text(info.type), gpu_backend_text(info.backend), info.driver);
    }
    gpu_adapter_info_finish(&info);
    return error;
}

wasigpu_error_t *
gpu_instance_request_adapter(struct gpu_instance *instance, const WGPURequestAdapterOptions *options,
                             WGPUAdapter *adapter)
{
    *adapter = NULL;
    wasigpu_error_t *error = NULL;
    if (instance->adapter != NULL) {
        wgpuAdapterAddRef(instance->adapter);
        *adapter = instance->adapter;
    } else if (instance->chosen) {
        error = ask_for_choice(instance, adapter);
    } else {
        error = ask_with(instance, options, adapter);
    }
    return error != NULL ? error : check(adapter);
}
