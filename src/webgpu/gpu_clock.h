/* A GPU's clock, told on the host's.
 *
 * It starts anywhere, and runs a little faster or slower. What is known: a pass does not begin before it is
 * submitted, nor end after its results are seen. Between the two, the difference of the clocks stays as it
 * was before; where it is outside of them, it moves to the nearer one. */
#ifndef WEBGPU_GPU_CLOCK_H
#define WEBGPU_GPU_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* Zeroed: nothing is known yet. */
struct webgpu_gpu_clock {
    uint64_t behind_ns; /* the host's, modulo 2^64 */
    bool known;
};

/* From `first` to `last` on it, something ran that was submitted and seen then on the host's. */
void webgpu_gpu_clock_adjust(struct webgpu_gpu_clock *clock, uint64_t first, uint64_t last,
                             uint64_t submitted_ns, uint64_t seen_ns);

/* Once it has been adjusted. */
static inline uint64_t
webgpu_gpu_clock_ns(const struct webgpu_gpu_clock *clock, uint64_t time)
{
    return time + clock->behind_ns;
}

#endif
