/**
 * \file wasigpu/config.h
 *
 * What a host is made with: the native WebGPU library and the adapter.
 */
#ifndef WASIGPU_CONFIG_H
#define WASIGPU_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include <wasigpu/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Settings of a host. A new one has all of them at their defaults.
 *
 * Threads: one at a time.
 */
typedef struct wasigpu_config wasigpu_config_t;

/** A new set of settings, owned by the caller; NULL: no memory. */
WASIGPU_API wasigpu_config_t *wasigpu_config_new(void);

/** Frees `config`; NULL is allowed. Hosts made with it stay as they are. */
WASIGPU_API void wasigpu_config_delete(wasigpu_config_t *config);

/**
 * The native WebGPU library: "dawn", "wgpu", or the path of one. A process loads one of them only.
 *
 * \param name copied; NULL, the default: what the environment variable WASIGPU_GPU_LIB says, else Dawn.
 *
 * A library that is named is loaded together with the host, so that a wrong name is an error there. Else it
 * is loaded once a guest needs it.
 */
WASIGPU_API void wasigpu_config_set_gpu_library(wasigpu_config_t *config, const char *name);

/**
 * The native interface under WebGPU: "vulkan", "gl", "metal" or "d3d12".
 *
 * \param name copied; NULL, the default: what the environment variable WGPU_BACKEND says, else the library's
 *             own choice.
 */
WASIGPU_API void wasigpu_config_set_backend(wasigpu_config_t *config, const char *name);

/**
 * The adapter that guests get, whichever they ask for.
 *
 * \param choice copied; "high-performance", "low-power", "cpu", a part of its name, or its index in the list
 *               that wasigpu_info_new makes. NULL, the default: what a guest asks for.
 *
 * An adapter that is named is looked for when the host is made, so that a wrong name is an error there.
 */
WASIGPU_API void wasigpu_config_set_adapter(wasigpu_config_t *config, const char *choice);

/**
 * Whether shaders may find in workgroup memory what others have left there.
 *
 * WebGPU promises that it is zeroed. Dawn does that; wgpu-native does not, so that on it a pipeline whose
 * WGSL declares `var<workgroup>` is refused, with a validation error. Where this is true such a pipeline is
 * made: its shader must clear the memory itself, and could read what a shader of another guest had in it.
 *
 * \param allow false, the default: what the environment variable WASIGPU_ALLOW_UNINITIALIZED_WORKGROUP_MEMORY
 *              says, "1" for true.
 */
WASIGPU_API void wasigpu_config_allow_uninitialized_workgroup_memory(wasigpu_config_t *config, bool allow);

/**
 * Keeps what modules, and on Dawn the shaders and pipelines of their guests, are compiled to, so that the
 * same one is not compiled again: by its content and all else that it depends on. Any number of hosts and
 * processes may share a directory, at the same time.
 *
 * \param directory copied; made for the user alone, if it is not there. NULL: the user's own, "wasigpu" in
 *                  $XDG_CACHE_HOME, which is ~/.cache if that is not set.
 * \param max_bytes how large it may become; now and then what was not used for longest is removed. 0: 512
 * MiB.
 *
 * Without this call nothing is kept. A directory that cannot be used, or is not the user's own and only the
 * user's to write to, is no error: all is compiled each time then, which the log says. What is in it is run
 * as it is, as the output of wasigpu_module_save; entries that are damaged are noticed, and made anew.
 *
 * Of a guest's shaders and pipelines 64 MiB are kept. An entry is what the library makes of its key, so
 * guests have no say in what is in one; but by the time that a pipeline takes, a guest can learn whether
 * another one had the same.
 */
WASIGPU_API void wasigpu_config_set_cache(wasigpu_config_t *config, const char *directory,
                                          uint64_t max_bytes);

#ifdef __cplusplus
}
#endif

#endif
