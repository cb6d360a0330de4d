/* cabi_realloc: the export by which the host gets memory in the guest for strings and lists.
 *
 * What it hands out belongs to the guest, which gives it back with free; of size 0 there is nothing
 * to give back. It never runs constructors (see start.c) and calls no import but to say why it traps. Follows
 * CanonicalABI.md, "Canonical ABI options", realloc; "Alignment": no type wants more than 8 bytes, and malloc
 * gives 16. */
#include "realloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

void sdk_component_type(void); /* component_type.s */
void sdk_keep_component_type(void);

/* Never called: it names the object that holds the component's type, and so has it linked in. It is in this
 * file, for what is to become a component exports cabi_realloc. */
void
sdk_keep_component_type(void)
{
    sdk_component_type();
}

static struct {
    void *data; /* NULL: no offer */
    size_t size;
} offer;

void
sdk_realloc_offer(void *data, size_t size)
{
    offer.data = data;
    offer.size = size;
}

/* Enough for most texts. It is malloc's, for it is given back with free as all else is. */
#define RESERVE_SIZE 4096
static void *reserve; /* NULL: taken, or there is no memory for it */

void
sdk_realloc_prepare(void)
{
    if (reserve == NULL)
        reserve = malloc(RESERVE_SIZE);
}

/* The host cannot go on without the memory, and a guest has no way to say no: where the reserve does not help
 * either, it ends. The log is WASI's, which may be called from in here. */
static void *
allocate(size_t size)
{
    sdk_realloc_prepare();
    void *data = malloc(size);
    if (data == NULL && size <= RESERVE_SIZE) {
        data = reserve;
        reserve = NULL;
    }
    if (data == NULL)
        sdk_out_of_memory();
    return data;
}

__attribute__((export_name("cabi_realloc"))) void *
cabi_realloc(void *old, size_t old_size, size_t align, size_t size)
{
    if (size == 0) {
        if (old_size != 0)
            free(old);
        return (void *)align; /* aligned, not NULL, and never looked at */
    }
    if (old_size == 0 && offer.data != NULL && offer.size == size && align == 1) {
        void *data = offer.data;
        offer.data = NULL;
        return data;
    }
    void *data = allocate(size);
    if (old_size != 0) {
        memcpy(data, old, old_size < size ? old_size : size);
        free(old);
    }
    return data;
}
