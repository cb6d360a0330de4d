/* Enums: those of webgpu.h begin with values that say "undefined" and the like, and have the host's order
 * behind these. Who reads one asserts that. A value that is not known is noted as a reason (reason.h), by the
 * name of its field. */
#ifndef SDK_ENUM_H
#define SDK_ENUM_H

#include <stdbool.h>
#include <stdint.h>

/* The host's option for an enum whose first `skipped` values it has not; false: above `last`. */
bool sdk_enum(const char *field, uint32_t value, uint32_t skipped, uint32_t last, uint8_t *some,
              uint8_t *number);

/* The host's number for one that may not be undefined; false: it is, or it is above `last`. */
bool sdk_enum_required(const char *field, uint32_t value, uint32_t last, uint8_t *number);

/* Whether there are no flags but `known`. */
bool sdk_flags(const char *field, uint64_t value, uint64_t known);

#endif
