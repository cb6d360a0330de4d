/* The handle table: which index comes next, what cannot be taken out, where it is full. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "abi/table.h"
#include "support/call.h"

static uint32_t
add(struct abi_table *table, int *object)
{
    uint32_t index = 0;
    assert_int_equal(abi_table_add(table, &support_resource, object, true, &index), ABI_TRAP_NONE);
    return index;
}

static void
take(struct abi_table *table, uint32_t index)
{
    struct abi_entry removed;
    assert_int_equal(abi_table_remove(table, &support_resource, index, &removed), ABI_TRAP_NONE);
}

/* Table.add: the index freed last, else the next one; never 0. */
static void
test_indices(void **state)
{
    (void)state;
    struct abi_table table = {0};
    int object = 0;
    for (uint32_t i = 1; i <= 200; i++)
        assert_int_equal(add(&table, &object), i);
    take(&table, 7);
    take(&table, 200);
    take(&table, 1);
    assert_int_equal(table.live, 197);
    assert_int_equal(add(&table, &object), 1);
    assert_int_equal(add(&table, &object), 200);
    take(&table, 3);
    assert_int_equal(add(&table, &object), 3);
    assert_int_equal(add(&table, &object), 7);
    assert_int_equal(add(&table, &object), 201);
    abi_table_finish(&table);
    assert_int_equal(object, 201);
    assert_null(table.entries);
}

static void
test_what_get_refuses(void **state)
{
    (void)state;
    struct abi_table table = {0};
    int object = 0;
    assert_null(abi_table_get(&table, &support_resource, 0));
    assert_null(abi_table_get(&table, &support_resource, 1));
    const uint32_t index = add(&table, &object);
    assert_ptr_equal(abi_table_get(&table, &support_resource, index)->object, &object);
    assert_null(abi_table_get(&table, &support_other_resource, index));
    assert_null(abi_table_get(&table, &support_resource, 0));
    assert_null(abi_table_get(&table, &support_resource, index + 1));
    assert_null(abi_table_get(&table, &support_resource, UINT32_MAX));
    take(&table, index);
    assert_null(abi_table_get(&table, &support_resource, index));
    abi_table_finish(&table);
}

static void
test_what_remove_refuses(void **state)
{
    (void)state;
    struct abi_table table = {0};
    int object = 0;
    struct abi_entry removed;
    const uint32_t index = add(&table, &object);
    assert_int_equal(abi_table_remove(&table, &support_other_resource, index, &removed), ABI_TRAP_BAD_HANDLE);
    assert_int_equal(abi_table_remove(&table, &support_resource, 0, &removed), ABI_TRAP_BAD_HANDLE);
    assert_int_equal(abi_table_remove(&table, &support_resource, 2, &removed), ABI_TRAP_BAD_HANDLE);
    abi_table_get(&table, &support_resource, index)->lends = 1;
    assert_int_equal(abi_table_remove(&table, &support_resource, index, &removed), ABI_TRAP_LENT_HANDLE);
    abi_table_get(&table, &support_resource, index)->lends = 0;
    assert_int_equal(abi_table_remove(&table, &support_resource, index, &removed), ABI_TRAP_NONE);
    assert_ptr_equal(removed.object, &object);
    assert_true(removed.own);
    assert_int_equal(abi_table_remove(&table, &support_resource, index, &removed), ABI_TRAP_BAD_HANDLE);
    assert_int_equal(object, 0);
    abi_table_finish(&table);
}

/* Table.MAX_LENGTH, without 2^28 handles: a table that says it has used them. */
static void
test_full(void **state)
{
    (void)state;
    const size_t size = ((size_t)ABI_TABLE_MAX + 1) * sizeof(struct abi_entry);
    void *pages =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    assert_true(pages != MAP_FAILED);
    struct abi_table table = {.entries = pages, .count = ABI_TABLE_MAX, .capacity = ABI_TABLE_MAX + 1};
    int object = 0;
    uint32_t index = 0;
    assert_int_equal(add(&table, &object), ABI_TABLE_MAX);
    assert_int_equal(abi_table_add(&table, &support_resource, &object, true, &index), ABI_TRAP_TABLE_FULL);
    take(&table, ABI_TABLE_MAX);
    assert_int_equal(add(&table, &object), ABI_TABLE_MAX);
    assert_int_equal(abi_table_add(&table, &support_resource, &object, true, &index), ABI_TRAP_TABLE_FULL);
    assert_int_equal(index, 0);
    munmap(pages, size);
}

struct watcher {
    struct abi_table *table;
    uint32_t own_index; /* its own handle and that of the one before it, which still lives */
    uint32_t older_index;
    uint32_t *last_dropped;
};

static void watcher_drop(void *object);
static const struct abi_resource watcher_resource = {"watcher", watcher_drop};

static void
watcher_drop(void *object)
{
    const struct watcher *self = object;
    assert_null(abi_table_get(self->table, &watcher_resource, self->own_index));
    if (self->older_index != 0)
        assert_non_null(abi_table_get(self->table, &watcher_resource, self->older_index));
    assert_true(self->own_index < *self->last_dropped);
    *self->last_dropped = self->own_index;
}

static void
test_finish_drops_newest_first(void **state)
{
    (void)state;
    struct abi_table table = {0};
    struct watcher watchers[100];
    uint32_t last_dropped = UINT32_MAX;
    int borrowed = 0;
    uint32_t index = 0;
    for (uint32_t i = 0; i < 100; i++) {
        watchers[i] = (struct watcher){&table, 0, i == 0 ? 0 : watchers[i - 1].own_index, &last_dropped};
        assert_int_equal(abi_table_add(&table, &watcher_resource, &watchers[i], true, &watchers[i].own_index),
                         0);
        assert_int_equal(abi_table_add(&table, &support_resource, &borrowed, false, &index), 0);
    }
    abi_table_get(&table, &watcher_resource, 1)->lends = 1; /* who lent it is gone too */
    abi_table_finish(&table);
    assert_int_equal(last_dropped, 1);
    assert_int_equal(borrowed, 0);
    assert_int_equal(table.count, 0);
    abi_table_finish(&table);
    assert_int_equal(add(&table, &borrowed), 1);
    abi_table_finish(&table);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_indices),
        cmocka_unit_test(test_what_get_refuses),
        cmocka_unit_test(test_what_remove_refuses),
        cmocka_unit_test(test_full),
        cmocka_unit_test(test_finish_drops_newest_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
