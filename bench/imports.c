/* What a call through webgpu.h costs more than the import that it makes, which is called straight beside it,
 * with the same objects. A guest only.
 *
 * Prints a line per call: its name, then the nanoseconds of the import's and of webgpu.h's best rounds. What
 * disturbs a round only makes it longer. With an argument only those calls whose name contains it. */
#include <stdio.h>
#include <string.h>

#include <wasigpu/imports.h>

#include "../sdk/src/object.h"
#include "gpu.h"
#include "measure.h"

#define ROUNDS 300
#define CALLS 1000u
#define SIZE 4096u

struct bench {
    struct bench_gpu gpu;
    WGPUBuffer buffer;
    WGPUComputePipeline pipeline;
    WGPUBindGroup group;
    WGPUComputePassEncoder pass; /* of a round: it has a pipeline and a bind group */
    uint64_t sink;               /* what getters return, so that no compiler drops them */
};

static void
get_map_state(struct bench *bench)
{
    for (unsigned i = 0; i < CALLS; i++)
        bench->sink += wgpuBufferGetMapState(bench->buffer);
}

static void
import_get_map_state(struct bench *bench)
{
    const wasi_webgpu_buffer_t buffer = sdk_handle(bench->buffer);
    for (unsigned i = 0; i < CALLS; i++)
        bench->sink += wasi_webgpu_buffer_map_state(buffer);
}

static void
set_pipeline(struct bench *bench)
{
    for (unsigned i = 0; i < CALLS; i++)
        wgpuComputePassEncoderSetPipeline(bench->pass, bench->pipeline);
}

static void
import_set_pipeline(struct bench *bench)
{
    const wasi_webgpu_compute_pass_encoder_t pass = sdk_handle(bench->pass);
    const wasi_webgpu_compute_pipeline_t pipeline = sdk_handle(bench->pipeline);
    for (unsigned i = 0; i < CALLS; i++)
        wasi_webgpu_compute_pass_encoder_set_pipeline(pass, pipeline);
}

static void
set_bind_group(struct bench *bench)
{
    for (unsigned i = 0; i < CALLS; i++)
        wgpuComputePassEncoderSetBindGroup(bench->pass, 0, bench->group, 0, NULL);
}

static void
import_set_bind_group(struct bench *bench)
{
    const wasi_webgpu_compute_pass_encoder_t pass = sdk_handle(bench->pass);
    const wasi_webgpu_bind_group_t group = sdk_handle(bench->group);
    for (unsigned i = 0; i < CALLS; i++) {
        struct wasi_webgpu_result_void_set_bind_group_error result;
        wasi_webgpu_compute_pass_encoder_set_bind_group(pass, 0, true, group, false, NULL, 0, false, 0, false,
                                                        0, &result);
        bench->sink += result.is_error;
    }
}

static void
dispatch(struct bench *bench)
{
    for (unsigned i = 0; i < CALLS; i++)
        wgpuComputePassEncoderDispatchWorkgroups(bench->pass, 1, 1, 1);
}

static void
import_dispatch(struct bench *bench)
{
    const wasi_webgpu_compute_pass_encoder_t pass = sdk_handle(bench->pass);
    for (unsigned i = 0; i < CALLS; i++)
        wasi_webgpu_compute_pass_encoder_dispatch_workgroups(pass, 1, true, 1, true, 1);
}

static void
record(struct bench *bench)
{
    for (unsigned i = 0; i < CALLS; i++) {
        wgpuComputePassEncoderSetPipeline(bench->pass, bench->pipeline);
        wgpuComputePassEncoderSetBindGroup(bench->pass, 0, bench->group, 0, NULL);
        wgpuComputePassEncoderDispatchWorkgroups(bench->pass, 1, 1, 1);
    }
}

static void
import_record(struct bench *bench)
{
    const wasi_webgpu_compute_pass_encoder_t pass = sdk_handle(bench->pass);
    const wasi_webgpu_compute_pipeline_t pipeline = sdk_handle(bench->pipeline);
    const wasi_webgpu_bind_group_t group = sdk_handle(bench->group);
    for (unsigned i = 0; i < CALLS; i++) {
        static struct wasi_webgpu_result_void_set_bind_group_error result;
        wasi_webgpu_compute_pass_encoder_set_pipeline(pass, pipeline);
        wasi_webgpu_compute_pass_encoder_set_bind_group(pass, 0, true, group, false, NULL, 0, false, 0, false,
                                                        0, &result);
        wasi_webgpu_compute_pass_encoder_dispatch_workgroups(pass, 1, true, 1, true, 1);
        bench->sink += result.is_error;
    }
}

static const struct {
    const char *name;
    void (*import)(struct bench *bench); /* CALLS times */
    void (*header)(struct bench *bench);
} calls[] = {
    {"get a map state", import_get_map_state, get_map_state},
    {"set-pipeline", import_set_pipeline, set_pipeline},
    {"set-bind-group", import_set_bind_group, set_bind_group},
    {"dispatch", import_dispatch, dispatch},
    {"all three of these", import_record, record},
};

/* Nanoseconds a call. */
static double
round_of(struct bench *bench, void (*run)(struct bench *))
{
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(bench->gpu.device, NULL);
    bench->pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    wgpuComputePassEncoderSetPipeline(bench->pass, bench->pipeline);
    wgpuComputePassEncoderSetBindGroup(bench->pass, 0, bench->group, 0, NULL);
    const double start = bench_now_ns();
    run(bench);
    const double spent = bench_now_ns() - start;
    wgpuComputePassEncoderEnd(bench->pass);
    wgpuCommandBufferRelease(wgpuCommandEncoderFinish(encoder, NULL));
    wgpuComputePassEncoderRelease(bench->pass);
    wgpuCommandEncoderRelease(encoder);
    return spent / CALLS;
}

static void
compare(struct bench *bench, size_t call)
{
    double import_ns = 1e9, header_ns = 1e9;
    for (unsigned i = 0; i < ROUNDS; i++) {
        const double import_round = round_of(bench, calls[call].import);
        const double header_round = round_of(bench, calls[call].header);
        import_ns = import_round < import_ns ? import_round : import_ns;
        header_ns = header_round < header_ns ? header_round : header_ns;
    }
    printf("%s\t%.3f\t%.3f\n", calls[call].name, import_ns, header_ns);
    fflush(stdout);
}

int
main(int argc, char **argv)
{
    struct bench bench = {0};
    if (!bench_gpu_init(&bench.gpu, bench_instance()))
        return 1;
    bench.buffer = bench_gpu_buffer(&bench.gpu, SIZE, WGPUBufferUsage_Storage);
    bench.pipeline = bench_gpu_pipeline(&bench.gpu, bench_doubling);
    WGPUBindGroupLayout layout = wgpuComputePipelineGetBindGroupLayout(bench.pipeline, 0);
    bench.group = bench_gpu_bind_group(&bench.gpu, layout, bench.buffer, SIZE);
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        if (argc <= 1 || strstr(calls[i].name, argv[1]) != NULL)
            compare(&bench, i);
    }
    wgpuBindGroupRelease(bench.group);
    wgpuBindGroupLayoutRelease(layout);
    wgpuComputePipelineRelease(bench.pipeline);
    wgpuBufferRelease(bench.buffer);
    bench_gpu_finish(&bench.gpu);
    return 0;
}
