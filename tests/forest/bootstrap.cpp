/* The draws of large data are Poisson's: what they should be on average, and never none at all. */
#include "bootstrap.hpp"

#include <array>
#include <cmath>

#include "hpp/check.hpp"

using namespace forest;

TEST(limits_are_poissons)
{
    double share = std::exp(-1.0);
    double sum = 0;
    for (size_t times = 0; times < draw_limits.size(); times++) {
        sum += share;
        share /= static_cast<double>(times + 1);
        CHECK(std::abs(static_cast<double>(draw_limits[times]) - sum * 4294967296.0) < 0.6);
    }
}

TEST(a_million_draws)
{
    constexpr uint32_t rows = 1000000;
    const uint32_t key = rows_key(42, 3);
    const uint32_t sure = sure_row(key, rows);
    CHECK(sure < rows);
    std::array<double, 16> counts{};
    double total = 0;
    for (uint32_t row = 0; row < rows; row++) {
        const uint32_t times = drawn_times(key, row, sure);
        CHECK(times <= 13);
        counts[times]++;
        total += times;
    }
    CHECK(std::abs(total - rows) < 4000); /* four standard deviations */
    double share = std::exp(-1.0) * rows;
    for (size_t times = 0; times < 6; times++) {
        CHECK(std::abs(counts[times] - share) < 4 * std::sqrt(share) + 2);
        share /= static_cast<double>(times + 1);
    }
}

TEST(one_row_is_always_drawn)
{
    for (uint32_t tree = 0; tree < 1000; tree++) {
        const uint32_t key = rows_key(1, tree);
        for (const uint32_t rows : {1u, 2u}) {
            uint32_t total = 0;
            for (uint32_t row = 0; row < rows; row++)
                total += drawn_times(key, row, sure_row(key, rows));
            CHECK(total > 0);
        }
    }
}

int main()
{
    return RUN_TESTS();
}
