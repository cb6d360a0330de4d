/* A library's exports, called through the C API: host_reactor REACTOR.wasm; exits with 1 at the first answer
 * that is not as it should be. Constructors run in _initialize, once, and the guest keeps its device from
 * call to call. */
#include <stdlib.h>
#include <string.h>

#include <wasmtime.h>

#include "host_support.h"

static wasmtime_context_t *context;
static wasmtime_instance_t instance;

static void
end_on_wasmtime(const char *what, wasmtime_error_t *error, wasm_trap_t *trap)
{
    wasm_name_t message = WASM_EMPTY_VEC;
    if (error == NULL && trap == NULL)
        return;
    if (error != NULL)
        wasmtime_error_message(error, &message);
    else
        wasm_trap_message(trap, &message);
    fprintf(stderr, "%s: %.*s\n", what, (int)message.size, message.data);
    exit(1);
}

/* What the export `name` makes of `arguments`, if it has a result; `trap` is NULL if it returns. */
static int32_t
call(const char *name, size_t count, const wasmtime_val_t *arguments, bool has_result, wasm_trap_t **trap)
{
    wasmtime_extern_t export;
    wasmtime_val_t result = {.kind = WASMTIME_I32};
    *trap = NULL;
    if (!wasmtime_instance_export_get(context, &instance, name, strlen(name), &export) ||
        export.kind != WASMTIME_EXTERN_FUNC) {
        fprintf(stderr, "no function %s\n", name);
        exit(1);
    }
    end_on_wasmtime(name,
                    wasmtime_func_call(context, &export.of.func, arguments, count, &result, has_result, trap),
                    NULL);
    return result.of.i32;
}

static void
expect_result(const char *name, int32_t argument, size_t count, int32_t expected)
{
    const wasmtime_val_t value = {.kind = WASMTIME_I32, .of = {.i32 = argument}};
    wasm_trap_t *trap;
    const int32_t result = call(name, count, &value, true, &trap);
    end_on_wasmtime(name, NULL, trap);
    if (result != expected) {
        fprintf(stderr, "%s: %d, and not %d\n", name, (int)result, (int)expected);
        exit(1);
    }
}

static void
expect_initialize(bool traps)
{
    wasm_trap_t *trap;
    call("_initialize", 0, NULL, false, &trap);
    if ((trap != NULL) != traps) {
        fprintf(stderr, "_initialize %s\n", traps ? "runs twice" : "traps");
        exit(1);
    }
    if (trap != NULL)
        wasm_trap_delete(trap);
}

static void
call_exports(void)
{
    expect_result("constructed", 0, 0, 0);
    expect_initialize(false);
    expect_result("constructed", 0, 0, 2);
    expect_result("twice", 21, 1, 42);
    expect_result("twice", 1000, 1, 2000);
    expect_result("constructed", 0, 0, 2);
    expect_initialize(true);
}

int
main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("usage: host_reactor REACTOR.wasm\n", stderr);
        return 2;
    }
    wasigpu_host_t *host = NULL;
    wasigpu_module_t *module = NULL;
    wasigpu_guest_t *guest = NULL;
    end_on(wasigpu_host_new(NULL, &host));
    end_on(wasigpu_module_load(host, argv[1], false, &module));
    end_on(wasigpu_guest_new(host, &guest));
    wasmtime_store_t *store = wasmtime_store_new(wasigpu_host_engine(host), NULL, NULL);
    wasmtime_linker_t *linker = wasmtime_linker_new(wasigpu_host_engine(host));
    context = wasmtime_store_context(store);
    wasmtime_context_set_epoch_deadline(context, UINT32_MAX);
    end_on_wasmtime("WASI", wasmtime_context_set_wasi(context, wasi_config_new()), NULL);
    end_on_wasmtime("WASI", wasmtime_linker_define_wasi(linker), NULL);
    end_on(wasigpu_guest_define(guest, linker));

    wasm_trap_t *trap = NULL;
    wasmtime_error_t *error =
        wasmtime_linker_instantiate(linker, context, wasigpu_module_native(module), &instance, &trap);
    end_on_wasmtime("instantiate", error, trap);
    end_on(wasigpu_guest_bind(guest, context, &instance));
    call_exports();
    wasigpu_guest_end(guest);
    const size_t left = wasigpu_guest_live_objects(guest);

    wasigpu_guest_delete(guest);
    wasmtime_linker_delete(linker);
    wasmtime_store_delete(store);
    wasigpu_module_delete(module);
    wasigpu_host_delete(host);
    if (left != 0)
        fprintf(stderr, "%zu objects left\n", left);
    return left != 0;
}
