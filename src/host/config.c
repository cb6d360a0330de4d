/* The settings of a host: kept as texts, looked at when a host is made. */
#include "host/config.h"

#include "host/text.h"

wasigpu_config_t *
wasigpu_config_new(void)
{
    return calloc(1, sizeof(wasigpu_config_t));
}

void
wasigpu_config_delete(wasigpu_config_t *config)
{
    if (config == NULL)
        return;
    free(config->gpu_library);
    free(config->backend);
    free(config->adapter);
    free(config->cache_directory);
    free(config);
}

static void
set(wasigpu_config_t *config, char **text, const char *from)
{
    if (!host_text_set(text, from))
        config->failed = true;
}

void
wasigpu_config_set_gpu_library(wasigpu_config_t *config, const char *name)
{
    set(config, &config->gpu_library, name);
}

void
wasigpu_config_set_backend(wasigpu_config_t *config, const char *name)
{
    set(config, &config->backend, name);
}

void
wasigpu_config_allow_uninitialized_workgroup_memory(wasigpu_config_t *config, bool allow)
{
    config->uninitialized_workgroup_memory = allow;
}

void
wasigpu_config_set_adapter(wasigpu_config_t *config, const char *choice)
{
    set(config, &config->adapter, choice);
}

void
wasigpu_config_set_cache(wasigpu_config_t *config, const char *directory, uint64_t max_bytes)
{
    config->cached = true;
    set(config, &config->cache_directory, directory);
    config->cache_max_bytes = max_bytes;
}
