/* Errors that are made and swallowed. On wgpu-native scopes and callbacks are ours; Dawn has a function for
 * the one, and error scopes for the other. */
#include "gpu/error.h"

#include <string.h>

#include "base/count.h"
#include "gpu/dawn/dawn.h"
#include "gpu/library.h"
#include "gpu/wgpu/error.h"
#include "gpu/wgpu/objects.h"

void
gpu_device_report(WGPUDevice device, WGPUErrorType type, const char *message)
{
    if (gpu_library_kind() == GPU_LIBRARY_WGPU)
        gpu_wgpu_report(gpu_wgpu_device(device), type, message);
    else
        gpu_dawn_report(device, type, (WGPUStringView){message, strlen(message)});
}

static const WGPUErrorFilter filters[] = {WGPUErrorFilter_Validation, WGPUErrorFilter_OutOfMemory,
                                          WGPUErrorFilter_Internal};

void
gpu_device_quiet_begin(WGPUDevice device)
{
    if (gpu_library_kind() == GPU_LIBRARY_WGPU) {
        gpu_wgpu_device(device)->quiet = true;
        return;
    }
    for (size_t i = 0; i < BASE_COUNT(filters); i++)
        wgpuDevicePushErrorScope(device, filters[i]);
}

void
gpu_device_quiet_end(WGPUDevice device)
{
    if (gpu_library_kind() == GPU_LIBRARY_WGPU) {
        gpu_wgpu_device(device)->quiet = false;
        return;
    }
    const WGPUPopErrorScopeCallbackInfo nobody = {.mode = WGPUCallbackMode_AllowSpontaneous};
    for (size_t i = 0; i < BASE_COUNT(filters); i++)
        wgpuDevicePopErrorScope(device, nobody);
}
