/* Rows of numbers in memory, as large data comes: row by row, each with all its features. */
#ifndef FOREST_FLOAT_ROWS_HPP
#define FOREST_FLOAT_ROWS_HPP

#include <cstddef>
#include <cstdint>
#include <span>

namespace forest
{

/* Borrowed. No value is infinite or none at all: whoever reads the data refuses that. */
struct FloatRows {
    uint32_t rows = 0;
    uint32_t features = 0;
    std::span<const float> values;

    float at(size_t row, size_t feature) const { return values[row * features + feature]; }
    std::span<const float> part(size_t first, size_t count) const
    {
        return values.subspan(first * features, count * features);
    }
};

} // namespace forest

#endif
