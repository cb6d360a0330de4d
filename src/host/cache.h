/* Where a host keeps compiled code. */
#ifndef HOST_CACHE_H
#define HOST_CACHE_H

#include "wasigpu/error.h"

/* The absolute path of `directory`, or if that is NULL of the user's own: on the heap. An error: there is
 * none.
 */
wasigpu_error_t *host_cache_path(const char *directory, char **path);

#endif
