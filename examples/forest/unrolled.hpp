/* Loops whose turns are so short that a turn itself counts: in WebAssembly each looks whether the guest's
 * time is up. */
#ifndef FOREST_UNROLLED_HPP
#define FOREST_UNROLLED_HPP

#include <cstdint>

namespace forest
{

/* Takes each step from `begin` to before `end`, four in a turn. */
template <typename Step> inline void take_steps(uint32_t begin, uint32_t end, Step step)
{
    for (; end - begin >= 4; begin += 4)
        for (uint32_t i = 0; i < 4; i++) /* which compilers lay out */
            step(begin + i);
    for (; begin < end; begin++)
        step(begin);
}

} // namespace forest

#endif
