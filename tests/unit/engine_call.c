/* Calls from a guest in Wasmtime into src/abi and back into its realloc: values, memory, traps, binding. */
#include "engine_support.h"

#include <stdio.h>

#include "base/count.h"

/* A store, a linker and a guest around one module. */
struct fixture {
    struct engine *engine;
    wasmtime_store_t *store;
    wasmtime_context_t *context;
    wasmtime_linker_t *linker;
    struct engine_guest *guest;
    wasmtime_instance_t instance;
    struct engine_failure failure;
};

static void
open_store(struct fixture *f)
{
    f->store = wasmtime_store_new(f->engine->native, NULL, NULL);
    f->context = wasmtime_store_context(f->store);
    wasmtime_context_set_epoch_deadline(f->context, 1);
}

static void
fixture_init(struct fixture *f)
{
    *f = (struct fixture){0};
    f->engine = support_engine();
    open_store(f);
    f->linker = wasmtime_linker_new(f->engine->native);
    f->guest = engine_guest_new(support_interfaces, BASE_COUNT(support_interfaces), NULL);
    assert_non_null(f->guest);
    assert_no_error(engine_guest_define(f->guest, f->linker));
}

static void
fixture_finish(struct fixture *f)
{
    engine_failure_finish(&f->failure);
    engine_guest_delete(f->guest);
    assert_int_equal(support_things, 0);
    wasmtime_linker_delete(f->linker);
    wasmtime_store_delete(f->store);
    engine_delete(f->engine);
}

/* False: its start function has failed, f->failure says how. */
static bool
instantiate(struct fixture *f, const char *wat)
{
    struct engine_module *module = support_module(f->engine, wat);
    wasm_trap_t *trap = NULL;
    wasmtime_error_t *error =
        wasmtime_linker_instantiate(f->linker, f->context, module->native, &f->instance, &trap);
    engine_module_delete(module);
    engine_failure_take(&f->failure, error, trap);
    return !f->failure.failed;
}

static void
instantiate_and_bind(struct fixture *f, const char *wat)
{
    assert_true(instantiate(f, wat));
    assert_no_error(engine_guest_bind(f->guest, f->context, &f->instance));
}

/* Calls an export without parameters; false: f->failure. */
static bool
call(struct fixture *f, const char *name, wasmtime_val_t *result)
{
    wasmtime_extern_t item;
    assert_true(wasmtime_instance_export_get(f->context, &f->instance, name, strlen(name), &item));
    wasm_trap_t *trap = NULL;
    wasmtime_error_t *error =
        wasmtime_func_call(f->context, &item.of.func, NULL, 0, result, result != NULL, &trap);
    engine_failure_take(&f->failure, error, trap);
    return !f->failure.failed;
}

static int32_t
call_i32(struct fixture *f, const char *name)
{
    wasmtime_val_t result;
    if (!call(f, name, &result))
        fail_msg("%s: %s", name, f->failure.reason);
    return result.of.i32;
}

static void
assert_traps(struct fixture *f, const char *name, const char *reason)
{
    if (call(f, name, NULL))
        fail_msg("%s does not trap", name);
    assert_string_equal(f->failure.reason, reason);
}

static void
test_values_of_every_type(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    instantiate_and_bind(
        &f, "(module (import \"test:things/things\" \"mix\" (func $mix (param i32 i64 f32 f64) (result f64)))"
            "(func (export \"run\") (result f64)"
            "  (call $mix (i32.const -1) (i64.const 0x100000000) (f32.const 0.5) (f64.const 0.25))))");
    wasmtime_val_t result;
    assert_true(call(&f, "run", &result));
    assert_int_equal(result.kind, WASMTIME_F64);
    assert_true(result.of.f64 == 4294967295.75);
    fixture_finish(&f);
}

static void
test_handles_are_the_guests_own(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    instantiate_and_bind(
        &f,
        "(module (import \"test:things/things\" \"[constructor]thing\" (func $new (param i32) (result i32)))"
        "(import \"test:things/things\" \"[method]thing.value\" (func $value (param i32) (result i32)))"
        "(func (export \"run\") (result i32) (call $value (call $new (i32.const 42))))"
        "(func (export \"bad\") (drop (call $value (i32.const 7)))))");
    assert_int_equal(call_i32(&f, "run"), 42);
    assert_int_equal(support_things, 1);
    assert_traps(&f, "bad", "test:things [method]thing.value: no such handle of this type (thing #7)");
    assert_non_null(strstr(f.failure.backtrace, "0: "));
    fixture_finish(&f); /* drops the thing that is left */
}

static void
test_memory_that_grows_is_seen(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    f.guest->memory_fixed = true; /* cached until a check fails */
    instantiate_and_bind(
        &f, "(module (import \"test:things/things\" \"load\" (func $load (param i32) (result i32)))"
            "(memory (export \"memory\") 1 2)"
            "(func (export \"last\") (result i32) (i32.store (i32.const 65532) (i32.const 7))"
            "  (call $load (i32.const 65532)))"
            "(func (export \"outside\") (drop (call $load (i32.const 65536))))"
            "(func (export \"grow\") (result i32) (drop (memory.grow (i32.const 1)))"
            "  (i32.store (i32.const 131068) (i32.const 9)) (call $load (i32.const 131068))))");
    assert_int_equal(call_i32(&f, "last"), 7);
    assert_traps(&f, "outside", "test:things load: pointer outside linear memory (pointer 0x10000, 4 bytes)");
    assert_int_equal(call_i32(&f, "grow"), 9);
    fixture_finish(&f);
}

/* An embedder's engine may move memory whenever it grows. */
static void
test_memory_that_moves_is_followed(void **state)
{
    (void)state;
    wasm_config_t *config = wasm_config_new();
    wasmtime_config_memory_reservation_set(config, 65536);
    wasmtime_config_memory_reservation_for_growth_set(config, 0);
    wasmtime_config_memory_guard_size_set(config, 0);
    struct fixture f = {0};
    f.engine = calloc(1, sizeof *f.engine);
    assert_non_null(f.engine);
    assert_int_equal(engine_timer_init(&f.engine->timer), 0);
    f.engine->native = wasm_engine_new_with_config(config);
    open_store(&f);
    f.linker = wasmtime_linker_new(f.engine->native);
    f.guest = engine_guest_new(support_interfaces, BASE_COUNT(support_interfaces), NULL);
    assert_no_error(engine_guest_define(f.guest, f.linker));
    instantiate_and_bind(
        &f, "(module (import \"test:things/things\" \"load\" (func $load (param i32) (result i32)))"
            "(memory (export \"memory\") 1)"
            "(func (export \"grow\") (result i32) (drop (memory.grow (i32.const 64)))"
            "  (i32.store (i32.const 16) (i32.const 9)) (call $load (i32.const 16))))");
    for (int i = 0; i < 4; i++)
        assert_int_equal(call_i32(&f, "grow"), 9);
    fixture_finish(&f);
}

/* For a module, only what it imports is defined: one that it names twice once. */
static void
test_defined_for_a_module(void **state)
{
    (void)state;
    struct fixture f = {.engine = support_engine()};
    open_store(&f);
    f.linker = wasmtime_linker_new(f.engine->native);
    f.guest = engine_guest_new(support_interfaces, BASE_COUNT(support_interfaces), NULL);
    static const char wat[] = "(module"
                              "(import \"test:things/things\" \"load\" (func $load (param i32) (result i32)))"
                              "(import \"test:things/things\" \"load\" (func $same (param i32) (result i32)))"
                              "(memory (export \"memory\") 1) (data (i32.const 16) \"\\04\")"
                              "(func (export \"run\") (result i32)"
                              "  (i32.add (call $load (i32.const 16)) (call $same (i32.const 16)))))";
    struct engine_module *module = support_module(f.engine, wat);
    assert_no_error(engine_guest_define_for(f.guest, module, f.linker));
    engine_module_delete(module);
    instantiate_and_bind(&f, wat);
    assert_int_equal(call_i32(&f, "run"), 8);
    wasmtime_extern_t item;
    assert_true(wasmtime_linker_get(f.linker, f.context, "test:things/things", 18, "load", 4, &item));
    wasmtime_extern_delete(&item);
    assert_false(wasmtime_linker_get(f.linker, f.context, "test:things/things", 18, "text", 4, &item));
    module = support_module(f.engine, "(module (import \"another\" \"load\" (func)))");
    assert_no_error(engine_guest_define_for(f.guest, module, f.linker)); /* not the guest's */
    engine_module_delete(module);
    fixture_finish(&f);
}

#define TEXT_IMPORT "(import \"test:things/things\" \"text\" (func $text (param i32 i32)))"

static void
test_results_go_through_realloc(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    instantiate_and_bind(&f,
                         "(module " TEXT_IMPORT SUPPORT_MEMORY SUPPORT_REALLOC
                         "(func (export \"run\") (result i32) (call $text (i32.const 5) (i32.const 16))"
                         "  (i32.add (i32.load (i32.const 20)) (i32.load8_u (i32.load (i32.const 16))))))");
    assert_int_equal(call_i32(&f, "run"), 5 + 'x');
    fixture_finish(&f);
}

static const struct {
    const char *what;
    const char *exports; /* of the module; the rest is the same */
    const char *reason;
    const char *in_backtrace;
} realloc_rows[] = {
    {"none", SUPPORT_MEMORY,
     "test:things text: the guest exports no cabi_realloc: link it with -nostartfiles, if it uses the SDK",
     "!run"},
    {"no memory either", "", "test:things text: the guest exports no memory", "!run"},
    {"it returns nonsense",
     SUPPORT_MEMORY "(func (export \"cabi_realloc\") (param i32 i32 i32 i32) (result i32) (i32.const -8))",
     NULL, "!run"},
    {"it traps",
     SUPPORT_MEMORY "(func $re (export \"cabi_realloc\") (param i32 i32 i32 i32) (result i32) unreachable)",
     "wasm `unreachable` instruction executed", "!re"},
    {"it calls an import",
     SUPPORT_MEMORY "(func (export \"cabi_realloc\") (param i32 i32 i32 i32) (result i32)"
                    "  (call $text (i32.const 1) (i32.const 16)) (i32.const 1024))",
     "cabi_realloc: test:things text: import called while realloc runs", "!run"},
};

static void
test_realloc_that_fails(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(realloc_rows); i++) {
        char wat[2048];
        snprintf(wat, sizeof wat,
                 "(module $m " TEXT_IMPORT
                 "%s (func $run (export \"run\") (call $text (i32.const 1) (i32.const 16))))",
                 realloc_rows[i].exports);
        struct fixture f;
        fixture_init(&f);
        instantiate_and_bind(&f, wat);
        if (call(&f, "run", NULL))
            fail_msg("%s: does not trap", realloc_rows[i].what);
        if (realloc_rows[i].reason == NULL)
            assert_non_null(strstr(f.failure.reason, "realloc returned"));
        else if (strcmp(f.failure.reason, realloc_rows[i].reason) != 0)
            fail_msg("%s: %s", realloc_rows[i].what, f.failure.reason);
        if (strstr(f.failure.backtrace, realloc_rows[i].in_backtrace) == NULL)
            fail_msg("%s: %s", realloc_rows[i].what, f.failure.backtrace);
        fixture_finish(&f);
    }
}

/* Notes what it is told: "<" and ">" around a call with its number, "w", "r" and "." around what is within.
 */
struct notes {
    struct abi_watch watch;
    char text[128];
    char trap[128];
};

static void
note(struct abi_watch *watch, const char *more)
{
    struct notes *notes = (struct notes *)watch;
    assert_true(strlen(notes->text) + strlen(more) < sizeof notes->text);
    strcat(notes->text, more);
}

static void
note_call_begin(struct abi_watch *watch, struct abi_span *span, uint32_t number, const union abi_slot *slots)
{
    char more[32];
    snprintf(more, sizeof more, "<%s %u", support_interfaces[0]->imports[number].name, slots[0].u32);
    span->number = number;
    note(watch, more);
}

static void
note_call_end(struct abi_watch *watch, struct abi_span *span, const union abi_slot *slots,
              struct abi_memory *memory, const char *trap)
{
    (void)slots;
    assert_non_null(memory);
    assert_true(span->number < support_interfaces[0]->count);
    note(watch, ">");
    if (trap != NULL)
        snprintf(((struct notes *)watch)->trap, sizeof((struct notes *)watch)->trap, "%s", trap);
}

static void
note_begin(struct abi_watch *watch, struct abi_span *span, enum abi_span_kind kind)
{
    span->kind = kind;
    note(watch, kind == ABI_SPAN_WAIT ? "w" : "r");
}

static void
note_end(struct abi_watch *watch, struct abi_span *span)
{
    (void)span;
    note(watch, ".");
}

static void
watched_init(struct fixture *f, struct notes *notes)
{
    *f = (struct fixture){0};
    *notes = (struct notes){.watch = {note_call_begin, note_call_end, note_begin, note_end}};
    f->engine = support_engine();
    open_store(f);
    f->linker = wasmtime_linker_new(f->engine->native);
    f->guest = engine_guest_new(support_interfaces, BASE_COUNT(support_interfaces), NULL);
    assert_non_null(f->guest);
    engine_guest_watch(f->guest, &notes->watch);
    assert_no_error(engine_guest_define(f->guest, f->linker));
}

static void
test_a_watch_is_told(void **state)
{
    (void)state;
    struct fixture f;
    struct notes notes;
    watched_init(&f, &notes);
    instantiate_and_bind(&f, "(module " TEXT_IMPORT SUPPORT_MEMORY SUPPORT_REALLOC
                             "(func (export \"run\") (result i32) (call $text (i32.const 5) (i32.const 16))"
                             "  (i32.const 1))"
                             "(func (export \"bad\") (call $text (i32.const 5) (i32.const -4))))");
    assert_int_equal(call_i32(&f, "run"), 1);
    assert_string_equal(notes.text, "<text 5r.>");
    assert_string_equal(notes.trap, "");
    notes.text[0] = '\0';
    assert_false(call(&f, "bad", NULL));
    assert_string_equal(notes.text, "<text 5>");
    assert_string_equal(notes.trap, f.failure.reason);
    fixture_finish(&f);
}

/* Another store's call is perhaps another thread's: the watch does not hear of it. */
static void
test_a_watch_hears_its_guest_only(void **state)
{
    (void)state;
    struct fixture f;
    struct notes notes;
    watched_init(&f, &notes);
    static const char loader[] = "(module (import \"test:things/things\" \"load\""
                                 "  (func $load (param i32) (result i32)))" SUPPORT_MEMORY
                                 "(func (export \"run\") (drop (call $load (i32.const 0)))))";
    instantiate_and_bind(&f, loader);
    struct fixture other = f;
    open_store(&other);
    assert_true(instantiate(&other, loader));
    assert_false(call(&other, "run", NULL));
    engine_failure_finish(&other.failure);
    wasmtime_store_delete(other.store);
    assert_string_equal(notes.text, "");
    assert_true(call(&f, "run", NULL));
    assert_string_equal(notes.text, "<load 0>");
    fixture_finish(&f);
}

static void
test_unfinished_function_traps_with_its_name(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    instantiate_and_bind(&f, "(module (import \"test:things/things\" \"unfinished\" (func $f))"
                             "(func (export \"run\") (call $f)))");
    assert_traps(&f, "run", "test:things unfinished: not implemented by this host yet");
    fixture_finish(&f);
}

#define LOAD_IMPORT "(import \"test:things/things\" \"load\" (func $load (param i32) (result i32)))"

static void
test_start_function_comes_before_the_bind(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    assert_false(instantiate(&f, "(module " LOAD_IMPORT SUPPORT_MEMORY
                                 "(func $start (drop (call $load (i32.const 0)))) (start $start))"));
    assert_non_null(strstr(f.failure.reason, "test:things load: called before the guest was bound"));
    assert_non_null(strstr(f.failure.reason, "start function"));
    fixture_finish(&f);
}

#define LOADER \
    "(module " LOAD_IMPORT SUPPORT_MEMORY "(func (export \"run\") (drop (call $load (i32.const 0)))))"
static const char wrong_store[] =
    "test:things load: called from another store than the guest's, or after its end";

static void
test_another_store_is_refused(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    instantiate_and_bind(&f, LOADER);
    struct fixture other = f;
    open_store(&other);
    assert_true(instantiate(&other, LOADER)); /* the same linker, so the same guest */
    assert_traps(&other, "run", wrong_store);
    engine_failure_finish(&other.failure);
    wasmtime_store_delete(other.store);
    assert_true(call(&f, "run", NULL));
    fixture_finish(&f);
}

static void
test_a_call_after_the_end_is_refused(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    instantiate_and_bind(&f, LOADER);
    engine_guest_delete(f.guest); /* the linker and the store still know its imports */
    f.guest = NULL;
    assert_traps(&f, "run", wrong_store);
    fixture_finish(&f);
}

static void
test_one_guest_one_instance(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    instantiate_and_bind(&f, LOADER);
    assert_error_says(engine_guest_bind(f.guest, f.context, &f.instance), "already bound");
    engine_guest_end(f.guest);
    assert_error_says(engine_guest_bind(f.guest, f.context, &f.instance), "has ended");
    fixture_finish(&f);
}

static const struct {
    const char *exports;
    const char *error;
} bind_rows[] = {
    {"(func (export \"memory\"))", "\"memory\" is not a memory"},
    {"(memory (export \"memory\") i64 1)", "64-bit"},
    {"(func (export \"cabi_realloc\") (param i32) (result i32) (i32.const 0))", "\"cabi_realloc\" is not"},
    {"(func (export \"cabi_realloc\") (param v128 i32 i32 i32) (result i32) (i32.const 0))",
     "\"cabi_realloc\" is not"},
    {"(func (export \"cabi_realloc\") (param i32 i32 i32 i32) (result v128) (v128.const i64x2 0 0))",
     "\"cabi_realloc\" is not"},
    {"(type $s (struct)) (func (export \"cabi_realloc\") (param i32 i32 i32 (ref null $s)) (result i32)"
     "  (i32.const 0))",
     "\"cabi_realloc\" is not"},
    {"(global (export \"cabi_realloc\") i32 (i32.const 0))", "\"cabi_realloc\" is not"},
};

static void
test_exports_of_another_kind_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(bind_rows); i++) {
        char wat[256];
        snprintf(wat, sizeof wat, "(module %s)", bind_rows[i].exports);
        struct fixture f;
        fixture_init(&f);
        assert_true(instantiate(&f, wat));
        assert_error_says(engine_guest_bind(f.guest, f.context, &f.instance), bind_rows[i].error);
        fixture_finish(&f);
    }
}

static void
test_a_given_memory_is_used(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    wasm_memorytype_t *type = NULL;
    assert_null(wasmtime_memorytype_new(1, true, 2, false, false, 16, &type));
    wasmtime_memory_t memory;
    assert_null(wasmtime_memory_new(f.context, type, &memory));
    wasm_memorytype_delete(type);
    const wasmtime_extern_t item = {.kind = WASMTIME_EXTERN_MEMORY, .of = {.memory = memory}};
    assert_null(wasmtime_linker_define(f.linker, f.context, "env", 3, "memory", 6, &item));
    assert_true(instantiate(&f, "(module " LOAD_IMPORT "(import \"env\" \"memory\" (memory 1 2))"
                                "(func (export \"run\") (result i32) (i32.store (i32.const 8) (i32.const 3))"
                                "  (call $load (i32.const 8))))"));
    engine_guest_set_memory(f.guest, &memory);
    assert_no_error(engine_guest_bind(f.guest, f.context, &f.instance));
    assert_int_equal(call_i32(&f, "run"), 3);
    fixture_finish(&f);
}

static void
test_a_second_guest_after_a_trap(void **state)
{
    (void)state;
    struct fixture first;
    struct fixture second;
    fixture_init(&first);
    fixture_init(&second);
    instantiate_and_bind(&first,
                         "(module " LOAD_IMPORT "(func (export \"run\") (drop (call $load (i32.const 0)))))");
    instantiate_and_bind(&second, LOADER);
    assert_traps(&first, "run", "test:things load: the guest exports no memory");
    assert_true(call(&second, "run", NULL));
    fixture_finish(&first);
    assert_true(call(&second, "run", NULL));
    fixture_finish(&second);
}

int
main(void)
{
    support_keep_handlers();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_of_every_type),
        cmocka_unit_test(test_handles_are_the_guests_own),
        cmocka_unit_test(test_memory_that_grows_is_seen),
        cmocka_unit_test(test_memory_that_moves_is_followed),
        cmocka_unit_test(test_defined_for_a_module),
        cmocka_unit_test(test_results_go_through_realloc),
        cmocka_unit_test(test_realloc_that_fails),
        cmocka_unit_test(test_a_watch_is_told),
        cmocka_unit_test(test_a_watch_hears_its_guest_only),
        cmocka_unit_test(test_unfinished_function_traps_with_its_name),
        cmocka_unit_test(test_start_function_comes_before_the_bind),
        cmocka_unit_test(test_another_store_is_refused),
        cmocka_unit_test(test_a_call_after_the_end_is_refused),
        cmocka_unit_test(test_one_guest_one_instance),
        cmocka_unit_test(test_exports_of_another_kind_are_refused),
        cmocka_unit_test(test_a_given_memory_is_used),
        cmocka_unit_test(test_a_second_guest_after_a_trap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
