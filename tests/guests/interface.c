/* What webgpu.h has no way to say: adapters that are asked for, limits by name, ranges of dynamic offsets,
 * textures and buffers bound as a whole, errors of mapped ranges. It stands on imports.h. */
#include <stdio.h>
#include <string.h>

#include <wasigpu/imports.h>

#include "check.h"

#define TEXT(text) text, sizeof text - 1
#define NO_LABEL false, NULL, 0

static wasi_webgpu_device_t device;

static wasi_webgpu_adapter_t
find_adapter(enum wasi_webgpu_power_preference preference)
{
    struct wasi_webgpu_option_adapter found = {0};
    wasi_webgpu_gpu_request_adapter(wasi_webgpu_get_gpu(), true, true, TEXT("core"), true, preference, false,
                                    false, false, false, &found);
    return found.some ? found.value : 0;
}

static bool
refused(const char *limit, uint64_t value, enum wasi_webgpu_request_device_error_kind kind)
{
    const wasi_webgpu_record_option_gpu_size64_t wanted = wasi_webgpu_record_option_gpu_size64_new();
    wasi_webgpu_record_option_gpu_size64_add(wanted, limit, (uint32_t)strlen(limit), true, value);
    struct wasi_webgpu_result_device_request_device_error result;
    wasi_webgpu_adapter_request_device(find_adapter(WASI_WEBGPU_POWER_PREFERENCE_LOW_POWER), true, false,
                                       NULL, 0, true, wanted, false, false, NULL, 0, false, NULL, 0, &result);
    return result.is_error && result.error.kind == kind;
}

/* Leaves `device`. */
static bool
test_device(void)
{
    const wasi_webgpu_adapter_t adapter = find_adapter(WASI_WEBGPU_POWER_PREFERENCE_HIGH_PERFORMANCE);
    struct wasi_webgpu_result_device_request_device_error result;
    wasi_webgpu_adapter_request_device(adapter, false, false, NULL, 0, false, 0, false, false, NULL, 0, false,
                                       NULL, 0, &result);
    if (!check(!result.is_error, "a device of a powerful adapter"))
        return false;
    device = result.ok;
    struct wasi_webgpu_string of_adapter = {0}, of_device = {0};
    wasi_webgpu_adapter_info_vendor(wasi_webgpu_adapter_info(adapter), &of_adapter);
    wasi_webgpu_adapter_info_vendor(wasi_webgpu_device_adapter_info(result.ok), &of_device);
    check(of_adapter.size == of_device.size && memcmp(of_adapter.data, of_device.data, of_device.size) == 0,
          "a device's adapter-info is its adapter's");
    const wasi_webgpu_supported_limits_t limits = wasi_webgpu_device_limits(result.ok);
    check(wasi_webgpu_supported_limits_max_storage_buffers_in_vertex_stage(limits) <=
                  wasi_webgpu_supported_limits_max_storage_buffers_per_shader_stage(limits) &&
              wasi_webgpu_supported_limits_max_storage_buffers_in_fragment_stage(limits) <=
                  wasi_webgpu_supported_limits_max_storage_buffers_per_shader_stage(limits),
          "storage buffers in a stage: no more than in any");
    check(wasi_webgpu_supported_limits_max_storage_textures_in_vertex_stage(limits) <=
                  wasi_webgpu_supported_limits_max_storage_textures_per_shader_stage(limits) &&
              wasi_webgpu_supported_limits_max_storage_textures_in_fragment_stage(limits) <=
                  wasi_webgpu_supported_limits_max_storage_textures_per_shader_stage(limits),
          "storage textures in a stage: no more than in any");
    check(refused("maxBindGroups", 1u << 30, WASI_WEBGPU_REQUEST_DEVICE_ERROR_KIND_OPERATION_ERROR),
          "a limit that is too high is an operation error");
    check(refused("maxWishes", 3, WASI_WEBGPU_REQUEST_DEVICE_ERROR_KIND_OPERATION_ERROR),
          "a limit that there is not is an operation error");
    const enum wasi_webgpu_texture_format format =
        wasi_webgpu_gpu_get_preferred_canvas_format(wasi_webgpu_get_gpu());
    check(format == WASI_WEBGPU_TEXTURE_FORMAT_RGBA8UNORM || format == WASI_WEBGPU_TEXTURE_FORMAT_BGRA8UNORM,
          "a preferred canvas format");
    return true;
}

static void
test_mapped_range(void)
{
    static const uint8_t data[32];
    const wasi_webgpu_buffer_t buffer =
        wasi_webgpu_device_create_buffer(device, 16, WASI_WEBGPU_BUFFER_USAGE_COPY_SRC, true, true, NO_LABEL);
    struct wasi_webgpu_result_void_get_mapped_range_error result;
    wasi_webgpu_buffer_get_mapped_range_set_with_copy(buffer, data, 16, true, 0, true, 16, &result);
    check(!result.is_error, "as much data as a range holds");
    wasi_webgpu_buffer_get_mapped_range_set_with_copy(buffer, data, 4, true, 8, false, 0, &result);
    check(!result.is_error, "less data than the range holds");
    wasi_webgpu_buffer_get_mapped_range_set_with_copy(buffer, data, 32, true, 0, true, 16, &result);
    check(result.is_error && result.error.kind == WASI_WEBGPU_GET_MAPPED_RANGE_ERROR_KIND_RANGE_ERROR,
          "more data than a range holds is a range error");
    wasi_webgpu_buffer_get_mapped_range_set_with_copy(buffer, data, 4, true, 16, true, 4, &result);
    check(result.is_error && result.error.kind == WASI_WEBGPU_GET_MAPPED_RANGE_ERROR_KIND_OPERATION_ERROR,
          "a range behind the buffer is an operation error");
    wasi_webgpu_buffer_drop(buffer);
}

static bool
is_valid(void)
{
    struct wasi_webgpu_result_option_error_pop_error_scope_error result;
    wasi_webgpu_device_pop_error_scope(device, &result);
    return !result.is_error && !result.ok.some;
}

/* The parameters dynamic-offsets-data-start and -length: a part of the list. */
static void
test_dynamic_offsets(void)
{
    static const uint32_t offsets[3] = {0, 256, 0};
    static const struct {
        const char *what;
        uint64_t start;
        uint32_t length;
        bool is_error;
    } rows[] = {
        {"dynamic offsets: one of the list", 1, 1, false},
        {"dynamic offsets: the last", 2, 1, false},
        {"dynamic offsets: not behind the list", 3, 1, true},
        {"dynamic offsets: not across its end", 2, 2, true},
        {"dynamic offsets: a start that wraps", UINT64_MAX, 1, true},
    };
    struct wasi_webgpu_bind_group_layout_entry layout_entry = {
        .visibility = WASI_WEBGPU_SHADER_STAGE_COMPUTE,
        .buffer = {.some = 1, .value = {.has_dynamic_offset = {.some = 1, .value = 1}}},
    };
    const wasi_webgpu_bind_group_layout_t layout =
        wasi_webgpu_device_create_bind_group_layout(device, &layout_entry, 1, NO_LABEL);
    const wasi_webgpu_buffer_t buffer = wasi_webgpu_device_create_buffer(
        device, 512, WASI_WEBGPU_BUFFER_USAGE_UNIFORM, false, false, NO_LABEL);
    const struct wasi_webgpu_bind_group_entry entry = {
        .resource = {.tag = WASI_WEBGPU_BINDING_RESOURCE_BUFFER_BINDING,
                     .buffer_binding = {.buffer = buffer, .size = {.some = 1, .value = 256}}},
    };
    const wasi_webgpu_bind_group_t group =
        wasi_webgpu_device_create_bind_group(device, layout, &entry, 1, NO_LABEL);
    const wasi_webgpu_command_encoder_t encoder =
        wasi_webgpu_device_create_command_encoder(device, false, NO_LABEL);
    const wasi_webgpu_compute_pass_encoder_t pass = wasi_webgpu_command_encoder_begin_compute_pass(
        encoder, false, false, 0, false, 0, false, 0, NO_LABEL);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wasi_webgpu_result_void_set_bind_group_error result;
        wasi_webgpu_compute_pass_encoder_set_bind_group(pass, 0, true, group, true, offsets, 3, true,
                                                        rows[i].start, true, rows[i].length, &result);
        check(
            result.is_error == rows[i].is_error &&
                (!result.is_error || result.error.kind == WASI_WEBGPU_SET_BIND_GROUP_ERROR_KIND_RANGE_ERROR),
            rows[i].what);
    }
    wasi_webgpu_compute_pass_encoder_end(pass);
    wasi_webgpu_device_push_error_scope(device, WASI_WEBGPU_ERROR_FILTER_VALIDATION);
    (void)wasi_webgpu_command_encoder_finish(encoder, false, NO_LABEL);
    check(is_valid(), "dynamic offsets: a range error leaves the pass as it was");
}

/* Bound without a view or a range. */
static void
test_whole_resources(void)
{
    const struct wasi_webgpu_bind_group_layout_entry layout_entries[] = {
        {.binding = 0,
         .visibility = WASI_WEBGPU_SHADER_STAGE_FRAGMENT,
         .texture = {.some = 1,
                     .value = {.view_dimension = {.some = 1,
                                                  .value = WASI_WEBGPU_TEXTURE_VIEW_DIMENSION_D2_ARRAY}}}},
        {.binding = 1,
         .visibility = WASI_WEBGPU_SHADER_STAGE_FRAGMENT,
         .buffer = {.some = 1, .value = {.min_binding_size = {.some = 1, .value = 64}}}},
    };
    const struct wasi_webgpu_device_create_texture_params params = {
        .self = device,
        .descriptor = {.size = {.width = 4, .depth_or_array_layers = {.some = 1, .value = 3}},
                       .format = WASI_WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
                       .usage = WASI_WEBGPU_TEXTURE_USAGE_TEXTURE_BINDING},
    };
    const wasi_webgpu_texture_t texture = wasi_webgpu_device_create_texture(&params);
    const wasi_webgpu_buffer_t buffer = wasi_webgpu_device_create_buffer(
        device, 64, WASI_WEBGPU_BUFFER_USAGE_UNIFORM, false, false, NO_LABEL);
    const struct wasi_webgpu_bind_group_entry entries[] = {
        {.binding = 0, .resource = {.tag = WASI_WEBGPU_BINDING_RESOURCE_TEXTURE, .texture = texture}},
        {.binding = 1, .resource = {.tag = WASI_WEBGPU_BINDING_RESOURCE_BUFFER, .buffer = buffer}},
    };
    const wasi_webgpu_bind_group_layout_t layout =
        wasi_webgpu_device_create_bind_group_layout(device, layout_entries, 2, NO_LABEL);
    wasi_webgpu_device_push_error_scope(device, WASI_WEBGPU_ERROR_FILTER_VALIDATION);
    (void)wasi_webgpu_device_create_bind_group(device, layout, entries, 2, NO_LABEL);
    check(is_valid(), "a texture and a buffer, bound as a whole");
    struct wasi_webgpu_option_texture_view_dimension dimension;
    wasi_webgpu_texture_texture_binding_view_dimension(texture, &dimension);
    check(!dimension.some, "texture-binding-view-dimension: none, for core features are there");
}

/* "all" is a flag of its own in the interface. */
static void
test_color_write(void)
{
    static const char code[] = "@vertex fn vertex() -> @builtin(position) vec4f { return vec4f(); }\n"
                               "@fragment fn fragment() -> @location(0) vec4f { return vec4f(); }\n";
    const wasi_webgpu_shader_module_t module =
        wasi_webgpu_device_create_shader_module(device, TEXT(code), false, NULL, 0, NO_LABEL);
    const struct wasi_webgpu_option_color_target_state target = {
        .some = 1,
        .value = {.format = WASI_WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
                  .write_mask = {.some = 1, .value = WASI_WEBGPU_COLOR_WRITE_ALL}},
    };
    const struct wasi_webgpu_device_create_render_pipeline_params params = {
        .self = device,
        .descriptor = {.vertex = {.module = module},
                       .fragment = {.some = 1, .value = {.targets = {&target, 1}, .module = module}},
                       .layout = {.tag = WASI_WEBGPU_LAYOUT_MODE_AUTO}},
    };
    wasi_webgpu_device_push_error_scope(device, WASI_WEBGPU_ERROR_FILTER_VALIDATION);
    (void)wasi_webgpu_device_create_render_pipeline(&params);
    check(is_valid(), "a write mask of all");
}

int
main(void)
{
    if (test_device()) {
        test_mapped_range();
        test_dynamic_offsets();
        test_whole_resources();
        test_color_write();
    }
    return check_finish();
}
