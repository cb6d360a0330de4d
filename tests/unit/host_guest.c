/* wasigpu/guest.h: wasi:webgpu in an embedder's own stores and linkers, on a native library. No adapter is
 * asked for: get-gpu and what needs no device are enough to see whose call it is. */
#include "engine_support.h"

#include "base/count.h"
#include "wasigpu/wasigpu.h"

#define INTERFACE "wasi:webgpu/webgpu@0.3.0-rc.2"
#define GET_GPU "(import \"" INTERFACE "\" \"get-gpu\" (func $get (result i32)))"
#define BUFFER_SIZE \
    "(import \"" INTERFACE "\" \"[method]gpu-buffer.size\" (func $size (param i32) (result i64)))"
#define RECORD \
    "(import \"" INTERFACE "\" \"[constructor]record-option-gpu-size64\" (func $record (result i32)))" \
    "(import \"" INTERFACE "\" \"[method]record-option-gpu-size64.has\"" \
    "  (func $has (param i32 i32 i32) (result i32)))"

/* "get" keeps one handle more each time, "bad" uses one that is not there. */
#define USER \
    "(module $user " GET_GPU BUFFER_SIZE "(memory (export \"memory\") 1)" \
    "(func (export \"get\") (result i32) (call $get))" \
    "(func $bad (export \"bad\") (result i32) (i32.wrap_i64 (call $size (i32.const 7)))))"

/* An embedder's store, with one guest. */
struct embedder {
    wasm_engine_t *engine;
    wasmtime_store_t *store;
    wasmtime_context_t *context;
    wasmtime_linker_t *linker;
    wasmtime_instance_t instance;
    wasigpu_guest_t *guest;
    struct engine_failure failure;
};

static wasigpu_host_t *
make_host(void)
{
    wasigpu_host_t *host = NULL;
    assert_no_error(wasigpu_host_new(NULL, &host));
    support_use_handlers();
    return host;
}

/* `trace`: NULL: it is in none. */
static void
embedder_init_traced(struct embedder *e, wasigpu_host_t *host, wasigpu_trace_t *trace)
{
    *e = (struct embedder){.engine = wasm_engine_new()};
    e->store = wasmtime_store_new(e->engine, NULL, NULL);
    e->context = wasmtime_store_context(e->store);
    e->linker = wasmtime_linker_new(e->engine);
    assert_no_error(wasigpu_guest_new(host, &e->guest));
    if (trace != NULL)
        assert_no_error(wasigpu_guest_set_trace(e->guest, trace, "guest"));
    assert_no_error(wasigpu_guest_define(e->guest, e->linker));
}

static void
embedder_init(struct embedder *e, wasigpu_host_t *host)
{
    embedder_init_traced(e, host, NULL);
}

static void
embedder_finish(struct embedder *e)
{
    wasigpu_guest_end(e->guest);
    assert_int_equal(wasigpu_guest_live_objects(e->guest), 0);
    wasigpu_guest_delete(e->guest);
    engine_failure_finish(&e->failure);
    wasmtime_linker_delete(e->linker);
    wasmtime_store_delete(e->store);
    wasm_engine_delete(e->engine);
}

static bool
instantiate(struct embedder *e, const char *wat)
{
    wasm_byte_vec_t bytes = support_wasm(wat);
    wasmtime_module_t *module = NULL;
    wasm_trap_t *trap = NULL;
    wasmtime_error_t *error =
        wasmtime_module_new(e->engine, (const uint8_t *)bytes.data, bytes.size, &module);
    if (error == NULL)
        error = wasmtime_linker_instantiate(e->linker, e->context, module, &e->instance, &trap);
    wasmtime_module_delete(module);
    wasm_byte_vec_delete(&bytes);
    engine_failure_take(&e->failure, error, trap);
    return !e->failure.failed;
}

static void
instantiate_and_bind(struct embedder *e, const char *wat)
{
    if (!instantiate(e, wat))
        fail_msg("%s", e->failure.reason);
    assert_no_error(wasigpu_guest_bind(e->guest, e->context, &e->instance));
}

/* -1: it has trapped, e->failure says why. */
static int32_t
call(struct embedder *e, const char *name)
{
    wasmtime_extern_t item;
    assert_true(wasmtime_instance_export_get(e->context, &e->instance, name, strlen(name), &item));
    wasmtime_val_t result = {.of = {.i32 = -1}};
    wasm_trap_t *trap = NULL;
    wasmtime_error_t *error = wasmtime_func_call(e->context, &item.of.func, NULL, 0, &result, 1, &trap);
    engine_failure_take(&e->failure, error, trap);
    return e->failure.failed ? -1 : result.of.i32;
}

static const char bad_handle[] =
    "wasi:webgpu [method]gpu-buffer.size: no such handle of this type (gpu-buffer #7)";

static void
test_two_stores_and_two_guests(void **state)
{
    (void)state;
    wasigpu_host_t *host = make_host();
    struct embedder a;
    struct embedder b;
    embedder_init(&a, host);
    embedder_init(&b, host);
    instantiate_and_bind(&a, USER);
    instantiate_and_bind(&b, USER);
    assert_int_equal(call(&a, "get"), 1);
    assert_int_equal(call(&a, "get"), 2);
    assert_int_equal(call(&b, "get"), 1); /* a table of its own */
    assert_int_equal(wasigpu_guest_live_objects(a.guest), 2);
    assert_int_equal(wasigpu_guest_live_objects(b.guest), 1);

    assert_int_equal(call(&a, "bad"), -1);
    assert_string_equal(a.failure.reason, bad_handle);
    assert_non_null(strstr(a.failure.backtrace, "user!bad"));
    embedder_finish(&a);
    assert_int_equal(call(&b, "get"), 2); /* the trap was the other's, and so was its end */
    embedder_finish(&b);
    wasigpu_host_delete(host);
}

static void
test_a_start_function_that_calls_an_import(void **state)
{
    (void)state;
    wasigpu_host_t *host = make_host();
    struct embedder e;
    embedder_init(&e, host);
    assert_false(instantiate(&e, "(module " GET_GPU "(func $s (drop (call $get))) (start $s))"));
    assert_non_null(strstr(e.failure.reason, "wasi:webgpu get-gpu: called before the guest was bound"));
    embedder_finish(&e);
    wasigpu_host_delete(host);
}

/* The name that the record is asked for lies in a memory that the module imports. */
static void
test_memory_that_is_imported(void **state)
{
    (void)state;
    wasigpu_host_t *host = make_host();
    struct embedder e;
    embedder_init(&e, host);
    wasm_memorytype_t *type = NULL;
    assert_null(wasmtime_memorytype_new(1, false, 0, false, false, 16, &type));
    wasmtime_memory_t memory;
    assert_null(wasmtime_memory_new(e.context, type, &memory));
    wasm_memorytype_delete(type);
    const wasmtime_extern_t item = {.kind = WASMTIME_EXTERN_MEMORY, .of = {.memory = memory}};
    assert_null(wasmtime_linker_define(e.linker, e.context, "env", 3, "memory", 6, &item));
    static const char importer[] = "(module " RECORD "(import \"env\" \"memory\" (memory 1))"
                                   "(func (export \"has\") (result i32)"
                                   "  (call $has (call $record) (i32.const 65532) (i32.const 4)))"
                                   "(func (export \"past\") (result i32)"
                                   "  (call $has (call $record) (i32.const 65533) (i32.const 4))))";
    assert_true(instantiate(&e, importer));
    wasigpu_guest_set_memory(e.guest, &memory);
    assert_no_error(wasigpu_guest_bind(e.guest, e.context, &e.instance));
    assert_int_equal(call(&e, "has"), 0);
    assert_int_equal(call(&e, "past"), -1);
    assert_non_null(strstr(e.failure.reason, "pointer outside linear memory"));
    embedder_finish(&e);

    embedder_init(&e, host); /* and without being told of it */
    assert_null(wasmtime_memorytype_new(1, false, 0, false, false, 16, &type));
    assert_null(wasmtime_memory_new(e.context, type, &memory));
    wasm_memorytype_delete(type);
    const wasmtime_extern_t other = {.kind = WASMTIME_EXTERN_MEMORY, .of = {.memory = memory}};
    assert_null(wasmtime_linker_define(e.linker, e.context, "env", 3, "memory", 6, &other));
    instantiate_and_bind(&e, importer);
    assert_int_equal(call(&e, "has"), -1);
    assert_non_null(strstr(e.failure.reason, "the guest exports no memory"));
    embedder_finish(&e);
    wasigpu_host_delete(host);
}

/* A run finds the memory that it has made. */
static void
test_memory_that_a_run_makes(void **state)
{
    (void)state;
    wasigpu_host_t *host = make_host();
    wasm_byte_vec_t bytes =
        support_wasm("(module " RECORD "(import \"env\" \"memory\" (memory 1))"
                     "(func (export \"_start\")"
                     "  (drop (call $has (call $record) (i32.const 65532) (i32.const 4)))))");
    wasigpu_module_t *module = NULL;
    assert_no_error(wasigpu_module_new(host, bytes.data, bytes.size, false, &module));
    wasm_byte_vec_delete(&bytes);
    assert_true(wasigpu_module_uses_gpu(module));
    wasigpu_run_t *run = NULL;
    wasigpu_outcome_t outcome;
    assert_no_error(wasigpu_run_new(host, module, &run));
    assert_no_error(wasigpu_run_start(run, &outcome));
    assert_string_equal(outcome.reason, "");
    assert_int_equal(outcome.kind, WASIGPU_OUTCOME_EXITED);
    assert_int_equal(outcome.live_objects, 0);
    wasigpu_run_delete(run);
    wasigpu_module_delete(module);
    wasigpu_host_delete(host);
}

static void
test_runs_one_after_another(void **state)
{
    (void)state;
    wasigpu_host_t *host = make_host();
    wasm_byte_vec_t bytes = support_wasm("(module " GET_GPU BUFFER_SIZE "(func (export \"_start\")"
                                         "  (drop (call $get)) (drop (call $get))"
                                         "  (drop (call $size (i32.const 1)))))");
    wasigpu_module_t *module = NULL;
    assert_no_error(wasigpu_module_new(host, bytes.data, bytes.size, false, &module));
    wasm_byte_vec_delete(&bytes);
    for (int i = 0; i < 3; i++) {
        wasigpu_run_t *run = NULL;
        wasigpu_outcome_t outcome;
        assert_no_error(wasigpu_run_new(host, module, &run));
        assert_no_error(wasigpu_run_start(run, &outcome));
        assert_int_equal(outcome.kind, WASIGPU_OUTCOME_TRAPPED);
        assert_non_null(strstr(outcome.reason, "gpu-buffer #1 is a gpu"));
        assert_int_equal(outcome.live_objects, 0);
        wasigpu_run_delete(run);
    }
    wasigpu_module_delete(module);
    wasigpu_host_delete(host);
}

static void
test_a_guest_that_is_deleted_first(void **state)
{
    (void)state;
    wasigpu_host_t *host = make_host();
    struct embedder e;
    embedder_init(&e, host);
    instantiate_and_bind(&e, USER);
    wasigpu_guest_delete(e.guest);
    assert_int_equal(call(&e, "get"), -1);
    assert_non_null(strstr(e.failure.reason, "after its end"));
    wasigpu_guest_t *next = NULL;
    assert_no_error(wasigpu_guest_new(host, &next));
    assert_error_says(wasigpu_guest_define(next, e.linker), "defined twice");
    e.guest = next;
    embedder_finish(&e);
    wasigpu_host_delete(host);
}

/* In the host's own engine memory stays where it is, and the epoch is the embedder's to set. */
static void
test_the_hosts_engine(void **state)
{
    (void)state;
    wasigpu_host_t *host = make_host();
    struct embedder e = {.engine = wasigpu_host_engine(host)};
    e.store = wasmtime_store_new(e.engine, NULL, NULL);
    e.context = wasmtime_store_context(e.store);
    wasmtime_context_set_epoch_deadline(e.context, 1000);
    e.linker = wasmtime_linker_new(e.engine);
    assert_no_error(wasigpu_guest_new(host, &e.guest));
    assert_no_error(wasigpu_guest_define(e.guest, e.linker));
    wasigpu_guest_keep_memory(e.guest);
    instantiate_and_bind(&e, USER);
    assert_int_equal(call(&e, "get"), 1);
    assert_error_says(wasigpu_guest_bind(e.guest, e.context, &e.instance), "already bound");
    wasigpu_guest_delete(e.guest);
    wasmtime_linker_delete(e.linker);
    wasmtime_store_delete(e.store);
    engine_failure_finish(&e.failure);
    wasigpu_host_delete(host);
}

/* get-gpu has no error, so what ends it is the number of handles. */
static void
test_limits(void **state)
{
    (void)state;
    wasigpu_host_t *host = make_host();
    struct embedder e;
    embedder_init(&e, host);
    wasigpu_guest_set_max_gpu_memory(e.guest, 1 << 20);
    wasigpu_guest_set_max_objects(e.guest, 10);
    instantiate_and_bind(&e, USER);
    const int32_t most = 2 * 10 + 1024;
    for (int32_t i = 1; i <= most; i++)
        assert_int_equal(call(&e, "get"), i);
    assert_int_equal(call(&e, "get"), -1);
    assert_non_null(strstr(e.failure.reason, "wasi:webgpu get-gpu: more handles than it may have"));
    engine_failure_finish(&e.failure);
    e.failure = (struct engine_failure){0};
    wasigpu_guest_set_max_objects(e.guest, 0);
    assert_int_equal(call(&e, "get"), most + 1);

    wasigpu_statistics_t statistics;
    wasigpu_host_statistics(host, &statistics);
    assert_int_equal(statistics.guests, 1);
    assert_int_equal(statistics.abandoned_devices, 0);
    embedder_finish(&e);
    wasigpu_host_statistics(host, &statistics);
    assert_int_equal(statistics.guests, 0);
    wasigpu_host_delete(host);
}

/* Two guests of their own stores in one trace, one that goes before the other, and a third in none. */
static void
test_a_trace_of_two_guests(void **state)
{
    (void)state;
    wasigpu_host_t *host = make_host();
    wasigpu_trace_t *trace = NULL;
    assert_no_error(wasigpu_trace_new(NULL, &trace));
    struct embedder guests[3];
    for (size_t i = 0; i < BASE_COUNT(guests); i++) {
        embedder_init_traced(&guests[i], host, i < 2 ? trace : NULL);
        instantiate_and_bind(&guests[i], USER);
    }
    for (size_t i = 0; i < BASE_COUNT(guests); i++) {
        assert_int_equal(call(&guests[i], "get"), 1);
        assert_int_equal(call(&guests[i], "get"), 2);
    }
    assert_int_equal(call(&guests[0], "bad"), -1);
    embedder_finish(&guests[0]);
    assert_int_equal(call(&guests[1], "get"), 3);
    wasigpu_trace_totals_t totals;
    wasigpu_trace_totals(trace, &totals);
    assert_int_equal(totals.calls, 6);
    assert_int_equal(totals.bytes_up, 0);
    assert_int_equal(totals.peak_objects, 3);
    wasigpu_trace_function_t functions[4] = {{0}};
    assert_int_equal(wasigpu_trace_functions(trace, functions, BASE_COUNT(functions)), 2);
    const size_t get = strcmp(functions[0].name, "get-gpu") == 0 ? 0 : 1;
    assert_string_equal(functions[get].name, "get-gpu");
    assert_string_equal(functions[get].module, INTERFACE);
    assert_int_equal(functions[get].calls, 5);
    assert_int_equal(functions[1 - get].calls, 1);
    assert_null(wasigpu_trace_check(trace));
    embedder_finish(&guests[1]);
    embedder_finish(&guests[2]);
    wasigpu_trace_totals(trace, &totals);
    assert_int_equal(totals.calls, 6);
    wasigpu_trace_delete(trace);
    wasigpu_trace_delete(NULL);
    wasigpu_host_delete(host);
}

static void
test_a_trace_comes_first(void **state)
{
    (void)state;
    wasigpu_host_t *host = make_host();
    wasigpu_trace_t *trace = NULL;
    assert_no_error(wasigpu_trace_new(NULL, &trace));
    struct embedder e;
    embedder_init_traced(&e, host, NULL);
    assert_error_says(wasigpu_guest_set_trace(e.guest, trace, "late"), "defined already");
    embedder_finish(&e);
    embedder_init_traced(&e, host, trace);
    assert_error_says(wasigpu_guest_set_trace(e.guest, trace, "again"), "in a trace already");
    embedder_finish(&e); /* was never bound */
    wasigpu_trace_totals_t totals;
    wasigpu_trace_totals(trace, &totals);
    assert_int_equal(totals.calls + totals.guest_ns, 0);
    wasigpu_trace_delete(trace);
    wasigpu_host_delete(host);
}

int
main(void)
{
    support_keep_handlers();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_two_stores_and_two_guests),
        cmocka_unit_test(test_a_start_function_that_calls_an_import),
        cmocka_unit_test(test_memory_that_is_imported),
        cmocka_unit_test(test_memory_that_a_run_makes),
        cmocka_unit_test(test_runs_one_after_another),
        cmocka_unit_test(test_a_guest_that_is_deleted_first),
        cmocka_unit_test(test_the_hosts_engine),
        cmocka_unit_test(test_a_trace_of_two_guests),
        cmocka_unit_test(test_a_trace_comes_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
