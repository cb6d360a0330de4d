#include "trainer_cpu.hpp"

#include <algorithm>
#include <array>

#include "cut_search.hpp"
#include "feature_order.hpp"
#include "part_rows.hpp"
#include "random.hpp"
#include "unrolled.hpp"

namespace forest
{

namespace
{

/* A node to be: rows(level)[begin, end). */
struct Segment {
    uint32_t begin;
    uint32_t end;
    uint32_t level;
    Side all;

    uint32_t size() const { return end - begin; }
};

/* Grows one tree after the other, depth first, on the same memory. */
class Grower
{
  public:
    Grower(const Dataset &data, const TrainOptions &options)
        : data_(data), options_(options), looks_(std::min(options.features, data.features())),
          weights_(data.rows), words_(data.rows),
          rows_{std::vector<uint16_t>(data.rows), std::vector<uint16_t>(data.rows)}, sorter_(data),
          order_(data.features())
    {
    }

    void grow(uint32_t tree, std::vector<Node> &nodes)
    {
        Side all;
        const uint32_t size = draw_rows(tree, all);
        features_key_ = features_key(options_.seed, tree);
        nodes_ = &nodes;
        root_ = nodes.size();
        grow_node({0, size, 0, all});
    }

  private:
    const uint16_t *codes(uint32_t feature) const { return &data_.codes[size_t{feature} * data_.rows]; }
    uint16_t *rows(uint32_t level) { return rows_[level % 2].data(); }
    const uint16_t *rows_of(const Segment &segment) { return rows(segment.level) + segment.begin; }
    static Side rest_of(Side all, Side part) { return {all.count - part.count, all.sum - part.sum}; }

    /* Returns how many different rows were drawn. */
    uint32_t draw_rows(uint32_t tree, Side &all)
    {
        const uint32_t key = rows_key(options_.seed, tree);
        std::fill(weights_.begin(), weights_.end(), 0);
        for (uint32_t draw = 0; draw < data_.rows; draw++)
            weights_[draw_row(key, draw, data_.rows)]++;
        Weight weight = 0;
        uint32_t size = 0;
        for (uint32_t row = 0; row < data_.rows; row++) {
            const uint64_t count = weights_[row];
            weights_[row] = count << 32 | count * data_.targets[row];
            weight += weights_[row];
            rows(0)[size] = static_cast<uint16_t>(row);
            size += count > 0 ? 1 : 0;
        }
        all = side_of(weight);
        return size;
    }

    void grow_node(const Segment &segment)
    {
        const size_t self = nodes_->size();
        nodes_->push_back(Node::leaf(segment.all.count, segment.all.sum));
        if (segment.level == options_.depth || segment.size() < 2)
            return;
        const Split split = find_split(segment);
        if (!split.is_useful)
            return;

        const uint32_t middle = part(segment, split);
        const Side right = rest_of(segment.all, split.left);
        grow_node({segment.begin, middle, segment.level + 1, split.left});
        const uint32_t right_child = static_cast<uint32_t>(nodes_->size() - root_);
        (*nodes_)[self] =
            Node::inner(static_cast<uint16_t>(split.feature), static_cast<uint16_t>(split.cut), right_child);
        grow_node({middle, segment.end, segment.level + 1, right});
    }

    Split find_split(const Segment &segment)
    {
        const Side all = segment.all;
        if (all.count < 2 * uint64_t{options_.min_leaf})
            return {};
        order_.begin(node_key(features_key_, segment.level, segment.begin));
        if (segment.size() == 2)
            return split_pair(segment);
        return is_narrow(all.count, data_.range) ? search(segment, NarrowNode(all))
                                                 : search(segment, WideNode(all, data_.range));
    }

    /* Of two rows, as a third of all nodes have, all features that tell them apart make the same parts: the
     * first such feature wins. */
    Split split_pair(const Segment &segment)
    {
        const uint32_t a = rows_of(segment)[0];
        const uint32_t b = rows_of(segment)[1];
        const Side side_a = side_of(weights_[a]);
        const Side side_b = side_of(weights_[b]);
        const uint32_t shift = score_shift(segment.all.count, data_.range);
        if (score_of(side_a, side_b, shift).d == 0 ||
            std::min(side_a.count, side_b.count) < options_.min_leaf)
            return {};
        for (uint32_t look = 0; look < looks_; look++) {
            for (uint32_t i = look; i < order_.size(); i += looks_) {
                const uint32_t feature = order_[i];
                const uint32_t code_a = codes(feature)[a];
                const uint32_t code_b = codes(feature)[b];
                if (code_a != code_b)
                    return {true, code_a < code_b ? side_a : side_b, feature, (code_a + code_b) / 2};
            }
        }
        return {};
    }

    template <typename AnyNode> Split search(const Segment &segment, const AnyNode &node)
    {
        const uint16_t *rows = rows_of(segment);
        const uint32_t size = segment.size();
        make_words(node, rows, size);
        CutSearch<AnyNode> search(node, words_.data(), size, segment.all.count, options_.min_leaf);
        for (uint32_t look = 0; look < looks_; look++) {
            bool is_useful = false;
            for (uint32_t i = look; i < order_.size() && !is_useful; i += looks_) {
                const uint32_t feature = order_[i];
                is_useful = search.look_at(feature, sorter_.sort(rows, size, feature));
            }
        }
        return search.best();
    }

    template <typename AnyNode>
    [[gnu::noinline]] void make_words(const AnyNode &any_node, const uint16_t *rows, uint32_t size)
    {
        const AnyNode node = any_node;
        const Weight *weights = weights_.data();
        uint64_t *words = words_.data();
        take_steps(0, size, [&](uint32_t i) { words[rows[i]] = node.word_of(weights[rows[i]]); });
    }

    /* For the next level; returns where the right child's begin. */
    [[gnu::noinline]] uint32_t part(const Segment &segment, const Split &split)
    {
        const uint16_t *code = codes(split.feature);
        uint16_t *const begin = rows(segment.level + 1);
        const uint32_t cut = split.cut;
        const uint16_t *middle = part_rows(rows_of(segment), segment.size(), begin + segment.begin,
                                           [=](uint16_t row) { return code[row] <= cut; });
        return static_cast<uint32_t>(middle - begin);
    }

    const Dataset &data_;
    const TrainOptions options_;
    const uint32_t looks_;                      /* features a node looks at anyway */
    std::vector<Weight> weights_;               /* per row; 0 where it was not drawn */
    std::vector<uint64_t> words_;               /* per row of a node, as CutSearch takes them */
    std::array<std::vector<uint16_t>, 2> rows_; /* that were drawn, by segment: of even levels, of odd ones */
    Sorter sorter_;
    FeatureOrder order_; /* of the node */
    uint32_t features_key_ = 0;
    std::vector<Node> *nodes_ = nullptr;
    size_t root_ = 0;
};

} // namespace

Forest train_on_cpu(const Dataset &data, const TrainOptions &options, const Advance &advance)
{
    Forest forest;
    forest.schema = data.schema;
    Grower grower(data, options);
    for (uint32_t tree = 0; tree < options.trees; tree++) {
        forest.roots.push_back(static_cast<uint32_t>(forest.nodes.size()));
        grower.grow(tree, forest.nodes);
        if (advance)
            advance(tree + 1);
    }
    return forest;
}

} // namespace forest
