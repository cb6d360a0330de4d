/* webgpu.hpp: what a device reports by itself: errors that no scope catches. Its loss is in async.cpp. */
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

int main()
{
    return RUN_TESTS();
}
