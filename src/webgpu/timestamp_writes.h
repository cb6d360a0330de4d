/* The timestamps that passes write: WebGPU, "GPUComputePassTimestampWrites", "GPURenderPassTimestampWrites".
 */
#ifndef WEBGPU_TIMESTAMP_WRITES_H
#define WEBGPU_TIMESTAMP_WRITES_H

#include "webgpu/plain.h"

/* An index that a guest gave: webgpu.h's "undefined" is out of range here, as its neighbour is. */
static inline uint32_t
webgpu_native_query_index(struct webgpu_option_u32 index)
{
    if (!index.some)
        return WGPU_QUERY_SET_INDEX_UNDEFINED;
    return index.value == WGPU_QUERY_SET_INDEX_UNDEFINED ? index.value - 1 : index.value;
}

static inline WGPUPassTimestampWrites
webgpu_native_timestamp_writes(const struct webgpu_query_set *query_set, struct webgpu_option_u32 begin,
                               struct webgpu_option_u32 end)
{
    return (WGPUPassTimestampWrites){
        .querySet = query_set->native,
        .beginningOfPassWriteIndex = webgpu_native_query_index(begin),
        .endOfPassWriteIndex = webgpu_native_query_index(end),
    };
}

#endif
