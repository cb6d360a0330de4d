#include "trainer_binned_cpu.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <string>
#include <type_traits>
#include <utility>

#include "bootstrap.hpp"
#include "score.hpp"
#include "unrolled.hpp"

namespace forest
{

namespace
{

constexpr size_t bins_of_look = 256;
constexpr size_t looks_at_once = 8;
constexpr uint32_t few_rows = 96; /* less than these do not fill most bins */

/* How often rows were drawn << 32 | the sum of their targets. */
using Weight = uint64_t;

Side side_of(Weight weight)
{
    return {static_cast<uint32_t>(weight >> 32), static_cast<uint32_t>(weight)};
}

/* A row that was drawn at most 13 times, with targets of at most 4,095: its weight has twice 16 bits. */
struct Drawn {
    uint32_t row;
    uint32_t halves;

    static Drawn of(uint32_t row, uint32_t times, uint32_t target)
    {
        return {row, times << 16 | times * target};
    }
    Weight weight() const { return Weight{halves >> 16} << 32 | (halves & 0xffffu); }
};

struct Split {
    bool is_useful = false;
    uint32_t column = 0;
    uint32_t code = 0;
    Weight left = 0;
};

/* A node to be: drawn(level)[begin, end). */
struct Segment {
    uint32_t begin;
    uint32_t end;
    uint32_t level;
    uint32_t key;
    Weight all;

    uint32_t size() const { return end - begin; }
};

/* The best split so far of a node whose splits have such scores. */
template <typename AnyScore> class Search
{
  public:
    Search(Side all, uint32_t range, uint32_t min_leaf)
        : all_(all), min_leaf_(min_leaf), shift_(score_shift(all.count, range)),
          product_shift_(product_shift(all.count))
    {
    }

    void begin(uint32_t column)
    {
        column_ = column;
        left_ = 0;
    }

    /* The next code, and what its bin holds. Inline, so that all of this stays in registers. */
    [[gnu::always_inline]] void look_at(uint32_t code, Weight bin)
    {
        left_ += bin;
        const Side left = side_of(left_);
        const AnyScore score = rate(left);
        if (!may_be_better(score, bound_) || !better(score, best_score_) ||
            left.count - min_leaf_ > all_.count - 2 * min_leaf_)
            return;
        best_score_ = score;
        bound_ = bound_of(score);
        best_ = {true, column_, code, left_};
    }

    const Split &best() const { return best_; }

  private:
    AnyScore rate(Side left) const
    {
        if constexpr (std::is_same_v<AnyScore, NarrowScore>)
            return narrow_score_of(left, all_);
        else
            return score_of(left, {all_.count - left.count, all_.sum - left.sum}, shift_, product_shift_);
    }

    Side all_;
    uint32_t min_leaf_;
    uint32_t shift_;
    uint32_t product_shift_;
    uint32_t column_ = 0;
    Weight left_ = 0;
    AnyScore best_score_;
    double bound_ = 0; /* of that */
    Split best_;
};

/* Grows one tree after the other, depth first, on the same memory. */
class Grower
{
  public:
    Grower(const FloatRows &rows, const Binned &binned, const TrainOptions &options)
        : binned_(binned), options_(options), min_leaf_(std::max(options.min_leaf, 1u)),
          columns_(static_cast<uint32_t>(binned.columns.size())), rows_(rows.rows),
          codes_(size_t{rows.rows} * columns_), ranks_(columns_), looks_(binned.looks(options)),
          bins_(looks_ * bins_of_look)
    {
        encode(rows);
    }

    /* False: more rows were drawn than sums have room for. */
    bool grow(uint32_t tree, std::vector<Node> &nodes)
    {
        Weight all = 0;
        if (!draw_rows(tree, all))
            return false;
        nodes_ = &nodes;
        root_ = nodes.size();
        grow_node({0, static_cast<uint32_t>(drawn_[0].size()), 0, features_key(options_.seed, tree), all});
        return true;
    }

  private:
    void encode(const FloatRows &rows)
    {
        std::vector<CutKeys> keys;
        for (const uint32_t feature : binned_.columns)
            keys.push_back(cut_keys(binned_.cuts[feature]));
        uint8_t *code = codes_.data();
        for (size_t row = 0; row < rows_; row++)
            for (uint32_t column = 0; column < columns_; column++)
                *code++ = static_cast<uint8_t>(
                    code_of(keys[column], key_of(rows.at(row, binned_.columns[column]))));
    }

    const uint8_t *codes(Drawn drawn) const { return &codes_[size_t{drawn.row} * columns_]; }
    const Drawn *drawn(const Segment &segment) const
    {
        return drawn_[segment.level % 2].data() + segment.begin;
    }

    bool draw_rows(uint32_t tree, Weight &all)
    {
        const uint32_t key = rows_key(options_.seed, tree);
        const uint32_t sure = sure_row(key, rows_);
        uint64_t count = 0;
        std::vector<Drawn> &drawn = drawn_[0];
        drawn.clear();
        for (uint32_t row = 0; row < rows_; row++) {
            const uint32_t times = drawn_times(key, row, sure);
            if (times == 0)
                continue;
            drawn.push_back(Drawn::of(row, times, binned_.targets.values[row]));
            count += times;
            all += drawn.back().weight();
        }
        drawn_[1].resize(drawn.size());
        return count <= most_draws(rows_);
    }

    void grow_node(const Segment &segment)
    {
        const size_t self = nodes_->size();
        const Side all = side_of(segment.all);
        nodes_->push_back(Node::leaf(all.count, all.sum));
        if (segment.level == options_.depth || segment.size() < 2 || all.count < 2 * uint64_t{min_leaf_})
            return;
        const Split split = find_split(segment);
        if (!split.is_useful)
            return;

        const uint32_t middle = part(segment, split);
        grow_node({segment.begin, middle, segment.level + 1, child_key(segment.key, 0), split.left});
        const uint32_t right_child = static_cast<uint32_t>(nodes_->size() - root_);
        (*nodes_)[self] = Node::inner(static_cast<uint16_t>(binned_.columns[split.column]),
                                      static_cast<uint16_t>(split.code), right_child);
        grow_node(
            {middle, segment.end, segment.level + 1, child_key(segment.key, 1), segment.all - split.left});
    }

    Split find_split(const Segment &segment)
    {
        for (uint32_t column = 0; column < columns_; column++)
            ranks_[column] = uint64_t{feature_rank(segment.key, column)} << 32 | column;
        std::partial_sort(ranks_.begin(), ranks_.begin() + static_cast<std::ptrdiff_t>(looks_), ranks_.end());
        return is_narrow(side_of(segment.all).count, binned_.targets.range) ? search<NarrowScore>(segment)
                                                                            : search<Score>(segment);
    }

    uint32_t column_of(size_t look) const { return static_cast<uint32_t>(ranks_[look]); }

    template <typename AnyScore> Split search(const Segment &segment)
    {
        Search<AnyScore> search(side_of(segment.all), binned_.targets.range, min_leaf_);
        if (segment.size() < few_rows) {
            for (size_t look = 0; look < looks_; look++)
                search_few(segment, column_of(look), search);
            return search.best();
        }
        fill_bins(segment);
        for (size_t look = 0; look < looks_; look++) {
            Search<AnyScore> here = search;
            here.begin(column_of(look));
            Weight *bins = &bins_[look * bins_of_look];
            for (uint32_t code = 0; code < bins_of_look;
                 code++) /* after an empty bin it is the same split again */
                here.look_at(code, std::exchange(bins[code], 0));
            search = here;
        }
        return search.best();
    }

    /* Only at bins that are not empty: there is a bit for each. */
    template <typename AnyScore>
    void search_few(const Segment &segment, uint32_t column, Search<AnyScore> &search)
    {
        std::array<uint64_t, bins_of_look / 64> present{};
        Weight *bins = bins_.data();
        const Drawn *drawn = this->drawn(segment);
        for (uint32_t i = 0; i < segment.size(); i++) {
            const uint32_t code = codes(drawn[i])[column];
            bins[code] += drawn[i].weight();
            present[code / 64] |= uint64_t{1} << code % 64;
        }
        Search<AnyScore> here = search;
        here.begin(column);
        for (uint32_t word = 0; word < present.size(); word++) {
            for (uint64_t bits = present[word]; bits != 0; bits &= bits - 1) {
                const uint32_t code = word * 64 + static_cast<uint32_t>(std::countr_zero(bits));
                here.look_at(code, std::exchange(bins[code], 0));
            }
        }
        search = here;
    }

    /* Which are empty between uses. All looks in as few turns as there must be, of one size. */
    void fill_bins(const Segment &segment)
    {
        const size_t turns = (looks_ + looks_at_once - 1) / looks_at_once;
        for (size_t turn = 0; turn < turns; turn++) {
            const size_t first = looks_ * turn / turns;
            const size_t end = looks_ * (turn + 1) / turns;
            fill_some(segment, first, end - first, std::make_index_sequence<looks_at_once>());
        }
    }

    template <size_t... number>
    void fill_some(const Segment &segment, size_t first, size_t count, std::index_sequence<number...>)
    {
        (void)((count == number + 1 && (fill<number + 1>(segment, first), true)) || ...);
    }

    /* So many looks of each row: how many is known when this is compiled, so that no loop is left of it. */
    template <size_t count> void fill(const Segment &segment, size_t first)
    {
        std::array<uint32_t, count> columns;
        for (size_t look = 0; look < count; look++)
            columns[look] = column_of(first + look);
        Weight *bins = &bins_[first * bins_of_look];
        const Drawn *drawn = this->drawn(segment);
        take_steps(0, segment.size(), [&](uint32_t i) {
            const uint8_t *code = codes(drawn[i]);
            const Weight weight = drawn[i].weight();
            for (size_t look = 0; look < count; look++)
                bins[look * bins_of_look + code[columns[look]]] += weight;
        });
    }

    /* Rows that go left first, for the next level, and the others from the end on; returns where these begin.
     * So rows of a node ascend or descend: memory is read in order. */
    uint32_t part(const Segment &segment, const Split &split)
    {
        const Drawn *from = drawn(segment);
        Drawn *begin = drawn_[(segment.level + 1) % 2].data();
        Drawn *left = begin + segment.begin;
        Drawn *right = left + segment.size() - 1;
        take_steps(0, segment.size(), [&](uint32_t i) {
            const Drawn here = from[i];
            const ptrdiff_t goes_left = codes(here)[split.column] <= split.code;
            *left = here;
            *right = here;
            left += goes_left;
            right -= 1 - goes_left;
        });
        return static_cast<uint32_t>(left - begin);
    }

    const Binned &binned_;
    const TrainOptions options_;
    const uint32_t min_leaf_;
    const uint32_t columns_;
    const uint32_t rows_;
    std::vector<uint8_t> codes_;              /* row by row */
    std::array<std::vector<Drawn>, 2> drawn_; /* by segment: of even levels, of odd ones */
    std::vector<uint64_t> ranks_;             /* of the columns in this node: rank << 32 | column */
    const size_t looks_;
    std::vector<Weight> bins_; /* by look */
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
