/* When passes run on the GPU.
 *
 * A GPU's clock starts anywhere, and runs a little faster or slower than the host's. What is known: a pass
 * does not begin before it is submitted, nor end after its results are seen. Between the two, the difference
 * of the clocks stays as it was before; where it is outside of them, it moves to the nearer one. */
#include "webgpu/pass_times.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "generated/webgpu_methods.h"
#include "webgpu/device.h"
#include "webgpu/plain.h"
#include "webgpu/text.h"

#define SETS_MAX 32
#define PASSES 64 /* of a set */
#define NAME_SIZE 64
#define TIME_SIZE sizeof(uint64_t)
#define SET_SIZE (PASSES * 2 * TIME_SIZE)

/* About what timing takes: of the guest's thread for a command buffer, and of a CPU's own for a pass, whose
 * driver wakes its threads for each timestamp. */
#define COST_NS UINT64_C(10000)
#define CPU_COST_NS UINT64_C(70000)
#define AHEAD_NS UINT64_C(20000000) /* so much of the pauses may be put off, for what comes in bursts */

#define FIRST_NAP_NS UINT64_C(50000)
#define LAST_NAP_NS UINT64_C(1000000)

enum set_state { SET_HERE, SET_IN_FLIGHT, SET_MAPPED, SET_LOST };

struct set {
    struct set *next;
    const struct webgpu_object
        *owner; /* the encoder or command buffer that has recorded with it; NULL: none */
    WGPUQuerySet queries;
    WGPUBuffer resolved;
    WGPUBuffer readable;
    uint32_t used; /* passes */
    char names[PASSES][NAME_SIZE];
    uint64_t last[PASSES][2]; /* what was read before: it is there again where commands were not executed */
    uint64_t submitted_ns;
    uint64_t seen_ns;
    _Atomic enum set_state state; /* written by the native callback while it is in flight */
    atomic_uint refs;             /* the device's, and the callback's */
};

struct webgpu_pass_times {
    struct set *sets;
    size_t count;
    unsigned pause;
    bool is_cpu;
    uint64_t paused_until_ns;
    uint64_t submit_ns;
    uint64_t offset; /* the host's clock is ahead of the GPU's by so much, modulo 2^64 */
    bool offset_known;
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
unref(struct set *set)
{
    if (atomic_fetch_sub_explicit(&set->refs, 1, memory_order_acq_rel) == 1)
        free(set);
}

static void
release_native(struct set *set)
{
    if (set->queries != NULL)
        wgpuQuerySetRelease(set->queries);
    if (set->resolved != NULL)
        wgpuBufferRelease(set->resolved);
    if (set->readable != NULL)
        wgpuBufferRelease(set->readable);
}

void
webgpu_pass_times_delete(struct webgpu_pass_times *times, bool release)
{
    if (times == NULL)
        return;
    while (times->sets != NULL) {
        struct set *set = times->sets;
        times->sets = set->next;
        if (release)
            release_native(set);
        unref(set);
    }
    free(times);
}

static void
forget_error(WGPUPopErrorScopeStatus status, WGPUErrorType type, WGPUStringView message, void *userdata1,
             void *userdata2)
{
    (void)status;
    (void)type;
    (void)message;
    (void)userdata1;
    (void)userdata2;
}

static WGPUBuffer
make_buffer(WGPUDevice device, WGPUBufferUsage usage)
{
    const WGPUBufferDescriptor descriptor = {.usage = usage, .size = SET_SIZE};
    return wgpuDeviceCreateBuffer(device, &descriptor);
}

/* Where there is no memory for it, that is no error of the guest's. */
static bool
make_native(struct set *set, WGPUDevice device)
{
    const WGPUQuerySetDescriptor queries = {.type = WGPUQueryType_Timestamp, .count = 2 * PASSES};
    wgpuDevicePushErrorScope(device, WGPUErrorFilter_OutOfMemory);
    set->queries = wgpuDeviceCreateQuerySet(device, &queries);
    set->resolved = make_buffer(device, WGPUBufferUsage_QueryResolve | WGPUBufferUsage_CopySrc);
    set->readable = make_buffer(device, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
    wgpuDevicePopErrorScope(device, (WGPUPopErrorScopeCallbackInfo){.mode = WGPUCallbackMode_AllowSpontaneous,
                                                                    .callback = forget_error});
    return set->queries != NULL && set->resolved != NULL && set->readable != NULL;
}

static struct set *
make_set(struct webgpu_device *device)
{
    struct set *set = calloc(1, sizeof *set);
    if (set == NULL)
        return NULL;
    atomic_init(&set->refs, 1);
    atomic_init(&set->state, SET_HERE);
    if (!make_native(set, device->native)) {
        release_native(set);
        free(set);
        return NULL;
    }
    struct webgpu_pass_times *times = device->pass_times;
    set->next = times->sets;
    times->sets = set;
    times->count++;
    return set;
}

static struct set *
find_owned(const struct webgpu_pass_times *times, const struct webgpu_object *owner)
{
    struct set *set = times->sets;
    while (set != NULL && set->owner != owner)
        set = set->next;
    return set;
}

static struct set *
find_free(const struct webgpu_pass_times *times)
{
    struct set *set = times->sets;
    while (set != NULL &&
           (set->owner != NULL || atomic_load_explicit(&set->state, memory_order_relaxed) != SET_HERE))
        set = set->next;
    return set;
}

/* Moves the clocks' difference as little as the bounds allow. Those that contradict each other are a GPU's
 * whose clock was set: then the later bound holds. */
static void
adjust(struct webgpu_pass_times *times, const struct set *set, uint64_t first, uint64_t last)
{
    const uint64_t least = set->submitted_ns - first;
    const uint64_t most = set->seen_ns - last;
    if (!times->offset_known || (int64_t)(times->offset - most) > 0)
        times->offset = most;
    if ((int64_t)(least - times->offset) > 0)
        times->offset = least;
    if (!times->offset_known && (int64_t)(most - least) > 0)
        times->offset = least; /* an idle GPU begins at once; it is the reading that comes late */
    times->offset_known = true;
}

static void
tell(struct webgpu_device *device, struct set *set, const uint64_t *read)
{
    struct webgpu_pass_times *times = device->pass_times;
    struct webgpu_pass_watch *watch = device->object.context->pass_watch;
    uint64_t first = UINT64_MAX;
    uint64_t last = 0;
    bool fresh[PASSES] = {false};
    for (uint32_t i = 0; i < set->used; i++) {
        const uint64_t begin = read[2 * i];
        const uint64_t end = read[2 * i + 1];
        fresh[i] = begin != 0 && end >= begin && (begin != set->last[i][0] || end != set->last[i][1]);
        if (!fresh[i])
            continue;
        set->last[i][0] = begin;
        set->last[i][1] = end;
        first = begin < first ? begin : first;
        last = end > last ? end : last;
    }
    if (last == 0)
        return; /* it was not executed */
    adjust(times, set, first, last);
    for (uint32_t i = 0; watch != NULL && i < set->used; i++)
        if (fresh[i])
            watch->ran(watch, set->names[i], read[2 * i] + times->offset, read[2 * i + 1] + times->offset);
}

/* Whether any is still under way. */
static bool
collect(struct webgpu_device *device)
{
    bool more = false;
    for (struct set *set = device->pass_times->sets; set != NULL; set = set->next) {
        const enum set_state state = atomic_load_explicit(&set->state, memory_order_acquire);
        more = more || state == SET_IN_FLIGHT;
        if (state != SET_MAPPED)
            continue;
        const void *read = wgpuBufferGetConstMappedRange(set->readable, 0, set->used * 2 * TIME_SIZE);
        if (read != NULL)
            tell(device, set, read);
        wgpuBufferUnmap(set->readable);
        set->used = 0;
        atomic_store_explicit(&set->state, SET_HERE, memory_order_relaxed);
    }
    return more;
}

static struct set *
take(struct webgpu_device *device)
{
    struct webgpu_pass_times *times = device->pass_times;
    if (times->pause != 0 && times->paused_until_ns > base_clock_now_ns() + AHEAD_NS)
        return NULL;
    struct set *set = find_free(times);
    if (set == NULL) {
        collect(device);
        set = find_free(times);
    }
    if (set == NULL && times->count < SETS_MAX)
        set = make_set(device);
    return set;
}

bool
webgpu_pass_times_begin(struct webgpu_command_encoder *encoder, const char *kind, struct base_str label,
                        WGPUPassTimestampWrites *writes)
{
    struct webgpu_device *device = encoder->object.device;
    if (device->pass_times == NULL || device->destroys != 0 || device->abandoned)
        return false;
    struct set *set = find_owned(device->pass_times, &encoder->object);
    if (set == NULL)
        set = take(device);
    if (set == NULL || set->used == PASSES)
        return false;
    set->owner = &encoder->object;
    const int label_size = label.size < NAME_SIZE ? (int)label.size : NAME_SIZE;
    snprintf(set->names[set->used], NAME_SIZE, "%s%s%.*s", kind, label.size == 0 ? "" : " ", label_size,
             label.size == 0 ? "" : label.data);
    *writes = (WGPUPassTimestampWrites){
        .querySet = set->queries,
        .beginningOfPassWriteIndex = 2 * set->used,
        .endOfPassWriteIndex = 2 * set->used + 1,
    };
    set->used++;
    return true;
}

void
webgpu_pass_times_resolve(struct webgpu_command_encoder *encoder)
{
    const struct webgpu_pass_times *times = encoder->object.device->pass_times;
    const struct set *set = times == NULL ? NULL : find_owned(times, &encoder->object);
    if (set == NULL)
        return;
    wgpuCommandEncoderResolveQuerySet(encoder->native, set->queries, 0, 2 * set->used, set->resolved, 0);
    wgpuCommandEncoderCopyBufferToBuffer(encoder->native, set->resolved, 0, set->readable, 0,
                                         2 * set->used * TIME_SIZE);
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
    struct set *set = times == NULL ? NULL : find_owned(times, &encoder->object);
    if (set == NULL)
        return;
    add_pause(times, set->used);
    if (commands != NULL)
        set->owner = &commands->object;
    else
        webgpu_pass_times_forget(&encoder->object);
}

void
webgpu_pass_times_forget(const struct webgpu_object *object)
{
    const struct webgpu_pass_times *times = object->device->pass_times;
    struct set *set = times == NULL ? NULL : find_owned(times, object);
    if (set == NULL)
        return;
    set->owner = NULL;
    set->used = 0;
}

void
webgpu_pass_times_before_submit(struct webgpu_device *device)
{
    if (device->pass_times != NULL)
        device->pass_times->submit_ns = base_clock_now_ns();
}

/* Any thread. */
static void
on_mapped(WGPUMapAsyncStatus status, WGPUStringView message, void *userdata1, void *userdata2)
{
    struct set *set = userdata1;
    (void)message;
    (void)userdata2;
    set->seen_ns = base_clock_now_ns();
    atomic_store_explicit(&set->state, status == WGPUMapAsyncStatus_Success ? SET_MAPPED : SET_LOST,
                          memory_order_release);
    unref(set);
}

static void
map(struct set *set, uint64_t submit_ns)
{
    const WGPUBufferMapCallbackInfo info = {
        .mode = WGPUCallbackMode_AllowSpontaneous,
        .callback = on_mapped,
        .userdata1 = set,
    };
    set->owner = NULL;
    set->submitted_ns = submit_ns;
    atomic_store_explicit(&set->state, SET_IN_FLIGHT, memory_order_relaxed);
    atomic_fetch_add_explicit(&set->refs, 1, memory_order_relaxed);
    wgpuBufferMapAsync(set->readable, WGPUMapMode_Read, 0, SET_SIZE, info);
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
        struct set *set = find_owned(times, &commands[i]->object);
        if (set != NULL)
            map(set, times->submit_ns);
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
