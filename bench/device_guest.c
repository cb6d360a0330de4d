/* A guest's device, of any adapter. */
#include "device_guest.h"

#include <stdio.h>
#include <stdlib.h>

wasi_webgpu_device_t
bench_open_device(void)
{
    const wasi_webgpu_gpu_t gpu = wasi_webgpu_get_gpu();
    struct wasi_webgpu_option_adapter adapter = {0};
    struct wasi_webgpu_result_device_request_device_error result = {.is_error = 1};
    wasi_webgpu_gpu_request_adapter(gpu, false, false, NULL, 0, false, 0, false, false, false, false,
                                    &adapter);
    if (adapter.some) {
        wasi_webgpu_adapter_request_device(adapter.value, false, false, NULL, 0, false, 0, false, false, NULL,
                                           0, false, NULL, 0, &result);
        wasi_webgpu_adapter_drop(adapter.value);
    }
    wasi_webgpu_gpu_drop(gpu);
    if (result.is_error) {
        fputs("bench: no device\n", stderr);
        exit(1);
    }
    return result.ok;
}
