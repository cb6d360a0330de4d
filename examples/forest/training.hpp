/* From data to forests, on a device: one for each output. */
#ifndef FOREST_TRAINING_HPP
#define FOREST_TRAINING_HPP

#include <functional>
#include <vector>

#include "dataset.hpp"
#include "device.hpp"
#include "forest.hpp"
#include "result.hpp"

namespace forest
{

/* Told how many of all trees are done. */
using Progression = std::function<void(uint32_t done, uint32_t all)>;

/* Leaves the targets of the last output selected. */
Result<std::vector<Forest>> train_all(Device &device, Dataset &data, const TrainOptions &options,
                                      const Progression &progression = {});

} // namespace forest

#endif
