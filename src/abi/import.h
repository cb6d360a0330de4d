/* The functions of an interface as a core module imports them: tables that tools/witgen writes. */
#ifndef ABI_IMPORT_H
#define ABI_IMPORT_H

#include <stddef.h>

#include "abi/call.h"

struct abi_import {
    const char *name;    /* "[method]gpu-buffer.size" */
    const char *params;  /* core types, a letter each: i = i32, I = i64, f = f32, F = f64; h = an i32 that is
                             a handle, p = one that is the address of all parameters */
    const char *results; /* "" or one letter */
    abi_func func;       /* abi_missing: not served yet */
};

struct abi_interface {
    const char *module; /* "wasi:webgpu/webgpu@0.3.0-rc.2" */
    const struct abi_import *imports;
    size_t count;
};

#endif
