/* The cache of modules: that code is found again, and that none is run which is not this module's, whole and
 * of these settings. */
#include "engine_support.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/cache.h"
#include "test_folder.h"

struct fixture {
    struct engine *engine;
    struct base_cache *cache;
    char directory[64];
};

static void
fixture_init(struct fixture *f)
{
    static int number;
    f->engine = support_engine();
    snprintf(f->directory, sizeof f->directory, "%s/%d", folder, number++);
    assert_no_error(base_cache_new(f->directory, 1 << 20, &f->cache));
}

static void
fixture_finish(struct fixture *f)
{
    base_cache_unref(f->cache);
    engine_delete(f->engine);
}

/* A module whose function gives `value`. */
static wasm_byte_vec_t
wasm_of(int value)
{
    char wat[96];
    snprintf(wat, sizeof wat, "(module (func (export \"f\") (result i32) (i32.const %d)))", value);
    return support_wasm(wat);
}

static void
keep(struct fixture *f, int value)
{
    wasm_byte_vec_t wasm = wasm_of(value);
    wasmtime_module_t *module = NULL;
    assert_null(wasmtime_module_new(f->engine->native, (uint8_t *)wasm.data, wasm.size, &module));
    engine_cache_keep(f->cache, module, (const uint8_t *)wasm.data, wasm.size);
    wasmtime_module_delete(module);
    wasm_byte_vec_delete(&wasm);
}

/* What its function gives; -1: it is not found. */
static int
find(struct fixture *f, int value)
{
    wasm_byte_vec_t wasm = wasm_of(value);
    wasmtime_module_t *module =
        engine_cache_find(f->cache, f->engine->native, (const uint8_t *)wasm.data, wasm.size);
    wasm_byte_vec_delete(&wasm);
    if (module == NULL)
        return -1;
    wasmtime_store_t *store = wasmtime_store_new(f->engine->native, NULL, NULL);
    wasmtime_context_t *context = wasmtime_store_context(store);
    wasmtime_context_set_epoch_deadline(context, 1);
    wasmtime_instance_t instance;
    wasm_trap_t *trap = NULL;
    assert_null(wasmtime_instance_new(context, module, NULL, 0, &instance, &trap));
    wasmtime_extern_t item;
    assert_true(wasmtime_instance_export_get(context, &instance, "f", 1, &item));
    wasmtime_val_t result;
    assert_null(wasmtime_func_call(context, &item.of.func, NULL, 0, &result, 1, &trap));
    wasmtime_store_delete(store);
    wasmtime_module_delete(module);
    return result.of.i32;
}

/* How many files there are; the path of the last goes to `path`. */
static size_t
count_files(const struct fixture *f, char path[512])
{
    size_t count = 0;
    DIR *stream = opendir(f->directory);
    assert_non_null(stream);
    for (const struct dirent *item; (item = readdir(stream)) != NULL;) {
        if (item->d_name[0] == '.')
            continue;
        count++;
        snprintf(path, 512, "%s/%s", f->directory, item->d_name);
    }
    closedir(stream);
    return count;
}

static void
test_found_again(void **state)
{
    (void)state;
    struct fixture f;
    char path[512];
    fixture_init(&f);
    assert_int_equal(find(&f, 42), -1);
    keep(&f, 42);
    assert_int_equal(find(&f, 42), 42);
    assert_int_equal(find(&f, 43), -1);
    keep(&f, 43);
    keep(&f, 43);
    assert_int_equal(count_files(&f, path), 2);
    assert_int_equal(find(&f, 42), 42);
    assert_int_equal(find(&f, 43), 43);
    fixture_finish(&f);
}

static void
change_byte(const char *path, off_t at, int with)
{
    const int file = open(path, O_RDWR);
    assert_true(file >= 0);
    unsigned char byte;
    assert_int_equal(pread(file, &byte, 1, at), 1);
    byte ^= (unsigned char)with;
    assert_int_equal(pwrite(file, &byte, 1, at), 1);
    close(file);
}

static void
test_damaged_entries(void **state)
{
    (void)state;
    struct fixture f;
    char path[512];
    fixture_init(&f);
    keep(&f, 42);
    assert_int_equal(count_files(&f, path), 1);
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    for (off_t at = 0; at < status.st_size; at += at < 256 ? 1 : 97) {
        change_byte(path, at, 0x10);
        if (find(&f, 42) != -1)
            fail_msg("a changed byte at %ld is not noticed", (long)at);
        change_byte(path, at, 0x10);
    }
    assert_int_equal(find(&f, 42), 42);
    assert_int_equal(truncate(path, status.st_size / 2), 0);
    assert_int_equal(find(&f, 42), -1);
    keep(&f, 42); /* takes its place */
    assert_int_equal(find(&f, 42), 42);
    fixture_finish(&f);
}

/* Two modules whose sums are the same, by an entry that is moved to another's name. */
static void
test_another_modules_entry(void **state)
{
    (void)state;
    struct fixture f;
    char first[512];
    char second[512];
    fixture_init(&f);
    keep(&f, 42);
    count_files(&f, first);
    assert_int_equal(rename(first, "aside"), 0);
    keep(&f, 43);
    count_files(&f, second);
    assert_int_equal(rename("aside", second), 0);
    assert_int_equal(find(&f, 43), -1);
    fixture_finish(&f);
}

static void
test_other_settings(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    keep(&f, 42);
    wasm_engine_t *other = wasm_engine_new(); /* without epochs */
    wasm_engine_t *ours = f.engine->native;
    f.engine->native = other;
    assert_int_equal(find(&f, 42), -1);
    f.engine->native = ours;
    assert_int_equal(find(&f, 42), 42);
    wasm_engine_delete(other);
    fixture_finish(&f);
}

/* A host that keeps nothing. */
static void
test_none(void **state)
{
    (void)state;
    struct fixture f = {.engine = support_engine()};
    keep(&f, 42);
    assert_int_equal(find(&f, 42), -1);
    engine_delete(f.engine);
}

int
main(void)
{
    support_keep_handlers();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_found_again),
        cmocka_unit_test(test_damaged_entries),
        cmocka_unit_test(test_another_modules_entry),
        cmocka_unit_test(test_other_settings),
        cmocka_unit_test(test_none),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
