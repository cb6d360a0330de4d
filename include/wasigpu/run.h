/**
 * \file wasigpu/run.h
 *
 * Runs a command module to its end: with WASI preview1, wasi:webgpu, limits and a clock.
 */
#ifndef WASIGPU_RUN_H
#define WASIGPU_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wasigpu/error.h>
#include <wasigpu/export.h>
#include <wasigpu/host.h>
#include <wasigpu/module.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * One run of a module, in a store of its own.
 *
 * Threads: one at a time, but for wasigpu_run_interrupt; different runs are independent.
 */
typedef struct wasigpu_run wasigpu_run_t;

/** How a run has ended. */
typedef enum wasigpu_outcome_kind {
    WASIGPU_OUTCOME_EXITED,      /**< by itself: its entry has returned, or it has called proc_exit */
    WASIGPU_OUTCOME_TRAPPED,     /**< it broke a rule, of WebAssembly or of an interface */
    WASIGPU_OUTCOME_TIMED_OUT,   /**< its time was up */
    WASIGPU_OUTCOME_INTERRUPTED, /**< by wasigpu_run_interrupt */
} wasigpu_outcome_kind_t;

/** What came of a run. Its texts are the run's. */
typedef struct wasigpu_outcome {
    wasigpu_outcome_kind_t kind;
    int exit_code; /**< of WASIGPU_OUTCOME_EXITED; 0 if the entry has returned */
    const char
        *reason; /**< one line, "" if it has exited: "wasi:webgpu [method]gpu-buffer.size: no such..." */
    const char
        *backtrace;      /**< where the guest was: a line for each function, the innermost first; may be "" */
    size_t live_objects; /**< of the host, still held for the guest after its end: none, or the host leaks */
} wasigpu_outcome_t;

/**
 * Is told how a run has ended, before what its guest holds of the GPU is released.
 *
 * \param env     as it was given with the function.
 * \param outcome as wasigpu_run_start gives it, but for `live_objects`, which are not counted yet: 0. Its
 *                texts stay until wasigpu_run_delete.
 *
 * Threads: called once, in the one that has called wasigpu_run_start. It may end the process; it must not
 * use the run.
 */
typedef void wasigpu_run_ended_t(void *env, const wasigpu_outcome_t *outcome);

/**
 * Prepares a run of `module`: no arguments, no environment, no directories, no limits; standard input, output
 * and error are those of the process.
 *
 * \param host   outlives the run.
 * \param module of `host`; outlives the run.
 * \param run    owned by the caller (wasigpu_run_delete); as it was when this fails.
 * \return NULL, or an error the caller owns.
 */
WASIGPU_API wasigpu_error_t *wasigpu_run_new(wasigpu_host_t *host, const wasigpu_module_t *module,
                                             wasigpu_run_t **run);

/** Frees `run`; NULL is allowed. Not while wasigpu_run_start is under way. */
WASIGPU_API void wasigpu_run_delete(wasigpu_run_t *run);

/**
 * The arguments, with the program's name first. Copied.
 *
 * \return NULL, or an error the caller owns: one of them is not UTF-8.
 */
WASIGPU_API wasigpu_error_t *wasigpu_run_set_args(wasigpu_run_t *run, size_t count, const char *const *args);

/**
 * Sets a variable of the guest's environment; a later one of the same name replaces it. Copied.
 *
 * \return NULL, or an error the caller owns: the name is empty or has a "=", or one of them is not UTF-8.
 */
WASIGPU_API wasigpu_error_t *wasigpu_run_set_env(wasigpu_run_t *run, const char *name, const char *value);

/** Sets all variables of the process's environment but those that are not UTF-8. */
WASIGPU_API wasigpu_error_t *wasigpu_run_inherit_env(wasigpu_run_t *run);

/**
 * Gives the guest a directory and all that is in it.
 *
 * \param host_path  copied; a directory.
 * \param guest_path copied; what the guest calls it.
 * \param writable   whether it may also write there.
 * \return NULL, or an error the caller owns: there is no such directory; or the guest could write to the
 *         host's cache (wasigpu_config_set_cache) there. The guest is then not given it.
 */
WASIGPU_API wasigpu_error_t *wasigpu_run_add_dir(wasigpu_run_t *run, const char *host_path,
                                                 const char *guest_path, bool writable);

/**
 * The exported function that is called, one without parameters.
 *
 * \param name copied; NULL, the default: "_start".
 * \return NULL, or an error the caller owns: the module has no such function.
 */
WASIGPU_API wasigpu_error_t *wasigpu_run_set_entry(wasigpu_run_t *run, const char *name);

/** How long the guest may take, from wasigpu_run_start on; UINT64_MAX, the default: as long as it likes. */
WASIGPU_API void wasigpu_run_set_timeout(wasigpu_run_t *run, uint64_t timeout_ns);

/** How large each of the guest's memories may grow; 0, the default: up to 4 GiB. */
WASIGPU_API void wasigpu_run_set_max_memory(wasigpu_run_t *run, uint64_t bytes);

/** How many of the host's objects the guest may have; 0, the default: wasigpu_guest_set_max_objects. */
WASIGPU_API void wasigpu_run_set_max_objects(wasigpu_run_t *run, size_t count);

/**
 * How much of the GPU's memory the guest may have; 0, the default: wasigpu_guest_set_max_gpu_memory. What it
 * has of the host's memory has a limit of its own, 256 MiB: wasigpu/guest.h.
 */
WASIGPU_API void wasigpu_run_set_max_gpu_memory(wasigpu_run_t *run, uint64_t bytes);

/**
 * Who is told of the guest's end at once, and not only when wasigpu_run_start returns.
 *
 * \param ended NULL, the default: nobody.
 * \param env   handed to `ended`.
 */
WASIGPU_API void wasigpu_run_on_end(wasigpu_run_t *run, wasigpu_run_ended_t *ended, void *env);

/**
 * Runs the guest to its end, and drops all that it holds of the host. Once for each run.
 *
 * A module that exports no "_start" but "_initialize" has that called before another entry. One that imports
 * a memory gets one made, with the limits it asks for.
 *
 * \param outcome filled when NULL is returned; its texts stay until wasigpu_run_delete.
 * \return NULL, whatever became of the guest; or an error the caller owns, when none of it has run: an import
 *         is not served, there is no entry, no WebGPU library, its memory is over the limit.
 *
 * The time limit and wasigpu_run_interrupt end the guest's code, its waits for the GPU, and the waits that
 * the host adds where a device goes whose GPU is at work: for those that hang two seconds, all together.
 *
 * They do not end a call of WASI: a guest that reads a terminal or sleeps goes on until that returns. Nor a
 * call of the native library: one that compiles a shader, makes an object or copies data takes as long as the
 * driver does. And at the guest's end, whatever has ended it, its devices have two seconds more, all
 * together, for what it has submitted; those that are busy even then are abandoned (wasigpu_host_statistics).
 * Who cannot wait for that learns of the guest's end by wasigpu_run_on_end.
 */
WASIGPU_API wasigpu_error_t *wasigpu_run_start(wasigpu_run_t *run, wasigpu_outcome_t *outcome);

/**
 * Ends the run, now or as soon as it starts: the guest's code at its next loop or call, a wait for the GPU
 * within 20 ms.
 *
 * Threads: any, also a signal handler, from wasigpu_run_new until wasigpu_run_delete.
 */
WASIGPU_API void wasigpu_run_interrupt(wasigpu_run_t *run);

#ifdef __cplusplus
}
#endif

#endif
