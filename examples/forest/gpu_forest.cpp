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

/* Writes one tree from its nodes in pre-order: children stand together, in the order of their parents. */
void write_tree(std::span<const Node> nodes, uint32_t *tree, std::vector<uint32_t> &places)
{
    places.assign(nodes.size(), 0);
    uint32_t next = 1;
    for (size_t i = 0; i < nodes.size(); i++) {
        const Node &node = nodes[i];
        uint32_t *words = tree + 2 * size_t{places[i]};
        if (node.is_leaf()) {
            words[0] = leaf_flag | node.count;
            words[1] = node.value;
            continue;
        }
        words[0] = uint32_t{node.feature} << 16 | node.cut;
        words[1] = next;
        places[i + 1] = next++;
        places[node.value] = next++;
    }
}

} // namespace

std::vector<uint32_t> to_words(const Forest &forest)
{
    const size_t trees = forest.roots.size();
    std::vector<uint32_t> words(trees + 2 * forest.nodes.size());
    std::vector<uint32_t> places;
    for (size_t tree = 0; tree < trees; tree++) {
        const size_t begin = forest.roots[tree];
        const size_t end = tree + 1 < trees ? forest.roots[tree + 1] : forest.nodes.size();
        words[tree] = static_cast<uint32_t>(trees + 2 * begin);
        write_tree(std::span(forest.nodes).subspan(begin, end - begin), &words[words[tree]], places);
    }
    return words;
}

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
