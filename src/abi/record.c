/* Notes for tools/conformance. A short line, in one write to a file opened to append: neither threads nor
 * the processes of one test tear each other's. */
#include "abi/record.h"

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void
note(struct abi_record *record, uint32_t number)
{
    assert(number < ABI_RECORD_CASES);
    const uint64_t bit = UINT64_C(1) << number % 64;
    if ((atomic_fetch_or_explicit(&record->seen[number / 64], bit, memory_order_relaxed) & bit) != 0)
        return;
    const char *path = getenv("WASIGPU_RECORD_FILE");
    if (path == NULL)
        return;
    const int file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    if (file < 0 || dprintf(file, "%s %u\n", record->name, number) < 0)
        abort(); /* a record with a gap would tell of a function that no test calls */
    close(file);
}

void
abi_record_call(struct abi_record *function)
{
    note(function, 0);
}

uint32_t
abi_record_case(struct abi_record *type, uint32_t number)
{
    note(type, number);
    return number;
}

uint32_t
abi_record_flags(struct abi_record *type, uint32_t bits)
{
    for (uint32_t number = 0; number < 32; number++) {
        if ((bits >> number & 1) != 0)
            note(type, number);
    }
    return bits;
}
