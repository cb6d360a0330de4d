/* The built-ins that every core module may import, whatever else it uses. */
#ifndef ABI_ROOT_H
#define ABI_ROOT_H

#include <stdbool.h>

#include "abi/import.h"

extern const struct abi_interface abi_root;        /* "$root" */
extern const struct abi_interface abi_export_root; /* "[export]$root" */

/* Whether a built-in may be called while realloc runs: those of which CanonicalABI.md does not say
 * trap_if(not may_leave). They use nothing of their call but the instance. */
bool abi_root_may_stay(abi_func func);

#endif
