/* A guest that asks for more than it can have: greedy.wasm WHAT COUNT [SIZE]. It keeps COUNT of
 *   groups       bind groups
 *   encoders     command encoders
 *   buffers      buffers of SIZE bytes
 *   mapped       the same, mapped at creation
 *   regardless   bind groups, without a look at errors
 *   clears       commands of one encoder
 *   markers      the same with a name of SIZE bytes each
 *   bundles      the same that execute a bundle of SIZE markers 1,000 times
 * until there is an out-of-memory error, and says how many it had asked for by then. Exits with 0 if there
 * was one, 3 if there was none, and 1 if its device does not work any more once it has let go of them.
 *
 * greedy.wasm writes COUNT SIZE writes SIZE bytes to one buffer, COUNT times without a submit; exits with 3.
 * greedy.wasm texels COUNT SIZE the same of a texture, SIZE rows of one texel each. greedy.wasm maps COUNT
 * maps a buffer and unmaps it at once, COUNT times; exits with 3. greedy.wasm fleeting-buffers COUNT SIZE
 * writes to COUNT buffers of SIZE bytes each, and lets go of each before it makes the next; fleeting-groups
 * the same of bind groups, which are not written to. Without a submit; exits with 0 if there was an
 * out-of-memory error, else 3. greedy.wasm labels COUNT SIZE gives COUNT buffers a label of SIZE bytes each;
 * exits with 3.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

#define LOOK_AFTER 64 /* objects; and after each that is large */

static struct gpu gpu;
static WGPUBuffer small;
static WGPUBindGroupLayout layout;
static WGPUCommandEncoder encoder; /* what is recorded is kept by it */
static WGPURenderPassEncoder pass;
static WGPURenderBundle bundle;
static WGPUStringView name;

static WGPUStringView
name_of(size_t size)
{
    char *text = malloc(size);
    if (text == NULL)
        exit(2);
    memset(text, 'n', size);
    return (WGPUStringView){text, size};
}

static WGPURenderBundle
make_bundle(size_t markers)
{
    static const WGPUTextureFormat format = WGPUTextureFormat_RGBA8Unorm;
    WGPURenderBundleEncoderDescriptor descriptor = WGPU_RENDER_BUNDLE_ENCODER_DESCRIPTOR_INIT;
    descriptor.colorFormatCount = 1;
    descriptor.colorFormats = &format;
    WGPURenderBundleEncoder bundles = wgpuDeviceCreateRenderBundleEncoder(gpu.device, &descriptor);
    for (size_t i = 0; i < markers; i++)
        wgpuRenderBundleEncoderInsertDebugMarker(bundles, (WGPUStringView){"here", 4});
    return wgpuRenderBundleEncoderFinish(bundles, NULL);
}

/* One that draws to a new texture. */
static WGPURenderPassEncoder
begin_render(void)
{
    WGPUTextureDescriptor descriptor = WGPU_TEXTURE_DESCRIPTOR_INIT;
    descriptor.usage = WGPUTextureUsage_RenderAttachment;
    descriptor.size = (WGPUExtent3D){4, 4, 1};
    descriptor.format = WGPUTextureFormat_RGBA8Unorm;
    WGPURenderPassColorAttachment color = WGPU_RENDER_PASS_COLOR_ATTACHMENT_INIT;
    color.view = wgpuTextureCreateView(wgpuDeviceCreateTexture(gpu.device, &descriptor), NULL);
    color.loadOp = WGPULoadOp_Clear;
    color.storeOp = WGPUStoreOp_Store;
    WGPURenderPassDescriptor render = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    render.colorAttachmentCount = 1;
    render.colorAttachments = &color;
    return wgpuCommandEncoderBeginRenderPass(encoder, &render);
}

/* False: `what` is no command. */
static bool
record(const char *what, size_t size)
{
    if (strcmp(what, "clears") == 0) {
        wgpuCommandEncoderClearBuffer(encoder, small, 0, 64);
    } else if (strcmp(what, "markers") == 0) {
        if (name.data == NULL)
            name = name_of(size);
        wgpuCommandEncoderInsertDebugMarker(encoder, name);
    } else if (strcmp(what, "bundles") == 0) {
        static WGPURenderBundle often[1000];
        if (pass == NULL) {
            bundle = make_bundle(size);
            pass = begin_render();
        }
        for (size_t i = 0; i < sizeof often / sizeof often[0]; i++)
            often[i] = bundle;
        wgpuRenderPassEncoderExecuteBundles(pass, sizeof often / sizeof often[0], often);
    } else {
        return false;
    }
    return true;
}

static void *
make(const char *what, uint64_t size)
{
    if (record(what, (size_t)size))
        return NULL;
    if (strcmp(what, "encoders") == 0)
        return wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    if (strcmp(what, "groups") == 0 || strcmp(what, "regardless") == 0) {
        WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
        entry.buffer = small;
        WGPUBindGroupDescriptor descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
        descriptor.layout = layout;
        descriptor.entryCount = 1;
        descriptor.entries = &entry;
        return wgpuDeviceCreateBindGroup(gpu.device, &descriptor);
    }
    WGPUBufferDescriptor descriptor = WGPU_BUFFER_DESCRIPTOR_INIT;
    descriptor.size = size;
    descriptor.usage = WGPUBufferUsage_CopyDst;
    descriptor.mappedAtCreation = strcmp(what, "mapped") == 0;
    return wgpuDeviceCreateBuffer(gpu.device, &descriptor);
}

static void
release(const char *what, void *object)
{
    if (object == NULL)
        return;
    if (strcmp(what, "encoders") == 0)
        wgpuCommandEncoderRelease(object);
    else if (strcmp(what, "groups") == 0 || strcmp(what, "regardless") == 0)
        wgpuBindGroupRelease(object);
    else
        wgpuBufferRelease(object);
}

static bool
is_out_of_memory(void)
{
    const bool is = gpu_pop_error(&gpu, NULL, 0) == WGPUErrorType_OutOfMemory;
    wgpuDevicePushErrorScope(gpu.device, WGPUErrorFilter_OutOfMemory);
    return is;
}

/* Whether there was an error; *count is how many were asked for by then. */
static bool
ask(const char *what, uint64_t size, void **objects, size_t *count)
{
    const size_t most = *count;
    bool over = false;
    for (*count = 0; *count < most && !over; (*count)++) {
        objects[*count] = make(what, size);
        if (strcmp(what, "regardless") != 0 && (size > 4096 || *count % LOOK_AFTER == 0))
            over = is_out_of_memory();
    }
    return over || is_out_of_memory();
}

static bool
still_works(void)
{
    const uint32_t value = 42;
    uint32_t back = 0;
    wgpuQueueWriteBuffer(gpu.queue, small, 0, &value, sizeof value);
    return gpu_read(&gpu, small, &back, sizeof back) && back == value;
}

static void
write_often(size_t count, size_t size)
{
    WGPUBuffer buffer = gpu_buffer(&gpu, size, WGPUBufferUsage_CopyDst);
    void *bytes = calloc(1, size);
    for (size_t i = 0; bytes != NULL && i < count; i++)
        wgpuQueueWriteBuffer(gpu.queue, buffer, 0, bytes, size);
    free(bytes);
    wgpuBufferRelease(buffer);
}

static void
write_texels_often(size_t count, uint32_t size)
{
    WGPUTextureDescriptor descriptor = WGPU_TEXTURE_DESCRIPTOR_INIT;
    descriptor.usage = WGPUTextureUsage_CopyDst;
    descriptor.size = (WGPUExtent3D){1, size, 1};
    descriptor.format = WGPUTextureFormat_RGBA8Unorm;
    WGPUTexelCopyTextureInfo destination = WGPU_TEXEL_COPY_TEXTURE_INFO_INIT;
    destination.texture = wgpuDeviceCreateTexture(gpu.device, &descriptor);
    const WGPUTexelCopyBufferLayout layout_of = {.bytesPerRow = 4, .rowsPerImage = size};
    void *texels = calloc(size, 4);
    for (size_t i = 0; texels != NULL && i < count; i++)
        wgpuQueueWriteTexture(gpu.queue, &destination, texels, 4 * size, &layout_of, &descriptor.size);
    free(texels);
    wgpuTextureRelease(destination.texture);
}

static void
map_often(size_t count)
{
    const WGPUBufferMapCallbackInfo nobody = {.mode = WGPUCallbackMode_AllowSpontaneous};
    WGPUBuffer buffer = gpu_buffer(&gpu, 64, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
    for (size_t i = 0; i < count; i++) {
        wgpuBufferMapAsync(buffer, WGPUMapMode_Read, 0, 64, nobody);
        wgpuBufferUnmap(buffer);
    }
    wgpuBufferRelease(buffer);
}

/* Each goes before the next one comes. */
static void
make_fleeting(const char *what, size_t count, uint64_t size)
{
    const uint32_t value = 42;
    for (size_t i = 0; i < count; i++) {
        void *object = make(what, size);
        if (strcmp(what, "buffers") == 0)
            wgpuQueueWriteBuffer(gpu.queue, object, 0, &value, sizeof value);
        release(what, object);
    }
}

/* The buffers stay, and the labels but one, which is room for what comes. */
static void
label_all(size_t count, size_t size)
{
    name = name_of(size);
    wgpuBufferSetLabel(small, name);
    for (size_t i = 1; i < count; i++)
        wgpuBufferSetLabel(gpu_buffer(&gpu, 64, WGPUBufferUsage_CopyDst), name);
    wgpuBufferSetLabel(small, (WGPUStringView){"", 0});
}

int
main(int argc, char **argv)
{
    if (argc < 3 || !gpu_open(&gpu, 0))
        return 2;
    size_t count = strtoul(argv[2], NULL, 0);
    const uint64_t size = argc > 3 ? strtoull(argv[3], NULL, 0) : 0;
    void **objects = calloc(count, sizeof *objects);
    small = gpu_buffer(&gpu, 64, WGPUBufferUsage_Storage | WGPUBufferUsage_CopyDst | WGPUBufferUsage_CopySrc);
    WGPUBindGroupLayoutEntry entry = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
    entry.visibility = WGPUShaderStage_Compute;
    entry.buffer.type = WGPUBufferBindingType_Storage;
    WGPUBindGroupLayoutDescriptor descriptor = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    descriptor.entryCount = 1;
    descriptor.entries = &entry;
    layout = wgpuDeviceCreateBindGroupLayout(gpu.device, &descriptor);

    if (strcmp(argv[1], "writes") == 0) {
        write_often(count, (size_t)size);
        return still_works() ? 3 : 1;
    }
    if (strcmp(argv[1], "texels") == 0) {
        write_texels_often(count, (uint32_t)size);
        return still_works() ? 3 : 1;
    }
    if (strcmp(argv[1], "maps") == 0) {
        map_often(count);
        return still_works() ? 3 : 1;
    }
    if (strcmp(argv[1], "labels") == 0) {
        label_all(count, (size_t)size);
        return still_works() ? 3 : 1;
    }
    static const char fleeting[] = "fleeting-";
    if (strncmp(argv[1], fleeting, sizeof fleeting - 1) == 0) {
        wgpuDevicePushErrorScope(gpu.device, WGPUErrorFilter_OutOfMemory);
        make_fleeting(argv[1] + sizeof fleeting - 1, count, size);
        const bool refused = is_out_of_memory();
        return !still_works() ? 1 : refused ? 0 : 3;
    }
    encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    wgpuDevicePushErrorScope(gpu.device, WGPUErrorFilter_OutOfMemory);
    const bool over = ask(argv[1], size, objects, &count);
    printf("%zu %s: %s\n", count, argv[1], over ? "out of memory" : "all there");
    fflush(stdout);
    for (size_t i = 0; i < count; i++)
        release(argv[1], objects[i]);
    wgpuCommandEncoderRelease(encoder);
    const bool works = still_works();
    free(objects);
    return !works ? 1 : over ? 0 : 3;
}
