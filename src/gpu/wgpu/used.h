/* What commands and bind groups use, which keeps it, and tells whether the commands can be submitted. */
#ifndef GPU_WGPU_USED_H
#define GPU_WGPU_USED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <webgpu/webgpu.h>

struct gpu_wgpu_bind_group;
struct gpu_wgpu_buffer;
struct gpu_wgpu_device;
struct gpu_wgpu_query_set;
struct gpu_wgpu_texture;

/* Of what commands use, each with a reference: looked at when they are submitted. */
enum gpu_wgpu_use_kind { GPU_WGPU_USE_BUFFER, GPU_WGPU_USE_TEXTURE, GPU_WGPU_USE_QUERY_SET };
struct gpu_wgpu_use {
    enum gpu_wgpu_use_kind kind;
    union {
        struct gpu_wgpu_buffer *buffer;
        struct gpu_wgpu_texture *texture;
        struct gpu_wgpu_query_set *query_set;
    };
};

/* What uses them is an encoder, its command buffer, or a bind group. */
struct gpu_wgpu_used {
    struct gpu_wgpu_device *device; /* that all are of */
    uint64_t number;                /* no other user has it */
    struct gpu_wgpu_use *items;
    size_t count;
    size_t capacity;
    const char *error; /* what makes the user invalid that wgpu-native has not been told of; NULL: nothing */
};

/* Begins an empty list, with a number of its own. The device's reference is the caller's. */
void gpu_wgpu_used_begin(struct gpu_wgpu_used *used, struct gpu_wgpu_device *device);
/* Lets them all go. */
void gpu_wgpu_used_finish(struct gpu_wgpu_used *used);
/* Notes what commands use. One of another device is an error and not noted. NULL is allowed. */
void gpu_wgpu_use_buffer(struct gpu_wgpu_used *used, struct gpu_wgpu_buffer *buffer);
/* With `size` bytes of arguments at the offset, which are to lie in it and where wgpu-native reaches them. */
void gpu_wgpu_use_indirect(struct gpu_wgpu_used *used, struct gpu_wgpu_buffer *buffer, uint64_t offset,
                           uint64_t size);
void gpu_wgpu_use_texture(struct gpu_wgpu_used *used, struct gpu_wgpu_texture *texture);
void gpu_wgpu_use_bind_group(struct gpu_wgpu_used *used, struct gpu_wgpu_bind_group *group);
/* False: it cannot be used, which is an error. */
bool gpu_wgpu_use_query_set(struct gpu_wgpu_used *used, struct gpu_wgpu_query_set *set);
/* The same for a command that needs one of its queries: wgpu-native's set; NULL: an error. */
WGPUQuerySet gpu_wgpu_use_queries(struct gpu_wgpu_used *used, WGPUQuerySet set);

#endif
