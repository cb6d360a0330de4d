/* Reads naga's reports, which are all that wgpu-native tells of a module:
 *
 *     Shader 'LABEL' parsing error: MESSAGE
 *       ┌─ wgsl:2:10
 *       │
 *     2 │  let x = y;
 *       │          ^ unknown identifier
 *       │
 *       = MORE
 *
 * A validation error's place has no name, and is the beginning of the function where it is. Its reasons
 * follow as MORE; behind an empty line they stand once more. */
#include "gpu/wgpu/diagnosis.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gpu/wgpu/wgsl.h"

#define CORNER "\xe2\x94\x8c\xe2\x94\x80 "
#define BAR "\xe2\x94\x82 "

static const char *
skip_blanks(const char *text)
{
    return text + strspn(text, " ");
}

/* NULL: there is none. */
static const char *
next_line(const char *text)
{
    const char *end = strchr(text, '\n');
    return end == NULL ? NULL : end + 1;
}

static bool
starts(const char *text, const char *word)
{
    return strncmp(text, word, strlen(word)) == 0;
}

/* Behind "parsing error: " or "validation error: "; NULL: the report is another. */
static const char *
find_message(const char *report)
{
    static const char *const heads[] = {" parsing error: ", " validation error: "};
    const char *shader = strstr(report, "Shader");
    for (size_t i = 0; shader != NULL && i < sizeof heads / sizeof heads[0]; i++) {
        const char *head = strstr(shader, heads[i]);
        if (head != NULL)
            return head + strlen(heads[i]);
    }
    return NULL;
}

/* Its line, and a line for each of MORE. NULL: no memory. */
static char *
copy_message(const char *message)
{
    char *copy = malloc(strlen(message) + 1);
    if (copy == NULL)
        return NULL;
    const size_t size = strcspn(message, "\n");
    char *end = mempcpy(copy, message, size);
    const char *line = next_line(message);
    for (; line != NULL && *line != '\n' && *line != '\0'; line = next_line(line)) {
        const char *more = skip_blanks(line);
        if (!starts(more, "= "))
            continue;
        *end++ = '\n';
        more += strlen("= ");
        end = mempcpy(end, more, strcspn(more, "\n"));
    }
    *end = '\0';
    return copy;
}

/* The line with a corner, behind that; NULL: the report tells no place. */
static const char *
find_place(const char *message)
{
    for (const char *line = message; line != NULL; line = next_line(line)) {
        const char *corner = skip_blanks(line);
        if (starts(corner, CORNER))
            return corner + strlen(CORNER);
    }
    return NULL;
}

/* How many signs "^" stand under the line `number` first; 0: none, as what spans lines has other marks. */
static size_t
count_carets(const char *place, uint64_t number)
{
    for (const char *line = next_line(place); line != NULL; line = next_line(line)) {
        char *end;
        if (strtoull(skip_blanks(line), &end, 10) != number || !starts(skip_blanks(end), BAR))
            continue;
        const char *marks = next_line(line);
        if (marks == NULL)
            return 0;
        marks = skip_blanks(marks);
        return starts(marks, BAR) ? strspn(skip_blanks(marks + strlen(BAR)), "^") : 0;
    }
    return 0;
}

/* The size of the character at `text` if one sign stands for it; 0: not, or not known to. Signs are as many
 * as a terminal has columns: for ASCII and the Latin letters from U+00C0 to U+02FF, that is one. */
static size_t
narrow_size(const char *text, size_t left)
{
    const unsigned char byte = (unsigned char)text[0];
    if (byte >= ' ' && byte < 0x7f)
        return 1;
    return byte >= 0xc3 && byte <= 0xcb && left >= 2 ? 2 : 0;
}

static size_t
marked_bytes(WGPUStringView code, uint64_t offset, size_t carets)
{
    size_t at = offset;
    for (; carets > 0 && at < code.length; carets--) {
        const size_t size = narrow_size(code.data + at, code.length - at);
        if (size == 0)
            return 0;
        at += size;
    }
    return carets == 0 ? at - offset : 0;
}

struct gpu_wgpu_diagnosis
gpu_wgpu_diagnose(const char *report, WGPUStringView code)
{
    const char *message = find_message(report);
    if (message == NULL)
        return (struct gpu_wgpu_diagnosis){.message = strdup(report)};
    struct gpu_wgpu_diagnosis self = {.message = copy_message(message)};
    const char *place = find_place(message);
    if (place == NULL)
        return self;
    unsigned long long line;
    unsigned long long character;
    if (sscanf(place + strcspn(place, ":\n"), ":%llu:%llu", &line, &character) != 2 || line == 0 ||
        character == 0)
        return self;
    self.line = line;
    self.offset = gpu_wgsl_offset(code.data, code.length, line, character);
    self.column = self.offset - gpu_wgsl_offset(code.data, code.length, line, 1) + 1;
    self.length = marked_bytes(code, self.offset, count_carets(place, line));
    return self;
}
