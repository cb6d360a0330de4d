/* What the library's callbacks tell of a device: its loss, and errors that no scope has captured.
 *
 * A record of its own, for the callbacks may come after the webgpu_device has gone: the device holds it, so
 * does the lost callback until it has been called, and so do the guest's futures and streams that wait for
 * news. Any thread may call these functions, but webgpu_device_loss_new. */
#ifndef WEBGPU_DEVICE_LOSS_H
#define WEBGPU_DEVICE_LOSS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <webgpu/webgpu.h>

#include "base/string.h"
#include "generated/webgpu_types.h"

struct webgpu_context;
struct webgpu_device;
struct webgpu_error_stream;

struct webgpu_device_loss {
    struct webgpu_context *context; /* the guest's: there as long as it has streams */
    atomic_uint refs;
    pthread_mutex_t lock;
    atomic_bool lost; /* set once, under the lock; then these two are as they stay: */
    enum webgpu_device_lost_reason reason;
    struct base_string message;
    struct webgpu_error_stream *streams; /* under the lock: uncaptured_error.c */
    bool unread_logged;                  /* under the lock: that streams have ended with errors in them */
    struct webgpu_device *device;        /* under the lock; NULL: it is gone */
};

/* NULL: out of memory. */
struct webgpu_device_loss *webgpu_device_loss_new(struct webgpu_context *context);
/* Gives its argument back. */
struct webgpu_device_loss *webgpu_device_loss_ref(struct webgpu_device_loss *loss);
void webgpu_device_loss_unref(struct webgpu_device_loss *loss);

/* The device, with a reference; NULL: its last owner has gone. */
struct webgpu_device *webgpu_device_loss_device(struct webgpu_device_loss *loss);
/* It is being destroyed. */
void webgpu_device_loss_forget(struct webgpu_device_loss *loss);

static inline bool
webgpu_device_is_lost(const struct webgpu_device_loss *loss)
{
    return atomic_load_explicit(&loss->lost, memory_order_acquire);
}

/* The device is lost. Once: false if it was already. */
bool webgpu_device_loss_happens(struct webgpu_device_loss *loss, enum webgpu_device_lost_reason reason,
                                WGPUStringView message);

/* Callbacks of every native device. Their userdata1 is the loss; the library calls the first once, which
 * takes a reference of it, and then the other one no more. */
void webgpu_device_on_lost(WGPUDevice const *native, WGPUDeviceLostReason reason, WGPUStringView message,
                           void *userdata1, void *userdata2);
void webgpu_device_on_error(WGPUDevice const *native, WGPUErrorType type, WGPUStringView message,
                            void *userdata1, void *userdata2);

#endif
