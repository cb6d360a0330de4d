/* What a guest may have at a time: objects, bytes of the GPU's memory in its buffers and textures, and of the
 * host's in what objects hold besides: labels, recorded commands, error scopes, a record's entries, errors.
 *
 * What it lets go of counts until it has left (leaving.h), for which a creation waits that there is else no
 * room for.
 *
 * What is over it is made all the same, but invalid, and the device has an out-of-memory error, as where the
 * GPU's own memory is at its end. Objects for which the interface has no such thing are counted and not
 * refused: gpu, the records, gpu-error, and what a compiler says. Of requests, request-adapter has no adapter
 * then, request-device is an operation-error, and an asynchronous creation a pipeline-error of reason
 * internal. */
#ifndef WEBGPU_BUDGET_H
#define WEBGPU_BUDGET_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "webgpu/leaving.h"

struct abi_table;
struct webgpu_context;
struct webgpu_device;
struct webgpu_object;

struct webgpu_budget {
    size_t max_objects; /* SIZE_MAX: no limit */
    size_t max_devices;
    size_t devices;     /* what it has of them, but for abandoned ones */
    uint64_t max_bytes; /* UINT64_MAX: no limit */
    uint64_t bytes;     /* what its buffers and textures have of them */
    struct webgpu_amount leaving;
    bool maps_pools; /* bind groups that are made ahead take mappings: of an adapter that is a CPU */
    uint64_t max_host_bytes;
    _Atomic uint64_t host_bytes;
    struct abi_table *table; /* the guest's handles; NULL: they are not limited with the objects */
};

/* What a buffer or a texture has. Zeroed: nothing, as any other object. */
struct webgpu_memory {
    uint64_t bytes;
    uint64_t destroys; /* of its device, at the time: destroy() gives back what all have */
};

/* Of the host's memory: far more than a frame's commands and its names take. */
#define WEBGPU_HOST_BYTES_MAX (UINT64_C(256) << 20)

/* Far more than any guest has use for; some libraries take 10 MB and a thread for each. */
#define WEBGPU_DEVICES_MAX 64

/* No limits, but of devices and of the host's memory. */
void webgpu_budget_init(struct webgpu_budget *budget);

/* SIZE_MAX: any number. A guest that goes on regardless of errors has a handle for each invalid object too,
 * and for parts of objects as many as it likes: so it may have twice as many handles, and some. */
void webgpu_budget_limit_objects(struct webgpu_budget *budget, size_t count);

/* On an adapter that is a CPU, memory and mappings are the machine's: where no limit is set, it is half of
 * what there is. Drivers give without limit there, and what they gave is missing when it is used. */
void webgpu_budget_share_machine(struct webgpu_budget *budget);

/* What is said of a request for which there is no room. */
#define WEBGPU_NO_ROOM "the guest may have no more objects"

/* Whether the guest can have another object, which is not made yet. */
bool webgpu_budget_has_room(struct webgpu_context *context);

/* The same for a device. Those that are abandoned are among what it has. */
#define WEBGPU_NO_ROOM_FOR_DEVICE "the guest may have no more devices"
bool webgpu_budget_has_room_for_device(struct webgpu_context *context);

/* Whether it can have another one of `device`, of which nothing is made yet. `maps`: mappings that drivers
 * take for it (gpu/maps.h); 0: none, as for encoders and what they make. False: it cannot, and there is an
 * error, but for an abandoned device, as a lost one has none. */
bool webgpu_budget_admits(struct webgpu_device *device, unsigned maps);

/* Whether the guest can have a buffer or a texture of so many bytes. False: as above.
 */
bool webgpu_memory_fits(struct webgpu_device *device, uint64_t bytes);
/* Those that fit are `object`'s, until its end. */
void webgpu_memory_take(struct webgpu_object *object, uint64_t bytes);
/* Or until its destroy(). Twice is once. */
void webgpu_memory_release(struct webgpu_object *object);
/* What all of the device's have, by its destroy(). */
void webgpu_memory_release_all(struct webgpu_device *device);

/* So many bytes of the host's memory are the guest's, until they are given back. False: there is no room for
 * them. Any thread, as are the next. */
bool webgpu_host_take(struct webgpu_context *context, uint64_t bytes);
/* The same, whether there is room or not: of what must not fail for that. */
void webgpu_host_charge(struct webgpu_context *context, uint64_t bytes);
/* Whether there is any left. */
bool webgpu_host_has_room(struct webgpu_context *context);
void webgpu_host_give(struct webgpu_context *context, uint64_t bytes);

#endif
