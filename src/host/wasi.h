/* What a run gives its guest through WASI: arguments, environment, directories. */
#ifndef HOST_WASI_H
#define HOST_WASI_H

#include <stdbool.h>
#include <stddef.h>

#include <wasmtime.h>

#include "wasigpu/error.h"

struct host_dir {
    char *host_path;
    char *guest_path;
    bool writable;
};

/* Zeroed: nothing at all. */
struct host_wasi {
    char **args;
    size_t arg_count;
    char **env_names;
    char **env_values;
    size_t env_count;
    struct host_dir *dirs;
    size_t dir_count;
};

wasigpu_error_t *host_wasi_set_args(struct host_wasi *wasi, size_t count, const char *const *args);
wasigpu_error_t *host_wasi_set_env(struct host_wasi *wasi, const char *name, const char *value);
wasigpu_error_t *host_wasi_inherit_env(struct host_wasi *wasi);
wasigpu_error_t *host_wasi_add_dir(struct host_wasi *wasi, const char *host_path, const char *guest_path,
                                   bool writable);
void host_wasi_finish(struct host_wasi *wasi);

/* Puts all of it into a store, with the process's standard streams. */
wasigpu_error_t *host_wasi_enter(const struct host_wasi *wasi, wasmtime_context_t *context);

#endif
