/* Writing whole files: beside their place, and then renamed. */
#include "base/write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int
base_write(int descriptor, struct base_bytes bytes)
{
    const char *next = bytes.data;
    size_t left = bytes.size;
    while (left != 0) {
        const ssize_t written = write(descriptor, next, left);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return errno;
        next += written;
        left -= (size_t)written;
    }
    return 0;
}

static int
write_and_rename(const char *path, const char *temporary, mode_t mode, const struct base_bytes *parts,
                 size_t count)
{
    const int descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor < 0)
        return errno;
    int failed = 0;
    for (size_t i = 0; failed == 0 && i < count; i++)
        failed = base_write(descriptor, parts[i]);
    if (close(descriptor) != 0 && failed == 0)
        failed = errno;
    if (failed == 0 && rename(temporary, path) != 0)
        failed = errno;
    if (failed != 0)
        unlink(temporary);
    return failed;
}

int
base_write_file(const char *path, mode_t mode, const struct base_bytes *parts, size_t count)
{
    static atomic_uint files; /* with the process, a name that no other writer has */
    char *temporary = NULL;
    if (asprintf(&temporary, "%s.%ld-%u", path, (long)getpid(), atomic_fetch_add(&files, 1)) < 0)
        return ENOMEM;
    const int failed = write_and_rename(path, temporary, mode, parts, count);
    free(temporary);
    return failed;
}
