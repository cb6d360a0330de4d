/* What single operations cost: the same source natively and as a guest. bench/run.py alternates the two.
 *
 * Prints a line per benchmark: its name, a tab, the 20th percentile of its rounds in nanoseconds an
 * operation, for other programs have a part in the slower ones. With an argument only those benchmarks whose
 * name contains it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gpu.h"
#include "measure.h"
#include "round_trip.h"

#define ROUNDS 15
#define SMALL 4096u
#define LARGE (64u << 20)
#define DISPATCHES 1000u
#define DRAWS 100u
#define IMAGE 512u        /* a texture's width and height in texels of 4 bytes */
#define LARGE_IMAGE 4096u /* of one of LARGE bytes */

struct bench {
    struct bench_gpu gpu;
    WGPUBuffer small, large, staging;
    WGPUComputePipeline pipeline;
    WGPUBindGroupLayout layout;
    WGPUBindGroup group;
    WGPURenderPipeline render_pipeline;
    WGPUTexture image, large_image;
    WGPUTextureView target; /* of `image` */
    struct round_trip *trip;
    unsigned char *bytes; /* LARGE of them */
    uint64_t sink;        /* what getters return, so that no compiler drops them */
};

#define GETS 50000 /* in less time than a scheduler leaves a program */

/* What the SDK knows. */
static double
get_size(struct bench *bench)
{
    const double start = bench_now_ns();
    for (unsigned i = 0; i < GETS; i++)
        bench->sink += wgpuBufferGetSize(bench->small);
    return (bench_now_ns() - start) / GETS;
}

/* What it asks the host for. */
static double
get_map_state(struct bench *bench)
{
    const double start = bench_now_ns();
    for (unsigned i = 0; i < GETS; i++)
        bench->sink += wgpuBufferGetMapState(bench->small);
    return (bench_now_ns() - start) / GETS;
}

static double
write_small(struct bench *bench)
{
    const unsigned calls = 256;
    const double start = bench_now_ns();
    for (unsigned i = 0; i < calls; i++)
        wgpuQueueWriteBuffer(bench->gpu.queue, bench->small, 0, bench->bytes, SMALL);
    const double spent = bench_now_ns() - start;
    wgpuQueueSubmit(bench->gpu.queue, 0, NULL);
    bench_gpu_wait(&bench->gpu);
    return spent / calls;
}

static double
write_large(struct bench *bench)
{
    const double start = bench_now_ns();
    wgpuQueueWriteBuffer(bench->gpu.queue, bench->large, 0, bench->bytes, LARGE);
    wgpuQueueSubmit(bench->gpu.queue, 0, NULL);
    bench_gpu_wait(&bench->gpu);
    return bench_now_ns() - start;
}

static double
map_copy(struct bench *bench)
{
    const double start = bench_now_ns();
    bench_gpu_map(&bench->gpu, bench->staging, LARGE);
    if (wgpuBufferReadMappedRange(bench->staging, 0, bench->bytes, LARGE) != WGPUStatus_Success) {
        fputs("micro: reading a mapped range failed\n", stderr);
        exit(1);
    }
    wgpuBufferUnmap(bench->staging);
    return bench_now_ns() - start;
}

/* A whole square image, straight from memory. */
static void
write_image(struct bench *bench, WGPUTexture image, uint32_t size)
{
    const WGPUTexelCopyTextureInfo destination = {.texture = image, .aspect = WGPUTextureAspect_All};
    const WGPUTexelCopyBufferLayout layout = {.bytesPerRow = size * 4, .rowsPerImage = size};
    const WGPUExtent3D extent = {size, size, 1};
    wgpuQueueWriteTexture(bench->gpu.queue, &destination, bench->bytes, (size_t)size * size * 4, &layout,
                          &extent);
}

static double
write_texture(struct bench *bench)
{
    const unsigned calls = 16;
    const double start = bench_now_ns();
    for (unsigned i = 0; i < calls; i++)
        write_image(bench, bench->image, IMAGE);
    const double spent = bench_now_ns() - start;
    wgpuQueueSubmit(bench->gpu.queue, 0, NULL);
    bench_gpu_wait(&bench->gpu);
    return spent / calls;
}

static double
write_large_texture(struct bench *bench)
{
    const double start = bench_now_ns();
    write_image(bench, bench->large_image, LARGE_IMAGE);
    wgpuQueueSubmit(bench->gpu.queue, 0, NULL);
    bench_gpu_wait(&bench->gpu);
    return bench_now_ns() - start;
}

/* Made and released. */
static double
bind_group(struct bench *bench)
{
    const unsigned groups = 1000;
    const double start = bench_now_ns();
    for (unsigned i = 0; i < groups; i++)
        wgpuBindGroupRelease(bench_gpu_bind_group(&bench->gpu, bench->layout, bench->small, SMALL));
    const double spent = bench_now_ns() - start;
    wgpuQueueSubmit(bench->gpu.queue, 0, NULL); /* only then Dawn takes released ones for new ones */
    bench_gpu_wait(&bench->gpu);
    return spent / groups;
}

static WGPUCommandBuffer
record(struct bench *bench, unsigned dispatches)
{
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(bench->gpu.device, NULL);
    WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    for (unsigned i = 0; i < dispatches; i++) {
        wgpuComputePassEncoderSetPipeline(pass, bench->pipeline);
        wgpuComputePassEncoderSetBindGroup(pass, 0, bench->group, 0, NULL);
        wgpuComputePassEncoderDispatchWorkgroups(pass, 1, 1, 1);
    }
    wgpuComputePassEncoderEnd(pass);
    WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
    wgpuComputePassEncoderRelease(pass);
    wgpuCommandEncoderRelease(encoder);
    return commands;
}

/* {set-pipeline, set-bind-group, dispatch} and its share of begin, end and finish. */
static double
dispatch(struct bench *bench)
{
    const double start = bench_now_ns();
    WGPUCommandBuffer commands = record(bench, DISPATCHES);
    const double spent = bench_now_ns() - start;
    wgpuCommandBufferRelease(commands);
    return spent / DISPATCHES;
}

/* The same with its share of the submit, and until all have run. */
static double
executed_dispatch(struct bench *bench)
{
    const double start = bench_now_ns();
    WGPUCommandBuffer commands = record(bench, DISPATCHES);
    wgpuQueueSubmit(bench->gpu.queue, 1, &commands);
    bench_gpu_wait(&bench->gpu);
    const double spent = bench_now_ns() - start;
    wgpuCommandBufferRelease(commands);
    return spent / DISPATCHES;
}

/* A pass of DRAWS times {set-pipeline, set-vertex-buffer, draw}, with begin, end and finish: a draw's share.
 */
static double
draw(struct bench *bench)
{
    const WGPURenderPassColorAttachment attachment = {.view = bench->target,
                                                      .depthSlice = WGPU_DEPTH_SLICE_UNDEFINED,
                                                      .loadOp = WGPULoadOp_Clear,
                                                      .storeOp = WGPUStoreOp_Store};
    const WGPURenderPassDescriptor descriptor = {.colorAttachmentCount = 1, .colorAttachments = &attachment};
    const unsigned passes = 10;
    double spent = 0;
    for (unsigned k = 0; k < passes; k++) {
        const double start = bench_now_ns();
        WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(bench->gpu.device, NULL);
        WGPURenderPassEncoder pass = wgpuCommandEncoderBeginRenderPass(encoder, &descriptor);
        for (unsigned i = 0; i < DRAWS; i++) {
            wgpuRenderPassEncoderSetPipeline(pass, bench->render_pipeline);
            wgpuRenderPassEncoderSetVertexBuffer(pass, 0, bench->small, 0, SMALL);
            wgpuRenderPassEncoderDraw(pass, 3, 1, 0, 0);
        }
        wgpuRenderPassEncoderEnd(pass);
        WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
        spent += bench_now_ns() - start;
        wgpuRenderPassEncoderRelease(pass);
        wgpuCommandEncoderRelease(encoder);
        wgpuCommandBufferRelease(commands);
    }
    return spent / (passes * DRAWS);
}

static double
submit_wait(struct bench *bench)
{
    const unsigned submits = 20;
    double spent = 0;
    for (unsigned i = 0; i < submits; i++) {
        WGPUCommandBuffer commands = record(bench, 1);
        const double start = bench_now_ns();
        wgpuQueueSubmit(bench->gpu.queue, 1, &commands);
        bench_gpu_wait(&bench->gpu);
        spent += bench_now_ns() - start;
        wgpuCommandBufferRelease(commands);
    }
    return spent / submits;
}

static double
async_round_trip(struct bench *bench)
{
    const unsigned trips = 100;
    const double start = bench_now_ns();
    for (unsigned i = 0; i < trips; i++)
        round_trip_run(bench->trip);
    return (bench_now_ns() - start) / trips;
}

static const struct {
    const char *name;
    double (*run)(struct bench *bench);
} benchmarks[] = {
    {"get a size", get_size},
    {"get a map state", get_map_state},
    {"write-buffer 4 KiB", write_small},
    {"write-buffer 64 MiB", write_large},
    {"map + copy 64 MiB", map_copy},
    {"write-texture 1 MiB", write_texture},
    {"write-texture 64 MiB", write_large_texture},
    {"create a bind group", bind_group},
    {"recorded dispatch", dispatch},
    {"executed dispatch", executed_dispatch},
    {"recorded draw", draw},
    {"submit + wait", submit_wait},
    {"async round trip", async_round_trip},
};

static double
low_of_rounds(struct bench *bench, double (*run)(struct bench *))
{
    double rounds[ROUNDS];
    run(bench); /* warm */
    for (size_t i = 0; i < ROUNDS; i++)
        rounds[i] = run(bench);
    bench_sort(rounds, ROUNDS);
    return rounds[ROUNDS / 5];
}

static bool
bench_init(struct bench *bench)
{
    memset(bench, 0, sizeof *bench);
    bench->bytes = malloc(LARGE);
    if (bench->bytes == NULL || !bench_gpu_init(&bench->gpu, bench_instance()))
        return false;
    memset(bench->bytes, 1, LARGE);
    bench->small = bench_gpu_buffer(
        &bench->gpu, SMALL, WGPUBufferUsage_CopyDst | WGPUBufferUsage_Storage | WGPUBufferUsage_Vertex);
    bench->large = bench_gpu_buffer(&bench->gpu, LARGE, WGPUBufferUsage_CopyDst | WGPUBufferUsage_Storage);
    bench->staging = bench_gpu_buffer(&bench->gpu, LARGE, WGPUBufferUsage_CopyDst | WGPUBufferUsage_MapRead);
    bench->pipeline = bench_gpu_pipeline(&bench->gpu, bench_doubling);
    bench->layout = wgpuComputePipelineGetBindGroupLayout(bench->pipeline, 0);
    bench->group = bench_gpu_bind_group(&bench->gpu, bench->layout, bench->small, SMALL);
    bench->render_pipeline = bench_gpu_render_pipeline(&bench->gpu, WGPUTextureFormat_RGBA8Unorm);
    WGPUTextureDescriptor image = {
        .usage = WGPUTextureUsage_CopyDst | WGPUTextureUsage_RenderAttachment,
        .dimension = WGPUTextureDimension_2D,
        .size = {IMAGE, IMAGE, 1},
        .format = WGPUTextureFormat_RGBA8Unorm,
        .mipLevelCount = 1,
        .sampleCount = 1,
    };
    bench->image = wgpuDeviceCreateTexture(bench->gpu.device, &image);
    image.size = (WGPUExtent3D){LARGE_IMAGE, LARGE_IMAGE, 1};
    bench->large_image = wgpuDeviceCreateTexture(bench->gpu.device, &image);
    bench->target = wgpuTextureCreateView(bench->image, NULL);
    bench->trip = round_trip_new(&bench->gpu);
    return bench->trip != NULL;
}

static void
bench_finish(struct bench *bench)
{
    round_trip_delete(bench->trip);
    wgpuTextureViewRelease(bench->target);
    wgpuTextureRelease(bench->image);
    wgpuTextureRelease(bench->large_image);
    wgpuRenderPipelineRelease(bench->render_pipeline);
    wgpuBindGroupRelease(bench->group);
    wgpuBindGroupLayoutRelease(bench->layout);
    wgpuComputePipelineRelease(bench->pipeline);
    wgpuBufferRelease(bench->staging);
    wgpuBufferRelease(bench->large);
    wgpuBufferRelease(bench->small);
    bench_gpu_finish(&bench->gpu);
    free(bench->bytes);
}

int
main(int argc, char **argv)
{
    struct bench bench;
    if (!bench_init(&bench))
        return 1;
    for (size_t i = 0; i < sizeof benchmarks / sizeof benchmarks[0]; i++) {
        if (argc > 1 && strstr(benchmarks[i].name, argv[1]) == NULL)
            continue;
        printf("%s\t%.3f\n", benchmarks[i].name, low_of_rounds(&bench, benchmarks[i].run));
        fflush(stdout);
    }
    if (bench.sink == 0 && argc == 1)
        fputs("micro: the getters returned nothing\n", stderr);
    bench_finish(&bench);
    return 0;
}
