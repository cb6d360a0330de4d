/* Stores: what ends a guest from outside, on time and alone, and what its memory may grow to. */
#include "engine_support.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>

#include "base/count.h"
#include "engine/link.h"
#include "engine/store.h"
#include "engine/wasi.h"

#define MS UINT64_C(1000000)

/* A module in a store, linked with all there is. */
struct fixture {
    struct engine_store *store;
    struct engine_module *module;
    struct engine_module *own_module; /* the same, or NULL */
    wasmtime_linker_t *linker;
    struct engine_guest *guest;
    struct engine_failure failure;
};

/* `module` is borrowed. */
static void
fixture_init_with(struct fixture *f, struct engine *engine, uint64_t max_memory, struct engine_module *module)
{
    *f = (struct fixture){.module = module};
    assert_no_error(engine_store_new(engine, &f->store));
    engine_store_limit_memory(f->store, max_memory);
    f->linker = wasmtime_linker_new(engine->native);
    f->guest = engine_guest_new(support_interfaces, BASE_COUNT(support_interfaces), NULL);
    assert_non_null(f->guest);
    f->guest->instance.interrupt = &f->store->interrupt;
    assert_no_error(engine_guest_define(f->guest, f->linker));
    assert_no_error(engine_wasi_define(f->linker, f->store));
    wasmtime_error_t *error = wasmtime_context_set_wasi(f->store->context, wasi_config_new());
    assert_null(error);
}

static void
fixture_init(struct fixture *f, struct engine *engine, uint64_t max_memory, const char *wat)
{
    struct engine_module *module = support_module(engine, wat);
    fixture_init_with(f, engine, max_memory, module);
    f->own_module = module;
}

static void
fixture_finish(struct fixture *f)
{
    engine_failure_finish(&f->failure);
    engine_guest_delete(f->guest);
    support_finish_wait();
    wasmtime_linker_delete(f->linker);
    engine_module_delete(f->own_module);
    engine_store_delete(f->store);
}

/* Instantiates and calls "run"; false: f->failure. */
static bool
run(struct fixture *f)
{
    wasmtime_context_t *context = f->store->context;
    wasmtime_instance_t instance;
    wasm_trap_t *trap = NULL;
    wasmtime_error_t *error =
        wasmtime_linker_instantiate(f->linker, context, f->module->native, &instance, &trap);
    if (error == NULL && trap == NULL) {
        f->guest->instance.deadline = f->store->deadline;
        assert_no_error(engine_guest_bind(f->guest, context, &instance));
        wasmtime_extern_t item;
        assert_true(wasmtime_instance_export_get(context, &instance, "run", 3, &item));
        error = wasmtime_func_call(context, &item.of.func, NULL, 0, NULL, 0, &trap);
    }
    engine_failure_take(&f->failure, error, trap);
    return !f->failure.failed;
}

#define LOOP "(module (func (export \"run\") (loop $l (br $l))))"
#define WAIT \
    "(module (import \"test:things/things\" \"wait\" (func $wait)) (func (export \"run\") (call $wait)))"

static void
test_time_ends_a_loop(void **state)
{
    (void)state;
    struct engine *engine = support_engine();
    struct fixture f;
    fixture_init(&f, engine, 0, LOOP);
    const uint64_t start = base_clock_now_ns();
    assert_no_error(engine_store_set_timeout(f.store, 50 * MS));
    assert_false(run(&f));
    assert_true(base_clock_now_ns() - start >= 50 * MS);
    assert_true(f.store->stopped);
    assert_string_equal(f.failure.reason, "time is up");
    fixture_finish(&f);
    engine_delete(engine);
}

static void
test_time_ends_a_wait_of_the_host(void **state)
{
    (void)state;
    struct engine *engine = support_engine();
    struct fixture f;
    fixture_init(&f, engine, 0, WAIT);
    assert_no_error(engine_store_set_timeout(f.store, 50 * MS));
    assert_false(run(&f));
    assert_non_null(strstr(f.failure.reason, "test:things wait: interrupted while waiting in the host"));
    assert_true(f.guest->interrupted);
    fixture_finish(&f);
    engine_delete(engine);
}

static void
test_time_that_is_up_before_the_start(void **state)
{
    (void)state;
    struct engine *engine = support_engine();
    struct fixture f;
    fixture_init(&f, engine, 0, LOOP);
    assert_no_error(engine_store_set_timeout(f.store, 0));
    assert_false(run(&f));
    assert_string_equal(f.failure.reason, "time is up");
    fixture_finish(&f);
    engine_delete(engine);
}

static void *
interrupt_later(void *store)
{
    const struct base_deadline later = base_deadline_in(30 * MS);
    while (!base_deadline_passed(&later))
        base_deadline_sleep(&later);
    engine_store_interrupt(store);
    return NULL;
}

static void
test_an_interrupt_ends_either(void **state)
{
    (void)state;
    struct engine *engine = support_engine();
    const char *const wats[] = {LOOP, WAIT};
    const char *const reasons[] = {"asked to stop", "interrupted while waiting in the host"};
    for (size_t i = 0; i < BASE_COUNT(wats); i++) {
        struct fixture f;
        fixture_init(&f, engine, 0, wats[i]);
        pthread_t thread;
        assert_int_equal(pthread_create(&thread, NULL, interrupt_later, f.store), 0);
        assert_false(run(&f));
        pthread_join(thread, NULL);
        assert_non_null(strstr(f.failure.reason, reasons[i]));
        fixture_finish(&f);
    }
    engine_delete(engine);
}

struct runner {
    struct fixture f;
    bool ok;
};

static void *
run_in_thread(void *env)
{
    struct runner *runner = env;
    runner->ok = run(&runner->f);
    return NULL;
}

/* Counts for long enough to see several of the other's alarms. */
#define COUNT \
    "(module (func (export \"run\") (local $i i64)" \
    "  (loop $l (br_if $l (i64.lt_u (local.tee $i (i64.add (local.get $i) (i64.const 1)))" \
    "    (i64.const 300000000))))))"

static void
test_one_store_ends_and_the_other_goes_on(void **state)
{
    (void)state;
    struct engine *engine = support_engine();
    struct runner ends;
    struct runner goes_on;
    fixture_init(&ends.f, engine, 0, LOOP);
    fixture_init(&goes_on.f, engine, 0, COUNT);
    assert_no_error(engine_store_set_timeout(ends.f.store, 20 * MS));
    assert_no_error(engine_store_set_timeout(goes_on.f.store, 3600000 * MS));
    pthread_t threads[2];
    assert_int_equal(pthread_create(&threads[0], NULL, run_in_thread, &ends), 0);
    assert_int_equal(pthread_create(&threads[1], NULL, run_in_thread, &goes_on), 0);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    assert_false(ends.ok);
    assert_true(goes_on.ok);
    assert_false(goes_on.f.store->stopped);
    fixture_finish(&ends.f);
    fixture_finish(&goes_on.f);
    engine_delete(engine);
}

/* How often a store is stopped at the moment at which it goes on after another's stop. */
#define STOPS 400

static bool
ends_within(const struct base_deadline *deadline, const atomic_bool *ended)
{
    while (!atomic_load(ended) && !base_deadline_passed(deadline))
        sched_yield();
    return atomic_load(ended);
}

struct late_runner {
    struct runner runner;
    atomic_bool ended;
};

static void *
run_until_ended(void *env)
{
    struct late_runner *late = env;
    run_in_thread(&late->runner);
    atomic_store(&late->ended, true);
    return NULL;
}

/* Both of one engine: the epoch that one store's stop moves on is every store's. `by_time`: both by their
 * time limit. False: the second goes on running; it is ended by force. */
static bool
stop_two_at_once(struct engine *engine, struct engine_module *module, unsigned round, bool by_time)
{
    struct fixture idle;
    struct late_runner late = {0};
    fixture_init_with(&idle, engine, 0, module);
    fixture_init_with(&late.runner.f, engine, 0, module);
    struct engine_store *store = late.runner.f.store;
    if (by_time) {
        assert_no_error(engine_store_set_timeout(idle.store, MS));
        assert_no_error(engine_store_set_timeout(store, MS));
    }
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, run_until_ended, &late), 0);
    if (!by_time) {
        struct base_deadline at = base_deadline_in(MS / 5); /* it runs by then */
        while (!base_deadline_passed(&at)) {
        }
        engine_store_interrupt(idle.store);
        at = base_deadline_in(round % 20 * 50);
        while (!base_deadline_passed(&at)) {
        }
        engine_store_interrupt(store);
    }
    struct base_deadline patience = base_deadline_in(1000 * MS);
    const bool ended = ends_within(&patience, &late.ended);
    if (!ended)
        wasmtime_engine_increment_epoch(engine->native);
    pthread_join(thread, NULL);
    assert_false(late.runner.ok);
    fixture_finish(&idle);
    fixture_finish(&late.runner.f);
    return ended;
}

static void
test_no_stop_is_lost_to_another_stores(void **state)
{
    (void)state;
    struct engine *engine = support_engine();
    struct engine_module *module = support_module(engine, LOOP);
    for (unsigned round = 0; round < STOPS; round++)
        if (!stop_two_at_once(engine, module, round, round % 4 == 0))
            fail_msg("round %u: stopped, but it goes on", round);
    engine_module_delete(module);
    engine_delete(engine);
}

static void
test_memory_is_limited(void **state)
{
    (void)state;
    struct engine *engine = support_engine();
    struct fixture f;
    fixture_init(&f, engine, 2 * 65536,
                 "(module (memory 1) (func (export \"run\")"
                 "  (if (i32.ne (memory.grow (i32.const 1)) (i32.const 1)) (then unreachable))"
                 "  (if (i32.ne (memory.grow (i32.const 1)) (i32.const -1)) (then unreachable))))");
    if (!run(&f))
        fail_msg("%s", f.failure.reason);
    fixture_finish(&f);
    fixture_init(&f, engine, 2 * 65536, "(module (memory 3) (func (export \"run\")))");
    assert_false(run(&f));
    assert_non_null(strstr(f.failure.reason, "limit"));
    fixture_finish(&f);
    engine_delete(engine);
}

static void
test_imported_memories_are_made(void **state)
{
    (void)state;
    struct engine *engine = support_engine();
    struct fixture f;
    fixture_init(&f, engine, 0,
                 "(module (import \"env\" \"memory\" (memory 2 3)) (import \"env\" \"memory\" (memory 2))"
                 "(func (export \"run\") (if (i32.ne (memory.size) (i32.const 2)) (then unreachable))))");
    wasmtime_memory_t memory;
    bool found = false;
    assert_no_error(engine_link_memories(f.linker, f.store, f.module, &memory, &found));
    assert_true(found);
    assert_int_equal(wasmtime_memory_data_size(f.store->context, &memory), 2 * 65536);
    if (!run(&f))
        fail_msg("%s", f.failure.reason);
    fixture_finish(&f);
    fixture_init(&f, engine, 65536,
                 "(module (import \"env\" \"memory\" (memory 2)) (func (export \"run\")))");
    assert_error_says(engine_link_memories(f.linker, f.store, f.module, &memory, &found),
                      "imported memory env memory: ");
    fixture_finish(&f);
    engine_delete(engine);
}

static void
test_exit_codes_pass_through(void **state)
{
    (void)state;
    struct engine *engine = support_engine();
    const int codes[] = {0, 3, 125, 126, 134, 255, -1};
    for (size_t i = 0; i < BASE_COUNT(codes); i++) {
        char wat[256];
        snprintf(wat, sizeof wat,
                 "(module (import \"wasi_snapshot_preview1\" \"proc_exit\" (func $exit (param i32)))"
                 "(func (export \"run\") (call $exit (i32.const %d))))",
                 codes[i]);
        struct fixture f;
        fixture_init(&f, engine, 0, wat);
        assert_false(run(&f));
        assert_true(f.store->exited);
        assert_int_equal(f.store->exit_code, codes[i]);
        fixture_finish(&f);
    }
    engine_delete(engine);
}

int
main(void)
{
    support_keep_handlers();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_time_ends_a_loop),
        cmocka_unit_test(test_time_ends_a_wait_of_the_host),
        cmocka_unit_test(test_time_that_is_up_before_the_start),
        cmocka_unit_test(test_an_interrupt_ends_either),
        cmocka_unit_test(test_one_store_ends_and_the_other_goes_on),
        cmocka_unit_test(test_no_stop_is_lost_to_another_stores),
        cmocka_unit_test(test_memory_is_limited),
        cmocka_unit_test(test_imported_memories_are_made),
        cmocka_unit_test(test_exit_codes_pass_through),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
