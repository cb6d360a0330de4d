/* Enums and flags, as the host has them. */
#include "enum.h"

#include "reason.h"

bool
sdk_enum(const char *field, uint32_t value, uint32_t skipped, uint32_t last, uint8_t *some, uint8_t *number)
{
    *some = value >= skipped && value <= last;
    *number = (uint8_t)(*some ? value - skipped : 0);
    return value <= last || sdk_unknown(field, value);
}

bool
sdk_enum_required(const char *field, uint32_t value, uint32_t last, uint8_t *number)
{
    uint8_t some;
    if (value == 0)
        return sdk_missing(field);
    return sdk_enum(field, value, 1, last, &some, number);
}

bool
sdk_flags(const char *field, uint64_t value, uint64_t known)
{
    return (value & ~known) == 0 || sdk_unknown(field, value & ~known);
}
