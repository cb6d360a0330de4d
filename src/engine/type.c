/* Core function types, written as abi/import.h does. */
#include "engine/type.h"

#include <stdio.h>
#include <string.h>

static const struct {
    char letter;
    wasm_valkind_t kind;
    wasmtime_valtype_kind_t known_as; /* the same one, where all of WebAssembly's types are told apart */
    const char *name;
} types[] = {
    {'i', WASM_I32, WASMTIME_VALTYPE_KIND_I32, "i32"}, {'h', WASM_I32, WASMTIME_VALTYPE_KIND_I32, "i32"},
    {'p', WASM_I32, WASMTIME_VALTYPE_KIND_I32, "i32"}, {'I', WASM_I64, WASMTIME_VALTYPE_KIND_I64, "i64"},
    {'f', WASM_F32, WASMTIME_VALTYPE_KIND_F32, "f32"}, {'F', WASM_F64, WASMTIME_VALTYPE_KIND_F64, "f64"},
};
#define TYPE_COUNT (sizeof types / sizeof types[0])

/* The letters of types that the ABI has no use for. */
#define LETTER_V128 'v'
#define LETTER_REFERENCE 'r'

/* wasm_valtype_kind aborts the process for v128 and most references, which a guest may well have. */
static char
letter_of(const wasm_valtype_t *type)
{
    wasmtime_valtype_t known;
    wasmtime_valtype_new(type, &known);
    const wasmtime_valtype_kind_t kind = known.kind;
    wasmtime_valtype_delete(&known);
    for (size_t t = 0; t < TYPE_COUNT; t++)
        if (types[t].known_as == kind)
            return types[t].letter;
    return kind == WASMTIME_VALTYPE_KIND_V128 ? LETTER_V128 : LETTER_REFERENCE;
}

static void
fill(wasm_valtype_vec_t *vec, const char *letters)
{
    const size_t count = strlen(letters);
    wasm_valtype_vec_new_uninitialized(vec, count);
    for (size_t i = 0; i < count; i++)
        for (size_t t = 0; t < TYPE_COUNT; t++)
            if (types[t].letter == letters[i])
                vec->data[i] = wasm_valtype_new(types[t].kind);
}

wasm_functype_t *
engine_type_new(const char *params, const char *results)
{
    wasm_valtype_vec_t param_vec;
    wasm_valtype_vec_t result_vec;
    fill(&param_vec, params);
    fill(&result_vec, results);
    return wasm_functype_new(&param_vec, &result_vec);
}

/* As a core type: handles and addresses are numbers. */
static char
core(char letter)
{
    return letter == 'h' || letter == 'p' ? 'i' : letter;
}

static bool
vec_is(const wasm_valtype_vec_t *vec, const char *letters)
{
    if (vec->size != strlen(letters))
        return false;
    for (size_t i = 0; i < vec->size; i++)
        if (letter_of(vec->data[i]) != core(letters[i]))
            return false;
    return true;
}

bool
engine_type_is(const wasm_functype_t *type, const char *params, const char *results)
{
    return vec_is(wasm_functype_params(type), params) && vec_is(wasm_functype_results(type), results);
}

static void
letters_of(const wasm_valtype_vec_t *vec, char *letters, size_t size)
{
    size_t count = vec->size < size - 1 ? vec->size : size - 1;
    for (size_t i = 0; i < count; i++)
        letters[i] = letter_of(vec->data[i]);
    letters[count] = '\0';
}

static size_t
append(char *text, size_t size, size_t at, const char *more)
{
    if (at < size)
        snprintf(text + at, size - at, "%s", more);
    return at + strlen(more);
}

static size_t
append_types(char *text, size_t size, size_t at, const char *letters)
{
    for (size_t i = 0; letters[i] != '\0'; i++) {
        const char *name = letters[i] == LETTER_V128 ? "v128" : "a reference";
        for (size_t t = 0; t < TYPE_COUNT; t++)
            if (types[t].letter == letters[i])
                name = types[t].name;
        if (i > 0)
            at = append(text, size, at, ", ");
        at = append(text, size, at, name);
    }
    return at;
}

void
engine_type_print_letters(const char *params, const char *results, char *text, size_t size)
{
    size_t at = append(text, size, 0, "(");
    at = append_types(text, size, at, params);
    at = append(text, size, at, results[0] == '\0' ? ") -> ()" : ") -> ");
    append_types(text, size, at, results);
}

void
engine_type_print(const wasm_functype_t *type, char *text, size_t size)
{
    char params[64];
    char results[16];
    letters_of(wasm_functype_params(type), params, sizeof params);
    letters_of(wasm_functype_results(type), results, sizeof results);
    engine_type_print_letters(params, results, text, size);
}
