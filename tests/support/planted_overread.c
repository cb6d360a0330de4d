/* Reads past the end of the heap's bytes, on purpose: where sanitizers are on, this must fail. */
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
    const volatile int end = argc; /* one past the last, which the compiler cannot see */
    printf("read %d\n", bytes[end]);
    free(bytes);
    return 0;
}
