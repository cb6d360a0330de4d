/* Wasmtime's errors and traps in our words.
 *
 * Wasmtime renders an error as text of several lines: the error, or "error while executing at wasm
 * backtrace:" and its frames, then "Caused by:" and the chain of causes, indented, numbered when there
 * are several. Here the chain becomes one line; the frames come from the trace, not from the text. */
#include "engine/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/string.h"

#define NAME_SIZE 300 /* of a function: C++ has long ones */

static const char executing[] = "error while executing at wasm backtrace:";

/* The next line of `text`, which moves behind it; without blanks at either end. */
static bool
next_line(struct base_str *text, struct base_str *line)
{
    if (text->size == 0)
        return false;
    const char *end = memchr(text->data, '\n', text->size);
    *line = (struct base_str){text->data, end == NULL ? text->size : (size_t)(end - text->data)};
    const size_t taken = line->size + (end != NULL);
    *text = (struct base_str){text->data + taken, text->size - taken};
    while (line->size > 0 && line->data[0] == ' ')
        *line = (struct base_str){line->data + 1, line->size - 1};
    while (line->size > 0 && (line->data[line->size - 1] == ' ' || line->data[line->size - 1] == '\r'))
        line->size--;
    return true;
}

static bool
starts_with(struct base_str line, const char *prefix)
{
    const size_t size = strlen(prefix);
    return line.size >= size && memcmp(line.data, prefix, size) == 0;
}

/* Without the "0: " of a numbered cause and the "wasm trap: " that says what is known. */
static struct base_str
strip_cause(struct base_str line)
{
    size_t digits = 0;
    while (digits < line.size && line.data[digits] >= '0' && line.data[digits] <= '9')
        digits++;
    if (digits > 0 && digits + 1 < line.size && line.data[digits] == ':' && line.data[digits + 1] == ' ')
        line = (struct base_str){line.data + digits + 2, line.size - digits - 2};
    if (starts_with(line, "wasm trap: "))
        line = (struct base_str){line.data + 11, line.size - 11};
    return line;
}

/* The chain of causes in one line, on the heap; NULL: no memory. */
static char *
one_line(struct base_str text)
{
    char *joined = malloc(2 * text.size + 1); /* ": " takes the place of at least one byte a line */
    if (joined == NULL)
        return NULL;
    size_t size = 0;
    bool in_frames = false;
    bool in_causes = false;
    struct base_str line;
    while (next_line(&text, &line)) {
        if (starts_with(line, executing)) {
            in_frames = true;
        } else if (starts_with(line, "Caused by:")) {
            in_frames = false;
            in_causes = true;
        } else if (starts_with(line, "Stack backtrace:")) {
            break; /* of the engine itself, when RUST_BACKTRACE asks for it */
        } else if (!in_frames && line.size > 0) {
            if (in_causes)
                line = strip_cause(line);
            if (size > 0) {
                joined[size++] = ':';
                joined[size++] = ' ';
            }
            memcpy(joined + size, line.data, line.size);
            size += line.size;
        }
    }
    joined[size] = '\0';
    base_text_one_line(joined);
    return joined;
}

/* Names come from the guest's file: none of them may steer a terminal, or fill it. */
static void
write_name(FILE *out, const wasm_name_t *name)
{
    char text[NAME_SIZE];
    const int size = name->size < sizeof text ? (int)name->size : (int)sizeof text - 1;
    snprintf(text, sizeof text, "%.*s", size, name->data);
    base_text_one_line(text);
    fputs(text, out);
}

/* A line a frame: "    0: forest.wasm!train (0x1a2b)". NULL: no memory. */
static char *
write_frames(const wasm_frame_vec_t *frames)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (out == NULL)
        return NULL;
    for (size_t i = 0; i < frames->size; i++) {
        const wasm_frame_t *frame = frames->data[i];
        const wasm_name_t *module = wasmtime_frame_module_name(frame);
        const wasm_name_t *func = wasmtime_frame_func_name(frame);
        fprintf(out, "%5zu: ", i);
        if (module != NULL) {
            write_name(out, module);
            fputc('!', out);
        }
        if (func != NULL)
            write_name(out, func);
        else
            fprintf(out, "function %u", wasm_frame_func_index(frame));
        fprintf(out, " (0x%zx)\n", wasm_frame_module_offset(frame));
    }
    if (fclose(out) != 0) {
        free(text);
        return NULL;
    }
    return text;
}

wasigpu_error_t *
engine_error(wasmtime_error_t *error)
{
    wasm_name_t message;
    wasmtime_error_message(error, &message);
    char *line = one_line((struct base_str){message.data, message.size});
    wasm_name_delete(&message);
    wasmtime_error_delete(error);
    wasigpu_error_t *ours = base_error_new("%s", line == NULL ? "out of memory" : line);
    free(line);
    return ours;
}

bool
engine_error_in_guest(const wasmtime_error_t *error)
{
    wasm_frame_vec_t frames;
    wasmtime_error_wasm_trace(error, &frames);
    const bool in_guest = frames.size != 0;
    wasm_frame_vec_delete(&frames);
    return in_guest;
}

void
engine_failure_take(struct engine_failure *failure, wasmtime_error_t *error, wasm_trap_t *trap)
{
    engine_failure_finish(failure);
    failure->failed = error != NULL || trap != NULL;
    if (!failure->failed)
        return;
    wasm_name_t message;
    wasm_frame_vec_t frames;
    if (error != NULL) {
        wasmtime_error_message(error, &message);
        wasmtime_error_wasm_trace(error, &frames);
    } else {
        wasm_trap_message(trap, &message);
        wasm_trap_trace(trap, &frames);
    }
    size_t size = message.size; /* a trap's message counts its NUL */
    while (size > 0 && message.data[size - 1] == '\0')
        size--;
    failure->reason = one_line((struct base_str){message.data, size});
    failure->backtrace = write_frames(&frames);
    wasm_name_delete(&message);
    wasm_frame_vec_delete(&frames);
    if (error != NULL)
        wasmtime_error_delete(error);
    else
        wasm_trap_delete(trap);
}

void
engine_failure_finish(struct engine_failure *failure)
{
    free(failure->reason);
    free(failure->backtrace);
    *failure = (struct engine_failure){0};
}
