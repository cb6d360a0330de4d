#include "metrics.hpp"

#include <algorithm>
#include <cstddef>

namespace forest
{

double mean_squared_error(std::span<const double> predicted, std::span<const double> actual)
{
    double sum = 0;
    for (size_t i = 0; i < predicted.size(); i++)
        sum += (predicted[i] - actual[i]) * (predicted[i] - actual[i]);
    return sum / static_cast<double>(predicted.size());
}

double median(std::vector<double> values)
{
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    const size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

} // namespace forest
