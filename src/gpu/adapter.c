/* Lists of adapters: wgpu-native has its own, for Dawn it is Vulkan's; others give one. */
#include "gpu/adapter.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "gpu/dawn/pipeline_cache.h"
#include "gpu/instance.h"
#include "gpu/library.h"
#include "gpu/vulkan.h"
#include "gpu/wgpu/wgpu.h"

static char *
copy_text(WGPUStringView text)
{
    return text.data != NULL && text.length > 0 ? strndup(text.data, text.length) : strdup("");
}

void
gpu_adapter_info_finish(struct gpu_adapter_info *info)
{
    free(info->name);
    free(info->driver);
    free(info->vendor);
    *info = (struct gpu_adapter_info){0};
}

void
gpu_adapter_list_finish(struct gpu_adapter_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        gpu_adapter_info_finish(&list->items[i]);
    free(list->items);
    *list = (struct gpu_adapter_list){0};
}

bool
gpu_adapter_describe(WGPUAdapter adapter, struct gpu_adapter_info *info)
{
    WGPUAdapterInfo native = WGPU_ADAPTER_INFO_INIT;
    if (wgpuAdapterGetInfo(adapter, &native) != WGPUStatus_Success)
        return false;
    *info = (struct gpu_adapter_info){
        .name = copy_text(native.device),
        .driver = copy_text(native.description),
        .vendor = gpu_vendor_text(native.vendorID),
        .type = native.adapterType,
        .backend = native.backendType,
        .vendor_id = native.vendorID,
        .device_id = native.deviceID,
    };
    wgpuAdapterInfoFreeMembers(native);
    if (info->name != NULL && info->driver != NULL && info->vendor != NULL)
        return true;
    gpu_adapter_info_finish(info);
    return false;
}

static void
on_adapter(WGPURequestAdapterStatus status, WGPUAdapter adapter, WGPUStringView message, void *userdata1,
           void *userdata2)
{
    struct gpu_found_adapter *found = userdata1;
    (void)status;
    (void)userdata2;
    found->adapter = adapter;
    found->message = copy_text(message);
}

struct gpu_found_adapter
gpu_instance_ask(const struct gpu_instance *instance, const WGPURequestAdapterOptions *options)
{
    struct gpu_found_adapter found = {0};
    const WGPURequestAdapterCallbackInfo callback = {
        .mode = WGPUCallbackMode_WaitAnyOnly, .callback = on_adapter, .userdata1 = &found};
    WGPUFutureWaitInfo wait = {.future = wgpuInstanceRequestAdapter(instance->native, options, callback)};
    wgpuInstanceWaitAny(instance->native, 1, &wait, UINT64_MAX);
    return found;
}

WGPUFuture
gpu_instance_request_device(const struct gpu_instance *instance, WGPUAdapter adapter,
                            const WGPUDeviceDescriptor *descriptor, WGPURequestDeviceCallbackInfo callback)
{
    if (instance->pipelines == NULL)
        return wgpuAdapterRequestDevice(adapter, descriptor, callback);
    WGPUDeviceDescriptor native = *descriptor;
    struct gpu_dawn_cache_descriptor cache = gpu_dawn_pipeline_cache_descriptor(instance->pipelines);
    cache.chain.next = native.nextInChain;
    native.nextInChain = &cache.chain;
    return wgpuAdapterRequestDevice(adapter, &native, callback);
}

static wasigpu_error_t *
list_native(const struct gpu_instance *instance, struct gpu_adapter_list *list)
{
    WGPUAdapter *adapters;
    const size_t count = gpu_wgpu_enumerate_adapters(instance->native, &adapters);
    list->items = calloc(count + 1, sizeof *list->items);
    for (size_t i = 0; i < count; i++) {
        if (list->items != NULL && gpu_adapter_describe(adapters[i], &list->items[list->count]))
            list->count++;
        wgpuAdapterRelease(adapters[i]);
    }
    free(adapters);
    return list->items != NULL ? NULL : base_error_new("out of memory");
}

/* The one that the library gives, where there is no list to be had. */
static wasigpu_error_t *
list_one(const struct gpu_instance *instance, struct gpu_adapter_list *list)
{
    WGPURequestAdapterOptions options = WGPU_REQUEST_ADAPTER_OPTIONS_INIT;
    options.backendType = instance->backend;
    const struct gpu_found_adapter found = gpu_instance_ask(instance, &options);
    list->items = calloc(1, sizeof *list->items);
    if (found.adapter != NULL && list->items != NULL && gpu_adapter_describe(found.adapter, &list->items[0]))
        list->count = 1;
    wgpuAdapterRelease(found.adapter);
    free(found.message);
    return list->items != NULL ? NULL : base_error_new("out of memory");
}

wasigpu_error_t *
gpu_instance_list_adapters(struct gpu_instance *instance, struct gpu_adapter_list *list)
{
    *list = (struct gpu_adapter_list){0};
    if (gpu_library_kind() == GPU_LIBRARY_WGPU)
        return list_native(instance, list);
    if (gpu_library_kind() == GPU_LIBRARY_DAWN && instance->backend == WGPUBackendType_Vulkan)
        return gpu_vulkan_list(list);
    return list_one(instance, list);
}
