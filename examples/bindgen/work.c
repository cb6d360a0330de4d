/* What the guests on `wit-bindgen c` share: a compute round trip that doubles 256 numbers, but for what an
 * async method does in it. */
#include "work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t numbers[COUNT];

void
require(bool passed, const char *what)
{
    printf("%s %s\n", passed ? "ok    " : "FAILED", what);
    if (!passed)
        exit(1);
}

void
print_and_free(const char *what, imports_string_t *text)
{
    printf("       %s: %.*s\n", what, (int)text->len, (const char *)text->ptr);
    imports_string_free(text);
}

static W(own_gpu_buffer_t) create_buffer(W(borrow_gpu_device_t) device, W(gpu_buffer_usage_t) usage)
{
    W(gpu_buffer_descriptor_t) descriptor = {.size = sizeof numbers, .usage = usage};
    return W(method_gpu_device_create_buffer)(device, &descriptor);
}

static W(own_gpu_compute_pipeline_t) create_pipeline(W(borrow_gpu_device_t) device)
{
    W(gpu_shader_module_descriptor_t) shader_descriptor = {.label = {.is_some = false}};
    imports_string_set(&shader_descriptor.code,
                       "@group(0) @binding(0) var<storage, read_write> data: array<u32>;\n"
                       "@compute @workgroup_size(64)\n"
                       "fn main(@builtin(global_invocation_id) id: vec3u) { data[id.x] *= 2u; }\n");
    const W(own_gpu_shader_module_t) shader =
        W(method_gpu_device_create_shader_module)(device, &shader_descriptor);
    W(gpu_compute_pipeline_descriptor_t)
    descriptor = {
        .compute = {.module = W(borrow_gpu_shader_module)(shader)},
        .layout = {.tag = CONSTANT(GPU_LAYOUT_MODE_AUTO)},
    };
    const W(own_gpu_compute_pipeline_t) pipeline =
        W(method_gpu_device_create_compute_pipeline)(device, &descriptor);
    W(gpu_shader_module_drop_own)(shader);
    return pipeline;
}

static W(own_gpu_bind_group_t)
    create_bind_group(W(borrow_gpu_device_t) device, W(borrow_gpu_compute_pipeline_t) pipeline,
                      W(borrow_gpu_buffer_t) buffer)
{
    const W(own_gpu_bind_group_layout_t) layout =
        W(method_gpu_compute_pipeline_get_bind_group_layout)(pipeline, 0);
    W(gpu_bind_group_entry_t)
    entry = {
        .resource = {.tag = CONSTANT(GPU_BINDING_RESOURCE_GPU_BUFFER), .val = {.gpu_buffer = buffer}},
    };
    W(gpu_bind_group_descriptor_t)
    descriptor = {
        .layout = W(borrow_gpu_bind_group_layout)(layout),
        .entries = {.ptr = &entry, .len = 1},
    };
    const W(own_gpu_bind_group_t) group = W(method_gpu_device_create_bind_group)(device, &descriptor);
    W(gpu_bind_group_layout_drop_own)(layout);
    return group;
}

/* Doubles `data` and copies it to `staging`. */
static void
run(W(borrow_gpu_device_t) device, W(borrow_gpu_queue_t) queue, W(borrow_gpu_buffer_t) data,
    W(borrow_gpu_buffer_t) staging)
{
    const W(own_gpu_compute_pipeline_t) pipeline = create_pipeline(device);
    const W(own_gpu_bind_group_t) group =
        create_bind_group(device, W(borrow_gpu_compute_pipeline)(pipeline), data);
    const W(own_gpu_command_encoder_t) encoder = W(method_gpu_device_create_command_encoder)(device, NULL);
    const W(borrow_gpu_command_encoder_t) commands = W(borrow_gpu_command_encoder)(encoder);
    const W(own_gpu_compute_pass_encoder_t) pass_own =
        W(method_gpu_command_encoder_begin_compute_pass)(commands, NULL);
    const W(borrow_gpu_compute_pass_encoder_t) pass = W(borrow_gpu_compute_pass_encoder)(pass_own);
    W(method_gpu_compute_pass_encoder_set_pipeline)(pass, W(borrow_gpu_compute_pipeline)(pipeline));
    W(borrow_gpu_bind_group_t) borrowed = W(borrow_gpu_bind_group)(group);
    W(set_bind_group_error_t) bind_error;
    require(
        W(method_gpu_compute_pass_encoder_set_bind_group)(pass, 0, &borrowed, NULL, NULL, NULL, &bind_error),
        "set a bind group");
    W(method_gpu_compute_pass_encoder_dispatch_workgroups)(pass, COUNT / 64, NULL, NULL);
    W(method_gpu_compute_pass_encoder_end)(pass);
    W(method_gpu_command_encoder_copy_buffer_to_buffer)(commands, data, NULL, staging, NULL, NULL);
    const W(own_gpu_command_buffer_t) buffer = W(method_gpu_command_encoder_finish)(commands, NULL);
    W(borrow_gpu_command_buffer_t) finished = W(borrow_gpu_command_buffer)(buffer);
    W(list_borrow_gpu_command_buffer_t) list = {.ptr = &finished, .len = 1};
    W(method_gpu_queue_submit)(queue, &list);
    W(gpu_command_buffer_drop_own)(buffer);
    W(gpu_compute_pass_encoder_drop_own)(pass_own);
    W(gpu_command_encoder_drop_own)(encoder);
    W(gpu_bind_group_drop_own)(group);
    W(gpu_compute_pipeline_drop_own)(pipeline);
}

struct work
work_start(W(borrow_gpu_device_t) device)
{
    const struct work work = {
        .queue = W(method_gpu_device_queue)(device),
        .data =
            create_buffer(device, CONSTANT(GPU_BUFFER_USAGE_STORAGE) | CONSTANT(GPU_BUFFER_USAGE_COPY_SRC) |
                                      CONSTANT(GPU_BUFFER_USAGE_COPY_DST)),
        .staging =
            create_buffer(device, CONSTANT(GPU_BUFFER_USAGE_MAP_READ) | CONSTANT(GPU_BUFFER_USAGE_COPY_DST)),
    };
    for (uint32_t i = 0; i < COUNT; i++)
        numbers[i] = i * 3 + 1;
    imports_list_u8_t bytes = {.ptr = (uint8_t *)numbers, .len = sizeof numbers};
    W(write_buffer_error_t) error;
    require(W(method_gpu_queue_write_buffer_with_copy)(W(borrow_gpu_queue)(work.queue),
                                                       W(borrow_gpu_buffer)(work.data), 0, &bytes, NULL, NULL,
                                                       &error),
            "write the numbers");
    run(device, W(borrow_gpu_queue)(work.queue), W(borrow_gpu_buffer)(work.data),
        W(borrow_gpu_buffer)(work.staging));
    return work;
}

void
work_check(const struct work *work)
{
    const W(borrow_gpu_buffer_t) staging = W(borrow_gpu_buffer)(work->staging);
    imports_list_u8_t bytes;
    W(get_mapped_range_error_t) range_error;
    require(W(method_gpu_buffer_get_mapped_range_get_with_copy)(staging, NULL, NULL, &bytes, &range_error),
            "get the mapped range");
    require(bytes.len == sizeof numbers, "all of it");
    bool doubled = true;
    for (uint32_t i = 0; i < COUNT; i++) {
        uint32_t value;
        memcpy(&value, bytes.ptr + i * sizeof value, sizeof value);
        doubled = doubled && value == numbers[i] * 2;
    }
    require(doubled, "every number is doubled");
    imports_list_u8_free(&bytes);
    W(unmap_error_t) unmap_error;
    require(W(method_gpu_buffer_unmap)(staging, &unmap_error), "unmap it");
    require(!W(method_gpu_buffer_get_mapped_range_get_with_copy)(staging, NULL, NULL, &bytes, &range_error),
            "then there is no range");
    print_and_free("error", &range_error.message);
}

void
work_finish(const struct work *work)
{
    W(gpu_buffer_drop_own)(work->staging);
    W(gpu_buffer_drop_own)(work->data);
    W(gpu_queue_drop_own)(work->queue);
}
