/*
 * The exports: the small contest as CSV and JSON, and names that try to be more than a name.
 */
#include "small_contest.h"

#include <string.h>

#include <cjson/cJSON.h>

#define BOM    "\xef\xbb\xbf"
#define HEADER BOM "rank,name,team,score,correct,answered,time_ms\r\n"

static jb_results *build(small_contest *small, jb_db *db)
{
    jb_results *results = NULL;

    small_play(small, db, SMALL_END);
    JB_EQ_I64(jb_results_build(db, &small->row, &small->rules, &results, NULL), JB_OK);
    return results;
}

static void the_small_contest_as_csv(void **state)
{
    const jb_result_labels labels = small_labels();
    jb_db *db = open_db(*state, JB_DB_WRITE);
    small_contest small;
    jb_results *results = build(&small, db);
    jb_buffer out;

    jb_buffer_init(&out, 0);
    jb_results_csv(results, &labels, &out);
    JB_EQ_STR(jb_buffer_text(&out), HEADER "1,Ann,\"Red, \"\"the\"\" first\",20.5,2,3,800\r\n"
                                           "2,'=Bo,Blue,7.5,1,3,700\r\n"
                                           "3,Cy,\"Red, \"\"the\"\" first\",0,0,2,0\r\n");
    jb_buffer_finish(&out);
    jb_results_destroy(results);
    small_finish(&small);
    jb_db_close(db);
}

static void names_cannot_become_formulas_or_break_the_table(void **state)
{
    static const struct {
        const char *name;
        const char *cell;
    } rows[] = {
        { "Ann", "Ann" },
        { "=1+1", "'=1+1" },
        { "+1", "'+1" },
        { "-1", "'-1" },
        { "@SUM(A1)", "'@SUM(A1)" },
        { "\tx", "'\tx" },
        { "\rx", "\"'\rx\"" },
        { "=a,\"b\"", "\"'=a,\"\"b\"\"\"" },
        { "a=b", "a=b" },
        { "a\nb", "\"a\nb\"" },
        { "'quoted'", "'quoted'" },
        { "乙=", "乙=" },
        { "", "" },
    };
    const jb_result_labels labels = { .team_count = 0 };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        jb_result_participant one = { .rank = 0, .score = -250, .team = 7 };
        const jb_results results = { .participants = &one, .participant_count = 1 };
        jb_buffer expected;
        jb_buffer out;

        jb_buffer_init(&one.name, 0);
        jb_buffer_append_text(&one.name, rows[i].name);
        jb_buffer_init(&out, 0);
        jb_buffer_init(&expected, 0);
        jb_results_csv(&results, &labels, &out);
        jb_buffer_append_text(&expected, HEADER ",");
        jb_buffer_append_text(&expected, rows[i].cell);
        jb_buffer_append_text(&expected, ",,-2.5,0,0,0\r\n");
        JB_EQ_STR(jb_buffer_text(&out), jb_buffer_text(&expected));
        jb_buffer_finish(&expected);
        jb_buffer_finish(&out);
        jb_buffer_finish(&one.name);
    }
}

static const char *text_of(const cJSON *object, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
}

static void the_small_contest_as_json(void **state)
{
    static const char expected[] =
        "{\"contest\":{\"id\":\"c123456\",\"title\":{\"en\":\"Quiz\"}},\"participants\":["
        "{\"rank\":1,\"name\":\"Ann\",\"team\":\"Red, \\\"the\\\" first\",\"score\":20.5,"
        "\"correct\":2,\"time_ms\":800,\"player\":1,\"answered\":3},"
        "{\"rank\":2,\"name\":\"=Bo\",\"team\":\"Blue\",\"score\":7.5,"
        "\"correct\":1,\"time_ms\":700,\"player\":2,\"answered\":3},"
        "{\"rank\":3,\"name\":\"Cy\",\"team\":\"Red, \\\"the\\\" first\",\"score\":0,"
        "\"correct\":0,\"time_ms\":0,\"player\":3,\"answered\":2}],\"teams\":["
        "{\"rank\":1,\"name\":\"Red, \\\"the\\\" first\",\"members\":2,\"roster\":4,"
        "\"score\":20.5},"
        "{\"rank\":2,\"name\":\"Blue\",\"members\":1,\"roster\":0,\"score\":7.5}],\"questions\":["
        "{\"turn\":1,\"id\":\"q1\",\"kind\":\"single\",\"prompt\":{\"en\":\"One?\"},"
        "\"shown\":true,\"void\":false,\"answered\":3,\"right\":1,\"median_ms\":800,"
        "\"wrong_most\":\"c\"},"
        "{\"turn\":2,\"id\":\"q2\",\"kind\":\"truefalse\",\"prompt\":{\"en\":\"Two?\"},"
        "\"shown\":true,\"void\":false,\"answered\":2,\"right\":1,\"median_ms\":350,"
        "\"wrong_most\":false},"
        "{\"turn\":3,\"id\":\"q3\",\"kind\":\"multiple\",\"prompt\":{\"en\":\"Three?\"},"
        "\"shown\":true,\"void\":false,\"answered\":3,\"right\":1,\"median_ms\":600,"
        "\"wrong_most\":\"b\"},"
        "{\"turn\":4,\"id\":\"q4\",\"kind\":\"single\",\"prompt\":{\"en\":\"Four?\"},"
        "\"shown\":true,\"void\":true,\"answered\":0,\"right\":0,\"median_ms\":0,"
        "\"wrong_most\":null},"
        "{\"turn\":5,\"id\":\"q5\",\"kind\":\"single\",\"prompt\":{\"en\":\"Five?\"},"
        "\"shown\":true,\"void\":true,\"answered\":0,\"right\":0,\"median_ms\":0,"
        "\"wrong_most\":null},"
        "{\"turn\":6,\"id\":\"q6\",\"kind\":\"single\",\"prompt\":null,"
        "\"shown\":false,\"void\":false,\"answered\":0,\"right\":0,\"median_ms\":0,"
        "\"wrong_most\":null}],\"log\":{\"events\":";
    const jb_result_labels labels = small_labels();
    jb_db *db = open_db(*state, JB_DB_WRITE);
    small_contest small;
    jb_results *results = build(&small, db);
    char head[JB_HASH_HEX_SIZE];
    cJSON *root;
    const cJSON *log;
    jb_buffer out;

    jb_buffer_init(&out, 0);
    jb_results_json(results, &labels, &out);
    JB_TRUE(out.size > sizeof(expected));
    root = cJSON_Parse(jb_buffer_text(&out));
    JB_TRUE(root != NULL);
    log = cJSON_GetObjectItemCaseSensitive(root, "log");
    jb_hex_encode(small.head.hash.bytes, JB_HASH_SIZE, head);
    JB_EQ_STR(text_of(log, "head"), head);
    JB_EQ_I64(cJSON_GetObjectItemCaseSensitive(log, "events")->valueint, (int64_t)small.head.seq);
    cJSON_Delete(root);
    out.bytes[sizeof(expected) - 1] = '\0';
    JB_EQ_STR(out.bytes, expected);
    jb_buffer_finish(&out);
    jb_results_destroy(results);
    small_finish(&small);
    jb_db_close(db);
}

static void an_erased_name_and_no_team_are_written_plainly(void **state)
{
    jb_result_participant one = { .player = 5, .score = 1200 };
    const jb_results results = { .participants = &one, .participant_count = 1 };
    const jb_result_labels labels = { .contest_id = { .bytes = "c", .size = 1 } };
    jb_buffer out;

    jb_buffer_init(&out, 0);
    jb_results_json(&results, &labels, &out);
    JB_TRUE(strstr(jb_buffer_text(&out),
                   "{\"contest\":{\"id\":\"c\",\"title\":null},\"participants\":["
                   "{\"rank\":0,\"name\":\"\",\"team\":null,\"score\":12,\"correct\":0,"
                   "\"time_ms\":0,\"player\":5,\"answered\":0}],\"teams\":[],\"questions\":[],"
                   "\"log\":{\"events\":0,\"head\":\"") == jb_buffer_text(&out));
    jb_buffer_finish(&out);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(the_small_contest_as_csv),
        cmocka_unit_test(names_cannot_become_formulas_or_break_the_table),
        IN_PLACE(the_small_contest_as_json),
        cmocka_unit_test(an_erased_name_and_no_team_are_written_plainly),
    };

    return JB_RUN(tests);
}
