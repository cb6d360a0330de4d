/* Cuts, codes and targets of large data. */
#include "binning.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "cut_table.hpp"
#include "hpp/check.hpp"

using namespace forest;

namespace
{

Cuts cuts_of(const std::vector<float> &values, uint32_t bins)
{
    const FloatRows rows{static_cast<uint32_t>(values.size()), 1, values};
    return make_cuts(rows, bins).front();
}

uint32_t code(const Cuts &cuts, float value)
{
    return CutTable(cuts).code_of(value);
}

} // namespace

TEST(keys_order_as_numbers)
{
    const float tiny = std::numeric_limits<float>::denorm_min();
    const float most = std::numeric_limits<float>::max();
    const float numbers[] = {-most, -1.5f, -1, -2 * tiny, -tiny, 0, tiny, 2 * tiny, 1, 1.5f, most};
    for (const float a : numbers) {
        CHECK(float_of(key_of(a)) == a);
        for (const float b : numbers)
            CHECK((key_of(a) < key_of(b)) == (a < b));
    }
    CHECK(key_of(-0.0f) == key_of(0.0f));
    CHECK(key_of(most) < UINT32_MAX); /* what fills up the GPU's table of cuts */
}

TEST(a_cut_between_all_values_of_few)
{
    CHECK((cuts_of({3, 1, 2, 2, 8}, 4) == Cuts{1.5f, 2.5f, 5.5f}));
    CHECK((cuts_of({3, 1, 2, 2, 8}, 256) == Cuts{1.5f, 2.5f, 5.5f}));
    CHECK(cuts_of({7, 7, 7}, 256).empty());
    CHECK(cuts_of({7}, 256).empty());
    CHECK(cuts_of({-0.0f, 0.0f}, 256).empty());
}

TEST(codes_with_any_number_of_cuts)
{
    for (uint32_t count = 0; count <= 255; count++) {
        Cuts cuts;
        for (uint32_t i = 0; i < count; i++)
            cuts.push_back(static_cast<float>(i) - 100);
        const CutTable table(cuts);
        CHECK(table.code_of(-std::numeric_limits<float>::max()) == 0);
        CHECK(table.code_of(std::numeric_limits<float>::max()) == count);
        for (uint32_t i = 0; i < count; i++) {
            CHECK(table.code_of(std::nextafter(cuts[i], -1000.0f)) == i);
            CHECK(table.code_of(cuts[i]) == i + 1);
            CHECK(table.code_of(std::nextafter(cuts[i], 1000.0f)) == i + 1);
        }
    }
}

TEST(neighbours_are_told_apart)
{
    const float one = 1;
    const float next = std::nextafter(one, 2.0f);
    CHECK((cuts_of({one, next}, 2) == Cuts{next}));
    const float tiny = std::numeric_limits<float>::denorm_min();
    const Cuts cuts = cuts_of({-tiny, 0, tiny}, 256);
    CHECK(cuts.size() == 2);
    CHECK(code(cuts, -tiny) == 0 && code(cuts, 0) == 1 && code(cuts, tiny) == 2);
    const float most = std::numeric_limits<float>::max();
    CHECK((cuts_of({-most, most}, 2) == Cuts{0}));
    CHECK(cuts_of({most / 2, most}, 2).front() <= most);
}

/* What XGBoost and the model's format mean by a cut. */
TEST(a_value_at_a_cut_lies_right_of_it)
{
    const Cuts cuts{1.5f, 2.5f};
    CHECK(code(cuts, 1.4f) == 0 && code(cuts, 1.5f) == 1 && code(cuts, 2) == 1 && code(cuts, 2.5f) == 2);
    CHECK(code(cuts, -std::numeric_limits<float>::max()) == 0);
    for (const float value : {1.0f, 1.5f, 2.0f, 2.5f, 3.0f})
        for (uint32_t k = 0; k < cuts.size(); k++)
            CHECK((code(cuts, value) <= k) == (value < cuts[k]));
}

TEST(bins_of_one_size)
{
    std::mt19937 random(1);
    std::vector<float> values;
    for (int i = 0; i < 100000; i++)
        values.push_back(std::ldexp(static_cast<float>(random() % 1000000), static_cast<int>(random() % 8)));
    for (const uint32_t bins : {2u, 3u, 100u, 256u}) {
        const Cuts cuts = cuts_of(values, bins);
        CHECK(cuts.size() == bins - 1);
        CHECK(std::is_sorted(cuts.begin(), cuts.end()));
        std::vector<double> sizes(bins);
        for (const float value : values)
            sizes[code(cuts, value)]++;
        const double share = static_cast<double>(values.size()) / bins;
        for (const double size : sizes)
            CHECK(size > 0.3 * share && size < 2 * share);
    }
}

/* A value that many rows have is a bin of its own, and the rest is still parted. */
TEST(heaps_stand_alone)
{
    std::vector<float> values(5000, 0);
    for (int i = 0; i < 1500; i++) {
        values.push_back(static_cast<float>(i + 1));
        values.push_back(static_cast<float>(-i - 1));
    }
    const Cuts cuts = cuts_of(values, 16);
    CHECK((std::find(cuts.begin(), cuts.end(), -0.5f) != cuts.end()));
    CHECK((std::find(cuts.begin(), cuts.end(), 0.5f) != cuts.end()));
    CHECK(cuts.size() >= 6 && cuts.size() <= 15);
    CHECK(cuts.front() < -500 && cuts.back() > 500);
}

TEST(targets_in_exact_steps)
{
    const auto classes = make_targets(std::vector<double>{0, 1, 1, 0});
    CHECK(classes && classes->range == 1 && classes->step == 1 && classes->minimum == 0);
    CHECK((classes->values == std::vector<uint32_t>{0, 1, 1, 0}));
    const auto halves = make_targets(std::vector<double>{-2, 0.5, 7});
    CHECK(halves && halves->step == 0.5 && halves->minimum == -2 && halves->range == 18);
    const auto constant = make_targets(std::vector<double>{5.25, 5.25});
    CHECK(constant && constant->range == 0 && constant->minimum == 5.25);
    const auto one = make_targets(std::vector<double>{1e300});
    CHECK(one && one->range == 0);
}

TEST(targets_fit_their_sums)
{
    std::mt19937 random(2);
    for (const uint32_t rows : {1u, 2u, 100u, 70000u, 1000000u}) {
        std::vector<double> values;
        for (uint32_t i = 0; i < rows; i++)
            values.push_back(static_cast<double>(random()) / 1e9 - 1);
        const auto targets = make_targets(values);
        CHECK(targets);
        CHECK(targets->range <= 4095);
        CHECK(most_draws(rows) * targets->range <= UINT32_MAX);
        CHECK(rows < 10 || targets->range >= std::min<uint64_t>(4095, UINT32_MAX / most_draws(rows)) / 2);
        for (uint32_t i = 0; i < rows; i++)
            CHECK(std::abs(targets->minimum + targets->values[i] * targets->step - values[i]) <=
                  targets->step / 2);
    }
}

TEST(too_coarse_targets_are_refused)
{
    std::vector<double> values(100000);
    for (size_t i = 0; i < values.size(); i++)
        values[i] = static_cast<double>(i % 1000) / 1000.3;
    CHECK(make_targets(values));
    values[7] = 1e9;
    const auto error = make_targets(values);
    CHECK(!error);
    CHECK_HAS(error.error().text, "from their mean on average");
    values.assign(100000, 0);
    values[7] = 1; /* exact: all is well */
    CHECK(make_targets(values));
    CHECK(!make_targets(std::vector<double>{-1.7e308, 1.7e308}));
    CHECK(!make_targets(std::vector<double>{0, 4e-323}));
}

int main()
{
    return RUN_TESTS();
}
