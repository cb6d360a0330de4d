/* wgpuDevicePoll, on one device and on all of an instance. */
#include "gpu/wgpu/poll.h"

#include <dlfcn.h>
#include <string.h>

#include "gpu/wgpu/device.h"
#include "gpu/wgpu/objects.h"

typedef WGPUBool device_poll(WGPUDevice device, WGPUBool wait, const uint64_t *submission);

static device_poll *poll_native;

void
gpu_wgpu_poll_find(void *handle)
{
    void *address = dlsym(handle, "wgpuDevicePoll");
    memcpy(&poll_native, &address, sizeof poll_native);
}

void
gpu_wgpu_poll_device(struct gpu_wgpu_device *device)
{
    poll_native(device->native, WGPU_FALSE, NULL);
}

void
gpu_wgpu_poll_instance(struct gpu_wgpu_instance *instance)
{
    struct gpu_wgpu_device *device = gpu_wgpu_device_next(instance, NULL);
    while (device != NULL) {
        gpu_wgpu_poll_device(device);
        device = gpu_wgpu_device_next(instance, device);
    }
}
