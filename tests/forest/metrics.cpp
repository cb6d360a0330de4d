/* Metrics. */
#include "metrics.hpp"

#include "hpp/check.hpp"

using namespace forest;

TEST(squared_error)
{
    const std::vector<double> predicted{1, 2, 3};
    const std::vector<double> actual{1, 4, 0};
    CHECK(mean_squared_error(predicted, actual) == (0.0 + 4.0 + 9.0) / 3.0);
    CHECK(mean_squared_error(actual, actual) == 0);
}

TEST(medians)
{
    CHECK(median({}) == 0);
    CHECK(median({3}) == 3);
    CHECK(median({5, 1, 3}) == 3);
    CHECK(median({4, 1, 3, 2}) == 2.5);
}

TEST(explained)
{
    const std::vector<double> actual{1, 2, 3, 6};
    CHECK(r_squared(actual, actual) == 1);
    CHECK(r_squared(std::vector<double>{3, 3, 3, 3}, actual) == 0);
    CHECK(r_squared(std::vector<double>{1, 2, 3, 3}, actual) == 1 - 9.0 / 14.0);
    const std::vector<double> constant{2, 2};
    CHECK(r_squared(constant, constant) == 1);
    CHECK(r_squared(std::vector<double>{2, 3}, constant) == 0);
}

TEST(right_classes)
{
    const std::vector<uint32_t> actual{0, 1, 2, 2};
    CHECK(accuracy(actual, actual) == 1);
    CHECK(accuracy(std::vector<uint32_t>{0, 2, 2, 1}, actual) == 0.5);
}

int main()
{
    return RUN_TESTS();
}
