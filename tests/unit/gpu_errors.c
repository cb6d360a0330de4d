/* Wrong uses of compute: each is reported as WebGPU says, on either library, and none ends the process; what
 * comes after still works. */
#include "gpu_cases.h"

static const char shader[] = "@group(0) @binding(0) var<storage, read_write> data: array<u32>;"
                             "@compute @workgroup_size(1) fn main(@builtin(global_invocation_id) id: vec3u) {"
                             "    data[id.x] += 1u;"
                             "}";
static const char nothing[] = "@compute @workgroup_size(1) fn main() {}";

#define STORAGE (WGPUBufferUsage_Storage | WGPUBufferUsage_CopySrc | WGPUBufferUsage_CopyDst)

/* What a case works with. The device and the pipeline are all cases': one that breaks them fails the next. */
struct parts {
    WGPUBuffer data;
    WGPUBuffer staging; /* to be read */
    WGPUComputePipeline pipeline;
    WGPUBindGroup group; /* of `data` */
};

static WGPUComputePipeline shared_pipeline;

/* The pipeline may be NULL: then a new one is made. */
static void
parts_init(const struct gpu_fixture *gpu, struct parts *parts, WGPUComputePipeline pipeline)
{
    wgpuComputePipelineAddRef(pipeline);
    parts->data = make_buffer(gpu, STORAGE, 256);
    parts->staging = make_buffer(gpu, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst, 256);
    parts->pipeline = pipeline != NULL ? pipeline : make_pipeline(gpu, shader);
    parts->group = make_group(gpu, parts->pipeline, parts->data);
}

static void
parts_finish(struct parts *parts)
{
    wgpuBindGroupRelease(parts->group);
    wgpuComputePipelineRelease(parts->pipeline);
    wgpuBufferRelease(parts->staging);
    wgpuBufferRelease(parts->data);
}

/* Fresh parts count up one word and read it back. */
static void
still_works(const struct gpu_fixture *gpu)
{
    struct parts parts;
    parts_init(gpu, &parts, shared_pipeline);
    submit(gpu, record_dispatch(gpu, parts.pipeline, parts.group, 64));
    submit(gpu, record_copy(gpu, parts.data, parts.staging, 256));
    assert_int_equal(map(gpu, parts.staging, WGPUMapMode_Read, 0, 256), WGPUMapAsyncStatus_Success);
    assert_int_equal(((const uint32_t *)wgpuBufferGetConstMappedRange(parts.staging, 0, 256))[63], 1);
    parts_finish(&parts);
}

static void
submit_destroyed_buffer(const struct gpu_fixture *gpu, struct parts *parts)
{
    const WGPUCommandBuffer commands = record_copy(gpu, parts->data, parts->staging, 16);
    wgpuBufferDestroy(parts->staging);
    submit(gpu, commands);
}

static void
submit_destroyed_buffer_of_bind_group(const struct gpu_fixture *gpu, struct parts *parts)
{
    const WGPUCommandBuffer commands = record_dispatch(gpu, parts->pipeline, parts->group, 1);
    wgpuBufferDestroy(parts->data);
    submit(gpu, commands);
}

static void
record_after_destroy(const struct gpu_fixture *gpu, struct parts *parts)
{
    wgpuBufferDestroy(parts->data);
    submit(gpu, record_dispatch(gpu, parts->pipeline, parts->group, 1));
}

static void
submit_mapped_buffer(const struct gpu_fixture *gpu, struct parts *parts)
{
    const WGPUCommandBuffer commands = record_copy(gpu, parts->data, parts->staging, 16);
    assert_int_equal(map(gpu, parts->staging, WGPUMapMode_Read, 0, 16), WGPUMapAsyncStatus_Success);
    submit(gpu, commands);
}

static void
submit_buffer_about_to_be_mapped(const struct gpu_fixture *gpu, struct parts *parts)
{
    WGPUMapAsyncStatus status = 0;
    const WGPUCommandBuffer commands = record_copy(gpu, parts->data, parts->staging, 16);
    const WGPUFuture future = start_map(parts->staging, WGPUMapMode_Read, 0, 16, &status);
    submit(gpu, commands);
    wait_for(gpu, future, forever);
    assert_int_equal(status, WGPUMapAsyncStatus_Success);
}

static void
submit_twice(const struct gpu_fixture *gpu, struct parts *parts)
{
    const WGPUCommandBuffer commands = record_copy(gpu, parts->data, parts->staging, 16);
    wgpuQueueSubmit(gpu->queue, 1, &commands);
    submit(gpu, commands);
}

static void
submit_the_same_two(const struct gpu_fixture *gpu, struct parts *parts)
{
    const WGPUCommandBuffer commands = record_copy(gpu, parts->data, parts->staging, 16);
    const WGPUCommandBuffer both[] = {commands, commands};
    wgpuQueueSubmit(gpu->queue, 2, both);
    wgpuCommandBufferRelease(commands);
}

static void
submit_of_another_device(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    struct gpu_fixture other = *gpu;
    other.device = request_device(gpu, NULL);
    struct parts others;
    parts_init(&other, &others, NULL);
    submit(gpu, record_copy(&other, others.data, others.staging, 16));
    parts_finish(&others);
    wgpuDeviceRelease(other.device);
}

static void
buffers_of_another_device(const struct gpu_fixture *gpu, struct parts *parts)
{
    struct gpu_fixture other = *gpu;
    other.device = request_device(gpu, NULL);
    const WGPUBuffer buffer = make_buffer(&other, STORAGE, 16);
    submit(gpu, record_copy(gpu, buffer, parts->staging, 16));
    wgpuQueueWriteBuffer(gpu->queue, buffer, 0, "1234", 4);
    wgpuBufferRelease(buffer);
    wgpuDeviceRelease(other.device);
}

static void
note_lost(const WGPUDevice *device, WGPUDeviceLostReason reason, WGPUStringView message, void *a, void *b)
{
    (void)device;
    (void)reason;
    (void)message;
    (void)b;
    *(bool *)a = true;
}

/* What of another device is recorded or bound does not keep that device. */
static void
leave_another_device(const struct gpu_fixture *gpu, struct parts *parts)
{
    for (int i = 0; i < 4; i++) {
        bool lost = false;
        WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
        descriptor.deviceLostCallbackInfo = (WGPUDeviceLostCallbackInfo){
            .mode = WGPUCallbackMode_AllowSpontaneous, .callback = note_lost, .userdata1 = &lost};
        struct gpu_fixture other = *gpu;
        other.device = request_device(gpu, &descriptor);
        struct parts others;
        parts_init(&other, &others, NULL);
        WGPUBindGroup mixed = NULL;
        wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
        const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
        if (i == 0)
            wgpuCommandEncoderCopyBufferToBuffer(encoder, others.data, 0, parts->staging, 0, 16);
        if (i == 1)
            wgpuCommandEncoderClearBuffer(encoder, others.data, 0, 0);
        if (i == 2)
            mixed = make_group(gpu, parts->pipeline, others.data);
        if (i == 3) {
            const WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
            wgpuComputePassEncoderSetPipeline(pass, others.pipeline);
            wgpuComputePassEncoderSetBindGroup(pass, 0, others.group, 0, NULL);
            wgpuComputePassEncoderDispatchWorkgroups(pass, 1, 1, 1);
            wgpuComputePassEncoderEnd(pass);
            wgpuComputePassEncoderRelease(pass);
        }
        parts_finish(&others);
        wgpuDeviceRelease(other.device);
        const bool lost_now = lost;
        wgpuCommandBufferRelease(wgpuCommandEncoderFinish(encoder, NULL));
        wgpuCommandEncoderRelease(encoder);
        if (mixed != NULL)
            wgpuBindGroupRelease(mixed);
        if (pop_scope(gpu).type != WGPUErrorType_Validation || !lost_now)
            fail_msg("use %d", i);
    }
}

static void
dispatch_over_the_limit(const struct gpu_fixture *gpu, struct parts *parts)
{
    submit(gpu, record_dispatch(gpu, parts->pipeline, parts->group, 65536));
}

/* A pass with what `commands` records, submitted. */
static void
with_pass(const struct gpu_fixture *gpu, struct parts *parts,
          void (*commands)(const struct gpu_fixture *, struct parts *, WGPUComputePassEncoder))
{
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    const WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    commands(gpu, parts, pass);
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderRelease(pass);
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
}

/* clang-format off */
#define PASS_COMMANDS const struct gpu_fixture *gpu, struct parts *parts, WGPUComputePassEncoder pass
#define PASS_CASE(name) \
    static void name##_commands(PASS_COMMANDS); \
    static void name(const struct gpu_fixture *gpu, struct parts *parts) \
    { \
        with_pass(gpu, parts, name##_commands); \
    } \
    static void name##_commands(PASS_COMMANDS)
/* clang-format on */

PASS_CASE(dispatch_without_pipeline)
{
    (void)gpu;
    (void)parts;
    wgpuComputePassEncoderDispatchWorkgroups(pass, 1, 1, 1);
}

PASS_CASE(dispatch_without_bind_group)
{
    (void)gpu;
    wgpuComputePassEncoderSetPipeline(pass, parts->pipeline);
    wgpuComputePassEncoderDispatchWorkgroups(pass, 1, 1, 1);
}

PASS_CASE(bind_group_index_too_high)
{
    (void)gpu;
    wgpuComputePassEncoderSetBindGroup(pass, 77, parts->group, 0, NULL);
}

PASS_CASE(too_many_dynamic_offsets)
{
    (void)gpu;
    const uint32_t offset = 256;
    wgpuComputePassEncoderSetBindGroup(pass, 0, parts->group, 1, &offset);
}

PASS_CASE(indirect_without_usage)
{
    (void)gpu;
    wgpuComputePassEncoderSetPipeline(pass, parts->pipeline);
    wgpuComputePassEncoderSetBindGroup(pass, 0, parts->group, 0, NULL);
    wgpuComputePassEncoderDispatchWorkgroupsIndirect(pass, parts->data, 0);
}

PASS_CASE(indirect_out_of_bounds)
{
    const WGPUBuffer buffer = make_buffer(gpu, WGPUBufferUsage_Indirect, 16);
    wgpuComputePassEncoderSetPipeline(pass, parts->pipeline);
    wgpuComputePassEncoderSetBindGroup(pass, 0, parts->group, 0, NULL);
    wgpuComputePassEncoderDispatchWorkgroupsIndirect(pass, buffer, 8);
    wgpuBufferRelease(buffer);
}

PASS_CASE(unbalanced_debug_group)
{
    (void)gpu;
    (void)parts;
    wgpuComputePassEncoderInsertDebugMarker(pass, text("marker"));
    wgpuComputePassEncoderPopDebugGroup(pass);
}

PASS_CASE(immediates_over_the_limit)
{
    (void)gpu;
    (void)parts;
    static const uint32_t words[64];
    wgpuComputePassEncoderSetImmediates(pass, 0, words, sizeof words);
}

PASS_CASE(invalid_pipeline)
{
    (void)parts;
    const WGPUComputePipeline pipeline = make_pipeline(gpu, "fn main( {");
    wgpuComputePassEncoderSetPipeline(pass, pipeline);
    wgpuComputePassEncoderDispatchWorkgroups(pass, 1, 1, 1);
    wgpuComputePipelineRelease(pipeline);
}

PASS_CASE(pass_ended_twice)
{
    (void)gpu;
    (void)parts;
    wgpuComputePassEncoderEnd(pass); /* with_pass ends it again */
}

PASS_CASE(command_after_the_end)
{
    (void)gpu;
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderSetPipeline(pass, parts->pipeline);
    wgpuComputePassEncoderSetBindGroup(pass, 0, parts->group, 0, NULL);
    wgpuComputePassEncoderDispatchWorkgroups(pass, 1, 1, 1);
}

static void
finish_twice(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
}

static void
finish_with_an_open_pass(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    const WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderRelease(pass);
    wgpuCommandEncoderRelease(encoder);
}

static void
command_beside_an_open_pass(const struct gpu_fixture *gpu, struct parts *parts)
{
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    const WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    wgpuCommandEncoderClearBuffer(encoder, parts->data, 0, WGPU_WHOLE_SIZE);
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderRelease(pass);
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
}

static void
command_on_a_finished_encoder(const struct gpu_fixture *gpu, struct parts *parts)
{
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderClearBuffer(encoder, parts->data, 0, WGPU_WHOLE_SIZE);
    const WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderRelease(pass);
    wgpuCommandEncoderRelease(encoder);
}

static void
copies_that_do_not_fit(const struct gpu_fixture *gpu, struct parts *parts)
{
    submit(gpu, record_copy(gpu, parts->data, parts->staging, 260));
}

static void
copy_within_a_buffer(const struct gpu_fixture *gpu, struct parts *parts)
{
    submit(gpu, record_copy(gpu, parts->data, parts->data, 16));
}

static void
clear_out_of_bounds(const struct gpu_fixture *gpu, struct parts *parts)
{
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    wgpuCommandEncoderClearBuffer(encoder, parts->data, 260, 4);
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
}

/* Of nothing, where that is allowed: no error. */
static void
zero_sizes(const struct gpu_fixture *gpu, struct parts *parts)
{
    WGPUQuerySetDescriptor queries = WGPU_QUERY_SET_DESCRIPTOR_INIT;
    queries.type = WGPUQueryType_Occlusion;
    queries.count = 4;
    const WGPUQuerySet set = wgpuDeviceCreateQuerySet(gpu->device, &queries);
    const WGPUBuffer resolved = make_buffer(gpu, WGPUBufferUsage_QueryResolve, 256);
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    wgpuCommandEncoderClearBuffer(encoder, parts->data, 0, 0);
    wgpuCommandEncoderClearBuffer(encoder, parts->data, 256, 0);
    wgpuCommandEncoderClearBuffer(encoder, parts->data, 256, WGPU_WHOLE_SIZE);
    wgpuCommandEncoderCopyBufferToBuffer(encoder, parts->data, 0, parts->staging, 0, 0);
    wgpuCommandEncoderCopyBufferToBuffer(encoder, parts->data, 256, parts->staging, 256, 0);
    wgpuCommandEncoderResolveQuerySet(encoder, set, 0, 0, resolved, 0);
    const WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    wgpuComputePassEncoderSetPipeline(pass, parts->pipeline);
    wgpuComputePassEncoderSetBindGroup(pass, 0, parts->group, 0, NULL);
    wgpuComputePassEncoderDispatchWorkgroups(pass, 0, 0, 0);
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderRelease(pass);
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
    wgpuQueueWriteBuffer(gpu->queue, parts->data, 0, NULL, 0);
    wgpuQueueWriteBuffer(gpu->queue, parts->data, 256, NULL, 0);
    wgpuBufferRelease(resolved);
    wgpuQuerySetRelease(set);
}

/* A buffer without a byte: made, filled, mapped. */
static void
empty_buffers(const struct gpu_fixture *gpu, struct parts *parts)
{
    WGPUBufferDescriptor descriptor = WGPU_BUFFER_DESCRIPTOR_INIT;
    descriptor.usage = WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst;
    descriptor.mappedAtCreation = WGPU_TRUE;
    const WGPUBuffer buffer = wgpuDeviceCreateBuffer(gpu->device, &descriptor);
    wgpuBufferGetMappedRange(buffer, 0, 0);
    wgpuBufferUnmap(buffer);
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    wgpuCommandEncoderClearBuffer(encoder, buffer, 0, 0);
    wgpuCommandEncoderClearBuffer(encoder, buffer, 0, WGPU_WHOLE_SIZE);
    wgpuCommandEncoderCopyBufferToBuffer(encoder, parts->data, 0, buffer, 0, 0);
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
    wgpuQueueWriteBuffer(gpu->queue, buffer, 0, NULL, 0);
    assert_int_equal(map(gpu, buffer, WGPUMapMode_Read, 0, 0), WGPUMapAsyncStatus_Success);
    wgpuBufferGetConstMappedRange(buffer, 0, 0);
    wgpuBufferGetConstMappedRange(buffer, 0, WGPU_WHOLE_MAP_SIZE);
    wgpuBufferUnmap(buffer);
    wgpuBufferRelease(buffer);
    const WGPUBuffer storage = make_buffer(gpu, STORAGE, 0);
    wgpuBufferRelease(storage);
    assert_int_equal(map(gpu, parts->staging, WGPUMapMode_Read, 256, 0), WGPUMapAsyncStatus_Success);
    wgpuBufferGetConstMappedRange(parts->staging, 256, 0);
    wgpuBufferUnmap(parts->staging);
}

/* Of nothing, yet wrong: each alone makes its encoder invalid. */
static void
clear_nothing_wrongly(const struct gpu_fixture *gpu, struct parts *parts)
{
    const WGPUBuffer source = make_buffer(gpu, WGPUBufferUsage_CopySrc, 256);
    const WGPUBuffer destroyed = make_buffer(gpu, STORAGE, 256);
    wgpuBufferDestroy(destroyed);
    const struct {
        WGPUBuffer buffer;
        uint64_t offset;
    } wrong[] = {{parts->data, 2}, {parts->data, 260}, {source, 0}, {destroyed, 0}};
    for (size_t i = 0; i < BASE_COUNT(wrong); i++) {
        wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
        const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
        wgpuCommandEncoderClearBuffer(encoder, wrong[i].buffer, wrong[i].offset, 0);
        submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
        wgpuCommandEncoderRelease(encoder);
        if (pop_scope(gpu).type != WGPUErrorType_Validation)
            fail_msg("clear %zu", i);
    }
    wgpuBufferRelease(destroyed);
    wgpuBufferRelease(source);
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    wgpuCommandBufferRelease(wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderClearBuffer(encoder, parts->data, 0, 0); /* it is finished */
    wgpuCommandEncoderRelease(encoder);
}

/* Immediates of no bytes, an empty layout, a texture without a texel, a pass without targets. */
static void
other_zeros(const struct gpu_fixture *gpu, struct parts *parts)
{
    WGPUBindGroupLayoutDescriptor empty = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    WGPUBindGroupDescriptor group = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    group.layout = wgpuDeviceCreateBindGroupLayout(gpu->device, &empty);
    wgpuBindGroupRelease(wgpuDeviceCreateBindGroup(gpu->device, &group));
    wgpuBindGroupLayoutRelease(group.layout);
    WGPUTextureDescriptor texture = WGPU_TEXTURE_DESCRIPTOR_INIT;
    texture.usage = WGPUTextureUsage_CopySrc;
    texture.size = (WGPUExtent3D){0, 1, 1};
    texture.format = WGPUTextureFormat_RGBA8Unorm;
    wgpuTextureRelease(wgpuDeviceCreateTexture(gpu->device, &texture));
    texture.size = (WGPUExtent3D){1, 1, 1};
    texture.mipLevelCount = 0;
    wgpuTextureRelease(wgpuDeviceCreateTexture(gpu->device, &texture));
    texture.mipLevelCount = 1;
    texture.sampleCount = 0;
    wgpuTextureRelease(wgpuDeviceCreateTexture(gpu->device, &texture));
    wgpuShaderModuleRelease(make_shader(gpu, ""));
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    const WGPUComputePassEncoder compute = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    wgpuComputePassEncoderSetPipeline(compute, parts->pipeline);
    wgpuComputePassEncoderSetImmediates(compute, 0, NULL, 0);
    wgpuComputePassEncoderEnd(compute);
    wgpuComputePassEncoderRelease(compute);
    const WGPURenderPassDescriptor begin = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    const WGPURenderPassEncoder pass = wgpuCommandEncoderBeginRenderPass(encoder, &begin);
    wgpuRenderPassEncoderEnd(pass);
    wgpuRenderPassEncoderRelease(pass);
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
}

/* A buffer for shaders that nothing may be copied to; each way to try it alone. */
static void
writes_without_usage(const struct gpu_fixture *gpu, struct parts *parts)
{
    const WGPUBuffer buffer = make_buffer(gpu, WGPUBufferUsage_Storage | WGPUBufferUsage_CopySrc, 256);
    assert_int_equal(wgpuBufferGetUsage(buffer), WGPUBufferUsage_Storage | WGPUBufferUsage_CopySrc);
    WGPUTextureDescriptor from = WGPU_TEXTURE_DESCRIPTOR_INIT;
    from.usage = WGPUTextureUsage_CopySrc;
    from.size = (WGPUExtent3D){1, 1, 1};
    from.format = WGPUTextureFormat_RGBA8Unorm;
    WGPUTexelCopyTextureInfo texels = WGPU_TEXEL_COPY_TEXTURE_INFO_INIT;
    texels.texture = wgpuDeviceCreateTexture(gpu->device, &from);
    WGPUTexelCopyBufferInfo to = WGPU_TEXEL_COPY_BUFFER_INFO_INIT;
    to.buffer = buffer;
    for (int i = 0; i < 4; i++) {
        wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
        const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
        if (i == 0)
            wgpuQueueWriteBuffer(gpu->queue, buffer, 0, "word", 4);
        if (i == 1)
            wgpuCommandEncoderClearBuffer(encoder, buffer, 0, 4);
        if (i == 2)
            wgpuCommandEncoderCopyBufferToBuffer(encoder, parts->data, 0, buffer, 0, 4);
        if (i == 3)
            wgpuCommandEncoderCopyTextureToBuffer(encoder, &texels, &to, &from.size);
        submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
        wgpuCommandEncoderRelease(encoder);
        if (pop_scope(gpu).type != WGPUErrorType_Validation)
            fail_msg("write %d", i);
    }
    wgpuTextureRelease(texels.texture);
    wgpuBufferRelease(buffer);
}

static void
clear_nothing_beside_a_pass(const struct gpu_fixture *gpu, struct parts *parts)
{
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    const WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    wgpuCommandEncoderClearBuffer(encoder, parts->data, 0, 0);
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderRelease(pass);
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
}

static void
vertices_of_nothing(const struct gpu_fixture *gpu, struct parts *parts)
{
    const WGPUBuffer buffer = make_buffer(gpu, WGPUBufferUsage_Vertex | WGPUBufferUsage_Index, 256);
    WGPUTextureDescriptor target = WGPU_TEXTURE_DESCRIPTOR_INIT;
    target.usage = WGPUTextureUsage_RenderAttachment | WGPUTextureUsage_CopyDst | WGPUTextureUsage_CopySrc;
    target.size = (WGPUExtent3D){4, 4, 1};
    target.format = WGPUTextureFormat_RGBA8Unorm;
    const WGPUTexture texture = wgpuDeviceCreateTexture(gpu->device, &target);
    WGPURenderPassColorAttachment color = WGPU_RENDER_PASS_COLOR_ATTACHMENT_INIT;
    color.view = wgpuTextureCreateView(texture, NULL);
    color.loadOp = WGPULoadOp_Clear;
    color.storeOp = WGPUStoreOp_Store;
    WGPURenderPassDescriptor begin = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    begin.colorAttachmentCount = 1;
    begin.colorAttachments = &color;
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    const WGPURenderPassEncoder pass = wgpuCommandEncoderBeginRenderPass(encoder, &begin);
    wgpuRenderPassEncoderSetVertexBuffer(pass, 0, buffer, 0, 0);
    wgpuRenderPassEncoderSetVertexBuffer(pass, 1, buffer, 256, WGPU_WHOLE_SIZE);
    wgpuRenderPassEncoderSetIndexBuffer(pass, buffer, WGPUIndexFormat_Uint16, 0, 0);
    wgpuRenderPassEncoderSetIndexBuffer(pass, buffer, WGPUIndexFormat_Uint16, 256, WGPU_WHOLE_SIZE);
    wgpuRenderPassEncoderEnd(pass);
    wgpuRenderPassEncoderRelease(pass);
    WGPUTexelCopyTextureInfo to = WGPU_TEXEL_COPY_TEXTURE_INFO_INIT;
    to.texture = texture;
    WGPUTexelCopyBufferInfo from = WGPU_TEXEL_COPY_BUFFER_INFO_INIT;
    from.buffer = parts->data;
    const WGPUExtent3D none = {0, 0, 1};
    wgpuCommandEncoderCopyBufferToTexture(encoder, &from, &to, &none);
    wgpuCommandEncoderCopyTextureToBuffer(encoder, &to, &from, &none);
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
    wgpuQueueWriteTexture(gpu->queue, &to, NULL, 0, &from.layout, &none);
    WGPURenderBundleEncoderDescriptor bundle = WGPU_RENDER_BUNDLE_ENCODER_DESCRIPTOR_INIT;
    bundle.colorFormatCount = 1;
    bundle.colorFormats = &target.format;
    const WGPURenderBundleEncoder bundles = wgpuDeviceCreateRenderBundleEncoder(gpu->device, &bundle);
    wgpuRenderBundleEncoderSetVertexBuffer(bundles, 0, buffer, 0, 0);
    wgpuRenderBundleEncoderSetIndexBuffer(bundles, buffer, WGPUIndexFormat_Uint16, 0, 0);
    wgpuRenderBundleRelease(wgpuRenderBundleEncoderFinish(bundles, NULL));
    wgpuRenderBundleEncoderRelease(bundles);
    wgpuTextureViewRelease(color.view);
    wgpuTextureRelease(texture);
    wgpuBufferRelease(buffer);
}

static void
debug_group_left_open(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    wgpuCommandEncoderPushDebugGroup(encoder, text("\xff\xfe"));
    wgpuCommandEncoderInsertDebugMarker(encoder, (WGPUStringView){NULL, 0});
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
}

static void
write_out_of_bounds(const struct gpu_fixture *gpu, struct parts *parts)
{
    wgpuQueueWriteBuffer(gpu->queue, parts->data, 252, "12345678", 8);
}

static void
write_misaligned(const struct gpu_fixture *gpu, struct parts *parts)
{
    wgpuQueueWriteBuffer(gpu->queue, parts->data, 2, "1234", 4);
}

static void
write_destroyed(const struct gpu_fixture *gpu, struct parts *parts)
{
    wgpuBufferDestroy(parts->data);
    wgpuQueueWriteBuffer(gpu->queue, parts->data, 0, "1234", 4);
}

static void
write_mapped(const struct gpu_fixture *gpu, struct parts *parts)
{
    assert_int_equal(map(gpu, parts->staging, WGPUMapMode_Read, 0, 16), WGPUMapAsyncStatus_Success);
    wgpuQueueWriteBuffer(gpu->queue, parts->staging, 0, "1234", 4);
}

/* A map that is refused: an error, and its callback says so. */
static void
refused_map(const struct gpu_fixture *gpu, WGPUBuffer buffer, WGPUMapMode mode, size_t offset, size_t size)
{
    assert_int_equal(map(gpu, buffer, mode, offset, size), WGPUMapAsyncStatus_Error);
    assert_int_equal(wgpuBufferGetMapState(buffer), WGPUBufferMapState_Unmapped);
    assert_null(wgpuBufferGetConstMappedRange(buffer, 0, 4));
}

static void
map_without_mode(const struct gpu_fixture *gpu, struct parts *parts)
{
    refused_map(gpu, parts->staging, WGPUMapMode_None, 0, 16);
}

static void
map_both_ways(const struct gpu_fixture *gpu, struct parts *parts)
{
    refused_map(gpu, parts->staging, WGPUMapMode_Read | WGPUMapMode_Write, 0, 16);
}

static void
map_unknown_mode(const struct gpu_fixture *gpu, struct parts *parts)
{
    refused_map(gpu, parts->staging, (WGPUMapMode)8, 0, 16);
}

static void
map_without_usage(const struct gpu_fixture *gpu, struct parts *parts)
{
    refused_map(gpu, parts->staging, WGPUMapMode_Write, 0, 16);
}

static void
map_out_of_bounds(const struct gpu_fixture *gpu, struct parts *parts)
{
    refused_map(gpu, parts->staging, WGPUMapMode_Read, 0, 512);
}

static void
map_offset_behind_the_end(const struct gpu_fixture *gpu, struct parts *parts)
{
    refused_map(gpu, parts->staging, WGPUMapMode_Read, 512, WGPU_WHOLE_MAP_SIZE);
}

static void
map_misaligned(const struct gpu_fixture *gpu, struct parts *parts)
{
    refused_map(gpu, parts->staging, WGPUMapMode_Read, 4, 16);
}

static void
map_destroyed(const struct gpu_fixture *gpu, struct parts *parts)
{
    wgpuBufferDestroy(parts->staging);
    assert_int_equal(map(gpu, parts->staging, WGPUMapMode_Read, 0, 16), WGPUMapAsyncStatus_Error);
}

static void
map_invalid_buffer(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    const WGPUBuffer buffer = make_buffer(gpu, WGPUBufferUsage_MapRead | WGPUBufferUsage_Storage, 16);
    assert_int_equal(map(gpu, buffer, WGPUMapMode_Read, 0, 16), WGPUMapAsyncStatus_Error);
    wgpuQueueWriteBuffer(gpu->queue, buffer, 0, "1234", 4);
    wgpuBufferUnmap(buffer);
    wgpuBufferDestroy(buffer);
    wgpuBufferRelease(buffer);
}

/* WebGPU, "mapAsync": the first goes on, the second only fails. */
static void
map_while_one_is_under_way(const struct gpu_fixture *gpu, struct parts *parts)
{
    WGPUMapAsyncStatus first = 0;
    const WGPUFuture future = start_map(parts->staging, WGPUMapMode_Read, 0, 16, &first);
    assert_int_equal(map(gpu, parts->staging, WGPUMapMode_Read, 0, 16), WGPUMapAsyncStatus_Error);
    wait_for(gpu, future, forever);
    assert_int_equal(first, WGPUMapAsyncStatus_Success);
}

static void
map_cancelled(const struct gpu_fixture *gpu, struct parts *parts)
{
    WGPUMapAsyncStatus status = 0;
    WGPUFuture future = start_map(parts->staging, WGPUMapMode_Read, 0, 16, &status);
    wgpuBufferUnmap(parts->staging);
    wait_for(gpu, future, forever);
    assert_true(status == WGPUMapAsyncStatus_Aborted || status == WGPUMapAsyncStatus_Success);
    assert_int_equal(wgpuBufferGetMapState(parts->staging), WGPUBufferMapState_Unmapped);
    assert_int_equal(map(gpu, parts->staging, WGPUMapMode_Read, 0, 16), WGPUMapAsyncStatus_Success);
    wgpuBufferUnmap(parts->staging);
    wgpuBufferUnmap(parts->staging); /* unmapped already */
    future = start_map(parts->staging, WGPUMapMode_Read, 0, 16, &status);
    wgpuBufferDestroy(parts->staging); /* or it was mapped just before */
    wait_for(gpu, future, forever);
    assert_true(status == WGPUMapAsyncStatus_Aborted || status == WGPUMapAsyncStatus_Success);
    assert_int_equal(wgpuBufferGetMapState(parts->staging), WGPUBufferMapState_Unmapped);
    assert_null(wgpuBufferGetConstMappedRange(parts->staging, 0, 16));
    wgpuBufferDestroy(parts->staging);
}

static void
ranges_that_are_not_mapped(const struct gpu_fixture *gpu, struct parts *parts)
{
    char bytes[32] = {0};
    assert_null(wgpuBufferGetConstMappedRange(parts->staging, 0, 16));
    assert_null(wgpuBufferGetMappedRange(parts->staging, 0, 16));
    assert_int_equal(wgpuBufferReadMappedRange(parts->staging, 0, bytes, 16), WGPUStatus_Error);
    assert_int_equal(map(gpu, parts->staging, WGPUMapMode_Read, 64, 64), WGPUMapAsyncStatus_Success);
    assert_null(wgpuBufferGetConstMappedRange(parts->staging, 0, 16));
    assert_null(wgpuBufferGetConstMappedRange(parts->staging, 64, 128));
    assert_null(wgpuBufferGetConstMappedRange(parts->staging, 128, 4));
    assert_null(wgpuBufferGetConstMappedRange(parts->staging, 68, 4));
    assert_null(wgpuBufferGetConstMappedRange(parts->staging, 64, 3));
    assert_null(wgpuBufferGetConstMappedRange(parts->staging, SIZE_MAX - 7, 16));
    assert_int_equal(wgpuBufferWriteMappedRange(parts->staging, 64, bytes, 4), WGPUStatus_Error);
    assert_non_null(wgpuBufferGetConstMappedRange(parts->staging, 120, 8));
    assert_int_equal(wgpuBufferReadMappedRange(parts->staging, 64, bytes, 32), WGPUStatus_Success);
}

static void
buffer_with_unknown_usage(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    const WGPUBuffer buffer = make_buffer(gpu, (WGPUBufferUsage)0x10008, 16);
    wgpuQueueWriteBuffer(gpu->queue, buffer, 0, "1234", 4);
    assert_null(wgpuBufferGetMappedRange(buffer, 0, 4));
    wgpuBufferRelease(buffer);
}

static void
buffer_without_usage(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    wgpuBufferRelease(make_buffer(gpu, WGPUBufferUsage_None, 16));
}

static void
buffer_too_large(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    wgpuBufferRelease(make_buffer(gpu, STORAGE, UINT64_C(1) << 50));
}

/* A bind group for the pipeline's layout with this entry; then it is used. */
static void
use_entry(const struct gpu_fixture *gpu, const struct parts *parts, const WGPUBindGroupEntry *entry)
{
    WGPUBindGroupDescriptor descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    descriptor.layout = wgpuComputePipelineGetBindGroupLayout(parts->pipeline, 0);
    descriptor.entryCount = entry != NULL ? 1 : 0;
    descriptor.entries = entry;
    const WGPUBindGroup group = wgpuDeviceCreateBindGroup(gpu->device, &descriptor);
    submit(gpu, record_dispatch(gpu, parts->pipeline, group, 1));
    wgpuBindGroupRelease(group);
    wgpuBindGroupLayoutRelease(descriptor.layout);
}

static void
bind_nothing(const struct gpu_fixture *gpu, struct parts *parts)
{
    use_entry(gpu, parts, NULL);
}

static void
bind_an_empty_entry(const struct gpu_fixture *gpu, struct parts *parts)
{
    const WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    use_entry(gpu, parts, &entry);
}

static void
bind_two_things(const struct gpu_fixture *gpu, struct parts *parts)
{
    WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    entry.buffer = parts->data;
    entry.sampler = wgpuDeviceCreateSampler(gpu->device, NULL);
    use_entry(gpu, parts, &entry);
    wgpuSamplerRelease(entry.sampler);
}

static void
bind_another_kind(const struct gpu_fixture *gpu, struct parts *parts)
{
    WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    entry.sampler = wgpuDeviceCreateSampler(gpu->device, NULL);
    use_entry(gpu, parts, &entry);
    wgpuSamplerRelease(entry.sampler);
}

static void
bind_no_bytes(const struct gpu_fixture *gpu, struct parts *parts)
{
    WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    entry.buffer = parts->data;
    entry.size = 0;
    use_entry(gpu, parts, &entry);
}

static void
bind_out_of_bounds(const struct gpu_fixture *gpu, struct parts *parts)
{
    WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    entry.buffer = parts->data;
    entry.offset = UINT64_MAX - 255;
    entry.size = 512;
    use_entry(gpu, parts, &entry);
}

static void
bind_without_usage(const struct gpu_fixture *gpu, struct parts *parts)
{
    WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    entry.buffer = parts->staging;
    use_entry(gpu, parts, &entry);
}

static void
bind_another_number(const struct gpu_fixture *gpu, struct parts *parts)
{
    WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    entry.binding = 5;
    entry.buffer = parts->data;
    use_entry(gpu, parts, &entry);
}

/* Layouts of one entry, changed by the case; a bind group and a pipeline layout are made of it. */
static void
use_layout(const struct gpu_fixture *gpu, const WGPUBindGroupLayoutEntry *entries, size_t count)
{
    WGPUBindGroupLayoutDescriptor descriptor = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    descriptor.entryCount = count;
    descriptor.entries = entries;
    const WGPUBindGroupLayout layout = wgpuDeviceCreateBindGroupLayout(gpu->device, &descriptor);
    WGPUBindGroupDescriptor group = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    group.layout = layout;
    wgpuBindGroupRelease(wgpuDeviceCreateBindGroup(gpu->device, &group));
    WGPUPipelineLayoutDescriptor pipeline = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
    pipeline.bindGroupLayouts = &layout;
    pipeline.bindGroupLayoutCount = 1;
    wgpuPipelineLayoutRelease(wgpuDeviceCreatePipelineLayout(gpu->device, &pipeline));
    wgpuBindGroupLayoutRelease(layout);
}

static WGPUBindGroupLayoutEntry
storage_entry(void)
{
    WGPUBindGroupLayoutEntry entry = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
    entry.visibility = WGPUShaderStage_Compute;
    entry.buffer.type = WGPUBufferBindingType_Storage;
    return entry;
}

static void
layout_of_nothing(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    const WGPUBindGroupLayoutEntry entry = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
    use_layout(gpu, &entry, 1);
}

static void
layout_of_two_kinds(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    WGPUBindGroupLayoutEntry entry = storage_entry();
    entry.sampler.type = WGPUSamplerBindingType_Filtering;
    use_layout(gpu, &entry, 1);
}

static void
layout_with_unknown_visibility(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    WGPUBindGroupLayoutEntry entry = storage_entry();
    entry.visibility = (WGPUShaderStage)0x100;
    use_layout(gpu, &entry, 1);
}

static void
layout_with_unknown_type(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    WGPUBindGroupLayoutEntry entry = storage_entry();
    entry.buffer.type = (WGPUBufferBindingType)77;
    use_layout(gpu, &entry, 1);
}

static void
layout_with_the_same_number_twice(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    const WGPUBindGroupLayoutEntry entries[] = {storage_entry(), storage_entry()};
    use_layout(gpu, entries, 2);
}

static void
layout_number_too_high(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    WGPUBindGroupLayoutEntry entry = storage_entry();
    entry.binding = 99999;
    use_layout(gpu, &entry, 1);
}

/* What is left open has defaults: no error. */
static void
layouts_with_open_values(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    WGPUBindGroupLayoutEntry entries[5] = {storage_entry(), storage_entry(), storage_entry(), storage_entry(),
                                           storage_entry()};
    for (uint32_t i = 1; i < 5; i++) {
        entries[i].binding = i;
        entries[i].buffer.type = WGPUBufferBindingType_BindingNotUsed;
    }
    entries[0].buffer.type = WGPUBufferBindingType_Undefined;
    entries[1].sampler.type = WGPUSamplerBindingType_Undefined;
    entries[2].texture.sampleType = WGPUTextureSampleType_Undefined;
    entries[3].storageTexture.access = WGPUStorageTextureAccess_Undefined;
    entries[3].storageTexture.format = WGPUTextureFormat_RGBA8Unorm;
    entries[4].storageTexture.access = WGPUStorageTextureAccess_WriteOnly;
    entries[4].storageTexture.format = WGPUTextureFormat_R32Uint;
    WGPUBindGroupLayoutDescriptor descriptor = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    descriptor.entryCount = 5;
    descriptor.entries = entries;
    wgpuBindGroupLayoutRelease(wgpuDeviceCreateBindGroupLayout(gpu->device, &descriptor));
}

static void
pipeline_layout_with_a_hole(const struct gpu_fixture *gpu, struct parts *parts)
{
    const WGPUBindGroupLayout layout = wgpuComputePipelineGetBindGroupLayout(parts->pipeline, 0);
    WGPUBindGroupLayoutDescriptor plain = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    const WGPUBindGroupLayoutEntry entry = storage_entry();
    plain.entryCount = 1;
    plain.entries = &entry;
    const WGPUBindGroupLayout own = wgpuDeviceCreateBindGroupLayout(gpu->device, &plain);
    const WGPUBindGroupLayout layouts[] = {own, NULL, own};
    WGPUPipelineLayoutDescriptor descriptor = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
    descriptor.bindGroupLayouts = layouts;
    descriptor.bindGroupLayoutCount = 3;
    wgpuPipelineLayoutRelease(wgpuDeviceCreatePipelineLayout(gpu->device, &descriptor));
    wgpuBindGroupLayoutRelease(own);
    wgpuBindGroupLayoutRelease(layout);
}

static void
bind_group_layout_too_high(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)gpu;
    wgpuBindGroupLayoutRelease(wgpuComputePipelineGetBindGroupLayout(parts->pipeline, 99));
}

static void
shader_without_code(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    const WGPUShaderModuleDescriptor descriptor = WGPU_SHADER_MODULE_DESCRIPTOR_INIT;
    wgpuShaderModuleRelease(wgpuDeviceCreateShaderModule(gpu->device, &descriptor));
}

static void
shader_not_utf8(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    wgpuComputePipelineRelease(make_pipeline(gpu, "@\xff\xfe @compute @workgroup_size(1) fn main() {}"));
}

/* Brackets without an end, and a sum of as many. */
static void
shader_too_deep(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    static const char head[] = "@compute @workgroup_size(1) fn main() { var x = 1; x = x";
    static const char *const kinds[] = {"+(", "+x"};
    for (size_t kind = 0; kind < BASE_COUNT(kinds); kind++) {
        char code[sizeof head + 2 * 20000 + sizeof "; }"];
        char *to = stpcpy(code, head);
        for (int i = 0; i < 20000; i++)
            to = stpcpy(to, kinds[kind]);
        stpcpy(to, "; }");
        wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
        wgpuShaderModuleRelease(make_shader(gpu, code));
        if (pop_scope(gpu).type != WGPUErrorType_Validation)
            fail_msg("%s", kinds[kind]);
    }
}

static void
shader_not_wgsl(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    const WGPUComputePipeline pipeline = make_pipeline(gpu, "void main() {}");
    wgpuBindGroupLayoutRelease(wgpuComputePipelineGetBindGroupLayout(pipeline, 0));
    wgpuComputePipelineRelease(pipeline);
}

static void
pipeline_without_the_entry_point(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.compute.module = make_shader(gpu, nothing);
    descriptor.compute.entryPoint = text("elsewhere");
    wgpuComputePipelineRelease(wgpuDeviceCreateComputePipeline(gpu->device, &descriptor));
    wgpuShaderModuleRelease(descriptor.compute.module);
}

static void
pipeline_with_an_unknown_constant(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    WGPUConstantEntry constant = WGPU_CONSTANT_ENTRY_INIT;
    constant.key = text("speed");
    constant.value = 1;
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.compute.module = make_shader(gpu, nothing);
    descriptor.compute.constantCount = 1;
    descriptor.compute.constants = &constant;
    wgpuComputePipelineRelease(wgpuDeviceCreateComputePipeline(gpu->device, &descriptor));
    wgpuShaderModuleRelease(descriptor.compute.module);
}

static void
workgroup_too_large(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    wgpuComputePipelineRelease(make_pipeline(gpu, "@compute @workgroup_size(1024, 1024) fn main() {}"));
}

/* A query set that is refused, and then used. */
static void
use_queries(const struct gpu_fixture *gpu, WGPUQueryType type, uint32_t count)
{
    WGPUQuerySetDescriptor descriptor = WGPU_QUERY_SET_DESCRIPTOR_INIT;
    descriptor.type = type;
    descriptor.count = count;
    const WGPUQuerySet set = wgpuDeviceCreateQuerySet(gpu->device, &descriptor);
    const WGPUBuffer buffer = make_buffer(gpu, WGPUBufferUsage_QueryResolve, 256);
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    wgpuCommandEncoderResolveQuerySet(encoder, set, 0, 1, buffer, 0);
    WGPUPassTimestampWrites writes = WGPU_PASS_TIMESTAMP_WRITES_INIT;
    writes.querySet = set;
    writes.beginningOfPassWriteIndex = 0;
    WGPUComputePassDescriptor begin = WGPU_COMPUTE_PASS_DESCRIPTOR_INIT;
    begin.timestampWrites = &writes;
    const WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, &begin);
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderRelease(pass);
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
    wgpuBufferRelease(buffer);
    wgpuQuerySetDestroy(set);
    wgpuQuerySetDestroy(set);
    wgpuQuerySetRelease(set);
}

static void
timestamps_without_the_feature(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    use_queries(gpu, WGPUQueryType_Timestamp, 4);
}

static void
too_many_queries(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    use_queries(gpu, WGPUQueryType_Occlusion, 5000);
}

static void
unknown_queries(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    use_queries(gpu, (WGPUQueryType)77, 4);
}

static void
destroyed_queries(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    WGPUQuerySetDescriptor descriptor = WGPU_QUERY_SET_DESCRIPTOR_INIT;
    descriptor.type = WGPUQueryType_Occlusion;
    descriptor.count = 4;
    const WGPUQuerySet set = wgpuDeviceCreateQuerySet(gpu->device, &descriptor);
    const WGPUBuffer buffer = make_buffer(gpu, WGPUBufferUsage_QueryResolve, 256);
    wgpuQuerySetDestroy(set);
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    wgpuCommandEncoderResolveQuerySet(encoder, set, 0, 1, buffer, 0);
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
    wgpuBufferRelease(buffer);
    wgpuQuerySetRelease(set);
}

/* Dawn clears workgroup memory; a pipeline that wgpu-native would leave it uncleared for is refused. */
static const char tiles[] = "var<workgroup> tile: array<u32, 64>;"
                            "@group(0) @binding(0) var<storage, read_write> data: array<u32>;"
                            "@compute @workgroup_size(1) fn main() { data[0] = tile[7]; }";

static void
workgroup_memory(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
    const WGPUComputePipeline pipeline = make_pipeline(gpu, tiles);
    const struct scope_result result = pop_scope(gpu);
    assert_int_equal(result.type, is_wgpu() ? WGPUErrorType_Validation : WGPUErrorType_NoError);
    if (is_wgpu())
        assert_non_null(strstr(result.message, "WASIGPU_ALLOW_UNINITIALIZED_WORKGROUP_MEMORY=1"));
    wgpuComputePipelineRelease(pipeline);
    gpu_library_allow_uninitialized_workgroup_memory(true);
    wgpuComputePipelineRelease(make_pipeline(gpu, tiles)); /* no error */
    gpu_library_allow_uninitialized_workgroup_memory(false);
}

static void
unknown_error_filter(const struct gpu_fixture *gpu, struct parts *parts)
{
    (void)parts;
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Internal);
    assert_int_equal(pop_scope(gpu).type, WGPUErrorType_NoError);
    assert_int_equal(pop_scope(gpu).type, WGPUErrorType_NoError); /* the case's own */
    assert_int_equal(pop_scope(gpu).status, WGPUPopErrorScopeStatus_Error);
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
}

static void
submit_nothing(const struct gpu_fixture *gpu, struct parts *parts)
{
    wgpuQueueSubmit(gpu->queue, 0, NULL);
    WGPUCommandBuffer many[40];
    for (size_t i = 0; i < BASE_COUNT(many); i++)
        many[i] = record_copy(gpu, parts->data, parts->staging, 16);
    wgpuQueueSubmit(gpu->queue, BASE_COUNT(many), many);
    for (size_t i = 0; i < BASE_COUNT(many); i++)
        wgpuCommandBufferRelease(many[i]);
}

/* clang-format off */
#define CASES(X) \
    X(submit_destroyed_buffer, Validation) X(submit_destroyed_buffer_of_bind_group, Validation) \
    X(record_after_destroy, Validation) X(submit_mapped_buffer, Validation) \
    X(submit_buffer_about_to_be_mapped, Validation) X(submit_twice, Validation) \
    X(submit_the_same_two, Validation) X(submit_of_another_device, Validation) \
    X(buffers_of_another_device, Validation) X(leave_another_device, NoError) \
    X(dispatch_over_the_limit, Validation) \
    X(dispatch_without_pipeline, Validation) X(dispatch_without_bind_group, Validation) \
    X(bind_group_index_too_high, Validation) X(too_many_dynamic_offsets, Validation) \
    X(indirect_without_usage, Validation) X(indirect_out_of_bounds, Validation) \
    X(unbalanced_debug_group, Validation) X(immediates_over_the_limit, Validation) \
    X(invalid_pipeline, Validation) X(pass_ended_twice, Validation) X(command_after_the_end, Validation) \
    X(finish_twice, Validation) X(finish_with_an_open_pass, Validation) \
    X(command_beside_an_open_pass, Validation) X(command_on_a_finished_encoder, Validation) \
    X(copies_that_do_not_fit, Validation) X(copy_within_a_buffer, Validation) \
    X(clear_out_of_bounds, Validation) \
    X(zero_sizes, NoError) X(empty_buffers, NoError) X(clear_nothing_wrongly, Validation) \
    X(clear_nothing_beside_a_pass, Validation) X(vertices_of_nothing, NoError) \
    X(writes_without_usage, NoError) X(other_zeros, Validation) \
    X(debug_group_left_open, Validation) X(write_out_of_bounds, Validation) X(write_misaligned, Validation) \
    X(write_destroyed, Validation) X(write_mapped, Validation) X(map_without_mode, Validation) \
    X(map_both_ways, Validation) X(map_unknown_mode, Validation) X(map_without_usage, Validation) \
    X(map_out_of_bounds, Validation) X(map_offset_behind_the_end, Validation) X(map_misaligned, Validation) \
    X(map_destroyed, Validation) X(map_invalid_buffer, Validation) X(map_while_one_is_under_way, Validation) \
    X(map_cancelled, NoError) X(ranges_that_are_not_mapped, NoError) \
    X(buffer_with_unknown_usage, Validation) \
    X(buffer_without_usage, Validation) X(buffer_too_large, Validation) X(bind_nothing, Validation) \
    X(bind_an_empty_entry, Validation) X(bind_two_things, Validation) X(bind_another_kind, Validation) \
    X(bind_no_bytes, Validation) X(bind_out_of_bounds, Validation) X(bind_without_usage, Validation) \
    X(bind_another_number, Validation) X(layout_of_nothing, Validation) X(layout_of_two_kinds, Validation) \
    X(layout_with_unknown_visibility, Validation) X(layout_with_unknown_type, Validation) \
    X(layout_with_the_same_number_twice, Validation) X(layout_number_too_high, Validation) \
    X(layouts_with_open_values, NoError) X(pipeline_layout_with_a_hole, NoError) \
    X(bind_group_layout_too_high, Validation) X(shader_without_code, Validation) \
    X(shader_not_utf8, Validation) \
    X(shader_not_wgsl, Validation) X(shader_too_deep, NoError) \
    X(pipeline_without_the_entry_point, Validation) \
    X(pipeline_with_an_unknown_constant, Validation) X(workgroup_too_large, Validation) \
    X(timestamps_without_the_feature, Validation) X(too_many_queries, Validation) \
    X(unknown_queries, Validation) \
    X(destroyed_queries, Validation) X(workgroup_memory, NoError) X(unknown_error_filter, NoError) \
    X(submit_nothing, NoError)
/* clang-format on */

#define X(name, error) \
    static void case_##name(const struct gpu_fixture *gpu) \
    { \
        struct parts parts; \
        parts_init(gpu, &parts, shared_pipeline); \
        name(gpu, &parts); \
        parts_finish(&parts); \
    }
CASES(X)
#undef X

static const struct gpu_case rows[] = {
#define X(name, error) {#name, case_##name, WGPUErrorType_##error},
    CASES(X)
#undef X
};

static void
set_up(const struct gpu_fixture *gpu)
{
    shared_pipeline = make_pipeline(gpu, shader);
}

static void
tear_down(void)
{
    wgpuComputePipelineRelease(shared_pipeline);
}

int
main(int count, char **arguments)
{
    static const struct gpu_cases cases = {rows, BASE_COUNT(rows), set_up, still_works, tear_down};
    return run_cases(&cases, count, arguments);
}
