/* Features in at most 256 bins, and targets in steps: what trains on large data.
 *
 * All of it is made once, on the CPU, for whichever device trains. */
#ifndef FOREST_BINNING_HPP
#define FOREST_BINNING_HPP

#include <cstdint>
#include <span>
#include <vector>

#include "float_rows.hpp"
#include "key.hpp"
#include "result.hpp"

namespace forest
{

/* A value's code is how many of a feature's cuts are at most the value: it lies left of cut k if it is
 * less than that, if its code is at most k. */
using Cuts = std::vector<float>; /* ascending, no two the same */

/* For each feature at most `bins` - 1 cuts. With no more distinct values than bins there is a cut between
 * each two neighbours, halfway; else they part a sample of the rows into parts of one size, as well as its
 * values can be parted. */
std::vector<Cuts> make_cuts(const FloatRows &rows, uint32_t bins);

/* Targets as whole steps from the smallest; a step is a power of two. */
struct Targets {
    double minimum = 0;
    double step = 1;
    uint32_t range = 0; /* the largest of the values; 4,095 at most */
    std::vector<uint32_t> values;
};

/* How often rows are drawn in all, at most (bootstrap.hpp): so many targets are added up in 32 bits. */
uint64_t most_draws(uint32_t rows);

/* As many steps as the sums allow. An error where steps are too coarse for what they tell apart: where they
 * are not exact, and targets are less than 8 of them from their mean on average. (Rounding moves a target by
 * a quarter of a step.) */
Result<Targets> make_targets(std::span<const double> targets);

} // namespace forest

#endif
