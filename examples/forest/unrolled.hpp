/* Loops whose turns are so short that a turn itself counts: in WebAssembly each looks whether the guest's
 * time is up. */
#ifndef FOREST_UNROLLED_HPP
#define FOREST_UNROLLED_HPP

#include <cstdint>

namespace forest
{

/* Takes each step from `begin` to before `end`, several in a turn. */
template <uint32_t at_once = 4, typename Step> inline void take_steps(uint32_t begin, uint32_t end, Step step)
{
    for (; end - begin >= at_once; begin += at_once) {
#pragma GCC unroll 8
        for (uint32_t i = 0; i < at_once; i++)
            step(begin + i);
    }
    for (; begin < end; begin++)
        step(begin);
}

} // namespace forest

#endif
