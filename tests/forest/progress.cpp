/* The bar and its estimate. */
#include "progress.hpp"

#include "hpp/check.hpp"

using namespace forest;

TEST(bars)
{
    CHECK(progress_bar("training", 0, 200, 5) == "training [--------------------] 0 of 200 trees");
    CHECK(progress_bar("training", 50, 200, 1) ==
          "training [#####---------------] 50 of 200 trees, 3 s left");
    CHECK(progress_bar("training", 199, 200, 1) ==
          "training [###################-] 199 of 200 trees, 1 s left");
    CHECK(progress_bar("training", 200, 200, 1) == "training [####################] 200 of 200 trees");
}

TEST(long_estimates)
{
    CHECK_HAS(progress_bar("", 1, 2, 59.5), ", 1 min 0 s left");
    CHECK_HAS(progress_bar("", 1, 2, 3599), ", 59 min 59 s left");
    CHECK_HAS(progress_bar("", 1, 65535, 1), ", 18 h 12 min left");
    CHECK_HAS(progress_bar("", 1, 2, 86399), ", 23 h 59 min left");
    CHECK_HAS(progress_bar("", 1, 2, 90000), ", 1 d 1 h left");
}

/* With as many trees as there can be, for a day and for a month. */
TEST(width)
{
    CHECK(progress_bar("training on GPU", 65534, 65535, 3e6 * 65534).size() < 80);
    CHECK(progress_bar("training on GPU", 10001, 65535, 15000).size() < 80);
}

int main()
{
    return RUN_TESTS();
}
