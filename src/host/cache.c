/* Where a host keeps compiled code. XDG Base Directory Specification, "Environment variables". */
#include "host/cache.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

#define NAME "wasigpu"

static char *
join(const char *directory, const char *name)
{
    char *path = NULL;
    return asprintf(&path, "%s/%s", directory, name) < 0 ? NULL : path;
}

/* What is set to a relative path counts as not set. */
static const char *
absolute(const char *variable)
{
    const char *value = getenv(variable);
    return value != NULL && value[0] == '/' ? value : NULL;
}

static wasigpu_error_t *
user_path(char **path)
{
    const char *cache = absolute("XDG_CACHE_HOME");
    const char *home = absolute("HOME");
    if (cache == NULL && home == NULL)
        return base_error_new("neither XDG_CACHE_HOME nor HOME is set");
    *path = cache != NULL ? join(cache, NAME) : join(home, ".cache/" NAME);
    return *path == NULL ? base_error_new("out of memory") : NULL;
}

wasigpu_error_t *
host_cache_path(const char *directory, char **path)
{
    if (directory == NULL)
        return user_path(path);
    if (directory[0] == '/') {
        *path = strdup(directory);
        return *path == NULL ? base_error_new("out of memory") : NULL;
    }
    char *here = realpath(".", NULL);
    if (here == NULL)
        return base_error_new("%s: %s", directory, strerror(errno));
    *path = join(here, directory);
    free(here);
    return *path == NULL ? base_error_new("out of memory") : NULL;
}

/* Both are real paths. */
static bool
is_within(const char *path, const char *directory)
{
    const size_t size = strcmp(directory, "/") == 0 ? 0 : strlen(directory);
    return strncmp(path, directory, size) == 0 && (path[size] == '/' || path[size] == '\0');
}

wasigpu_error_t *
host_cache_check_dir(const struct base_cache *cache, const char *directory)
{
    if (cache == NULL)
        return NULL;
    const char *ours = base_cache_path(cache);
    char *theirs = realpath(directory, NULL);
    if (theirs == NULL)
        return NULL; /* who adds it says what is wrong with it */
    wasigpu_error_t *error = NULL;
    if (is_within(ours, theirs) || is_within(theirs, ours))
        error = base_error_new(
            "directory %s: the guest could write to compiled code that is kept in %s, and is run: "
            "give it another one, or keep nothing (--no-cache)",
            directory, ours);
    free(theirs);
    return error;
}
