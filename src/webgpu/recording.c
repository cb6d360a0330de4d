/* Recorded commands: paid for in advance, some at a time, so that one costs no more than a comparison. */
#include "webgpu/recording.h"

#include <inttypes.h>
#include <stdio.h>

#include "gpu/error.h"
#include "webgpu/device.h"

#define AT_A_TIME 64u
#define MESSAGE_SIZE 120

/* What is left of the advance is not given back: it goes with the encoder. */
static void __attribute__((cold, noinline))
refuse(struct webgpu_object *recorder)
{
    recorder->refused = true;
    recorder->commands_left = 0;
    char message[MESSAGE_SIZE];
    snprintf(message, sizeof message,
             "no room for a command: the guest may have %" PRIu64 " bytes of the host's memory",
             recorder->context->budget.max_host_bytes);
    gpu_device_report(recorder->device->native, WGPUErrorType_OutOfMemory, message);
}

static bool
pay(struct webgpu_object *recorder, uint64_t bytes)
{
    if (recorder->refused)
        return false;
    if (!webgpu_host_take(recorder->context, bytes)) {
        refuse(recorder);
        return false;
    }
    recorder->host_bytes += bytes;
    return true;
}

static void
report_ended(struct webgpu_object *object)
{
    char message[MESSAGE_SIZE];
    snprintf(message, sizeof message, "the %s has ended", object->class->name);
    gpu_device_report(object->device->native, WGPUErrorType_Validation, message);
}

/* A pass that is open behind its encoder's finish takes commands, which go nowhere. */
bool
webgpu_record_more(struct webgpu_object *self)
{
    struct webgpu_object *recorder = webgpu_recorder(self);
    if (self->ended)
        report_ended(self);
    if (recorder->ended)
        return false;
    if (!pay(recorder, AT_A_TIME * WEBGPU_COMMAND_BYTES))
        return false;
    recorder->commands_left = AT_A_TIME - 1;
    return true;
}

bool
webgpu_record_bytes(struct webgpu_object *self, uint64_t bytes)
{
    return pay(webgpu_recorder(self), bytes);
}

bool
webgpu_record_end(struct webgpu_object *pass)
{
    struct webgpu_object *encoder = webgpu_recorder(pass);
    if (encoder->ended) {
        report_ended(encoder);
        return false;
    }
    const bool recorded = webgpu_record(pass);
    pass->ended = true;
    pass->encoder = NULL;
    webgpu_object_unref(encoder);
    return recorded;
}

void
webgpu_record_finish(struct webgpu_object *encoder, struct webgpu_object *made)
{
    encoder->ended = true;
    if (encoder->refused)
        return; /* it still has them */
    const uint64_t unused = (uint64_t)encoder->commands_left * WEBGPU_COMMAND_BYTES;
    webgpu_host_give(encoder->context, unused);
    made->host_bytes = encoder->host_bytes - unused;
    encoder->host_bytes = 0;
    encoder->commands_left = 0;
}

bool
webgpu_record_failed(struct webgpu_object *encoder)
{
    if (!encoder->refused)
        return false;
    gpu_device_report(encoder->device->native, WGPUErrorType_Validation,
                      "the encoder is invalid, for the guest was out of memory");
    return true;
}
