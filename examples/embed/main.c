/* Runs a GPU guest in an embedder's own Wasmtime: embed GUEST.wasm.
 *
 * Engine, store, linker and WASI are the embedder's; wasigpu only adds wasi:webgpu to the linker, and is tied
 * to the instance once that exists. For a whole command with limits and a clock see wasigpu/run.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wasmtime.h>

#include <wasigpu/wasigpu.h>

static void
end_on_wasigpu(wasigpu_error_t *error)
{
    if (error == NULL)
        return;
    fprintf(stderr, "embed: %s\n", wasigpu_error_message(error));
    exit(1);
}

/* An exit of the guest is an error too, with its code. */
static void
end_on_wasmtime(wasmtime_error_t *error, wasm_trap_t *trap)
{
    int code = 1;
    if (error == NULL && trap == NULL)
        return;
    if (error != NULL && wasmtime_error_exit_status(error, &code))
        exit(code);
    wasm_name_t message;
    if (error != NULL)
        wasmtime_error_message(error, &message);
    else
        wasm_trap_message(trap, &message);
    fprintf(stderr, "embed: %.*s\n", (int)message.size, message.data);
    exit(code);
}

static wasmtime_module_t *
load(wasm_engine_t *engine, const char *path)
{
    FILE *file = fopen(path, "rb");
    long size = -1;
    if (file != NULL && fseek(file, 0, SEEK_END) == 0)
        size = ftell(file);
    wasm_byte_vec_t bytes;
    wasm_byte_vec_new_uninitialized(&bytes, size < 0 ? 0 : (size_t)size);
    if (size < 0 || fseek(file, 0, SEEK_SET) != 0 || fread(bytes.data, 1, bytes.size, file) != bytes.size) {
        fprintf(stderr, "embed: %s cannot be read\n", path);
        exit(1);
    }
    fclose(file);
    wasmtime_module_t *module = NULL;
    end_on_wasmtime(wasmtime_module_new(engine, (const uint8_t *)bytes.data, bytes.size, &module), NULL);
    wasm_byte_vec_delete(&bytes);
    return module;
}

static void
add_wasi(wasmtime_linker_t *linker, wasmtime_context_t *context)
{
    wasi_config_t *config = wasi_config_new();
    wasi_config_inherit_stdout(config);
    wasi_config_inherit_stderr(config);
    end_on_wasmtime(wasmtime_context_set_wasi(context, config), NULL);
    end_on_wasmtime(wasmtime_linker_define_wasi(linker), NULL);
}

int
main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: embed GUEST.wasm\n");
        return 2;
    }
    wasm_engine_t *engine = wasm_engine_new();
    wasmtime_store_t *store = wasmtime_store_new(engine, NULL, NULL);
    wasmtime_context_t *context = wasmtime_store_context(store);
    wasmtime_linker_t *linker = wasmtime_linker_new(engine);
    wasmtime_module_t *module = load(engine, argv[1]);
    add_wasi(linker, context);

    /* wasi:webgpu joins the linker. */
    wasigpu_host_t *host = NULL;
    wasigpu_guest_t *guest = NULL;
    end_on_wasigpu(wasigpu_host_new(NULL, &host));
    end_on_wasigpu(wasigpu_guest_new(host, &guest));
    end_on_wasigpu(wasigpu_guest_define(guest, linker));

    /* The instance exists: from here on its calls are served. */
    wasmtime_instance_t instance;
    wasm_trap_t *trap = NULL;
    end_on_wasmtime(wasmtime_linker_instantiate(linker, context, module, &instance, &trap), trap);
    end_on_wasigpu(wasigpu_guest_bind(guest, context, &instance));

    wasmtime_extern_t start;
    if (!wasmtime_instance_export_get(context, &instance, "_start", strlen("_start"), &start) ||
        start.kind != WASMTIME_EXTERN_FUNC) {
        fprintf(stderr, "embed: %s exports no function _start\n", argv[1]);
        return 1;
    }
    end_on_wasmtime(wasmtime_func_call(context, &start.of.func, NULL, 0, NULL, 0, &trap), trap);

    wasigpu_guest_delete(guest); /* before the store that it is bound to */
    wasigpu_host_delete(host);
    wasmtime_module_delete(module);
    wasmtime_linker_delete(linker);
    wasmtime_store_delete(store);
    wasm_engine_delete(engine);
    return 0;
}
