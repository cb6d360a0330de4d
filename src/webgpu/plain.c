/* How the plain resources are made and dropped, and the label of all that have one. WebGPU, "GPUObjectBase":
 * webgpu.h sets labels but reads none, so ours are kept beside. */
#include "webgpu/plain.h"

#include "generated/webgpu_methods.h"
#include "gpu/maps.h"
#include "webgpu/buffer.h"
#include "webgpu/device.h"
#include "webgpu/invalid.h"
#include "webgpu/pass_times.h"
#include "webgpu/shader_module.h"
#include "webgpu/text.h"
#include "webgpu/texture.h"

#define X(name, Name, text, pool) \
    static void name##_finish(struct webgpu_object *object) \
    { \
        if ((pool) == WEBGPU_POOL_COMMAND_ENCODER || (pool) == WEBGPU_POOL_COMMAND_BUFFER) \
            webgpu_pass_times_forget(object); \
        wgpu##Name##Release(((struct webgpu_##name *)object)->native); \
    } \
    static const struct webgpu_class name##_class = {text, sizeof(struct webgpu_##name), name##_finish, \
                                                     pool}; \
    struct webgpu_##name *webgpu_##name##_new(struct webgpu_device *device, WGPU##Name native, \
                                              struct base_str label) \
    { \
        if (native == NULL) \
            return NULL; \
        struct webgpu_##name *self = \
            webgpu_object_new(&name##_class, device->object.context, device, label); \
        if (self == NULL) { \
            if (!webgpu_callback_runs()) \
                wgpu##Name##Release(native); \
            return NULL; \
        } \
        self->native = native; \
        return self; \
    } \
    bool webgpu_admits_##name(struct webgpu_device *device) \
    { \
        return webgpu_budget_admits(device, (pool) == WEBGPU_POOL_NONE ? GPU_MAPS_OBJECT : 0); \
    } \
    struct webgpu_##name *webgpu_refused_##name(struct webgpu_device *device, struct base_str label) \
    { \
        struct webgpu_##name *self = \
            webgpu_##name##_new(device, webgpu_invalid_##name(device->native), label); \
        if (self != NULL) \
            self->object.refused = true; \
        return self; \
    } \
    void webgpu_##name##_drop(struct webgpu_##name *self) \
    { \
        webgpu_object_unref(&self->object); \
    }
WEBGPU_MADE_ALIKE(X)
#undef X

/* All that have a label. */
#define LABELLED(X) \
    WEBGPU_MADE_ALIKE(X) \
    X(buffer, Buffer, "", WEBGPU_POOL_NONE) \
    X(device, Device, "", WEBGPU_POOL_NONE) \
    X(queue, Queue, "", WEBGPU_POOL_NONE) \
    X(shader_module, ShaderModule, "", WEBGPU_POOL_NONE)

#define X(name, Name, text, pool) \
    struct base_str webgpu_##name##_label(struct webgpu_##name *self, struct base_arena *arena) \
    { \
        (void)arena; /* it lives in the object */ \
        return base_string_view(&self->object.label); \
    } \
    void webgpu_##name##_set_label(struct webgpu_##name *self, struct base_str label) \
    { \
        webgpu_object_set_label(&self->object, label); \
        wgpu##Name##SetLabel(self->native, webgpu_native_label(label)); \
    }
LABELLED(X)
#undef X
