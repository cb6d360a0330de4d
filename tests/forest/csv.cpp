/* CSV by RFC 4180: cells, lines, quotes, and what is wrong where. */
#include "csv.hpp"

#include "tables.hpp"

using namespace forest;

namespace
{

using Rows = std::vector<std::vector<std::string>>;

/* All cells, and the line that each row starts on; or the error, in the one cell of the last row. */
Rows read(std::string_view text, std::vector<uint32_t> *lines = nullptr)
{
    CsvReader reader(file_of(text), "t.csv");
    Rows rows;
    while (reader.next()) {
        rows.emplace_back(reader.cells().begin(), reader.cells().end());
        if (lines != nullptr)
            lines->push_back(reader.line());
    }
    if (reader.failed())
        rows.push_back({reader.error().text});
    return rows;
}

} // namespace

TEST(plain)
{
    std::vector<uint32_t> lines;
    CHECK((read("a,b\n1,2\n3,4\n", &lines) == Rows{{"a", "b"}, {"1", "2"}, {"3", "4"}}));
    CHECK((lines == std::vector<uint32_t>{1, 2, 3}));
    CHECK((read("a\n\n,\n") == Rows{{"a"}, {"", ""}}));
    CHECK(read("").empty() && read("\n\r\n").empty() && read("\xef\xbb\xbf").empty());
}

TEST(line_ends)
{
    for (const char *text : {"a,b\r\n1,2\r\n", "a,b\n1,2", "a,b\r\n1,2",
                             "\xef\xbb\xbf"
                             "a,b\n1,2\n",
                             "\n\na,b\n\n1,2\n\n\n"})
        CHECK((read(text) == Rows{{"a", "b"}, {"1", "2"}}));
    CHECK((read("a,b\n1,x\ry\n")[1] == std::vector<std::string>{"1", "x\ry"})); /* a CR alone ends nothing */
    CHECK((read("a\r") == Rows{{"a\r"}}));
    CHECK((read("\r") == Rows{{"\r"}}));
    CHECK((read("x") == Rows{{"x"}}));
}

TEST(quotes)
{
    std::vector<uint32_t> lines;
    const Rows rows = read("\"a\",\"b,c\"\r\n\"say \"\"hi\"\"\",\"two\nlines\"\r\n\"\",x\r\n", &lines);
    CHECK((rows == Rows{{"a", "b,c"}, {"say \"hi\"", "two\nlines"}, {"", "x"}}));
    CHECK((lines == std::vector<uint32_t>{1, 2, 4}));
    CHECK((read("\"a\"") == Rows{{"a"}}));
}

TEST(bad_quotes)
{
    CHECK(read("a,b\n1,\"2\n3,4\n").back()[0] == "t.csv:2: a quote is opened here and never closed");
    CHECK(read("a,b\n1,\"2\"x\n").back()[0] == "t.csv:2: text after a closing quote");
}

/* Whatever is at the end of what was read of the file: every length of the first row comes by. */
TEST(rows_over_the_ends_of_pieces)
{
    const std::string tail = "\"q\"\"r\",\"\",x\r\n\n\"l\nm\",5,6\n";
    const Rows wanted{{"q\"r", "", "x"}, {"l\nm", "5", "6"}};
    for (size_t length = (1 << 18) - 40; length < (1 << 18) + 5; length++) {
        const Rows rows = read(std::string(length, 'x') + ",,\r\n" + tail);
        CHECK(rows.size() == 3 && rows[0][0].size() == length && rows[1] == wanted[0] &&
              rows[2] == wanted[1]);
    }
}

TEST(many_pieces)
{
    std::string text = "\xef\xbb\xbf";
    for (int i = 0; i < 200000; i++)
        text += std::to_string(i) + ",\"" + std::to_string(i) + "\"\r\n";
    std::vector<uint32_t> lines;
    const Rows rows = read(text, &lines);
    CHECK(rows.size() == 200000 && lines.back() == 200000);
    for (size_t i = 0; i < rows.size(); i++)
        if (rows[i] != std::vector<std::string>(2, std::to_string(i)))
            CHECK(false);
}

TEST(estimates)
{
    std::string text;
    for (int i = 0; i < 100000; i++)
        text += "1234567,1234567\r\n";
    CsvReader reader(file_of(text), "t.csv");
    for (int i = 0; i < 1000; i++)
        CHECK(reader.next());
    CHECK(reader.estimate(1000) >= 99000 && reader.estimate(1000) <= 101000);
}

TEST(endless_rows)
{
    const std::string long_text(size_t{20} << 20, 'x');
    CHECK_HAS(read(long_text).back()[0], "t.csv:1: a row of more than 16 MiB");
    CHECK_HAS(read("a\n\"" + long_text).back()[0], "t.csv:2: a row of more than 16 MiB");
    CHECK(read(std::string(size_t{20} << 20, '\n') + "a").size() == 1);
}

TEST(a_folder_is_no_file)
{
    const auto folder = open_file(".");
    CHECK(!folder);
    CHECK_HAS(folder.error().text, ".: is a directory");
}

int main()
{
    return RUN_TESTS();
}
