/* The directory of a cache. What a file takes is counted in blocks: an entry of a few bytes takes one too. */
#include "base/cache_directory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"

#define LEFT_BEHIND_S 3600 /* no writing takes as long */
#define BLOCK 4096

static wasigpu_error_t *
failed(const char *directory)
{
    return base_error_new("%s: %s", directory, strerror(errno));
}

static wasigpu_error_t *
check_owner(const char *directory)
{
    struct stat status;
    if (stat(directory, &status) != 0)
        return failed(directory);
    if (!S_ISDIR(status.st_mode))
        return base_error_new("%s: it is not a directory", directory);
    if (status.st_uid != geteuid() || (status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return base_error_new("%s: what is in it is run, so it must be yours, and only yours to write to",
                              directory);
    return NULL;
}

wasigpu_error_t *
base_cache_directory_make(const char *directory)
{
    char path[PATH_MAX];
    const size_t size = strlen(directory);
    if (size >= sizeof path)
        return base_error_new("%.60s...: the name is too long", directory);
    memcpy(path, directory, size + 1);
    for (size_t i = 1; i <= size; i++) { /* and all that lead to it */
        if (directory[i] != '/' && directory[i] != '\0')
            continue;
        path[i] = '\0';
        if (mkdir(path, 0700) != 0 && errno != EEXIST && access(path, F_OK) != 0)
            return failed(path);
        path[i] = directory[i];
    }
    return check_owner(directory);
}

uint64_t
base_cache_directory_cost(uint64_t size)
{
    return (size + BLOCK - 1) / BLOCK * BLOCK;
}

struct entry {
    char name[NAME_MAX + 1];
    uint64_t cost;
    struct timespec used;
};

struct entries {
    struct entry *items;
    size_t count;
    size_t capacity;
    uint64_t cost;
};

static bool
is_entry(const char *name)
{
    const size_t size = strlen(name);
    const size_t ending = sizeof BASE_CACHE_ENDING - 1;
    return size > ending && strcmp(name + size - ending, BASE_CACHE_ENDING) == 0;
}

static void
add(struct entries *entries, const char *name, const struct stat *status)
{
    if (entries->count == entries->capacity) {
        const size_t capacity = entries->capacity == 0 ? 64 : 2 * entries->capacity;
        struct entry *items = realloc(entries->items, capacity * sizeof *items);
        if (items == NULL)
            return; /* then it stays */
        entries->items = items;
        entries->capacity = capacity;
    }
    struct entry *entry = &entries->items[entries->count++];
    *entry =
        (struct entry){.cost = base_cache_directory_cost((uint64_t)status->st_size), .used = status->st_mtim};
    memcpy(entry->name, name, strlen(name) + 1);
    entries->cost += entry->cost;
}

static void
look(int directory, struct entries *entries, const char *name)
{
    struct stat status;
    if (fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(status.st_mode))
        return;
    if (is_entry(name))
        add(entries, name, &status);
    else if (strstr(name, BASE_CACHE_ENDING ".") != NULL && time(NULL) - status.st_mtime > LEFT_BEHIND_S)
        unlinkat(directory, name, 0);
}

static int
by_use(const void *a, const void *b)
{
    const struct timespec *left = &((const struct entry *)a)->used;
    const struct timespec *right = &((const struct entry *)b)->used;
    if (left->tv_sec != right->tv_sec)
        return left->tv_sec < right->tv_sec ? -1 : 1;
    return (left->tv_nsec > right->tv_nsec) - (left->tv_nsec < right->tv_nsec);
}

/* The newest stays, which may take more by itself. */
static void
remove_oldest(int directory, struct entries *entries, uint64_t until)
{
    qsort(entries->items, entries->count, sizeof *entries->items, by_use);
    for (size_t i = 0; i + 1 < entries->count && entries->cost > until; i++) {
        unlinkat(directory, entries->items[i].name, 0); /* another process may have done it */
        entries->cost -= entries->items[i].cost;
    }
}

uint64_t
base_cache_directory_trim(const char *directory, uint64_t max_bytes)
{
    const int descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = descriptor < 0 ? NULL : fdopendir(descriptor);
    if (stream == NULL) {
        if (descriptor >= 0)
            close(descriptor);
        return 0;
    }
    struct entries entries = {0};
    for (const struct dirent *item; (item = readdir(stream)) != NULL;)
        look(descriptor, &entries, item->d_name);
    if (entries.cost > max_bytes)
        remove_oldest(descriptor, &entries, max_bytes - max_bytes / 8);
    free(entries.items);
    closedir(stream);
    return entries.cost;
}
