/* Devices whose GPU hangs. Libraries wait for the GPU when the last reference to a device goes, and for a
 * shader that never ends they wait for ever: so it is asked before, and a device that is still busy is left
 * to itself, together with its instance, for as long as the process lasts. */
#ifndef GPU_ABANDON_H
#define GPU_ABANDON_H

#include <stdbool.h>
#include <stddef.h>
#include <webgpu/webgpu.h>

#include "base/clock.h"

struct gpu_instance;

/* Whether the GPU is through with all that was submitted to `queue`; waits for that until `deadline`. What
 * was written and not handed on by a submit is lost by it: the device is about to go. */
bool gpu_queue_idle(const struct gpu_instance *instance, WGPUQueue queue, struct base_deadline deadline);

/* When the guest is to end: asked where a library would else wait for a GPU that hangs, as wgpu-native does
 * in a submit on a CPU adapter. What is submitted then is lost. `env` is handed to `stops`, and both stay as
 * long as the instance's devices are used. */
void gpu_instance_stop_by(const struct gpu_instance *instance, bool (*stops)(void *env), void *env);

/* Takes over a device and its queue, which are never released; gpu_instance_delete then keeps the instance.
 */
void gpu_instance_abandon(struct gpu_instance *instance, WGPUDevice device, WGPUQueue queue);

/* The number of its devices that were abandoned. */
size_t gpu_instance_abandoned(const struct gpu_instance *instance);

#endif
