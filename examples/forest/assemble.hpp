/* A model of the forests that were trained, one for each output. */
#ifndef FOREST_ASSEMBLE_HPP
#define FOREST_ASSEMBLE_HPP

#include <span>

#include "forest.hpp"
#include "model.hpp"

namespace forest
{

/* A leaf's value is its rows' mean over the number of trees, in double precision, rounded to a float. */
Model assemble(std::span<const Forest> forests);

/* How much each feature tells: what its splits lower the squared error by, as a part of the tree's, on
 * average over the trees that have splits. They add up to 1, or to 0 where no tree has any. */
std::vector<double> importances(const Model &model);

} // namespace forest

#endif
