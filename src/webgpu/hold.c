/* Objects that another one keeps: a list that grows, with a reference each. Lists are kept for reuse, so that
 * recording costs no allocation. */
#include "webgpu/hold.h"

#include <stdlib.h>

#include "base/log.h"

#define FIRST_CAPACITY 4
#define SPARE_MAX 64 /* lists; longer or more ones are freed */
#define SPARE_CAPACITY 64

struct webgpu_holds {
    struct webgpu_holds *next; /* among the spare ones */
    size_t count;
    size_t capacity;
    struct webgpu_object *objects[];
};

/* A list with room for one object more: `holds`, or in its place; NULL: a new one. NULL: out of memory. */
static struct webgpu_holds *
grow(struct webgpu_context *context, struct webgpu_holds *holds)
{
    if (holds == NULL && context->spare_holds != NULL) {
        holds = context->spare_holds;
        context->spare_holds = holds->next;
        context->spare_hold_count--;
        return holds;
    }
    const size_t count = holds == NULL ? 0 : holds->count;
    const size_t capacity = holds == NULL ? FIRST_CAPACITY : holds->capacity * 2;
    struct webgpu_holds *larger = realloc(holds, sizeof *holds + capacity * sizeof holds->objects[0]);
    if (larger == NULL)
        return NULL;
    larger->count = count;
    larger->capacity = capacity;
    return larger;
}

bool
webgpu_hold(struct webgpu_object *owner, struct webgpu_object *object)
{
    if (object->device != owner->device)
        return true;
    struct webgpu_holds *holds = owner->holds;
    if (holds == NULL || holds->count == holds->capacity)
        holds = grow(owner->context, holds);
    if (holds == NULL)
        return false;
    owner->holds = holds;
    webgpu_object_ref(object);
    holds->objects[holds->count++] = object;
    return true;
}

void
webgpu_hold_encoder(struct webgpu_object *pass, struct webgpu_object *encoder)
{
    webgpu_object_ref(encoder);
    pass->encoder = encoder;
    encoder->refused = encoder->refused || pass->refused; /* no pass that is invalid is left open unnoticed */
}

void
webgpu_hold_first(struct webgpu_object *self, struct webgpu_object *object)
{
    struct webgpu_object *recorder = self->encoder != NULL ? self->encoder : self;
    if (recorder->mark == 0)
        recorder->mark = ++recorder->context->marks;
    self->mark = recorder->mark;
    if (object->mark == recorder->mark) /* another pass has used it */
        return;
    if (webgpu_hold(recorder, object))
        object->mark = recorder->mark;
    else
        base_log(BASE_LOG_ERROR, BASE_LOG_ROOM_WEBGPU,
                 "no memory to keep a %s: it may be counted too soon gone", object->class->name);
}

void
webgpu_hold_finish(struct webgpu_object *encoder, struct webgpu_object *made)
{
    made->holds = encoder->holds;
    encoder->holds = NULL;
    encoder->mark = 0; /* what it is given now it has not noted; what its passes are, is an error */
}

void
webgpu_hold_release(struct webgpu_object *owner)
{
    struct webgpu_holds *holds = owner->holds;
    if (holds == NULL)
        return;
    owner->holds = NULL;
    for (size_t i = 0; i < holds->count; i++)
        webgpu_object_unref(holds->objects[i]);
    struct webgpu_context *context = owner->context;
    if (holds->capacity > SPARE_CAPACITY || context->spare_hold_count == SPARE_MAX) {
        free(holds);
        return;
    }
    holds->count = 0;
    holds->next = context->spare_holds;
    context->spare_holds = holds;
    context->spare_hold_count++;
}

void
webgpu_hold_free_spares(struct webgpu_context *context)
{
    while (context->spare_holds != NULL) {
        struct webgpu_holds *holds = context->spare_holds;
        context->spare_holds = holds->next;
        free(holds);
    }
}
