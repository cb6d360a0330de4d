/* Where a guest starts: the export `_start` of a command, or `_initialize` of a reactor.
 *
 * Start files of our own, because the linker only leaves the other exports alone when __wasm_call_ctors is
 * called by name: with the C library's for commands each export, cabi_realloc among them, would run all
 * constructors when it is entered and all destructors when it is left. Every guest that calls webgpu.h links
 * this object (object.c), so that one that is linked without -nostartfiles has two of them, and the linker
 * refuses it. Neither function has an export_name: the linker exports the one that is its entry, and drops
 * the other.
 *
 * Follows the WASI application ABI: `_start` is called once, and so is `_initialize`, before any other
 * export. */
#include <wasi/api.h>

#include "realloc.h"

void __wasm_call_ctors(void); /* written by the linker: constructors of static objects */
void __wasm_call_dtors(void); /* the C library's: atexit functions, destructors, stdio's buffers */
int __main_void(void);        /* main(void), or the C library's call of main(argc, argv) */

void _start(void);
void _initialize(void);
void sdk_start_files(void);

__attribute__((used)) static void *(*const keep_realloc)(void *, size_t, size_t, size_t) = cabi_realloc;

/* Never called: a name that no start file of others has. */
void
sdk_start_files(void)
{
}

void
_start(void)
{
    __wasm_call_ctors();
    const int code = __main_void();
    __wasm_call_dtors();
    if (code != 0)
        __wasi_proc_exit((__wasi_exitcode_t)code);
}

/* Nothing ends a reactor: destructors and atexit functions do not run. */
void
_initialize(void)
{
    static int calls;
    if (calls++ != 0)
        __builtin_trap();
    __wasm_call_ctors();
}
