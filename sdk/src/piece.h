/* Lists of bytes above the ABI's limit are sent and fetched in pieces. */
#ifndef SDK_PIECE_H
#define SDK_PIECE_H

#include <stddef.h>
#include <stdint.h>

/* The longest list is 2^28-1 bytes; mapped ranges begin at multiples of 8. */
#define SDK_PIECE_SIZE ((size_t)0x0ffffff8)

/* The next piece of `left` bytes. */
static inline size_t
sdk_piece(size_t left)
{
    return left < SDK_PIECE_SIZE ? left : SDK_PIECE_SIZE;
}

/* Where it begins: nothing may be nowhere, from where C counts no bytes. */
static inline const uint8_t *
sdk_piece_at(const uint8_t *data, size_t done)
{
    return done != 0 ? data + done : data;
}

#endif
