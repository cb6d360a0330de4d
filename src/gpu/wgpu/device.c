/* wgpu-native's devices: their life, and what they say of themselves. WebGPU, "Device Loss": a lost device
 * reports nothing any more, and all that is made of it is invalid. */
#include "gpu/wgpu/device.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "gpu/awake.h"
#include "gpu/wgpu/error.h"
#include "gpu/wgpu/future.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/wgpu.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct gpu_wgpu_device
    *devices; /* the process's, newest first; unlinked when the last reference goes */

struct gpu_wgpu_device *
gpu_wgpu_device_find(uint64_t number)
{
    pthread_mutex_lock(&lock);
    struct gpu_wgpu_device *device = devices;
    while (device != NULL && device->lost_future != number)
        device = device->next;
    if (device != NULL && !gpu_wgpu_ref_live(&device->refs))
        device = NULL;
    pthread_mutex_unlock(&lock);
    return device;
}

struct gpu_wgpu_device *
gpu_wgpu_device_next(const struct gpu_wgpu_instance *instance, struct gpu_wgpu_device *before)
{
    pthread_mutex_lock(&lock);
    struct gpu_wgpu_device *next = before != NULL ? before->next : devices;
    while (next != NULL &&
           !(next->native != NULL && next->adapter->instance == instance && gpu_wgpu_ref_live(&next->refs)))
        next = next->next;
    pthread_mutex_unlock(&lock);
    if (before != NULL)
        gpu_wgpu_device_unref(before);
    return next;
}

/* NULL for the device: it is gone, or never was. */
static void
tell_lost(const WGPUDeviceLostCallbackInfo *info, struct gpu_wgpu_device *device, WGPUDeviceLostReason reason,
          const char *text)
{
    const WGPUDevice handle = gpu_wgpu_device_handle(device);
    if (info->callback != NULL)
        info->callback(&handle, reason, (WGPUStringView){text, strlen(text)}, info->userdata1,
                       info->userdata2);
}

static void
deliver_lost(struct gpu_wgpu_future *future)
{
    struct gpu_wgpu_device *device = gpu_wgpu_device_find(future->id);
    tell_lost(&future->callback.lost, device, (WGPUDeviceLostReason)future->status,
              future->message != NULL ? future->message : "");
    if (device != NULL)
        gpu_wgpu_device_unref(device);
}

struct gpu_wgpu_device *
gpu_wgpu_device_new(struct gpu_wgpu_adapter *adapter, const WGPUDeviceDescriptor *descriptor)
{
    WGPUDeviceLostCallbackInfo callback = descriptor->deviceLostCallbackInfo;
    if (callback.callback == NULL)
        callback.mode = WGPUCallbackMode_AllowSpontaneous;
    struct gpu_wgpu_device *device = gpu_wgpu_record_new(sizeof *device);
    if (device == NULL) {
        tell_lost(&callback, NULL, WGPUDeviceLostReason_FailedCreation, "out of memory");
        return NULL;
    }
    const struct gpu_wgpu_future start = {
        .instance = adapter->instance,
        .mode = callback.mode,
        .deliver = deliver_lost,
        .callback.lost = callback,
        .status = WGPUDeviceLostReason_FailedCreation,
        .cancelled = WGPUDeviceLostReason_CallbackCancelled,
    };
    const struct gpu_wgpu_future *lost = gpu_wgpu_future_new(&start);
    if (lost == NULL) {
        free(device);
        return NULL;
    }
    device->lost_future = lost->id;
    device->uncaptured = descriptor->uncapturedErrorCallbackInfo;
    device->adapter = adapter;
    gpu_wgpu_ref(&adapter->refs);
    device->queue.device = device;
    pthread_mutex_lock(&lock);
    device->next = devices;
    devices = device;
    pthread_mutex_unlock(&lock);
    return device;
}

void
gpu_wgpu_device_begin(struct gpu_wgpu_device *device, WGPUDevice native)
{
    WGPULimits limits = WGPU_LIMITS_INIT;
    gpu_native.DeviceGetLimits(native, &limits);
    device->max_bind_groups = limits.maxBindGroups;
    device->max_vertex_buffers = limits.maxVertexBuffers;
    device->queue.native = gpu_native.DeviceGetQueue(native);
    WGPUAdapterInfo info = WGPU_ADAPTER_INFO_INIT;
    if (gpu_native.AdapterGetInfo(device->adapter->native, &info) == WGPUStatus_Success) {
        device->is_cpu = info.adapterType == WGPUAdapterType_CPU;
        gpu_native.AdapterInfoFreeMembers(info);
    }
    gpu_awake_device(device->is_cpu);
    pthread_mutex_lock(&lock);
    device->native = native;
    pthread_mutex_unlock(&lock);
}

/* Once; later losses are no news. */
static void
lose(struct gpu_wgpu_device *device, WGPUDeviceLostReason reason, WGPUStringView text)
{
    if (atomic_exchange(&device->lost, true))
        return;
    gpu_wgpu_future_abort_maps(device, "the device is lost");
    gpu_wgpu_future_finish_id(device->lost_future, reason, text);
}

static void
lose_because(struct gpu_wgpu_device *device, WGPUDeviceLostReason reason, const char *text)
{
    lose(device, reason, (WGPUStringView){text, strlen(text)});
}

void
gpu_wgpu_on_lost(const WGPUDevice *native, WGPUDeviceLostReason reason, WGPUStringView message,
                 void *userdata1, void *userdata2)
{
    struct gpu_wgpu_device *device = gpu_wgpu_device_find((uintptr_t)userdata1);
    (void)native;
    (void)userdata2;
    if (device == NULL)
        return;
    lose(device, reason, message);
    gpu_wgpu_device_unref(device);
}

static void
unlink_device(struct gpu_wgpu_device *device)
{
    pthread_mutex_lock(&lock);
    struct gpu_wgpu_device **place = &devices;
    while (*place != device)
        place = &(*place)->next;
    *place = device->next;
    pthread_mutex_unlock(&lock);
}

void
gpu_wgpu_device_unref(struct gpu_wgpu_device *device)
{
    if (!gpu_wgpu_unref(&device->refs))
        return;
    unlink_device(device);
    if (device->native != NULL) {
        lose_because(device, WGPUDeviceLostReason_Destroyed, "it has no references left");
        if (device->no_vertices != NULL)
            gpu_native.BufferRelease(device->no_vertices);
        gpu_native.QueueRelease(device->queue.native);
        gpu_native.DeviceRelease(device->native);
    } else {
        lose_because(device, WGPUDeviceLostReason_FailedCreation, "it could not be made");
    }
    gpu_wgpu_scopes_finish(device);
    gpu_wgpu_adapter_unref(device->adapter);
    free(device);
}

void
gpu_wgpu_DeviceAddRef(WGPUDevice handle)
{
    gpu_wgpu_ref(&gpu_wgpu_device(handle)->refs);
}

void
gpu_wgpu_DeviceRelease(WGPUDevice handle)
{
    gpu_wgpu_device_unref(gpu_wgpu_device(handle));
}

void
gpu_wgpu_DeviceDestroy(WGPUDevice handle)
{
    struct gpu_wgpu_device *device = gpu_wgpu_device(handle);
    if (device->lost)
        return;
    device->destroyed = true;
    lose_because(device, WGPUDeviceLostReason_Destroyed, "it was destroyed");
    gpu_native.DeviceDestroy(device->native);
}

WGPUFuture
gpu_wgpu_DeviceGetLostFuture(WGPUDevice handle)
{
    return (WGPUFuture){gpu_wgpu_device(handle)->lost_future};
}

WGPUQueue
gpu_wgpu_DeviceGetQueue(WGPUDevice handle)
{
    struct gpu_wgpu_device *device = gpu_wgpu_device(handle);
    gpu_wgpu_ref(&device->refs);
    return gpu_wgpu_queue_handle(&device->queue);
}

WGPUStatus
gpu_wgpu_DeviceGetAdapterInfo(WGPUDevice handle, WGPUAdapterInfo *info)
{
    return gpu_native.AdapterGetInfo(gpu_wgpu_device(handle)->adapter->native, info);
}

WGPUStatus
gpu_wgpu_DeviceGetLimits(WGPUDevice handle, WGPULimits *limits)
{
    const struct gpu_wgpu_device *device = gpu_wgpu_device(handle);
    const WGPUStatus status = gpu_native.DeviceGetLimits(device->native, limits);
    limits->maxBindGroupsPlusVertexBuffers = device->max_bind_groups_plus_vertex_buffers;
    return status;
}

void
gpu_wgpu_DeviceGetFeatures(WGPUDevice handle, WGPUSupportedFeatures *features)
{
    gpu_native.DeviceGetFeatures(gpu_wgpu_device(handle)->native, features);
    gpu_wgpu_add_core_feature(features);
}

WGPUBool
gpu_wgpu_DeviceHasFeature(WGPUDevice handle, WGPUFeatureName feature)
{
    return feature == WGPUFeatureName_CoreFeaturesAndLimits ||
           gpu_native.DeviceHasFeature(gpu_wgpu_device(handle)->native, feature);
}
