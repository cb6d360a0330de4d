/* The encoders, by what they record alike: WebGPU's mixins "GPUDebugCommandsMixin", "GPUBindingCommandsMixin"
 * and "GPURenderCommandsMixin". */
#ifndef SDK_ENCODER_H
#define SDK_ENCODER_H

#include "object.h"

#define SDK_RENDER_ENCODERS(X) \
    X(render_bundle_encoder, RenderBundleEncoder) \
    X(render_pass_encoder, RenderPassEncoder)

#define SDK_BINDING_ENCODERS(X) \
    SDK_RENDER_ENCODERS(X) \
    X(compute_pass_encoder, ComputePassEncoder)

#define SDK_DEBUG_ENCODERS(X) \
    SDK_BINDING_ENCODERS(X) \
    X(command_encoder, CommandEncoder)

#endif
