#include "trainer_gpu.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "score.wgsl.hpp"
#include "train.wgsl.hpp"

namespace forest
{

namespace gpu = wasi::webgpu;

namespace
{

/* As `Options` in the program. */
struct GpuOptions {
    uint32_t rows, features, looks, depth, seed, range, first_tree, min_leaf;
};

constexpr uint32_t leaf_flag = 0x80000000u;

/* Turns one tree of the program's result into nodes in pre-order. A wrong result is found, not followed. */
class Reader
{
  public:
    Reader(const uint32_t *tree, uint32_t rows, std::vector<Node> &nodes)
        : tree_(tree), rows_(rows), nodes_(nodes), root_(nodes.size())
    {
    }

    bool read(uint32_t depth) { return read_node(tree_[0], depth); }

  private:
    bool read_node(uint32_t number, uint32_t depth)
    {
        const uint32_t place = number & ~leaf_flag;
        if (place >= rows_)
            return false;
        if ((number & leaf_flag) != 0) {
            const uint32_t *leaf = tree_ + 3 * size_t{rows_} + 2 * size_t{place};
            nodes_.push_back(Node::leaf(leaf[0], leaf[1]));
            return leaf[0] > 0;
        }
        if (depth == 0)
            return false;
        const uint32_t split = tree_[2 * size_t{rows_} + place];
        const size_t self = nodes_.size();
        nodes_.emplace_back();
        if (!read_node(tree_[2 * size_t{place}], depth - 1))
            return false;
        nodes_[self] = Node::inner(static_cast<uint16_t>(split >> 16), static_cast<uint16_t>(split),
                                   static_cast<uint32_t>(nodes_.size() - root_));
        return read_node(tree_[2 * size_t{place} + 1], depth - 1);
    }

    const uint32_t *tree_;
    const uint32_t rows_;
    std::vector<Node> &nodes_;
    const size_t root_;
};

} // namespace

/* As the program lays them out. */
struct GpuTrainer::Sizes {
    uint64_t columns, sorted;
    uint64_t counters, drawn, orders, nodes, candidates, trees; /* of `slots` trees at a time */
    uint32_t slots = 1;

    Sizes(const GpuOptions &options, uint32_t trees_wanted, uint64_t largest_buffer)
    {
        const uint64_t word = sizeof(uint32_t);
        const uint64_t rows = options.rows;
        const uint64_t most_nodes = rows / 2 + 1;
        columns = (options.features + 1) * rows * word;
        sorted = options.features * rows * word;
        counters = (rows + 1 + options.depth + 1) * word;
        drawn = 2 * rows * word;
        orders = 2 * options.features * rows * word;
        nodes = 2 * most_nodes * 7 * word;
        candidates = most_nodes * options.looks * 5 * word;
        trees = 5 * rows * word;
        const uint64_t largest = std::max({counters, drawn, orders, nodes, candidates, trees});
        const uint64_t fit = std::max(largest_buffer / largest, uint64_t{1});
        slots = static_cast<uint32_t>(std::min(fit, uint64_t{trees_wanted}));
        for (uint64_t *size : {&counters, &drawn, &orders, &nodes, &candidates, &trees})
            *size *= slots;
    }
};

Result<GpuTrainer> GpuTrainer::create(const Gpu &gpu)
{
    using enum gpu::BufferBindingType;
    const gpu::ShaderModule module(gpu.device, std::string(score_wgsl) + train_wgsl, "train");
    const gpu::BindGroupLayout layout(gpu.device, {{0, Uniform},
                                                   {1, ReadOnlyStorage},
                                                   {2, ReadOnlyStorage},
                                                   {3, Storage},
                                                   {4, Storage},
                                                   {5, Storage},
                                                   {6, Storage},
                                                   {7, Storage},
                                                   {8, Storage}});
    const gpu::PipelineLayout pipeline_layout(gpu.device, {layout});
    const std::array constants{gpu::Constant{"lanes", gpu.runs_on_cpu ? 8.0 : 64.0}};
    gpu::ComputePipeline pipeline(gpu.device, module, "train",
                                  {.layout = &pipeline_layout, .constants = constants});
    if (!pipeline)
        return Error{"GPU: " + pipeline.error()};
    return GpuTrainer(gpu, layout, std::move(pipeline));
}

GpuTrainer::GpuTrainer(const Gpu &gpu, gpu::BindGroupLayout layout, gpu::ComputePipeline pipeline)
    : gpu_(gpu), layout_(std::move(layout)), pipeline_(std::move(pipeline))
{
}

void GpuTrainer::make_buffers(const Sizes &sizes)
{
    using enum gpu::BufferUsage;
    bool changed = false;
    const auto make = [&](gpu::Buffer &buffer, uint64_t size, gpu::BufferUsage usage) {
        if (buffer && buffer.size() == size)
            return;
        buffer = gpu::Buffer(gpu_.device, size, usage);
        changed = true;
    };
    Buffers &b = buffers_;
    make(b.options, sizeof(GpuOptions), Uniform | CopyDst);
    make(b.columns, sizes.columns, Storage | CopyDst);
    make(b.sorted, sizes.sorted, Storage | CopyDst);
    make(b.counters, sizes.counters, Storage);
    make(b.drawn, sizes.drawn, Storage);
    make(b.orders, sizes.orders, Storage);
    make(b.nodes, sizes.nodes, Storage);
    make(b.candidates, sizes.candidates, Storage);
    make(b.trees, sizes.trees, Storage | CopySrc);
    make(b.staging, sizes.trees, MapRead | CopyDst);
    if (changed)
        b.group = gpu::BindGroup(gpu_.device, layout_,
                                 {{0, b.options},
                                  {1, b.columns},
                                  {2, b.sorted},
                                  {3, b.counters},
                                  {4, b.drawn},
                                  {5, b.orders},
                                  {6, b.nodes},
                                  {7, b.candidates},
                                  {8, b.trees}});
}

Result<std::vector<uint32_t>> GpuTrainer::run(uint32_t trees, uint64_t bytes)
{
    gpu::CommandEncoder commands(gpu_.device);
    auto pass = commands.begin_compute_pass();
    pass.set_pipeline(pipeline_);
    pass.set_bind_group(0, buffers_.group);
    pass.dispatch_workgroups(trees);
    pass.end();
    return run_and_read(gpu_, commands, buffers_.trees, buffers_.staging, bytes);
}

Result<Forest> GpuTrainer::train(const Dataset &data, const TrainOptions &options, const Advance &advance)
{
    GpuOptions raw{data.rows,
                   data.features(),
                   std::min(options.features, data.features()),
                   options.depth,
                   options.seed,
                   data.range,
                   0,
                   options.min_leaf};
    const Sizes sizes(raw, options.trees, gpu_.largest_buffer);
    make_buffers(sizes);
    if (!buffers_.group)
        return Error{"GPU: " + buffers_.group.error()};
    std::vector<uint32_t> columns(data.codes.begin(), data.codes.end());
    columns.insert(columns.end(), data.targets.begin(), data.targets.end());
    gpu_.queue.write_buffer(buffers_.columns, 0, columns);
    gpu_.queue.write_buffer(buffers_.sorted, 0, data.sorted);

    Forest forest;
    forest.schema = data.schema;
    const size_t words_a_tree = 5 * size_t{data.rows};
    for (uint32_t first = 0; first < options.trees; first += sizes.slots) {
        const uint32_t count = std::min(sizes.slots, options.trees - first);
        raw.first_tree = first;
        gpu_.queue.write_buffer(buffers_.options, 0, std::span(&raw, 1));
        const auto words = run(count, count * words_a_tree * sizeof(uint32_t));
        if (!words)
            return words.error();
        for (uint32_t i = 0; i < count; i++) {
            forest.roots.push_back(static_cast<uint32_t>(forest.nodes.size()));
            if (!Reader(&(*words)[i * words_a_tree], data.rows, forest.nodes).read(options.depth))
                return Error{"GPU: tree " + std::to_string(first + i) + " came back broken"};
        }
        if (advance)
            advance(first + count);
    }
    return forest;
}

} // namespace forest
