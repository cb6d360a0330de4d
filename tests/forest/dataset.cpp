/* From numbers to ranks and fixed point; limits, and what is said of them. */
#include "dataset.hpp"

#include <cfloat>

#include "limits.hpp"
#include "tables.hpp"

using namespace forest;

namespace
{

Result<FixedPoint> fixed(const std::vector<double> &values, uint32_t decimals)
{
    Target target;
    for (const double value : values)
        CHECK(target.numbers.push(value));
    target.decimals = decimals;
    return make_fixed_point(target);
}

std::string fixed_error(const std::vector<double> &values, uint32_t decimals)
{
    const auto point = fixed(values, decimals);
    return point ? "no error" : point.error().text;
}

} // namespace

TEST(ranks)
{
    const Dataset data = data_of("x,y,z\n5,1,0\n-2,2,0\n5,3,0\n7.5,4,0\n");
    CHECK(data.rows == 4 && data.features() == 2 && data.schema.named && data.schema.target_name == "y");
    CHECK(data.schema.features[0].name == "x" && data.schema.features[1].name == "z");
    CHECK((data.schema.features[0].cuts == std::vector<float>{1.5, 6.25}));
    CHECK(data.schema.features[1].cuts.empty());
    CHECK((data.codes == std::vector<uint16_t>{1, 0, 1, 2, 0, 0, 0, 0}));
    CHECK((data.sorted ==
           std::vector<uint32_t>{0u << 16 | 1, 1u << 16 | 0, 1u << 16 | 2, 2u << 16 | 3, 0, 1, 2, 3}));
    CHECK((data.targets == std::vector<uint32_t>{0, 1, 2, 3}));
    CHECK(data.range == 3 && (data.schema.target == Scale{1, 1}));
}

TEST(fixed_point)
{
    const Dataset data = data_of("x,y\n1,-1.5\n2,0.25\n3,1e1\n");
    CHECK((data.schema.target == Scale{-150, 100}));
    CHECK((data.targets == std::vector<uint32_t>{0, 175, 1150}));
    CHECK(data.range == 1150);
}

/* Whatever two neighbours are, a value has its own code, and one next to it another; the cut itself is on the
 * upper one's side. */
TEST(cuts_lie_between)
{
    const Dataset data = data_of("x,y\n-3.4028235e38,1\n3.4028235e38,2\n1,3\n1.0000001,4\n1e-45,5\n0,6\n");
    const Feature &x = data.schema.features[0];
    CHECK(x.cuts.size() == 5);
    CHECK(x.code(-FLT_MAX) == 0 && x.code(0) == 1 && x.code(FLT_TRUE_MIN) == 2 && x.code(1) == 3);
    CHECK(x.code(1.0000001F) == 4 && x.code(FLT_MAX) == 5);
    CHECK(x.code(-1) == 1 && x.code(0.4F) == 2 && x.code(0.6F) == 3); /* between them, the nearer one */
    const Dataset plain = data_of("x,y\n1,1\n2,2\n");
    CHECK(plain.schema.features[0].code(1.5F) == 1 && plain.schema.features[0].code(1.4999999F) == 0);
}

TEST(exact_as_long_as_it_fits)
{
    /* 2^32 - 1 over the rows. */
    const auto exact = fixed({0, 2147483647}, 0);
    CHECK(exact && exact->range == 2147483647 && (exact->scale == Scale{0, 1}));
    const auto wide = fixed({0, 2147483648}, 0);
    CHECK(wide && wide->range == 2147483647 && wide->scale.per_unit < 1);
    const auto large = fixed({-900000000000000, -899999999000000}, 0);
    CHECK(!large); /* a float has not that many digits */
    const auto digits = fixed({123456.789, 123457.789, 123458.789}, 3);
    CHECK(digits && digits->scale.offset == 123456789 &&
          (digits->targets == std::vector<uint32_t>{0, 1000, 2000}));
}

TEST(else_in_as_many_steps_as_fit)
{
    const auto point = fixed({0.1, 0.2, 0.4, 0.30000000000000004}, no_decimals);
    CHECK(point && point->range == 1073741823 && point->targets[0] == 0 && point->targets[2] == 1073741823);
    CHECK(point && point->targets[1] == 357913941 && point->targets[3] == 715827882);
    const double back = point ? (point->scale.offset + point->targets[1]) / point->scale.per_unit : 0;
    CHECK(back > 0.2 - 1e-9 && back < 0.2 + 1e-9);
    const auto widest = fixed({-3e38, 3e38}, no_decimals);
    CHECK(widest && widest->range == 2147483647);
    const auto tiny = fixed({1e-37, 3e-37, 2e-37}, no_decimals);
    CHECK(tiny && tiny->targets[2] == tiny->range / 2 + 1);
    const auto one = fixed({0.30000000000000004}, no_decimals);
    CHECK(one && one->range == 0 && (one->scale.offset + 0) / one->scale.per_unit == 0.30000000000000004);
}

TEST(too_coarse)
{
    /* 100,000 rows have 42,949 steps; nearly all of these rows are within one of them. */
    std::vector<double> values;
    for (int i = 0; i < 100000; i++)
        values.push_back(i % 10 * 1e-9);
    CHECK(fixed_error(values, 9) == "no error");
    values[0] = 1000;
    CHECK(fixed_error(values, 9) == "no error"); /* the outlier is most of the deviation itself */
    values[1] = -3e9;
    values[0] = 1e9;
    CHECK(fixed_error(values, 9) == "no error");
    std::vector<double> many(4000000, 0);
    many[0] = 1e9;
    many[1] = 0.5;
    CHECK_HAS(fixed_error(many, 1), "the targets are too far apart: 1073 steps");
    CHECK_HAS(fixed_error({1e9, 1e9 + 1, 1e9 + 2}, 0), "differ by too little for their size");
    CHECK_HAS(fixed_error({1e-300, 3e-300}, no_decimals), "scale them up");
    CHECK(fixed_error({1e9, 1e9, 1e9}, 0) == "no error");
    CHECK(fixed_error({2000, 2001, 2002}, 0) == "no error");
}

TEST(two_classes)
{
    const Wanted wanted{.target = "y", .classes = true};
    Dataset data = data_of("x,y\n1,yes\n2,no\n3,yes\n", wanted);
    CHECK((data.schema.classes == std::vector<std::string>{"no", "yes"}));
    CHECK((data.labels == std::vector<uint32_t>{1, 0, 1}));
    CHECK(data.outputs() == 1 && data.range == 1 && (data.schema.target == Scale{0, 1}));
    CHECK((data.targets == std::vector<uint32_t>{1, 0, 1}));
    data.select(0);
    CHECK((data.targets == std::vector<uint32_t>{1, 0, 1}));
    CHECK(data_error("x,y\n1,a\n2,a\n", wanted) ==
          "t.csv: all rows are of class 'a': there is nothing to tell apart");
}

TEST(more_classes)
{
    Dataset data = data_of("x,y\n1,10\n2,9\n3,-1\n4,9\n", {.target = "y", .classes = true});
    CHECK((data.schema.classes == std::vector<std::string>{"-1", "9", "10"}));
    CHECK(data.outputs() == 3);
    CHECK((data.targets == std::vector<uint32_t>{0, 0, 1, 0}));
    data.select(1);
    CHECK((data.targets == std::vector<uint32_t>{0, 1, 0, 1}));
    data.select(2);
    CHECK((data.targets == std::vector<uint32_t>{1, 0, 0, 0}));
}

TEST(order_of_classes)
{
    const ClassOrder text = order_classes({"10", "9", "b", "B"});
    CHECK((text.classes == std::vector<std::string>{"10", "9", "B", "b"}));
    CHECK((text.places == std::vector<uint32_t>{0, 1, 3, 2}));
    const ClassOrder numbers = order_classes({"10", "01", "1", "-9223372036854775808"});
    CHECK((numbers.classes == std::vector<std::string>{"-9223372036854775808", "01", "1", "10"}));
}

TEST(size)
{
    std::string header = "y";
    std::string row = "1";
    for (uint32_t i = 0; i < max_features; i++) {
        header += ",x" + std::to_string(i);
        row += ",2";
    }
    CHECK(data_error(header + "\n" + row + "\n") == "no error");
    CHECK_HAS(table_error(header + ",z\n" + row + ",2\n"), "257 features, at most 256");
    std::string tall = "x,y\n";
    for (uint32_t i = 0; i <= max_rows; i++)
        tall += "1,2\n";
    CHECK_HAS(data_error(tall), "65536 rows, at most 65535");
    std::string large = header + "\n";
    for (uint64_t i = 0; i <= max_cells / max_features; i++)
        large += row + "\n";
    CHECK_HAS(data_error(large), "rows times features is 8388864, at most 8388608");
}

int main()
{
    return RUN_TESTS();
}
