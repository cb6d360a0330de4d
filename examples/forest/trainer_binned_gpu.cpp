#include "trainer_binned_gpu.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "binned_lists.wgsl.hpp"
#include "binned_splits.wgsl.hpp"
#include "binned_train.wgsl.hpp"
#include "gpu_forest.hpp"
#include "score.wgsl.hpp"

namespace forest
{

namespace gpu = wasi::webgpu;

namespace
{

constexpr uint64_t word = BinnedShape::word;
constexpr uint32_t workgroups_at_once = 32768;
constexpr uint32_t no_split = UINT32_MAX;

/* `Node` of the program: split, left child, and the Side. */
std::optional<Node> node_of(std::span<const uint32_t> words, const Binned &binned, size_t number)
{
    if (number >= words.size() / 4)
        return std::nullopt;
    const uint32_t *raw = &words[4 * number];
    if (raw[0] == no_split)
        return raw[2] > 0 ? std::optional(Node::leaf(raw[2], raw[3])) : std::nullopt;
    const uint32_t column = raw[0] >> 8;
    if (column >= binned.columns.size())
        return std::nullopt;
    return Node::inner(static_cast<uint16_t>(binned.columns[column]), static_cast<uint16_t>(raw[0] & 255u),
                       raw[1]);
}

} // namespace

Result<GpuBinnedTrainer> GpuBinnedTrainer::create(const Gpu &gpu)
{
    using enum gpu::BufferBindingType;
    auto binner = GpuBinner::create(gpu);
    if (!binner)
        return binner.error();
    gpu::BindGroupLayout layout(gpu.device, {{0, Uniform, true},
                                             {1, ReadOnlyStorage},
                                             {2, ReadOnlyStorage},
                                             {3, Storage},
                                             {4, Storage},
                                             {5, Storage},
                                             {6, Storage},
                                             {7, Storage},
                                             {8, Storage}});
    if (!layout)
        return Error{"GPU: " + layout.error()};
    return GpuBinnedTrainer(gpu, std::move(*binner), std::move(layout));
}

GpuBinnedTrainer::GpuBinnedTrainer(const Gpu &gpu, GpuBinner binner, gpu::BindGroupLayout layout)
    : gpu_(gpu), binner_(std::move(binner)), layout_(std::move(layout))
{
}

std::optional<Error> GpuBinnedTrainer::compile(const BinnedShape &shape)
{
    const std::string constants = shape.constants();
    if (programs_.constants == constants)
        return std::nullopt;
    const std::string program =
        constants + score_wgsl + binned_train_wgsl + binned_lists_wgsl + binned_splits_wgsl;
    const gpu::ShaderModule module(gpu_.device, program, "binned train");
    const gpu::PipelineLayout pipeline_layout(gpu_.device, {layout_});
    const std::pair<const char *, gpu::ComputePipeline *> programs[] = {
        {"draw", &programs_.draw},   {"plant", &programs_.plant}, {"fill", &programs_.fill},
        {"split", &programs_.split}, {"part", &programs_.part},   {"settle", &programs_.settle}};
    programs_.constants.clear();
    for (const auto &[name, pipeline] : programs) {
        *pipeline = gpu::ComputePipeline(gpu_.device, module, name, {.layout = &pipeline_layout});
        if (!*pipeline)
            return Error{"GPU: " + pipeline->error()};
    }
    programs_.constants = constants;
    return std::nullopt;
}

std::optional<Error> GpuBinnedTrainer::make_buffers(const BinnedShape &shape)
{
    using enum gpu::BufferUsage;
    Buffers &b = buffers_;
    std::string error;
    const auto make = [&](gpu::Buffer &buffer, uint64_t size, gpu::BufferUsage usage) {
        resize(gpu_, buffer, size, usage, {&b.groups[0], &b.groups[1]});
        if (!buffer)
            error = buffer.error();
    };
    make(b.options, shape.options_bytes(), Uniform | CopyDst);
    make(b.rows, shape.rows_bytes, Storage);
    make(b.lists[0], shape.list_bytes(), Storage);
    make(b.lists[1], shape.list_bytes(), Storage);
    make(b.tasks, shape.tasks_bytes(), Storage);
    make(b.items, shape.items_bytes(), Storage);
    make(b.counters, shape.counters_bytes(), Storage | CopySrc | CopyDst);
    make(b.sums, shape.sums_bytes(), Storage);
    make(b.nodes, shape.nodes_bytes(), Storage | CopySrc);
    make(b.staging, shape.staging_bytes(), MapRead | CopyDst);
    if (!error.empty())
        return Error{"GPU: " + error};
    for (uint32_t odd = 0; odd < 2; odd++) {
        if (b.groups[odd])
            continue;
        const gpu::BufferBinding options{0, b.options, 0, sizeof(BinnedOptions)};
        b.groups[odd] = gpu::BindGroup(gpu_.device, layout_,
                                       {options,
                                        {1, b.rows},
                                        {2, b.lists[odd]},
                                        {3, b.lists[1 - odd]},
                                        {4, b.tasks},
                                        {5, b.items},
                                        {6, b.counters},
                                        {7, b.sums},
                                        {8, b.nodes}});
        if (!b.groups[odd])
            return Error{"GPU: " + b.groups[odd].error()};
    }
    return std::nullopt;
}

/* A pass of its own, so that a trace tells what each takes. */
void GpuBinnedTrainer::encode_step(gpu::CommandEncoder &commands, const Step &step, uint32_t level,
                                   Workgroups workgroups) const
{
    const uint32_t offset = static_cast<uint32_t>(level * BinnedShape::options_stride);
    auto pass = commands.begin_compute_pass(step.name);
    pass.set_bind_group(0, buffers_.groups[(level + step.lists) % 2], std::span(&offset, 1));
    pass.set_pipeline(step.program);
    pass.dispatch_workgroups(workgroups.x, workgroups.y, workgroups.z);
    pass.end();
}

void GpuBinnedTrainer::encode_level(gpu::CommandEncoder &commands, const BinnedShape &shape,
                                    uint32_t level) const
{
    const auto workgroups = [](uint64_t count) {
        return Workgroups{static_cast<uint32_t>(std::min<uint64_t>(count, workgroups_at_once))};
    };
    const uint64_t tasks = shape.tasks_of_level(level);
    const uint64_t places = shape.slots * shape.places_a_tree;
    encode_step(commands, {"fill", programs_.fill}, level, workgroups(tasks + places));
    if (places > 0)
        encode_step(commands, {"split", programs_.split}, level, workgroups(places));
    if (level + 1 < shape.options.depth)
        encode_step(commands, {"part", programs_.part}, level, workgroups(tasks + places));
    encode_step(commands, {"settle", programs_.settle}, level, workgroups(divided_up(tasks, shape.lanes)));
}

/* One batch of trees; returns the counters' head. */
Result<std::vector<uint32_t>> GpuBinnedTrainer::grow(const BinnedShape &shape)
{
    const uint32_t trees = shape.options.trees;
    gpu::CommandEncoder commands(gpu_.device);
    commands.clear_buffer(buffers_.counters, 0, shape.head_words() * word);
    const auto chunks = static_cast<uint32_t>(divided_up(shape.options.rows, shape.chunk()));
    const uint32_t width = std::min(chunks, workgroups_at_once);
    const auto height = static_cast<uint32_t>(divided_up(chunks, width));
    encode_step(commands, {"draw", programs_.draw, 1}, 0, {width, height, trees});
    encode_step(commands, {"plant", programs_.plant, 1}, 0,
                {static_cast<uint32_t>(divided_up(trees, shape.lanes))});
    for (uint32_t level = 0; level < shape.options.depth; level++)
        encode_level(commands, shape, level);
    return read(commands, buffers_.counters, shape.head_words() * word);
}

/* After what `commands` do. */
Result<std::vector<uint32_t>> GpuBinnedTrainer::read(gpu::CommandEncoder &commands, const gpu::Buffer &buffer,
                                                     uint64_t bytes)
{
    std::vector<uint32_t> words(static_cast<size_t>(bytes / word));
    if (auto error =
            run_and_read(gpu_, commands, buffer, buffers_.staging, std::as_writable_bytes(std::span(words))))
        return *error;
    return words;
}

/* Adds the batch's trees to the forest. */
std::optional<Error> GpuBinnedTrainer::read_trees(const BinnedShape &shape, const Binned &binned,
                                                  const std::vector<uint32_t> &counters, BinnedForest &forest)
{
    const uint32_t trees = shape.options.trees;
    for (uint32_t tree = 0; tree < trees; tree++) {
        const uint32_t *root = &counters[static_cast<size_t>(shape.roots_begin()) + 3 * size_t{tree}];
        if (root[0] > shape.options.capacity || root[1] > most_draws(shape.options.rows))
            return Error{"tree " + std::to_string(shape.options.first_tree + tree) +
                         " drew too many rows: take another seed"};
    }
    const uint64_t nodes = uint64_t{trees} + counters[0];
    if (nodes * BinnedShape::node_bytes > shape.nodes_bytes())
        return Error{"GPU: more nodes came back than there can be"};
    gpu::CommandEncoder commands(gpu_.device);
    const auto words = read(commands, buffers_.nodes, nodes * BinnedShape::node_bytes);
    if (!words)
        return words.error();
    const auto node_at = [&](size_t number) { return node_of(*words, binned, number); };
    for (uint32_t tree = 0; tree < trees; tree++)
        if (auto error = add_tree(node_at, tree, shape.options.depth, forest))
            return error;
    return std::nullopt;
}

/* A batch of trees; each level has options of its own. */
void GpuBinnedTrainer::write_options(const BinnedShape &shape)
{
    std::vector<uint8_t> levels(static_cast<size_t>(shape.options_bytes()));
    BinnedOptions options = shape.options;
    for (; options.level <= options.depth; options.level++)
        std::memcpy(&levels[static_cast<size_t>(options.level * BinnedShape::options_stride)], &options,
                    sizeof options);
    gpu_.queue.write_buffer(buffers_.options, 0, levels);
}

Result<BinnedForest> GpuBinnedTrainer::train(const FloatRows &rows, std::span<const double> targets,
                                             const TrainOptions &options, const Advance &advance)
{
    const auto binned = make_binned(rows, targets, options);
    if (!binned)
        return binned.error();
    BinnedShape shape(gpu_, rows, *binned, options);
    if (auto error = shape.choose_slots(gpu_, options.trees))
        return *error;
    if (auto error = compile(shape))
        return *error;
    if (auto error = make_buffers(shape))
        return *error;
    if (auto error = binner_.bin(rows, *binned, buffers_.rows))
        return *error;

    BinnedForest forest = binned->forest();
    for (uint32_t first = 0; first < options.trees; first += shape.slots) {
        shape.options.first_tree = first;
        shape.options.trees = std::min(shape.slots, options.trees - first);
        write_options(shape);
        const auto counters = grow(shape);
        if (!counters)
            return counters.error();
        if (auto error = read_trees(shape, *binned, *counters, forest))
            return *error;
        if (advance)
            advance(forest.trees());
    }
    return forest;
}

} // namespace forest
