/* gpu-shader-module.get-compilation-info, gpu-compilation-info, gpu-compilation-message.
 *
 * Follows WebGPU, "Shader Module Compilation Information", whose places are in UTF-16 code units; webgpu.h's
 * are in bytes of UTF-8. Messages are part of their info. */
#include <stdlib.h>
#include <string.h>

#include "generated/webgpu_methods.h"
#include "webgpu/device.h"
#include "webgpu/enums.h"
#include "webgpu/shader_module.h"
#include "webgpu/text.h"

struct webgpu_compilation_message {
    struct webgpu_compilation_info *owner;
    struct base_string message;
    enum webgpu_compilation_message_type type;
    uint64_t line_num;
    uint64_t line_pos;
    uint64_t offset;
    uint64_t length;
};

struct webgpu_compilation_info {
    struct webgpu_object object;
    uint32_t count;
    struct webgpu_compilation_message *messages;
};

static void
info_finish(struct webgpu_object *object)
{
    struct webgpu_compilation_info *self = (struct webgpu_compilation_info *)object;
    for (uint32_t i = 0; i < self->count; i++)
        base_string_finish(&self->messages[i].message);
    free(self->messages);
}

static const struct webgpu_class info_class = {"gpu-compilation-info", sizeof(struct webgpu_compilation_info),
                                               info_finish, WEBGPU_POOL_NONE};

/* How many UTF-16 code units the bytes from `start` to `end` of `code` are. */
static uint64_t
utf16_units(const struct base_string *code, uint64_t start, uint64_t end)
{
    uint64_t units = 0;
    for (uint64_t i = start; i < end && i < code->size; i++) {
        const unsigned char byte = (unsigned char)code->data[i];
        if ((byte & 0xc0) != 0x80) /* one that starts a character; those of four bytes are two units */
            units += byte >= 0xf0 ? 2 : 1;
    }
    return units;
}

static void
set_place(struct webgpu_compilation_message *to, const WGPUCompilationMessage *from,
          const struct base_string *code)
{
    to->line_num = from->lineNum;
    to->line_pos = from->linePos;
    to->offset = from->offset;
    to->length = from->length;
    if (code->size == 0 || from->lineNum == 0 || from->offset > code->size)
        return;
    const uint64_t in_line = from->linePos == 0 ? 0 : from->linePos - 1;
    const uint64_t line = in_line < from->offset ? from->offset - in_line : 0;
    const uint64_t length =
        from->length < code->size - from->offset ? from->length : code->size - from->offset;
    to->line_pos = 1 + utf16_units(code, line, from->offset);
    to->offset = utf16_units(code, 0, from->offset);
    to->length = utf16_units(code, from->offset, from->offset + length);
}

/* NULL: out of memory. Any thread. */
static struct webgpu_compilation_info *
info_new(const struct webgpu_shader_module *module, const WGPUCompilationInfo *native)
{
    struct webgpu_compilation_info *self =
        webgpu_object_new(&info_class, module->object.context, NULL, (struct base_str){0});
    const size_t count = native == NULL || native->messageCount > UINT32_MAX ? 0 : native->messageCount;
    if (self == NULL || count == 0)
        return self;
    self->messages = calloc(count, sizeof *self->messages);
    bool whole = self->messages != NULL;
    for (size_t i = 0; whole && i < count; i++) {
        const WGPUCompilationMessage *from = &native->messages[i];
        struct webgpu_compilation_message *to = &self->messages[self->count++];
        to->owner = self;
        to->type = webgpu_compilation_message_type_of(from->type);
        set_place(to, from, &module->code);
        whole = webgpu_string_copy(&to->message, from->message);
    }
    if (whole)
        return self;
    webgpu_object_unref(&self->object);
    return NULL;
}

static void
info_release(struct abi_pending *op)
{
    struct webgpu_shader_module_get_compilation_info_result *result = (void *)op->result;
    if (result->value != NULL)
        webgpu_compilation_info_drop(result->value);
    webgpu_shader_module_drop(op->self);
}

static void
info_done(WGPUCompilationInfoRequestStatus status, WGPUCompilationInfo const *native, void *userdata1,
          void *userdata2)
{
    (void)userdata2;
    struct abi_pending *op = userdata1;
    struct webgpu_shader_module_get_compilation_info_result *result = (void *)op->result;
    webgpu_callback_enter();
    result->value = info_new(op->self, status == WGPUCompilationInfoRequestStatus_Success ? native : NULL);
    abi_pending_finish(op);
    webgpu_callback_leave();
}

void
webgpu_shader_module_get_compilation_info_start(struct webgpu_shader_module *self, struct abi_pending *op)
{
    webgpu_object_ref(&self->object); /* the callback reads its code */
    op->self = self;
    op->release = info_release;
    op->source = &self->object.device->source.base;
    const WGPUCompilationInfoCallbackInfo info = {
        .mode = WGPUCallbackMode_AllowSpontaneous,
        .callback = info_done,
        .userdata1 = op,
    };
    wgpuShaderModuleGetCompilationInfo(self->native, info);
}

void
webgpu_compilation_info_drop(struct webgpu_compilation_info *self)
{
    webgpu_object_unref(&self->object);
}

void
webgpu_compilation_info_messages(struct webgpu_compilation_info *self, struct base_arena *arena,
                                 struct webgpu_compilation_message_list *result)
{
    result->count = 0;
    result->data = base_arena_alloc(arena, self->count, sizeof *result->data);
    if (result->data == NULL)
        return;
    for (; result->count < self->count; result->count++) {
        webgpu_object_ref(&self->object);
        result->data[result->count] = &self->messages[result->count];
    }
}

void
webgpu_compilation_message_drop(struct webgpu_compilation_message *self)
{
    webgpu_object_unref(&self->owner->object);
}

struct base_str
webgpu_compilation_message_message(struct webgpu_compilation_message *self, struct base_arena *arena)
{
    (void)arena;
    return base_string_view(&self->message);
}

enum webgpu_compilation_message_type
webgpu_compilation_message_type(struct webgpu_compilation_message *self)
{
    return self->type;
}

uint64_t
webgpu_compilation_message_line_num(struct webgpu_compilation_message *self)
{
    return self->line_num;
}

uint64_t
webgpu_compilation_message_line_pos(struct webgpu_compilation_message *self)
{
    return self->line_pos;
}

uint64_t
webgpu_compilation_message_offset(struct webgpu_compilation_message *self)
{
    return self->offset;
}

uint64_t
webgpu_compilation_message_length(struct webgpu_compilation_message *self)
{
    return self->length;
}
