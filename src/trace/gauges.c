/* How much a guest has. */
#include "trace/gauges.h"

static const uint64_t no_bytes;
static const atomic_size_t no_objects;

void
trace_levels_follow(struct trace_levels *levels, const struct trace_gauges *gauges)
{
    levels->gauges = (struct trace_gauges){&no_bytes, &no_objects};
    if (gauges != NULL && gauges->gpu_bytes != NULL)
        levels->gauges.gpu_bytes = gauges->gpu_bytes;
    if (gauges != NULL && gauges->objects != NULL)
        levels->gauges.objects = gauges->objects;
}

uint64_t
trace_levels_take_gpu_bytes(struct trace_levels *levels)
{
    levels->gpu_bytes = *levels->gauges.gpu_bytes;
    if (levels->gpu_bytes > levels->peak_gpu_bytes)
        levels->peak_gpu_bytes = levels->gpu_bytes;
    return levels->gpu_bytes;
}
