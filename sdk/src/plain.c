/* What all objects do alike: references of those that hold nothing but their handle, and the label of all
 * that have one. A guest carries along only what it calls. Follows WebGPU, "GPUObjectBase". */
#include <stdlib.h>

#include <wasigpu/imports.h>

#include "object.h"
#include "shader.h"
#include "text.h"

#define RELEASED_ALIKE(X) \
    SDK_PLAIN_OBJECTS(X) \
    X(shader_module, ShaderModule)

#define X(name, Name) \
    void wgpu##Name##AddRef(WGPU##Name self) \
    { \
        sdk_object_ref(&self->object); \
    } \
    void wgpu##Name##Release(WGPU##Name self) \
    { \
        if (!sdk_object_unref(&self->object)) \
            return; \
        wasi_webgpu_##name##_drop(self->object.handle); \
        free(self); \
    }
RELEASED_ALIKE(X)
#undef X

#define LABELLED(X) \
    RELEASED_ALIKE(X) \
    X(buffer, Buffer) \
    X(device, Device) \
    X(queue, Queue)

#define X(name, Name) \
    void wgpu##Name##SetLabel(WGPU##Name self, WGPUStringView label) \
    { \
        label = sdk_text(label); \
        wasi_webgpu_##name##_set_label(sdk_handle(self), label.data, label.length); \
    }
LABELLED(X)
#undef X
