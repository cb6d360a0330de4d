/* The context: pools, late objects, the count. When an object is destroyed, object.c decides. */
#include "webgpu/context.h"

#include <stdlib.h>
#include <string.h>

#include "abi/watch.h"
#include "base/clock.h"
#include "base/log.h"
#include "gpu/abandon.h"
#include "gpu/adapter.h"
#include "gpu/leftover.h"
#include "webgpu/hold.h"
#include "webgpu/object.h"

#define POOLED_MAX 256 /* of each kind: more are freed */
#define FIRST_NAP_NS UINT64_C(50000)
#define LAST_NAP_NS UINT64_C(1000000)
#define LAST_MAX_NS UINT64_C(1000000000)

static _Thread_local unsigned callback_depth;

void
webgpu_callback_enter(void)
{
    callback_depth++;
}

void
webgpu_callback_leave(void)
{
    callback_depth--;
}

bool
webgpu_callback_runs(void)
{
    return callback_depth != 0;
}

struct webgpu_context *
webgpu_context_new(struct gpu_instance *gpu)
{
    struct webgpu_context *context = calloc(1, sizeof *context);
    if (context == NULL)
        return NULL;
    context->gpu = gpu;
    context->instance = gpu_instance_native(gpu);
    webgpu_budget_init(&context->budget);
    context->grace_ns = WEBGPU_IDLE_MAX_NS;
    context->end = (struct base_deadline){BASE_DEADLINE_NEVER};
    gpu_source_init(&context->source, context->instance, NULL);
    return context;
}

void
webgpu_context_end(struct webgpu_context *context)
{
    context->grace_ns = WEBGPU_IDLE_MAX_NS;
    context->end = base_deadline_in(WEBGPU_IDLE_MAX_NS);
    context->stops = NULL;
}

void
webgpu_context_stop_by(struct webgpu_context *context, bool (*stops)(void *env), void *env)
{
    context->stops = stops;
    context->stops_env = env;
    gpu_instance_stop_by(context->gpu, stops, env);
}

struct base_deadline
webgpu_context_grace(const struct webgpu_context *context)
{
    return base_deadline_earlier(base_deadline_in(context->grace_ns), context->end);
}

bool
webgpu_context_may_wait(const struct webgpu_context *context, struct base_deadline end)
{
    return !base_deadline_passed(&end) && (context->stops == NULL || !context->stops(context->stops_env));
}

void
webgpu_context_spend(struct webgpu_context *context, uint64_t start_ns)
{
    const uint64_t took_ns = base_clock_now_ns() - start_ns;
    context->grace_ns -= took_ns < context->grace_ns ? took_ns : context->grace_ns;
}

/* One that becomes idle in time takes nothing from the others. */
bool
webgpu_context_abandons(struct webgpu_context *context, WGPUDevice device, WGPUQueue queue)
{
    const uint64_t start_ns = base_clock_now_ns();
    const struct gpu_patience patience = {
        .deadline = webgpu_context_grace(context),
        .stops = context->stops,
        .env = context->stops_env,
    };
    struct abi_span span;
    abi_watch_begin(context->watch, &span, ABI_SPAN_WAIT);
    const bool abandoned = gpu_instance_abandon_if_busy(context->gpu, device, queue, &patience);
    abi_watch_end(context->watch, &span);
    if (!abandoned)
        return false;
    webgpu_context_spend(context, start_ns);
    base_log(BASE_LOG_INFO, BASE_LOG_ROOM_WEBGPU, "the GPU does not come to an end: its device is abandoned");
    return true;
}

bool
webgpu_context_delete(struct webgpu_context *context)
{
    if (context == NULL)
        return true;
    gpu_instance_stop_by(context->gpu, NULL, NULL);
    gpu_sweep();
    /* A callback on another thread may be about to leave the last object of a guest that has ended. */
    const struct base_deadline end = base_deadline_in(LAST_MAX_NS);
    uint64_t nap_ns = FIRST_NAP_NS;
    size_t live = webgpu_context_live_objects(context);
    while (live != 0 && !base_deadline_passed(&end)) {
        base_deadline_nap(end, &nap_ns, LAST_NAP_NS);
        live = webgpu_context_live_objects(context);
    }
    if (live != 0) { /* better lost than used after it is freed */
        base_log(BASE_LOG_ERROR, BASE_LOG_ROOM_WEBGPU, "%zu objects are still in use, and leaked", live);
        return false;
    }
    for (size_t i = 0; i < WEBGPU_POOL_COUNT; i++) {
        while (context->pools[i] != NULL) {
            struct webgpu_object *object = context->pools[i];
            context->pools[i] = object->next;
            free(object);
        }
    }
    webgpu_hold_free_spares(context);
    free(context);
    return true;
}

size_t
webgpu_context_live_objects(struct webgpu_context *context)
{
    size_t live;
    do { /* an object is counted until it is among the late ones */
        live = atomic_load_explicit(&context->live, memory_order_acquire);
        webgpu_context_collect(context);
    } while (live != atomic_load_explicit(&context->live, memory_order_acquire));
    return live;
}

void
webgpu_context_leave_late(struct webgpu_context *context, struct webgpu_object *object)
{
    object->next = atomic_load_explicit(&context->late, memory_order_relaxed);
    while (!atomic_compare_exchange_weak_explicit(&context->late, &object->next, object, memory_order_release,
                                                  memory_order_relaxed))
        continue;
    /* Last, for the context may be deleted as soon as nothing of it is live. */
    atomic_fetch_sub_explicit(&context->live, 1, memory_order_release);
}

void
webgpu_context_collect(struct webgpu_context *context)
{
    if (atomic_load_explicit(&context->late, memory_order_relaxed) == NULL)
        return;
    struct webgpu_object *late = atomic_exchange_explicit(&context->late, NULL, memory_order_acquire);
    while (late != NULL) {
        struct webgpu_object *object = late;
        late = object->next;
        webgpu_object_destroy(object);
    }
}

struct webgpu_object *
webgpu_context_take(struct webgpu_context *context, const struct webgpu_class *class)
{
    if (class->pool == WEBGPU_POOL_NONE || context->pools[class->pool] == NULL)
        return calloc(1, class->size);
    struct webgpu_object *object = context->pools[class->pool];
    context->pools[class->pool] = object->next;
    context->pooled[class->pool]--;
    return memset(object, 0, class->size);
}

void
webgpu_context_give(struct webgpu_context *context, struct webgpu_object *object,
                    const struct webgpu_class *class)
{
    if (class->pool == WEBGPU_POOL_NONE || context->pooled[class->pool] == POOLED_MAX) {
        free(object);
        return;
    }
    object->next = context->pools[class->pool];
    context->pools[class->pool] = object;
    context->pooled[class->pool]++;
}
