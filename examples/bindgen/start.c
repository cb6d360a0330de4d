/* Where the guest starts, in the place of the C library's start file.
 *
 * That of Debian's wasi-libc does not call __wasm_call_ctors by name, and then the linker has every other
 * export call it when it is entered, and the destructors when it is left: cabi_realloc among them, which must
 * do neither. A wasi-sdk's does; with one, this file and -nostartfiles are not needed. */
#include <wasi/api.h>

void __wasm_call_ctors(void);
void __wasm_call_dtors(void);
int __main_void(void);

__attribute__((export_name("_start"))) void _start(void);

void
_start(void)
{
    __wasm_call_ctors();
    const int code = __main_void();
    __wasm_call_dtors();
    if (code != 0)
        __wasi_proc_exit((__wasi_exitcode_t)code);
}
