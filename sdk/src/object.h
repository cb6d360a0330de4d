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

/* Those that are nothing more. Each file with its functions has the rest. */
#define SDK_PLAIN_OBJECTS(X) \
    X(BindGroup) \
    X(BindGroupLayout) \
    X(CommandBuffer) \
    X(CommandEncoder) \
    X(ComputePassEncoder) \
    X(ComputePipeline) \
    X(PipelineLayout) \
    X(QuerySet) \
    X(Sampler) \
    X(TextureView)

#define X(name) \
    struct WGPU##name##Impl { \
        struct sdk_object object; \
    };
SDK_PLAIN_OBJECTS(X)
#undef X

/* Zeroed memory of `count` times `size` bytes, given back with free. Traps when there is none: like
 * C++'s new, for WebGPU has no answer for it. */
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
