/* Where a guest starts: the export `_start` of a command.
 *
 * A start file of our own, because the linker only leaves the other exports alone when
 * __wasm_call_ctors is called by name: with the C library's start file each export, cabi_realloc among
 * them, would run all constructors when it is entered and all destructors when it is left. Follows the
 * WASI application ABI, "Commands": `_start` is called once. */
#include <wasi/api.h>

#include "realloc.h"

void __wasm_call_ctors(void); /* written by the linker: constructors of static objects */
void __wasm_call_dtors(void); /* the C library's: atexit functions, destructors, stdio's buffers */
int __main_void(void);        /* main(void), or the C library's call of main(argc, argv) */

__attribute__((export_name("_start"))) void _start(void);

__attribute__((used)) static void *(*const keep_realloc)(void *, size_t, size_t, size_t) = cabi_realloc;

void
_start(void)
{
    __wasm_call_ctors();
    const int code = __main_void();
    __wasm_call_dtors();
    if (code != 0)
        __wasi_proc_exit((__wasi_exitcode_t)code);
}
