/* Rules, checked in error scopes. */
#include "rule.h"

#include <stdio.h>

#include "deviations.h"

struct gpu gpu;
WGPULimits limits;
static const char *library = "";

enum where { EVERYWHERE, NATIVELY };

static const struct {
    const char *library;
    enum where where;
    const char *rule, *reason;
} deviations[] = {
#define X(library, where, rule, reason) {library, where, rule, reason},
    DEVIATIONS(X)
#undef X
};

#ifdef __wasi__
static const bool is_guest = true;
#else
static const bool is_guest = false;
#endif

void
rules_of(int argc, char **argv)
{
    if (argc > 1)
        library = argv[1];
}

bool
rules_open(int argc, char **argv, WGPUFeatureName feature)
{
    rules_of(argc, argv);
    if (!gpu_open(&gpu, feature))
        return false;
    limits = WGPU_LIMITS_INIT;
    return check(wgpuDeviceGetLimits(gpu.device, &limits) == WGPUStatus_Success, "the device has limits");
}

int
rules_close(void)
{
    gpu_close(&gpu);
    return check_finish();
}

bool
rule(bool holds, const char *what)
{
    for (size_t i = 0; i < COUNT(deviations); i++) {
        if (strcmp(deviations[i].library, library) != 0 || strcmp(deviations[i].rule, what) != 0 ||
            (is_guest && deviations[i].where == NATIVELY))
            continue;
        printf("       known to deviate (%s):\n", deviations[i].reason);
        return check(!holds, what);
    }
    return check(holds, what);
}

void
begin(void)
{
    wgpuDevicePushErrorScope(gpu.device, WGPUErrorFilter_Validation);
}

/* Where the answer is not the expected one, prints it. */
bool
ends(bool is_valid)
{
    char message[300] = "";
    const WGPUErrorType expected = is_valid ? WGPUErrorType_NoError : WGPUErrorType_Validation;
    const WGPUErrorType type = gpu_pop_error(&gpu, message, sizeof message);
    if (type != expected)
        printf("       error %d instead of %d: %s\n", (int)type, (int)expected, message);
    return type == expected;
}

bool
judge(bool is_valid, const char *what)
{
    return rule(ends(is_valid), what);
}

bool
valid(const char *what)
{
    return judge(true, what);
}

bool
invalid(const char *what)
{
    return judge(false, what);
}

WGPUCommandEncoder
begin_commands(void)
{
    begin();
    return wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
}

bool
commands_judge(WGPUCommandEncoder encoder, bool is_valid, const char *what)
{
    const bool silent = ends(true);
    begin();
    WGPUCommandBuffer commands = finished(encoder);
    const bool as_expected = ends(is_valid);
    wgpuCommandBufferRelease(commands);
    return rule(silent && as_expected, what);
}

bool
commands_valid(WGPUCommandEncoder encoder, const char *what)
{
    return commands_judge(encoder, true, what);
}

bool
commands_invalid(WGPUCommandEncoder encoder, const char *what)
{
    return commands_judge(encoder, false, what);
}

struct pass
begin_pass(void)
{
    struct pass pass = {.encoder = begin_commands()};
    pass.pass = wgpuCommandEncoderBeginComputePass(pass.encoder, NULL);
    return pass;
}

bool
pass_judge(struct pass pass, bool is_valid, const char *what)
{
    wgpuComputePassEncoderEnd(pass.pass);
    wgpuComputePassEncoderRelease(pass.pass);
    return commands_judge(pass.encoder, is_valid, what);
}

bool
pass_valid(struct pass pass, const char *what)
{
    return pass_judge(pass, true, what);
}

bool
pass_invalid(struct pass pass, const char *what)
{
    return pass_judge(pass, false, what);
}

WGPUCommandBuffer
finished(WGPUCommandEncoder encoder)
{
    WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
    wgpuCommandEncoderRelease(encoder);
    return commands;
}

bool
submit_judge(WGPUCommandBuffer commands, bool is_valid, const char *what)
{
    begin();
    wgpuQueueSubmit(gpu.queue, 1, &commands);
    wgpuCommandBufferRelease(commands);
    return judge(is_valid, what);
}

WGPUBuffer
buffer_of(uint64_t size, WGPUBufferUsage usage)
{
    return gpu_buffer(&gpu, size, usage);
}

WGPUComputePipeline
compute_pipeline(const char *code, WGPUPipelineLayout layout)
{
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.layout = layout;
    descriptor.compute.module = gpu_shader(&gpu, code);
    WGPUComputePipeline pipeline = wgpuDeviceCreateComputePipeline(gpu.device, &descriptor);
    wgpuShaderModuleRelease(descriptor.compute.module);
    return pipeline;
}

WGPUBuffer
invalid_buffer(void)
{
    begin();
    WGPUBuffer buffer = buffer_of(16, WGPUBufferUsage_None);
    ends(false);
    return buffer;
}
