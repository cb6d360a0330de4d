/* wat2wasm IN OUT: a module's text made binary by the same Wasmtime that runs it; the tests' guests are text.
 */
#include <stdio.h>
#include <stdlib.h>

#include <wasmtime.h>

#define TEXT_MAX (1 << 20)

static char *
read_all(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    char *text = malloc(TEXT_MAX);
    if (file == NULL || text == NULL)
        exit(2);
    *size = fread(text, 1, TEXT_MAX, file);
    fclose(file);
    return text;
}

int
main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    size_t size;
    char *text = read_all(argv[1], &size);
    wasm_byte_vec_t wasm;
    wasmtime_error_t *error = wasmtime_wat2wasm(text, size, &wasm);
    free(text);
    if (error != NULL) {
        wasm_name_t message;
        wasmtime_error_message(error, &message);
        fprintf(stderr, "%s: %.*s\n", argv[1], (int)message.size, message.data);
        return 1;
    }
    FILE *out = fopen(argv[2], "wb");
    if (out == NULL || fwrite(wasm.data, 1, wasm.size, out) != wasm.size || fclose(out) != 0)
        return 2;
    wasm_byte_vec_delete(&wasm);
    return 0;
}
