#include "trainer_binned_cpu.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "bootstrap.hpp"
#include "score.hpp"

namespace forest
{

namespace
{

struct Split {
    Score score;
    uint32_t column = 0;
    uint32_t code = 0;
    Side left;
};

/* A node to be: drawn_[begin, end). */
struct Segment {
    uint32_t begin;
    uint32_t end;
    uint32_t level;
    uint32_t key;
    Side all;
};

/* Grows one tree after the other, depth first, on the same memory. */
class Grower
{
  public:
    Grower(const FloatRows &rows, const Binned &binned, const TrainOptions &options)
        : binned_(binned), options_(options), columns_(static_cast<uint32_t>(binned.columns.size())),
          rows_(rows.rows), codes_(size_t{rows.rows} * columns_), ranks_(columns_),
          bins_(binned.looks(options))
    {
        for (uint32_t column = 0; column < columns_; column++)
            encode(rows, column);
    }

    /* False: more rows were drawn than sums have room for. */
    bool grow(uint32_t tree, std::vector<Node> &nodes)
    {
        const Side all = draw_rows(tree);
        if (all.count > most_draws(rows_))
            return false;
        nodes_ = &nodes;
        root_ = nodes.size();
        grow_node({0, static_cast<uint32_t>(drawn_.size()), 0, features_key(options_.seed, tree), all});
        return true;
    }

  private:
    struct Drawn {
        uint32_t row;
        uint32_t times;
    };
    using Bins = std::array<Side, 256>;

    void encode(const FloatRows &rows, uint32_t column)
    {
        const uint32_t feature = binned_.columns[column];
        const std::vector<uint32_t> keys = keys_of(binned_.cuts[feature]);
        for (size_t row = 0; row < rows_; row++)
            codes_[row * columns_ + column] =
                static_cast<uint8_t>(code_of(keys, key_of(rows.at(row, feature))));
    }

    Side draw_rows(uint32_t tree)
    {
        const uint32_t key = rows_key(options_.seed, tree);
        const uint32_t sure = sure_row(key, rows_);
        Side all;
        drawn_.clear();
        for (uint32_t row = 0; row < rows_; row++) {
            const uint32_t times = drawn_times(key, row, sure);
            if (times == 0)
                continue;
            drawn_.push_back({row, times});
            all.count += times;
            all.sum += times * binned_.targets.values[row];
        }
        return all;
    }

    void grow_node(const Segment &segment)
    {
        const size_t self = nodes_->size();
        nodes_->push_back(Node::leaf(segment.all.count, segment.all.sum));
        if (segment.level == options_.depth || segment.end - segment.begin < 2)
            return;
        const Split split = find_split(segment);
        if (split.score.d == 0)
            return;

        const uint32_t middle = part(segment, split);
        const Side right{segment.all.count - split.left.count, segment.all.sum - split.left.sum};
        grow_node({segment.begin, middle, segment.level + 1, child_key(segment.key, 0), split.left});
        const uint32_t right_child = static_cast<uint32_t>(nodes_->size() - root_);
        (*nodes_)[self] = Node::inner(static_cast<uint16_t>(binned_.columns[split.column]),
                                      static_cast<uint16_t>(split.code), right_child);
        grow_node({middle, segment.end, segment.level + 1, child_key(segment.key, 1), right});
    }

    Split find_split(const Segment &segment)
    {
        for (uint32_t column = 0; column < columns_; column++)
            ranks_[column] = {feature_rank(segment.key, column), column};
        std::partial_sort(ranks_.begin(), ranks_.begin() + static_cast<std::ptrdiff_t>(bins_.size()),
                          ranks_.end());
        fill_bins(segment);
        Split best;
        for (size_t look = 0; look < bins_.size(); look++)
            search(segment, look, best);
        return best;
    }

    void fill_bins(const Segment &segment)
    {
        std::fill(bins_.begin(), bins_.end(), Bins{});
        for (uint32_t i = segment.begin; i < segment.end; i++) {
            const Drawn drawn = drawn_[i];
            const uint8_t *codes = &codes_[size_t{drawn.row} * columns_];
            const uint32_t sum = drawn.times * binned_.targets.values[drawn.row];
            for (size_t look = 0; look < bins_.size(); look++) {
                Side &bin = bins_[look][codes[ranks_[look].second]];
                bin.count += drawn.times;
                bin.sum += sum;
            }
        }
    }

    void search(const Segment &segment, size_t look, Split &best) const
    {
        const uint32_t shift = score_shift(segment.all.count, binned_.targets.range);
        const uint32_t shift_of_product = product_shift(segment.all.count);
        Side left;
        for (uint32_t code = 0; code < bins_[look].size(); code++) {
            const Side bin = bins_[look][code];
            if (bin.count == 0) /* the same split as the code before */
                continue;
            left.count += bin.count;
            left.sum += bin.sum;
            const Side right{segment.all.count - left.count, segment.all.sum - left.sum};
            if (std::min(left.count, right.count) < std::max(options_.min_leaf, 1u))
                continue;
            const Score score = score_of(left, right, shift, shift_of_product);
            if (better(score, best.score))
                best = {score, ranks_[look].second, code, left};
        }
    }

    /* Rows that go left first; returns where the others begin. */
    uint32_t part(const Segment &segment, const Split &split)
    {
        Drawn *begin = drawn_.data() + segment.begin;
        const Drawn *middle = std::partition(begin, drawn_.data() + segment.end, [&](Drawn drawn) {
            return codes_[size_t{drawn.row} * columns_ + split.column] <= split.code;
        });
        return segment.begin + static_cast<uint32_t>(middle - begin);
    }

    const Binned &binned_;
    const TrainOptions options_;
    const uint32_t columns_;
    const uint32_t rows_;
    std::vector<uint8_t> codes_;                       /* row by row */
    std::vector<Drawn> drawn_;                         /* by segment */
    std::vector<std::pair<uint32_t, uint32_t>> ranks_; /* of the columns in this node */
    std::vector<Bins> bins_;                           /* by look */
    std::vector<Node> *nodes_ = nullptr;
    size_t root_ = 0;
};

} // namespace

Result<BinnedForest> train_binned_on_cpu(const FloatRows &rows, std::span<const double> targets,
                                         const TrainOptions &options, const Advance &advance)
{
    const auto binned = make_binned(rows, targets, options);
    if (!binned)
        return binned.error();
    BinnedForest forest = binned->forest();
    Grower grower(rows, *binned, options);
    for (uint32_t tree = 0; tree < options.trees; tree++) {
        forest.roots.push_back(static_cast<uint32_t>(forest.nodes.size()));
        if (!grower.grow(tree, forest.nodes))
            return Error{"tree " + std::to_string(tree) + " drew too many rows: take another seed"};
        if (advance)
            advance(tree + 1);
    }
    return forest;
}

} // namespace forest
