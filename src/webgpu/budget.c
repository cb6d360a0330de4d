/* What a guest may have at a time. One guest's, on its own thread, but for the counts of
 * its objects and of the host's bytes. */
#include "webgpu/budget.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "abi/table.h"
#include "gpu/abandon.h"
#include "gpu/error.h"
#include "gpu/maps.h"
#include "webgpu/device.h"

#define MESSAGE_SIZE 120
#define SOME_HANDLES 1024

void
webgpu_budget_init(struct webgpu_budget *budget)
{
    *budget = (struct webgpu_budget){
        .max_objects = SIZE_MAX,
        .max_devices = WEBGPU_DEVICES_MAX,
        .max_bytes = UINT64_MAX,
        .max_host_bytes = WEBGPU_HOST_BYTES_MAX,
    };
}

void
webgpu_budget_limit_objects(struct webgpu_budget *budget, size_t count)
{
    budget->max_objects = count;
    if (budget->table != NULL)
        budget->table->max =
            count > (ABI_TABLE_MAX - SOME_HANDLES) / 2 ? 0 : (uint32_t)(2 * count + SOME_HANDLES);
}

void
webgpu_budget_share_machine(struct webgpu_budget *budget)
{
    const long pages = sysconf(_SC_PHYS_PAGES);
    const long page_size = sysconf(_SC_PAGESIZE);
    if (budget->max_bytes == UINT64_MAX && pages > 0 && page_size > 0)
        budget->max_bytes = (uint64_t)pages * (uint64_t)page_size / 2;
    budget->maps_pools = true;
    const long maps = gpu_maps_limit();
    if (budget->max_objects == SIZE_MAX && maps > 0)
        webgpu_budget_limit_objects(budget, (size_t)maps / 2);
}

static size_t
count(struct webgpu_context *context)
{
    return atomic_load_explicit(&context->live, memory_order_relaxed);
}

/* What is leaving counts, and is waited for where it matters. */
static bool
has_count(struct webgpu_context *context)
{
    const struct webgpu_budget *budget = &context->budget;
    webgpu_context_collect(context); /* what came too late for whoever asked for it */
    while (count(context) + budget->leaving.objects >= budget->max_objects) {
        if (count(context) >= budget->max_objects || !webgpu_leaving_await(context))
            return false;
    }
    return true;
}

bool
webgpu_budget_has_room(struct webgpu_context *context)
{
    return has_count(context) && gpu_maps_left(GPU_MAPS_OBJECT);
}

bool
webgpu_budget_has_room_for_device(struct webgpu_context *context)
{
    const struct webgpu_budget *budget = &context->budget;
    webgpu_context_collect(context);
    return budget->devices + gpu_instance_abandoned(context->gpu) < budget->max_devices;
}

static void
report(struct webgpu_device *device, const char *message)
{
    gpu_device_report(device->native, WGPUErrorType_OutOfMemory, message);
}

static void __attribute__((cold, noinline))
refuse(struct webgpu_device *device)
{
    struct webgpu_context *context = device->object.context;
    char message[MESSAGE_SIZE] = "the process has no mappings of memory left for another object";
    if (count(context) + context->budget.leaving.objects >= context->budget.max_objects)
        snprintf(message, sizeof message, "the guest has the %zu objects that it may have",
                 context->budget.max_objects);
    report(device, message);
}

bool
webgpu_budget_admits(struct webgpu_device *device, unsigned maps)
{
    struct webgpu_context *context = device->object.context;
    if (device->abandoned)
        return false;
    if (has_count(context) && (maps == 0 || gpu_maps_left(maps)))
        return true;
    refuse(device);
    return false;
}

static bool
has_bytes(const struct webgpu_budget *budget, uint64_t had, uint64_t bytes)
{
    return had <= budget->max_bytes && bytes <= budget->max_bytes - had;
}

bool
webgpu_memory_fits(struct webgpu_device *device, uint64_t bytes)
{
    struct webgpu_context *context = device->object.context;
    const struct webgpu_budget *budget = &context->budget;
    if (device->abandoned)
        return false;
    const bool may_fit = has_bytes(budget, budget->bytes, bytes); /* without what is leaving */
    while (may_fit) {
        if (has_bytes(budget, budget->bytes + budget->leaving.bytes, bytes))
            return true;
        if (!webgpu_leaving_await(context))
            break;
    }
    char message[MESSAGE_SIZE];
    snprintf(message, sizeof message,
             "%" PRIu64 " bytes, where the guest may have %" PRIu64 " and has %" PRIu64, bytes,
             budget->max_bytes, budget->bytes + (may_fit ? budget->leaving.bytes : 0));
    report(device, message);
    return false;
}

void
webgpu_memory_take(struct webgpu_object *object, uint64_t bytes)
{
    object->memory = (struct webgpu_memory){.bytes = bytes, .destroys = object->device->destroys};
    object->device->bytes += bytes;
    object->context->budget.bytes += bytes;
}

void
webgpu_memory_release(struct webgpu_object *object)
{
    struct webgpu_memory *memory = &object->memory;
    if (memory->bytes != 0 && memory->destroys == object->device->destroys) {
        object->device->bytes -= memory->bytes;
        object->context->budget.bytes -= memory->bytes;
        webgpu_leave(object->device, (struct webgpu_amount){.bytes = memory->bytes});
    }
    memory->bytes = 0;
}

void
webgpu_memory_release_all(struct webgpu_device *device)
{
    device->object.context->budget.bytes -= device->bytes;
    device->bytes = 0;
}

bool
webgpu_host_take(struct webgpu_context *context, uint64_t bytes)
{
    struct webgpu_budget *budget = &context->budget;
    uint64_t had = atomic_load_explicit(&budget->host_bytes, memory_order_relaxed);
    do {
        if (had > budget->max_host_bytes || bytes > budget->max_host_bytes - had)
            return false;
    } while (!atomic_compare_exchange_weak_explicit(&budget->host_bytes, &had, had + bytes,
                                                    memory_order_relaxed, memory_order_relaxed));
    return true;
}

void
webgpu_host_charge(struct webgpu_context *context, uint64_t bytes)
{
    atomic_fetch_add_explicit(&context->budget.host_bytes, bytes, memory_order_relaxed);
}

void
webgpu_host_give(struct webgpu_context *context, uint64_t bytes)
{
    atomic_fetch_sub_explicit(&context->budget.host_bytes, bytes, memory_order_relaxed);
}

bool
webgpu_host_has_room(struct webgpu_context *context)
{
    return atomic_load_explicit(&context->budget.host_bytes, memory_order_relaxed) <
           context->budget.max_host_bytes;
}
