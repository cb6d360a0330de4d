/* Metrics, and predictions from votes. */
#include "metrics.hpp"

#include "hpp/check.hpp"
#include "model.hpp"

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

TEST(votes)
{
    CHECK((leaf_mean(4, 10) == Vote{2, 32768}));
    CHECK((leaf_mean(3, 10) == Vote{3, 21845}));
    CHECK((leaf_mean(3, 11) == Vote{3, 43691})); /* rounded, not cut */
    CHECK((leaf_mean(65535, 65534) == Vote{0, 65535}));
    CHECK((leaf_mean(1, 0xffffffff) == Vote{0xffffffff, 0}));
}

TEST(predictions)
{
    Schema schema;
    schema.target_minimum = -150;
    schema.target_decimals = 2;
    CHECK(prediction(schema, 2, {300, 65536}) == 0.005); /* (-150 + 301 / 2) / 100 */
    schema.target_decimals = 0;
    CHECK(prediction(schema, 1, {7, 0}) == -143);
}

int main()
{
    return RUN_TESTS();
}
