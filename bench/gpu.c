/* The device that a benchmark runs on. Errors end the program: a benchmark that went wrong has no figure. */
#include "gpu.h"

#include <stdio.h>
#include <stdlib.h>

const char bench_doubling[] =
    "@group(0) @binding(0) var<storage, read_write> data: array<f32>;\n"
    "@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {\n"
    "    data[id.x] = data[id.x] * 2.0;\n"
    "}\n";

static WGPUStringView
view(const char *text)
{
    return (WGPUStringView){text, WGPU_STRLEN};
}

static void
wait_for(const struct bench_gpu *gpu, WGPUFuture future)
{
    WGPUFutureWaitInfo wait = {.future = future};
    if (wgpuInstanceWaitAny(gpu->instance, 1, &wait, UINT64_MAX) != WGPUWaitStatus_Success) {
        fputs("bench: a wait failed\n", stderr);
        exit(1);
    }
}

static void
on_adapter(WGPURequestAdapterStatus status, WGPUAdapter adapter, WGPUStringView message, void *out,
           void *unused)
{
    (void)unused;
    if (status == WGPURequestAdapterStatus_Success)
        *(WGPUAdapter *)out = adapter;
    else
        fprintf(stderr, "bench: no adapter: %.*s\n", (int)message.length, message.data);
}

static void
on_device(WGPURequestDeviceStatus status, WGPUDevice device, WGPUStringView message, void *out, void *unused)
{
    (void)unused;
    if (status == WGPURequestDeviceStatus_Success)
        *(WGPUDevice *)out = device;
    else
        fprintf(stderr, "bench: no device: %.*s\n", (int)message.length, message.data);
}

WGPUInstance
bench_instance(void)
{
    const WGPUInstanceFeatureName timed = WGPUInstanceFeatureName_TimedWaitAny;
    const WGPUInstanceDescriptor instance = {.requiredFeatureCount = 1, .requiredFeatures = &timed};
    WGPUInstance made = wgpuCreateInstance(&instance);
    if (made == NULL)
        fputs("bench: no WebGPU instance\n", stderr);
    return made;
}

bool
bench_gpu_init(struct bench_gpu *gpu, WGPUInstance instance)
{
    *gpu = (struct bench_gpu){.instance = instance};
    if (instance == NULL)
        return false;
    const WGPURequestAdapterCallbackInfo adapter = {
        .mode = WGPUCallbackMode_WaitAnyOnly, .callback = on_adapter, .userdata1 = &gpu->adapter};
    wait_for(gpu, wgpuInstanceRequestAdapter(gpu->instance, NULL, adapter));
    if (gpu->adapter == NULL)
        return false;
    const WGPURequestDeviceCallbackInfo device = {
        .mode = WGPUCallbackMode_WaitAnyOnly, .callback = on_device, .userdata1 = &gpu->device};
    wait_for(gpu, wgpuAdapterRequestDevice(gpu->adapter, NULL, device));
    if (gpu->device == NULL)
        return false;
    gpu->queue = wgpuDeviceGetQueue(gpu->device);
    return true;
}

void
bench_gpu_finish(struct bench_gpu *gpu)
{
    wgpuQueueRelease(gpu->queue);
    wgpuDeviceRelease(gpu->device);
    wgpuAdapterRelease(gpu->adapter);
    wgpuInstanceRelease(gpu->instance);
}

static void
on_done(WGPUQueueWorkDoneStatus status, WGPUStringView message, void *unused1, void *unused2)
{
    (void)unused1;
    (void)unused2;
    if (status == WGPUQueueWorkDoneStatus_Success)
        return;
    fprintf(stderr, "bench: the queue failed: %.*s\n", (int)message.length, message.data);
    exit(1);
}

void
bench_gpu_wait(const struct bench_gpu *gpu)
{
    const WGPUQueueWorkDoneCallbackInfo done = {.mode = WGPUCallbackMode_WaitAnyOnly, .callback = on_done};
    wait_for(gpu, wgpuQueueOnSubmittedWorkDone(gpu->queue, done));
}

static void
on_mapped(WGPUMapAsyncStatus status, WGPUStringView message, void *unused1, void *unused2)
{
    (void)unused1;
    (void)unused2;
    if (status == WGPUMapAsyncStatus_Success)
        return;
    fprintf(stderr, "bench: a map failed: %.*s\n", (int)message.length, message.data);
    exit(1);
}

void
bench_gpu_map(const struct bench_gpu *gpu, WGPUBuffer buffer, size_t size)
{
    const WGPUBufferMapCallbackInfo mapped = {.mode = WGPUCallbackMode_WaitAnyOnly, .callback = on_mapped};
    wait_for(gpu, wgpuBufferMapAsync(buffer, WGPUMapMode_Read, 0, size, mapped));
}

WGPUBuffer
bench_gpu_buffer(const struct bench_gpu *gpu, uint64_t size, WGPUBufferUsage usage)
{
    const WGPUBufferDescriptor descriptor = {.size = size, .usage = usage};
    return wgpuDeviceCreateBuffer(gpu->device, &descriptor);
}

static WGPUShaderModule
make_module(const struct bench_gpu *gpu, const char *code)
{
    WGPUShaderSourceWGSL source = {.chain.sType = WGPUSType_ShaderSourceWGSL, .code = view(code)};
    const WGPUShaderModuleDescriptor descriptor = {.nextInChain = &source.chain};
    return wgpuDeviceCreateShaderModule(gpu->device, &descriptor);
}

WGPUComputePipeline
bench_gpu_pipeline(const struct bench_gpu *gpu, const char *code)
{
    WGPUShaderModule module = make_module(gpu, code);
    const WGPUComputePipelineDescriptor descriptor = {
        .compute = {.module = module, .entryPoint = view("main")}};
    WGPUComputePipeline pipeline = wgpuDeviceCreateComputePipeline(gpu->device, &descriptor);
    wgpuShaderModuleRelease(module);
    return pipeline;
}

WGPUBindGroup
bench_gpu_bind_group(const struct bench_gpu *gpu, WGPUBindGroupLayout layout, WGPUBuffer buffer,
                     uint64_t size)
{
    const WGPUBindGroupEntry entry = {.buffer = buffer, .size = size};
    const WGPUBindGroupDescriptor descriptor = {.layout = layout, .entryCount = 1, .entries = &entry};
    return wgpuDeviceCreateBindGroup(gpu->device, &descriptor);
}

WGPURenderPipeline
bench_gpu_render_pipeline(const struct bench_gpu *gpu, WGPUTextureFormat format)
{
    WGPUShaderModule module =
        make_module(gpu, "@vertex fn place(@location(0) at: vec2f) -> @builtin(position) vec4f {\n"
                         "    return vec4f(at, 0.0, 1.0);\n"
                         "}\n"
                         "@fragment fn paint() -> @location(0) vec4f { return vec4f(1.0); }\n");
    const WGPUVertexAttribute attribute = {.format = WGPUVertexFormat_Float32x2};
    const WGPUVertexBufferLayout vertices = {.stepMode = WGPUVertexStepMode_Vertex,
                                             .arrayStride = 2 * sizeof(float),
                                             .attributeCount = 1,
                                             .attributes = &attribute};
    const WGPUColorTargetState target = {.format = format, .writeMask = WGPUColorWriteMask_All};
    const WGPUFragmentState fragment = {
        .module = module, .entryPoint = view("paint"), .targetCount = 1, .targets = &target};
    const WGPURenderPipelineDescriptor descriptor = {
        .vertex = {.module = module, .entryPoint = view("place"), .bufferCount = 1, .buffers = &vertices},
        .primitive = {.topology = WGPUPrimitiveTopology_TriangleList},
        .multisample = {.count = 1, .mask = UINT32_MAX},
        .fragment = &fragment,
    };
    WGPURenderPipeline pipeline = wgpuDeviceCreateRenderPipeline(gpu->device, &descriptor);
    wgpuShaderModuleRelease(module);
    return pipeline;
}
