/* Trampolines of async methods: start, wait or go on as a subtask, lower, and what becomes of an operation
 * and its result on each way out. */
#include "generated_guest.h"

#include <stdio.h>

#include "abi/copy.h"
#include "abi/pending.h"
#include "abi/root.h"
#include "abi/subtask.h"
#include "abi/waitable.h"
#include "base/count.h"
#include "generated/webgpu_0_3_0_rc_2.h"
#include "generated/webgpu_methods.h"

/* Objects are counters of their drops. */
#define RESOURCES(X) \
    X(adapter) \
    X(buffer) \
    X(compilation_info) \
    X(device) X(device_lost_info) X(error) X(gpu) X(queue) X(record_option_gpu_size64) X(shader_module)
#define X(name) \
    void webgpu_##name##_drop(struct webgpu_##name *self) \
    { \
        ++*(int *)(void *)self; \
    }
RESOURCES(X)
#undef X

static struct {
    int starts, polls, releases;
    uint32_t mode;
    struct webgpu_option_u64 offset, size;
    struct webgpu_device_descriptor descriptor;
    enum webgpu_feature_name features[4];
    bool has_descriptor;
    bool arena_fails;
    const char *error;      /* what the operation fails with; NULL: it does not */
    void *made;             /* what it ends in */
    bool never;             /* it does not end */
    bool goes_on;           /* not before the start returns */
    struct abi_pending *op; /* that still runs */
} seen;

static struct guest guest;

static void
poll_source(struct abi_source *source, const struct abi_pending *op, const struct base_deadline *slice)
{
    (void)source;
    assert_ptr_equal(op, seen.op);
    if (seen.never)
        base_deadline_sleep(slice);
    else if (++seen.polls == 3)
        abi_pending_finish(seen.op);
}

static struct abi_source source = {.poll = poll_source};

/* Gives back the device that was not moved out. */
static void
release_device(struct abi_pending *op)
{
    struct webgpu_adapter_request_device_result *result = (void *)op->result;
    seen.releases++;
    if (result->value != NULL)
        webgpu_device_drop(result->value);
}

static void
release_nothing(struct abi_pending *op)
{
    (void)op;
    seen.releases++;
}

void
webgpu_adapter_request_device_start(struct webgpu_adapter *self,
                                    const struct webgpu_option_device_descriptor *descriptor,
                                    struct base_arena *arena, struct abi_pending *op)
{
    (void)self;
    seen.starts++;
    seen.has_descriptor = descriptor->some;
    seen.descriptor = descriptor->value;
    const struct webgpu_feature_name_list *features = &descriptor->value.required_features.value;
    assert_true(features->count <= BASE_COUNT(seen.features));
    for (uint32_t i = 0; i < features->count; i++)
        seen.features[i] = features->data[i];
    arena->failed = seen.arena_fails;

    struct webgpu_adapter_request_device_result *result = (void *)op->result;
    seen.op = op;
    result->ok = seen.error == NULL;
    if (seen.error != NULL)
        result->error = (struct webgpu_request_device_error){WEBGPU_REQUEST_DEVICE_ERROR_KIND_OPERATION_ERROR,
                                                             base_str(seen.error)};
    else
        result->value = seen.made;
    op->release = release_device;
    if (!seen.goes_on)
        abi_pending_finish(op);
}

void
webgpu_buffer_map_async_start(struct webgpu_buffer *self, uint32_t mode, struct webgpu_option_u64 offset,
                              struct webgpu_option_u64 size, struct abi_pending *op)
{
    (void)self;
    seen.starts++;
    seen.mode = mode;
    seen.offset = offset;
    seen.size = size;
    struct webgpu_buffer_map_async_result *result = (void *)op->result;
    result->ok = seen.error == NULL;
    if (seen.error != NULL)
        result->error =
            (struct webgpu_map_async_error){WEBGPU_MAP_ASYNC_ERROR_KIND_ABORT_ERROR, base_str(seen.error)};
    op->release = release_nothing;
    op->source = &source;
    seen.op = op;
}

void
webgpu_gpu_request_adapter_start(struct webgpu_gpu *self,
                                 const struct webgpu_option_request_adapter_options *options,
                                 struct base_arena *arena, struct abi_pending *op)
{
    (void)self, (void)options, (void)arena;
    struct webgpu_gpu_request_adapter_result *result = (void *)op->result;
    result->value = seen.made;
    abi_pending_finish(op);
}

void
webgpu_shader_module_get_compilation_info_start(struct webgpu_shader_module *self, struct abi_pending *op)
{
    (void)self;
    struct webgpu_shader_module_get_compilation_info_result *result = (void *)op->result;
    result->value = seen.made;
    abi_pending_finish(op);
}

void
webgpu_device_create_compute_pipeline_async_start(struct webgpu_device *self,
                                                  const struct webgpu_compute_pipeline_descriptor *descriptor,
                                                  struct base_arena *arena, struct abi_pending *op)
{
    (void)self, (void)descriptor, (void)arena;
    seen.op = op;
}

void
webgpu_queue_on_submitted_work_done_start(struct webgpu_queue *self, struct abi_pending *op)
{
    (void)self;
    seen.starts++;
    abi_pending_finish(op);
}

/* What lost and on-uncaptured-error give: `ready` times seen.made. */
static struct {
    struct abi_supply base;
    uint32_t ready;
    int releases;
} supply;

static uint32_t
supply_ready(struct abi_supply *base, bool *ended)
{
    assert_ptr_equal(base, &supply.base);
    *ended = false;
    return supply.ready;
}

static void *
supply_take(struct abi_supply *base)
{
    (void)base;
    supply.ready--;
    return seen.made;
}

static void
supply_release(struct abi_supply *base)
{
    (void)base;
    supply.releases++;
}

struct abi_supply *
webgpu_device_lost(struct webgpu_device *self)
{
    (void)self;
    return seen.arena_fails ? NULL : &supply.base;
}

struct abi_supply *
webgpu_device_on_uncaptured_error(struct webgpu_device *self)
{
    return webgpu_device_lost(self);
}

static int self_object, limits, made; /* objects: each counts its drops */

static int
setup(void **state)
{
    (void)state;
    memset(&seen, 0, sizeof seen);
    memset(&supply, 0, sizeof supply);
    supply.base = (struct abi_supply){NULL, supply_ready, supply_take, supply_release};
    self_object = limits = made = 0;
    guest_init(&guest, &webgpu_0_3_0_rc_2);
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    guest_finish(&guest);
    return 0;
}

/* With a descriptor: two features at 64, limits, a queue without a label, the label "gpu 0" at 80. */
static enum abi_trap
request_device(uint32_t area)
{
    guest_put_u8(&guest, 64, WEBGPU_FEATURE_NAME_TIMESTAMP_QUERY);
    guest_put_u8(&guest, 65, WEBGPU_FEATURE_NAME_TEXTURE_COMPONENT_SWIZZLE);
    guest_put(&guest, 80, "gpu 0", 5);
    union abi_slot slots[15] = {
        {.u32 = guest_own(&guest, &webgpu_adapter_resource, &self_object)},
        {.u32 = 1},
        {.u32 = 1},
        {.u32 = 64},
        {.u32 = 2},
        {.u32 = 1},
        {.u32 = guest_own(&guest, &webgpu_record_option_gpu_size64_resource, &limits)},
        {.u32 = 1},
        {.u32 = 0},
        {.u32 = UINT32_MAX},
        {.u32 = UINT32_MAX},
        {.u32 = 1},
        {.u32 = 80},
        {.u32 = 5},
        {.u32 = area},
    };
    return guest_call(&guest, "[method]gpu-adapter.request-device", slots);
}

static void
test_request_device(void **state)
{
    (void)state;
    seen.made = &made;
    assert_int_equal(request_device(GUEST_AREA), ABI_TRAP_NONE);
    assert_true(seen.has_descriptor);
    assert_int_equal(seen.features[0], WEBGPU_FEATURE_NAME_TIMESTAMP_QUERY);
    assert_int_equal(seen.features[1], WEBGPU_FEATURE_NAME_TEXTURE_COMPONENT_SWIZZLE);
    assert_ptr_equal(seen.descriptor.required_limits, &limits);
    assert_true(seen.descriptor.default_queue.some);
    assert_false(seen.descriptor.default_queue.value.label.some);
    assert_int_equal(seen.descriptor.label.value.size, 5);
    assert_int_equal(guest_u8(&guest, GUEST_AREA), 0);
    assert_ptr_equal(guest_object(&guest, &webgpu_device_resource, guest_u32(&guest, GUEST_AREA + 4)), &made);
    guest_assert_wrote(&guest, GUEST_AREA, 16);
    assert_int_equal(limits, 1); /* the call took the record */
    assert_int_equal(seen.releases, 1);
    assert_int_equal(made, 0);
}

static void
test_request_device_error(void **state)
{
    (void)state;
    seen.error = "no such feature";
    assert_int_equal(request_device(GUEST_AREA), ABI_TRAP_NONE);
    assert_int_equal(guest_u8(&guest, GUEST_AREA), 1);
    assert_int_equal(guest_u8(&guest, GUEST_AREA + 4), WEBGPU_REQUEST_DEVICE_ERROR_KIND_OPERATION_ERROR);
    guest_assert_text(&guest, GUEST_AREA + 8, "no such feature");
    guest_assert_wrote(&guest, GUEST_AREA, 16);
    assert_int_equal(seen.releases, 1);
}

static void
test_request_device_without_memory(void **state)
{
    (void)state;
    assert_int_equal(request_device(GUEST_AREA), ABI_TRAP_HOST_MEMORY); /* ok, yet no device */
    assert_int_equal(seen.releases, 1);
    seen.made = &made;
    seen.arena_fails = true;
    assert_int_equal(request_device(GUEST_AREA), ABI_TRAP_HOST_MEMORY);
    assert_int_equal(seen.releases, 2);
    assert_int_equal(made, 1);
}

static void
test_message_without_realloc(void **state)
{
    (void)state;
    seen.error = "no such feature";
    guest.support.realloc = SUPPORT_REALLOC_TRAPS;
    assert_int_equal(request_device(GUEST_AREA), ABI_TRAP_REALLOC_TRAPPED);
    assert_int_equal(seen.releases, 1);
}

static void
test_no_place_for_the_result(void **state)
{
    (void)state;
    seen.made = &made;
    assert_int_equal(request_device(GUEST_AREA + 1), ABI_TRAP_MISALIGNED);
    assert_int_equal(request_device(GUEST_SIZE - 8), ABI_TRAP_OUT_OF_BOUNDS);
    assert_int_equal(seen.starts, 0);
    assert_int_equal(limits, 2); /* lifted, and so dropped */
}

/* Slots of map-async, with flags that are none. */
static void
map_async_slots(union abi_slot *slots)
{
    const union abi_slot good[] = {
        {.u32 = guest_own(&guest, &webgpu_buffer_resource, &self_object)},
        {.u32 = 0xfffffffd},
        {.u32 = 1},
        {.u64 = 8},
        {.u32 = 0},
        {.u64 = UINT64_MAX},
        {.u32 = GUEST_AREA},
    };
    memcpy(slots, good, sizeof good);
}

static void
test_map_async(void **state)
{
    (void)state;
    union abi_slot slots[7];
    map_async_slots(slots);
    assert_int_equal(guest_call(&guest, "[method]gpu-buffer.map-async", slots), ABI_TRAP_NONE);
    assert_int_equal(seen.mode, WEBGPU_MAP_MODE_READ);
    assert_true(seen.offset.some);
    assert_int_equal(seen.offset.value, 8);
    assert_false(seen.size.some);
    assert_int_equal(seen.polls, 3);
    assert_int_equal(seen.releases, 1);
    assert_int_equal(guest_u8(&guest, GUEST_AREA), 0);
    guest_assert_wrote(&guest, GUEST_AREA, 16);
}

static void
test_map_async_error(void **state)
{
    (void)state;
    union abi_slot slots[7];
    map_async_slots(slots);
    seen.error = "destroyed";
    assert_int_equal(guest_call(&guest, "[method]gpu-buffer.map-async", slots), ABI_TRAP_NONE);
    assert_int_equal(guest_u8(&guest, GUEST_AREA), 1);
    assert_int_equal(guest_u8(&guest, GUEST_AREA + 4), WEBGPU_MAP_ASYNC_ERROR_KIND_ABORT_ERROR);
    guest_assert_text(&guest, GUEST_AREA + 8, "destroyed");
    assert_int_equal(seen.releases, 1);
}

/* The guest's time is up: nothing is written, and the operation gives itself back when it ends. */
static void
test_interrupted(void **state)
{
    (void)state;
    union abi_slot slots[7];
    map_async_slots(slots);
    seen.never = true;
    guest.support.instance.deadline = base_deadline_in(1000000);
    assert_int_equal(guest_call(&guest, "[method]gpu-buffer.map-async", slots), ABI_TRAP_INTERRUPTED);
    guest_assert_wrote(&guest, 0, 0);
    assert_int_equal(seen.releases, 0);
    abi_pending_finish(seen.op);
    assert_int_equal(seen.releases, 1);
}

static void
test_option_of_a_resource(void **state)
{
    (void)state;
    union abi_slot slots[12] = {{.u32 = guest_own(&guest, &webgpu_gpu_resource, &self_object)}};
    slots[11].u32 = GUEST_AREA;
    assert_int_equal(guest_call(&guest, "[method]gpu.request-adapter", slots), ABI_TRAP_NONE);
    assert_int_equal(guest_u8(&guest, GUEST_AREA), 0); /* none */
    guest_assert_wrote(&guest, GUEST_AREA, 8);
    seen.made = &made;
    assert_int_equal(guest_call(&guest, "[method]gpu.request-adapter", slots), ABI_TRAP_NONE);
    assert_int_equal(guest_u8(&guest, GUEST_AREA), 1);
    assert_ptr_equal(guest_object(&guest, &webgpu_adapter_resource, guest_u32(&guest, GUEST_AREA + 4)),
                     &made);
}

static void
test_flat_results(void **state)
{
    (void)state;
    union abi_slot slots[1] = {{.u32 = guest_own(&guest, &webgpu_shader_module_resource, &self_object)}};
    seen.made = &made;
    assert_int_equal(guest_call(&guest, "[method]gpu-shader-module.get-compilation-info", slots),
                     ABI_TRAP_NONE);
    assert_ptr_equal(guest_object(&guest, &webgpu_compilation_info_resource, slots[0].u32), &made);
    slots[0].u32 = guest_own(&guest, &webgpu_queue_resource, &self_object);
    assert_int_equal(guest_call(&guest, "[method]gpu-queue.on-submitted-work-done", slots), ABI_TRAP_NONE);
    assert_int_equal(seen.starts, 1);
}

/* Async-lowered. Parameters beyond four lie in memory, and the result always does. */

#define PARAMS 256u
#define EVENT 512u

/* The parameters of request_device above, where the canonical ABI puts them. */
static enum abi_trap
async_request_device(uint32_t adapter, uint32_t area, uint32_t *packed)
{
    guest_put_u8(&guest, 64, WEBGPU_FEATURE_NAME_TIMESTAMP_QUERY);
    guest_put(&guest, 80, "gpu 0", 5);
    const uint32_t words[] = {adapter, 1, 1, 64, 1, 1, 0, 1, 0, 0, 0, 1, 80, 5};
    for (uint32_t i = 0; i < BASE_COUNT(words); i++)
        guest_put_u32(&guest, PARAMS + 4 * i, words[i]);
    guest_put_u32(&guest, PARAMS + 24, guest_own(&guest, &webgpu_record_option_gpu_size64_resource, &limits));
    union abi_slot slots[2] = {{.u32 = PARAMS}, {.u32 = area}};
    const enum abi_trap trap = guest_call(&guest, "[async-lower][method]gpu-adapter.request-device", slots);
    *packed = slots[0].u32;
    return trap;
}

static uint32_t
root(const char *name, uint32_t a, uint32_t b)
{
    const struct abi_interface *interface = guest.interface;
    union abi_slot slots[2] = {{.u32 = a}, {.u32 = b}};
    guest.interface = &abi_root;
    assert_int_equal(guest_call(&guest, name, slots), ABI_TRAP_NONE);
    guest.interface = interface;
    return slots[0].u32;
}

static void
test_async_at_once(void **state)
{
    (void)state;
    uint32_t packed;
    const uint32_t adapter = guest_own(&guest, &webgpu_adapter_resource, &self_object);
    seen.made = &made;
    assert_int_equal(async_request_device(adapter, GUEST_AREA, &packed), ABI_TRAP_NONE);
    assert_int_equal(packed, ABI_SUBTASK_RETURNED);
    assert_true(seen.has_descriptor);
    assert_int_equal(seen.features[0], WEBGPU_FEATURE_NAME_TIMESTAMP_QUERY);
    assert_ptr_equal(seen.descriptor.required_limits, &limits);
    assert_int_equal(seen.descriptor.label.value.size, 5);
    assert_int_equal(guest_u8(&guest, GUEST_AREA), 0);
    assert_ptr_equal(guest_object(&guest, &webgpu_device_resource, guest_u32(&guest, GUEST_AREA + 4)), &made);
    guest_assert_wrote(&guest, GUEST_AREA, 16);
    assert_int_equal(seen.releases, 1);
    assert_int_equal(limits, 1);
}

/* Its own handles are gone with the call, its borrowed ones are lent until the guest has heard. */
static void
test_async_later(void **state)
{
    (void)state;
    uint32_t packed;
    const uint32_t adapter = guest_own(&guest, &webgpu_adapter_resource, &self_object);
    const uint32_t set = root("[waitable-set-new]", 0, 0);
    seen.goes_on = true;
    seen.error = "no such feature";
    assert_int_equal(async_request_device(adapter, GUEST_AREA, &packed), ABI_TRAP_NONE);
    guest_assert_wrote(&guest, 0, 0);
    assert_int_equal(packed & 0xf, ABI_SUBTASK_STARTED);
    assert_int_equal(limits, 1);
    union abi_slot drop[1] = {{.u32 = adapter}};
    assert_int_equal(guest_call(&guest, "[resource-drop]gpu-adapter", drop), ABI_TRAP_LENT_HANDLE);
    root("[waitable-join]", packed >> 4, set);
    abi_pending_finish(seen.op);
    assert_int_equal(root("[waitable-set-wait]", set, EVENT), ABI_EVENT_SUBTASK);
    assert_int_equal(guest_u32(&guest, EVENT), packed >> 4);
    assert_int_equal(guest_u32(&guest, EVENT + 4), ABI_SUBTASK_RETURNED);
    assert_int_equal(guest_u8(&guest, GUEST_AREA), 1);
    guest_assert_text(&guest, GUEST_AREA + 8, "no such feature");
    assert_int_equal(seen.releases, 1);
    drop[0].u32 = adapter;
    assert_int_equal(guest_call(&guest, "[resource-drop]gpu-adapter", drop), ABI_TRAP_NONE);
}

static void
test_async_cancelled(void **state)
{
    (void)state;
    uint32_t packed;
    const uint32_t adapter = guest_own(&guest, &webgpu_adapter_resource, &self_object);
    seen.goes_on = true;
    seen.made = &made;
    assert_int_equal(async_request_device(adapter, GUEST_AREA, &packed), ABI_TRAP_NONE);
    assert_int_equal(root("[subtask-cancel]", packed >> 4, 0), ABI_SUBTASK_CANCELLED_BEFORE_RETURNED);
    assert_int_equal(made, 0);
    abi_pending_finish(seen.op);
    assert_int_equal(made, 1); /* the device that came too late */
    assert_int_equal(seen.releases, 1);
    guest_assert_wrote(&guest, 0, 0);
}

static void
test_async_traps(void **state)
{
    (void)state;
    uint32_t packed;
    const uint32_t adapter = guest_own(&guest, &webgpu_adapter_resource, &self_object);
    assert_int_equal(async_request_device(adapter, GUEST_AREA + 2, &packed), ABI_TRAP_MISALIGNED);
    assert_int_equal(async_request_device(adapter, GUEST_SIZE - 8, &packed), ABI_TRAP_OUT_OF_BOUNDS);
    assert_int_equal(async_request_device(99, GUEST_AREA, &packed), ABI_TRAP_BAD_HANDLE);
    union abi_slot slots[2] = {{.u32 = GUEST_SIZE - 52}, {.u32 = GUEST_AREA}};
    assert_int_equal(guest_call(&guest, "[async-lower][method]gpu-adapter.request-device", slots),
                     ABI_TRAP_OUT_OF_BOUNDS); /* the parameters */
    assert_int_equal(seen.starts, 0);
    seen.made = &made;
    seen.arena_fails = true;
    assert_int_equal(async_request_device(adapter, GUEST_AREA, &packed), ABI_TRAP_HOST_MEMORY);
    assert_int_equal(seen.releases, 1);
    assert_int_equal(made, 1);
    seen.goes_on = true;
    assert_int_equal(async_request_device(adapter, GUEST_AREA, &packed), ABI_TRAP_HOST_MEMORY);
    abi_pending_finish(seen.op);
    assert_int_equal(made, 2);
    union abi_slot drop[1] = {{.u32 = adapter}};
    assert_int_equal(guest_call(&guest, "[resource-drop]gpu-adapter", drop), ABI_TRAP_NONE); /* not lent */
}

/* Two of one buffer, waited for together; the sync form still works beside them. */
static void
test_async_beside_sync(void **state)
{
    (void)state;
    const uint32_t buffer = guest_own(&guest, &webgpu_buffer_resource, &self_object);
    const uint32_t set = root("[waitable-set-new]", 0, 0);
    guest_put_u32(&guest, PARAMS, buffer);
    guest_put_u32(&guest, PARAMS + 4, WEBGPU_MAP_MODE_READ);
    guest_put(&guest, PARAMS + 8, (const uint64_t[]){1, 8, 1, 64}, 32);
    union abi_slot slots[7] = {{.u32 = PARAMS}, {.u32 = GUEST_AREA}};
    seen.error = "destroyed";
    assert_int_equal(guest_call(&guest, "[async-lower][method]gpu-buffer.map-async", slots), ABI_TRAP_NONE);
    assert_int_equal(slots[0].u32 & 0xf, ABI_SUBTASK_STARTED);
    root("[waitable-join]", slots[0].u32 >> 4, set);
    struct abi_pending *first = seen.op;
    assert_true(seen.offset.some && seen.size.some);
    assert_int_equal(seen.offset.value, 8);
    assert_int_equal(seen.size.value, 64);

    seen.error = NULL;
    map_async_slots(slots);
    slots[0].u32 = buffer;
    assert_int_equal(guest_call(&guest, "[method]gpu-buffer.map-async", slots), ABI_TRAP_NONE);
    assert_int_equal(guest_u8(&guest, GUEST_AREA), 0);

    seen.polls = 0;
    seen.op = first;
    assert_int_equal(root("[waitable-set-wait]", set, EVENT), ABI_EVENT_SUBTASK);
    assert_int_equal(seen.polls, 3);
    assert_int_equal(guest_u8(&guest, GUEST_AREA), 1);
    guest_assert_text(&guest, GUEST_AREA + 8, "destroyed");
}

/* Lent are also the handles that lie deeper in the parameters: a pipeline's shader. */
static void
test_async_lends_all(void **state)
{
    (void)state;
    const uint32_t device = guest_own(&guest, &webgpu_device_resource, &self_object);
    const uint32_t shader = guest_own(&guest, &webgpu_shader_module_resource, &made);
    memset(guest.support.bytes + PARAMS, 0, 64);
    guest_put_u32(&guest, PARAMS, device);
    guest_put_u32(&guest, PARAMS + 4, shader);
    guest_put_u8(&guest, PARAMS + 28, WEBGPU_LAYOUT_MODE_AUTO);
    union abi_slot slots[2] = {{.u32 = PARAMS}, {.u32 = GUEST_AREA}};
    assert_int_equal(
        guest_call(&guest, "[async-lower][method]gpu-device.create-compute-pipeline-async", slots),
        ABI_TRAP_NONE);
    const uint32_t subtask = slots[0].u32 >> 4;
    slots[0].u32 = shader;
    assert_int_equal(guest_call(&guest, "[resource-drop]gpu-shader-module", slots), ABI_TRAP_LENT_HANDLE);
    slots[0].u32 = device;
    assert_int_equal(guest_call(&guest, "[resource-drop]gpu-device", slots), ABI_TRAP_LENT_HANDLE);
    root("[subtask-cancel]", subtask, 0);
    slots[0].u32 = shader;
    assert_int_equal(guest_call(&guest, "[resource-drop]gpu-shader-module", slots), ABI_TRAP_NONE);
    slots[0].u32 = device;
    assert_int_equal(guest_call(&guest, "[resource-drop]gpu-device", slots), ABI_TRAP_NONE);
    abi_pending_finish(seen.op);
}

/* A result that is one core value in the sync form lies in memory in this one. */
static void
test_async_flat_results(void **state)
{
    (void)state;
    union abi_slot slots[2] = {{.u32 = guest_own(&guest, &webgpu_shader_module_resource, &self_object)},
                               {.u32 = GUEST_AREA}};
    seen.made = &made;
    assert_int_equal(guest_call(&guest, "[async-lower][method]gpu-shader-module.get-compilation-info", slots),
                     ABI_TRAP_NONE);
    assert_int_equal(slots[0].u32, ABI_SUBTASK_RETURNED);
    assert_ptr_equal(guest_object(&guest, &webgpu_compilation_info_resource, guest_u32(&guest, GUEST_AREA)),
                     &made);
    guest_assert_wrote(&guest, GUEST_AREA, 4);
    slots[0].u32 = guest_own(&guest, &webgpu_queue_resource, &self_object);
    assert_int_equal(guest_call(&guest, "[async-lower][method]gpu-queue.on-submitted-work-done", slots),
                     ABI_TRAP_NONE);
    assert_int_equal(slots[0].u32, ABI_SUBTASK_RETURNED); /* and no area */
    guest_assert_wrote(&guest, 0, 0);
}

/* The built-ins of what a function returns. */
static uint32_t second; /* the upper half of the last result: of ...-new the writable end */

static uint32_t
copy(const char *verb, const char *of, uint32_t end, uint32_t count, enum abi_trap expected)
{
    char name[100];
    snprintf(name, sizeof name, "%s[method]gpu-device.%s", verb, of);
    union abi_slot slots[3] = {{.u32 = end}, {.u32 = GUEST_AREA}, {.u32 = count}};
    const enum abi_trap trap = guest_call(&guest, name, slots);
    if (trap != expected)
        fail_msg("%s: %s (%s)", name, abi_trap_text(trap), guest.support.failure.detail);
    second = (uint32_t)(slots[0].u64 >> 32);
    return slots[0].u32;
}

#define OK ABI_TRAP_NONE

static void
test_future(void **state)
{
    (void)state;
    static const char lost[] = "lost";
    const uint32_t device = guest_own(&guest, &webgpu_device_resource, &self_object);
    const uint32_t future = copy("", lost, device, 0, OK);
    seen.made = &made;
    assert_int_equal(copy("[async-lower][future-read-0]", lost, future, 0, OK), ABI_BLOCKED);
    assert_int_equal(copy("[future-cancel-read-0]", lost, future, 0, OK), ABI_COPY_CANCELLED);
    assert_int_equal(copy("[async-lower][future-read-0]", lost, future, 0, OK), ABI_BLOCKED);
    assert_int_equal(copy("[async-lower][future-cancel-read-0]", lost, future, 0, OK), ABI_COPY_CANCELLED);
    supply.ready = 1;
    assert_int_equal(copy("[future-read-0]", lost, future, 0, OK), ABI_COPY_COMPLETED);
    assert_ptr_equal(guest_object(&guest, &webgpu_device_lost_info_resource, guest_u32(&guest, GUEST_AREA)),
                     &made);
    guest_assert_wrote(&guest, GUEST_AREA, 4);
    copy("[future-drop-readable-0]", lost, future, 0, OK);
    assert_int_equal(supply.releases, 1);

    const uint32_t reader = copy("[future-new-0]", lost, 0, 0, OK);
    const uint32_t writer = second;
    assert_int_equal(copy("[async-lower][future-write-0]", lost, writer, 0, OK), ABI_BLOCKED);
    assert_int_equal(copy("[future-cancel-write-0]", lost, writer, 0, OK), ABI_COPY_CANCELLED);
    assert_int_equal(copy("[async-lower][future-write-0]", lost, writer, 0, OK), ABI_BLOCKED);
    assert_int_equal(copy("[async-lower][future-cancel-write-0]", lost, writer, 0, OK), ABI_COPY_CANCELLED);
    copy("[stream-drop-readable-0]", "on-uncaptured-error", reader, 0, ABI_TRAP_BAD_HANDLE);
    copy("[future-drop-readable-0]", lost, reader, 0, OK);
    assert_int_equal(copy("[future-write-0]", lost, writer, 0, OK), ABI_COPY_DROPPED);
    copy("[future-drop-writable-0]", lost, writer, 0, OK);

    seen.arena_fails = true;
    copy("", lost, device, 0, ABI_TRAP_HOST_MEMORY);
}

static void
test_stream(void **state)
{
    (void)state;
    static const char errors[] = "on-uncaptured-error";
    const uint32_t device = guest_own(&guest, &webgpu_device_resource, &self_object);
    const uint32_t stream = copy("", errors, device, 0, OK);
    seen.made = &made;
    assert_int_equal(copy("[async-lower][stream-read-0]", errors, stream, 2, OK), ABI_BLOCKED);
    assert_int_equal(copy("[stream-cancel-read-0]", errors, stream, 0, OK), ABI_COPY_CANCELLED);
    assert_int_equal(copy("[async-lower][stream-read-0]", errors, stream, 2, OK), ABI_BLOCKED);
    assert_int_equal(copy("[async-lower][stream-cancel-read-0]", errors, stream, 0, OK), ABI_COPY_CANCELLED);
    supply.ready = 3;
    assert_int_equal(copy("[async-lower][stream-read-0]", errors, stream, 2, OK), 2 << 4);
    guest_assert_wrote(&guest, GUEST_AREA, 8);
    assert_ptr_equal(guest_object(&guest, &webgpu_error_resource, guest_u32(&guest, GUEST_AREA + 4)), &made);
    assert_int_equal(copy("[stream-read-0]", errors, stream, 2, OK), 1 << 4);
    guest_assert_wrote(&guest, GUEST_AREA, 4);
    copy("[stream-drop-readable-0]", errors, stream, 0, OK);
    assert_int_equal(supply.releases, 1);

    const uint32_t reader = copy("[stream-new-0]", errors, 0, 0, OK);
    const uint32_t writer = second;
    assert_int_equal(copy("[async-lower][stream-write-0]", errors, writer, 2, OK), ABI_BLOCKED);
    assert_int_equal(copy("[stream-cancel-write-0]", errors, writer, 0, OK), ABI_COPY_CANCELLED);
    copy("[stream-write-0]", errors, writer, 2, ABI_TRAP_DEADLOCK);
    copy("[async-lower][stream-cancel-write-0]", errors, writer, 0, ABI_TRAP_NO_COPY);
    copy("[stream-drop-writable-0]", errors, writer, 0, OK);
    assert_int_equal(copy("[stream-read-0]", errors, reader, 2, OK), ABI_COPY_DROPPED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, setup, teardown)
        TEST(request_device),
        TEST(request_device_error),
        TEST(request_device_without_memory),
        TEST(message_without_realloc),
        TEST(no_place_for_the_result),
        TEST(map_async),
        TEST(map_async_error),
        TEST(interrupted),
        TEST(option_of_a_resource),
        TEST(flat_results),
        TEST(async_at_once),
        TEST(async_later),
        TEST(async_cancelled),
        TEST(async_traps),
        TEST(async_beside_sync),
        TEST(async_lends_all),
        TEST(async_flat_results),
        TEST(future),
        TEST(stream),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
