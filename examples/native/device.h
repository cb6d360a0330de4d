/* A device to work with, got by futures. */
#ifndef NATIVE_DEVICE_H
#define NATIVE_DEVICE_H

#include <stdbool.h>

#include <webgpu/webgpu.h>

struct device {
    WGPUInstance instance; /* with timed waits */
    WGPUAdapter adapter;
    WGPUDevice device;
    WGPUQueue queue;
};

/* False: there is none, and it was printed why. Errors that no error scope catches are printed, too. */
bool device_open(struct device *self);

/* What is there of it, after a failure too. */
void device_close(struct device *self);

/* Waits for as long as it takes, and calls the callback. False: the wait failed. */
bool device_wait(const struct device *self, WGPUFuture future);

#endif
