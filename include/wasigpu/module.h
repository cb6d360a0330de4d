/**
 * \file wasigpu/module.h
 *
 * WebAssembly modules: loaded, looked at, and compiled ahead of time.
 */
#ifndef WASIGPU_MODULE_H
#define WASIGPU_MODULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wasmtime.h>

#include <wasigpu/error.h>
#include <wasigpu/export.h>
#include <wasigpu/host.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A core module, compiled for the machine it is on. Its host outlives it.
 *
 * Threads: immutable; any may use it, at the same time.
 */
typedef struct wasigpu_module wasigpu_module_t;

/** What an import or an export is. */
typedef enum wasigpu_extern_kind {
    WASIGPU_EXTERN_FUNC,
    WASIGPU_EXTERN_GLOBAL,
    WASIGPU_EXTERN_TABLE,
    WASIGPU_EXTERN_MEMORY,
    WASIGPU_EXTERN_TAG,
} wasigpu_extern_kind_t;

/** Whether an import is served. */
typedef enum wasigpu_service {
    WASIGPU_SERVED,
    WASIGPU_UNFINISHED, /**< known, but a call of it traps: it is not implemented yet */
    WASIGPU_MISTYPED,   /**< known, but of another type than the module wants */
    WASIGPU_UNKNOWN,    /**< the module cannot be run */
} wasigpu_service_t;

/** An import of a module. Its texts are the module's, on one line each. */
typedef struct wasigpu_import {
    const char *module; /**< "wasi:webgpu/webgpu@0.3.0-rc.2" */
    const char *name;   /**< "[method]gpu-buffer.size" */
    wasigpu_extern_kind_t kind;
    wasigpu_service_t service;
} wasigpu_import_t;

/** An export of a module. Its name is the module's, on one line. */
typedef struct wasigpu_export {
    const char *name;
    wasigpu_extern_kind_t kind;
} wasigpu_export_t;

/** The memory that a module works in. */
typedef struct wasigpu_memory {
    uint64_t min_bytes;
    uint64_t max_bytes; /**< UINT64_MAX: it names no limit */
    bool imported;      /**< a run makes one for it */
    bool exported;      /**< as "memory" */
} wasigpu_memory_t;

/**
 * Loads a module from a file, and compiles it unless it is precompiled.
 *
 * \param allow_precompiled also take the output of wasigpu_module_save. It is native code that runs as it is:
 *                          only for files as trusted as the program itself.
 * \param module            owned by the caller (wasigpu_module_delete); as it was when this fails.
 * \return NULL, or an error the caller owns that starts with `path`: there is no such file, it is empty, cut
 *         off, a component, not WebAssembly, not valid.
 */
WASIGPU_API wasigpu_error_t *wasigpu_module_load(wasigpu_host_t *host, const char *path,
                                                 bool allow_precompiled, wasigpu_module_t **module);

/** The same from `size` bytes in memory, which are only read during the call. */
WASIGPU_API wasigpu_error_t *wasigpu_module_new(wasigpu_host_t *host, const void *bytes, size_t size,
                                                bool allow_precompiled, wasigpu_module_t **module);

/** Frees `module`; NULL is allowed. What was instantiated from it stays. */
WASIGPU_API void wasigpu_module_delete(wasigpu_module_t *module);

/**
 * Writes the module's native code to a file, for a load that allows it.
 *
 * \param path a file there is replaced at once, by renaming: who has it open keeps the old one.
 * \return NULL, or an error the caller owns.
 *
 * It is good for this version of Wasmtime and for processors that can do what this one can.
 */
WASIGPU_API wasigpu_error_t *wasigpu_module_save(const wasigpu_module_t *module, const char *path);

/**
 * Whether a run can link every import, and work with the exports `memory` and `cabi_realloc`.
 *
 * \return NULL, or an error the caller owns: it names the first import that cannot be linked, and the one
 *         that was perhaps meant; or, of a module that uses wasi:webgpu, the export that is of another type.
 *
 * An import that is WASIGPU_UNFINISHED is no error, nor is an export that is not there.
 */
WASIGPU_API wasigpu_error_t *wasigpu_module_check(const wasigpu_module_t *module);

/** Whether it imports anything of wasi:webgpu. A module that does not runs without a GPU, also if it imports
 * the component model's built-ins ("$root"). */
WASIGPU_API bool wasigpu_module_uses_gpu(const wasigpu_module_t *module);

/** The number of its imports. */
WASIGPU_API size_t wasigpu_module_import_count(const wasigpu_module_t *module);

/** The import at `index`, which must be below the count; borrowed from `module`. */
WASIGPU_API const wasigpu_import_t *wasigpu_module_import(const wasigpu_module_t *module, size_t index);

/** The number of its exports. */
WASIGPU_API size_t wasigpu_module_export_count(const wasigpu_module_t *module);

/** The export at `index`, which must be below the count; borrowed from `module`. */
WASIGPU_API const wasigpu_export_t *wasigpu_module_export(const wasigpu_module_t *module, size_t index);

/** The memory that calls work in: the one exported as "memory", else the first imported. NULL: none. */
WASIGPU_API const wasigpu_memory_t *wasigpu_module_memory(const wasigpu_module_t *module);

/** The module as Wasmtime has it; borrowed from `module`. */
WASIGPU_API const wasmtime_module_t *wasigpu_module_native(const wasigpu_module_t *module);

#ifdef __cplusplus
}
#endif

#endif
