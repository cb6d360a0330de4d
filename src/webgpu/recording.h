/* What recorded commands take of the host's memory: an encoder's and its passes', then the command buffer's
 * or the bundle's, until their ends. Counted at a flat price, and for their data, because libraries do not
 * say what they keep; a bundle that is executed costs as much again, for it is replayed.
 *
 * An encoder that finds no more room is invalid from there on: its device has an out-of-memory error, and its
 * finish() a validation error, as WebGPU has it of any that is invalid.
 *
 * What has ended has nothing that is paid for: so "Validate the encoder state", which makes an error of a
 * command behind an end, costs those before it nothing. A pass that has ended is no longer its encoder's. */
#ifndef WEBGPU_RECORDING_H
#define WEBGPU_RECORDING_H

#include "webgpu/object.h"

#define WEBGPU_COMMAND_BYTES 256u
#define WEBGPU_COMMAND_DATA 64u /* of which so many may be its data */

/* When nothing that was paid for is left: pays for some commands, of which one is recorded. False: there is
 * no room, and the recorder is refused; or `self` or its encoder has ended. */
bool webgpu_record_more(struct webgpu_object *self);

/* Pays for `bytes` besides. */
bool webgpu_record_bytes(struct webgpu_object *self, uint64_t bytes);

static inline struct webgpu_object *
webgpu_recorder(struct webgpu_object *self)
{
    return self->encoder != NULL ? self->encoder : self;
}

/* Before each command of `self`, an encoder or a pass. False: it is not recorded. Some nanosecond. */
static inline bool
webgpu_record(struct webgpu_object *self)
{
    struct webgpu_object *recorder = webgpu_recorder(self);
    if (recorder->commands_left == 0)
        return webgpu_record_more(self);
    recorder->commands_left--;
    return true;
}

/* The same for one with data of so many bytes. Inline: set-bind-group is recorded often. */
__attribute__((always_inline)) static inline bool
webgpu_record_data(struct webgpu_object *self, size_t size)
{
    return webgpu_record(self) && (size <= WEBGPU_COMMAND_DATA || webgpu_record_bytes(self, size));
}

/* The end of a pass. False: it is not recorded, and if the pass or its encoder had ended, that is an error.
 */
bool webgpu_record_end(struct webgpu_object *pass);

/* The encoder has ended: what it has recorded is what `made` has. */
void webgpu_record_finish(struct webgpu_object *encoder, struct webgpu_object *made);

/* Whether finish() of `encoder` can only make what is invalid; then its device has an error. */
bool webgpu_record_failed(struct webgpu_object *encoder);

#endif
