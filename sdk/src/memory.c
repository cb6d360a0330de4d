/* memcpy, memmove and memset as the one instruction that each is in WebAssembly 2.0.
 *
 * In the place of the C library's, which Debian builds for WebAssembly 1.0: loops of 2.8 KiB in each guest,
 * which take 0.37 us for 4 KiB where the instruction takes 0.1 (and 10 ns for 8 bytes, where it takes 16).
 * Calls that the compiler sees are instructions already; these are for the libraries' own. */
#include <string.h>

void *
memcpy(void *restrict to, const void *restrict from, size_t size)
{
    return __builtin_memcpy(to, from, size);
}

void *
memmove(void *to, const void *from, size_t size)
{
    return __builtin_memmove(to, from, size);
}

void *
memset(void *to, int byte, size_t size)
{
    return __builtin_memset(to, byte, size);
}
