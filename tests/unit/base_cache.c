/* The cache of what was compiled: what is found again and that nothing else is, how large it becomes, and
 * that many may use one directory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cache.h"
#include "base/count.h"
#include "test_folder.h"

#define BLOCK 4096
#define KIND "test"

static const struct timespec long_ago[2] = {{.tv_sec = 1000000}, {.tv_sec = 1000000}};

static void
expect_error(const char *directory, const char *part)
{
    struct base_cache *cache;
    wasigpu_error_t *error = base_cache_new(directory, 1, &cache);
    assert_null(cache);
    if (error == NULL || strstr(wasigpu_error_message(error), part) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", error == NULL ? "" : wasigpu_error_message(error), part);
    wasigpu_error_delete(error);
}

/* In a new directory. */
static struct base_cache *
make(uint64_t max_bytes)
{
    static int number;
    char directory[64];
    struct base_cache *cache;
    snprintf(directory, sizeof directory, "%s/%d/deeper", folder, number++);
    assert_null(base_cache_new(directory, max_bytes, &cache));
    return cache;
}

static struct base_bytes
text(const char *of)
{
    return (struct base_bytes){of, strlen(of)};
}

static int
keep(struct base_cache *cache, const char *key, const char *value)
{
    return base_cache_keep(cache, KIND, text(key), text(value));
}

enum finding { NOTHING, THAT, ANOTHER };

/* Whether `value` is found. */
static enum finding
find(const struct base_cache *cache, const char *key, const char *value)
{
    struct base_cache_entry entry;
    if (!base_cache_find(cache, KIND, text(key), &entry))
        return NOTHING;
    const bool same = entry.value.size == strlen(value) &&
                      memcmp(entry.value.data, value, entry.value.size) == 0 &&
                      entry.key.size == strlen(key) && memcmp(entry.key.data, key, entry.key.size) == 0;
    base_cache_entry_finish(&entry);
    return same ? THAT : ANOTHER;
}

/* How many files there are; the path of the last goes to `path`. */
static size_t
count_files(const struct base_cache *cache, char path[512])
{
    size_t count = 0;
    DIR *stream = opendir(base_cache_path(cache));
    assert_non_null(stream);
    for (const struct dirent *item; (item = readdir(stream)) != NULL;) {
        if (item->d_name[0] == '.')
            continue;
        count++;
        snprintf(path, 512, "%s/%s", base_cache_path(cache), item->d_name);
    }
    closedir(stream);
    return count;
}

static void
test_found_again(void **state)
{
    (void)state;
    char path[512];
    struct base_cache *cache = make(1 << 20);
    assert_int_equal(find(cache, "key", ""), NOTHING);
    assert_int_equal(keep(cache, "key", "value"), 0);
    assert_int_equal(find(cache, "key", "value"), THAT);
    assert_int_equal(find(cache, "kex", ""), NOTHING);
    assert_int_equal(find(cache, "ke", ""), NOTHING);
    assert_int_equal(find(cache, "", ""), NOTHING);
    assert_int_equal(keep(cache, "key", "another value"), 0);
    assert_int_equal(find(cache, "key", "another value"), THAT);
    assert_int_equal(count_files(cache, path), 1);
    assert_int_equal(keep(cache, "", "no key"), 0);
    assert_int_equal(keep(cache, "no value", ""), 0);
    assert_int_equal(find(cache, "", "no key"), THAT);
    assert_int_equal(find(cache, "no value", ""), THAT);
    struct base_cache_entry entry;
    assert_false(base_cache_find(cache, "other", text("key"), &entry));
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_int_equal(stat(base_cache_path(cache), &status), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
    base_cache_unref(cache);
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
    char path[512];
    struct base_cache *cache = make(1 << 20);
    keep(cache, "the key", "what was compiled");
    assert_int_equal(count_files(cache, path), 1);
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    for (off_t at = 0; at < status.st_size; at++) {
        for (int bit = 1; bit < 256; bit *= 2) {
            change_byte(path, at, bit);
            if (find(cache, "the key", "") != NOTHING)
                fail_msg("bit %d of the byte at %ld is not noticed", bit, (long)at);
            change_byte(path, at, bit);
        }
    }
    assert_int_equal(find(cache, "the key", "what was compiled"), THAT);
    const off_t sizes[] = {status.st_size + 1, status.st_size - 1, status.st_size / 2, 47, 40, 39, 1, 0};
    for (size_t i = 0; i < BASE_COUNT(sizes); i++) {
        assert_int_equal(truncate(path, sizes[i]), 0);
        assert_int_equal(find(cache, "the key", ""), NOTHING);
    }
    assert_int_equal(keep(cache, "the key", "anew"), 0); /* takes its place */
    assert_int_equal(find(cache, "the key", "anew"), THAT);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(find(cache, "the key", ""), NOTHING);
    assert_int_equal(keep(cache, "the key", "anew"), EISDIR);
    assert_int_equal(rmdir(path), 0);
    base_cache_unref(cache);
}

/* Two keys with the same sum, by an entry that is moved to another's name. */
static void
test_another_keys_entry(void **state)
{
    (void)state;
    char first[512];
    char second[512];
    struct base_cache *cache = make(1 << 20);
    keep(cache, "first", "1");
    count_files(cache, first);
    assert_int_equal(rename(first, "aside"), 0);
    keep(cache, "other", "2");
    count_files(cache, second);
    assert_int_equal(rename("aside", second), 0);
    assert_int_equal(find(cache, "other", ""), NOTHING);
    base_cache_unref(cache);
}

static void
make_old(const struct base_cache *cache)
{
    char path[512];
    DIR *stream = opendir(base_cache_path(cache));
    for (const struct dirent *item; (item = readdir(stream)) != NULL;) {
        snprintf(path, sizeof path, "%s/%s", base_cache_path(cache), item->d_name);
        if (item->d_name[0] != '.')
            assert_int_equal(utimensat(AT_FDCWD, path, long_ago, 0), 0);
    }
    closedir(stream);
}

static void
test_no_larger_than_that(void **state)
{
    (void)state;
    char path[512];
    struct base_cache *cache = make(3 * BLOCK); /* entries of a few bytes: a block each */
    keep(cache, "0", "zero");
    keep(cache, "1", "one");
    keep(cache, "2", "two");
    assert_int_equal(count_files(cache, path), 3);
    make_old(cache);
    assert_int_equal(find(cache, "0", "zero"), THAT); /* which makes it the younger one */
    keep(cache, "3", "three");                        /* and leaves an eighth of the room */
    assert_int_equal(count_files(cache, path), 2);
    assert_int_equal(find(cache, "0", "zero"), THAT);
    assert_int_equal(find(cache, "3", "three"), THAT);
    static char large[4 * BLOCK]; /* what never fits is not kept, and nothing goes for it */
    const struct base_bytes value = {large, sizeof large};
    assert_int_equal(base_cache_keep(cache, KIND, text("large"), value), EFBIG);
    assert_int_equal(count_files(cache, path), 2);
    const struct base_bytes fits = {large, 3 * BLOCK - 100}; /* by itself, though there is no eighth left */
    assert_int_equal(base_cache_keep(cache, KIND, text("large"), fits), 0);
    assert_int_equal(count_files(cache, path), 1);
    assert_int_equal(find(cache, "large", ""), ANOTHER);
    base_cache_unref(cache);
}

/* What another process has kept before counts, and what has been kept since. */
static void
test_size_is_looked_up(void **state)
{
    (void)state;
    char path[512];
    struct base_cache *first = make(8 * BLOCK);
    struct base_cache *second = NULL;
    char key[16];
    for (int i = 0; i < 8; i++) {
        snprintf(key, sizeof key, "%d", i);
        keep(first, key, "");
    }
    assert_null(base_cache_new(base_cache_path(first), 8 * BLOCK, &second));
    for (int i = 8; i < 40; i++) {
        snprintf(key, sizeof key, "%d", i);
        keep(second, key, "");
        assert_true(count_files(second, path) <= 8);
        assert_int_equal(find(second, key, ""), THAT);
    }
    base_cache_unref(first);
    base_cache_unref(second);
}

static void
test_left_behind(void **state)
{
    (void)state;
    char path[512];
    char name[512];
    struct base_cache *cache = make(1 << 20);
    const char *const names[] = {"0-x.code.17-1", "0-x.code.18-1",
                                 "notes.txt"}; /* the second is being written */
    for (size_t i = 0; i < BASE_COUNT(names); i++) {
        snprintf(name, sizeof name, "%s/%s", base_cache_path(cache), names[i]);
        const int file = open(name, O_WRONLY | O_CREAT, 0600);
        assert_true(file >= 0);
        close(file);
        if (i != 1)
            assert_int_equal(utimensat(AT_FDCWD, name, long_ago, 0), 0);
    }
    keep(cache, "key", "value");
    assert_int_equal(count_files(cache, path), 3); /* the entry, and what is not ours to remove */
    base_cache_unref(cache);
}

static void
test_directories(void **state)
{
    (void)state;
    char path[128];
    snprintf(path, sizeof path, "%s/open", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(chmod(path, 0777), 0);
    expect_error(path, "only yours to write to");
    snprintf(path, sizeof path, "%s/file", folder);
    const int file = open(path, O_WRONLY | O_CREAT, 0600);
    assert_true(file >= 0);
    close(file);
    expect_error(path, "it is not a directory");
    expect_error("/proc/none/of/it", "/proc/none: ");
    if (geteuid() != 0)
        expect_error("/usr", "it must be yours");
}

/* Its directory is removed while it is used. */
static void
test_directory_that_goes(void **state)
{
    (void)state;
    struct base_cache *cache = make(1 << 20);
    assert_int_equal(rmdir(base_cache_path(cache)), 0);
    assert_int_equal(keep(cache, "key", "value"), ENOENT);
    assert_int_equal(find(cache, "key", ""), NOTHING);
    base_cache_unref(cache);
}

#define KEYS 8
#define ROUNDS 300

/* Keeps and finds the same few, in a cache that is too small for them: what is found is the key's own. */
static bool
hammer(struct base_cache *cache, unsigned seed)
{
    char key[16];
    char value[64];
    for (unsigned i = 0; i < ROUNDS; i++) {
        seed = seed * 1103515245 + 12345;
        const unsigned number = seed / 65536 % KEYS;
        snprintf(key, sizeof key, "key %u", number);
        snprintf(value, sizeof value, "what %u was compiled to", number);
        if ((i & 1) == 0 && keep(cache, key, value) != 0)
            return false;
        if (find(cache, key, value) == ANOTHER)
            return false;
    }
    return true;
}

static void *
hammer_thread(void *cache)
{
    static atomic_uint seed;
    return hammer(cache, atomic_fetch_add(&seed, 1)) ? cache : NULL;
}

static void
test_threads(void **state)
{
    (void)state;
    pthread_t threads[4];
    struct base_cache *cache = make((KEYS - 2) * BLOCK);
    for (size_t i = 0; i < BASE_COUNT(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, hammer_thread, cache), 0);
    for (size_t i = 0; i < BASE_COUNT(threads); i++) {
        void *result;
        pthread_join(threads[i], &result);
        assert_ptr_equal(result, cache);
    }
    base_cache_unref(cache);
}

static void
test_processes(void **state)
{
    (void)state;
    pid_t processes[4];
    char path[512];
    struct base_cache *cache = make((KEYS - 2) * BLOCK);
    for (size_t i = 0; i < BASE_COUNT(processes); i++) {
        processes[i] = fork();
        if (processes[i] == 0)
            _exit(hammer(cache, 100 + (unsigned)i) ? 0 : 1);
        assert_true(processes[i] > 0);
    }
    for (size_t i = 0; i < BASE_COUNT(processes); i++) {
        int status;
        assert_int_equal(waitpid(processes[i], &status, 0), processes[i]);
        assert_int_equal(status, 0);
    }
    assert_true(count_files(cache, path) <= KEYS); /* nothing half written is left */
    base_cache_unref(cache);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_found_again),
        cmocka_unit_test(test_damaged_entries),
        cmocka_unit_test(test_another_keys_entry),
        cmocka_unit_test(test_no_larger_than_that),
        cmocka_unit_test(test_size_is_looked_up),
        cmocka_unit_test(test_left_behind),
        cmocka_unit_test(test_directories),
        cmocka_unit_test(test_directory_that_goes),
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_processes),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
