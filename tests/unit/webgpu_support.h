/* A guest without an engine, for tests of src/webgpu: it calls the methods in C, on a real GPU library. Which
 * one, WASIGPU_GPU_LIB says; the driver is the environment's. */
#ifndef WEBGPU_SUPPORT_H
#define WEBGPU_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "abi/call.h"
#include "abi/pending.h"
#include "abi/wait.h"
#include "base/count.h"
#include "base/log.h"
#include "generated/webgpu_methods.h"
#include "gpu/adapter.h"
#include "gpu/library.h"
#include "webgpu/context.h"

struct guest {
    struct gpu_instance *gpu_instance;
    struct webgpu_context *context;
    struct abi_instance instance;
    struct abi_call call;
    char detail[ABI_DETAIL_SIZE];
    struct webgpu_gpu *gpu;
    struct webgpu_adapter *adapter;
    struct webgpu_device *device;
    struct webgpu_queue *queue;
    char logged[4096]; /* the last line */
    unsigned warnings; /* lines of that level and above */
};

static struct guest guest;

#define ARENA (&guest.instance.arena)

static inline void
log_sink(void *env, enum base_log_level level, enum base_log_room room, const char *line)
{
    (void)env;
    (void)room;
    if (level <= BASE_LOG_WARN)
        guest.warnings++;
    snprintf(guest.logged, sizeof guest.logged, "%s", line);
}

static inline bool
is_dawn(void)
{
    return gpu_library_kind() == GPU_LIBRARY_DAWN;
}

static inline struct abi_pending *
op_new(void)
{
    struct abi_pending *op = abi_pending_new(&guest.call, 0);
    assert_non_null(op);
    return op;
}

/* Waits as a sync-lowered import does; the result is in op->result, and abi_pending_delete gives it back. */
static inline void
op_wait(struct abi_pending *op)
{
    if (!abi_wait_one(&guest.call, op))
        fail_msg("the operation has not ended: %s", guest.detail);
}

#define RESULT(op, type) ((struct type *)(void *)(op)->result)

static inline struct webgpu_adapter *
request_adapter(const struct webgpu_option_request_adapter_options *options)
{
    struct abi_pending *op = op_new();
    webgpu_gpu_request_adapter_start(guest.gpu, options, ARENA, op);
    op_wait(op);
    struct webgpu_gpu_request_adapter_result *result = RESULT(op, webgpu_gpu_request_adapter_result);
    struct webgpu_adapter *adapter = result->value;
    result->value = NULL;
    abi_pending_delete(op);
    return adapter;
}

static inline struct webgpu_adapter *
any_adapter(void)
{
    const struct webgpu_option_request_adapter_options none = {.some = false};
    struct webgpu_adapter *adapter = request_adapter(&none);
    assert_non_null(adapter);
    return adapter;
}

/* NULL: `error` says why, as the kind, and the message is in `text`. */
static inline struct webgpu_device *
request_device(struct webgpu_adapter *adapter, const struct webgpu_device_descriptor *descriptor,
               enum webgpu_request_device_error_kind *error, char text[256])
{
    struct webgpu_option_device_descriptor option = {.some = descriptor != NULL};
    if (descriptor != NULL)
        option.value = *descriptor;
    struct abi_pending *op = op_new();
    webgpu_adapter_request_device_start(adapter, &option, ARENA, op);
    op_wait(op);
    struct webgpu_adapter_request_device_result *result = RESULT(op, webgpu_adapter_request_device_result);
    struct webgpu_device *device = result->value;
    result->value = NULL;
    assert_true(result->ok == (device != NULL));
    if (error != NULL)
        *error = result->error.kind;
    if (text != NULL)
        snprintf(text, 256, "%.*s", (int)result->error.message.size, result->error.message.data);
    abi_pending_delete(op);
    return device;
}

/* A guest with gpu only. */
static inline int
setup_gpu(void **state)
{
    (void)state;
    guest = (struct guest){0};
    base_log_set_sink(log_sink, NULL);
    wasigpu_error_t *error = gpu_instance_new(&(struct gpu_choice){0}, &guest.gpu_instance);
    if (error != NULL) {
        print_error("%s\n", wasigpu_error_message(error));
        return -1;
    }
    guest.context = webgpu_context_new(guest.gpu_instance);
    abi_instance_init(&guest.instance);
    guest.instance.deadline = base_deadline_in(UINT64_C(60000000000));
    guest.call = (struct abi_call){
        .instance = &guest.instance,
        .arena = &guest.instance.arena,
        .context = guest.context,
        .detail = guest.detail,
    };
    guest.gpu = webgpu_get_gpu(guest.context);
    return guest.gpu == NULL ? -1 : 0;
}

/* Gives back what the fixture holds, and holds that nothing else was left. */
static inline int
teardown(void **state)
{
    (void)state;
    if (guest.queue != NULL)
        webgpu_queue_drop(guest.queue);
    if (guest.device != NULL)
        webgpu_device_drop(guest.device);
    if (guest.adapter != NULL)
        webgpu_adapter_drop(guest.adapter);
    webgpu_gpu_drop(guest.gpu);
    abi_instance_finish(&guest.instance);
    const size_t live = webgpu_context_live_objects(guest.context);
    webgpu_context_delete(guest.context);
    gpu_instance_delete(guest.gpu_instance);
    base_log_set_sink(NULL, NULL);
    if (live != 0)
        print_error("%zu objects are left\n", live);
    return live == 0 ? 0 : -1;
}

/* A guest with a device. */
static inline int
setup_device(void **state)
{
    if (setup_gpu(state) != 0)
        return -1;
    guest.adapter = any_adapter();
    guest.device = request_device(guest.adapter, NULL, NULL, NULL);
    if (guest.device == NULL)
        return -1;
    guest.queue = webgpu_device_queue(guest.device);
    return guest.queue == NULL ? -1 : 0;
}

static inline struct webgpu_buffer *
make_buffer(uint64_t size, uint32_t usage, bool mapped)
{
    const struct webgpu_buffer_descriptor descriptor = {
        .size = size,
        .usage = usage,
        .mapped_at_creation = {true, mapped},
    };
    struct webgpu_buffer *buffer = webgpu_device_create_buffer(guest.device, &descriptor, ARENA);
    assert_non_null(buffer);
    return buffer;
}

/* What pop-error-scope gives: -1 no error, else the kind; its message in `text`. */
static inline int
pop_scope(char text[1024])
{
    struct abi_pending *op = op_new();
    webgpu_device_pop_error_scope_start(guest.device, op);
    op_wait(op);
    const struct webgpu_device_pop_error_scope_result *result =
        RESULT(op, webgpu_device_pop_error_scope_result);
    assert_true(result->ok);
    int kind = -1;
    if (result->value != NULL) {
        const struct base_str message = webgpu_error_message(result->value, ARENA);
        kind = (int)webgpu_error_kind(result->value);
        if (text != NULL)
            snprintf(text, 1024, "%.*s", (int)message.size, message.data);
    }
    abi_pending_delete(op);
    return kind;
}

static inline void
push_validation(void)
{
    webgpu_device_push_error_scope(guest.device, WEBGPU_ERROR_FILTER_VALIDATION);
}

#define assert_no_error() assert_int_equal(pop_scope(NULL), -1)
#define assert_validation_error() assert_int_equal(pop_scope(NULL), WEBGPU_ERROR_KIND_VALIDATION_ERROR)

/* True: mapped. Else *kind says why it is not. */
static inline bool
map_buffer(struct webgpu_buffer *buffer, uint32_t mode, struct webgpu_option_u64 offset,
           struct webgpu_option_u64 size, enum webgpu_map_async_error_kind *kind)
{
    struct abi_pending *op = op_new();
    webgpu_buffer_map_async_start(buffer, mode, offset, size, op);
    op_wait(op);
    const struct webgpu_buffer_map_async_result *result = RESULT(op, webgpu_buffer_map_async_result);
    const bool ok = result->ok;
    if (kind != NULL)
        *kind = result->error.kind;
    abi_pending_delete(op);
    return ok;
}

#define NONE_U64 ((struct webgpu_option_u64){.some = false})
#define NONE_U32 ((struct webgpu_option_u32){.some = false})
#define SOME_U64(x) ((struct webgpu_option_u64){true, (x)})
#define SOME_U32(x) ((struct webgpu_option_u32){true, (x)})
#define SOME_STRING(text) ((struct webgpu_option_string){true, base_str(text)})

static inline struct webgpu_shader_module *
make_module(const char *code)
{
    const struct webgpu_shader_module_descriptor descriptor = {.code = base_str(code)};
    struct webgpu_shader_module *module =
        webgpu_device_create_shader_module(guest.device, &descriptor, ARENA);
    assert_non_null(module);
    return module;
}

static inline struct webgpu_compute_pipeline *
make_pipeline(const char *code)
{
    struct webgpu_shader_module *module = make_module(code);
    const struct webgpu_compute_pipeline_descriptor descriptor = {
        .compute = {.module = module},
        .layout = {.tag = WEBGPU_LAYOUT_MODE_AUTO},
    };
    struct webgpu_compute_pipeline *pipeline =
        webgpu_device_create_compute_pipeline(guest.device, &descriptor, ARENA);
    assert_non_null(pipeline);
    webgpu_shader_module_drop(module);
    return pipeline;
}

static inline struct webgpu_command_encoder *
make_encoder(void)
{
    const struct webgpu_option_command_encoder_descriptor none = {.some = false};
    struct webgpu_command_encoder *encoder = webgpu_device_create_command_encoder(guest.device, &none, ARENA);
    assert_non_null(encoder);
    return encoder;
}

static inline struct webgpu_compute_pass_encoder *
begin_pass(struct webgpu_command_encoder *encoder)
{
    const struct webgpu_option_compute_pass_descriptor none = {.some = false};
    struct webgpu_compute_pass_encoder *pass =
        webgpu_command_encoder_begin_compute_pass(encoder, &none, ARENA);
    assert_non_null(pass);
    return pass;
}

/* Takes the encoder over. */
static inline struct webgpu_command_buffer *
finish(struct webgpu_command_encoder *encoder)
{
    const struct webgpu_option_command_buffer_descriptor none = {.some = false};
    struct webgpu_command_buffer *commands = webgpu_command_encoder_finish(encoder, &none, ARENA);
    assert_non_null(commands);
    webgpu_command_encoder_drop(encoder);
    return commands;
}

/* Takes the encoder over. */
static inline void
submit(struct webgpu_command_encoder *encoder)
{
    struct webgpu_command_buffer *commands = finish(encoder);
    webgpu_queue_submit(guest.queue, (struct webgpu_command_buffer_list){&commands, 1}, ARENA);
    webgpu_command_buffer_drop(commands);
}

static inline void
set_bind_group(struct webgpu_compute_pass_encoder *pass, struct webgpu_bind_group *group)
{
    struct webgpu_set_bind_group_error error;
    assert_true(webgpu_compute_pass_encoder_set_bind_group(
        pass, 0, group, (struct webgpu_option_u32_list){.some = false}, NONE_U64, NONE_U32, ARENA, &error));
}

static inline void
write_all(struct webgpu_buffer *buffer, const void *data, uint32_t size)
{
    struct webgpu_write_buffer_error error;
    assert_true(webgpu_queue_write_buffer_with_copy(guest.queue, buffer, 0, (struct abi_view){data, size},
                                                    NONE_U64, NONE_U64, ARENA, &error));
}

/* Copies `size` bytes of `from`, from its start on, to `to`. */
static inline void
read_back(struct webgpu_buffer *from, void *to, uint64_t size)
{
    struct webgpu_buffer *staging =
        make_buffer(size, WEBGPU_BUFFER_USAGE_MAP_READ | WEBGPU_BUFFER_USAGE_COPY_DST, false);
    struct webgpu_command_encoder *encoder = make_encoder();
    webgpu_command_encoder_copy_buffer_to_buffer(encoder, from, NONE_U64, staging, NONE_U64, SOME_U64(size));
    submit(encoder);
    assert_true(map_buffer(staging, WEBGPU_MAP_MODE_READ, NONE_U64, NONE_U64, NULL));
    struct abi_view view;
    struct webgpu_get_mapped_range_error error;
    assert_true(
        webgpu_buffer_get_mapped_range_get_with_copy(staging, NONE_U64, NONE_U64, ARENA, &view, &error));
    assert_int_equal(view.count, size);
    memcpy(to, view.data, size);
    webgpu_buffer_drop(staging);
}

#endif
