/* Objects and commands that are invalid on purpose. */
#include "refuse.h"

#include "text.h"

/* Two entries with one binding number: WebGPU, "GPUDevice", createBindGroupLayout. */
wasi_webgpu_bind_group_layout_t
sdk_refuse_layout(wasi_webgpu_device_t device, const char *function, const char *reason)
{
    const struct wasi_webgpu_bind_group_layout_entry twice = {
        .visibility = WASI_WEBGPU_SHADER_STAGE_COMPUTE,
        .buffer = {.some = 1},
    };
    const struct wasi_webgpu_bind_group_layout_entry entries[] = {twice, twice};
    sdk_log(function, sdk_text_of(reason));
    return wasi_webgpu_device_create_bind_group_layout(device, entries, 2, true, reason, strlen(reason));
}

/* There is no debug group to pop at the start, and one too many is popped at the end: WebGPU, "Debug
 * Markers". */
#define X(name, Name) \
    void sdk_refuse_##name(wasi_webgpu_##name##_t encoder, const char *function, const char *reason) \
    { \
        sdk_log(function, sdk_text_of(reason)); \
        wasi_webgpu_##name##_pop_debug_group(encoder); \
    }
SDK_REFUSING_ENCODERS(X)
#undef X
