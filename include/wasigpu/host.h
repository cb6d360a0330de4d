/**
 * \file wasigpu/host.h
 *
 * The host: a WebAssembly engine and a native WebGPU library, for any number of guests.
 */
#ifndef WASIGPU_HOST_H
#define WASIGPU_HOST_H

#include <stddef.h>

#include <wasm.h>

#include <wasigpu/config.h>
#include <wasigpu/error.h>
#include <wasigpu/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A host. It outlives the modules, runs and guests made with it.
 *
 * Threads: any may use it, at the same time.
 */
typedef struct wasigpu_host wasigpu_host_t;

/**
 * Makes a host.
 *
 * \param config borrowed for this call; NULL: every setting at its default.
 * \param host   owned by the caller (wasigpu_host_delete); as it was when this fails.
 * \return NULL, or an error the caller owns: a library that cannot be loaded, an adapter or backend that is
 * not there.
 *
 * The GPU is opened here only if `config` names a library, a backend or an adapter; else when the first guest
 * needs it, or by wasigpu_host_open_gpu.
 */
WASIGPU_API wasigpu_error_t *wasigpu_host_new(const wasigpu_config_t *config, wasigpu_host_t **host);

/** Frees `host`; NULL is allowed. Everything made with it must be gone. */
WASIGPU_API void wasigpu_host_delete(wasigpu_host_t *host);

/**
 * Loads the native WebGPU library and makes an instance of it for the next guest, unless that has been done.
 *
 * \return NULL, or an error the caller owns. A later call tries again.
 *
 * That there is no adapter is not an error here: a guest that asks for one is told so.
 */
WASIGPU_API wasigpu_error_t *wasigpu_host_open_gpu(wasigpu_host_t *host);

/** What has come of a host's guests. */
typedef struct wasigpu_statistics {
    size_t guests; /**< that have not been deleted */
    /**
     * Devices that hang: their GPU was not through with its work in the two seconds that a guest has for all
     * of its devices, when it let go of them or ended. They are not waited for, and hold what they have of
     * the GPU until it is through after all; with a shader that never ends, until the process ends, and a CPU
     * adapter goes on computing. Other guests, with devices of their own, are served as before.
     *
     * A guest's are counted when it ends, and looked after whenever a guest is made, ended or deleted and the
     * statistics are asked for: those that have become idle are released then, and count no more.
     */
    size_t abandoned_devices;
    size_t abandoned_total; /**< how many there have been, with those that were released later */
} wasigpu_statistics_t;

/**
 * Fills `statistics`, after a look at the devices that hang.
 *
 * Threads: any; the numbers are of about the same time.
 */
WASIGPU_API void wasigpu_host_statistics(wasigpu_host_t *host, wasigpu_statistics_t *statistics);

/**
 * The host's engine, for an embedder that makes its own stores and linkers in it.
 *
 * \return borrowed from `host`.
 *
 * Its settings: epoch interruption is on, so that each store needs an epoch deadline
 * (wasmtime_context_set_epoch_deadline), and memories never move (wasigpu_guest_keep_memory). The epoch moves
 * on whenever a run's time is up or a run is interrupted, so that a store should go on from its epoch
 * callback (wasmtime_store_epoch_deadline_callback), or have its deadline far away.
 */
WASIGPU_API wasm_engine_t *wasigpu_host_engine(wasigpu_host_t *host);

#ifdef __cplusplus
}
#endif

#endif
