/* Where a library starts: the export `_initialize` of a reactor.
 *
 * In the place of the C library's, for the reason that start.c gives. Nothing ends a reactor: destructors and
 * atexit functions do not run. Follows the WASI application ABI, "Reactors": `_initialize` is called once,
 * before any other export. */
#include "realloc.h"

void __wasm_call_ctors(void); /* written by the linker: constructors of static objects */

__attribute__((export_name("_initialize"))) void _initialize(void);

__attribute__((used)) static void *(*const keep_realloc)(void *, size_t, size_t, size_t) = cabi_realloc;

void
_initialize(void)
{
    static int calls;
    if (calls++ != 0)
        __builtin_trap();
    __wasm_call_ctors();
}
