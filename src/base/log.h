/* The log: one line an event on standard error (or to a sink), by room and level.
 *
 * A filter has env_logger's grammar: "debug", "webgpu=trace,engine=info", "off". A line names the
 * room, and inside a guest's call that call and its handle:
 *     warn  webgpu  [method]gpu-queue.submit(#5): buffer "weights" is destroyed
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "wasigpu/error.h"

#define BASE_LOG_LEVELS(X) \
    X(ERROR, "error") X(WARN, "warn") X(INFO, "info") X(DEBUG, "debug") X(TRACE, "trace")
#define BASE_LOG_ROOMS(X) X(ABI, "abi") X(GPU, "gpu") X(WEBGPU, "webgpu") X(ENGINE, "engine") X(HOST, "host")

enum base_log_level {
    BASE_LOG_OFF,
#define X(name, text) BASE_LOG_##name,
    BASE_LOG_LEVELS(X)
#undef X
};

enum base_log_room {
#define X(name, text) BASE_LOG_ROOM_##name,
    BASE_LOG_ROOMS(X)
#undef X
        BASE_LOG_ROOM_COUNT
};

/* The level of each room, at first warn; written by base_log_filter only. */
extern _Atomic uint8_t base_log_levels[BASE_LOG_ROOM_COUNT];

static inline bool
base_log_enabled(enum base_log_level level, enum base_log_room room)
{
    return level <= atomic_load_explicit(&base_log_levels[room], memory_order_relaxed);
}

/* The guest's call that this thread is in: set by abi_invoke, printed before each line. */
struct base_log_scope {
    const char *call;      /* the import's name; NULL: none */
    const int32_t *handle; /* its self; only there, and only looked at, if `call` is a "[method]" */
};
/* Its few bytes fit in the static TLS even of a library loaded late: no call is needed to reach them. */
extern _Thread_local struct base_log_scope base_log_scope __attribute__((tls_model("initial-exec")));

/* Sets the levels: NULL or "" those at the start. Rooms that `filter` does not name get the level that
 * stands alone in it, else warn; modules that are not rooms of ours are passed over. An error names the
 * part that is not understood, and nothing has changed. */
wasigpu_error_t *base_log_filter(const char *filter);

/* Where lines go; NULL: standard error. Lines have no newline. Any thread may log: lines come one at a
 * time, none to the old sink after this has returned. What a sink itself logs is not shown. */
typedef void base_log_sink(void *env, enum base_log_level level, enum base_log_room room, const char *line);
void base_log_set_sink(base_log_sink *sink, void *env);

/* Does nothing unless enabled; callers on hot paths ask base_log_enabled first. */
void base_log(enum base_log_level level, enum base_log_room room, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
