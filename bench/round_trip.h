/* An asynchronous round trip: a buffer is mapped, waited for, and unmapped. Natively that is webgpu.h's
 * future and wait; in a guest an async-lowered import, its subtask and a waitable set. */
#ifndef BENCH_ROUND_TRIP_H
#define BENCH_ROUND_TRIP_H

#include "gpu.h"

struct round_trip;

/* NULL: out of memory. `gpu` is used natively only: a guest's async imports know nothing of webgpu.h's
 * objects, so that it has a device of its own. */
struct round_trip *round_trip_new(const struct bench_gpu *gpu);
void round_trip_delete(struct round_trip *trip);

void round_trip_run(struct round_trip *trip);

#endif
