/* Vulkan devices, listed through the system's Vulkan loader: Dawn's C interface lists no adapters. */
#ifndef GPU_VULKAN_H
#define GPU_VULKAN_H

#include <stdbool.h>

#include "gpu/adapter.h"

/* All devices of all drivers, in the loader's order. None is no error; a missing loader is. */
wasigpu_error_t *gpu_vulkan_list(struct gpu_adapter_list *list);

/* Whether a driver's manifest lies where the loader looks first. False is only a hint. */
bool gpu_vulkan_has_manifests(void);

/* The name of the driver manifest ("nvidia_icd.json") that brings this device, for
 * VK_LOADER_DRIVERS_SELECT. The caller frees it. NULL: there is only one driver, or it is not found. */
char *gpu_vulkan_manifest(const struct gpu_adapter_info *device);

/* Calls of the loader that follow see only that driver; *before is what to put back (NULL: nothing was
 * set). Changes the process's environment: while no other thread reads it. */
void gpu_vulkan_narrow(const char *manifest, char **before);
/* Frees `before`. */
void gpu_vulkan_widen(char *before);

#endif
