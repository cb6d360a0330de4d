/* Loses memory, on purpose: where sanitizers are on, this must fail, suppressions and all. */
#include <stdio.h>
#include <stdlib.h>

static void *volatile kept;

int
main(void)
{
    kept = malloc(1000);
    kept = NULL;
    puts("a thousand bytes are lost");
    return kept != NULL;
}
