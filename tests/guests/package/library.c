/* A library in a guest's project of its own: one export, for `wasigpu run --invoke` or an embedder. */
#include <stdio.h>

int opened(void); /* packaged.c */

__attribute__((export_name("open_adapter"))) void open_adapter(void);

void
open_adapter(void)
{
    if (opened() != 0)
        __builtin_trap();
    fflush(stdout); /* nothing else does, in a library */
}
