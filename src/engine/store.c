/* A store of our own engine.
 *
 * One epoch serves all stores of an engine: whoever wants one of them to stop raises its flag, then moves the
 * epoch on. Each store's guest code then looks at its own flag, once, and goes on if that is down. Wasmtime
 * sets its next deadline after that look, from the epoch as it is by then: a flag that is raised in between
 * goes unseen. So the timer looks a second time, and moves the epoch on once more if the flag is up. */
#include "engine/store.h"

#include <stddef.h>
#include <stdlib.h>

#include "base/error.h"

#define TABLE_ELEMENT_SIZE 16 /* at most, of the host's memory */
#define SECOND_LOOK_NS UINT64_C(10000000)

/* False: there is no thread for it. */
static bool
look_again(struct engine_store *store)
{
    engine_timer_clear(&store->engine->timer, &store->second);
    store->second_span_ns = SECOND_LOOK_NS;
    wasigpu_error_t *error =
        engine_timer_set(&store->engine->timer, &store->second, base_deadline_in(store->second_span_ns));
    wasigpu_error_delete(error);
    return error == NULL;
}

static wasmtime_error_t *
check_epoch(const wasmtime_context_t *context, void *data, uint64_t *delta,
            wasmtime_update_deadline_kind_t *kind)
{
    (void)context;
    (void)kind;
    struct engine_store *store = data;
    if (!atomic_load_explicit(&store->interrupt.raised, memory_order_acquire)) {
        *delta = look_again(store) ? 1 : 0; /* 0: the guest itself looks again, all the time */
        return NULL;
    }
    store->stopped = true;
    engine_timer_clear(&store->engine->timer, &store->second);
    const bool requested = atomic_load_explicit(&store->requested, memory_order_relaxed);
    return wasmtime_error_new(requested ? "asked to stop" : "time is up");
}

static void
raise_flag(struct engine_store *store)
{
    atomic_store_explicit(&store->interrupt.raised, true, memory_order_release);
    wasmtime_engine_increment_epoch(store->engine->native);
}

static struct base_deadline
ring(struct engine_alarm *alarm)
{
    raise_flag((struct engine_store *)((char *)alarm - offsetof(struct engine_store, alarm)));
    return (struct base_deadline){BASE_DEADLINE_NEVER};
}

/* Nobody can tell when Wasmtime has set its deadline, so this goes on until the guest is stopped or deleted,
 * but ever less often: a flag can only go unseen until then, so it is old by the time of a late look. */
static struct base_deadline
ring_second(struct engine_alarm *alarm)
{
    struct engine_store *store =
        (struct engine_store *)((char *)alarm - offsetof(struct engine_store, second));
    if (atomic_load_explicit(&store->interrupt.raised, memory_order_acquire))
        wasmtime_engine_increment_epoch(store->engine->native);
    store->second_span_ns *= 2;
    return base_deadline_in(store->second_span_ns);
}

wasigpu_error_t *
engine_store_new(struct engine *engine, struct engine_store **store)
{
    struct engine_store *self = calloc(1, sizeof *self);
    if (self == NULL)
        return base_error_new("out of memory");
    self->native = wasmtime_store_new(engine->native, self, NULL);
    if (self->native == NULL) {
        free(self);
        return base_error_new("Wasmtime cannot make a store");
    }
    self->engine = engine;
    self->context = wasmtime_store_context(self->native);
    self->deadline = (struct base_deadline){BASE_DEADLINE_NEVER};
    self->alarm.ring = ring;
    self->second.ring = ring_second;
    atomic_init(&self->interrupt.raised, false);
    atomic_init(&self->requested, false);
    wasmtime_context_set_epoch_deadline(self->context, 1);
    wasmtime_store_epoch_deadline_callback(self->native, check_epoch, self, NULL);
    *store = self;
    return NULL;
}

void
engine_store_limit_memory(struct engine_store *store, uint64_t bytes)
{
    const int64_t most = bytes == 0 ? -1 : bytes > INT64_MAX ? INT64_MAX : (int64_t)bytes;
    wasmtime_store_limiter(store->native, most, most < 0 ? -1 : most / TABLE_ELEMENT_SIZE, -1, -1, -1);
}

wasigpu_error_t *
engine_store_set_timeout(struct engine_store *store, uint64_t span_ns)
{
    store->deadline = base_deadline_in(span_ns);
    return engine_timer_set(&store->engine->timer, &store->alarm, store->deadline);
}

void
engine_store_interrupt(struct engine_store *store)
{
    atomic_store_explicit(&store->requested, true, memory_order_relaxed);
    raise_flag(store);
}

void
engine_store_delete(struct engine_store *store)
{
    if (store == NULL)
        return;
    engine_timer_clear(&store->engine->timer, &store->alarm);
    engine_timer_clear(&store->engine->timer, &store->second);
    wasmtime_store_delete(store->native);
    free(store);
}
