/* Where a host keeps compiled code. */
#ifndef HOST_CACHE_H
#define HOST_CACHE_H

#include "base/cache.h"
#include "wasigpu/error.h"

/* The absolute path of `directory`, or if that is NULL of the user's own: on the heap. An error: there is
 * none.
 */
wasigpu_error_t *host_cache_path(const char *directory, char **path);

/* Whether a guest may write to `directory`, which is there: not where it could make entries of `cache`, which
 * are run as they are (NULL: there is none), nor where it could put a directory in the cache's place. */
wasigpu_error_t *host_cache_check_dir(const struct base_cache *cache, const char *directory);

#endif
