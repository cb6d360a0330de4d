/* gpu-canvas-context: there are none. WebGPU makes one of a canvas, "GPUCanvasContext", and nothing in
 * wasi:webgpu does, so that no guest has a handle and each call of these ends as a trap on its way here. */
#include <assert.h>

#include "generated/webgpu_methods.h"

static void
unreachable(const struct webgpu_canvas_context *self)
{
    (void)self;
    assert(self == NULL); /* which no handle stands for */
}

void
webgpu_canvas_context_drop(struct webgpu_canvas_context *self)
{
    unreachable(self);
}

void
webgpu_canvas_context_configure(struct webgpu_canvas_context *self,
                                const struct webgpu_canvas_configuration *configuration,
                                struct base_arena *arena)
{
    (void)configuration;
    (void)arena;
    unreachable(self);
}

void
webgpu_canvas_context_unconfigure(struct webgpu_canvas_context *self)
{
    unreachable(self);
}

void
webgpu_canvas_context_get_configuration(struct webgpu_canvas_context *self, struct base_arena *arena,
                                        struct webgpu_option_canvas_configuration_owned *result)
{
    (void)arena;
    unreachable(self);
    *result = (struct webgpu_option_canvas_configuration_owned){.some = false};
}

struct webgpu_texture *
webgpu_canvas_context_get_current_texture(struct webgpu_canvas_context *self)
{
    unreachable(self);
    return NULL;
}
