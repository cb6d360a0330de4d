/* Memory that the host asks for, to hand over strings and lists. */
#ifndef SDK_REALLOC_H
#define SDK_REALLOC_H

#include <stddef.h>

/* The next call of cabi_realloc that asks for exactly `size` fresh bytes without alignment gets
 * `data`, so that a list of bytes lands where its reader wants it. NULL takes the offer back: do so
 * after the import, whether it was used or not. */
void sdk_realloc_offer(void *data, size_t size);

/* Sets memory aside, once, for a text that the host brings when there is no other. */
void sdk_realloc_prepare(void);

/* A guest exports it, but does not call it: its start file names it, and so has it linked in. */
void *cabi_realloc(void *old, size_t old_size, size_t align, size_t size);

#endif
