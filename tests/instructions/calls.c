/* Single calls, COUNT of each between two markers, by which count.py tells them apart: a guest over the null
 * GPU, whose own instructions are not counted. Objects are made with webgpu.h; what is counted are imports.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <wasigpu/imports.h>

#include "../../bench/gpu.h"
#include "../../sdk/src/object.h"

#define COUNT 256u
#define SIZE 4096u

static struct bench_gpu gpu;
static WGPUBuffer buffer;
static wasi_webgpu_device_t device;
static wasi_webgpu_queue_t queue;
static wasi_webgpu_command_encoder_t marker;
static uint32_t handles[COUNT];
static uint32_t others[COUNT];
static uint8_t bytes[SIZE];
static volatile uint64_t sink; /* what getters return, so that no compiler drops them */

static void
mark(const char *name)
{
    wasi_webgpu_command_encoder_insert_debug_marker(marker, name, strlen(name));
}

/* What is done COUNT times, and counted under this name. */
#define COUNTED(name, statement) \
    do { \
        mark(""); \
        for (uint32_t i = 0; i < COUNT; i++) { \
            statement; \
        } \
        mark(name); \
    } while (0)

static void
count_getters(void)
{
    const wasi_webgpu_buffer_t self = sdk_handle(buffer);
    const wasi_webgpu_supported_limits_t limits = wasi_webgpu_device_limits(device);
    struct wasi_webgpu_string labels[COUNT];
    COUNTED("buffer.size", sink += wasi_webgpu_buffer_size(self));
    COUNTED("buffer.label", wasi_webgpu_buffer_label(self, &labels[i]));
    for (uint32_t i = 0; i < COUNT; i++)
        free((void *)labels[i].data);
    COUNTED("supported-limits.max-bind-groups", sink += wasi_webgpu_supported_limits_max_bind_groups(limits));
    COUNTED("device.limits", handles[i] = wasi_webgpu_device_limits(device));
    COUNTED("drop of supported-limits", wasi_webgpu_supported_limits_drop(handles[i]));
    wasi_webgpu_supported_limits_drop(limits);
}

static void
count_compute(WGPUComputePipeline pipeline, WGPUBindGroup group)
{
    const wasi_webgpu_compute_pipeline_t native_pipeline = sdk_handle(pipeline);
    const wasi_webgpu_bind_group_t native_group = sdk_handle(group);
    struct wasi_webgpu_result_void_set_bind_group_error set;
    COUNTED("device.create-command-encoder",
            handles[i] = wasi_webgpu_device_create_command_encoder(device, false, false, NULL, 0));
    COUNTED("command-encoder.begin-compute-pass",
            others[i] = wasi_webgpu_command_encoder_begin_compute_pass(handles[i], false, false, 0, false, 0,
                                                                       false, 0, false, NULL, 0));
    const wasi_webgpu_compute_pass_encoder_t pass = others[0];
    wasi_webgpu_compute_pass_encoder_set_pipeline(pass, native_pipeline);
    COUNTED("compute-pass-encoder.set-pipeline",
            wasi_webgpu_compute_pass_encoder_set_pipeline(pass, native_pipeline));
    COUNTED("compute-pass-encoder.set-bind-group",
            wasi_webgpu_compute_pass_encoder_set_bind_group(pass, 0, true, native_group, false, NULL, 0,
                                                            false, 0, false, 0, &set));
    COUNTED("compute-pass-encoder.dispatch-workgroups",
            wasi_webgpu_compute_pass_encoder_dispatch_workgroups(pass, 1, true, 1, true, 1));
    COUNTED("compute-pass-encoder.end", wasi_webgpu_compute_pass_encoder_end(others[i]));
    COUNTED("drop of compute-pass-encoder", wasi_webgpu_compute_pass_encoder_drop(others[i]));
    COUNTED("command-encoder.finish",
            others[i] = wasi_webgpu_command_encoder_finish(handles[i], false, false, NULL, 0));
    COUNTED("queue.submit of one", wasi_webgpu_queue_submit(queue, &others[i], 1));
    for (uint32_t i = 0; i < COUNT; i++) {
        wasi_webgpu_command_buffer_drop(others[i]);
        wasi_webgpu_command_encoder_drop(handles[i]);
    }
}

static void
count_render(void)
{
    const WGPUTextureDescriptor image = {
        .usage = WGPUTextureUsage_RenderAttachment,
        .dimension = WGPUTextureDimension_2D,
        .size = {64, 64, 1},
        .format = WGPUTextureFormat_RGBA8Unorm,
        .mipLevelCount = 1,
        .sampleCount = 1,
    };
    WGPUTexture texture = wgpuDeviceCreateTexture(gpu.device, &image);
    WGPUTextureView view = wgpuTextureCreateView(texture, NULL);
    WGPURenderPipeline pipeline = bench_gpu_render_pipeline(&gpu, image.format);
    const WGPURenderPassColorAttachment attachment = {.view = view,
                                                      .depthSlice = WGPU_DEPTH_SLICE_UNDEFINED,
                                                      .loadOp = WGPULoadOp_Clear,
                                                      .storeOp = WGPUStoreOp_Store};
    const WGPURenderPassDescriptor descriptor = {.colorAttachmentCount = 1, .colorAttachments = &attachment};
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPURenderPassEncoder encoding = wgpuCommandEncoderBeginRenderPass(encoder, &descriptor);
    wgpuRenderPassEncoderSetPipeline(encoding, pipeline);
    wgpuRenderPassEncoderSetVertexBuffer(encoding, 0, buffer, 0, SIZE);
    const wasi_webgpu_render_pass_encoder_t pass = sdk_handle(encoding);
    const wasi_webgpu_render_pipeline_t native_pipeline = sdk_handle(pipeline);
    const wasi_webgpu_buffer_t vertices = sdk_handle(buffer);
    COUNTED("render-pass-encoder.set-pipeline",
            wasi_webgpu_render_pass_encoder_set_pipeline(pass, native_pipeline));
    COUNTED("render-pass-encoder.set-vertex-buffer",
            wasi_webgpu_render_pass_encoder_set_vertex_buffer(pass, 0, true, vertices, true, 0, true, SIZE));
    COUNTED("render-pass-encoder.draw",
            wasi_webgpu_render_pass_encoder_draw(pass, 3, true, 1, true, 0, true, 0));
    wgpuRenderPassEncoderEnd(encoding);
    wgpuRenderPassEncoderRelease(encoding);
    wgpuCommandEncoderRelease(encoder);
    wgpuRenderPipelineRelease(pipeline);
    wgpuTextureViewRelease(view);
    wgpuTextureRelease(texture);
}

static void
count_objects(WGPUBindGroupLayout layout)
{
    const wasi_webgpu_bind_group_layout_t native_layout = sdk_handle(layout);
    const struct wasi_webgpu_bind_group_entry entry = {
        .resource = {.tag = WASI_WEBGPU_BINDING_RESOURCE_BUFFER, .buffer = sdk_handle(buffer)}};
    COUNTED("device.create-buffer",
            handles[i] = wasi_webgpu_device_create_buffer(device, SIZE, WGPUBufferUsage_Storage, false, false,
                                                          true, "a name", 6));
    COUNTED("drop of buffer", wasi_webgpu_buffer_drop(handles[i]));
    COUNTED("device.create-bind-group", handles[i] = wasi_webgpu_device_create_bind_group(
                                            device, native_layout, &entry, 1, false, NULL, 0));
    COUNTED("drop of bind-group", wasi_webgpu_bind_group_drop(handles[i]));
}

static void
count_transfers(void)
{
    const wasi_webgpu_buffer_t self = sdk_handle(buffer);
    struct wasi_webgpu_result_void_write_buffer_error written;
    struct wasi_webgpu_result_void_map_async_error mapped;
    struct wasi_webgpu_result_void_unmap_error unmapped;
    static struct wasi_webgpu_result_u8_list_get_mapped_range_error ranges[COUNT];
    COUNTED(
        "queue.write-buffer-with-copy of 4 KiB",
        wasi_webgpu_queue_write_buffer_with_copy(queue, self, 0, bytes, SIZE, false, 0, false, 0, &written));
    for (uint32_t i = 0; i < COUNT; i++)
        handles[i] = wasi_webgpu_device_create_buffer(
            device, SIZE, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst, false, false, false, NULL, 0);
    COUNTED("buffer.map-async",
            wasi_webgpu_buffer_map_async(handles[i], WGPUMapMode_Read, false, 0, false, 0, &mapped));
    COUNTED("buffer.get-mapped-range-get-with-copy of 4 KiB",
            wasi_webgpu_buffer_get_mapped_range_get_with_copy(handles[i], false, 0, false, 0, &ranges[i]));
    COUNTED("buffer.unmap", wasi_webgpu_buffer_unmap(handles[i], &unmapped));
    for (uint32_t i = 0; i < COUNT; i++) {
        free((void *)ranges[i].ok.data);
        wasi_webgpu_buffer_drop(handles[i]);
    }
}

static void
count_events(void)
{
    struct wasi_webgpu_result_option_error_pop_error_scope_error popped;
    COUNTED("device.push-error-scope", wasi_webgpu_device_push_error_scope(device, 0));
    COUNTED("device.pop-error-scope", wasi_webgpu_device_pop_error_scope(device, &popped));
    COUNTED("async queue.on-submitted-work-done",
            sink += wasi_webgpu_async_queue_on_submitted_work_done(queue));
}

int
main(void)
{
    if (!bench_gpu_init(&gpu, bench_instance()))
        return 1;
    device = sdk_handle(gpu.device);
    queue = sdk_handle(gpu.queue);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    marker = sdk_handle(encoder);
    const WGPUBufferDescriptor descriptor = {
        .label = {"a buffer", WGPU_STRLEN},
        .usage = WGPUBufferUsage_Storage | WGPUBufferUsage_Vertex | WGPUBufferUsage_CopyDst,
        .size = SIZE,
    };
    buffer = wgpuDeviceCreateBuffer(gpu.device, &descriptor);
    WGPUComputePipeline pipeline = bench_gpu_pipeline(&gpu, bench_doubling);
    WGPUBindGroupLayout layout = wgpuComputePipelineGetBindGroupLayout(pipeline, 0);
    WGPUBindGroup group = bench_gpu_bind_group(&gpu, layout, buffer, SIZE);
    count_getters();
    count_compute(pipeline, group);
    count_render();
    count_objects(layout);
    count_transfers();
    count_events();
    wgpuBindGroupRelease(group);
    wgpuBindGroupLayoutRelease(layout);
    wgpuComputePipelineRelease(pipeline);
    wgpuBufferRelease(buffer);
    wgpuCommandEncoderRelease(encoder);
    bench_gpu_finish(&gpu);
    return 0;
}
