/* A model of what a guest can wait for, written from CanonicalABI.md ("Waitable State", "Subtask State",
 * "Stream State", "Future State" and the built-ins on them): an array of what each handle stands for, and for
 * each built-in what it must answer. It knows nothing of src/abi but its numbers. */
#ifndef FUZZ_WAITABLES_MODEL_H
#define FUZZ_WAITABLES_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/trap.h"

#define MODEL_HANDLES 512
#define MODEL_COUNT_MAX 8 /* values of one read */
#define MODEL_NOWHERE UINT32_MAX

enum model_kind {
    MODEL_FREE,
    MODEL_THING,
    MODEL_SUBTASK,
    MODEL_SET,
    MODEL_FUTURE_READER, /* these four in this order: */
    MODEL_FUTURE_WRITER,
    MODEL_STREAM_READER,
    MODEL_STREAM_WRITER,
};

enum model_state { MODEL_IDLE, MODEL_COPYING, MODEL_DONE };

/* What the host writes. */
struct model_supply {
    uint32_t ready;
    bool ended;
};

struct model_entry {
    enum model_kind kind;
    uint32_t lends; /* of a thing */

    uint32_t set;  /* of a waitable; 0: in none */
    uint64_t turn; /* the lower, the sooner it is looked at */

    bool done; /* of a subtask: its operation is */
    bool told; /* the guest knows how it ended */
    uint32_t lent[2];

    enum model_state state; /* of an end */
    bool settled;
    uint32_t result;
    uint32_t other;              /* the other end; 0: none */
    struct model_supply *supply; /* NULL: the guest's own */
    uint32_t count;
    uint32_t ptr; /* where what it waits for goes */
};

/* What a call must come to. */
struct model_answer {
    enum abi_trap trap;
    uint64_t result;
    uint32_t event[2];              /* of wait and poll: handle and payload */
    uint32_t made[MODEL_COUNT_MAX]; /* things for the guest, which lie at: */
    uint32_t made_count;
    uint32_t ptr;
};

struct model {
    struct model_entry entries[MODEL_HANDLES];
    uint32_t count;
    uint32_t free[MODEL_HANDLES];
    uint32_t free_count;
    uint64_t turns;
};

void model_init(struct model *model);
/* Whether there is room for what one call can make. */
bool model_has_room(const struct model *model);
/* The handle at `index`, of this kind; NULL: there is none. */
struct model_entry *model_get(struct model *model, uint32_t index, enum model_kind kind);

uint32_t model_add(struct model *model, enum model_kind kind);
struct model_answer model_drop_thing(struct model *model, uint32_t handle);
/* An async-lowered call that borrows two things, or one or none (0), and makes one in the end. */
struct model_answer model_start(struct model *model, const uint32_t lent[2], bool ends_at_once, uint32_t ptr);
struct model_answer model_cancel_subtask(struct model *model, uint32_t handle, bool async);
struct model_answer model_drop_subtask(struct model *model, uint32_t handle);

struct model_answer model_join(struct model *model, uint32_t waitable, uint32_t set);
struct model_answer model_drop_set(struct model *model, uint32_t set);
/* `waits`: for no time at all, so that it is interrupted at once. */
struct model_answer model_take_event(struct model *model, uint32_t set, bool waits);

struct model_answer model_new_pair(struct model *model, bool stream);
struct model_answer model_copy(struct model *model, enum model_kind kind, uint32_t handle, bool async,
                               uint32_t ptr, uint32_t count);
struct model_answer model_cancel_copy(struct model *model, enum model_kind kind, uint32_t handle, bool async);
struct model_answer model_drop_end(struct model *model, enum model_kind kind, uint32_t handle);

#endif
