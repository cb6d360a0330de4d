/* How a node's rows part, on the CPU. */
#ifndef FOREST_PART_ROWS_HPP
#define FOREST_PART_ROWS_HPP

#include <cstddef>

#include "unrolled.hpp"

namespace forest
{

/* Copies rows that go left first, and the others from the end on; returns where these begin. So rows of a
 * node ascend or descend: memory is read in order. */
template <typename Row, typename GoesLeft>
inline Row *part_rows(const Row *from, uint32_t size, Row *to, GoesLeft goes_left)
{
    Row *left = to;
    Row *right = to + size - 1;
    take_steps(0, size, [&](uint32_t i) {
        const Row here = from[i];
        const ptrdiff_t is_left = goes_left(here);
        *left = here;
        *right = here;
        left += is_left;
        right -= 1 - is_left;
    });
    return left;
}

} // namespace forest

#endif
