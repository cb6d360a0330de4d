/* Sums up all numbers before each of many, on the GPU, by callbacks: each step begins in the callback of the
 * one before, and main processes events until the last has come.
 *
 * The method is Hillis and Steele's: in step k, each number adds the one that is 2^k places before it. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include "make.h"

#define COUNT 4096u
#define STEPS 12 /* 2^STEPS is COUNT */
#define GROUP 64u
#define SIZE (COUNT * sizeof(uint32_t))
#define UNIFORM_STRIDE 256u /* as far apart as any device wants dynamic offsets to be */

static const char shader[] = "@group(0) @binding(0) var<storage, read> before: array<u32>;\n"
                             "@group(0) @binding(1) var<storage, read_write> after: array<u32>;\n"
                             "@group(0) @binding(2) var<uniform> distance: u32;\n"
                             "@compute @workgroup_size(64)\n"
                             "fn main(@builtin(global_invocation_id) id: vec3u) {\n"
                             "    var sum = before[id.x];\n"
                             "    if (id.x >= distance) {\n"
                             "        sum += before[id.x - distance];\n"
                             "    }\n"
                             "    after[id.x] = sum;\n"
                             "}\n";

struct app {
    WGPUInstance instance;
    WGPUAdapter adapter;
    WGPUDevice device;
    WGPUBuffer result;
    uint32_t numbers[COUNT];
    bool done; /* nothing more will come */
    bool good;
};

static void
fail(struct app *app, const char *what, WGPUStringView message)
{
    print_message(what, message);
    app->done = true;
}

static WGPUBindGroupLayout
make_layout(WGPUDevice device)
{
    const WGPUBindGroupLayoutEntry unused = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
    WGPUBindGroupLayoutEntry entries[3] = {unused, unused, unused};
    for (uint32_t i = 0; i < 3; i++) {
        entries[i].binding = i;
        entries[i].visibility = WGPUShaderStage_Compute;
    }
    entries[0].buffer.type = WGPUBufferBindingType_ReadOnlyStorage;
    entries[1].buffer.type = WGPUBufferBindingType_Storage;
    entries[2].buffer.type = WGPUBufferBindingType_Uniform;
    entries[2].buffer.hasDynamicOffset = WGPU_TRUE;
    WGPUBindGroupLayoutDescriptor descriptor = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    descriptor.entryCount = 3;
    descriptor.entries = entries;
    return wgpuDeviceCreateBindGroupLayout(device, &descriptor);
}

static WGPUComputePipeline
make_pipeline(WGPUDevice device, WGPUBindGroupLayout group_layout)
{
    WGPUShaderModule module = make_shader(device, shader);
    WGPUPipelineLayoutDescriptor layout_descriptor = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
    layout_descriptor.bindGroupLayoutCount = 1;
    layout_descriptor.bindGroupLayouts = &group_layout;
    WGPUPipelineLayout layout = wgpuDeviceCreatePipelineLayout(device, &layout_descriptor);
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.layout = layout;
    descriptor.compute.module = module;
    WGPUComputePipeline pipeline = wgpuDeviceCreateComputePipeline(device, &descriptor);
    wgpuPipelineLayoutRelease(layout);
    wgpuShaderModuleRelease(module);
    return pipeline;
}

static WGPUBindGroup
make_group(WGPUDevice device, WGPUBindGroupLayout layout, WGPUBuffer from, WGPUBuffer to,
           WGPUBuffer distances)
{
    const WGPUBindGroupEntry unused = WGPU_BIND_GROUP_ENTRY_INIT;
    WGPUBindGroupEntry entries[3] = {unused, unused, unused};
    for (uint32_t i = 0; i < 3; i++)
        entries[i].binding = i;
    entries[0].buffer = from;
    entries[1].buffer = to;
    entries[2].buffer = distances;
    entries[2].size = sizeof(uint32_t);
    WGPUBindGroupDescriptor descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    descriptor.layout = layout;
    descriptor.entryCount = 3;
    descriptor.entries = entries;
    return wgpuDeviceCreateBindGroup(device, &descriptor);
}

/* Records all steps, and the copy to where they can be read. */
static WGPUCommandBuffer
record(const struct app *app, const WGPUBuffer buffers[2], WGPUBuffer distances)
{
    WGPUBindGroupLayout layout = make_layout(app->device);
    WGPUComputePipeline pipeline = make_pipeline(app->device, layout);
    WGPUBindGroup groups[2] = {
        make_group(app->device, layout, buffers[0], buffers[1], distances),
        make_group(app->device, layout, buffers[1], buffers[0], distances),
    };
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(app->device, NULL);
    WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    wgpuComputePassEncoderSetPipeline(pass, pipeline);
    for (uint32_t step = 0; step < STEPS; step++) {
        const uint32_t offset = step * UNIFORM_STRIDE;
        wgpuComputePassEncoderSetBindGroup(pass, 0, groups[step % 2], 1, &offset);
        wgpuComputePassEncoderDispatchWorkgroups(pass, COUNT / GROUP, 1, 1);
    }
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderRelease(pass);
    wgpuCommandEncoderCopyBufferToBuffer(encoder, buffers[STEPS % 2], 0, app->result, 0, SIZE);
    WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
    wgpuCommandEncoderRelease(encoder);
    for (int i = 0; i < 2; i++)
        wgpuBindGroupRelease(groups[i]);
    wgpuComputePipelineRelease(pipeline);
    wgpuBindGroupLayoutRelease(layout);
    return commands;
}

/* The last callback: compares with what the CPU makes of the numbers. */
static void
on_mapped(WGPUMapAsyncStatus status, WGPUStringView message, void *userdata, void *unused)
{
    struct app *app = userdata;
    (void)unused;
    if (status != WGPUMapAsyncStatus_Success) {
        fail(app, "no result", message);
        return;
    }
    const uint32_t *sums = wgpuBufferGetConstMappedRange(app->result, 0, SIZE);
    uint32_t sum = 0;
    uint32_t wrong = 0;
    for (uint32_t i = 0; sums != NULL && i < COUNT; i++) {
        sum += app->numbers[i];
        wrong += sums[i] != sum;
    }
    if (sums != NULL)
        printf("the sum of %u numbers is %u\n%u sums differ from the CPU's\n", COUNT, sums[COUNT - 1], wrong);
    app->good = sums != NULL && wrong == 0;
    wgpuBufferUnmap(app->result);
    app->done = true;
}

static void
compute(struct app *app)
{
    WGPUBuffer buffers[2];
    for (int i = 0; i < 2; i++)
        buffers[i] = make_buffer(app->device, SIZE,
                                 WGPUBufferUsage_Storage | WGPUBufferUsage_CopySrc | WGPUBufferUsage_CopyDst);
    WGPUBuffer distances = make_buffer(app->device, (uint64_t)STEPS * UNIFORM_STRIDE,
                                       WGPUBufferUsage_Uniform | WGPUBufferUsage_CopyDst);
    app->result = make_buffer(app->device, SIZE, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
    WGPUQueue queue = wgpuDeviceGetQueue(app->device);
    wgpuQueueWriteBuffer(queue, buffers[0], 0, app->numbers, SIZE);
    for (uint32_t step = 0; step < STEPS; step++) {
        const uint32_t distance = 1u << step;
        wgpuQueueWriteBuffer(queue, distances, (uint64_t)step * UNIFORM_STRIDE, &distance, sizeof distance);
    }
    WGPUCommandBuffer commands = record(app, buffers, distances);
    wgpuQueueSubmit(queue, 1, &commands);
    wgpuCommandBufferRelease(commands);
    wgpuQueueRelease(queue);
    wgpuBufferRelease(distances);
    for (int i = 0; i < 2; i++)
        wgpuBufferRelease(buffers[i]);

    WGPUBufferMapCallbackInfo callback = WGPU_BUFFER_MAP_CALLBACK_INFO_INIT;
    callback.mode = WGPUCallbackMode_AllowProcessEvents;
    callback.callback = on_mapped;
    callback.userdata1 = app;
    wgpuBufferMapAsync(app->result, WGPUMapMode_Read, 0, SIZE, callback);
}

static void
on_device(WGPURequestDeviceStatus status, WGPUDevice device, WGPUStringView message, void *userdata,
          void *unused)
{
    struct app *app = userdata;
    (void)unused;
    if (status != WGPURequestDeviceStatus_Success) {
        fail(app, "no device", message);
        return;
    }
    app->device = device;
    compute(app);
}

/* May come on any thread. What went wrong shows in the result, too. */
static void
on_error(WGPUDevice const *device, WGPUErrorType type, WGPUStringView message, void *unused1, void *unused2)
{
    (void)device, (void)type, (void)unused1, (void)unused2;
    print_message("error", message);
}

static void
on_adapter(WGPURequestAdapterStatus status, WGPUAdapter adapter, WGPUStringView message, void *userdata,
           void *unused)
{
    struct app *app = userdata;
    (void)unused;
    if (status != WGPURequestAdapterStatus_Success) {
        fail(app, "no adapter", message);
        return;
    }
    app->adapter = adapter;
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    descriptor.uncapturedErrorCallbackInfo.callback = on_error;
    WGPURequestDeviceCallbackInfo callback = WGPU_REQUEST_DEVICE_CALLBACK_INFO_INIT;
    callback.mode = WGPUCallbackMode_AllowProcessEvents;
    callback.callback = on_device;
    callback.userdata1 = app;
    wgpuAdapterRequestDevice(adapter, &descriptor, callback);
}

static void
clean_up(struct app *app)
{
    if (app->result != NULL)
        wgpuBufferRelease(app->result);
    if (app->device != NULL)
        wgpuDeviceRelease(app->device);
    if (app->adapter != NULL)
        wgpuAdapterRelease(app->adapter);
    wgpuInstanceRelease(app->instance);
}

int
main(void)
{
    static struct app app;
    for (uint32_t i = 0; i < COUNT; i++)
        app.numbers[i] = (i * 2654435761u) >> 12;
    app.instance = wgpuCreateInstance(NULL);
    if (app.instance == NULL)
        return 1;
    WGPURequestAdapterCallbackInfo callback = WGPU_REQUEST_ADAPTER_CALLBACK_INFO_INIT;
    callback.mode = WGPUCallbackMode_AllowProcessEvents;
    callback.callback = on_adapter;
    callback.userdata1 = &app;
    wgpuInstanceRequestAdapter(app.instance, NULL, callback);
    const struct timespec nap = {.tv_nsec = 100000};
    while (!app.done) {
        wgpuInstanceProcessEvents(app.instance);
        nanosleep(&nap, NULL); /* or whatever else there is to do */
    }
    clean_up(&app);
    return app.good ? 0 : 1;
}
