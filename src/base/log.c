/* The log: its filter, its sink, and how a line looks. It does not decide what is worth a line.
 *
 * The filter's grammar is env_logger's ("Enabling logging"), without its regular expressions. */
#include "base/log.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/count.h"
#include "base/error.h"
#include "base/string.h"

#define LINE_SIZE 512 /* longer ones take memory */

static const char *const level_names[] = {"off",
#define X(name, text) text,
                                          BASE_LOG_LEVELS(X)
#undef X
};

static const char *const room_names[] = {
#define X(name, text) text,
    BASE_LOG_ROOMS(X)
#undef X
};

_Atomic uint8_t base_log_levels[BASE_LOG_ROOM_COUNT] = {
#define X(name, text) BASE_LOG_WARN,
    BASE_LOG_ROOMS(X)
#undef X
};

_Thread_local struct base_log_scope base_log_scope;

static pthread_mutex_t sink_lock = PTHREAD_MUTEX_INITIALIZER;
static base_log_sink *sink; /* under sink_lock, as its env */
static void *sink_env;
static _Thread_local bool sink_runs;

/* The place of `name` in `names`; `count`: not there. */
static size_t
find_name(const char *const *names, size_t count, struct base_str name, bool any_case)
{
    size_t i = 0;
    while (i < count) {
        if (strlen(names[i]) == name.size && (any_case ? strncasecmp(names[i], name.data, name.size)
                                                       : strncmp(names[i], name.data, name.size)) == 0)
            break;
        i++;
    }
    return i;
}

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* The path of a module, as other programs' logs have them: "wgpu_core::device", "wasi-webgpu". */
static bool
is_module(struct base_str name)
{
    for (size_t i = 0; i < name.size; i++) {
        const char c = name.data[i];
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        const bool later = (c >= '0' && c <= '9') || c == '-' || c == ':' || c == '.';
        if (!letter && !(later && i > 0))
            return false;
    }
    return name.size > 0;
}

static struct base_str
trim(struct base_str text)
{
    while (text.size > 0 && is_blank(text.data[0]))
        text = (struct base_str){text.data + 1, text.size - 1};
    while (text.size > 0 && is_blank(text.data[text.size - 1]))
        text.size--;
    return text;
}

/* What a filter says, before any of it is put into force. */
struct levels {
    uint8_t all;
    uint8_t rooms[BASE_LOG_ROOM_COUNT];
    bool named[BASE_LOG_ROOM_COUNT];
};

/* "level", "module", "module=level"; "module=" is "module": all of it. False: not understood. */
static bool
read_directive(struct base_str text, struct levels *levels)
{
    const char *equals = memchr(text.data, '=', text.size);
    struct base_str module = text;
    struct base_str level = {"trace", 5};
    if (equals != NULL) {
        module = trim((struct base_str){text.data, (size_t)(equals - text.data)});
        const struct base_str after =
            trim((struct base_str){equals + 1, (size_t)(text.data + text.size - equals - 1)});
        if (after.size > 0)
            level = after;
    } else {
        const size_t alone = find_name(level_names, BASE_COUNT(level_names), text, true);
        if (alone < BASE_COUNT(level_names)) {
            levels->all = (uint8_t)alone;
            return true;
        }
    }
    const size_t value = find_name(level_names, BASE_COUNT(level_names), level, true);
    if (value == BASE_COUNT(level_names) || !is_module(module))
        return false;
    const size_t room = find_name(room_names, BASE_COUNT(room_names), module, false);
    if (room < BASE_LOG_ROOM_COUNT) {
        levels->rooms[room] = (uint8_t)value;
        levels->named[room] = true;
    }
    return true;
}

wasigpu_error_t *
base_log_filter(const char *filter)
{
    struct levels levels = {.all = BASE_LOG_WARN};
    const char *rest = filter != NULL ? filter : "";
    while (*rest != '\0') {
        const size_t size = strcspn(rest, ",");
        const struct base_str directive = trim((struct base_str){rest, size});
        if (directive.size > 0 && !read_directive(directive, &levels))
            return base_error_new("log filter: \"%.*s\" is neither a level (off, error, warn, info, debug, "
                                  "trace) nor module=level",
                                  (int)directive.size, directive.data);
        rest += size;
        if (*rest == ',')
            rest++;
    }
    for (size_t i = 0; i < BASE_LOG_ROOM_COUNT; i++)
        atomic_store_explicit(&base_log_levels[i], levels.named[i] ? levels.rooms[i] : levels.all,
                              memory_order_relaxed);
    return NULL;
}

void
base_log_set_sink(base_log_sink *new_sink, void *env)
{
    pthread_mutex_lock(&sink_lock);
    sink = new_sink;
    sink_env = env;
    pthread_mutex_unlock(&sink_lock);
}

/* Prints as snprintf does: the size it would like to have. */
static int __attribute__((format(printf, 5, 0)))
print_line(char *line, size_t size, enum base_log_level level, enum base_log_room room, const char *format,
           va_list arguments)
{
    const struct base_log_scope scope = base_log_scope;
    int head;
    if (scope.call == NULL)
        head = snprintf(line, size, "%-5s %-6s  ", level_names[level], room_names[room]);
    else if (strncmp(scope.call, "[method]", 8) == 0)
        head = snprintf(line, size, "%-5s %-6s  %s(#%u): ", level_names[level], room_names[room], scope.call,
                        (unsigned)*scope.handle);
    else
        head = snprintf(line, size, "%-5s %-6s  %s: ", level_names[level], room_names[room], scope.call);
    const size_t start = head < 0 ? 0 : (size_t)head < size ? (size_t)head : size;
    const int tail = vsnprintf(size > start ? line + start : NULL, size - start, format, arguments);
    return head < 0 || tail < 0 ? -1 : head + tail;
}

/* `line` has room for a newline behind its end. */
static void
hand_out(enum base_log_level level, enum base_log_room room, char *line)
{
    base_text_one_line(line);
    pthread_mutex_lock(&sink_lock);
    if (sink != NULL) {
        sink_runs = true;
        sink(sink_env, level, room, line);
        sink_runs = false;
    } else {
        const size_t size = strlen(line);
        line[size] = '\n';
        const ssize_t written = write(STDERR_FILENO, line, size + 1);
        (void)written; /* there is nowhere to say that it failed */
    }
    pthread_mutex_unlock(&sink_lock);
}

void
base_log(enum base_log_level level, enum base_log_room room, const char *format, ...)
{
    if (!base_log_enabled(level, room) || sink_runs)
        return;
    const int saved_errno = errno;
    char buffer[LINE_SIZE];
    char *line = buffer;
    va_list arguments;
    va_start(arguments, format);
    const int wanted = print_line(buffer, sizeof buffer, level, room, format, arguments);
    va_end(arguments);
    if (wanted >= (int)sizeof buffer) {
        char *large = malloc((size_t)wanted + 1);
        if (large != NULL) { /* else the line is cut */
            va_start(arguments, format);
            print_line(large, (size_t)wanted + 1, level, room, format, arguments);
            va_end(arguments);
            line = large;
        }
    }
    if (wanted >= 0)
        hand_out(level, room, line);
    if (line != buffer)
        free(line);
    errno = saved_errno;
}
