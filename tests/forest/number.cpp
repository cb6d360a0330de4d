/* Numbers from text: what is one, what is none, and which. */
#include "number.hpp"

#include <cstdlib>
#include <random>

#include "hpp/check.hpp"

using namespace forest;

TEST(numbers)
{
    static const struct {
        const char *text;
        double value;
        uint32_t decimals;
    } rows[] = {
        {"0", 0, 0},
        {"-0.00", 0, 0},
        {"000", 0, 0},
        {"0e99999", 0, 0},
        {"-0.5", -0.5, 1},
        {"+7", 7, 0},
        {".25", 0.25, 2},
        {"3.", 3, 0},
        {"1e3", 1000, 0},
        {"1e+2", 100, 0},
        {"1.5e1", 15, 0},
        {"1.5E-2", 0.015, 3},
        {"2.5e-3", 0.0025, 4},
        {"  42\t", 42, 0},
        {"00012", 12, 0},
        {"12.50", 12.5, 1},
        {"0.1", 0.1, 1},
        {"0.123456789", 0.123456789, 9},
        {"0.1234567891", 0.1234567891, no_decimals},
        {"1e-10", 1e-10, no_decimals},
        {"999999999999999", 999999999999999, 0},
        {"999999999999999000", 999999999999999000.0, 0},
        {"1000000000000001", 1000000000000001, no_decimals},
        {"9007199254740993", 9007199254740992, no_decimals}, /* to even */
        {"0.30000000000000004", 0.30000000000000004, no_decimals},
        {"123456789012345678901234567890", 123456789012345678901234567890.0, no_decimals},
        {"8.5e22", 8.5e22, 0},
        {"1e23", 1e23, 0}, /* not a product of exact factors */
        {"1e-23", 1e-23, no_decimals},
        {"1e-400", 0, no_decimals},
        {"5e-324", 5e-324, no_decimals},
        {"3.4028235e38", 3.4028235e38, 0}, /* the largest float as it is printed */
        {"-3.4028235677973362e38", -3.4028235677973362e38, no_decimals},
    };
    for (const auto &row : rows) {
        const auto number = parse_number(row.text);
        const bool same = number && number->value == row.value && number->decimals == row.decimals;
        if (!same)
            std::fprintf(stderr, "'%s'\n", row.text);
        CHECK(same);
    }
}

/* The short way to a double is the long one, to the last bit. */
TEST(nearest)
{
    std::mt19937 random(1);
    for (int i = 0; i < 200000; i++) {
        const uint64_t digits = (uint64_t{random()} << 32 | random()) >> random() % 64;
        const int exponent = static_cast<int>(random() % 60) - 40;
        const std::string text = std::to_string(digits) + "e" + std::to_string(exponent);
        const auto number = parse_number(text);
        const bool same = number && number->value == std::strtod(text.c_str(), nullptr);
        if (same)
            continue;
        std::fprintf(stderr, "'%s'\n", text.c_str());
        CHECK(false);
        break;
    }
}

TEST(no_numbers)
{
    for (const char *text : {"abc", "1,5", "0x10", "nan", "NaN", "inf", "-Infinity", "1e", "1e+", "--1",
                             "1 2", ".", "-", "e5", "1.2.3",
                             "\xc2\xa0"
                             "1"}) {
        const auto number = parse_number(text);
        if (number)
            std::fprintf(stderr, "'%s'\n", text);
        CHECK(!number);
        CHECK_HAS(number.error().text, "is not a number");
    }
    CHECK_HAS(parse_number("").error().text, "empty cell");
    CHECK_HAS(parse_number("  ").error().text, "empty cell");
    for (const char *text : {"1e39", "-1e309", "1e999999999999999999999", "3.4028235677973367e38"})
        CHECK_HAS(parse_number(text).error().text, "too large: numbers go up to 3.4e38");
}

TEST(a_long_text_is_cut_in_the_message)
{
    const auto number = parse_number(std::string(100000, 'x'));
    CHECK(!number);
    CHECK(number.error().text.size() < 100);
    CHECK_HAS(parse_number("a\nb").error().text, "'a?b'");
}

int main()
{
    return RUN_TESTS();
}
