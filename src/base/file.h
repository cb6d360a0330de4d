/* A file that is read: its first block when it is opened, the rest only if that is wanted.
 *
 * Read, not mapped: a file that a compiler cuts off and writes anew meanwhile must not take us with it. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "wasigpu/error.h"

struct base_file {
    int descriptor;
    uint8_t *bytes;
    size_t size; /* of what has been read */
    size_t capacity;
    uint64_t whole_size; /* as the file system has it; 0 for a pipe */
};

/* An error says why not, without the path: "no such file", "is a directory". */
wasigpu_error_t *base_file_open(struct base_file *file, const char *path);
wasigpu_error_t *base_file_read_rest(struct base_file *file);
void base_file_close(struct base_file *file);

#endif
