/* Numbers from text: what is one, what is none, and which. */
#include "number.hpp"

#include "hpp/check.hpp"

using namespace forest;

TEST(doubles)
{
    static const struct {
        const char *text;
        double value;
    } rows[] = {
        {"0", 0},
        {"-0.5", -0.5},
        {"+7", 7},
        {".25", 0.25},
        {"3.", 3},
        {"1e3", 1000},
        {"1.5E-2", 0.015},
        {"  42\t", 42},
        {"00012", 12},
        {"1e+2", 100},
        {"1e-400", 0},
        {"5e-324", 5e-324},
        {"1.7976931348623157e308", 1.7976931348623157e308},
    };
    for (const auto &row : rows) {
        const auto value = parse_double(row.text);
        if (!value || *value != row.value)
            std::fprintf(stderr, "'%s'\n", row.text);
        CHECK(value && *value == row.value);
    }
}

TEST(no_doubles)
{
    for (const char *text : {"abc", "1,5", "0x10", "nan", "NaN", "inf", "-Infinity", "1e", "1e+", "--1",
                             "1 2", ".", "-", "e5", "1.2.3",
                             "\xc2\xa0"
                             "1"}) {
        const auto value = parse_double(text);
        if (value)
            std::fprintf(stderr, "'%s'\n", text);
        CHECK(!value);
        CHECK_HAS(value.error().text, "is not a number");
    }
    CHECK_HAS(parse_double("").error().text, "empty cell");
    CHECK_HAS(parse_double("  ").error().text, "empty cell");
    CHECK_HAS(parse_double("1e309").error().text, "too large");
    CHECK_HAS(parse_double("-1e999999999999999999999").error().text, "too large");
}

TEST(a_long_text_is_cut_in_the_message)
{
    const auto value = parse_double(std::string(100000, 'x'));
    CHECK(!value);
    CHECK(value.error().text.size() < 100);
    CHECK_HAS(parse_double("a\nb").error().text, "'a?b'");
}

TEST(decimals)
{
    static const struct {
        const char *text;
        int64_t digits;
        uint32_t decimals;
    } rows[] = {
        {"0", 0, 0},
        {"-0.00", 0, 0},
        {"12.50", 125, 1},
        {"-3.14", -314, 2},
        {"1e3", 1000, 0},
        {"1.5e1", 15, 0},
        {"2.5e-3", 25, 4},
        {"100", 100, 0},
        {"000", 0, 0},
        {"0.1", 1, 1},
        {"0.123456789", 123456789, 9},
        {"0e99999", 0, 0},
        {"999999999999999999", 999999999999999999, 0},
    };
    for (const auto &row : rows) {
        const auto value = parse_decimal(row.text);
        if (!value || value->digits != row.digits || value->decimals != row.decimals)
            std::fprintf(stderr, "'%s'\n", row.text);
        CHECK(value && value->digits == row.digits && value->decimals == row.decimals);
    }
}

TEST(no_decimals)
{
    CHECK_HAS(parse_decimal("0.1234567891").error().text, "more than 9 decimals");
    CHECK_HAS(parse_decimal("1e-10").error().text, "more than 9 decimals");
    CHECK_HAS(parse_decimal("1000000000000000001").error().text, "more than 18 digits");
    CHECK_HAS(parse_decimal("1e18").error().text, "more than 18 digits");
    CHECK_HAS(parse_decimal("1e999999999999999999999").error().text, "more than 18 digits");
    CHECK_HAS(parse_decimal("abc").error().text, "is not a number");
    CHECK_HAS(parse_decimal("").error().text, "empty cell");
}

int main()
{
    return RUN_TESTS();
}
