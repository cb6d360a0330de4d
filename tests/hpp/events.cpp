/* webgpu.hpp: what a device reports by itself: errors that no scope catches, until it ends, and that end. Its
 * loss is in async.cpp. */
#include <webgpu/webgpu.hpp>

#include "hpp/check.hpp"

namespace gpu = wasi::webgpu;

using enum gpu::BufferUsage;

TEST(errors_that_no_scope_catches)
{
    const gpu::Instance instance;
    const auto owned = std::make_shared<std::vector<gpu::Error>>();
    {
        const gpu::Device device(
            gpu::Adapter(instance),
            {.check = false, .on_error = [owned](const gpu::Error &error) { owned->push_back(error); }});
        CHECK(device);
        const gpu::Buffer fine(device, 16, Storage);
        const gpu::Buffer wrong(device, 16, MapRead | Storage);
        while (owned->empty())
            instance.process_events();
        CHECK(owned->size() == 1 && owned->front().type == gpu::ErrorType::Validation);
        CHECK(!owned->front().message.empty());
        gpu::ErrorScope scope(device, gpu::ErrorFilter::Validation);
        const gpu::Buffer caught(device, 16, MapRead | Storage);
        CHECK(scope.pop());
        instance.process_events();
        CHECK(owned->size() == 1);
    }
    CHECK(owned.use_count() == 1); /* the callback ends with what was made with the device */
}

namespace
{

/* What a handler says, and that it has ended. */
struct Heard {
    std::string text;
    bool ended = false;
    bool late = false; /* it was called after that */
    std::vector<gpu::DeviceLostReason> losses;
};

struct Ends {
    Heard &heard;
    ~Ends() { heard.ended = true; }
};

/* A device whose handlers write to `heard`, with an error that has yet to be reported where errors are not at
 * once. */
gpu::Device fail(const gpu::Adapter &adapter, Heard &heard)
{
    gpu::DeviceOptions options = {.check = false};
    options.on_error = [&heard, owned = std::make_shared<Ends>(heard)](const gpu::Error &error) {
        heard.late = heard.late || heard.ended;
        heard.text = error.message;
    };
    options.on_lost = [&heard](gpu::DeviceLostReason why, std::string_view) { heard.losses.push_back(why); };
    options.lost_mode = gpu::CallbackMode::AllowSpontaneous;
    gpu::Device device(adapter, options);
    const gpu::Buffer wrong(device, 16, MapRead | Storage);
    return device;
}

/* It is gone, and was to the end somebody's. Some implementations report no loss. */
void check_end(const Heard &heard)
{
    CHECK(heard.ended && !heard.late);
    for (const gpu::DeviceLostReason why : heard.losses)
        CHECK(why == gpu::DeviceLostReason::Destroyed);
}

} // namespace

TEST(devices_that_are_assigned_over)
{
    Heard heard;
    Heard first;
    Heard second;
    gpu::Device device = fail(gpu::Adapter(gpu::Instance()), heard);
    device = gpu::Device();
    check_end(heard);
    CHECK(!heard.text.empty());
    CHECK(!device && device.get() == nullptr);

    device = fail(gpu::Adapter(gpu::Instance()), first);
    const gpu::Device next = fail(gpu::Adapter(gpu::Instance()), second);
    device = next;
    check_end(first);
    CHECK(!second.ended && device.get() == next.get());
    gpu::Device &same = device;
    device = same;
    CHECK(!second.ended && device.get() == next.get());
    device = std::move(same);
    CHECK(!second.ended && device.get() == next.get());
}

TEST(last_objects_of_a_device_that_are_assigned_over)
{
    Heard heard;
    gpu::Buffer buffer(fail(gpu::Adapter(gpu::Instance()), heard), 16, Storage);
    CHECK(!heard.ended);
    buffer = gpu::Buffer();
    check_end(heard);

    Heard other;
    gpu::Queue queue = fail(gpu::Adapter(gpu::Instance()), other).queue();
    CHECK(!other.ended);
    queue = gpu::Device().queue();
    check_end(other);
}

/* Its error goes with an object, wherever it is moved. */
TEST(objects_that_are_moved)
{
    const gpu::Device device{gpu::Adapter(gpu::Instance())};
    gpu::Buffer wrong(device, 16, MapRead | Storage);
    const std::string error = wrong.error();
    CHECK(!wrong && !error.empty());
    gpu::Buffer &same = wrong;
    wrong = same;
    CHECK(!wrong && wrong.error() == error);
    wrong = std::move(same);
    CHECK(!wrong && wrong.error() == error);
    const gpu::Buffer moved = std::move(wrong);
    CHECK(!moved && moved.error() == error);
}

TEST(devices_without_an_adapter)
{
    Heard heard;
    std::string reason;
    const gpu::Device none(gpu::Adapter(), {.on_lost = [&](gpu::DeviceLostReason why, std::string_view text) {
                               heard.losses.push_back(why);
                               reason = text;
                           }});
    CHECK(!none && !none.error().empty());
    CHECK(heard.losses == std::vector{gpu::DeviceLostReason::FailedCreation} && reason == none.error());
    CHECK(!gpu::Buffer(none, 16, Storage).error().empty());
}

int main()
{
    return RUN_TESTS();
}
