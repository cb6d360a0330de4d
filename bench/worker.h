/* A device that works for a time that can be chosen, and what waits for it. Natively that is webgpu.h's
 * futures; in a guest async-lowered imports, and one waitable set for all workers. */
#ifndef BENCH_WORKER_H
#define BENCH_WORKER_H

/* One unit of work is one dispatch of this, each behind the one before: some tenths of a millisecond, on a
 * CPU as on a GPU. */
#define WORKER_CODE \
    "@group(0) @binding(0) var<storage, read_write> data: array<u32>;\n" \
    "@compute @workgroup_size(1) fn main() {\n" \
    "    var x = data[0];\n" \
    "    for (var i = 0u; i < 50000u; i++) { x = x * 1664525u + 1013904223u; }\n" \
    "    data[0] = x;\n" \
    "}\n"

struct worker;

/* On a device of its own. Ends the program where there is none. */
struct worker *worker_new(void);
void worker_delete(struct worker *worker);

/* Submits `units`. */
void worker_start(struct worker *worker, unsigned units);

/* Until they are done and a buffer is mapped behind them. A guest waits for what the other workers have under
 * way at the same time; a native program waits in the library, for this one alone. */
void worker_await(struct worker *worker);

#endif
