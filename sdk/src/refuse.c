/* Objects and commands that are invalid on purpose. */
#include "refuse.h"

#include "text.h"

/* Two entries with one binding number: WebGPU, "GPUDevice", createBindGroupLayout. */
wasi_webgpu_bind_group_layout_t
sdk_refuse_layout(wasi_webgpu_device_t device, const char *function, WGPUStringView reason)
{
    const struct wasi_webgpu_bind_group_layout_entry twice = {
        .visibility = WASI_WEBGPU_SHADER_STAGE_COMPUTE,
        .buffer = {.some = 1},
    };
    const struct wasi_webgpu_bind_group_layout_entry entries[] = {twice, twice};
    sdk_log(function, reason);
    return wasi_webgpu_device_create_bind_group_layout(device, entries, 2, true, reason.data, reason.length);
}

/* A WGSL line that is none, but for the reason in it. */
wasi_webgpu_shader_module_t
sdk_refuse_shader(wasi_webgpu_device_t device, const char *function, const char *reason)
{
    sdk_log(function, sdk_text_of(reason));
    return wasi_webgpu_device_create_shader_module(device, reason, strlen(reason), false, NULL, 0, false,
                                                   NULL, 0);
}

struct wasi_webgpu_option_string
sdk_refuse_label(const char *function, const char *reason)
{
    const WGPUStringView text = sdk_text_of(reason);
    sdk_log(function, text);
    return (struct wasi_webgpu_option_string){.some = 1, .value = {text.data, text.length}};
}

/* There is no debug group to pop at the start, and one too many is popped at the end: WebGPU, "Debug
 * Markers". */
#define X(name, Name) \
    void sdk_refuse_##name(wasi_webgpu_##name##_t encoder, const char *function, const char *reason) \
    { \
        sdk_log(function, sdk_text_of(reason)); \
        wasi_webgpu_##name##_pop_debug_group(encoder); \
    } \
    bool sdk_##name##_refuses(WGPU##Name self, const char *function) \
    { \
        if (!sdk_is_usable(self, function)) \
            return false; \
        sdk_refuse_##name(self->object.handle, function, "an object that is NULL, or was released"); \
        return false; \
    }
SDK_DEBUG_ENCODERS(X)
#undef X
