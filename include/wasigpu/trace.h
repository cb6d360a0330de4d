/**
 * \file wasigpu/trace.h
 *
 * What guests do, and how long it takes: written to a file that Perfetto (ui.perfetto.dev) opens, and summed
 * up.
 *
 * A guest is in a trace or it is not, from before its imports are defined: one that is not pays nothing.
 */
#ifndef WASIGPU_TRACE_H
#define WASIGPU_TRACE_H

#include <stddef.h>
#include <stdint.h>

#include <wasigpu/error.h>
#include <wasigpu/export.h>
#include <wasigpu/guest.h>
#include <wasigpu/run.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A trace of any number of guests, one after the other or at the same time.
 *
 * Threads: any may use it, at the same time.
 */
typedef struct wasigpu_trace wasigpu_trace_t;

/**
 * Starts a trace.
 *
 * \param path  copied; the file, which is made, or emptied if it is there. NULL: nothing is written, only
 *              summed up.
 * \param trace owned by the caller (wasigpu_trace_delete); as it was when this fails.
 * \return NULL, or an error the caller owns: the file cannot be written.
 *
 * The file is an array of events in the JSON trace-event format: docs/tracing.md says which. A thread of the
 * trace's own writes it, every 50 ms or sooner, by whole events. So it can be read wherever it ends, with or
 * without a closing bracket.
 */
WASIGPU_API wasigpu_error_t *wasigpu_trace_new(const char *path, wasigpu_trace_t **trace);

/**
 * Finishes `trace` and frees it; NULL is allowed. Its guests have ended, its runs are deleted.
 *
 * Waits for the thread that writes the file: where that takes no more (a pipe that nobody reads), until it
 * does or is closed at its other end.
 */
WASIGPU_API void wasigpu_trace_delete(wasigpu_trace_t *trace);

/**
 * Has what there is written, with a closing bracket, and the file closed. What guests do from here on is only
 * summed up. Twice is once.
 *
 * Returns when that is done; or after two seconds, if the file (a pipe) takes no more.
 *
 * Threads: any, also a signal handler, until wasigpu_trace_delete. Other guests may run meanwhile.
 */
WASIGPU_API void wasigpu_trace_finish(wasigpu_trace_t *trace);

/**
 * Whether the file has all that it should have so far.
 *
 * \return NULL, or an error the caller owns: the disk is full, then it ends with the last event that it took;
 *         or some events are missing in between, because it took them too slowly.
 *
 * A guest goes on whatever becomes of the file. It waits for one that is slow, for a second at most.
 */
WASIGPU_API wasigpu_error_t *wasigpu_trace_check(wasigpu_trace_t *trace);

/**
 * Puts `guest` into `trace`.
 *
 * \param trace outlives the guest's end.
 * \param name  copied; what the guest is called there.
 * \return NULL, or an error the caller owns: the guest is in a trace already, or defined in a linker.
 *
 * Before wasigpu_guest_define.
 */
WASIGPU_API wasigpu_error_t *wasigpu_guest_set_trace(wasigpu_guest_t *guest, wasigpu_trace_t *trace,
                                                     const char *name);

/**
 * Puts the guest of `run` into `trace`, under the name that is its first argument.
 *
 * \param trace outlives the run; NULL, the default: none.
 *
 * Before wasigpu_run_start.
 */
WASIGPU_API void wasigpu_run_set_trace(wasigpu_run_t *run, wasigpu_trace_t *trace);

/**
 * Sums over all guests. The three times are of different things, and from each guest's bind to its end they
 * are all of it.
 */
typedef struct wasigpu_trace_totals {
    uint64_t calls;          /**< into wasi:webgpu and the component model's built-ins */
    uint64_t bytes_up;       /**< that these have copied to buffers and textures, */
    uint64_t bytes_down;     /**< and from buffers */
    uint64_t guest_ns;       /**< in the guest's own code, and in WASI */
    uint64_t host_ns;        /**< in its calls, but for: */
    uint64_t wait_ns;        /**< in its calls, when there was nothing to do but to wait for the GPU */
    uint64_t peak_gpu_bytes; /**< the most that a guest had in buffers and textures at a time */
    uint64_t peak_objects;   /**< the most objects that a guest had at a time */
} wasigpu_trace_totals_t;

/** Fills `totals`. No guest of `trace` is in a call, unless it is of this thread. */
WASIGPU_API void wasigpu_trace_totals(wasigpu_trace_t *trace, wasigpu_trace_totals_t *totals);

/** Sums over the calls of one function. */
typedef struct wasigpu_trace_function {
    const char *module; /**< "wasi:webgpu/webgpu@0.3.0-rc.2"; static, as the name */
    const char *name;   /**< "[method]gpu-queue.submit" */
    uint64_t calls;
    uint64_t total_ns; /**< in them, with waits */
    uint64_t wait_ns;
    uint64_t bytes; /**< that they have copied */
} wasigpu_trace_function_t;

/**
 * The functions that were called, those first that have taken longest.
 *
 * \param functions filled, with the first `count` of them.
 * \return how many there are.
 *
 * No guest of `trace` is in a call, unless it is of this thread.
 */
WASIGPU_API size_t wasigpu_trace_functions(wasigpu_trace_t *trace, wasigpu_trace_function_t *functions,
                                           size_t count);

#ifdef __cplusplus
}
#endif

#endif
