/* The directory of a cache: that it is the user's own, and not too large. */
#ifndef BASE_CACHE_DIRECTORY_H
#define BASE_CACHE_DIRECTORY_H

#include <stdint.h>

#include "wasigpu/error.h"

/* Of an entry's name. */
#define BASE_CACHE_ENDING ".code"

wasigpu_error_t *base_cache_directory_make(const char *directory);

/* What a file of `size` bytes takes on a disk, about. */
uint64_t base_cache_directory_cost(uint64_t size);

/* Where entries take more than `max_bytes`, removes those that were used last the longest ago, until they
 * take an eighth less or only the newest is left, so that the next one need not do the same; and what a
 * process has left there that was killed while it wrote. Other processes may do so at the same time. Gives
 * what entries then take. */
uint64_t base_cache_directory_trim(const char *directory, uint64_t max_bytes);

#endif
