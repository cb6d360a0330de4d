/* What is drawn, in render passes and bundles. Follows WebGPU, "Drawing". */
#include <wasigpu/imports.h>

#include "encoder.h"
#include "refuse.h"

_Static_assert(WGPUIndexFormat_Uint16 == WASI_WEBGPU_INDEX_FORMAT_UINT16 + 1, "one order");
_Static_assert(WGPUIndexFormat_Uint32 == WASI_WEBGPU_INDEX_FORMAT_UINT32 + 1, "one order");

static bool
is_index_format(WGPUIndexFormat format)
{
    return format == WGPUIndexFormat_Uint16 || format == WGPUIndexFormat_Uint32;
}

#define X(name, Name) \
    void wgpu##Name##SetPipeline(WGPU##Name self, WGPURenderPipeline pipeline) \
    { \
        if (sdk_##name##_takes(self, pipeline, __func__)) \
            wasi_webgpu_##name##_set_pipeline(self->object.handle, pipeline->object.handle); \
    } \
    void wgpu##Name##SetIndexBuffer(WGPU##Name self, WGPUBuffer buffer, WGPUIndexFormat format, \
                                    uint64_t offset, uint64_t size) \
    { \
        if (!sdk_##name##_takes(self, buffer, __func__)) \
            return; \
        if (is_index_format(format)) \
            wasi_webgpu_##name##_set_index_buffer(self->object.handle, sdk_handle(buffer), \
                                                  (enum wasi_webgpu_index_format)(format - 1), true, offset, \
                                                  size != WGPU_WHOLE_SIZE, size); \
        else \
            sdk_refuse_##name(self->object.handle, __func__, "unknown index format"); \
    } \
    void wgpu##Name##SetVertexBuffer(WGPU##Name self, uint32_t slot, WGPUBuffer buffer, uint64_t offset, \
                                     uint64_t size) \
    { \
        if (!sdk_is_usable(self, __func__)) \
            return; \
        if (buffer != NULL && !sdk_##name##_takes(self, buffer, __func__)) \
            return; \
        wasi_webgpu_##name##_set_vertex_buffer(self->object.handle, slot, buffer != NULL, \
                                               buffer != NULL ? sdk_handle(buffer) : 0, true, offset, \
                                               size != WGPU_WHOLE_SIZE, size); \
    } \
    void wgpu##Name##Draw(WGPU##Name self, uint32_t vertex_count, uint32_t instance_count, \
                          uint32_t first_vertex, uint32_t first_instance) \
    { \
        if (sdk_is_usable(self, __func__)) \
            wasi_webgpu_##name##_draw(self->object.handle, vertex_count, true, instance_count, true, \
                                      first_vertex, true, first_instance); \
    } \
    void wgpu##Name##DrawIndexed(WGPU##Name self, uint32_t index_count, uint32_t instance_count, \
                                 uint32_t first_index, int32_t base_vertex, uint32_t first_instance) \
    { \
        if (sdk_is_usable(self, __func__)) \
            wasi_webgpu_##name##_draw_indexed(self->object.handle, index_count, true, instance_count, true, \
                                              first_index, true, base_vertex, true, first_instance); \
    } \
    void wgpu##Name##DrawIndirect(WGPU##Name self, WGPUBuffer buffer, uint64_t offset) \
    { \
        if (sdk_##name##_takes(self, buffer, __func__)) \
            wasi_webgpu_##name##_draw_indirect(self->object.handle, sdk_handle(buffer), offset); \
    } \
    void wgpu##Name##DrawIndexedIndirect(WGPU##Name self, WGPUBuffer buffer, uint64_t offset) \
    { \
        if (sdk_##name##_takes(self, buffer, __func__)) \
            wasi_webgpu_##name##_draw_indexed_indirect(self->object.handle, sdk_handle(buffer), offset); \
    }
SDK_RENDER_ENCODERS(X)
#undef X
