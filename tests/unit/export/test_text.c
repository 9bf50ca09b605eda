/* CSV and JSON: exact bytes, and names that try to be more than a name. */
#include "show.h"

#include <string.h>

#include <cjson/cJSON.h>

#define BOM    "\xef\xbb\xbf"
#define HEADER BOM "rank,name,team,score,correct,answered,time_ms,log_entries,log_head\r\n"
/* The end of every line: the log of show.c. */
#define LOG ",9,0000000000000000000000000000000000000000000000000000000000000000\r\n"

static void expect(const show *s, jb_export_format format, const char *expected)
{
    jb_buffer out;
    jb_buffer_init(&out, JB_EXPORT_BYTES_MAX);
    JB_EQ_I64(jb_export_write(&s->from, format, &out, NULL), JB_OK);
    JB_EQ_STR(jb_buffer_text(&out), expected);
    jb_buffer_finish(&out);
}

static void formats_have_names_and_types(void **state)
{
    for (jb_export_format format = JB_EXPORT_JSON; format < JB_EXPORT_COUNT; format++) {
        JB_EQ_I64(jb_export_find(jb_export_name(format)), format);
        JB_TRUE(strchr(jb_export_type(format), '/') != NULL);
    }
    JB_EQ_I64(jb_export_find("doc"), JB_EXPORT_COUNT);
    JB_EQ_I64(jb_export_find(""), JB_EXPORT_COUNT);
    JB_TRUE(jb_export_name(JB_EXPORT_COUNT) == NULL);
    JB_EQ_I64(jb_export_depth(JB_EXPORT_CSV, false), JB_RESULTS_RANKING);
    JB_EQ_I64(jb_export_depth(JB_EXPORT_JSON, false), JB_RESULTS_QUESTIONS);
    JB_EQ_I64(jb_export_depth(JB_EXPORT_JSON, true), JB_RESULTS_ANSWERS);
    JB_EQ_I64(jb_export_depth(JB_EXPORT_XLSX, false), JB_RESULTS_ANSWERS);
}

static void a_table_has_a_line_for_each(void **state)
{
    show s;
    show_open(&s, "en");
    s.people[0].score = 2050;
    s.people[0].correct = 2;
    s.people[0].answered = 3;
    s.people[0].time_ms = 800;
    s.people[1].rank = 0;
    expect(&s, JB_EXPORT_CSV, HEADER "1,'=1+1,,20.5,2,3,800" LOG ",Ann,Blue,0,0,0,0" LOG);
    s.results.participant_count = 0;
    expect(&s, JB_EXPORT_CSV, HEADER ",,,,,," LOG);
    show_close(&s);
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
        { "＝1+1", "'＝1+1" },
        { "＋1", "'＋1" },
        { "－1", "'－1" },
        { "＠SUM(A1)", "'＠SUM(A1)" },
        { "！", "！" },
        { "\tx", "'\tx" },
        { "\rx", "\"'\rx\"" },
        { "=a,\"b\"", "\"'=a,\"\"b\"\"\"" },
        { "a=b", "a=b" },
        { "a\nb", "\"a\nb\"" },
        { "'quoted'", "'quoted'" },
        { "乙=", "乙=" },
        { "", "" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        show s;
        jb_buffer expected;
        show_open(&s, "en");
        jb_buffer_init(&expected, 0);
        jb_buffer_clear(&s.people[0].name);
        jb_buffer_append_text(&s.people[0].name, rows[i].name);
        s.people[0].rank = 0;
        s.people[0].score = -250;
        s.results.participant_count = 1;
        jb_buffer_append_text(&expected, HEADER ",");
        jb_buffer_append_text(&expected, rows[i].cell);
        jb_buffer_append_text(&expected, ",,-2.5,0,0,0" LOG);
        expect(&s, JB_EXPORT_CSV, jb_buffer_text(&expected));
        jb_buffer_finish(&expected);
        show_close(&s);
    }
}

static void people_and_teams_as_json(void **state)
{
    static const char expected[] =
        "{\"contest\":{\"id\":\"abc\",\"title\":{\"en\":\"R&D <quiz>\",\"zh-Hans\":\"竞答\"}},"
        "\"summary\":{\"participants\":2,\"joined\":2,\"mean\":20.5,\"median\":20.5,"
        "\"highest\":20.5,\"lowest\":20.5,\"team_rule\":{"
        "\"en\":\"the mean over those who took part\",\"zh-Hans\":\"参赛人员的平均分\"}},"
        "\"distribution\":[{\"from\":0,\"to\":5,\"count\":0},{\"from\":5,\"to\":10,\"count\":0},"
        "{\"from\":10,\"to\":15,\"count\":0},{\"from\":15,\"to\":20,\"count\":0},"
        "{\"from\":20,\"to\":20.5,\"count\":1}],\"participants\":["
        "{\"rank\":1,\"name\":\"=1+1\",\"team\":null,\"score\":20.5,\"correct\":2,\"time_ms\":800,"
        "\"player\":1,\"answered\":3,\"answers\":[]},"
        "{\"rank\":0,\"name\":\"\",\"team\":\"Blue\",\"score\":0,\"correct\":0,\"time_ms\":0,"
        "\"player\":2,\"answered\":0,\"answers\":[]}],\"teams\":["
        "{\"rank\":1,\"name\":\"=Red\",\"members\":2,\"roster\":4,\"score\":-1,\"took_part\":0,"
        "\"turnout\":0,\"mean_roster\":0},"
        "{\"rank\":2,\"name\":\"Blue\",\"members\":0,\"roster\":0,\"score\":0,\"took_part\":0}],"
        "\"questions\":[";
    show s;
    jb_buffer out;
    show_open(&s, "en");
    s.people[0].score = 2050;
    s.people[0].correct = 2;
    s.people[0].answered = 3;
    s.people[0].time_ms = 800;
    s.people[1].rank = 0;
    jb_buffer_clear(&s.people[1].name); /* erased */
    s.teams[0].score = -100;
    s.teams[0].members = 2;
    s.from.answers = true;
    jb_buffer_init(&out, 0);
    JB_EQ_I64(jb_export_write(&s.from, JB_EXPORT_JSON, &out, NULL), JB_OK);
    JB_TRUE(out.size > sizeof expected);
    out.bytes[sizeof expected - 1] = '\0';
    JB_EQ_STR(out.bytes, expected);
    jb_buffer_finish(&out);
    show_close(&s);
}

static void check_question(const cJSON *questions, int turn, const char *expected)
{
    cJSON *one = cJSON_Duplicate(cJSON_GetArrayItem(questions, turn - 1), true);
    char *text = NULL;
    cJSON_DeleteItemFromObject(one, "prompt");
    cJSON_DeleteItemFromObject(one, "options");
    cJSON_DeleteItemFromObject(one, "targets");
    text = cJSON_PrintUnformatted(one);
    JB_EQ_STR(text, expected);
    cJSON_free(text);
    cJSON_Delete(one);
}

static void questions_as_json(void **state)
{
    show s;
    jb_buffer out;
    show_open(&s, "en");
    s.questions[0] = (jb_result_question){ .turn = 1,
                                           .question = 0,
                                           .played = true,
                                           .shown = true,
                                           .answered = 3,
                                           .right = 1,
                                           .median_ms = 800,
                                           .wrong_most = 1,
                                           .wrong_most_count = 2,
                                           .counts = { 0, 2, 0, 1 } };
    s.questions[2].counts[1] = 5;
    s.questions[2].wrong_most = 1;
    s.questions[2].wrong_most_count = 5;
    s.questions[4].is_void = true;
    jb_buffer_append_text(&s.questions[3].wrong_text, "2.7");
    s.questions[3].wrong_most_count = 1;
    jb_buffer_init(&out, 0);
    JB_EQ_I64(jb_export_write(&s.from, JB_EXPORT_JSON, &out, NULL), JB_OK);
    cJSON *root = cJSON_Parse(jb_buffer_text(&out));
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(root, "questions");
    JB_EQ_I64(cJSON_GetArraySize(list), SHOW_TURNS);
    check_question(list, 1,
                   "{\"turn\":1,\"round\":1,\"id\":\"q1\",\"kind\":\"single\","
                   "\"answer\":[\"c\",\"d\"],\"shown\":true,\"void\":false,\"answered\":3,"
                   "\"right\":1,\"median_ms\":800,\"right_rate\":33.33,\"counts\":{\"a\":0,\"b\":2,"
                   "\"c\":0,\"d\":1},"
                   "\"wrong_most\":\"b\",\"wrong_most_text\":null,\"wrong_most_count\":2}");
    check_question(list, 3,
                   "{\"turn\":3,\"round\":1,\"id\":\"q3\",\"kind\":\"truefalse\","
                   "\"answer\":[false],\"shown\":false,\"void\":false,\"answered\":0,"
                   "\"right\":0,\"median_ms\":0,\"counts\":{\"true\":5,\"false\":0},"
                   "\"wrong_most\":true,\"wrong_most_text\":null,\"wrong_most_count\":5}");
    check_question(list, 4,
                   "{\"turn\":4,\"round\":2,\"id\":\"q4\",\"kind\":\"numeric\","
                   "\"answer\":[\"3.14\",\"3\"],\"shown\":false,\"void\":false,\"answered\":0,"
                   "\"right\":0,\"median_ms\":0,"
                   "\"wrong_most\":null,\"wrong_most_text\":\"2.7\",\"wrong_most_count\":1}");
    check_question(list, 5,
                   "{\"turn\":5,\"round\":2,\"id\":\"q5\",\"kind\":\"text\","
                   "\"answer\":[[\"red\",\"红\"],[\"blue\"]],\"shown\":false,\"void\":true,"
                   "\"answered\":0,\"right\":0,\"median_ms\":0,"
                   "\"wrong_most\":null,\"wrong_most_text\":null,\"wrong_most_count\":0}");
    const cJSON *matching = cJSON_GetArrayItem(list, 6);
    JB_EQ_I64(cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(matching, "options")), 2);
    JB_EQ_I64(cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(matching, "targets")), 3);
    cJSON_Delete(root);
    jb_buffer_finish(&out);
    show_close(&s);
}

static cJSON *stage_json(show *s)
{
    jb_buffer out;
    cJSON *root;
    jb_buffer_init(&out, 0);
    JB_EQ_I64(jb_export_write(&s->from, JB_EXPORT_JSON, &out, NULL), JB_OK);
    root = cJSON_Parse(jb_buffer_text(&out));
    jb_buffer_finish(&out);
    return root;
}

static void check_member(const cJSON *root, const char *key, const char *expected)
{
    char *text = cJSON_PrintUnformatted(cJSON_GetObjectItemCaseSensitive(root, key));
    JB_EQ_STR(text, expected);
    cJSON_free(text);
}

static void a_stage_as_json(void **state)
{
    show s;
    show_open(&s, "en");
    show_stage(&s);
    cJSON *root = stage_json(&s);
    check_member(cJSON_GetObjectItemCaseSensitive(root, "contest"), "seats", "\"teams\"");
    check_member(root, "teams",
                 "[{\"rank\":1,\"name\":\"=Red\",\"members\":1,\"roster\":4,\"score\":12.5,"
                 "\"correct\":1,\"answered\":1,\"time_ms\":800,\"fouls\":1,\"base\":10,"
                 "\"rounds\":[2.5,5],\"adjusted\":0,\"overtime\":5},"
                 "{\"rank\":2,\"name\":\"Blue\",\"members\":1,\"roster\":0,\"score\":4,"
                 "\"correct\":0,\"answered\":0,\"time_ms\":0,\"fouls\":0,\"base\":10,"
                 "\"rounds\":[-5,0],\"adjusted\":-1,\"overtime\":0}]");
    check_member(root, "individual",
                 "[{\"rank\":1,\"name\":\"\",\"team\":\"=Red\",\"member\":2,\"score\":7.5,"
                 "\"correct\":1,\"asked\":1}]");
    check_member(root, "rounds",
                 "[{\"round\":1,\"title\":null,\"format\":\"buzzer\"},"
                 "{\"round\":2,\"title\":null,\"format\":\"everyone\",\"overtime\":true}]");
    check_member(root, "entries",
                 "[{\"entry\":5,\"at\":1500,\"turn\":1,\"team\":\"=Red\",\"why\":\"foul\","
                 "\"foul\":\"early\",\"points\":-5,\"score\":5},"
                 "{\"entry\":6,\"at\":2500,\"turn\":1,\"team\":\"=Red\",\"member\":2,"
                 "\"why\":\"verdict\",\"verdict\":\"right\",\"points\":7.5,\"score\":12.5},"
                 "{\"entry\":7,\"at\":3500,\"team\":\"Blue\",\"why\":\"adjust\","
                 "\"reason\":\"=late \\\"again\\\"\",\"points\":-1,\"score\":4},"
                 "{\"entry\":8,\"at\":4500,\"turn\":4,\"team\":\"=Red\",\"why\":\"answer\","
                 "\"points\":5,\"overtime\":true}]");
    cJSON_Delete(root);
    show_close(&s);
}

static void members_are_ranked_only_where_the_contest_wants_it(void **state)
{
    show s;
    show_open(&s, "en");
    show_stage(&s);
    s.plan->individual = false;
    cJSON *root = stage_json(&s);
    JB_TRUE(cJSON_GetObjectItemCaseSensitive(root, "individual") == NULL);
    cJSON_Delete(root);
    show_close(&s);
}

/* Cells of the schedule that were never played are not there, nor one that asked nothing. */
static void turns_that_asked_nothing_are_left_out(void **state)
{
    show s;
    show_open(&s, "en");
    show_stage(&s);
    for (uint32_t i = 0; i < SHOW_TURNS; i++) {
        s.questions[i].played = i == 1 || i == 2;
    }
    s.questions[1].question = 6;
    s.questions[1].annulled = true;
    s.questions[1].is_void = true;
    s.questions[2].question = JB_NO_QUESTION; /* passed before there was one */
    cJSON *root = stage_json(&s);
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(root, "questions");
    JB_EQ_I64(cJSON_GetArraySize(list), 1);
    check_question(list, 1,
                   "{\"turn\":2,\"round\":1,\"id\":\"q7\",\"kind\":\"matching\","
                   "\"answer\":[[\"l1\",\"r2\"],[\"l2\",\"r1\"]],\"shown\":false,"
                   "\"void\":true,\"annulled\":true,\"answered\":0,\"right\":0,"
                   "\"hall_answered\":0,\"hall_right\":0,\"median_ms\":0,\"wrong_most\":null,"
                   "\"wrong_most_text\":null,\"wrong_most_count\":0}");
    cJSON_Delete(root);
    show_close(&s);
}

static void a_stage_is_a_table_of_teams(void **state)
{
    show s;
    jb_buffer out;
    show_open(&s, "en");
    show_stage(&s);
    jb_buffer_init(&out, 0);
    JB_EQ_I64(jb_export_write(&s.from, JB_EXPORT_CSV, &out, NULL), JB_OK);
    JB_EQ_STR(jb_buffer_text(&out),
              "\xef\xbb\xbf"
              "rank,team,score,correct,answered,time_ms,fouls,base,round_1,adjusted,overtime,"
              "log_entries,log_head\r\n"
              "1,'=Red,12.5,1,1,800,1,10,2.5,0,5" LOG "2,Blue,4,0,0,0,0,10,-5,-1,0" LOG);
    jb_buffer_finish(&out);
    show_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats_have_names_and_types),
        cmocka_unit_test(a_table_has_a_line_for_each),
        cmocka_unit_test(names_cannot_become_formulas_or_break_the_table),
        cmocka_unit_test(people_and_teams_as_json),
        cmocka_unit_test(questions_as_json),
        cmocka_unit_test(a_stage_as_json),
        cmocka_unit_test(members_are_ranked_only_where_the_contest_wants_it),
        cmocka_unit_test(turns_that_asked_nothing_are_left_out),
        cmocka_unit_test(a_stage_is_a_table_of_teams),
    };
    return JB_RUN(tests);
}
