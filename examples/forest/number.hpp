/* Numbers from text: plain decimal notation, all of it, or none.
 *
 * No hexadecimal, no "inf", no "nan": a table of measurements has none of them. */
#ifndef FOREST_NUMBER_HPP
#define FOREST_NUMBER_HPP

#include <cstdint>
#include <string>
#include <string_view>

#include "result.hpp"

namespace forest
{

/* Of a Number that no number of decimals up to max_decimals writes exactly, in at most 15 digits. */
inline constexpr uint32_t no_decimals = UINT32_MAX;
inline constexpr uint32_t max_decimals = 9;

struct Number {
    double value = 0;      /* the nearest; as a float it is finite */
    uint32_t decimals = 0; /* the fewest that write it exactly, or no_decimals */
};

double power_of_ten(uint32_t exponent);

/* The error starts with the text and reads on: "'x' is not a number". */
Result<Number> parse_number(std::string_view text);

/* Without the blanks around it. */
std::string_view trim(std::string_view text);

/* For a message: in quotes, and cut where it is long. */
std::string in_quotes(std::string_view text);

} // namespace forest

#endif
