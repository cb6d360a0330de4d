/* WebGPU, "Errors & Debugging": which scope takes which error. Popping an empty stack, messages and labels in
 * them are in tests/guests/sdk_errors.c. */
#include "rule.h"

static const WGPUErrorFilter filters[] = {WGPUErrorFilter_Validation, WGPUErrorFilter_OutOfMemory,
                                          WGPUErrorFilter_Internal};
static const WGPUErrorType types[] = {WGPUErrorType_Validation, WGPUErrorType_OutOfMemory,
                                      WGPUErrorType_Internal};

static void
push(WGPUErrorFilter filter)
{
    wgpuDevicePushErrorScope(gpu.device, filter);
}

static bool
pops(WGPUErrorType type)
{
    return gpu_pop_error(&gpu, NULL, 0) == type;
}

static void
make_validation_error(void)
{
    wgpuBufferRelease(buffer_of(16, WGPUBufferUsage_None));
}

/* A valid texture of 256 GiB. */
static WGPUTexture
make_out_of_memory(void)
{
    WGPUTextureDescriptor descriptor = WGPU_TEXTURE_DESCRIPTOR_INIT;
    descriptor.size = (WGPUExtent3D){limits.maxTextureDimension2D, limits.maxTextureDimension2D, 256};
    descriptor.format = WGPUTextureFormat_RGBA32Float;
    descriptor.usage = WGPUTextureUsage_TextureBinding;
    descriptor.dimension = WGPUTextureDimension_2D;
    return wgpuDeviceCreateTexture(gpu.device, &descriptor);
}

static void
test_filters(void)
{
    static const char *const of_validation[] = {
        "a validation error: a scope for validation takes it",
        "a validation error: a scope for memory leaves it",
        "a validation error: a scope for what is internal leaves it",
    };
    static const char *const of_memory[] = {
        "an out-of-memory error: a scope for validation leaves it",
        "an out-of-memory error: a scope for memory takes it",
        "an out-of-memory error: a scope for what is internal leaves it",
    };
    for (size_t i = 0; i < COUNT(filters); i++) {
        push(WGPUErrorFilter_Validation);
        push(filters[i]);
        make_validation_error();
        const bool inner = pops(i == 0 ? types[i] : WGPUErrorType_NoError);
        const bool outer = pops(i == 0 ? WGPUErrorType_NoError : WGPUErrorType_Validation);
        rule(inner && outer, of_validation[i]);
    }
    for (size_t i = 0; i < COUNT(filters); i++) {
        push(WGPUErrorFilter_OutOfMemory);
        push(filters[i]);
        wgpuTextureRelease(make_out_of_memory());
        const bool inner = pops(i == 1 ? types[i] : WGPUErrorType_NoError);
        const bool outer = pops(i == 1 ? WGPUErrorType_NoError : WGPUErrorType_OutOfMemory);
        rule(inner && outer, of_memory[i]);
    }
}

static void
test_order(void)
{
    push(WGPUErrorFilter_Validation);
    push(WGPUErrorFilter_OutOfMemory);
    make_validation_error();
    wgpuTextureRelease(make_out_of_memory());
    rule(pops(WGPUErrorType_OutOfMemory) && pops(WGPUErrorType_Validation), "scopes: each takes its own");
    push(WGPUErrorFilter_OutOfMemory);
    wgpuTextureRelease(make_out_of_memory());
    wgpuTextureRelease(make_out_of_memory());
    rule(pops(WGPUErrorType_OutOfMemory), "scopes: one takes the first error of several");
    for (int i = 0; i < 100; i++)
        push(WGPUErrorFilter_Validation);
    make_validation_error();
    bool right = pops(WGPUErrorType_Validation);
    for (int i = 1; i < 100; i++)
        right = pops(WGPUErrorType_NoError) && right;
    rule(right, "scopes: a hundred of them, and the last takes it");
}

/* What there was no memory for is invalid. */
static void
test_invalid(void)
{
    push(WGPUErrorFilter_OutOfMemory);
    WGPUTexture texture = make_out_of_memory();
    rule(pops(WGPUErrorType_OutOfMemory), "createTexture: out of memory");
    begin();
    WGPUTextureView view = wgpuTextureCreateView(texture, NULL);
    invalid("createTexture: what is out of memory is invalid");
    wgpuTextureViewRelease(view);
    wgpuTextureRelease(texture);
    WGPUBuffer buffer = buffer_of(16, WGPUBufferUsage_CopyDst);
    begin();
    wgpuQueueWriteBuffer(gpu.queue, buffer, 0, "0123", 4);
    valid("and the device is as good as before");
    wgpuBufferRelease(buffer);
}

int
main(int argc, char **argv)
{
    if (rules_open(argc, argv, 0)) {
        test_filters();
        test_order();
        test_invalid();
    }
    return rules_close();
}
