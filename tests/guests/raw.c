/* What the tests of imports.h share. */
#include "raw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void
require(bool passed, const char *what)
{
    printf("%s %s\n", passed ? "ok    " : "FAILED", what);
    if (!passed)
        exit(1);
}

void
print_text(const char *what, struct wasi_webgpu_string text)
{
    printf("       %s: %.*s\n", what, (int)text.size, text.data);
    free((void *)(uintptr_t)text.data);
}

uint64_t
now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

wasi_webgpu_adapter_t
open_adapter(void)
{
    const wasi_webgpu_gpu_t gpu = wasi_webgpu_get_gpu();
    struct wasi_webgpu_option_adapter found;
    wasi_webgpu_gpu_request_adapter(gpu, false, false, NULL, 0, false, 0, false, false, false, false, &found);
    require(found.some, "an adapter");
    wasi_webgpu_gpu_drop(gpu);
    return found.value;
}

struct device
open_device(void)
{
    const wasi_webgpu_adapter_t adapter = open_adapter();
    struct wasi_webgpu_result_device_request_device_error result;
    wasi_webgpu_adapter_request_device(adapter, false, false, NULL, 0, false, 0, false, false, NULL, 0, false,
                                       NULL, 0, &result);
    require(!result.is_error, "a device");
    wasi_webgpu_adapter_drop(adapter);
    return (struct device){result.ok, wasi_webgpu_device_queue(result.ok)};
}

void
close_device(struct device device)
{
    wasi_webgpu_queue_drop(device.queue);
    wasi_webgpu_device_drop(device.self);
}

wasi_webgpu_buffer_t
new_buffer(struct device device, uint64_t size, uint32_t usage)
{
    return wasi_webgpu_device_create_buffer(device.self, size, usage, false, false, false, NULL, 0);
}

wasi_webgpu_shader_module_t
new_shader(struct device device, const char *code)
{
    return wasi_webgpu_device_create_shader_module(device.self, code, (uint32_t)strlen(code), false, NULL, 0,
                                                   false, NULL, 0);
}

static wasi_webgpu_compute_pipeline_t
new_pipeline(struct device device, uint32_t rounds, uint32_t value)
{
    char code[600];
    snprintf(code, sizeof code,
             "@group(0) @binding(0) var<storage, read_write> out: array<u32>;\n"
             "@compute @workgroup_size(1) fn main(@builtin(global_invocation_id) id: vec3u) {\n"
             "    var x = id.x;\n"
             "    for (var i = 0u; i < %uu; i++) { x = x * 1664525u + 1013904223u; }\n"
             "    out[1] = x;\n"
             "    out[0] = %uu;\n"
             "}\n",
             (unsigned)rounds, (unsigned)value);
    const wasi_webgpu_shader_module_t shader = new_shader(device, code);
    const wasi_webgpu_compute_pipeline_t pipeline = wasi_webgpu_device_create_compute_pipeline(
        device.self, shader, false, NULL, 0, false, 0, WASI_WEBGPU_LAYOUT_MODE_AUTO, 0, false, NULL, 0);
    wasi_webgpu_shader_module_drop(shader);
    return pipeline;
}

static wasi_webgpu_bind_group_t
new_bind_group(struct device device, wasi_webgpu_compute_pipeline_t pipeline, wasi_webgpu_buffer_t buffer)
{
    const wasi_webgpu_bind_group_layout_t layout =
        wasi_webgpu_compute_pipeline_get_bind_group_layout(pipeline, 0);
    const struct wasi_webgpu_bind_group_entry entry = {
        .resource = {.tag = WASI_WEBGPU_BINDING_RESOURCE_BUFFER, .buffer = buffer}};
    const wasi_webgpu_bind_group_t group =
        wasi_webgpu_device_create_bind_group(device.self, layout, &entry, 1, false, NULL, 0);
    wasi_webgpu_bind_group_layout_drop(layout);
    return group;
}

wasi_webgpu_buffer_t
start_work(struct device device, uint32_t rounds, uint32_t value)
{
    const wasi_webgpu_compute_pipeline_t pipeline = new_pipeline(device, rounds, value);
    const wasi_webgpu_buffer_t out =
        new_buffer(device, 8, WASI_WEBGPU_BUFFER_USAGE_STORAGE | WASI_WEBGPU_BUFFER_USAGE_COPY_SRC);
    const wasi_webgpu_buffer_t staging =
        new_buffer(device, 8, WASI_WEBGPU_BUFFER_USAGE_MAP_READ | WASI_WEBGPU_BUFFER_USAGE_COPY_DST);
    const wasi_webgpu_bind_group_t group = new_bind_group(device, pipeline, out);
    const wasi_webgpu_command_encoder_t encoder =
        wasi_webgpu_device_create_command_encoder(device.self, false, false, NULL, 0);
    const wasi_webgpu_compute_pass_encoder_t pass = wasi_webgpu_command_encoder_begin_compute_pass(
        encoder, false, false, 0, false, 0, false, 0, false, NULL, 0);
    struct wasi_webgpu_result_void_set_bind_group_error result;
    wasi_webgpu_compute_pass_encoder_set_pipeline(pass, pipeline);
    wasi_webgpu_compute_pass_encoder_set_bind_group(pass, 0, true, group, false, NULL, 0, false, 0, false, 0,
                                                    &result);
    wasi_webgpu_compute_pass_encoder_dispatch_workgroups(pass, 1, false, 0, false, 0);
    wasi_webgpu_compute_pass_encoder_end(pass);
    wasi_webgpu_command_encoder_copy_buffer_to_buffer(encoder, out, false, 0, staging, false, 0, false, 0);
    const wasi_webgpu_command_buffer_t commands =
        wasi_webgpu_command_encoder_finish(encoder, false, false, NULL, 0);
    wasi_webgpu_queue_submit(device.queue, &commands, 1);
    wasi_webgpu_command_buffer_drop(commands);
    wasi_webgpu_compute_pass_encoder_drop(pass);
    wasi_webgpu_command_encoder_drop(encoder);
    wasi_webgpu_bind_group_drop(group);
    wasi_webgpu_buffer_drop(out);
    wasi_webgpu_compute_pipeline_drop(pipeline);
    return staging;
}

uint32_t
read_and_unmap(wasi_webgpu_buffer_t buffer)
{
    struct wasi_webgpu_result_u8_list_get_mapped_range_error range;
    wasi_webgpu_buffer_get_mapped_range_get_with_copy(buffer, false, 0, true, 4, &range);
    require(!range.is_error && range.ok.count == 4, "its mapped range");
    uint32_t value;
    memcpy(&value, range.ok.data, sizeof value);
    free((void *)(uintptr_t)range.ok.data);
    struct wasi_webgpu_result_void_unmap_error result;
    wasi_webgpu_buffer_unmap(buffer, &result);
    return value;
}

uint32_t
map_async(wasi_webgpu_buffer_t buffer, struct wasi_webgpu_result_void_map_async_error *result)
{
    const struct wasi_webgpu_buffer_map_async_params params = {.self = buffer,
                                                               .mode = WASI_WEBGPU_MAP_MODE_READ};
    return wasi_webgpu_async_buffer_map_async(&params, result);
}
