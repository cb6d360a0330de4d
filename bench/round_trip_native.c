/* The native side of an asynchronous round trip. */
#include <stdlib.h>

#include "round_trip.h"

#define SIZE 4096u

struct round_trip {
    const struct bench_gpu *gpu;
    WGPUBuffer buffer;
};

struct round_trip *
round_trip_new(const struct bench_gpu *gpu)
{
    struct round_trip *trip = malloc(sizeof *trip);
    if (trip == NULL)
        return NULL;
    trip->gpu = gpu;
    trip->buffer = bench_gpu_buffer(gpu, SIZE, WGPUBufferUsage_CopyDst | WGPUBufferUsage_MapRead);
    return trip;
}

void
round_trip_delete(struct round_trip *trip)
{
    wgpuBufferRelease(trip->buffer);
    free(trip);
}

void
round_trip_run(struct round_trip *trip)
{
    bench_gpu_map(trip->gpu, trip->buffer, SIZE);
    wgpuBufferUnmap(trip->buffer);
}
