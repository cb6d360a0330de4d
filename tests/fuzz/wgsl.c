/* The scans of WGSL that keep wgpu-native safe (src/gpu/wgpu/wgsl.h) against plain ones: which bytes are
 * comment is found first, then words are looked for backwards, and brackets are only counted.
 *
 * The first byte of an input says how often its second half stands there; 0: the rest is the text. */
#include <stdbool.h>
#include <string.h>

#include "base/count.h"
#include "fuzz/input.h"
#include "fuzz/target.h"
#include "gpu/wgpu/wgsl.h"

#define TEXT_MAX 16384
#define BRACKETS_MAX 266 /* deeper ones are refused, whatever else is there */

static unsigned char text[TEXT_MAX];
static bool comment[TEXT_MAX];

static bool
starts(size_t at, size_t size, const char *word)
{
    if (text[at] != (unsigned char)word[0]) /* nearly always */
        return false;
    const size_t length = strlen(word);
    return size - at >= length && memcmp(text + at, word, length) == 0;
}

static bool
breaks_line(size_t at, size_t size)
{
    return (text[at] >= '\n' && text[at] <= '\r') || starts(at, size, "\xc2\x85") ||
           starts(at, size, "\xe2\x80\xa8") || starts(at, size, "\xe2\x80\xa9");
}

/* WGSL, "Comments". */
static void
find_comments(size_t size)
{
    bool line = false;
    unsigned blocks = 0;
    for (size_t at = 0; at < size; at++) {
        line = line && !breaks_line(at, size);
        const bool opens = !line && starts(at, size, "/*");
        const bool closes = blocks > 0 && starts(at, size, "*/");
        line = line || (blocks == 0 && starts(at, size, "//"));
        blocks += opens;
        comment[at] = line || blocks > 0;
        if (opens || closes)
            comment[++at] = true;
        blocks -= closes;
    }
}

static bool
is_word(size_t at)
{
    const unsigned char c = text[at];
    return !comment[at] && ((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_');
}

static bool
is_behind_less(size_t at)
{
    while (at > 0) {
        const unsigned char c = text[--at];
        if (!comment[at] && c > ' ' && c < 0x7f)
            return c == '<';
    }
    return false;
}

static bool
uses_workgroup(size_t size)
{
    static const char word[] = "workgroup";
    const size_t length = sizeof word - 1;
    for (size_t at = 0; at + length <= size; at++) {
        if (comment[at] || !starts(at, size, word) || (at > 0 && is_word(at - 1)) ||
            (at + length < size && is_word(at + length)))
            continue;
        if (is_behind_less(at))
            return true;
    }
    return false;
}

static size_t
count_brackets(size_t size)
{
    size_t depth = 0;
    size_t deepest = 0;
    for (size_t at = 0; at < size; at++) {
        if (comment[at] || text[at] == '\0')
            continue;
        if (strchr("([{", text[at]) != NULL)
            depth++;
        else if (strchr(")]}", text[at]) != NULL && depth > 0)
            depth--;
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest;
}

/* Lines end at line feeds; a character may lie in a later line, but not behind the text. Each byte that does
 * not continue one starts a character. */
static uint64_t
offset_of(size_t size, uint64_t line, uint64_t character)
{
    size_t at = 0;
    for (; at < size && line > 1; at++)
        line -= text[at] == '\n';
    uint64_t left = line > 1 ? UINT64_MAX : character - 1;
    while (at < size && left > 0) {
        at++;
        left -= at == size || (text[at] & 0xc0) != 0x80;
    }
    return at;
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_input input = {data, size};
    const unsigned repeat = fuzz_input_byte(&input) * 8u + 1;
    size_t first;
    size_t second;
    const size_t half = repeat == 1 ? input.size : input.size / 2;
    const uint8_t *head = fuzz_input_bytes(&input, half, &first);
    const uint8_t *part = fuzz_input_bytes(&input, input.size, &second);
    if (first + repeat * second > TEXT_MAX)
        return -1;
    memcpy(text, head, first);
    size_t end = first;
    for (unsigned i = 0; i < repeat && second > 0; i++, end += second)
        memcpy(text + end, part, second);

    char *code = malloc(end > 0 ? end : 1); /* a sanitizer sees its end */
    memcpy(code, text, end);
    find_comments(end);
    FUZZ_CHECK(gpu_wgsl_uses_workgroup(code, end) == uses_workgroup(end));
    FUZZ_CHECK(gpu_wgsl_too_deep(code, end) || count_brackets(end) <= BRACKETS_MAX);
    const uint64_t places[][2] = {{1, 1}, {1, 40}, {2, 3}, {3, UINT64_MAX}};
    for (size_t i = 0; i < BASE_COUNT(places); i++)
        FUZZ_CHECK(gpu_wgsl_offset(code, end, places[i][0], places[i][1]) ==
                   offset_of(end, places[i][0], places[i][1]));
    free(code);
    return 0;
}
