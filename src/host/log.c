/* The process's log towards the embedder: its filter, and the way to a sink. */
#include "wasigpu/log.h"

#include <assert.h>
#include <stddef.h>

#include "base/log.h"

static_assert((int)WASIGPU_LOG_ERROR == (int)BASE_LOG_ERROR && (int)WASIGPU_LOG_TRACE == (int)BASE_LOG_TRACE,
              "the public levels are the log's own");

/* Written only while no line can be on its way: base_log_set_sink has seen the last one out. */
static struct {
    wasigpu_log_sink_t *sink;
    void *env;
} target;

static void
pass_on(void *env, enum base_log_level level, enum base_log_room room, const char *line)
{
    (void)env;
    (void)room;
    target.sink(target.env, (wasigpu_log_level_t)level, line);
}

wasigpu_error_t *
wasigpu_log_set_filter(const char *filter)
{
    return base_log_filter(filter);
}

void
wasigpu_log_set_sink(wasigpu_log_sink_t *sink, void *env)
{
    base_log_set_sink(NULL, NULL);
    target.sink = sink;
    target.env = env;
    if (sink != NULL)
        base_log_set_sink(pass_on, NULL);
}
