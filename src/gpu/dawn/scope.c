#include "gpu/dawn/scope.h"

#include "gpu/procs.h"

static void
on_scope(WGPUPopErrorScopeStatus status, WGPUErrorType type, WGPUStringView message, void *userdata1,
         void *userdata2)
{
    (void)status;
    (void)message;
    (void)userdata2;
    *(WGPUErrorType *)userdata1 = type;
}

WGPUErrorType
gpu_dawn_pop_scope(WGPUDevice device)
{
    WGPUErrorType type = WGPUErrorType_NoError;
    const WGPUPopErrorScopeCallbackInfo callback = {
        .mode = WGPUCallbackMode_AllowSpontaneous, .callback = on_scope, .userdata1 = &type};
    gpu_native.DevicePopErrorScope(device, callback);
    return type;
}
