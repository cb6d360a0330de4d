/* Draws a square of a chessboard's fields to a texture, reads it back, and compares each texel with what it
 * must be. Two triangles, by indices, over a background that is cleared. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "device.h"
#include "make.h"

#define SIZE 64u /* texels each way; a row of them is 256 bytes, as copies want it */
#define BEGIN 16u
#define END 48u
#define BACKGROUND 0xff000000u
#define DARK 0xff2040a0u
#define LIGHT 0xfff0e0d0u

static const char shader[] = "@vertex fn put(@location(0) place: vec2f) -> @builtin(position) vec4f {\n"
                             "    return vec4f(place, 0.0, 1.0);\n"
                             "}\n"
                             "@fragment fn paint(@builtin(position) at: vec4f) -> @location(0) vec4f {\n"
                             "    let field = vec2u(at.xy) / 8u;\n"
                             "    let dark = vec4f(160.0, 64.0, 32.0, 255.0);\n"
                             "    let light = vec4f(208.0, 224.0, 240.0, 255.0);\n"
                             "    return select(dark, light, (field.x + field.y) % 2u == 0u) / 255.0;\n"
                             "}\n";

/* From BEGIN to END, where -1 is the left or lower edge of the texture, and 1 the other. */
static const float corners[] = {-0.5f, -0.5f, 0.5f, -0.5f, -0.5f, 0.5f, 0.5f, 0.5f};
static const uint16_t indices[] = {0, 1, 2, 2, 1, 3};

/* What the texture must have there: red is the lowest byte. */
static uint32_t
expected(uint32_t x, uint32_t y)
{
    if (x < BEGIN || x >= END || y < BEGIN || y >= END)
        return BACKGROUND;
    return (x / 8 + y / 8) % 2 == 0 ? LIGHT : DARK;
}

static WGPURenderPipeline
make_pipeline(WGPUDevice device)
{
    WGPUShaderModule module = make_shader(device, shader);

    WGPUVertexAttribute attribute = WGPU_VERTEX_ATTRIBUTE_INIT;
    attribute.format = WGPUVertexFormat_Float32x2;
    WGPUVertexBufferLayout vertices = WGPU_VERTEX_BUFFER_LAYOUT_INIT;
    vertices.stepMode = WGPUVertexStepMode_Vertex;
    vertices.arrayStride = 2 * sizeof(float);
    vertices.attributeCount = 1;
    vertices.attributes = &attribute;
    WGPUColorTargetState target = WGPU_COLOR_TARGET_STATE_INIT;
    target.format = WGPUTextureFormat_RGBA8Unorm;
    WGPUFragmentState fragment = WGPU_FRAGMENT_STATE_INIT;
    fragment.module = module;
    fragment.targetCount = 1;
    fragment.targets = &target;
    WGPURenderPipelineDescriptor descriptor = WGPU_RENDER_PIPELINE_DESCRIPTOR_INIT;
    descriptor.vertex.module = module;
    descriptor.vertex.bufferCount = 1;
    descriptor.vertex.buffers = &vertices;
    descriptor.primitive.topology = WGPUPrimitiveTopology_TriangleList;
    descriptor.fragment = &fragment;
    WGPURenderPipeline pipeline = wgpuDeviceCreateRenderPipeline(device, &descriptor);
    wgpuShaderModuleRelease(module);
    return pipeline;
}

static WGPUTexture
make_texture(WGPUDevice device)
{
    WGPUTextureDescriptor descriptor = WGPU_TEXTURE_DESCRIPTOR_INIT;
    descriptor.size = (WGPUExtent3D){SIZE, SIZE, 1};
    descriptor.format = WGPUTextureFormat_RGBA8Unorm;
    descriptor.usage = WGPUTextureUsage_RenderAttachment | WGPUTextureUsage_CopySrc;
    return wgpuDeviceCreateTexture(device, &descriptor);
}

static WGPUBuffer
upload(const struct device *gpu, WGPUBufferUsage usage, const void *data, size_t size)
{
    WGPUBuffer buffer = make_buffer(gpu->device, size, usage | WGPUBufferUsage_CopyDst);
    wgpuQueueWriteBuffer(gpu->queue, buffer, 0, data, size);
    return buffer;
}

static void
draw(const struct device *gpu, WGPUCommandEncoder encoder, WGPUTexture texture)
{
    WGPUBuffer corner_buffer = upload(gpu, WGPUBufferUsage_Vertex, corners, sizeof corners);
    WGPUBuffer index_buffer = upload(gpu, WGPUBufferUsage_Index, indices, sizeof indices);
    WGPURenderPipeline pipeline = make_pipeline(gpu->device);
    WGPUTextureView view = wgpuTextureCreateView(texture, NULL);
    WGPURenderPassColorAttachment color = WGPU_RENDER_PASS_COLOR_ATTACHMENT_INIT;
    color.view = view;
    color.loadOp = WGPULoadOp_Clear;
    color.storeOp = WGPUStoreOp_Store;
    color.clearValue = (WGPUColor){0, 0, 0, 1};
    WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    descriptor.colorAttachmentCount = 1;
    descriptor.colorAttachments = &color;
    WGPURenderPassEncoder pass = wgpuCommandEncoderBeginRenderPass(encoder, &descriptor);
    wgpuRenderPassEncoderSetPipeline(pass, pipeline);
    wgpuRenderPassEncoderSetVertexBuffer(pass, 0, corner_buffer, 0, WGPU_WHOLE_SIZE);
    wgpuRenderPassEncoderSetIndexBuffer(pass, index_buffer, WGPUIndexFormat_Uint16, 0, WGPU_WHOLE_SIZE);
    wgpuRenderPassEncoderDrawIndexed(pass, sizeof indices / sizeof indices[0], 1, 0, 0, 0);
    wgpuRenderPassEncoderEnd(pass);
    wgpuRenderPassEncoderRelease(pass);
    wgpuTextureViewRelease(view);
    wgpuRenderPipelineRelease(pipeline);
    wgpuBufferRelease(index_buffer);
    wgpuBufferRelease(corner_buffer);
}

static void
copy(WGPUCommandEncoder encoder, WGPUTexture texture, WGPUBuffer staging)
{
    WGPUTexelCopyTextureInfo from = WGPU_TEXEL_COPY_TEXTURE_INFO_INIT;
    from.texture = texture;
    WGPUTexelCopyBufferInfo to = WGPU_TEXEL_COPY_BUFFER_INFO_INIT;
    to.buffer = staging;
    to.layout.bytesPerRow = SIZE * sizeof(uint32_t);
    const WGPUExtent3D extent = {SIZE, SIZE, 1};
    wgpuCommandEncoderCopyTextureToBuffer(encoder, &from, &to, &extent);
}

/* Prints a letter a field. How many texels are not as they must be. */
static uint32_t
show(const uint32_t *texels)
{
    uint32_t wrong = 0;
    for (uint32_t y = 0; y < SIZE; y++) {
        for (uint32_t x = 0; x < SIZE; x++) {
            const uint32_t texel = texels[y * SIZE + x];
            wrong += texel != expected(x, y);
            if (x % 8 == 4 && y % 8 == 4)
                putchar(texel == LIGHT ? 'o' : texel == DARK ? '#' : '.');
        }
        if (y % 8 == 4)
            putchar('\n');
    }
    return wrong;
}

static void
on_mapped(WGPUMapAsyncStatus status, WGPUStringView message, void *userdata, void *unused)
{
    (void)unused;
    *(bool *)userdata = status == WGPUMapAsyncStatus_Success;
    if (status != WGPUMapAsyncStatus_Success)
        print_message("the map failed", message);
}

/* NULL: it cannot be read. */
static const uint32_t *
map(const struct device *gpu, WGPUBuffer staging)
{
    bool mapped = false;
    WGPUBufferMapCallbackInfo callback = WGPU_BUFFER_MAP_CALLBACK_INFO_INIT;
    callback.mode = WGPUCallbackMode_WaitAnyOnly;
    callback.callback = on_mapped;
    callback.userdata1 = &mapped;
    device_wait(gpu, wgpuBufferMapAsync(staging, WGPUMapMode_Read, 0, WGPU_WHOLE_MAP_SIZE, callback));
    return mapped ? wgpuBufferGetConstMappedRange(staging, 0, WGPU_WHOLE_MAP_SIZE) : NULL;
}

int
main(void)
{
    struct device gpu;
    if (!device_open(&gpu)) {
        device_close(&gpu);
        return 1;
    }
    WGPUTexture texture = make_texture(gpu.device);
    WGPUBuffer staging = make_buffer(gpu.device, SIZE * SIZE * sizeof(uint32_t),
                                     WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    draw(&gpu, encoder, texture);
    copy(encoder, texture, staging);
    WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
    wgpuQueueSubmit(gpu.queue, 1, &commands);
    wgpuCommandBufferRelease(commands);
    wgpuCommandEncoderRelease(encoder);

    uint32_t wrong = SIZE * SIZE;
    const uint32_t *texels = map(&gpu, staging);
    if (texels != NULL)
        wrong = show(texels);
    printf("%u of %u texels are wrong\n", wrong, SIZE * SIZE);
    wgpuBufferUnmap(staging);
    wgpuBufferRelease(staging);
    wgpuTextureRelease(texture);
    device_close(&gpu);
    return wrong == 0 ? 0 : 1;
}
