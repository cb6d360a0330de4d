/* From a table of text to what is trained on and predicted: integers.
 *
 * Training: each feature's values become ranks, the target fixed point. Prediction: values become codes
 * by the model's cuts. */
#ifndef FOREST_DATASET_HPP
#define FOREST_DATASET_HPP

#include <cstdint>
#include <string>
#include <vector>

#include "csv.hpp"
#include "model.hpp"
#include "result.hpp"

namespace forest
{

/* Rows to train on. */
struct Dataset {
    Schema schema;
    uint32_t rows = 0;
    uint32_t range = 0; /* targets are 0 to this */
    std::vector<uint32_t> targets;
    std::vector<uint16_t> codes; /* feature by feature */
    /* Feature by feature, code << 16 | row, ascending. */
    std::vector<uint32_t> sorted;

    uint32_t features() const { return static_cast<uint32_t>(schema.features.size()); }
};

/* Every column but `target` is a feature. `trees` is how many will be trained: their sums must fit. */
Result<Dataset> make_dataset(const CsvTable &table, const std::string &target, uint32_t trees);

/* Rows to predict. */
struct Samples {
    uint32_t rows = 0;
    std::vector<uint16_t> codes; /* row by row */
    std::vector<double> targets; /* none where the table has no such column */
};

/* The model's features are found by name, in any order; other columns are ignored. */
Result<Samples> make_samples(const CsvTable &table, const Schema &schema);

} // namespace forest

#endif
