/* A pipeline that is made with a callback: what is the same for compute and render pipelines.
 *
 * The host makes it in the call that asks; the callback is called as its mode wants. */
#ifndef SDK_PIPELINE_REQUEST_H
#define SDK_PIPELINE_REQUEST_H

#include <wasigpu/imports.h>

#include "future.h"

/* The first member of each kind's own struct, which is on the heap. */
struct sdk_pipeline_request {
    struct sdk_future future;
    WGPUCreatePipelineAsyncStatus status;
    uint32_t handle;        /* of the pipeline; 0 unless the status is success */
    WGPUStringView message; /* the host's, freed after the callback */
    /* Calls the user's callback with a new object of `handle`, or with none; NULL: there is no callback. */
    void (*call)(const struct sdk_pipeline_request *request, WGPUStringView message);
    void (*drop)(uint32_t handle);
};

/* The host's answer. */
void sdk_pipeline_request_succeed(struct sdk_pipeline_request *request, uint32_t handle);
void sdk_pipeline_request_fail(struct sdk_pipeline_request *request,
                               const struct wasi_webgpu_create_pipeline_error *error);

/* Takes over an answered request whose `call` and `drop` are set. */
WGPUFuture sdk_pipeline_request_start(struct sdk_pipeline_request *request, WGPUDevice device,
                                      WGPUCallbackMode mode);

#endif
