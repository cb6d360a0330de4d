/* What WebGPU answers with validation errors: invalid WGSL, and what the compiler says of it; objects and
 * commands that are invalid. WebGPU, "Errors & Debugging". */
#include "check.h"

static struct gpu gpu;

struct messages {
    size_t errors;
    uint64_t line;
    uint64_t position;
    bool has_text;
};

static void
take_info(WGPUCompilationInfoRequestStatus status, const WGPUCompilationInfo *info, void *result,
          void *unused)
{
    struct messages *messages = result;
    (void)unused;
    if (!check(status == WGPUCompilationInfoRequestStatus_Success && info != NULL, "compilation information"))
        return;
    for (size_t i = 0; i < info->messageCount; i++) {
        const WGPUCompilationMessage *message = &info->messages[i];
        if (message->type != WGPUCompilationMessageType_Error)
            continue;
        messages->errors++;
        messages->line = message->lineNum;
        messages->position = message->linePos;
        messages->has_text = message->message.length != 0;
    }
}

static struct messages
compile(const char *code)
{
    struct messages messages = {0};
    WGPUShaderModule shader = gpu_shader(&gpu, code);
    wgpuShaderModuleSetLabel(shader, text("compiled"));
    WGPUCompilationInfoCallbackInfo info = WGPU_COMPILATION_INFO_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_WaitAnyOnly;
    info.callback = take_info;
    info.userdata1 = &messages;
    gpu_wait(&gpu, wgpuShaderModuleGetCompilationInfo(shader, info));
    wgpuShaderModuleRelease(shader);
    return messages;
}

static void
test_shaders(void)
{
    gpu_watch(&gpu);
    check_equal(compile("@compute @workgroup_size(1) fn main() {}").errors, 0, "good WGSL has no errors");
    gpu_expect_none(&gpu, "and makes none");

    gpu_watch(&gpu);
    const struct messages bad =
        compile("@compute @workgroup_size(1)\nfn main() {\n    let x: u32 = 1.5;\n}\n");
    gpu_expect_error(&gpu, "bad WGSL is a validation error");
    check_equal(bad.errors, 1, "one message of the compiler");
    check_equal(bad.line, 3, "on the third line");
    check(bad.position > 1 && bad.has_text, "with a position and a text");

    gpu_watch(&gpu);
    WGPUShaderModuleDescriptor descriptor = WGPU_SHADER_MODULE_DESCRIPTOR_INIT;
    WGPUShaderModule empty = wgpuDeviceCreateShaderModule(gpu.device, &descriptor);
    gpu_expect_error(&gpu, "a shader module of nothing");
    wgpuShaderModuleRelease(empty);
}

static void
test_pipelines(void)
{
    WGPUShaderModule shader = gpu_shader(&gpu, "@compute @workgroup_size(1) fn main() {}");
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.compute.module = shader;
    descriptor.compute.entryPoint = text("missing");
    gpu_watch(&gpu);
    WGPUComputePipeline pipeline = wgpuDeviceCreateComputePipeline(gpu.device, &descriptor);
    gpu_expect_error(&gpu, "a pipeline of a function that is not there");
    gpu_watch(&gpu);
    WGPUBindGroupLayout layout = wgpuComputePipelineGetBindGroupLayout(pipeline, 0);
    gpu_expect_error(&gpu, "a layout of an invalid pipeline");
    wgpuBindGroupLayoutRelease(layout);
    wgpuComputePipelineRelease(pipeline);
    wgpuShaderModuleRelease(shader);
}

static WGPUBindGroupLayout
layout_of(WGPUBufferBindingType type)
{
    WGPUBindGroupLayoutEntry entry = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
    entry.visibility = WGPUShaderStage_Compute;
    entry.buffer.type = type;
    return gpu_layout(&gpu, &entry);
}

static void
test_bind_groups(void)
{
    gpu_watch(&gpu);
    WGPUBindGroupLayout nothing = layout_of(WGPUBufferBindingType_BindingNotUsed);
    gpu_expect_error(&gpu, "a layout's entry for nothing");
    gpu_watch(&gpu);
    WGPUBindGroupLayout unknown = layout_of((WGPUBufferBindingType)9);
    gpu_expect_error(&gpu, "one of an unknown type");
    WGPUBindGroupLayout layout = layout_of(WGPUBufferBindingType_Storage);

    WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    WGPUBindGroupDescriptor descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    descriptor.layout = layout;
    descriptor.entryCount = 1;
    descriptor.entries = &entry;
    gpu_watch(&gpu);
    WGPUBindGroup empty = wgpuDeviceCreateBindGroup(gpu.device, &descriptor);
    gpu_expect_error(&gpu, "a bind group's entry of nothing");
    entry.buffer = gpu_buffer(&gpu, 64, WGPUBufferUsage_CopyDst);
    gpu_watch(&gpu);
    WGPUBindGroup wrong = wgpuDeviceCreateBindGroup(gpu.device, &descriptor);
    gpu_expect_error(&gpu, "a buffer without the usage");
    wgpuBufferRelease(entry.buffer);
    wgpuBindGroupRelease(wrong);
    wgpuBindGroupRelease(empty);
    wgpuBindGroupLayoutRelease(layout);
    wgpuBindGroupLayoutRelease(unknown);
    wgpuBindGroupLayoutRelease(nothing);
}

static void
test_buffers(void)
{
    gpu_watch(&gpu);
    WGPUBuffer none = gpu_buffer(&gpu, 16, WGPUBufferUsage_None);
    gpu_expect_error(&gpu, "a buffer without any usage");
    gpu_watch(&gpu);
    check(gpu_map(&gpu, none, WGPUMapMode_Read) != WGPUMapAsyncStatus_Success, "cannot be mapped");
    gpu_expect_error(&gpu, "and says so");
    wgpuBufferRelease(none);
    gpu_watch(&gpu);
    WGPUBuffer unknown = gpu_buffer(&gpu, 16, WGPUBufferUsage_CopyDst | (UINT64_C(1) << 40));
    gpu_expect_error(&gpu, "one with an unknown usage");
    wgpuBufferRelease(unknown);

    WGPUBuffer small = gpu_buffer(&gpu, 16, WGPUBufferUsage_CopyDst);
    gpu_watch(&gpu);
    wgpuQueueWriteBuffer(gpu.queue, small, 8, "0123456789abcdef", 16);
    gpu_expect_error(&gpu, "a write beyond a buffer's end");
    gpu_watch(&gpu);
    wgpuQueueWriteBuffer(gpu.queue, small, 0, "012345", 6);
    gpu_expect_error(&gpu, "a write of a size that is no multiple of 4");
    gpu_watch(&gpu);
    wgpuQueueWriteBuffer(gpu.queue, small, 2, "0123", 4);
    gpu_expect_error(&gpu, "a write to an offset that is none");
    gpu_watch(&gpu);
    check_equal(gpu_map(&gpu, small, WGPUMapMode_Read), WGPUMapAsyncStatus_Error,
                "a map that its usage forbids");
    gpu_expect_error(&gpu, "which is a validation error, too");
    wgpuBufferDestroy(small);
    wgpuBufferDestroy(small);
    gpu_watch(&gpu);
    wgpuQueueWriteBuffer(gpu.queue, small, 0, "0123", 4);
    gpu_expect_error(&gpu, "a write to a destroyed buffer");
    wgpuBufferRelease(small);
}

/* Commands that copy between two buffers. */
static WGPUCommandBuffer
copy_commands(WGPUBuffer from, WGPUBuffer to)
{
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    wgpuCommandEncoderCopyBufferToBuffer(encoder, from, 0, to, 0, 16);
    WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
    wgpuCommandEncoderRelease(encoder);
    return commands;
}

static void
submit(WGPUCommandBuffer commands, const char *what)
{
    gpu_watch(&gpu);
    wgpuQueueSubmit(gpu.queue, 1, &commands);
    gpu_expect_error(&gpu, what);
    wgpuCommandBufferRelease(commands);
}

static void
test_submits(void)
{
    WGPUBuffer from = gpu_buffer(&gpu, 16, WGPUBufferUsage_CopySrc);
    WGPUBuffer to = gpu_buffer(&gpu, 16, WGPUBufferUsage_CopyDst | WGPUBufferUsage_MapRead);
    WGPUCommandBuffer commands = copy_commands(from, to);
    gpu_watch(&gpu);
    wgpuQueueSubmit(gpu.queue, 1, &commands);
    gpu_expect_none(&gpu, "a good submit");
    submit(commands, "a command buffer submitted twice");

    commands = copy_commands(from, to);
    check_equal(gpu_map(&gpu, to, WGPUMapMode_Read), WGPUMapAsyncStatus_Success, "map the destination");
    submit(commands, "a mapped buffer in a submit");
    wgpuBufferUnmap(to);

    commands = copy_commands(from, to);
    wgpuBufferDestroy(from);
    submit(commands, "a destroyed buffer in a submit");
    wgpuBufferRelease(to);
    wgpuBufferRelease(from);
}

static void
test_encoders(void)
{
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    wgpuComputePassEncoderEnd(pass);
    gpu_watch(&gpu);
    wgpuComputePassEncoderEnd(pass);
    gpu_expect_error(&gpu, "a pass ended twice");
    wgpuComputePassEncoderRelease(pass);
    gpu_watch(&gpu);
    WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
    gpu_pop_error(&gpu, NULL, 0);
    gpu_watch(&gpu);
    WGPUCommandBuffer again = wgpuCommandEncoderFinish(encoder, NULL);
    gpu_expect_error(&gpu, "an encoder finished twice");
    wgpuCommandBufferRelease(again);
    wgpuCommandBufferRelease(commands);
    wgpuCommandEncoderRelease(encoder);

    encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    gpu_watch(&gpu);
    commands = wgpuCommandEncoderFinish(encoder, NULL);
    gpu_expect_error(&gpu, "an encoder finished with a pass open");
    wgpuCommandBufferRelease(commands);
    wgpuComputePassEncoderRelease(pass);
    wgpuCommandEncoderRelease(encoder);

    encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    wgpuComputePassEncoderDispatchWorkgroups(pass, 1, 1, 1);
    wgpuComputePassEncoderEnd(pass);
    gpu_watch(&gpu);
    commands = wgpuCommandEncoderFinish(encoder, NULL);
    gpu_expect_error(&gpu, "a dispatch without a pipeline");
    submit(commands, "invalid commands in a submit");
    wgpuComputePassEncoderRelease(pass);
    wgpuCommandEncoderRelease(encoder);

    encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    wgpuCommandEncoderPopDebugGroup(encoder);
    gpu_watch(&gpu);
    commands = wgpuCommandEncoderFinish(encoder, NULL);
    gpu_expect_error(&gpu, "a debug group popped that was not pushed");
    wgpuCommandBufferRelease(commands);
    wgpuCommandEncoderRelease(encoder);
}

int
main(void)
{
    if (!gpu_open(&gpu, 0))
        return check_finish();
    test_shaders();
    test_pipelines();
    test_bind_groups();
    test_buffers();
    test_submits();
    test_encoders();
    gpu_close(&gpu);
    return check_finish();
}
