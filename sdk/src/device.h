/* WGPUDevice. */
#ifndef SDK_DEVICE_H
#define SDK_DEVICE_H

#include "lost.h"
#include "object.h"

struct sdk_uncaptured;

struct WGPUDeviceImpl {
    struct sdk_object object;
    uint32_t instance;     /* whose callbacks its operations are called among */
    uint32_t holds;        /* operations that its handle is lent to: it stays until they are over */
    bool leaves;           /* its last reference is being released: who hears of its loss hears no name */
    WGPUQueue queue;       /* one reference is the device's; NULL: not asked for yet */
    struct sdk_lost *lost; /* NULL: no one wants to know, or was told */
    WGPUFuture lost_future;
    struct sdk_uncaptured *uncaptured; /* NULL: there is no callback, or it is not called any more */
    void (*end_errors)(WGPUDevice device);
};

/* The device of `handle`, with one reference. */
WGPUDevice sdk_device_new(uint32_t handle, uint32_t instance);

/* A device lives on behind its last reference for those who hold it. For webgpu.h it is gone then. */
void sdk_device_hold(WGPUDevice self);
void sdk_device_let_go(WGPUDevice self);

/* What is called back for an uncaptured error is called now or never. */
static inline void
sdk_device_end_errors(WGPUDevice self)
{
    if (self->uncaptured != NULL)
        self->end_errors(self);
}

#endif
