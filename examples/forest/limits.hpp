/* What the trainers can hold; whatever exceeds it is refused by dataset.cpp and options.cpp, in words. */
#ifndef FOREST_LIMITS_HPP
#define FOREST_LIMITS_HPP

#include <cstdint>

namespace forest
{

/* Rows and codes share a 32-bit word, half each. */
inline constexpr uint32_t max_rows = 65535;
/* Binned ones: what scores have room for (score.hpp). */
inline constexpr uint32_t max_binned_rows = 1u << 26;
/* Nodes hold a feature in 16 bits; more than this many is a case for another kind of trainer. */
inline constexpr uint32_t max_features = 256;
/* A byte tells so many apart. */
inline constexpr uint32_t max_bins = 256;
/* One tree's rows, sorted by each feature twice over, fit a storage buffer of 128 MiB. */
inline constexpr uint64_t max_cells = uint64_t{1} << 23;
/* A workgroup a tree, in one dimension. */
inline constexpr uint32_t max_trees = 65535;
inline constexpr uint32_t max_depth = 64;
/* Sums of targets over all rows stay below this. */
inline constexpr uint64_t sum_limit = uint64_t{1} << 32;
/* More are likelier numbers than names. */
inline constexpr uint32_t max_classes = 256;
/* What rounding may do to a target, at most: a step of its standard deviation's 64th part. It adds a 50,000th
 * to the squared error of the best forest there can be. */
inline constexpr double coarsest_step = 1.0 / 64;

} // namespace forest

#endif
