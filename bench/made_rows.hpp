/* Rows for tests and measurements, made of nothing but a seed: ten features tell of the target, the others
 * nothing. bench/forest_data.py makes the same. */
#ifndef BENCH_MADE_ROWS_HPP
#define BENCH_MADE_ROWS_HPP

#include <vector>

#include "float_rows.hpp"
#include "random.hpp"

namespace forest
{

struct MadeRows {
    uint32_t count = 0;
    uint32_t features = 0;
    std::vector<float> values;
    std::vector<double> targets;

    FloatRows rows() const
    {
        return {count, features, values};
    }
};

/* In 65536ths: nearly normal, with the mean 0 and a standard deviation of 0.58; no rounding anywhere. */
inline int32_t
bell(uint32_t seed, uint32_t row, uint32_t column)
{
    const uint32_t key = chain(chain(chain(0, seed), row), column);
    const uint32_t a = chain(key, 0);
    const uint32_t b = chain(key, 1);
    return static_cast<int32_t>((a & 0xffffu) + (a >> 16) + (b & 0xffffu) + (b >> 16)) - 131070;
}

/* Friedman's function of five features, five more that tell it with noise, and noise. */
inline MadeRows
make_rows(uint32_t count, uint32_t features, uint32_t seed)
{
    MadeRows made{count, features, {}, {}};
    made.values.resize(size_t{count} * features);
    made.targets.resize(count);
    std::vector<double> x(features < 10 ? 10 : features);
    for (uint32_t row = 0; row < count; row++) {
        for (uint32_t i = 0; i < x.size(); i++)
            x[i] = bell(seed, row, i) / 65536.0;
        for (uint32_t i = 5; i < 10; i++)
            x[i] = (x[i] + x[i - 5]) / 2;
        for (uint32_t i = 0; i < features; i++)
            made.values[size_t{row} * features + i] = static_cast<float>(x[i]);
        const double noise = bell(seed, row, 1000) / 65536.0;
        made.targets[row] =
            3 * x[0] * x[1] + 4 * (x[2] - 0.5) * (x[2] - 0.5) + 3 * x[3] + 2 * x[4] + 2 * noise;
    }
    return made;
}

} // namespace forest

#endif
