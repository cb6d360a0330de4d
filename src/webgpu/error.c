/* gpu-error. Follows WebGPU, "GPUError". */
#include "webgpu/error.h"

#include "generated/webgpu_methods.h"
#include "webgpu/enums.h"
#include "webgpu/text.h"

struct webgpu_error {
    struct webgpu_object object;
    enum webgpu_error_kind kind;
    struct base_string message;
};

static void
error_finish(struct webgpu_object *object)
{
    base_string_finish(&((struct webgpu_error *)object)->message);
}

static const struct webgpu_class error_class = {"gpu-error", sizeof(struct webgpu_error), error_finish,
                                                WEBGPU_POOL_NONE};

struct webgpu_error *
webgpu_error_new(struct webgpu_context *context, WGPUErrorType type, WGPUStringView message)
{
    struct webgpu_error *self = webgpu_object_new(&error_class, context, NULL, (struct base_str){0});
    if (self == NULL)
        return NULL;
    self->kind = webgpu_error_kind_of(type);
    if (!webgpu_string_copy(&self->message, message)) {
        webgpu_object_unref(&self->object);
        return NULL;
    }
    self->object.host_bytes = self->message.size;
    webgpu_host_charge(context, self->message.size);
    return self;
}

void
webgpu_error_ref(struct webgpu_error *self)
{
    webgpu_object_ref(&self->object);
}

void
webgpu_error_drop(struct webgpu_error *self)
{
    webgpu_object_unref(&self->object);
}

struct base_str
webgpu_error_message(struct webgpu_error *self, struct base_arena *arena)
{
    (void)arena;
    return base_string_view(&self->message);
}

enum webgpu_error_kind
webgpu_error_kind(struct webgpu_error *self)
{
    return self->kind;
}
