/* What every object begins with: its kind, and two counts of references, for the caller's are not the
 * library's.
 *
 * The library's own (a buffer's of its device, an operation's of what it works on) keep the memory; the
 * object is dead to the caller when the caller's last one goes. */
#ifndef NULL_OBJECT_H
#define NULL_OBJECT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <webgpu/webgpu.h>

#include "null_gpu.h"

/* clang-format off */
#define NULL_KINDS(X) \
    X(Adapter) X(BindGroup) X(BindGroupLayout) X(Buffer) X(CommandBuffer) X(CommandEncoder) X(ComputePassEncoder) \
    X(ComputePipeline) X(Device) X(ExternalTexture) X(Instance) X(PipelineLayout) X(QuerySet) X(Queue) \
    X(RenderBundle) X(RenderBundleEncoder) X(RenderPassEncoder) X(RenderPipeline) X(Sampler) X(ShaderModule) \
    X(Surface) X(Texture) X(TextureView)

enum null_kind {
    NULL_KIND_NONE,
    NULL_KIND_STRING, /* of an argument only */
#define X(name) NULL_KIND_##name,
    NULL_KINDS(X)
#undef X
    NULL_KIND_COUNT,
};

#define NULL_KIND_OF_ONE(name) WGPU##name: NULL_KIND_##name,
#define NULL_KIND_OF(argument) \
    _Generic((argument), NULL_KINDS(NULL_KIND_OF_ONE) WGPUStringView: NULL_KIND_STRING, default: NULL_KIND_NONE)
/* clang-format on */

struct null_object {
    uint32_t magic;
    enum null_kind kind;
    atomic_uint refs;                           /* the caller's */
    atomic_uint holds;                          /* the library's; all of the caller's are one of them */
    struct null_object *parent;                 /* held; NULL: none */
    bool invalid;                               /* it was made in error */
    void (*end)(struct null_object *object);    /* with the caller's last reference; NULL: nothing */
    void (*finish)(struct null_object *object); /* frees what it has; NULL: nothing */
    struct null_object *next;                   /* among those that are gone */
};

/* Zeroed, with one reference of the caller's. Holds `parent`. */
void *null_object_new(enum null_kind kind, size_t size, struct null_object *parent);
void null_object_hold(struct null_object *object);
void null_object_unhold(struct null_object *object);
void null_object_add_ref(struct null_object *object);
void null_object_release(struct null_object *object);

/* Ends the process with a line: the function that was called, and what is wrong with the call. */
_Noreturn void null_die(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The function of webgpu.h that the caller is in, for that line. */
extern _Thread_local const char *null_function;
#define NULL_ENTER() (null_function = __func__)

/* The object of a handle, which is alive and of this kind, or the process ends. */
struct null_object *null_check(enum null_kind kind, const void *handle);
#define NULL_CHECK(handle) null_check(NULL_KIND_OF(handle), (handle))
/* The same where webgpu.h allows NULL. */
#define NULL_CHECK_OPTIONAL(handle) ((handle) == NULL ? NULL : NULL_CHECK(handle))

/* Reads every byte, so that a sanitizer sees them. */
void null_check_string(WGPUStringView string);
void null_check_bytes(const void *bytes, size_t size);
/* An enum's value, which must be from `first` to `last`. */
void null_check_value(const char *what, unsigned value, unsigned first, unsigned last);
/* No bits but these. */
void null_check_flags(const char *what, uint64_t value, uint64_t known);
/* In the library that passes for wgpu-native: this aborts there. */
void null_wgpu_aborts(const char *why);

/* Whether this is the library that passes for Dawn. */
static inline bool
null_is_dawn(void)
{
#ifdef NULL_GPU_DAWN
    return true;
#else
    return false;
#endif
}

/* Whether this is that library. */
static inline bool
null_is_wgpu(void)
{
#ifdef NULL_GPU_WGPU
    return true;
#else
    return false;
#endif
}

#endif
