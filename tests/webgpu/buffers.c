/* WebGPU, "Buffer Creation", "Buffer Destruction", "Buffer Mapping"; "GPUQueue", writeBuffer: the rules. What
 * mapped bytes are is in tests/guests/sdk_buffers.c. */
#include "rule.h"

#define SIZE 64
#define READS (WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst)
#define WRITES (WGPUBufferUsage_MapWrite | WGPUBufferUsage_CopySrc)

static void
create(uint64_t size, WGPUBufferUsage usage, bool is_valid, const char *what)
{
    begin();
    WGPUBuffer buffer = buffer_of(size, usage);
    judge(is_valid, what);
    wgpuBufferRelease(buffer);
}

static void
test_creation(void)
{
    static const struct {
        const char *what;
        WGPUBufferUsage usage;
        bool is_valid;
    } usages[] = {
        {"createBuffer: MAP_READ alone", WGPUBufferUsage_MapRead, true},
        {"createBuffer: MAP_WRITE alone", WGPUBufferUsage_MapWrite, true},
        {"createBuffer: COPY_SRC", WGPUBufferUsage_CopySrc, true},
        {"createBuffer: COPY_DST", WGPUBufferUsage_CopyDst, true},
        {"createBuffer: INDEX", WGPUBufferUsage_Index, true},
        {"createBuffer: VERTEX", WGPUBufferUsage_Vertex, true},
        {"createBuffer: UNIFORM", WGPUBufferUsage_Uniform, true},
        {"createBuffer: STORAGE", WGPUBufferUsage_Storage, true},
        {"createBuffer: INDIRECT", WGPUBufferUsage_Indirect, true},
        {"createBuffer: QUERY_RESOLVE", WGPUBufferUsage_QueryResolve, true},
        {"createBuffer: all usages but those of mapping", (WGPUBufferUsage)0x3fc, true},
        {"createBuffer: MAP_READ with COPY_DST", READS, true},
        {"createBuffer: MAP_WRITE with COPY_SRC", WRITES, true},
        {"createBuffer: usage is not 0", WGPUBufferUsage_None, false},
        {"createBuffer: MAP_READ with no other flag: COPY_SRC",
         WGPUBufferUsage_MapRead | WGPUBufferUsage_CopySrc, false},
        {"createBuffer: MAP_READ with no other flag: STORAGE",
         WGPUBufferUsage_MapRead | WGPUBufferUsage_Storage, false},
        {"createBuffer: MAP_WRITE with no other flag: COPY_DST",
         WGPUBufferUsage_MapWrite | WGPUBufferUsage_CopyDst, false},
        {"createBuffer: MAP_WRITE with no other flag: VERTEX",
         WGPUBufferUsage_MapWrite | WGPUBufferUsage_Vertex, false},
        {"createBuffer: not both ways of mapping", WGPUBufferUsage_MapRead | WGPUBufferUsage_MapWrite, false},
        {"createBuffer: only usages that are allowed", WGPUBufferUsage_CopyDst | (WGPUBufferUsage)0x400,
         false},
    };
    for (size_t i = 0; i < COUNT(usages); i++)
        create(SIZE, usages[i].usage, usages[i].is_valid, usages[i].what);
    create(0, WGPUBufferUsage_CopyDst, true, "createBuffer: size 0");
    create(7, WGPUBufferUsage_CopyDst, true, "createBuffer: a size that is no multiple of 4");
    create(limits.maxBufferSize + 4, WGPUBufferUsage_CopyDst, false,
           "createBuffer: size is at most maxBufferSize");
}

/* What the content timeline knows is right even where the buffer is invalid. */
static void
test_attributes(void)
{
    static const WGPUBufferUsage usages[] = {READS, WGPUBufferUsage_MapRead | WGPUBufferUsage_MapWrite};
    static const char *const whats[] = {"createBuffer: size, usage, map state",
                                        "createBuffer: of an invalid buffer, too"};
    for (size_t i = 0; i < COUNT(usages); i++) {
        begin();
        WGPUBuffer buffer = buffer_of(SIZE, usages[i]);
        gpu_pop_error(&gpu, NULL, 0);
        rule(wgpuBufferGetSize(buffer) == SIZE && wgpuBufferGetUsage(buffer) == usages[i] &&
                 wgpuBufferGetMapState(buffer) == WGPUBufferMapState_Unmapped,
             whats[i]);
        wgpuBufferRelease(buffer);
    }
}

static WGPUBuffer
mapped_at_creation(uint64_t size, WGPUBufferUsage usage)
{
    WGPUBufferDescriptor descriptor = WGPU_BUFFER_DESCRIPTOR_INIT;
    descriptor.size = size;
    descriptor.usage = usage;
    descriptor.mappedAtCreation = true;
    return wgpuDeviceCreateBuffer(gpu.device, &descriptor);
}

static void
test_mapped_at_creation(void)
{
    begin();
    WGPUBuffer buffer = mapped_at_creation(SIZE, WGPUBufferUsage_Storage);
    valid("createBuffer, mappedAtCreation: of whatever usage");
    rule(wgpuBufferGetMapState(buffer) == WGPUBufferMapState_Mapped,
         "createBuffer, mappedAtCreation: it is mapped");
    begin();
    rule(gpu_map(&gpu, buffer, WGPUMapMode_Write) == WGPUMapAsyncStatus_Error, "mapAsync: not while mapped");
    invalid("mapAsync: a validation error while mapped");
    wgpuBufferDestroy(buffer);
    rule(wgpuBufferGetMapState(buffer) == WGPUBufferMapState_Unmapped, "destroy: unmaps");
    wgpuBufferRelease(buffer);
}

static WGPUMapAsyncStatus map_status;

static void
take_status(WGPUMapAsyncStatus status, WGPUStringView message, void *unused, void *none)
{
    (void)message;
    (void)unused;
    (void)none;
    map_status = status;
}

static WGPUFuture
start_map(WGPUBuffer buffer, WGPUMapMode mode, size_t offset, size_t size)
{
    WGPUBufferMapCallbackInfo info = WGPU_BUFFER_MAP_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_WaitAnyOnly;
    info.callback = take_status;
    map_status = 0;
    return wgpuBufferMapAsync(buffer, mode, offset, size, info);
}

static void
map_invalid(WGPUBuffer buffer, WGPUMapMode mode, size_t offset, size_t size, const char *what)
{
    begin();
    gpu_wait(&gpu, start_map(buffer, mode, offset, size));
    const bool refused = map_status == WGPUMapAsyncStatus_Error;
    invalid(what);
    rule(refused && wgpuBufferGetMapState(buffer) == WGPUBufferMapState_Unmapped,
         "mapAsync: then it fails, and nothing is mapped");
}

static void
test_map(void)
{
    WGPUBuffer reads = buffer_of(SIZE, READS);
    WGPUBuffer writes = buffer_of(SIZE, WRITES);
    WGPUBuffer neither = buffer_of(SIZE, WGPUBufferUsage_CopyDst);
    map_invalid(reads, WGPUMapMode_Read, 4, 8, "mapAsync: offset is a multiple of 8");
    map_invalid(reads, WGPUMapMode_Read, 0, 6, "mapAsync: size is a multiple of 4");
    map_invalid(reads, WGPUMapMode_Read, 0, SIZE + 4, "mapAsync: not beyond the buffer");
    map_invalid(reads, WGPUMapMode_Read, SIZE, 4, "mapAsync: not behind the buffer");
    map_invalid(reads, WGPUMapMode_None, 0, SIZE, "mapAsync: a mode");
    map_invalid(reads, WGPUMapMode_Read | WGPUMapMode_Write, 0, SIZE, "mapAsync: exactly one mode");
    map_invalid(reads, WGPUMapMode_Write, 0, SIZE, "mapAsync: WRITE needs MAP_WRITE");
    map_invalid(writes, WGPUMapMode_Read, 0, SIZE, "mapAsync: READ needs MAP_READ");
    map_invalid(neither, WGPUMapMode_Read, 0, SIZE, "mapAsync: READ of a buffer that cannot be mapped");
    map_invalid(neither, WGPUMapMode_Write, 0, SIZE, "mapAsync: WRITE of a buffer that cannot be mapped");

    begin();
    gpu_wait(&gpu, start_map(reads, WGPUMapMode_Read, SIZE, 0));
    valid("mapAsync: nothing, at the end");
    rule(map_status == WGPUMapAsyncStatus_Success, "mapAsync: which succeeds");
    wgpuBufferUnmap(reads);

    wgpuBufferDestroy(neither);
    wgpuBufferDestroy(reads);
    map_invalid(reads, WGPUMapMode_Read, 0, SIZE, "mapAsync: not of a destroyed buffer");
    wgpuBufferRelease(neither);
    wgpuBufferRelease(writes);
    wgpuBufferRelease(reads);
}

static void
test_pending_map(void)
{
    WGPUBuffer buffer = buffer_of(SIZE, READS);
    WGPUFuture first = start_map(buffer, WGPUMapMode_Read, 0, SIZE);
    rule(wgpuBufferGetMapState(buffer) == WGPUBufferMapState_Pending,
         "mapAsync: pending until it is waited for");
    wgpuBufferUnmap(buffer);
    gpu_wait(&gpu, first);
    rule(map_status == WGPUMapAsyncStatus_Aborted, "unmap: aborts a map that is pending");
    rule(wgpuBufferGetMapState(buffer) == WGPUBufferMapState_Unmapped, "unmap: and it is unmapped");

    first = start_map(buffer, WGPUMapMode_Read, 0, SIZE);
    wgpuBufferDestroy(buffer);
    gpu_wait(&gpu, first);
    rule(map_status == WGPUMapAsyncStatus_Aborted, "destroy: aborts a map that is pending");
    begin();
    wgpuBufferUnmap(buffer);
    wgpuBufferDestroy(buffer);
    valid("destroy, unmap: of a destroyed buffer");
    wgpuBufferRelease(buffer);
}

static void
test_mapped_range(void)
{
    WGPUBuffer buffer = buffer_of(SIZE, WRITES);
    gpu_wait(&gpu, start_map(buffer, WGPUMapMode_Write, 16, 32));
    rule(wgpuBufferGetMappedRange(buffer, 8, 8) == NULL,
         "getMappedRange: not before the range that is mapped");
    rule(wgpuBufferGetMappedRange(buffer, 40, 16) == NULL,
         "getMappedRange: not beyond the range that is mapped");
    rule(wgpuBufferGetMappedRange(buffer, 20, 8) == NULL, "getMappedRange: offset is a multiple of 8");
    rule(wgpuBufferGetMappedRange(buffer, 24, 6) == NULL, "getMappedRange: size is a multiple of 4");
    rule(wgpuBufferGetMappedRange(buffer, 24, 8) != NULL, "getMappedRange: inside the range that is mapped");
    rule(wgpuBufferGetMappedRange(buffer, 48, 0) != NULL, "getMappedRange: nothing, at its end");
    wgpuBufferUnmap(buffer);
    rule(wgpuBufferGetMappedRange(buffer, 24, 8) == NULL, "getMappedRange: not of an unmapped buffer");
    wgpuBufferRelease(buffer);
}

static void
write_invalid(WGPUBuffer buffer, uint64_t offset, size_t size, const char *what)
{
    static const uint8_t data[SIZE + 4];
    begin();
    wgpuQueueWriteBuffer(gpu.queue, buffer, offset, data, size);
    invalid(what);
}

static void
test_write(void)
{
    static const uint8_t data[SIZE];
    WGPUBuffer buffer = buffer_of(SIZE, WGPUBufferUsage_CopyDst);
    begin();
    wgpuQueueWriteBuffer(gpu.queue, buffer, 0, data, SIZE);
    wgpuQueueWriteBuffer(gpu.queue, buffer, SIZE - 4, data, 4);
    wgpuQueueWriteBuffer(gpu.queue, buffer, SIZE, data, 0);
    valid("writeBuffer: all, the end, nothing at the end");
    write_invalid(buffer, 2, 4, "writeBuffer: offset is a multiple of 4");
    write_invalid(buffer, 0, SIZE + 4, "writeBuffer: not beyond the buffer");
    write_invalid(buffer, SIZE, 4, "writeBuffer: not behind the buffer");
    WGPUBuffer source = buffer_of(SIZE, WGPUBufferUsage_CopySrc);
    write_invalid(source, 0, 4, "writeBuffer: usage includes COPY_DST");
    WGPUBuffer mapped = mapped_at_creation(SIZE, WGPUBufferUsage_CopyDst);
    write_invalid(mapped, 0, 4, "writeBuffer: not while mapped");
    wgpuBufferUnmap(mapped);
    begin();
    wgpuQueueWriteBuffer(gpu.queue, mapped, 0, data, 4);
    valid("writeBuffer: once it is unmapped");
    wgpuBufferDestroy(buffer);
    write_invalid(buffer, 0, 4, "writeBuffer: not of a destroyed buffer");
    WGPUBuffer broken = invalid_buffer();
    write_invalid(broken, 0, 4, "writeBuffer: the buffer is valid");
    wgpuBufferRelease(broken);
    wgpuBufferRelease(mapped);
    wgpuBufferRelease(source);
    wgpuBufferRelease(buffer);
}

int
main(int argc, char **argv)
{
    if (rules_open(argc, argv, 0)) {
        test_creation();
        test_attributes();
        test_mapped_at_creation();
        test_map();
        test_pending_map();
        test_mapped_range();
        test_write();
    }
    return rules_close();
}
