#include "forest.hpp"

#include <algorithm>

namespace forest
{

float cut_between(float lower, float upper)
{
    const float middle = static_cast<float>((double{lower} + double{upper}) / 2) + 0.0F;
    return middle > lower ? middle : upper;
}

uint16_t Feature::code(float value) const
{
    return static_cast<uint16_t>(std::upper_bound(cuts.begin(), cuts.end(), value) - cuts.begin());
}

} // namespace forest
