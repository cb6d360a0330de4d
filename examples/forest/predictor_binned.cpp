#include "predictor_binned.hpp"

#include <algorithm>
#include <string>

namespace forest
{

namespace
{

constexpr uint32_t most_steps = 1u << 24;
constexpr uint32_t rows_at_once = 64; /* a tree's nodes stay in the cache for them, and they themselves */

uint32_t mean_of(const Node &leaf)
{
    const uint64_t sum = uint64_t{leaf.value} << 16;
    return static_cast<uint32_t>((sum + leaf.count / 2) / leaf.count);
}

/* Without a branch for the side, which no processor foresees. */
uint32_t walk(const WalkNode *node, const uint32_t *keys)
{
    while (!node->is_leaf()) {
        const uint32_t goes_right = keys[node->step & 255u] >= node->key;
        node += 1 + ((node->step >> 8) - 1) * goes_right;
    }
    return node->key;
}

} // namespace

Result<WalkForest> make_walk(const BinnedForest &forest)
{
    WalkForest out;
    out.features = static_cast<uint32_t>(forest.cuts.size());
    out.roots = forest.roots;
    out.nodes.reserve(forest.nodes.size());
    size_t tree = 0;
    for (size_t i = 0; i < forest.nodes.size(); i++) {
        const Node &node = forest.nodes[i];
        while (tree + 1 < forest.roots.size() && forest.roots[tree + 1] <= i)
            tree++;
        if (node.is_leaf()) {
            out.nodes.push_back({0, mean_of(node)});
            continue;
        }
        const size_t step = forest.roots[tree] + size_t{node.value} - i;
        if (step >= most_steps)
            return Error{"tree " + std::to_string(tree) + " has more than " + std::to_string(most_steps) +
                         " nodes on one side, too many to predict with: train less deep"};
        out.nodes.push_back(
            {static_cast<uint32_t>(step) << 8 | node.feature, key_of(forest.cuts[node.feature][node.cut])});
    }
    return out;
}

std::vector<Vote> predict_rows_on_cpu(const WalkForest &forest, const FloatRows &rows)
{
    std::vector<Vote> votes(rows.rows);
    std::vector<uint32_t> keys(size_t{rows_at_once} * forest.features);
    for (size_t first = 0; first < rows.rows; first += rows_at_once) {
        const size_t count = std::min<size_t>(rows_at_once, rows.rows - first);
        const auto values = rows.part(first, count);
        std::transform(values.begin(), values.end(), keys.begin(), key_of);
        for (const uint32_t root : forest.roots) {
            for (size_t row = 0; row < count; row++) {
                const uint32_t mean = walk(&forest.nodes[root], &keys[row * forest.features]);
                votes[first + row].whole += mean >> 16;
                votes[first + row].fraction += mean & 0xffffu;
            }
        }
    }
    return votes;
}

double prediction(const BinnedForest &forest, Vote votes)
{
    const double sum = static_cast<double>(votes.whole) + static_cast<double>(votes.fraction) / 65536.0;
    return forest.target_minimum + sum / static_cast<double>(forest.trees()) * forest.target_step;
}

} // namespace forest
