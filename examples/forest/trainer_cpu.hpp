/* Trains a forest on one thread. The rules are in trainer.hpp. */
#ifndef FOREST_TRAINER_CPU_HPP
#define FOREST_TRAINER_CPU_HPP

#include "dataset.hpp"
#include "forest.hpp"
#include "trainer.hpp"

namespace forest
{

Forest train_on_cpu(const Dataset &data, const TrainOptions &options, const Advance &advance = {});

} // namespace forest

#endif
