/* WASI preview1, which is Wasmtime's own, but for proc_exit: Wasmtime's traps at codes above 125, and a
 * command's code is to pass through whatever it is. */
#include "engine/wasi.h"

#include <string.h>

#include "base/count.h"
#include "engine/error.h"
#include "engine/type.h"

/* Without functions of ours: Wasmtime has them. */
static const struct abi_import imports[] = {
    {"args_get", "ii", "i", NULL},
    {"args_sizes_get", "ii", "i", NULL},
    {"clock_res_get", "ii", "i", NULL},
    {"clock_time_get", "iIi", "i", NULL},
    {"environ_get", "ii", "i", NULL},
    {"environ_sizes_get", "ii", "i", NULL},
    {"fd_advise", "iIIi", "i", NULL},
    {"fd_allocate", "iII", "i", NULL},
    {"fd_close", "i", "i", NULL},
    {"fd_datasync", "i", "i", NULL},
    {"fd_fdstat_get", "ii", "i", NULL},
    {"fd_fdstat_set_flags", "ii", "i", NULL},
    {"fd_fdstat_set_rights", "iII", "i", NULL},
    {"fd_filestat_get", "ii", "i", NULL},
    {"fd_filestat_set_size", "iI", "i", NULL},
    {"fd_filestat_set_times", "iIIi", "i", NULL},
    {"fd_pread", "iiiIi", "i", NULL},
    {"fd_prestat_dir_name", "iii", "i", NULL},
    {"fd_prestat_get", "ii", "i", NULL},
    {"fd_pwrite", "iiiIi", "i", NULL},
    {"fd_read", "iiii", "i", NULL},
    {"fd_readdir", "iiiIi", "i", NULL},
    {"fd_renumber", "ii", "i", NULL},
    {"fd_seek", "iIii", "i", NULL},
    {"fd_sync", "i", "i", NULL},
    {"fd_tell", "ii", "i", NULL},
    {"fd_write", "iiii", "i", NULL},
    {"path_create_directory", "iii", "i", NULL},
    {"path_filestat_get", "iiiii", "i", NULL},
    {"path_filestat_set_times", "iiiiIIi", "i", NULL},
    {"path_link", "iiiiiii", "i", NULL},
    {"path_open", "iiiiiIIii", "i", NULL},
    {"path_readlink", "iiiiii", "i", NULL},
    {"path_remove_directory", "iii", "i", NULL},
    {"path_rename", "iiiiii", "i", NULL},
    {"path_symlink", "iiiii", "i", NULL},
    {"path_unlink_file", "iii", "i", NULL},
    {"poll_oneoff", "iiii", "i", NULL},
    {"proc_exit", "i", "", NULL},
    {"proc_raise", "i", "i", NULL},
    {"random_get", "ii", "i", NULL},
    {"sched_yield", "", "i", NULL},
    {"sock_accept", "iii", "i", NULL},
    {"sock_recv", "iiiiii", "i", NULL},
    {"sock_send", "iiiii", "i", NULL},
    {"sock_shutdown", "ii", "i", NULL},
};
const struct abi_interface engine_wasi = {ENGINE_WASI_MODULE, imports, BASE_COUNT(imports)};

/* The trap only unwinds the guest: whoever called it looks at the store first. */
static wasm_trap_t *
proc_exit(void *env, wasmtime_caller_t *caller, wasmtime_val_raw_t *slots, size_t count)
{
    (void)caller;
    (void)count;
    struct engine_store *store = env;
    store->exited = true;
    store->exit_code = slots[0].i32;
    return wasmtime_trap_new("exit", strlen("exit"));
}

wasigpu_error_t *
engine_wasi_define(wasmtime_linker_t *linker, struct engine_store *store)
{
    wasmtime_error_t *error = wasmtime_linker_define_wasi(linker);
    if (error == NULL) {
        wasm_functype_t *type = engine_type_new("i", "");
        wasmtime_linker_allow_shadowing(linker, true);
        error = wasmtime_linker_define_func_unchecked(linker, ENGINE_WASI_MODULE, strlen(ENGINE_WASI_MODULE),
                                                      "proc_exit", strlen("proc_exit"), type, proc_exit,
                                                      store, NULL);
        wasmtime_linker_allow_shadowing(linker, false);
        wasm_functype_delete(type);
    }
    return error == NULL ? NULL : engine_error(error);
}
