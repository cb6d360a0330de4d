#include "trainer_cpu.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "random.hpp"
#include "score.hpp"

namespace forest
{

namespace
{

struct Split {
    Score score;
    uint32_t feature = 0;
    uint32_t cut = 0;
    uint32_t size = 0; /* of the left part, in rows without their counts */
    Side left;
};

/* A node to be: rows_[begin, end). */
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
          drawn_(data.rows), rows_(data.rows), right_part_(data.rows), entries_(data.rows),
          places_(data.sorted.size()), present_((data.rows + 63) / 64), ranks_(data.features())
    {
        for (uint32_t feature = 0; feature < data.features(); feature++)
            for (uint32_t place = 0; place < data.rows; place++)
                places(feature)[row_of(sorted(feature)[place])] = static_cast<uint16_t>(place);
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
    const uint32_t *sorted(uint32_t feature) const { return &data_.sorted[size_t{feature} * data_.rows]; }
    const uint16_t *codes(uint32_t feature) const { return &data_.codes[size_t{feature} * data_.rows]; }
    uint16_t *places(uint32_t feature) { return &places_[size_t{feature} * data_.rows]; }

    static uint32_t row_of(uint32_t entry) { return entry & 0xffffu; }
    static uint32_t code_of(uint32_t entry) { return entry >> 16; }

    /* Returns how many different rows were drawn. */
    uint32_t draw_rows(uint32_t tree, Side &all)
    {
        const uint32_t key = rows_key(options_.seed, tree);
        std::fill(drawn_.begin(), drawn_.end(), Side{});
        for (uint32_t draw = 0; draw < data_.rows; draw++)
            drawn_[draw_row(key, draw, data_.rows)].count++;
        uint32_t size = 0;
        for (uint32_t row = 0; row < data_.rows; row++) {
            Side &side = drawn_[row];
            side.sum = side.count * data_.targets[row];
            all.count += side.count;
            all.sum += side.sum;
            rows_[size] = static_cast<uint16_t>(row);
            size += side.count > 0 ? 1 : 0;
        }
        return size;
    }

    void grow_node(const Segment &segment)
    {
        const size_t self = nodes_->size();
        nodes_->push_back(Node::leaf(segment.all.count, segment.all.sum));
        if (segment.level == options_.depth || segment.size() < 2)
            return;
        const Split split = find_split(segment);
        if (split.score.d == 0)
            return;

        part(segment, split);
        const uint32_t middle = segment.begin + split.size;
        const Side right{segment.all.count - split.left.count, segment.all.sum - split.left.sum};
        grow_node({segment.begin, middle, segment.level + 1, split.left});
        const uint32_t right_child = static_cast<uint32_t>(nodes_->size() - root_);
        (*nodes_)[self] =
            Node::inner(static_cast<uint16_t>(split.feature), static_cast<uint16_t>(split.cut), right_child);
        grow_node({middle, segment.end, segment.level + 1, right});
    }

    Split find_split(const Segment &segment)
    {
        const uint32_t key = node_key(features_key_, segment.level, segment.begin);
        for (uint32_t feature = 0; feature < ranks_.size(); feature++)
            ranks_[feature] = {feature_rank(key, feature), feature};
        ranked_ = 0;
        Split best;
        for (uint32_t look = 0; look < looks_; look++) {
            Split split;
            for (uint32_t i = look; i < ranks_.size() && split.score.d == 0; i += looks_)
                split = find_split(segment, ranked_feature(i));
            if (better(split.score, best.score))
                best = split;
        }
        return best;
    }

    /* The node's i-th feature. Sorts no further than it has to. */
    uint32_t ranked_feature(uint32_t i)
    {
        for (; ranked_ <= i; ranked_++) {
            const auto from = ranks_.begin() + static_cast<std::ptrdiff_t>(ranked_);
            std::iter_swap(from, std::min_element(from, ranks_.end()));
        }
        return ranks_[i].second;
    }

    Split find_split(const Segment &segment, uint32_t feature)
    {
        sort(segment, feature);
        const uint32_t shift = score_shift(segment.all.count, data_.range);
        Split best;
        Side left;
        for (uint32_t i = 0; i + 1 < segment.size(); i++) {
            const uint32_t entry = entries_[i];
            const uint32_t next = entries_[i + 1];
            left.count += drawn_[row_of(entry)].count;
            left.sum += drawn_[row_of(entry)].sum;
            if (code_of(entry) == code_of(next))
                continue;
            const Side right{segment.all.count - left.count, segment.all.sum - left.sum};
            if (left.count < options_.min_leaf || right.count < options_.min_leaf)
                continue;
            const Score score = score_of(left, right, shift);
            if (better(score, best.score))
                best = {score, feature, (code_of(entry) + code_of(next)) / 2, i + 1, left};
        }
        return best;
    }

    /* Fills entries_ with the segment's part of the feature's sorted rows. */
    void sort(const Segment &segment, uint32_t feature)
    {
        const uint16_t *place = places(feature);
        const uint32_t *entry = sorted(feature);
        uint32_t *to = entries_.data();
        if (segment.size() < present_.size() / 4) { /* few rows among many: a walk over all costs more */
            for (uint32_t i = segment.begin; i < segment.end; i++)
                *to++ = entry[place[rows_[i]]];
            std::sort(entries_.data(), to);
            return;
        }
        for (uint32_t i = segment.begin; i < segment.end; i++)
            present_[place[rows_[i]] / 64] |= uint64_t{1} << place[rows_[i]] % 64;
        for (size_t word = 0; word < present_.size(); word++) {
            for (uint64_t bits = present_[word]; bits != 0; bits &= bits - 1)
                *to++ = entry[word * 64 + static_cast<size_t>(std::countr_zero(bits))];
            present_[word] = 0;
        }
    }

    /* Rows that go left first. */
    void part(const Segment &segment, const Split &split)
    {
        const uint16_t *code = codes(split.feature);
        uint16_t *left = rows_.data() + segment.begin;
        uint16_t *right = right_part_.data();
        for (uint32_t i = segment.begin; i < segment.end; i++) {
            const uint16_t row = rows_[i];
            const bool goes_left = code[row] <= split.cut;
            *left = row;
            *right = row;
            left += goes_left ? 1 : 0;
            right += goes_left ? 0 : 1;
        }
        std::copy(right_part_.data(), right, left);
    }

    const Dataset &data_;
    const TrainOptions options_;
    const uint32_t looks_;       /* features a node looks at anyway */
    std::vector<Side> drawn_;    /* per row: how often, and its targets' sum */
    std::vector<uint16_t> rows_; /* that were drawn, by segment */
    std::vector<uint16_t> right_part_;
    std::vector<uint32_t> entries_;
    std::vector<uint16_t> places_;                     /* per feature and row: where in `sorted` */
    std::vector<uint64_t> present_;                    /* a bit a place in `sorted`; zero between uses */
    std::vector<std::pair<uint32_t, uint32_t>> ranks_; /* of the features in this node */
    uint32_t ranked_ = 0;                              /* how many of these are in order */
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
