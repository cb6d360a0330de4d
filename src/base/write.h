/* Writing whole files. Each function gives 0 or an errno. */
#ifndef BASE_WRITE_H
#define BASE_WRITE_H

#include <stddef.h>
#include <sys/types.h>

struct base_bytes {
    const void *data;
    size_t size;
};

int base_write(int descriptor, struct base_bytes bytes);

/* A file of `count` parts takes the place of what is at `path`, at once, by renaming: whoever has the old one
 * open keeps it, and nobody sees half of it. */
int base_write_file(const char *path, mode_t mode, const struct base_bytes *parts, size_t count);

#endif
