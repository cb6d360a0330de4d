/* How many mappings are left: counted in /proc, which takes milliseconds where there are many, and so only
 * when objects can have used what was left the last time. Where nothing can be read there is no such limit.
 */
#include "gpu/maps.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"

#define KEPT_PART 8                   /* of all, one in so many is for everyone else */
#define FEWEST 2048                   /* between two counts: what those may be too many is kept */
#define REFUSAL_NS UINT64_C(20000000) /* how long an answer of "no" is taken for true */
#define UNLIMITED (INT64_C(1) << 40)  /* no process makes so many */
#define BLOCK_SIZE (16 << 10)

static atomic_llong maps_left; /* until the next count */
static atomic_uint counts;
static _Atomic uint64_t refused_until_ns;

long
gpu_maps_limit(void)
{
    long limit = -1;
    FILE *file = fopen("/proc/sys/vm/max_map_count", "re");
    if (file == NULL)
        return -1;
    if (fscanf(file, "%ld", &limit) != 1)
        limit = -1;
    fclose(file);
    return limit;
}

/* A line each; -1: unknown. */
static long
count_maps(void)
{
    char block[BLOCK_SIZE];
    const int file = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return -1;
    long count = 0;
    ssize_t size;
    while ((size = read(file, block, sizeof block)) > 0) {
        for (const char *at = block; (at = memchr(at, '\n', (size_t)(block + size - at))) != NULL; at++)
            count++;
    }
    close(file);
    return count;
}

/* How many may be taken before it is time to count again; 0: not even so many. */
static long long
count_left(unsigned maps)
{
    const long limit = gpu_maps_limit();
    const long used = limit < 0 ? -1 : count_maps();
    if (used < 0)
        return UNLIMITED;
    const long room = limit - limit / KEPT_PART - used;
    if (room < (long)maps)
        return 0;
    return room < FEWEST ? FEWEST : room;
}

unsigned
gpu_maps_counts(void)
{
    return atomic_load_explicit(&counts, memory_order_relaxed);
}

bool
gpu_maps_left(unsigned maps)
{
    if (atomic_fetch_sub_explicit(&maps_left, maps, memory_order_relaxed) >= maps)
        return true;
    if (base_clock_now_ns() < atomic_load_explicit(&refused_until_ns, memory_order_relaxed))
        return false;
    const long long left = count_left(maps); /* as another thread may do too: no harm */
    atomic_store_explicit(&maps_left, left == 0 ? 0 : left - maps, memory_order_relaxed);
    atomic_fetch_add_explicit(&counts, 1, memory_order_relaxed);
    if (left == 0)
        atomic_store_explicit(&refused_until_ns, base_clock_now_ns() + REFUSAL_NS, /* after the count */
                              memory_order_relaxed);
    return left != 0;
}
