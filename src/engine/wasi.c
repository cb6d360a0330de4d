/* WASI preview1, which is Wasmtime's own, but for proc_exit: Wasmtime's traps at codes above 125, and a
 * command's code is to pass through whatever it is. */
#include "engine/wasi.h"

#include <string.h>

#include "base/count.h"
#include "engine/error.h"
#include "engine/type.h"

const char *const engine_wasi_names[] = {
    "args_get",
    "args_sizes_get",
    "clock_res_get",
    "clock_time_get",
    "environ_get",
    "environ_sizes_get",
    "fd_advise",
    "fd_allocate",
    "fd_close",
    "fd_datasync",
    "fd_fdstat_get",
    "fd_fdstat_set_flags",
    "fd_fdstat_set_rights",
    "fd_filestat_get",
    "fd_filestat_set_size",
    "fd_filestat_set_times",
    "fd_pread",
    "fd_prestat_dir_name",
    "fd_prestat_get",
    "fd_pwrite",
    "fd_read",
    "fd_readdir",
    "fd_renumber",
    "fd_seek",
    "fd_sync",
    "fd_tell",
    "fd_write",
    "path_create_directory",
    "path_filestat_get",
    "path_filestat_set_times",
    "path_link",
    "path_open",
    "path_readlink",
    "path_remove_directory",
    "path_rename",
    "path_symlink",
    "path_unlink_file",
    "poll_oneoff",
    "proc_exit",
    "proc_raise",
    "random_get",
    "sched_yield",
    "sock_accept",
    "sock_recv",
    "sock_send",
    "sock_shutdown",
};
const size_t engine_wasi_name_count = BASE_COUNT(engine_wasi_names);

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
