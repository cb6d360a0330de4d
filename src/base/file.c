/* A file that is read: its first block when it is opened, the rest only if that is wanted. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

#define FIRST_BLOCK 4096

/* Reads until `file->bytes` is full or the file ends, which leaves size < capacity. */
static wasigpu_error_t *
fill(struct base_file *file)
{
    while (file->size < file->capacity) {
        const ssize_t got = read(file->descriptor, file->bytes + file->size, file->capacity - file->size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return base_error_new("cannot be read: %s", strerror(errno));
        if (got == 0)
            break;
        file->size += (size_t)got;
    }
    return NULL;
}

static wasigpu_error_t *
reserve(struct base_file *file, size_t capacity)
{
    uint8_t *bytes = realloc(file->bytes, capacity);
    if (bytes == NULL)
        return base_error_new("out of memory");
    file->bytes = bytes;
    file->capacity = capacity;
    return NULL;
}

static wasigpu_error_t *
read_first(struct base_file *file)
{
    struct stat status;
    if (fstat(file->descriptor, &status) != 0)
        return base_error_new("cannot be read: %s", strerror(errno));
    if (S_ISDIR(status.st_mode))
        return base_error_new("is a directory");
    if (S_ISREG(status.st_mode))
        file->whole_size = (uint64_t)status.st_size;
    wasigpu_error_t *error = reserve(file, FIRST_BLOCK);
    return error != NULL ? error : fill(file);
}

wasigpu_error_t *
base_file_open(struct base_file *file, const char *path)
{
    *file = (struct base_file){.descriptor = open(path, O_RDONLY | O_CLOEXEC)};
    if (file->descriptor < 0)
        return errno == ENOENT ? base_error_new("no such file")
                               : base_error_new("cannot be opened: %s", strerror(errno));
    wasigpu_error_t *error = read_first(file);
    if (error != NULL)
        base_file_close(file);
    return error;
}

wasigpu_error_t *
base_file_read_rest(struct base_file *file)
{
    wasigpu_error_t *error = NULL;
    while (error == NULL && file->size == file->capacity) {
        /* One byte more than there should be: the last read then finds the end. */
        const size_t wanted = file->whole_size >= file->capacity ? (size_t)file->whole_size + 1 : 0;
        error = reserve(file, wanted > file->capacity ? wanted : 2 * file->capacity);
        if (error == NULL)
            error = fill(file);
    }
    return error;
}

void
base_file_close(struct base_file *file)
{
    if (file->descriptor >= 0)
        close(file->descriptor);
    free(file->bytes);
    *file = (struct base_file){.descriptor = -1};
}
