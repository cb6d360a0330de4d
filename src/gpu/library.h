/* The native WebGPU library: found, loaded, and put behind the standard functions of webgpu.h.
 *
 * One library a process. Whoever includes <webgpu/webgpu.h> and links this room calls the functions of
 * the standard header; each jumps through one table to the library, or to the translation of what
 * that library does differently (dawn.h, wgpu.h). A native program need not load anything: the first
 * wgpuCreateInstance or wgpuGetInstance* does. */
#ifndef GPU_LIBRARY_H
#define GPU_LIBRARY_H

#include <stdbool.h>

#include "wasigpu/error.h"

enum gpu_library_kind { GPU_LIBRARY_DAWN, GPU_LIBRARY_WGPU, GPU_LIBRARY_OTHER };

/* Loads "dawn", "wgpu" or the file at a path; NULL: $WASIGPU_GPU_LIB, else Dawn. One a process: the same
 * again is fine, another is an error. Any thread. */
wasigpu_error_t *gpu_library_load(const char *name);

/* Loads the default library unless one is loaded. False: it cannot be, and the log says why. */
bool gpu_library_ensure(void);
bool gpu_library_loaded(void);

/* Only once it is loaded. */
enum gpu_library_kind gpu_library_kind(void);
/* "Dawn", "wgpu-native" or "WebGPU". */
const char *gpu_library_name(void);
const char *gpu_library_path(void);
/* "29.0.1.1"; where the library tells none, "of June 2025" or "with the standard header's values". */
const char *gpu_library_version(void);

#endif
