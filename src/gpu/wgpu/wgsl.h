/* Reads WGSL as far as this room must. */
#ifndef GPU_WGPU_WGSL_H
#define GPU_WGPU_WGSL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether a module may declare a variable in workgroup memory. Never false where one does; true also where
 * a pointer to it or a comparison with something called "workgroup" is all there is. */
bool gpu_wgsl_uses_workgroup(const char *code, size_t size);

/* Whether naga might run out of stack on the module: it recurses into brackets, templates, operators,
 * "else if" and types, and has no bound for most. False for what people write. True for all that might need
 * more than about 2 MiB. */
bool gpu_wgsl_too_deep(const char *code, size_t size);

/* The byte at which a line and a character in it, both from 1, are; `size` if there is no such place. */
uint64_t gpu_wgsl_offset(const char *code, size_t size, uint64_t line, uint64_t character);

#endif
