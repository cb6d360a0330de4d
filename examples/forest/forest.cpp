#include "forest.hpp"

#include <algorithm>

namespace forest
{

uint16_t Feature::code(float value) const
{
    return static_cast<uint16_t>(std::upper_bound(cuts.begin(), cuts.end(), value) - cuts.begin());
}

} // namespace forest
