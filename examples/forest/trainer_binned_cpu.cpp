#include "trainer_binned_cpu.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <string>
#include <utility>

#include "bootstrap.hpp"
#include "cut_table.hpp"
#include "drawn_rows.hpp"
#include "part_rows.hpp"
#include "split_search.hpp"
#include "unrolled.hpp"

namespace forest
{

namespace
{

constexpr size_t bins_of_look = 256;
constexpr size_t looks_at_once = 8;
constexpr uint32_t few_rows = 96; /* less than these do not fill most bins */

/* A node to be: drawn(level)[begin, end). */
struct Segment {
    uint32_t begin;
    uint32_t end;
    uint32_t level;
    uint32_t key;
    Weight all;

    uint32_t size() const { return end - begin; }
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
        const DrawnRows all = draw_rows(rows_key(options_.seed, tree), binned_.targets.values, drawn_[0]);
        if (all.count > most_draws(rows_))
            return false;
        const auto size = static_cast<uint32_t>(drawn_[0].size());
        drawn_[1].resize(size);
        nodes_ = &nodes;
        root_ = nodes.size();
        grow_node({0, size, 0, features_key(options_.seed, tree), all.weight});
        return true;
    }

  private:
    void encode(const FloatRows &rows)
    {
        std::vector<CutTable> tables;
        for (const uint32_t feature : binned_.columns)
            tables.emplace_back(binned_.cuts[feature]);
        uint8_t *code = codes_.data();
        const float *values = rows.values.data();
        for (size_t row = 0; row < rows.rows; row++, values += rows.features)
            for (size_t column = 0; column < tables.size(); column++)
                *code++ = static_cast<uint8_t>(tables[column].code_of(values[binned_.columns[column]]));
    }

    const uint8_t *codes(uint32_t column) const { return &codes_[column]; } /* each row's */
    const DrawnRow *drawn(const Segment &segment) const
    {
        return drawn_[segment.level % 2].data() + segment.begin;
    }

    void grow_node(const Segment &segment)
    {
        const size_t self = nodes_->size();
        const Side all = side_of(segment.all);
        nodes_->push_back(Node::leaf(all.count, all.sum));
        if (segment.level == options_.depth || segment.size() < 2 || all.count < 2 * uint64_t{min_leaf_})
            return;
        const BinnedSplit split = find_split(segment);
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

    BinnedSplit find_split(const Segment &segment)
    {
        for (uint32_t column = 0; column < columns_; column++)
            ranks_[column] = uint64_t{feature_rank(segment.key, column)} << 32 | column;
        std::partial_sort(ranks_.begin(), ranks_.begin() + static_cast<std::ptrdiff_t>(looks_), ranks_.end());
        return is_narrow(side_of(segment.all).count, binned_.targets.range) ? search<NarrowScore>(segment)
                                                                            : search<Score>(segment);
    }

    uint32_t column_of(size_t look) const { return static_cast<uint32_t>(ranks_[look]); }

    template <typename AnyScore> BinnedSplit search(const Segment &segment)
    {
        SplitSearch<AnyScore> search(side_of(segment.all), binned_.targets.range, min_leaf_);
        const bool is_small = segment.size() < few_rows;
        if (!is_small)
            fill_bins(segment);
        for (size_t look = 0; look < looks_; look++) {
            typename SplitSearch<AnyScore>::Pass pass(search, column_of(look));
            if (is_small)
                search_few(segment, column_of(look), pass);
            else
                search_bins(&bins_[look * bins_of_look], pass);
        }
        return search.best();
    }

    /* After an empty bin it is the same split again. */
    template <typename Pass> [[gnu::noinline]] static void search_bins(Weight *bins, Pass pass)
    {
        take_steps(0, bins_of_look, [&](uint32_t code) { pass.look_at(code, std::exchange(bins[code], 0)); });
    }

    /* Only at bins that are not empty: there is a bit for each. */
    template <typename Pass>
    [[gnu::noinline]] void search_few(const Segment &segment, uint32_t column, Pass pass)
    {
        std::array<uint64_t, bins_of_look / 64> present{};
        Weight *bins = bins_.data();
        const DrawnRow *from = drawn(segment);
        const uint8_t *code_of = codes(column);
        const size_t columns = columns_;
        take_steps(0, segment.size(), [&](uint32_t i) {
            const uint32_t code = code_of[from[i].row() * columns];
            bins[code] += from[i].weight();
            present[code / 64] |= uint64_t{1} << code % 64;
        });
        for (uint32_t word = 0; word < present.size(); word++) {
            for (uint64_t bits = present[word]; bits != 0; bits &= bits - 1) {
                const uint32_t code = word * 64 + static_cast<uint32_t>(std::countr_zero(bits));
                pass.look_at(code, std::exchange(bins[code], 0));
            }
        }
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
    template <size_t count> [[gnu::noinline]] void fill(const Segment &segment, size_t first)
    {
        std::array<const uint8_t *, count> code_of;
        for (size_t look = 0; look < count; look++)
            code_of[look] = codes(column_of(first + look));
        Weight *bins = &bins_[first * bins_of_look];
        const DrawnRow *from = drawn(segment);
        const size_t columns = columns_;
        take_steps(0, segment.size(), [&](uint32_t i) {
            const size_t row = from[i].row() * columns;
            const Weight weight = from[i].weight();
            for (size_t look = 0; look < count; look++)
                bins[look * bins_of_look + code_of[look][row]] += weight;
        });
    }

    /* For the next level; returns where the right child's begin. */
    [[gnu::noinline]] uint32_t part(const Segment &segment, const BinnedSplit &split)
    {
        DrawnRow *begin = drawn_[(segment.level + 1) % 2].data();
        const uint8_t *code_of = codes(split.column);
        const uint32_t cut = split.code;
        const size_t columns = columns_;
        const DrawnRow *middle =
            part_rows(drawn(segment), segment.size(), begin + segment.begin,
                      [=](const DrawnRow &row) { return code_of[row.row() * columns] <= cut; });
        return static_cast<uint32_t>(middle - begin);
    }

    const Binned &binned_;
    const TrainOptions options_;
    const uint32_t min_leaf_;
    const uint32_t columns_;
    const uint32_t rows_;
    std::vector<uint8_t> codes_;                 /* row by row */
    std::array<std::vector<DrawnRow>, 2> drawn_; /* by segment: of even levels, of odd ones */
    std::vector<uint64_t> ranks_;                /* of the columns in this node: rank << 32 | column */
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
