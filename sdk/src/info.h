/* What an adapter says about itself. */
#ifndef SDK_INFO_H
#define SDK_INFO_H

#include <wasigpu/imports.h>
#include <webgpu/webgpu.h>

/* Fills `info`, whose strings the caller owns; `source` is dropped. */
WGPUStatus sdk_info_read(const char *function, wasi_webgpu_adapter_info_t source, WGPUAdapterInfo *info);

#endif
