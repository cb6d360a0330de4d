/* Futures over wgpu-native, which has none: each operation is a record with a number of its own, and its
 * callback is called when, and from where, its mode allows. webgpu.h, "Asynchronous Operations". */
#ifndef GPU_WGPU_FUTURE_H
#define GPU_WGPU_FUTURE_H

#include <stdbool.h>
#include <stdint.h>
#include <webgpu/webgpu.h>

struct gpu_wgpu_device;
struct gpu_wgpu_instance;

struct gpu_wgpu_future {
    uint64_t id;
    WGPUCallbackMode mode;
    struct gpu_wgpu_instance *instance; /* whose ProcessEvents calls back; with a reference */
    struct gpu_wgpu_device *device;     /* what has to be polled, with a reference; NULL: nothing */
    bool ready;                         /* it has its result, the callback is to come */
    /* Of a map: the buffer's, which gets Mapped or Unmapped with the result; a buffer's end gives it one. */
    _Atomic WGPUBufferMapState *map_state;
    struct gpu_wgpu_future *next;

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
    uint32_t status; /* of the callback's own enum */
    char *message;   /* NULL: none */
    void *result;    /* a handle, which the callback takes, or what `deliver` makes something of */
    WGPUErrorType error_type;
};

/* A future that runs. Set `callback` before anything can finish it. NULL: out of memory, logged. */
struct gpu_wgpu_future *gpu_wgpu_future_new(struct gpu_wgpu_instance *instance,
                                            struct gpu_wgpu_device *device, WGPUCallbackMode mode,
                                            void (*deliver)(struct gpu_wgpu_future *future));

/* It has its result. Calls back at once if the mode is AllowSpontaneous; then, and from then on
 * whenever events are processed, the record may be gone. `message` is copied; NULL: none. */
WGPUFuture gpu_wgpu_future_finish(struct gpu_wgpu_future *future, uint32_t status, const char *message);

/* The same by number, for native callbacks that may come late; false: it was finished before. */
bool gpu_wgpu_future_finish_id(uint64_t id, uint32_t status, WGPUStringView message);

/* The maps under way on a device that is lost. */
void gpu_wgpu_future_abort_maps(const struct gpu_wgpu_device *device, const char *why);

#endif
