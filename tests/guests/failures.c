/* What goes wrong only where there is too much, on the bare imports: more uncaptured errors than wait for a
 * guest that does not read, and a pipeline that the host has no room for. Runs with --max-objects 2000. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "raw.h"

#define QUEUED 1024 /* errors that wait on a stream: docs/guests.md */
#define ERRORS 1100
#define OBJECTS 2100 /* more than --max-objects, which leaves room for those errors */

static void
make_errors(struct device device, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        wasi_webgpu_buffer_drop(
            new_buffer(device, 16, WASI_WEBGPU_BUFFER_USAGE_MAP_READ | WASI_WEBGPU_BUFFER_USAGE_MAP_WRITE));
    wasi_webgpu_queue_on_submitted_work_done(device.queue);
}

/* The next error, which must be of `kind`; its message is the caller's. */
static struct wasi_webgpu_string
next_error(uint32_t stream, enum wasi_webgpu_error_kind kind)
{
    wasi_webgpu_error_t error;
    struct wasi_webgpu_string message;
    const uint32_t read = wasi_webgpu_device_on_uncaptured_error_stream_read(stream, &error, 1);
    if (WASI_COPY_RESULT(read) != WASI_COPY_COMPLETED || WASI_COPY_COUNT(read) != 1 ||
        wasi_webgpu_error_kind(error) != kind)
        require(false, "an error of its kind");
    wasi_webgpu_error_message(error, &message);
    wasi_webgpu_error_drop(error);
    return message;
}

static void
read_queued(uint32_t stream)
{
    for (uint32_t i = 0; i < QUEUED; i++)
        free((void *)(uintptr_t)next_error(stream, WASI_WEBGPU_ERROR_KIND_VALIDATION_ERROR).data);
    require(true, "1,024 errors wait");
}

/* One behind those that waited, which says how many came after them; and then the stream goes on as before.
 */
static void
dropped_errors(struct device device)
{
    const uint32_t stream = wasi_webgpu_device_on_uncaptured_error(device.self);
    make_errors(device, ERRORS);
    read_queued(stream);
    const struct wasi_webgpu_string message = next_error(stream, WASI_WEBGPU_ERROR_KIND_INTERNAL_ERROR);
    require(message.size > 3 && memcmp(message.data, "76 ", 3) == 0, "then one that counts the others");
    print_text("error", message);

    wasi_webgpu_error_t error;
    require(wasi_webgpu_async_device_on_uncaptured_error_stream_read(stream, &error, 1) == WASI_BLOCKED,
            "and no other");
    require(wasi_webgpu_device_on_uncaptured_error_stream_cancel_read(stream) == WASI_COPY_CANCELLED,
            "which is not waited for");
    make_errors(device, 1);
    print_text("error", next_error(stream, WASI_WEBGPU_ERROR_KIND_VALIDATION_ERROR));
    wasi_webgpu_device_on_uncaptured_error_stream_drop_readable(stream);
}

static struct wasi_webgpu_result_compute_pipeline_create_pipeline_error
new_pipeline(struct device device, wasi_webgpu_shader_module_t shader)
{
    struct wasi_webgpu_result_compute_pipeline_create_pipeline_error pipeline;
    wasi_webgpu_device_create_compute_pipeline_async(device.self, shader, false, NULL, 0, false, 0,
                                                     WASI_WEBGPU_LAYOUT_MODE_AUTO, 0, false, NULL, 0,
                                                     &pipeline);
    return pipeline;
}

static void
no_room_for_a_pipeline(struct device device)
{
    const wasi_webgpu_shader_module_t shader = new_shader(device, "@compute @workgroup_size(1) fn main() {}");
    static wasi_webgpu_buffer_t buffers[OBJECTS];
    struct wasi_webgpu_result_option_error_pop_error_scope_error popped;
    wasi_webgpu_device_push_error_scope(device.self, WASI_WEBGPU_ERROR_FILTER_OUT_OF_MEMORY);
    for (uint32_t i = 0; i < OBJECTS; i++)
        buffers[i] = new_buffer(device, 16, WASI_WEBGPU_BUFFER_USAGE_COPY_DST);
    wasi_webgpu_device_pop_error_scope(device.self, &popped);
    require(!popped.is_error && popped.ok.some &&
                wasi_webgpu_error_kind(popped.ok.value) == WASI_WEBGPU_ERROR_KIND_OUT_OF_MEMORY_ERROR,
            "more objects than there may be");
    wasi_webgpu_error_drop(popped.ok.value);

    struct wasi_webgpu_result_compute_pipeline_create_pipeline_error pipeline = new_pipeline(device, shader);
    require(pipeline.is_error &&
                pipeline.error.kind.tag == WASI_WEBGPU_CREATE_PIPELINE_ERROR_KIND_PIPELINE_ERROR &&
                pipeline.error.kind.pipeline_error == WASI_WEBGPU_PIPELINE_ERROR_REASON_INTERNAL,
            "a pipeline fails, for a reason of the host's");
    print_text("error", pipeline.error.message);

    for (uint32_t i = 0; i < OBJECTS; i++)
        wasi_webgpu_buffer_drop(buffers[i]);
    pipeline = new_pipeline(device, shader);
    require(!pipeline.is_error, "there is room when they are gone");
    wasi_webgpu_compute_pipeline_drop(pipeline.ok);
    wasi_webgpu_shader_module_drop(shader);
}

int
main(void)
{
    const struct device device = open_device();
    dropped_errors(device);
    no_room_for_a_pipeline(device);
    close_device(device);
    return 0;
}
