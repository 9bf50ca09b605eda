/* What a drill's phones answer to questions of every kind, and figures of times. */
#include <string.h>

#include "drill_internal.h"
#include "jb_test.h"

static char variants[JB_VARIANTS_MAX][JB_ANSWER_SIZE];

static uint32_t variants_of(const char *text)
{
    cJSON *state = cJSON_Parse(text);
    JB_TRUE(state != NULL);
    memset(variants, 0, sizeof variants);
    uint32_t count = jb_variants_of(state, variants);
    cJSON_Delete(state);
    return count;
}

static void a_choice_has_each_option(void **state)
{
    JB_EQ_U64(variants_of("{\"question\":{\"kind\":\"single\",\"options\":[{\"id\":\"a\"},{\"id\":"
                          "\"q\\\"\"}]}}"),
              2);
    JB_EQ_STR(variants[0], "\"a\"");
    JB_EQ_STR(variants[1], "\"q\\\"\"");
    JB_EQ_U64(variants_of("{\"question\":{\"kind\":\"multiple\",\"options\":[{\"id\":\"a\"}]}}"),
              1);
    JB_EQ_STR(variants[0], "[\"a\"]");
}

static void no_more_variants_than_there_is_room(void **state)
{
    JB_EQ_U64(variants_of("{\"question\":{\"kind\":\"single\",\"options\":[{\"id\":\"a\"},{\"id\":"
                          "\"b\"},{\"id\":\"c\"},{\"id\":\"d\"},{\"id\":\"e\"},{\"id\":\"f\"},"
                          "{\"id\":\"g\"},{\"id\":\"h\"},{\"id\":\"i\"}]}}"),
              JB_VARIANTS_MAX);
}

static void other_kinds_get_what_fits(void **state)
{
    JB_EQ_U64(variants_of("{\"question\":{\"kind\":\"truefalse\"}}"), 2);
    JB_EQ_STR(variants[0], "true");
    JB_EQ_U64(variants_of("{\"question\":{\"kind\":\"numeric\"}}"), 2);
    JB_EQ_STR(variants[1], "2");
    JB_EQ_U64(variants_of("{\"question\":{\"kind\":\"text\",\"blanks\":2}}"), 1);
    JB_EQ_STR(variants[0], "[\"drill\",\"drill\"]");
    JB_EQ_U64(variants_of("{\"question\":{\"kind\":\"ordering\",\"options\":[{\"id\":\"a\"},"
                          "{\"id\":\"b\"}]}}"),
              1);
    JB_EQ_STR(variants[0], "[\"a\",\"b\"]");
    JB_EQ_U64(variants_of("{\"question\":{\"kind\":\"matching\",\"options\":[{\"id\":\"l1\"},"
                          "{\"id\":\"l2\"}],\"targets\":[{\"id\":\"r1\"}]}}"),
              1);
    JB_EQ_STR(variants[0], "[[\"l1\",\"r1\"]]");
}

static void what_is_not_known_has_none(void **state)
{
    JB_EQ_U64(variants_of("{}"), 0);
    JB_EQ_U64(variants_of("{\"question\":{\"kind\":\"essay\"}}"), 0);
    JB_EQ_U64(variants_of("{\"question\":{\"kind\":\"single\",\"options\":[{\"id\":5}]}}"), 0);
    JB_EQ_U64(variants_of("{\"question\":{\"kind\":\"matching\"}}"), 0);
}

static void times_are_of_those_that_came(void **state)
{
    jb_drill_figures figures = { .done = 1 };
    int64_t times[200];
    jb_times_of(times, 0, &figures);
    JB_EQ_I64(figures.first_ns, -1);
    JB_EQ_I64(figures.last_ns, -1);
    times[0] = 5;
    jb_times_of(times, 1, &figures);
    JB_EQ_I64(figures.first_ns, 5);
    JB_EQ_I64(figures.p99_ns, 5);
    JB_EQ_I64(figures.last_ns, 5);
    for (int i = 0; i < 200; i++) {
        times[i] = 200 - i;
    }
    jb_times_of(times, 200, &figures);
    JB_EQ_I64(figures.first_ns, 1);
    JB_EQ_I64(figures.half_ns, 100);
    JB_EQ_I64(figures.p99_ns, 198);
    JB_EQ_I64(figures.last_ns, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_choice_has_each_option),
        cmocka_unit_test(no_more_variants_than_there_is_room),
        cmocka_unit_test(other_kinds_get_what_fits),
        cmocka_unit_test(what_is_not_known_has_none),
        cmocka_unit_test(times_are_of_those_that_came),
    };
    return JB_RUN(tests);
}
