/* How often a tree draws a row of large data: a Poisson number with the mean 1, as good as drawing with
 * replacement, but each row by itself. And one row once more, so that no tree is without any. */
#ifndef FOREST_BOOTSTRAP_HPP
#define FOREST_BOOTSTRAP_HPP

#include <array>
#include <cstdint>

#include "random.hpp"

namespace forest
{

/* Where hashes begin that mean one time more: 2^32 / e * (1 + 1 + 1/2 + 1/6 + ...), rounded. */
inline constexpr std::array<uint32_t, 12> draw_limits = {
    0x5e2d58d9, 0xbc5ab1b1, 0xeb715e1e, 0xfb239797, 0xff1025f6, 0xffd90f3c,
    0xfffa8b72, 0xffff540c, 0xffffed1f, 0xfffffe21, 0xffffffd5, 0xfffffffc,
};

/* The row that is drawn once more. */
constexpr uint32_t sure_row(uint32_t rows_key, uint32_t rows)
{
    return draw_row(rows_key, UINT32_MAX, rows);
}

/* At most 13 times. */
constexpr uint32_t drawn_times(uint32_t rows_key, uint32_t row, uint32_t sure_row)
{
    const uint32_t hash = chain(rows_key, row);
    uint32_t times = row == sure_row ? 1 : 0;
    for (uint32_t i = 0; i < 4; i++)
        times += uint32_t{hash >= draw_limits[i]};
    if (hash >= draw_limits[4]) [[unlikely]] /* of one row in 273 */
        for (uint32_t i = 4; i < draw_limits.size(); i++)
            times += uint32_t{hash >= draw_limits[i]};
    return times;
}

/* What a node's draws come from: of the root features_key(), of others their parent's and their side. */
constexpr uint32_t child_key(uint32_t node_key, uint32_t side)
{
    return chain(node_key, 0x80000000u + side);
}

} // namespace forest

#endif
