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

double r_squared(std::span<const double> predicted, std::span<const double> actual)
{
    double mean = 0;
    for (const double value : actual)
        mean += value / static_cast<double>(actual.size());
    double total = 0;
    for (const double value : actual)
        total += (value - mean) * (value - mean);
    const double off = mean_squared_error(predicted, actual) * static_cast<double>(actual.size());
    if (total == 0)
        return off == 0 ? 1 : 0;
    return 1 - off / total;
}

double accuracy(std::span<const uint32_t> predicted, std::span<const uint32_t> actual)
{
    size_t right = 0;
    for (size_t i = 0; i < predicted.size(); i++)
        right += predicted[i] == actual[i] ? 1u : 0u;
    return static_cast<double>(right) / static_cast<double>(predicted.size());
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
