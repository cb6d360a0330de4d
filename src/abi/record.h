/* What passes through recording trampolines (CMake's WASIGPU_RECORD): each function that is called and
 * each case that is lifted or lowered is noted once a process, for tools/conformance. Other builds have
 * none of this. */
#ifndef ABI_RECORD_H
#define ABI_RECORD_H

#include <stdatomic.h>
#include <stdint.h>

#define ABI_RECORD_CASES 128

/* A function of the interface, or a type that has cases. Static, and then nothing is noted yet. */
struct abi_record {
    const char *name; /* "[method]gpu-buffer.size", "gpu-buffer-usage" */
    _Atomic uint64_t seen[ABI_RECORD_CASES / 64];
};

/* What is noted first is appended to the file WASIGPU_RECORD_FILE, a line "name number"; without the
 * variable nothing is written. At once, for a process may end in any way. Any thread. */
void abi_record_call(struct abi_record *function);

/* These give back what they note: it stands in the middle of expressions. */
uint32_t abi_record_case(struct abi_record *type, uint32_t number);
uint32_t abi_record_flags(struct abi_record *type, uint32_t bits);

#endif
