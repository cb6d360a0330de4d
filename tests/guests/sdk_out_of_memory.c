/* A guest whose memory has run out, while it goes on: what cannot be made is NULL or invalid, what cannot be
 * done is not done, and when there is memory again, all is as before. A guest only, to be run with little
 * memory. */
#include <stdlib.h>
#include <string.h>

#include "draw.h"

#define SIZE 65536

static struct gpu gpu;

/* All memory that there is, as a list. */
struct piece {
    struct piece *next;
};

static struct piece *
take_all_memory(void)
{
    struct piece *pieces = NULL;
    for (size_t size = (size_t)1 << 24; size >= sizeof(struct piece); size /= 2) {
        struct piece *piece;
        while ((piece = malloc(size)) != NULL) {
            piece->next = pieces;
            pieces = piece;
        }
    }
    return pieces;
}

static void
give_back(struct piece *pieces)
{
    while (pieces != NULL) {
        struct piece *next = pieces->next;
        free(pieces);
        pieces = next;
    }
}

static WGPUBuffer
mapped_buffer(void)
{
    WGPUBufferDescriptor descriptor = WGPU_BUFFER_DESCRIPTOR_INIT;
    descriptor.size = SIZE;
    descriptor.usage = WGPUBufferUsage_CopySrc;
    descriptor.mappedAtCreation = true;
    return wgpuDeviceCreateBuffer(gpu.device, &descriptor);
}

static WGPUBindGroupLayout
make_layout(void)
{
    WGPUBindGroupLayoutEntry entry = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
    entry.visibility = WGPUShaderStage_Compute;
    entry.buffer.type = WGPUBufferBindingType_Storage;
    return gpu_layout(&gpu, &entry);
}

/* What has lists, of which there is a copy for the host. */
static void
test_lists(const WGPURenderPipelineDescriptor *pipeline)
{
    check(make_layout() == NULL, "none for a layout");
    check(wgpuDeviceCreateRenderPipeline(gpu.device, pipeline) == NULL, "none for a pipeline");
    const WGPUBindGroupLayout no_layout = NULL;
    WGPUPipelineLayoutDescriptor layouts = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
    layouts.bindGroupLayoutCount = 1;
    layouts.bindGroupLayouts = &no_layout;
    check(wgpuDeviceCreatePipelineLayout(gpu.device, &layouts) == NULL, "none for a pipeline's layout");
    const WGPUTextureFormat format = CANVAS_FORMAT;
    WGPUTextureDescriptor texture = WGPU_TEXTURE_DESCRIPTOR_INIT;
    texture.viewFormatCount = 1;
    texture.viewFormats = &format;
    check(wgpuDeviceCreateTexture(gpu.device, &texture) == NULL, "none for a texture");
}

#define MANY 9 /* colors and bundles: for fewer the SDK needs no memory */

struct commands {
    struct canvas canvas;
    WGPURenderBundleEncoder bundles;
    WGPURenderBundle bundle;
    WGPUCommandEncoder idle; /* without a pass yet */
    WGPUCommandEncoder open; /* with `pass` */
    WGPURenderPassEncoder pass;
};

/* Releases nothing, for an object could be made in its place then. */
static struct commands
commands_begin(void)
{
    struct commands commands = {
        .canvas = canvas_new(&gpu, CANVAS_FORMAT, 1),
        .bundles = bundle_begin(&gpu, CANVAS_FORMAT),
        .idle = wgpuDeviceCreateCommandEncoder(gpu.device, NULL),
        .open = wgpuDeviceCreateCommandEncoder(gpu.device, NULL),
    };
    commands.bundle = wgpuRenderBundleEncoderFinish(commands.bundles, NULL);
    commands.pass = pass_begin(commands.open, commands.canvas, WGPULoadOp_Clear);
    return commands;
}

/* Each with a line on the log, which are the first two. */
static void
test_commands(const struct commands *commands)
{
    WGPURenderPassColorAttachment colors[MANY];
    WGPURenderBundle bundles[MANY];
    for (size_t i = 0; i < MANY; i++) {
        colors[i] = attachment_of(commands->canvas.view);
        bundles[i] = commands->bundle;
    }
    WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    descriptor.colorAttachmentCount = MANY;
    descriptor.colorAttachments = colors;
    check(wgpuCommandEncoderBeginRenderPass(commands->idle, &descriptor) == NULL, "none for a pass");
    wgpuRenderPassEncoderExecuteBundles(commands->pass, MANY, bundles);
}

static void
finish_invalid(WGPUCommandEncoder encoder, const char *what)
{
    gpu_watch(&gpu);
    wgpuCommandBufferRelease(wgpuCommandEncoderFinish(encoder, NULL));
    gpu_expect_error(&gpu, what);
    wgpuCommandEncoderRelease(encoder);
}

static void
commands_end(struct commands *commands)
{
    pass_end(commands->pass);
    finish_invalid(commands->idle, "commands lack a pass that there was no memory for");
    finish_invalid(commands->open, "or bundles");
    wgpuRenderBundleRelease(commands->bundle);
    wgpuRenderBundleEncoderRelease(commands->bundles);
    canvas_release(commands->canvas);
}

static WGPUCreatePipelineAsyncStatus compute_status, render_status;

static void
take_compute(WGPUCreatePipelineAsyncStatus status, WGPUComputePipeline pipeline, WGPUStringView message,
             void *unused, void *none)
{
    (void)unused;
    (void)none;
    compute_status = status;
    check(pipeline == NULL && message.length != 0, "no memory for a compute pipeline's object");
}

static void
take_render(WGPUCreatePipelineAsyncStatus status, WGPURenderPipeline pipeline, WGPUStringView message,
            void *unused, void *none)
{
    (void)unused;
    (void)none;
    render_status = status;
    check(pipeline == NULL && message.length != 0, "nor for a render pipeline's");
}

/* What was asked for while there was memory. */
struct requests {
    WGPUFuture compute;
    WGPUFuture render;
};

static struct requests
requests_begin(const WGPURenderPipelineDescriptor *render)
{
    WGPUComputePipelineDescriptor compute = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    compute.compute.module = gpu_shader(&gpu, "@compute @workgroup_size(1) fn main() {}");
    const WGPUCreateComputePipelineAsyncCallbackInfo compute_info = {.mode = WGPUCallbackMode_WaitAnyOnly,
                                                                     .callback = take_compute};
    const WGPUCreateRenderPipelineAsyncCallbackInfo render_info = {.mode = WGPUCallbackMode_WaitAnyOnly,
                                                                   .callback = take_render};
    const struct requests requests = {
        .compute = wgpuDeviceCreateComputePipelineAsync(gpu.device, &compute, compute_info),
        .render = wgpuDeviceCreateRenderPipelineAsync(gpu.device, render, render_info),
    };
    wgpuShaderModuleRelease(compute.compute.module);
    return requests;
}

/* Takes what others have given back, as a request does that is over. */
static void
wait_without_memory(WGPUFuture future)
{
    struct piece *memory = take_all_memory();
    gpu_wait(&gpu, future);
    give_back(memory);
}

static void
test_requests(const struct requests *requests)
{
    wait_without_memory(requests->compute);
    wait_without_memory(requests->render);
    check_equal(compute_status, WGPUCreatePipelineAsyncStatus_InternalError, "which is an error");
    check_equal(render_status, WGPUCreatePipelineAsyncStatus_InternalError, "and that, too");
}

/* What the host says in words. */
static void
test_texts(WGPUBuffer buffer)
{
    WGPUAdapterInfo info = WGPU_ADAPTER_INFO_INIT;
    check_equal(wgpuAdapterGetInfo(gpu.adapter, &info), WGPUStatus_Error, "none for an adapter's names");
    check(info.device.length == 0 || info.device.data == NULL, "of which there are none then");
    wgpuAdapterInfoFreeMembers(info);
    check_equal(wgpuDeviceGetAdapterInfo(gpu.device, &info), WGPUStatus_Error, "nor from its device");
    for (int i = 0; i < 3; i++) {
        gpu_watch(&gpu);
        wgpuQueueWriteBuffer(gpu.queue, buffer, 0, "012345", 6);
    }
    check_equal(wgpuBufferReadMappedRange(buffer, 8 * SIZE, &info, 4), WGPUStatus_Error,
                "a range that there is not");
}

static void
test_without_memory(WGPUBuffer buffer, const WGPURenderPipelineDescriptor *pipeline,
                    const struct commands *commands, const struct requests *requests)
{
    struct piece *memory = take_all_memory();
    test_commands(commands);
    check(wgpuBufferGetMappedRange(buffer, 0, SIZE) == NULL, "no memory for a range");
    check(mapped_buffer() == NULL, "none for a buffer");
    check(wgpuDeviceCreateCommandEncoder(gpu.device, NULL) == NULL, "none for an encoder");
    test_lists(pipeline);
    check(wgpuDeviceGetQueue(gpu.device) == gpu.queue, "what there is needs none");
    WGPUSupportedFeatures features = WGPU_SUPPORTED_FEATURES_INIT;
    wgpuDeviceGetFeatures(gpu.device, &features);
    check(features.featureCount == 0, "a list without memory is empty");
    wgpuSupportedFeaturesFreeMembers(features);
    test_texts(buffer);
    test_requests(requests);
    give_back(memory);
}

int
main(void)
{
    uint8_t back[16];
    if (!gpu_open(&gpu, 0))
        return check_finish();
    WGPUBuffer buffer = mapped_buffer();
    struct pipeline_plan plan;
    plan_init(&plan, &gpu, white_shader);
    struct commands commands = commands_begin();
    const struct requests requests = requests_begin(&plan.descriptor);
    test_without_memory(buffer, &plan.descriptor, &commands, &requests);
    for (int i = 0; i < 3; i++)
        gpu_expect_error(&gpu, "the errors of writes that there was no memory for are told");
    commands_end(&commands);
    WGPUAdapterInfo info = WGPU_ADAPTER_INFO_INIT;
    check_equal(wgpuAdapterGetInfo(gpu.adapter, &info), WGPUStatus_Success, "and there are names again");
    wgpuAdapterInfoFreeMembers(info);
    uint8_t *range = wgpuBufferGetMappedRange(buffer, 0, SIZE);
    if (check(range != NULL, "with memory, there is the range"))
        memset(range, 7, SIZE);
    wgpuBufferUnmap(buffer);
    check(gpu_read(&gpu, buffer, back, sizeof back) && back[15] == 7, "and it arrives");
    wgpuRenderPipelineRelease(plan_create(&gpu, &plan));
    plan_finish(&plan);
    WGPUBindGroupLayout layout = make_layout();
    check(layout != NULL, "and there are layouts");
    wgpuBindGroupLayoutRelease(layout);
    wgpuBufferRelease(buffer);
    gpu_close(&gpu);
    return check_finish();
}
