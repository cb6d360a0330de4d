#include "gpu_forest.hpp"

#include <algorithm>

namespace forest
{

namespace
{

std::optional<Node> wide_node(std::span<const uint32_t> tree, size_t number)
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

std::optional<Node> packed_node(std::span<const uint32_t> tree, size_t number, uint32_t sum_bits)
{
    if (number >= tree.size())
        return std::nullopt;
    const uint32_t word = tree[number];
    if ((word & leaf_flag) == 0)
        return Node::inner(static_cast<uint16_t>(word >> 21), static_cast<uint16_t>((word >> 11) & 0x3ff),
                           word & 0x7ff);
    const uint32_t count = (word & ~leaf_flag) >> sum_bits;
    if (count == 0)
        return std::nullopt;
    return Node::leaf(count, word & ((1U << sum_bits) - 1));
}

/* By number, where a tree's nodes stand in pre-order. */
class Places
{
  public:
    void begin() { count_ = 0; }
    void add(size_t number)
    {
        if (number >= places_.size())
            places_.resize(number + 1);
        places_[number] = count_++;
    }
    /* Of no node of this tree: one that is there. */
    uint32_t of(size_t number) const
    {
        return number < places_.size() ? std::min(places_[number], count_ - 1) : 0;
    }

  private:
    uint32_t count_ = 0;
    std::vector<uint32_t> places_;
};

} // namespace

std::optional<Error> add_trees(std::span<const uint32_t> words, const NodeFormat &format, uint32_t trees,
                               uint32_t depth, Forest &forest, Walkers *walkers)
{
    const size_t rows = walkers != nullptr ? walkers->rows : 0;
    const auto leaves = words.last(trees * rows);
    const auto nodes = words.first(words.size() - leaves.size());
    Places places;
    for (uint32_t tree = 0; tree < trees; tree++) {
        const auto its = nodes.subspan(std::min(size_t{nodes[tree]}, nodes.size()));
        /* Asked for in pre-order. */
        const auto node_at = [&](size_t number) {
            if (rows > 0)
                places.add(number);
            return format.sum_bits > 0 ? packed_node(its, number, format.sum_bits) : wide_node(its, number);
        };
        places.begin();
        if (auto error = add_tree(node_at, 0, depth, forest))
            return error;
        for (const uint32_t number : leaves.subspan(tree * rows, rows))
            walkers->leaves.push_back(places.of(number));
    }
    return std::nullopt;
}

} // namespace forest
