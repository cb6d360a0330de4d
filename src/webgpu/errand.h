/* What a queue was asked for and has not answered: maps, and waits for submitted work. The queue of a device
 * whose GPU hangs never answers, so that these end when the device is destroyed, and the native callback
 * finds nothing left to do, however late it comes. */
#ifndef WEBGPU_ERRAND_H
#define WEBGPU_ERRAND_H

#include <stdatomic.h>
#include <stdbool.h>

struct abi_pending;
struct webgpu_buffer;
struct webgpu_device;

struct webgpu_errand {
    struct webgpu_errand *next; /* of the device: a later one */
    struct abi_pending *op;
    struct webgpu_buffer *buffer; /* that is mapped; NULL: it waits for work */
    atomic_bool over;
    atomic_uint refs; /* the device's, and the native callback's */
};

/* Those of one device, in order. On its guest's thread. */
struct webgpu_errands {
    struct webgpu_errand *first;
    struct webgpu_errand *last;
};

/* With a reference for the callback, which gives it back by webgpu_errand_unref. NULL: out of memory. */
struct webgpu_errand *webgpu_errand_new(struct webgpu_device *device, struct abi_pending *op,
                                        struct webgpu_buffer *buffer);

/* True, once: the caller is the one to finish the operation; else it is gone. Any thread. */
bool webgpu_errand_take(struct webgpu_errand *errand);
void webgpu_errand_unref(struct webgpu_errand *errand);

/* Ends those of the device, as its loss does, or of one of its buffers. NULL: all. */
void webgpu_errands_end(struct webgpu_device *device, const struct webgpu_buffer *buffer);
/* The device goes: what its callbacks do with the rest is their affair. */
void webgpu_errands_leave(struct webgpu_device *device);

#endif
