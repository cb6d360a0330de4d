/* What a guest may have at a time: objects and the GPU's memory. What is over it is invalid, with an
 * out-of-memory error, and the guest and its device go on. */
#include "webgpu_support.h"

#include "webgpu/buffer.h"
#include "webgpu/device.h"
#include "webgpu/invalid.h"

#define COPY (WEBGPU_BUFFER_USAGE_COPY_SRC | WEBGPU_BUFFER_USAGE_COPY_DST)
#define READ (WEBGPU_BUFFER_USAGE_MAP_READ | WEBGPU_BUFFER_USAGE_COPY_DST)

static const char doing_nothing[] = "@compute @workgroup_size(1) fn main() {}";

static void
push_memory(void)
{
    webgpu_device_push_error_scope(guest.device, WEBGPU_ERROR_FILTER_OUT_OF_MEMORY);
}

/* The scope has an out-of-memory error that says `part`. */
static void
assert_out_of_memory(const char *part)
{
    char text[1024] = "";
    assert_int_equal(pop_scope(text), WEBGPU_ERROR_KIND_OUT_OF_MEMORY_ERROR);
    if (strstr(text, part) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", text, part);
}

static bool
is_valid(struct webgpu_buffer *buffer)
{
    push_validation();
    struct webgpu_command_encoder *encoder = make_encoder();
    webgpu_command_encoder_clear_buffer(encoder, buffer, NONE_U64, NONE_U64);
    webgpu_command_buffer_drop(finish(encoder));
    return pop_scope(NULL) == -1;
}

/* How much there is left: a buffer of that size can be made, one that is larger cannot. */
static void
assert_bytes_left(uint64_t bytes)
{
    push_memory();
    struct webgpu_buffer *most = make_buffer(bytes, COPY, false);
    assert_no_error();
    push_memory();
    struct webgpu_buffer *more = make_buffer(4, COPY, false);
    assert_out_of_memory("4 bytes");
    webgpu_buffer_drop(more);
    webgpu_buffer_drop(most);
}

static void
test_memory(void **state)
{
    (void)state;
    guest.context->budget.max_bytes = 1000;
    struct webgpu_buffer *first = make_buffer(600, COPY, false);
    struct webgpu_buffer *second = make_buffer(100, COPY, false);
    assert_bytes_left(300);

    push_memory();
    struct webgpu_buffer *third = make_buffer(304, COPY, true);
    assert_out_of_memory("304 bytes, where the guest may have 1000 and has 700");
    assert_true(is_valid(first));
    assert_false(is_valid(third));
    /* It is what was asked for, but not mapped. */
    assert_int_equal(webgpu_buffer_size(third), 304);
    assert_int_equal(webgpu_buffer_usage(third), COPY);
    assert_int_equal(webgpu_buffer_map_state(third), WEBGPU_BUFFER_MAP_STATE_UNMAPPED);
    webgpu_buffer_destroy(third);
    webgpu_buffer_drop(third);

    webgpu_buffer_destroy(first);
    webgpu_buffer_destroy(first);
    assert_bytes_left(900);
    webgpu_buffer_drop(first);
    assert_bytes_left(900);
    webgpu_buffer_drop(second);
    assert_bytes_left(1000);
    assert_int_equal(guest.context->budget.bytes, 0);
    assert_int_equal(guest.warnings, 0);
}

static void
test_uncaptured(void **state)
{
    (void)state;
    guest.context->budget.max_bytes = 16;
    webgpu_buffer_drop(make_buffer(32, COPY, false));
    assert_int_equal(guest.warnings, 1);
    assert_non_null(strstr(guest.logged, "out of memory: 32 bytes"));
}

static struct webgpu_bind_group *
bind(struct webgpu_buffer *buffer)
{
    struct webgpu_bind_group_layout_entry entry = {
        .visibility = WEBGPU_SHADER_STAGE_COMPUTE,
        .buffer = {true, {.type = {true, WEBGPU_BUFFER_BINDING_TYPE_STORAGE}}},
    };
    const struct webgpu_bind_group_layout_descriptor layout_of_one = {.entries = {&entry, 1}};
    struct webgpu_bind_group_layout *layout =
        webgpu_device_create_bind_group_layout(guest.device, &layout_of_one, ARENA);
    struct webgpu_bind_group_entry binding = {
        .resource = {.tag = WEBGPU_BINDING_RESOURCE_BUFFER, .buffer = buffer}};
    const struct webgpu_bind_group_descriptor descriptor = {.layout = layout, .entries = {&binding, 1}};
    struct webgpu_bind_group *group = webgpu_device_create_bind_group(guest.device, &descriptor, ARENA);
    assert_non_null(group);
    webgpu_bind_group_layout_drop(layout);
    return group;
}

/* What is dropped counts for as long as something else of the guest's has it. */
static void
test_what_others_keep(void **state)
{
    (void)state;
    const uint32_t storage = COPY | WEBGPU_BUFFER_USAGE_STORAGE;
    guest.context->budget.max_bytes = 1000;
    const size_t live = webgpu_context_live_objects(guest.context);

    /* A bind group; a pass, its encoder and its commands have the group. */
    struct webgpu_buffer *buffer = make_buffer(600, storage, false);
    struct webgpu_bind_group *group = bind(buffer);
    webgpu_buffer_drop(buffer);
    assert_bytes_left(400);
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_compute_pass_encoder *pass = begin_pass(encoder);
    for (unsigned i = 0; i < 20; i++)
        set_bind_group(pass, group);
    webgpu_bind_group_drop(group);
    webgpu_compute_pass_encoder_end(pass);
    webgpu_compute_pass_encoder_drop(pass);
    assert_bytes_left(400);
    struct webgpu_command_buffer *commands = finish(encoder);
    assert_bytes_left(400);
    webgpu_queue_submit(guest.queue, (struct webgpu_command_buffer_list){&commands, 1}, ARENA);
    webgpu_command_buffer_drop(commands);
    assert_bytes_left(1000);

    /* Commands have buffers, many of them, and each once. */
    encoder = make_encoder();
    struct webgpu_buffer *target = make_buffer(16, COPY, false);
    for (unsigned i = 0; i < 20; i++) {
        buffer = make_buffer(16, COPY, false);
        for (unsigned k = 0; k < 3; k++)
            webgpu_command_encoder_copy_buffer_to_buffer(encoder, buffer, NONE_U64, target, NONE_U64,
                                                         NONE_U64);
        webgpu_buffer_drop(buffer);
    }
    assert_int_equal(guest.context->budget.bytes, 21 * 16);
    assert_int_equal(webgpu_context_live_objects(guest.context), live + 22);
    webgpu_command_encoder_drop(encoder);
    webgpu_buffer_drop(target);
    assert_int_equal(guest.context->budget.bytes, 0);

    /* destroy() gives it back all the same. */
    buffer = make_buffer(600, storage, false);
    group = bind(buffer);
    webgpu_buffer_destroy(buffer);
    assert_bytes_left(1000);
    webgpu_buffer_drop(buffer);
    webgpu_bind_group_drop(group);
    assert_int_equal(webgpu_context_live_objects(guest.context), live);
}

/* What cannot be used is not kept: the other device ends with its own handles. */
static void
test_of_another_device(void **state)
{
    (void)state;
    struct webgpu_device *const device = guest.device;
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_buffer *to = make_buffer(16, WEBGPU_BUFFER_USAGE_COPY_DST, false);
    const size_t live = webgpu_context_live_objects(guest.context);
    struct webgpu_adapter *adapter = any_adapter();
    guest.device = request_device(adapter, NULL, NULL, NULL);
    struct webgpu_buffer *from = make_buffer(16, WEBGPU_BUFFER_USAGE_COPY_SRC, false);
    webgpu_command_encoder_copy_buffer_to_buffer(encoder, from, NONE_U64, to, NONE_U64, NONE_U64);
    webgpu_buffer_drop(from);
    webgpu_device_drop(guest.device);
    webgpu_adapter_drop(adapter);
    assert_int_equal(webgpu_context_live_objects(guest.context), live);
    guest.device = device;
    push_validation();
    webgpu_command_buffer_drop(finish(encoder));
    assert_validation_error();
    webgpu_buffer_drop(to);
}

/* Two encoders that take turns keep what each of them uses. */
static void
test_encoders_in_turn(void **state)
{
    (void)state;
    struct webgpu_buffer *from = make_buffer(16, COPY, false);
    struct webgpu_buffer *to = make_buffer(16, COPY, false);
    struct webgpu_command_encoder *encoders[] = {make_encoder(), make_encoder()};
    for (unsigned i = 0; i < 6; i++)
        webgpu_command_encoder_copy_buffer_to_buffer(encoders[i % 2], from, NONE_U64, to, NONE_U64, NONE_U64);
    webgpu_buffer_drop(from);
    webgpu_buffer_drop(to);
    webgpu_command_encoder_drop(encoders[0]);
    assert_int_equal(guest.context->budget.bytes, 32);
    struct webgpu_command_buffer *commands = finish(encoders[1]);
    assert_int_equal(guest.context->budget.bytes, 32);
    webgpu_command_buffer_drop(commands);
    assert_int_equal(guest.context->budget.bytes, 0);
}

/* What no buffer may be as large as is a validation error, however little there is left. */
static void
test_larger_than_any(void **state)
{
    (void)state;
    guest.context->budget.max_bytes = 16;
    const uint64_t most = webgpu_device_limit_values(guest.device)->maxBufferSize;
    for (unsigned i = 0; i < 4; i++) {
        push_validation();
        push_memory();
        webgpu_buffer_drop(make_buffer(i < 2 ? most + 4 : UINT64_MAX, COPY, i % 2 == 1));
        assert_no_error();
        assert_validation_error();
    }
    assert_bytes_left(16);
}

/* A device's destroy() gives back what its buffers have; what they give back later is nothing. */
static void
test_destroyed_device(void **state)
{
    (void)state;
    guest.context->budget.max_bytes = 1000;
    struct webgpu_buffer *buffer = make_buffer(600, COPY, false);
    webgpu_device_destroy(guest.device);
    assert_int_equal(guest.context->budget.bytes, 0);
    webgpu_buffer_drop(make_buffer(64, COPY, true)); /* is there, and does nothing */
    webgpu_buffer_drop(buffer);
    assert_int_equal(guest.context->budget.bytes, 0);
}

static struct webgpu_texture *
make_texture(uint32_t width, uint32_t layers)
{
    const struct webgpu_texture_descriptor descriptor = {
        .size = {.width = width, .height = SOME_U32(16), .depth_or_array_layers = SOME_U32(layers)},
        .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
        .usage = WEBGPU_TEXTURE_USAGE_TEXTURE_BINDING | WEBGPU_TEXTURE_USAGE_COPY_DST,
    };
    struct webgpu_texture *texture = webgpu_device_create_texture(guest.device, &descriptor, ARENA);
    assert_non_null(texture);
    return texture;
}

/* A view of it is valid as it is itself. */
static bool
is_valid_texture(struct webgpu_texture *texture)
{
    push_validation();
    const struct webgpu_option_texture_view_descriptor plain = {.some = false};
    webgpu_texture_view_drop(webgpu_texture_create_view(texture, &plain, ARENA));
    return pop_scope(NULL) == -1;
}

static void
test_textures(void **state)
{
    (void)state;
    guest.context->budget.max_bytes = 4096;
    struct webgpu_buffer *buffer = make_buffer(2000, COPY, false);
    struct webgpu_texture *texture = make_texture(16, 2); /* 2048 bytes */
    push_memory();
    struct webgpu_texture *over = make_texture(16, 1);
    assert_out_of_memory("1024 bytes, where the guest may have 4096 and has 4048");
    assert_int_equal(webgpu_texture_width(over), 16);
    assert_false(is_valid_texture(over));
    assert_true(is_valid_texture(texture));
    webgpu_texture_drop(over);
    webgpu_texture_destroy(texture);
    assert_bytes_left(4096 - 2000);
    webgpu_buffer_drop(buffer);
    webgpu_texture_drop(texture);
    assert_bytes_left(4096);

    /* A view has its texture. */
    texture = make_texture(16, 2);
    const struct webgpu_option_texture_view_descriptor plain = {.some = false};
    struct webgpu_texture_view *view = webgpu_texture_create_view(texture, &plain, ARENA);
    webgpu_texture_drop(texture);
    assert_bytes_left(2048);
    webgpu_texture_view_drop(view);
    assert_bytes_left(4096);

    /* What no texture may be is a validation error, however large it is. */
    const uint32_t most = webgpu_device_limit_values(guest.device)->maxTextureDimension2D;
    push_validation();
    push_memory();
    webgpu_texture_drop(make_texture(most + 1, 1));
    webgpu_texture_drop(make_texture(UINT32_MAX, UINT32_MAX));
    assert_no_error();
    assert_validation_error();
    assert_int_equal(guest.context->budget.bytes, 0);
}

/* Each is refused while the guest has what it may have. */
static void
make_objects(void)
{
    push_memory();
    webgpu_buffer_drop(make_buffer(16, COPY, true));
    assert_out_of_memory("objects that it may have");

    push_memory();
    struct webgpu_shader_module *module = make_module(doing_nothing);
    assert_out_of_memory("objects that it may have");
    const struct webgpu_compute_pipeline_descriptor descriptor = {
        .label = SOME_STRING("over"),
        .compute = {.module = module},
        .layout = {.tag = WEBGPU_LAYOUT_MODE_AUTO},
    };
    push_validation();
    push_memory();
    struct webgpu_compute_pipeline *pipeline =
        webgpu_device_create_compute_pipeline(guest.device, &descriptor, ARENA);
    assert_out_of_memory("objects that it may have");
    assert_no_error(); /* of the module: the library has not seen it */
    assert_true(base_str_equal(webgpu_compute_pipeline_label(pipeline, ARENA), base_str("over")));
    webgpu_compute_pipeline_drop(pipeline);

    struct abi_pending *op = op_new();
    webgpu_device_create_compute_pipeline_async_start(guest.device, &descriptor, ARENA, op);
    op_wait(op);
    struct webgpu_device_create_compute_pipeline_async_result *result =
        RESULT(op, webgpu_device_create_compute_pipeline_async_result);
    assert_false(result->ok);
    assert_int_equal(result->error.kind.pipeline_error, WEBGPU_PIPELINE_ERROR_REASON_INTERNAL);
    abi_pending_delete(op);
    webgpu_shader_module_drop(module);

    push_memory();
    struct webgpu_command_encoder *encoder = make_encoder();
    assert_out_of_memory("objects that it may have");
    webgpu_command_encoder_drop(encoder);
}

static void
test_objects(void **state)
{
    (void)state;
    struct webgpu_buffer *buffer = make_buffer(16, COPY, false);
    guest.context->budget.max_objects = webgpu_context_live_objects(guest.context);
    make_objects();

    /* No adapter, no device; what is no object of the GPU's is there all the same. */
    const struct webgpu_option_request_adapter_options any = {.some = false};
    assert_null(request_adapter(&any));
    assert_non_null(strstr(guest.logged, "no adapter: the guest may have no more objects"));
    struct webgpu_record_option_gpu_size64 *record = webgpu_record_option_gpu_size64_new(guest.context);
    assert_non_null(record);
    webgpu_record_option_gpu_size64_drop(record);

    /* Room for one. */
    webgpu_buffer_drop(buffer);
    push_memory();
    buffer = make_buffer(16, COPY, false);
    assert_no_error();
    webgpu_buffer_drop(buffer);
}

static void
test_no_device(void **state)
{
    (void)state;
    struct webgpu_adapter *adapter = any_adapter();
    guest.context->budget.max_objects = webgpu_context_live_objects(guest.context);
    enum webgpu_request_device_error_kind kind;
    char text[256];
    assert_null(request_device(adapter, NULL, &kind, text));
    assert_int_equal(kind, WEBGPU_REQUEST_DEVICE_ERROR_KIND_OPERATION_ERROR);
    assert_string_equal(text, "the guest may have no more objects");
    guest.context->budget.max_objects++; /* the adapter can still make one */
    guest.device = request_device(adapter, NULL, NULL, NULL);
    assert_non_null(guest.device);
    webgpu_adapter_drop(adapter);
}

/* The device itself, or an operation-error about devices. */
static struct webgpu_device *
ask_for_device(void)
{
    struct webgpu_adapter *adapter = any_adapter();
    enum webgpu_request_device_error_kind kind;
    char text[256];
    struct webgpu_device *device = request_device(adapter, NULL, &kind, text);
    webgpu_adapter_drop(adapter);
    if (device == NULL) {
        assert_int_equal(kind, WEBGPU_REQUEST_DEVICE_ERROR_KIND_OPERATION_ERROR);
        assert_string_equal(text, "the guest may have no more devices");
    }
    return device;
}

/* Devices have a limit of their own, whatever there is of other objects: what counts is when each ends. */
static void
test_devices(void **state)
{
    (void)state;
    assert_int_equal(guest.context->budget.max_devices, WEBGPU_DEVICES_MAX);
    guest.context->budget.max_devices = 3;
    struct webgpu_device *second = ask_for_device();
    struct webgpu_device *third = ask_for_device();
    assert_non_null(second);
    assert_non_null(third);
    assert_null(ask_for_device());
    webgpu_device_destroy(second);
    assert_null(ask_for_device());

    /* One without handles lives on in what is made of it. */
    const struct webgpu_option_command_encoder_descriptor plain = {.some = false};
    struct webgpu_command_encoder *encoder = webgpu_device_create_command_encoder(third, &plain, ARENA);
    webgpu_device_drop(third);
    assert_null(ask_for_device());
    webgpu_command_encoder_drop(encoder);
    third = ask_for_device();
    assert_non_null(third);
    assert_null(ask_for_device());
    webgpu_device_drop(second);
    webgpu_device_drop(third);
    assert_int_equal(guest.context->budget.devices, 1);
}

/* Uses of native objects that are valid if the object is. */
static void
use_buffer(WGPUDevice device, WGPUBuffer buffer)
{
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(device, NULL);
    wgpuCommandEncoderClearBuffer(encoder, buffer, 0, WGPU_WHOLE_SIZE);
    wgpuCommandBufferRelease(wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
}

static void
use_shader_module(WGPUDevice device, WGPUShaderModule module)
{
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.compute.module = module;
    wgpuComputePipelineRelease(wgpuDeviceCreateComputePipeline(device, &descriptor));
}

static void
use_bind_group_layout(WGPUDevice device, WGPUBindGroupLayout layout)
{
    WGPUPipelineLayoutDescriptor descriptor = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
    descriptor.bindGroupLayoutCount = 1;
    descriptor.bindGroupLayouts = &layout;
    wgpuPipelineLayoutRelease(wgpuDeviceCreatePipelineLayout(device, &descriptor));
}

static void
use_pipeline_layout(WGPUDevice device, WGPUPipelineLayout layout)
{
    WGPUShaderSourceWGSL source = WGPU_SHADER_SOURCE_WGSL_INIT;
    source.code = (WGPUStringView){doing_nothing, WGPU_STRLEN};
    const WGPUShaderModuleDescriptor good = {.nextInChain = &source.chain};
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.layout = layout;
    descriptor.compute.module = wgpuDeviceCreateShaderModule(device, &good);
    wgpuComputePipelineRelease(wgpuDeviceCreateComputePipeline(device, &descriptor));
    wgpuShaderModuleRelease(descriptor.compute.module);
}

static void
use_in_pass(WGPUDevice device, WGPUComputePipeline pipeline, WGPUBindGroup group)
{
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(device, NULL);
    const WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    if (pipeline != NULL)
        wgpuComputePassEncoderSetPipeline(pass, pipeline);
    if (group != NULL)
        wgpuComputePassEncoderSetBindGroup(pass, 0, group, 0, NULL);
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderRelease(pass);
    wgpuCommandBufferRelease(wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
}

static void
use_compute_pipeline(WGPUDevice device, WGPUComputePipeline pipeline)
{
    use_in_pass(device, pipeline, NULL);
}

static void
use_bind_group(WGPUDevice device, WGPUBindGroup group)
{
    use_in_pass(device, NULL, group);
}

static void
use_query_set(WGPUDevice device, WGPUQuerySet set)
{
    WGPUBufferDescriptor descriptor = WGPU_BUFFER_DESCRIPTOR_INIT;
    descriptor.usage = WGPUBufferUsage_QueryResolve;
    descriptor.size = 256;
    const WGPUBuffer buffer = wgpuDeviceCreateBuffer(device, &descriptor);
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(device, NULL);
    wgpuCommandEncoderResolveQuerySet(encoder, set, 0, 1, buffer, 0);
    wgpuCommandBufferRelease(wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
    wgpuBufferRelease(buffer);
}

static void
use_command_encoder(WGPUDevice device, WGPUCommandEncoder encoder)
{
    (void)device;
    wgpuCommandBufferRelease(wgpuCommandEncoderFinish(encoder, NULL));
}

static void
use_command_buffer(WGPUDevice device, WGPUCommandBuffer commands)
{
    const WGPUQueue queue = wgpuDeviceGetQueue(device);
    wgpuQueueSubmit(queue, 1, &commands);
    wgpuQueueRelease(queue);
}

/* WebGPU, "validity": each is invalid without an error, and so is what it is used for, with one. */
static void
test_invalid(void **state)
{
    (void)state;
    const WGPUDevice device = guest.device->native;
#define X(name, Name) \
    { \
        push_validation(); \
        const WGPU##Name object = webgpu_invalid_##name(device); \
        assert_non_null(object); \
        if (pop_scope(NULL) != -1) \
            fail_msg("making a " #name ": an error"); \
        push_validation(); \
        use_##name(device, object); \
        if (pop_scope(NULL) != WEBGPU_ERROR_KIND_VALIDATION_ERROR) \
            fail_msg("using a " #name ": no error"); \
        wgpu##Name##Release(object); \
    }
    X(buffer, Buffer)
    X(shader_module, ShaderModule)
    X(bind_group_layout, BindGroupLayout)
    X(pipeline_layout, PipelineLayout)
    X(compute_pipeline, ComputePipeline)
    X(bind_group, BindGroup)
    X(query_set, QuerySet)
    X(command_encoder, CommandEncoder)
    X(command_buffer, CommandBuffer)
#undef X
    assert_int_equal(guest.warnings, 0);
}

/* One without an owner that could be finished: what is recorded in it does nothing, and nothing breaks. */
static void
test_invalid_pass(void **state)
{
    (void)state;
    push_validation();
    const WGPUComputePassEncoder pass = webgpu_invalid_compute_pass_encoder(guest.device->native);
    assert_non_null(pass);
    assert_no_error();
    push_validation();
    wgpuComputePassEncoderDispatchWorkgroups(pass, 1, 1, 1);
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderRelease(pass);
    pop_scope(NULL);
}

#define LAYOUTS 200

/* Dawn makes 512 descriptor sets for the first bind group of a layout, each of which is a mapping of
 * lavapipe's: those of so many layouts are more than a process may have, and there is no driver that survives
 * that. */
static void
test_many_layouts(void **state)
{
    (void)state;
    struct webgpu_bind_group_layout *layouts[LAYOUTS];
    struct webgpu_bind_group *groups[LAYOUTS];
    struct webgpu_buffer *buffer = make_buffer(16, WEBGPU_BUFFER_USAGE_UNIFORM, false);
    push_validation();
    push_memory();
    for (uint32_t i = 0; i < LAYOUTS; i++) {
        struct webgpu_bind_group_layout_entry layout_entry = {
            .binding = i, .visibility = WEBGPU_SHADER_STAGE_COMPUTE, .buffer = {.some = true}};
        const struct webgpu_bind_group_layout_descriptor layout = {.entries = {&layout_entry, 1}};
        layouts[i] = webgpu_device_create_bind_group_layout(guest.device, &layout, ARENA);
        assert_non_null(layouts[i]);
    }
    for (uint32_t i = 0; i < LAYOUTS; i++) {
        struct webgpu_bind_group_entry entry = {
            .binding = i,
            .resource = {.tag = WEBGPU_BINDING_RESOURCE_BUFFER, .buffer = buffer},
        };
        const struct webgpu_bind_group_descriptor group = {.layout = layouts[i], .entries = {&entry, 1}};
        groups[i] = webgpu_device_create_bind_group(guest.device, &group, ARENA);
        assert_non_null(groups[i]);
    }
    char text[1024] = "";
    if (pop_scope(text) != -1)
        assert_non_null(strstr(text, "the process has no mappings of memory left"));
    assert_no_error();
    for (uint32_t i = 0; i < LAYOUTS; i++) {
        webgpu_bind_group_drop(groups[i]);
        webgpu_bind_group_layout_drop(layouts[i]);
    }
    webgpu_buffer_drop(buffer);
}

/* All kinds are made without an error, and let go of. */
static void
test_every_invalid(void **state)
{
    (void)state;
#define X(name, Name, text, pool) \
    { \
        push_validation(); \
        const WGPU##Name object = webgpu_invalid_##name(guest.device->native); \
        if (object == NULL || pop_scope(NULL) != -1) \
            fail_msg("making a " #name ": an error"); \
        wgpu##Name##Release(object); \
    }
    WEBGPU_INVALID(X)
#undef X
    assert_int_equal(guest.warnings, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_memory, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_uncaptured, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_what_others_keep, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_of_another_device, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_encoders_in_turn, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_larger_than_any, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_destroyed_device, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_textures, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_objects, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_no_device, setup_gpu, teardown),
        cmocka_unit_test_setup_teardown(test_devices, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_invalid, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_invalid_pass, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_every_invalid, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_many_layouts, setup_device, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
