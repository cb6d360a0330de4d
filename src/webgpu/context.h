/* What the objects of one guest share: the GPU they live on, how many of them there are, and memory kept
 * for the next ones.
 *
 * One guest's, one thread at a time, as its calls are; other threads only run native callbacks. */
#ifndef WEBGPU_CONTEXT_H
#define WEBGPU_CONTEXT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <webgpu/webgpu.h>

#include "base/clock.h"
#include "gpu/source.h"
#include "webgpu/budget.h"

struct abi_watch;
struct gpu_instance;
struct webgpu_class;
struct webgpu_device;
struct webgpu_holds;
struct webgpu_object;
struct webgpu_pass_watch;

/* Structs kept for reuse, because guests make and drop these at every submit. */
enum webgpu_pool {
    WEBGPU_POOL_NONE,
    WEBGPU_POOL_COMMAND_ENCODER,
    WEBGPU_POOL_COMPUTE_PASS_ENCODER,
    WEBGPU_POOL_RENDER_PASS_ENCODER,
    WEBGPU_POOL_COMMAND_BUFFER,
    WEBGPU_POOL_COUNT,
};

/* How long devices that go may take for the work they were given: those that hang, all together; once more
 * when the guest has ended. */
#define WEBGPU_IDLE_MAX_NS UINT64_C(2000000000)

struct webgpu_context {
    struct gpu_instance *gpu;
    WGPUInstance instance;    /* its native one, borrowed */
    uint64_t grace_ns;        /* what is left of it */
    struct base_deadline end; /* of waits for devices that go: never, until the guest ends */
    bool (*stops)(void *env); /* ends them before that; NULL: nothing does */
    void *stops_env;
    struct gpu_source source; /* of operations that have no device yet */
    struct webgpu_budget budget;
    struct abi_watch *watch;              /* of its waits; NULL: nobody */
    struct webgpu_pass_watch *pass_watch; /* of devices that are requested from now on; NULL: nobody */
    uint64_t marks;                       /* given to encoders: hold.h */
    struct webgpu_holds *spare_holds;
    size_t spare_hold_count;
    struct webgpu_device *devices;
    atomic_size_t live;
    struct webgpu_object *_Atomic late; /* without owners, not destroyed yet */
    struct webgpu_object *pools[WEBGPU_POOL_COUNT];
    uint32_t pooled[WEBGPU_POOL_COUNT];
};

/* Borrows `gpu`, which outlives the context. NULL: out of memory. */
struct webgpu_context *webgpu_context_new(struct gpu_instance *gpu);

/* Who ends the guest's waits: `stops` is asked until it has ended, and `env` stays as long as the context. */
void webgpu_context_stop_by(struct webgpu_context *context, bool (*stops)(void *env), void *env);

/* A wait for GPUs that may hang: until when it may last, whether it may go on, and what it has taken, if that
 * was in vain. */
struct base_deadline webgpu_context_grace(const struct webgpu_context *context);
bool webgpu_context_may_wait(const struct webgpu_context *context, struct base_deadline end);
void webgpu_context_spend(struct webgpu_context *context, uint64_t start_ns);

/* Before the native device is destroyed or released, in which libraries wait for the GPU. True: that hangs,
 * and both are the GPU's instance's from now on. */
bool webgpu_context_abandons(struct webgpu_context *context, WGPUDevice device, WGPUQueue queue);

/* The guest has ended. Its devices share the time that is left to them to become idle, whatever has ended it,
 * before each is dropped or abandoned. */
void webgpu_context_end(struct webgpu_context *context);

/* After the guest's handles have been dropped and what it waited for abandoned. NULL is allowed. False:
 * something is still in use, so the context and its GPU must stay. */
bool webgpu_context_delete(struct webgpu_context *context);

/* Objects that a handle, another object or an operation still holds: none once the guest has ended. */
size_t webgpu_context_live_objects(struct webgpu_context *context);

/* Around what a native callback does. Callbacks come on any thread, some while the library holds its
 * locks, so none of them may release a native object: in between, objects that lose their last owner
 * are left late, for the guest's thread to collect. */
void webgpu_callback_enter(void);
void webgpu_callback_leave(void);
bool webgpu_callback_runs(void);

/* Any thread. After it only the guest's thread may touch `object`. */
void webgpu_context_leave_late(struct webgpu_context *context, struct webgpu_object *object);
/* Destroys the late ones. On the guest's thread. */
void webgpu_context_collect(struct webgpu_context *context);

/* Memory for an object of `class`, zeroed. On the guest's thread, unless the class has no pool. */
struct webgpu_object *webgpu_context_take(struct webgpu_context *context, const struct webgpu_class *class);
void webgpu_context_give(struct webgpu_context *context, struct webgpu_object *object,
                         const struct webgpu_class *class);

#endif
