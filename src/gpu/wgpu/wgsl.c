/* Finds the word "workgroup" behind a "<": that is how WGSL names its address space. WGSL, "Textual
 * Structure": comments, which nest if they are blocks, and blankspace may stand between the two. */
#include "gpu/wgpu/wgsl.h"

#include <string.h>

/* The size of the line break at `p`: LF to CR, or U+0085, U+2028, U+2029; 0: none. */
static size_t
line_break(const unsigned char *p, size_t left)
{
    if (p[0] >= 0x0a && p[0] <= 0x0d)
        return 1;
    if (left >= 2 && p[0] == 0xc2 && p[1] == 0x85)
        return 2;
    if (left >= 3 && p[0] == 0xe2 && p[1] == 0x80 && (p[2] == 0xa8 || p[2] == 0xa9))
        return 3;
    return 0;
}

/* Behind the comment that starts at `at`. An open block comment takes in all that follows. */
static size_t
skip_comment(const unsigned char *code, size_t size, size_t at)
{
    const bool block = code[at + 1] == '*';
    at += 2;
    for (size_t depth = 1; at < size; at++) {
        if (!block && line_break(code + at, size - at) > 0)
            return at;
        if (!block || at + 1 == size)
            continue;
        if (code[at] == '/' && code[at + 1] == '*') {
            depth++;
            at++;
        } else if (code[at] == '*' && code[at + 1] == '/') {
            at++;
            if (--depth == 0)
                return at + 1;
        }
    }
    return size;
}

/* Part of a word. What is not ASCII may be, or may be a blank. */
static bool
is_word(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool
is_comment(const unsigned char *code, size_t size, size_t at)
{
    return code[at] == '/' && at + 1 < size && (code[at + 1] == '/' || code[at + 1] == '*');
}

bool
gpu_wgsl_uses_workgroup(const char *text, size_t size)
{
    static const char word[] = "workgroup";
    const unsigned char *code = (const unsigned char *)text;
    bool behind_less = false; /* the last sign that counts was "<" */
    size_t at = 0;
    while (at < size) {
        if (is_comment(code, size, at)) {
            at = skip_comment(code, size, at);
            continue;
        }
        if (!is_word(code[at])) {
            if (code[at] == '<')
                behind_less = true;
            else if (code[at] > ' ' && code[at] < 0x7f)
                behind_less = false;
            at++;
            continue;
        }
        const size_t start = at;
        while (at < size && is_word(code[at]))
            at++;
        if (behind_less && at - start == sizeof word - 1 && memcmp(code + start, word, sizeof word - 1) == 0)
            return true;
        behind_less = false;
    }
    return false;
}

uint64_t
gpu_wgsl_offset(const char *code, size_t size, uint64_t line, uint64_t column)
{
    size_t at = 0;
    for (uint64_t i = 1; i < line; i++) {
        const char *end = at < size ? memchr(code + at, '\n', size - at) : NULL;
        if (end == NULL)
            return size;
        at = (size_t)(end - code) + 1;
    }
    return column - 1 <= size - at ? at + column - 1 : size;
}
