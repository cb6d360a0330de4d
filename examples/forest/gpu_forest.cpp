#include "gpu_forest.hpp"

namespace forest
{

namespace
{

/* Turns one tree into nodes in pre-order. */
class Reader
{
  public:
    Reader(std::span<const uint32_t> tree, std::vector<Node> &nodes)
        : tree_(tree), nodes_(nodes), root_(nodes.size())
    {
    }

    bool read(size_t number, uint32_t depth)
    {
        if (2 * number + 1 >= tree_.size())
            return false;
        const uint32_t split = tree_[2 * number];
        const uint32_t value = tree_[2 * number + 1];
        if ((split & leaf_flag) != 0) {
            nodes_.push_back(Node::leaf(split & ~leaf_flag, value));
            return split != leaf_flag;
        }
        const size_t self = nodes_.size();
        nodes_.emplace_back();
        if (depth == 0 || !read(value, depth - 1))
            return false;
        nodes_[self] = Node::inner(static_cast<uint16_t>(split >> 16), static_cast<uint16_t>(split),
                                   static_cast<uint32_t>(nodes_.size() - root_));
        return read(size_t{value} + 1, depth - 1);
    }

  private:
    const std::span<const uint32_t> tree_;
    std::vector<Node> &nodes_;
    const size_t root_;
};

} // namespace

std::optional<Error> add_trees(std::span<const uint32_t> words, uint32_t trees, uint32_t depth,
                               Forest &forest)
{
    for (uint32_t tree = 0; tree < trees; tree++) {
        const uint32_t number = forest.trees();
        forest.roots.push_back(static_cast<uint32_t>(forest.nodes.size()));
        if (words[tree] > words.size() || !Reader(words.subspan(words[tree]), forest.nodes).read(0, depth))
            return Error{"GPU: tree " + std::to_string(number) + " came back broken"};
    }
    return std::nullopt;
}

} // namespace forest
