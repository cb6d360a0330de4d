/* Objects that another one keeps, because its native object does: a bind group keeps what it binds, a view
 * its texture, commands what they use. So what a guest drops goes on to count among what it may have
 * (budget.h) for as long as the GPU's memory is taken.
 *
 * What is recorded is kept by the encoder: passes pass it on to theirs, and finish to the command buffer or
 * bundle. What only the GPU still works on, once its commands are dropped, leaving.h counts. */
#ifndef WEBGPU_HOLD_H
#define WEBGPU_HOLD_H

#include "webgpu/object.h"

/* `owner` keeps `object` until it is destroyed, but none of another device, with which it is invalid: so the
 * end of one device is not that of others. False: out of memory. */
bool webgpu_hold(struct webgpu_object *owner, struct webgpu_object *object);

/* `pass` records for `encoder`, and keeps it until its end. */
void webgpu_hold_encoder(struct webgpu_object *pass, struct webgpu_object *encoder);

/* The first time that `self`, an encoder or a pass, uses `object`, which costs memory: without any, it is not
 * kept. */
void webgpu_hold_first(struct webgpu_object *self, struct webgpu_object *object) __attribute__((noinline));

/* A command of `self`, an encoder or a pass, uses `object`. Only the two are looked at, and nothing is
 * written, but for the first time. */
static inline void
webgpu_hold_used(struct webgpu_object *self, struct webgpu_object *object)
{
    if (object->mark != self->mark || self->mark == 0)
        webgpu_hold_first(self, object);
}

/* What `encoder` keeps is kept by what it made. */
void webgpu_hold_finish(struct webgpu_object *encoder, struct webgpu_object *made);

/* Gives all back: it is being destroyed. */
void webgpu_hold_release(struct webgpu_object *owner);

/* Of a context that is deleted. */
void webgpu_hold_free_spares(struct webgpu_context *context);

#endif
