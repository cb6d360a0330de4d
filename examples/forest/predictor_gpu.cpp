#include "predictor_gpu.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "predict.wgsl.hpp"

namespace forest
{

namespace gpu = wasi::webgpu;

/* Nodes are uploaded as they are: the program takes them apart. */
static_assert(sizeof(Node) == 12 && offsetof(Node, cut) == 2 && offsetof(Node, count) == 4);
static_assert(std::endian::native == std::endian::little);

namespace
{

constexpr uint32_t workgroup_size = 64;
constexpr uint32_t most_workgroups = 65535;

/* As `Options` in the program. */
struct GpuOptions {
    uint32_t rows, features, padding[2];
};

/* Codes are uploaded two in a word. */
uint64_t code_bytes(uint64_t rows, uint32_t features)
{
    return (rows * features + 1) / 2 * 4;
}

uint64_t vote_bytes(uint64_t rows)
{
    return rows * sizeof(Vote);
}

} // namespace

Result<GpuPredictor> GpuPredictor::create(const Gpu &gpu, const Forest &forest)
{
    using enum gpu::BufferBindingType;
    const uint64_t bytes = forest.nodes.size() * sizeof(Node);
    if (bytes > gpu.largest_buffer)
        return Error{"GPU: the forest takes " + std::to_string(bytes) + " bytes, a buffer " +
                     std::to_string(gpu.largest_buffer) + " at most: predict with --device cpu"};
    const gpu::ShaderModule module(gpu.device, predict_wgsl, "predict");
    const gpu::BindGroupLayout layout(
        gpu.device,
        {{0, Uniform}, {1, ReadOnlyStorage}, {2, ReadOnlyStorage}, {3, ReadOnlyStorage}, {4, Storage}});
    const gpu::PipelineLayout pipeline_layout(gpu.device, {layout});
    gpu::ComputePipeline pipeline(gpu.device, module, "predict", {.layout = &pipeline_layout});
    if (!pipeline)
        return Error{"GPU: " + pipeline.error()};
    return GpuPredictor(gpu, forest, layout, std::move(pipeline));
}

GpuPredictor::GpuPredictor(const Gpu &gpu, const Forest &forest, gpu::BindGroupLayout layout,
                           gpu::ComputePipeline pipeline)
    : gpu_(gpu), trees_(forest.trees()), features_(static_cast<uint32_t>(forest.schema.features.size())),
      layout_(std::move(layout)), pipeline_(std::move(pipeline))
{
    using enum gpu::BufferUsage;
    nodes_ = gpu::Buffer(gpu.device, forest.nodes.size() * sizeof(Node), Storage | CopyDst);
    roots_ = gpu::Buffer(gpu.device, forest.roots.size() * sizeof(uint32_t), Storage | CopyDst);
    options_ = gpu::Buffer(gpu.device, sizeof(GpuOptions), Uniform | CopyDst);
    gpu.queue.write_buffer(nodes_, 0, forest.nodes);
    gpu.queue.write_buffer(roots_, 0, forest.roots);
}

void GpuPredictor::make_buffers(uint32_t rows)
{
    using enum gpu::BufferUsage;
    if (group_ && codes_.size() == code_bytes(rows, features_) && votes_.size() == vote_bytes(rows))
        return;
    codes_ = gpu::Buffer(gpu_.device, code_bytes(rows, features_), Storage | CopyDst);
    votes_ = gpu::Buffer(gpu_.device, vote_bytes(rows), Storage | CopyDst | CopySrc);
    staging_ = gpu::Buffer(gpu_.device, vote_bytes(rows), MapRead | CopyDst);
    group_ = gpu::BindGroup(gpu_.device, layout_,
                            {{0, options_}, {1, nodes_}, {2, roots_}, {3, codes_}, {4, votes_}});
}

Result<std::vector<uint32_t>> GpuPredictor::run(uint32_t rows)
{
    gpu::CommandEncoder commands(gpu_.device);
    commands.clear_buffer(votes_);
    auto pass = commands.begin_compute_pass();
    pass.set_pipeline(pipeline_);
    pass.set_bind_group(0, group_);
    pass.dispatch_workgroups((rows + workgroup_size - 1) / workgroup_size, trees_);
    pass.end();
    return run_and_read(gpu_, commands, votes_, staging_, vote_bytes(rows));
}

Result<std::vector<Vote>> GpuPredictor::predict(const Samples &samples)
{
    const uint64_t row_bytes = std::max<uint64_t>(sizeof(uint16_t) * features_, sizeof(Vote));
    const uint64_t fit =
        std::min(gpu_.largest_buffer / row_bytes, uint64_t{most_workgroups} * workgroup_size);
    const uint32_t at_once = static_cast<uint32_t>(std::min(fit, uint64_t{samples.rows}));
    std::vector<Vote> votes;
    for (uint32_t first = 0; first < samples.rows; first += at_once) {
        const uint32_t rows = std::min(at_once, samples.rows - first);
        make_buffers(rows);
        if (!group_)
            return Error{"GPU: " + group_.error()};
        const auto begin = samples.codes.begin() + static_cast<std::ptrdiff_t>(size_t{first} * features_);
        std::vector<uint16_t> codes(begin, begin + static_cast<std::ptrdiff_t>(size_t{rows} * features_));
        codes.resize(static_cast<size_t>(code_bytes(rows, features_) / sizeof(uint16_t)));
        const GpuOptions options{rows, features_, {}};
        gpu_.queue.write_buffer(options_, 0, std::span(&options, 1));
        gpu_.queue.write_buffer(codes_, 0, codes);
        const auto words = run(rows);
        if (!words)
            return words.error();
        for (size_t i = 0; i < words->size(); i += 2)
            votes.push_back({(*words)[i], (*words)[i + 1]});
    }
    return votes;
}

} // namespace forest
