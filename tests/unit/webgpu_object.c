/* Objects and their context: counts, late ones, pools. No GPU is needed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/clock.h"

#include "webgpu/object.h"

static unsigned finished;

static void
thing_finish(struct webgpu_object *object)
{
    (void)object;
    assert_false(webgpu_callback_runs());
    finished++;
}

static const struct webgpu_class thing = {"thing", sizeof(struct webgpu_object), thing_finish,
                                          WEBGPU_POOL_NONE};
static const struct webgpu_class pooled = {"pooled", sizeof(struct webgpu_object) + 8, thing_finish,
                                           WEBGPU_POOL_COMMAND_BUFFER};

static struct webgpu_context *
new_context(void)
{
    finished = 0;
    struct webgpu_context *context = calloc(1, sizeof *context);
    assert_non_null(context);
    webgpu_budget_init(&context->budget);
    return context;
}

static struct webgpu_object *
new_thing(struct webgpu_context *context, const struct webgpu_class *class, const char *label)
{
    struct webgpu_object *object = webgpu_object_new(class, context, NULL, base_str(label));
    assert_non_null(object);
    return object;
}

static void
test_counts(void **state)
{
    (void)state;
    struct webgpu_context *context = new_context();
    struct webgpu_object *object = new_thing(context, &thing, "a label");
    webgpu_object_ref(object);
    assert_true(webgpu_object_try_ref(object));
    webgpu_object_unref(object);
    webgpu_object_unref(object);
    assert_int_equal(webgpu_context_live_objects(context), 1);
    webgpu_object_set_label(object, base_str("another"));
    assert_true(base_str_equal(base_string_view(&object->label), base_str("another")));
    webgpu_object_set_label(object, base_str(""));
    assert_int_equal(object->label.size, 0);
    webgpu_object_unref(object);
    webgpu_object_unref(NULL);
    assert_int_equal(finished, 1);
    assert_int_equal(webgpu_context_live_objects(context), 0);
    webgpu_context_delete(context);
}

/* Given up in a callback: destroyed outside of it. */
static void
test_late(void **state)
{
    (void)state;
    struct webgpu_context *context = new_context();
    struct webgpu_object *first = new_thing(context, &thing, "first");
    struct webgpu_object *second = new_thing(context, &thing, "second");
    struct webgpu_object *third = new_thing(context, &thing, "third");
    webgpu_callback_enter();
    webgpu_callback_enter(); /* one may call into another */
    webgpu_object_unref(first);
    webgpu_callback_leave();
    webgpu_object_unref(second);
    assert_false(webgpu_object_try_ref(second));
    webgpu_callback_leave();
    assert_int_equal(finished, 0);
    webgpu_object_unref(third); /* takes them along */
    assert_int_equal(finished, 3);
    first = new_thing(context, &thing, "");
    webgpu_callback_enter();
    webgpu_object_unref(first);
    webgpu_callback_leave();
    assert_int_equal(webgpu_context_live_objects(context), 0);
    assert_int_equal(finished, 4);
    webgpu_context_delete(context);
}

static void
test_pools(void **state)
{
    (void)state;
    struct webgpu_context *context = new_context();
    struct webgpu_object *object = new_thing(context, &pooled, "pooled");
    ((unsigned char *)(object + 1))[0] = 1;
    webgpu_object_unref(object);
    struct webgpu_object *again = new_thing(context, &pooled, "");
    assert_ptr_equal(again, object);
    assert_int_equal(((unsigned char *)(object + 1))[0], 0);
    assert_int_equal(again->label.size, 0);
    struct webgpu_object *many[300];
    for (size_t i = 0; i < 300; i++)
        many[i] = new_thing(context, &pooled, "");
    for (size_t i = 0; i < 300; i++)
        webgpu_object_unref(many[i]);
    webgpu_object_unref(again);
    assert_int_equal(webgpu_context_live_objects(context), 0);
    webgpu_context_delete(context);
}

/* A callback on another thread: it leaves its object late, and the context waits for it. */
static void *
run_callback(void *object)
{
    const struct base_deadline nap = base_deadline_in(UINT64_C(20000000));
    base_deadline_sleep(&nap);
    webgpu_callback_enter();
    webgpu_object_unref(object);
    webgpu_callback_leave();
    return NULL;
}

static void
test_delete_waits(void **state)
{
    (void)state;
    struct webgpu_context *context = new_context();
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, run_callback, new_thing(context, &thing, "late")), 0);
    webgpu_context_delete(context);
    assert_int_equal(finished, 1);
    pthread_join(thread, NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_late),
        cmocka_unit_test(test_pools),
        cmocka_unit_test(test_delete_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
