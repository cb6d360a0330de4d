/* Operations: webgpu.h, "Asynchronous Operations". Each is an event with a number, whose callback is called
 * once, when and from where its mode and the pace allow. */
#ifndef NULL_EVENT_H
#define NULL_EVENT_H

#include "object.h"

struct null_event {
    struct null_event *next;
    uint64_t id;
    struct null_object *instance; /* held */
    struct null_object *owner;    /* what it works on, held: when that is gone, it is over */
    WGPUCallbackMode mode;
    bool finished;  /* it has its result: */
    bool held;      /* which is not told yet */
    uint64_t at_ns; /* nor before this time */
    uint32_t status;
    uint32_t over; /* the status if its owner is gone before */
    const char *message;
    WGPUErrorType error;
    void *result; /* a handle that the callback takes */
    void (*deliver)(struct null_event *event);
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
};

/* One under way. `over` is its status if `owner`, or what that was made of, ends first; 0: it does not
 * matter. If the instance does, it is CallbackCancelled. */
struct null_event *null_event_new(struct null_object *instance, struct null_object *owner,
                                  WGPUCallbackMode mode, uint32_t over,
                                  void (*deliver)(struct null_event *event));

/* It has its result. Where mode and pace allow, its callback is called here and the event is gone. */
WGPUFuture null_event_finish(struct null_event *event, uint32_t status, const char *message);
/* The same, not told before that time: null_now_ns(). */
WGPUFuture null_event_finish_at(struct null_event *event, uint32_t status, uint64_t at_ns);
uint64_t null_now_ns(void);
/* The same of an adapter or a device, which no pace delays: wgpu-native answers inside the call. */
WGPUFuture null_event_answer(struct null_event *event, uint32_t status, const char *message);

/* What works on `owner`, or on what was made of it, is over. */
void null_event_end_owner(struct null_object *owner, const char *message);
/* All of `instance`, whose callbacks are called here. */
void null_event_end_instance(struct null_object *instance);
/* What wgpuInstanceProcessEvents does; NULL: of every instance what may be told at any time. */
void null_event_process(struct null_object *instance);

/* What callbacks are given. */
WGPUStringView null_text(const char *text);

#endif
