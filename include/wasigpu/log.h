/**
 * \file wasigpu/log.h
 *
 * The log: lines about what the host does, and what WebGPU finds wrong with what a guest does. It is the
 * whole process's, whatever number of hosts there is.
 */
#ifndef WASIGPU_LOG_H
#define WASIGPU_LOG_H

#include <wasigpu/error.h>
#include <wasigpu/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How grave a line is. */
typedef enum wasigpu_log_level {
    WASIGPU_LOG_ERROR = 1,
    WASIGPU_LOG_WARN = 2,
    WASIGPU_LOG_INFO = 3,
    WASIGPU_LOG_DEBUG = 4,
    WASIGPU_LOG_TRACE = 5,
} wasigpu_log_level_t;

/**
 * Receives a line of the log.
 *
 * \param env  as it was given with the function.
 * \param line UTF-8 without a newline; gone when the function returns.
 *
 * Threads: called from any, one line at a time. What it logs itself is not shown; it must not set the sink.
 */
typedef void wasigpu_log_sink_t(void *env, wasigpu_log_level_t level, const char *line);

/**
 * Sets which lines are shown.
 *
 * \param filter a level ("error", "warn", "info", "debug", "trace", "off"), or levels by room
 *               ("webgpu=trace,engine=info"), as RUST_LOG has them; NULL: "warn", as at the start.
 * \return NULL, or an error the caller owns that names what is not understood; the log is then as it was.
 *
 * Threads: any.
 */
WASIGPU_API wasigpu_error_t *wasigpu_log_set_filter(const char *filter);

/**
 * Sets where lines go.
 *
 * \param sink NULL: to standard error, as at the start.
 * \param env  handed to `sink`, until another is set: no line goes to the old one after this has returned.
 *
 * Threads: any, one at a time.
 */
WASIGPU_API void wasigpu_log_set_sink(wasigpu_log_sink_t *sink, void *env);

#ifdef __cplusplus
}
#endif

#endif
