#include "train_plan.hpp"

#include <algorithm>
#include <bit>

#include "score.hpp"
#include "small_splits.wgsl.hpp"
#include "train.wgsl.hpp"
#include "train_small.wgsl.hpp"
#include "tree_nodes.wgsl.hpp"

namespace forest
{

namespace
{

constexpr uint64_t word = sizeof(uint32_t);

/* Of train_small.wgsl.hpp: looks are bits of a word. */
constexpr uint32_t most_small_features = 32;
constexpr uint32_t most_small_rows = 1023; /* a third of a word each: row, how often, place */

/* Of a sum of targets. */
uint32_t sum_bits(const TrainHead &head)
{
    return std::max(static_cast<uint32_t>(std::bit_width(uint64_t{head.rows} * head.range)), 1U);
}

/* What train_small.wgsl.hpp declares, each in multiples of 16 bytes. */
uint64_t workgroup_bytes(const TrainHead &head)
{
    const uint64_t rows = head.rows;
    const uint64_t places = rows / 2 + 1;
    const auto bytes = [](uint64_t words) { return (word * words + 15) / 16 * 16; };
    const uint64_t quads = (head.looks + 2) / 3;
    const uint64_t order_words = (head.features + 5) / 6;
    return 2 * bytes(rows) + bytes(4 * rows * quads) + bytes(rows * head.looks) + bytes(5 * places) +
           9 * bytes(places) + bytes(places * order_words) + 5 * bytes(1);
}

/* A bit for each feature that a node's first look has: of its order, one in so many as there are looks. */
uint32_t first_look(const TrainHead &head)
{
    uint32_t bits = 0;
    for (uint32_t place = 0; place < head.features; place += head.looks)
        bits |= uint32_t{1} << place;
    return bits;
}

} // namespace

TrainHead::TrainHead(const Dataset &data, const TrainOptions &options)
    : rows(data.rows), features(data.features()), looks(std::min(options.features, data.features())),
      depth(options.depth), seed(options.seed), range(data.range), first_tree(0),
      min_leaf(std::max(options.min_leaf, 1U))
{
}

TrainPlan plan_any(const Gpu &gpu, const TrainHead &head)
{
    const uint64_t rows = head.rows;
    const uint64_t most_nodes = rows / 2 + 1;
    TrainPlan plan;
    plan.program = train_wgsl;
    plan.nodes = {wide_nodes_wgsl, 0};
    plan.constants = {{"lanes", gpu.runs_on_cpu ? 8.0 : 64.0}};
    plan.scratch = {(rows + 1 + head.depth + 1) * word, 2 * rows * word, 2 * head.features * rows * word,
                    2 * most_nodes * 7 * word, most_nodes * head.looks * 5 * word};
    plan.wants_sorted = true;
    return plan;
}

bool is_small(const Gpu &gpu, const TrainHead &head)
{
    return head.features <= most_small_features && head.rows <= most_small_rows &&
           workgroup_bytes(head) <= gpu.workgroup_storage &&
           sum_bits(head) + static_cast<uint32_t>(std::bit_width(head.rows)) <= 31 &&
           score_shift(head.rows, head.range) == 0;
}

TrainPlan plan_small(const Gpu &gpu, const TrainHead &head)
{
    TrainPlan plan;
    plan.program = std::string(small_splits_wgsl) + train_small_wgsl;
    plan.nodes = {packed_nodes_wgsl, sum_bits(head)};
    const uint32_t lanes = std::min(gpu.workgroup_size, gpu.runs_on_cpu ? 8u : 384u);
    const auto add = [&](const char *name, uint32_t value) {
        plan.constants.push_back({name, static_cast<double>(value)});
    };
    add("lanes", lanes);
    add("rows", head.rows);
    add("features", head.features);
    add("looks", head.looks);
    add("first_look", first_look(head));
    add("sum_bits", sum_bits(head));
    return plan;
}

} // namespace forest
