/* Errors: scopes and their stack, and the labels in messages. What makes errors is in sdk_invalid.c. WebGPU,
 * "Errors & Debugging"; webgpu.h, "Errors". */
#include <string.h>

#include "check.h"

static struct gpu gpu;

static void
expect_error(const char *what)
{
    gpu_expect_error(&gpu, what);
}

static void
expect_none(const char *what)
{
    gpu_expect_none(&gpu, what);
}

static void
push(WGPUErrorFilter filter)
{
    wgpuDevicePushErrorScope(gpu.device, filter);
}

static void
make_error(void)
{
    WGPUBuffer buffer = gpu_buffer(&gpu, 16, WGPUBufferUsage_MapRead | WGPUBufferUsage_MapWrite);
    wgpuBufferRelease(buffer);
}

static WGPUPopErrorScopeStatus pop_status;

static void
take_status(WGPUPopErrorScopeStatus status, WGPUErrorType type, WGPUStringView message, void *unused,
            void *none)
{
    (void)unused;
    (void)none;
    pop_status = status;
    check(type == WGPUErrorType_NoError && message.length != 0,
          "a failure to pop has a message and no error");
}

static void
test_scopes(void)
{
    push(WGPUErrorFilter_Validation);
    expect_none("a scope in which nothing goes wrong");

    push(WGPUErrorFilter_Validation);
    push(WGPUErrorFilter_OutOfMemory);
    push(WGPUErrorFilter_Internal);
    make_error();
    expect_none("an internal scope does not catch it");
    expect_none("nor one for memory");
    expect_error("the outer one does");

    push(WGPUErrorFilter_Validation);
    push(WGPUErrorFilter_Validation);
    make_error();
    make_error();
    expect_error("the innermost scope catches");
    expect_none("and the outer one then does not");

    WGPUPopErrorScopeCallbackInfo info = WGPU_POP_ERROR_SCOPE_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_WaitAnyOnly;
    info.callback = take_status;
    gpu_wait(&gpu, wgpuDevicePopErrorScope(gpu.device, info));
    check_equal(pop_status, WGPUPopErrorScopeStatus_Error, "popping an empty stack is an error");
}

static int popped;
static int order[3];
static WGPUErrorType types[3];

static void
note_popped(WGPUPopErrorScopeStatus status, WGPUErrorType type, WGPUStringView message, void *index,
            void *unused)
{
    (void)unused;
    const int i = (int)((const int *)index - order);
    order[i] = ++popped;
    types[i] = type;
    check(status == WGPUPopErrorScopeStatus_Success &&
              (type == WGPUErrorType_NoError) == (message.length == 0),
          "a scope is popped");
}

/* The stack is that of the calls, whenever the callbacks come. */
static void
test_several_pops(void)
{
    WGPUPopErrorScopeCallbackInfo info = WGPU_POP_ERROR_SCOPE_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_AllowProcessEvents;
    info.callback = note_popped;
    popped = 0;
    push(WGPUErrorFilter_Validation);
    push(WGPUErrorFilter_Validation);
    for (int i = 0; i < 3; i++) {
        if (i == 1)
            make_error(); /* in the outer one: the inner one was popped */
        if (i == 2)
            push(WGPUErrorFilter_Validation);
        info.userdata1 = &order[i];
        wgpuDevicePopErrorScope(gpu.device, info);
    }
    check_equal((uint64_t)popped, 0, "no callback before events are processed");
    gpu_process_until(&gpu, &popped, 3);
    check_equal((uint64_t)popped, 3, "then all come");
    check(order[0] == 1 && order[1] == 2 && order[2] == 3, "in order");
    check(types[0] == WGPUErrorType_NoError && types[1] == WGPUErrorType_Validation &&
              types[2] == WGPUErrorType_NoError,
          "the error is in the scope in which it was made");
}

/* Whether what is said about a map of `buffer`, which is invalid, has `label` in it. */
static bool
map_names(WGPUBuffer buffer, const char *label)
{
    char message[400] = "";
    push(WGPUErrorFilter_Validation);
    gpu_map(&gpu, buffer, WGPUMapMode_Read);
    return gpu_pop_error(&gpu, message, sizeof message) == WGPUErrorType_Validation &&
           strstr(message, label) != NULL;
}

/* Messages call what has no label by its kind alone. */
static void
test_no_label(void)
{
    char message[1000] = "";
    push(WGPUErrorFilter_Validation);
    make_error();
    gpu_pop_error(&gpu, message, sizeof message);
    check(strstr(message, "\"\"") == NULL, "a message without an empty name");
}

/* Labels stand in messages. wgpu-native only knows those that things are made with. */
static void
test_labels(bool can_rename)
{
    WGPUBufferDescriptor descriptor = WGPU_BUFFER_DESCRIPTOR_INIT;
    descriptor.label = text("the first name");
    descriptor.size = 16;
    push(WGPUErrorFilter_Validation);
    WGPUBuffer buffer = wgpuDeviceCreateBuffer(gpu.device, &descriptor);
    expect_error("a labelled buffer without any usage");
    check(map_names(buffer, "the first name"), "an error names it by its label");
    wgpuBufferSetLabel(buffer, (WGPUStringView){.data = "another name and more", .length = 12});
    check(map_names(buffer, can_rename ? "another name" : "the first name"), "which can be changed");
    wgpuBufferSetLabel(buffer, (WGPUStringView){.data = NULL, .length = WGPU_STRLEN});
    wgpuQueueSetLabel(gpu.queue, text("queue"));
    wgpuDeviceSetLabel(gpu.device, text("device"));
    wgpuBufferRelease(buffer);
}

/* The argument is the native library under it all. */
int
main(int argc, char **argv)
{
    const bool is_wgpu = argc > 1 && strcmp(argv[1], "wgpu") == 0;
    if (!gpu_open(&gpu, 0))
        return check_finish();
    test_scopes();
    test_several_pops();
    test_labels(!is_wgpu);
    test_no_label();
    gpu_close(&gpu);
    return check_finish();
}
