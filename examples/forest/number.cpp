#include "number.hpp"

#include <cmath>
#include <cstdlib>
#include <string>

namespace forest
{

namespace
{

/* The parts of [+-] digits [. digits] [e [+-] digits], as they stand. */
struct Notation {
    bool negative = false;
    std::string digits;   /* before and after the point, without it */
    int64_t exponent = 0; /* of the last digit */
};

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

std::string_view trim(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

/* Exponents past this are all the same: no digits make up for them. */
constexpr int64_t exponent_limit = 100000;

bool take_exponent(std::string_view text, size_t at, int64_t &exponent)
{
    bool negative = false;
    if (at < text.size() && (text[at] == '+' || text[at] == '-'))
        negative = text[at++] == '-';
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
    size_t at = 0;
    if (at < text.size() && (text[at] == '+' || text[at] == '-'))
        out.negative = text[at++] == '-';
    bool point = false;
    for (; at < text.size(); at++) {
        if (is_digit(text[at])) {
            out.digits += text[at];
            out.exponent -= point ? 1 : 0;
        } else if (text[at] == '.' && !point) {
            point = true;
        } else {
            break;
        }
    }
    if (out.digits.empty())
        return false;
    if (at == text.size())
        return true;
    return (text[at] == 'e' || text[at] == 'E') && take_exponent(text, at + 1, out.exponent);
}

/* A cell can be a whole file with a quote gone astray: show its start. */
std::string quoted(std::string_view text)
{
    constexpr size_t shown = 40;
    std::string out = "'";
    for (const char c : text.substr(0, shown))
        out += static_cast<unsigned char>(c) < ' ' ? '?' : c;
    return out + (text.size() > shown ? "...'" : "'");
}

Error not_a_number(std::string_view text)
{
    if (trim(text).empty())
        return {"an empty cell where a number should be"};
    return {quoted(text) + " is not a number"};
}

} // namespace

int64_t power_of_ten(uint32_t exponent)
{
    int64_t power = 1;
    for (uint32_t i = 0; i < exponent; i++)
        power *= 10;
    return power;
}

Result<double> parse_double(std::string_view text)
{
    Notation notation;
    if (!take_apart(trim(text), notation))
        return not_a_number(text);
    const double value = std::strtod(std::string(trim(text)).c_str(), nullptr);
    if (!std::isfinite(value))
        return Error{quoted(text) + " is too large for a number"};
    return value;
}

Result<Decimal> parse_decimal(std::string_view text)
{
    Notation notation;
    if (!take_apart(trim(text), notation))
        return not_a_number(text);
    std::string &digits = notation.digits;
    digits.erase(0, digits.find_first_not_of('0')); /* all of "000": npos erases to the end */
    if (digits.empty())
        return Decimal{};
    while (digits.back() == '0') {
        digits.pop_back();
        notation.exponent++;
    }
    if (notation.exponent < -static_cast<int64_t>(max_decimals))
        return Error{quoted(text) + " has more than " + std::to_string(max_decimals) + " decimals"};
    constexpr int64_t most_digits = 18; /* all of them fit an int64_t */
    if (static_cast<int64_t>(digits.size()) + (notation.exponent > 0 ? notation.exponent : 0) > most_digits)
        return Error{quoted(text) + " has more than " + std::to_string(most_digits) + " digits"};
    for (; notation.exponent > 0; notation.exponent--)
        digits += '0';
    Decimal out;
    for (const char c : digits)
        out.digits = out.digits * 10 + (c - '0');
    if (notation.negative)
        out.digits = -out.digits;
    out.decimals = static_cast<uint32_t>(-notation.exponent);
    return out;
}

} // namespace forest
