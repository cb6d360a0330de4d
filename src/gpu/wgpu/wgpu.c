/* wgpu-native: puts ours over its functions, and its log into ours. */
#include "gpu/wgpu/wgpu.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <webgpu/wgpu.h>

#include "base/log.h"
#include "gpu/instance_features.h"
#include "gpu/wgpu/poll.h"

#define X(name) \
    static void ignore_label_##name(WGPU##name object, WGPUStringView label) \
    { \
        (void)object; \
        (void)label; \
    }
GPU_WGPU_LABEL_PROCS(X)
#undef X

void
gpu_wgpu_ExternalTextureAddRef(WGPUExternalTexture texture)
{
    (void)texture; /* none can be made */
}

void
gpu_wgpu_ExternalTextureRelease(WGPUExternalTexture texture)
{
    (void)texture;
}

/* What it warns of is for those who look into it. */
static void
log_message(WGPULogLevel level, WGPUStringView message, void *userdata)
{
    (void)userdata;
    const enum base_log_level ours = level == WGPULogLevel_Error ? BASE_LOG_INFO : BASE_LOG_DEBUG;
    base_log(ours, BASE_LOG_ROOM_GPU, "wgpu-native: %.*s", (int)message.length, message.data);
}

static void
divert_log(void *handle)
{
    void (*set_callback)(WGPULogCallback callback, void *userdata);
    void (*set_level)(WGPULogLevel level);
    void *address = dlsym(handle, "wgpuSetLogCallback");
    memcpy(&set_callback, &address, sizeof address);
    address = dlsym(handle, "wgpuSetLogLevel");
    memcpy(&set_level, &address, sizeof address);
    if (set_callback == NULL || set_level == NULL)
        return;
    set_callback(log_message, NULL);
    set_level(WGPULogLevel_Warn);
}

/* "29.0.1.1": a byte each. */
static void
find_version(void *handle, char *version, size_t size)
{
    uint32_t (*get)(void);
    void *address = dlsym(handle, "wgpuGetVersion");
    memcpy(&get, &address, sizeof address);
    const uint32_t number = get != NULL ? get() : 0;
    snprintf(version, size, "%u.%u.%u.%u", number >> 24, (number >> 16) & 0xff, (number >> 8) & 0xff,
             number & 0xff);
}

void
gpu_wgpu_install(struct gpu_procs *front, void *handle, char *version, size_t size)
{
#define X(name) front->name = gpu_wgpu_##name;
    GPU_WGPU_OWN_PROCS(X)
    GPU_WGPU_WATCHED_PROCS(X)
#undef X
#define X(name) front->name##SetLabel = ignore_label_##name;
    GPU_WGPU_LABEL_PROCS(X)
#undef X
    gpu_instance_features_install(front);
    gpu_wgpu_poll_find(handle);
    gpu_wgpu_enumerate_find(handle);
    divert_log(handle);
    find_version(handle, version, size);
}
