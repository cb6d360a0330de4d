/* The fault that was asked for with null_gpu_fail_next. */
#ifndef NULL_FAULT_H
#define NULL_FAULT_H

#include "object.h"

/* True, once, if the next fault is `fault`. */
bool null_fault_take(enum null_gpu_fault fault);

#endif
