/* The types of an interface as data: what a fuzzer needs to make values that the canonical ABI takes, and
 * values that it nearly takes. The tables are in shapes.c, which tools/witgen writes. */
#ifndef FUZZ_SHAPE_H
#define FUZZ_SHAPE_H

#include <stdint.h>

#include "abi/table.h"

/* After despecialization; flags are the integer that holds them. */
enum fuzz_kind {
    FUZZ_BOOL,
    FUZZ_8,
    FUZZ_16,
    FUZZ_32,
    FUZZ_64,
    FUZZ_F32,
    FUZZ_F64,
    FUZZ_STRING,
    FUZZ_LIST,    /* one part: its element */
    FUZZ_RECORD,  /* a part a field */
    FUZZ_VARIANT, /* a part a case; also enums, options and results */
    FUZZ_HANDLE,  /* owned or borrowed */
};

struct fuzz_part {
    const struct fuzz_shape *shape; /* NULL: a case without a payload */
    uint32_t offset;
};

struct fuzz_shape {
    enum fuzz_kind kind;
    uint32_t size;
    uint32_t align;
    uint32_t flat; /* core values */
    uint32_t count;
    const struct fuzz_part *parts; /* `count` of them; NULL: none is needed, for no case has a payload */
    const struct abi_resource *resource;
};

struct fuzz_function {
    const char *name; /* of the import */
    const struct fuzz_shape *params;
    uint32_t result_size; /* where there is a result in memory */
};

/* The last one has no name. */
extern const struct fuzz_function fuzz_functions[];

#endif
