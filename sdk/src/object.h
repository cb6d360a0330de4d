/* What every WGPU object of a guest is: a count of references and the host's handle.
 *
 * The handle is dropped with the last reference. The host keeps what its objects use of each other, so
 * objects hold no references among themselves but where a file says so. A guest has one thread. */
#ifndef SDK_OBJECT_H
#define SDK_OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <webgpu/webgpu.h>

struct sdk_object {
    uint32_t refs;
    uint32_t handle;
};

/* Those that are nothing more: plain.c has their references and labels, each file with their functions the
 * rest. */
#define SDK_PLAIN_OBJECTS(X) \
    X(bind_group, BindGroup) \
    X(bind_group_layout, BindGroupLayout) \
    X(command_buffer, CommandBuffer) \
    X(command_encoder, CommandEncoder) \
    X(compute_pass_encoder, ComputePassEncoder) \
    X(compute_pipeline, ComputePipeline) \
    X(pipeline_layout, PipelineLayout) \
    X(query_set, QuerySet) \
    X(render_bundle, RenderBundle) \
    X(render_bundle_encoder, RenderBundleEncoder) \
    X(render_pass_encoder, RenderPassEncoder) \
    X(render_pipeline, RenderPipeline) \
    X(sampler, Sampler) \
    X(texture, Texture) \
    X(texture_view, TextureView)

#define X(name, Name) \
    struct WGPU##Name##Impl { \
        struct sdk_object object; \
    };
SDK_PLAIN_OBJECTS(X)
#undef X

/* Zeroed memory of `count` times `size` bytes, given back with free. Where there is none the guest ends, as
 * sdk_out_of_memory says: like C++'s new, for WebGPU has no answer for it. */
void *sdk_alloc(size_t count, size_t size);

/* An object of `size` bytes that begins with a struct sdk_object: one reference, zeroed behind it. */
void *sdk_object_new(size_t size, uint32_t handle);

/* The host's handle of a WGPU object of any type. */
static inline uint32_t
sdk_handle(const void *object)
{
    return ((const struct sdk_object *)object)->handle;
}

static inline void
sdk_object_ref(struct sdk_object *object)
{
    object->refs++;
}

/* True: that was the last reference, and the caller drops the handle and frees the object. */
static inline bool
sdk_object_unref(struct sdk_object *object)
{
    return --object->refs == 0;
}

#endif
