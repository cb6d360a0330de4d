#include "predictor_gpu.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "predict.wgsl.hpp"

namespace forest
{

namespace gpu = wasi::webgpu;

static_assert(std::endian::native == std::endian::little);

namespace
{

constexpr uint32_t workgroup_size = 64;
constexpr uint32_t most_workgroups = 65535;

/* As `Options`, `Node` and an element of `trees` in the program. */
struct GpuOptions {
    uint32_t rows, features, outputs, padding;
};
struct GpuNode {
    uint32_t right, feature_or_whole, key_or_fraction;
};
struct GpuTree {
    uint32_t root, output;
};

std::vector<GpuNode> nodes_of(const Model &model)
{
    const int exponent = unit_exponent(model);
    std::vector<GpuNode> out;
    out.reserve(model.nodes.size());
    for (const ModelNode &node : model.nodes) {
        const Vote vote = node.is_leaf() ? vote_of(node.value, exponent) : Vote{};
        out.push_back(node.is_leaf() ? GpuNode{0, vote.whole, vote.fraction}
                                     : GpuNode{node.right, node.feature, float_key(node.value)});
    }
    return out;
}

std::vector<GpuTree> trees_of(const Model &model)
{
    std::vector<GpuTree> out;
    for (size_t tree = 0; tree < model.trees(); tree++)
        out.push_back({model.roots[tree], model.outputs[tree]});
    return out;
}

} // namespace

Result<GpuPredictor> GpuPredictor::create(const Gpu &gpu, const Model &model)
{
    using enum gpu::BufferBindingType;
    const uint64_t bytes = model.nodes.size() * sizeof(GpuNode);
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
    return GpuPredictor(gpu, model, layout, std::move(pipeline));
}

GpuPredictor::GpuPredictor(const Gpu &gpu, const Model &model, gpu::BindGroupLayout layout,
                           gpu::ComputePipeline pipeline)
    : gpu_(gpu), tree_count_(model.trees()), features_(model.features), outputs_(model.output_count()),
      layout_(std::move(layout)), pipeline_(std::move(pipeline))
{
    using enum gpu::BufferUsage;
    const std::vector<GpuNode> nodes = nodes_of(model);
    const std::vector<GpuTree> trees = trees_of(model);
    nodes_ = gpu::Buffer(gpu.device, nodes.size() * sizeof(GpuNode), Storage | CopyDst);
    trees_ = gpu::Buffer(gpu.device, trees.size() * sizeof(GpuTree), Storage | CopyDst);
    options_ = gpu::Buffer(gpu.device, sizeof(GpuOptions), Uniform | CopyDst);
    gpu.queue.write_buffer(nodes_, 0, nodes);
    gpu.queue.write_buffer(trees_, 0, trees);
}

uint64_t GpuPredictor::vote_bytes(uint32_t rows) const
{
    return uint64_t{rows} * outputs_ * sizeof(Vote);
}

void GpuPredictor::make_buffers(uint32_t rows)
{
    using enum gpu::BufferUsage;
    if (group_ && votes_.size() == vote_bytes(rows))
        return;
    values_ = gpu::Buffer(gpu_.device, uint64_t{rows} * features_ * sizeof(float), Storage | CopyDst);
    votes_ = gpu::Buffer(gpu_.device, vote_bytes(rows), Storage | CopyDst | CopySrc);
    staging_ = gpu::Buffer(gpu_.device, vote_bytes(rows), MapRead | CopyDst);
    group_ = gpu::BindGroup(gpu_.device, layout_,
                            {{0, options_}, {1, nodes_}, {2, trees_}, {3, values_}, {4, votes_}});
}

Result<std::vector<uint32_t>> GpuPredictor::run(uint32_t rows)
{
    gpu::CommandEncoder commands(gpu_.device);
    commands.clear_buffer(votes_);
    auto pass = commands.begin_compute_pass();
    pass.set_pipeline(pipeline_);
    pass.set_bind_group(0, group_);
    pass.dispatch_workgroups((rows + workgroup_size - 1) / workgroup_size, tree_count_);
    pass.end();
    return run_and_read(gpu_, commands, votes_, staging_, vote_bytes(rows));
}

Result<std::vector<Vote>> GpuPredictor::predict(const Table &table)
{
    const std::span<const float> values = table.values;
    const uint64_t row_bytes = std::max(features_ * sizeof(float), outputs_ * sizeof(Vote));
    const uint64_t fit =
        std::min(gpu_.largest_buffer / row_bytes, uint64_t{most_workgroups} * workgroup_size);
    const uint32_t at_once = static_cast<uint32_t>(std::min(fit, uint64_t{table.rows}));
    if (at_once == 0)
        return Error{"GPU: a row of " + std::to_string(features_) +
                     " features does not fit a buffer: predict with --device cpu"};
    std::vector<Vote> votes;
    for (uint32_t first = 0; first < table.rows; first += at_once) {
        const uint32_t rows = std::min(at_once, table.rows - first);
        make_buffers(rows);
        if (!group_)
            return Error{"GPU: " + group_.error()};
        const GpuOptions options{rows, features_, outputs_, 0};
        gpu_.queue.write_buffer(options_, 0, std::span(&options, 1));
        gpu_.queue.write_buffer(values_, 0,
                                values.subspan(size_t{first} * features_, size_t{rows} * features_));
        const auto words = run(rows);
        if (!words)
            return words.error();
        for (size_t i = 0; i < words->size(); i += 2)
            votes.push_back({(*words)[i], (*words)[i + 1]});
    }
    return votes;
}

} // namespace forest
