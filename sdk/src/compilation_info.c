/* What the compiler says of a shader module. Follows WebGPU, "GPUCompilationInfo". */
#include <stdlib.h>

#include <wasigpu/imports.h>

#include "future.h"
#include "shader.h"
#include "text.h"

struct request {
    struct sdk_future future;
    WGPUCompilationInfoCallbackInfo info;
    WGPUCompilationInfo result;
    WGPUCompilationMessage *messages;
};

static void
deliver(struct sdk_future *future, bool cancelled)
{
    struct request *self = (struct request *)future;
    if (self->info.callback != NULL)
        self->info.callback(cancelled ? WGPUCompilationInfoRequestStatus_CallbackCancelled
                                      : WGPUCompilationInfoRequestStatus_Success,
                            cancelled ? NULL : &self->result, self->info.userdata1, self->info.userdata2);
    for (size_t i = 0; i < self->result.messageCount; i++)
        sdk_text_free(self->messages[i].message);
    free(self->messages);
    free(self);
}

_Static_assert(WGPUCompilationMessageType_Error == WASI_WEBGPU_COMPILATION_MESSAGE_TYPE_ERROR + 1,
               "one order");
_Static_assert(WGPUCompilationMessageType_Info == WASI_WEBGPU_COMPILATION_MESSAGE_TYPE_INFO + 1, "one order");

static WGPUCompilationMessage
read_message(wasi_webgpu_compilation_message_t source)
{
    struct wasi_webgpu_string text = {0};
    wasi_webgpu_compilation_message_message(source, &text);
    const WGPUCompilationMessage message = {
        .message = sdk_text_from(text),
        .type = (WGPUCompilationMessageType)(wasi_webgpu_compilation_message_type(source) + 1),
        .lineNum = wasi_webgpu_compilation_message_line_num(source),
        .linePos = wasi_webgpu_compilation_message_line_pos(source),
        .offset = wasi_webgpu_compilation_message_offset(source),
        .length = wasi_webgpu_compilation_message_length(source),
    };
    wasi_webgpu_compilation_message_drop(source);
    return message;
}

static void
read_messages(struct request *self, WGPUShaderModule module)
{
    const wasi_webgpu_compilation_info_t info =
        wasi_webgpu_shader_module_get_compilation_info(module->object.handle);
    struct wasi_webgpu_compilation_message_list list = {0};
    wasi_webgpu_compilation_info_messages(info, &list);
    wasi_webgpu_compilation_info_drop(info);
    self->messages = sdk_alloc(list.count, sizeof *self->messages);
    for (size_t i = 0; i < list.count; i++)
        self->messages[i] = read_message(list.data[i]);
    self->result.messageCount = list.count;
    self->result.messages = self->messages;
    if (list.count != 0)
        free((void *)(uintptr_t)list.data);
}

WGPUFuture
wgpuShaderModuleGetCompilationInfo(WGPUShaderModule self, WGPUCompilationInfoCallbackInfo info)
{
    if (!sdk_is_usable(self, __func__))
        return (WGPUFuture){0};
    struct request *request = sdk_alloc(1, sizeof *request);
    request->future.instance = self->instance;
    request->future.mode = info.mode;
    request->future.deliver = deliver;
    request->future.ready = true;
    request->info = info;
    read_messages(request, self);
    return sdk_future_start(&request->future);
}
