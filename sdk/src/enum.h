/* Enums: those of webgpu.h begin with values that say "undefined" and the like, and have the host's order
 * behind these. Who reads one asserts that. */
#ifndef SDK_ENUM_H
#define SDK_ENUM_H

#include <stdbool.h>
#include <stdint.h>

/* The host's option for an enum whose first `skipped` values it has not; false: above `last`. */
static inline bool
sdk_enum(uint32_t value, uint32_t skipped, uint32_t last, uint8_t *some, uint8_t *number)
{
    *some = value >= skipped && value <= last;
    *number = (uint8_t)(*some ? value - skipped : 0);
    return value <= last;
}

/* The host's number for one that may not be undefined; false: it is, or it is above `last`. */
static inline bool
sdk_enum_required(uint32_t value, uint32_t last, uint8_t *number)
{
    uint8_t some;
    return sdk_enum(value, 1, last, &some, number) && some;
}

#endif
