/* Asynchronous operations where src/gpu gets no memory: each ends all the same, by one call of its callback,
 * and a device that is not made is lost.
 *
 * The linker sends malloc and its like of this program through support/allocation.h; the GPU library's own
 * work. */
#include "gpu_fixture.h"

#include <stdlib.h>

#include "support/allocation.h"

static int calls; /* of the operation's callback */
static int losses;

static void
on_done(WGPUQueueWorkDoneStatus status, WGPUStringView message, void *a, void *b)
{
    (void)status;
    (void)message;
    (void)a;
    (void)b;
    calls++;
}

static WGPUFuture
finish_work(const struct gpu_fixture *gpu)
{
    const WGPUQueueWorkDoneCallbackInfo info = {.mode = WGPUCallbackMode_WaitAnyOnly, .callback = on_done};
    return wgpuQueueOnSubmittedWorkDone(gpu->queue, info);
}

static WGPUBuffer buffer;

static void
on_mapped(WGPUMapAsyncStatus status, WGPUStringView message, void *a, void *b)
{
    (void)message;
    (void)a;
    (void)b;
    calls++;
    if (status == WGPUMapAsyncStatus_Success)
        wgpuBufferUnmap(buffer);
}

static WGPUFuture
map_buffer(const struct gpu_fixture *gpu)
{
    (void)gpu;
    const WGPUBufferMapCallbackInfo info = {.mode = WGPUCallbackMode_WaitAnyOnly, .callback = on_mapped};
    return wgpuBufferMapAsync(buffer, WGPUMapMode_Read, 0, 4, info);
}

static void
on_popped(WGPUPopErrorScopeStatus status, WGPUErrorType type, WGPUStringView message, void *a, void *b)
{
    (void)status;
    (void)type;
    (void)message;
    (void)a;
    (void)b;
    calls++;
}

static WGPUFuture
pop_one(const struct gpu_fixture *gpu)
{
    const WGPUPopErrorScopeCallbackInfo info = {.mode = WGPUCallbackMode_WaitAnyOnly, .callback = on_popped};
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
    return wgpuDevicePopErrorScope(gpu->device, info);
}

/* Those that bring an object, where they succeed. */
#define OBJECT_CALLBACKS(X) \
    X(on_pipeline, CreatePipelineAsync, ComputePipeline) \
    X(on_render_pipeline, CreatePipelineAsync, RenderPipeline) \
    X(on_found, RequestAdapter, Adapter) \
    X(on_made, RequestDevice, Device)

#define X(name, Operation, Object) \
    static void name(WGPU##Operation##Status status, WGPU##Object object, WGPUStringView message, void *a, \
                     void *b) \
    { \
        (void)message; \
        (void)a; \
        (void)b; \
        calls++; \
        assert_int_equal(status == WGPU##Operation##Status_Success, object != NULL); \
        if (object != NULL) \
            wgpu##Object##Release(object); \
    }
OBJECT_CALLBACKS(X)
#undef X

static WGPUShaderModule shader;

static WGPUFuture
create_pipeline(const struct gpu_fixture *gpu)
{
    const WGPUCreateComputePipelineAsyncCallbackInfo info = {.mode = WGPUCallbackMode_WaitAnyOnly,
                                                             .callback = on_pipeline};
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.compute.module = shader;
    return wgpuDeviceCreateComputePipelineAsync(gpu->device, &descriptor, info);
}

static WGPUFuture
create_render_pipeline(const struct gpu_fixture *gpu)
{
    static const WGPUDepthStencilState depth = {.format = WGPUTextureFormat_Depth32Float,
                                                .depthWriteEnabled = WGPUOptionalBool_True,
                                                .depthCompare = WGPUCompareFunction_Always};
    const WGPUCreateRenderPipelineAsyncCallbackInfo info = {.mode = WGPUCallbackMode_WaitAnyOnly,
                                                            .callback = on_render_pipeline};
    WGPURenderPipelineDescriptor descriptor = WGPU_RENDER_PIPELINE_DESCRIPTOR_INIT;
    descriptor.vertex.module = shader;
    descriptor.vertex.entryPoint = text("vertex");
    descriptor.depthStencil = &depth;
    return wgpuDeviceCreateRenderPipelineAsync(gpu->device, &descriptor, info);
}

static void
on_info(WGPUCompilationInfoRequestStatus status, const WGPUCompilationInfo *info, void *a, void *b)
{
    (void)status;
    (void)info;
    (void)a;
    (void)b;
    calls++;
}

static WGPUFuture
get_messages(const struct gpu_fixture *gpu)
{
    (void)gpu;
    const WGPUCompilationInfoCallbackInfo info = {.mode = WGPUCallbackMode_WaitAnyOnly, .callback = on_info};
    return wgpuShaderModuleGetCompilationInfo(shader, info);
}

static WGPUFuture
find_adapter(const struct gpu_fixture *gpu)
{
    const WGPURequestAdapterCallbackInfo info = {.mode = WGPUCallbackMode_WaitAnyOnly, .callback = on_found};
    return wgpuInstanceRequestAdapter(gpu->instance, NULL, info);
}

static void
on_lost(const WGPUDevice *device, WGPUDeviceLostReason reason, WGPUStringView message, void *a, void *b)
{
    (void)device;
    (void)reason;
    (void)message;
    (void)a;
    (void)b;
    losses++;
}

static WGPUFuture
make_device(const struct gpu_fixture *gpu)
{
    const WGPURequestDeviceCallbackInfo info = {.mode = WGPUCallbackMode_WaitAnyOnly, .callback = on_made};
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    descriptor.deviceLostCallbackInfo.mode = WGPUCallbackMode_AllowSpontaneous;
    descriptor.deviceLostCallbackInfo.callback = on_lost;
    return wgpuAdapterRequestDevice(gpu->adapter, &descriptor, info);
}

static WGPUFuture
refuse_device(const struct gpu_fixture *gpu)
{
    static const WGPUFeatureName unknown = (WGPUFeatureName)0x777;
    const WGPURequestDeviceCallbackInfo info = {.mode = WGPUCallbackMode_WaitAnyOnly, .callback = on_made};
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    descriptor.deviceLostCallbackInfo.mode = WGPUCallbackMode_AllowSpontaneous;
    descriptor.deviceLostCallbackInfo.callback = on_lost;
    descriptor.requiredFeatureCount = 1;
    descriptor.requiredFeatures = &unknown;
    return wgpuAdapterRequestDevice(gpu->adapter, &descriptor, info);
}

static const struct {
    const char *name;
    WGPUFuture (*start)(const struct gpu_fixture *gpu);
    int losses;
} rows[] = {
    {"work done", finish_work, 0},
    {"map", map_buffer, 0},
    {"pop error scope", pop_one, 0},
    {"compute pipeline", create_pipeline, 0},
    {"render pipeline", create_render_pipeline, 0},
    {"compilation info", get_messages, 0},
    {"adapter", find_adapter, 0},
    {"device", make_device, 1},
    {"a device that cannot be", refuse_device, 1},
};

/* With memory for ever more, until there is enough. */
static void
test_operations(void **state)
{
    const struct gpu_fixture *gpu = *state;
    buffer = make_buffer(gpu, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst, 4);
    shader = make_shader(gpu, "@compute @workgroup_size(1) fn main() {}"
                              "@vertex fn vertex() -> @builtin(position) vec4f { return vec4f(); }");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int left = 0;
        do {
            calls = 0;
            losses = 0;
            support_allocation.failed = false;
            support_allocation.left = left;
            const WGPUFuture future = rows[i].start(gpu);
            support_allocation.left = -1;
            if (future.id != 0)
                wait_for(gpu, future, forever);
            wgpuInstanceProcessEvents(gpu->instance);
            if (calls != 1 || losses != rows[i].losses)
                fail_msg("%s, %d allocations: %d calls, %d losses", rows[i].name, left, calls, losses);
            left++;
        } while (support_allocation.failed);
    }
    wgpuShaderModuleRelease(shader);
    wgpuBufferRelease(buffer);
}

#define SCOPES 9 /* for which the list grows */

/* Scopes that there is no memory for still nest, and say that they may have missed something. */
static void
test_scopes(void **state)
{
    const struct gpu_fixture *gpu = *state;
    if (!is_wgpu())
        return;
    for (int i = 0; i < SCOPES; i++) {
        support_allocation.left = i == 0 ? -1 : 0;
        wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
    }
    support_allocation.left = -1;
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
    int missing = 0;
    for (int i = 0; i <= SCOPES; i++) {
        const struct scope_result result = pop_scope(gpu);
        assert_int_equal(result.status, WGPUPopErrorScopeStatus_Success);
        if (missing == i)
            missing += result.type == WGPUErrorType_OutOfMemory;
        else /* all behind the first that there was memory for */
            assert_int_equal(result.type, WGPUErrorType_NoError);
    }
    assert_in_range(missing, 1, SCOPES);
    assert_int_equal(pop_scope(gpu).status, WGPUPopErrorScopeStatus_Error);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_operations, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_scopes, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
