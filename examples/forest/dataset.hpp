/* From a table of numbers to what is trained on: integers. Each feature's values become ranks, the target
 * fixed point.
 *
 * A target whose decimals fit is exact. Else its range is cut into as many steps as fit, which must not be
 * coarser than coarsest_step (limits.hpp); neither may the float of a leaf be.
 *
 * Trainers of binned features (trainer_binned.hpp) take the numbers as they are.
 *
 * Of classes there is a target each, 1 for its rows and 0 for others, and a forest each; of two classes only
 * one, of the second. */
#ifndef FOREST_DATASET_HPP
#define FOREST_DATASET_HPP

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "forest.hpp"
#include "result.hpp"
#include "table.hpp"

namespace forest
{

struct Dataset {
    Schema schema;
    uint32_t rows = 0;
    uint32_t range = 0; /* targets are 0 to this */
    std::vector<uint32_t> targets;
    std::vector<uint16_t> codes; /* feature by feature */
    /* Feature by feature, code << 16 | row, ascending. */
    std::vector<uint32_t> sorted;

    /* Where features are binned, instead of these; row by row, the table's. */
    std::span<const float> values;
    std::vector<double> numbers; /* the targets */

    std::vector<uint32_t> labels; /* each row's class, where there are classes */

    uint32_t features() const { return static_cast<uint32_t>(schema.features.size()); }
    /* How many forests it takes. */
    uint32_t outputs() const
    {
        return schema.classes.size() > 2 ? static_cast<uint32_t>(schema.classes.size()) : 1;
    }
    /* Makes the targets those of this forest, where there are classes. */
    void select(uint32_t output);
};

/* The table has a target. Binned data borrows it, and has no cuts yet. */
Result<Dataset> make_dataset(const Table &table, bool binned = false);

/* A target's numbers as fixed point; 0 to `range`. */
struct FixedPoint {
    Scale scale;
    uint32_t range = 0;
    std::vector<uint32_t> targets;
};

/* The error is without the file's name. */
Result<FixedPoint> make_fixed_point(const Target &target);

/* Classes in order: by value if all are integers, else as text; and for each of `names` its place there. */
struct ClassOrder {
    std::vector<std::string> classes;
    std::vector<uint32_t> places;
};
ClassOrder order_classes(const std::vector<std::string> &names);

} // namespace forest

#endif
