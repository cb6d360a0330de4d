#include "gpu.hpp"

#include <algorithm>

#include "stopwatch.hpp"

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
    limits.maxComputeInvocationsPerWorkgroup = has.maxComputeInvocationsPerWorkgroup;
    limits.maxComputeWorkgroupSizeX = has.maxComputeWorkgroupSizeX;
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
    return Gpu{instance,
               device,
               device.queue(),
               info.device.empty() ? info.description : info.device,
               info.type == gpu::AdapterType::Cpu,
               std::min(largest, common_binding),
               largest,
               limits.maxComputeWorkgroupStorageSize,
               std::min(limits.maxComputeInvocationsPerWorkgroup, limits.maxComputeWorkgroupSizeX)};
}

PipelineRequest::PipelineRequest(const Gpu &gpu, std::string_view program, const char *entry_point,
                                 const gpu::BindGroupLayout &layout, std::span<const gpu::Constant> constants)
    : instance_(gpu.instance), made_(std::make_shared<gpu::ComputePipeline>())
{
    const gpu::ShaderModule module(gpu.device, program, entry_point);
    const gpu::PipelineLayout pipeline_layout(gpu.device, {layout});
    future_ = gpu::ComputePipeline::create_async(
        gpu.device, module, entry_point, {.layout = &pipeline_layout, .constants = constants},
        gpu::CallbackMode::WaitAnyOnly,
        [made = made_](gpu::CreatePipelineStatus, gpu::ComputePipeline pipeline) {
            *made = std::move(pipeline);
        });
}

Result<gpu::ComputePipeline> PipelineRequest::wait()
{
    if (future_ && instance_.wait(future_) != gpu::WaitStatus::Success)
        return Error{"GPU: waiting for a pipeline failed"};
    if (!*made_)
        return Error{"GPU: " + made_->error()};
    return std::move(*made_);
}

std::optional<Error> finish(std::optional<PipelineRequest> &request, gpu::ComputePipeline &pipeline)
{
    if (!request)
        return std::nullopt;
    auto made = request->wait();
    request.reset();
    if (!made)
        return made.error();
    pipeline = std::move(*made);
    return std::nullopt;
}

void resize(const Gpu &gpu, gpu::Buffer &buffer, uint64_t bytes, gpu::BufferUsage usage,
            std::initializer_list<gpu::BindGroup *> groups)
{
    if (buffer && buffer.size() == bytes)
        return;
    for (gpu::BindGroup *group : groups)
        *group = {};
    buffer = {};
    buffer = gpu::Buffer(gpu.device, bytes, usage);
}

void dispatch(gpu::CommandEncoder &commands, const char *name, const gpu::ComputePipeline &pipeline,
              const gpu::BindGroup &group, uint32_t workgroups, uint32_t rows_of_them)
{
    auto pass = commands.begin_compute_pass(name);
    pass.set_pipeline(pipeline);
    pass.set_bind_group(0, group);
    pass.dispatch_workgroups(workgroups, rows_of_them);
    pass.end();
}

std::optional<Error> submit(const Gpu &gpu, gpu::CommandEncoder &commands)
{
    const gpu::CommandBuffer finished = commands.finish();
    if (!finished)
        return Error{"GPU: " + finished.error()};
    gpu.queue.submit(finished);
    return std::nullopt;
}

std::optional<Error> run_and_read(const Gpu &gpu, gpu::CommandEncoder &commands, const gpu::Buffer &buffer,
                                  gpu::Buffer &staging, std::span<std::byte> out, double *waited_ms)
{
    commands.copy_buffer_to_buffer(buffer, 0, staging, 0, out.size());
    const Stopwatch stopwatch;
    if (auto error = submit(gpu, commands))
        return error;
    if (!staging.map(gpu::MapMode::Read, 0, out.size()))
        return Error{"GPU: " + staging.error()};
    if (waited_ms != nullptr)
        *waited_ms += stopwatch.ms();
    const bool copied = staging.copy_to(out);
    staging.unmap();
    if (!copied)
        return Error{"GPU: the result cannot be read"};
    return std::nullopt;
}

} // namespace forest
