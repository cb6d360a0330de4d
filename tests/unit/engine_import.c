/* Which imports are served, which exports calls can work with, and what is said of others. */
#include "engine_support.h"

#include <stdio.h>

#include "base/count.h"
#include "engine/export.h"
#include "engine/import.h"
#include "engine/nearest.h"
#include "engine/type.h"
#include "engine/wasi.h"

static const struct engine_interfaces interfaces = {support_interfaces, BASE_COUNT(support_interfaces)};

static const struct {
    const char *import; /* between (module and ) */
    enum engine_service service;
    const char *error; /* NULL: none */
} rows[] = {
    {"(import \"test:things/things\" \"load\" (func (param i32) (result i32)))", ENGINE_SERVED, NULL},
    {"(import \"test:things/things\" \"unfinished\" (func))", ENGINE_UNFINISHED, NULL},
    {"(import \"wasi_snapshot_preview1\" \"fd_write\" (func (param i32 i32 i32 i32) (result i32)))",
     ENGINE_SERVED, NULL},
    {"(import \"env\" \"memory\" (memory 1))", ENGINE_SERVED, NULL},
    {"(import \"wasi_snapshot_preview1\" \"fd_write\" (func (param i32 i64 v128)))", ENGINE_MISTYPED,
     "wasi_snapshot_preview1 fd_write is (i32, i32, i32, i32) -> i32 here, the module wants (i32, i64, "
     "v128)"},
    {"(import \"wasi_snapshot_preview1\" \"fd_write\" (memory 1))", ENGINE_MISTYPED,
     "wasi_snapshot_preview1 fd_write is a function (i32, i32, i32, i32) -> i32"},
    {"(import \"test:things/things\" \"load\" (memory 1))", ENGINE_MISTYPED,
     "test:things/things load is a function (i32) -> i32"},
    {"(import \"test:things/things\" \"laod\" (func))", ENGINE_UNKNOWN,
     "unknown import: test:things/things laod (did it mean test:things/things load?)"},
    {"(import \"test:things/things@0.1.0\" \"load\" (func))", ENGINE_UNKNOWN,
     "unknown import: test:things/things@0.1.0 load (did it mean test:things/things load?)"},
    {"(import \"wasi_snapshot_preview1\" \"fd_wirte\" (func))", ENGINE_UNKNOWN,
     "(did it mean wasi_snapshot_preview1 fd_write?)"},
    {"(import \"env\" \"emscripten_notify\" (func))", ENGINE_UNKNOWN,
     "unknown import: env emscripten_notify"},
    {"(import \"env\" \"\\1b[31m\" (func))", ENGINE_UNKNOWN, "unknown import: env  [31m"},
    {"(import \"env\" \"table\" (table 1 funcref))", ENGINE_UNKNOWN, "unknown import: env table"},
    {"(import \"test:things/things\" \"load\" (func (param i64)))", ENGINE_MISTYPED,
     "test:things/things load is (i32) -> i32 here, the module wants (i64) -> ()"},
    {"(import \"test:things/things\" \"load\" (func (param v128) (result externref)))", ENGINE_MISTYPED,
     "test:things/things load is (i32) -> i32 here, the module wants (v128) -> a reference"},
    {"(type $s (struct (field i32)))"
     "(import \"test:things/things\" \"load\" (func (param (ref null $s)) (result i31ref)))",
     ENGINE_MISTYPED, "the module wants (a reference) -> a reference"},
    {"(import \"test:things/things\" \"unfinished\" (func (param (ref func) funcref anyref exnref)))",
     ENGINE_MISTYPED, "the module wants (a reference, a reference, a reference, a reference) -> ()"},
    {"(import \"test:things/things\" \"load\" (global v128))", ENGINE_MISTYPED,
     "test:things/things load is a function (i32) -> i32"},
    {"(import \"test:things/things\" \"load\" (global i32))", ENGINE_MISTYPED,
     "test:things/things load is a function (i32) -> i32"},
};

static void
test_imports(void **state)
{
    (void)state;
    struct engine *engine = support_engine();
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        char wat[512];
        snprintf(wat, sizeof wat, "(module %s)", rows[i].import);
        struct engine_module *module = support_module(engine, wat);
        assert_int_equal(module->imports.size, 1);
        if (engine_import_service(&interfaces, module->imports.data[0]) != rows[i].service)
            fail_msg("%s: another service", rows[i].import);
        wasigpu_error_t *error = engine_imports_check(&interfaces, module);
        if (rows[i].error == NULL)
            assert_no_error(error);
        else
            assert_error_says(error, rows[i].error);
        engine_module_delete(module);
    }
    engine_delete(engine);
}

static const struct {
    const char *fields; /* between (module and ) */
    const char *error;  /* NULL: none */
} export_rows[] = {
    {"", NULL},
    {SUPPORT_MEMORY SUPPORT_REALLOC, NULL},
    {"(import \"env\" \"memory\" (memory 1))", NULL},
    {"(func (export \"memory\"))", "\"memory\" is not a memory of its own"},
    {"(memory (export \"memory\") i64 1)", "64-bit"},
    {"(import \"env\" \"other\" (memory i64 1))", "64-bit"},
    {"(import \"env\" \"other\" (memory i64 1))" SUPPORT_MEMORY, NULL},
    {"(memory (export \"mem\") i64 1)", NULL},
    {SUPPORT_MEMORY "(func (export \"cabi_realloc\") (param i32) (result i32) (i32.const 0))",
     "\"cabi_realloc\" is not a function (i32, i32, i32, i32) -> i32"},
    {SUPPORT_MEMORY "(global (export \"cabi_realloc\") i32 (i32.const 0))", "\"cabi_realloc\" is not"},
};

static void
test_exports(void **state)
{
    (void)state;
    struct engine *engine = support_engine();
    for (size_t i = 0; i < BASE_COUNT(export_rows); i++) {
        char wat[1024];
        snprintf(wat, sizeof wat, "(module %s)", export_rows[i].fields);
        struct engine_module *module = support_module(engine, wat);
        wasigpu_error_t *error = engine_exports_check(module);
        if (export_rows[i].error != NULL)
            assert_error_says(error, export_rows[i].error);
        else
            assert_no_error(error);
        engine_module_delete(module);
    }
    engine_delete(engine);
}

static void
test_nothing_near_is_not_offered(void **state)
{
    (void)state;
    struct engine_nearest nearest;
    engine_nearest_init(&nearest, "abcdef");
    engine_nearest_offer(&nearest, "uvwxyz");
    assert_string_equal(nearest.best, "");
    engine_nearest_offer(&nearest, "abcxyf"); /* 2 */
    engine_nearest_offer(&nearest, "abcdxy"); /* 2: the first stays */
    assert_string_equal(nearest.best, "abcxyf");
    engine_nearest_offer(&nearest, "abcdeff"); /* 1 */
    assert_string_equal(nearest.best, "abcdeff");
    assert_int_equal(nearest.distance, 1);
    char long_name[1000];
    memset(long_name, 'a', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    engine_nearest_init(&nearest, long_name);
    engine_nearest_offer(&nearest, long_name);
    assert_int_equal(strlen(nearest.best), ENGINE_NAME_MAX);
}

/* The list of names and types is ours, what is behind them Wasmtime's. */
static void
test_every_wasi_function_is_defined(void **state)
{
    (void)state;
    struct engine *engine = support_engine();
    struct engine_store *store = NULL;
    assert_no_error(engine_store_new(engine, &store));
    wasmtime_linker_t *linker = wasmtime_linker_new(engine->native);
    assert_no_error(engine_wasi_define(linker, store));
    for (size_t i = 0; i < engine_wasi.count; i++) {
        const struct abi_import *import = &engine_wasi.imports[i];
        wasmtime_extern_t item;
        if (!wasmtime_linker_get(linker, store->context, ENGINE_WASI_MODULE, strlen(ENGINE_WASI_MODULE),
                                 import->name, strlen(import->name), &item))
            fail_msg("%s is not defined", import->name);
        wasm_functype_t *type = wasmtime_func_type(store->context, &item.of.func);
        if (!engine_type_is(type, import->params, import->results))
            fail_msg("%s is of another type", import->name);
        wasm_functype_delete(type);
        wasmtime_extern_delete(&item);
    }
    wasmtime_linker_delete(linker);
    engine_store_delete(store);
    engine_delete(engine);
}

int
main(void)
{
    support_keep_handlers();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_imports),
        cmocka_unit_test(test_exports),
        cmocka_unit_test(test_nothing_near_is_not_offered),
        cmocka_unit_test(test_every_wasi_function_is_defined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
