/* What the compiler says of a shader module. Follows WebGPU, "GPUCompilationInfo". */
#include <stdlib.h>

#include <wasigpu/imports.h>

#include "future.h"
#include "shader.h"
#include "text.h"

struct request {
    struct sdk_future future;
    WGPUCompilationInfoCallbackInfo info;
    WGPUShaderModule module;               /* counted */
    wasi_webgpu_compilation_info_t result; /* 0: none */
};

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

/* In memory that the caller frees, with the texts of the messages. */
static WGPUCompilationMessage *
read_messages(wasi_webgpu_compilation_info_t info, size_t *count)
{
    struct wasi_webgpu_compilation_message_list list = {0};
    wasi_webgpu_compilation_info_messages(info, &list);
    WGPUCompilationMessage *messages = sdk_alloc(list.count, sizeof *messages);
    for (size_t i = 0; i < list.count; i++)
        messages[i] = read_message(list.data[i]);
    if (list.count != 0)
        free((void *)(uintptr_t)list.data);
    *count = list.count;
    return messages;
}

static void
tell(const struct request *self)
{
    WGPUCompilationInfo info = WGPU_COMPILATION_INFO_INIT;
    WGPUCompilationMessage *messages = read_messages(self->result, &info.messageCount);
    info.messages = messages;
    self->info.callback(WGPUCompilationInfoRequestStatus_Success, &info, self->info.userdata1,
                        self->info.userdata2);
    for (size_t i = 0; i < info.messageCount; i++)
        sdk_text_free(messages[i].message);
    free(messages);
}

static void
deliver(struct sdk_future *future, bool cancelled)
{
    struct request *self = (struct request *)future;
    if (self->info.callback != NULL && cancelled)
        self->info.callback(WGPUCompilationInfoRequestStatus_CallbackCancelled, NULL, self->info.userdata1,
                            self->info.userdata2);
    else if (self->info.callback != NULL)
        tell(self);
    if (self->result != 0)
        wasi_webgpu_compilation_info_drop(self->result);
    wgpuShaderModuleRelease(self->module);
    free(self);
}

WGPUFuture
wgpuShaderModuleGetCompilationInfo(WGPUShaderModule self, WGPUCompilationInfoCallbackInfo info)
{
    if (!sdk_can_start(self, info.nextInChain, __func__))
        return (WGPUFuture){0};
    struct request *request = sdk_alloc(1, sizeof *request);
    request->future.instance = self->instance;
    request->future.mode = info.mode;
    request->future.deliver = deliver;
    request->info = info;
    request->module = self;
    wgpuShaderModuleAddRef(self);
    return sdk_future_start(&request->future, wasi_webgpu_async_shader_module_get_compilation_info(
                                                  self->object.handle, &request->result));
}
