#include "trainer_gpu.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "gpu_forest.hpp"
#include "score.wgsl.hpp"
#include "train_data.wgsl.hpp"
#include "tree_nodes.wgsl.hpp"

namespace forest
{

namespace gpu = wasi::webgpu;

/* Codes are uploaded as they are, two in a word. */
static_assert(std::endian::native == std::endian::little);

namespace
{

constexpr size_t head_words = sizeof(TrainHead) / sizeof(uint32_t);

bool is_same(const TrainPlan &a, const TrainPlan &b)
{
    const auto same = [](const gpu::Constant &x, const gpu::Constant &y) {
        return x.name == y.name && x.value == y.value;
    };
    return a.program == b.program && std::ranges::equal(a.constants, b.constants, same);
}

/* The data, the trees, and what the program works in. */
gpu::BindGroupLayout layout_of(const Gpu &gpu, size_t scratch_buffers)
{
    using enum gpu::BufferBindingType;
    std::vector<gpu::BufferLayout> bindings{{0, ReadOnlyStorage}, {1, Storage}};
    for (size_t i = 0; i < scratch_buffers; i++)
        bindings.push_back({static_cast<uint32_t>(2 + i), Storage});
    return {gpu.device, bindings};
}

} // namespace

GpuTrainer::GpuTrainer(const Gpu &gpu, Program program) : gpu_(gpu), program_(program), leaf_finder_(gpu) {}

std::optional<Error> GpuTrainer::compile(TrainPlan plan)
{
    const bool is_there = pipeline_ && is_same(plan, plan_);
    plan_ = std::move(plan);
    std::optional<PipelineRequest> request;
    if (!is_there) {
        group_ = {};
        pipeline_ = {};
        layout_ = layout_of(gpu_, plan_.scratch.size());
        const std::string program =
            std::string(score_wgsl) + tree_nodes_wgsl + plan_.nodes.program + train_data_wgsl + plan_.program;
        request.emplace(gpu_, program, "train", layout_, plan_.constants);
    }
    if (walkers_ > 0)
        leaf_finder_.compile(plan_.nodes); /* meanwhile */
    return finish(request, pipeline_);
}

/* On a CPU nothing is gained by a workgroup's memory. Where it is refused, it is done without. */
std::optional<Error> GpuTrainer::choose(const TrainHead &head)
{
    const bool is_possible = program_ != Program::Any && is_small(gpu_, head);
    if (program_ == Program::Small || (is_possible && !gpu_.runs_on_cpu)) {
        auto error = is_possible ? compile(plan_small(gpu_, head)) : Error{"GPU: the data is not small"};
        if (!error || program_ == Program::Small)
            return error;
        program_ = Program::Any;
    }
    return compile(plan_any(gpu_, head));
}

void GpuTrainer::upload(const Dataset &data)
{
    const size_t code_words = (data.codes.size() + 1) / 2;
    words_.resize(head_words + data.targets.size() + code_words +
                  (plan_.wants_sorted ? data.sorted.size() : 0));
    uint32_t *to = words_.data();
    std::memcpy(to, &head_, sizeof head_);
    to = std::copy(data.targets.begin(), data.targets.end(), to + head_words);
    std::memcpy(to, data.codes.data(), data.codes.size() * sizeof(uint16_t));
    if (plan_.wants_sorted)
        std::copy(data.sorted.begin(), data.sorted.end(), to + code_words);
    using enum gpu::BufferUsage;
    resize(gpu_, data_, words_.size() * sizeof(uint32_t), Storage | CopyDst, {&group_});
    gpu_.queue.write_buffer(data_, 0, words_);
}

/* Of a tree: its root in the table of roots, and its nodes, of which each takes a row at least as a leaf. */
uint64_t GpuTrainer::node_words() const
{
    return 1 + plan_.nodes.words() * (2 * uint64_t{head_.rows} - 1);
}

void GpuTrainer::make_buffers(uint32_t trees)
{
    using enum gpu::BufferUsage;
    const uint64_t tree_bytes = (node_words() + walkers_) * sizeof(uint32_t);
    uint64_t largest = tree_bytes;
    for (const uint64_t bytes : plan_.scratch)
        largest = std::max(largest, bytes);
    const uint64_t fit = std::max(gpu_.largest_buffer / largest, uint64_t{1});
    at_once_ = static_cast<uint32_t>(std::min(fit, uint64_t{trees}));
    const uint64_t bytes = at_once_ * tree_bytes;
    resize(gpu_, trees_, bytes, Storage | CopySrc, {&group_});
    resize(gpu_, staging_, bytes, MapRead | CopyDst);
    scratch_.resize(plan_.scratch.size());
    for (size_t i = 0; i < scratch_.size(); i++)
        resize(gpu_, scratch_[i], at_once_ * plan_.scratch[i], Storage, {&group_});
    if (group_)
        return;
    std::vector<gpu::BufferBinding> bindings{{0, data_}, {1, trees_}};
    for (const gpu::Buffer &buffer : scratch_)
        bindings.push_back({static_cast<uint32_t>(bindings.size()), buffer});
    group_ = gpu::BindGroup(gpu_.device, layout_, bindings);
}

std::optional<Error> GpuTrainer::prepare(const Dataset &data, const TrainOptions &options,
                                         const Walkers *walkers)
{
    if (walkers != nullptr && walkers->rows > most_walkers)
        return Error{std::to_string(walkers->rows) + " rows cannot walk along, at most " +
                     std::to_string(most_walkers)};
    head_ = TrainHead(data, options);
    walkers_ = walkers != nullptr ? walkers->rows : 0;
    waited_ms_ = 0;
    if (auto error = choose(head_))
        return error;
    upload(data);
    make_buffers(options.trees);
    if (!group_)
        return Error{"GPU: " + group_.error()};
    return std::nullopt;
}

/* Adds the trees to the forest. */
std::optional<Error> GpuTrainer::grow(uint32_t first_tree, uint32_t trees, Forest &forest, Walkers *walkers)
{
    const uint64_t leaves = trees * node_words();
    if (walkers_ > 0)
        if (auto error = leaf_finder_.load(*walkers, trees_, static_cast<uint32_t>(leaves)))
            return error;
    if (first_tree != head_.first_tree) {
        head_.first_tree = first_tree;
        gpu_.queue.write_buffer(data_, 0, std::span(&head_, 1));
    }
    gpu::CommandEncoder commands(gpu_.device);
    dispatch(commands, "train", pipeline_, group_, trees);
    if (walkers_ > 0)
        leaf_finder_.record(commands, trees);
    words_.resize(static_cast<size_t>(leaves + uint64_t{trees} * walkers_));
    if (auto error = run_and_read(gpu_, commands, trees_, staging_, std::as_writable_bytes(std::span(words_)),
                                  &waited_ms_))
        return error;
    return add_trees(words_, plan_.nodes, trees, head_.depth, forest, walkers);
}

Result<Forest> GpuTrainer::train(const Dataset &data, const TrainOptions &options, const Advance &advance,
                                 Walkers *walkers)
{
    if (auto error = prepare(data, options, walkers))
        return *error;
    Forest forest;
    forest.schema = data.schema;
    for (uint32_t first = 0; first < options.trees; first += at_once_) {
        const uint32_t trees = std::min(at_once_, options.trees - first);
        if (auto error = grow(first, trees, forest, walkers))
            return *error;
        if (advance)
            advance(first + trees);
    }
    return forest;
}

} // namespace forest
