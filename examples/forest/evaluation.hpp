/* What a model says of a table's rows, and how good that is where the table has the target. */
#ifndef FOREST_EVALUATION_HPP
#define FOREST_EVALUATION_HPP

#include <span>
#include <vector>

#include "model.hpp"
#include "table.hpp"

namespace forest
{

struct Evaluation {
    std::vector<double> outputs;   /* row by row */
    std::vector<uint32_t> classes; /* row by row, places in the model's; none: regression */
    bool known = false;            /* whether the table has the target: */
    double mse = 0, r2 = 0;        /* in a regression */
    double accuracy = 0;           /* else */
};

/* Which of a file's columns are needed to predict. `target` is --target, or empty. */
Wanted wanted_by(const Model &model, const std::string &target);

Evaluation evaluate(const Model &model, const Table &table, std::span<const Vote> votes);

/* Row by row the share of each class: they are predicted one by one, and of more than two may not add up
 * to 1. */
std::vector<std::vector<double>> probabilities(const Model &model, std::span<const double> outputs);

} // namespace forest

#endif
