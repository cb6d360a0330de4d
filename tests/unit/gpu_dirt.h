/* Memory that is full of dirt, and free: what is made next may get it. */
#ifndef TESTS_GPU_DIRT_H
#define TESTS_GPU_DIRT_H

#include "gpu_render.h"

#define LARGE 64 /* a side of the textures here, so that memory is used again */
#define DIRT 0xab
#define MANY 48

static inline void
leave_dirt(const struct gpu_fixture *gpu)
{
    static uint8_t dirt[LARGE * LARGE * 4 * 4];
    memset(dirt, DIRT, sizeof dirt);
    WGPUTexture textures[MANY];
    WGPUBuffer buffers[MANY];
    WGPUTextureDescriptor descriptor = texture_descriptor(WGPUTextureFormat_RGBA8Unorm);
    descriptor.size = (WGPUExtent3D){LARGE, LARGE, 4};
    descriptor.usage = WGPUTextureUsage_CopyDst;
    const WGPUTexelCopyBufferLayout layout = {0, LARGE * 4, LARGE};
    for (size_t i = 0; i < MANY; i++) {
        descriptor.dimension = i % 2 == 0 ? WGPUTextureDimension_2D : WGPUTextureDimension_3D;
        textures[i] = wgpuDeviceCreateTexture(gpu->device, &descriptor);
        const WGPUTexelCopyTextureInfo to = texels_of(textures[i]);
        wgpuQueueWriteTexture(gpu->queue, &to, dirt, sizeof dirt, &layout, &descriptor.size);
        buffers[i] = make_buffer(gpu, WGPUBufferUsage_CopyDst | WGPUBufferUsage_CopySrc, sizeof dirt);
        wgpuQueueWriteBuffer(gpu->queue, buffers[i], 0, dirt, sizeof dirt);
    }
    const WGPUBuffer staging = make_buffer(gpu, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst, 4);
    submit(gpu, record_copy(gpu, buffers[0], staging, 4));
    assert_int_equal(map(gpu, staging, WGPUMapMode_Read, 0, 4), WGPUMapAsyncStatus_Success);
    wgpuBufferRelease(staging);
    for (size_t i = 0; i < MANY; i++) {
        wgpuTextureDestroy(textures[i]);
        wgpuTextureRelease(textures[i]);
        wgpuBufferDestroy(buffers[i]);
        wgpuBufferRelease(buffers[i]);
    }
    wgpuInstanceProcessEvents(gpu->instance);
}

#endif
