/* What guests are compiled for, whatever flags a user gives. Each language has a file, for each has its
 * flags. */
#ifndef __wasm_simd128__
#error "without -msimd128"
#endif
#ifndef __wasm_bulk_memory__
#error "without -mbulk-memory"
#endif
#ifndef __wasm_nontrapping_fptoint__
#error "without -mnontrapping-fptoint"
#endif
#ifndef __wasm_sign_ext__
#error "without -msign-ext"
#endif
#ifdef __EXCEPTIONS
#error "without -fno-exceptions"
#endif

typedef int not_empty; /* as a C file must not be */
