/* How good a split is, in integers alone, so that every device agrees to the last bit.
 *
 * A split of a node into (nL rows, sum of targets sL) and (nR, sR) lowers the squared error by
 * d*d / (nL*nR) / (nL+nR), with d = nR*sL - nL*sR: the node's own size is the same for all its splits, so
 * the better split has the greater d*d / (nL*nR). Two such fractions are compared by cross-multiplying,
 * in 96 bits, without rounding.
 *
 * |d| can reach floor(n*n/4) * range. Where that exceeds 32 bits, in nodes of many rows or of targets
 * with a wide range, the lowest bits of |d| are dropped, as few as will do, the same in the whole node; and
 * of nL*nR where a node has more rows than 131,071. */
#ifndef FOREST_SCORE_HPP
#define FOREST_SCORE_HPP

#include <bit>
#include <cstdint>

namespace forest
{

/* Rows are counted with the times the bootstrap drew them. */
struct Side {
    uint32_t count = 0;
    uint32_t sum = 0;
};

/* d*d / product; zero: the split is of no use. */
struct Score {
    uint32_t d = 0;
    uint32_t product = 1;
};

/* The shift that brings numbers up to `largest` down to 32 bits. */
constexpr uint32_t shift_of(uint64_t largest)
{
    const uint32_t bits = static_cast<uint32_t>(std::bit_width(largest));
    return bits > 32 ? bits - 32 : 0;
}

/* How many bits of |d| a node of `count` rows drops, if targets reach from 0 to `range`. All its targets
 * together are less than 2^32, and its rows at most 2^26: what is shifted has 58 bits. */
constexpr uint32_t score_shift(uint32_t count, uint32_t range)
{
    return shift_of(uint64_t{count / 2} * range * (count - count / 2));
}

/* How many bits of nL*nR it drops. */
constexpr uint32_t product_shift(uint32_t count)
{
    return shift_of(uint64_t{count / 2} * (count - count / 2));
}

constexpr Score score_of(Side left, Side right, uint32_t shift, uint32_t product_shift)
{
    const uint64_t a = uint64_t{right.count} * left.sum;
    const uint64_t b = uint64_t{left.count} * right.sum;
    return {static_cast<uint32_t>((a > b ? a - b : b - a) >> shift),
            static_cast<uint32_t>(uint64_t{left.count} * right.count >> product_shift)};
}

/* Of a node with at most 131,071 rows. */
constexpr Score score_of(Side left, Side right, uint32_t shift)
{
    return score_of(left, right, shift, 0);
}

/* Whether `a` is strictly better. */
constexpr bool better(Score a, Score b)
{
    const uint64_t a2 = uint64_t{a.d} * a.d;
    const uint64_t b2 = uint64_t{b.d} * b.d;
    const uint64_t a_low = (a2 & 0xffffffffu) * b.product;
    const uint64_t b_low = (b2 & 0xffffffffu) * a.product;
    const uint64_t a_high = (a2 >> 32) * b.product + (a_low >> 32);
    const uint64_t b_high = (b2 >> 32) * a.product + (b_low >> 32);
    if (a_high != b_high)
        return a_high > b_high;
    return static_cast<uint32_t>(a_low) > static_cast<uint32_t>(b_low);
}

/* A bound below d*d / product, whatever rounding does: what is not above it is not better, and most are not.
 */
constexpr double bound_of(Score best)
{
    return static_cast<double>(best.d) * best.d / best.product * (1 - 0x1p-40);
}

constexpr bool may_be_better(Score score, double bound)
{
    return static_cast<double>(score.d) * score.d > bound * score.product;
}

/* The score of most nodes, where d*d*product fits 64 bits: the same order, sooner found. */
struct NarrowScore {
    uint64_t square = 0; /* of d */
    uint64_t product = 1;
};

/* Whether all splits of a node of `count` rows have one. */
constexpr bool is_narrow(uint32_t count, uint32_t range)
{
    const uint64_t largest = uint64_t{count / 2} * (count - count / 2);
    return 2 * std::bit_width(largest * range) + std::bit_width(largest) <= 64;
}

constexpr NarrowScore narrow_score_of(Side left, Side all)
{
    const int64_t d = int64_t{all.count} * left.sum - int64_t{left.count} * all.sum;
    return {static_cast<uint64_t>(d * d), uint64_t{left.count} * (all.count - left.count)};
}

constexpr bool better(NarrowScore a, NarrowScore b)
{
    return a.square * b.product > b.square * a.product;
}

/* With signs, which converts sooner: a square has 63 bits at most, for all with its product has 64. */
constexpr double bound_of(NarrowScore best)
{
    return static_cast<double>(static_cast<int64_t>(best.square)) /
           static_cast<double>(static_cast<int64_t>(best.product)) * (1 - 0x1p-40);
}

constexpr bool may_be_better(NarrowScore score, double bound)
{
    return static_cast<double>(static_cast<int64_t>(score.square)) >
           bound * static_cast<double>(static_cast<int64_t>(score.product));
}

} // namespace forest

#endif
