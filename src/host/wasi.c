/* What a run gives its guest through WASI. Texts are checked when they are given, for Wasmtime only says yes
 * or no. */
#include "host/wasi.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/string.h"
#include "engine/error.h"

extern char **environ;

static bool
is_utf8(const char *text)
{
    const struct base_str view = base_str(text);
    return base_utf8_prefix(view) == view.size;
}

static wasigpu_error_t *
no_memory(void)
{
    return base_error_new("out of memory");
}

static void
clear_args(struct host_wasi *wasi)
{
    for (size_t i = 0; i < wasi->arg_count; i++)
        free(wasi->args[i]);
    free(wasi->args);
    wasi->args = NULL;
    wasi->arg_count = 0;
}

wasigpu_error_t *
host_wasi_set_args(struct host_wasi *wasi, size_t count, const char *const *args)
{
    for (size_t i = 0; i < count; i++)
        if (!is_utf8(args[i]))
            return base_error_new("argument %zu is not UTF-8: %s", i, args[i]);
    clear_args(wasi);
    wasi->args = calloc(count + 1, sizeof *wasi->args);
    if (wasi->args == NULL)
        return no_memory();
    for (; wasi->arg_count < count; wasi->arg_count++) {
        wasi->args[wasi->arg_count] = strdup(args[wasi->arg_count]);
        if (wasi->args[wasi->arg_count] == NULL)
            return no_memory();
    }
    return NULL;
}

/* Room for one variable more; false: no memory. */
static bool
grow_env(struct host_wasi *wasi)
{
    char **names = realloc(wasi->env_names, (wasi->env_count + 1) * sizeof *names);
    if (names != NULL)
        wasi->env_names = names;
    char **values = realloc(wasi->env_values, (wasi->env_count + 1) * sizeof *values);
    if (values != NULL)
        wasi->env_values = values;
    return names != NULL && values != NULL;
}

/* `name_size` bytes of `name` are its name. */
static wasigpu_error_t *
set_env(struct host_wasi *wasi, const char *name, size_t name_size, const char *value)
{
    size_t at = 0;
    while (at < wasi->env_count &&
           (strncmp(wasi->env_names[at], name, name_size) != 0 || wasi->env_names[at][name_size] != '\0'))
        at++;
    char *new_value = strdup(value);
    if (new_value == NULL)
        return no_memory();
    if (at < wasi->env_count) {
        free(wasi->env_values[at]);
        wasi->env_values[at] = new_value;
        return NULL;
    }
    char *new_name = strndup(name, name_size);
    if (new_name == NULL || !grow_env(wasi)) {
        free(new_name);
        free(new_value);
        return no_memory();
    }
    wasi->env_names[wasi->env_count] = new_name;
    wasi->env_values[wasi->env_count++] = new_value;
    return NULL;
}

wasigpu_error_t *
host_wasi_set_env(struct host_wasi *wasi, const char *name, const char *value)
{
    if (name[0] == '\0' || strchr(name, '=') != NULL)
        return base_error_new("not a variable's name: \"%s\"", name);
    if (!is_utf8(name) || !is_utf8(value))
        return base_error_new("variable %s is not UTF-8", name);
    return set_env(wasi, name, strlen(name), value);
}

wasigpu_error_t *
host_wasi_inherit_env(struct host_wasi *wasi)
{
    for (char **variable = environ; variable != NULL && *variable != NULL; variable++) {
        const char *equals = strchr(*variable, '=');
        if (equals == NULL || equals == *variable || !is_utf8(*variable))
            continue;
        wasigpu_error_t *error = set_env(wasi, *variable, (size_t)(equals - *variable), equals + 1);
        if (error != NULL)
            return error;
    }
    return NULL;
}

static wasigpu_error_t *
check_dir(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return base_error_new("directory %s: %s", path,
                              errno == ENOENT ? "no such directory" : strerror(errno));
    if (!S_ISDIR(status.st_mode))
        return base_error_new("directory %s: is not a directory", path);
    if (access(path, R_OK | X_OK) != 0)
        return base_error_new("directory %s: %s", path, strerror(errno));
    return NULL;
}

wasigpu_error_t *
host_wasi_add_dir(struct host_wasi *wasi, const char *host_path, const char *guest_path, bool writable)
{
    wasigpu_error_t *error = check_dir(host_path);
    if (error != NULL)
        return error;
    if (!is_utf8(host_path) || !is_utf8(guest_path))
        return base_error_new("directory %s: its name is not UTF-8", host_path);
    struct host_dir *dirs = realloc(wasi->dirs, (wasi->dir_count + 1) * sizeof *dirs);
    if (dirs == NULL)
        return no_memory();
    wasi->dirs = dirs;
    const struct host_dir dir = {strdup(host_path), strdup(guest_path), writable};
    wasi->dirs[wasi->dir_count++] = dir;
    return dir.host_path == NULL || dir.guest_path == NULL ? no_memory() : NULL;
}

void
host_wasi_finish(struct host_wasi *wasi)
{
    clear_args(wasi);
    for (size_t i = 0; i < wasi->env_count; i++) {
        free(wasi->env_names[i]);
        free(wasi->env_values[i]);
    }
    for (size_t i = 0; i < wasi->dir_count; i++) {
        free(wasi->dirs[i].host_path);
        free(wasi->dirs[i].guest_path);
    }
    free(wasi->env_names);
    free(wasi->env_values);
    free(wasi->dirs);
    *wasi = (struct host_wasi){0};
}

static wasigpu_error_t *
fill(const struct host_wasi *wasi, wasi_config_t *config)
{
    wasi_config_inherit_stdin(config);
    wasi_config_inherit_stdout(config);
    wasi_config_inherit_stderr(config);
    if (!wasi_config_set_argv(config, wasi->arg_count, (const char **)wasi->args))
        return base_error_new("WASI does not take the arguments");
    if (!wasi_config_set_env(config, wasi->env_count, (const char **)wasi->env_names,
                             (const char **)wasi->env_values))
        return base_error_new("WASI does not take the environment");
    for (size_t i = 0; i < wasi->dir_count; i++)
        if (!wasi_config_preopen_dir(config, wasi->dirs[i].host_path, wasi->dirs[i].guest_path,
                                     wasi->dirs[i].writable))
            return base_error_new("directory %s: cannot be opened", wasi->dirs[i].host_path);
    return NULL;
}

wasigpu_error_t *
host_wasi_enter(const struct host_wasi *wasi, wasmtime_context_t *context)
{
    wasi_config_t *config = wasi_config_new();
    if (config == NULL)
        return no_memory();
    wasigpu_error_t *error = fill(wasi, config);
    if (error != NULL) {
        wasi_config_delete(config);
        return error;
    }
    wasmtime_error_t *refused = wasmtime_context_set_wasi(context, config);
    return refused == NULL ? NULL : base_error_wrap(engine_error(refused), "WASI");
}
