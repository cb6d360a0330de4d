/* A pipeline that is made with a callback: what is the same for compute and render pipelines. */
#ifndef SDK_PIPELINE_REQUEST_H
#define SDK_PIPELINE_REQUEST_H

#include <wasigpu/imports.h>

#include "future.h"

/* The first member of each kind's own struct, which is on the heap and zeroed. Its maker fills in all but
 * `future`; the host stores the result. */
struct sdk_pipeline_request {
    struct sdk_future future;
    WGPUDevice device; /* it and those below are what the host was lent */
    WGPUPipelineLayout layout;
    WGPUShaderModule modules[2];         /* of the stages; NULL: none */
    wasi_webgpu_shader_module_t made[2]; /* in the place of such that cannot be used, and dropped; 0: none */
    union {                              /* the same thing, but for the name of the handle's type */
        struct wasi_webgpu_result_compute_pipeline_create_pipeline_error compute;
        struct wasi_webgpu_result_render_pipeline_create_pipeline_error render;
    } result;
    /* Calls the user's callback with the new object, or with NULL; NULL: there is no callback. */
    void (*call)(const struct sdk_pipeline_request *request, WGPUCreatePipelineAsyncStatus status,
                 void *pipeline, WGPUStringView message);
    void (*drop)(uint32_t handle);
};

/* Takes the request over. `packed` is what the async import has returned. */
WGPUFuture sdk_pipeline_request_start(struct sdk_pipeline_request *request, WGPUCallbackMode mode,
                                      uint32_t packed);

#endif
