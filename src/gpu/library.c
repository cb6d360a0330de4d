/* Finds the native library's file, loads it and fills the tables of pointers.
 *
 * A library is told by what it exports: wgpuDevicePoll is wgpu-native's, wgpuDeviceTick Dawn's, and before
 * July 2025 it has wgpuGetInstanceCapabilities too. All others are taken to be as the standard header says,
 * and nothing is put over their functions. It is never unloaded: its threads and its atexit handlers would be
 * left without code. */
#include "gpu/library.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/count.h"
#include "base/error.h"
#include "base/log.h"
#include "gpu/dawn/dawn.h"
#include "gpu/procs.h"
#include "gpu/wgpu/wgpu.h"

#define PATH_SIZE 4096

/* Where the build found them; an installed layout comes first. */
static const struct {
    const char *name;
    const char *path;
} known[] = {
    {"dawn", GPU_DAWN_LIBRARY},
    {"wgpu", GPU_WGPU_LIBRARY},
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_bool loaded; /* set last: what is below does not change again */
static enum gpu_library_kind kind;
static char *path;
static char version[64];

/* The folder of the running library, or with `program` that of the running executable; "": unknown. */
static void
own_folder(bool program, char folder[PATH_SIZE])
{
    folder[0] = '\0';
    char *file = NULL;
    Dl_info info;
    if (program)
        file = realpath("/proc/self/exe", NULL);
    else if (dladdr(&known, &info) != 0 && info.dli_fname != NULL && strchr(info.dli_fname, '/') != NULL)
        file = realpath(info.dli_fname, NULL);
    if (file == NULL)
        return;
    char *end = strrchr(file, '/');
    if (end != NULL && (size_t)(end - file) < PATH_SIZE)
        snprintf(folder, PATH_SIZE, "%.*s", (int)(end - file), file);
    free(file);
}

/* The file of a known library: beside what runs, as `make install` puts it, else where it was built. */
static wasigpu_error_t *
find_known(size_t index, char **found)
{
    const char *file = strrchr(known[index].path, '/') + 1;
    for (int program = 0; program < 2; program++) {
        static const char *const places[] = {"../lib/wasigpu", "wasigpu"};
        char folder[PATH_SIZE];
        own_folder(program == 1, folder);
        for (size_t i = 0; folder[0] != '\0' && i < BASE_COUNT(places); i++) {
            char candidate[2 * PATH_SIZE];
            snprintf(candidate, sizeof candidate, "%s/%s/%s", folder, places[i], file);
            *found = realpath(candidate, NULL);
            if (*found != NULL)
                return NULL;
        }
    }
    *found = realpath(known[index].path, NULL);
    if (*found != NULL)
        return NULL;
    return base_error_new("%s is neither in ../lib/wasigpu nor at %s: run `make setup`, or give its path",
                          file, known[index].path);
}

static wasigpu_error_t *
find(const char *name, char **found)
{
    for (size_t i = 0; i < BASE_COUNT(known); i++) {
        if (strcmp(name, known[i].name) == 0)
            return find_known(i, found);
    }
    *found = realpath(name, NULL);
    if (*found != NULL)
        return NULL;
    if (errno == ENOENT && strchr(name, '/') == NULL)
        return base_error_new("unknown library \"%s\": neither dawn nor wgpu nor the path of a file", name);
    return base_error_new("%s: %s", name, strerror(errno));
}

/* A data pointer that dlsym has of a function. POSIX lets them be the same. */
static WGPUProc
symbol(void *handle, const char *name)
{
    void *address = dlsym(handle, name);
    WGPUProc proc;
    memcpy(&proc, &address, sizeof proc);
    return proc;
}

static void
fill(void *handle)
{
    for (size_t i = 0; i < GPU_PROC_COUNT; i++) {
        const WGPUProc proc = symbol(handle, gpu_proc_table[i].name);
        gpu_procs_set(&gpu_native, i, proc);
        if (proc == NULL)
            base_log(BASE_LOG_DEBUG, BASE_LOG_ROOM_GPU, "the library has no %s", gpu_proc_table[i].name);
    }
}

/* The front table: the library's own functions, then what is translated over them. */
static void
serve(struct gpu_procs *front)
{
    for (size_t i = 0; i < GPU_PROC_COUNT; i++) {
        const WGPUProc proc = gpu_procs_get(&gpu_native, i);
        gpu_procs_set(front, i, proc != NULL ? proc : gpu_procs_get(&gpu_missing, i));
    }
    front->GetProcAddress = gpu_proc_address;
}

static wasigpu_error_t *
open_library(const char *file)
{
    void *handle = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL)
        return base_error_new("%s", dlerror());
    if (symbol(handle, "wgpuCreateInstance") == NULL) {
        dlclose(handle);
        return base_error_new("%s is not a WebGPU library: it has no function wgpuCreateInstance", file);
    }
    fill(handle);
    struct gpu_procs front;
    serve(&front);
    if (symbol(handle, "wgpuDevicePoll") != NULL) {
        kind = GPU_LIBRARY_WGPU;
        gpu_wgpu_install(&front, handle, version, sizeof version);
    } else if (symbol(handle, "wgpuDeviceTick") != NULL) {
        kind = GPU_LIBRARY_DAWN;
        gpu_dawn_install(&front, handle, version, sizeof version);
    } else {
        kind = GPU_LIBRARY_OTHER;
        snprintf(version, sizeof version, "with the standard header's values");
    }
    gpu_procs = front;
    return NULL;
}

const char *
gpu_library_name(void)
{
    static const char *const names[] = {
        [GPU_LIBRARY_DAWN] = "Dawn", [GPU_LIBRARY_WGPU] = "wgpu-native", [GPU_LIBRARY_OTHER] = "WebGPU"};
    return names[kind];
}

static wasigpu_error_t *
load_locked(const char *name)
{
    if (name == NULL && loaded)
        return NULL;
    if (name == NULL)
        name = getenv("WASIGPU_GPU_LIB");
    if (name == NULL || name[0] == '\0')
        name = "dawn";
    char *found;
    wasigpu_error_t *error = find(name, &found);
    if (error != NULL)
        return error;
    if (loaded) {
        if (strcmp(found, path) != 0)
            error = base_error_new("%s: this process has loaded %s already", found, path);
        free(found);
        return error;
    }
    error = open_library(found);
    if (error != NULL) {
        free(found);
        return error;
    }
    path = found;
    base_log(BASE_LOG_INFO, BASE_LOG_ROOM_GPU, "%s %s: %s", gpu_library_name(), version, path);
    atomic_store_explicit(&loaded, true, memory_order_release);
    return NULL;
}

wasigpu_error_t *
gpu_library_load(const char *name)
{
    pthread_mutex_lock(&lock);
    wasigpu_error_t *error = load_locked(name);
    pthread_mutex_unlock(&lock);
    return error;
}

bool
gpu_library_ensure(void)
{
    if (gpu_library_loaded())
        return true;
    wasigpu_error_t *error = gpu_library_load(NULL);
    if (error == NULL)
        return true;
    base_log(BASE_LOG_ERROR, BASE_LOG_ROOM_GPU, "no WebGPU library: %s", wasigpu_error_message(error));
    wasigpu_error_delete(error);
    return false;
}

bool
gpu_library_loaded(void)
{
    return atomic_load_explicit(&loaded, memory_order_acquire);
}

enum gpu_library_kind
gpu_library_kind(void)
{
    return kind;
}

const char *
gpu_library_path(void)
{
    return path;
}

const char *
gpu_library_version(void)
{
    return version;
}
