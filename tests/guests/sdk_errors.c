/* Errors: scopes and their stack, invalid WGSL and what the compiler says of it, and wrong uses that WebGPU
 * answers with validation errors. WebGPU, "Errors & Debugging"; webgpu.h, "Errors". */
#include <string.h>

#include "check.h"

static struct gpu gpu;

static void
expect_error(const char *what)
{
    gpu_expect_error(&gpu, what);
}

static void
expect_none(const char *what)
{
    gpu_expect_none(&gpu, what);
}

static void
push(WGPUErrorFilter filter)
{
    wgpuDevicePushErrorScope(gpu.device, filter);
}

static void
make_error(void)
{
    WGPUBuffer buffer = gpu_buffer(&gpu, 16, WGPUBufferUsage_MapRead | WGPUBufferUsage_MapWrite);
    wgpuBufferRelease(buffer);
}

static WGPUPopErrorScopeStatus pop_status;

static void
take_status(WGPUPopErrorScopeStatus status, WGPUErrorType type, WGPUStringView message, void *unused,
            void *none)
{
    (void)unused;
    (void)none;
    pop_status = status;
    check(type == WGPUErrorType_NoError && message.length != 0,
          "a failure to pop has a message and no error");
}

static void
test_scopes(void)
{
    push(WGPUErrorFilter_Validation);
    expect_none("a scope in which nothing goes wrong");

    push(WGPUErrorFilter_Validation);
    push(WGPUErrorFilter_OutOfMemory);
    push(WGPUErrorFilter_Internal);
    make_error();
    expect_none("an internal scope does not catch it");
    expect_none("nor one for memory");
    expect_error("the outer one does");

    push(WGPUErrorFilter_Validation);
    push(WGPUErrorFilter_Validation);
    make_error();
    make_error();
    expect_error("the innermost scope catches");
    expect_none("and the outer one then does not");

    WGPUPopErrorScopeCallbackInfo info = WGPU_POP_ERROR_SCOPE_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_WaitAnyOnly;
    info.callback = take_status;
    gpu_wait(&gpu, wgpuDevicePopErrorScope(gpu.device, info));
    check_equal(pop_status, WGPUPopErrorScopeStatus_Error, "popping an empty stack is an error");
}

static int popped;
static int order[3];
static WGPUErrorType types[3];

static void
note_popped(WGPUPopErrorScopeStatus status, WGPUErrorType type, WGPUStringView message, void *index,
            void *unused)
{
    (void)unused;
    const int i = (int)((const int *)index - order);
    order[i] = ++popped;
    types[i] = type;
    check(status == WGPUPopErrorScopeStatus_Success &&
              (type == WGPUErrorType_NoError) == (message.length == 0),
          "a scope is popped");
}

/* The stack is that of the calls, whenever the callbacks come. */
static void
test_several_pops(void)
{
    WGPUPopErrorScopeCallbackInfo info = WGPU_POP_ERROR_SCOPE_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_AllowProcessEvents;
    info.callback = note_popped;
    popped = 0;
    push(WGPUErrorFilter_Validation);
    push(WGPUErrorFilter_Validation);
    for (int i = 0; i < 3; i++) {
        if (i == 1)
            make_error(); /* in the outer one: the inner one was popped */
        if (i == 2)
            push(WGPUErrorFilter_Validation);
        info.userdata1 = &order[i];
        wgpuDevicePopErrorScope(gpu.device, info);
    }
    check_equal((uint64_t)popped, 0, "no callback before events are processed");
    gpu_process_until(&gpu, &popped, 3);
    check_equal((uint64_t)popped, 3, "then all come");
    check(order[0] == 1 && order[1] == 2 && order[2] == 3, "in order");
    check(types[0] == WGPUErrorType_NoError && types[1] == WGPUErrorType_Validation &&
              types[2] == WGPUErrorType_NoError,
          "the error is in the scope in which it was made");
}

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
    push(WGPUErrorFilter_Validation);
    check_equal(compile("@compute @workgroup_size(1) fn main() {}").errors, 0, "good WGSL has no errors");
    expect_none("and makes none");

    push(WGPUErrorFilter_Validation);
    const struct messages bad =
        compile("@compute @workgroup_size(1)\nfn main() {\n    let x: u32 = 1.5;\n}\n");
    expect_error("bad WGSL is a validation error");
    check_equal(bad.errors, 1, "one message of the compiler");
    check_equal(bad.line, 3, "on the third line");
    check(bad.position > 1 && bad.has_text, "with a position and a text");

    push(WGPUErrorFilter_Validation);
    WGPUShaderModuleDescriptor descriptor = WGPU_SHADER_MODULE_DESCRIPTOR_INIT;
    WGPUShaderModule empty = wgpuDeviceCreateShaderModule(gpu.device, &descriptor);
    expect_error("a shader module of nothing");
    wgpuShaderModuleRelease(empty);
}

static void
test_pipelines(void)
{
    WGPUShaderModule shader = gpu_shader(&gpu, "@compute @workgroup_size(1) fn main() {}");
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.compute.module = shader;
    descriptor.compute.entryPoint = text("missing");
    push(WGPUErrorFilter_Validation);
    WGPUComputePipeline pipeline = wgpuDeviceCreateComputePipeline(gpu.device, &descriptor);
    expect_error("a pipeline of a function that is not there");
    push(WGPUErrorFilter_Validation);
    WGPUBindGroupLayout layout = wgpuComputePipelineGetBindGroupLayout(pipeline, 0);
    expect_error("a layout of an invalid pipeline");
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
    WGPUBindGroupLayoutDescriptor descriptor = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    descriptor.entryCount = 1;
    descriptor.entries = &entry;
    return wgpuDeviceCreateBindGroupLayout(gpu.device, &descriptor);
}

static void
test_bind_groups(void)
{
    push(WGPUErrorFilter_Validation);
    WGPUBindGroupLayout nothing = layout_of(WGPUBufferBindingType_BindingNotUsed);
    expect_error("a layout's entry for nothing");
    push(WGPUErrorFilter_Validation);
    WGPUBindGroupLayout unknown = layout_of((WGPUBufferBindingType)9);
    expect_error("one of an unknown type");
    WGPUBindGroupLayout layout = layout_of(WGPUBufferBindingType_Storage);

    WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    WGPUBindGroupDescriptor descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    descriptor.layout = layout;
    descriptor.entryCount = 1;
    descriptor.entries = &entry;
    push(WGPUErrorFilter_Validation);
    WGPUBindGroup empty = wgpuDeviceCreateBindGroup(gpu.device, &descriptor);
    expect_error("a bind group's entry of nothing");
    entry.buffer = gpu_buffer(&gpu, 64, WGPUBufferUsage_CopyDst);
    push(WGPUErrorFilter_Validation);
    WGPUBindGroup wrong = wgpuDeviceCreateBindGroup(gpu.device, &descriptor);
    expect_error("a buffer without the usage");
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
    push(WGPUErrorFilter_Validation);
    WGPUBuffer none = gpu_buffer(&gpu, 16, WGPUBufferUsage_None);
    expect_error("a buffer without any usage");
    push(WGPUErrorFilter_Validation);
    check(gpu_map(&gpu, none, WGPUMapMode_Read) != WGPUMapAsyncStatus_Success, "cannot be mapped");
    expect_error("and says so");
    wgpuBufferRelease(none);
    push(WGPUErrorFilter_Validation);
    WGPUBuffer unknown = gpu_buffer(&gpu, 16, WGPUBufferUsage_CopyDst | (UINT64_C(1) << 40));
    expect_error("one with an unknown usage");
    wgpuBufferRelease(unknown);

    WGPUBuffer small = gpu_buffer(&gpu, 16, WGPUBufferUsage_CopyDst);
    push(WGPUErrorFilter_Validation);
    wgpuQueueWriteBuffer(gpu.queue, small, 8, "0123456789abcdef", 16);
    expect_error("a write beyond a buffer's end");
    push(WGPUErrorFilter_Validation);
    wgpuQueueWriteBuffer(gpu.queue, small, 0, "012345", 6);
    expect_error("a write of a size that is no multiple of 4");
    push(WGPUErrorFilter_Validation);
    wgpuQueueWriteBuffer(gpu.queue, small, 2, "0123", 4);
    expect_error("a write to an offset that is none");
    push(WGPUErrorFilter_Validation);
    check_equal(gpu_map(&gpu, small, WGPUMapMode_Read), WGPUMapAsyncStatus_Error,
                "a map that its usage forbids");
    expect_error("which is a validation error, too");
    wgpuBufferDestroy(small);
    wgpuBufferDestroy(small);
    push(WGPUErrorFilter_Validation);
    wgpuQueueWriteBuffer(gpu.queue, small, 0, "0123", 4);
    expect_error("a write to a destroyed buffer");
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
    push(WGPUErrorFilter_Validation);
    wgpuQueueSubmit(gpu.queue, 1, &commands);
    expect_error(what);
    wgpuCommandBufferRelease(commands);
}

static void
test_submits(void)
{
    WGPUBuffer from = gpu_buffer(&gpu, 16, WGPUBufferUsage_CopySrc);
    WGPUBuffer to = gpu_buffer(&gpu, 16, WGPUBufferUsage_CopyDst | WGPUBufferUsage_MapRead);
    WGPUCommandBuffer commands = copy_commands(from, to);
    push(WGPUErrorFilter_Validation);
    wgpuQueueSubmit(gpu.queue, 1, &commands);
    expect_none("a good submit");
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
    push(WGPUErrorFilter_Validation);
    wgpuComputePassEncoderEnd(pass);
    expect_error("a pass ended twice");
    wgpuComputePassEncoderRelease(pass);
    push(WGPUErrorFilter_Validation);
    WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
    gpu_pop_error(&gpu, NULL, 0);
    push(WGPUErrorFilter_Validation);
    WGPUCommandBuffer again = wgpuCommandEncoderFinish(encoder, NULL);
    expect_error("an encoder finished twice");
    wgpuCommandBufferRelease(again);
    wgpuCommandBufferRelease(commands);
    wgpuCommandEncoderRelease(encoder);

    encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    push(WGPUErrorFilter_Validation);
    commands = wgpuCommandEncoderFinish(encoder, NULL);
    expect_error("an encoder finished with a pass open");
    wgpuCommandBufferRelease(commands);
    wgpuComputePassEncoderRelease(pass);
    wgpuCommandEncoderRelease(encoder);

    encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    wgpuComputePassEncoderDispatchWorkgroups(pass, 1, 1, 1);
    wgpuComputePassEncoderEnd(pass);
    push(WGPUErrorFilter_Validation);
    commands = wgpuCommandEncoderFinish(encoder, NULL);
    expect_error("a dispatch without a pipeline");
    submit(commands, "invalid commands in a submit");
    wgpuComputePassEncoderRelease(pass);
    wgpuCommandEncoderRelease(encoder);

    encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    wgpuCommandEncoderPopDebugGroup(encoder);
    push(WGPUErrorFilter_Validation);
    commands = wgpuCommandEncoderFinish(encoder, NULL);
    expect_error("a debug group popped that was not pushed");
    wgpuCommandBufferRelease(commands);
    wgpuCommandEncoderRelease(encoder);
}

/* Whether what is said about a map of `buffer`, which is invalid, has `label` in it. */
static bool
map_names(WGPUBuffer buffer, const char *label)
{
    char message[400] = "";
    push(WGPUErrorFilter_Validation);
    gpu_map(&gpu, buffer, WGPUMapMode_Read);
    return gpu_pop_error(&gpu, message, sizeof message) == WGPUErrorType_Validation &&
           strstr(message, label) != NULL;
}

/* Labels stand in messages. wgpu-native only knows those that things are made with. */
/* Messages call what has no label by its kind alone. */
static void
test_no_label(void)
{
    char message[1000] = "";
    push(WGPUErrorFilter_Validation);
    make_error();
    gpu_pop_error(&gpu, message, sizeof message);
    check(strstr(message, "\"\"") == NULL, "a message without an empty name");
}

static void
test_labels(bool can_rename)
{
    WGPUBufferDescriptor descriptor = WGPU_BUFFER_DESCRIPTOR_INIT;
    descriptor.label = text("the first name");
    descriptor.size = 16;
    push(WGPUErrorFilter_Validation);
    WGPUBuffer buffer = wgpuDeviceCreateBuffer(gpu.device, &descriptor);
    expect_error("a labelled buffer without any usage");
    check(map_names(buffer, "the first name"), "an error names it by its label");
    wgpuBufferSetLabel(buffer, (WGPUStringView){.data = "another name and more", .length = 12});
    check(map_names(buffer, can_rename ? "another name" : "the first name"), "which can be changed");
    wgpuBufferSetLabel(buffer, (WGPUStringView){.data = NULL, .length = WGPU_STRLEN});
    wgpuQueueSetLabel(gpu.queue, text("queue"));
    wgpuDeviceSetLabel(gpu.device, text("device"));
    wgpuBufferRelease(buffer);
}

static void
test_destroyed_device(void)
{
    struct gpu other;
    if (!gpu_open(&other, 0))
        return;
    WGPUBuffer buffer = gpu_buffer(&other, 16, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
    check_equal(gpu_map(&other, buffer, WGPUMapMode_Read), WGPUMapAsyncStatus_Success,
                "map, then destroy the device");
    wgpuDeviceDestroy(other.device);
    check_equal(wgpuBufferGetMapState(buffer), WGPUBufferMapState_Unmapped, "that unmaps its buffers");
    check(wgpuBufferGetConstMappedRange(buffer, 0, 8) == NULL, "there is no range any more");
    WGPUBuffer late = gpu_buffer(&other, 16, WGPUBufferUsage_CopyDst);
    wgpuQueueWriteBuffer(other.queue, late, 0, "0123", 4);
    check(gpu_map(&other, buffer, WGPUMapMode_Read) != WGPUMapAsyncStatus_Success,
          "and nothing can be mapped");
    wgpuBufferRelease(late);
    wgpuBufferRelease(buffer);
    gpu_close(&other);
}

static void
take_refusal(WGPURequestDeviceStatus status, WGPUDevice device, WGPUStringView message, void *result,
             void *unused)
{
    (void)unused;
    *(WGPURequestDeviceStatus *)result = status;
    check(device == NULL && message.length != 0, "a refusal has a message and no device");
}

static void
test_refused_devices(void)
{
    struct gpu other;
    if (!gpu_open_adapter(&other))
        return;
    WGPURequestDeviceStatus status = 0;
    WGPURequestDeviceCallbackInfo info = WGPU_REQUEST_DEVICE_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_WaitAnyOnly;
    info.callback = take_refusal;
    info.userdata1 = &status;
    WGPULimits limits = WGPU_LIMITS_INIT;
    limits.maxComputeWorkgroupSizeX = 1u << 30;
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    descriptor.requiredLimits = &limits;
    gpu_wait(&other, wgpuAdapterRequestDevice(other.adapter, &descriptor, info));
    check_equal(status, WGPURequestDeviceStatus_Error, "a limit that no adapter has");
    gpu_close(&other);
    if (!gpu_open_adapter(&other))
        return;
    const WGPUFeatureName feature = (WGPUFeatureName)9999;
    descriptor.requiredLimits = NULL;
    descriptor.requiredFeatureCount = 1;
    descriptor.requiredFeatures = &feature;
    status = 0;
    gpu_wait(&other, wgpuAdapterRequestDevice(other.adapter, &descriptor, info));
    check_equal(status, WGPURequestDeviceStatus_Error, "a feature that there is not");
    gpu_close(&other);
}

/* The argument is the native library under it all. */
int
main(int argc, char **argv)
{
    const bool is_wgpu = argc > 1 && strcmp(argv[1], "wgpu") == 0;
    if (!gpu_open(&gpu, 0))
        return check_finish();
    test_scopes();
    test_several_pops();
    test_shaders();
    test_pipelines();
    test_bind_groups();
    test_buffers();
    test_submits();
    test_encoders();
    test_labels(!is_wgpu);
    test_no_label();
    test_destroyed_device();
    test_refused_devices();
    gpu_close(&gpu);
    return check_finish();
}
