/* WebGPU, "Sampler Creation": the rules. */
#include <math.h>

#include "rule.h"

static void
sampler(const WGPUSamplerDescriptor *descriptor, bool is_valid, const char *what)
{
    begin();
    WGPUSampler made = wgpuDeviceCreateSampler(gpu.device, descriptor);
    judge(is_valid, what);
    wgpuSamplerRelease(made);
}

static void
test_samplers(void)
{
    static const WGPUAddressMode modes[] = {WGPUAddressMode_ClampToEdge, WGPUAddressMode_Repeat,
                                            WGPUAddressMode_MirrorRepeat};
    static const WGPUCompareFunction compares[] = {
        WGPUCompareFunction_Never,        WGPUCompareFunction_Less,    WGPUCompareFunction_Equal,
        WGPUCompareFunction_LessEqual,    WGPUCompareFunction_Greater, WGPUCompareFunction_NotEqual,
        WGPUCompareFunction_GreaterEqual, WGPUCompareFunction_Always,
    };
    sampler(NULL, true, "createSampler: without a descriptor");
    WGPUSamplerDescriptor descriptor = WGPU_SAMPLER_DESCRIPTOR_INIT;
    for (size_t i = 0; i < COUNT(modes); i++) {
        descriptor.addressModeU = modes[i];
        descriptor.addressModeV = modes[(i + 1) % 3];
        descriptor.addressModeW = modes[(i + 2) % 3];
        sampler(&descriptor, true, "createSampler: address modes");
    }
    for (size_t i = 0; i < COUNT(compares); i++) {
        descriptor.compare = compares[i];
        sampler(&descriptor, true, "createSampler: comparisons");
    }
    WGPUSamplerDescriptor linear = WGPU_SAMPLER_DESCRIPTOR_INIT;
    linear.magFilter = linear.minFilter = WGPUFilterMode_Linear;
    linear.mipmapFilter = WGPUMipmapFilterMode_Linear;
    linear.maxAnisotropy = 16;
    sampler(&linear, true, "createSampler: maxAnisotropy");
    linear.maxAnisotropy = 1000;
    sampler(&linear, true, "createSampler: more maxAnisotropy than there is");
    linear.maxAnisotropy = 0;
    sampler(&linear, false, "createSampler: maxAnisotropy is at least 1");
    linear.maxAnisotropy = 2;
    linear.magFilter = WGPUFilterMode_Nearest;
    sampler(&linear, false, "createSampler, maxAnisotropy: magFilter is linear");
    linear.magFilter = WGPUFilterMode_Linear;
    linear.minFilter = WGPUFilterMode_Nearest;
    sampler(&linear, false, "createSampler, maxAnisotropy: minFilter is linear");
    linear.minFilter = WGPUFilterMode_Linear;
    linear.mipmapFilter = WGPUMipmapFilterMode_Nearest;
    sampler(&linear, false, "createSampler, maxAnisotropy: mipmapFilter is linear");

    descriptor = WGPU_SAMPLER_DESCRIPTOR_INIT;
    descriptor.lodMinClamp = descriptor.lodMaxClamp = 3.5f;
    sampler(&descriptor, true, "createSampler: one level of detail");
    descriptor.lodMinClamp = 4.0f;
    sampler(&descriptor, false, "createSampler: lodMaxClamp is at least lodMinClamp");
    descriptor.lodMinClamp = -0.5f;
    sampler(&descriptor, false, "createSampler: lodMinClamp is not negative");
    descriptor.lodMinClamp = NAN;
    sampler(&descriptor, false, "createSampler: lodMinClamp is a number");
}

int
main(int argc, char **argv)
{
    if (rules_open(argc, argv, 0)) {
        test_samplers();
    }
    return rules_close();
}
