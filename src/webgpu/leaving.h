/* What a guest has let go of, and the library still has. Dawn keeps whatever is released until the queue is
 * through with what it was given before, and until something more is submitted too. So it goes on to count
 * among what the guest may have (budget.h), and the queue is told by a submit of nothing, now and then; so do
 * submits. wgpu-native keeps what the queue works on, and no other objects: there they are not counted.
 *
 * What is written to buffers and textures, and maps, which their guest may give up, take memory of either
 * library in the same way, and there are no objects that bound them: of that a guest may have as much under
 * way as it may have of the host's memory else. */
#ifndef WEBGPU_LEAVING_H
#define WEBGPU_LEAVING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct webgpu_context;
struct webgpu_device;
struct webgpu_departure;

struct webgpu_amount {
    size_t objects;
    uint64_t bytes;
    uint64_t host_bytes; /* of the host's memory */
};

/* Of one device. On its guest's thread. */
struct webgpu_leaving {
    struct webgpu_amount open;      /* what the queue has not been told of */
    struct webgpu_departure *first; /* what it has, in order */
    struct webgpu_departure *last;
};

/* So much of `device` has just been released, or submitted. */
void webgpu_leave(struct webgpu_device *device, struct webgpu_amount amount);

/* The queue of `device` is about to be given a write or a map that takes so many bytes of the host's memory,
 * besides what the library takes to know of it. Waits for room. False: there is none, for the GPU takes long,
 * or for ever, and there is an out-of-memory error. */
#define WEBGPU_LEAVING_TOO_MUCH "the GPU takes too long for what the guest has written and mapped"
bool webgpu_leaving_take(struct webgpu_device *device, uint64_t host_bytes);

/* Whether it alone is as much as the guest may have: the GPU takes long, or for ever. */
bool webgpu_leaving_is_full(const struct webgpu_context *context);

/* Waits until some of the guest's is gone. Devices that hang get the time that those have that go
 * (context.h): false, then, or if there is nothing to wait for. */
bool webgpu_leaving_await(struct webgpu_context *context);

/* `device` has been destroyed, and all of it is gone; or it is abandoned, and what leaves goes on to count
 * for as long as there is the guest. */
void webgpu_leaving_end(struct webgpu_device *device);

#endif
