/* What is mapped of a buffer. Follows webgpu.h, "Mapped Range Behavior".
 *
 * A guest does not see the host's memory: what is mapped is copied. A range that is handed out is memory
 * of the guest, filled when it is asked for and, if it may be written, sent back when the buffer is
 * unmapped; wgpuBufferReadMappedRange and wgpuBufferWriteMappedRange copy straight from and to the caller's
 * memory. */
#include <stdlib.h>

#include "buffer.h"
#include "piece.h"
#include "realloc.h"
#include "text.h"

struct sdk_mapped_range {
    struct sdk_mapped_range *next;
    size_t offset;
    size_t size;
    bool writable;
    uint8_t *memory; /* to be freed */
    uint8_t *data;   /* in it: at `offset` and the mapping's, modulo 16, as webgpu.h promises */
};

/* Logs and frees an error of either direction. */
static void
log_error(const char *function, const struct wasi_webgpu_get_mapped_range_error *error)
{
    const WGPUStringView message = sdk_text_from(error->message);
    sdk_log(function, message);
    sdk_text_free(message);
}

/* Copies from the mapping: the host writes into `data` itself, for cabi_realloc offers it. */
static bool
fetch(WGPUBuffer self, const char *function, size_t offset, uint8_t *data, size_t size)
{
    size_t done = 0;
    do {
        const size_t piece = sdk_piece(size - done);
        struct wasi_webgpu_result_u8_list_get_mapped_range_error result = {0};
        sdk_realloc_offer((uint8_t *)sdk_piece_at(data, done), piece);
        wasi_webgpu_buffer_get_mapped_range_get_with_copy(self->object.handle, true, (uint64_t)offset + done,
                                                          true, piece, &result);
        sdk_realloc_offer(NULL, 0);
        if (result.is_error) {
            /* A message as long as the piece has landed in `data`, where it is not freed. */
            const bool offered = (const uint8_t *)result.error.message.data == sdk_piece_at(data, done);
            if (offered)
                sdk_log(function, sdk_text_from(result.error.message));
            else
                log_error(function, &result.error);
            return false;
        }
        done += piece;
    } while (done < size);
    return true;
}

/* Copies to the mapping. */
static bool
send(WGPUBuffer self, const char *function, size_t offset, const uint8_t *data, size_t size)
{
    size_t done = 0;
    do {
        const size_t piece = sdk_piece(size - done);
        struct wasi_webgpu_result_void_get_mapped_range_error result = {0};
        wasi_webgpu_buffer_get_mapped_range_set_with_copy(self->object.handle, sdk_piece_at(data, done),
                                                          piece, true, (uint64_t)offset + done, true, piece,
                                                          &result);
        if (result.is_error) {
            log_error(function, &result.error);
            return false;
        }
        done += piece;
    } while (done < size);
    return true;
}

/* Whether `range` has bytes of those at `offset`. */
static bool
has_some_of(const struct sdk_mapped_range *range, uint64_t offset, uint64_t size)
{
    return offset < (uint64_t)range->offset + range->size && range->offset < offset + size;
}

/* What this side knows: a request whose callback is still to come has not mapped anything yet, writing needs
 * a mapping for it, no range ends behind the buffer, and no two may overlap, in WebAssembly not even those
 * that are only read. */
static bool
check_range(WGPUBuffer self, const char *function, uint64_t offset, uint64_t size, bool writes)
{
    const char *why = NULL;
    if (self->mode == WGPUMapMode_None)
        why = "the buffer is not mapped";
    else if (writes && self->mode != WGPUMapMode_Write)
        why = "the buffer is not mapped for writing";
    else if (offset + size > self->size)
        why = "the range ends behind the buffer";
    for (const struct sdk_mapped_range *range = self->ranges; range != NULL; range = range->next) {
        if (has_some_of(range, offset, size))
            why = "the range overlaps another one";
    }
    if (why != NULL)
        sdk_log(function, sdk_text_of(why));
    return why == NULL;
}

/* Zeros, if the host agrees that there is such a range: it is asked for nothing, at its start, and has
 * been told all that there is to know of a buffer mapped as a whole. */
static bool
fill_fresh(WGPUBuffer self, const char *function, struct sdk_mapped_range *range)
{
    if (range->size % 4 != 0) {
        sdk_log(function, sdk_text_of("the range is not a multiple of 4 bytes"));
        return false;
    }
    memset(range->data, 0, range->size);
    return fetch(self, function, range->offset, range->data, 0);
}

static void
free_range(struct sdk_mapped_range *range)
{
    free(range->memory);
    free(range);
}

static struct sdk_mapped_range *
new_range(WGPUBuffer self, const char *function, size_t offset, size_t size, bool writable)
{
    struct sdk_mapped_range *range = sdk_list_new(1, sizeof *range);
    if (range == NULL)
        return NULL;
    const size_t shift = (offset + self->map_offset) % 16;
    range->offset = offset;
    range->size = size;
    range->writable = writable;
    range->memory = size > SIZE_MAX - 16 ? NULL : malloc(size + 16); /* never of nothing, which may be NULL */
    if (range->memory == NULL) {
        sdk_log(function, sdk_text_of("out of memory"));
        free(range);
        return NULL;
    }
    range->data = range->memory + shift;
    if (!(self->fresh ? fill_fresh(self, function, range)
                      : fetch(self, function, offset, range->data, size))) {
        free_range(range);
        return NULL;
    }
    return range;
}

static struct sdk_mapped_range *
map_range(WGPUBuffer self, const char *function, size_t offset, size_t size, bool writable)
{
    uint64_t range_size = size;
    if (size == WGPU_WHOLE_MAP_SIZE)
        range_size = offset < self->size ? self->size - offset : 0;
    if (!check_range(self, function, offset, range_size, writable))
        return NULL;
    if (range_size >= WGPU_WHOLE_MAP_SIZE) {
        sdk_log(function, sdk_text_of("the range is larger than a guest's memory"));
        return NULL;
    }
    struct sdk_mapped_range *range = new_range(self, function, offset, (size_t)range_size, writable);
    if (range == NULL)
        return NULL;
    range->next = self->ranges;
    self->ranges = range;
    return range;
}

void *
wgpuBufferGetMappedRange(WGPUBuffer self, size_t offset, size_t size)
{
    if (!sdk_is_usable(self, __func__))
        return NULL;
    struct sdk_mapped_range *range = map_range(self, __func__, offset, size, true);
    return range == NULL ? NULL : range->data;
}

const void *
wgpuBufferGetConstMappedRange(WGPUBuffer self, size_t offset, size_t size)
{
    if (!sdk_is_usable(self, __func__))
        return NULL;
    const struct sdk_mapped_range *range = map_range(self, __func__, offset, size, false);
    return range == NULL ? NULL : range->data;
}

WGPUStatus
wgpuBufferReadMappedRange(WGPUBuffer self, size_t offset, void *data, size_t size)
{
    if (!sdk_is_usable(self, __func__))
        return WGPUStatus_Error;
    if (size != 0 && !sdk_is_given(data, __func__))
        return WGPUStatus_Error;
    const bool ok =
        check_range(self, __func__, offset, size, false) && fetch(self, __func__, offset, data, size);
    return ok ? WGPUStatus_Success : WGPUStatus_Error;
}

WGPUStatus
wgpuBufferWriteMappedRange(WGPUBuffer self, size_t offset, const void *data, size_t size)
{
    if (!sdk_is_usable(self, __func__))
        return WGPUStatus_Error;
    if (size != 0 && !sdk_is_given(data, __func__))
        return WGPUStatus_Error;
    if (!check_range(self, __func__, offset, size, true) || !send(self, __func__, offset, data, size))
        return WGPUStatus_Error;
    self->fresh = false;
    return WGPUStatus_Success;
}

void
sdk_mapped_ranges_end(WGPUBuffer self, bool keep)
{
    /* The end of its device unmaps a buffer: then there is nothing to keep. */
    keep = keep && self->ranges != NULL &&
           wasi_webgpu_buffer_map_state(self->object.handle) == WASI_WEBGPU_BUFFER_MAP_STATE_MAPPED;
    while (self->ranges != NULL) {
        struct sdk_mapped_range *range = self->ranges;
        if (keep && range->writable)
            send(self, "wgpuBufferUnmap", range->offset, range->data, range->size);
        self->ranges = range->next;
        free_range(range);
    }
}
