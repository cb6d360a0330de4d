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

/* A model, and what it says of other rows. */
struct Fitted {
    Model model;
    std::vector<Vote> votes;
    double waited_ms = 0; /* as Device has it, of all forests */
};

/* Trains, and predicts the table's rows; where the device takes walkers, in one go. */
Result<Fitted> train_and_predict(Device &device, Dataset &data, const TrainOptions &options,
                                 const Table &table);

} // namespace forest

#endif
