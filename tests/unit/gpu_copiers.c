/* Copies by several threads: every byte of every row arrives, and none beside them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <pthread.h>

#include "base/count.h"
#include "gpu/dawn/copiers.h"

#define SIZE ((size_t)6 << 20)
#define CALLERS 3
#define ROUNDS 40

static const struct {
    size_t size, count, to_gap, from_gap;
} shapes[] = {
    {1, 1, 0, 0},     {1, 1 << 20, 2, 1}, {300, 9000, 212, 0},    {65536, 64, 0, 0},
    {65536, 3, 1, 0}, {1 << 20, 4, 0, 9}, {131071, 33, 129, 100}, {4 << 20, 1, 0, 0},
};

static void
check_shape(size_t shape, const char *from, char *to)
{
    const struct gpu_dawn_rows rows = {
        .to = to,
        .from = from,
        .to_pitch = shapes[shape].size + shapes[shape].to_gap,
        .from_pitch = shapes[shape].size + shapes[shape].from_gap,
        .size = shapes[shape].size,
        .count = shapes[shape].count,
    };
    memset(to, 0x55, SIZE);
    gpu_dawn_copiers_copy(&rows);
    for (size_t row = 0; row < rows.count; row++) {
        char *at = to + row * rows.to_pitch;
        assert_memory_equal(at, from + row * rows.from_pitch, rows.size);
        memset(at, 0x55, rows.size);
    }
    for (size_t i = 0; i < SIZE; i++)
        assert_int_equal(to[i], 0x55);
}

static char *
make_data(void)
{
    char *data = malloc(SIZE);
    assert_non_null(data);
    for (size_t i = 0; i < SIZE; i++)
        data[i] = (char)((i * 2654435761u) >> 11);
    return data;
}

/* Nobody has joined: there is no help. */
static void
test_alone(void **state)
{
    (void)state;
    char *from = make_data();
    char *to = malloc(SIZE);
    for (size_t i = 0; i < BASE_COUNT(shapes); i++)
        check_shape(i, from, to);
    free(to);
    free(from);
}

static void
test_helped(void **state)
{
    (void)state;
    char *from = make_data();
    char *to = malloc(SIZE);
    for (unsigned round = 0; round < 3; round++) { /* threads end and begin again */
        gpu_dawn_copiers_join();
        gpu_dawn_copiers_join();
        for (size_t i = 0; i < BASE_COUNT(shapes); i++)
            check_shape(i, from, to);
        gpu_dawn_copiers_leave();
        check_shape(3, from, to);
        gpu_dawn_copiers_leave();
    }
    free(to);
    free(from);
}

/* cmocka's checks are for its own thread. */
static void *
copy_often(void *wrong)
{
    char *from = make_data();
    char *to = malloc(SIZE);
    for (unsigned round = 0; round < ROUNDS; round++) {
        const struct gpu_dawn_rows rows = {to, from, 65536, 65536, 65536, SIZE / 65536};
        memset(to, 0, SIZE);
        gpu_dawn_copiers_join();
        gpu_dawn_copiers_copy(&rows);
        gpu_dawn_copiers_leave();
        if (memcmp(to, from, SIZE) != 0)
            *(int *)wrong = 1;
    }
    free(to);
    free(from);
    return NULL;
}

static void
test_many_callers(void **state)
{
    (void)state;
    pthread_t threads[CALLERS];
    int wrong[CALLERS] = {0};
    for (size_t i = 0; i < CALLERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, copy_often, &wrong[i]), 0);
    for (size_t i = 0; i < CALLERS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(wrong[i], 0);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alone),
        cmocka_unit_test(test_helped),
        cmocka_unit_test(test_many_callers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
