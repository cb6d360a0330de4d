/* Textures that are destroyed before commands that use them are submitted: WebGPU, "submit". What is recorded
 * is valid until then, on either library. And buffers that are bound when they are destroyed already, of
 * which there may not be too much on wgpu-native. */
#include "gpu_objects.h"

/* The texture is destroyed when all is recorded. */
static void
submit_with(const struct gpu_fixture *gpu,
            void (*record)(const struct objects *objects, WGPUCommandEncoder e))
{
    struct objects objects;
    objects_init(&objects, gpu);
    for (int destroyed = 0; destroyed < 2; destroyed++) {
        const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
        wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
        record(&objects, encoder);
        const WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
        assert_int_equal(pop_scope(gpu).type, WGPUErrorType_NoError);
        if (destroyed)
            wgpuTextureDestroy(objects.texture);
        wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
        submit(gpu, commands);
        assert_int_equal(pop_scope(gpu).type, destroyed ? WGPUErrorType_Validation : WGPUErrorType_NoError);
        wgpuCommandEncoderRelease(encoder);
    }
    objects_finish(&objects);
}

static void
record_copy_in(const struct objects *objects, WGPUCommandEncoder e)
{
    const WGPUTexelCopyTextureInfo texels = texels_of(objects->texture);
    const WGPUTexelCopyBufferInfo rows = rows_of(objects->buffer);
    wgpuCommandEncoderCopyBufferToTexture(e, &rows, &texels, &all_texels);
}

static void
record_target(const struct objects *objects, WGPUCommandEncoder e)
{
    const WGPURenderPassColorAttachment color = color_attachment(objects->view);
    WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    descriptor.colorAttachmentCount = 1;
    descriptor.colorAttachments = &color;
    const WGPURenderPassEncoder pass = wgpuCommandEncoderBeginRenderPass(e, &descriptor);
    wgpuRenderPassEncoderEnd(pass);
    wgpuRenderPassEncoderRelease(pass);
}

/* On a target of the same device, with what `draw` draws. */
static void
record_draw(WGPUCommandEncoder e, const struct objects *objects, bool bundled)
{
    const WGPURenderPassColorAttachment color =
        color_attachment(make_target(&shared_gpu, WGPUTextureFormat_RGBA8Unorm));
    WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    descriptor.colorAttachmentCount = 1;
    descriptor.colorAttachments = &color;
    const WGPURenderPassEncoder pass = wgpuCommandEncoderBeginRenderPass(e, &descriptor);
    if (bundled) {
        wgpuRenderPassEncoderExecuteBundles(pass, 1, &objects->bundle);
    } else {
        wgpuRenderPassEncoderSetPipeline(pass, objects->pipeline);
        wgpuRenderPassEncoderSetBindGroup(pass, 0, objects->group, 0, NULL);
        wgpuRenderPassEncoderDraw(pass, 3, 1, 0, 0);
    }
    wgpuRenderPassEncoderEnd(pass);
    wgpuRenderPassEncoderRelease(pass);
    wgpuTextureViewRelease(color.view);
}

static void
record_bound(const struct objects *objects, WGPUCommandEncoder e)
{
    record_draw(e, objects, false);
}

static void
record_bundle(const struct objects *objects, WGPUCommandEncoder e)
{
    record_draw(e, objects, true);
}

static void
copy_in_destroyed(const struct gpu_fixture *gpu)
{
    submit_with(gpu, record_copy_in);
}

static void
target_destroyed(const struct gpu_fixture *gpu)
{
    submit_with(gpu, record_target);
}

static void
bound_destroyed(const struct gpu_fixture *gpu)
{
    submit_with(gpu, record_bound);
}

static void
bundle_destroyed(const struct gpu_fixture *gpu)
{
    submit_with(gpu, record_bundle);
}

/* A group of two buffers that are destroyed: what that ends in. */
static WGPUErrorType
bind_destroyed(const struct gpu_fixture *gpu, uint64_t first_size, uint64_t second_size)
{
    WGPUBindGroupLayoutEntry layouts[2] = {WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT,
                                           WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT};
    WGPUBindGroupEntry entries[2] = {WGPU_BIND_GROUP_ENTRY_INIT, WGPU_BIND_GROUP_ENTRY_INIT};
    const uint64_t sizes[2] = {first_size, second_size};
    for (uint32_t i = 0; i < 2; i++) {
        WGPUBufferDescriptor buffer = WGPU_BUFFER_DESCRIPTOR_INIT;
        buffer.usage = WGPUBufferUsage_Storage;
        buffer.size = sizes[i];
        layouts[i].binding = i;
        layouts[i].visibility = WGPUShaderStage_Compute;
        layouts[i].buffer.type = WGPUBufferBindingType_Storage;
        entries[i].binding = i;
        entries[i].buffer = wgpuDeviceCreateBuffer(gpu->device, &buffer);
        entries[i].size = 16;
        wgpuBufferDestroy(entries[i].buffer);
    }
    WGPUBindGroupLayoutDescriptor layout = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    layout.entryCount = 2;
    layout.entries = layouts;
    WGPUBindGroupDescriptor descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    descriptor.layout = wgpuDeviceCreateBindGroupLayout(gpu->device, &layout);
    descriptor.entryCount = 2;
    descriptor.entries = entries;
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_OutOfMemory);
    wgpuBindGroupRelease(wgpuDeviceCreateBindGroup(gpu->device, &descriptor));
    const WGPUErrorType type = pop_scope(gpu).type;
    wgpuBindGroupLayoutRelease(descriptor.layout);
    for (size_t i = 0; i < 2; i++)
        wgpuBufferRelease(entries[i].buffer);
    return type;
}

static void
destroyed_bound(const struct gpu_fixture *gpu)
{
    const uint64_t most = UINT64_C(64) << 20;
    assert_int_equal(bind_destroyed(gpu, most - 16, 16), WGPUErrorType_NoError);
    assert_int_equal(bind_destroyed(gpu, most, 16), gpu_library_kind() == GPU_LIBRARY_WGPU
                                                        ? WGPUErrorType_OutOfMemory
                                                        : WGPUErrorType_NoError);
}

#define CASES(X) \
    X(copy_in_destroyed) X(target_destroyed) X(bound_destroyed) X(bundle_destroyed) X(destroyed_bound)

static const struct gpu_case rows[] = {
#define X(name) {#name, name, WGPUErrorType_NoError},
    CASES(X)
#undef X
};

RENDER_CASES_MAIN(rows)
