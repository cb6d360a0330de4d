/* What commands use and a caller can destroy: buffers, textures, query sets. */
#ifndef NULL_RESOURCE_H
#define NULL_RESOURCE_H

#include "object.h"

struct null_resource {
    struct null_object object;
    bool destroyed;
    bool mapped; /* of a buffer; also while a map is under way */
};

struct null_buffer {
    struct null_resource resource;
    uint64_t size;
    WGPUBufferUsage usage;
    WGPUBufferMapState state;
    bool map_writes;
    uint64_t map_start;
    uint64_t map_size;
    unsigned char *bytes; /* of the mapped range; NULL: none */
};

/* Of handles that are checked. */
struct null_buffer *null_buffer(WGPUBuffer handle);
struct null_resource *null_resource_of_view(WGPUTextureView handle);

#endif
