/* Amounts on the command line: digits, perhaps a fraction and a unit. */
#include "cli/amount.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

struct unit {
    const char *name;
    uint64_t factor;
};

static const struct unit time_units[] = {
    {"ns", 1},
    {"us", 1000},
    {"ms", 1000000},
    {"", 1000000000},
    {"s", 1000000000},
    {"m", UINT64_C(60) * 1000000000},
    {"min", UINT64_C(60) * 1000000000},
    {"h", UINT64_C(3600) * 1000000000},
};

static const struct unit size_units[] = {
    {"", 1},
    {"b", 1},
    {"k", 1 << 10},
    {"kb", 1 << 10},
    {"kib", 1 << 10},
    {"m", 1 << 20},
    {"mb", 1 << 20},
    {"mib", 1 << 20},
    {"g", 1 << 30},
    {"gb", 1 << 30},
    {"gib", 1 << 30},
    {"t", UINT64_C(1) << 40},
    {"tb", UINT64_C(1) << 40},
    {"tib", UINT64_C(1) << 40},
};

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* `text` as a multiple of its unit's factor, rounded down. False: *amount is UINT64_MAX if that is more, else
 * 0.
 */
static bool
read_amount(const char *text, const struct unit *units, size_t unit_count, uint64_t *amount)
{
    *amount = 0;
    const size_t whole_size = strspn(text, "0123456789");
    const char *fraction = text + whole_size;
    size_t fraction_size = 0;
    if (*fraction == '.')
        fraction_size = strspn(++fraction, "0123456789");
    if (whole_size == 0 || (fraction != text + whole_size && fraction_size == 0))
        return false;
    const char *unit = fraction + fraction_size;
    unit += strspn(unit, " ");
    size_t at = 0;
    while (at < unit_count && strcasecmp(units[at].name, unit) != 0)
        at++;
    if (at == unit_count)
        return false;
    const uint64_t factor = units[at].factor;
    uint64_t whole = 0;
    *amount = UINT64_MAX;
    for (size_t i = 0; is_digit(text[i]); i++)
        if (__builtin_mul_overflow(whole, 10, &whole) ||
            __builtin_add_overflow(whole, (uint64_t)(text[i] - '0'), &whole))
            return false;
    if (__builtin_mul_overflow(whole, factor, &whole))
        return false;
    double part = 0; /* below `factor`, for which a double is fine enough */
    for (size_t i = fraction_size; i > 0; i--)
        part = (part + (fraction[i - 1] - '0')) / 10;
    if (__builtin_add_overflow(whole, (uint64_t)(part * (double)factor + 0.001), &whole))
        return false;
    *amount = whole;
    return true;
}

bool
cli_duration(const char *text, uint64_t *ns)
{
    return read_amount(text, time_units, sizeof time_units / sizeof time_units[0], ns);
}

bool
cli_size(const char *text, uint64_t *bytes)
{
    return read_amount(text, size_units, sizeof size_units / sizeof size_units[0], bytes);
}

bool
cli_count(const char *text, uint64_t *count)
{
    static const struct unit none = {"", 1};
    *count = 0;
    return strchr(text, '.') == NULL && read_amount(text, &none, 1, count);
}

void
cli_print_size(uint64_t bytes, char *text, unsigned size)
{
    static const char *const names[] = {"KiB", "MiB", "GiB", "TiB"};
    if (bytes < 1024) {
        snprintf(text, size, "%" PRIu64 " bytes", bytes);
        return;
    }
    double value = (double)bytes / 1024;
    size_t name = 0;
    while (value >= 1024 && name + 1 < sizeof names / sizeof names[0]) {
        value /= 1024;
        name++;
    }
    snprintf(text, size, "%.4g %s", value, names[name]);
}
