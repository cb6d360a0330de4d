/* A GPU's clock, told on the host's. */
#include "webgpu/gpu_clock.h"

static bool
is_more(uint64_t a, uint64_t b)
{
    return (int64_t)(a - b) > 0;
}

/* Bounds that contradict each other are a GPU's whose clock was set: then the later one holds. */
void
webgpu_gpu_clock_adjust(struct webgpu_gpu_clock *clock, uint64_t first, uint64_t last, uint64_t submitted_ns,
                        uint64_t seen_ns)
{
    const uint64_t least = submitted_ns - first;
    const uint64_t most = seen_ns - last;
    if (!clock->known || is_more(clock->behind_ns, most))
        clock->behind_ns = most;
    if (is_more(least, clock->behind_ns))
        clock->behind_ns = least;
    if (!clock->known && is_more(most, least))
        clock->behind_ns = least; /* an idle GPU begins at once; it is the reading that comes late */
    clock->known = true;
}
