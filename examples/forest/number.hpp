/* Numbers from text: plain decimal notation, all of it, or none.
 *
 * No hexadecimal, no "inf", no "nan": a table of measurements has none of them. */
#ifndef FOREST_NUMBER_HPP
#define FOREST_NUMBER_HPP

#include <cstdint>
#include <string_view>

#include "result.hpp"

namespace forest
{

/* digits * 10^-decimals, exactly; `decimals` is the smallest that does. */
struct Decimal {
    int64_t digits = 0;
    uint32_t decimals = 0;
};

/* The most decimals a Decimal has: 10^9 is the largest scale. */
inline constexpr uint32_t max_decimals = 9;

int64_t power_of_ten(uint32_t exponent);

/* The nearest double. The error starts with the text and reads on: "'x' is not a number". */
Result<double> parse_double(std::string_view text);

/* The number itself, not a neighbour of it, in at most 18 digits. */
Result<Decimal> parse_decimal(std::string_view text);

} // namespace forest

#endif
