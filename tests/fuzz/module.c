/* Module loading: bytes that may be a module, as a file and as they are, up to the check of its imports.
 * Nothing of it runs. Native code is not taken: where a user allows it, it is trusted. */
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "engine/binary.h"
#include "engine/import.h"
#include "fuzz/target.h"
#include "generated/webgpu_0_3_0_rc_2.h"

static struct engine *engine;
static const struct abi_interface *const items[] = {&webgpu_0_3_0_rc_2};
static const struct engine_interfaces interfaces = {items, 1};

/* Every error is one line of text that says something. */
static void
check_error(wasigpu_error_t *error)
{
    if (error == NULL)
        return;
    const char *message = wasigpu_error_message(error);
    FUZZ_CHECK(message[0] != '\0' && strchr(message, '\n') == NULL);
    wasigpu_error_delete(error);
}

static void
try_file(const uint8_t *data, size_t size)
{
    const int descriptor = memfd_create("module", MFD_CLOEXEC);
    FUZZ_CHECK(descriptor >= 0 && write(descriptor, data, size) == (ssize_t)size);
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    struct base_file file;
    FUZZ_CHECK(base_file_open(&file, path) == NULL);
    FUZZ_CHECK(file.whole_size == size && file.size <= size);
    FUZZ_CHECK(base_file_read_rest(&file) == NULL);
    FUZZ_CHECK(file.size == size && (size == 0 || memcmp(file.bytes, data, size) == 0));
    base_file_close(&file);
    close(descriptor);
}

/* Whatever is said of a part of the file, as its first block is, must not be a crash. */
static void
try_binary(const uint8_t *data, size_t size)
{
    enum engine_binary kind;
    check_error(engine_binary_look(data, size, size, &kind));
    check_error(engine_binary_look(data, size / 2, size, &kind));
    check_error(engine_binary_walk(data, size));
}

static void
try_module(const uint8_t *data, size_t size)
{
    struct engine_module *module = NULL;
    wasigpu_error_t *error = engine_module_new(engine, data, size, false, &module);
    FUZZ_CHECK((error == NULL) == (module != NULL));
    check_error(error);
    if (module == NULL)
        return;
    FUZZ_CHECK(engine_binary_walk(data, size) == NULL);
    error = engine_imports_check(&interfaces, module);
    for (size_t i = 0; i < module->imports.size; i++) {
        const enum engine_service service = engine_import_service(&interfaces, module->imports.data[i]);
        FUZZ_CHECK(error != NULL || service == ENGINE_SERVED || service == ENGINE_UNFINISHED);
    }
    engine_imports_any(&interfaces, module);
    check_error(error);
    engine_module_delete(module);
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    FUZZ_CHECK(engine_new(&engine) == NULL);
    return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    try_file(data, size);
    try_binary(data, size);
    try_module(data, size);
    return 0;
}
