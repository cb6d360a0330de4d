/* A device that is lost by itself, on the bare imports: the native library of this test loses it in its first
 * submit (NULL_GPU_LOSES). Its futures are read before and after, async, sync and more than once; then each
 * of its methods is called. WebGPU, "Device Loss": all but mapping seems to work, and no errors are reported.
 */
#include <stdlib.h>
#include <string.h>

#include "raw.h"

/* The info, which says why the device was lost. */
static void
check_info(wasi_webgpu_device_lost_info_t info)
{
    struct wasi_webgpu_string message;
    require(wasi_webgpu_device_lost_info_reason(info) == WASI_WEBGPU_DEVICE_LOST_REASON_UNKNOWN,
            "lost for a reason that is not known");
    wasi_webgpu_device_lost_info_message(info, &message);
    require(message.size != 0, "which the library tells");
    print_text("message", message);
    wasi_webgpu_device_lost_info_drop(info);
}

static void
read_future(uint32_t future, bool async)
{
    wasi_webgpu_device_lost_info_t info;
    require((async ? wasi_webgpu_async_device_lost_future_read(future, &info)
                   : wasi_webgpu_device_lost_future_read(future, &info)) == WASI_COPY_COMPLETED,
            async ? "an async read of what is there" : "a sync read");
    check_info(info);
    wasi_webgpu_device_lost_future_drop_readable(future);
}

/* One read waits while the device is lost; a future that was asked for before and two that are asked for
 * later give an info of their own each. */
static void
lose(struct device device)
{
    const uint32_t set = wasi_waitable_set_new();
    const uint32_t waiting = wasi_webgpu_device_lost(device.self);
    const uint32_t before = wasi_webgpu_device_lost(device.self);
    wasi_webgpu_device_lost_info_t info;
    require(wasi_webgpu_async_device_lost_future_read(waiting, &info) == WASI_BLOCKED, "it is not lost");
    wasi_waitable_join(waiting, set);
    wasi_webgpu_queue_submit(device.queue, NULL, 0);
    struct wasi_event event;
    require(wasi_waitable_set_wait(set, &event) == WASI_EVENT_FUTURE_READ && event.waitable == waiting &&
                event.payload == WASI_COPY_COMPLETED,
            "it is lost");
    check_info(info);
    wasi_webgpu_device_lost_future_drop_readable(waiting);
    wasi_waitable_set_drop(set);
    read_future(before, false);
    read_future(wasi_webgpu_device_lost(device.self), true);
    read_future(wasi_webgpu_device_lost(device.self), false);
}

static void
getters(struct device device)
{
    struct wasi_webgpu_string label;
    wasi_webgpu_supported_features_drop(wasi_webgpu_device_features(device.self));
    wasi_webgpu_supported_limits_drop(wasi_webgpu_device_limits(device.self));
    wasi_webgpu_adapter_info_drop(wasi_webgpu_device_adapter_info(device.self));
    wasi_webgpu_queue_drop(wasi_webgpu_device_queue(device.self));
    wasi_webgpu_device_set_label(device.self, "gone", 4);
    wasi_webgpu_device_label(device.self, &label);
    require(label.size == 4 && memcmp(label.data, "gone", 4) == 0, "a label can still be set");
    free((void *)(uintptr_t)label.data);
}

static void
resources(struct device device)
{
    const struct wasi_webgpu_device_create_texture_params texture = {
        .self = device.self,
        .descriptor = {.size = {.width = 4},
                       .format = WASI_WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
                       .usage = WASI_WEBGPU_TEXTURE_USAGE_COPY_DST}};
    const struct wasi_webgpu_device_create_sampler_params sampler = {.self = device.self};
    struct wasi_webgpu_result_query_set_create_query_set_error queries;
    const wasi_webgpu_buffer_t buffer =
        new_buffer(device, 16, WASI_WEBGPU_BUFFER_USAGE_MAP_READ | WASI_WEBGPU_BUFFER_USAGE_COPY_DST);
    require(wasi_webgpu_buffer_size(buffer) == 16, "a buffer");
    const wasi_webgpu_texture_t made = wasi_webgpu_device_create_texture(&texture);
    require(wasi_webgpu_texture_width(made) == 4, "a texture");
    wasi_webgpu_sampler_drop(wasi_webgpu_device_create_sampler(&sampler));
    wasi_webgpu_device_create_query_set(device.self, WASI_WEBGPU_QUERY_TYPE_OCCLUSION, 1, false, NULL, 0,
                                        &queries);
    require(!queries.is_error, "a query set");

    struct wasi_webgpu_result_void_map_async_error mapped;
    struct wasi_webgpu_result_void_write_buffer_error written;
    const uint8_t bytes[4] = {1, 2, 3, 4};
    wasi_webgpu_queue_write_buffer_with_copy(device.queue, buffer, 0, bytes, sizeof bytes, false, 0, false, 0,
                                             &written);
    require(!written.is_error, "a write");
    wasi_webgpu_buffer_map_async(buffer, WASI_WEBGPU_MAP_MODE_READ, false, 0, false, 0, &mapped);
    require(mapped.is_error, "but no map");
    print_text("error", mapped.error.message);
    wasi_webgpu_query_set_drop(queries.ok);
    wasi_webgpu_texture_drop(made);
    wasi_webgpu_buffer_drop(buffer);
}

static void
pipelines(struct device device)
{
    const wasi_webgpu_bind_group_layout_t layout =
        wasi_webgpu_device_create_bind_group_layout(device.self, NULL, 0, false, NULL, 0);
    wasi_webgpu_bind_group_drop(
        wasi_webgpu_device_create_bind_group(device.self, layout, NULL, 0, false, NULL, 0));
    const wasi_webgpu_pipeline_layout_t pipeline_layout =
        wasi_webgpu_device_create_pipeline_layout(device.self, NULL, 0, false, 0, false, NULL, 0);
    const wasi_webgpu_shader_module_t shader = new_shader(device, "@compute @workgroup_size(1) fn main() {}");
    wasi_webgpu_compute_pipeline_drop(wasi_webgpu_device_create_compute_pipeline(
        device.self, shader, false, NULL, 0, false, 0, WASI_WEBGPU_LAYOUT_MODE_SPECIFIC, pipeline_layout,
        false, NULL, 0));
    struct wasi_webgpu_device_create_render_pipeline_params params = {
        .self = device.self,
        .descriptor = {.vertex = {.module = shader}, .layout = {.tag = WASI_WEBGPU_LAYOUT_MODE_AUTO}}};
    wasi_webgpu_render_pipeline_drop(wasi_webgpu_device_create_render_pipeline(&params));

    struct wasi_webgpu_result_compute_pipeline_create_pipeline_error compute;
    struct wasi_webgpu_result_render_pipeline_create_pipeline_error render;
    wasi_webgpu_device_create_compute_pipeline_async(device.self, shader, false, NULL, 0, false, 0,
                                                     WASI_WEBGPU_LAYOUT_MODE_SPECIFIC, pipeline_layout, false,
                                                     NULL, 0, &compute);
    require(!compute.is_error, "a compute pipeline");
    const struct wasi_webgpu_device_create_render_pipeline_async_params async_params = {params.self,
                                                                                        params.descriptor};
    wasi_webgpu_device_create_render_pipeline_async(&async_params, &render);
    require(!render.is_error, "a render pipeline");
    wasi_webgpu_compute_pipeline_drop(compute.ok);
    wasi_webgpu_render_pipeline_drop(render.ok);
    wasi_webgpu_shader_module_drop(shader);
    wasi_webgpu_pipeline_layout_drop(pipeline_layout);
    wasi_webgpu_bind_group_layout_drop(layout);
}

static void
commands(struct device device)
{
    const struct wasi_webgpu_option_texture_format format = {true, WASI_WEBGPU_TEXTURE_FORMAT_RGBA8UNORM};
    wasi_webgpu_render_bundle_encoder_drop(wasi_webgpu_device_create_render_bundle_encoder(
        device.self, false, false, false, false, &format, 1, false, 0, false, 0, false, NULL, 0));
    const wasi_webgpu_command_encoder_t encoder =
        wasi_webgpu_device_create_command_encoder(device.self, false, false, NULL, 0);
    const wasi_webgpu_command_buffer_t finished =
        wasi_webgpu_command_encoder_finish(encoder, false, false, NULL, 0);
    wasi_webgpu_queue_submit(device.queue, &finished, 1);
    wasi_webgpu_queue_on_submitted_work_done(device.queue);
    wasi_webgpu_command_buffer_drop(finished);
    wasi_webgpu_command_encoder_drop(encoder);
}

/* An invalid buffer: no scope has its error, nor has a stream, which has ended. */
static void
errors(struct device device)
{
    struct wasi_webgpu_result_option_error_pop_error_scope_error popped;
    wasi_webgpu_device_push_error_scope(device.self, WASI_WEBGPU_ERROR_FILTER_VALIDATION);
    wasi_webgpu_buffer_drop(
        new_buffer(device, 16, WASI_WEBGPU_BUFFER_USAGE_MAP_READ | WASI_WEBGPU_BUFFER_USAGE_MAP_WRITE));
    wasi_webgpu_device_pop_error_scope(device.self, &popped);
    require(!popped.is_error && !popped.ok.some, "an error scope without an error");
    const uint32_t stream = wasi_webgpu_device_on_uncaptured_error(device.self);
    wasi_webgpu_error_t error;
    require(wasi_webgpu_device_on_uncaptured_error_stream_read(stream, &error, 1) == WASI_COPY_DROPPED,
            "a stream without errors");
    wasi_webgpu_device_on_uncaptured_error_stream_drop_readable(stream);
}

int
main(void)
{
    const struct device device = open_device();
    lose(device);
    getters(device);
    resources(device);
    pipelines(device);
    commands(device);
    errors(device);
    wasi_webgpu_device_destroy(device.self);
    read_future(wasi_webgpu_device_lost(device.self), false); /* it was lost before it was destroyed */
    close_device(device);
    return 0;
}
