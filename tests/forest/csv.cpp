/* CSV by RFC 4180: cells, lines, quotes, and what is wrong where. */
#include "csv.hpp"

#include "hpp/check.hpp"

using namespace forest;

namespace
{

Result<CsvTable> parse(std::string_view text)
{
    return parse_csv("t.csv", std::vector<char>(text.begin(), text.end()));
}

std::string error_of(std::string_view text)
{
    const auto table = parse(text);
    return table ? "no error" : table.error().text;
}

} // namespace

TEST(plain)
{
    const auto table = parse("a,b\n1,2\n3,4\n");
    CHECK(table && table->columns() == 2 && table->rows() == 2);
    CHECK(table->header[1] == "b");
    CHECK(table->cell(0, 0) == "1" && table->cell(1, 1) == "4");
    CHECK(table->lines[0] == 2 && table->lines[1] == 3);
    CHECK(table->find("b") == std::optional<size_t>(1));
    CHECK(!table->find("c"));
    CHECK(table->where(1, 1) == "t.csv:3: column 2 (b)");
}

TEST(line_ends)
{
    for (const char *text : {"a,b\r\n1,2\r\n", "a,b\n1,2", "a,b\r\n1,2",
                             "\xef\xbb\xbf"
                             "a,b\n1,2\n",
                             "\n\na,b\n\n1,2\n\n\n"}) {
        const auto table = parse(text);
        CHECK(table && table->rows() == 1 && table->columns() == 2);
        CHECK(table && table->header[0] == "a" && table->cell(0, 1) == "2");
    }
    const auto table = parse("a,b\n1,x\ry\n");
    CHECK(table && table->cell(0, 1) == "x\ry"); /* a CR alone ends nothing */
}

TEST(quotes)
{
    const auto table = parse("\"a\",\"b,c\"\r\n\"say \"\"hi\"\"\",\"two\nlines\"\r\n\"\",x\r\n");
    CHECK(table && table->rows() == 2);
    CHECK(table->header[0] == "a" && table->header[1] == "b,c");
    CHECK(table->cell(0, 0) == "say \"hi\"");
    CHECK(table->cell(0, 1) == "two\nlines");
    CHECK(table->cell(1, 0) == "");
    CHECK(table->lines[1] == 4); /* the row before has two lines */
}

TEST(a_table_moves_with_its_cells)
{
    auto table = parse("a\n\"x\"\"y\"\nz\n");
    const CsvTable moved = std::move(*table);
    CHECK(moved.cell(0, 0) == "x\"y" && moved.cell(1, 0) == "z" && moved.header[0] == "a");
}

TEST(errors)
{
    CHECK(error_of("") == "t.csv: the file is empty");
    CHECK(error_of("\n\r\n") == "t.csv: the file is empty");
    CHECK(error_of("\xef\xbb\xbf") == "t.csv: the file is empty");
    CHECK(error_of("a,b\n") == "t.csv: a header, but no rows");
    CHECK(error_of("a,b\n1,2\n3\n") == "t.csv:3: 1 cell, but the header has 2");
    CHECK(error_of("a,b\n1,2,3\n") == "t.csv:2: 3 cells, but the header has 2");
    CHECK(error_of("a,b\n1,\"2\n3,4\n") == "t.csv:2: a quote is opened here and never closed");
    CHECK(error_of("a,b\n1,\"2\"x\n") == "t.csv:2: text after a closing quote");
    CHECK(error_of("a,b,a\n1,2,3\n") == "t.csv: columns 1 and 3 are both named 'a'");
}

TEST(no_file)
{
    const auto table = read_csv("no/such/file.csv");
    CHECK(!table);
    CHECK_HAS(table.error().text, "no/such/file.csv: No such file");
}

int main()
{
    return RUN_TESTS();
}
