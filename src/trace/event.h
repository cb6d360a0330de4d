/* Events as the trace's file has them. Trace Event Format, "Event Descriptions".
 *
 * A guest has two tracks: its calls with what is within them, and the passes that its GPU runs. */
#ifndef TRACE_EVENT_H
#define TRACE_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "trace/record.h"
#include "trace/recorder.h"
#include "trace/text.h"

enum trace_track { TRACE_TRACK_CALLS, TRACE_TRACK_GPU, TRACE_TRACKS };

/* A guest of a trace. */
struct trace_tracks {
    const char *name;
    unsigned number;               /* from 1 on */
    uint64_t origin;               /* ticks: the trace's time 0 */
    char places[TRACE_TRACKS][48]; /* `,"pid":7,"tid":8` */
    size_t place_sizes[TRACE_TRACKS];
    char spans[TRACE_TRACKS][80]; /* how one begins, with its place and up to its start */
    size_t span_sizes[TRACE_TRACKS];
    bool gpu_named; /* in the file */
};

void trace_tracks_init(struct trace_tracks *tracks, const char *name, unsigned number, uint64_t origin);

/* Each starts with TRACE_EVENT_START, but for the first of a file. */
void trace_event_process(struct trace_text *text);
void trace_event_guest(struct trace_text *text, const struct trace_tracks *tracks);

/* `rest`: the last that was before the record, whose text is freed. */
void trace_event_write(struct trace_text *text, struct trace_tracks *tracks,
                       const struct trace_recorder *recorder, const struct trace_record *rest,
                       const struct trace_record *record);

/* The call under way, if there is one: until now. */
void trace_event_open(struct trace_text *text, const struct trace_tracks *tracks,
                      const struct trace_recorder *recorder);

#endif
