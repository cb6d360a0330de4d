/* The interfaces that core modules may import from, beside WASI. */
#ifndef HOST_INTERFACES_H
#define HOST_INTERFACES_H

#include "engine/import.h"

extern const struct engine_interfaces host_interfaces;

#endif
