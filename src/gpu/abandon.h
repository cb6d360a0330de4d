/* Devices whose GPU hangs. Libraries wait for the GPU when the last reference to a device goes, and for a
 * shader that never ends they wait for ever: so it is asked before, and a device that is still busy is left
 * to itself, together with its instance, until the GPU has come to an end after all. */
#ifndef GPU_ABANDON_H
#define GPU_ABANDON_H

#include <stdbool.h>
#include <stddef.h>
#include <webgpu/webgpu.h>

#include "base/clock.h"

struct gpu_instance;

/* How long somebody waits for a GPU: until `deadline`, or `stops` says so. */
struct gpu_patience {
    struct base_deadline deadline;
    bool (*stops)(void *env); /* NULL: never */
    void *env;
};

/* Waits until the GPU is through with all that was submitted to `queue`. What was written and not handed on
 * by a submit is lost by it: the device is about to go. True: it is not through. Then the device and its
 * queue are the instance's: it releases them when they are idle, and lives on until then. */
bool gpu_instance_abandon_if_busy(struct gpu_instance *instance, WGPUDevice device, WGPUQueue queue,
                                  const struct gpu_patience *patience);

/* Releases those devices that have become idle; returns how many. Of an instance whose devices nobody uses
 * any more. */
size_t gpu_instance_reap(struct gpu_instance *instance);

/* The number of its devices that are abandoned and have not been released. */
size_t gpu_instance_abandoned(const struct gpu_instance *instance);

/* Deletes `instance`, or adds it to `list` because of its abandoned devices. NULL is allowed. */
void gpu_instance_delete_or_add(struct gpu_instance *instance, struct gpu_instance **list);
/* Reaps all of a list, and deletes those that are done with; returns how many devices it has released. */
size_t gpu_instances_reap(struct gpu_instance **list);
/* Deletes all of a list: those with abandoned devices stay for good. */
void gpu_instances_delete(struct gpu_instance **list);

/* When the guest is to end: asked where a library would else wait for a GPU that hangs, as wgpu-native does
 * in a submit on a CPU adapter. What is submitted then is lost. `env` is handed to `stops`, and both stay
 * until others take their place; NULL: it never stops. */
void gpu_instance_stop_by(const struct gpu_instance *instance, bool (*stops)(void *env), void *env);

#endif
