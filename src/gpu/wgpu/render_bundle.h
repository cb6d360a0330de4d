/* Render bundles and their encoders, which are ours. */
#ifndef GPU_WGPU_RENDER_BUNDLE_H
#define GPU_WGPU_RENDER_BUNDLE_H

#include <stdatomic.h>
#include <stdbool.h>

#include "gpu/wgpu/bundle_commands.h"
#include "gpu/wgpu/render_pass.h"

struct gpu_wgpu_device;

struct gpu_wgpu_render_bundle_encoder {
    atomic_uint refs;
    struct gpu_wgpu_device *device;
    struct gpu_wgpu_render_layout layout;
    struct gpu_wgpu_bundle_commands commands;
    bool invalid; /* its layout is */
    bool finished;
};

struct gpu_wgpu_render_bundle {
    atomic_uint refs;
    struct gpu_wgpu_device *device;
    struct gpu_wgpu_render_layout layout;
    struct gpu_wgpu_bundle_commands commands;
    bool invalid;
};

/* Records the commands in a pass of such a layout that is never submitted. NULL: they are valid there; else
 * why not, the caller's to free. */
char *gpu_wgpu_try_commands(struct gpu_wgpu_device *device, const struct gpu_wgpu_render_layout *layout,
                            const struct gpu_wgpu_bundle_commands *commands);

#endif
