/* Instances, adapters, devices and their queues. */
#ifndef NULL_DEVICE_H
#define NULL_DEVICE_H

#include "object.h"

struct null_instance {
    struct null_object object;
};

struct null_adapter {
    struct null_object object;
    WGPUBackendType backend; /* the one that was asked for */
};

struct null_scope {
    WGPUErrorFilter filter;
    WGPUErrorType type; /* of its first error; NoError: none yet */
    const char *message;
};

struct null_device {
    struct null_object object;
    struct null_device *next; /* among all */
    struct null_adapter *adapter;
    bool lost;
    struct null_event *loss; /* NULL: told */
    uint64_t loss_id;
    WGPUUncapturedErrorCallbackInfo uncaptured;
    struct null_object *queue; /* the last one that was asked for; NULL: it is released */
    WGPULimits limits;
    uint32_t features; /* a bit for each WGPUFeatureName */
    struct null_scope *scopes;
    size_t scope_count;
    size_t scope_capacity;
    uint64_t busy_until_ns; /* with what was submitted; 0: nothing takes time */
};

struct null_device *null_device(WGPUDevice handle);
/* The device of an object that has been made of one, directly or not. */
struct null_device *null_device_of(struct null_object *object);
struct null_object *null_instance_of(struct null_device *device);

/* Reports an error to the scopes, else to the callback. A lost device has none. */
void null_device_error(struct null_device *device, WGPUErrorType type, const char *message);

/* A new object of a device, or of something that was made of one. If a fault was asked for, it is in error,
 * or NULL, which wgpu-native never gives. */
void *null_device_make(enum null_kind kind, size_t size, struct null_object *parent);

/* What a device of this library can do. */
extern const WGPULimits null_limits;
WGPUStatus null_copy_limits(const WGPULimits *from, WGPULimits *to);
#define NULL_FEATURES_MAX WGPUFeatureName_TextureComponentSwizzle
/* The members are the caller's to free. */
void null_list_features(uint32_t set, WGPUSupportedFeatures *features);

#endif
