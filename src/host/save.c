/* A module's native code as a file. It is written beside its place and then renamed, for who runs the old one
 * has that mapped, and must not see it change. */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "host/module.h"

static wasigpu_error_t *
failed(const char *path)
{
    return base_error_new("%s: cannot be written: %s", path, strerror(errno));
}

static bool
write_all(int descriptor, const char *bytes, size_t size)
{
    while (size > 0) {
        const ssize_t written = write(descriptor, bytes, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes += written;
        size -= (size_t)written;
    }
    return true;
}

static wasigpu_error_t *
write_and_rename(const char *path, const char *temporary, const wasm_byte_vec_t *code)
{
    const int descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor < 0)
        return failed(path);
    bool ok = write_all(descriptor, code->data, code->size);
    ok = close(descriptor) == 0 && ok;
    if (ok && rename(temporary, path) == 0)
        return NULL;
    wasigpu_error_t *error = failed(path);
    unlink(temporary);
    return error;
}

/* A pipe or a device is not replaced. */
static wasigpu_error_t *
write_through(const char *path, const wasm_byte_vec_t *code)
{
    const int descriptor = open(path, O_WRONLY | O_CLOEXEC);
    if (descriptor < 0)
        return failed(path);
    wasigpu_error_t *error = write_all(descriptor, code->data, code->size) ? NULL : failed(path);
    close(descriptor);
    return error;
}

static wasigpu_error_t *
write_file(const char *path, const wasm_byte_vec_t *code)
{
    struct stat status;
    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode))
        return write_through(path, code);
    static atomic_uint count; /* with the process, a name that no other writer has */
    char *temporary = NULL;
    if (asprintf(&temporary, "%s.%ld-%u", path, (long)getpid(), atomic_fetch_add(&count, 1)) < 0)
        return base_error_new("out of memory");
    wasigpu_error_t *error = write_and_rename(path, temporary, code);
    free(temporary);
    return error;
}

wasigpu_error_t *
wasigpu_module_save(const wasigpu_module_t *module, const char *path)
{
    wasm_byte_vec_t code;
    wasigpu_error_t *error = engine_module_serialize(module->engine, &code);
    if (error != NULL)
        return error;
    error = write_file(path, &code);
    wasm_byte_vec_delete(&code);
    return error;
}
