/* The queries of a command buffer's passes: two timestamps of each, and how they come back to the host. */
#ifndef WEBGPU_PASS_QUERIES_H
#define WEBGPU_PASS_QUERIES_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <webgpu/webgpu.h>

#include "base/string.h"

struct webgpu_object;

#define WEBGPU_PASS_QUERIES_MAX 64 /* passes */
#define WEBGPU_PASS_NAME_SIZE 64

enum webgpu_pass_queries_state {
    WEBGPU_PASS_QUERIES_HERE,
    WEBGPU_PASS_QUERIES_IN_FLIGHT,
    WEBGPU_PASS_QUERIES_MAPPED,
    WEBGPU_PASS_QUERIES_LOST,
};

/* Used again and again. */
struct webgpu_pass_queries {
    struct webgpu_pass_queries *next;  /* as the next, its user's */
    const struct webgpu_object *owner; /* the encoder or command buffer that has recorded with it */
    WGPUQuerySet native;
    WGPUBuffer resolved;
    WGPUBuffer readable;
    uint32_t count; /* passes */
    char names[WEBGPU_PASS_QUERIES_MAX][WEBGPU_PASS_NAME_SIZE];
    uint64_t last[WEBGPU_PASS_QUERIES_MAX][2]; /* as they came back before */
    uint64_t submitted_ns;
    uint64_t seen_ns;
    _Atomic enum webgpu_pass_queries_state state; /* written by the native callback while it is in flight */
    atomic_uint refs;                             /* the user's, and the callback's */
};

/* When a pass ran, on the GPU's clock. */
struct webgpu_pass_time {
    const char *name;
    uint64_t begin;
    uint64_t end;
};

/* NULL: no memory, which is no error of the guest's. */
struct webgpu_pass_queries *webgpu_pass_queries_new(WGPUDevice device);

/* And with `release` what it has of the device. */
void webgpu_pass_queries_delete(struct webgpu_pass_queries *queries, bool release);

/* For one more pass. False: it is full. */
bool webgpu_pass_queries_add(struct webgpu_pass_queries *queries, const char *kind, struct base_str label,
                             WGPUPassTimestampWrites *writes);

/* Behind all passes. */
void webgpu_pass_queries_resolve(const struct webgpu_pass_queries *queries, WGPUCommandEncoder encoder);

/* Behind the submit, which has begun then. */
void webgpu_pass_queries_map(struct webgpu_pass_queries *queries, uint64_t submitted_ns);

/* What was mapped is there again, with no passes. Returns how many of them have run since the last time, and
 * when; their names stay until the next pass is added. */
uint32_t webgpu_pass_queries_read(struct webgpu_pass_queries *queries,
                                  struct webgpu_pass_time times[WEBGPU_PASS_QUERIES_MAX]);

#endif
