/* Predicts on one thread. */
#ifndef FOREST_PREDICTOR_CPU_HPP
#define FOREST_PREDICTOR_CPU_HPP

#include <vector>

#include "float_rows.hpp"
#include "walk_forest.hpp"

namespace forest
{

/* Row by row a vote for each output. */
std::vector<Vote> predict_on_cpu(const WalkForest &forest, const FloatRows &rows);

} // namespace forest

#endif
