/* Sums over what guests have done. */
#include "trace/totals.h"

void
trace_totals_add(struct trace_totals *to, const struct trace_totals *from)
{
    to->calls += from->calls;
    to->bytes_up += from->bytes_up;
    to->bytes_down += from->bytes_down;
    to->guest_ticks += from->guest_ticks;
    to->host_ticks += from->host_ticks;
    to->wait_ticks += from->wait_ticks;
    to->stall_ticks += from->stall_ticks;
    to->lost += from->lost;
    if (from->peak_gpu_bytes > to->peak_gpu_bytes)
        to->peak_gpu_bytes = from->peak_gpu_bytes;
    if (from->peak_objects > to->peak_objects)
        to->peak_objects = from->peak_objects;
}
