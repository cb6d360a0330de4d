/* The fault that was asked for, until something takes it. */
#include "fault.h"

static _Atomic enum null_gpu_fault next;

bool
null_fault_take(enum null_gpu_fault fault)
{
    enum null_gpu_fault expected = fault;
    return atomic_load_explicit(&next, memory_order_relaxed) == fault &&
           atomic_compare_exchange_strong(&next, &expected, NULL_GPU_NO_FAULT);
}

void
null_gpu_fail_next(enum null_gpu_fault fault)
{
    atomic_store(&next, fault);
}
