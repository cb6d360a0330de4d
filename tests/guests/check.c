/* What the tests of webgpu.h share. */
#include "check.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static unsigned passed_count;
static unsigned failed_count;

bool
check(bool passed, const char *what)
{
    printf("%s %s\n", passed ? "ok    " : "FAILED", what);
    if (passed)
        passed_count++;
    else
        failed_count++;
    return passed;
}

bool
check_equal(uint64_t actual, uint64_t expected, const char *what)
{
    if (actual != expected)
        printf("       %" PRIu64 " instead of %" PRIu64 ":\n", actual, expected);
    return check(actual == expected, what);
}

int
check_finish(void)
{
    printf("%u passed, %u failed\n", passed_count, failed_count);
    return failed_count == 0 && passed_count != 0 ? 0 : 1;
}

static void
take_adapter(WGPURequestAdapterStatus status, WGPUAdapter adapter, WGPUStringView message, void *result,
             void *unused)
{
    (void)unused;
    if (status != WGPURequestAdapterStatus_Success)
        printf("       %.*s\n", (int)message.length, message.data);
    *(WGPUAdapter *)result = adapter;
}

static void
take_device(WGPURequestDeviceStatus status, WGPUDevice device, WGPUStringView message, void *result,
            void *unused)
{
    (void)unused;
    if (status != WGPURequestDeviceStatus_Success)
        printf("       %.*s\n", (int)message.length, message.data);
    *(WGPUDevice *)result = device;
}

static void
print_uncaptured(const WGPUDevice *device, WGPUErrorType type, WGPUStringView message, void *unused,
                 void *none)
{
    (void)device;
    (void)unused;
    (void)none;
    printf("       uncaptured error %d: %.*s\n", (int)type, (int)message.length, message.data);
}

void
gpu_wait(const struct gpu *gpu, WGPUFuture future)
{
    WGPUFutureWaitInfo info = WGPU_FUTURE_WAIT_INFO_INIT;
    info.future = future;
    const WGPUWaitStatus status = wgpuInstanceWaitAny(gpu->instance, 1, &info, UINT64_MAX);
    if (status != WGPUWaitStatus_Success || !info.completed)
        check(false, "a wait for one future completes it");
}

void
gpu_process_until(const struct gpu *gpu, const int *count, int wanted)
{
    const time_t start = time(NULL);
    while (*count < wanted && time(NULL) - start < 60)
        wgpuInstanceProcessEvents(gpu->instance);
}

static bool
find_adapter(struct gpu *gpu)
{
    WGPURequestAdapterCallbackInfo info = WGPU_REQUEST_ADAPTER_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_WaitAnyOnly;
    info.callback = take_adapter;
    info.userdata1 = &gpu->adapter;
    gpu_wait(gpu, wgpuInstanceRequestAdapter(gpu->instance, NULL, info));
    return check(gpu->adapter != NULL, "there is an adapter");
}

bool
gpu_open_adapter(struct gpu *gpu)
{
    const WGPUInstanceFeatureName timed = WGPUInstanceFeatureName_TimedWaitAny;
    WGPUInstanceDescriptor descriptor = WGPU_INSTANCE_DESCRIPTOR_INIT;
    descriptor.requiredFeatureCount = 1;
    descriptor.requiredFeatures = &timed;
    memset(gpu, 0, sizeof *gpu);
    gpu->instance = wgpuCreateInstance(&descriptor);
    if (!check(gpu->instance != NULL, "there is an instance with timed waits"))
        return false;
    if (find_adapter(gpu))
        return true;
    gpu_close(gpu);
    return false;
}

WGPUDevice
gpu_request_device(const struct gpu *gpu, const WGPUDeviceDescriptor *descriptor)
{
    WGPUDevice device = NULL;
    WGPURequestDeviceCallbackInfo info = WGPU_REQUEST_DEVICE_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_WaitAnyOnly;
    info.callback = take_device;
    info.userdata1 = &device;
    gpu_wait(gpu, wgpuAdapterRequestDevice(gpu->adapter, descriptor, info));
    return device;
}

bool
gpu_open_device(struct gpu *gpu, WGPUDeviceDescriptor descriptor)
{
    descriptor.uncapturedErrorCallbackInfo.callback = print_uncaptured;
    gpu->device = gpu_request_device(gpu, &descriptor);
    if (!check(gpu->device != NULL, "the adapter has a device")) {
        gpu_close(gpu);
        return false;
    }
    gpu->queue = wgpuDeviceGetQueue(gpu->device);
    return true;
}

bool
gpu_open(struct gpu *gpu, WGPUFeatureName feature)
{
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    descriptor.requiredFeatureCount = feature != 0;
    descriptor.requiredFeatures = &feature;
    return gpu_open_adapter(gpu) && gpu_open_device(gpu, descriptor);
}

bool
gpu_open_beside(struct gpu *gpu, const struct gpu *other)
{
    const WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    memset(gpu, 0, sizeof *gpu);
    gpu->instance = other->instance;
    wgpuInstanceAddRef(gpu->instance);
    return find_adapter(gpu) && gpu_open_device(gpu, descriptor);
}

bool
gpu_open_with(struct gpu *gpu, size_t count, const WGPUFeatureName *features)
{
    WGPUFeatureName found[32];
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    if (!gpu_open_adapter(gpu))
        return false;
    for (size_t i = 0; i < count && i < sizeof found / sizeof found[0]; i++) {
        if (wgpuAdapterHasFeature(gpu->adapter, features[i]))
            found[descriptor.requiredFeatureCount++] = features[i];
    }
    descriptor.requiredFeatures = found;
    return gpu_open_device(gpu, descriptor);
}

void
gpu_close(struct gpu *gpu)
{
    if (gpu->queue != NULL)
        wgpuQueueRelease(gpu->queue);
    if (gpu->device != NULL)
        wgpuDeviceRelease(gpu->device);
    if (gpu->adapter != NULL)
        wgpuAdapterRelease(gpu->adapter);
    if (gpu->instance != NULL)
        wgpuInstanceRelease(gpu->instance);
    memset(gpu, 0, sizeof *gpu);
}

static void
note_done(WGPUQueueWorkDoneStatus status, WGPUStringView message, void *unused, void *none)
{
    (void)message;
    (void)unused;
    (void)none;
    if (status != WGPUQueueWorkDoneStatus_Success)
        check(false, "submitted work gets done");
}

void
gpu_finish(const struct gpu *gpu)
{
    WGPUQueueWorkDoneCallbackInfo info = WGPU_QUEUE_WORK_DONE_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_WaitAnyOnly;
    info.callback = note_done;
    gpu_wait(gpu, wgpuQueueOnSubmittedWorkDone(gpu->queue, info));
}

static void
take_map_status(WGPUMapAsyncStatus status, WGPUStringView message, void *result, void *unused)
{
    (void)message;
    (void)unused;
    *(WGPUMapAsyncStatus *)result = status;
}

WGPUMapAsyncStatus
gpu_map(const struct gpu *gpu, WGPUBuffer buffer, WGPUMapMode mode)
{
    WGPUMapAsyncStatus status = 0;
    WGPUBufferMapCallbackInfo info = WGPU_BUFFER_MAP_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_WaitAnyOnly;
    info.callback = take_map_status;
    info.userdata1 = &status;
    gpu_wait(gpu, wgpuBufferMapAsync(buffer, mode, 0, WGPU_WHOLE_MAP_SIZE, info));
    return status;
}

WGPUBuffer
gpu_buffer(const struct gpu *gpu, uint64_t size, WGPUBufferUsage usage)
{
    WGPUBufferDescriptor descriptor = WGPU_BUFFER_DESCRIPTOR_INIT;
    descriptor.size = size;
    descriptor.usage = usage;
    return wgpuDeviceCreateBuffer(gpu->device, &descriptor);
}

void
gpu_submit(const struct gpu *gpu, WGPUCommandEncoder encoder)
{
    WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
    wgpuQueueSubmit(gpu->queue, 1, &commands);
    wgpuCommandBufferRelease(commands);
    wgpuCommandEncoderRelease(encoder);
}

bool
gpu_read(const struct gpu *gpu, WGPUBuffer source, void *data, uint64_t size)
{
    WGPUBuffer staging = gpu_buffer(gpu, size, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    wgpuCommandEncoderCopyBufferToBuffer(encoder, source, 0, staging, 0, size);
    gpu_submit(gpu, encoder);
    const bool mapped = gpu_map(gpu, staging, WGPUMapMode_Read) == WGPUMapAsyncStatus_Success;
    const void *range = mapped ? wgpuBufferGetConstMappedRange(staging, 0, (size_t)size) : NULL;
    if (range != NULL)
        memcpy(data, range, (size_t)size);
    if (mapped)
        wgpuBufferUnmap(staging);
    wgpuBufferRelease(staging);
    return range != NULL;
}

struct popped {
    WGPUErrorType type;
    char *message;
    uint64_t message_size;
};

static void
take_error(WGPUPopErrorScopeStatus status, WGPUErrorType type, WGPUStringView message, void *result,
           void *unused)
{
    struct popped *popped = result;
    (void)unused;
    popped->type = status == WGPUPopErrorScopeStatus_Success ? type : WGPUErrorType_NoError;
    if (popped->message_size == 0)
        return;
    const uint64_t room = popped->message_size - 1;
    const size_t size = message.length < room ? message.length : (size_t)room;
    if (size != 0) /* there may be no data then */
        memcpy(popped->message, message.data, size);
    popped->message[size] = '\0';
}

WGPUErrorType
gpu_pop_error(const struct gpu *gpu, char *message, uint64_t message_size)
{
    struct popped popped = {WGPUErrorType_Unknown, message, message_size};
    WGPUPopErrorScopeCallbackInfo info = WGPU_POP_ERROR_SCOPE_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_WaitAnyOnly;
    info.callback = take_error;
    info.userdata1 = &popped;
    gpu_wait(gpu, wgpuDevicePopErrorScope(gpu->device, info));
    return popped.type;
}

void
gpu_watch(const struct gpu *gpu)
{
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
}

void
gpu_expect_error(const struct gpu *gpu, const char *what)
{
    char message[400] = "";
    const WGPUErrorType type = gpu_pop_error(gpu, message, sizeof message);
    if (!check(type == WGPUErrorType_Validation && message[0] != '\0', what))
        printf("       error %d: %s\n", (int)type, message);
}

void
gpu_expect_none(const struct gpu *gpu, const char *what)
{
    char message[400] = "";
    if (!check(gpu_pop_error(gpu, message, sizeof message) == WGPUErrorType_NoError, what))
        printf("       %s\n", message);
}

WGPUBindGroupLayout
gpu_layout(const struct gpu *gpu, const WGPUBindGroupLayoutEntry *entry)
{
    WGPUBindGroupLayoutDescriptor descriptor = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    descriptor.entryCount = 1;
    descriptor.entries = entry;
    return wgpuDeviceCreateBindGroupLayout(gpu->device, &descriptor);
}

WGPUShaderModule
gpu_shader(const struct gpu *gpu, const char *code)
{
    WGPUShaderSourceWGSL source = WGPU_SHADER_SOURCE_WGSL_INIT;
    source.code = text(code);
    WGPUShaderModuleDescriptor descriptor = WGPU_SHADER_MODULE_DESCRIPTOR_INIT;
    descriptor.nextInChain = &source.chain;
    return wgpuDeviceCreateShaderModule(gpu->device, &descriptor);
}
