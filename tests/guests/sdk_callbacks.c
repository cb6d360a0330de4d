/* Callbacks that do what programs do in them: start the next operation, wait, process events, release what
 * they belong to. And in which order they come. webgpu.h, "Callback Reentrancy". */
#include "check.h"

#define COUNT 8

static struct gpu gpu;
static int called;
static int ranks[COUNT]; /* as which each was called */

static WGPUFuture
work_done(WGPUCallbackMode mode, WGPUQueueWorkDoneCallback callback, void *userdata)
{
    WGPUQueueWorkDoneCallbackInfo info = WGPU_QUEUE_WORK_DONE_CALLBACK_INFO_INIT;
    info.mode = mode;
    info.callback = callback;
    info.userdata1 = userdata;
    return wgpuQueueOnSubmittedWorkDone(gpu.queue, info);
}

static WGPUFuture
map(WGPUBuffer buffer, WGPUCallbackMode mode, WGPUBufferMapCallback callback, void *userdata)
{
    WGPUBufferMapCallbackInfo info = WGPU_BUFFER_MAP_CALLBACK_INFO_INIT;
    info.mode = mode;
    info.callback = callback;
    info.userdata1 = userdata;
    return wgpuBufferMapAsync(buffer, WGPUMapMode_Read, 0, WGPU_WHOLE_MAP_SIZE, info);
}

static WGPUBuffer
staging(void)
{
    return gpu_buffer(&gpu, 256, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
}

static void
count_work(WGPUQueueWorkDoneStatus status, WGPUStringView message, void *rank, void *unused)
{
    (void)message;
    (void)unused;
    called++;
    if (rank != NULL)
        *(int *)rank = called;
    if (status != WGPUQueueWorkDoneStatus_Success)
        check(false, "work is done");
}

/* Of a single queue what was asked first is told first. */
static void
test_order(void)
{
    bool in_order = true;
    called = 0;
    for (int i = 0; i < COUNT; i++)
        work_done(WGPUCallbackMode_AllowProcessEvents, count_work, &ranks[i]);
    gpu_process_until(&gpu, &called, COUNT);
    for (int i = 0; i < COUNT; i++)
        in_order = in_order && ranks[i] == i + 1;
    check(in_order, "callbacks come in the order in which they were asked for");
}

/* A chain: each callback unmaps and starts the next map of the same buffer. */
static void
map_again(WGPUMapAsyncStatus status, WGPUStringView message, void *buffer, void *unused)
{
    (void)message;
    (void)unused;
    if (status != WGPUMapAsyncStatus_Success || wgpuBufferGetConstMappedRange(buffer, 0, 8) == NULL)
        check(false, "a map in a chain succeeds");
    wgpuBufferUnmap(buffer);
    if (++called < 100)
        map(buffer, WGPUCallbackMode_AllowProcessEvents, map_again, buffer);
}

static void
test_chain(void)
{
    WGPUBuffer buffer = staging();
    called = 0;
    map(buffer, WGPUCallbackMode_AllowProcessEvents, map_again, buffer);
    gpu_process_until(&gpu, &called, 100);
    check_equal((uint64_t)called, 100, "a callback starts the next operation, a hundred times");
    wgpuBufferRelease(buffer);
}

static void
release_buffer(WGPUMapAsyncStatus status, WGPUStringView message, void *buffer, void *unused)
{
    (void)message;
    (void)unused;
    called++;
    check_equal(status, WGPUMapAsyncStatus_Success, "mapped");
    wgpuBufferRelease(buffer);
}

static void
test_release(void)
{
    WGPUBuffer buffer = staging();
    called = 0;
    gpu_wait(&gpu, map(buffer, WGPUCallbackMode_WaitAnyOnly, release_buffer, buffer));
    check_equal((uint64_t)called, 1, "a callback releases its buffer");
}

static void
process_events(WGPUQueueWorkDoneStatus status, WGPUStringView message, void *unused, void *none)
{
    (void)status;
    (void)message;
    (void)unused;
    (void)none;
    const int before = called++;
    wgpuInstanceProcessEvents(gpu.instance);
    check(called >= before + 1, "ProcessEvents in a callback");
}

/* Those that are ready may be called from inside, but each once. */
static void
test_process_events(void)
{
    called = 0;
    for (int i = 0; i < COUNT; i++)
        work_done(WGPUCallbackMode_AllowProcessEvents, process_events, NULL);
    gpu_process_until(&gpu, &called, COUNT);
    wgpuInstanceProcessEvents(gpu.instance);
    check_equal((uint64_t)called, COUNT, "callbacks that process events are called once each");
}

static WGPUFutureWaitInfo infos[COUNT];

/* Waits for all that the wait around it waits for. */
static void
wait_for_all(WGPUQueueWorkDoneStatus status, WGPUStringView message, void *unused, void *none)
{
    (void)status;
    (void)message;
    (void)unused;
    (void)none;
    called++;
    for (int i = 1; i < COUNT; i++)
        gpu_wait(&gpu, infos[i].future);
    check_equal((uint64_t)called, COUNT, "a callback waits for the others");
}

static void
test_wait(void)
{
    called = 0;
    infos[0] = (WGPUFutureWaitInfo){.future = work_done(WGPUCallbackMode_WaitAnyOnly, wait_for_all, NULL)};
    for (int i = 1; i < COUNT; i++)
        infos[i] = (WGPUFutureWaitInfo){.future = work_done(WGPUCallbackMode_WaitAnyOnly, count_work, NULL)};
    gpu_wait(&gpu, infos[0].future);
    check_equal(wgpuInstanceWaitAny(gpu.instance, COUNT, infos, UINT64_MAX), WGPUWaitStatus_Success,
                "a wait for what is over");
    bool completed = true;
    for (int i = 0; i < COUNT; i++)
        completed = completed && infos[i].completed;
    check(completed && called == COUNT, "all are complete, and no one is called again");
}

/* The device of the operation goes in its callback, and so does what is under way with it. */
static void
release_device(WGPUQueueWorkDoneStatus status, WGPUStringView message, void *unused, void *none)
{
    (void)status;
    (void)message;
    (void)unused;
    (void)none;
    called++;
    wgpuQueueRelease(gpu.queue);
    wgpuDeviceRelease(gpu.device);
    gpu.queue = NULL;
    gpu.device = NULL;
}

static void
note_abort(WGPUMapAsyncStatus status, WGPUStringView message, void *buffer, void *unused)
{
    (void)message;
    (void)unused;
    (void)buffer;
    called++;
    check(status == WGPUMapAsyncStatus_Success || status == WGPUMapAsyncStatus_Aborted,
          "a map is done, or aborted");
}

static void
test_release_device(void)
{
    WGPUBuffer buffer = staging();
    called = 0;
    work_done(WGPUCallbackMode_AllowProcessEvents, release_device, NULL);
    map(buffer, WGPUCallbackMode_AllowProcessEvents, note_abort, buffer);
    gpu_process_until(&gpu, &called, 2);
    check_equal((uint64_t)called, 2, "a callback releases its device");
    wgpuBufferRelease(buffer);
    gpu_close(&gpu);
}

static void
release_instance(WGPUQueueWorkDoneStatus status, WGPUStringView message, void *unused, void *none)
{
    (void)status;
    (void)message;
    (void)unused;
    (void)none;
    called++;
    wgpuInstanceRelease(gpu.instance);
    gpu.instance = NULL;
}

/* It may have been done before. */
static void
note_cancelled(WGPUQueueWorkDoneStatus status, WGPUStringView message, void *unused, void *none)
{
    (void)message;
    (void)unused;
    (void)none;
    called++;
    check(status == WGPUQueueWorkDoneStatus_CallbackCancelled || status == WGPUQueueWorkDoneStatus_Success,
          "another one is over");
}

static void
test_release_instance(void)
{
    called = 0;
    const WGPUFuture future = work_done(WGPUCallbackMode_WaitAnyOnly, release_instance, NULL);
    work_done(WGPUCallbackMode_WaitAnyOnly, note_cancelled, NULL);
    gpu_wait(&gpu, future);
    check_equal((uint64_t)called, 2, "a callback releases the instance");
    gpu_close(&gpu);
}

int
main(void)
{
    if (!gpu_open(&gpu, 0))
        return check_finish();
    test_order();
    test_chain();
    test_release();
    test_process_events();
    test_wait();
    test_release_device();
    if (gpu_open(&gpu, 0))
        test_release_instance();
    return check_finish();
}
