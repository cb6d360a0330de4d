/* What Dawn has beside the functions of the standard header, as far as src/gpu looks for it. */
#include "device.h"
#include "event.h"

#ifdef NULL_GPU_DAWN

NULL_GPU_API WGPUInstance wgpuAdapterGetInstance(WGPUAdapter adapter);
NULL_GPU_API void wgpuDeviceTick(WGPUDevice device);

WGPUInstance
wgpuAdapterGetInstance(WGPUAdapter adapter)
{
    NULL_ENTER();
    struct null_object *instance = ((struct null_adapter *)NULL_CHECK(adapter))->object.parent;
    null_object_add_ref(instance);
    return (WGPUInstance)instance;
}

void
wgpuDeviceTick(WGPUDevice device)
{
    NULL_ENTER();
    null_event_process(null_instance_of(null_device(device)));
}

#endif
