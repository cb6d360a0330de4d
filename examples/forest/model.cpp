#include "model.hpp"

#include <algorithm>

#include "number.hpp"

namespace forest
{

uint16_t Feature::code(double value) const
{
    return static_cast<uint16_t>(std::lower_bound(cuts.begin(), cuts.end(), value) - cuts.begin());
}

Vote leaf_mean(uint32_t count, uint32_t sum)
{
    return {sum / count, ((sum % count << 16) + count / 2) / count};
}

double prediction(const Schema &schema, uint32_t trees, Vote votes)
{
    const double sum = static_cast<double>(votes.whole) + static_cast<double>(votes.fraction) / 65536.0;
    const double units = static_cast<double>(schema.target_minimum) + sum / static_cast<double>(trees);
    return units / static_cast<double>(power_of_ten(schema.target_decimals));
}

} // namespace forest
