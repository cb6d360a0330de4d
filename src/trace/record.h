/* What happens in a guest, as it is handed on. What a record does not hold is in one before it: its rest. */
#ifndef TRACE_RECORD_H
#define TRACE_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#define TRACE_HANDLES_MAX 4

enum trace_kind {
    TRACE_CALL,
    TRACE_WAIT,
    TRACE_REALLOC,
    TRACE_GUEST,  /* all of it, from its bind to its end */
    TRACE_MEMORY, /* the GPU's, that it has: `value` bytes, from `start` on */
    TRACE_PASS,   /* on the GPU */
    TRACE_REST,   /* of the next one, which has the same start */
};

/* Small, for a guest may make many millions of them in a second. */
struct trace_record {
    uint64_t start;      /* ticks */
    uint32_t took;       /* a rest's: its upper half */
    uint16_t number;     /* a call's */
    uint8_t kind;        /* enum trace_kind */
    bool has_text;       /* a pass: it has a name; a call: it has trapped */
    uint32_t handles[2]; /* a call's; a rest's: the third and the fourth */
    uint64_t value;      /* a call's result, which is a handle too; or bytes; or a text */
};

/* The rest of a record: empty, so far. */
static inline struct trace_record
trace_record_rest(uint64_t start)
{
    return (struct trace_record){.start = start, .kind = TRACE_REST};
}

static inline bool
trace_record_is_empty(const struct trace_record *rest)
{
    return (rest->took | rest->handles[0] | rest->handles[1]) == 0;
}

static inline bool
trace_record_belongs(const struct trace_record *rest, const struct trace_record *record)
{
    return rest->kind == TRACE_REST && rest->start == record->start;
}

/* What a record and its rest have together. */
static inline uint64_t
trace_record_took(const struct trace_record *rest, const struct trace_record *record)
{
    return record->took | (uint64_t)rest->took << 32;
}

static inline void
trace_record_set_took(struct trace_record *rest, struct trace_record *record, uint64_t took)
{
    record->took = (uint32_t)took;
    rest->took = (uint32_t)(took >> 32);
}

static inline uint32_t *
trace_record_handle(struct trace_record *rest, struct trace_record *record, unsigned i)
{
    return i < 2 ? &record->handles[i] : &rest->handles[i - 2];
}

/* A value that is a text: on the heap, and of whoever has the record. */
static inline char *
trace_record_text(const struct trace_record *record)
{
    return (char *)(uintptr_t)record->value;
}

#endif
