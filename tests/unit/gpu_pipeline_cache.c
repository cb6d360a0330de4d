/* What Dawn has kept, called as Dawn calls it: an entry's size, and then the entry, from any thread. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/count.h"
#include "base/log.h"
#include "gpu/dawn/pipeline_cache.h"
#include "gpu/library.h"
#include "test_folder.h"

#define MIB ((size_t)1 << 20)
#define VALUE "a value that is longer than what a driver gives for nothing"

static char lines[4096]; /* what was logged */

struct fixture {
    struct base_cache *cache;
    struct gpu_dawn_pipeline_cache *pipelines;
    struct gpu_dawn_cache_descriptor dawn;
};

static void
begin_again(struct fixture *f)
{
    f->pipelines = gpu_dawn_pipeline_cache_new(f->cache);
    assert_non_null(f->pipelines);
    f->dawn = gpu_dawn_pipeline_cache_descriptor(f->pipelines);
}

static struct fixture
begin(void)
{
    static int number;
    char directory[64];
    struct fixture f;
    snprintf(directory, sizeof directory, "%s/%d", folder, number++);
    assert_null(base_cache_new(directory, 512 * MIB, &f.cache));
    begin_again(&f);
    lines[0] = '\0';
    return f;
}

static void
end(struct fixture *f)
{
    base_cache_unref(f->cache); /* the other keeps it */
    gpu_dawn_pipeline_cache_delete(f->pipelines);
}

static void
store(const struct fixture *f, const char *key, const char *value)
{
    f->dawn.store(key, strlen(key), value, strlen(value), f->dawn.userdata);
}

static size_t
size_of(const struct fixture *f, const char *key)
{
    return f->dawn.load(key, strlen(key), NULL, 0, f->dawn.userdata);
}

static bool
fetches(const struct fixture *f, const char *key, const char *value)
{
    char room[256];
    const size_t size = strlen(value);
    return f->dawn.load(key, strlen(key), room, size, f->dawn.userdata) == size &&
           memcmp(room, value, size) == 0;
}

static bool
loads(const struct fixture *f, const char *key, const char *value)
{
    return size_of(f, key) == strlen(value) && fetches(f, key, value);
}

/* The path of the only entry. */
static void
find_entry(const struct fixture *f, char path[512])
{
    size_t count = 0;
    DIR *stream = opendir(base_cache_path(f->cache));
    assert_non_null(stream);
    for (const struct dirent *item; (item = readdir(stream)) != NULL;) {
        if (item->d_name[0] == '.')
            continue;
        snprintf(path, 512, "%s/%s", base_cache_path(f->cache), item->d_name);
        count++;
    }
    closedir(stream);
    assert_int_equal(count, 1);
}

static void
test_found_again(void **state)
{
    (void)state;
    struct fixture f = begin();
    assert_int_equal(size_of(&f, "key"), 0);
    store(&f, "key", VALUE);
    assert_true(loads(&f, "key", VALUE));
    assert_int_equal(size_of(&f, "another"), 0);
    gpu_dawn_pipeline_cache_delete(f.pipelines);
    begin_again(&f); /* another guest's */
    assert_true(loads(&f, "key", VALUE));
    end(&f);
    assert_non_null(strstr(lines, "pipelines: 1 found, 1 kept, 0 over the limit"));
    assert_non_null(strstr(lines, "pipelines: 1 found, 0 kept, 0 over the limit"));
}

static void
test_what_the_library_gets(void **state)
{
    (void)state;
    struct fixture f = begin();
    assert_int_equal(f.dawn.chain.sType, 0x50007);
    assert_true(f.dawn.isolationKey.length > 10); /* which library it is */
    end(&f);
    assert_string_equal(lines, ""); /* it was not asked for anything */
}

/* What was told of is what is given, whatever becomes of the file in between. */
static void
test_between_the_two_calls(void **state)
{
    (void)state;
    struct fixture f = begin();
    char path[512];
    store(&f, "key", VALUE);
    find_entry(&f, path);
    assert_int_equal(size_of(&f, "key"), strlen(VALUE));
    store(&f, "key", VALUE VALUE);
    assert_int_equal(size_of(&f, "key"), strlen(VALUE VALUE));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(size_of(&f, "key"), 0);
    assert_true(fetches(&f, "key", VALUE));
    assert_true(fetches(&f, "key", VALUE VALUE));
    assert_false(fetches(&f, "key", VALUE)); /* each once */
    store(&f, "key", VALUE);
    assert_int_equal(size_of(&f, "key"), strlen(VALUE)); /* and never fetched */
    end(&f);
}

static void
test_damaged(void **state)
{
    (void)state;
    struct fixture f = begin();
    char path[512];
    store(&f, "key", VALUE);
    find_entry(&f, path);
    const int file = open(path, O_WRONLY);
    assert_int_equal(pwrite(file, "X", 1, 60), 1);
    close(file);
    assert_int_equal(size_of(&f, "key"), 0);
    store(&f, "key", VALUE);
    assert_true(loads(&f, "key", VALUE));
    end(&f);
}

/* A driver's cache with nothing in it is no file. */
static void
test_empty(void **state)
{
    (void)state;
    struct fixture f = begin();
    store(&f, "key", "");
    store(&f, "key", "the 32 bytes of a header, and no");
    assert_int_equal(size_of(&f, "key"), 0);
    store(&f, "key", "the 32 bytes of a header, and one");
    assert_int_equal(size_of(&f, "key"), 33);
    end(&f);
}

/* One guest has room for so much, in blocks; another one for as much again. */
static void
test_bounded(void **state)
{
    (void)state;
    struct fixture f = begin();
    char *large = calloc(1, 15 * MIB);
    assert_non_null(large);
    for (size_t i = 0; i < 6; i++)
        f.dawn.store(&i, sizeof i, large, 15 * MIB, f.dawn.userdata);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(f.dawn.load(&i, sizeof i, NULL, 0, f.dawn.userdata), i < 4 ? 15 * MIB : 0);
    for (size_t i = 10; i < 2000; i++)
        f.dawn.store(&i, sizeof i, VALUE, sizeof VALUE, f.dawn.userdata);
    size_t small = 0;
    for (size_t i = 10; i < 2000; i++)
        small += f.dawn.load(&i, sizeof i, NULL, 0, f.dawn.userdata) != 0;
    assert_in_range(small, 1000, 4 * MIB / 4096);
    gpu_dawn_pipeline_cache_delete(f.pipelines);
    assert_null(strstr(lines, " 0 over the limit"));
    begin_again(&f);
    store(&f, "key", VALUE);
    assert_true(loads(&f, "key", VALUE));
    free(large);
    end(&f);
}

/* It is said once. */
static void
test_nowhere_to_keep(void **state)
{
    (void)state;
    struct fixture f = begin();
    assert_int_equal(rmdir(base_cache_path(f.cache)), 0);
    store(&f, "key", VALUE);
    store(&f, "another", VALUE);
    assert_int_equal(size_of(&f, "key"), 0);
    const char *said = strstr(lines, "compiled shaders and pipelines are not kept: /tmp/");
    assert_non_null(said);
    assert_null(strstr(said + 1, "compiled shaders"));
    end(&f);
}

static void *
use(void *data)
{
    const struct fixture *f = data;
    char key[16];
    char value[64];
    for (int i = 0; i < 500; i++) {
        snprintf(key, sizeof key, "key %d", i % 7);
        snprintf(value, sizeof value, VALUE " %d", i % 7);
        store(f, key, value);
        if (!loads(f, key, value))
            return NULL;
    }
    return data;
}

static void
test_threads(void **state)
{
    (void)state;
    struct fixture f = begin();
    pthread_t threads[4];
    for (size_t i = 0; i < BASE_COUNT(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, use, &f), 0);
    for (size_t i = 0; i < BASE_COUNT(threads); i++) {
        void *result;
        pthread_join(threads[i], &result);
        assert_ptr_equal(result, &f);
    }
    end(&f);
    assert_non_null(strstr(lines, "pipelines: 2000 found, 2000 kept"));
}

static void
keep_line(void *env, enum base_log_level level, enum base_log_room room, const char *line)
{
    (void)env;
    (void)level;
    (void)room;
    const size_t size = strlen(lines);
    snprintf(lines + size, sizeof lines - size, "%s\n", line);
}

int
main(void)
{
    wasigpu_error_t *error = gpu_library_load(TEST_NULL_DAWN);
    if (error != NULL) {
        fprintf(stderr, "%s\n", wasigpu_error_message(error));
        return 1;
    }
    wasigpu_error_delete(base_log_filter("gpu=debug"));
    base_log_set_sink(keep_line, NULL);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_found_again),
        cmocka_unit_test(test_what_the_library_gets),
        cmocka_unit_test(test_between_the_two_calls),
        cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_bounded),
        cmocka_unit_test(test_nowhere_to_keep),
        cmocka_unit_test(test_threads),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
