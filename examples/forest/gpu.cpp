#include "gpu.hpp"

#include <algorithm>

namespace forest
{

namespace gpu = wasi::webgpu;

Result<Gpu> open_gpu()
{
    const gpu::Instance instance;
    const gpu::Adapter adapter(instance, {.power_preference = gpu::PowerPreference::HighPerformance});
    if (!adapter)
        return Error{"no GPU: " + adapter.error()};
    const gpu::Device device(adapter);
    if (!device)
        return Error{"no GPU device: " + device.error()};
    const gpu::AdapterInfo info = adapter.info();
    const gpu::Limits limits = device.limits();
    return Gpu{device, device.queue(), info.device.empty() ? info.description : info.device,
               info.type == gpu::AdapterType::Cpu,
               std::min(limits.maxStorageBufferBindingSize, limits.maxBufferSize)};
}

Result<std::vector<uint32_t>> run_and_read(const Gpu &gpu, gpu::CommandEncoder &commands,
                                           const gpu::Buffer &buffer, gpu::Buffer &staging, uint64_t bytes)
{
    commands.copy_buffer_to_buffer(buffer, 0, staging, 0, bytes);
    const gpu::CommandBuffer finished = commands.finish();
    if (!finished)
        return Error{"GPU: " + finished.error()};
    gpu.queue.submit(finished);
    if (!staging.map(gpu::MapMode::Read, 0, bytes))
        return Error{"GPU: " + staging.error()};
    std::vector<uint32_t> words(static_cast<size_t>(bytes / sizeof(uint32_t)));
    const bool copied = staging.copy_to(std::as_writable_bytes(std::span(words)));
    staging.unmap();
    if (!copied)
        return Error{"GPU: the result cannot be read"};
    return words;
}

} // namespace forest
