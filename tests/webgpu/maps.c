/* How maps end: by an unmap, a destroy or a release meanwhile, or because there is another. webgpu.h,
 * WGPUMapAsyncStatus; WebGPU, "Buffer Mapping". */
#include "outcome.h"

/* A map that is aborted says so, and the buffer can be mapped again. (A spontaneous one may have said that it
 * succeeded before.) */
static void
test_aborted_maps(void)
{
    if (!gpu_open(&gpu, 0))
        return;
    for (WGPUCallbackMode mode = WGPUCallbackMode_WaitAnyOnly; mode <= WGPUCallbackMode_AllowProcessEvents;
         mode++) {
        struct outcome unmapped = {0}, destroyed = {0}, released = {0}, again = {0};
        WGPUBuffer buffer = staging();
        WGPUFuture future = ask_map(mode, buffer, &unmapped);
        wgpuBufferUnmap(buffer);
        check_equal(wgpuBufferGetMapState(buffer), WGPUBufferMapState_Unmapped, "unmapped while pending");
        gpu_wait(&gpu, ask_map(mode, buffer, &again));
        gpu_wait(&gpu, future);
        check(unmapped.calls == 1 && unmapped.status == WGPUMapAsyncStatus_Aborted && unmapped.has_message,
              "aborts it");
        check(again.calls == 1 && again.status == WGPUMapAsyncStatus_Success, "but not the next one");
        wgpuBufferUnmap(buffer);

        future = ask_map(mode, buffer, &destroyed);
        wgpuBufferDestroy(buffer);
        gpu_wait(&gpu, future);
        check(destroyed.calls == 1 && destroyed.status == WGPUMapAsyncStatus_Aborted, "so does a destroy");
        wgpuBufferRelease(buffer);

        buffer = staging();
        future = ask_map(mode, buffer, &released);
        wgpuBufferRelease(buffer);
        gpu_wait(&gpu, future);
        check(released.calls == 1 && released.status == WGPUMapAsyncStatus_Aborted, "and a release");
    }
    gpu_close(&gpu);
}

/* More than the host lets run on for nobody. */
static void
test_many_aborted(void)
{
    const int count = 5000;
    struct outcome unmapped = {0}, released = {0};
    if (!gpu_open(&gpu, 0))
        return;
    WGPUBuffer buffer = staging();
    for (int i = 0; i < count; i++) {
        ask_map(WGPUCallbackMode_AllowProcessEvents, buffer, &unmapped);
        wgpuBufferUnmap(buffer);
    }
    gpu_process_until(&gpu, &unmapped.calls, count);
    check_equal((uint64_t)unmapped.calls, (uint64_t)count, "thousands of maps are aborted by unmap");
    check_equal((uint64_t)gpu_map(&gpu, buffer, WGPUMapMode_Read), WGPUMapAsyncStatus_Success,
                "and then one is not");
    wgpuBufferRelease(buffer);
    for (int i = 0; i < count; i++) {
        buffer = staging();
        ask_map(WGPUCallbackMode_AllowProcessEvents, buffer, &released);
        wgpuBufferRelease(buffer);
    }
    gpu_process_until(&gpu, &released.calls, count);
    check_equal((uint64_t)released.calls, (uint64_t)count, "and thousands by release");
    gpu_close(&gpu);
}

/* A second map is refused and does not touch the first. */
static void
test_second_map(void)
{
    struct outcome first = {0}, second = {0};
    if (!gpu_open(&gpu, 0))
        return;
    WGPUBuffer buffer = staging();
    gpu_watch(&gpu); /* whether it is a validation error, too, is not said */
    const WGPUFuture future = ask_map(WGPUCallbackMode_WaitAnyOnly, buffer, &first);
    gpu_wait(&gpu, ask_map(WGPUCallbackMode_WaitAnyOnly, buffer, &second));
    check(second.status == WGPUMapAsyncStatus_Error && second.has_message, "a second map is refused");
    gpu_wait(&gpu, future);
    check_equal((uint64_t)first.status, WGPUMapAsyncStatus_Success, "the first one is not");
    gpu_wait(&gpu, ask_map(WGPUCallbackMode_WaitAnyOnly, buffer, &second));
    check(second.calls == 2 && second.status == WGPUMapAsyncStatus_Error, "nor may it be mapped twice");
    check(wgpuBufferGetConstMappedRange(buffer, 0, 8) != NULL, "the mapping stays");
    gpu_pop_error(&gpu, NULL, 0);
    wgpuBufferRelease(buffer);
    gpu_close(&gpu);
}

int
main(int argc, char **argv)
{
    rules_of(argc, argv);
    test_aborted_maps();
    test_many_aborted();
    test_second_map();
    return check_finish();
}
