/* Guests towards the embedder: wasi:webgpu for a linker and an instance of its own. */
#include "host/guest.h"

#include <stdlib.h>

#include "abi/wait.h"
#include "base/error.h"
#include "host/host.h"
#include "host/interfaces.h"
#include "trace/trace.h"
#include "webgpu/device.h"

/* A guest with nothing yet, counted by its host. NULL: out of memory. */
static wasigpu_guest_t *
guest_of(wasigpu_host_t *host)
{
    wasigpu_guest_t *self = calloc(1, sizeof *self);
    if (self == NULL)
        return NULL;
    self->host = host;
    atomic_fetch_add_explicit(&host->guests, 1, memory_order_relaxed);
    return self;
}

const struct engine_interfaces *
host_guest_interfaces(const wasigpu_guest_t *guest)
{
    return guest->context == NULL ? &host_root_interfaces : &host_interfaces;
}

wasigpu_error_t *
wasigpu_guest_new(wasigpu_host_t *host, wasigpu_guest_t **guest)
{
    wasigpu_guest_t *self = guest_of(host);
    if (self == NULL)
        return base_error_new("out of memory");
    wasigpu_error_t *error = host_take_gpu(host, &self->gpu);
    if (error != NULL) {
        wasigpu_guest_delete(self);
        return error;
    }
    self->context = webgpu_context_new(self->gpu);
    if (self->context != NULL)
        self->engine = engine_guest_new(host_interfaces.items, host_interfaces.count, self->context);
    if (self->context == NULL || self->engine == NULL) {
        wasigpu_guest_delete(self);
        return base_error_new("out of memory");
    }
    self->context->budget.table = &self->engine->instance.table;
    webgpu_context_stop_by(self->context, abi_wait_stops, &self->engine->instance);
    *guest = self;
    return NULL;
}

wasigpu_error_t *
host_guest_new_without_gpu(wasigpu_host_t *host, wasigpu_guest_t **guest)
{
    wasigpu_guest_t *self = guest_of(host);
    if (self != NULL)
        self->engine = engine_guest_new(host_root_interfaces.items, host_root_interfaces.count, NULL);
    if (self == NULL || self->engine == NULL) {
        wasigpu_guest_delete(self);
        return base_error_new("out of memory");
    }
    *guest = self;
    return NULL;
}

void
wasigpu_guest_delete(wasigpu_guest_t *guest)
{
    if (guest == NULL)
        return;
    if (guest->engine != NULL)
        wasigpu_guest_end(guest);
    const bool gone = webgpu_context_delete(guest->context);
    engine_guest_delete(guest->engine); /* the context asks it when to stop */
    if (gone)
        host_give_gpu(guest->host, guest->gpu);
    atomic_fetch_sub_explicit(&guest->host->guests, 1, memory_order_relaxed);
    free(guest);
}

wasigpu_error_t *
wasigpu_guest_define(wasigpu_guest_t *guest, wasmtime_linker_t *linker)
{
    return engine_guest_define(guest->engine, linker);
}

void
wasigpu_guest_set_memory(wasigpu_guest_t *guest, const wasmtime_memory_t *memory)
{
    engine_guest_set_memory(guest->engine, memory);
}

void
wasigpu_guest_keep_memory(wasigpu_guest_t *guest)
{
    guest->engine->memory_fixed = true;
}

static void
start_trace(wasigpu_guest_t *guest)
{
    struct trace_gauges gauges = {0};
    if (guest->context != NULL) {
        gauges.gpu_bytes = &guest->context->budget.bytes;
        gauges.objects = &guest->context->live;
    }
    trace_recorder_start(trace_guest_recorder(guest->trace), &gauges);
}

void
host_guest_stop_trace(wasigpu_guest_t *guest)
{
    if (guest->trace == NULL)
        return;
    if (guest->context != NULL)
        for (struct webgpu_device *device = guest->context->devices; device != NULL; device = device->next)
            webgpu_pass_times_drain(device);
    trace_recorder_stop(trace_guest_recorder(guest->trace));
}

static void
leave_trace(wasigpu_guest_t *guest)
{
    guest->engine->instance.watch = NULL;
    if (guest->context != NULL) {
        guest->context->watch = NULL;
        guest->context->pass_watch = NULL;
    }
    trace_guest_delete(guest->trace);
    guest->trace = NULL;
}

wasigpu_error_t *
wasigpu_guest_bind(wasigpu_guest_t *guest, wasmtime_context_t *context, const wasmtime_instance_t *instance)
{
    wasigpu_error_t *error = engine_guest_bind(guest->engine, context, instance);
    if (error == NULL && guest->trace != NULL)
        start_trace(guest);
    return error;
}

void
wasigpu_guest_set_timeout(wasigpu_guest_t *guest, uint64_t timeout_ns)
{
    guest->engine->instance.deadline = base_deadline_in(timeout_ns);
}

void
wasigpu_guest_set_max_objects(wasigpu_guest_t *guest, size_t count)
{
    webgpu_budget_limit_objects(&guest->context->budget, count == 0 ? SIZE_MAX : count);
}

void
wasigpu_guest_set_max_gpu_memory(wasigpu_guest_t *guest, uint64_t bytes)
{
    guest->context->budget.max_bytes = bytes == 0 ? UINT64_MAX : bytes;
}

void
wasigpu_guest_interrupt(wasigpu_guest_t *guest)
{
    atomic_store_explicit(&guest->engine->interrupt.raised, true, memory_order_release);
}

void
wasigpu_guest_end(wasigpu_guest_t *guest)
{
    if (guest->engine->ended)
        return;
    host_guest_stop_trace(guest);
    if (guest->context != NULL)
        webgpu_context_end(guest->context);
    engine_guest_end(guest->engine);
    leave_trace(guest);
    if (guest->gpu != NULL)
        host_count_abandoned(guest->host, guest->gpu);
    host_reap(guest->host);
}

size_t
wasigpu_guest_live_objects(const wasigpu_guest_t *guest)
{
    return guest->context == NULL ? 0 : webgpu_context_live_objects(guest->context);
}
