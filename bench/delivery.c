/* How late a finished operation is delivered while another device is busy for long: the same source natively
 * and as a guest. bench/delivery.py runs the two.
 *
 * Short operations of many lengths are timed twice: alone, and while another worker is busy. "later" is by
 * how much the second takes longer. Prints a line per figure: its name, a tab, nanoseconds.
 *
 *     delivery        these
 *     delivery wait   waits two seconds for two workers and prints nothing: for what that takes of a core
 *     delivery idle   the same without the wait, to compare with */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "measure.h"
#include "worker.h"

#define SAMPLES 60u
#define UNITS_MAX 40u /* of a short operation */
#define LONG_NS 400e6
#define WAIT_NS 2e9
#define TRIES 3 /* alone: the shortest counts */

static double
time_of(struct worker *worker, unsigned units)
{
    const double start = bench_now_ns();
    worker_start(worker, units);
    worker_await(worker);
    return bench_now_ns() - start;
}

static double
shortest_of(struct worker *worker, unsigned units)
{
    double shortest = time_of(worker, units);
    for (int i = 1; i < TRIES; i++) {
        const double again = time_of(worker, units);
        shortest = again < shortest ? again : shortest;
    }
    return shortest;
}

/* Every length comes up, and none behind its neighbour. */
static unsigned
units_of(unsigned sample)
{
    return 1 + sample * 7 % UNITS_MAX;
}

/* Times short ones while `busy` is. */
static void
measure_beside(struct worker *worker, struct worker *busy, double unit_ns, double beside[SAMPLES])
{
    unsigned count = 0;
    while (count < SAMPLES) {
        const double end = bench_now_ns() + LONG_NS;
        worker_start(busy, (unsigned)(LONG_NS / unit_ns));
        while (count < SAMPLES) {
            beside[count] = time_of(worker, units_of(count));
            if (bench_now_ns() > end) /* it may have been alone again */
                break;
            count++;
        }
        worker_await(busy);
    }
}

static void
measure(struct worker *worker, struct worker *busy, double unit_ns)
{
    double alone[SAMPLES], later[SAMPLES];
    for (unsigned i = 0; i < SAMPLES; i++)
        alone[i] = shortest_of(worker, units_of(i));
    measure_beside(worker, busy, unit_ns, later);
    for (unsigned i = 0; i < SAMPLES; i++)
        later[i] -= alone[i];
    bench_sort(alone, SAMPLES);
    bench_sort(later, SAMPLES);
    printf("alone, median\t%.0f\n", alone[SAMPLES / 2]);
    printf("later, median\t%.0f\n", later[SAMPLES / 2]);
    printf("later, 9 of 10\t%.0f\n", later[SAMPLES * 9 / 10]);
    printf("later, worst\t%.0f\n", later[SAMPLES - 1]);
}

int
main(int argc, char **argv)
{
    struct worker *worker = worker_new();
    struct worker *busy = worker_new();
    time_of(worker, 1); /* which compiles */
    time_of(busy, 1);
    const double unit_ns = shortest_of(worker, UNITS_MAX) / UNITS_MAX;
    if (argc == 1) {
        measure(worker, busy, unit_ns);
    } else if (strcmp(argv[1], "wait") == 0) {
        worker_start(worker, (unsigned)(WAIT_NS / unit_ns));
        worker_start(busy, (unsigned)(WAIT_NS / unit_ns));
        worker_await(worker);
        worker_await(busy);
    }
    worker_delete(busy);
    worker_delete(worker);
    return 0;
}
