/* wasigpu/run.h and wasigpu/module.h: what a guest is given, how it ends, and what is an error instead. No
 * GPU. */
#include "engine_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/count.h"
#include "wasigpu/wasigpu.h"

static wasigpu_host_t *
make_host(void)
{
    wasigpu_host_t *host = NULL;
    assert_no_error(wasigpu_host_new(NULL, &host));
    support_use_handlers();
    return host;
}

static wasigpu_module_t *
make_module(wasigpu_host_t *host, const char *wat)
{
    wasm_byte_vec_t bytes = support_wasm(wat);
    wasigpu_module_t *module = NULL;
    assert_no_error(wasigpu_module_new(host, bytes.data, bytes.size, false, &module));
    wasm_byte_vec_delete(&bytes);
    return module;
}

#define WASI_IMPORT(name, params) \
    "(import \"wasi_snapshot_preview1\" \"" name "\" (func $" name " (param " params ") (result i32)))"
#define EXIT_IMPORT "(import \"wasi_snapshot_preview1\" \"proc_exit\" (func $exit (param i32)))"
#define MEMORY "(memory (export \"memory\") 1)"

static const struct {
    const char *what;
    const char *body; /* of _start */
    wasigpu_outcome_kind_t kind;
    int exit_code;
    const char *reason;
} outcome_rows[] = {
    {"returns", "", WASIGPU_OUTCOME_EXITED, 0, ""},
    {"exits", "(call $exit (i32.const 3))", WASIGPU_OUTCOME_EXITED, 3, ""},
    {"exits with zero", "(call $exit (i32.const 0))", WASIGPU_OUTCOME_EXITED, 0, ""},
    {"exits above 125", "(call $exit (i32.const 200))", WASIGPU_OUTCOME_EXITED, 200, ""},
    {"traps", "unreachable", WASIGPU_OUTCOME_TRAPPED, 0, "wasm `unreachable` instruction executed"},
    {"reads outside", "(drop (i32.load (i32.const -4)))", WASIGPU_OUTCOME_TRAPPED, 0,
     "memory fault at wasm address 0xfffffffc in linear memory of size 0x10000: out of bounds memory access"},
    {"divides by zero", "(drop (i32.div_u (i32.const 1) (i32.const 0)))", WASIGPU_OUTCOME_TRAPPED, 0,
     "integer divide by zero"},
    {"recurses", "(call $start)", WASIGPU_OUTCOME_TRAPPED, 0, "call stack exhausted"},
};

static void
test_outcomes(void **state)
{
    (void)state;
    wasigpu_host_t *host = make_host();
    for (size_t i = 0; i < BASE_COUNT(outcome_rows); i++) {
        char wat[1024];
        snprintf(wat, sizeof wat, "(module $m " EXIT_IMPORT MEMORY "(func $start (export \"_start\") %s))",
                 outcome_rows[i].body);
        wasigpu_module_t *module = make_module(host, wat);
        wasigpu_run_t *run = NULL;
        wasigpu_outcome_t outcome;
        assert_no_error(wasigpu_run_new(host, module, &run));
        assert_no_error(wasigpu_run_start(run, &outcome));
        if (outcome.kind != outcome_rows[i].kind || outcome.exit_code != outcome_rows[i].exit_code ||
            strcmp(outcome.reason, outcome_rows[i].reason) != 0)
            fail_msg("%s: kind %d, code %d, %s", outcome_rows[i].what, outcome.kind, outcome.exit_code,
                     outcome.reason);
        const bool trapped = outcome.kind == WASIGPU_OUTCOME_TRAPPED;
        assert_true(trapped == (strstr(outcome.backtrace, "0: m!start") != NULL));
        assert_int_equal(outcome.live_objects, 0);
        wasigpu_run_delete(run);
        wasigpu_module_delete(module);
    }
    wasigpu_host_delete(host);
}

/* Its exit code is what WASI says of the arguments, the environment and the first directory: a digit each. */
static const char counter[] = "(module " WASI_IMPORT("args_sizes_get", "i32 i32")
    WASI_IMPORT("environ_sizes_get", "i32 i32") WASI_IMPORT("fd_prestat_get", "i32 i32") EXIT_IMPORT MEMORY
    "(func (export \"_start\") (local $code i32)"
    "  (drop (call $args_sizes_get (i32.const 0) (i32.const 4)))"
    "  (drop (call $environ_sizes_get (i32.const 8) (i32.const 12)))"
    "  (drop (call $fd_prestat_get (i32.const 3) (i32.const 16)))"
    "  (call $exit (i32.add (i32.load (i32.const 0)) (i32.add"
    "    (i32.mul (i32.const 10) (i32.load (i32.const 8)))"
    "    (i32.mul (i32.const 100) (i32.load (i32.const 20))))))))"; /* 20: the length of its name */

static int
exit_code(wasigpu_run_t *run)
{
    wasigpu_outcome_t outcome;
    assert_no_error(wasigpu_run_start(run, &outcome));
    if (outcome.kind != WASIGPU_OUTCOME_EXITED)
        fail_msg("%s", outcome.reason);
    wasigpu_run_delete(run);
    return outcome.exit_code;
}

static void
test_what_a_guest_is_given(void **state)
{
    (void)state;
    wasigpu_host_t *host = make_host();
    wasigpu_module_t *module = make_module(host, counter);
    wasigpu_run_t *run = NULL;
    assert_no_error(wasigpu_run_new(host, module, &run));
    assert_int_equal(exit_code(run), 0); /* nothing */

    const char *const args[] = {"program", "word", ""};
    assert_no_error(wasigpu_run_new(host, module, &run));
    assert_no_error(wasigpu_run_set_args(run, 1, args));
    assert_no_error(wasigpu_run_set_args(run, 3, args)); /* instead */
    assert_no_error(wasigpu_run_set_env(run, "A", "1"));
    assert_no_error(wasigpu_run_set_env(run, "AB", "2"));
    assert_no_error(wasigpu_run_set_env(run, "A", "3")); /* instead */
    assert_no_error(wasigpu_run_add_dir(run, "/tmp", "d", true));
    assert_int_equal(exit_code(run), 123);
    wasigpu_module_delete(module);
    wasigpu_host_delete(host);
}

static void
remove_all(const char *path)
{
    char command[96];
    snprintf(command, sizeof command, "rm -r %s", path);
    assert_int_equal(system(command), 0);
}

/* A directory over the cache is refused, also where the cache has been removed, and not given all the same.
 */
static void
test_a_directory_over_the_cache_is_not_given(void **state)
{
    (void)state;
    char directory[] = "/tmp/host_run_XXXXXX";
    char cache[64];
    assert_non_null(mkdtemp(directory));
    snprintf(cache, sizeof cache, "%s/cache", directory);
    wasigpu_config_t *config = wasigpu_config_new();
    assert_non_null(config);
    wasigpu_config_set_cache(config, cache, 0);
    wasigpu_host_t *host = NULL;
    assert_no_error(wasigpu_host_new(config, &host));
    wasigpu_config_delete(config);
    support_use_handlers();
    wasigpu_module_t *module = make_module(host, counter);
    wasigpu_run_t *run = NULL;
    assert_no_error(wasigpu_run_new(host, module, &run));
    assert_error_says(wasigpu_run_add_dir(run, directory, "d", true), "could write to compiled code");
    assert_no_error(wasigpu_run_add_dir(run, directory, "d", false));
    assert_int_equal(exit_code(run), 100);
    remove_all(cache);
    assert_no_error(wasigpu_run_new(host, module, &run));
    assert_error_says(wasigpu_run_add_dir(run, directory, "d", true), "could write to compiled code");
    assert_int_equal(exit_code(run), 0);
    wasigpu_module_delete(module);
    wasigpu_host_delete(host);
    remove_all(directory);
}

static void
test_environment_is_inherited(void **state)
{
    (void)state;
    wasigpu_host_t *host = make_host();
    wasigpu_module_t *module = make_module(host, counter);
    char *variables[] = {(char[]){"ONE=1"}, (char[]){"BAD=\xff"}, (char[]){"TWO=2=2"}, NULL};
    char **before = environ;
    environ = variables;
    wasigpu_run_t *run = NULL;
    assert_no_error(wasigpu_run_new(host, module, &run));
    assert_no_error(wasigpu_run_inherit_env(run));
    environ = before;
    assert_int_equal(exit_code(run), 20);
    wasigpu_module_delete(module);
    wasigpu_host_delete(host);
}

static void
test_settings_that_are_refused(void **state)
{
    (void)state;
    wasigpu_host_t *host = make_host();
    wasigpu_module_t *module =
        make_module(host, "(module (func (export \"_start\") (param i32)) (memory (export \"m\") 1))");
    wasigpu_run_t *run = NULL;
    assert_no_error(wasigpu_run_new(host, module, &run));
    const char *const args[] = {"fine", "\xff"};
    assert_error_says(wasigpu_run_set_args(run, 2, args), "argument 1 is not UTF-8");
    assert_error_says(wasigpu_run_set_env(run, "", "1"), "not a variable's name");
    assert_error_says(wasigpu_run_set_env(run, "A=B", "1"), "not a variable's name");
    assert_error_says(wasigpu_run_set_env(run, "A", "\x80"), "variable A is not UTF-8");
    assert_error_says(wasigpu_run_add_dir(run, "/nowhere", "d", true), "/nowhere: no such directory");
    assert_error_says(wasigpu_run_add_dir(run, "/dev/null", "d", true), "/dev/null: is not a directory");
    assert_error_says(wasigpu_run_set_entry(run, "m"), "exports no function m");
    wasigpu_outcome_t outcome;
    assert_error_says(wasigpu_run_start(run, &outcome), "_start wants parameters");
    assert_error_says(wasigpu_run_start(run, &outcome), "once only");
    wasigpu_run_delete(run);
    wasigpu_module_delete(module);
    wasigpu_host_delete(host);
}

static const struct {
    const char *wat;
    uint64_t max_memory;
    const char *error;
} refused_rows[] = {
    {"(module)", 0, "exports no function _start"},
    {"(module (import \"env\" \"missing\" (func)) (func (export \"_start\")))", 0,
     "unknown import: env missing"},
    {"(module (import \"wasi_snapshot_preview1\" \"fd_write\" (func (param i64))) (func (export "
     "\"_start\")))",
     0, "fd_write"},
    {"(module (memory 2) (func (export \"_start\")))", 65536, "limit"},
    {"(module (import \"env\" \"memory\" (memory 2)) (func (export \"_start\")))", 65536,
     "imported memory env memory"},
};

static void
test_modules_that_are_not_run(void **state)
{
    (void)state;
    wasigpu_host_t *host = make_host();
    for (size_t i = 0; i < BASE_COUNT(refused_rows); i++) {
        wasigpu_module_t *module = make_module(host, refused_rows[i].wat);
        wasigpu_run_t *run = NULL;
        wasigpu_outcome_t outcome;
        assert_no_error(wasigpu_run_new(host, module, &run));
        wasigpu_run_set_max_memory(run, refused_rows[i].max_memory);
        assert_error_says(wasigpu_run_start(run, &outcome), refused_rows[i].error);
        wasigpu_run_delete(run);
        wasigpu_module_delete(module);
    }
    wasigpu_host_delete(host);
}

static void
test_entries(void **state)
{
    (void)state;
    wasigpu_host_t *host = make_host();
    wasigpu_module_t *reactor = make_module(
        host, "(module " EXIT_IMPORT MEMORY "(global $set (mut i32) (i32.const 1))"
              "(func (export \"_initialize\") (global.set $set (i32.const 40)))"
              "(func (export \"other\") (result i32 i64)"
              "  (call $exit (i32.add (global.get $set) (i32.const 2))) (i32.const 1) (i64.const 2)))");
    wasigpu_run_t *run = NULL;
    assert_no_error(wasigpu_run_new(host, reactor, &run));
    assert_no_error(wasigpu_run_set_entry(run, "other"));
    assert_int_equal(exit_code(run), 42); /* its results are of no interest */
    assert_no_error(wasigpu_run_new(host, reactor, &run));
    assert_no_error(wasigpu_run_set_entry(run, "_initialize"));
    assert_int_equal(exit_code(run), 0);
    wasigpu_module_delete(reactor);
    wasigpu_host_delete(host);
}

static void
test_time_and_interrupt(void **state)
{
    (void)state;
    wasigpu_host_t *host = make_host();
    wasigpu_module_t *module =
        make_module(host, "(module $m (func $f (export \"_start\") (loop $l (br $l))))");
    wasigpu_run_t *run = NULL;
    wasigpu_outcome_t outcome;
    assert_no_error(wasigpu_run_new(host, module, &run));
    wasigpu_run_set_timeout(run, 20000000);
    assert_no_error(wasigpu_run_start(run, &outcome));
    assert_int_equal(outcome.kind, WASIGPU_OUTCOME_TIMED_OUT);
    assert_non_null(strstr(outcome.backtrace, "m!f"));
    wasigpu_run_delete(run);

    assert_no_error(wasigpu_run_new(host, module, &run));
    wasigpu_run_interrupt(run); /* before it starts */
    assert_no_error(wasigpu_run_start(run, &outcome));
    assert_int_equal(outcome.kind, WASIGPU_OUTCOME_INTERRUPTED);
    wasigpu_run_delete(run);
    wasigpu_module_delete(module);
    wasigpu_host_delete(host);
}

static void
keep_outcome(void *env, const wasigpu_outcome_t *outcome)
{
    wasigpu_outcome_t *kept = env;
    assert_null(kept->reason); /* once only */
    *kept = *outcome;
}

static void
test_the_end_is_told(void **state)
{
    (void)state;
    wasigpu_host_t *host = make_host();
    wasigpu_module_t *module = make_module(host, "(module $m (func $f (export \"_start\") unreachable))");
    wasigpu_run_t *run = NULL;
    wasigpu_outcome_t outcome, told = {0};
    assert_no_error(wasigpu_run_new(host, module, &run));
    wasigpu_run_on_end(run, keep_outcome, &told);
    assert_no_error(wasigpu_run_start(run, &outcome));
    assert_int_equal(told.kind, WASIGPU_OUTCOME_TRAPPED);
    assert_ptr_equal(told.reason, outcome.reason);
    assert_ptr_equal(told.backtrace, outcome.backtrace);
    wasigpu_run_delete(run);
    wasigpu_module_delete(module);

    module = make_module(host, "(module)"); /* none of it runs: nothing has ended */
    told = (wasigpu_outcome_t){0};
    assert_no_error(wasigpu_run_new(host, module, &run));
    wasigpu_run_on_end(run, keep_outcome, &told);
    assert_error_says(wasigpu_run_start(run, &outcome), "exports no function _start");
    assert_null(told.reason);
    wasigpu_run_delete(run);
    wasigpu_module_delete(module);
    wasigpu_host_delete(host);
}

static void
test_start_function_that_ends_it(void **state)
{
    (void)state;
    wasigpu_host_t *host = make_host();
    wasigpu_module_t *module =
        make_module(host, "(module " EXIT_IMPORT MEMORY
                          "(func $s (call $exit (i32.const 9))) (start $s) (func (export \"_start\")))");
    wasigpu_run_t *run = NULL;
    assert_no_error(wasigpu_run_new(host, module, &run));
    assert_int_equal(exit_code(run), 9);
    wasigpu_module_delete(module);
    module = make_module(host, "(module (func $s unreachable) (start $s) (func (export \"_start\")))");
    wasigpu_outcome_t outcome;
    assert_no_error(wasigpu_run_new(host, module, &run));
    assert_no_error(wasigpu_run_start(run, &outcome));
    assert_int_equal(outcome.kind, WASIGPU_OUTCOME_TRAPPED);
    wasigpu_run_delete(run);
    wasigpu_module_delete(module);
    wasigpu_host_delete(host);
}

static void
test_a_module_is_described(void **state)
{
    (void)state;
    wasigpu_host_t *host = make_host();
    wasigpu_module_t *module = make_module(
        host, "(module (import \"env\" \"memory\" (memory 2 3)) (import \"env\" \"g\" (global i32))"
              "(import \"wasi_snapshot_preview1\" \"sched_yield\" (func (result i32)))"
              "(func (export \"f\")) (table (export \"t\\0a\") 1 funcref))");
    assert_int_equal(wasigpu_module_import_count(module), 3);
    const wasigpu_import_t *import = wasigpu_module_import(module, 1);
    assert_string_equal(import->module, "env");
    assert_string_equal(import->name, "g");
    assert_int_equal(import->kind, WASIGPU_EXTERN_GLOBAL);
    assert_int_equal(import->service, WASIGPU_UNKNOWN);
    assert_int_equal(wasigpu_module_import(module, 0)->service, WASIGPU_SERVED);
    assert_int_equal(wasigpu_module_import(module, 2)->service, WASIGPU_SERVED);
    assert_int_equal(wasigpu_module_export_count(module), 2);
    assert_int_equal(wasigpu_module_export(module, 1)->kind, WASIGPU_EXTERN_TABLE);
    assert_null(strchr(wasigpu_module_export(module, 1)->name, '\n'));
    const wasigpu_memory_t *memory = wasigpu_module_memory(module);
    assert_non_null(memory);
    assert_int_equal(memory->min_bytes, 2 * 65536);
    assert_int_equal(memory->max_bytes, 3 * 65536);
    assert_true(memory->imported && !memory->exported);
    assert_false(wasigpu_module_uses_gpu(module));
    assert_error_says(wasigpu_module_check(module), "unknown import: env g");
    assert_non_null(wasigpu_module_native(module));
    wasigpu_module_delete(module);
    wasigpu_host_delete(host);
}

#define ROOT_IMPORT(name, type) "(import \"$root\" \"[waitable-set-" name "]\" (func $" name " " type "))"

/* The component model's built-ins need no GPU, and a run without one serves them. */
static void
test_built_ins_alone(void **state)
{
    (void)state;
    wasigpu_host_t *host = make_host();
    wasigpu_module_t *module =
        make_module(host, "(module " ROOT_IMPORT("new", "(result i32)")
                              ROOT_IMPORT("poll", "(param i32 i32) (result i32)")
                                  ROOT_IMPORT("wait", "(param i32 i32) (result i32)") MEMORY
                    "(func (export \"_start\") (local $set i32)"
                    "  (local.set $set (call $new))"
                    "  (if (i32.ne (call $poll (local.get $set) (i32.const 8)) (i32.const 0))"
                    "    (then unreachable))"
                    "  (drop (call $wait (local.get $set) (i32.const 8)))))");
    assert_false(wasigpu_module_uses_gpu(module));
    assert_no_error(wasigpu_module_check(module));
    assert_int_equal(wasigpu_module_import(module, 0)->service, WASIGPU_SERVED);
    wasigpu_run_t *run = NULL;
    wasigpu_outcome_t outcome;
    assert_no_error(wasigpu_run_new(host, module, &run));
    assert_no_error(wasigpu_run_start(run, &outcome));
    assert_int_equal(outcome.kind, WASIGPU_OUTCOME_TRAPPED);
    assert_string_equal(outcome.reason, "$root [waitable-set-wait]: nothing could ever end this wait");
    assert_int_equal(outcome.live_objects, 0);
    wasigpu_run_delete(run);
    wasigpu_module_delete(module);
    wasigpu_host_delete(host);
    for (size_t i = 0; i < wasigpu_interface_count(); i++)
        assert_null(strchr(wasigpu_interface_name(i), '$'));
}

static void
test_a_module_is_saved(void **state)
{
    (void)state;
    wasigpu_host_t *host = make_host();
    wasigpu_module_t *module = make_module(host, "(module (func (export \"_start\")))");
    char path[] = "/tmp/host_run.XXXXXX";
    const int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
    assert_no_error(wasigpu_module_save(module, path));
    assert_error_says(wasigpu_module_save(module, "/nowhere/file"), "/nowhere/file: cannot be written: ");
    wasigpu_module_delete(module);
    assert_error_says(wasigpu_module_load(host, path, false, &module), "precompiled");
    assert_no_error(wasigpu_module_load(host, path, true, &module));
    wasigpu_run_t *run = NULL;
    assert_no_error(wasigpu_run_new(host, module, &run));
    assert_int_equal(exit_code(run), 0);
    wasigpu_module_delete(module);
    wasigpu_host_delete(host);
    unlink(path);
}

static void
test_names_that_are_wrong(void **state)
{
    (void)state;
    wasigpu_config_t *config = wasigpu_config_new();
    assert_non_null(config);
    wasigpu_host_t *host = NULL;
    wasigpu_config_set_gpu_library(config, "nowhere");
    assert_error_says(wasigpu_host_new(config, &host), "unknown library \"nowhere\"");
    wasigpu_config_set_gpu_library(config, NULL);
    wasigpu_config_set_backend(config, "crayon");
    assert_error_says(wasigpu_host_new(config, &host), "unknown backend \"crayon\"");
    assert_null(host);
    wasigpu_config_delete(config);
}

static void
keep_line(void *env, wasigpu_log_level_t level, const char *line)
{
    char *kept = env;
    if (level == WASIGPU_LOG_DEBUG)
        snprintf(kept, 200, "%s", line);
}

static void
test_the_log(void **state)
{
    (void)state;
    char kept[200] = "";
    assert_error_says(wasigpu_log_set_filter("host=loud"), "\"host=loud\"");
    assert_no_error(wasigpu_log_set_filter("host=debug"));
    wasigpu_log_set_sink(keep_line, kept);
    wasigpu_host_t *host = make_host();
    wasigpu_module_t *module = make_module(host, "(module (func (export \"_start\")))");
    wasigpu_run_t *run = NULL;
    assert_no_error(wasigpu_run_new(host, module, &run));
    assert_int_equal(exit_code(run), 0);
    wasigpu_log_set_sink(NULL, NULL);
    assert_no_error(wasigpu_log_set_filter(NULL));
    assert_non_null(strstr(kept, "the run took"));
    wasigpu_module_delete(module);
    wasigpu_host_delete(host);
}

int
main(void)
{
    support_keep_handlers();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_outcomes),
        cmocka_unit_test(test_what_a_guest_is_given),
        cmocka_unit_test(test_a_directory_over_the_cache_is_not_given),
        cmocka_unit_test(test_environment_is_inherited),
        cmocka_unit_test(test_settings_that_are_refused),
        cmocka_unit_test(test_modules_that_are_not_run),
        cmocka_unit_test(test_entries),
        cmocka_unit_test(test_time_and_interrupt),
        cmocka_unit_test(test_the_end_is_told),
        cmocka_unit_test(test_start_function_that_ends_it),
        cmocka_unit_test(test_a_module_is_described),
        cmocka_unit_test(test_built_ins_alone),
        cmocka_unit_test(test_a_module_is_saved),
        cmocka_unit_test(test_names_that_are_wrong),
        cmocka_unit_test(test_the_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
