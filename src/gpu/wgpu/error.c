/* Error scopes and uncaptured errors: WebGPU, "Errors & Debugging", "Error Scopes".
 *
 * wgpu-native calls its uncaptured error callback inside the call that went wrong, on the same thread.
 * So the scopes can be ours, and whether a call went wrong can be seen from the count of errors. */
#include "gpu/wgpu/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "gpu/wgpu/device.h"
#include "gpu/wgpu/future.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/wgpu.h"

#define MESSAGE_SIZE 400
#define NO_MESSAGE "out of memory for the message"

static bool
takes(WGPUErrorFilter filter, WGPUErrorType type)
{
    switch (filter) {
    case WGPUErrorFilter_Validation:
        return type == WGPUErrorType_Validation;
    case WGPUErrorFilter_OutOfMemory:
        return type == WGPUErrorType_OutOfMemory;
    case WGPUErrorFilter_Internal:
        return type == WGPUErrorType_Internal;
    default:
        return false;
    }
}

static const char *
type_text(WGPUErrorType type)
{
    switch (type) {
    case WGPUErrorType_Validation:
        return "validation";
    case WGPUErrorType_OutOfMemory:
        return "out-of-memory";
    case WGPUErrorType_Internal:
        return "internal";
    default:
        return "unknown";
    }
}

void
gpu_wgpu_report(struct gpu_wgpu_device *device, WGPUErrorType type, const char *message)
{
    device->error_count++;
    if (device->lost)
        return;
    if (device->capturing) {
        if (device->captured_type != WGPUErrorType_NoError)
            return;
        device->captured_type = type;
        device->captured = strdup(message);
        return;
    }
    if (device->quiet)
        return;
    for (size_t i = device->scope_count; i > 0; i--) {
        struct gpu_wgpu_scope *scope = &device->scopes[i - 1];
        if (!takes(scope->filter, type))
            continue;
        if (scope->type == WGPUErrorType_NoError) {
            scope->type = type;
            scope->message = strdup(message);
        }
        return;
    }
    const WGPUUncapturedErrorCallbackInfo *user = &device->uncaptured;
    if (user->callback == NULL) {
        base_log(BASE_LOG_WARN, BASE_LOG_ROOM_GPU, "uncaptured %s error: %s", type_text(type), message);
        return;
    }
    const WGPUDevice handle = gpu_wgpu_device_handle(device);
    user->callback(&handle, type, (WGPUStringView){message, strlen(message)}, user->userdata1,
                   user->userdata2);
}

void
gpu_wgpu_validation_error(struct gpu_wgpu_device *device, const char *format, ...)
{
    char message[MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    gpu_wgpu_report(device, WGPUErrorType_Validation, message);
}

/* wgpu-native's texts: "Validation Error", an empty line, "Caused by:", then an indented line for each
 * cause, with lines of a shader's source below. Kept are the causes, without what is before and behind. */
static char *
causes(WGPUStringView text)
{
    static const char intro[] = "Caused by:\n";
    char *copy = text.data != NULL ? strndup(text.data, text.length) : strdup("");
    if (copy == NULL)
        return NULL;
    const char *from = strstr(copy, intro);
    from = from != NULL ? from + sizeof intro - 1 : copy;
    from += strspn(from, " \n");
    size_t size = strlen(from);
    while (size > 0 && (from[size - 1] == '\n' || from[size - 1] == ' '))
        size--;
    memmove(copy, from, size);
    copy[size] = '\0';
    return copy;
}

/* wgpu-native calls that a validation error; what failed stands in the last line. */
static bool
says_out_of_memory(const char *text)
{
    static const char line[] = "Not enough memory left.";
    const size_t size = strlen(text);
    return size >= sizeof line - 1 && strcmp(text + size - (sizeof line - 1), line) == 0;
}

void
gpu_wgpu_on_error(const WGPUDevice *native, WGPUErrorType type, WGPUStringView message, void *userdata1,
                  void *userdata2)
{
    (void)native;
    (void)userdata2;
    struct gpu_wgpu_device *device = gpu_wgpu_device_find((uintptr_t)userdata1);
    if (device == NULL)
        return;
    char *text = causes(message);
    if (text != NULL && says_out_of_memory(text))
        type = WGPUErrorType_OutOfMemory;
    gpu_wgpu_report(device, type, text != NULL ? text : NO_MESSAGE);
    free(text);
    gpu_wgpu_device_unref(device);
}

void
gpu_wgpu_capture_begin(struct gpu_wgpu_device *device)
{
    device->capturing = true;
    device->captured_type = WGPUErrorType_NoError;
    device->captured = NULL;
}

WGPUErrorType
gpu_wgpu_capture_end(struct gpu_wgpu_device *device, char **message)
{
    device->capturing = false;
    *message = device->captured;
    device->captured = NULL;
    return device->captured_type;
}

WGPUCreatePipelineAsyncStatus
gpu_wgpu_creation_end(struct gpu_wgpu_device *device, const char *reason, char **message)
{
    const WGPUErrorType type = gpu_wgpu_capture_end(device, message);
    if (device->lost || (reason == NULL && type == WGPUErrorType_NoError)) {
        free(*message);
        *message = NULL;
        return WGPUCreatePipelineAsyncStatus_Success;
    }
    if (reason != NULL) {
        free(*message);
        *message = strdup(reason);
    }
    return type == WGPUErrorType_Internal ? WGPUCreatePipelineAsyncStatus_InternalError
                                          : WGPUCreatePipelineAsyncStatus_ValidationError;
}

/* For one more scope. False: out of memory. */
static bool
has_room(struct gpu_wgpu_device *device)
{
    if (device->scope_count < device->scope_capacity)
        return true;
    const size_t capacity = device->scope_capacity * 2 + 4;
    struct gpu_wgpu_scope *scopes = realloc(device->scopes, capacity * sizeof *scopes);
    if (scopes == NULL)
        return false;
    device->scopes = scopes;
    device->scope_capacity = capacity;
    return true;
}

void
gpu_wgpu_DevicePushErrorScope(WGPUDevice handle, WGPUErrorFilter filter)
{
    struct gpu_wgpu_device *device = gpu_wgpu_device(handle);
    if (device->missing_scopes > 0 || !has_room(device)) {
        device->missing_scopes++;
        return;
    }
    device->scopes[device->scope_count++] = (struct gpu_wgpu_scope){filter, WGPUErrorType_NoError, NULL};
}

static void
deliver_scope(struct gpu_wgpu_future *future)
{
    const WGPUPopErrorScopeCallbackInfo *info = &future->callback.scope;
    const char *text = future->message != NULL ? future->message : "";
    info->callback((WGPUPopErrorScopeStatus)future->status, future->error_type,
                   (WGPUStringView){text, strlen(text)}, info->userdata1, info->userdata2);
}

/* Takes the innermost scope out. False: there is none. One that there was no memory for may have missed
 * anything. */
static bool
pop(struct gpu_wgpu_device *device, struct gpu_wgpu_scope *scope)
{
    if (device->missing_scopes > 0) {
        device->missing_scopes--;
        scope->type = WGPUErrorType_OutOfMemory;
        scope->message = strdup("there was no memory for the error scope");
        return true;
    }
    if (device->scope_count == 0)
        return false;
    *scope = device->scopes[--device->scope_count];
    return true;
}

WGPUFuture
gpu_wgpu_DevicePopErrorScope(WGPUDevice handle, WGPUPopErrorScopeCallbackInfo callback)
{
    struct gpu_wgpu_device *device = gpu_wgpu_device(handle);
    struct gpu_wgpu_scope scope = {0};
    const bool popped = pop(device, &scope);
    const struct gpu_wgpu_future start = {
        .instance = device->adapter->instance,
        .mode = callback.mode,
        .deliver = deliver_scope,
        .callback.scope = callback,
        .status = WGPUPopErrorScopeStatus_Error,
        .cancelled = WGPUPopErrorScopeStatus_CallbackCancelled,
        .error_type = WGPUErrorType_NoError,
    };
    struct gpu_wgpu_future *future = gpu_wgpu_future_new(&start);
    WGPUFuture id = {0};
    if (future != NULL && popped) {
        future->error_type = device->lost ? WGPUErrorType_NoError : scope.type;
        id = gpu_wgpu_future_finish(future, WGPUPopErrorScopeStatus_Success, scope.message);
    } else if (future != NULL) {
        id = gpu_wgpu_future_finish(future, WGPUPopErrorScopeStatus_Error, "there is no error scope to pop");
    }
    free(scope.message);
    return id;
}

void
gpu_wgpu_scopes_finish(struct gpu_wgpu_device *device)
{
    for (size_t i = 0; i < device->scope_count; i++)
        free(device->scopes[i].message);
    free(device->scopes);
}
