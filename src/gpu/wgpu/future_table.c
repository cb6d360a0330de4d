/* A hash table, whose hash is the number itself: numbers are given in order, and so lie spread out evenly. It
 * grows with what is in it, and shrinks again. */
#include "gpu/wgpu/future_table.h"

#include <stdlib.h>

#include "gpu/wgpu/future.h"

#define MIN_CAPACITY 64

static struct gpu_wgpu_future **
bucket_of(const struct gpu_wgpu_future_table *table, uint64_t id)
{
    return &table->buckets[id & (table->capacity - 1)];
}

static void
put(struct gpu_wgpu_future_table *table, struct gpu_wgpu_future *future)
{
    struct gpu_wgpu_future **bucket = bucket_of(table, future->id);
    future->next_in_bucket = *bucket;
    *bucket = future;
}

/* Without memory it stays as it is. */
static void
resize(struct gpu_wgpu_future_table *table, size_t capacity)
{
    struct gpu_wgpu_future_table resized = {
        .buckets = calloc(capacity, sizeof *resized.buckets), .capacity = capacity, .count = table->count};
    if (resized.buckets == NULL)
        return;
    for (size_t i = 0; i < table->capacity; i++) {
        struct gpu_wgpu_future *next;
        for (struct gpu_wgpu_future *future = table->buckets[i]; future != NULL; future = next) {
            next = future->next_in_bucket;
            put(&resized, future);
        }
    }
    free(table->buckets);
    *table = resized;
}

bool
gpu_wgpu_future_table_add(struct gpu_wgpu_future_table *table, struct gpu_wgpu_future *future)
{
    if (table->count == table->capacity)
        resize(table, table->capacity > 0 ? table->capacity * 2 : MIN_CAPACITY);
    if (table->capacity == 0)
        return false;
    put(table, future);
    table->count++;
    return true;
}

struct gpu_wgpu_future *
gpu_wgpu_future_table_find(const struct gpu_wgpu_future_table *table, uint64_t id)
{
    struct gpu_wgpu_future *future = table->capacity > 0 ? *bucket_of(table, id) : NULL;
    while (future != NULL && future->id != id)
        future = future->next_in_bucket;
    return future;
}

void
gpu_wgpu_future_table_remove(struct gpu_wgpu_future_table *table, struct gpu_wgpu_future *future)
{
    struct gpu_wgpu_future **place = bucket_of(table, future->id);
    while (*place != future)
        place = &(*place)->next_in_bucket;
    *place = future->next_in_bucket;
    table->count--;
    if (table->capacity > MIN_CAPACITY && table->count < table->capacity / 8)
        resize(table, table->capacity / 2);
}
