/* Debug markers of command encoders: under callgrind each ends a part of its counts, which gets its name. */
#include <stdio.h>

#include "object.h"

#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#else
#define CALLGRIND_START_INSTRUMENTATION
#define CALLGRIND_DUMP_STATS_AT(name) ((void)(name))
#endif

#define NAME_SIZE 64

void
wgpuCommandEncoderInsertDebugMarker(WGPUCommandEncoder encoder, WGPUStringView label)
{
    NULL_ENTER();
    NULL_CHECK(encoder);
    null_check_string(label);
    char name[NAME_SIZE];
    const int size =
        label.length < NAME_SIZE ? (int)label.length : NAME_SIZE - 1; /* the host gives lengths */
    snprintf(name, sizeof name, "%.*s", size, label.data);
    CALLGRIND_START_INSTRUMENTATION; /* until then nothing is counted, which is faster */
    CALLGRIND_DUMP_STATS_AT(name);
}
