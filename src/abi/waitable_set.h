/* Waitable sets: CanonicalABI.md, "Waitable State", "canon waitable-set.{new,wait,poll,drop}" and "canon
 * waitable.join". Functions that return bool are false where they trapped. */
#ifndef ABI_WAITABLE_SET_H
#define ABI_WAITABLE_SET_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/call.h"

struct abi_waitable;

bool abi_waitable_set_new(struct abi_call *call, uint32_t *set);

/* The event's two numbers go to the eight bytes at `ptr`, its code to *code. */
bool abi_waitable_set_wait(struct abi_call *call, uint32_t set, uint32_t ptr, uint32_t *code);
/* The same without waiting: ABI_EVENT_NONE where there is no event. */
bool abi_waitable_set_poll(struct abi_call *call, uint32_t set, uint32_t ptr, uint32_t *code);

bool abi_waitable_set_drop(struct abi_call *call, uint32_t set);

/* Puts a waitable into a set, out of the one in which it was; 0: into none. */
bool abi_waitable_join(struct abi_call *call, uint32_t waitable, uint32_t set);
/* Out of its set, if it is in one. */
void abi_waitable_leave(struct abi_waitable *waitable);

#endif
