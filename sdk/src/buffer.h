/* WGPUBuffer, and what is mapped of it. */
#ifndef SDK_BUFFER_H
#define SDK_BUFFER_H

#include "object.h"

struct sdk_map_request;
struct sdk_mapped_range;

struct WGPUBufferImpl {
    struct sdk_object object;
    uint32_t instance;
    const void *source;              /* its device, as the source of its futures; never looked into */
    uint64_t size;                   /* the descriptor's, though it may be refused, */
    WGPUBufferUsage usage;           /* and likewise */
    WGPUMapMode mode;                /* how it is mapped; None: it is not. Its device's end the host knows */
    size_t map_offset;               /* where the mapping begins */
    bool fresh;                      /* mapped at creation and not written yet: zeros */
    struct sdk_map_request *request; /* its callback has not been called; NULL: none */
    struct sdk_mapped_range *ranges; /* handed out since it was mapped */
};

/* A request whose callback has not been called yet is over, and says that it was aborted; the handle is lent
 * to no one any more. A spontaneous callback is called in here. */
void sdk_map_request_abort(WGPUBuffer buffer, const char *reason);

/* Gives the ranges back; with `keep`, what the guest has written goes to the host first. */
void sdk_mapped_ranges_end(WGPUBuffer self, bool keep);

#endif
