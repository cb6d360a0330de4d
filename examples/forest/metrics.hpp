/* How far predictions are off, and medians of times. */
#ifndef FOREST_METRICS_HPP
#define FOREST_METRICS_HPP

#include <cstdint>
#include <span>
#include <vector>

namespace forest
{

/* The mean of the squared differences; both as long, and not empty. */
double mean_squared_error(std::span<const double> predicted, std::span<const double> actual);

/* The part of the squared differences from the mean that is predicted: 1 is all. Where all are equal, 1 if
 * they are predicted exactly, else 0. */
double r_squared(std::span<const double> predicted, std::span<const double> actual);

/* The part that is predicted right. */
double accuracy(std::span<const uint32_t> predicted, std::span<const uint32_t> actual);

/* Of an even number of values the mean of the two in the middle; of none 0. */
double median(std::vector<double> values);

} // namespace forest

#endif
