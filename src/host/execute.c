/* Runs a command module to its end, in a store of its own.
 *
 * The guest is ended, and its objects are counted, while the store is still there; the store goes with the
 * run, for an interrupt may come late. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "engine/link.h"
#include "engine/wasi.h"
#include "host/host.h"
#include "host/interfaces.h"
#include "host/run.h"
#include "trace/trace.h"

static const char *
entry_of(const wasigpu_run_t *run)
{
    return run->entry == NULL ? HOST_DEFAULT_ENTRY : run->entry;
}

static const char *
name_of(const wasigpu_run_t *run)
{
    return run->wasi.arg_count == 0 ? entry_of(run) : run->wasi.args[0];
}

static wasigpu_error_t *
trace_without_guest(wasigpu_run_t *run)
{
    run->trace_only = trace_guest_new((struct trace *)run->trace, NULL, 0, name_of(run));
    return run->trace_only == NULL ? base_error_new("out of memory") : NULL;
}

static wasigpu_error_t *
make_guest(wasigpu_run_t *run, wasmtime_linker_t *linker)
{
    if (!engine_imports_any(&host_interfaces, run->module->engine))
        return run->trace == NULL ? NULL : trace_without_guest(run);
    const bool uses_gpu = wasigpu_module_uses_gpu(run->module);
    wasigpu_error_t *error = uses_gpu ? wasigpu_guest_new(run->host, &run->guest)
                                      : host_guest_new_without_gpu(run->host, &run->guest);
    if (error != NULL)
        return error;
    wasigpu_guest_keep_memory(run->guest);
    if (uses_gpu) {
        wasigpu_guest_set_max_objects(run->guest, run->max_objects);
        wasigpu_guest_set_max_gpu_memory(run->guest, run->max_gpu_memory);
    }
    struct abi_instance *instance = &run->guest->engine->instance;
    instance->deadline = run->store->deadline;
    instance->interrupt = &run->store->interrupt;
    if (run->trace != NULL)
        error = wasigpu_guest_set_trace(run->guest, run->trace, name_of(run));
    if (error != NULL)
        return error;
    return engine_guest_define_for(run->guest->engine, run->module->engine, linker);
}

/* A reactor is set up before anything else of it is called; a command does so itself. */
static bool
needs_initialize(const wasigpu_run_t *run)
{
    return !host_run_exports(run, HOST_DEFAULT_ENTRY) && host_run_exports(run, "_initialize") &&
           strcmp(entry_of(run), "_initialize") != 0;
}

/* Defines all that the module may import. */
static wasigpu_error_t *
link_all(wasigpu_run_t *run, wasmtime_linker_t *linker)
{
    wasigpu_error_t *error = wasigpu_module_check(run->module);
    if (error == NULL)
        error = host_run_check_entry(run, entry_of(run));
    if (error == NULL && needs_initialize(run))
        error = host_run_check_entry(run, "_initialize");
    if (error == NULL)
        error = make_guest(run, linker);
    if (error == NULL)
        error = engine_wasi_define(linker, run->store);
    if (error == NULL)
        error = host_wasi_enter(&run->wasi, run->store->context);
    wasmtime_memory_t memory;
    bool found = false;
    if (error == NULL)
        error = engine_link_memories(linker, run->store, run->module->engine, &memory, &found);
    if (error == NULL && found && run->guest != NULL && !run->module->memory.exported)
        wasigpu_guest_set_memory(run->guest, &memory);
    return error;
}

/* Calls `name`; false: it has not come back, run->failure says why. */
static bool
call(wasigpu_run_t *run, const wasmtime_instance_t *instance, const char *name)
{
    wasmtime_context_t *context = run->store->context;
    wasmtime_extern_t item;
    if (!wasmtime_instance_export_get(context, instance, name, strlen(name), &item))
        return true; /* host_run_check_entry has seen it */
    wasm_functype_t *type = wasmtime_func_type(context, &item.of.func);
    const size_t result_count = wasm_functype_results(type)->size;
    wasm_functype_delete(type);
    wasmtime_val_t *results = calloc(result_count + 1, sizeof *results);
    wasm_trap_t *trap = NULL;
    wasmtime_error_t *error = results == NULL ? wasmtime_error_new("out of memory") : NULL;
    if (error == NULL)
        error = wasmtime_func_call(context, &item.of.func, NULL, 0, results, result_count, &trap);
    const bool ok = error == NULL && trap == NULL;
    for (size_t i = 0; ok && i < result_count; i++)
        wasmtime_val_unroot(&results[i]);
    free(results);
    wasmtime_extern_delete(&item);
    engine_failure_take(&run->failure, error, trap);
    return ok;
}

/* An error: nothing of the guest has run. Else run->failure tells of the guest. */
static wasigpu_error_t *
execute(wasigpu_run_t *run, wasmtime_linker_t *linker)
{
    wasmtime_context_t *context = run->store->context;
    wasmtime_instance_t instance;
    wasm_trap_t *trap = NULL;
    wasmtime_error_t *refused =
        wasmtime_linker_instantiate(linker, context, run->module->engine->native, &instance, &trap);
    if (refused != NULL && !engine_error_in_guest(refused))
        return engine_error(refused);
    if (refused != NULL || trap != NULL) { /* the start function's */
        engine_failure_take(&run->failure, refused, trap);
        return NULL;
    }
    wasigpu_error_t *error = run->guest == NULL ? NULL : wasigpu_guest_bind(run->guest, context, &instance);
    if (error != NULL)
        return error;
    if (run->trace_only != NULL)
        trace_recorder_start(trace_guest_recorder(run->trace_only), &(struct trace_gauges){0});
    if (!needs_initialize(run) || call(run, &instance, "_initialize"))
        call(run, &instance, entry_of(run));
    return NULL;
}

static wasigpu_outcome_kind_t
kind_of(const wasigpu_run_t *run)
{
    const struct engine_store *store = run->store;
    if (!run->failure.failed || store->exited)
        return WASIGPU_OUTCOME_EXITED;
    if (!store->stopped && !(run->guest != NULL && run->guest->engine->interrupted))
        return WASIGPU_OUTCOME_TRAPPED;
    return atomic_load_explicit(&store->requested, memory_order_relaxed) ? WASIGPU_OUTCOME_INTERRUPTED
                                                                         : WASIGPU_OUTCOME_TIMED_OUT;
}

static wasigpu_error_t *
run_linked(wasigpu_run_t *run)
{
    wasmtime_linker_t *linker = wasmtime_linker_new(run->store->engine->native);
    if (linker == NULL)
        return base_error_new("out of memory");
    wasigpu_error_t *error = link_all(run, linker);
    if (error == NULL)
        error = execute(run, linker);
    wasmtime_linker_delete(linker);
    return error;
}

/* Before anybody is told of the guest's end, who may end the process. */
static void
stop_trace(wasigpu_run_t *run)
{
    if (run->guest != NULL)
        host_guest_stop_trace(run->guest);
    else
        trace_guest_delete(run->trace_only);
    run->trace_only = NULL;
}

static void
fill_outcome(const wasigpu_run_t *run, wasigpu_outcome_t *outcome)
{
    const struct engine_failure *failure = &run->failure;
    *outcome = (wasigpu_outcome_t){.kind = kind_of(run), .reason = "", .backtrace = ""};
    if (outcome->kind == WASIGPU_OUTCOME_EXITED) {
        outcome->exit_code = run->store->exit_code;
    } else {
        outcome->reason = failure->reason == NULL ? "out of memory" : failure->reason;
        outcome->backtrace = failure->backtrace == NULL ? "" : failure->backtrace;
    }
}

/* May wait for the GPU, so it comes last. */
static void
end_guest(wasigpu_run_t *run, wasigpu_outcome_t *outcome)
{
    if (run->guest != NULL) {
        wasigpu_guest_end(run->guest);
        outcome->live_objects = wasigpu_guest_live_objects(run->guest);
    }
    if (outcome->live_objects != 0)
        base_log(BASE_LOG_ERROR, BASE_LOG_ROOM_HOST, "%zu objects outlive their guest",
                 outcome->live_objects);
}

wasigpu_error_t *
wasigpu_run_start(wasigpu_run_t *run, wasigpu_outcome_t *outcome)
{
    if (run->started)
        return base_error_new("a run is started once only");
    run->started = true;
    const uint64_t start_ns = base_clock_now_ns();
    wasigpu_error_t *error = NULL;
    if (run->timeout_ns != UINT64_MAX)
        error = engine_store_set_timeout(run->store, run->timeout_ns);
    if (error == NULL)
        error = run_linked(run);
    if (error != NULL)
        return error;
    stop_trace(run);
    fill_outcome(run, outcome);
    if (run->ended != NULL)
        run->ended(run->ended_env, outcome);
    end_guest(run, outcome);
    base_log(BASE_LOG_DEBUG, BASE_LOG_ROOM_HOST, "the run took %.1f ms",
             (double)(base_clock_now_ns() - start_ns) / 1e6);
    return NULL;
}
