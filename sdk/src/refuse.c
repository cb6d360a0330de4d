/* Objects that are invalid on purpose. */
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
