/* A signed sum overflows, on purpose: where sanitizers are on, this must fail. */
#include <limits.h>
#include <stdio.h>

int
main(int argc, char **argv)
{
    (void)argv;
    const volatile int most = INT_MAX;
    printf("summed %d\n", most + argc);
    return 0;
}
