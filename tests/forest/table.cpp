/* Which columns are features and which is the target, and what their cells may be. */
#include "table.hpp"

#include <bit>
#include <cfloat>
#include <cmath>

#include "npy.hpp"
#include "tables.hpp"

using namespace forest;

namespace
{

std::vector<float> values_of(const Table &table)
{
    const std::span<const float> values = table.values;
    return {values.begin(), values.end()};
}

std::vector<double> targets_of(const Table &table)
{
    const std::span<const double> values = table.target->numbers;
    return {values.begin(), values.end()};
}

Wanted to_predict(uint32_t features, std::vector<std::string> names = {})
{
    Wanted wanted;
    wanted.target = std::string("y");
    wanted.training = false;
    wanted.features = features;
    wanted.names = std::move(names);
    return wanted;
}

} // namespace

TEST(to_train)
{
    const Table table = table_of("x,y,z\n5,1,0\n-2,2.5,-0\n");
    CHECK(table.named && table.rows == 2);
    CHECK((table.features == std::vector<std::string>{"x", "z"}));
    CHECK((values_of(table) == std::vector<float>{5, 0, -2, 0}));
    CHECK(!std::signbit(table.values[3]));
    CHECK((targets_of(table) == std::vector<double>{1, 2.5}));
    CHECK(table.target->name == "y" && table.target->decimals == 1);
    CHECK(table_of("x,target\n1,2\n", {}).target->name == "target");
}

TEST(floats)
{
    const Table table = table_of("x,y\n0.1,1\n16777217,1\n3.4028235e38,1\n1e-45,1\n-1e-60,1\n");
    CHECK((values_of(table) == std::vector<float>{0.1F, 16777216, FLT_MAX, FLT_TRUE_MIN, 0}));
    CHECK(std::bit_cast<uint32_t>(table.values[4]) == 0);
}

TEST(bad_cells)
{
    CHECK(table_error("x,y\n1,2\nabc,3\n") == "t.csv:3: column 1 (x): 'abc' is not a number");
    CHECK(table_error("x,y\n1,2\n1,\n") == "t.csv:3: column 2 (y): an empty cell where a number should be");
    CHECK(table_error("x,y\nnan,2\n") == "t.csv:2: column 1 (x): 'nan' is not a number");
    CHECK(table_error("x,y\n1,inf\n") == "t.csv:2: column 2 (y): 'inf' is not a number");
    CHECK_HAS(table_error("x,y\n1e39,2\n"), "t.csv:2: column 1 (x): '1e39' is too large");
    CHECK_HAS(table_error("x,y\n1,-1e39\n"), "t.csv:2: column 2 (y): '-1e39' is too large");
    CHECK(table_error("x,y\n1,2\n3\n") == "t.csv:3: 1 cell, but the header has 2");
    CHECK(table_error("x,y\r\n\r\n1,2\r\n3,4,5\r\n") == "t.csv:4: 3 cells, but the header has 2");
}

TEST(bad_files)
{
    CHECK(table_error("") == "t.csv: the file is empty");
    CHECK(table_error("x,y\n") == "t.csv: a header, but no rows");
    CHECK(table_error("1,2\n3,4\n") ==
          "t.csv:1: numbers where the columns' names should be: add a header line");
    CHECK(table_error("1,y\n3,4\n") == "no error");
    CHECK(table_error("x,y,x\n1,2,3\n") == "t.csv: columns 1 and 3 are both named 'x'");
    CHECK(table_error("x,z\n1,2\n") ==
          "t.csv: no column 'y', which is to be predicted (choose another with --target)");
    CHECK(table_error("y\n1\n") == "t.csv: the target is the only column, there is nothing to learn from");
    CHECK_HAS(read_table("no/such/file.csv", {}).error().text, "no/such/file.csv: No such file");
}

TEST(to_predict_by_name)
{
    const Table table = table_of("extra,b,y,a\nwhatever,14,7.5,2\n?,16,8,1\n", to_predict(2, {"a", "b"}));
    CHECK((values_of(table) == std::vector<float>{2, 14, 1, 16}));
    CHECK((targets_of(table) == std::vector<double>{7.5, 8}));
    CHECK(!table_of("a,b\n1,1\n", to_predict(2, {"a", "b"})).target);
    CHECK(!table_of("y,b\n1,1\n", to_predict(2, {"y", "b"})).target); /* a feature of that name */
    CHECK(table_error("a\n1\n", to_predict(2, {"a", "b"})) ==
          "t.csv: no column 'b', which the forest was trained on");
    CHECK(table_error("a,b\n1,1\n1,?\n", to_predict(2, {"a", "b"})) ==
          "t.csv:3: column 2 (b): '?' is not a number");
}

TEST(to_predict_by_place)
{
    const Table table = table_of("p,y,q\n1,2,3\n", to_predict(2));
    CHECK((values_of(table) == std::vector<float>{1, 3}) && table.target);
    CHECK(!table_of("p,q\n1,2\n", to_predict(2)).target);
    CHECK(table_error("p,q,r\n1,2,3\n", to_predict(2)) ==
          "t.csv: 3 features, but the forest was trained on 2");
}

TEST(classes)
{
    Wanted wanted{.target = "y", .classes = true};
    const Table table = table_of("x,y\n1, b \n2,a\n3,b\n4,\"c,d\"\n", wanted);
    CHECK((table.target->classes == std::vector<std::string>{"b", "a", "c,d"}));
    const std::span<const uint32_t> labels = table.target->labels;
    CHECK((std::vector<uint32_t>(labels.begin(), labels.end()) == std::vector<uint32_t>{0, 1, 0, 2}));
    CHECK(table_error("x,y\n1,a\n2, \n", wanted) ==
          "t.csv:3: column 2 (y): an empty cell where a class should be");
    std::string many = "x,y\n";
    for (int i = 0; i < 257; i++)
        many += "1," + std::to_string(i) + "\n";
    CHECK_HAS(table_error(many, wanted), "t.csv:258: column 2 (y): more than 256 classes");
}

TEST(columns_without_names)
{
    TableBuilder last("t.npy", {});
    CHECK(!last.set_columns(3) && !last.add_row());
    for (size_t column = 0; column < 3; column++)
        CHECK(!last.set_cell(0, column, static_cast<double>(column) + 0.5));
    const Table table = last.finish();
    CHECK(!table.named && (table.features == std::vector<std::string>{"f0", "f1"}));
    CHECK((values_of(table) == std::vector<float>{0.5, 1.5}));
    CHECK((targets_of(table) == std::vector<double>{2.5}) && table.target->decimals == 1);

    TableBuilder first("t.npy", {.target = "0"});
    CHECK(!first.set_columns(2) && !first.add_row() && !first.set_cell(0, 0, 7) && !first.set_cell(0, 1, 8));
    CHECK(first.finish().target->numbers[0] == 7);
    for (const char *wrong : {"2", "-1", "0.5", "target"}) {
        const auto error = TableBuilder("t.npy", {.target = wrong}).set_columns(2);
        CHECK(error);
        CHECK_HAS(error ? error->text : "",
                  "t.npy: it has no names, so --target is a column's number, from 0 to 1");
    }
    CHECK(TableBuilder("t.npy", {}).set_columns(1));
    CHECK_HAS(TableBuilder("t.npy", {}).set_columns(100000)->text, "99999 features, at most 256");
    Wanted insists = to_predict(2);
    insists.has_target = true;
    CHECK_HAS(TableBuilder("t.npy", insists).set_columns(2)->text, "none can be --target y");
    CHECK(!TableBuilder("t.npy", to_predict(2)).set_columns(2));
    CHECK(TableBuilder("t.npy", to_predict(2)).set_columns(4));
}

TEST(numbers_of_another_program)
{
    TableBuilder builder("t.npy", {});
    CHECK(!builder.set_columns(2) && !builder.add_row());
    CHECK_HAS(builder.set_cell(0, 0, static_cast<double>(NAN))->text, "NaN");
    CHECK_HAS(builder.set_cell(0, 1, static_cast<double>(INFINITY))->text, "too large");
    CHECK_HAS(builder.set_cell(0, 0, 1e39)->text, "too large");
    CHECK(!builder.set_cell(0, 0, -0.0));
    CHECK(!builder.set_cell(0, 1, double{0.1F}));
    const Table table = builder.finish();
    CHECK(!std::signbit(table.values[0]));
    CHECK(table.target->decimals == no_decimals);

    TableBuilder classes("t.npy", {.classes = true});
    CHECK(!classes.set_columns(2) && !classes.add_row());
    CHECK_HAS(classes.set_cell(0, 1, 0.5)->text, "a class is an integer");
    CHECK(!classes.set_cell(0, 1, -3));
    CHECK(classes.finish().target->classes[0] == "-3");
}

int main()
{
    return RUN_TESTS();
}
