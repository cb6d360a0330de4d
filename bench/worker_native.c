/* A worker on webgpu.h. All are of one instance, as a guest's devices are. */
#include "worker.h"

#include <stdio.h>
#include <stdlib.h>

#include "gpu.h"

#define SIZE 4u

struct worker {
    struct bench_gpu gpu;
    WGPUComputePipeline pipeline;
    WGPUBindGroup group;
    WGPUBuffer buffer, staging;
};

static WGPUInstance instance; /* the workers have the references; NULL: there has been none */

struct worker *
worker_new(void)
{
    struct worker *worker = malloc(sizeof *worker);
    if (instance == NULL)
        instance = bench_instance();
    else
        wgpuInstanceAddRef(instance);
    if (worker == NULL || !bench_gpu_init(&worker->gpu, instance)) {
        fputs("bench: no device for a worker\n", stderr);
        exit(1);
    }
    worker->pipeline = bench_gpu_pipeline(&worker->gpu, WORKER_CODE);
    worker->buffer = bench_gpu_buffer(&worker->gpu, SIZE, WGPUBufferUsage_Storage | WGPUBufferUsage_CopySrc);
    worker->staging = bench_gpu_buffer(&worker->gpu, SIZE, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
    WGPUBindGroupLayout layout = wgpuComputePipelineGetBindGroupLayout(worker->pipeline, 0);
    worker->group = bench_gpu_bind_group(&worker->gpu, layout, worker->buffer, SIZE);
    wgpuBindGroupLayoutRelease(layout);
    return worker;
}

void
worker_delete(struct worker *worker)
{
    wgpuBindGroupRelease(worker->group);
    wgpuBufferRelease(worker->staging);
    wgpuBufferRelease(worker->buffer);
    wgpuComputePipelineRelease(worker->pipeline);
    bench_gpu_finish(&worker->gpu);
    free(worker);
}

void
worker_start(struct worker *worker, unsigned units)
{
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(worker->gpu.device, NULL);
    WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    wgpuComputePassEncoderSetPipeline(pass, worker->pipeline);
    wgpuComputePassEncoderSetBindGroup(pass, 0, worker->group, 0, NULL);
    for (unsigned i = 0; i < units; i++)
        wgpuComputePassEncoderDispatchWorkgroups(pass, 1, 1, 1);
    wgpuComputePassEncoderEnd(pass);
    wgpuCommandEncoderCopyBufferToBuffer(encoder, worker->buffer, 0, worker->staging, 0, SIZE);
    WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
    wgpuQueueSubmit(worker->gpu.queue, 1, &commands);
    wgpuCommandBufferRelease(commands);
    wgpuComputePassEncoderRelease(pass);
    wgpuCommandEncoderRelease(encoder);
}

void
worker_await(struct worker *worker)
{
    bench_gpu_map(&worker->gpu, worker->staging, SIZE);
    wgpuBufferUnmap(worker->staging);
}
