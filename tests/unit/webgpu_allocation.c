/* What src/webgpu takes from malloc: nothing on the paths that a guest takes all the time, and where it gets
 * none, an object that is not made, or an error, and nothing lost.
 *
 * The linker sends malloc and its like of this program through support/allocation.h; the GPU library's own
 * are not counted. On wgpu-native src/gpu keeps books of its own, so counts are Dawn's. */
#include "webgpu_render_support.h"

#include <stdlib.h>

#include "support/allocation.h"

static const char doubling[] = "@group(0) @binding(0) var<storage, read_write> data: array<u32>;\n"
                               "@compute @workgroup_size(1) fn main() { data[0] = data[0] * 2u; }\n";

struct things {
    struct webgpu_compute_pipeline *pipeline;
    struct webgpu_bind_group *group;
    struct webgpu_buffer *buffer;
    struct webgpu_buffer *staging;
};

/* Everything that the benchmark does, once. */
static void
run_once(const struct things *things)
{
    const uint32_t data[16] = {21};
    write_all(things->buffer, data, sizeof data);
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_compute_pass_encoder *pass = begin_pass(encoder);
    for (int i = 0; i < 3; i++) {
        webgpu_compute_pass_encoder_set_pipeline(pass, things->pipeline);
        set_bind_group(pass, things->group);
        webgpu_compute_pass_encoder_dispatch_workgroups(pass, 1, NONE_U32, NONE_U32);
    }
    webgpu_compute_pass_encoder_end(pass);
    webgpu_compute_pass_encoder_drop(pass);
    webgpu_command_encoder_copy_buffer_to_buffer(encoder, things->buffer, NONE_U64, things->staging, NONE_U64,
                                                 NONE_U64);
    submit(encoder);
    struct abi_pending *op = op_new();
    webgpu_queue_on_submitted_work_done_start(guest.queue, op);
    op_wait(op);
    abi_pending_delete(op);
    assert_true(map_buffer(things->staging, WEBGPU_MAP_MODE_READ, NONE_U64, NONE_U64, NULL));
    struct abi_view view;
    struct webgpu_get_mapped_range_error range_error;
    assert_true(webgpu_buffer_get_mapped_range_get_with_copy(things->staging, NONE_U64, NONE_U64, ARENA,
                                                             &view, &range_error));
    assert_int_equal(*(const uint32_t *)view.data, 168);
    struct webgpu_unmap_error unmap_error;
    webgpu_buffer_unmap(things->staging, ARENA, &unmap_error);
    assert_int_equal(webgpu_buffer_size(things->buffer), 64);
    webgpu_queue_drop(webgpu_device_queue(guest.device));
    webgpu_supported_limits_drop(webgpu_device_limits(guest.device));
    webgpu_supported_features_drop(webgpu_device_features(guest.device));
    base_arena_reset(ARENA);
}

static void
test_nothing_at_rest(void **state)
{
    (void)state;
    struct things things = {
        .pipeline = make_pipeline(doubling),
        .buffer = make_buffer(
            64, WEBGPU_BUFFER_USAGE_STORAGE | WEBGPU_BUFFER_USAGE_COPY_SRC | WEBGPU_BUFFER_USAGE_COPY_DST,
            false),
        .staging = make_buffer(64, WEBGPU_BUFFER_USAGE_MAP_READ | WEBGPU_BUFFER_USAGE_COPY_DST, false),
    };
    struct webgpu_bind_group_layout *layout =
        webgpu_compute_pipeline_get_bind_group_layout(things.pipeline, 0);
    struct webgpu_bind_group_entry entry = {
        .resource = {.tag = WEBGPU_BINDING_RESOURCE_BUFFER, .buffer = things.buffer}};
    const struct webgpu_bind_group_descriptor descriptor = {.layout = layout, .entries = {&entry, 1}};
    things.group = webgpu_device_create_bind_group(guest.device, &descriptor, ARENA);
    webgpu_bind_group_layout_drop(layout);

    run_once(&things);
    support_allocation.count = 0;
    for (int i = 0; i < 10; i++)
        run_once(&things);
    if (is_dawn())
        assert_int_equal(support_allocation.count, 0);
    webgpu_bind_group_drop(things.group);
    webgpu_buffer_drop(things.staging);
    webgpu_buffer_drop(things.buffer);
    webgpu_compute_pipeline_drop(things.pipeline);
}

/* The same of rendering. */
static void
render_once(const struct target *target, struct webgpu_render_pipeline *pipeline,
            struct webgpu_render_bundle *bundle, struct webgpu_buffer *buffer)
{
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_render_pass_encoder *pass = begin_render(encoder, target);
    for (int i = 0; i < 3; i++) {
        webgpu_render_pass_encoder_set_pipeline(pass, pipeline);
        webgpu_render_pass_encoder_set_vertex_buffer(pass, 0, buffer, NONE_U64, NONE_U64);
        webgpu_render_pass_encoder_set_index_buffer(pass, buffer, WEBGPU_INDEX_FORMAT_UINT16, NONE_U64,
                                                    NONE_U64);
        draw(pass, 3);
        webgpu_render_pass_encoder_draw_indirect(pass, buffer, 0);
        webgpu_render_pass_encoder_execute_bundles(pass, (struct webgpu_render_bundle_list){&bundle, 1},
                                                   ARENA);
    }
    end_render(pass);
    submit(encoder);
    base_arena_reset(ARENA);
}

static void
test_nothing_at_rest_rendering(void **state)
{
    (void)state;
    struct target target = make_color_target();
    struct webgpu_render_pipeline *pipeline = make_render_pipeline(VERTEX_WHOLE FRAGMENT_RED, NULL);
    struct webgpu_buffer *buffer = make_buffer(
        64, WEBGPU_BUFFER_USAGE_VERTEX | WEBGPU_BUFFER_USAGE_INDEX | WEBGPU_BUFFER_USAGE_INDIRECT, false);
    struct webgpu_option_texture_format rgba = {true, WEBGPU_TEXTURE_FORMAT_RGBA8UNORM};
    const struct webgpu_render_bundle_encoder_descriptor descriptor = {.color_formats = {&rgba, 1}};
    struct webgpu_render_bundle_encoder *encoder =
        webgpu_device_create_render_bundle_encoder(guest.device, &descriptor, ARENA);
    webgpu_render_bundle_encoder_set_pipeline(encoder, pipeline);
    webgpu_render_bundle_encoder_draw(encoder, 3, NONE_U32, NONE_U32, NONE_U32);
    const struct webgpu_option_render_bundle_descriptor none = {.some = false};
    struct webgpu_render_bundle *bundle = webgpu_render_bundle_encoder_finish(encoder, &none, ARENA);
    webgpu_render_bundle_encoder_drop(encoder);
    render_once(&target, pipeline, bundle, buffer);
    support_allocation.count = 0;
    for (int i = 0; i < 10; i++)
        render_once(&target, pipeline, bundle, buffer);
    if (is_dawn())
        assert_int_equal(support_allocation.count, 0);
    assert_int_equal(guest.warnings, 0);
    webgpu_render_bundle_drop(bundle);
    webgpu_buffer_drop(buffer);
    webgpu_render_pipeline_drop(pipeline);
    drop_target(&target);
}

/* A render pipeline in both ways, a bundle, a pass, with lists in their descriptors. */
static void
render_one_of_each(struct webgpu_shader_module *module, struct webgpu_texture_view *view)
{
    struct webgpu_vertex_attribute attribute = {WEBGPU_VERTEX_FORMAT_FLOAT32, 0, 0};
    struct webgpu_option_vertex_buffer_layout buffer = {true,
                                                        {.array_stride = 4, .attributes = {&attribute, 1}}};
    struct webgpu_option_color_target_state color = {
        true, {.format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM, .blend.some = true}};
    const struct webgpu_render_pipeline_descriptor descriptor = {
        .vertex = {.buffers = {true, {&buffer, 1}}, .module = module},
        .depth_stencil = {true, {.format = WEBGPU_TEXTURE_FORMAT_STENCIL8}},
        .fragment = {true, {.targets = {&color, 1}, .module = module}},
        .layout = {.tag = WEBGPU_LAYOUT_MODE_AUTO},
        .label = SOME_STRING("pipeline"),
    };
    struct webgpu_render_pipeline *pipeline =
        webgpu_device_create_render_pipeline(guest.device, &descriptor, ARENA);
    if (pipeline != NULL)
        webgpu_render_pipeline_drop(pipeline);
    struct abi_pending *op = op_new();
    webgpu_device_create_render_pipeline_async_start(guest.device, &descriptor, ARENA, op);
    op_wait(op);
    abi_pending_delete(op);

    struct webgpu_option_texture_format format = {true, WEBGPU_TEXTURE_FORMAT_RGBA8UNORM};
    const struct webgpu_render_bundle_encoder_descriptor bundle_descriptor = {
        .color_formats = {&format, 1}, .label = SOME_STRING("bundles")};
    struct webgpu_render_bundle_encoder *bundles =
        webgpu_device_create_render_bundle_encoder(guest.device, &bundle_descriptor, ARENA);
    struct webgpu_render_bundle *bundle = NULL;
    if (bundles != NULL) {
        const struct webgpu_option_render_bundle_descriptor label = {true, {.label = SOME_STRING("bundle")}};
        bundle = webgpu_render_bundle_encoder_finish(bundles, &label, ARENA);
        webgpu_render_bundle_encoder_drop(bundles);
    }
    const struct webgpu_option_command_encoder_descriptor none = {.some = false};
    struct webgpu_command_encoder *encoder = webgpu_device_create_command_encoder(guest.device, &none, ARENA);
    struct webgpu_option_render_pass_color_attachment attachment = {true, {.view = view}};
    const struct webgpu_render_pass_descriptor pass_descriptor = {.color_attachments = {&attachment, 1},
                                                                  .label = SOME_STRING("pass")};
    struct webgpu_render_pass_encoder *pass =
        encoder == NULL ? NULL : webgpu_command_encoder_begin_render_pass(encoder, &pass_descriptor, ARENA);
    if (pass != NULL) {
        if (bundle != NULL)
            webgpu_render_pass_encoder_execute_bundles(pass, (struct webgpu_render_bundle_list){&bundle, 1},
                                                       ARENA);
        webgpu_render_pass_encoder_drop(pass);
    }
    if (bundle != NULL)
        webgpu_render_bundle_drop(bundle);
    if (encoder != NULL)
        webgpu_command_encoder_drop(encoder);
    base_arena_finish(ARENA);
}

/* A texture and a view of it, bound together with a sampler. */
static void
bind_a_texture(void)
{
    enum webgpu_texture_format srgb[] = {WEBGPU_TEXTURE_FORMAT_RGBA8UNORM_SRGB};
    const struct webgpu_texture_descriptor descriptor = {.size = {.width = 4},
                                                         .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
                                                         .usage = WEBGPU_TEXTURE_USAGE_TEXTURE_BINDING,
                                                         .view_formats = {true, {srgb, 1}},
                                                         .label = SOME_STRING("texture")};
    const struct webgpu_option_texture_view_descriptor named = {true, {.label = SOME_STRING("view")}};
    const struct webgpu_option_sampler_descriptor plain = {.some = false};
    struct webgpu_bind_group_layout_entry entries[] = {
        {.binding = 0, .visibility = WEBGPU_SHADER_STAGE_COMPUTE, .texture = {.some = true}},
        {.binding = 1, .visibility = WEBGPU_SHADER_STAGE_COMPUTE, .texture = {.some = true}},
        {.binding = 2, .visibility = WEBGPU_SHADER_STAGE_COMPUTE, .sampler = {.some = true}},
    };
    const struct webgpu_bind_group_layout_descriptor layout_descriptor = {.entries = {entries, 3}};
    struct webgpu_texture *texture = webgpu_device_create_texture(guest.device, &descriptor, ARENA);
    struct webgpu_texture_view *view =
        texture == NULL ? NULL : webgpu_texture_create_view(texture, &named, ARENA);
    struct webgpu_sampler *sampler = webgpu_device_create_sampler(guest.device, &plain, ARENA);
    struct webgpu_bind_group_layout *layout =
        webgpu_device_create_bind_group_layout(guest.device, &layout_descriptor, ARENA);
    if (view != NULL && sampler != NULL && layout != NULL) {
        struct webgpu_bind_group_entry bound[] = {
            {0, {.tag = WEBGPU_BINDING_RESOURCE_TEXTURE, .texture = texture}},
            {1, {.tag = WEBGPU_BINDING_RESOURCE_TEXTURE_VIEW, .texture_view = view}},
            {2, {.tag = WEBGPU_BINDING_RESOURCE_SAMPLER, .sampler = sampler}},
        };
        const struct webgpu_bind_group_descriptor group_descriptor = {.layout = layout,
                                                                      .entries = {bound, 3}};
        struct webgpu_bind_group *group =
            webgpu_device_create_bind_group(guest.device, &group_descriptor, ARENA);
        if (group != NULL)
            webgpu_bind_group_drop(group);
    }
    if (layout != NULL)
        webgpu_bind_group_layout_drop(layout);
    if (sampler != NULL)
        webgpu_sampler_drop(sampler);
    if (view != NULL)
        webgpu_texture_view_drop(view);
    if (texture != NULL)
        webgpu_texture_drop(texture);
}

/* A future, a stream, and an error that it gets; without memory for that, it is counted as dropped. */
static void
hear_of_the_device(void)
{
    struct abi_supply *future = webgpu_device_lost(guest.device);
    if (future != NULL)
        future->release(future);
    struct abi_supply *stream = webgpu_device_on_uncaptured_error(guest.device);
    const struct webgpu_buffer_descriptor bad = {.size = 16, .usage = 0};
    struct webgpu_buffer *buffer = webgpu_device_create_buffer(guest.device, &bad, ARENA);
    if (buffer != NULL)
        webgpu_buffer_drop(buffer);
    if (stream == NULL)
        return;
    bool ended;
    while (stream->ready(stream, &ended) != 0) {
        struct webgpu_error *error = stream->take(stream);
        if (error != NULL)
            webgpu_error_drop(error);
    }
    stream->release(stream);
}

/* Makes one of each; whatever could not be made is NULL. */
static void
make_one_of_each(void)
{
    struct webgpu_buffer_descriptor buffer_descriptor = {
        .size = 16, .usage = WEBGPU_BUFFER_USAGE_COPY_DST, .label = SOME_STRING("buffer")};
    struct webgpu_buffer *buffer = webgpu_device_create_buffer(guest.device, &buffer_descriptor, ARENA);
    if (buffer != NULL)
        webgpu_buffer_drop(buffer);
    const struct webgpu_shader_module_descriptor module_descriptor = {
        .code = base_str("@compute @workgroup_size(1) fn main() {} // \xc3\xa9"),
        .label = SOME_STRING("module")};
    struct webgpu_shader_module *module =
        webgpu_device_create_shader_module(guest.device, &module_descriptor, ARENA);
    struct webgpu_record_gpu_pipeline_constant_value *record =
        webgpu_record_gpu_pipeline_constant_value_new(guest.context);
    if (record != NULL) {
        for (int i = 0; i < 20; i++)
            webgpu_record_gpu_pipeline_constant_value_add(
                record, (struct base_str){"aaaaaaaaaaaaaaaaaaaaaa", (size_t)i}, i);
        struct webgpu_string_list keys;
        webgpu_record_gpu_pipeline_constant_value_keys(record, ARENA, &keys);
        webgpu_record_gpu_pipeline_constant_value_drop(record);
    }
    if (module != NULL) {
        const struct webgpu_compute_pipeline_descriptor descriptor = {
            .compute = {.module = module},
            .layout = {.tag = WEBGPU_LAYOUT_MODE_AUTO},
            .label = SOME_STRING("p")};
        struct abi_pending *op = op_new();
        webgpu_device_create_compute_pipeline_async_start(guest.device, &descriptor, ARENA, op);
        op_wait(op);
        abi_pending_delete(op);
        op = op_new();
        webgpu_shader_module_get_compilation_info_start(module, op);
        op_wait(op);
        abi_pending_delete(op);
        webgpu_shader_module_drop(module);
    }
    const struct webgpu_option_command_encoder_descriptor encoder_descriptor = {true,
                                                                                {SOME_STRING("encoder")}};
    struct webgpu_command_encoder *encoder =
        webgpu_device_create_command_encoder(guest.device, &encoder_descriptor, ARENA);
    if (encoder != NULL) {
        webgpu_command_encoder_set_label(encoder, base_str("another label"));
        webgpu_command_encoder_drop(encoder);
    }
    bind_a_texture();
    webgpu_device_push_error_scope(guest.device, WEBGPU_ERROR_FILTER_VALIDATION);
    buffer_descriptor.usage = 0;
    buffer = webgpu_device_create_buffer(guest.device, &buffer_descriptor, ARENA);
    if (buffer != NULL)
        webgpu_buffer_drop(buffer);
    struct abi_pending *op = op_new();
    webgpu_device_pop_error_scope_start(guest.device, op);
    op_wait(op);
    abi_pending_delete(op);
    hear_of_the_device();
    base_arena_reset(ARENA);
}

/* The first allocation fails, then the second, and so on, until none does. */
static void
test_no_memory(void **state)
{
    (void)state;
    if (!is_dawn())
        skip();
    base_log_filter("off");
    make_one_of_each();
    support_allocation.count = 0;
    make_one_of_each();
    const int all = support_allocation.count;
    assert_true(all > 20);
    for (int i = 0; i < all; i++) {
        struct abi_pending *spare[2] = {op_new(),
                                        op_new()}; /* the operations' own memory is src/abi's to test */
        abi_pending_delete(spare[0]);
        abi_pending_delete(spare[1]);
        const size_t live = webgpu_context_live_objects(guest.context);
        support_allocation.left = i;
        make_one_of_each();
        support_allocation.left = -1;
        assert_int_equal(webgpu_context_live_objects(guest.context), live);
    }
    base_log_filter("warn");
}

static void
test_no_memory_rendering(void **state)
{
    (void)state;
    if (!is_dawn())
        skip();
    static const char code[] =
        "@vertex fn vs(@location(0) a: f32) -> @builtin(position) vec4f { return vec4f(a); }\n" FRAGMENT_RED;
    struct target target = make_color_target();
    struct webgpu_shader_module *module = make_module(code);
    base_log_filter("off");
    render_one_of_each(module, target.view);
    support_allocation.count = 0;
    render_one_of_each(module, target.view);
    const int all = support_allocation.count;
    assert_true(all > 10);
    for (int i = 0; i < all; i++) {
        abi_pending_delete(op_new());
        const size_t live = webgpu_context_live_objects(guest.context);
        support_allocation.left = i;
        render_one_of_each(module, target.view);
        support_allocation.left = -1;
        assert_int_equal(webgpu_context_live_objects(guest.context), live);
    }
    base_log_filter("warn");
    webgpu_shader_module_drop(module);
    drop_target(&target);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_nothing_at_rest, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_nothing_at_rest_rendering, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_no_memory, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_no_memory_rendering, setup_device, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
