/* What every WGPU object of a guest is: a count of references and the host's handle.
 *
 * The handle is dropped with the last reference. The host keeps what its objects use of each other, so
 * objects hold no references among themselves but where a file says so. A guest has one thread.
 *
 * webgpu.h leaves open what comes of an object that is used after its last reference. Here the heap stays
 * whole whatever is done with it: the place of an object is only ever taken by another of its kind, and not
 * soon. Until then, each use is logged and changes nothing. */
#ifndef SDK_OBJECT_H
#define SDK_OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <webgpu/webgpu.h>

struct sdk_object {
    uint32_t refs; /* 0: it was released, and its place is free */
    union {
        uint32_t handle;
        struct sdk_object *next_free;
    };
};

/* The places of one kind of objects, which never go back to the heap. Zeroed but for `size`: none yet. */
struct sdk_places {
    size_t size;
    struct sdk_object *first_free; /* released the longest ago */
    struct sdk_object *last_free;
    size_t free_count;
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
    X(render_bundle, RenderBundle) \
    X(render_bundle_encoder, RenderBundleEncoder) \
    X(render_pass_encoder, RenderPassEncoder) \
    X(render_pipeline, RenderPipeline) \
    X(sampler, Sampler) \
    X(texture_view, TextureView)

#define X(name, Name) \
    struct WGPU##Name##Impl { \
        struct sdk_object object; \
    };
SDK_PLAIN_OBJECTS(X)
#undef X

extern struct sdk_places sdk_plain_places;

/* Never inlined: programs make and release objects in many places, and each would be larger. */
#define SDK_ONCE __attribute__((noinline))

/* Zeroed memory of `count` times `size` bytes, given back with free. NULL: there is none, which is logged; of
 * nothing there may be none, too. */
SDK_ONCE void *sdk_list_new(size_t count, size_t size);

/* The same for what WebGPU has no answer without: when there is none the guest ends, as sdk_out_of_memory
 * says. */
void *sdk_alloc(size_t count, size_t size);

/* Whether there is a list where there is a count of what is in it. */
static inline bool
sdk_has_list(const void *list, size_t count)
{
    return list != NULL || count == 0;
}

/* An object of a kind: one reference, zeroed behind `handle`, which it takes over. NULL: there is no memory,
 * which is logged, and the handle has been dropped. */
SDK_ONCE void *sdk_object_new(struct sdk_places *places, uint32_t handle, void (*drop)(uint32_t handle));

/* True: that was the last reference, and the caller ends the object. Both log for `function` what is no
 * object. */
SDK_ONCE bool sdk_object_unref(void *object, const char *function);
SDK_ONCE void sdk_object_ref(void *object, const char *function);

/* Frees the place of an object whose handle has been dropped. */
SDK_ONCE void sdk_object_end(struct sdk_places *places, void *object);

/* Logs that `function` was given an object that is NULL or released. Returns false. */
bool sdk_log_unusable(const char *function) __attribute__((cold));

/* Whether `object` is one, and has not been released: if not, that is logged for `function`. Inlined where a
 * program calls often, which is what is not made for size: see CMakeLists.txt. */
#ifdef __OPTIMIZE_SIZE__
SDK_ONCE bool sdk_is_usable(const void *object, const char *function);
#else
static inline bool
sdk_is_usable(const void *object, const char *function)
{
    if (object != NULL && ((const struct sdk_object *)object)->refs != 0)
        return true;
    return sdk_log_unusable(function);
}
#endif

/* Whether `pointer`, which may not be NULL, is not: if it is, that is logged for `function`. */
bool sdk_is_given(const void *pointer, const char *function);

/* The host's handle of a WGPU object of any type. */
static inline uint32_t
sdk_handle(const void *object)
{
    return ((const struct sdk_object *)object)->handle;
}

#endif
