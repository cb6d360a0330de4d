/* What all objects do alike: references of those that hold nothing but their handle, and the label of all
 * that have one. A guest carries along only what it calls. Follows WebGPU, "GPUObjectBase". */
#include <wasigpu/imports.h>

#include "object.h"
#include "text.h"

#define X(name, Name) \
    void wgpu##Name##AddRef(WGPU##Name self) \
    { \
        sdk_object_ref(self, __func__); \
    } \
    void wgpu##Name##Release(WGPU##Name self) \
    { \
        if (!sdk_object_unref(self, __func__)) \
            return; \
        wasi_webgpu_##name##_drop(self->object.handle); \
        sdk_object_end(&sdk_plain_places, self); \
    }
SDK_PLAIN_OBJECTS(X)
#undef X

#define LABELLED(X) \
    SDK_PLAIN_OBJECTS(X) \
    X(buffer, Buffer) \
    X(device, Device) \
    X(query_set, QuerySet) \
    X(queue, Queue) \
    X(shader_module, ShaderModule) \
    X(texture, Texture)

#define X(name, Name) \
    void wgpu##Name##SetLabel(WGPU##Name self, WGPUStringView label) \
    { \
        if (!sdk_is_usable(self, __func__)) \
            return; \
        label = sdk_text(label); \
        wasi_webgpu_##name##_set_label(sdk_handle(self), label.data, label.length); \
    }
LABELLED(X)
#undef X
