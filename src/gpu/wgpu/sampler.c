/* wgpu-native's samplers. It aborts at values that it does not know, and takes bounds that are not numbers.
 * WebGPU, "createSampler". */
#include <math.h>
#include <stdlib.h>

#include "gpu/wgpu/error.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/wgpu.h"

/* NULL: nothing that wgpu-native does not find. */
static const char *
check(const WGPUSamplerDescriptor *descriptor)
{
    if (descriptor->addressModeU > WGPUAddressMode_MirrorRepeat ||
        descriptor->addressModeV > WGPUAddressMode_MirrorRepeat ||
        descriptor->addressModeW > WGPUAddressMode_MirrorRepeat)
        return "unknown address mode";
    if (descriptor->magFilter > WGPUFilterMode_Linear || descriptor->minFilter > WGPUFilterMode_Linear ||
        descriptor->mipmapFilter > WGPUMipmapFilterMode_Linear)
        return "unknown filter";
    if (descriptor->compare > WGPUCompareFunction_Always)
        return "unknown compare function";
    if (!isfinite(descriptor->lodMinClamp) || !isfinite(descriptor->lodMaxClamp))
        return "a bound of its levels of detail is not finite";
    return NULL;
}

/* What is left open has a value in webgpu.h. */
static void
fill_defaults(WGPUSamplerDescriptor *descriptor)
{
    WGPUAddressMode *modes[] = {&descriptor->addressModeU, &descriptor->addressModeV,
                                &descriptor->addressModeW};
    for (size_t i = 0; i < 3; i++) {
        if (*modes[i] == WGPUAddressMode_Undefined)
            *modes[i] = WGPUAddressMode_ClampToEdge;
    }
    if (descriptor->magFilter == WGPUFilterMode_Undefined)
        descriptor->magFilter = WGPUFilterMode_Nearest;
    if (descriptor->minFilter == WGPUFilterMode_Undefined)
        descriptor->minFilter = WGPUFilterMode_Nearest;
    if (descriptor->mipmapFilter == WGPUMipmapFilterMode_Undefined)
        descriptor->mipmapFilter = WGPUMipmapFilterMode_Nearest;
}

/* A sampler that wgpu-native knows to be invalid, without an error. */
static WGPUSampler
invalid_sampler(struct gpu_wgpu_device *device)
{
    WGPUSamplerDescriptor native = WGPU_SAMPLER_DESCRIPTOR_INIT;
    fill_defaults(&native);
    native.maxAnisotropy = 0;
    char *message;
    gpu_wgpu_capture_begin(device);
    const WGPUSampler sampler = gpu_native.DeviceCreateSampler(device->native, &native);
    gpu_wgpu_capture_end(device, &message);
    free(message);
    return sampler;
}

WGPUSampler
gpu_wgpu_DeviceCreateSampler(WGPUDevice handle, const WGPUSamplerDescriptor *descriptor)
{
    struct gpu_wgpu_device *device = gpu_wgpu_device(handle);
    const WGPUSamplerDescriptor plain = WGPU_SAMPLER_DESCRIPTOR_INIT;
    WGPUSamplerDescriptor native = descriptor != NULL ? *descriptor : plain;
    native.label = gpu_wgpu_text(native.label);
    native.nextInChain = NULL;
    const char *reason = check(&native);
    if (reason != NULL) {
        gpu_wgpu_validation_error(device, "sampler: %s", reason);
        return gpu_wgpu_sampler_new(device, invalid_sampler(device));
    }
    fill_defaults(&native);
    return gpu_wgpu_sampler_new(device, gpu_native.DeviceCreateSampler(device->native, &native));
}
