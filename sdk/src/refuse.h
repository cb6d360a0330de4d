/* What is invalid on purpose, for descriptors that the host's interface cannot express.
 *
 * webgpu.h wants a validation error and an invalid object then, and only the host can make these. Each of
 * these writes the reason to the log, too. */
#ifndef SDK_REFUSE_H
#define SDK_REFUSE_H

#include <wasigpu/imports.h>

#include "encoder.h"

#define SDK_UNKNOWN_CHAIN "unknown struct in the descriptor's chain"

/* Makes an invalid layout, labelled with the reason: a validation error on the device. */
wasi_webgpu_bind_group_layout_t sdk_refuse_layout(wasi_webgpu_device_t device, const char *function,
                                                  const char *reason);

#define SDK_REFUSING_ENCODERS(X) \
    SDK_RENDER_ENCODERS(X) \
    X(command_encoder, CommandEncoder)

/* sdk_refuse_command_encoder and so on: makes what is recorded invalid. */
#define X(name, Name) \
    void sdk_refuse_##name(wasi_webgpu_##name##_t encoder, const char *function, const char *reason);
SDK_REFUSING_ENCODERS(X)
#undef X

#endif
