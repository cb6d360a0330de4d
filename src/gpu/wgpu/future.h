/* Futures over wgpu-native, which has none: each operation is a record with a number of its own, and its
 * callback is called when, and from where, its mode allows. webgpu.h, "Asynchronous Operations". */
#ifndef GPU_WGPU_FUTURE_H
#define GPU_WGPU_FUTURE_H

#include <stdbool.h>
#include <stdint.h>
#include <webgpu/webgpu.h>

struct gpu_wgpu_device;
struct gpu_wgpu_future_list;
struct gpu_wgpu_instance;

struct gpu_wgpu_future {
    uint64_t id; /* given in order, from 1 on */
    WGPUCallbackMode mode;
    struct gpu_wgpu_instance *instance; /* whose ProcessEvents calls back; with a reference */
    struct gpu_wgpu_device *device;     /* what has to be polled, with a reference; NULL: nothing */
    bool ready;                         /* it has its result, the callback is to come */
    uint64_t ready_number;              /* of its instance's */
    /* Of a map: the buffer's, which gets Mapped or Unmapped with the result; a buffer's end gives it one. */
    _Atomic WGPUBufferMapState *map_state;
    struct gpu_wgpu_future *next_in_bucket;
    struct gpu_wgpu_future_list *list; /* that it is in, between these */
    struct gpu_wgpu_future *before;
    struct gpu_wgpu_future *behind;

    /* Calls the callback with what is below. */
    void (*deliver)(struct gpu_wgpu_future *future);
    union {
        WGPURequestAdapterCallbackInfo adapter;
        WGPURequestDeviceCallbackInfo device;
        WGPUDeviceLostCallbackInfo lost;
        WGPUBufferMapCallbackInfo map;
        WGPUQueueWorkDoneCallbackInfo work;
        WGPUPopErrorScopeCallbackInfo scope;
        WGPUCompilationInfoCallbackInfo compilation;
        WGPUCreateComputePipelineAsyncCallbackInfo compute_pipeline;
        WGPUCreateRenderPipelineAsyncCallbackInfo render_pipeline;
    } callback;
    uint32_t status;    /* of the callback's own enum; to begin with, what it is without memory */
    uint32_t cancelled; /* the same, if the instance goes before it is ready */
    char *message;      /* NULL: none */
    void *result;       /* a handle, which the callback takes, or what `deliver` makes something of */
    WGPUErrorType error_type;
};

/* A future that runs, with what is set in `start`: mode, instance, deliver, callback, status, cancelled, and
 * what else it has. NULL: out of memory, or the instance is released, which the callback has been told. */
struct gpu_wgpu_future *gpu_wgpu_future_new(const struct gpu_wgpu_future *start);

/* It has its result. Calls back at once if the mode is AllowSpontaneous; then, and from then on
 * whenever events are processed, the record may be gone. `message` is copied; NULL: none. */
WGPUFuture gpu_wgpu_future_finish(struct gpu_wgpu_future *future, uint32_t status, const char *message);

/* The same by number, for native callbacks that may come late; false: it was finished before. */
bool gpu_wgpu_future_finish_id(uint64_t id, uint32_t status, WGPUStringView message);

/* Those of an instance that has no owner any more, at once: there is no one to wait for them. From then on it
 * gets no new ones. */
void gpu_wgpu_futures_cancel(struct gpu_wgpu_instance *instance);

/* The maps under way on a device that is lost. */
void gpu_wgpu_future_abort_maps(const struct gpu_wgpu_device *device, const char *why);

#endif
