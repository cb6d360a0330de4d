/* Color targets that are written, but have no output in the shader: wgpu-native takes them. It does not say
 * which outputs there are, but a target whose format is not of its output's type it refuses, before a driver
 * is asked: what it makes with an unsigned and with a signed format has none. WebGPU, "validating
 * GPUFragmentState". */
#include <stdlib.h>

#include "gpu/wgpu/error.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/render_state.h"
#include "gpu/wgpu/wgpu.h"

static bool
is_written(const WGPUColorTargetState *target)
{
    return target->format != WGPUTextureFormat_Undefined && target->writeMask != WGPUColorWriteMask_None;
}

/* Whether the pipeline can be made when the target is of that format. The state is as before. */
static bool
takes(struct gpu_wgpu_device *device, struct gpu_wgpu_render_state *state, size_t index,
      WGPUTextureFormat format)
{
    const WGPUColorTargetState target = state->targets[index];
    const WGPUBool coverage = state->native.multisample.alphaToCoverageEnabled;
    state->targets[index].format = format;
    state->targets[index].blend = NULL;
    state->native.multisample.alphaToCoverageEnabled = WGPU_FALSE;
    char *message;
    gpu_wgpu_capture_begin(device);
    const WGPURenderPipeline made = gpu_native.DeviceCreateRenderPipeline(device->native, &state->native);
    const WGPUErrorType error = gpu_wgpu_capture_end(device, &message);
    free(message);
    gpu_native.RenderPipelineRelease(made);
    state->targets[index] = target;
    state->native.multisample.alphaToCoverageEnabled = coverage;
    return error == WGPUErrorType_NoError && !device->lost;
}

const char *
gpu_wgpu_check_outputs(struct gpu_wgpu_device *device, const WGPURenderPipelineDescriptor *descriptor)
{
    struct gpu_wgpu_render_state state;
    bool missing = false;
    const bool ready = gpu_wgpu_render_state_init(&state, descriptor);
    for (size_t i = 0; ready && !missing && i < state.fragment.targetCount; i++)
        missing = is_written(&state.targets[i]) && takes(device, &state, i, WGPUTextureFormat_R8Uint) &&
                  takes(device, &state, i, WGPUTextureFormat_R8Sint);
    gpu_wgpu_render_state_finish(&state);
    if (!ready)
        return "out of memory";
    return missing ? "a color target is written, but has no output in the shader" : NULL;
}
