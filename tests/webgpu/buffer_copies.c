/* WebGPU, "Buffer Copy Commands": the rules. What the copies do is in tests/guests/sdk_buffers.c. */
#include "rule.h"

#define SIZE 64

static WGPUBuffer source, target;

static void
copy(WGPUBuffer from, uint64_t from_offset, WGPUBuffer to, uint64_t to_offset, uint64_t size, bool is_valid,
     const char *what)
{
    WGPUCommandEncoder encoder = begin_commands();
    wgpuCommandEncoderCopyBufferToBuffer(encoder, from, from_offset, to, to_offset, size);
    commands_judge(encoder, is_valid, what);
}

static void
clear(WGPUBuffer buffer, uint64_t offset, uint64_t size, bool is_valid, const char *what)
{
    WGPUCommandEncoder encoder = begin_commands();
    wgpuCommandEncoderClearBuffer(encoder, buffer, offset, size);
    commands_judge(encoder, is_valid, what);
}

static void
test_copy(void)
{
    copy(source, 0, target, 0, SIZE, true, "copyBufferToBuffer: all of it");
    copy(source, 60, target, 0, 4, true, "copyBufferToBuffer: the end to the start");
    copy(source, SIZE, target, SIZE, 0, true, "copyBufferToBuffer: nothing, at the ends");
    copy(source, 0, target, 0, 6, false, "copyBufferToBuffer: size is a multiple of 4");
    copy(source, 2, target, 0, 4, false, "copyBufferToBuffer: sourceOffset is a multiple of 4");
    copy(source, 0, target, 2, 4, false, "copyBufferToBuffer: destinationOffset is a multiple of 4");
    copy(source, 0, target, 0, SIZE + 4, false, "copyBufferToBuffer: not beyond the buffers");
    copy(source, 4, target, 0, SIZE, false, "copyBufferToBuffer: not beyond the source");
    copy(source, 0, target, 4, SIZE, false, "copyBufferToBuffer: not beyond the destination");
    copy(source, SIZE + 4, target, 0, 0, false, "copyBufferToBuffer: nothing, behind the source");
    copy(source, UINT64_MAX - 3, target, 0, 8, false,
         "copyBufferToBuffer: a sourceOffset and a size that wrap");
    copy(source, 0, target, UINT64_MAX - 3, 8, false,
         "copyBufferToBuffer: a destinationOffset and a size that wrap");
    copy(target, 0, target, 0, 4, false, "copyBufferToBuffer: the source's usage includes COPY_SRC");
    copy(source, 0, source, 0, 4, false, "copyBufferToBuffer: the destination's usage includes COPY_DST");
    WGPUBuffer both = buffer_of(SIZE, WGPUBufferUsage_CopySrc | WGPUBufferUsage_CopyDst);
    copy(both, 0, both, 32, 16, false, "copyBufferToBuffer: not within one buffer");
    wgpuBufferRelease(both);
    WGPUBuffer broken = invalid_buffer();
    copy(broken, 0, target, 0, 4, false, "copyBufferToBuffer: the source is valid");
    copy(source, 0, broken, 0, 4, false, "copyBufferToBuffer: the destination is valid");
    wgpuBufferRelease(broken);
}

static void
test_clear(void)
{
    clear(target, 0, WGPU_WHOLE_SIZE, true, "clearBuffer: all of it");
    clear(target, 32, WGPU_WHOLE_SIZE, true, "clearBuffer: the rest");
    clear(target, 4, 8, true, "clearBuffer: a part");
    clear(target, SIZE, 0, true, "clearBuffer: nothing, at the end");
    clear(target, 0, 6, false, "clearBuffer: size is a multiple of 4");
    clear(target, 2, 4, false, "clearBuffer: offset is a multiple of 4");
    clear(target, 0, SIZE + 4, false, "clearBuffer: not beyond the buffer");
    clear(target, SIZE + 4, WGPU_WHOLE_SIZE, false, "clearBuffer: not from behind the buffer");
    clear(target, UINT64_MAX - 3, 8, false, "clearBuffer: an offset and a size that wrap");
    clear(source, 0, 4, false, "clearBuffer: usage includes COPY_DST");
    WGPUBuffer broken = invalid_buffer();
    clear(broken, 0, 4, false, "clearBuffer: the buffer is valid");
    wgpuBufferRelease(broken);
}

/* What a submit looks at. */
static void
test_submit(void)
{
    WGPUBuffer reads = buffer_of(SIZE, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    wgpuCommandEncoderCopyBufferToBuffer(encoder, source, 0, reads, 0, SIZE);
    submit_judge(finished(encoder), true, "submit: a copy to a buffer that is not mapped");

    encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    wgpuCommandEncoderClearBuffer(encoder, reads, 0, SIZE);
    gpu_map(&gpu, reads, WGPUMapMode_Read);
    submit_judge(finished(encoder), false, "submit: no buffer that is mapped, were it only cleared");
    wgpuBufferUnmap(reads);

    encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    wgpuCommandEncoderCopyBufferToBuffer(encoder, source, 0, reads, 0, 0);
    WGPUCommandBuffer commands = finished(encoder);
    wgpuBufferDestroy(source);
    submit_judge(commands, false, "submit: no buffer that is destroyed, were nothing copied");
    copy(source, 0, target, 0, 4, true,
         "copyBufferToBuffer: of a destroyed buffer, which only a submit refuses");
    wgpuBufferRelease(reads);
}

int
main(int argc, char **argv)
{
    if (rules_open(argc, argv, 0)) {
        source = buffer_of(SIZE, WGPUBufferUsage_CopySrc);
        target = buffer_of(SIZE, WGPUBufferUsage_CopyDst);
        test_copy();
        test_clear();
        test_submit();
        wgpuBufferRelease(target);
        wgpuBufferRelease(source);
    }
    return rules_close();
}
