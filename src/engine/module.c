/* A core module: from a file or bytes to compiled code, and back to a precompiled file.
 *
 * Precompiled code is run as it is: whoever allows it vouches for the file. What is checked is that this
 * Wasmtime, with these settings, on this kind of processor has made it. */
#include "engine/module.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/file.h"
#include "base/log.h"
#include "engine/binary.h"
#include "engine/cache.h"
#include "engine/error.h"

/* Takes `native` over. */
static wasigpu_error_t *
module_of(wasmtime_module_t *native, struct engine_module **module)
{
    struct engine_module *self = calloc(1, sizeof *self);
    if (self == NULL) {
        wasmtime_module_delete(native);
        return base_error_new("out of memory");
    }
    self->native = native;
    wasmtime_module_imports(native, &self->imports);
    wasmtime_module_exports(native, &self->exports);
    *module = self;
    return NULL;
}

static wasigpu_error_t *
compile(struct engine *engine, const uint8_t *bytes, size_t size, struct engine_module **module)
{
    wasigpu_error_t *error = engine_binary_walk(bytes, size);
    if (error != NULL)
        return error;
    const uint64_t start_ns = base_clock_now_ns();
    wasmtime_module_t *native = engine_cache_find(engine->cache, engine->native, bytes, size);
    const bool found = native != NULL;
    wasmtime_error_t *refused = found ? NULL : wasmtime_module_new(engine->native, bytes, size, &native);
    if (refused != NULL)
        return base_error_wrap(engine_error(refused), "is not a valid module");
    base_log(BASE_LOG_DEBUG, BASE_LOG_ROOM_ENGINE, "%s %zu bytes in %.1f ms", found ? "found" : "compiled",
             size, (double)(base_clock_now_ns() - start_ns) / 1e6);
    if (!found)
        engine_cache_keep(engine->cache, native, bytes, size);
    return module_of(native, module);
}

/* `path` for a file as it lies on disk, which then is mapped; NULL: from `bytes`. */
static wasigpu_error_t *
take_precompiled(struct engine *engine, const char *path, const uint8_t *bytes, size_t size,
                 struct engine_module **module)
{
    wasmtime_module_t *native = NULL;
    wasmtime_error_t *refused = path != NULL
                                    ? wasmtime_module_deserialize_file(engine->native, path, &native)
                                    : wasmtime_module_deserialize(engine->native, bytes, size, &native);
    if (refused != NULL)
        return base_error_wrap(engine_error(refused),
                               "was precompiled by another version, with other settings or for another "
                               "machine; compile it anew (wasigpu compile)");
    return module_of(native, module);
}

static wasigpu_error_t *
refuse_precompiled(void)
{
    return base_error_new("is precompiled native code, which is only run where that is allowed "
                          "(--allow-precompiled); do so only if you trust where it comes from");
}

static wasigpu_error_t *
load(struct engine *engine, struct base_file *file, const char *path, bool allow_precompiled,
     struct engine_module **module)
{
    enum engine_binary kind;
    const uint64_t whole_size = file->whole_size != 0 ? file->whole_size : file->size;
    wasigpu_error_t *error = engine_binary_look(file->bytes, file->size, whole_size, &kind);
    if (error != NULL)
        return error;
    if (kind == ENGINE_BINARY_PRECOMPILED && !allow_precompiled)
        return refuse_precompiled();
    if (kind == ENGINE_BINARY_PRECOMPILED && file->whole_size != 0)
        return take_precompiled(engine, path, NULL, 0, module);
    error = base_file_read_rest(file);
    if (error != NULL)
        return error;
    return kind == ENGINE_BINARY_MODULE ? compile(engine, file->bytes, file->size, module)
                                        : take_precompiled(engine, NULL, file->bytes, file->size, module);
}

wasigpu_error_t *
engine_module_load(struct engine *engine, const char *path, bool allow_precompiled,
                   struct engine_module **module)
{
    struct base_file file;
    wasigpu_error_t *error = base_file_open(&file, path);
    if (error == NULL) {
        error = load(engine, &file, path, allow_precompiled, module);
        base_file_close(&file);
    }
    return error == NULL ? NULL : base_error_wrap(error, "%s", path);
}

wasigpu_error_t *
engine_module_new(struct engine *engine, const uint8_t *bytes, size_t size, bool allow_precompiled,
                  struct engine_module **module)
{
    enum engine_binary kind;
    wasigpu_error_t *error = engine_binary_look(bytes, size, size, &kind);
    if (error == NULL && kind == ENGINE_BINARY_PRECOMPILED && !allow_precompiled)
        error = refuse_precompiled();
    if (error == NULL)
        error = kind == ENGINE_BINARY_MODULE ? compile(engine, bytes, size, module)
                                             : take_precompiled(engine, NULL, bytes, size, module);
    return error == NULL ? NULL : base_error_wrap(error, "module");
}

wasigpu_error_t *
engine_module_serialize(const struct engine_module *module, wasm_byte_vec_t *bytes)
{
    wasmtime_error_t *refused = wasmtime_module_serialize(module->native, bytes);
    return refused == NULL ? NULL : base_error_wrap(engine_error(refused), "serialize");
}

void
engine_module_delete(struct engine_module *module)
{
    if (module == NULL)
        return;
    wasm_importtype_vec_delete(&module->imports);
    wasm_exporttype_vec_delete(&module->exports);
    wasmtime_module_delete(module->native);
    free(module);
}
