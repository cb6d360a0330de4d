/* How good a forest is on rows that its trees have not seen: each row is predicted by the trees that did not
 * draw it. Rows that every tree has drawn are left out. */
#ifndef FOREST_OUT_OF_BAG_HPP
#define FOREST_OUT_OF_BAG_HPP

#include <optional>
#include <span>

#include "dataset.hpp"
#include "forest.hpp"
#include "trainer.hpp"

namespace forest
{

/* R squared in a regression, else the part of the rows whose class is predicted; none where every tree has
 * drawn every row. `forests` has one for each output of `data`, `table` is what it was made of. */
std::optional<double> out_of_bag_score(std::span<const Forest> forests, const Dataset &data,
                                       const Table &table, const TrainOptions &options);

} // namespace forest

#endif
