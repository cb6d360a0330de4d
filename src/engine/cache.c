/* What modules were compiled to, kept in a directory.
 *
 * An entry: its head, the module, its code. Whether the code is for this machine and these settings, Wasmtime
 * says, whose version is in the entry's name. */
#include "engine/cache.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/log.h"
#include "base/write.h"
#include "engine/cache_directory.h"
#include "engine/file.h"

static const char magic[16] = "wasigpu code 1\n";

struct head {
    char magic[sizeof magic];
    uint64_t wasm_size;
    uint64_t code_size;
    uint64_t sum; /* of both */
};

/* Each step is reversible, so that no two words are taken for one another, and one that is changed changes
 * the sum. It is against accidents: whoever can write the file can make it fit. */
static uint64_t
add_to_sum(uint64_t sum, const void *data, size_t size)
{
    const uint64_t odd = UINT64_C(0x9e3779b97f4a7c15);
    const char *next = data;
    for (size_t left = size; left != 0;) {
        uint64_t word = 0;
        const size_t part = left < sizeof word ? left : sizeof word;
        memcpy(&word, next, part);
        sum = ((sum ^ word) << 29 | (sum ^ word) >> 35) * odd;
        next += part;
        left -= part;
    }
    return (sum ^ size) * odd;
}

wasigpu_error_t *
engine_cache_init(struct engine_cache *cache, const char *directory, uint64_t max_bytes)
{
    *cache = (struct engine_cache){.max_bytes = max_bytes};
    wasigpu_error_t *error = engine_cache_directory_make(directory);
    if (error != NULL)
        return error;
    cache->directory = strdup(directory);
    return cache->directory == NULL ? base_error_new("out of memory") : NULL;
}

void
engine_cache_finish(struct engine_cache *cache)
{
    free(cache->directory);
    cache->directory = NULL;
}

/* On the heap; NULL: no memory. */
static char *
path_of(const struct engine_cache *cache, const uint8_t *wasm, size_t size)
{
    char *path = NULL;
    if (asprintf(&path, "%s/%016" PRIx64 "-" WASMTIME_VERSION ENGINE_CACHE_ENDING, cache->directory,
                 add_to_sum(0, wasm, size)) < 0)
        return NULL;
    return path;
}

/* Where the code begins in a file that is whole, and this module's; NULL: it is not. */
static const uint8_t *
code_in(const struct engine_file *file, const uint8_t *wasm, size_t size, size_t *code_size)
{
    struct head head;
    if (file->size < sizeof head)
        return NULL;
    memcpy(&head, file->bytes, sizeof head);
    const size_t left = file->size - sizeof head;
    if (memcmp(head.magic, magic, sizeof magic) != 0 || head.wasm_size != size || size > left ||
        head.code_size != left - size)
        return NULL;
    const uint8_t *body = file->bytes + sizeof head;
    const uint64_t sum = add_to_sum(add_to_sum(0, body, size), body + size, left - size);
    if (sum != head.sum || memcmp(body, wasm, size) != 0)
        return NULL;
    *code_size = left - size;
    return body + size;
}

static wasmtime_module_t *
load(wasm_engine_t *engine, const char *path, const uint8_t *wasm, size_t size)
{
    struct engine_file file;
    wasigpu_error_t *error = engine_file_open(&file, path);
    if (error != NULL) {
        wasigpu_error_delete(error);
        return NULL;
    }
    wasigpu_error_delete(engine_file_read_rest(&file)); /* then it is not whole */
    size_t code_size = 0;
    const uint8_t *code = code_in(&file, wasm, size, &code_size);
    wasmtime_module_t *module = NULL;
    wasmtime_error_t *refused =
        code == NULL ? NULL : wasmtime_module_deserialize(engine, code, code_size, &module);
    engine_file_close(&file);
    if (refused == NULL)
        return module;
    wasmtime_error_delete(refused);
    return NULL;
}

wasmtime_module_t *
engine_cache_find(const struct engine_cache *cache, wasm_engine_t *engine, const uint8_t *wasm, size_t size)
{
    char *path = cache->directory == NULL ? NULL : path_of(cache, wasm, size);
    if (path == NULL)
        return NULL;
    wasmtime_module_t *module = load(engine, path, wasm, size);
    if (module != NULL)
        utimensat(AT_FDCWD, path, NULL, 0); /* it is used */
    free(path);
    return module;
}

static int
write_entry(const struct engine_cache *cache, const wasm_byte_vec_t *code, const uint8_t *wasm, size_t size)
{
    char *path = path_of(cache, wasm, size);
    if (path == NULL)
        return 0;
    struct head head = {.wasm_size = size, .code_size = code->size};
    memcpy(head.magic, magic, sizeof magic);
    head.sum = add_to_sum(add_to_sum(0, wasm, size), code->data, code->size);
    const struct base_bytes parts[] = {{&head, sizeof head}, {wasm, size}, {code->data, code->size}};
    const int failed = base_write_file(path, 0600, parts, sizeof parts / sizeof parts[0]);
    free(path);
    return failed;
}

void
engine_cache_keep(const struct engine_cache *cache, const wasmtime_module_t *module, const uint8_t *wasm,
                  size_t size)
{
    wasm_byte_vec_t code;
    if (cache->directory == NULL)
        return;
    wasmtime_error_t *refused = wasmtime_module_serialize((wasmtime_module_t *)(uintptr_t)module, &code);
    if (refused != NULL) {
        wasmtime_error_delete(refused);
        return;
    }
    if (sizeof(struct head) + size + code.size <= cache->max_bytes) {
        const int failed = write_entry(cache, &code, wasm, size);
        if (failed != 0)
            base_log(BASE_LOG_INFO, BASE_LOG_ROOM_ENGINE, "compiled code is not kept: %s: %s",
                     cache->directory, strerror(failed));
        engine_cache_directory_trim(cache->directory, cache->max_bytes);
    }
    wasm_byte_vec_delete(&code);
}
