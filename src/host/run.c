/* A run's settings. What is done with them is in execute.c. */
#include "host/run.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "host/cache.h"
#include "host/host.h"
#include "host/text.h"
#include "trace/trace.h"

wasigpu_error_t *
wasigpu_run_new(wasigpu_host_t *host, const wasigpu_module_t *module, wasigpu_run_t **run)
{
    wasigpu_run_t *self = calloc(1, sizeof *self);
    if (self == NULL)
        return base_error_new("out of memory");
    self->host = host;
    self->module = module;
    self->timeout_ns = UINT64_MAX;
    wasigpu_error_t *error = engine_store_new(host->engine, &self->store);
    if (error != NULL) {
        free(self);
        return error;
    }
    *run = self;
    return NULL;
}

void
wasigpu_run_delete(wasigpu_run_t *run)
{
    if (run == NULL)
        return;
    wasigpu_guest_delete(run->guest);
    trace_guest_delete(run->trace_only);
    engine_failure_finish(&run->failure);
    engine_store_delete(run->store);
    host_wasi_finish(&run->wasi);
    free(run->entry);
    free(run);
}

wasigpu_error_t *
wasigpu_run_set_args(wasigpu_run_t *run, size_t count, const char *const *args)
{
    return host_wasi_set_args(&run->wasi, count, args);
}

wasigpu_error_t *
wasigpu_run_set_env(wasigpu_run_t *run, const char *name, const char *value)
{
    return host_wasi_set_env(&run->wasi, name, value);
}

wasigpu_error_t *
wasigpu_run_inherit_env(wasigpu_run_t *run)
{
    return host_wasi_inherit_env(&run->wasi);
}

wasigpu_error_t *
wasigpu_run_add_dir(wasigpu_run_t *run, const char *host_path, const char *guest_path, bool writable)
{
    wasigpu_error_t *error = writable ? host_cache_check_dir(run->host->cache, host_path) : NULL;
    if (error == NULL)
        error = host_wasi_add_dir(&run->wasi, host_path, guest_path, writable);
    return error;
}

/* The type of the exported function `name`; NULL: there is none. */
static const wasm_functype_t *
find_export(const wasigpu_module_t *module, const char *name)
{
    const wasm_exporttype_vec_t *exports = &module->engine->exports;
    for (size_t i = 0; i < exports->size; i++) {
        const wasm_name_t *export = wasm_exporttype_name(exports->data[i]);
        if (export->size == strlen(name) && memcmp(export->data, name, export->size) == 0)
            return wasm_externtype_as_functype_const(wasm_exporttype_type(exports->data[i]));
    }
    return NULL;
}

bool
host_run_exports(const wasigpu_run_t *run, const char *name)
{
    return find_export(run->module, name) != NULL;
}

wasigpu_error_t *
host_run_check_entry(const wasigpu_run_t *run, const char *name)
{
    const wasm_functype_t *type = find_export(run->module, name);
    if (type == NULL && strcmp(name, HOST_DEFAULT_ENTRY) == 0)
        return base_error_new("exports no function _start, so it is not a command; "
                              "another entry can be named (--invoke)");
    if (type == NULL)
        return base_error_new("exports no function %s", name);
    if (wasm_functype_params(type)->size != 0)
        return base_error_new("its export %s wants parameters, so it cannot be the entry", name);
    return NULL;
}

wasigpu_error_t *
wasigpu_run_set_entry(wasigpu_run_t *run, const char *name)
{
    wasigpu_error_t *error = name == NULL ? NULL : host_run_check_entry(run, name);
    if (error != NULL)
        return error;
    return host_text_set(&run->entry, name) ? NULL : base_error_new("out of memory");
}

void
wasigpu_run_set_timeout(wasigpu_run_t *run, uint64_t timeout_ns)
{
    run->timeout_ns = timeout_ns;
}

void
wasigpu_run_set_max_memory(wasigpu_run_t *run, uint64_t bytes)
{
    engine_store_limit_memory(run->store, bytes);
}

void
wasigpu_run_set_max_objects(wasigpu_run_t *run, size_t count)
{
    run->max_objects = count;
}

void
wasigpu_run_set_max_gpu_memory(wasigpu_run_t *run, uint64_t bytes)
{
    run->max_gpu_memory = bytes;
}

void
wasigpu_run_on_end(wasigpu_run_t *run, wasigpu_run_ended_t *ended, void *env)
{
    run->ended = ended;
    run->ended_env = env;
}

void
wasigpu_run_interrupt(wasigpu_run_t *run)
{
    engine_store_interrupt(run->store);
}
