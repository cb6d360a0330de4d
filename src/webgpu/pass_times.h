/* When the passes of a guest that is traced run on its GPU: by timestamp queries that the host adds, where
 * the adapter has them, and unseen by the guest.
 *
 * An encoder's passes write to a set of queries, which its finish() resolves and copies to a buffer that is
 * mapped behind the submit. A device has some sets; passes for which there is none, which write timestamps of
 * the guest's own, or which follow too soon on others that have them, go without. All on the guest's thread.
 */
#ifndef WEBGPU_PASS_TIMES_H
#define WEBGPU_PASS_TIMES_H

#include <stdbool.h>
#include <stdint.h>
#include <webgpu/webgpu.h>

#include "base/string.h"

struct webgpu_command_buffer;
struct webgpu_command_encoder;
struct webgpu_device;
struct webgpu_object;
struct webgpu_pass_times;

/* Who is told of them. Times are of base_clock_now_ns, as near as can be: gpu_clock.h. */
struct webgpu_pass_watch {
    void (*ran)(struct webgpu_pass_watch *watch, const char *name, uint64_t start_ns, uint64_t end_ns);
    unsigned pause; /* of a device behind passes that are timed: how many times as long as timing takes */
};

/* For a device whose native one will have the feature timestamp-query; NULL: no memory. */
struct webgpu_pass_times *webgpu_pass_times_new(const struct webgpu_pass_watch *watch, bool is_cpu);

/* The device goes, and with `release` what its sets have of it. NULL is allowed. */
void webgpu_pass_times_delete(struct webgpu_pass_times *times, bool release);

/* A pass begins, which has no timestamps. False: it goes without. */
bool webgpu_pass_times_begin(struct webgpu_command_encoder *encoder, const char *kind, struct base_str label,
                             WGPUPassTimestampWrites *writes);

/* Before the native finish, and when it has made something: NULL, if it has not. */
void webgpu_pass_times_resolve(struct webgpu_command_encoder *encoder);
void webgpu_pass_times_finish(struct webgpu_command_encoder *encoder, struct webgpu_command_buffer *commands);

/* An encoder or a command buffer goes. */
void webgpu_pass_times_forget(const struct webgpu_object *object);

/* Around a submit. */
void webgpu_pass_times_before_submit(struct webgpu_device *device);
void webgpu_pass_times_after_submit(struct webgpu_device *device,
                                    struct webgpu_command_buffer *const *commands, uint32_t count);

/* Tells of those that have run, and waits for those that are under way, for a moment. */
void webgpu_pass_times_drain(struct webgpu_device *device);

#endif
