/* Finds the word "workgroup" behind a "<": that is how WGSL names its address space. WGSL, "Textual
 * Structure": comments, which nest if they are blocks, and blankspace may stand between the two.
 *
 * Bounds how deep naga must go, from above, without knowing what it reads: all brackets nest, every sign of
 * operators makes one more of all that stands before it, "<" may open a template. */
#include "gpu/wgpu/wgsl.h"

#include <string.h>

/* Depth is counted in about 1 KiB of naga's stack; without a bound it took 8 MiB from about 2500 brackets or
 * 10000 operators on. */
#define DEPTH_MAX 1600
#define DEPTH_BRACKET 6
#define DEPTH_ELSE 2
/* Of types that hold each other, by names. */
#define TYPES_MAX 2000
#define LEVELS_MAX (DEPTH_MAX / DEPTH_BRACKET + 1)

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

/* What stands in a pair of brackets, or in none. */
struct level {
    unsigned depth;     /* since the last "," or ";" */
    unsigned templates; /* the share in it of those that may be open */
    unsigned max;       /* before that */
};

struct nesting {
    struct level levels[LEVELS_MAX];
    size_t top;
    unsigned outside;   /* the depth at which the top level starts */
    bool behind_block;  /* the last sign was "}" */
    unsigned types;     /* structs and aliases, with the templates that nest in each */
    unsigned templates; /* the most at once since the last of them */
};

static unsigned
greater(unsigned a, unsigned b)
{
    return a > b ? a : b;
}

static void
restart(struct level *level, unsigned depth)
{
    level->max = greater(level->max, level->depth);
    level->depth = depth;
    level->templates = depth;
}

static bool
open_bracket(struct nesting *nesting)
{
    if (nesting->top + 1 == LEVELS_MAX)
        return false;
    nesting->outside += nesting->levels[nesting->top].depth + DEPTH_BRACKET;
    nesting->levels[++nesting->top] = (struct level){0};
    return true;
}

static void
close_bracket(struct nesting *nesting, bool block)
{
    if (nesting->top == 0)
        return;
    const struct level *inner = &nesting->levels[nesting->top];
    struct level *outer = &nesting->levels[--nesting->top];
    nesting->outside -= outer->depth + DEPTH_BRACKET;
    nesting->behind_block = block;
    if (!block)
        outer->depth = greater(outer->depth, greater(inner->depth, inner->max)) + 1;
}

/* A sign between words; `before` is the byte in front of it. False: there are too many brackets. */
static bool
take_sign(struct nesting *nesting, unsigned char sign, unsigned char before)
{
    struct level *level = &nesting->levels[nesting->top];
    switch (sign) {
    case '(':
    case '[':
    case '{':
        return open_bracket(nesting);
    case ')':
    case ']':
    case '}':
        close_bracket(nesting, sign == '}');
        return true;
    case ',':
        restart(level, level->templates);
        return true;
    case ';':
        restart(level, 0);
        return true;
    case '<':
        level->depth += DEPTH_BRACKET;
        level->templates += DEPTH_BRACKET;
        if (level->templates > nesting->templates) {
            nesting->templates = level->templates;
            nesting->types++;
        }
        return true;
    case '>':
        if (level->templates > 0 && before != '-') {
            level->depth -= DEPTH_BRACKET;
            level->templates -= DEPTH_BRACKET;
        }
        level->depth++;
        return true;
    default:
        if (strchr("+-*/%&|^!~=.", sign) != NULL)
            level->depth++;
        return true;
    }
}

static bool
is(const unsigned char *word, size_t size, const char *text)
{
    return size == strlen(text) && memcmp(word, text, size) == 0;
}

/* Between blocks only "else" makes one statement of two. */
static void
leave_block(struct nesting *nesting, bool is_else)
{
    struct level *level = &nesting->levels[nesting->top];
    if (is_else)
        level->depth += DEPTH_ELSE;
    else if (nesting->behind_block)
        restart(level, 0);
    nesting->behind_block = false;
}

bool
gpu_wgsl_too_deep(const char *text, size_t size)
{
    const unsigned char *code = (const unsigned char *)text;
    struct nesting nesting = {.top = 0};
    size_t at = 0;
    while (at < size) {
        if (is_comment(code, size, at)) {
            at = skip_comment(code, size, at);
            continue;
        }
        const size_t start = at;
        while (at < size && is_word(code[at]))
            at++;
        if (at > start) {
            leave_block(&nesting, is(code + start, at - start, "else"));
            if (is(code + start, at - start, "struct") || is(code + start, at - start, "alias")) {
                nesting.types++;
                nesting.templates = 0;
            }
        } else {
            if (code[at] > ' ' && code[at] < 0x7f) {
                leave_block(&nesting, false);
                if (!take_sign(&nesting, code[at], at > 0 ? code[at - 1] : ' '))
                    return true;
            }
            at++;
        }
        if (nesting.outside + nesting.levels[nesting.top].depth > DEPTH_MAX || nesting.types > TYPES_MAX)
            return true;
    }
    return false;
}

uint64_t
gpu_wgsl_offset(const char *code, size_t size, uint64_t line, uint64_t character)
{
    size_t at = 0;
    for (uint64_t i = 1; i < line; i++) {
        const char *end = at < size ? memchr(code + at, '\n', size - at) : NULL;
        if (end == NULL)
            return size;
        at = (size_t)(end - code) + 1;
    }
    for (uint64_t i = 1; i < character && at < size; i++) {
        at++;
        while (at < size && ((unsigned char)code[at] & 0xc0) == 0x80) /* the rest of a character */
            at++;
    }
    return at;
}
