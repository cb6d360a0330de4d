/* gpu-device, with its queue, which is part of it. */
#ifndef WEBGPU_DEVICE_H
#define WEBGPU_DEVICE_H

#include "gpu/source.h"
#include "webgpu/device_loss.h"
#include "webgpu/errand.h"
#include "webgpu/leaving.h"
#include "webgpu/object.h"
#include "webgpu/supported_features.h"
#include "webgpu/supported_limits.h"

struct webgpu_adapter;
struct webgpu_pass_times;

struct webgpu_queue {
    struct webgpu_object object; /* only its label is used: the device is what is counted */
    WGPUQueue native;            /* NULL until it is asked for */
    struct webgpu_device *device;
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
    uint64_t error_scopes;   /* WebGPU, "Error Scopes": the stack's size */
    uint64_t refused_scopes; /* on top of those, without memory */
    /* Counts destroy(): mappings made before the last one are gone. Callbacks read it. */
    _Atomic uint64_t destroys;
    uint64_t bytes; /* what its buffers and textures have: budget.h */
    struct webgpu_leaving leaving;
    struct webgpu_device *next; /* of the context's */
    struct webgpu_errands errands;
    struct webgpu_pass_times *pass_times; /* NULL: nobody wants to know, or the adapter cannot tell */
    /* Its GPU hangs: the native one is no longer ours to destroy nor to release, so what a lost device does
     * is done in its place. Nothing is handed to its queue, and what is made of it is invalid: budget.h. */
    bool abandoned;

    struct webgpu_device_loss *loss;
};

/* Without a native device, which comes later; `descriptor` is used for its labels. */
struct webgpu_device *webgpu_device_new(struct webgpu_adapter *adapter,
                                        const struct webgpu_device_descriptor *descriptor);

/* Asks the library for them the first time. */
const WGPULimits *webgpu_device_limit_values(struct webgpu_device *device);

#endif
