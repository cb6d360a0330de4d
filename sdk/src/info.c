/* WGPUAdapterInfo. Follows WebGPU, "GPUAdapterInfo".
 *
 * Neither the native backend nor vendor and device numbers reach a guest: the first is "WebGPU" here, the
 * others 0. A fallback adapter is a CPU's. */
#include "info.h"

#include <stdlib.h>

#include "chain.h"
#include "object.h"
#include "reason.h"
#include "text.h"

/* The texts together: each is a few words. */
#define TEXT_ROOM 4096

static WGPUStringView
read_text(void (*read)(wasi_webgpu_adapter_info_t, struct wasi_webgpu_string *),
          wasi_webgpu_adapter_info_t source)
{
    struct wasi_webgpu_string text = {0};
    read(source, &text);
    return sdk_text_from(text);
}

/* The host brings each text, and then it is too late to say that there is no room: asked for before. */
static bool
has_room(void)
{
    void *room = sdk_list_new(1, TEXT_ROOM);
    free(room);
    return room != NULL;
}

static void
read_all(wasi_webgpu_adapter_info_t source, WGPUAdapterInfo *info)
{
    info->vendor = read_text(wasi_webgpu_adapter_info_vendor, source);
    info->architecture = read_text(wasi_webgpu_adapter_info_architecture, source);
    info->device = read_text(wasi_webgpu_adapter_info_device, source);
    info->description = read_text(wasi_webgpu_adapter_info_description, source);
    info->backendType = WGPUBackendType_WebGPU;
    info->adapterType =
        wasi_webgpu_adapter_info_is_fallback_adapter(source) ? WGPUAdapterType_CPU : WGPUAdapterType_Unknown;
    info->vendorID = 0;
    info->deviceID = 0;
    info->subgroupMinSize = wasi_webgpu_adapter_info_subgroup_min_size(source);
    info->subgroupMaxSize = wasi_webgpu_adapter_info_subgroup_max_size(source);
}

WGPUStatus
sdk_info_read(const char *function, wasi_webgpu_adapter_info_t source, WGPUAdapterInfo *info)
{
    const bool known = sdk_chain_is_empty(info->nextInChain);
    if (!known)
        sdk_log(function, sdk_text_of(sdk_reason()));
    const bool readable = known && has_room();
    if (readable)
        read_all(source, info);
    wasi_webgpu_adapter_info_drop(source);
    return readable ? WGPUStatus_Success : WGPUStatus_Error;
}

void
wgpuAdapterInfoFreeMembers(WGPUAdapterInfo info)
{
    sdk_text_free(info.vendor);
    sdk_text_free(info.architecture);
    sdk_text_free(info.device);
    sdk_text_free(info.description);
}
