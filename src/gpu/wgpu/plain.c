/* Records of the kinds of which no more is known than whose they are. */
#include <stdlib.h>

#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/wgpu.h"

/* clang-format off */
#define X(kind, name) \
    WGPU##name \
    gpu_wgpu_##kind##_new(struct gpu_wgpu_device *device, WGPU##name native) \
    { \
        struct gpu_wgpu_##kind *record = gpu_wgpu_record_new(sizeof *record); \
        if (record == NULL) { \
            gpu_native.name##Release(native); \
            return NULL; \
        } \
        record->native = native; \
        record->device = device; \
        gpu_wgpu_ref(&device->refs); \
        return gpu_wgpu_##kind##_handle(record); \
    } \
    void \
    gpu_wgpu_##name##AddRef(WGPU##name handle) \
    { \
        gpu_wgpu_ref(&gpu_wgpu_##kind(handle)->refs); \
    } \
    void \
    gpu_wgpu_##name##Release(WGPU##name handle) \
    { \
        struct gpu_wgpu_##kind *record = gpu_wgpu_##kind(handle); \
        if (!gpu_wgpu_unref(&record->refs)) \
            return; \
        gpu_native.name##Release(record->native); \
        gpu_wgpu_device_unref(record->device); \
        free(record); \
    }
GPU_WGPU_PLAIN_KINDS(X)
#undef X
/* clang-format on */
