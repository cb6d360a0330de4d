/* A worker straight over the imports. */
#include "worker.h"

#include <stdio.h>
#include <stdlib.h>

#include <wasigpu/async.h>
#include <wasigpu/imports.h>

#include "device_guest.h"

#define SIZE 4u

struct worker {
    wasi_webgpu_device_t device;
    wasi_webgpu_queue_t queue;
    wasi_webgpu_compute_pipeline_t pipeline;
    wasi_webgpu_bind_group_t group;
    wasi_webgpu_buffer_t buffer, staging;
    uint32_t subtask; /* of the map under way, in the set; 0: none */
    struct wasi_webgpu_result_void_map_async_error mapped;
    struct worker *next;
};

static uint32_t set; /* of all subtasks; 0: not made yet */
static struct worker *workers;

static wasi_webgpu_buffer_t
new_buffer(const struct worker *worker, uint32_t usage)
{
    return wasi_webgpu_device_create_buffer(worker->device, SIZE, usage, false, false, false, NULL, 0);
}

static void
make_pipeline(struct worker *worker)
{
    const wasi_webgpu_shader_module_t shader = wasi_webgpu_device_create_shader_module(
        worker->device, WORKER_CODE, sizeof WORKER_CODE - 1, false, NULL, 0, false, NULL, 0);
    worker->pipeline = wasi_webgpu_device_create_compute_pipeline(
        worker->device, shader, false, NULL, 0, false, 0, WASI_WEBGPU_LAYOUT_MODE_AUTO, 0, false, NULL, 0);
    wasi_webgpu_shader_module_drop(shader);
    const wasi_webgpu_bind_group_layout_t layout =
        wasi_webgpu_compute_pipeline_get_bind_group_layout(worker->pipeline, 0);
    const struct wasi_webgpu_bind_group_entry entry = {
        .resource = {.tag = WASI_WEBGPU_BINDING_RESOURCE_BUFFER, .buffer = worker->buffer}};
    worker->group = wasi_webgpu_device_create_bind_group(worker->device, layout, &entry, 1, false, NULL, 0);
    wasi_webgpu_bind_group_layout_drop(layout);
}

struct worker *
worker_new(void)
{
    struct worker *worker = calloc(1, sizeof *worker);
    if (worker == NULL)
        exit(1);
    if (set == 0)
        set = wasi_waitable_set_new();
    worker->device = bench_open_device();
    worker->queue = wasi_webgpu_device_queue(worker->device);
    worker->buffer = new_buffer(worker, WASI_WEBGPU_BUFFER_USAGE_STORAGE | WASI_WEBGPU_BUFFER_USAGE_COPY_SRC);
    worker->staging =
        new_buffer(worker, WASI_WEBGPU_BUFFER_USAGE_MAP_READ | WASI_WEBGPU_BUFFER_USAGE_COPY_DST);
    make_pipeline(worker);
    worker->next = workers;
    workers = worker;
    return worker;
}

void
worker_delete(struct worker *worker)
{
    struct worker **place = &workers;
    while (*place != worker)
        place = &(*place)->next;
    *place = worker->next;
    wasi_webgpu_bind_group_drop(worker->group);
    wasi_webgpu_compute_pipeline_drop(worker->pipeline);
    wasi_webgpu_buffer_drop(worker->staging);
    wasi_webgpu_buffer_drop(worker->buffer);
    wasi_webgpu_queue_drop(worker->queue);
    wasi_webgpu_device_drop(worker->device);
    free(worker);
}

void
worker_start(struct worker *worker, unsigned units)
{
    const wasi_webgpu_command_encoder_t encoder =
        wasi_webgpu_device_create_command_encoder(worker->device, false, false, NULL, 0);
    const wasi_webgpu_compute_pass_encoder_t pass = wasi_webgpu_command_encoder_begin_compute_pass(
        encoder, false, false, 0, false, 0, false, 0, false, NULL, 0);
    struct wasi_webgpu_result_void_set_bind_group_error set_group;
    wasi_webgpu_compute_pass_encoder_set_pipeline(pass, worker->pipeline);
    wasi_webgpu_compute_pass_encoder_set_bind_group(pass, 0, true, worker->group, false, NULL, 0, false, 0,
                                                    false, 0, &set_group);
    for (unsigned i = 0; i < units; i++)
        wasi_webgpu_compute_pass_encoder_dispatch_workgroups(pass, 1, false, 0, false, 0);
    wasi_webgpu_compute_pass_encoder_end(pass);
    wasi_webgpu_command_encoder_copy_buffer_to_buffer(encoder, worker->buffer, false, 0, worker->staging,
                                                      false, 0, false, 0);
    const wasi_webgpu_command_buffer_t commands =
        wasi_webgpu_command_encoder_finish(encoder, false, false, NULL, 0);
    wasi_webgpu_queue_submit(worker->queue, &commands, 1);
    wasi_webgpu_command_buffer_drop(commands);
    wasi_webgpu_compute_pass_encoder_drop(pass);
    wasi_webgpu_command_encoder_drop(encoder);

    const struct wasi_webgpu_buffer_map_async_params params = {.self = worker->staging,
                                                               .mode = WASI_WEBGPU_MAP_MODE_READ};
    const uint32_t packed = wasi_webgpu_async_buffer_map_async(&params, &worker->mapped);
    worker->subtask = WASI_SUBTASK(packed);
    if (worker->subtask != 0)
        wasi_waitable_join(worker->subtask, set);
}

void
worker_await(struct worker *worker)
{
    while (worker->subtask != 0) {
        struct wasi_event event;
        wasi_waitable_set_wait(set, &event);
        wasi_subtask_drop(event.waitable);
        for (struct worker *other = workers; other != NULL; other = other->next) {
            if (other->subtask == event.waitable)
                other->subtask = 0;
        }
    }
    if (worker->mapped.is_error) {
        fputs("bench: a map failed\n", stderr);
        exit(1);
    }
    struct wasi_webgpu_result_void_unmap_error unmapped;
    wasi_webgpu_buffer_unmap(worker->staging, &unmapped);
}
