/* Objects that are invalid on purpose, for descriptors that the host's interface cannot express.
 *
 * webgpu.h wants a validation error and an invalid object then, and only the host can make these. */
#ifndef SDK_REFUSE_H
#define SDK_REFUSE_H

#include <wasigpu/imports.h>

/* Makes an invalid layout, labelled with the reason: a validation error on the device. */
wasi_webgpu_bind_group_layout_t sdk_refuse_layout(wasi_webgpu_device_t device, const char *function,
                                                  const char *reason);

#endif
