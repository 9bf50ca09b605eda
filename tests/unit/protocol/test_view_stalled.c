/* The state that is shown again while the log cannot be read back: as it was, standing still, with
 * the reason, and nothing to be pressed. */
#include <cjson/cJSON.h>
#include <string.h>

#include "jb_test.h"
#include "jinbang/view.h"

enum {
    NOW = 5000
};

static cJSON *stalled(const char *last, jb_role role)
{
    const jb_stall stall = { .role = role, .seq = 42, .now = NOW, .fault = "the disk is full" };
    jb_state_marks marks;
    jb_buffer out;
    jb_buffer_init(&out, 0);
    assert_true(jb_view_stalled(jb_slice_of(last), &stall, &out, &marks));
    JB_EQ_U64(marks.acting_at > 0, role == JB_ROLE_HOST);
    assert_true(marks.now_at > 0 && marks.now_at < out.size);
    cJSON *tree = cJSON_Parse(jb_buffer_text(&out));
    assert_non_null(tree);
    jb_buffer_finish(&out);
    return tree;
}

static double number(const cJSON *tree, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(tree, key);
    assert_true(cJSON_IsNumber(item));
    return item->valuedouble;
}

static bool has(const cJSON *tree, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(tree, key) != NULL;
}

static void what_was_shown_stands_still(void **state)
{
    cJSON *tree = stalled("{\"type\":\"state\",\"seq\":7,\"phase\":\"open\",\"paused\":false,"
                          "\"now\":1,\"players\":3,\"closes_at\":9000,\"question\":{\"turn\":2}}",
                          JB_ROLE_PLAYER);
    JB_EQ_I64((int64_t)number(tree, "seq"), 42);
    JB_EQ_I64((int64_t)number(tree, "now"), NOW);
    JB_EQ_I64((int64_t)number(tree, "players"), 3);
    JB_EQ_I64((int64_t)number(tree, "left_ms"), 4000);
    assert_true(cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(tree, "paused")));
    JB_EQ_STR(cJSON_GetObjectItemCaseSensitive(tree, "reason")->valuestring, "store");
    assert_true(has(tree, "question"));
    assert_false(has(tree, "closes_at") || has(tree, "next") || has(tree, "fault"));
    cJSON_Delete(tree);
}

static void the_host_reads_why_and_has_nothing_to_press(void **state)
{
    cJSON *tree = stalled("{\"phase\":\"locked\",\"ends_at\":4000,\"next\":\"reveal\","
                          "\"undo\":{\"what\":\"lock\"},\"acting\":false}",
                          JB_ROLE_HOST);
    JB_EQ_STR(cJSON_GetObjectItemCaseSensitive(tree, "fault")->valuestring, "the disk is full");
    assert_true(cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(tree, "next")));
    assert_true(cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(tree, "undo")));
    JB_EQ_I64((int64_t)number(tree, "left_ms"), 0); /* its end has passed meanwhile */
    cJSON_Delete(tree);
}

static void each_phase_has_its_own_end(void **state)
{
    static const struct {
        const char *last;
        int64_t left; /* -1: none */
    } cases[] = {
        { "{\"phase\":\"reading\",\"opens_at\":5600,\"closes_at\":9000}", 600 },
        { "{\"phase\":\"reveal\",\"ends_at\":5001}", 1 },
        { "{\"phase\":\"open\",\"left_ms\":77}", 77 }, /* it was paused already */
        { "{\"phase\":\"open\"}", -1 },
        { "{\"phase\":1,\"ends_at\":\"soon\"}", -1 },
        { "{}", -1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cJSON *tree = stalled(cases[i].last, JB_ROLE_SCREEN);
        JB_EQ_U64(has(tree, "left_ms"), cases[i].left >= 0);
        if (cases[i].left >= 0) {
            JB_EQ_I64((int64_t)number(tree, "left_ms"), cases[i].left);
        }
        cJSON_Delete(tree);
    }
}

static void what_is_no_state_is_refused(void **state)
{
    const jb_stall stall = { .role = JB_ROLE_PLAYER, .seq = 1, .now = NOW };
    jb_state_marks marks;
    jb_buffer out;
    jb_buffer_init(&out, 0);
    assert_false(jb_view_stalled(jb_slice_of("{"), &stall, &out, &marks));
    assert_false(jb_view_stalled(jb_slice_of(""), &stall, &out, &marks));
    jb_buffer_finish(&out);
    jb_buffer_init(&out, 16); /* no room */
    assert_false(jb_view_stalled(jb_slice_of("{\"phase\":\"open\"}"), &stall, &out, &marks));
    jb_buffer_finish(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_shown_stands_still),
        cmocka_unit_test(the_host_reads_why_and_has_nothing_to_press),
        cmocka_unit_test(each_phase_has_its_own_end),
        cmocka_unit_test(what_is_no_state_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
