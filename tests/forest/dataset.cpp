/* From text to ranks and fixed point; limits, and what is said of them. */
#include "dataset.hpp"

#include <cfloat>

#include "hpp/check.hpp"
#include "limits.hpp"

using namespace forest;

namespace
{

CsvTable table_of(std::string_view text)
{
    auto table = parse_csv("t.csv", std::vector<char>(text.begin(), text.end()));
    CHECK(table);
    return std::move(*table);
}

std::string dataset_error(std::string_view text, uint32_t trees = 10)
{
    const auto data = make_dataset(table_of(text), "y", trees);
    return data ? "no error" : data.error().text;
}

} // namespace

TEST(ranks)
{
    const auto data = make_dataset(table_of("x,y,z\n5,1,0\n-2,2,0\n5,3,0\n7.5,4,0\n"), "y", 10);
    CHECK(data && data->rows == 4 && data->features() == 2);
    CHECK(data->schema.features[0].name == "x" && data->schema.features[1].name == "z");
    CHECK((data->schema.features[0].cuts == std::vector<double>{1.5, 6.25}));
    CHECK(data->schema.features[1].cuts.empty());
    CHECK((data->codes == std::vector<uint16_t>{1, 0, 1, 2, 0, 0, 0, 0}));
    CHECK((data->sorted ==
           std::vector<uint32_t>{0u << 16 | 1, 1u << 16 | 0, 1u << 16 | 2, 2u << 16 | 3, 0, 1, 2, 3}));
    CHECK((data->targets == std::vector<uint32_t>{0, 1, 2, 3}));
    CHECK(data->range == 3 && data->schema.target_minimum == 1 && data->schema.target_decimals == 0);
}

TEST(fixed_point)
{
    const auto data = make_dataset(table_of("x,y\n1,-1.5\n2,0.25\n3,1e1\n"), "y", 10);
    CHECK(data && data->schema.target_decimals == 2 && data->schema.target_minimum == -150);
    CHECK((data->targets == std::vector<uint32_t>{0, 175, 1150}));
    CHECK(data->range == 1150);
}

/* Whatever two neighbours are, a value has its own code, and one next to it another. */
TEST(cuts_lie_between)
{
    const auto data = make_dataset(table_of("x,y\n-1.7976931348623157e308,1\n1.7976931348623157e308,2\n"
                                            "1,3\n1.0000000000000002,4\n5e-324,5\n0,6\n"),
                                   "y", 10);
    CHECK(data);
    const Feature &x = data->schema.features[0];
    CHECK(x.cuts.size() == 5);
    CHECK(x.code(-DBL_MAX) == 0 && x.code(0) == 1 && x.code(5e-324) == 2 && x.code(1) == 3);
    CHECK(x.code(1.0000000000000002) == 4 && x.code(DBL_MAX) == 5);
    CHECK(x.code(-1) == 1 && x.code(0.4) == 2 && x.code(0.6) == 3); /* between them, the nearer one */
}

TEST(cells_that_are_no_numbers)
{
    CHECK(dataset_error("x,y\n1,2\nabc,3\n") == "t.csv:3: column 1 (x): 'abc' is not a number");
    CHECK(dataset_error("x,y\n1,2\n1,\n") == "t.csv:3: column 2 (y): an empty cell where a number should be");
    CHECK(dataset_error("x,y\nnan,2\n") == "t.csv:2: column 1 (x): 'nan' is not a number");
    CHECK(dataset_error("x,y\n1e999,2\n") == "t.csv:2: column 1 (x): '1e999' is too large for a number");
    CHECK(dataset_error("x,y\n1,0.12345678912\n") ==
          "t.csv:2: column 2 (y): '0.12345678912' has more than 9 decimals");
}

TEST(columns)
{
    CHECK(dataset_error("x,z\n1,2\n") ==
          "t.csv: no column 'y', which is to be predicted (choose another with --target)");
    CHECK_HAS(dataset_error("y\n1\n"), "the target is the only column");
}

TEST(the_target_may_be_so_wide)
{
    /* 2^32 - 1 over the larger of rows and trees. */
    CHECK(dataset_error("x,y\n1,0\n2,429496729\n") == "no error");
    CHECK_HAS(dataset_error("x,y\n1,0\n2,429496730\n"), "may be 429496729 steps");
    CHECK_HAS(dataset_error("x,y\n1,0\n2,429496.7300\n", 1000),
              "targets with 2 decimals over so wide a range");
    CHECK_HAS(dataset_error("x,y\n1,-900000000000000000\n2,900000000000000000\n"), "over so wide a range");
    CHECK_HAS(dataset_error("x,y\n1,0.000000001\n2,900000000000000000\n"), "over so wide a range");
}

TEST(size)
{
    std::string header = "y";
    std::string row = "1";
    for (uint32_t i = 0; i < max_features; i++) {
        header += ",x" + std::to_string(i);
        row += ",2";
    }
    CHECK(dataset_error(header + "\n" + row + "\n") == "no error");
    CHECK_HAS(dataset_error(header + ",z\n" + row + ",2\n"), "257 features, at most 256");
    std::string tall = "x,y\n";
    for (uint32_t i = 0; i <= max_rows; i++)
        tall += "1,2\n";
    CHECK_HAS(dataset_error(tall), "65536 rows, at most 65535");
    std::string large = header + "\n";
    for (uint64_t i = 0; i <= max_cells / max_features; i++)
        large += row + "\n";
    CHECK_HAS(dataset_error(large), "rows times features is 8388864, at most 8388608");
}

TEST(samples)
{
    const auto data = make_dataset(table_of("a,b,y\n1,10,5\n2,20,6\n"), "y", 10);
    CHECK(data);
    const auto samples = make_samples(table_of("extra,b,y,a\nwhatever,14,7.5,2\n?,16,8,1\n"), data->schema);
    CHECK(samples && samples->rows == 2);
    CHECK((samples->codes == std::vector<uint16_t>{1, 0, 0, 1}));
    CHECK((samples->targets == std::vector<double>{7.5, 8}));
    const auto blind = make_samples(table_of("a,b\n1,1\n"), data->schema);
    CHECK(blind && blind->targets.empty());
    const auto missing = make_samples(table_of("a\n1\n"), data->schema);
    CHECK(!missing);
    CHECK_HAS(missing.error().text, "t.csv: no column 'b', which the forest was trained on");
    const auto text = make_samples(table_of("a,b\n1,1\n1,?\n"), data->schema);
    CHECK(!text);
    CHECK_HAS(text.error().text, "t.csv:3: column 2 (b): '?' is not a number");
}

int main()
{
    return RUN_TESTS();
}
