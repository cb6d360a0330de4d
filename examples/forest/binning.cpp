#include "binning.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "forest.hpp"
#include "random.hpp"

namespace forest
{

namespace
{

/* Enough that a bin of 256 has its share to within a fifth. */
constexpr uint32_t sample_size = 8192;
/* Of the targets' range: what they are told apart by, far below the spread of a leaf's rows. */
constexpr uint32_t most_steps = 4095;

constexpr uint32_t sample_key = chain(0, 3);

/* One row of each stretch of the data, at random, or all of them. */
std::vector<uint32_t> sample_rows(uint32_t rows)
{
    std::vector<uint32_t> sample(std::min(rows, sample_size));
    const uint64_t size = sample.size();
    for (uint32_t i = 0; i < size; i++) {
        const uint32_t begin = static_cast<uint32_t>(uint64_t{i} * rows / size);
        const uint32_t end = static_cast<uint32_t>((uint64_t{i} + 1) * rows / size);
        sample[i] = begin + chain(sample_key, i) % (end - begin);
    }
    return sample;
}

/* By their digits, eleven bits at a time: three times as fast as comparing. */
void sort_keys(std::vector<uint32_t> &keys, std::vector<uint32_t> &other)
{
    constexpr uint32_t digits = 2048;
    other.resize(keys.size());
    for (const uint32_t shift : {0u, 11u, 22u}) {
        std::array<uint32_t, digits + 1> begins{};
        for (const uint32_t key : keys)
            begins[(key >> shift) % digits + 1]++;
        for (uint32_t digit = 0; digit < digits; digit++)
            begins[digit + 1] += begins[digit];
        for (const uint32_t key : keys)
            other[begins[(key >> shift) % digits]++] = key;
        keys.swap(other);
    }
}

/* Distinct values of a feature, ascending, and where each begins in the sorted sample. */
struct Distinct {
    std::vector<float> values;
    std::vector<uint32_t> begins;

    explicit Distinct(const std::vector<uint32_t> &sorted)
    {
        values.reserve(sorted.size());
        begins.reserve(sorted.size());
        for (uint32_t i = 0; i < sorted.size(); i++) {
            if (i > 0 && sorted[i] == sorted[i - 1])
                continue;
            values.push_back(float_of(sorted[i]));
            begins.push_back(i);
        }
    }

    /* The number of the value at a place in the sample. */
    size_t find(uint32_t place) const
    {
        return static_cast<size_t>(std::upper_bound(begins.begin(), begins.end(), place) - begins.begin()) -
               1;
    }
};

Cuts cuts_of(const std::vector<uint32_t> &sorted, uint32_t bins)
{
    const Distinct distinct(sorted);
    const size_t count = distinct.values.size();
    Cuts cuts;
    size_t last = 0; /* the value above the last cut */
    const auto cut_below = [&](size_t number) {
        cuts.push_back(cut_between(distinct.values[number - 1], distinct.values[number]));
        last = number;
    };
    if (count <= bins) {
        for (size_t number = 1; number < count; number++)
            cut_below(number);
        return cuts;
    }
    for (uint32_t bin = 1; bin < bins; bin++) {
        const auto place = static_cast<uint32_t>(uint64_t{bin} * sorted.size() / bins);
        /* A value that fills bins has a cut on either side. */
        const size_t number = std::max(distinct.find(place), last + 1);
        if (number < count)
            cut_below(number);
    }
    return cuts;
}

uint64_t square_root(uint64_t value)
{
    auto root = static_cast<uint64_t>(std::sqrt(static_cast<double>(value)));
    while (root * root > value)
        root--;
    while ((root + 1) * (root + 1) <= value)
        root++;
    return root;
}

/* The smallest power of two of which `most` reach over `range`. */
double step_for(double range, uint32_t most)
{
    int exponent = 0;
    const double fraction = std::frexp(range / most, &exponent);
    return std::ldexp(1, fraction > 0.5 ? exponent : exponent - 1);
}

double mean_distance(const std::vector<uint32_t> &values, uint32_t mean)
{
    uint64_t sum = 0;
    for (const uint32_t value : values)
        sum += std::max(value, mean) - std::min(value, mean);
    return static_cast<double>(sum) / static_cast<double>(values.size());
}

} // namespace

std::vector<Cuts> make_cuts(const FloatRows &rows, uint32_t bins)
{
    const std::vector<uint32_t> sample = sample_rows(rows.rows);
    std::vector<std::vector<uint32_t>> keys(rows.features, std::vector<uint32_t>(sample.size()));
    for (size_t i = 0; i < sample.size(); i++)
        for (uint32_t feature = 0; feature < rows.features; feature++)
            keys[feature][i] = key_of(rows.at(sample[i], feature));
    std::vector<Cuts> cuts;
    std::vector<uint32_t> other;
    for (std::vector<uint32_t> &column : keys) {
        sort_keys(column, other);
        cuts.push_back(cuts_of(column, bins));
    }
    return cuts;
}

/* The sum of Poisson numbers with the mean 1 is one, too: its standard deviation is the root of the rows. */
uint64_t most_draws(uint32_t rows)
{
    return rows + 16 * square_root(rows) + 64;
}

/* A step is a power of two: what is multiplied or divided by it stays exact. */
Result<Targets> make_targets(std::span<const double> targets)
{
    Targets out;
    out.minimum = targets.front();
    double maximum = targets.front();
    for (const double target : targets) {
        out.minimum = std::min(out.minimum, target);
        maximum = std::max(maximum, target);
    }
    const double range = maximum - out.minimum;
    out.values.resize(targets.size());
    if (range == 0)
        return out;
    const uint64_t sums = UINT32_MAX / most_draws(static_cast<uint32_t>(targets.size()));
    out.step = step_for(range, static_cast<uint32_t>(std::min<uint64_t>(sums, most_steps)));
    if (!std::isnormal(range) || !std::isnormal(out.step))
        return Error{"the targets' range, " + std::to_string(range) + ", is beyond what can be told apart"};

    const double steps_a_unit = 1 / out.step;
    bool is_exact = true;
    uint32_t bits = 0;
    uint64_t sum = 0;
    for (size_t i = 0; i < targets.size(); i++) {
        const double exact = (targets[i] - out.minimum) * steps_a_unit;
        const auto steps = static_cast<uint32_t>(exact + 0.5);
        is_exact = is_exact && steps == exact;
        sum += steps;
        bits |= steps;
        out.values[i] = steps;
    }
    const double distance = mean_distance(out.values, static_cast<uint32_t>(sum / targets.size()));
    if (!is_exact && distance < 8)
        return Error{"the targets reach from " + std::to_string(out.minimum) + " to " +
                     std::to_string(maximum) + ", but are only " + std::to_string(distance * out.step) +
                     " from their mean on average; with " + std::to_string(targets.size()) +
                     " rows that has to be at least 8 steps of " + std::to_string(out.step) +
                     ": cut off the extremes, or take logarithms"};
    const int spare = std::countr_zero(bits); /* a coarser step says the same */
    if (spare > 0)
        for (uint32_t &value : out.values)
            value >>= spare;
    out.step = std::ldexp(out.step, spare);
    out.range = static_cast<uint32_t>(range / out.step + 0.5);
    return out;
}

} // namespace forest
