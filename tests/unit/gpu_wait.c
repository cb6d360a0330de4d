/* Futures: when callbacks are called, and what InstanceWaitAny says. webgpu.h, "Asynchronous Operations". */
#include "gpu_fixture.h"

#include <sys/resource.h>

#include "base/clock.h"
#include "base/count.h"
#include "gpu/source.h"

#define MS UINT64_C(1000000)

/* Takes a while on any adapter: each turn needs the one before. */
static const char loops[] =
    "@group(0) @binding(0) var<storage, read_write> data: array<u32>;"
    "@compute @workgroup_size(1) fn main() {"
    "    var x = data[0];"
    "    for (var i = 0u; i < data[1]; i++) { x = x * 1664525u + 1013904223u + (x >> 7u); }"
    "    data[0] = x;"
    "}";

struct work {
    WGPUComputePipeline pipeline;
    WGPUBindGroup group;
    WGPUBuffer data;
};

static struct work
make_work(const struct gpu_fixture *gpu)
{
    struct work work;
    work.data = make_buffer(gpu, WGPUBufferUsage_Storage | WGPUBufferUsage_CopyDst, 8);
    work.pipeline = make_pipeline(gpu, loops);
    work.group = make_group(gpu, work.pipeline, work.data);
    return work;
}

static void
release_work(const struct work *work)
{
    wgpuBindGroupRelease(work->group);
    wgpuComputePipelineRelease(work->pipeline);
    wgpuBufferRelease(work->data);
}

static void
start_work(const struct gpu_fixture *gpu, const struct work *work, uint32_t turns)
{
    const uint32_t words[] = {1, turns};
    wgpuQueueWriteBuffer(gpu->queue, work->data, 0, words, sizeof words);
    submit(gpu, record_dispatch(gpu, work->pipeline, work->group, 1));
}

static void
on_done(WGPUQueueWorkDoneStatus status, WGPUStringView message, void *a, void *b)
{
    (void)message;
    (void)b;
    assert_int_equal(status, WGPUQueueWorkDoneStatus_Success);
    ++*(int *)a;
}

static WGPUFuture
when_done(const struct gpu_fixture *gpu, WGPUCallbackMode mode, int *count)
{
    const WGPUQueueWorkDoneCallbackInfo callback = {.mode = mode, .callback = on_done, .userdata1 = count};
    return wgpuQueueOnSubmittedWorkDone(gpu->queue, callback);
}

/* The turns that take long enough to see that a wait ends before them. */
static uint32_t
long_turns(const struct gpu_fixture *gpu, const struct work *work)
{
    int count = 0;
    start_work(gpu, work, 1); /* compiles */
    wait_for(gpu, when_done(gpu, WGPUCallbackMode_WaitAnyOnly, &count), forever);
    uint32_t turns = 1u << 20;
    for (;;) {
        const uint64_t before_ns = base_clock_now_ns();
        start_work(gpu, work, turns);
        wait_for(gpu, when_done(gpu, WGPUCallbackMode_WaitAnyOnly, &count), forever);
        if (base_clock_now_ns() - before_ns > 150 * MS || turns > 1u << 30)
            return turns;
        turns *= 2;
    }
}

static void
test_timeouts(void **state)
{
    const struct gpu_fixture *gpu = *state;
    const struct work work = make_work(gpu);
    const uint32_t turns = long_turns(gpu, &work);
    int count = 0;
    start_work(gpu, &work, turns);
    const WGPUFuture future = when_done(gpu, WGPUCallbackMode_WaitAnyOnly, &count);
    assert_int_not_equal(future.id, 0);
    assert_int_equal(wait_for(gpu, future, 0), WGPUWaitStatus_TimedOut);
    const uint64_t before_ns = base_clock_now_ns();
    assert_int_equal(wait_for(gpu, future, 10 * MS), WGPUWaitStatus_TimedOut);
    const uint64_t waited_ns = base_clock_now_ns() - before_ns;
    assert_true(waited_ns >= 10 * MS);
    assert_int_equal(count, 0);
    assert_int_equal(wait_for(gpu, future, forever), WGPUWaitStatus_Success);
    assert_int_equal(count, 1);
    assert_int_equal(wait_for(gpu, future, 0), WGPUWaitStatus_Success); /* it stays complete */
    assert_int_equal(count, 1);
    release_work(&work);
}

static void
test_modes(void **state)
{
    const struct gpu_fixture *gpu = *state;
    int only_wait = 0;
    int events = 0;
    int spontaneous = 0;
    const WGPUFuture a = when_done(gpu, WGPUCallbackMode_WaitAnyOnly, &only_wait);
    when_done(gpu, WGPUCallbackMode_AllowProcessEvents, &events);
    when_done(gpu, WGPUCallbackMode_AllowSpontaneous, &spontaneous);
    const struct base_deadline end = base_deadline_in(5000 * MS);
    while ((events == 0 || spontaneous == 0) && !base_deadline_passed(&end))
        wgpuInstanceProcessEvents(gpu->instance);
    assert_int_equal(events, 1);
    assert_int_equal(spontaneous, 1);
    assert_int_equal(only_wait, 0);
    assert_int_equal(wait_for(gpu, a, forever), WGPUWaitStatus_Success);
    assert_int_equal(only_wait, 1);
    wgpuInstanceProcessEvents(gpu->instance);
    assert_int_equal(events + spontaneous + only_wait, 3);
}

#define MANY 200000

/* However many are under way, each costs the same: some seconds in all, and minutes if each looks at all. */
static void
test_many(void **state)
{
    const struct gpu_fixture *gpu = *state;
    const uint64_t before_ns = base_clock_now_ns();
    int count = 0;
    for (int i = 0; i < MANY; i++)
        when_done(gpu, WGPUCallbackMode_AllowProcessEvents, &count);
    const struct base_deadline end = base_deadline_in(60000 * MS);
    while (count < MANY && !base_deadline_passed(&end))
        wgpuInstanceProcessEvents(gpu->instance);
    assert_int_equal(count, MANY);
    assert_true(base_clock_now_ns() - before_ns < 20000 * MS);
}

static void
test_several(void **state)
{
    const struct gpu_fixture *gpu = *state;
    const struct work work = make_work(gpu);
    int counts[2] = {0};
    WGPUFutureWaitInfo infos[2] = {{.future = when_done(gpu, WGPUCallbackMode_WaitAnyOnly, &counts[0])}};
    start_work(gpu, &work, 1);
    infos[1].future = when_done(gpu, WGPUCallbackMode_WaitAnyOnly, &counts[1]);
    assert_true(infos[0].future.id != infos[1].future.id);
    assert_int_equal(wgpuInstanceWaitAny(gpu->instance, 2, infos, forever), WGPUWaitStatus_Success);
    assert_true(infos[0].completed || infos[1].completed);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(counts[i], infos[i].completed ? 1 : 0);
        assert_int_equal(wait_for(gpu, infos[i].future, forever), WGPUWaitStatus_Success);
        assert_int_equal(counts[i], 1);
    }
    assert_int_equal(wgpuInstanceWaitAny(gpu->instance, 0, NULL, 0), WGPUWaitStatus_Success);
    release_work(&work);
}

static void
test_timed_waits_must_be_asked_for(void **state)
{
    const struct gpu_fixture *gpu = *state;
    const WGPUInstance plain = wgpuCreateInstance(NULL);
    assert_non_null(plain);
    int count = 0;
    WGPUFutureWaitInfo info = {.future = when_done(gpu, WGPUCallbackMode_WaitAnyOnly, &count)};
    assert_int_equal(wgpuInstanceWaitAny(plain, 1, &info, MS), WGPUWaitStatus_Error);
    wgpuInstanceRelease(plain);
    wait_for(gpu, info.future, forever);
    static const WGPUInstanceFeatureName unknown = (WGPUInstanceFeatureName)0x777;
    WGPUInstanceDescriptor descriptor = WGPU_INSTANCE_DESCRIPTOR_INIT;
    descriptor.requiredFeatureCount = 1;
    descriptor.requiredFeatures = &unknown;
    assert_null(wgpuCreateInstance(&descriptor));
}

static uint64_t
cpu_ns(void)
{
    struct rusage usage;
    getrusage(RUSAGE_THREAD, &usage);
    return (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 * MS +
           (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1000;
}

static void
finish_op(WGPUQueueWorkDoneStatus status, WGPUStringView message, void *a, void *b)
{
    (void)status;
    (void)message;
    (void)b;
    atomic_store(&((struct abi_pending *)a)->state, ABI_PENDING_DONE);
}

/* The host's pump: it keeps to its slice, sees the end soon, and hardly uses the processor. */
static void
test_source(void **state)
{
    const struct gpu_fixture *gpu = *state;
    const struct work work = make_work(gpu);
    const uint32_t turns = long_turns(gpu, &work);
    struct gpu_source source;
    gpu_source_init(&source, gpu->instance, gpu->device);
    for (int with_ticket = 0; with_ticket < 2; with_ticket++) {
        struct abi_pending op = {.source = &source.base};
        start_work(gpu, &work, turns);
        const WGPUQueueWorkDoneCallbackInfo callback = {
            .mode = WGPUCallbackMode_AllowSpontaneous, .callback = finish_op, .userdata1 = &op};
        const WGPUFuture future = wgpuQueueOnSubmittedWorkDone(gpu->queue, callback);
        op.ticket = with_ticket ? future.id : 0;

        const uint64_t used_ns = cpu_ns();
        const uint64_t before_ns = base_clock_now_ns();
        struct base_deadline slice = base_deadline_in(10 * MS);
        op.source->poll(op.source, &op, &slice);
        assert_false(abi_pending_done(&op));
        assert_true(base_clock_now_ns() - before_ns >= 10 * MS);
        assert_true(base_clock_now_ns() - before_ns < 500 * MS);
        while (!abi_pending_done(&op)) {
            slice = base_deadline_in(20 * MS);
            op.source->poll(op.source, &op, &slice);
        }
        const uint64_t waited_ns = base_clock_now_ns() - before_ns;
        assert_true(cpu_ns() - used_ns < waited_ns / 5); /* a bound with room: tests share their cores */
    }
    release_work(&work);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_timeouts), cmocka_unit_test(test_modes),
        cmocka_unit_test(test_several),  cmocka_unit_test(test_timed_waits_must_be_asked_for),
        cmocka_unit_test(test_source),   cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
