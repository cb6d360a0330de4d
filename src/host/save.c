/* A module's native code as a file. One that is there is replaced, for who runs the old one has that mapped,
 * and must not see it change. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/write.h"
#include "host/module.h"

/* A pipe or a device is not replaced. */
static int
write_through(const char *path, struct base_bytes code)
{
    const int descriptor = open(path, O_WRONLY | O_CLOEXEC);
    if (descriptor < 0)
        return errno;
    const int failed = base_write(descriptor, code);
    close(descriptor);
    return failed;
}

static int
write_file(const char *path, struct base_bytes code)
{
    struct stat status;
    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode))
        return write_through(path, code);
    return base_write_file(path, 0666, &code, 1);
}

wasigpu_error_t *
wasigpu_module_save(const wasigpu_module_t *module, const char *path)
{
    wasm_byte_vec_t code;
    wasigpu_error_t *error = engine_module_serialize(module->engine, &code);
    if (error != NULL)
        return error;
    const int failed = write_file(path, (struct base_bytes){code.data, code.size});
    wasm_byte_vec_delete(&code);
    return failed == 0 ? NULL : base_error_new("%s: cannot be written: %s", path, strerror(failed));
}
