/* How long Dawn's futures are waited for awake. A GPU is often through sooner than a thread that sleeps is
 * woken, which takes 20 to 30 us: so a wait for one future asks again and again for a while before it sleeps.
 *
 * The driver of an adapter that is a CPU needs the cores itself: once there is a device of one, waits sleep
 * at once. `WASIGPU_SPIN` in the environment decides instead, which is for tests: `on`, or `off`. */
#ifndef GPU_DAWN_WAIT_H
#define GPU_DAWN_WAIT_H

#include <webgpu/webgpu.h>

/* There is a device of this adapter. */
void gpu_dawn_wait_for_device_of(WGPUAdapter adapter);

#endif
