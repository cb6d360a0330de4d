/* The common part of every resource: its class, its owners' count, its label.
 *
 * An object is counted: a handle is one reference, and whatever is made of a device holds that device,
 * so that the native one lives as long as anything of it (releasing the last WGPUDevice destroys it).
 * Handles to parts of an object (a device's queue, an adapter's limits) are references to the whole.
 *
 * A native callback that gives up the last reference leaves the object to the guest's own thread: see
 * context.h, webgpu_callback_enter. */
#ifndef WEBGPU_OBJECT_H
#define WEBGPU_OBJECT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <webgpu/webgpu.h>

#include "base/string.h"
#include "generated/webgpu_types.h"
#include "webgpu/context.h"

struct webgpu_holds;
struct webgpu_object;

struct webgpu_class {
    const char *name; /* "gpu-buffer" */
    size_t size;
    /* Releases what the object holds, but its label and device. On the guest's thread. NULL: nothing. */
    void (*finish)(struct webgpu_object *object);
    enum webgpu_pool pool;
};

struct webgpu_object {
    const struct webgpu_class *class;
    struct webgpu_context *context;
    struct webgpu_device *device; /* holds a reference; NULL: not a device's */
    struct webgpu_memory memory;
    uint64_t host_bytes;        /* what it has of the host's memory, but for its label: budget.h */
    struct webgpu_holds *holds; /* objects that it keeps, each with a reference: hold.h */
    struct base_string label;
    bool refused;               /* invalid, because the guest has what it may have */
    bool ended;                 /* an encoder or a pass that takes no more commands: recording.h */
    struct webgpu_object *next; /* among late or pooled ones: context.h */
    _Atomic uint32_t refs;
    _Atomic uint32_t flights;      /* native operations whose callback will still touch this memory */
    uint32_t commands_left;        /* of those that an encoder has paid for: recording.h */
    struct webgpu_object *encoder; /* of a pass that is open: who records for it, with a reference */
    /* An encoder's own; of its pass, the same; else that of the last one that keeps it. Last, for recording
     * looks at it and at the native object, which follows: one cache line. */
    uint64_t mark;
};

/* A zeroed object with one reference, of which `class` is the first member. Any thread, unless pooled.
 * NULL: out of memory. */
void *webgpu_object_new(const struct webgpu_class *class, struct webgpu_context *context,
                        struct webgpu_device *device, struct base_str label);
void webgpu_object_ref(struct webgpu_object *object);
/* False: the last reference is gone, and the object with it. */
bool webgpu_object_try_ref(struct webgpu_object *object);
/* NULL is allowed. Any thread. */
void webgpu_object_unref(struct webgpu_object *object);
/* Of one without owners: what webgpu_object_unref does, sooner or later, on the guest's thread. */
void webgpu_object_destroy(struct webgpu_object *object);

/* Replaces the label, where there is memory for the new one; else it stays, and the log says so. */
void webgpu_object_set_label(struct webgpu_object *object, struct base_str label);

#endif
