/* What nothing was written to reads as zero, whatever its memory held before: WebGPU, "Uninitialized memory".
 * Of textures, in each way that they can be used first. */
#include "gpu_dirt.h"

static WGPUTexture
make_large(const struct gpu_fixture *gpu, WGPUTextureFormat format, WGPUTextureDimension dimension,
           uint32_t depth)
{
    WGPUTextureDescriptor descriptor = texture_descriptor(format);
    descriptor.dimension = dimension;
    descriptor.size = (WGPUExtent3D){LARGE, LARGE, depth};
    return wgpuDeviceCreateTexture(gpu->device, &descriptor);
}

static WGPUTexture
make_large_volume(const struct gpu_fixture *gpu)
{
    return make_large(gpu, WGPUTextureFormat_RGBA8Unorm, WGPUTextureDimension_3D, 4);
}

/* All bytes of a layer or slice are `expected`. */
static void
expect_bytes(const struct gpu_fixture *gpu, WGPUTexture texture, uint32_t z, uint8_t expected)
{
    WGPUTexelCopyTextureInfo from = texels_of(texture);
    from.origin.z = z;
    const WGPUBuffer buffer = read_texels(gpu, &from, (WGPUExtent3D){LARGE, LARGE, 1});
    const uint8_t *bytes = wgpuBufferGetConstMappedRange(buffer, 0, LARGE * ROW);
    for (size_t i = 0; i < LARGE * ROW; i++) {
        if (bytes[i] != expected)
            fail_msg("layer %u, byte %zu: 0x%02x", z, i, bytes[i]);
    }
    wgpuBufferRelease(buffer);
}

/* A pass that draws nothing. */
static void
pass_over(const struct gpu_fixture *gpu, WGPUTextureView view, uint32_t slice, WGPULoadOp load,
          WGPUStoreOp store)
{
    WGPURenderPassColorAttachment color = color_attachment(view);
    color.depthSlice = slice;
    color.loadOp = load;
    color.storeOp = store;
    color.clearValue = (WGPUColor){1, 1, 1, 1};
    submit(gpu, finish_pass(begin_color_pass(gpu, &color)));
}

static void
read_a_slice(const struct gpu_fixture *gpu)
{
    const WGPUTexture texture = make_large_volume(gpu);
    expect_bytes(gpu, texture, 2, 0);
    wgpuTextureRelease(texture);
}

static void
read_mip_levels(const struct gpu_fixture *gpu)
{
    WGPUTextureDescriptor descriptor = texture_descriptor(WGPUTextureFormat_RGBA8Unorm);
    descriptor.dimension = WGPUTextureDimension_3D;
    descriptor.size = (WGPUExtent3D){LARGE, LARGE, 8};
    descriptor.mipLevelCount = 3;
    const WGPUTexture texture = wgpuDeviceCreateTexture(gpu->device, &descriptor);
    WGPUTexelCopyTextureInfo from = texels_of(texture);
    for (from.mipLevel = 0; from.mipLevel < 3; from.mipLevel++) {
        from.origin.z = (4u >> from.mipLevel) - 1;
        const uint32_t side = LARGE >> from.mipLevel;
        const WGPUBuffer buffer = read_texels(gpu, &from, (WGPUExtent3D){side, side, 1});
        const uint8_t *bytes = wgpuBufferGetConstMappedRange(buffer, 0, side * ROW);
        for (uint32_t y = 0; y < side; y++) {
            for (uint32_t x = 0; x < side * 4; x++)
                assert_int_equal(bytes[y * ROW + x], 0);
        }
        wgpuBufferRelease(buffer);
    }
    wgpuTextureRelease(texture);
}

static void
copy_slices(const struct gpu_fixture *gpu)
{
    const WGPUTexture texture = make_large_volume(gpu);
    const WGPUTexture layers = make_large(gpu, WGPUTextureFormat_RGBA8Unorm, WGPUTextureDimension_2D, 4);
    WGPUTexelCopyTextureInfo from = texels_of(texture);
    from.origin.z = 1;
    const WGPUTexelCopyTextureInfo to = texels_of(layers);
    const WGPUExtent3D size = {LARGE, LARGE, 2};
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    wgpuCommandEncoderCopyTextureToTexture(encoder, &from, &to, &size);
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
    for (uint32_t z = 0; z < 4; z++)
        expect_bytes(gpu, layers, z, 0);
    wgpuTextureRelease(layers);
    wgpuTextureRelease(texture);
}

/* The others are untouched. */
static void
clear_a_slice(const struct gpu_fixture *gpu)
{
    const WGPUTexture texture = make_large_volume(gpu);
    const WGPUTextureView view = wgpuTextureCreateView(texture, NULL);
    pass_over(gpu, view, 2, WGPULoadOp_Clear, WGPUStoreOp_Store);
    for (uint32_t z = 0; z < 4; z++)
        expect_bytes(gpu, texture, z, z == 2 ? 0xff : 0);
    wgpuTextureViewRelease(view);
    wgpuTextureRelease(texture);
}

/* What is discarded is zero, with Dawn stays as it is; what lies beside it is not touched. */
static void
discard_a_slice(const struct gpu_fixture *gpu)
{
    const WGPUTexture texture = make_large_volume(gpu);
    const WGPUTextureView view = wgpuTextureCreateView(texture, NULL);
    pass_over(gpu, view, 1, WGPULoadOp_Clear, WGPUStoreOp_Store);
    pass_over(gpu, view, 2, WGPULoadOp_Clear, WGPUStoreOp_Store);
    pass_over(gpu, view, 2, WGPULoadOp_Load, WGPUStoreOp_Discard);
    for (uint32_t z = 0; z < 4; z++)
        expect_bytes(gpu, texture, z, z == 1 || (z == 2 && !is_wgpu()) ? 0xff : 0);
    wgpuTextureViewRelease(view);
    wgpuTextureRelease(texture);
}

static void
write_to_a_slice(const struct gpu_fixture *gpu)
{
    static const uint8_t one[4] = {1, 2, 3, 4};
    const WGPUTexture texture = make_large_volume(gpu);
    WGPUTexelCopyTextureInfo to = texels_of(texture);
    to.origin = (WGPUOrigin3D){5, 6, 2};
    const WGPUTexelCopyBufferLayout layout = WGPU_TEXEL_COPY_BUFFER_LAYOUT_INIT;
    const WGPUExtent3D size = {1, 1, 1};
    wgpuQueueWriteTexture(gpu->queue, &to, one, sizeof one, &layout, &size);
    assert_int_equal(texel_at(gpu, texture, 5, 6, 2), 0x04030201);
    assert_int_equal(texel_at(gpu, texture, 6, 6, 2), 0);
    expect_bytes(gpu, texture, 3, 0);
    wgpuTextureRelease(texture);
}

static void
load_layers(const struct gpu_fixture *gpu)
{
    const WGPUTexture texture = make_large(gpu, WGPUTextureFormat_RGBA8Unorm, WGPUTextureDimension_2D, 2);
    WGPUTextureViewDescriptor layer = WGPU_TEXTURE_VIEW_DESCRIPTOR_INIT;
    layer.dimension = WGPUTextureViewDimension_2D;
    layer.arrayLayerCount = 1;
    const WGPUTextureView view = wgpuTextureCreateView(texture, &layer);
    pass_over(gpu, view, WGPU_DEPTH_SLICE_UNDEFINED, WGPULoadOp_Load, WGPUStoreOp_Store);
    expect_bytes(gpu, texture, 0, 0);
    pass_over(gpu, view, WGPU_DEPTH_SLICE_UNDEFINED, WGPULoadOp_Clear, WGPUStoreOp_Discard);
    expect_bytes(gpu, texture, 0, 0);
    expect_bytes(gpu, texture, 1, 0);
    wgpuTextureViewRelease(view);
    wgpuTextureRelease(texture);
}

static const char depth_reader[] =
    "@group(0) @binding(0) var image: texture_depth_2d;"
    "@group(0) @binding(1) var<storage, read_write> sum: atomic<u32>;"
    "@compute @workgroup_size(8, 8) fn main(@builtin(global_invocation_id) id: vec3u) {"
    "    if (textureLoad(image, id.xy, 0) != 0) { atomicAdd(&sum, 1u); }"
    "}";

/* How many depths of a texture are not zero. */
static uint32_t
count_depths(const struct gpu_fixture *gpu, WGPUTexture texture)
{
    const WGPUComputePipeline pipeline = make_pipeline(gpu, depth_reader);
    WGPUTextureViewDescriptor depth = WGPU_TEXTURE_VIEW_DESCRIPTOR_INIT;
    depth.aspect = WGPUTextureAspect_DepthOnly;
    WGPUBindGroupEntry entries[2] = {WGPU_BIND_GROUP_ENTRY_INIT, WGPU_BIND_GROUP_ENTRY_INIT};
    entries[0].textureView = wgpuTextureCreateView(texture, &depth);
    entries[1].binding = 1;
    entries[1].buffer = make_buffer(gpu, WGPUBufferUsage_Storage | WGPUBufferUsage_CopySrc, 4);
    WGPUBindGroupDescriptor descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    descriptor.layout = wgpuComputePipelineGetBindGroupLayout(pipeline, 0);
    descriptor.entryCount = 2;
    descriptor.entries = entries;
    const WGPUBindGroup group = wgpuDeviceCreateBindGroup(gpu->device, &descriptor);
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    const WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    wgpuComputePassEncoderSetPipeline(pass, pipeline);
    wgpuComputePassEncoderSetBindGroup(pass, 0, group, 0, NULL);
    wgpuComputePassEncoderDispatchWorkgroups(pass, LARGE / 8, LARGE / 8, 1);
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderRelease(pass);
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
    const WGPUBuffer staging = make_buffer(gpu, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst, 4);
    submit(gpu, record_copy(gpu, entries[1].buffer, staging, 4));
    assert_int_equal(map(gpu, staging, WGPUMapMode_Read, 0, 4), WGPUMapAsyncStatus_Success);
    const uint32_t count = *(const uint32_t *)wgpuBufferGetConstMappedRange(staging, 0, 4);
    wgpuBufferRelease(staging);
    wgpuBindGroupRelease(group);
    wgpuBindGroupLayoutRelease(descriptor.layout);
    wgpuBufferRelease(entries[1].buffer);
    wgpuTextureViewRelease(entries[0].textureView);
    wgpuComputePipelineRelease(pipeline);
    return count;
}

/* All of the stencil is written, by the queue or by a copy, and nothing of the depth beside it. */
static void
write_stencil(const struct gpu_fixture *gpu)
{
    static uint8_t zeros[LARGE * ROW];
    for (int i = 0; i < 2; i++) {
        const WGPUTexture texture =
            make_large(gpu, WGPUTextureFormat_Depth24PlusStencil8, WGPUTextureDimension_2D, 1);
        WGPUTexelCopyTextureInfo to = texels_of(texture);
        to.aspect = WGPUTextureAspect_StencilOnly;
        WGPUTexelCopyBufferInfo from = WGPU_TEXEL_COPY_BUFFER_INFO_INIT;
        from.layout.bytesPerRow = ROW;
        from.buffer = make_buffer(gpu, WGPUBufferUsage_CopySrc, sizeof zeros);
        const WGPUExtent3D size = {LARGE, LARGE, 1};
        const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
        if (i == 0)
            wgpuQueueWriteTexture(gpu->queue, &to, zeros, sizeof zeros, &from.layout, &size);
        else
            wgpuCommandEncoderCopyBufferToTexture(encoder, &from, &to, &size);
        submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
        wgpuCommandEncoderRelease(encoder);
        assert_int_equal(count_depths(gpu, texture), 0);
        wgpuBufferRelease(from.buffer);
        wgpuTextureRelease(texture);
    }
}

/* clang-format off */
#define CASES(X) \
    X(read_a_slice) X(copy_slices) X(read_mip_levels) X(clear_a_slice) X(discard_a_slice) X(write_to_a_slice) X(load_layers) \
    X(write_stencil)

#define X(name) \
    static void name##_after_dirt(const struct gpu_fixture *gpu) { leave_dirt(gpu); name(gpu); }
CASES(X)
#undef X
/* clang-format on */

static const struct gpu_case rows[] = {
#define X(name) {#name, name##_after_dirt, WGPUErrorType_NoError},
    CASES(X)
#undef X
};

RENDER_CASES_MAIN(rows)
