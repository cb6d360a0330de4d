/* What a guest has let go of, and the library still has. Dawn keeps whatever is released until the queue is
 * through with what it was given before, and until something more is submitted too. So it goes on to count
 * among what the guest may have (budget.h), and the queue is told by a submit of nothing, now and then; so do
 * submits. wgpu-native keeps what the queue works on, and nothing else: there nothing is counted. */
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
};

/* Of one device. On its guest's thread. */
struct webgpu_leaving {
    struct webgpu_amount open;      /* what the queue has not been told of */
    struct webgpu_departure *first; /* what it has, in order */
    struct webgpu_departure *last;
};

/* So much of `device` has just been released, or submitted. */
void webgpu_leave(struct webgpu_device *device, struct webgpu_amount amount);

/* Whether it alone is as much as the guest may have: the GPU takes long, or for ever. */
bool webgpu_leaving_is_full(const struct webgpu_context *context);

/* Waits until some of the guest's is gone. Devices that hang get the time that those have that go
 * (context.h): false, then, or if there is nothing to wait for. */
bool webgpu_leaving_await(struct webgpu_context *context);

/* `device` has been destroyed, and all of it is gone; or it is abandoned, and what leaves goes on to count
 * for as long as there is the guest. */
void webgpu_leaving_end(struct webgpu_device *device);

#endif
