#include "binned_shape.hpp"

#include <algorithm>
#include <cmath>

#include "binner_gpu.hpp"
#include "row_stream.hpp"

namespace forest
{

namespace
{

constexpr uint64_t word = BinnedShape::word;
constexpr uint32_t lane_rows = 32;      /* of a chunk, as many as bits in a word */
constexpr uint32_t most_parts = 16;     /* of a look's bins */
constexpr uint32_t fixed_storage = 256; /* of a workgroup, for single values */

/* As in the program. */
constexpr uint64_t task_bytes = 10 * word;
constexpr uint64_t item_bytes = 2 * word;
constexpr uint64_t side_bytes = 2 * word;
constexpr uint64_t candidate_bytes = 5 * word;

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

} // namespace

BinnedShape::BinnedShape(const Gpu &gpu, const FloatRows &rows, const Binned &binned,
                         const TrainOptions &train)
    : lanes(gpu.runs_on_cpu ? 32 : 256),
      block_rows(std::min((gpu.workgroup_storage - fixed_storage) / (lanes * 4), 16u)),
      columns(static_cast<uint32_t>(binned.columns.size())), row_words(GpuBinner::row_words(binned)),
      looks(binned.looks(train)), bins(2)
{
    for (const Cuts &cuts : binned.cuts)
        bins = std::max(bins, static_cast<uint32_t>(cuts.size()) + 1);
    choose_parts(gpu);
    options.rows = rows.rows;
    options.columns = columns;
    options.seed = train.seed;
    options.range = binned.targets.range;
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
void BinnedShape::choose_parts(const Gpu &gpu)
{
    const uint64_t look_bytes = bins * side_bytes + most_parts * (side_bytes + candidate_bytes);
    const uint64_t fit = (gpu.workgroup_storage - fixed_storage - word * (columns + 2 * looks)) / look_bytes;
    looks_at_once = static_cast<uint32_t>(std::clamp<uint64_t>(fit, 1, looks));
    const uint32_t wanted = std::clamp(lanes / looks_at_once, 1u, most_parts);
    part_bins = static_cast<uint32_t>(divided_up(bins, wanted)) | 1; /* odd: for the memory's banks */
    parts = static_cast<uint32_t>(divided_up(bins, part_bins));
}

uint32_t BinnedShape::chunk() const
{
    return lanes * lane_rows;
}

uint64_t BinnedShape::tasks_of_level(uint32_t level) const
{
    return slots * power_of_two(level, tasks_a_tree);
}

uint64_t BinnedShape::look_groups() const
{
    return divided_up(looks, looks_at_once);
}

uint64_t BinnedShape::list_bytes() const
{
    return slots * uint64_t{options.capacity} * word;
}

uint64_t BinnedShape::tasks_bytes() const
{
    return 2 * tasks() * task_bytes;
}

uint64_t BinnedShape::items_bytes() const
{
    return (items() + slots * places_a_tree) * item_bytes;
}

uint64_t BinnedShape::counters_bytes() const
{
    return (head_words() + 4 * tasks()) * word;
}

uint64_t BinnedShape::sums_bytes() const
{
    return (slots * places_a_tree * look_groups() + 1) * looks_at_once * bins * side_bytes;
}

uint64_t BinnedShape::nodes_bytes() const
{
    return slots * nodes_a_tree * node_bytes;
}

uint64_t BinnedShape::staging_bytes() const
{
    return std::max(nodes_bytes(), head_words() * word);
}

uint64_t BinnedShape::options_bytes() const
{
    return (uint64_t{options.depth} + 1) * options_stride;
}

uint64_t BinnedShape::largest() const
{
    return std::max({list_bytes(), tasks_bytes(), items_bytes(), counters_bytes(), sums_bytes(),
                     nodes_bytes(), rows_bytes});
}

uint64_t BinnedShape::all() const
{
    return rows_bytes + 2 * list_bytes() + tasks_bytes() + items_bytes() + counters_bytes() + sums_bytes() +
           nodes_bytes() + staging_bytes() + RowStream::memory;
}

std::optional<Error> BinnedShape::choose_slots(const Gpu &gpu, uint32_t trees)
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

std::string BinnedShape::constants() const
{
    std::string text;
    const auto add = [&](const char *name, uint32_t value) {
        text += std::string("const ") + name + " = " + std::to_string(value) + "u;\n";
    };
    add("lanes", lanes);
    add("block_rows", block_rows);
    add("columns", columns);
    add("row_quads", row_words / 4);
    add("looks", looks);
    add("looks_at_once", looks_at_once);
    add("bins", bins);
    add("part_bins", part_bins);
    add("parts", parts);
    return text;
}

} // namespace forest
