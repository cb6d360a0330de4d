/* What `canon lower` was given: CanonicalABI.md, "Canonical ABI options". Strings are UTF-8. */
#ifndef ABI_OPTIONS_H
#define ABI_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

struct abi_memory;

struct abi_options {
    struct abi_memory *memory; /* NULL: none */
    /* Calls the guest's realloc(old_ptr, old_size, align, new_size). False: it trapped, and whoever
     * set this keeps the trap. NULL: the guest has none. */
    bool (*realloc)(void *env, uint32_t old_ptr, uint32_t old_size, uint32_t align, uint32_t new_size,
                    uint32_t *ptr);
    void *realloc_env;
    bool async;
};

#endif
