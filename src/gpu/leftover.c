/* One list for the process: whose instance it was may be gone. */
#include "gpu/leftover.h"

#include <stdatomic.h>
#include <stddef.h>

static struct gpu_leftover *_Atomic leftovers;

void
gpu_leave(struct gpu_leftover *self)
{
    self->next = atomic_load_explicit(&leftovers, memory_order_relaxed);
    while (!atomic_compare_exchange_weak_explicit(&leftovers, &self->next, self, memory_order_release,
                                                  memory_order_relaxed))
        continue;
}

void
gpu_sweep(void)
{
    struct gpu_leftover *left = atomic_exchange_explicit(&leftovers, NULL, memory_order_acquire);
    while (left != NULL) {
        struct gpu_leftover *next = left->next;
        left->release(left);
        left = next;
    }
}
