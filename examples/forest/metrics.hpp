/* How far predictions are off, and medians of times. */
#ifndef FOREST_METRICS_HPP
#define FOREST_METRICS_HPP

#include <span>
#include <vector>

namespace forest
{

/* The mean of the squared differences; both as long, and not empty. */
double mean_squared_error(std::span<const double> predicted, std::span<const double> actual);

/* Of an even number of values the mean of the two in the middle; of none 0. */
double median(std::vector<double> values);

} // namespace forest

#endif
