/* How long a future is waited for awake. A GPU is often through sooner than a thread that sleeps is woken,
 * which takes 20 to 30 us: so a wait for one future asks again and again for a while before it sleeps.
 *
 * The driver of an adapter that is a CPU needs the cores itself: once there is a device of one, waits sleep
 * at once. `WASIGPU_SPIN` in the environment decides that instead, which is for tests: `on`, or `off`. */
#ifndef GPU_AWAKE_H
#define GPU_AWAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Until a wait sleeps. A slice of abi/wait.c is 66 times as long. */
#define GPU_AWAKE_NS UINT64_C(300000)

/* There is a device; whether its adapter is a CPU. */
void gpu_awake_device(bool is_cpu);

/* Whether a wait for so many futures with this timeout stays awake. */
bool gpu_awake_for(size_t count, uint64_t timeout_ns);

#endif
