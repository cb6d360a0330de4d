/* The directory of a cache: that it is the user's own, and not too large. */
#ifndef ENGINE_CACHE_DIRECTORY_H
#define ENGINE_CACHE_DIRECTORY_H

#include <stdint.h>

#include "wasigpu/error.h"

/* Of an entry's name. */
#define ENGINE_CACHE_ENDING ".code"

wasigpu_error_t *engine_cache_directory_make(const char *directory);

/* Removes entries, those first that were used last the longest ago, until they are no larger than
 * `max_bytes`; and what a process has left there that was killed while it wrote. Other processes may do the
 * same. */
void engine_cache_directory_trim(const char *directory, uint64_t max_bytes);

#endif
