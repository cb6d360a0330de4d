#include "predictor_stream_gpu.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "walk.wgsl.hpp"

namespace forest
{

namespace gpu = wasi::webgpu;

/* Votes are copied as they are. */
static_assert(sizeof(Vote) == 8 && offsetof(Vote, fraction) == 4);

namespace
{

constexpr uint32_t votes_at_once = 4u << 20;      /* until they are read back */
constexpr uint32_t invocations_wanted = 1u << 17; /* where rows are few, trees are shared out */

/* As `Options` in the program. */
struct GpuOptions {
    uint32_t first, count, features, outputs, trees, trees_at_once, padding[2];
};

uint32_t lanes_for(const Gpu &gpu)
{
    return gpu.runs_on_cpu ? 16 : 128;
}

} // namespace

Result<GpuStreamPredictor> GpuStreamPredictor::create(const Gpu &gpu)
{
    using enum gpu::BufferBindingType;
    const gpu::BindGroupLayout layout(
        gpu.device,
        {{0, Uniform}, {1, ReadOnlyStorage}, {2, ReadOnlyStorage}, {3, ReadOnlyStorage}, {4, Storage}});
    const std::array constants{gpu::Constant{"lanes", static_cast<double>(lanes_for(gpu))}};
    auto pipeline = PipelineRequest(gpu, std::string(key_wgsl) + walk_wgsl, "walk", layout, constants).wait();
    if (!pipeline)
        return pipeline.error();
    return GpuStreamPredictor(gpu, layout, std::move(*pipeline));
}

GpuStreamPredictor::GpuStreamPredictor(const Gpu &gpu, gpu::BindGroupLayout layout,
                                       gpu::ComputePipeline pipeline)
    : gpu_(gpu), lanes_(lanes_for(gpu)), layout_(std::move(layout)), pipeline_(std::move(pipeline)),
      stream_(gpu)
{
    using enum gpu::BufferUsage;
    options_ = gpu::Buffer(gpu.device, sizeof(GpuOptions), Uniform | CopyDst);
}

std::optional<Error> GpuStreamPredictor::load(const WalkForest &forest)
{
    group_ = {};
    return upload(gpu_, forest, gpu_.largest_binding, walk_);
}

std::optional<Error> GpuStreamPredictor::make_buffers(uint32_t rows)
{
    using enum gpu::BufferUsage;
    const uint64_t bytes = uint64_t{rows} * walk_.outputs * sizeof(Vote);
    if (auto error = stream_.prepare(walk_.features)) /* once: they stay as many */
        return error;
    resize(gpu_, votes_, bytes, Storage | CopyDst | CopySrc, {&group_});
    resize(gpu_, staging_, bytes, MapRead | CopyDst);
    if (!group_)
        group_ = gpu::BindGroup(
            gpu_.device, layout_,
            {{0, options_}, {1, walk_.nodes}, {2, walk_.trees}, {3, stream_.buffer()}, {4, votes_}});
    if (!group_)
        return Error{"GPU: " + group_.error()};
    return std::nullopt;
}

/* Votes go to `place` and on. */
std::optional<Error> GpuStreamPredictor::send(const FloatRows &rows, uint32_t first, uint32_t count,
                                              uint32_t place)
{
    const uint32_t parts = std::clamp(invocations_wanted / count, 1u, walk_.tree_count);
    const uint32_t trees_at_once = (walk_.tree_count + parts - 1) / parts;
    const GpuOptions options{place,         count, walk_.features, walk_.outputs, walk_.tree_count,
                             trees_at_once, {}};
    gpu_.queue.write_buffer(options_, 0, std::span(&options, 1));
    gpu::CommandEncoder commands(gpu_.device);
    if (place == 0)
        commands.clear_buffer(votes_);
    if (auto error = stream_.send(commands, rows.part(first, count)))
        return error;
    dispatch(commands, "walk", pipeline_, group_, std::min((count + lanes_ - 1) / lanes_, most_workgroups),
             parts);
    return submit(gpu_, commands);
}

Result<std::vector<Vote>> GpuStreamPredictor::predict(const FloatRows &rows)
{
    const uint32_t rows_at_once = std::max(votes_at_once / walk_.outputs, 1u);
    std::vector<Vote> votes(size_t{rows.rows} * walk_.outputs);
    for (uint32_t first = 0; first < rows.rows; first += rows_at_once) {
        const uint32_t count = std::min(rows_at_once, rows.rows - first);
        if (auto error = make_buffers(count))
            return *error;
        for (uint32_t place = 0; place < count; place += stream_.rows_at_once()) {
            const uint32_t some = std::min(stream_.rows_at_once(), count - place);
            if (auto error = send(rows, first + place, some, place))
                return *error;
        }
        gpu::CommandEncoder commands(gpu_.device);
        const std::span part =
            std::span(votes).subspan(size_t{first} * walk_.outputs, size_t{count} * walk_.outputs);
        if (auto error = run_and_read(gpu_, commands, votes_, staging_, std::as_writable_bytes(part)))
            return *error;
    }
    return votes;
}

} // namespace forest
