/* malloc and its like of a test program, counted, and made to fail when the test says so. A program that
 * links support_allocation has its own calls sent through it by the linker; those of shared libraries are
 * not. */
#ifndef SUPPORT_ALLOCATION_H
#define SUPPORT_ALLOCATION_H

#include <stdbool.h>

struct support_allocation {
    int count;
    int left;    /* then they fail; -1: never */
    bool failed; /* one has, since it was cleared */
};

extern struct support_allocation support_allocation;

#endif
