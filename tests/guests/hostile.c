/* A guest that breaks the ABI, one way a run: `hostile.wasm CASE`. The host must trap it, or where WebGPU has
 * an error of its own, answer with that. tests/hostile/check.py holds what each case must end in.
 *
 * It stands on imports.h alone, with a cabi_realloc of its own. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wasigpu/imports.h>

#define RAW(name) __attribute__((import_module("wasi:webgpu/webgpu@0.3.0-rc.2"), import_name(name)))

/* The same imports under types that let a guest pass what the WIT forbids. */
RAW("[method]gpu-device.create-buffer")
uint32_t raw_create_buffer(uint32_t device, uint64_t size, uint32_t usage, uint32_t mapped_some,
                           uint32_t mapped, uint32_t label_some, uint32_t label, uint32_t label_size);
RAW("[method]gpu-buffer.set-label")
void raw_set_label(uint32_t buffer, uint32_t label, uint32_t label_size);
RAW("[method]gpu-buffer.label")
void raw_label(uint32_t buffer, uint32_t result);
RAW("[method]gpu-queue.submit")
void raw_submit(uint32_t queue, uint32_t commands, uint32_t count);
RAW("[method]gpu-device.push-error-scope")
void raw_push_error_scope(uint32_t device, uint32_t filter);
RAW("[method]gpu-queue.write-buffer-with-copy")
void raw_write(uint32_t queue, uint32_t buffer, uint64_t offset, uint32_t data, uint32_t size,
               uint32_t data_offset_some, uint64_t data_offset, uint32_t size_some, uint64_t data_size,
               uint32_t result);

#define PAGES_END ((uint32_t)__builtin_wasm_memory_size(0) * 65536u)

static wasi_webgpu_gpu_t gpu;
static wasi_webgpu_adapter_t adapter;
static wasi_webgpu_device_t device;
static wasi_webgpu_queue_t queue;
static wasi_webgpu_buffer_t buffer;
static char area[64] __attribute__((aligned(8)));

static enum realloc_mode {
    REALLOC_WORKS,
    REALLOC_OUTSIDE,
    REALLOC_MISALIGNED,
    REALLOC_TRAPS,
    REALLOC_LEAVES,
    REALLOC_OVERLAPS
} realloc_mode;

void *cabi_realloc(void *old, size_t old_size, size_t align, size_t size);

__attribute__((export_name("cabi_realloc"))) void *
cabi_realloc(void *old, size_t old_size, size_t align, size_t size)
{
    (void)align;
    (void)old_size;
    switch (realloc_mode) {
    case REALLOC_OUTSIDE:
        return (void *)(UINT32_MAX - 8);
    case REALLOC_MISALIGNED:
        return (char *)realloc(old, size + 16) + 1;
    case REALLOC_TRAPS:
        __builtin_trap();
    case REALLOC_OVERLAPS:
        return area;
    case REALLOC_LEAVES:
        (void)wasi_webgpu_buffer_size(buffer);
        break;
    case REALLOC_WORKS:
        break;
    }
    return realloc(old, size == 0 ? 1 : size);
}

static uint32_t
address(const void *pointer)
{
    return (uint32_t)(uintptr_t)pointer;
}

static void
bad_handle(void)
{
    (void)wasi_webgpu_buffer_size(12345);
}

static void
zero_handle(void)
{
    (void)wasi_webgpu_buffer_size(0);
}

static void
huge_handle(void)
{
    (void)wasi_webgpu_buffer_size(UINT32_MAX);
}

static void
dropped_handle(void)
{
    wasi_webgpu_buffer_drop(buffer);
    (void)wasi_webgpu_buffer_size(buffer);
}

static void
double_drop(void)
{
    wasi_webgpu_buffer_drop(buffer);
    wasi_webgpu_buffer_drop(buffer);
}

static void
wrong_type(void)
{
    (void)wasi_webgpu_buffer_size(queue);
}

static void
wrong_drop(void)
{
    wasi_webgpu_buffer_drop(queue);
}

static void
own_twice(void)
{
    const wasi_webgpu_record_option_gpu_size64_t limits = wasi_webgpu_record_option_gpu_size64_new();
    struct wasi_webgpu_result_device_request_device_error result;
    for (int i = 0; i < 2; i++)
        wasi_webgpu_adapter_request_device(adapter, true, false, NULL, 0, true, limits, false, false, NULL, 0,
                                           false, NULL, 0, &result);
}

static void
data_outside(void)
{
    raw_write(queue, buffer, 0, PAGES_END - 2, 4, 0, 0, 0, 0, address(area));
}

static void
data_wraps(void)
{
    raw_write(queue, buffer, 0, UINT32_MAX - 3, 8, 0, 0, 0, 0, address(area));
}

static void
data_too_long(void)
{
    raw_write(queue, buffer, 0, 0, 1u << 28, 0, 0, 0, 0, address(area));
}

static void
result_outside(void)
{
    raw_write(queue, buffer, 0, address(area), 4, 0, 0, 0, 0, PAGES_END);
}

static void
result_misaligned(void)
{
    raw_write(queue, buffer, 0, address(area), 4, 0, 0, 0, 0, address(area) + 2);
}

static void
list_misaligned(void)
{
    raw_submit(queue, address(area) + 1, 0);
}

static void
list_outside(void)
{
    raw_submit(queue, PAGES_END, 1);
}

static void
list_of_bad_handles(void)
{
    memset(area, 0xff, sizeof area);
    raw_submit(queue, address(area), 4);
}

static void
label_outside(void)
{
    raw_label(buffer, PAGES_END - 4);
}

static void
bad_utf8(void)
{
    memcpy(area, "\xc0\x80", 2);
    raw_set_label(buffer, address(area), 2);
}

static void
surrogate(void)
{
    memcpy(area, "\xed\xa0\x80", 3);
    raw_set_label(buffer, address(area), 3);
}

static void
bad_option(void)
{
    raw_create_buffer(device, 16, WASI_WEBGPU_BUFFER_USAGE_COPY_DST, 2, 0, 0, 0, 0);
}

static void
bad_enum(void)
{
    raw_push_error_scope(device, 3);
}

static void
no_canvas(void)
{
    wasi_webgpu_canvas_context_unconfigure(buffer);
}

static void
labelled(enum realloc_mode mode)
{
    wasi_webgpu_buffer_set_label(buffer, "a label", 7);
    realloc_mode = mode;
    raw_label(buffer, address(area));
}

static void
realloc_outside(void)
{
    labelled(REALLOC_OUTSIDE);
}

static void
realloc_misaligned(void)
{
    realloc_mode = REALLOC_MISALIGNED;
    const wasi_webgpu_record_gpu_pipeline_constant_value_t record =
        wasi_webgpu_record_gpu_pipeline_constant_value_new();
    wasi_webgpu_record_gpu_pipeline_constant_value_add(record, "a", 1, 1.0);
    struct wasi_webgpu_f64_list values;
    wasi_webgpu_record_gpu_pipeline_constant_value_values(record, &values);
}

static void
realloc_traps(void)
{
    labelled(REALLOC_TRAPS);
}

static void
realloc_leaves(void)
{
    labelled(REALLOC_LEAVES);
}

/* What the WIT allows, however odd: must not trap. */
static void
realloc_overlaps(void)
{
    wasi_webgpu_buffer_set_label(buffer, "\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f", 8); /* an address far outside */
    realloc_mode = REALLOC_OVERLAPS;
    raw_label(buffer, address(area));
}

static void
unknown_flags_and_true(void)
{
    const uint32_t odd =
        raw_create_buffer(device, 16, 0xfffffc00u | WASI_WEBGPU_BUFFER_USAGE_COPY_DST, 1, 0, 0, 0, 0);
    if (wasi_webgpu_buffer_usage(odd) != WASI_WEBGPU_BUFFER_USAGE_COPY_DST)
        abort();
    const uint32_t mapped = raw_create_buffer(device, 16, WASI_WEBGPU_BUFFER_USAGE_COPY_SRC, 1, 77, 0, 0, 0);
    if (wasi_webgpu_buffer_map_state(mapped) != WASI_WEBGPU_BUFFER_MAP_STATE_MAPPED)
        abort();
}

static void
endless_loop(void)
{
    for (;;)
        (void)wasi_webgpu_buffer_size(buffer);
}

/* Begins a pass in an error scope. */
static void
begin_pass(void)
{
    wasi_webgpu_device_push_error_scope(device, WASI_WEBGPU_ERROR_FILTER_VALIDATION);
    const wasi_webgpu_command_encoder_t encoder =
        wasi_webgpu_device_create_command_encoder(device, false, false, NULL, 0);
    (void)wasi_webgpu_command_encoder_begin_compute_pass(encoder, false, false, 0, false, 0, false, 0, false,
                                                         NULL, 0);
}

static void
exit_in_pass(void)
{
    begin_pass();
    exit(7);
}

static void
trap_in_pass(void)
{
    begin_pass();
    __builtin_trap();
}

/* Maps a buffer for reading, and one at its creation. */
static void
map_two(void)
{
    const wasi_webgpu_buffer_t staging = wasi_webgpu_device_create_buffer(
        device, 64, WASI_WEBGPU_BUFFER_USAGE_MAP_READ | WASI_WEBGPU_BUFFER_USAGE_COPY_DST, false, false,
        false, NULL, 0);
    struct wasi_webgpu_result_void_map_async_error result;
    wasi_webgpu_buffer_map_async(staging, WASI_WEBGPU_MAP_MODE_READ, false, 0, false, 0, &result);
    if (result.is_error)
        exit(1);
    (void)wasi_webgpu_device_create_buffer(device, 64, WASI_WEBGPU_BUFFER_USAGE_COPY_SRC, true, true, false,
                                           NULL, 0);
}

static void
exit_in_map(void)
{
    map_two();
    exit(7);
}

static void
trap_in_map(void)
{
    map_two();
    __builtin_trap();
}

static wasi_webgpu_texture_view_t
make_target(void)
{
    const struct wasi_webgpu_device_create_texture_params texture = {
        .self = device,
        .descriptor = {.size = {.width = 4},
                       .format = WASI_WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
                       .usage = WASI_WEBGPU_TEXTURE_USAGE_RENDER_ATTACHMENT},
    };
    const struct wasi_webgpu_texture_create_view_params view = {
        .self = wasi_webgpu_device_create_texture(&texture)};
    return wasi_webgpu_texture_create_view(&view);
}

/* Sets no bind group at an index that no device has, then has what is set forgotten: an error of WebGPU. */
static void
bind_nothing_at(uint32_t index)
{
    const struct wasi_webgpu_option_render_pass_color_attachment color = {
        true,
        {.view = make_target(),
         .load_op = WASI_WEBGPU_LOAD_OP_CLEAR,
         .store_op = WASI_WEBGPU_STORE_OP_STORE}};
    const wasi_webgpu_command_encoder_t encoder =
        wasi_webgpu_device_create_command_encoder(device, false, false, NULL, 0);
    const struct wasi_webgpu_command_encoder_begin_render_pass_params params = {
        .self = encoder, .descriptor = {.color_attachments = {&color, 1}}};
    const wasi_webgpu_render_pass_encoder_t pass = wasi_webgpu_command_encoder_begin_render_pass(&params);
    struct wasi_webgpu_result_void_set_bind_group_error result;
    wasi_webgpu_render_pass_encoder_set_bind_group(pass, index, false, 0, false, NULL, 0, false, 0, false, 0,
                                                   &result);
    wasi_webgpu_render_pass_encoder_execute_bundles(pass, NULL, 0);
    wasi_webgpu_render_pass_encoder_end(pass);
    wasi_webgpu_device_push_error_scope(device, WASI_WEBGPU_ERROR_FILTER_VALIDATION);
    (void)wasi_webgpu_command_encoder_finish(encoder, false, false, NULL, 0);
    struct wasi_webgpu_result_option_error_pop_error_scope_error popped;
    wasi_webgpu_device_pop_error_scope(device, &popped);
    if (popped.is_error || !popped.ok.some)
        exit(1);
}

static void
bind_group_31(void)
{
    bind_nothing_at(31);
}

static void
bind_group_32(void)
{
    bind_nothing_at(32);
}

static const struct {
    const char *name;
    void (*run)(void);
} cases[] = {
#define CASE(name) {#name, name}
    CASE(bad_handle),          CASE(zero_handle),        CASE(huge_handle),
    CASE(dropped_handle),      CASE(double_drop),        CASE(wrong_type),
    CASE(wrong_drop),          CASE(own_twice),          CASE(data_outside),
    CASE(data_wraps),          CASE(data_too_long),      CASE(result_outside),
    CASE(result_misaligned),   CASE(list_misaligned),    CASE(list_outside),
    CASE(list_of_bad_handles), CASE(label_outside),      CASE(bad_utf8),
    CASE(surrogate),           CASE(bad_option),         CASE(bad_enum),
    CASE(realloc_outside),     CASE(realloc_misaligned), CASE(realloc_traps),
    CASE(realloc_leaves),      CASE(realloc_overlaps),   CASE(unknown_flags_and_true),
    CASE(endless_loop),        CASE(exit_in_pass),       CASE(trap_in_pass),
    CASE(exit_in_map),         CASE(trap_in_map),        CASE(no_canvas),
    CASE(bind_group_31),       CASE(bind_group_32),
#undef CASE
};

static bool
setup(void)
{
    gpu = wasi_webgpu_get_gpu();
    struct wasi_webgpu_option_adapter found;
    wasi_webgpu_gpu_request_adapter(gpu, false, false, NULL, 0, false, WASI_WEBGPU_POWER_PREFERENCE_LOW_POWER,
                                    false, false, false, false, &found);
    if (!found.some)
        return false;
    adapter = found.value;
    struct wasi_webgpu_result_device_request_device_error result;
    wasi_webgpu_adapter_request_device(adapter, false, false, NULL, 0, false, 0, false, false, NULL, 0, false,
                                       NULL, 0, &result);
    if (result.is_error)
        return false;
    device = result.ok;
    queue = wasi_webgpu_device_queue(device);
    buffer = wasi_webgpu_device_create_buffer(device, 64, WASI_WEBGPU_BUFFER_USAGE_COPY_DST, false, false,
                                              false, NULL, 0);
    return true;
}

int
main(int argc, char **argv)
{
    for (size_t i = 0; argc == 2 && i < sizeof cases / sizeof cases[0]; i++) {
        if (strcmp(argv[1], cases[i].name) != 0)
            continue;
        if (!setup()) {
            fputs("hostile: no device\n", stderr);
            return 98;
        }
        cases[i].run();
        return 0;
    }
    fputs("usage: hostile.wasm CASE\n", stderr);
    return 2;
}
