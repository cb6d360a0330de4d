#include "walk_forest.hpp"

#include "key.hpp"

namespace forest
{

namespace
{

Vote mean_of(const Node &leaf)
{
    const uint64_t sum = uint64_t{leaf.value} << 16;
    const auto mean = static_cast<uint32_t>((sum + leaf.count / 2) / leaf.count);
    return {mean >> 16, mean & 0xffffu};
}

} // namespace

WalkForest make_walk(const Model &model)
{
    const int exponent = unit_exponent(model);
    WalkForest out;
    out.features = model.features;
    out.outputs = model.output_count();
    out.nodes.resize(model.nodes.size());
    out.leaves.resize(model.nodes.size());
    for (uint32_t tree = 0; tree < model.trees(); tree++) {
        const uint32_t root = model.roots[tree];
        out.trees.push_back({root, model.outputs[tree]});
        for (size_t i = root; i < model.tree_end(tree); i++) {
            const ModelNode &node = model.nodes[i];
            if (node.is_leaf())
                out.leaves[i] = vote_of(node.value, exponent);
            else
                out.nodes[i] = {root + node.right - static_cast<uint32_t>(i), node.feature,
                                key_of(node.value)};
        }
    }
    return out;
}

WalkForest make_walk(const BinnedForest &forest)
{
    WalkForest out;
    out.features = static_cast<uint32_t>(forest.cuts.size());
    out.nodes.resize(forest.nodes.size());
    out.leaves.resize(forest.nodes.size());
    for (uint32_t tree = 0; tree < forest.trees(); tree++) {
        const uint32_t root = forest.roots[tree];
        const size_t end = tree + 1 < forest.trees() ? forest.roots[tree + 1] : forest.nodes.size();
        out.trees.push_back({root, 0});
        for (size_t i = root; i < end; i++) {
            const Node &node = forest.nodes[i];
            if (node.is_leaf())
                out.leaves[i] = mean_of(node);
            else
                out.nodes[i] = {root + node.value - static_cast<uint32_t>(i), node.feature,
                                key_of(forest.cuts[node.feature][node.cut])};
        }
    }
    return out;
}

double prediction(const BinnedForest &forest, Vote votes)
{
    const double sum = static_cast<double>(votes.whole) + static_cast<double>(votes.fraction) / 65536.0;
    return forest.target_minimum + sum / static_cast<double>(forest.trees()) * forest.target_step;
}

} // namespace forest
