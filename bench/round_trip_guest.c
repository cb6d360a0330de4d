/* The guest's side of an asynchronous round trip, straight over the imports. */
#include <stdio.h>
#include <stdlib.h>

#include <wasigpu/async.h>
#include <wasigpu/imports.h>

#include "device_guest.h"
#include "round_trip.h"

#define SIZE 4096u

struct round_trip {
    wasi_webgpu_device_t device;
    wasi_webgpu_buffer_t buffer;
    uint32_t set;
};

struct round_trip *
round_trip_new(const struct bench_gpu *gpu)
{
    (void)gpu;
    struct round_trip *trip = malloc(sizeof *trip);
    if (trip == NULL)
        return NULL;
    trip->device = bench_open_device();
    trip->buffer = wasi_webgpu_device_create_buffer(
        trip->device, SIZE, WASI_WEBGPU_BUFFER_USAGE_COPY_DST | WASI_WEBGPU_BUFFER_USAGE_MAP_READ, false,
        false, false, NULL, 0);
    trip->set = wasi_waitable_set_new();
    return trip;
}

void
round_trip_delete(struct round_trip *trip)
{
    wasi_waitable_set_drop(trip->set);
    wasi_webgpu_buffer_drop(trip->buffer);
    wasi_webgpu_device_drop(trip->device);
    free(trip);
}

void
round_trip_run(struct round_trip *trip)
{
    const struct wasi_webgpu_buffer_map_async_params params = {.self = trip->buffer,
                                                               .mode = WASI_WEBGPU_MAP_MODE_READ};
    struct wasi_webgpu_result_void_map_async_error mapped = {.is_error = 1};
    struct wasi_webgpu_result_void_unmap_error unmapped;
    const uint32_t packed = wasi_webgpu_async_buffer_map_async(&params, &mapped);
    if (WASI_SUBTASK_STATE(packed) != WASI_SUBTASK_RETURNED) {
        struct wasi_event event;
        wasi_waitable_join(WASI_SUBTASK(packed), trip->set);
        wasi_waitable_set_wait(trip->set, &event);
        wasi_subtask_drop(WASI_SUBTASK(packed));
    }
    if (mapped.is_error) {
        fputs("bench: an asynchronous map failed\n", stderr);
        exit(1);
    }
    wasi_webgpu_buffer_unmap(trip->buffer, &unmapped);
}
