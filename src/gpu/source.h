/* The GPU as a source of events: what a guest's wait works on (abi/pending.h). */
#ifndef GPU_SOURCE_H
#define GPU_SOURCE_H

#include <webgpu/webgpu.h>

#include "abi/pending.h"

/* An operation's ticket is the id of its WGPUFuture where that belongs to a queue (map, work done):
 * then the wait is the library's own. 0: events are processed, with short sleeps in between. */
struct gpu_source {
    struct abi_source base;
    WGPUInstance instance;
    WGPUDevice device; /* NULL: none yet */
};

/* Borrows both: they outlive the source. */
void gpu_source_init(struct gpu_source *source, WGPUInstance instance, WGPUDevice device);

#endif
