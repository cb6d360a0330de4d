/* Which adapter of a list, and which backend, the user's words mean. Knows no library. */
#ifndef GPU_CHOICE_H
#define GPU_CHOICE_H

#include <stdbool.h>
#include <stddef.h>
#include <webgpu/webgpu.h>

#include "gpu/adapter.h"

/* The place of the adapter meant by `adapter` (adapter.h) in `list`. Several that fit: the first. An error
 * names those there are. */
wasigpu_error_t *gpu_choose_adapter(const struct gpu_adapter_list *list, const char *adapter, size_t *index);

/* `backend` is the user's option, or NULL; then `environment`, WGPU_BACKEND's value or NULL, counts: a
 * list with commas, of which what is unknown or not of this system is skipped. Neither: Vulkan. */
wasigpu_error_t *gpu_choose_backend(const char *backend, const char *environment, WGPUBackendType *type);

/* Whether this is Mesa's software driver older than 23.1, whose loops end after 65,535 iterations. */
bool gpu_is_old_lavapipe(const char *name, const char *driver);

/* "0: llvmpipe (CPU), 1: NVIDIA H100 (discrete GPU)"; "none". The caller frees it; NULL: out of memory. */
char *gpu_adapter_list_text(const struct gpu_adapter_list *list);

#endif
