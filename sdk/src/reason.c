/* The reason against a call: one text at a time, for a guest has one thread, and tells a reason before it
 * goes on. */
#include "reason.h"

#include <string.h>

#include "object.h"

static char text[SDK_REASON_SIZE];
static const char *noted;

static char *
append(char *end, const char *part)
{
    const size_t size = strlen(part);
    memcpy(end, part, size + 1);
    return end + size;
}

static bool
note(const char *before, const char *field, const char *after)
{
    append(append(append(text, before), field), after);
    return sdk_wrong(text);
}

bool
sdk_wrong(const char *reason)
{
    noted = reason;
    return false;
}

bool
sdk_missing(const char *field)
{
    return note("no ", field, "");
}

bool
sdk_unknown(const char *field, uint64_t value)
{
    char number[20] = " 0x";
    char *end = number + 3;
    int shift = 60;
    while (shift > 0 && value >> shift == 0)
        shift -= 4;
    for (; shift >= 0; shift -= 4)
        *end++ = "0123456789abcdef"[value >> shift & 15];
    *end = '\0';
    return note("unknown ", field, number);
}

bool
sdk_list_is_there(const char *field, const void *list, size_t count)
{
    return sdk_has_list(list, count) || note("a list that is not there: ", field, "");
}

bool
sdk_object_is_there(const char *field, const void *object)
{
    if (object != NULL && ((const struct sdk_object *)object)->refs != 0)
        return true;
    return note("an object that is NULL, or was released: ", field, "");
}

const char *
sdk_reason(void)
{
    return noted;
}

void
sdk_reason_keep(char copy[SDK_REASON_SIZE])
{
    append(copy, noted);
}
