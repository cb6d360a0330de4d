/* Why a call is refused: noted where it is found, and told once, by what then makes an invalid object. */
#ifndef SDK_REASON_H
#define SDK_REASON_H

#include <stdbool.h>
#include <stdint.h>

#include <webgpu/webgpu.h>

/* Each notes a reason, in the place of the one before, and returns false. `reason` is not copied. */
bool sdk_wrong(const char *reason) __attribute__((cold));
bool sdk_missing(const char *field) __attribute__((cold));
bool sdk_unknown(const char *field, uint64_t value) __attribute__((cold)); /* or a set of flags */

/* Whether a list is there if something is counted in it; false: noted. */
bool sdk_list_is_there(const char *field, const void *list, size_t count);

/* Whether `object` can be used; false: noted. */
bool sdk_object_is_there(const char *field, const void *object);

/* The same, where there may be none. */
static inline bool
sdk_object_is_there_or_null(const char *field, const void *object)
{
    return object == NULL || sdk_object_is_there(field, object);
}

/* The one that was noted last, until the next is. */
const char *sdk_reason(void);

/* A copy of it, for what is told later. */
#define SDK_REASON_SIZE 96 /* enough for each */
void sdk_reason_keep(char copy[SDK_REASON_SIZE]);

#endif
