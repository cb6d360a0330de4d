/* Trains a forest on large data, on one thread. The rules are in trainer_binned.hpp. */
#ifndef FOREST_TRAINER_BINNED_CPU_HPP
#define FOREST_TRAINER_BINNED_CPU_HPP

#include "trainer_binned.hpp"

namespace forest
{

Result<BinnedForest> train_binned_on_cpu(const FloatRows &rows, std::span<const double> targets,
                                         const TrainOptions &options, const Advance &advance = {});

} // namespace forest

#endif
