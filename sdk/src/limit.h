/* Limits of adapters and devices. */
#ifndef SDK_LIMIT_H
#define SDK_LIMIT_H

#include <stdbool.h>

#include <wasigpu/imports.h>
#include <webgpu/webgpu.h>

/* Fills `limits` and what is chained to it; `set` is dropped. An unknown struct in the chain is an error,
 * which changes nothing. */
WGPUStatus sdk_limit_read(const char *function, wasi_webgpu_supported_limits_t set, WGPULimits *limits);

/* Those of `limits` that are not undefined, as the host wants them; the caller owns the record. False: an
 * unknown struct in the chain, and there is no record. */
bool sdk_limit_record(const WGPULimits *limits, wasi_webgpu_record_option_gpu_size64_t *record);

#endif
