/* Compute by the standard header, on whichever library WASIGPU_GPU_LIB names: what goes in comes out. */
#include "gpu_fixture.h"

#include "base/count.h"

#define COUNT 256
#define SIZE (COUNT * sizeof(float))

static const char doubles[] =
    "@group(0) @binding(0) var<storage, read_write> data: array<f32>;"
    "@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {"
    "    data[id.x] = data[id.x] * 2.0;"
    "}";

static void
test_dispatch(void **state)
{
    const struct gpu_fixture *gpu = *state;
    const WGPUBuffer data =
        make_buffer(gpu, WGPUBufferUsage_Storage | WGPUBufferUsage_CopyDst | WGPUBufferUsage_CopySrc, SIZE);
    const WGPUBuffer staging = make_buffer(gpu, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst, SIZE);
    float values[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        values[i] = (float)i;
    wgpuQueueWriteBuffer(gpu->queue, data, 0, values, SIZE);

    const WGPUComputePipeline pipeline = make_pipeline(gpu, doubles);
    const WGPUBindGroup group = make_group(gpu, pipeline, data);
    submit(gpu, record_dispatch(gpu, pipeline, group, COUNT / 64));
    submit(gpu, record_copy(gpu, data, staging, SIZE));
    assert_int_equal(wgpuBufferGetMapState(staging), WGPUBufferMapState_Unmapped);
    WGPUMapAsyncStatus status = 0;
    const WGPUFuture future = start_map(staging, WGPUMapMode_Read, 0, SIZE, &status);
    assert_int_equal(wgpuBufferGetMapState(staging), WGPUBufferMapState_Pending);
    assert_int_equal(wait_for(gpu, future, forever), WGPUWaitStatus_Success);
    assert_int_equal(status, WGPUMapAsyncStatus_Success);
    assert_int_equal(wgpuBufferGetMapState(staging), WGPUBufferMapState_Mapped);

    const float *range = wgpuBufferGetConstMappedRange(staging, 0, SIZE);
    assert_non_null(range);
    for (size_t i = 0; i < COUNT; i++)
        assert_true(range[i] == (float)(2 * i));
    float copy[2];
    assert_int_equal(wgpuBufferReadMappedRange(staging, 8, copy, sizeof copy), WGPUStatus_Success);
    assert_true(copy[0] == 4.0f && copy[1] == 6.0f);
    assert_null(wgpuBufferGetMappedRange(staging, 0, SIZE)); /* it is mapped for reading */
    wgpuBufferUnmap(staging);
    assert_null(wgpuBufferGetConstMappedRange(staging, 0, SIZE));

    wgpuBindGroupRelease(group);
    wgpuComputePipelineRelease(pipeline);
    wgpuBufferRelease(staging);
    wgpuBufferRelease(data);
}

static void
test_mapped_at_creation(void **state)
{
    const struct gpu_fixture *gpu = *state;
    WGPUBufferDescriptor descriptor = WGPU_BUFFER_DESCRIPTOR_INIT;
    descriptor.usage = WGPUBufferUsage_CopySrc;
    descriptor.size = 16;
    descriptor.mappedAtCreation = WGPU_TRUE;
    const WGPUBuffer source = wgpuDeviceCreateBuffer(gpu->device, &descriptor);
    const WGPUBuffer staging = make_buffer(gpu, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst, 16);
    assert_int_equal(wgpuBufferGetMapState(source), WGPUBufferMapState_Mapped);
    const uint32_t words[] = {1, 2, 3, 4};
    assert_int_equal(wgpuBufferWriteMappedRange(source, 0, words, sizeof words), WGPUStatus_Success);
    wgpuBufferUnmap(source);
    submit(gpu, record_copy(gpu, source, staging, 16));
    assert_int_equal(map(gpu, staging, WGPUMapMode_Read, 8, WGPU_WHOLE_MAP_SIZE), WGPUMapAsyncStatus_Success);
    const uint32_t *range = wgpuBufferGetConstMappedRange(staging, 8, WGPU_WHOLE_MAP_SIZE);
    assert_non_null(range);
    assert_int_equal(range[0], 3);
    assert_int_equal(range[1], 4);
    assert_null(wgpuBufferGetConstMappedRange(staging, 0, 8)); /* before what is mapped */
    wgpuBufferUnmap(staging);
    assert_int_equal(wgpuBufferGetSize(staging), 16);
    assert_int_equal(wgpuBufferGetUsage(staging), WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
    wgpuBufferRelease(staging);
    wgpuBufferRelease(source);
}

static void
expect_words(const struct gpu_fixture *gpu, WGPUBuffer buffer, const uint32_t *words, size_t count)
{
    assert_int_equal(map(gpu, buffer, WGPUMapMode_Read, 0, count * 4), WGPUMapAsyncStatus_Success);
    assert_memory_equal(wgpuBufferGetConstMappedRange(buffer, 0, count * 4), words, count * 4);
    wgpuBufferUnmap(buffer);
}

/* Writes are in the queue's order without a submit, too. */
static void
test_write_and_map(void **state)
{
    const struct gpu_fixture *gpu = *state;
    const uint32_t words[2][4] = {{1, 2, 3, 4}, {5, 6, 7, 8}};
    WGPUBufferDescriptor descriptor = WGPU_BUFFER_DESCRIPTOR_INIT;
    descriptor.usage = WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst;
    descriptor.size = sizeof words[0];
    descriptor.mappedAtCreation = WGPU_TRUE;
    const WGPUBuffer buffer = wgpuDeviceCreateBuffer(gpu->device, &descriptor);
    memcpy(wgpuBufferGetMappedRange(buffer, 0, sizeof words[0]), words[0], sizeof words[0]);
    wgpuBufferUnmap(buffer);
    expect_words(gpu, buffer, words[0], 4);
    for (int i = 1; i >= 0; i--) {
        wgpuQueueWriteBuffer(gpu->queue, buffer, 0, words[i], sizeof words[i]);
        expect_words(gpu, buffer, words[i], 4);
    }
    wgpuBufferRelease(buffer);
}

static const char stores[] = "@group(0) @binding(0) var<storage, read_write> data: array<u32>;"
                             "@compute @workgroup_size(1) fn main() { data[0] = data[0] + 77u; }";

/* What lies at a dynamic offset of a buffer that nothing, or little, was written to is 0 and then kept. */
static void
test_dynamic_offsets(void **state)
{
    const struct gpu_fixture *gpu = *state;
    WGPUBindGroupLayoutEntry binding = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
    binding.visibility = WGPUShaderStage_Compute;
    binding.buffer.type = WGPUBufferBindingType_Storage;
    binding.buffer.hasDynamicOffset = WGPU_TRUE;
    WGPUBindGroupLayoutDescriptor layout = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    layout.entryCount = 1;
    layout.entries = &binding;
    WGPUBindGroupDescriptor group = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    group.layout = wgpuDeviceCreateBindGroupLayout(gpu->device, &layout);
    WGPUPipelineLayoutDescriptor layouts = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
    layouts.bindGroupLayoutCount = 1;
    layouts.bindGroupLayouts = &group.layout;
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.layout = wgpuDeviceCreatePipelineLayout(gpu->device, &layouts);
    descriptor.compute.module = make_shader(gpu, stores);
    const WGPUComputePipeline pipeline = wgpuDeviceCreateComputePipeline(gpu->device, &descriptor);
    for (int part = 0; part < 3; part++) {
        const WGPUBufferUsage usage = WGPUBufferUsage_Storage | WGPUBufferUsage_CopySrc;
        const WGPUBuffer buffer = make_buffer(gpu, part > 0 ? usage | WGPUBufferUsage_CopyDst : usage, 1024);
        const uint32_t five = 5;
        if (part == 1)
            wgpuQueueWriteBuffer(gpu->queue, buffer, 512, &five, 4);
        if (part == 2) {
            const WGPUBuffer from = make_buffer(gpu, WGPUBufferUsage_CopySrc | WGPUBufferUsage_CopyDst, 4);
            wgpuQueueWriteBuffer(gpu->queue, from, 0, &five, 4);
            const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
            wgpuCommandEncoderCopyBufferToBuffer(encoder, from, 0, buffer, 512, 4);
            submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
            wgpuCommandEncoderRelease(encoder);
            wgpuBufferRelease(from);
        }
        WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
        entry.buffer = buffer;
        entry.size = 8;
        group.entryCount = 1;
        group.entries = &entry;
        const WGPUBindGroup bound = wgpuDeviceCreateBindGroup(gpu->device, &group);
        const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
        const WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
        wgpuComputePassEncoderSetPipeline(pass, pipeline);
        for (uint32_t offset = 256; offset < 1024; offset += 256) {
            wgpuComputePassEncoderSetBindGroup(pass, 0, bound, 1, &offset);
            wgpuComputePassEncoderDispatchWorkgroups(pass, 1, 1, 1);
        }
        wgpuComputePassEncoderEnd(pass);
        wgpuComputePassEncoderRelease(pass);
        submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
        wgpuCommandEncoderRelease(encoder);
        wgpuBindGroupRelease(bound);
        const WGPUBuffer staging = make_buffer(gpu, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst, 1024);
        submit(gpu, record_copy(gpu, buffer, staging, 1024));
        uint32_t expected[256] = {0};
        expected[64] = expected[128] = expected[192] = 77;
        expected[128] += part > 0 ? five : 0;
        expect_words(gpu, staging, expected, 256);
        wgpuBufferRelease(staging);
        wgpuBufferRelease(buffer);
    }
    wgpuComputePipelineRelease(pipeline);
    wgpuShaderModuleRelease(descriptor.compute.module);
    wgpuPipelineLayoutRelease(descriptor.layout);
    wgpuBindGroupLayoutRelease(group.layout);
}

/* WebGPU, "Limits": no maximum is below its default; and one that a device asks for is given. */
static void
test_limits(void **state)
{
    const struct gpu_fixture *gpu = *state;
    WGPULimits best = WGPU_LIMITS_INIT;
    WGPULimits limits = WGPU_LIMITS_INIT;
    assert_int_equal(wgpuAdapterGetLimits(gpu->adapter, &best), WGPUStatus_Success);
    assert_int_equal(wgpuDeviceGetLimits(gpu->device, &limits), WGPUStatus_Success);
    assert_true(best.maxBindGroupsPlusVertexBuffers >= 24);
    assert_true(best.maxBindGroupsPlusVertexBuffers != WGPU_LIMIT_U32_UNDEFINED);
    assert_int_equal(limits.maxBindGroupsPlusVertexBuffers, 24);
    const uint32_t wanted[] = {1, 24, best.maxBindGroupsPlusVertexBuffers};
    for (size_t i = 0; i < BASE_COUNT(wanted); i++) {
        WGPULimits required = WGPU_LIMITS_INIT;
        required.maxBindGroupsPlusVertexBuffers = wanted[i];
        WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
        descriptor.requiredLimits = &required;
        const WGPUDevice device = request_device(gpu, &descriptor);
        assert_non_null(device);
        assert_int_equal(wgpuDeviceGetLimits(device, &limits), WGPUStatus_Success);
        assert_int_equal(limits.maxBindGroupsPlusVertexBuffers, wanted[i] < 24 ? 24 : wanted[i]);
        wgpuDeviceRelease(device);
    }
    WGPULimits required = WGPU_LIMITS_INIT;
    required.maxBindGroupsPlusVertexBuffers = best.maxBindGroupsPlusVertexBuffers + 1;
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    descriptor.requiredLimits = &required;
    assert_null(request_device(gpu, &descriptor));
    assert_int_equal(best.maxImmediateSize, 0); /* neither library has immediates */
    assert_int_equal(limits.maxImmediateSize, 0);
    required.maxBindGroupsPlusVertexBuffers = WGPU_LIMIT_U32_UNDEFINED;
    required.maxImmediateSize = 4;
    assert_null(request_device(gpu, &descriptor));
}

static void
test_adapter(void **state)
{
    const struct gpu_fixture *gpu = *state;
    WGPUAdapterInfo info = WGPU_ADAPTER_INFO_INIT;
    assert_int_equal(wgpuAdapterGetInfo(gpu->adapter, &info), WGPUStatus_Success);
    assert_int_equal(info.backendType, WGPUBackendType_Vulkan);
    assert_true(info.device.length > 0);
    WGPUAdapterInfo of_device = WGPU_ADAPTER_INFO_INIT;
    assert_int_equal(wgpuDeviceGetAdapterInfo(gpu->device, &of_device), WGPUStatus_Success);
    assert_int_equal(of_device.device.length, info.device.length);
    assert_memory_equal(of_device.device.data, info.device.data, info.device.length);
    wgpuAdapterInfoFreeMembers(of_device);
    wgpuAdapterInfoFreeMembers(info);

    WGPULimits limits = WGPU_LIMITS_INIT;
    assert_int_equal(wgpuDeviceGetLimits(gpu->device, &limits), WGPUStatus_Success);
    assert_int_equal(limits.maxComputeWorkgroupsPerDimension, 65535);
    assert_int_equal(limits.maxStorageBuffersPerShaderStage, 8);
    assert_int_equal(limits.maxComputeInvocationsPerWorkgroup, 256);
    WGPULimits most = WGPU_LIMITS_INIT;
    assert_int_equal(wgpuAdapterGetLimits(gpu->adapter, &most), WGPUStatus_Success);
    assert_true(most.maxBufferSize >= limits.maxBufferSize);
}

static bool
lists(WGPUSupportedFeatures features, WGPUFeatureName feature)
{
    for (size_t i = 0; i < features.featureCount; i++) {
        if (features.features[i] == feature)
            return true;
    }
    return false;
}

static void
test_features(void **state)
{
    struct gpu_fixture *gpu = *state;
    WGPUSupportedFeatures features;
    wgpuAdapterGetFeatures(gpu->adapter, &features);
    /* The standard's values, each way of asking: lavapipe has the first two. */
    static const WGPUFeatureName asked[] = {
        WGPUFeatureName_CoreFeaturesAndLimits, WGPUFeatureName_TimestampQuery, WGPUFeatureName_ShaderF16,
        WGPUFeatureName_TextureCompressionASTC, WGPUFeatureName_TextureFormatsTier2};
    for (size_t i = 0; i < BASE_COUNT(asked); i++)
        assert_int_equal(lists(features, asked[i]),
                         wgpuAdapterHasFeature(gpu->adapter, asked[i]) != WGPU_FALSE);
    wgpuSupportedFeaturesFreeMembers(features);
    assert_true(wgpuAdapterHasFeature(gpu->adapter, WGPUFeatureName_CoreFeaturesAndLimits));

    /* A device has what it was made with, and what every one has. */
    assert_true(wgpuAdapterHasFeature(gpu->adapter, WGPUFeatureName_TimestampQuery));
    assert_false(wgpuDeviceHasFeature(gpu->device, WGPUFeatureName_TimestampQuery));
    static const WGPUFeatureName wanted[] = {WGPUFeatureName_TimestampQuery,
                                             WGPUFeatureName_CoreFeaturesAndLimits};
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    descriptor.requiredFeatureCount = 2;
    descriptor.requiredFeatures = wanted;
    WGPULimits limits = WGPU_LIMITS_INIT;
    limits.maxStorageBuffersPerShaderStage = 9;
    descriptor.requiredLimits = &limits;
    const WGPUDevice device = request_device(gpu, &descriptor);
    assert_non_null(device);
    assert_true(wgpuDeviceHasFeature(device, WGPUFeatureName_TimestampQuery));
    wgpuDeviceGetFeatures(device, &features);
    assert_true(lists(features, WGPUFeatureName_TimestampQuery));
    assert_true(lists(features, WGPUFeatureName_CoreFeaturesAndLimits));
    assert_false(lists(features, WGPUFeatureName_ShaderF16));
    wgpuSupportedFeaturesFreeMembers(features);
    WGPULimits got = WGPU_LIMITS_INIT;
    assert_int_equal(wgpuDeviceGetLimits(device, &got), WGPUStatus_Success);
    assert_int_equal(got.maxStorageBuffersPerShaderStage, 9);
    wgpuDeviceRelease(device);
}

static void
test_refused_devices(void **state)
{
    struct gpu_fixture *gpu = *state;
    static const WGPUFeatureName refused[] = {WGPUFeatureName_TextureFormatsTier2, (WGPUFeatureName)0x77777};
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    descriptor.requiredFeatureCount = 1;
    for (size_t i = 0; i < BASE_COUNT(refused); i++) {
        if (wgpuAdapterHasFeature(gpu->adapter, refused[i]))
            continue;
        descriptor.requiredFeatures = &refused[i];
        assert_null(request_device(gpu, &descriptor));
    }
    descriptor.requiredFeatureCount = 0;
    WGPULimits limits = WGPU_LIMITS_INIT;
    limits.maxBufferSize = UINT64_MAX / 2;
    descriptor.requiredLimits = &limits;
    assert_null(request_device(gpu, &descriptor));
}

static void
test_wgsl_features(void **state)
{
    const struct gpu_fixture *gpu = *state;
    WGPUSupportedWGSLLanguageFeatures features;
    wgpuInstanceGetWGSLLanguageFeatures(gpu->instance, &features);
    assert_true(features.featureCount >= 3);
    for (size_t i = 0; i < features.featureCount; i++) {
        assert_in_range(features.features[i], 1, 4);
        assert_true(wgpuInstanceHasWGSLLanguageFeature(gpu->instance, features.features[i]));
    }
    wgpuSupportedWGSLLanguageFeaturesFreeMembers(features);
    assert_false(wgpuInstanceHasWGSLLanguageFeature(gpu->instance, WGPUWGSLLanguageFeatureName_SubgroupId));
    assert_false(wgpuInstanceHasWGSLLanguageFeature(gpu->instance,
                                                    WGPUWGSLLanguageFeatureName_UniformBufferStandardLayout));
}

struct pipeline_result {
    WGPUCreatePipelineAsyncStatus status;
    WGPUComputePipeline pipeline;
    bool has_message;
};

static void
on_pipeline(WGPUCreatePipelineAsyncStatus status, WGPUComputePipeline pipeline, WGPUStringView message,
            void *a, void *b)
{
    (void)b;
    *(struct pipeline_result *)a = (struct pipeline_result){status, pipeline, message.length > 0};
}

static struct pipeline_result
make_pipeline_async(const struct gpu_fixture *gpu, const char *code)
{
    struct pipeline_result result = {0};
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.compute.module = make_shader(gpu, code);
    const WGPUCreateComputePipelineAsyncCallbackInfo callback = {
        .mode = WGPUCallbackMode_WaitAnyOnly, .callback = on_pipeline, .userdata1 = &result};
    const WGPUFuture future = wgpuDeviceCreateComputePipelineAsync(gpu->device, &descriptor, callback);
    assert_int_equal(wait_for(gpu, future, forever), WGPUWaitStatus_Success);
    wgpuShaderModuleRelease(descriptor.compute.module);
    return result;
}

static void
test_pipeline_async(void **state)
{
    const struct gpu_fixture *gpu = *state;
    struct pipeline_result result = make_pipeline_async(gpu, doubles);
    assert_int_equal(result.status, WGPUCreatePipelineAsyncStatus_Success);
    assert_non_null(result.pipeline);
    wgpuComputePipelineRelease(result.pipeline);

    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
    result = make_pipeline_async(gpu, "@vertex fn main() -> @builtin(position) vec4f { return vec4f(); }");
    assert_int_equal(result.status, WGPUCreatePipelineAsyncStatus_ValidationError);
    assert_null(result.pipeline);
    assert_true(result.has_message);
    assert_int_equal(pop_scope(gpu).type, WGPUErrorType_NoError); /* the callback has had it */
}

struct compilation {
    WGPUCompilationInfoRequestStatus status;
    size_t count;
    WGPUCompilationMessageType type;
    uint64_t line, column, offset;
};

static void
on_compilation(WGPUCompilationInfoRequestStatus status, const WGPUCompilationInfo *info, void *a, void *b)
{
    struct compilation *result = a;
    (void)b;
    result->status = status;
    result->count = info->messageCount;
    if (info->messageCount == 0)
        return;
    result->type = info->messages[0].type;
    result->line = info->messages[0].lineNum;
    result->column = info->messages[0].linePos;
    result->offset = info->messages[0].offset;
}

static struct compilation
get_compilation(const struct gpu_fixture *gpu, const char *code)
{
    struct compilation result = {0};
    const WGPUShaderModule module = make_shader(gpu, code);
    const WGPUCompilationInfoCallbackInfo callback = {
        .mode = WGPUCallbackMode_WaitAnyOnly, .callback = on_compilation, .userdata1 = &result};
    const WGPUFuture future = wgpuShaderModuleGetCompilationInfo(module, callback);
    wgpuShaderModuleRelease(module);
    assert_int_equal(wait_for(gpu, future, forever), WGPUWaitStatus_Success);
    assert_int_equal(result.status, WGPUCompilationInfoRequestStatus_Success);
    return result;
}

static void
test_compilation_info(void **state)
{
    const struct gpu_fixture *gpu = *state;
    assert_int_equal(get_compilation(gpu, doubles).count, 0);
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
    const struct compilation result = get_compilation(gpu, "const a = 1;\nconst b = c;\n");
    assert_int_equal(pop_scope(gpu).type, WGPUErrorType_Validation);
    assert_int_equal(result.count, 1);
    assert_int_equal(result.type, WGPUCompilationMessageType_Error);
    assert_int_equal(result.line, 2);
    assert_int_equal(result.column, 11);
    assert_int_equal(result.offset, 23);
}

static void
test_error_scopes(void **state)
{
    const struct gpu_fixture *gpu = *state;
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Internal);
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_OutOfMemory);
    wgpuBufferRelease(make_buffer(gpu, WGPUBufferUsage_MapRead | WGPUBufferUsage_Storage, 16));
    wgpuBufferRelease(make_buffer(gpu, (WGPUBufferUsage)0x100000, 16));
    assert_int_equal(pop_scope(gpu).type, WGPUErrorType_NoError);
    assert_int_equal(pop_scope(gpu).type, WGPUErrorType_NoError);
    const struct scope_result outer = pop_scope(gpu);
    assert_int_equal(outer.status, WGPUPopErrorScopeStatus_Success);
    assert_int_equal(outer.type, WGPUErrorType_Validation);
    assert_true(strlen(outer.message) > 10); /* the first of the two */
    assert_null(strstr(outer.message, "0x100000"));
    assert_int_equal(pop_scope(gpu).status, WGPUPopErrorScopeStatus_Error);
}

static void
on_uncaptured(const WGPUDevice *device, WGPUErrorType type, WGPUStringView message, void *a, void *b)
{
    assert_non_null(*device);
    assert_true(message.length > 0);
    *(WGPUErrorType *)a = type;
    *(void **)b = a;
}

static void
on_lost(const WGPUDevice *device, WGPUDeviceLostReason reason, WGPUStringView message, void *a, void *b)
{
    (void)device;
    (void)message;
    (void)b;
    *(WGPUDeviceLostReason *)a = reason;
}

static void
test_callbacks_of_a_device(void **state)
{
    struct gpu_fixture *gpu = *state;
    WGPUErrorType type = 0;
    void *second = NULL;
    WGPUDeviceLostReason reason = 0;
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    descriptor.uncapturedErrorCallbackInfo.callback = on_uncaptured;
    descriptor.uncapturedErrorCallbackInfo.userdata1 = &type;
    descriptor.uncapturedErrorCallbackInfo.userdata2 = &second;
    descriptor.deviceLostCallbackInfo.mode = WGPUCallbackMode_AllowSpontaneous;
    descriptor.deviceLostCallbackInfo.callback = on_lost;
    descriptor.deviceLostCallbackInfo.userdata1 = &reason;
    struct gpu_fixture other = *gpu;
    other.device = request_device(gpu, &descriptor);
    other.queue = wgpuDeviceGetQueue(other.device);

    wgpuBufferRelease(make_buffer(&other, WGPUBufferUsage_None, 16));
    wgpuInstanceProcessEvents(gpu->instance);
    assert_int_equal(type, WGPUErrorType_Validation);
    assert_ptr_equal(second, &type);

    WGPUMapAsyncStatus status = 0;
    const WGPUBuffer buffer = make_buffer(&other, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst, 16);
    const WGPUFuture future = start_map(buffer, WGPUMapMode_Read, 0, 16, &status);
    const WGPUFuture lost = wgpuDeviceGetLostFuture(other.device);
    type = 0;
    wgpuDeviceDestroy(other.device);
    assert_int_equal(wait_for(gpu, lost, forever), WGPUWaitStatus_Success);
    assert_int_equal(reason, WGPUDeviceLostReason_Destroyed);
    assert_int_equal(wait_for(gpu, future, forever), WGPUWaitStatus_Success);
    assert_int_equal(status, WGPUMapAsyncStatus_Aborted);

    /* Nothing of it works, and nothing is reported. */
    wgpuBufferRelease(make_buffer(&other, WGPUBufferUsage_None, 16));
    const WGPUBuffer late = make_buffer(&other, WGPUBufferUsage_CopyDst | WGPUBufferUsage_CopySrc, 16);
    wgpuQueueWriteBuffer(other.queue, late, 0, "12345678", 8);
    submit(&other, record_copy(&other, late, buffer, 8));
    wgpuComputePipelineRelease(make_pipeline(&other, doubles));
    wgpuDevicePushErrorScope(other.device, WGPUErrorFilter_Validation);
    assert_int_equal(pop_scope(&other).type, WGPUErrorType_NoError);
    assert_int_not_equal(map(&other, late, WGPUMapMode_Read, 0, 8), WGPUMapAsyncStatus_Success);
    wgpuInstanceProcessEvents(gpu->instance);
    assert_int_equal(type, 0);
    wgpuDeviceDestroy(other.device);
    wgpuBufferRelease(late);
    wgpuBufferRelease(buffer);
    wgpuQueueRelease(other.queue);
    wgpuDeviceRelease(other.device);
}

static void
test_timestamps(void **state)
{
    struct gpu_fixture *gpu = *state;
    static const WGPUFeatureName wanted[] = {WGPUFeatureName_TimestampQuery};
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    descriptor.requiredFeatureCount = 1;
    descriptor.requiredFeatures = wanted;
    struct gpu_fixture other = *gpu;
    other.device = request_device(gpu, &descriptor);
    assert_non_null(other.device);
    other.queue = wgpuDeviceGetQueue(other.device);
    WGPUQuerySetDescriptor query = WGPU_QUERY_SET_DESCRIPTOR_INIT;
    query.type = WGPUQueryType_Timestamp;
    query.count = 2;
    const WGPUQuerySet set = wgpuDeviceCreateQuerySet(other.device, &query);
    assert_int_equal(wgpuQuerySetGetCount(set), 2);
    assert_int_equal(wgpuQuerySetGetType(set), WGPUQueryType_Timestamp);
    const WGPUBuffer resolved =
        make_buffer(&other, WGPUBufferUsage_QueryResolve | WGPUBufferUsage_CopySrc, 16);
    const WGPUBuffer staging = make_buffer(&other, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst, 16);

    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(other.device, NULL);
    WGPUPassTimestampWrites writes = WGPU_PASS_TIMESTAMP_WRITES_INIT;
    writes.querySet = set;
    writes.beginningOfPassWriteIndex = 0;
    writes.endOfPassWriteIndex = 1;
    WGPUComputePassDescriptor begin = WGPU_COMPUTE_PASS_DESCRIPTOR_INIT;
    begin.timestampWrites = &writes;
    const WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, &begin);
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderRelease(pass);
    wgpuCommandEncoderResolveQuerySet(encoder, set, 0, 2, resolved, 0);
    wgpuCommandEncoderCopyBufferToBuffer(encoder, resolved, 0, staging, 0, 16);
    const WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
    wgpuCommandEncoderRelease(encoder);
    submit(&other, commands);
    assert_int_equal(map(&other, staging, WGPUMapMode_Read, 0, 16), WGPUMapAsyncStatus_Success);
    const uint64_t *times = wgpuBufferGetConstMappedRange(staging, 0, 16);
    assert_true(times[0] != 0 && times[0] <= times[1]);

    wgpuBufferRelease(staging);
    wgpuBufferRelease(resolved);
    wgpuQuerySetDestroy(set);
    wgpuQuerySetRelease(set);
    wgpuQueueRelease(other.queue);
    wgpuDeviceRelease(other.device);
}

/* Each of these crashes or aborts in one of the libraries. */
static void
test_nothing_crashes(void **state)
{
    const struct gpu_fixture *gpu = *state;
    const WGPUBuffer buffer = make_buffer(gpu, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst, 16);
    wgpuDeviceSetLabel(gpu->device, text("device"));
    wgpuQueueSetLabel(gpu->queue, text("queue"));
    wgpuBufferSetLabel(buffer, (WGPUStringView){NULL, WGPU_STRLEN});
    wgpuBufferAddRef(buffer);
    wgpuBufferRelease(buffer);
    wgpuBufferMapAsync(buffer, WGPUMapMode_Read, 0, 16,
                       (WGPUBufferMapCallbackInfo){.mode = WGPUCallbackMode_AllowSpontaneous});
    const WGPUFuture done = wgpuQueueOnSubmittedWorkDone(
        gpu->queue, (WGPUQueueWorkDoneCallbackInfo){.mode = WGPUCallbackMode_WaitAnyOnly});
    assert_int_equal(wait_for(gpu, done, forever), WGPUWaitStatus_Success);
    const WGPUFuture device = wgpuAdapterRequestDevice(
        gpu->adapter, NULL, (WGPURequestDeviceCallbackInfo){.mode = WGPUCallbackMode_WaitAnyOnly});
    assert_int_equal(wait_for(gpu, device, forever), WGPUWaitStatus_Success);
    const WGPUFuture adapter = wgpuInstanceRequestAdapter(
        gpu->instance, NULL, (WGPURequestAdapterCallbackInfo){.mode = WGPUCallbackMode_WaitAnyOnly});
    assert_int_equal(wait_for(gpu, adapter, forever), WGPUWaitStatus_Success);
    wgpuDevicePopErrorScope(gpu->device,
                            (WGPUPopErrorScopeCallbackInfo){.mode = WGPUCallbackMode_AllowSpontaneous});
    wgpuBufferRelease(buffer);
    wgpuAdapterRelease(NULL);
    wgpuTextureViewRelease(NULL);
    wgpuSurfaceRelease(NULL);
    WGPUSupportedInstanceFeatures features;
    wgpuGetInstanceFeatures(&features);
    assert_true(features.featureCount > 0);
    wgpuSupportedInstanceFeaturesFreeMembers(features);
    WGPUInstanceLimits limits = WGPU_INSTANCE_LIMITS_INIT;
    assert_int_equal(wgpuGetInstanceLimits(&limits), WGPUStatus_Success);
    assert_true(limits.timedWaitAnyMaxCount >= 64);
    wgpuInstanceProcessEvents(gpu->instance);
}

/* The last references to what others stand on go first. */
static void
test_release_in_any_order(void **state)
{
    (void)state;
    struct gpu_fixture gpu;
    fixture_init(&gpu);
    const WGPUBuffer data = make_buffer(&gpu, WGPUBufferUsage_Storage, SIZE);
    const WGPUComputePipeline pipeline = make_pipeline(&gpu, doubles);
    const WGPUBindGroup group = make_group(&gpu, pipeline, data);
    const WGPUBuffer staging = make_buffer(&gpu, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst, 16);
    WGPUMapAsyncStatus status = 0;
    start_map(staging, WGPUMapMode_Read, 0, 16, &status);
    wgpuBufferRelease(staging);
    wgpuInstanceProcessEvents(gpu.instance);
    assert_int_equal(status, WGPUMapAsyncStatus_Aborted);
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    const WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    wgpuBufferRelease(data);
    fixture_finish(&gpu);
    wgpuComputePassEncoderSetPipeline(pass, pipeline);
    wgpuComputePipelineRelease(pipeline);
    wgpuComputePassEncoderSetBindGroup(pass, 0, group, 0, NULL);
    wgpuBindGroupRelease(group);
    wgpuCommandEncoderRelease(encoder);
    wgpuComputePassEncoderRelease(pass);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dispatch),
        cmocka_unit_test(test_mapped_at_creation),
        cmocka_unit_test(test_write_and_map),
        cmocka_unit_test(test_dynamic_offsets),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_adapter),
        cmocka_unit_test(test_features),
        cmocka_unit_test(test_refused_devices),
        cmocka_unit_test(test_wgsl_features),
        cmocka_unit_test(test_pipeline_async),
        cmocka_unit_test(test_compilation_info),
        cmocka_unit_test(test_error_scopes),
        cmocka_unit_test(test_callbacks_of_a_device),
        cmocka_unit_test(test_timestamps),
        cmocka_unit_test(test_nothing_crashes),
        cmocka_unit_test(test_release_in_any_order),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
