/* What a guest's thread has recorded and the writer's has not read yet: a bounded queue from one thread to
 * another. */
#ifndef TRACE_RING_H
#define TRACE_RING_H

#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TRACE_RING_SIZE 65536u /* records, 3 MiB; a power of two */
#define TRACE_RING_PART (TRACE_RING_SIZE / 4)

#define TRACE_HANDLES_MAX 4

enum trace_record_kind {
    TRACE_RECORD_CALL,
    TRACE_RECORD_WAIT,
    TRACE_RECORD_REALLOC,
    TRACE_RECORD_GUEST,  /* all of it, from its bind to its end */
    TRACE_RECORD_MEMORY, /* the GPU's, that it has: `bytes`, from `start` on */
    TRACE_RECORD_PASS,   /* on the GPU */
};

struct trace_record {
    uint64_t start; /* ticks */
    uint64_t end;
    uint64_t bytes;                      /* up or down; or a text */
    uint32_t handles[TRACE_HANDLES_MAX]; /* a call's */
    uint32_t result;                     /* a handle too */
    uint16_t number;                     /* a call's */
    uint8_t kind;                        /* enum trace_record_kind */
    bool has_text;                       /* a call: it has trapped */
};

/* Why a call has trapped: on the heap, and the reader's to free. */
static inline char *
trace_record_text(const struct trace_record *record)
{
    return (char *)(uintptr_t)record->bytes;
}

struct trace_ring {
    alignas(64) _Atomic uint64_t written; /* records ever */
    uint64_t room_until;                  /* the writer's: what it knows of `read` */
    alignas(64) _Atomic uint64_t read;
    struct trace_record records[TRACE_RING_SIZE];
};

/* NULL: no memory. */
struct trace_ring *trace_ring_new(void);

/* With what is unread; NULL is allowed. */
void trace_ring_delete(struct trace_ring *ring);

/* Where the next record goes; NULL: the ring is full. */
static inline struct trace_record *
trace_ring_room(struct trace_ring *ring)
{
    const uint64_t at = atomic_load_explicit(&ring->written, memory_order_relaxed);
    if (at == ring->room_until) {
        ring->room_until = atomic_load_explicit(&ring->read, memory_order_acquire) + TRACE_RING_SIZE;
        if (at == ring->room_until)
            return NULL;
    }
    return &ring->records[at % TRACE_RING_SIZE];
}

/* It is filled. True: the reader should have a look. */
static inline bool
trace_ring_push(struct trace_ring *ring)
{
    const uint64_t at = atomic_load_explicit(&ring->written, memory_order_relaxed) + 1;
    atomic_store_explicit(&ring->written, at, memory_order_release);
    return at % TRACE_RING_PART == 0;
}

/* The reader: how many there are in a row from *first on. */
size_t trace_ring_unread(const struct trace_ring *ring, const struct trace_record **first);
void trace_ring_took(struct trace_ring *ring, size_t count);

bool trace_ring_is_empty(const struct trace_ring *ring);

#endif
