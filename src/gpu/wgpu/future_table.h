/* Futures by number. */
#ifndef GPU_WGPU_FUTURE_TABLE_H
#define GPU_WGPU_FUTURE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct gpu_wgpu_future;

/* Begins zeroed. */
struct gpu_wgpu_future_table {
    struct gpu_wgpu_future **buckets; /* each a list, linked by next_in_bucket */
    size_t capacity;                  /* a power of 2, or 0 */
    size_t count;
};

/* False: out of memory. */
bool gpu_wgpu_future_table_add(struct gpu_wgpu_future_table *table, struct gpu_wgpu_future *future);
/* NULL: it is not there. */
struct gpu_wgpu_future *gpu_wgpu_future_table_find(const struct gpu_wgpu_future_table *table, uint64_t id);
/* Of one that is there. */
void gpu_wgpu_future_table_remove(struct gpu_wgpu_future_table *table, struct gpu_wgpu_future *future);

#endif
