/* Finds which Vulkan driver brings a device: the manifests that the loader would read, each tried alone.
 * Vulkan loader, "Driver Discovery". */
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "gpu/vulkan.h"

#define SELECT "VK_LOADER_DRIVERS_SELECT"
#define PATH_SIZE 4096
#define MANIFEST_MAX 64

struct manifests {
    char *names[MANIFEST_MAX]; /* without folders, as VK_LOADER_DRIVERS_SELECT compares them */
    size_t count;
};

static void
add_name(struct manifests *found, const char *name)
{
    const size_t size = strlen(name);
    if (size < 6 || strcmp(name + size - 5, ".json") != 0 || found->count == MANIFEST_MAX)
        return;
    for (size_t i = 0; i < found->count; i++) {
        if (strcmp(found->names[i], name) == 0)
            return;
    }
    found->names[found->count] = strdup(name);
    found->count += found->names[found->count] != NULL;
}

/* A manifest, or a folder of them. */
static void
add_path(struct manifests *found, const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return;
    if (!S_ISDIR(status.st_mode)) {
        const char *slash = strrchr(path, '/');
        add_name(found, slash != NULL ? slash + 1 : path);
        return;
    }
    DIR *folder = opendir(path);
    if (folder == NULL)
        return;
    for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder))
        add_name(found, entry->d_name);
    closedir(folder);
}

/* Each part of a list with colons, with `tail` behind it. */
static void
add_list(struct manifests *found, const char *list, const char *tail)
{
    while (list != NULL && *list != '\0') {
        const size_t size = strcspn(list, ":");
        char path[PATH_SIZE];
        if (size > 0 && (size_t)snprintf(path, sizeof path, "%.*s%s", (int)size, list, tail) < sizeof path)
            add_path(found, path);
        list += size;
        list += *list == ':';
    }
}

static const char *
variable(const char *name, const char *otherwise)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' ? value : otherwise;
}

static void
find_manifests(struct manifests *found)
{
    const char *only = variable("VK_DRIVER_FILES", variable("VK_ICD_FILENAMES", NULL));
    if (only != NULL) {
        add_list(found, only, "");
        return;
    }
    add_list(found, getenv("VK_ADD_DRIVER_FILES"), "");
    static const char tail[] = "/vulkan/icd.d";
    const char *home = variable("HOME", "");
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/.config", home);
    add_list(found, variable("XDG_CONFIG_HOME", path), tail);
    add_list(found, variable("XDG_CONFIG_DIRS", "/etc/xdg"), tail);
    add_list(found, "/usr/local/etc:/etc", tail);
    snprintf(path, sizeof path, "%s/.local/share", home);
    add_list(found, variable("XDG_DATA_HOME", path), tail);
    add_list(found, variable("XDG_DATA_DIRS", "/usr/local/share:/usr/share"), tail);
}

static bool
same(const struct gpu_adapter_info *a, const struct gpu_adapter_info *b)
{
    return a->vendor_id == b->vendor_id && a->device_id == b->device_id && strcmp(a->name, b->name) == 0 &&
           strcmp(a->driver, b->driver) == 0;
}

/* Whether that driver alone brings the device. */
static bool
brings(const char *manifest, const struct gpu_adapter_info *device)
{
    char *before;
    struct gpu_adapter_list list;
    gpu_vulkan_narrow(manifest, &before);
    wasigpu_error_t *error = gpu_vulkan_list(&list);
    gpu_vulkan_widen(before);
    bool found = false;
    for (size_t i = 0; i < list.count; i++)
        found |= same(&list.items[i], device);
    gpu_adapter_list_finish(&list);
    wasigpu_error_delete(error);
    return found;
}

bool
gpu_vulkan_has_manifests(void)
{
    struct manifests found = {.count = 0};
    find_manifests(&found);
    for (size_t i = 0; i < found.count; i++)
        free(found.names[i]);
    return found.count > 0;
}

char *
gpu_vulkan_manifest(const struct gpu_adapter_info *device)
{
    struct manifests found = {.count = 0};
    char *manifest = NULL;
    find_manifests(&found);
    for (size_t i = 0; i < found.count; i++) {
        if (manifest == NULL && found.count > 1 && brings(found.names[i], device))
            manifest = found.names[i];
        else
            free(found.names[i]);
    }
    return manifest;
}

void
gpu_vulkan_narrow(const char *manifest, char **before)
{
    const char *value = getenv(SELECT);
    *before = value != NULL ? strdup(value) : NULL;
    setenv(SELECT, manifest, 1);
}

void
gpu_vulkan_widen(char *before)
{
    if (before != NULL)
        setenv(SELECT, before, 1);
    else
        unsetenv(SELECT);
    free(before);
}
