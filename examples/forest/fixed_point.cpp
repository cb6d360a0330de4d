/* Targets as integers. */
#include <algorithm>
#include <cmath>
#include <span>

#include "dataset.hpp"
#include "limits.hpp"

namespace forest
{

namespace
{

/* In parts of the range, for squares of very small numbers are 0. */
double standard_deviation(std::span<const double> values, double minimum, double range)
{
    if (range == 0)
        return 0;
    const double count = static_cast<double>(values.size());
    double mean = 0;
    for (const double value : values)
        mean += (value - minimum) / range / count;
    double square = 0;
    for (const double value : values) {
        const double off = (value - minimum) / range - mean;
        square += off * off / count;
    }
    return std::sqrt(square) * range;
}

/* Whether values with that many decimals are integers in units of the last one that doubles hold. */
bool is_exact(double largest, uint32_t decimals)
{
    constexpr double most = 1e15;
    return decimals != no_decimals && largest * power_of_ten(decimals) < most;
}

} // namespace

Result<FixedPoint> make_fixed_point(const Target &target)
{
    const std::span<const double> values = target.numbers;
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    const double minimum = *least;
    const double maximum = *most;
    const double largest = std::max(std::abs(minimum), std::abs(maximum));
    const uint64_t steps = (sum_limit - 1) / values.size();

    FixedPoint out;
    double step = 0; /* what is lost by rounding */
    const double unit = is_exact(largest, target.decimals) ? power_of_ten(target.decimals) : 0;
    if (unit > 0 && std::round(maximum * unit) - std::round(minimum * unit) <= static_cast<double>(steps)) {
        out.scale = {std::round(minimum * unit), unit};
        for (const double value : values)
            out.targets.push_back(static_cast<uint32_t>(std::round(value * unit) - out.scale.offset));
    } else {
        step = (maximum - minimum) / static_cast<double>(steps);
        const double per_unit = minimum < maximum ? static_cast<double>(steps) / (maximum - minimum) : 1;
        out.scale = {minimum * per_unit, per_unit};
        for (const double value : values)
            out.targets.push_back(static_cast<uint32_t>(std::floor((value - minimum) * per_unit + 0.5)));
    }
    out.range = *std::max_element(out.targets.begin(), out.targets.end());

    const double coarsest = standard_deviation(values, minimum, maximum - minimum) * coarsest_step;
    if (step > coarsest)
        return Error{"the targets are too far apart: " + std::to_string(steps) +
                     " steps between the smallest and the largest are too coarse for the others; leave "
                     "outliers out, take the logarithm, or train on fewer rows"};
    /* A leaf is a float, with the target's size over the number of trees: near 0 these have fewer digits. */
    const double float_step = std::max(largest * 0x1p-24, 0x1p-149 * max_trees);
    if (minimum < maximum && float_step > coarsest)
        return Error{"the targets differ by too little for their size: subtract what they have in common, or "
                     "scale them up"};
    return out;
}

} // namespace forest
