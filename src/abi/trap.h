/* Why a guest's call ends in a trap. CanonicalABI.md, each `trap_if`. */
#ifndef ABI_TRAP_H
#define ABI_TRAP_H

#define ABI_TRAPS(X) \
    X(BAD_HANDLE, "no such handle of this type") \
    X(LENT_HANDLE, "the handle is lent to a call under way") \
    X(TABLE_FULL, "more handles than it may have") \
    X(NO_MEMORY, "the guest exports no memory") \
    X(OUT_OF_BOUNDS, "pointer outside linear memory") \
    X(MISALIGNED, "misaligned pointer") \
    X(TOO_LONG, "more than 2^28-1 bytes") \
    X(BAD_UTF8, "string is not UTF-8") \
    X(BAD_CASE, "discriminant out of range") \
    X(BAD_CHAR, "not a Unicode scalar value") \
    X(NO_REALLOC, "the guest exports no cabi_realloc: link it with -nostartfiles, if it uses the SDK") \
    X(REALLOC_RESULT, "realloc returned a misaligned or outside pointer") \
    X(REALLOC_TRAPPED, "realloc trapped") \
    X(CANNOT_LEAVE, "import called while realloc runs") \
    X(IN_WAITABLE_SET, "in a waitable set, where only the async form may be called") \
    X(SET_NOT_EMPTY, "the waitable set has members") \
    X(SUBTASK_RESOLVED, "the subtask has been reported as resolved") \
    X(SUBTASK_UNRESOLVED, "the subtask has not been reported as resolved") \
    X(COPY_RUNS, "a read or write is under way") \
    X(COPY_DONE, "nothing more can be read or written") \
    X(NO_COPY, "no read or write is under way") \
    X(FUTURE_UNWRITTEN, "the future has not been written") \
    X(SAME_INSTANCE, "only numbers may pass between two ends in one instance") \
    X(DEADLOCK, "nothing could ever end this wait") \
    X(BACKPRESSURE, "backpressure out of range") \
    X(NO_TASK, "a command is no task that could be cancelled") \
    X(TOO_MANY_CANCELLED, "too many operations still run that it has cancelled") \
    X(HOST_MEMORY, "the host is out of memory") \
    X(INTERRUPTED, "interrupted while waiting in the host") \
    X(NOT_BOUND, "called before the guest was bound") \
    X(WRONG_STORE, "called from another store than the guest's, or after its end") \
    X(MISSING, "not implemented by this host yet")

enum abi_trap {
    ABI_TRAP_NONE,
#define X(name, text) ABI_TRAP_##name,
    ABI_TRAPS(X)
#undef X
};

/* "no such handle of this type". Never NULL. */
const char *abi_trap_text(enum abi_trap trap);

#endif
