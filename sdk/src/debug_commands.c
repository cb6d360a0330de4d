/* Debug groups and markers, of every encoder. Follows WebGPU, "Debug Markers". */
#include <wasigpu/imports.h>

#include "encoder.h"
#include "text.h"

#define X(name, Name) \
    void wgpu##Name##PushDebugGroup(WGPU##Name self, WGPUStringView label) \
    { \
        if (!sdk_is_usable(self, __func__)) \
            return; \
        label = sdk_text(label); \
        wasi_webgpu_##name##_push_debug_group(self->object.handle, label.data, label.length); \
    } \
    void wgpu##Name##PopDebugGroup(WGPU##Name self) \
    { \
        if (sdk_is_usable(self, __func__)) \
            wasi_webgpu_##name##_pop_debug_group(self->object.handle); \
    } \
    void wgpu##Name##InsertDebugMarker(WGPU##Name self, WGPUStringView label) \
    { \
        if (!sdk_is_usable(self, __func__)) \
            return; \
        label = sdk_text(label); \
        wasi_webgpu_##name##_insert_debug_marker(self->object.handle, label.data, label.length); \
    }
SDK_DEBUG_ENCODERS(X)
#undef X
