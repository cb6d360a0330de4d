/* Which writes of Dawn's devices go through buffers of ours, and the devices' rings of those.
 *
 * Dawn makes a new buffer for each large write, which takes drivers far longer than the copy. On an adapter
 * that is a CPU it writes into the guest's own buffer instead, which is the shortest way, but makes one for a
 * texture all the same. WASIGPU_STAGING=on in the environment has all large writes on every adapter go this
 * way, for tests; WASIGPU_STAGING=off has none. */
#ifndef GPU_DAWN_STAGING_H
#define GPU_DAWN_STAGING_H

#include <stdbool.h>

#include <webgpu/webgpu.h>

#include "gpu/dawn/copiers.h"
#include "gpu/dawn/ring.h"

/* Smaller ones are Dawn's on every device. */
#define GPU_DAWN_LARGE_WRITE ((size_t)256 << 10)

enum gpu_dawn_write { GPU_DAWN_WRITE_BUFFER, GPU_DAWN_WRITE_TEXTURE, GPU_DAWN_WRITES };

struct gpu_dawn_staging;

/* Looks up what is no standard function. */
void gpu_dawn_find_instance(void *handle);

/* A device of `adapter` has been made. */
void gpu_dawn_staging_add(WGPUAdapter adapter, WGPUDevice device, bool is_cpu);

/* What a write of so many bytes to `queue` goes through, for one thread until it leaves. NULL: it is Dawn's
 * own, because it is too small on this device, or that is about to go, or another thread is in there. */
struct gpu_dawn_staging *gpu_dawn_staging_enter(WGPUQueue queue, enum gpu_dawn_write kind, size_t size);
void gpu_dawn_staging_leave(struct gpu_dawn_staging *staging);

WGPUDevice gpu_dawn_staging_device(const struct gpu_dawn_staging *staging);
/* As gpu_dawn_ring_take. The GPU is waited for a little, but where it was in vain that is all for this time.
 */
struct gpu_dawn_chunk *gpu_dawn_staging_take(struct gpu_dawn_staging *staging, void **bytes);
/* Fills a part of it: by several threads where the GPU does not need the cores itself. */
void gpu_dawn_staging_copy(const struct gpu_dawn_staging *staging, const struct gpu_dawn_rows *rows);
void gpu_dawn_staging_submit(struct gpu_dawn_staging *staging, struct gpu_dawn_chunk *chunk,
                             WGPUCommandEncoder encoder);

#endif
