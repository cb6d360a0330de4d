/* What forwarding costs: a getter through libwebgpu-native.a beside the same function of the library itself.
 *
 * Only with Dawn, whose objects are handed out as they are. Prints as micro does; bench/run.py runs it. */
#include <dlfcn.h>
#include <stdio.h>

#include "gpu.h"
#include "gpu/library.h"
#include "measure.h"

#define ROUNDS 200
#define CALLS 20000u

/* Nanoseconds a call, in the best round: what disturbs a round only makes it longer. */
static double
best(WGPUProcBufferGetSize get_size, WGPUBuffer buffer)
{
    double best_ns = 1e9;
    for (unsigned round = 0; round < ROUNDS; round++) {
        uint64_t sum = 0;
        const double start = bench_now_ns();
        for (unsigned i = 0; i < CALLS; i++)
            sum += get_size(buffer);
        const double spent = (bench_now_ns() - start) / CALLS;
        if (spent < best_ns && sum != 0)
            best_ns = spent;
    }
    return best_ns;
}

int
main(void)
{
    struct bench_gpu gpu;
    if (!bench_gpu_init(&gpu, bench_instance()))
        return 1;
    if (gpu_library_kind() != GPU_LIBRARY_DAWN) {
        fputs("forward: only Dawn's own functions take our handles\n", stderr);
        return 1;
    }
    void *library = dlopen(gpu_library_path(), RTLD_NOW | RTLD_NOLOAD);
    WGPUProcBufferGetSize direct = NULL;
    if (library != NULL)
        *(void **)&direct = dlsym(library, "wgpuBufferGetSize");
    if (direct == NULL) {
        fprintf(stderr, "forward: %s\n", dlerror());
        return 1;
    }
    WGPUBuffer buffer = bench_gpu_buffer(&gpu, 4096, WGPUBufferUsage_CopyDst);
    printf("direct\t%.3f\n", best(direct, buffer));
    printf("forwarded\t%.3f\n", best(wgpuBufferGetSize, buffer));
    wgpuBufferRelease(buffer);
    bench_gpu_finish(&gpu);
    dlclose(library);
    return 0;
}
