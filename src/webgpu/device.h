/* gpu-device, with its queue, which is part of it. */
#ifndef WEBGPU_DEVICE_H
#define WEBGPU_DEVICE_H

#include "gpu/source.h"
#include "webgpu/object.h"
#include "webgpu/supported_features.h"
#include "webgpu/supported_limits.h"

struct webgpu_adapter;

struct webgpu_queue {
    struct webgpu_object object; /* only its label is used: the device is what is counted */
    WGPUQueue native;            /* NULL until it is asked for */
    struct webgpu_device *device;
};

/* Whether a device is lost: on its own, for the library's callback may come after the webgpu_device has gone.
 * The device holds it, and so does the callback until it has been called. */
struct webgpu_device_loss {
    atomic_uint refs;
    atomic_bool lost; /* set by the callback, any thread */
};

struct webgpu_device {
    struct webgpu_object object;
    WGPUDevice native; /* NULL until the request has succeeded */
    struct webgpu_adapter *adapter;
    struct webgpu_queue queue;
    struct gpu_source source;
    struct webgpu_supported_features features;
    struct webgpu_supported_limits limits; /* once asked for: webgpu_device_limit_values */
    bool limits_known;
    uint64_t error_scopes; /* WebGPU, "Error Scopes": the stack's size */
    /* Counts destroy(): mappings made before the last one are gone. Callbacks read it. */
    _Atomic uint64_t destroys;
    uint64_t bytes; /* what its buffers and textures have: budget.h */
    bool abandoned; /* its GPU hangs: the native one is no longer ours to release */

    struct webgpu_device_loss *loss;
};

/* Without a native device, which comes later; `descriptor` is used for its labels. */
struct webgpu_device *webgpu_device_new(struct webgpu_adapter *adapter,
                                        const struct webgpu_device_descriptor *descriptor);

/* Asks the library for them the first time. */
const WGPULimits *webgpu_device_limit_values(struct webgpu_device *device);

/* A reference for the callback of a device that is about to be requested. */
struct webgpu_device_loss *webgpu_device_loss_ref(struct webgpu_device_loss *loss);

/* Callbacks of every native device. The lost one's userdata1 is a webgpu_device_loss, whose reference it
 * takes; the library calls it once. */
void webgpu_device_on_lost(WGPUDevice const *native, WGPUDeviceLostReason reason, WGPUStringView message,
                           void *userdata1, void *userdata2);
void webgpu_device_on_error(WGPUDevice const *native, WGPUErrorType type, WGPUStringView message,
                            void *userdata1, void *userdata2);

#endif
