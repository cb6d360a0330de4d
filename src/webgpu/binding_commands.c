/* What encoders of passes and bundles have in common: bind groups, immediates, debug groups and markers; the
 * last two also command encoders.
 *
 * Follows WebGPU, "Bind Groups", "Immediate Data" and "Debug Markers". The content timeline's checks are
 * here, the device timeline's are the library's. */
#include <inttypes.h>

#include "generated/webgpu_methods.h"
#include "webgpu/buffer.h"
#include "webgpu/hold.h"
#include "webgpu/plain.h"
#include "webgpu/recording.h"
#include "webgpu/text.h"

/* The dynamic offsets that setBindGroup is to take, of those that the guest gives. */
struct offsets {
    const uint32_t *first; /* NULL: none */
    size_t count;
};

/* Without a start it is 0, without a length the rest: the overload of setBindGroup that takes a sequence. */
static bool
find_offsets(struct webgpu_option_u32_list data, struct webgpu_option_u64 data_start,
             struct webgpu_option_u32 data_length, struct base_arena *arena, struct offsets *offsets,
             struct webgpu_set_bind_group_error *error)
{
    const struct abi_view all = data.some ? data.value : (struct abi_view){.data = NULL};
    const uint64_t start = webgpu_u64_or(data_start, 0);
    const uint64_t rest = start < all.count ? all.count - start : 0;
    const uint64_t length = data_length.some ? data_length.value : rest;
    if (start > all.count || length > rest) {
        error->kind = WEBGPU_SET_BIND_GROUP_ERROR_KIND_RANGE_ERROR;
        error->message =
            webgpu_text(arena, "start %" PRIu64 ", length %" PRIu64 " is not within the %u dynamic offsets",
                        start, length, all.count);
        return false;
    }
    offsets->first = length == 0 ? NULL : (const uint32_t *)all.data + start;
    offsets->count = length;
    return true;
}

/* The immediates to set, and where. */
struct immediates {
    uint32_t range_offset;
    const void *data;
    size_t size;
};

/* setImmediates throws an OperationError for a part that is not within the data, or no multiple of 4 long.
 * set-immediates has no error, so what comes nearest is the encoder's: an offset that is no multiple of 4
 * makes it invalid on every device. */
static struct immediates
find_immediates(uint32_t range_offset, struct abi_view data, struct webgpu_option_u64 data_offset,
                struct webgpu_option_u64 data_size)
{
    const struct immediates bad = {UINT32_MAX, "", 0};
    const uint64_t start = webgpu_u64_or(data_offset, 0);
    if (start > data.count)
        return bad;
    const uint64_t size = webgpu_u64_or(data_size, data.count - start);
    if (size > data.count - start || size % 4 != 0)
        return bad;
    return (struct immediates){range_offset, size == 0 ? "" : (const char *)data.data + start, size};
}

#define BINDING_ENCODERS(X) \
    X(compute_pass_encoder, ComputePassEncoder) \
    X(render_bundle_encoder, RenderBundleEncoder) \
    X(render_pass_encoder, RenderPassEncoder)

#define X(name, Name) \
    bool webgpu_##name##_set_bind_group( \
        struct webgpu_##name *self, uint32_t index, struct webgpu_bind_group *bind_group, \
        struct webgpu_option_u32_list data, struct webgpu_option_u64 data_start, \
        struct webgpu_option_u32 data_length, struct base_arena *arena, \
        struct webgpu_set_bind_group_error *error) \
    { \
        struct offsets offsets; \
        if (!find_offsets(data, data_start, data_length, arena, &offsets, error)) \
            return false; \
        if (!webgpu_record_data(&self->object, offsets.count * sizeof offsets.first[0])) \
            return true; \
        if (bind_group != NULL) \
            webgpu_hold_used(&self->object, &bind_group->object); \
        wgpu##Name##SetBindGroup(self->native, index, bind_group == NULL ? NULL : bind_group->native, \
                                 offsets.count, offsets.first); \
        return true; \
    } \
\
    void webgpu_##name##_set_immediates(struct webgpu_##name *self, uint32_t range_offset, \
                                        struct abi_view data, struct webgpu_option_u64 data_offset, \
                                        struct webgpu_option_u64 data_size) \
    { \
        const struct immediates to_set = find_immediates(range_offset, data, data_offset, data_size); \
        if (webgpu_record_data(&self->object, to_set.size)) \
            wgpu##Name##SetImmediates(self->native, to_set.range_offset, to_set.data, to_set.size); \
    }
BINDING_ENCODERS(X)
#undef X

#define DEBUG_ENCODERS(X) BINDING_ENCODERS(X) X(command_encoder, CommandEncoder)

#define X(name, Name) \
    void webgpu_##name##_push_debug_group(struct webgpu_##name *self, struct base_str label) \
    { \
        const WGPUStringView text = webgpu_native_marker(label); \
        if (webgpu_record_data(&self->object, text.length)) \
            wgpu##Name##PushDebugGroup(self->native, text); \
    } \
\
    void webgpu_##name##_pop_debug_group(struct webgpu_##name *self) \
    { \
        if (webgpu_record(&self->object)) \
            wgpu##Name##PopDebugGroup(self->native); \
    } \
\
    void webgpu_##name##_insert_debug_marker(struct webgpu_##name *self, struct base_str label) \
    { \
        const WGPUStringView text = webgpu_native_marker(label); \
        if (webgpu_record_data(&self->object, text.length)) \
            wgpu##Name##InsertDebugMarker(self->native, text); \
    }
DEBUG_ENCODERS(X)
#undef X
