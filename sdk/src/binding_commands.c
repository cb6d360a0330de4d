/* Bind groups and immediates, of passes and bundles. Follows WebGPU, "Programmable Passes". */
#include <wasigpu/imports.h>

#include "refuse.h"
#include "text.h"

typedef void set_bind_group_import(uint32_t encoder, uint32_t index, bool group_some, uint32_t group,
                                   bool offsets_some, const uint32_t *offsets, uint32_t offset_count,
                                   bool start_some, uint64_t start, bool length_some, uint32_t length,
                                   struct wasi_webgpu_result_void_set_bind_group_error *result);

static void __attribute__((cold, noinline))
log_refused(const char *function, const struct wasi_webgpu_set_bind_group_error *error)
{
    const WGPUStringView message = sdk_text_from(error->message);
    sdk_log(function, message);
    sdk_text_free(message);
}

/* Inline, for it is recorded often: the import is then called directly. The result is not on the stack, which
 * a guest's function has to set up: there is one thread, and the import calls nothing of the guest but
 * realloc. */
__attribute__((always_inline)) static inline void
set_bind_group(set_bind_group_import *import, const char *function, uint32_t encoder, uint32_t index,
               WGPUBindGroup group, size_t offset_count, const uint32_t *offsets)
{
    static struct wasi_webgpu_result_void_set_bind_group_error result;
    import(encoder, index, group != NULL, group != NULL ? group->object.handle : 0, offset_count != 0,
           offsets, offset_count, false, 0, false, 0, &result);
    if (result.is_error)
        log_refused(function, &result.error);
}

#define X(name, Name) \
    void wgpu##Name##SetBindGroup(WGPU##Name self, uint32_t index, WGPUBindGroup group, size_t offset_count, \
                                  const uint32_t *offsets) \
    { \
        if (!sdk_is_usable(self, __func__)) \
            return; \
        if (group != NULL && !sdk_##name##_takes(self, group, __func__)) \
            return; \
        if (sdk_has_list(offsets, offset_count)) \
            set_bind_group(wasi_webgpu_##name##_set_bind_group, __func__, self->object.handle, index, group, \
                           offset_count, offsets); \
        else \
            sdk_refuse_##name(self->object.handle, __func__, SDK_NO_LIST); \
    } \
    void wgpu##Name##SetImmediates(WGPU##Name self, uint32_t offset, const void *data, size_t size) \
    { \
        if (!sdk_is_usable(self, __func__)) \
            return; \
        if (sdk_has_list(data, size)) \
            wasi_webgpu_##name##_set_immediates(self->object.handle, offset, data, size, false, 0, false, \
                                                0); \
        else \
            sdk_refuse_##name(self->object.handle, __func__, SDK_NO_LIST); \
    }
SDK_BINDING_ENCODERS(X)
#undef X
