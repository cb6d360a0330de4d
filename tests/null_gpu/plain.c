/* Every function of webgpu.h in its plainest form: it looks at the handles and strings that it is given, and
 * gives nothing. They are weak: where there is more to do, a file of its own has the function. */
#include <string.h>

#include "gpu/proc_list.h"
#include "resource.h"

static void
check_argument(enum null_kind kind, const void *argument)
{
    if (kind == NULL_KIND_STRING)
        null_check_string(*(const WGPUStringView *)argument);
    else if (kind != NULL_KIND_NONE)
        null_check(kind, *(void *const *)argument);
}

/* clang-format off */
#define CHECK(argument) check_argument(NULL_KIND_OF(argument), &(argument));
#define CHECK_1(a) CHECK(a)
#define CHECK_2(a, b) CHECK(a) CHECK(b)
#define CHECK_3(a, b, c) CHECK_2(a, b) CHECK(c)
#define CHECK_4(a, b, c, d) CHECK_3(a, b, c) CHECK(d)
#define CHECK_5(a, b, c, d, e) CHECK_4(a, b, c, d) CHECK(e)
#define CHECK_6(a, b, c, d, e, f) CHECK_5(a, b, c, d, e) CHECK(f)
#define CHECK_7(a, b, c, d, e, f, g) CHECK_6(a, b, c, d, e, f) CHECK(g)
#define PICK(a, b, c, d, e, f, g, check, ...) check
#define CHECK_ALL(...) \
    PICK(__VA_ARGS__, CHECK_7, CHECK_6, CHECK_5, CHECK_4, CHECK_3, CHECK_2, CHECK_1, )(__VA_ARGS__)

#define WEAK __attribute__((weak))
#define VALUE(type, name, parameters, arguments) \
    WEAK type wgpu##name parameters { NULL_ENTER(); CHECK_ALL arguments return (type){0}; }
#define STATUS(name, parameters, arguments) \
    WEAK WGPUStatus wgpu##name parameters { NULL_ENTER(); CHECK_ALL arguments return WGPUStatus_Error; }
#define VOID(name, parameters, arguments) \
    WEAK void wgpu##name parameters \
    { \
        NULL_ENTER(); \
        CHECK_ALL arguments \
        if (strstr(#name, "SetLabel") != NULL) \
            null_wgpu_aborts("it is not implemented"); \
    }
#define ASYNC(callback, name, parameters, arguments) VALUE(WGPUFuture, name, parameters, arguments)
#define COUNT(type, name)
GPU_PROCS(VALUE, STATUS, VOID, ASYNC, COUNT)
#undef VALUE
#undef STATUS
#undef VOID
#undef ASYNC
#undef COUNT

#define X(name) \
    void wgpu##name##AddRef(WGPU##name object) { NULL_ENTER(); null_object_add_ref(null_check(NULL_KIND_##name, object)); } \
    void wgpu##name##Release(WGPU##name object) \
    { \
        NULL_ENTER(); \
        struct null_object *self = null_check(NULL_KIND_##name, object); \
        if (NULL_KIND_##name == NULL_KIND_QuerySet && ((struct null_resource *)self)->destroyed) \
            null_wgpu_aborts("a query set that is destroyed"); \
        null_object_release(self); \
    }
NULL_KINDS(X)
#undef X
/* clang-format on */
