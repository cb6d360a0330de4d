/* Numbers from bits. */
#include "component.h"

#include <math.h>
#include <string.h>

double
component(const uint8_t *data, char kind, int bits)
{
    uint32_t word = 0;
    memcpy(&word, data, (size_t)bits / 8);
    const int32_t number = bits == 8 ? (int8_t)word : bits == 16 ? (int16_t)word : (int32_t)word;
    const double most = ldexp(1, bits) - 1;
    switch (kind) {
    case 'u':
        return word;
    case 'i':
        return number;
    case 'U':
        return word / most;
    case 'S':
        return fmax(number / floor(most / 2), -1);
    default:
        break;
    }
    if (bits == 32) {
        float value;
        memcpy(&value, &word, sizeof value);
        return (double)value;
    }
    const double value = ldexp((word & 0x3ff) / 1024.0 + 1, (int)(word >> 10 & 0x1f) - 15);
    return (word & 0x8000) != 0 ? -value : value;
}
