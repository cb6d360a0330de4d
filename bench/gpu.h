/* The device that a benchmark runs on, and the waits it needs: webgpu.h, natively or in a guest. */
#ifndef BENCH_GPU_H
#define BENCH_GPU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <webgpu/webgpu.h>

struct bench_gpu {
    WGPUInstance instance;
    WGPUAdapter adapter;
    WGPUDevice device;
    WGPUQueue queue;
};

/* One that can wait. NULL, with a line on standard error, when there is none. */
WGPUInstance bench_instance(void);

/* Takes over a reference to `instance`, which NULL is allowed for. False, with a line on standard error, when
 * there is no adapter or device. */
bool bench_gpu_init(struct bench_gpu *gpu, WGPUInstance instance);
void bench_gpu_finish(struct bench_gpu *gpu);

/* Until all that was submitted is done. */
void bench_gpu_wait(const struct bench_gpu *gpu);

/* Maps the first `size` bytes of `buffer` for reading and waits for it. */
void bench_gpu_map(const struct bench_gpu *gpu, WGPUBuffer buffer, size_t size);

WGPUBuffer bench_gpu_buffer(const struct bench_gpu *gpu, uint64_t size, WGPUBufferUsage usage);

/* Of the only entry point of `code`, which is `main`. */
WGPUComputePipeline bench_gpu_pipeline(const struct bench_gpu *gpu, const char *code);

/* A shader that doubles the numbers of one storage buffer. */
extern const char bench_doubling[];

/* The first `size` bytes of `buffer` at binding 0. */
WGPUBindGroup bench_gpu_bind_group(const struct bench_gpu *gpu, WGPUBindGroupLayout layout, WGPUBuffer buffer,
                                   uint64_t size);

/* A pipeline that draws triangles of vertices of two floats (vertex buffer 0) into one target. */
WGPURenderPipeline bench_gpu_render_pipeline(const struct bench_gpu *gpu, WGPUTextureFormat format);

#endif
