/* Labels of every object: as it was made with, as it was set, empty at first. WebGPU, "WebGPU Objects".
 * webgpu.h sets labels and reads none, so that this guest stands on imports.h. */
#include <stdio.h>
#include <string.h>

#include <wasigpu/imports.h>

#include "check.h"

#define MADE "made \xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"
#define LABEL true, MADE, sizeof MADE - 1
#define NO_LABEL false, NULL, 0
#define LABEL_FIELD {.some = 1, .value = {MADE, sizeof MADE - 1}}

static const char code[] = "@compute @workgroup_size(1) fn main() {}\n"
                           "@vertex fn vertex() -> @builtin(position) vec4f { return vec4f(); }\n"
                           "@fragment fn fragment() -> @location(0) vec4f { return vec4f(); }\n";

/* Every resource that has a label. */
#define LABELLED(X) \
    X(bind_group) \
    X(bind_group_layout) \
    X(buffer) \
    X(command_buffer) \
    X(command_encoder) \
    X(compute_pass_encoder) \
    X(compute_pipeline) \
    X(device) \
    X(pipeline_layout) \
    X(query_set) \
    X(queue) \
    X(render_bundle) \
    X(render_bundle_encoder) \
    X(render_pass_encoder) \
    X(render_pipeline) \
    X(sampler) \
    X(shader_module) \
    X(texture) \
    X(texture_view)

enum kind {
#define X(name) KIND_##name,
    LABELLED(X)
#undef X
        KIND_COUNT
};

static const struct {
    const char *name;
    void (*get)(uint32_t self, struct wasi_webgpu_string *result);
    void (*set)(uint32_t self, const char *label, uint32_t size);
} kinds[] = {
#define X(name) {#name, wasi_webgpu_##name##_label, wasi_webgpu_##name##_set_label},
    LABELLED(X)
#undef X
};

static bool
is_labelled(enum kind kind, uint32_t object, const char *label)
{
    struct wasi_webgpu_string got = {NULL, 0};
    kinds[kind].get(object, &got);
    return got.size == strlen(label) && memcmp(got.data, label, got.size) == 0;
}

/* `plain` was made without a label, `labelled` with MADE. */
static void
test_labels(enum kind kind, uint32_t plain, uint32_t labelled)
{
    char what[80];
    snprintf(what, sizeof what, "%s: no label at first", kinds[kind].name);
    check(is_labelled(kind, plain, ""), what);
    snprintf(what, sizeof what, "%s: the label that it was made with", kinds[kind].name);
    check(is_labelled(kind, labelled, MADE), what);
    kinds[kind].set(labelled, "another", 7);
    kinds[kind].set(plain, MADE, sizeof MADE - 1);
    snprintf(what, sizeof what, "%s: the label that was set", kinds[kind].name);
    check(is_labelled(kind, labelled, "another") && is_labelled(kind, plain, MADE), what);
    kinds[kind].set(labelled, NULL, 0);
    snprintf(what, sizeof what, "%s: an empty label", kinds[kind].name);
    check(is_labelled(kind, labelled, ""), what);
}

static wasi_webgpu_adapter_t
find_adapter(void)
{
    struct wasi_webgpu_option_adapter found = {0};
    wasi_webgpu_gpu_request_adapter(wasi_webgpu_get_gpu(), false, NO_LABEL, false,
                                    WASI_WEBGPU_POWER_PREFERENCE_LOW_POWER, false, false, false, false,
                                    &found);
    return found.some ? found.value : 0;
}

/* The device's label and its queue's. An adapter gives one device. */
static wasi_webgpu_device_t
open_device(bool has_label)
{
    struct wasi_webgpu_result_device_request_device_error result;
    wasi_webgpu_adapter_request_device(find_adapter(), has_label, false, NULL, 0, false, 0, has_label,
                                       has_label, MADE, sizeof MADE - 1, has_label, MADE, sizeof MADE - 1,
                                       &result);
    return result.is_error ? 0 : result.ok;
}

static void
test_binding(wasi_webgpu_device_t device)
{
    const uint32_t layout = wasi_webgpu_device_create_bind_group_layout(device, NULL, 0, LABEL);
    test_labels(KIND_bind_group, wasi_webgpu_device_create_bind_group(device, layout, NULL, 0, NO_LABEL),
                wasi_webgpu_device_create_bind_group(device, layout, NULL, 0, LABEL));
    test_labels(KIND_bind_group_layout,
                wasi_webgpu_device_create_bind_group_layout(device, NULL, 0, NO_LABEL), layout);
    test_labels(KIND_pipeline_layout,
                wasi_webgpu_device_create_pipeline_layout(device, NULL, 0, false, 0, NO_LABEL),
                wasi_webgpu_device_create_pipeline_layout(device, NULL, 0, false, 0, LABEL));
}

static void
test_data(wasi_webgpu_device_t device)
{
    const uint32_t usage = WASI_WEBGPU_BUFFER_USAGE_COPY_DST;
    test_labels(KIND_buffer, wasi_webgpu_device_create_buffer(device, 16, usage, false, false, NO_LABEL),
                wasi_webgpu_device_create_buffer(device, 16, usage, false, false, LABEL));
    struct wasi_webgpu_result_query_set_create_query_set_error plain, labelled;
    wasi_webgpu_device_create_query_set(device, WASI_WEBGPU_QUERY_TYPE_OCCLUSION, 1, NO_LABEL, &plain);
    wasi_webgpu_device_create_query_set(device, WASI_WEBGPU_QUERY_TYPE_OCCLUSION, 1, LABEL, &labelled);
    if (check(!plain.is_error && !labelled.is_error, "query sets"))
        test_labels(KIND_query_set, plain.ok, labelled.ok);

    struct wasi_webgpu_device_create_sampler_params sampler = {.self = device};
    const uint32_t plain_sampler = wasi_webgpu_device_create_sampler(&sampler);
    sampler.descriptor.some = 1;
    sampler.descriptor.value.label = (struct wasi_webgpu_option_string)LABEL_FIELD;
    test_labels(KIND_sampler, plain_sampler, wasi_webgpu_device_create_sampler(&sampler));

    struct wasi_webgpu_device_create_texture_params texture = {
        .self = device,
        .descriptor = {.size = {.width = 4},
                       .format = WASI_WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
                       .usage = WASI_WEBGPU_TEXTURE_USAGE_TEXTURE_BINDING},
    };
    const uint32_t plain_texture = wasi_webgpu_device_create_texture(&texture);
    texture.descriptor.label = (struct wasi_webgpu_option_string)LABEL_FIELD;
    const uint32_t labelled_texture = wasi_webgpu_device_create_texture(&texture);
    test_labels(KIND_texture, plain_texture, labelled_texture);
    struct wasi_webgpu_texture_create_view_params view = {.self = plain_texture};
    const uint32_t plain_view = wasi_webgpu_texture_create_view(&view);
    view.descriptor.some = 1;
    view.descriptor.value.label = (struct wasi_webgpu_option_string)LABEL_FIELD;
    test_labels(KIND_texture_view, plain_view, wasi_webgpu_texture_create_view(&view));
}

static uint32_t
compute_pipeline(wasi_webgpu_device_t device, wasi_webgpu_shader_module_t module, bool has_label)
{
    return wasi_webgpu_device_create_compute_pipeline(device, module, NO_LABEL, false, 0,
                                                      WASI_WEBGPU_LAYOUT_MODE_AUTO, 0, has_label, MADE,
                                                      sizeof MADE - 1);
}

static uint32_t
render_pipeline(wasi_webgpu_device_t device, wasi_webgpu_shader_module_t module, bool has_label)
{
    const struct wasi_webgpu_option_color_target_state target = {
        .some = 1, .value = {.format = WASI_WEBGPU_TEXTURE_FORMAT_RGBA8UNORM}};
    struct wasi_webgpu_device_create_render_pipeline_params params = {
        .self = device,
        .descriptor = {.vertex = {.module = module},
                       .fragment = {.some = 1, .value = {.targets = {&target, 1}, .module = module}},
                       .layout = {.tag = WASI_WEBGPU_LAYOUT_MODE_AUTO}},
    };
    if (has_label)
        params.descriptor.label = (struct wasi_webgpu_option_string)LABEL_FIELD;
    return wasi_webgpu_device_create_render_pipeline(&params);
}

static void
test_pipelines(wasi_webgpu_device_t device)
{
    const uint32_t module =
        wasi_webgpu_device_create_shader_module(device, code, sizeof code - 1, false, NULL, 0, LABEL);
    test_labels(KIND_compute_pipeline, compute_pipeline(device, module, false),
                compute_pipeline(device, module, true));
    test_labels(KIND_render_pipeline, render_pipeline(device, module, false),
                render_pipeline(device, module, true));
    test_labels(
        KIND_shader_module,
        wasi_webgpu_device_create_shader_module(device, code, sizeof code - 1, false, NULL, 0, NO_LABEL),
        module);
}

static uint32_t
encoder_of(wasi_webgpu_device_t device, bool has_label)
{
    return wasi_webgpu_device_create_command_encoder(device, has_label, has_label, MADE, sizeof MADE - 1);
}

static uint32_t
render_pass(wasi_webgpu_command_encoder_t encoder, wasi_webgpu_texture_view_t view, bool has_label)
{
    const struct wasi_webgpu_option_render_pass_color_attachment color = {
        .some = 1,
        .value = {
            .view = view, .load_op = WASI_WEBGPU_LOAD_OP_CLEAR, .store_op = WASI_WEBGPU_STORE_OP_STORE}};
    struct wasi_webgpu_command_encoder_begin_render_pass_params params = {
        .self = encoder, .descriptor = {.color_attachments = {&color, 1}}};
    if (has_label)
        params.descriptor.label = (struct wasi_webgpu_option_string)LABEL_FIELD;
    const uint32_t pass = wasi_webgpu_command_encoder_begin_render_pass(&params);
    wasi_webgpu_render_pass_encoder_end(pass);
    return pass;
}

static uint32_t
compute_pass(wasi_webgpu_command_encoder_t encoder, bool has_label)
{
    const uint32_t pass = wasi_webgpu_command_encoder_begin_compute_pass(
        encoder, has_label, false, 0, false, 0, false, 0, has_label, MADE, sizeof MADE - 1);
    wasi_webgpu_compute_pass_encoder_end(pass);
    return pass;
}

static void
test_commands(wasi_webgpu_device_t device)
{
    const uint32_t plain = encoder_of(device, false), labelled = encoder_of(device, true);
    test_labels(KIND_command_encoder, plain, labelled);
    test_labels(KIND_compute_pass_encoder, compute_pass(plain, false), compute_pass(plain, true));
    struct wasi_webgpu_device_create_texture_params texture = {
        .self = device,
        .descriptor = {.size = {.width = 4},
                       .format = WASI_WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
                       .usage = WASI_WEBGPU_TEXTURE_USAGE_RENDER_ATTACHMENT},
    };
    const struct wasi_webgpu_texture_create_view_params view = {
        .self = wasi_webgpu_device_create_texture(&texture)};
    const uint32_t target = wasi_webgpu_texture_create_view(&view);
    test_labels(KIND_render_pass_encoder, render_pass(plain, target, false),
                render_pass(plain, target, true));
    test_labels(KIND_command_buffer, wasi_webgpu_command_encoder_finish(plain, false, NO_LABEL),
                wasi_webgpu_command_encoder_finish(labelled, true, LABEL));

    const struct wasi_webgpu_option_texture_format format = {.some = 1,
                                                             .value = WASI_WEBGPU_TEXTURE_FORMAT_RGBA8UNORM};
    uint32_t bundles[2];
    for (int i = 0; i < 2; i++)
        bundles[i] = wasi_webgpu_device_create_render_bundle_encoder(device, false, false, false, false,
                                                                     &format, 1, false, 0, false, 0, i == 1,
                                                                     MADE, sizeof MADE - 1);
    test_labels(KIND_render_bundle_encoder, bundles[0], bundles[1]);
    test_labels(KIND_render_bundle, wasi_webgpu_render_bundle_encoder_finish(bundles[0], false, NO_LABEL),
                wasi_webgpu_render_bundle_encoder_finish(bundles[1], true, LABEL));
}

int
main(void)
{
    const wasi_webgpu_device_t plain = open_device(false), labelled = open_device(true);
    if (!check(plain != 0 && labelled != 0, "two devices"))
        return check_finish();
    test_labels(KIND_queue, wasi_webgpu_device_queue(plain), wasi_webgpu_device_queue(labelled));
    test_labels(KIND_device, plain, labelled);
    test_binding(plain);
    test_data(plain);
    test_pipelines(plain);
    test_commands(plain);
    return check_finish();
}
