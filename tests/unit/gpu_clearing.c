/* What nothing was written to is cleared before its first use, or not used at all: where the GPU library has
 * no memory for that, where the host does not want to wait for it, and of textures with more slices than the
 * default limits allow. gpu_first_use.c holds what is read then.
 *
 * Functions of the loaded library are replaced by ones that fail. */
#include "gpu_fixture.h"

#include "gpu/dawn/dawn.h"
#include "gpu/procs.h"
#include "gpu/wgpu/device.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/wgpu.h"

static struct gpu_procs real; /* the library's own functions */

static int
setup(void **state)
{
    const int result = fixture_setup(state);
    real = gpu_native;
    return result;
}

static int
teardown(void **state)
{
    gpu_native = real;
    return fixture_teardown(state);
}

static unsigned submit_count; /* of command buffers that get to the library */

static void
count_submits(WGPUQueue queue, size_t count, const WGPUCommandBuffer *commands)
{
    submit_count += (unsigned)count;
    real.QueueSubmit(queue, count, commands);
}

/* Asks for more than any device has: an error as it is where memory runs out. */
static WGPUBuffer
fail_buffer(WGPUDevice device, const WGPUBufferDescriptor *descriptor)
{
    WGPUBufferDescriptor huge = *descriptor;
    huge.size = UINT64_C(1) << 60;
    return real.DeviceCreateBuffer(device, &huge);
}

static WGPUTexture
fail_texture(WGPUDevice device, const WGPUTextureDescriptor *descriptor)
{
    WGPUTextureDescriptor huge = *descriptor;
    huge.size.width = UINT32_MAX;
    return real.DeviceCreateTexture(device, &huge);
}

static WGPUTexture
make_volume(const struct gpu_fixture *gpu, uint32_t depth, WGPUTextureUsage usage)
{
    WGPUTextureDescriptor descriptor = WGPU_TEXTURE_DESCRIPTOR_INIT;
    descriptor.dimension = WGPUTextureDimension_3D;
    descriptor.format = WGPUTextureFormat_RGBA8Unorm;
    descriptor.size = (WGPUExtent3D){4, 4, depth};
    descriptor.usage = usage;
    return wgpuDeviceCreateTexture(gpu->device, &descriptor);
}

/* Reads a fresh texture, or resolves fresh queries. */
static void
use_fresh(const struct gpu_fixture *gpu, WGPUTexture texture, WGPUQuerySet queries)
{
    WGPUTexelCopyBufferInfo to = WGPU_TEXEL_COPY_BUFFER_INFO_INIT;
    to.buffer = make_buffer(gpu, WGPUBufferUsage_CopyDst | WGPUBufferUsage_QueryResolve, 256);
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    WGPUTexelCopyTextureInfo from = WGPU_TEXEL_COPY_TEXTURE_INFO_INIT;
    from.texture = texture;
    const WGPUExtent3D size = {1, 1, 1};
    if (texture != NULL)
        wgpuCommandEncoderCopyTextureToBuffer(encoder, &from, &to, &size);
    else
        wgpuCommandEncoderResolveQuerySet(encoder, queries, 0, 1, to.buffer, 0);
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
    wgpuBufferRelease(to.buffer);
}

/* The first use fails, with one error, and nothing of it gets to the GPU; the second is cleared before. */
static void
expect_second_try(const struct gpu_fixture *gpu, WGPUTexture texture, WGPUQuerySet queries)
{
    gpu_native.QueueSubmit = count_submits;
    submit_count = 0;
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_OutOfMemory);
    use_fresh(gpu, texture, queries);
    assert_int_equal(pop_scope(gpu).type, WGPUErrorType_OutOfMemory);
    assert_int_equal(pop_scope(gpu).type, WGPUErrorType_NoError);
    assert_int_equal(submit_count, 0);

    gpu_native.DeviceCreateBuffer = real.DeviceCreateBuffer;
    gpu_native.DeviceCreateTexture = real.DeviceCreateTexture;
    use_fresh(gpu, texture, queries);
    assert_int_equal(submit_count, 2); /* what clears, and what it is cleared for */
    use_fresh(gpu, texture, queries);
    assert_true(submit_count >= 3);
}

/* Only the buffer that a block is read to is without any usage but one. */
static WGPUBuffer
fail_block_buffer(WGPUDevice device, const WGPUBufferDescriptor *descriptor)
{
    return descriptor->usage == WGPUBufferUsage_CopyDst ? fail_buffer(device, descriptor)
                                                        : real.DeviceCreateBuffer(device, descriptor);
}

static void
test_texture_without_memory(void **state)
{
    const struct gpu_fixture *gpu = *state;
    if (!is_wgpu())
        return;
    const WGPUTexture texture = make_volume(gpu, 4, WGPUTextureUsage_CopySrc);
    gpu_native.DeviceCreateBuffer = fail_block_buffer;
    expect_second_try(gpu, texture, NULL);
    wgpuTextureRelease(texture);
}

static void
test_queries_without_memory(void **state)
{
    const struct gpu_fixture *gpu = *state;
    if (!is_wgpu())
        return;
    WGPUQuerySetDescriptor descriptor = WGPU_QUERY_SET_DESCRIPTOR_INIT;
    descriptor.type = WGPUQueryType_Occlusion;
    descriptor.count = 2;
    const WGPUQuerySet queries = wgpuDeviceCreateQuerySet(gpu->device, &descriptor);
    gpu_native.DeviceCreateTexture = fail_texture;
    expect_second_try(gpu, NULL, queries);
    wgpuQuerySetRelease(queries);
}

static WGPUQueueWorkDoneCallbackInfo held; /* of work that does not get done */

static WGPUFuture
hold_work_done(WGPUQueue queue, WGPUQueueWorkDoneCallbackInfo callback)
{
    (void)queue;
    held = callback;
    return (WGPUFuture){0};
}

/* Submits something that the GPU is not through with, as far as src/gpu sees. False: it does not look, for
 * this is no CPU adapter, or no wgpu-native. */
static bool
keep_busy(const struct gpu_fixture *gpu)
{
    if (!is_wgpu() || !gpu_wgpu_device(gpu->device)->is_cpu)
        return false;
    gpu_native.QueueOnSubmittedWorkDone = hold_work_done;
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
    gpu_native.QueueSubmit = count_submits;
    submit_count = 0;
    return true;
}

static bool
stop_at_once(void *env)
{
    (void)env;
    return true;
}

/* What was not cleared then is cleared later. */
static void
test_host_that_stops(void **state)
{
    const struct gpu_fixture *gpu = *state;
    if (!keep_busy(gpu))
        return;
    const WGPUTexture texture = make_volume(gpu, 4, WGPUTextureUsage_CopySrc);
    gpu_wgpu_stop_by(gpu->instance, stop_at_once, NULL);
    use_fresh(gpu, texture, NULL);
    assert_int_equal(submit_count, 0);
    gpu_wgpu_stop_by(gpu->instance, NULL, NULL);
    held.callback(WGPUQueueWorkDoneStatus_Success, text(""), held.userdata1, held.userdata2);
    gpu_native.QueueOnSubmittedWorkDone = real.QueueOnSubmittedWorkDone;
    use_fresh(gpu, texture, NULL);
    assert_int_equal(submit_count, 2);
    wgpuTextureRelease(texture);
}

#define ASKED_ENOUGH 1000

static int asked_count;

/* Loses the device when it is asked for the first time. */
static bool
lose_device(void *env)
{
    const struct gpu_fixture *gpu = env;
    void *number = (void *)(uintptr_t)gpu_wgpu_device(gpu->device)->lost_future;
    if (asked_count++ == 0)
        gpu_wgpu_on_lost(NULL, WGPUDeviceLostReason_Unknown, text("it fell off the bus"), number, NULL);
    return asked_count == ASKED_ENOUGH;
}

static void
test_device_that_is_lost(void **state)
{
    struct gpu_fixture *gpu = *state;
    if (!keep_busy(gpu))
        return;
    asked_count = 0;
    gpu_wgpu_stop_by(gpu->instance, lose_device, gpu);
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
    assert_int_equal(asked_count, 1);
    assert_int_equal(submit_count, 0);
    gpu_wgpu_stop_by(gpu->instance, NULL, NULL);
}

static uint32_t pass_count;

static WGPURenderPassEncoder
count_passes(WGPUCommandEncoder encoder, const WGPURenderPassDescriptor *descriptor)
{
    pass_count++;
    return real.CommandEncoderBeginRenderPass(encoder, descriptor);
}

/* On Dawn, which is told to clear each slice. */
static void
test_all_slices(void **state)
{
    struct gpu_fixture *gpu = *state;
    if (is_wgpu())
        return;
    WGPULimits limits = WGPU_LIMITS_INIT;
    wgpuAdapterGetLimits(gpu->adapter, &limits);
    WGPULimits required = WGPU_LIMITS_INIT;
    required.maxTextureDimension3D = limits.maxTextureDimension3D;
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    descriptor.requiredLimits = &required;
    const struct gpu_fixture large = {.device = request_device(gpu, &descriptor)};
    assert_non_null(large.device);
    gpu_native.CommandEncoderBeginRenderPass = count_passes;
    pass_count = 0;
    wgpuTextureRelease(make_volume(&large, limits.maxTextureDimension3D, WGPUTextureUsage_RenderAttachment));
    assert_int_equal(pass_count, limits.maxTextureDimension3D);
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
    wgpuTextureRelease(make_volume(gpu, limits.maxTextureDimension3D + 1, WGPUTextureUsage_RenderAttachment));
    assert_int_equal(pop_scope(gpu).type, WGPUErrorType_Validation);
    assert_int_equal(pass_count, limits.maxTextureDimension3D);
    wgpuDeviceRelease(large.device);
}

static WGPUDevice failing;

static void
fail_submit(WGPUQueue queue, size_t count, const WGPUCommandBuffer *commands)
{
    (void)queue;
    (void)count;
    (void)commands;
    gpu_dawn_report(failing, WGPUErrorType_OutOfMemory, text("no memory"));
}

/* A texture with slices that cannot be cleared is none. */
static void
test_slices_without_memory(void **state)
{
    const struct gpu_fixture *gpu = *state;
    if (is_wgpu())
        return;
    failing = gpu->device;
    gpu_native.QueueSubmit = fail_submit;
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_OutOfMemory);
    const WGPUTexture texture = make_volume(gpu, 4, WGPUTextureUsage_RenderAttachment);
    assert_int_equal(pop_scope(gpu).type, WGPUErrorType_OutOfMemory);
    assert_int_equal(pop_scope(gpu).type, WGPUErrorType_NoError);
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
    wgpuTextureViewRelease(wgpuTextureCreateView(texture, NULL));
    assert_int_equal(pop_scope(gpu).type, WGPUErrorType_Validation);
    wgpuTextureRelease(texture);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_texture_without_memory),
        TEST(test_queries_without_memory),
        TEST(test_host_that_stops),
        TEST(test_device_that_is_lost),
        TEST(test_all_slices),
        TEST(test_slices_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
