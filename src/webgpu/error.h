/* gpu-error. */
#ifndef WEBGPU_ERROR_H
#define WEBGPU_ERROR_H

#include "webgpu/object.h"

/* With a copy of `message`. Any thread. NULL: out of memory. */
struct webgpu_error *webgpu_error_new(struct webgpu_context *context, WGPUErrorType type,
                                      WGPUStringView message);

void webgpu_error_ref(struct webgpu_error *error);

#endif
