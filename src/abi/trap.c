/* What each trap is called towards a user. */
#include "abi/trap.h"

const char *
abi_trap_text(enum abi_trap trap)
{
    switch (trap) {
    case ABI_TRAP_NONE:
        break;
#define X(name, text) \
    case ABI_TRAP_##name: \
        return text;
        ABI_TRAPS(X)
#undef X
    }
    return "no trap";
}
