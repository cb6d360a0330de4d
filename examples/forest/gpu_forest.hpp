/* Trees as the GPU's trainers leave them: nodes by number, in any order, the right child next to the left
 * one.
 *
 * Those of trainer_gpu are words of 32 bits. The first are the trees' roots: where in the words each tree
 * begins. A node is two words:
 *   inner: feature << 16 | cut, and the number of its left child, counted from its tree's root;
 *   leaf:  leaf_flag | count, and the sum of its targets;
 * or, of small data, one:
 *   inner: feature << 21 | cut << 11 | the number of its left child;
 *   leaf:  leaf_flag | count << sum_bits | the sum of its targets. */
#ifndef FOREST_GPU_FOREST_HPP
#define FOREST_GPU_FOREST_HPP

#include <optional>
#include <span>
#include <vector>

#include "forest.hpp"
#include "result.hpp"
#include "walkers.hpp"

namespace forest
{

inline constexpr uint32_t leaf_flag = 0x80000000u;

/* Adds the nodes that the one of this number leads to, in pre-order, to a tree that begins at `root`.
 * `node_at(number)` is a node, if there is one: an inner one's value is the number of its left child. False:
 * a node is wrong, which is found and not followed. */
template <typename NodeAt>
bool add_nodes(const NodeAt &node_at, size_t number, uint32_t depth, size_t root, std::vector<Node> &nodes)
{
    const std::optional<Node> node = node_at(number);
    if (!node)
        return false;
    const size_t self = nodes.size();
    nodes.push_back(*node);
    if (node->is_leaf())
        return true;
    if (depth == 0 || !add_nodes(node_at, node->value, depth - 1, root, nodes))
        return false;
    nodes[self].value = static_cast<uint32_t>(nodes.size() - root);
    return add_nodes(node_at, size_t{node->value} + 1, depth - 1, root, nodes);
}

/* Adds the tree whose root has this number to a Forest or a BinnedForest. */
template <typename NodeAt, typename AnyForest>
std::optional<Error> add_tree(const NodeAt &node_at, size_t number, uint32_t depth, AnyForest &forest)
{
    const size_t root = forest.nodes.size();
    forest.roots.push_back(static_cast<uint32_t>(root));
    if (!add_nodes(node_at, number, depth, root, forest.nodes))
        return Error{"GPU: tree " + std::to_string(forest.trees() - 1) + " came back broken"};
    return std::nullopt;
}

/* How a program of trainer_gpu writes nodes. */
struct NodeFormat {
    const char *program = nullptr; /* of tree_nodes.wgsl.hpp */
    uint32_t sum_bits = 0;         /* of nodes in one word; 0: they have two */

    bool operator==(const NodeFormat &) const = default;
    uint32_t words() const { return sum_bits > 0 ? 1 : 2; }
};

/* Adds the trees of trainer_gpu. Where there are walkers, the numbers of their leaves are behind all trees'
 * nodes, tree by tree. */
std::optional<Error> add_trees(std::span<const uint32_t> words, const NodeFormat &format, uint32_t trees,
                               uint32_t depth, Forest &forest, Walkers *walkers);

} // namespace forest

#endif
