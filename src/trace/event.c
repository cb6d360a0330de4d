/* Events as the trace's file has them. */
#include "trace/event.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "trace/file.h"
#include "trace/ticks.h"

#define LITERAL TRACE_TEXT_LITERAL

static void
add_number(struct trace_text *text, const char *key, size_t key_size, uint64_t value)
{
    trace_text_add(text, key, key_size);
    trace_text_number(text, value);
}
#define NUMBER(text, key, value) add_number(text, key, sizeof key - 1, value)

static void
add_us(struct trace_text *text, const char *key, size_t key_size, uint64_t ticks)
{
    trace_text_add(text, key, key_size);
    trace_text_us(text, trace_ticks_ns(ticks));
}
#define US(text, key, ticks) add_us(text, key, sizeof key - 1, ticks)

static void
add_place(struct trace_text *text, const struct trace_tracks *tracks, enum trace_track of)
{
    trace_text_add(text, tracks->places[of], tracks->place_sizes[of]);
}

static uint64_t
since(const struct trace_tracks *tracks, uint64_t ticks)
{
    return ticks > tracks->origin ? ticks - tracks->origin : 0;
}

/* A span, up to its arguments. */
static void
add_span(struct trace_text *text, const struct trace_tracks *tracks, enum trace_track of, uint64_t start,
         uint64_t took)
{
    trace_text_add(text, tracks->spans[of], tracks->span_sizes[of]);
    trace_text_us(text, trace_ticks_ns(since(tracks, start)));
    US(text, ",\"dur\":", took);
}

static void
add_function(struct trace_text *text, const struct trace_function *function)
{
    trace_text_add(text, function->text, function->text_size);
}

static void
add_handles(struct trace_text *text, unsigned count, const struct trace_record *rest,
            const struct trace_record *record)
{
    NUMBER(text, "\"handle\":", record->handles[0]);
    if (count == 1)
        return;
    NUMBER(text, ",\"with\":[", record->handles[1]);
    for (unsigned i = 2; i < count; i++)
        NUMBER(text, ",", rest->handles[i - 2]);
    LITERAL(text, "]");
}

static void
add_call(struct trace_text *text, const struct trace_function *function, const struct trace_record *rest,
         const struct trace_record *record)
{
    const struct trace_slots *told = &function->slots;
    const bool has_result = told->has_result && record->value != 0;
    const bool has_value = record->has_text || told->bytes != NULL || has_result;
    add_function(text, function);
    if (told->handle_count == 0 && !has_value)
        return;
    LITERAL(text, ",\"args\":{");
    if (told->handle_count != 0)
        add_handles(text, told->handle_count, rest, record);
    if (told->handle_count != 0 && has_value)
        LITERAL(text, ",");
    if (record->has_text) {
        LITERAL(text, "\"trap\":");
        trace_text_string(text, trace_record_text(record));
    } else if (told->bytes != NULL) {
        NUMBER(text, "\"bytes\":", record->value);
    } else if (has_result) {
        NUMBER(text, "\"result\":", record->value);
    }
    LITERAL(text, "}");
}

void
trace_tracks_init(struct trace_tracks *tracks, const char *name, unsigned number, uint64_t origin)
{
    *tracks = (struct trace_tracks){.name = name, .number = number, .origin = origin};
    for (unsigned i = 0; i < TRACE_TRACKS; i++) {
        tracks->place_sizes[i] =
            (size_t)snprintf(tracks->places[i], sizeof tracks->places[i], ",\"pid\":%ld,\"tid\":%u",
                             (long)getpid(), number * TRACE_TRACKS + i);
        tracks->span_sizes[i] =
            (size_t)snprintf(tracks->spans[i], sizeof tracks->spans[i],
                             TRACE_EVENT_START "{\"ph\":\"X\"%s,\"ts\":", tracks->places[i]);
    }
}

void
trace_event_process(struct trace_text *text)
{
    LITERAL(text, "{\"ph\":\"M\",\"name\":\"process_name\",\"args\":{\"name\":\"wasigpu\"}");
    NUMBER(text, ",\"pid\":", (uint64_t)getpid());
    LITERAL(text, "}");
}

static void
add_track_name(struct trace_text *text, const struct trace_tracks *tracks, enum trace_track of,
               const char *name)
{
    LITERAL(text, TRACE_EVENT_START "{\"ph\":\"M\",\"name\":\"thread_name\"");
    add_place(text, tracks, of);
    LITERAL(text, ",\"args\":{\"name\":");
    trace_text_string(text, name);
    LITERAL(text, "}}");
}

void
trace_event_guest(struct trace_text *text, const struct trace_tracks *tracks)
{
    add_track_name(text, tracks, TRACE_TRACK_CALLS, tracks->name);
}

static void
name_gpu(struct trace_text *text, struct trace_tracks *tracks)
{
    if (!tracks->gpu_named)
        add_track_name(text, tracks, TRACE_TRACK_GPU, "GPU");
    tracks->gpu_named = true;
}

void
trace_event_write(struct trace_text *text, struct trace_tracks *tracks, const struct trace_recorder *recorder,
                  const struct trace_record *rest, const struct trace_record *record)
{
    static const struct trace_record none;
    if (!trace_record_belongs(rest, record))
        rest = &none;
    const uint64_t took = trace_record_took(rest, record);
    switch ((enum trace_kind)record->kind) {
    case TRACE_CALL:
        add_span(text, tracks, TRACE_TRACK_CALLS, record->start, took);
        add_call(text, &recorder->functions[record->number], rest, record);
        break;
    case TRACE_WAIT:
        add_span(text, tracks, TRACE_TRACK_CALLS, record->start, took);
        LITERAL(text, ",\"cat\":\"wait\",\"name\":\"wait\"");
        break;
    case TRACE_REALLOC:
        add_span(text, tracks, TRACE_TRACK_CALLS, record->start, took);
        LITERAL(text, ",\"cat\":\"guest\",\"name\":\"cabi_realloc\"");
        break;
    case TRACE_GUEST:
        add_span(text, tracks, TRACE_TRACK_CALLS, record->start, took);
        LITERAL(text, ",\"cat\":\"guest\",\"name\":");
        trace_text_string(text, tracks->name);
        break;
    case TRACE_MEMORY:
        LITERAL(text, TRACE_EVENT_START "{\"ph\":\"C\",\"name\":\"GPU memory\"");
        add_place(text, tracks, TRACE_TRACK_CALLS);
        US(text, ",\"ts\":", since(tracks, record->start));
        NUMBER(text, ",\"id\":", tracks->number);
        NUMBER(text, ",\"args\":{\"bytes\":", record->value);
        LITERAL(text, "}");
        break;
    case TRACE_PASS:
        name_gpu(text, tracks);
        add_span(text, tracks, TRACE_TRACK_GPU, record->start, took);
        LITERAL(text, ",\"cat\":\"gpu\",\"name\":");
        trace_text_string(text, record->has_text ? trace_record_text(record) : "pass");
        break;
    case TRACE_REST:
        return;
    }
    LITERAL(text, "}");
    if (record->has_text)
        free(trace_record_text(record));
}

void
trace_event_open(struct trace_text *text, const struct trace_tracks *tracks,
                 const struct trace_recorder *recorder)
{
    const uint32_t open = atomic_load_explicit(&recorder->open, memory_order_acquire);
    const uint64_t start = atomic_load_explicit(&recorder->open_start, memory_order_relaxed);
    if (open == 0 || atomic_load_explicit(&recorder->open, memory_order_acquire) != open)
        return;
    const uint64_t now = trace_ticks_now();
    add_span(text, tracks, TRACE_TRACK_CALLS, start, now > start ? now - start : 0);
    add_function(text, &recorder->functions[open - 1]);
    LITERAL(text, ",\"args\":{\"unfinished\":true}}");
}
