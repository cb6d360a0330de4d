/* Overflows, on purpose: the heap in the asan build, a signed sum in the ubsan build. Each must fail. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

int
main(int argc, char **argv)
{
    (void)argv;
    char *bytes = malloc((size_t)argc);
    if (bytes == NULL)
        return 1;
    bytes[argc - 1] = 1;
    const volatile int last = argc; /* one past the end, which the compiler cannot see */
    const int byte = bytes[last];
    free(bytes);
    const volatile int most = INT_MAX;
    const int sum = most + argc;
    printf("read %d, summed %d\n", byte, sum);
    return 0;
}
