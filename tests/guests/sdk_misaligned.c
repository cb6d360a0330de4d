/* A mistake on purpose, which the library under UBSan has to trap at: a descriptor that is not aligned. A
 * green suite means something then. */
#include <string.h>

#include "check.h"

int
main(void)
{
    struct gpu gpu;
    const WGPUSamplerDescriptor descriptor = WGPU_SAMPLER_DESCRIPTOR_INIT;
    _Alignas(WGPUSamplerDescriptor) char bytes[sizeof descriptor + 1];
    memcpy(bytes + 1, &descriptor, sizeof descriptor);
    if (!gpu_open(&gpu, 0))
        return check_finish();
    const void *volatile misaligned = bytes + 1;
    WGPUSampler sampler = wgpuDeviceCreateSampler(gpu.device, misaligned);
    check(sampler != NULL, "without UBSan, no one minds");
    wgpuSamplerRelease(sampler);
    gpu_close(&gpu);
    return check_finish();
}
