#include "gpu_forest.hpp"

#include <algorithm>

namespace forest
{

namespace
{

std::optional<Node> node_of(std::span<const uint32_t> tree, size_t number)
{
    if (2 * number + 1 >= tree.size())
        return std::nullopt;
    const uint32_t split = tree[2 * number];
    const uint32_t value = tree[2 * number + 1];
    if (split == leaf_flag) /* without a row */
        return std::nullopt;
    if ((split & leaf_flag) != 0)
        return Node::leaf(split & ~leaf_flag, value);
    return Node::inner(static_cast<uint16_t>(split >> 16), static_cast<uint16_t>(split), value);
}

} // namespace

std::optional<Error> add_trees(std::span<const uint32_t> words, uint32_t trees, uint32_t depth,
                               Forest &forest)
{
    for (uint32_t tree = 0; tree < trees; tree++) {
        const auto its = words.subspan(std::min(size_t{words[tree]}, words.size()));
        const auto node_at = [&](size_t number) { return node_of(its, number); };
        if (auto error = add_tree(node_at, 0, depth, forest))
            return error;
    }
    return std::nullopt;
}

} // namespace forest
