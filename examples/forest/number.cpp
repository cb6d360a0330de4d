#include "number.hpp"

#include <cmath>
#include <cstdlib>

namespace forest
{

namespace
{

/* [+-] digits [. digits] [e [+-] digits]: digits * 10^exponent. */
struct Notation {
    bool negative = false;
    bool exact = true; /* else there are more digits than `digits` holds */
    uint64_t digits = 0;
    int64_t exponent = 0;
};

/* Exponents past this are all the same: no digits make up for them. */
constexpr int64_t exponent_limit = 100000;

/* Doubles hold integers up to this, and powers of ten up to 10^22, exactly. */
constexpr uint64_t exact_digits = uint64_t{1} << 53;
constexpr int64_t exact_power = 22;

/* What is less rounds to a finite float. */
constexpr double float_limit = 0x1.ffffffp127;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool take_sign(std::string_view text, size_t &at)
{
    if (at == text.size() || (text[at] != '+' && text[at] != '-'))
        return false;
    return text[at++] == '-';
}

bool take_exponent(std::string_view text, size_t at, int64_t &exponent)
{
    const bool negative = take_sign(text, at);
    if (at == text.size())
        return false;
    int64_t value = 0;
    for (; at < text.size(); at++) {
        if (!is_digit(text[at]))
            return false;
        value = value > exponent_limit ? value : value * 10 + (text[at] - '0');
    }
    exponent += negative ? -value : value;
    return true;
}

bool take_apart(std::string_view text, Notation &out)
{
    constexpr uint64_t most = (UINT64_MAX - 9) / 10;
    size_t at = 0;
    out.negative = take_sign(text, at);
    bool point = false;
    bool any = false;
    for (; at < text.size(); at++) {
        if (is_digit(text[at])) {
            any = true;
            out.exact = out.exact && out.digits <= most;
            if (out.exact)
                out.digits = out.digits * 10 + static_cast<uint64_t>(text[at] - '0');
            out.exponent -= point ? 1 : 0;
        } else if (text[at] == '.' && !point) {
            point = true;
        } else {
            break;
        }
    }
    if (!any)
        return false;
    if (at == text.size())
        return true;
    return (text[at] == 'e' || text[at] == 'E') && take_exponent(text, at + 1, out.exponent);
}

double value_of(const Notation &notation, std::string_view text)
{
    const int64_t power = std::abs(notation.exponent);
    if (!notation.exact || notation.digits > exact_digits || power > exact_power)
        return std::strtod(std::string(text).c_str(), nullptr);
    /* One rounding, of two exact numbers: the nearest. */
    const double digits = static_cast<double>(notation.digits);
    const double scale = power_of_ten(static_cast<uint32_t>(power));
    const double value = notation.exponent < 0 ? digits / scale : digits * scale;
    return notation.negative ? -value : value;
}

uint32_t decimals_of(Notation notation)
{
    constexpr uint64_t most_digits = 1'000'000'000'000'000;
    if (!notation.exact)
        return no_decimals;
    if (notation.digits == 0)
        return 0;
    for (; notation.digits % 10 == 0; notation.digits /= 10)
        notation.exponent++;
    if (notation.exponent < -static_cast<int64_t>(max_decimals) || notation.digits >= most_digits)
        return no_decimals;
    return notation.exponent < 0 ? static_cast<uint32_t>(-notation.exponent) : 0;
}

} // namespace

std::string_view trim(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

/* A cell can be a whole file with a quote gone astray: show its start. */
std::string in_quotes(std::string_view text)
{
    constexpr size_t shown = 40;
    std::string out = "'";
    for (const char c : text.substr(0, shown))
        out += static_cast<unsigned char>(c) < ' ' ? '?' : c;
    return out + (text.size() > shown ? "...'" : "'");
}

double power_of_ten(uint32_t exponent)
{
    double power = 1;
    for (uint32_t i = 0; i < exponent; i++)
        power *= 10;
    return power;
}

Result<Number> parse_number(std::string_view text)
{
    const std::string_view trimmed = trim(text);
    if (trimmed.empty())
        return Error{"an empty cell where a number should be"};
    Notation notation;
    if (!take_apart(trimmed, notation))
        return Error{in_quotes(text) + " is not a number"};
    const double value = value_of(notation, trimmed);
    if (!(std::abs(value) < float_limit))
        return Error{in_quotes(text) + " is too large: numbers go up to 3.4e38"};
    return Number{value, decimals_of(notation)};
}

} // namespace forest
