/* Rules of the WebGPU specification, a check each: what is done between a begin and its end is valid, or
 * makes a validation error. A library's known deviations (deviations.h) are expected, and fail once they are
 * gone.
 *
 * The programs are built twice, natively and as guests, and must give the same answers. */
#ifndef RULE_H
#define RULE_H

#include <string.h>

#include "../guests/check.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* What all rules of a program are tried on. */
extern struct gpu gpu;
extern WGPULimits limits;

/* The program's argument names the library. */
void rules_of(int argc, char **argv);

/* The same, and opens `gpu` with `feature` (0: none). False: it is checked and printed. */
bool rules_open(int argc, char **argv, WGPUFeatureName feature);

/* Closes it; the program's exit code. */
int rules_close(void);

/* A rule that holds, or does not. */
bool rule(bool holds, const char *what);

/* Between the two: no validation error, or one. They nest. `ends` only tells; the others are a rule each. */
void begin(void);
bool ends(bool is_valid);
bool judge(bool is_valid, const char *what);
bool valid(const char *what);
bool invalid(const char *what);

/* Commands: what is wrong with one is said when they are finished, and not before. The end releases
 * `encoder`. */
WGPUCommandEncoder begin_commands(void);
bool commands_valid(WGPUCommandEncoder encoder, const char *what);
bool commands_invalid(WGPUCommandEncoder encoder, const char *what);
bool commands_judge(WGPUCommandEncoder encoder, bool is_valid, const char *what);

/* The same for a compute pass, which these end and release with its encoder. */
struct pass {
    WGPUCommandEncoder encoder;
    WGPUComputePassEncoder pass;
};
struct pass begin_pass(void);
bool pass_valid(struct pass pass, const char *what);
bool pass_invalid(struct pass pass, const char *what);
bool pass_judge(struct pass pass, bool is_valid, const char *what);

/* Whether submitting finished commands is valid. Releases them. */
WGPUCommandBuffer finished(WGPUCommandEncoder encoder);
bool submit_judge(WGPUCommandBuffer commands, bool is_valid, const char *what);

/* Objects that the rules of several sections need. */
WGPUBuffer buffer_of(uint64_t size, WGPUBufferUsage usage);
WGPUComputePipeline compute_pipeline(const char *code, WGPUPipelineLayout layout);

/* An object that is invalid, made without a word. */
WGPUBuffer invalid_buffer(void);

#endif
