/* webgpu.hpp: operations that do not block. When their callbacks are called, what these own, and that every
 * failure reaches one. webgpu.h, "Asynchronous Operations". */
#include <webgpu/webgpu.hpp>

#include "hpp/check.hpp"

namespace gpu = wasi::webgpu;

namespace
{

using enum gpu::BufferUsage;
using enum gpu::CallbackMode;
using std::chrono::nanoseconds;

constexpr char add_one[] = R"(
@group(0) @binding(0) var<storage, read_write> values: array<u32>;
@compute @workgroup_size(1)
fn main(@builtin(global_invocation_id) id: vec3u) {
    values[id.x] += 1;
}
)";

constexpr char draw[] = R"(
@vertex fn put() -> @builtin(position) vec4f { return vec4f(); }
@fragment fn paint() -> @location(0) vec4f { return vec4f(); }
)";

struct Gpu {
    gpu::Instance instance;
    gpu::Adapter adapter{instance};
    gpu::Device device{adapter};
    gpu::Queue queue{device};
};

/* Made for the tests and gone before main returns: drivers do not outlive that. */
std::optional<Gpu> the_gpu;

Gpu &open()
{
    if (!the_gpu)
        the_gpu.emplace();
    return *the_gpu;
}

/* Processes events until `done` is true; a callback that never comes is the test's timeout. */
void process_until(const gpu::Instance &instance, const bool &done)
{
    while (!done)
        instance.process_events();
}

} // namespace

TEST(from_nothing_to_a_device_by_callbacks)
{
    const gpu::Instance instance;
    gpu::Adapter adapter;
    gpu::Device device;
    CHECK(!adapter && !device);
    bool done = false;
    const gpu::Future future = gpu::Adapter::request_async(
        instance, {.power_preference = gpu::PowerPreference::HighPerformance}, AllowProcessEvents,
        [&](gpu::RequestAdapterStatus status, gpu::Adapter found) {
            CHECK(status == gpu::RequestAdapterStatus::Success && found && found.error().empty());
            adapter = std::move(found);
            gpu::Device::request_async(adapter, {.label = "mine"}, AllowProcessEvents,
                                       [&](gpu::RequestDeviceStatus made_status, gpu::Device made) {
                                           CHECK(made_status == gpu::RequestDeviceStatus::Success && made);
                                           device = std::move(made);
                                           done = true;
                                       });
        });
    CHECK(future);
    process_until(instance, done);
    CHECK(adapter && device && device.checks());
    CHECK(device.queue().wait());
}

TEST(modes)
{
    const Gpu &gpu = open();
    int calls = 0;
    const auto count = [&calls](gpu::WorkDoneStatus status, std::string_view) {
        calls += status == gpu::WorkDoneStatus::Success ? 1 : 100;
    };
    const gpu::Future only = gpu.queue.on_submitted_work_done(WaitAnyOnly, count);
    gpu.instance.process_events();
    CHECK(calls == 0);
    CHECK(gpu.instance.wait(only) == gpu::WaitStatus::Success && calls == 1);
    CHECK(gpu.instance.wait(only, nanoseconds(0)) == gpu::WaitStatus::Success && calls == 1);
    const gpu::Future events = gpu.queue.on_submitted_work_done(AllowProcessEvents, count);
    CHECK(gpu.instance.wait(events) == gpu::WaitStatus::Success && calls == 2);
    const gpu::Future any = gpu.queue.on_submitted_work_done(AllowSpontaneous, count);
    CHECK(gpu.instance.wait(any) == gpu::WaitStatus::Success && calls == 3);
}

TEST(many_maps_at_once)
{
    const Gpu &gpu = open();
    constexpr uint32_t count = 10;
    std::vector<gpu::Buffer> buffers;
    std::vector<gpu::FutureWait> waits;
    std::vector<uint32_t> seen;
    for (uint32_t i = 0; i < count; i++) {
        buffers.emplace_back(gpu.device, 16, MapRead | CopyDst);
        gpu.queue.write_buffer(buffers[i], 8, std::vector<uint32_t>{i, 100 + i});
        waits.push_back({buffers[i].map_async(gpu::MapMode::Read, 8, 8, WaitAnyOnly,
                                              [&, i](gpu::MapStatus status, std::string_view message) {
                                                  CHECK(status == gpu::MapStatus::Success && message.empty());
                                                  seen.push_back(i);
                                              })});
    }
    CHECK(buffers[0].map_state() != gpu::MapState::Unmapped);
    while (!waits.empty()) {
        const gpu::WaitStatus status = gpu.instance.wait_any(waits, std::chrono::milliseconds(100));
        if (status == gpu::WaitStatus::TimedOut)
            continue;
        CHECK(status == gpu::WaitStatus::Success);
        const size_t ended = std::erase_if(waits, [](const gpu::FutureWait &wait) { return wait.completed; });
        CHECK(ended > 0);
        if (ended == 0)
            break;
    }
    std::ranges::sort(seen);
    CHECK(seen.size() == count && seen.front() == 0 && seen.back() == count - 1);
    for (uint32_t i = 0; i < count; i++) {
        CHECK(buffers[i].map_state() == gpu::MapState::Mapped);
        const std::span<const std::byte> range = buffers[i].const_mapped_range(8);
        uint32_t values[2] = {};
        CHECK(range.size() == sizeof values);
        std::memcpy(values, range.data(), std::min(range.size(), sizeof values));
        CHECK(values[0] == i && values[1] == 100 + i);
        buffers[i].unmap();
        CHECK(buffers[i].map_state() == gpu::MapState::Unmapped && buffers[i].const_mapped_range(8).empty());
    }
}

TEST(callbacks_own_what_they_capture)
{
    const Gpu &gpu = open();
    const auto shared = std::make_shared<int>(0);
    auto alone = std::make_unique<int>(7);
    const gpu::Future future = gpu.queue.on_submitted_work_done(
        WaitAnyOnly,
        [shared, alone = std::move(alone)](gpu::WorkDoneStatus, std::string_view) { *shared += *alone; });
    CHECK(shared.use_count() == 2);
    CHECK(gpu.instance.wait(future) == gpu::WaitStatus::Success);
    CHECK(*shared == 7 && shared.use_count() == 1);
}

TEST(a_callback_that_drops_its_buffer_and_starts_anew)
{
    const Gpu &gpu = open();
    bool done = false;
    auto buffer = std::make_unique<gpu::Buffer>(gpu.device, 16, MapRead | CopyDst);
    const gpu::Buffer &borrowed = *buffer;
    borrowed.map_async(gpu::MapMode::Read, 0, gpu::whole_size, AllowProcessEvents,
                       [&, buffer = std::move(buffer)](gpu::MapStatus status, std::string_view) mutable {
                           CHECK(status == gpu::MapStatus::Success);
                           CHECK(buffer->const_mapped_range().size() == 16);
                           buffer.reset();
                           gpu.queue.on_submitted_work_done(
                               AllowProcessEvents,
                               [&](gpu::WorkDoneStatus, std::string_view) { done = true; });
                       });
    process_until(gpu.instance, done);
    CHECK(done);
}

TEST(maps_that_do_not_come_to_pass)
{
    const Gpu &gpu = open();
    std::optional<gpu::MapStatus> status;
    std::string why;
    const auto note = [&](gpu::MapStatus ended, std::string_view message) {
        status = ended;
        why = message;
    };
    gpu::Buffer buffer(gpu.device, 16, MapRead | CopyDst);
    const gpu::Future given_up = buffer.map_async(gpu::MapMode::Read, 0, gpu::whole_size, WaitAnyOnly, note);
    buffer.unmap();
    CHECK(gpu.instance.wait(given_up) == gpu::WaitStatus::Success);
    CHECK(status == gpu::MapStatus::Aborted && !why.empty());

    gpu::ErrorScope scope(gpu.device, gpu::ErrorFilter::Validation);
    const gpu::Future wrong = buffer.map_async(gpu::MapMode::Write, 0, gpu::whole_size, WaitAnyOnly, note);
    CHECK(gpu.instance.wait(wrong) == gpu::WaitStatus::Success);
    CHECK(status == gpu::MapStatus::Error && !why.empty());
    std::optional<gpu::Error> caught;
    const gpu::Future popped =
        scope.pop_async(WaitAnyOnly, [&](gpu::PopErrorScopeStatus ended, std::optional<gpu::Error> error) {
            CHECK(ended == gpu::PopErrorScopeStatus::Success);
            caught = std::move(error);
        });
    CHECK(gpu.instance.wait(popped) == gpu::WaitStatus::Success);
    CHECK(caught && caught->type == gpu::ErrorType::Validation && !caught->message.empty());
    bool again = false;
    CHECK(!scope.pop_async(
        WaitAnyOnly, [&](gpu::PopErrorScopeStatus, std::optional<gpu::Error> error) { again = !error; }));
    CHECK(again); /* closed already: at once, and without an error */
}

TEST(pipelines)
{
    const Gpu &gpu = open();
    const gpu::ShaderModule module(gpu.device, add_one);
    gpu::ComputePipeline good;
    gpu::ComputePipeline bad;
    const gpu::Future first =
        gpu::ComputePipeline::create_async(gpu.device, module, "main", {}, WaitAnyOnly,
                                           [&](gpu::CreatePipelineStatus status, gpu::ComputePipeline made) {
                                               CHECK(status == gpu::CreatePipelineStatus::Success);
                                               good = std::move(made);
                                           });
    const gpu::Future second =
        gpu::ComputePipeline::create_async(gpu.device, module, "other", {}, WaitAnyOnly,
                                           [&](gpu::CreatePipelineStatus status, gpu::ComputePipeline made) {
                                               CHECK(status == gpu::CreatePipelineStatus::ValidationError);
                                               bad = std::move(made);
                                           });
    CHECK(gpu.instance.wait(first) == gpu::WaitStatus::Success &&
          gpu.instance.wait(second) == gpu::WaitStatus::Success);
    CHECK(good && good.error().empty() && !bad && !bad.error().empty());
    CHECK(gpu::ComputePipeline::create(gpu.device, module));
    const gpu::ComputePipeline at_once = gpu::ComputePipeline::create(gpu.device, module, "other");
    CHECK(!at_once && !at_once.error().empty());

    const gpu::ShaderModule drawing(gpu.device, draw);
    const gpu::ColorTarget targets[] = {{.format = gpu::TextureFormat::RGBA8Unorm}};
    const gpu::FragmentStage fragment = {.module = drawing, .targets = targets};
    gpu::RenderPipeline render;
    const gpu::Future third = gpu::RenderPipeline::create_async(
        gpu.device, {.module = drawing}, &fragment, {}, WaitAnyOnly,
        [&](gpu::CreatePipelineStatus, gpu::RenderPipeline made) { render = std::move(made); });
    CHECK(gpu.instance.wait(third) == gpu::WaitStatus::Success && render &&
          render.bind_group_layout(0).get() != nullptr);
    CHECK(gpu::RenderPipeline::create(gpu.device, {.module = drawing}, &fragment));
    CHECK(!gpu::RenderPipeline::create(gpu.device, {.module = drawing}, &fragment, {.samples = 3}));
}

TEST(what_the_compiler_says)
{
    const Gpu &gpu = open();
    const gpu::ShaderModule module(gpu.device, "fn main() {\n    nonsense();\n}\n");
    std::vector<gpu::CompilationMessage> all;
    const gpu::Future future = module.compilation_info_async(
        WaitAnyOnly, [&](gpu::CompilationInfoStatus status, std::vector<gpu::CompilationMessage> messages) {
            CHECK(status == gpu::CompilationInfoStatus::Success);
            all = std::move(messages);
        });
    CHECK(gpu.instance.wait(future) == gpu::WaitStatus::Success);
    CHECK(!all.empty() && all[0].type == gpu::MessageType::Error && !all[0].text.empty());
}

TEST(waits_with_nothing_to_wait_for)
{
    const Gpu &gpu = open();
    CHECK(gpu.instance.wait_any({}) == gpu::WaitStatus::Success);
    const gpu::Future lost = gpu.device.lost_future();
    if (lost) /* an implementation may be older than that */
        CHECK(gpu.instance.wait(lost, nanoseconds(1000)) == gpu::WaitStatus::TimedOut);
}

TEST(a_device_is_lost)
{
    const Gpu &gpu = open();
    int calls = 0;
    std::optional<gpu::DeviceLostReason> reason;
    bool lost = false;
    gpu::Device device(gpu::Adapter(gpu.instance),
                       {.on_lost = [&](gpu::DeviceLostReason why, std::string_view) {
                           calls++;
                           reason = why;
                           lost = true;
                       }});
    CHECK(device);
    gpu.instance.process_events();
    CHECK(calls == 0);
    device.destroy();
    process_until(gpu.instance, lost);
    CHECK(calls == 1 && reason == gpu::DeviceLostReason::Destroyed);
    device = {};
    gpu.instance.process_events();
    CHECK(calls == 1);
}

TEST(instances_that_end_first)
{
    int calls = 0;
    const auto owned = std::make_shared<int>(0);
    {
        const gpu::Instance instance;
        gpu::Adapter::request_async(instance, {}, WaitAnyOnly,
                                    [&, owned](gpu::RequestAdapterStatus status, gpu::Adapter adapter) {
                                        CHECK(status == gpu::RequestAdapterStatus::CallbackCancelled &&
                                              !adapter && !adapter.error().empty());
                                        calls++;
                                    });
    }
    CHECK(calls == 1 && owned.use_count() == 1);
    {
        const Gpu gpu;
        gpu::Device::request_async(gpu.adapter, {}, WaitAnyOnly,
                                   [&, owned](gpu::RequestDeviceStatus status, gpu::Device device) {
                                       CHECK(status == gpu::RequestDeviceStatus::CallbackCancelled &&
                                             !device && !device.error().empty());
                                       calls++;
                                   });
        gpu::Buffer(gpu.device, 16, MapRead | CopyDst)
            .map_async(gpu::MapMode::Read, 0, 16, WaitAnyOnly,
                       [&, owned](gpu::MapStatus status, std::string_view) {
                           CHECK(status != gpu::MapStatus::Success);
                           calls++;
                       });
    }
    CHECK(calls == 3 && owned.use_count() == 1);
}

/* The callbacks are called at once, with the error of what is not there. */
TEST(operations_on_what_is_not_there)
{
    const gpu::InstanceFeature unknown[] = {static_cast<gpu::InstanceFeature>(0x7fff)};
    const gpu::Instance instance({.features = unknown});
    CHECK(!instance && !instance.error().empty());
    int calls = 0;
    CHECK(!gpu::Adapter::request_async(
        instance, {}, WaitAnyOnly, [&](gpu::RequestAdapterStatus status, gpu::Adapter adapter) {
            CHECK(status == gpu::RequestAdapterStatus::Error && adapter.error() == instance.error());
            calls++;
        }));
    const gpu::Adapter adapter(instance);
    CHECK(!adapter && adapter.error() == instance.error());
    CHECK(!gpu::Device::request_async(
        adapter, {}, WaitAnyOnly, [&](gpu::RequestDeviceStatus status, gpu::Device device) {
            CHECK(status == gpu::RequestDeviceStatus::Error && device.error() == instance.error());
            calls++;
        }));
    const gpu::Device device(adapter);
    CHECK(!gpu::Buffer(device, 16, MapRead)
               .map_async(gpu::MapMode::Read, 0, 16, WaitAnyOnly,
                          [&](gpu::MapStatus status, std::string_view why) {
                              CHECK(status == gpu::MapStatus::Error && why == instance.error());
                              calls++;
                          }));
    const gpu::Future none =
        device.queue().on_submitted_work_done(WaitAnyOnly, [&](gpu::WorkDoneStatus status, std::string_view) {
            CHECK(status == gpu::WorkDoneStatus::Error);
            calls++;
        });
    const gpu::ShaderModule module(device, add_one);
    module.compilation_info_async(
        WaitAnyOnly, [&](gpu::CompilationInfoStatus, std::vector<gpu::CompilationMessage> messages) {
            CHECK(messages.empty());
            calls++;
        });
    gpu::ComputePipeline::create_async(device, module, {}, {}, WaitAnyOnly,
                                       [&](gpu::CreatePipelineStatus, gpu::ComputePipeline made) {
                                           CHECK(!made && made.error() == instance.error());
                                           calls++;
                                       });
    gpu::RenderPipeline::create_async(device, {.module = module}, nullptr, {}, WaitAnyOnly,
                                      [&](gpu::CreatePipelineStatus, gpu::RenderPipeline made) {
                                          CHECK(!made && made.error() == instance.error());
                                          calls++;
                                      });
    gpu::ErrorScope scope(device, gpu::ErrorFilter::Internal);
    scope.pop_async(WaitAnyOnly, [&](gpu::PopErrorScopeStatus status, std::optional<gpu::Error> error) {
        CHECK(status == gpu::PopErrorScopeStatus::Error && error && error->message == instance.error());
        calls++;
    });
    CHECK(calls == 8);
    CHECK(!none && !device.lost_future());
    instance.process_events();
    CHECK(instance.wait(none) == gpu::WaitStatus::Success); /* it has completed */
    CHECK(instance.wait({1}) == gpu::WaitStatus::Error);
}

/* One that completed at once beside one that did not. */
TEST(waits_of_both_kinds)
{
    const Gpu &gpu = open();
    int calls = 0;
    const auto count = [&](gpu::WorkDoneStatus, std::string_view) { calls++; };
    gpu::FutureWait waits[] = {{gpu.queue.on_submitted_work_done(WaitAnyOnly, count)}, {}};
    CHECK(gpu.instance.wait_any(waits) == gpu::WaitStatus::Success);
    CHECK(waits[1].completed && waits[0].completed == (calls == 1));
    CHECK(gpu.instance.wait(waits[0].future) == gpu::WaitStatus::Success && calls == 1);
}

int main()
{
    const int code = RUN_TESTS();
    the_gpu.reset();
    return code;
}
