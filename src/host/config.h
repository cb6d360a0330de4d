/* The settings of a host, as its maker has put them. */
#ifndef HOST_CONFIG_H
#define HOST_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include "wasigpu/config.h"

struct wasigpu_config {
    char *gpu_library; /* each of these texts may be NULL: not set */
    char *backend;
    char *adapter;
    bool uninitialized_workgroup_memory; /* allowed */
    bool cached;                         /* compiled code is: */
    char *cache_directory;               /* NULL: the user's own */
    uint64_t cache_max_bytes;
    bool failed; /* there was no memory for a setting: no host is made from it */
};

#endif
