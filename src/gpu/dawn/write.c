/* Dawn: large writes to buffers, in pieces that the GPU copies while the next one is filled.
 *
 * Only what is in order goes this way. Whether the buffer is valid, of this device, not mapped and not
 * destroyed, Dawn says of a write of nothing; what is wrong is answered by its own function. */
#include <string.h>

#include "gpu/dawn/dawn.h"
#include "gpu/dawn/scope.h"
#include "gpu/dawn/staging.h"

#define ROW ((size_t)64 << 10) /* what is copied at a time */

static bool
is_valid(WGPUDevice device, WGPUQueue queue, WGPUBuffer buffer, uint64_t offset, size_t size)
{
    const uint64_t end = gpu_native.BufferGetSize(buffer);
    if (offset % 4 != 0 || size % 4 != 0 || offset > end || size > end - offset)
        return false;
    gpu_native.DevicePushErrorScope(device, WGPUErrorFilter_Validation);
    gpu_native.QueueWriteBuffer(queue, buffer, offset, "", 0);
    return gpu_dawn_pop_scope(device) == WGPUErrorType_NoError;
}

static void
copy(const struct gpu_dawn_staging *staging, char *to, const char *from, size_t size)
{
    const struct gpu_dawn_rows rows = {
        .to = to,
        .from = from,
        .to_pitch = ROW,
        .from_pitch = ROW,
        .size = ROW,
        .count = size / ROW,
    };
    gpu_dawn_staging_copy(staging, &rows);
    memcpy(to + rows.count * ROW, from + rows.count * ROW, size % ROW);
}

/* False: there is no chunk for it. */
static bool
stage(struct gpu_dawn_staging *staging, WGPUBuffer buffer, uint64_t offset, const void *data, size_t size)
{
    void *bytes;
    struct gpu_dawn_chunk *chunk = gpu_dawn_staging_take(staging, &bytes);
    if (chunk == NULL)
        return false;
    copy(staging, bytes, data, size);
    const WGPUBuffer source = gpu_dawn_chunk_filled(chunk);
    const WGPUCommandEncoder encoder =
        gpu_native.DeviceCreateCommandEncoder(gpu_dawn_staging_device(staging), NULL);
    gpu_native.CommandEncoderCopyBufferToBuffer(encoder, source, 0, buffer, offset, size);
    gpu_dawn_staging_submit(staging, chunk, encoder);
    return true;
}

static void
write_in_pieces(struct gpu_dawn_staging *staging, WGPUQueue queue, WGPUBuffer buffer, uint64_t offset,
                const char *data, size_t size)
{
    while (size > 0) {
        const size_t piece = size < GPU_DAWN_CHUNK_SIZE ? size : GPU_DAWN_CHUNK_SIZE;
        if (!stage(staging, buffer, offset, data, piece))
            gpu_native.QueueWriteBuffer(queue, buffer, offset, data, piece);
        offset += piece;
        data += piece;
        size -= piece;
    }
}

void
gpu_dawn_QueueWriteBuffer(WGPUQueue queue, WGPUBuffer buffer, uint64_t offset, const void *data, size_t size)
{
    struct gpu_dawn_staging *staging = gpu_dawn_staging_enter(queue, GPU_DAWN_WRITE_BUFFER, size);
    if (staging == NULL) {
        gpu_native.QueueWriteBuffer(queue, buffer, offset, data, size);
        return;
    }
    if (is_valid(gpu_dawn_staging_device(staging), queue, buffer, offset, size))
        write_in_pieces(staging, queue, buffer, offset, data, size);
    else
        gpu_native.QueueWriteBuffer(queue, buffer, offset, data, size);
    gpu_dawn_staging_leave(staging);
}
