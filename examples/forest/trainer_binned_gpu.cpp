#include "trainer_binned_gpu.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "binned_train.wgsl.hpp"
#include "score.wgsl.hpp"

namespace forest
{

namespace gpu = wasi::webgpu;

namespace
{

constexpr uint64_t word = sizeof(uint32_t);
constexpr uint64_t options_stride = 256; /* what every adapter takes for dynamic offsets */
constexpr uint32_t workgroups_at_once = 32768;
constexpr uint32_t lane_rows = 32;      /* of a chunk, as many as bits in a word */
constexpr uint32_t most_parts = 16;     /* of a look's bins */
constexpr uint32_t fixed_storage = 256; /* of a workgroup, for single values */
constexpr uint32_t no_split = UINT32_MAX;

/* As in the program. */
struct GpuOptions {
    uint32_t rows, seed, range, min_leaf, depth, level, trees, first_tree, capacity, most_tasks, most_items,
        columns;
};
constexpr uint64_t task_bytes = 10 * word;
constexpr uint64_t item_bytes = 2 * word;
constexpr uint64_t node_bytes = 4 * word;
constexpr uint64_t side_bytes = 2 * word;
constexpr uint64_t candidate_bytes = 5 * word;

uint64_t divided_up(uint64_t value, uint64_t by)
{
    return (value + by - 1) / by;
}

/* More entries than a tree's list has: 0.6321 a row, and of rows drawn more than 3, 6, 9 times others; and 16
 * standard deviations of their number. */
uint32_t list_capacity(uint32_t rows)
{
    const uint64_t share = uint64_t{rows} * 6513 / 10000;
    const auto margin = static_cast<uint64_t>(9 * std::sqrt(static_cast<double>(rows))) + 64;
    return static_cast<uint32_t>(share + margin);
}

uint64_t power_of_two(uint32_t exponent, uint64_t most)
{
    return exponent < 32 ? std::min(uint64_t{1} << exponent, most) : most;
}

/* Turns a tree of the program's result into nodes in pre-order. A wrong result is found, not followed. */
class Reader
{
  public:
    Reader(const std::vector<uint32_t> &words, const Binned &binned, std::vector<Node> &nodes)
        : words_(words), binned_(binned), nodes_(nodes), root_(nodes.size())
    {
    }

    bool read(size_t number, uint32_t depth)
    {
        if (number >= words_.size() / 4)
            return false;
        const uint32_t *raw = &words_[4 * number];
        const size_t self = nodes_.size();
        nodes_.push_back(Node::leaf(raw[2], raw[3]));
        if (raw[0] == no_split)
            return raw[2] > 0;
        const uint32_t column = raw[0] >> 8;
        if (depth == 0 || column >= binned_.columns.size() || !read(raw[1], depth - 1))
            return false;
        nodes_[self] =
            Node::inner(static_cast<uint16_t>(binned_.columns[column]), static_cast<uint16_t>(raw[0] & 255u),
                        static_cast<uint32_t>(nodes_.size() - root_));
        return read(size_t{raw[1]} + 1, depth - 1);
    }

  private:
    const std::vector<uint32_t> &words_;
    const Binned &binned_;
    std::vector<Node> &nodes_;
    const size_t root_;
};

} // namespace

struct GpuBinnedTrainer::Shape {
    const Binned &binned;
    GpuOptions options{};
    uint32_t lanes, block_rows, columns, row_words, looks, looks_at_once, bins, part_bins, parts;
    uint32_t slots = 1; /* trees at a time */
    uint64_t tasks_a_tree, places_a_tree, nodes_a_tree;
    uint64_t rows_bytes;

    Shape(const Gpu &gpu, const FloatRows &rows, const Binned &from, const TrainOptions &train)
        : binned(from), lanes(gpu.runs_on_cpu ? 32 : 256),
          block_rows(std::min((gpu.workgroup_storage - fixed_storage) / (lanes * 4), 16u)),
          columns(static_cast<uint32_t>(from.columns.size())), row_words(GpuBinner::row_words(from)),
          looks(from.looks(train)), bins(2)
    {
        for (const Cuts &cuts : from.cuts)
            bins = std::max(bins, static_cast<uint32_t>(cuts.size()) + 1);
        choose_parts(gpu);
        options.rows = rows.rows;
        options.columns = columns;
        options.seed = train.seed;
        options.range = from.targets.range;
        options.min_leaf = std::max(train.min_leaf, 1u);
        options.depth = train.depth;
        options.capacity = list_capacity(rows.rows);
        const uint64_t capacity = options.capacity;
        tasks_a_tree = power_of_two(train.depth - 1, capacity / 2 + 1);
        places_a_tree = capacity / chunk();
        nodes_a_tree = power_of_two(train.depth + 1, 2 * capacity);
        rows_bytes = uint64_t{rows.rows} * row_words * word;
    }

    /* As many looks at once as a workgroup has memory for, and a lane for each part of each. */
    void choose_parts(const Gpu &gpu)
    {
        const uint64_t look_bytes = bins * (side_bytes + word) + most_parts * (side_bytes + candidate_bytes);
        const uint64_t fit = (gpu.workgroup_storage - fixed_storage - word * (columns + looks)) / look_bytes;
        looks_at_once = static_cast<uint32_t>(std::clamp<uint64_t>(fit, 1, looks));
        const uint32_t wanted = std::clamp(lanes / looks_at_once, 1u, most_parts);
        part_bins = static_cast<uint32_t>(divided_up(bins, wanted)) | 1; /* odd: for the memory's banks */
        parts = static_cast<uint32_t>(divided_up(bins, part_bins));
    }

    uint32_t chunk() const { return lanes * lane_rows; }
    uint64_t look_groups() const { return divided_up(looks, looks_at_once); }
    uint64_t tasks() const { return slots * tasks_a_tree; }
    uint64_t items() const { return slots * (tasks_a_tree + places_a_tree); }

    uint64_t list_bytes() const { return slots * uint64_t{options.capacity} * word; }
    uint64_t tasks_bytes() const { return 2 * tasks() * task_bytes; }
    uint64_t items_bytes() const { return (items() + slots * places_a_tree) * item_bytes; }
    uint64_t head_words() const { return 1 + 3 * (uint64_t{options.depth} + 1 + slots); }
    uint64_t counters_bytes() const { return (head_words() + 4 * tasks()) * word; }
    uint64_t sums_bytes() const
    {
        return (slots * places_a_tree * look_groups() + 1) * looks_at_once * bins * side_bytes;
    }
    uint64_t nodes_bytes() const { return slots * nodes_a_tree * node_bytes; }
    uint64_t staging_bytes() const { return std::max(nodes_bytes(), head_words() * word); }
    uint64_t options_bytes() const { return (uint64_t{options.depth} + 1) * options_stride; }

    uint64_t largest() const
    {
        return std::max({list_bytes(), tasks_bytes(), items_bytes(), counters_bytes(), sums_bytes(),
                         nodes_bytes(), rows_bytes});
    }
    uint64_t all() const
    {
        return rows_bytes + 2 * list_bytes() + tasks_bytes() + items_bytes() + counters_bytes() +
               sums_bytes() + nodes_bytes() + staging_bytes() + RowStream::memory;
    }
    bool fits(const Gpu &gpu) const { return largest() <= gpu.largest_binding && all() <= memory_limit; }

    /* As many trees at a time as fit; one always does, or nothing. */
    std::optional<Error> choose_slots(const Gpu &gpu, uint32_t trees)
    {
        if (!fits(gpu))
            return Error{"GPU: these rows and options take " + std::to_string(all() >> 20) +
                         " MiB, the largest buffer " + std::to_string(largest() >> 20) + "; at most " +
                         std::to_string(memory_limit >> 20) + " MiB are used, and a buffer has " +
                         std::to_string(gpu.largest_binding >> 20) +
                         ": train on fewer rows, less deep, or with --device cpu"};
        uint32_t least = 1; /* fits */
        uint32_t most = std::min(trees, 65535u);
        while (least < most) {
            slots = least + (most - least + 1) / 2;
            if (fits(gpu))
                least = slots;
            else
                most = slots - 1;
        }
        slots = least;
        options.most_tasks = static_cast<uint32_t>(tasks());
        options.most_items = static_cast<uint32_t>(items());
        return std::nullopt;
    }

    std::string constants() const
    {
        std::string text;
        const auto add = [&](const char *name, uint32_t value) {
            text += std::string("const ") + name + " = " + std::to_string(value) + "u;\n";
        };
        add("lanes", lanes);
        add("block_rows", block_rows);
        add("columns", columns);
        add("row_words", row_words);
        add("looks", looks);
        add("looks_at_once", looks_at_once);
        add("bins", bins);
        add("part_bins", part_bins);
        add("parts", parts);
        return text;
    }
};

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

std::optional<Error> GpuBinnedTrainer::compile(const Shape &shape)
{
    const std::string constants = shape.constants();
    if (programs_.constants == constants)
        return std::nullopt;
    const gpu::ShaderModule module(gpu_.device, constants + score_wgsl + binned_train_wgsl, "binned train");
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

std::optional<Error> GpuBinnedTrainer::make_buffers(const Shape &shape)
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
        const gpu::BufferBinding options{0, b.options, 0, sizeof(GpuOptions)};
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

void GpuBinnedTrainer::encode_level(gpu::ComputePassEncoder &pass, const Shape &shape, uint32_t level,
                                    uint32_t depth) const
{
    const auto workgroups = [](uint64_t count) {
        return static_cast<uint32_t>(std::min<uint64_t>(count, workgroups_at_once));
    };
    const uint64_t tasks = shape.slots * power_of_two(level, shape.tasks_a_tree);
    const uint64_t places = shape.slots * shape.places_a_tree;
    const uint32_t offset = static_cast<uint32_t>(level * options_stride);
    pass.set_bind_group(0, buffers_.groups[level % 2], std::span(&offset, 1));
    pass.set_pipeline(programs_.fill);
    pass.dispatch_workgroups(workgroups(tasks + places));
    if (places > 0) {
        pass.set_pipeline(programs_.split);
        pass.dispatch_workgroups(workgroups(places));
    }
    if (level + 1 < depth) {
        pass.set_pipeline(programs_.part);
        pass.dispatch_workgroups(workgroups(tasks + places));
    }
    pass.set_pipeline(programs_.settle);
    pass.dispatch_workgroups(workgroups(divided_up(tasks, shape.lanes)));
}

/* One batch of trees; returns the counters' head. */
Result<std::vector<uint32_t>> GpuBinnedTrainer::grow(const Shape &shape, uint32_t trees)
{
    gpu::CommandEncoder commands(gpu_.device);
    commands.clear_buffer(buffers_.counters, 0, shape.head_words() * word);
    auto pass = commands.begin_compute_pass();
    const uint32_t offset = 0;
    pass.set_bind_group(0, buffers_.groups[1], std::span(&offset, 1)); /* the first lists are level 0's */
    pass.set_pipeline(programs_.draw);
    const auto chunks = static_cast<uint32_t>(divided_up(shape.options.rows, shape.chunk()));
    const uint32_t width = std::min(chunks, workgroups_at_once);
    pass.dispatch_workgroups(width, static_cast<uint32_t>(divided_up(chunks, width)), trees);
    pass.set_pipeline(programs_.plant);
    pass.dispatch_workgroups(static_cast<uint32_t>(divided_up(trees, shape.lanes)));
    for (uint32_t level = 0; level < shape.options.depth; level++)
        encode_level(pass, shape, level, shape.options.depth);
    pass.end();
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

std::optional<Error> GpuBinnedTrainer::read_trees(const Shape &shape, const std::vector<uint32_t> &counters,
                                                  uint32_t first_tree, uint32_t trees, BinnedForest &forest)
{
    const size_t roots = 1 + 3 * (size_t{shape.options.depth} + 1);
    for (uint32_t tree = 0; tree < trees; tree++) {
        const uint32_t *root = &counters[roots + 3 * size_t{tree}];
        if (root[0] > shape.options.capacity || root[1] > most_draws(shape.options.rows))
            return Error{"tree " + std::to_string(first_tree + tree) +
                         " drew too many rows: take another seed"};
    }
    const uint64_t nodes = uint64_t{trees} + counters[0];
    if (nodes * node_bytes > shape.nodes_bytes())
        return Error{"GPU: more nodes came back than there can be"};
    gpu::CommandEncoder commands(gpu_.device);
    const auto words = read(commands, buffers_.nodes, nodes * node_bytes);
    if (!words)
        return words.error();
    for (uint32_t tree = 0; tree < trees; tree++) {
        forest.roots.push_back(static_cast<uint32_t>(forest.nodes.size()));
        if (!Reader(*words, shape.binned, forest.nodes).read(tree, shape.options.depth))
            return Error{"GPU: tree " + std::to_string(first_tree + tree) + " came back broken"};
    }
    return std::nullopt;
}

Result<BinnedForest> GpuBinnedTrainer::train(const FloatRows &rows, std::span<const double> targets,
                                             const TrainOptions &options, const Advance &advance)
{
    const auto binned = make_binned(rows, targets, options);
    if (!binned)
        return binned.error();
    Shape shape(gpu_, rows, *binned, options);
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
        const uint32_t trees = std::min(shape.slots, options.trees - first);
        std::vector<uint8_t> levels(static_cast<size_t>(shape.options_bytes()));
        for (uint32_t level = 0; level <= options.depth; level++) {
            shape.options.level = level;
            shape.options.trees = trees;
            shape.options.first_tree = first;
            std::memcpy(&levels[static_cast<size_t>(level * options_stride)], &shape.options,
                        sizeof shape.options);
        }
        gpu_.queue.write_buffer(buffers_.options, 0, levels);
        const auto counters = grow(shape, trees);
        if (!counters)
            return counters.error();
        if (auto error = read_trees(shape, *counters, first, trees, forest))
            return *error;
        if (advance)
            advance(first + trees);
    }
    return forest;
}

} // namespace forest
