/* A module with its imports and exports as texts. */
#ifndef HOST_MODULE_H
#define HOST_MODULE_H

#include "engine/module.h"
#include "wasigpu/module.h"

struct wasigpu_module {
    struct engine_module *engine;
    wasigpu_import_t *imports; /* as many as the engine's module has */
    wasigpu_export_t *exports;
    wasigpu_memory_t memory;
    bool has_memory;
};

#endif
