/* A device for the tests of src/gpu, by the standard header alone: what any native program would write. */
#ifndef TESTS_GPU_FIXTURE_H
#define TESTS_GPU_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <webgpu/webgpu.h>

#include "gpu/library.h"

struct gpu_fixture {
    WGPUInstance instance;
    WGPUAdapter adapter;
    WGPUDevice device;
    WGPUQueue queue;
};

static const uint64_t forever = UINT64_MAX;

static inline WGPUStringView
text(const char *literal)
{
    return (WGPUStringView){literal, strlen(literal)};
}

static inline WGPUWaitStatus
wait_for(const struct gpu_fixture *gpu, WGPUFuture future, uint64_t timeout_ns)
{
    WGPUFutureWaitInfo info = {.future = future};
    const WGPUWaitStatus status = wgpuInstanceWaitAny(gpu->instance, 1, &info, timeout_ns);
    assert_int_equal(info.completed, status == WGPUWaitStatus_Success);
    return status;
}

static inline void
on_adapter(WGPURequestAdapterStatus status, WGPUAdapter adapter, WGPUStringView message, void *a, void *b)
{
    (void)message;
    (void)b;
    assert_int_equal(status, WGPURequestAdapterStatus_Success);
    *(WGPUAdapter *)a = adapter;
}

static inline void
on_device(WGPURequestDeviceStatus status, WGPUDevice device, WGPUStringView message, void *a, void *b)
{
    (void)message;
    (void)b;
    *(WGPUDevice *)a = status == WGPURequestDeviceStatus_Success ? device : NULL;
}

/* NULL: refused. */
static inline WGPUDevice
request_device(const struct gpu_fixture *gpu, const WGPUDeviceDescriptor *descriptor)
{
    WGPUDevice device = NULL;
    const WGPURequestDeviceCallbackInfo callback = {
        .mode = WGPUCallbackMode_WaitAnyOnly, .callback = on_device, .userdata1 = &device};
    const WGPUFuture future = wgpuAdapterRequestDevice(gpu->adapter, descriptor, callback);
    assert_int_equal(wait_for(gpu, future, forever), WGPUWaitStatus_Success);
    return device;
}

static inline void
fixture_init(struct gpu_fixture *gpu)
{
    static const WGPUInstanceFeatureName features[] = {WGPUInstanceFeatureName_TimedWaitAny};
    WGPUInstanceDescriptor descriptor = WGPU_INSTANCE_DESCRIPTOR_INIT;
    descriptor.requiredFeatureCount = 1;
    descriptor.requiredFeatures = features;
    gpu->instance = wgpuCreateInstance(&descriptor);
    assert_non_null(gpu->instance);
    gpu->adapter = NULL;
    const WGPURequestAdapterCallbackInfo callback = {
        .mode = WGPUCallbackMode_WaitAnyOnly, .callback = on_adapter, .userdata1 = &gpu->adapter};
    WGPURequestAdapterOptions options = WGPU_REQUEST_ADAPTER_OPTIONS_INIT;
    options.backendType = WGPUBackendType_Vulkan;
    const WGPUFuture future = wgpuInstanceRequestAdapter(gpu->instance, &options, callback);
    assert_int_equal(wait_for(gpu, future, forever), WGPUWaitStatus_Success);
    assert_non_null(gpu->adapter);
    gpu->device = request_device(gpu, NULL);
    assert_non_null(gpu->device);
    gpu->queue = wgpuDeviceGetQueue(gpu->device);
}

static inline void
fixture_finish(struct gpu_fixture *gpu)
{
    wgpuQueueRelease(gpu->queue);
    wgpuDeviceRelease(gpu->device);
    wgpuAdapterRelease(gpu->adapter);
    wgpuInstanceRelease(gpu->instance);
}

static inline int
fixture_setup(void **state)
{
    struct gpu_fixture *gpu = calloc(1, sizeof *gpu);
    assert_non_null(gpu);
    fixture_init(gpu);
    *state = gpu;
    return 0;
}

static inline int
fixture_teardown(void **state)
{
    fixture_finish(*state);
    free(*state);
    return 0;
}

static inline WGPUBuffer
make_buffer(const struct gpu_fixture *gpu, WGPUBufferUsage usage, uint64_t size)
{
    WGPUBufferDescriptor descriptor = WGPU_BUFFER_DESCRIPTOR_INIT;
    descriptor.usage = usage;
    descriptor.size = size;
    return wgpuDeviceCreateBuffer(gpu->device, &descriptor);
}

static inline WGPUShaderModule
make_shader(const struct gpu_fixture *gpu, const char *code)
{
    WGPUShaderSourceWGSL source = WGPU_SHADER_SOURCE_WGSL_INIT;
    source.code = text(code);
    const WGPUShaderModuleDescriptor descriptor = {.nextInChain = &source.chain};
    return wgpuDeviceCreateShaderModule(gpu->device, &descriptor);
}

static inline WGPUComputePipeline
make_pipeline(const struct gpu_fixture *gpu, const char *code)
{
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.compute.module = make_shader(gpu, code);
    const WGPUComputePipeline pipeline = wgpuDeviceCreateComputePipeline(gpu->device, &descriptor);
    wgpuShaderModuleRelease(descriptor.compute.module);
    return pipeline;
}

/* A bind group of one buffer, at 0. */
static inline WGPUBindGroup
make_group(const struct gpu_fixture *gpu, WGPUComputePipeline pipeline, WGPUBuffer buffer)
{
    WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    entry.buffer = buffer;
    WGPUBindGroupDescriptor descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    descriptor.layout = wgpuComputePipelineGetBindGroupLayout(pipeline, 0);
    descriptor.entryCount = 1;
    descriptor.entries = &entry;
    const WGPUBindGroup group = wgpuDeviceCreateBindGroup(gpu->device, &descriptor);
    wgpuBindGroupLayoutRelease(descriptor.layout);
    return group;
}

/* One pass with one dispatch. */
static inline WGPUCommandBuffer
record_dispatch(const struct gpu_fixture *gpu, WGPUComputePipeline pipeline, WGPUBindGroup group,
                uint32_t count)
{
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    const WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    wgpuComputePassEncoderSetPipeline(pass, pipeline);
    wgpuComputePassEncoderSetBindGroup(pass, 0, group, 0, NULL);
    wgpuComputePassEncoderDispatchWorkgroups(pass, count, 1, 1);
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderRelease(pass);
    const WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
    wgpuCommandEncoderRelease(encoder);
    return commands;
}

static inline WGPUCommandBuffer
record_copy(const struct gpu_fixture *gpu, WGPUBuffer from, WGPUBuffer to, uint64_t size)
{
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    wgpuCommandEncoderCopyBufferToBuffer(encoder, from, 0, to, 0, size);
    const WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
    wgpuCommandEncoderRelease(encoder);
    return commands;
}

static inline void
submit(const struct gpu_fixture *gpu, WGPUCommandBuffer commands)
{
    wgpuQueueSubmit(gpu->queue, 1, &commands);
    wgpuCommandBufferRelease(commands);
}

static inline void
on_map(WGPUMapAsyncStatus status, WGPUStringView message, void *a, void *b)
{
    (void)message;
    (void)b;
    *(WGPUMapAsyncStatus *)a = status;
}

static inline WGPUFuture
start_map(WGPUBuffer buffer, WGPUMapMode mode, size_t offset, size_t size, WGPUMapAsyncStatus *status)
{
    const WGPUBufferMapCallbackInfo callback = {
        .mode = WGPUCallbackMode_AllowSpontaneous, .callback = on_map, .userdata1 = status};
    return wgpuBufferMapAsync(buffer, mode, offset, size, callback);
}

static inline WGPUMapAsyncStatus
map(const struct gpu_fixture *gpu, WGPUBuffer buffer, WGPUMapMode mode, size_t offset, size_t size)
{
    WGPUMapAsyncStatus status = 0;
    const WGPUFuture future = start_map(buffer, mode, offset, size, &status);
    wait_for(gpu, future, forever);
    return status;
}

struct scope_result {
    WGPUPopErrorScopeStatus status;
    WGPUErrorType type;
    char message[300];
};

static inline void
on_scope(WGPUPopErrorScopeStatus status, WGPUErrorType type, WGPUStringView message, void *a, void *b)
{
    struct scope_result *result = a;
    (void)b;
    result->status = status;
    result->type = type;
    const size_t size = message.length < sizeof result->message ? message.length : sizeof result->message - 1;
    memcpy(result->message, message.data != NULL ? message.data : "", message.data != NULL ? size : 0);
    result->message[message.data != NULL ? size : 0] = '\0';
}

static inline struct scope_result
pop_scope(const struct gpu_fixture *gpu)
{
    struct scope_result result = {0};
    const WGPUPopErrorScopeCallbackInfo callback = {
        .mode = WGPUCallbackMode_WaitAnyOnly, .callback = on_scope, .userdata1 = &result};
    const WGPUFuture future = wgpuDevicePopErrorScope(gpu->device, callback);
    assert_int_equal(wait_for(gpu, future, forever), WGPUWaitStatus_Success);
    return result;
}

static inline bool
is_wgpu(void)
{
    return gpu_library_kind() == GPU_LIBRARY_WGPU;
}

#endif
