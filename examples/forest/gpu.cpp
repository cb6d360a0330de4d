#include "gpu.hpp"

#include <algorithm>

namespace forest
{

namespace gpu = wasi::webgpu;

namespace
{

/* Every adapter's. */
constexpr uint64_t common_binding = uint64_t{128} << 20;

/* The adapter's best, where the default is little. */
gpu::Limits wanted_limits(const gpu::Adapter &adapter)
{
    const gpu::Limits has = adapter.limits();
    gpu::Limits limits = WGPU_LIMITS_INIT;
    limits.maxStorageBufferBindingSize = has.maxStorageBufferBindingSize;
    limits.maxBufferSize = has.maxBufferSize;
    limits.maxComputeWorkgroupStorageSize = has.maxComputeWorkgroupStorageSize;
    return limits;
}

} // namespace

Result<Gpu> open_gpu()
{
    const gpu::Instance instance;
    const gpu::Adapter adapter(instance, {.power_preference = gpu::PowerPreference::HighPerformance});
    if (!adapter)
        return Error{"no GPU: " + adapter.error()};
    const gpu::Limits wanted = wanted_limits(adapter);
    const gpu::Device device(adapter, {.limits = &wanted});
    if (!device)
        return Error{"no GPU device: " + device.error()};
    const gpu::AdapterInfo info = adapter.info();
    const gpu::Limits limits = device.limits();
    const uint64_t largest = std::min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
    return Gpu{device,
               device.queue(),
               info.device.empty() ? info.description : info.device,
               info.type == gpu::AdapterType::Cpu,
               std::min(largest, common_binding),
               largest,
               limits.maxComputeWorkgroupStorageSize};
}

std::optional<Error> run_and_read(const Gpu &gpu, gpu::CommandEncoder &commands, const gpu::Buffer &buffer,
                                  gpu::Buffer &staging, std::span<std::byte> out)
{
    commands.copy_buffer_to_buffer(buffer, 0, staging, 0, out.size());
    const gpu::CommandBuffer finished = commands.finish();
    if (!finished)
        return Error{"GPU: " + finished.error()};
    gpu.queue.submit(finished);
    if (!staging.map(gpu::MapMode::Read, 0, out.size()))
        return Error{"GPU: " + staging.error()};
    const bool copied = staging.copy_to(out);
    staging.unmap();
    if (!copied)
        return Error{"GPU: the result cannot be read"};
    return std::nullopt;
}

Result<std::vector<uint32_t>> run_and_read(const Gpu &gpu, gpu::CommandEncoder &commands,
                                           const gpu::Buffer &buffer, gpu::Buffer &staging, uint64_t bytes)
{
    std::vector<uint32_t> words(static_cast<size_t>(bytes / sizeof(uint32_t)));
    if (auto error = run_and_read(gpu, commands, buffer, staging, std::as_writable_bytes(std::span(words))))
        return *error;
    return words;
}

} // namespace forest
