/* The best split of a node of small data, on the CPU: looked for between neighbours among its sorted rows. */
#ifndef FOREST_CUT_SEARCH_HPP
#define FOREST_CUT_SEARCH_HPP

#include "sorter.hpp"
#include "weight.hpp"

namespace forest
{

/* Rows with at most this code go left. */
struct Split {
    bool is_useful = false;
    Side left;
    uint32_t feature = 0;
    uint32_t cut = 0;
};

/* A node whose splits have a Score. */
class WideNode
{
  public:
    using AnyScore = Score;

    WideNode(Side all, uint32_t range) : all_(all), shift_(score_shift(all.count, range)) {}

    uint64_t word_of(Weight weight) const { return weight; }
    static uint32_t count_of(uint64_t word) { return side_of(word).count; }
    Side part_of(uint64_t word) const { return side_of(word); }
    Score rate(uint64_t left) const
    {
        const Side side = side_of(left);
        return score_of(side, {all_.count - side.count, all_.sum - side.sum}, shift_);
    }

  private:
    Side all_;
    uint32_t shift_;
};

/* A node whose splits have a NarrowScore, as most have. Its d is a sum over rows as the count is: one word
 * has room for both, and what each row adds is found once for all features. */
class NarrowNode
{
  public:
    using AnyScore = NarrowScore;

    explicit NarrowNode(Side all) : all_(all) {}

    uint64_t word_of(Weight weight) const
    {
        const Side side = side_of(weight);
        return (uint64_t{all_.count} * side.sum - uint64_t{side.count} * all_.sum) << count_bits | side.count;
    }
    static uint32_t count_of(uint64_t word) { return static_cast<uint32_t>(word) & ((1u << count_bits) - 1); }
    Side part_of(uint64_t word) const
    {
        const uint64_t sum = static_cast<uint64_t>(d_of(word)) + uint64_t{count_of(word)} * all_.sum;
        return {count_of(word), static_cast<uint32_t>(sum / all_.count)};
    }
    NarrowScore rate(uint64_t left) const
    {
        const int64_t d = d_of(left);
        const uint64_t count = count_of(left);
        return {static_cast<uint64_t>(d * d), count * (all_.count - count)};
    }

  private:
    static constexpr uint32_t count_bits = 20; /* and |d| has 31 at most: is_narrow() */

    static int64_t d_of(uint64_t word) { return static_cast<int64_t>(word) >> count_bits; }

    Side all_;
};

/* The best split so far of a node, whose words by row are borrowed. */
template <typename AnyNode> class CutSearch
{
  public:
    CutSearch(const AnyNode &node, const uint64_t *words, uint32_t size, uint32_t count, uint32_t min_leaf)
        : node_(node), words_(words), size_(size), count_(count), min_leaf_(min_leaf)
    {
    }

    /* The node's rows as a Sorter leaves them. Whether this feature has a split of use. */
    bool look_at(uint32_t feature, const uint32_t *entries)
    {
        return has_better(feature, entries) || has_use(entries);
    }

    Split best() const
    {
        Split best = best_;
        best.left = node_.part_of(best_left_);
        return best;
    }

  private:
    using AnyScore = typename AnyNode::AnyScore;

    /* Alone, for in WebAssembly loops have few registers, and what is seldom written is better in memory. */
    [[gnu::noinline]] bool has_better(uint32_t feature, const uint32_t *entries)
    {
        const AnyNode node = node_;
        const uint64_t *words = words_;
        const uint32_t *const last = entries + size_ - 1;
        AnyScore to_beat = best_score_;
        uint64_t left = 0;
        bool found = false;
        for (const uint32_t *entry = entries; entry != last; entry++) {
            left += words[Sorter::row_of(entry[0])];
            /* Between equals there is no cut: as if nothing were left of it, which is of no use. */
            const uint64_t is_cut = Sorter::code_of(entry[0]) != Sorter::code_of(entry[1]) ? UINT64_MAX : 0;
            const AnyScore score = node.rate(left & is_cut);
            if (better(score, to_beat) && has_enough(left)) {
                to_beat = score;
                best_left_ = left;
                best_.cut = (Sorter::code_of(entry[0]) + Sorter::code_of(entry[1])) / 2;
                found = true;
            }
        }
        if (!found)
            return false;
        best_score_ = to_beat;
        best_.is_useful = true;
        best_.feature = feature;
        return true;
    }

    /* Mostly the first split is. */
    bool has_use(const uint32_t *entries) const
    {
        uint64_t left = 0;
        for (uint32_t i = 1; i < size_; i++) {
            left += words_[Sorter::row_of(entries[i - 1])];
            if (Sorter::code_of(entries[i - 1]) != Sorter::code_of(entries[i]) &&
                better(node_.rate(left), AnyScore{}) && has_enough(left))
                return true;
        }
        return false;
    }

    bool has_enough(uint64_t left) const
    {
        return AnyNode::count_of(left) - min_leaf_ <= count_ - 2 * min_leaf_;
    }

    const AnyNode node_;
    const uint64_t *const words_;
    const uint32_t size_;
    const uint32_t count_;
    const uint32_t min_leaf_;
    AnyScore best_score_;
    uint64_t best_left_ = 0;
    Split best_; /* without that */
};

} // namespace forest

#endif
