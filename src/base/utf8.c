/* Well-formed UTF-8: The Unicode Standard, "Unicode Encoding Forms", table of well-formed byte sequences.
 *
 * Eight bytes at a time while they are ASCII, which nearly all names and shaders are. */
#include <stdint.h>
#include <string.h>

#include "base/string.h"

/* The size of the sequence that starts at `p`; 0: none that is well-formed within `left` bytes. */
static size_t
sequence_size(const unsigned char *p, size_t left)
{
    /* What the second byte may be, which is where overlong forms, surrogates and what is above U+10FFFF
     * show; later ones are 0x80 to 0xbf. */
    unsigned char low = 0x80;
    unsigned char high = 0xbf;
    size_t size;
    if (p[0] < 0x80)
        return 1;
    if (p[0] < 0xc2)
        return 0;
    if (p[0] < 0xe0) {
        size = 2;
    } else if (p[0] < 0xf0) {
        size = 3;
        if (p[0] == 0xe0)
            low = 0xa0;
        else if (p[0] == 0xed)
            high = 0x9f;
    } else if (p[0] < 0xf5) {
        size = 4;
        if (p[0] == 0xf0)
            low = 0x90;
        else if (p[0] == 0xf4)
            high = 0x8f;
    } else {
        return 0;
    }
    if (left < size || p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < size; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    }
    return size;
}

size_t
base_utf8_prefix(struct base_str text)
{
    const unsigned char *bytes = (const unsigned char *)text.data;
    size_t at = 0;
    while (at < text.size) {
        uint64_t eight;
        while (text.size - at >= sizeof eight) {
            memcpy(&eight, bytes + at, sizeof eight);
            if ((eight & UINT64_C(0x8080808080808080)) != 0)
                break;
            at += sizeof eight;
        }
        if (at == text.size)
            break;
        const size_t size = sequence_size(bytes + at, text.size - at);
        if (size == 0)
            break;
        at += size;
    }
    return at;
}
