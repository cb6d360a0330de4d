/* The records behind the handles that callers see, where wgpu-native's own say too little.
 *
 * Each counts its references and holds wgpu-native's handle, which is never NULL unless said; a record
 * made in error holds one that wgpu-native knows to be invalid. A device's records are used by one
 * thread at a time; what another thread's poll may touch (map state, futures) is atomic or locked. */
#ifndef GPU_WGPU_OBJECTS_H
#define GPU_WGPU_OBJECTS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <webgpu/webgpu.h>

struct gpu_wgpu_instance {
    atomic_uint refs;
    WGPUInstance native;
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
    size_t bytes_pending;  /* in those */
    atomic_uint under_way; /* submits that the GPU is not through with, counted on CPU adapters: submit.c */
};

struct gpu_wgpu_device {
    atomic_uint refs; /* its records' among them */
    WGPUDevice native;
    struct gpu_wgpu_adapter *adapter;
    struct gpu_wgpu_queue queue;
    struct gpu_wgpu_device *next; /* in device.c's list */
    atomic_bool lost;
    uint64_t lost_future; /* also the device's number */
    bool is_cpu;
    uint32_t max_bind_groups_plus_vertex_buffers;
    WGPUUncapturedErrorCallbackInfo uncaptured;

    uint64_t error_count; /* since it was made: whether a call went wrong shows in it */
    struct gpu_wgpu_scope *scopes;
    size_t scope_count;
    size_t scope_capacity;
    /* While `capturing`, errors go here, the first one stays, and neither scopes nor callbacks see it. */
    bool capturing;
    WGPUErrorType captured_type;
    char *captured;
    bool quiet; /* errors that are not captured are told to no one */
};

struct gpu_wgpu_buffer {
    atomic_uint refs;
    WGPUBuffer native;
    struct gpu_wgpu_device *device;
    uint64_t size;
    WGPUBufferUsage usage;
    bool fresh; /* shaders may use it, and it holds what its memory held before: fresh.c */
    bool destroyed;
    _Atomic WGPUBufferMapState map_state;
    uint64_t map_future; /* of the map under way */
    WGPUMapMode map_mode;
    uint64_t map_offset;
    uint64_t map_size;
    uint64_t used_by; /* the number of the encoder that lists it already */
};

struct gpu_wgpu_bind_group {
    atomic_uint refs;
    WGPUBindGroup native;
    struct gpu_wgpu_device *device;
    struct gpu_wgpu_buffer **buffers; /* each with a reference */
    size_t buffer_count;
    uint64_t used_by;
};

struct gpu_wgpu_shader_module {
    atomic_uint refs;
    WGPUShaderModule native;
    struct gpu_wgpu_device *device;
    bool uses_workgroup_memory;
    char *message; /* why it is invalid; NULL: it is valid */
    uint64_t line; /* where; 0: unknown */
    uint64_t column;
    uint64_t offset;
};

struct gpu_wgpu_query_set {
    atomic_uint refs;
    WGPUQuerySet native; /* NULL: invalid */
    struct gpu_wgpu_device *device;
    WGPUQueryType type;
    uint32_t count;
    bool destroyed;
};

/* The buffers that commands use, looked at when they are submitted. Each with a reference. */
struct gpu_wgpu_used {
    struct gpu_wgpu_buffer **buffers;
    size_t count;
    size_t capacity;
};

struct gpu_wgpu_command_encoder {
    atomic_uint refs;
    WGPUCommandEncoder native;
    struct gpu_wgpu_device *device;
    uint64_t number; /* no other encoder has it */
    struct gpu_wgpu_used used;
    const char *error; /* what makes it invalid that wgpu-native has not been told of; NULL: nothing */
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
};

struct gpu_wgpu_render_pass {
    atomic_uint refs;
    WGPURenderPassEncoder native;
    struct gpu_wgpu_command_encoder *encoder;
};

/* From handles to records and back. */
/* clang-format off */
#define GPU_WGPU_KINDS(X) \
    X(instance, WGPUInstance) X(adapter, WGPUAdapter) X(queue, WGPUQueue) X(device, WGPUDevice) \
    X(buffer, WGPUBuffer) X(bind_group, WGPUBindGroup) X(shader_module, WGPUShaderModule) \
    X(query_set, WGPUQuerySet) X(command_encoder, WGPUCommandEncoder) X(command_buffer, WGPUCommandBuffer) \
    X(compute_pass, WGPUComputePassEncoder) X(render_pass, WGPURenderPassEncoder)
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
void gpu_wgpu_command_encoder_unref(struct gpu_wgpu_command_encoder *encoder);

/* A zeroed record of `size` bytes whose first member, its count, is 1. NULL: out of memory, logged. */
void *gpu_wgpu_record_new(size_t size);

/* A text as wgpu-native takes it: it aborts at a NULL that has a length. */
static inline WGPUStringView
gpu_wgpu_text(WGPUStringView text)
{
    return text.data != NULL ? text : (WGPUStringView){NULL, 0};
}

/* Notes that an encoder's commands use a buffer or a bind group's buffers. NULL is allowed. */
void gpu_wgpu_use_buffer(struct gpu_wgpu_command_encoder *encoder, struct gpu_wgpu_buffer *buffer);
void gpu_wgpu_use_bind_group(struct gpu_wgpu_command_encoder *encoder, struct gpu_wgpu_bind_group *group);
void gpu_wgpu_used_finish(struct gpu_wgpu_used *used);

/* A copy or a clear to the buffer: without the usage the encoder is invalid. */
void gpu_wgpu_write_buffer(struct gpu_wgpu_command_encoder *encoder, struct gpu_wgpu_buffer *buffer);

/* wgpu-native aborts at vertices and indices of 0 bytes: it gets the buffer's end, where none are left. What
 * is wrong with the offset stays. A NULL buffer is allowed. */
void gpu_wgpu_bind_nothing(const struct gpu_wgpu_buffer *buffer, uint64_t *offset, uint64_t *size);

/* Hands on the writes that are pending: maps and the end of work do not wait for them. */
void gpu_wgpu_queue_flush(struct gpu_wgpu_queue *queue);

/* wgpu-native's query set; NULL: it cannot be used, and so the encoder is invalid. */
WGPUQuerySet gpu_wgpu_use_query_set(struct gpu_wgpu_command_encoder *encoder, WGPUQuerySet set);

#endif
