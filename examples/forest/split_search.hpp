/* The best split of a node of large data, on the CPU, looked for code by code. */
#ifndef FOREST_SPLIT_SEARCH_HPP
#define FOREST_SPLIT_SEARCH_HPP

#include <type_traits>

#include "weight.hpp"

namespace forest
{

struct BinnedSplit {
    bool is_useful = false;
    uint32_t column = 0;
    uint32_t code = 0;
    Weight left = 0;
};

/* In a node whose splits have such scores. */
template <typename AnyScore> class SplitSearch
{
    struct Rating {
        Side all;
        uint32_t shift;
        uint32_t product_shift;

        AnyScore rate(Side left) const
        {
            if constexpr (std::is_same_v<AnyScore, NarrowScore>)
                return narrow_score_of(left, all);
            else
                return score_of(left, {all.count - left.count, all.sum - left.sum}, shift, product_shift);
        }
    };

  public:
    SplitSearch(Side all, uint32_t range, uint32_t min_leaf)
        : rating_{all, score_shift(all.count, range), product_shift(all.count)}, min_leaf_(min_leaf)
    {
    }

    /* One column's codes after the other: a pass knows what the best split is only by its bound, for what is
     * seldom written had better not be in registers. */
    class Pass
    {
      public:
        Pass(SplitSearch &search, uint32_t column)
            : search_(search), rating_(search.rating_), bound_(search.bound_), column_(column)
        {
        }

        /* The next code, and what its bin holds. */
        [[gnu::always_inline]] void look_at(uint32_t code, Weight bin)
        {
            left_ += bin;
            if (may_be_better(rating_.rate(side_of(left_)), bound_))
                bound_ = search_.take_if_better({true, column_, code, left_});
        }

      private:
        SplitSearch &search_;
        const Rating rating_;
        double bound_;
        const uint32_t column_;
        Weight left_ = 0;
    };

    const BinnedSplit &best() const { return best_; }

  private:
    /* Returns the bound of what is the best then. */
    [[gnu::noinline]] double take_if_better(const BinnedSplit &split)
    {
        const Side left = side_of(split.left);
        const AnyScore score = rating_.rate(left);
        if (better(score, best_score_) && left.count - min_leaf_ <= rating_.all.count - 2 * min_leaf_) {
            best_score_ = score;
            best_ = split;
            bound_ = bound_of(score);
        }
        return bound_;
    }

    const Rating rating_;
    const uint32_t min_leaf_;
    AnyScore best_score_;
    double bound_ = 0; /* of that */
    BinnedSplit best_;
};

} // namespace forest

#endif
