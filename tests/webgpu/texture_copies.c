/* WebGPU, "Texel Copy Commands"; "GPUQueue", writeTexture: the rules. That bytes arrive is in
 * texture_formats.c. */
#include "rule.h"

#define COPIES (WGPUTextureUsage_CopySrc | WGPUTextureUsage_CopyDst)
#define UNDEFINED WGPU_COPY_STRIDE_UNDEFINED

static WGPUTexture
texture_of(WGPUTextureFormat format, WGPUTextureUsage usage, WGPUExtent3D size, uint32_t levels,
           uint32_t samples)
{
    WGPUTextureDescriptor descriptor = WGPU_TEXTURE_DESCRIPTOR_INIT;
    descriptor.size = size;
    descriptor.format = format;
    descriptor.usage = usage;
    descriptor.mipLevelCount = levels;
    descriptor.sampleCount = samples;
    descriptor.dimension = WGPUTextureDimension_2D;
    return wgpuDeviceCreateTexture(gpu.device, &descriptor);
}

/* 64 x 16 texels of 4 bytes, 4 layers, 3 mip levels. */
static WGPUTexture image;
static WGPUBuffer bytes; /* 64 KiB */

/* A copy of which a row changes a little. */
struct copy {
    WGPUTexture texture;
    uint32_t level;
    WGPUOrigin3D origin;
    WGPUTextureAspect aspect;
    WGPUBuffer buffer;
    uint64_t offset;
    uint32_t row, rows;
    WGPUExtent3D size;
};

static struct copy
copy_of(WGPUTexture texture)
{
    return (struct copy){texture, 0, {0, 0, 0}, WGPUTextureAspect_All, bytes, 0, 256, 16, {64, 16, 1}};
}

static WGPUTexelCopyTextureInfo
texture_side(const struct copy *copy)
{
    WGPUTexelCopyTextureInfo info = WGPU_TEXEL_COPY_TEXTURE_INFO_INIT;
    info.texture = copy->texture;
    info.mipLevel = copy->level;
    info.origin = copy->origin;
    info.aspect = copy->aspect;
    return info;
}

static WGPUTexelCopyBufferInfo
buffer_side(const struct copy *copy)
{
    WGPUTexelCopyBufferInfo info = WGPU_TEXEL_COPY_BUFFER_INFO_INIT;
    info.buffer = copy->buffer;
    info.layout = (WGPUTexelCopyBufferLayout){copy->offset, copy->row, copy->rows};
    return info;
}

enum way { FROM_BUFFER = 1, TO_BUFFER = 2, BOTH = 3 };

/* One rule of copyBufferToTexture, of copyTextureToBuffer, or of either. */
static void
try_copy(struct copy copy, enum way ways, bool is_valid, const char *what)
{
    const WGPUTexelCopyTextureInfo texture = texture_side(&copy);
    const WGPUTexelCopyBufferInfo buffer = buffer_side(&copy);
    bool as_expected = true;
    for (unsigned way = FROM_BUFFER; way <= TO_BUFFER; way++) {
        if (((unsigned)ways & way) == 0)
            continue;
        WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
        if (way == FROM_BUFFER)
            wgpuCommandEncoderCopyBufferToTexture(encoder, &buffer, &texture, &copy.size);
        else
            wgpuCommandEncoderCopyTextureToBuffer(encoder, &texture, &buffer, &copy.size);
        begin();
        wgpuCommandBufferRelease(finished(encoder));
        as_expected = ends(is_valid) && as_expected;
    }
    rule(as_expected, what);
}

static void
test_texture_side(void)
{
    struct copy copy = copy_of(image);
    try_copy(copy, BOTH, true, "copies: a layer");
    copy.size.depthOrArrayLayers = 4;
    try_copy(copy, BOTH, true, "copies: all layers");
    copy.size.depthOrArrayLayers = 5;
    try_copy(copy, BOTH, false, "copies: layers that there are");
    copy = copy_of(image);
    copy.level = 2;
    copy.size = (WGPUExtent3D){16, 4, 1};
    try_copy(copy, BOTH, true, "copies: a mip level");
    copy.size.width = 17;
    try_copy(copy, BOTH, false, "copies: not beyond a mip level");
    copy.level = 3;
    copy.size = (WGPUExtent3D){1, 1, 1};
    try_copy(copy, BOTH, false, "copies: a mip level that there is");
    copy = copy_of(image);
    copy.origin = (WGPUOrigin3D){1, 0, 0};
    try_copy(copy, BOTH, false, "copies: not beyond the width");
    copy.origin = (WGPUOrigin3D){0, 1, 0};
    try_copy(copy, BOTH, false, "copies: not beyond the height");
    copy.origin = (WGPUOrigin3D){0, 0, 4};
    try_copy(copy, BOTH, false, "copies: not behind the layers");
    copy.origin = (WGPUOrigin3D){UINT32_MAX, 0, 0};
    try_copy(copy, BOTH, false, "copies: an origin and a size that wrap");
    copy = copy_of(image);
    copy.origin = (WGPUOrigin3D){64, 16, 4};
    copy.size = (WGPUExtent3D){0, 0, 0};
    try_copy(copy, BOTH, true, "copies: nothing, at the end");

    WGPUTexture reads =
        texture_of(WGPUTextureFormat_RGBA8Unorm, WGPUTextureUsage_CopySrc, copy_of(image).size, 1, 1);
    WGPUTexture writes =
        texture_of(WGPUTextureFormat_RGBA8Unorm, WGPUTextureUsage_CopyDst, copy_of(image).size, 1, 1);
    try_copy(copy_of(reads), FROM_BUFFER, false, "copyBufferToTexture: usage includes COPY_DST");
    try_copy(copy_of(writes), TO_BUFFER, false, "copyTextureToBuffer: usage includes COPY_SRC");
    wgpuTextureRelease(writes);
    wgpuTextureRelease(reads);
    WGPUTexture samples = texture_of(WGPUTextureFormat_RGBA8Unorm, COPIES | WGPUTextureUsage_RenderAttachment,
                                     copy_of(image).size, 1, 4);
    try_copy(copy_of(samples), BOTH, false, "copies: of one sample");
    wgpuTextureRelease(samples);
    begin();
    WGPUTexture bad =
        texture_of(WGPUTextureFormat_RGBA8Unorm, WGPUTextureUsage_None, copy_of(image).size, 1, 1);
    ends(false);
    try_copy(copy_of(bad), BOTH, false, "copies: the texture is valid");
    wgpuTextureRelease(bad);
}

static void
test_buffer_side(void)
{
    struct copy copy = copy_of(image);
    copy.row = 260;
    try_copy(copy, BOTH, false, "copies: bytesPerRow is a multiple of 256");
    copy.row = 0;
    try_copy(copy, BOTH, false, "copies: bytesPerRow is not less than a row's bytes");
    copy.row = UNDEFINED;
    try_copy(copy, BOTH, false, "copies: bytesPerRow for more than one row");
    copy.size.height = 1;
    copy.rows = UNDEFINED;
    try_copy(copy, BOTH, true, "copies: no bytesPerRow for one row");
    copy = copy_of(image);
    copy.rows = UNDEFINED;
    try_copy(copy, BOTH, true, "copies: no rowsPerImage for one layer");
    copy.size.depthOrArrayLayers = 2;
    try_copy(copy, BOTH, false, "copies: rowsPerImage for more than one layer");
    copy.rows = 15;
    try_copy(copy, BOTH, false, "copies: rowsPerImage is not less than the rows");
    copy = copy_of(image);
    copy.offset = 2;
    try_copy(copy, BOTH, false, "copies: offset is a multiple of the texel's bytes");
    copy.offset = 64 * 1024 - 16 * 256;
    try_copy(copy, BOTH, true, "copies: to the buffer's end");
    copy.offset += 4;
    try_copy(copy, BOTH, false, "copies: not beyond the buffer");
    copy.offset = UINT64_MAX - 3;
    try_copy(copy, BOTH, false, "copies: an offset and a size that wrap");
    copy = copy_of(image);
    copy.row = 0xffffff00;
    copy.rows = 0xfffffffe;
    copy.size.depthOrArrayLayers = 4;
    try_copy(copy, BOTH, false, "copies: rows and images that are huge");

    WGPUBuffer reads = buffer_of(8192, WGPUBufferUsage_CopySrc);
    WGPUBuffer writes = buffer_of(8192, WGPUBufferUsage_CopyDst);
    copy = copy_of(image);
    copy.buffer = writes;
    try_copy(copy, FROM_BUFFER, false, "copyBufferToTexture: usage includes COPY_SRC");
    copy.buffer = reads;
    try_copy(copy, TO_BUFFER, false, "copyTextureToBuffer: usage includes COPY_DST");
    copy.buffer = invalid_buffer();
    try_copy(copy, BOTH, false, "copies: the buffer is valid");
    wgpuBufferRelease(copy.buffer);
    wgpuBufferRelease(writes);
    wgpuBufferRelease(reads);
}

static void
test_aspects(void)
{
    WGPUTexture both = texture_of(WGPUTextureFormat_Depth24PlusStencil8, COPIES, copy_of(image).size, 1, 1);
    struct copy copy = copy_of(both);
    try_copy(copy, BOTH, false, "copies: one aspect");
    copy.aspect = WGPUTextureAspect_StencilOnly;
    try_copy(copy, BOTH, true, "copies: stencil");
    copy.aspect = WGPUTextureAspect_DepthOnly;
    try_copy(copy, BOTH, false, "copies: not depth24plus");
    copy.aspect = WGPUTextureAspect_StencilOnly;
    copy.size.width = 32;
    try_copy(copy, BOTH, false, "copies: depth and stencil as a whole");
    wgpuTextureRelease(both);

    WGPUTexture depth = texture_of(WGPUTextureFormat_Depth32Float, COPIES, copy_of(image).size, 1, 1);
    try_copy(copy_of(depth), TO_BUFFER, true, "copyTextureToBuffer: depth32float");
    try_copy(copy_of(depth), FROM_BUFFER, false, "copyBufferToTexture: not depth32float");
    wgpuTextureRelease(depth);
    depth = texture_of(WGPUTextureFormat_Depth16Unorm, COPIES, copy_of(image).size, 1, 1);
    try_copy(copy_of(depth), BOTH, true, "copies: depth16unorm");
    copy = copy_of(depth);
    copy.offset = 2;
    try_copy(copy, BOTH, false, "copies, depth and stencil: offset is a multiple of 4");
    copy = copy_of(depth);
    copy.aspect = WGPUTextureAspect_StencilOnly;
    try_copy(copy, BOTH, false, "copies: an aspect that the format has");
    wgpuTextureRelease(depth);
}

static void
between(struct copy from, struct copy to, bool is_valid, const char *what)
{
    const WGPUTexelCopyTextureInfo source = texture_side(&from), target = texture_side(&to);
    WGPUCommandEncoder encoder = begin_commands();
    wgpuCommandEncoderCopyTextureToTexture(encoder, &source, &target, &from.size);
    commands_judge(encoder, is_valid, what);
}

static void
test_between_textures(void)
{
    WGPUTexture other = texture_of(WGPUTextureFormat_RGBA8UnormSrgb, COPIES, (WGPUExtent3D){64, 16, 4}, 3, 1);
    struct copy from = copy_of(image), to = copy_of(other);
    between(from, to, true, "copyTextureToTexture: formats that differ in sRGB");
    to.origin = (WGPUOrigin3D){1, 0, 0};
    between(from, to, false, "copyTextureToTexture: not beyond the destination");
    to = copy_of(other);
    to.level = 3;
    between(from, to, false, "copyTextureToTexture: a mip level that there is");
    to = copy_of(image);
    between(from, to, false, "copyTextureToTexture: not of a layer to itself");
    to.origin.z = 1;
    between(from, to, true, "copyTextureToTexture: of a layer to another");
    from.size.depthOrArrayLayers = 2;
    between(from, to, false, "copyTextureToTexture: not of layers that overlap");
    wgpuTextureRelease(other);
    from = copy_of(image);
    other = texture_of(WGPUTextureFormat_RGBA8Uint, COPIES, from.size, 1, 1);
    between(from, copy_of(other), false, "copyTextureToTexture: formats that are compatible");
    wgpuTextureRelease(other);
    other =
        texture_of(WGPUTextureFormat_RGBA8Unorm, COPIES | WGPUTextureUsage_RenderAttachment, from.size, 1, 4);
    between(from, copy_of(other), false, "copyTextureToTexture: as many samples");
    wgpuTextureRelease(other);
    other = texture_of(WGPUTextureFormat_RGBA8Unorm, WGPUTextureUsage_CopySrc, from.size, 1, 1);
    between(from, copy_of(other), false, "copyTextureToTexture: the destination's usage includes COPY_DST");
    between(copy_of(other), from, true, "copyTextureToTexture: from COPY_SRC");
    wgpuTextureRelease(other);
    other = texture_of(WGPUTextureFormat_RGBA8Unorm, WGPUTextureUsage_CopyDst, from.size, 1, 1);
    between(copy_of(other), from, false, "copyTextureToTexture: the source's usage includes COPY_SRC");
    wgpuTextureRelease(other);
    WGPUTexture a = texture_of(WGPUTextureFormat_Depth24PlusStencil8, COPIES, from.size, 1, 1);
    WGPUTexture b = texture_of(WGPUTextureFormat_Depth24PlusStencil8, COPIES, from.size, 1, 1);
    between(copy_of(a), copy_of(b), true, "copyTextureToTexture: depth and stencil");
    from = copy_of(a);
    from.aspect = WGPUTextureAspect_StencilOnly;
    between(from, copy_of(b), false, "copyTextureToTexture: all aspects");
    wgpuTextureRelease(b);
    wgpuTextureRelease(a);
}

static void
try_write(WGPUTexture texture, size_t size, WGPUTexelCopyBufferLayout layout, WGPUExtent3D extent,
          bool is_valid, const char *what)
{
    static const uint8_t data[64 * 1024];
    const struct copy copy = copy_of(texture);
    const WGPUTexelCopyTextureInfo to = texture_side(&copy);
    begin();
    wgpuQueueWriteTexture(gpu.queue, &to, data, size, &layout, &extent);
    judge(is_valid, what);
}

static void
test_write(void)
{
    const WGPUExtent3D layer = {64, 16, 1}, two = {64, 16, 2};
    try_write(image, 4096, (WGPUTexelCopyBufferLayout){0, 256, 16}, layer, true, "writeTexture: a layer");
    try_write(image, 4104, (WGPUTexelCopyBufferLayout){7, 256, 16}, layer, true, "writeTexture: any offset");
    try_write(image, 16 * 300, (WGPUTexelCopyBufferLayout){0, 300, 16}, layer, true,
              "writeTexture: any bytesPerRow");
    try_write(image, 15 * 300 + 256, (WGPUTexelCopyBufferLayout){0, 300, UNDEFINED}, layer, true,
              "writeTexture: the last row needs no more than its texels");
    try_write(image, 4095, (WGPUTexelCopyBufferLayout){0, 256, 16}, layer, false,
              "writeTexture: data for all");
    try_write(image, 4096, (WGPUTexelCopyBufferLayout){1, 256, 16}, layer, false,
              "writeTexture: data for all, behind the offset");
    try_write(image, 4096, (WGPUTexelCopyBufferLayout){UINT64_MAX, 256, 16}, layer, false,
              "writeTexture: an offset that wraps");
    try_write(image, 4096, (WGPUTexelCopyBufferLayout){0, 255, 16}, layer, false,
              "writeTexture: bytesPerRow is not less than a row's bytes");
    try_write(image, 4096, (WGPUTexelCopyBufferLayout){0, UNDEFINED, 16}, layer, false,
              "writeTexture: bytesPerRow for more than one row");
    try_write(image, 8192, (WGPUTexelCopyBufferLayout){0, 256, UNDEFINED}, two, false,
              "writeTexture: rowsPerImage for more than one layer");
    try_write(image, 0, (WGPUTexelCopyBufferLayout){0, UNDEFINED, UNDEFINED}, (WGPUExtent3D){0, 0, 0}, true,
              "writeTexture: nothing");
    WGPUTexture other = texture_of(WGPUTextureFormat_RGBA8Unorm, WGPUTextureUsage_CopySrc, layer, 1, 1);
    try_write(other, 4096, (WGPUTexelCopyBufferLayout){0, 256, 16}, layer, false,
              "writeTexture: usage includes COPY_DST");
    wgpuTextureDestroy(image);
    try_write(image, 4096, (WGPUTexelCopyBufferLayout){0, 256, 16}, layer, false,
              "writeTexture: not of a destroyed texture");
    struct copy copy = copy_of(image);
    const WGPUTexelCopyTextureInfo from = texture_side(&copy);
    const WGPUTexelCopyBufferInfo to = buffer_side(&copy);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    wgpuCommandEncoderCopyTextureToBuffer(encoder, &from, &to, &copy.size);
    submit_judge(finished(encoder), false, "submit: no texture that is destroyed");
    wgpuTextureRelease(other);
}

int
main(int argc, char **argv)
{
    if (rules_open(argc, argv, 0)) {
        image = texture_of(WGPUTextureFormat_RGBA8Unorm, COPIES, (WGPUExtent3D){64, 16, 4}, 3, 1);
        bytes = buffer_of(64 * 1024, WGPUBufferUsage_CopySrc | WGPUBufferUsage_CopyDst);
        test_texture_side();
        test_buffer_side();
        test_aspects();
        test_between_textures();
        test_write();
        wgpuBufferRelease(bytes);
        wgpuTextureRelease(image);
    }
    return rules_close();
}
