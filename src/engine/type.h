/* Core function types, written as abi/import.h does: a letter each, i = i32, I = i64, f = f32, F = f64. */
#ifndef ENGINE_TYPE_H
#define ENGINE_TYPE_H

#include <stdbool.h>
#include <stddef.h>

#include <wasmtime.h>

/* The caller owns it (wasm_functype_delete). */
wasm_functype_t *engine_type_new(const char *params, const char *results);

bool engine_type_is(const wasm_functype_t *type, const char *params, const char *results);

/* "(i32, i64) -> i32" into `text`, cut to `size` bytes with the NUL. Two ways to the same words. */
void engine_type_print(const wasm_functype_t *type, char *text, size_t size);
void engine_type_print_letters(const char *params, const char *results, char *text, size_t size);

#endif
