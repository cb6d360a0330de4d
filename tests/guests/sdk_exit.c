/* main(void), and an exit code that is not 0: 7 by return, 8 by exit from a function of atexit's. */
#include <stdio.h>
#include <stdlib.h>

static void
change_code(void)
{
    printf("leaving\n");
    fflush(stdout);
    _Exit(8);
}

int
main(void)
{
    if (getenv("SDK_EXIT_BY_ATEXIT") != NULL)
        atexit(change_code);
    return 7;
}
