/* The records behind the handles that callers see: wgpu-native's own say too little.
 *
 * Each counts its references and holds wgpu-native's handle, which is never NULL unless said; a record
 * made in error holds none, or one that wgpu-native knows to be invalid. A device's records are used by one
 * thread at a time; what another thread's poll may touch (map state, futures) is atomic or locked. */
#ifndef GPU_WGPU_OBJECTS_H
#define GPU_WGPU_OBJECTS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <webgpu/webgpu.h>

#include "gpu/wgpu/diagnosis.h"
#include "gpu/wgpu/future_list.h"
#include "gpu/wgpu/used.h"

struct gpu_wgpu_instance {
    atomic_uint refs;   /* its records' among them */
    atomic_uint owners; /* the callers' references, which have one of the others together */
    WGPUInstance native;
    struct gpu_wgpu_future_list waiting; /* these are future.c's, under its lock */
    struct gpu_wgpu_future_list ready;   /* for ProcessEvents to call back, in that order */
    uint64_t ready_count;                /* ever */
    bool released;                       /* there are no owners: futures are cancelled */
    bool timed_wait;                     /* it was asked for */
    bool uninitialized_workgroup_memory; /* the user allows it */
    bool (*stops)(void *env);            /* whether the host ends a wait; NULL: it never does */
    void *stops_env;
};

struct gpu_wgpu_adapter {
    atomic_uint refs;
    WGPUAdapter native;
    struct gpu_wgpu_instance *instance;
};

struct gpu_wgpu_scope {
    WGPUErrorFilter filter;
    WGPUErrorType type; /* of its first error; NoError: none yet */
    char *message;
};

/* Its own references keep the device, so a queue counts the device's. */
struct gpu_wgpu_queue {
    WGPUQueue native;
    struct gpu_wgpu_device *device;
    bool writes_pending;   /* wgpu-native holds writes back that only a submit hands on */
    atomic_uint under_way; /* submits that the GPU is not through with, counted on CPU adapters: submit.c */
};

struct gpu_wgpu_device {
    atomic_uint refs; /* its records' among them */
    WGPUDevice native;
    struct gpu_wgpu_adapter *adapter;
    struct gpu_wgpu_queue queue;
    struct gpu_wgpu_device *next; /* in device.c's list */
    atomic_bool lost;
    bool destroyed;       /* by the caller: its buffers are unmapped */
    uint64_t lost_future; /* also the device's number */
    bool is_cpu;
    uint32_t max_bind_groups_plus_vertex_buffers;
    uint32_t max_bind_groups; /* at most 8, as wgpu-native's adapters have; a mask has bits for 32 */
    uint32_t max_vertex_buffers;
    WGPUBuffer no_vertices; /* wgpu-native's, for slots that a pipeline leaves out; NULL: not needed yet */
    WGPUUncapturedErrorCallbackInfo uncaptured;

    uint64_t error_count; /* since it was made: whether a call went wrong shows in it */
    struct gpu_wgpu_scope *scopes;
    size_t scope_count;
    size_t scope_capacity;
    uint64_t missing_scopes; /* above those, for which there was no memory */
    /* While `capturing`, errors go here, the first one stays, and neither scopes nor callbacks see it. */
    bool capturing;
    WGPUErrorType captured_type;
    char *captured;
    bool quiet; /* errors that are not captured are told to no one */
};

/* What is in a buffer, a texture or a query set before its first use: fresh.c. */
enum gpu_wgpu_content {
    GPU_WGPU_DEFINED,
    GPU_WGPU_FRESH,    /* perhaps what its memory held before; a query set has no results */
    GPU_WGPU_CLEARING, /* the same, and commands that clear it are recorded, but not submitted yet */
};

struct gpu_wgpu_buffer {
    atomic_uint refs;
    WGPUBuffer native;
    struct gpu_wgpu_device *device;
    uint64_t size;
    WGPUBufferUsage usage;
    enum gpu_wgpu_content content; /* DEFINED where shaders may not use it */
    bool invalid;
    bool destroyed;
    _Atomic WGPUBufferMapState map_state;
    uint64_t map_future; /* of the map under way */
    WGPUMapMode map_mode;
    uint64_t map_offset;
    uint64_t map_size;
    uint64_t used_by; /* the number of the user that lists it already */
};

struct gpu_wgpu_texture {
    atomic_uint refs;
    WGPUTexture native; /* NULL: invalid */
    struct gpu_wgpu_device *device;
    WGPUTextureUsage usage; /* as asked for: wgpu-native's has more */
    WGPUTextureDimension dimension;
    WGPUExtent3D size;
    WGPUTextureFormat format;
    uint32_t mip_level_count;
    uint32_t sample_count;
    enum gpu_wgpu_content content;
    bool destroyed;
    uint64_t used_by;
};

struct gpu_wgpu_texture_view {
    atomic_uint refs;
    WGPUTextureView native; /* NULL: invalid */
    struct gpu_wgpu_texture *texture;
    WGPUTextureUsage usage;
    WGPUTextureFormat format;
    WGPUTextureViewDimension dimension; /* Undefined: what the texture's stands for */
};

struct gpu_wgpu_bind_group {
    atomic_uint refs;
    WGPUBindGroup native; /* NULL: invalid */
    struct gpu_wgpu_device *device;
    struct gpu_wgpu_used used;
    uint64_t used_by;
};

/* Kinds of which no more is known than whose they are: plain.c. */
#define GPU_WGPU_PLAIN_KINDS(X) \
    X(bind_group_layout, BindGroupLayout) \
    X(pipeline_layout, PipelineLayout) \
    X(sampler, Sampler) \
    X(compute_pipeline, ComputePipeline)
#define X(kind, name) \
    struct gpu_wgpu_##kind { \
        atomic_uint refs; \
        WGPU##name native; \
        struct gpu_wgpu_device *device; \
    };
GPU_WGPU_PLAIN_KINDS(X)
#undef X

struct gpu_wgpu_render_pipeline {
    atomic_uint refs;
    WGPURenderPipeline native; /* NULL: invalid */
    struct gpu_wgpu_device *device;
    uint32_t vertex_slots; /* a bit for each vertex buffer that it needs */
    uint32_t vertex_holes; /* and for each that it leaves out before the last one */
    bool blends_constant;
};

struct gpu_wgpu_shader_module {
    atomic_uint refs;
    WGPUShaderModule native;
    struct gpu_wgpu_device *device;
    bool uses_workgroup_memory;
    struct gpu_wgpu_diagnosis diagnosis; /* why it is invalid */
};

struct gpu_wgpu_query_set {
    atomic_uint refs;
    WGPUQuerySet native; /* NULL: invalid, or it has no queries */
    struct gpu_wgpu_device *device;
    WGPUQueryType type;
    uint32_t count;
    uint8_t *written; /* a bit for each timestamp that a command writes; NULL: there are none */
    bool invalid;
    enum gpu_wgpu_content content;
    bool destroyed;
    uint64_t used_by;
};

struct gpu_wgpu_command_encoder {
    atomic_uint refs;
    WGPUCommandEncoder native;
    struct gpu_wgpu_device *device;
    struct gpu_wgpu_used used;
    bool finished;
};

struct gpu_wgpu_command_buffer {
    atomic_uint refs;
    WGPUCommandBuffer native;
    struct gpu_wgpu_device *device;
    struct gpu_wgpu_used used;
    bool invalid;
    bool submitted;
};

struct gpu_wgpu_compute_pass {
    atomic_uint refs;
    WGPUComputePassEncoder native;
    struct gpu_wgpu_command_encoder *encoder;
    bool ended;
};

/* From handles to records and back. */
/* clang-format off */
#define GPU_WGPU_KINDS(X) \
    X(instance, WGPUInstance) X(adapter, WGPUAdapter) X(queue, WGPUQueue) X(device, WGPUDevice) \
    X(buffer, WGPUBuffer) X(bind_group, WGPUBindGroup) X(shader_module, WGPUShaderModule) \
    X(query_set, WGPUQuerySet) X(command_encoder, WGPUCommandEncoder) X(command_buffer, WGPUCommandBuffer) \
    X(compute_pass, WGPUComputePassEncoder) X(render_pass, WGPURenderPassEncoder) \
    X(texture, WGPUTexture) X(texture_view, WGPUTextureView) X(sampler, WGPUSampler) \
    X(bind_group_layout, WGPUBindGroupLayout) X(pipeline_layout, WGPUPipelineLayout) \
    X(compute_pipeline, WGPUComputePipeline) X(render_pipeline, WGPURenderPipeline) \
    X(render_bundle_encoder, WGPURenderBundleEncoder) X(render_bundle, WGPURenderBundle)
#define X(kind, handle) \
    static inline struct gpu_wgpu_##kind *gpu_wgpu_##kind(handle h) { return (struct gpu_wgpu_##kind *)h; } \
    static inline handle gpu_wgpu_##kind##_handle(struct gpu_wgpu_##kind *r) { return (handle)r; }
GPU_WGPU_KINDS(X)
#undef X
/* clang-format on */

/* Counting. An unref frees the record with its last reference. */
static inline void
gpu_wgpu_ref(atomic_uint *refs)
{
    atomic_fetch_add_explicit(refs, 1, memory_order_relaxed);
}

/* Of one that may be on its way out: false, and no reference, if its last one is gone already. */
static inline bool
gpu_wgpu_ref_live(atomic_uint *refs)
{
    unsigned count = atomic_load_explicit(refs, memory_order_relaxed);
    while (count != 0) {
        if (atomic_compare_exchange_weak_explicit(refs, &count, count + 1, memory_order_relaxed,
                                                  memory_order_relaxed))
            return true;
    }
    return false;
}

/* Whether it was the last. */
static inline bool
gpu_wgpu_unref(atomic_uint *refs)
{
    return atomic_fetch_sub_explicit(refs, 1, memory_order_acq_rel) == 1;
}

void gpu_wgpu_instance_unref(struct gpu_wgpu_instance *instance);
void gpu_wgpu_adapter_unref(struct gpu_wgpu_adapter *adapter);
void gpu_wgpu_device_unref(struct gpu_wgpu_device *device);
void gpu_wgpu_buffer_unref(struct gpu_wgpu_buffer *buffer);
void gpu_wgpu_texture_unref(struct gpu_wgpu_texture *texture);
void gpu_wgpu_query_set_unref(struct gpu_wgpu_query_set *set);
void gpu_wgpu_command_encoder_unref(struct gpu_wgpu_command_encoder *encoder);

/* A zeroed record of `size` bytes whose first member, its count, is 1. NULL: out of memory, logged. */
void *gpu_wgpu_record_new(size_t size);

/* A text as wgpu-native takes it: it aborts at a NULL that has a length, and at a pass's debug groups that
 * are not UTF-8. What is not is cut off. */
WGPUStringView gpu_wgpu_text(WGPUStringView text);

/* A record of a plain kind, which takes `native` over. NULL: out of memory, and `native` is gone. */
#define X(kind, name) WGPU##name gpu_wgpu_##kind##_new(struct gpu_wgpu_device *device, WGPU##name native);
GPU_WGPU_PLAIN_KINDS(X)
#undef X

/* A bind group layout that wgpu-native knows to be invalid, without an error. */
WGPUBindGroupLayout gpu_wgpu_invalid_layout(struct gpu_wgpu_device *device);

/* Gives all queries of a fresh set a result, by wgpu-native's encoder. */
void gpu_wgpu_query_set_clear(WGPUCommandEncoder native, const struct gpu_wgpu_query_set *set);
/* Notes that a command writes a timestamp; UNDEFINED is allowed. */
void gpu_wgpu_query_set_note(struct gpu_wgpu_query_set *set, uint32_t index);
/* Whether a query has a result other than that. */
bool gpu_wgpu_query_set_has(const struct gpu_wgpu_query_set *set, uint32_t index);

/* wgpu-native aborts at vertices and indices of 0 bytes: it gets the buffer's end, where none are left. What
 * is wrong with the offset stays. A NULL buffer is allowed. */
void gpu_wgpu_bind_nothing(const struct gpu_wgpu_buffer *buffer, uint64_t *offset, uint64_t *size);

/* Hands on the writes that are pending: maps and the end of work do not wait for them. */
void gpu_wgpu_queue_flush(struct gpu_wgpu_queue *queue);

#endif
