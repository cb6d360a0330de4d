/* Predicts on one thread. */
#ifndef FOREST_PREDICTOR_CPU_HPP
#define FOREST_PREDICTOR_CPU_HPP

#include <vector>

#include "dataset.hpp"
#include "model.hpp"

namespace forest
{

/* A vote per row. */
std::vector<Vote> predict_on_cpu(const Forest &forest, const Samples &samples);

} // namespace forest

#endif
