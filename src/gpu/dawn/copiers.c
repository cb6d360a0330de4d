/* One job at a time. Whoever has brought it begins at once, and those that wake meanwhile take parts of what
 * is left, so that it takes no longer than without them. */
#include "gpu/dawn/copiers.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

#include "base/thread.h"

#define HELPERS_MAX 3
#define PART_SIZE ((size_t)128 << 10)
#define LEAST_PARTS 4

static pthread_mutex_t caller = PTHREAD_MUTEX_INITIALIZER; /* of the one who is helped */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;   /* of what follows */
static pthread_cond_t called = PTHREAD_COND_INITIALIZER;
static pthread_cond_t done = PTHREAD_COND_INITIALIZER;
static size_t users;
static pthread_t helpers[HELPERS_MAX];
static size_t helper_count;
static bool started;
static bool stops;
static const struct gpu_dawn_rows *job; /* NULL: there is none */
static unsigned job_number;
static size_t rows_a_part;
static atomic_size_t next_row;
static size_t busy; /* helpers that work on it */

static void
copy_range(const struct gpu_dawn_rows *rows, size_t first, size_t end)
{
    for (size_t row = first; row < end; row++)
        memcpy(rows->to + row * rows->to_pitch, rows->from + row * rows->from_pitch, rows->size);
}

static void
take_part(const struct gpu_dawn_rows *rows, size_t step)
{
    for (;;) {
        const size_t first = atomic_fetch_add_explicit(&next_row, step, memory_order_relaxed);
        if (first >= rows->count)
            return;
        copy_range(rows, first, rows->count - first < step ? rows->count : first + step);
    }
}

static void *
help(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&lock);
    unsigned last = job_number - 1;
    while (!stops) {
        if (job == NULL || job_number == last) {
            pthread_cond_wait(&called, &lock);
            continue;
        }
        const struct gpu_dawn_rows *rows = job;
        const size_t step = rows_a_part;
        last = job_number;
        busy++;
        pthread_mutex_unlock(&lock);
        take_part(rows, step);
        pthread_mutex_lock(&lock);
        if (--busy == 0)
            pthread_cond_signal(&done);
    }
    pthread_mutex_unlock(&lock);
    return NULL;
}

/* Cores that there are beside the caller's. */
static size_t
spare_cores(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 0;
    const int count = CPU_COUNT(&set);
    return count > HELPERS_MAX ? HELPERS_MAX : count > 0 ? (size_t)count - 1 : 0;
}

/* Under the caller's lock. */
static void
start(void)
{
    started = true;
    const size_t count = spare_cores();
    while (helper_count < count && base_thread_start(&helpers[helper_count], help, NULL) == 0)
        helper_count++;
}

static void
set_job(const struct gpu_dawn_rows *rows, size_t step)
{
    pthread_mutex_lock(&lock);
    job = rows;
    job_number++;
    rows_a_part = step;
    atomic_store_explicit(&next_row, 0, memory_order_relaxed);
    pthread_cond_broadcast(&called);
    pthread_mutex_unlock(&lock);
}

/* Nobody begins with it any more; waits for those that are not through. */
static void
end_job(void)
{
    pthread_mutex_lock(&lock);
    job = NULL;
    while (busy != 0)
        pthread_cond_wait(&done, &lock);
    pthread_mutex_unlock(&lock);
}

void
gpu_dawn_copy_rows(const struct gpu_dawn_rows *rows)
{
    copy_range(rows, 0, rows->count);
}

void
gpu_dawn_copiers_copy(const struct gpu_dawn_rows *rows)
{
    const size_t step = rows->size < PART_SIZE ? PART_SIZE / rows->size : 1;
    if (rows->count / step < LEAST_PARTS || pthread_mutex_trylock(&caller) != 0) {
        copy_range(rows, 0, rows->count);
        return;
    }
    if (!started && users != 0)
        start();
    if (helper_count == 0) {
        copy_range(rows, 0, rows->count);
    } else {
        set_job(rows, step);
        take_part(rows, step);
        end_job();
    }
    pthread_mutex_unlock(&caller);
}

void
gpu_dawn_copiers_join(void)
{
    pthread_mutex_lock(&caller);
    users++;
    pthread_mutex_unlock(&caller);
}

void
gpu_dawn_copiers_leave(void)
{
    pthread_mutex_lock(&caller);
    if (--users == 0) {
        pthread_mutex_lock(&lock);
        stops = true;
        pthread_cond_broadcast(&called);
        pthread_mutex_unlock(&lock);
        while (helper_count > 0)
            pthread_join(helpers[--helper_count], NULL);
        stops = false;
        started = false;
    }
    pthread_mutex_unlock(&caller);
}
