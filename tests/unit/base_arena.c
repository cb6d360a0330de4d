/* The arena: zeroed, aligned, apart from each other, kept and given back. */
#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

static void
test_pieces_are_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    struct base_arena arena = {0};
    unsigned char *pieces[500];
    for (int round = 0; round < 2; round++) { /* the second takes what the first has written to */
        for (size_t i = 0; i < 500; i++) {
            pieces[i] = base_arena_alloc(&arena, i, 3);
            assert_non_null(pieces[i]);
            assert_int_equal((uintptr_t)pieces[i] % alignof(max_align_t), 0);
            for (size_t j = 0; j < i * 3; j++)
                assert_int_equal(pieces[i][j], 0);
            memset(pieces[i], (int)(i % 255) + 1, i * 3);
        }
        for (size_t i = 0; i < 500; i++) {
            for (size_t j = 0; j < i * 3; j++)
                assert_int_equal(pieces[i][j], i % 255 + 1);
        }
        base_arena_reset(&arena);
    }
    base_arena_finish(&arena);
}

static void
test_reset_keeps_a_block(void **state)
{
    (void)state;
    struct base_arena arena = {0};
    assert_true(base_arena_clean(&arena));
    void *first = base_arena_alloc(&arena, 1, 100);
    assert_false(base_arena_clean(&arena));
    base_arena_reset(&arena);
    assert_true(base_arena_clean(&arena));
    assert_ptr_equal(base_arena_alloc(&arena, 1, 100), first);
    base_arena_finish(&arena);
    assert_null(arena.blocks);
}

static void
test_a_huge_block_goes_back(void **state)
{
    (void)state;
    struct base_arena arena = {0};
    void *small = base_arena_alloc(&arena, 1, 16);
    unsigned char *huge = base_arena_alloc(&arena, 64, (size_t)1 << 20);
    assert_non_null(huge);
    huge[((size_t)64 << 20) - 1] = 1;
    base_arena_reset(&arena);
    assert_ptr_equal(base_arena_alloc(&arena, 1, 16), small);
    base_arena_finish(&arena);
}

static void
test_nothing_is_not_null(void **state)
{
    (void)state;
    struct base_arena arena = {0};
    assert_non_null(base_arena_alloc(&arena, 0, 8));
    assert_non_null(base_arena_alloc(&arena, 8, 0));
    assert_true(base_arena_clean(&arena)); /* and costs nothing */
    assert_null(arena.blocks);
    base_arena_finish(&arena);
}

static void
test_what_is_too_large_fails(void **state)
{
    (void)state;
    struct base_arena arena = {0};
    assert_null(base_arena_alloc(&arena, SIZE_MAX, 2));
    assert_true(arena.failed);
    assert_false(base_arena_clean(&arena));
    base_arena_reset(&arena);
    assert_false(arena.failed);
    assert_null(base_arena_alloc(&arena, 1, SIZE_MAX));
    assert_true(arena.failed);
    assert_null(base_arena_alloc(&arena, 1, SIZE_MAX - 64));
    assert_non_null(base_arena_alloc(&arena, 1, 8)); /* still works, yet the call knows */
    assert_true(arena.failed);
    base_arena_finish(&arena);
    assert_false(arena.failed);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces_are_zeroed_aligned_and_apart),
        cmocka_unit_test(test_reset_keeps_a_block),
        cmocka_unit_test(test_a_huge_block_goes_back),
        cmocka_unit_test(test_nothing_is_not_null),
        cmocka_unit_test(test_what_is_too_large_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
