/* What is invalid on purpose, for descriptors that the host's interface cannot express, and for NULL and
 * released objects in them.
 *
 * webgpu.h wants a validation error and an invalid object then, and only the host can make these. Each of
 * these writes the reason to the log, too. */
#ifndef SDK_REFUSE_H
#define SDK_REFUSE_H

#include <wasigpu/imports.h>

#include "encoder.h"

#define SDK_OUT_OF_MEMORY "out of memory"
#define SDK_NO_LIST "a list that is not there"
#define SDK_NO_EXTERNAL_TEXTURES "a guest has no external textures"

/* Makes an invalid layout, labelled with the reason: a validation error on the device. */
wasi_webgpu_bind_group_layout_t sdk_refuse_layout(wasi_webgpu_device_t device, const char *function,
                                                  WGPUStringView reason);

/* Makes an invalid shader module, whose error tells the reason. */
wasi_webgpu_shader_module_t sdk_refuse_shader(wasi_webgpu_device_t device, const char *function,
                                              const char *reason);

/* The label of an object that the caller makes invalid: the reason, for the error names the object by it. */
struct wasi_webgpu_option_string sdk_refuse_label(const char *function, const char *reason);

/* sdk_refuse_command_encoder and so on: makes what is recorded invalid.
 *
 * sdk_command_encoder_takes and so on: whether a command about `object` can be recorded. Not if the encoder
 * cannot be used, and if `object` cannot be, what is recorded becomes invalid. */
#define X(name, Name) \
    void sdk_refuse_##name(wasi_webgpu_##name##_t encoder, const char *function, const char *reason); \
    bool sdk_##name##_refuses(WGPU##Name self, const char *function) __attribute__((cold)); \
    static inline bool sdk_##name##_takes(WGPU##Name self, const void *object, const char *function) \
    { \
        if (self != NULL && self->object.refs != 0 && object != NULL && \
            ((const struct sdk_object *)object)->refs != 0) \
            return true; \
        return sdk_##name##_refuses(self, function); \
    }
SDK_DEBUG_ENCODERS(X)
#undef X

#endif
