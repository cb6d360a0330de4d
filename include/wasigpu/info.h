/**
 * \file wasigpu/info.h
 *
 * What there is: the native library, its adapters with their features and limits, the interfaces served.
 */
#ifndef WASIGPU_INFO_H
#define WASIGPU_INFO_H

#include <stddef.h>
#include <stdint.h>

#include <wasigpu/error.h>
#include <wasigpu/export.h>
#include <wasigpu/host.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A limit of WebGPU and an adapter's value: "maxBufferSize". */
typedef struct wasigpu_limit {
    const char *name;
    uint64_t value;
} wasigpu_limit_t;

/** An adapter; its index in the list is what wasigpu_config_set_adapter takes. */
typedef struct wasigpu_adapter {
    const char *name;
    const char *vendor;
    const char *driver;
    const char *type;    /**< "discrete GPU", "integrated GPU", "CPU" */
    const char *backend; /**< "Vulkan" */
    const char
        *problem; /**< why guests cannot have it; NULL: they can. Then there are no features or limits. */
    const char *const *features;
    size_t feature_count;
    const wasigpu_limit_t *limits;
    size_t limit_count;
} wasigpu_adapter_t;

/**
 * What the host has found.
 *
 * Threads: immutable; any may read it, one deletes it.
 */
typedef struct wasigpu_info {
    const char *library; /**< "Dawn", "wgpu-native", or "WebGPU" for any other */
    const char *library_version;
    const char *library_path;
    const wasigpu_adapter_t *adapters;
    size_t adapter_count;
    const char *no_adapter; /**< why there is none, and what to do; NULL if there are */
} wasigpu_info_t;

/**
 * Opens the host's GPU and asks every adapter for what it can do.
 *
 * \param info owned by the caller (wasigpu_info_delete); as it was when this fails.
 * \return NULL, or an error the caller owns: see wasigpu_host_open_gpu.
 */
WASIGPU_API wasigpu_error_t *wasigpu_info_new(wasigpu_host_t *host, wasigpu_info_t **info);

/** Frees `info`; NULL is allowed. */
WASIGPU_API void wasigpu_info_delete(wasigpu_info_t *info);

/** The number of interfaces that modules may import functions from; the component model's built-ins are none.
 */
WASIGPU_API size_t wasigpu_interface_count(void);

/** The interface at `index`, below the count: "wasi:webgpu/webgpu@0.3.0-rc.2". */
WASIGPU_API const char *wasigpu_interface_name(size_t index);

#ifdef __cplusplus
}
#endif

#endif
