/* What rows weigh in a node, on the CPU: one word, so that one addition counts them and adds their targets
 * up. */
#ifndef FOREST_WEIGHT_HPP
#define FOREST_WEIGHT_HPP

#include <cstdint>

#include "score.hpp"

namespace forest
{

/* How often rows were drawn << 32 | the sum of their targets. */
using Weight = uint64_t;

constexpr Side side_of(Weight weight)
{
    return {static_cast<uint32_t>(weight >> 32), static_cast<uint32_t>(weight)};
}

} // namespace forest

#endif
