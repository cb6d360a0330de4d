/* A fuzzer's bytes, read as choices. Behind the end all of them are 0, which everywhere is the plainest
 * choice. */
#ifndef FUZZ_INPUT_H
#define FUZZ_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fuzz_input {
    const uint8_t *data;
    size_t size;
};

static inline bool
fuzz_input_ended(const struct fuzz_input *input)
{
    return input->size == 0;
}

static inline uint8_t
fuzz_input_byte(struct fuzz_input *input)
{
    if (input->size == 0)
        return 0;
    input->size--;
    return *input->data++;
}

/* Little-endian. */
static inline uint64_t
fuzz_input_number(struct fuzz_input *input, unsigned bytes)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < bytes; i++)
        value |= (uint64_t)fuzz_input_byte(input) << 8 * i;
    return value;
}

/* Up to `size` bytes in place; *got is how many there are. */
static inline const uint8_t *
fuzz_input_bytes(struct fuzz_input *input, size_t size, size_t *got)
{
    const uint8_t *data = input->data;
    *got = size < input->size ? size : input->size;
    input->data += *got;
    input->size -= *got;
    return data;
}

#endif
