#include "trainer_cpu.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "random.hpp"
#include "score.hpp"
#include "unrolled.hpp"

namespace forest
{

namespace
{

struct Split {
    uint32_t size = 0; /* of the left part, in rows without their counts; 0: no split is of use */
    Side left;
    uint32_t feature = 0;
    uint32_t cut = 0;
};

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
          weights_(data.rows), rows_{std::vector<uint16_t>(data.rows), std::vector<uint16_t>(data.rows)},
          entries_(data.rows), places_(data.sorted.size()), present_((data.rows + 63) / 64),
          ranks_(data.features()), order_(data.features())
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
    uint16_t *rows(uint32_t level) { return rows_[level % 2].data(); }
    const uint16_t *rows_of(const Segment &segment) { return rows(segment.level) + segment.begin; }
    uint16_t *places(uint32_t feature) { return &places_[size_t{feature} * data_.rows]; }

    static uint32_t row_of(uint32_t entry) { return entry & 0xffffu; }
    static uint32_t code_of(uint32_t entry) { return entry >> 16; }
    static Side rest_of(Side all, Side part) { return {all.count - part.count, all.sum - part.sum}; }
    static Side side_of(uint64_t weight)
    {
        return {static_cast<uint32_t>(weight >> 32), static_cast<uint32_t>(weight)};
    }

    /* Returns how many different rows were drawn. */
    uint32_t draw_rows(uint32_t tree, Side &all)
    {
        const uint32_t key = rows_key(options_.seed, tree);
        std::fill(weights_.begin(), weights_.end(), 0);
        for (uint32_t draw = 0; draw < data_.rows; draw++)
            weights_[draw_row(key, draw, data_.rows)]++;
        uint64_t weight = 0;
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
        if (split.size == 0)
            return;

        part(segment, split);
        const uint32_t middle = segment.begin + split.size;
        const Side right = rest_of(segment.all, split.left);
        grow_node({segment.begin, middle, segment.level + 1, split.left});
        const uint32_t right_child = static_cast<uint32_t>(nodes_->size() - root_);
        (*nodes_)[self] =
            Node::inner(static_cast<uint16_t>(split.feature), static_cast<uint16_t>(split.cut), right_child);
        grow_node({middle, segment.end, segment.level + 1, right});
    }

    Split find_split(const Segment &segment)
    {
        const Side &all = segment.all;
        const uint32_t shift = score_shift(all.count, data_.range);
        const auto rate = [&](Side left) { return score_of(left, rest_of(all, left), shift); };
        const auto rate_narrow = [&](Side left) { return narrow_score_of(left, all); };
        if (all.count < 2 * uint64_t{options_.min_leaf})
            return {};
        if (segment.size() == 2)
            return split_pair(segment, rate);
        return is_narrow(all.count, data_.range) ? search<NarrowScore>(segment, rate_narrow)
                                                 : search<Score>(segment, rate);
    }

    /* Of two rows, as a third of all nodes have, all features that tell them apart make the same parts: the
     * first such feature wins. */
    template <typename Rate> Split split_pair(const Segment &segment, Rate rate)
    {
        const uint32_t a = rows_of(segment)[0];
        const uint32_t b = rows_of(segment)[1];
        const Side side_a = side_of(weights_[a]);
        const Side side_b = side_of(weights_[b]);
        if (rate(side_a).d == 0 || !has_enough(segment, side_a))
            return {};
        hash_ranks(segment);
        for (uint32_t look = 0; look < looks_; look++) {
            for (uint32_t i = look; i < ranks_.size(); i += looks_) {
                const uint32_t feature = ranked_feature(i);
                const uint32_t code_a = codes(feature)[a];
                const uint32_t code_b = codes(feature)[b];
                if (code_a != code_b)
                    return {1, code_a < code_b ? side_a : side_b, feature, (code_a + code_b) / 2};
            }
        }
        return {};
    }

    void hash_ranks(const Segment &segment)
    {
        const uint32_t key = node_key(features_key_, segment.level, segment.begin);
        for (uint32_t feature = 0; feature < ranks_.size(); feature++)
            ranks_[feature] = uint64_t{feature_rank(key, feature)} << 32 | feature;
        ranked_ = 0;
    }

    /* The node's i-th feature. Looks for no more than it has to. */
    uint32_t ranked_feature(uint32_t i)
    {
        for (; ranked_ <= i; ranked_++) {
            uint64_t least = UINT64_MAX;
            for (const uint64_t rank : ranks_) {
                least = rank < least ? rank : least;
                asm("" : "+r"(least)); /* no vectors: WebAssembly's have no such minimum */
            }
            const uint32_t feature = static_cast<uint32_t>(least);
            ranks_[feature] = UINT64_MAX;
            order_[ranked_] = feature;
        }
        return order_[i];
    }

    template <typename AnyScore, typename Rate> Split search(const Segment &segment, Rate rate)
    {
        hash_ranks(segment);
        Split best;
        AnyScore best_score;
        for (uint32_t look = 0; look < looks_; look++) {
            bool is_useful = false;
            for (uint32_t i = look; i < ranks_.size() && !is_useful; i += looks_) {
                const uint32_t feature = ranked_feature(i);
                sort(segment, feature);
                is_useful = scan(segment, rate, best_score, best);
                if (is_useful)
                    best.feature = feature;
                else
                    is_useful = has_use<AnyScore>(segment, rate);
            }
        }
        return best;
    }

    /* Whether one of the splits between the sorted entries is better than the best so far; it is now the
     * best. */
    template <typename AnyScore, typename Rate>
    bool scan(const Segment &segment, Rate rate, AnyScore &best_score, Split &best) const
    {
        AnyScore score_to_beat = best_score;
        uint32_t best_size = 0;
        uint64_t best_left = 0;
        uint64_t left = 0;
        const uint32_t *entries = entries_.data();
        const uint64_t *weights = weights_.data();
        uint32_t next = entries[0];
        const uint32_t size = segment.size();
        for (uint32_t i = 1; i < size; i++) {
            const uint32_t entry = next;
            next = entries[i];
            left += weights[row_of(entry)];
            /* Between equals there is no cut: as if nothing were left of it, which is of no use. */
            const uint64_t is_cut = code_of(entry) != code_of(next) ? UINT64_MAX : 0;
            const AnyScore score = rate(side_of(left & is_cut));
            if (better(score, score_to_beat) && has_enough(segment, side_of(left))) {
                score_to_beat = score;
                best_size = i;
                best_left = left;
            }
        }
        if (best_size == 0)
            return false;
        best_score = score_to_beat;
        best.size = best_size;
        best.left = side_of(best_left);
        best.cut = (code_of(entries_[best_size - 1]) + code_of(entries_[best_size])) / 2;
        return true;
    }

    /* Whether any of these splits is of use. Mostly the first one is. */
    template <typename AnyScore, typename Rate> bool has_use(const Segment &segment, Rate rate) const
    {
        uint64_t left = 0;
        for (uint32_t i = 1; i < segment.size(); i++) {
            left += weights_[row_of(entries_[i - 1])];
            if (code_of(entries_[i - 1]) != code_of(entries_[i]) && better(rate(side_of(left)), AnyScore{}) &&
                has_enough(segment, side_of(left)))
                return true;
        }
        return false;
    }

    /* Whether a split leaves rows enough on both sides, in a node that has them. */
    bool has_enough(const Segment &segment, Side left) const
    {
        return left.count - options_.min_leaf <= segment.all.count - 2 * options_.min_leaf;
    }

    /* Fills entries_ with the segment's part of the feature's sorted rows. */
    void sort(const Segment &segment, uint32_t feature)
    {
        const uint16_t *place = places(feature);
        const uint16_t *row = rows_of(segment);
        if (segment.size() <= 8)
            sort_few<8>(row, segment.size(), place, sorted(feature));
        else if (segment.size() <= 16)
            sort_few<16>(row, segment.size(), place, sorted(feature));
        else if (segment.size() < present_.size() / 4) /* few among many: a walk over all costs more */
            sort_some(row, segment.size(), place, sorted(feature));
        else
            sort_many(row, segment.size(), place, sorted(feature));
    }

    /* At most `few`: counts for each place how many are smaller, without branches, and with vectors. */
    template <uint32_t few>
    void sort_few(const uint16_t *row, uint32_t size, const uint16_t *place, const uint32_t *entry)
    {
        using Lanes [[gnu::vector_size(few * sizeof(uint16_t))]] = uint16_t;
        std::array<uint16_t, few> found{};
        for (uint32_t i = 0; i < size; i++)
            found[i] = place[row[i]];
        Lanes lanes;
        std::memcpy(&lanes, found.data(), sizeof lanes);
        Lanes smaller{};
        for (uint32_t i = 0; i < size; i++)
            smaller -= reinterpret_cast<Lanes>(found[i] < lanes); /* -1 where it is so */
        std::array<uint16_t, few> rank;
        std::memcpy(rank.data(), &smaller, sizeof rank);
        for (uint32_t i = 0; i < size; i++)
            entries_[rank[i]] = entry[found[i]];
    }

    void sort_some(const uint16_t *row, uint32_t size, const uint16_t *place, const uint32_t *entry)
    {
        for (uint32_t i = 0; i < size; i++)
            entries_[i] = entry[place[row[i]]];
        std::sort(entries_.data(), entries_.data() + size);
    }

    /* A bit for each place; then these in their order. */
    void sort_many(const uint16_t *row, uint32_t size, const uint16_t *place, const uint32_t *entry)
    {
        take_steps(0, size, [&](uint32_t i) {
            const uint32_t here = place[row[i]];
            present_[here / 64] |= uint64_t{1} << here % 64;
        });
        uint32_t *to = entries_.data();
        for (size_t word = 0; word < present_.size(); word++) {
            for (uint64_t bits = present_[word]; bits != 0; bits &= bits - 1)
                *to++ = entry[word * 64 + static_cast<size_t>(std::countr_zero(bits))];
            present_[word] = 0;
        }
    }

    /* Rows that go left first, for the next level; the others from the end on. */
    void part(const Segment &segment, const Split &split)
    {
        const uint16_t *code = codes(split.feature);
        const uint16_t *row = rows_of(segment);
        uint16_t *left = rows(segment.level + 1) + segment.begin;
        uint16_t *right = left + segment.size() - 1;
        take_steps(0, segment.size(), [&](uint32_t i) {
            const uint16_t here = row[i];
            const ptrdiff_t goes_left = code[here] <= split.cut;
            *left = here;
            *right = here;
            left += goes_left;
            right -= 1 - goes_left;
        });
    }

    const Dataset &data_;
    const TrainOptions options_;
    const uint32_t looks_;                      /* features a node looks at anyway */
    std::vector<uint64_t> weights_;             /* per row: how often it was drawn << 32 | its targets' sum */
    std::array<std::vector<uint16_t>, 2> rows_; /* that were drawn, by segment: of even levels, of odd ones */
    std::vector<uint32_t> entries_;
    std::vector<uint16_t> places_;  /* per feature and row: where in `sorted` */
    std::vector<uint64_t> present_; /* a bit a place in `sorted`; zero between uses */
    std::vector<uint64_t> ranks_;   /* of the node's features that are not in order: rank << 32 | feature */
    std::vector<uint32_t> order_;   /* features by their ranks */
    uint32_t ranked_ = 0;           /* how many of these there are */
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
