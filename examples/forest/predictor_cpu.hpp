/* Predicts on one thread. */
#ifndef FOREST_PREDICTOR_CPU_HPP
#define FOREST_PREDICTOR_CPU_HPP

#include <vector>

#include "model.hpp"
#include "table.hpp"

namespace forest
{

/* Row by row a vote for each output. */
std::vector<Vote> predict_on_cpu(const Model &model, const Table &table);

} // namespace forest

#endif
