/* When passes run on the GPU. */
#include "webgpu/pass_times.h"

#include <stdlib.h>

#include "base/clock.h"
#include "webgpu/device.h"
#include "webgpu/gpu_clock.h"
#include "webgpu/pass_queries.h"
#include "webgpu/plain.h"

#define QUERIES_MAX 32

/* About what timing takes: of a command buffer's way to its end for the queries that are resolved, copied and
 * mapped; and of a CPU's own for each pass, as its driver wakes its threads for each timestamp. */
#define COST_NS UINT64_C(50000)
#define CPU_COST_NS UINT64_C(70000)
#define AHEAD_NS UINT64_C(50000000) /* so much of the pauses may be put off, for what comes in bursts */

#define FIRST_NAP_NS UINT64_C(50000)
#define LAST_NAP_NS UINT64_C(1000000)

/* Queries are in one of three lists. Most calls that look for an owner's find the list of owned ones empty.
 */
struct webgpu_pass_times {
    struct webgpu_pass_queries *idle;
    struct webgpu_pass_queries *owned;
    struct webgpu_pass_queries *in_flight; /* and those that came back lost */
    size_t count;                          /* of all */
    unsigned pause;
    bool is_cpu;
    uint64_t paused_until_ns;
    uint64_t submit_ns;
    struct webgpu_gpu_clock clock;
};

struct webgpu_pass_times *
webgpu_pass_times_new(const struct webgpu_pass_watch *watch, bool is_cpu)
{
    struct webgpu_pass_times *times = calloc(1, sizeof *times);
    if (times == NULL)
        return NULL;
    times->pause = watch->pause;
    times->is_cpu = is_cpu;
    return times;
}

static void
push(struct webgpu_pass_queries **list, struct webgpu_pass_queries *queries)
{
    queries->next = *list;
    *list = queries;
}

static struct webgpu_pass_queries *
pop(struct webgpu_pass_queries **list)
{
    struct webgpu_pass_queries *first = *list;
    if (first != NULL)
        *list = first->next;
    return first;
}

static void
delete_all(struct webgpu_pass_queries *list, bool release)
{
    struct webgpu_pass_queries *queries;
    while ((queries = pop(&list)) != NULL)
        webgpu_pass_queries_delete(queries, release);
}

void
webgpu_pass_times_delete(struct webgpu_pass_times *times, bool release)
{
    if (times == NULL)
        return;
    delete_all(times->idle, release);
    delete_all(times->owned, release);
    delete_all(times->in_flight, release);
    free(times);
}

/* Where those of `owner` are in the list; NULL: it has none. */
static struct webgpu_pass_queries **
find(struct webgpu_pass_times *times, const struct webgpu_object *owner)
{
    struct webgpu_pass_queries **place = times == NULL ? NULL : &times->owned;
    while (place != NULL && *place != NULL && (*place)->owner != owner)
        place = &(*place)->next;
    return place == NULL || *place == NULL ? NULL : place;
}

/* Tells of the passes that have run. */
static void
tell(struct webgpu_device *device, struct webgpu_pass_queries *queries)
{
    struct webgpu_gpu_clock *clock = &device->pass_times->clock;
    struct webgpu_pass_watch *watch = device->object.context->pass_watch;
    struct webgpu_pass_time times[WEBGPU_PASS_QUERIES_MAX];
    const uint32_t count = webgpu_pass_queries_read(queries, times);
    uint64_t first = UINT64_MAX;
    uint64_t last = 0;
    for (uint32_t i = 0; i < count; i++) {
        first = times[i].begin < first ? times[i].begin : first;
        last = times[i].end > last ? times[i].end : last;
    }
    if (count != 0)
        webgpu_gpu_clock_adjust(clock, first, last, queries->submitted_ns, queries->seen_ns);
    for (uint32_t i = 0; watch != NULL && i < count; i++)
        watch->ran(watch, times[i].name, webgpu_gpu_clock_ns(clock, times[i].begin),
                   webgpu_gpu_clock_ns(clock, times[i].end));
}

/* Whether any is still under way. */
static bool
collect(struct webgpu_device *device)
{
    struct webgpu_pass_times *times = device->pass_times;
    struct webgpu_pass_queries **place = &times->in_flight;
    bool more = false;
    while (*place != NULL) {
        struct webgpu_pass_queries *queries = *place;
        const enum webgpu_pass_queries_state state =
            atomic_load_explicit(&queries->state, memory_order_acquire);
        if (state == WEBGPU_PASS_QUERIES_MAPPED) {
            pop(place);
            tell(device, queries);
            push(&times->idle, queries);
        } else {
            more = more || state == WEBGPU_PASS_QUERIES_IN_FLIGHT;
            place = &queries->next;
        }
    }
    return more;
}

/* For an encoder that has none. NULL: it goes without. */
static struct webgpu_pass_queries *
take(struct webgpu_device *device, const struct webgpu_object *owner)
{
    struct webgpu_pass_times *times = device->pass_times;
    if (times->pause != 0 && times->paused_until_ns > base_clock_now_ns() + AHEAD_NS)
        return NULL;
    if (times->idle == NULL)
        collect(device);
    struct webgpu_pass_queries *queries = pop(&times->idle);
    if (queries == NULL && times->count < QUERIES_MAX) {
        queries = webgpu_pass_queries_new(device->native);
        times->count += queries != NULL;
    }
    if (queries == NULL)
        return NULL;
    queries->owner = owner;
    push(&times->owned, queries);
    return queries;
}

bool
webgpu_pass_times_begin(struct webgpu_command_encoder *encoder, const char *kind, struct base_str label,
                        WGPUPassTimestampWrites *writes)
{
    struct webgpu_device *device = encoder->object.device;
    if (device->pass_times == NULL || device->destroys != 0 || device->abandoned)
        return false;
    struct webgpu_pass_queries **place = find(device->pass_times, &encoder->object);
    struct webgpu_pass_queries *queries = place != NULL ? *place : take(device, &encoder->object);
    return queries != NULL && webgpu_pass_queries_add(queries, kind, label, writes);
}

void
webgpu_pass_times_resolve(struct webgpu_command_encoder *encoder)
{
    struct webgpu_pass_queries **place = find(encoder->object.device->pass_times, &encoder->object);
    if (place != NULL)
        webgpu_pass_queries_resolve(*place, encoder->native);
}

static void
add_pause(struct webgpu_pass_times *times, uint32_t passes)
{
    const uint64_t now_ns = base_clock_now_ns();
    if (times->paused_until_ns < now_ns)
        times->paused_until_ns = now_ns;
    times->paused_until_ns += times->pause * (times->is_cpu ? CPU_COST_NS * passes : COST_NS);
}

void
webgpu_pass_times_finish(struct webgpu_command_encoder *encoder, struct webgpu_command_buffer *commands)
{
    struct webgpu_pass_times *times = encoder->object.device->pass_times;
    struct webgpu_pass_queries **place = find(times, &encoder->object);
    if (place == NULL)
        return;
    add_pause(times, (*place)->count);
    if (commands != NULL)
        (*place)->owner = &commands->object;
    else
        webgpu_pass_times_forget(&encoder->object);
}

void
webgpu_pass_times_forget(const struct webgpu_object *object)
{
    struct webgpu_pass_times *times = object->device->pass_times;
    struct webgpu_pass_queries **place = find(times, object);
    if (place == NULL)
        return;
    struct webgpu_pass_queries *queries = pop(place);
    queries->count = 0;
    push(&times->idle, queries);
}

void
webgpu_pass_times_before_submit(struct webgpu_device *device)
{
    if (device->pass_times != NULL)
        device->pass_times->submit_ns = base_clock_now_ns();
}

void
webgpu_pass_times_after_submit(struct webgpu_device *device, struct webgpu_command_buffer *const *commands,
                               uint32_t count)
{
    struct webgpu_pass_times *times = device->pass_times;
    if (times == NULL || device->destroys != 0)
        return;
    collect(device);
    for (uint32_t i = 0; i < count; i++) {
        struct webgpu_pass_queries **place = find(times, &commands[i]->object);
        if (place == NULL)
            continue;
        struct webgpu_pass_queries *queries = pop(place);
        push(&times->in_flight, queries);
        webgpu_pass_queries_map(queries, times->submit_ns);
    }
}

void
webgpu_pass_times_drain(struct webgpu_device *device)
{
    if (device->pass_times == NULL || device->abandoned)
        return;
    const struct webgpu_context *context = device->object.context;
    const struct base_deadline end = base_deadline_in(WEBGPU_IDLE_MAX_NS);
    uint64_t nap_ns = FIRST_NAP_NS;
    while (collect(device) && webgpu_context_may_wait(context, end)) {
        base_deadline_nap(end, &nap_ns, LAST_NAP_NS);
        wgpuInstanceProcessEvents(context->instance);
    }
}
