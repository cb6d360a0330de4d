/* Dawn's error scopes, for what is tried here and must not be seen outside. */
#ifndef GPU_DAWN_SCOPE_H
#define GPU_DAWN_SCOPE_H

#include <webgpu/webgpu.h>

/* What the innermost scope of `device` and of this thread has captured: Dawn answers inside the call. A
 * device that is lost has no errors. */
WGPUErrorType gpu_dawn_pop_scope(WGPUDevice device);

#endif
