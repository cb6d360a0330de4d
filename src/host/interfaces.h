/* The interfaces that core modules may import from, beside WASI. */
#ifndef HOST_INTERFACES_H
#define HOST_INTERFACES_H

#include "engine/import.h"

extern const struct engine_interfaces host_interfaces;      /* all: */
extern const struct engine_interfaces host_gpu_interfaces;  /* those that need a GPU */
extern const struct engine_interfaces host_root_interfaces; /* the others */

#endif
