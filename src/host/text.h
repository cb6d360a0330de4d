/* Copies of an embedder's texts, on the heap. */
#ifndef HOST_TEXT_H
#define HOST_TEXT_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Replaces *text by a copy of `from`, which may be NULL. False: no memory, *text is as it was. */
static inline bool
host_text_set(char **text, const char *from)
{
    char *copy = from == NULL ? NULL : strdup(from);
    if (from != NULL && copy == NULL)
        return false;
    free(*text);
    *text = copy;
    return true;
}

#endif
