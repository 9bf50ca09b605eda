/* The stage in the views: what a step shows to whom, and what of it is nobody else's business. */
#include "stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    RED = 1,
    BLUE = 2
};

static const cJSON *member(const cJSON *tree, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(tree, key);
}

/* ---- rules ---- */

static void by_teams(stage *s)
{
    s->rules.seats = JB_SEATS_TEAMS;
    s->rules.hall = JB_HALL_ALONG;
    s->rules.hall_right = 500;
    s->rounds[0].standings = JB_STANDINGS_TURN;
    s->rounds[0].tries = 1;
    s->rounds[1].tries = 1;
    s->rounds[0].intro = false;
}

static void buzzers(stage *s)
{
    by_teams(s);
    s->rounds[0].format = JB_FORMAT_BUZZER;
    s->rounds[0].tries = 2;
    s->rounds[0].early = JB_EARLY_OUT;
    s->turns[0].points_wrong = -1000;
    s->turns[0].reading_ms = 0;
}

static void risks(stage *s)
{
    by_teams(s);
    s->rounds[0].format = JB_FORMAT_RISK;
    s->rounds[0].values[0] = 1000;
    s->rounds[0].values[1] = 2050;
    s->rounds[0].value_count = 2;
    s->rounds[0].stock = 2;
    s->rounds[0].turn_count = 2;
    s->rounds[0].may_name = true;
    s->rounds[1].turn_first = 2;
    s->rules.turn_count = 6;
    s->turns[0].value = 1000;
    s->turns[1].value = 2050;
    s->turns[2].value = 2050;
}

static void judges(stage *s)
{
    by_teams(s);
    s->rounds[0].format = JB_FORMAT_JUDGED;
    s->rounds[0].judges = 3;
    s->rounds[0].mark_max = 1000;
    s->rounds[0].trimmed = true;
    s->turns[0].reading_ms = 0;
}

static void ladders(stage *s)
{
    by_teams(s);
    s->rounds[0].format = JB_FORMAT_LADDER;
    s->rounds[0].spread = JB_SPREAD_GROUP;
    s->rounds[0].per_seat = 1;
    s->rounds[0].turn_count = 2;
    s->rounds[1].turn_first = 2;
    s->rules.turn_count = 6;
    s->rounds[0].values[0] = 1000;
    s->rounds[0].values[1] = 2000;
    s->rounds[0].value_count = 2;
    s->rounds[0].safe = 2;
    s->turns[0].reading_ms = 0;
}

static void in_turns(stage *s)
{
    static const uint32_t members[] = { 2, 0 };
    by_teams(s);
    s->rounds[0].format = JB_FORMAT_TURN;
    s->rounds[0].speaker = JB_SPEAKER_MEMBER;
    s->rounds[1].format = JB_FORMAT_TURN;
    s->rounds[1].order = JB_ORDER_HIGH_LOW;
    s->rules.team_members = members;
    for (int i = 0; i < STAGE_TURNS; i++) {
        s->turns[i].reading_ms = 0;
    }
}

static void buzzing_people(stage *s)
{
    s->rounds[0].format = JB_FORMAT_BUZZER;
    s->rounds[0].tries = 1;
    s->rounds[1].tries = 1;
}

/* ---- playing ---- */

static void take(stage *s, jb_command command)
{
    JB_EQ_I64(stage_submit(s, command), JB_ACCEPTED);
}

static void next(stage *s)
{
    take(s, (jb_command){ .type = JB_COMMAND_NEXT });
}

static void rule(stage *s, jb_verdict verdict)
{
    take(s, (jb_command){ .type = JB_COMMAND_VERDICT, .verdict = verdict });
}

/* Ann and Abe of Red, Bo of Blue, Hal in the hall; the first turn has begun. */
static void begin(stage *s, void (*change)(stage *s))
{
    stage_init_with(s, change);
    stage_join(s, "Ann", RED);
    stage_join(s, "Abe", RED);
    stage_join(s, "Bo", BLUE);
    stage_join(s, "Hal", 0);
    take(s, (jb_command){ .type = JB_COMMAND_START });
}

static cJSON *stage_of(stage *s, jb_role role, uint32_t judge)
{
    s->scene.judge = judge;
    cJSON *tree = stage_state(s, role);
    s->scene.judge = 0;
    cJSON *detached = cJSON_DetachItemFromObjectCaseSensitive(tree, "stage");
    assert_non_null(detached);
    cJSON_Delete(tree);
    return detached;
}

static void expect_stage(stage *s, jb_role role, const char *json)
{
    cJSON *tree = stage_of(s, role, 0);
    char *printed = cJSON_PrintUnformatted(tree);
    JB_EQ_STR(printed, json);
    cJSON_free(printed);
    cJSON_Delete(tree);
}

static void expect_you(stage *s, uint32_t player, uint32_t seat, bool may, const char *why)
{
    cJSON *you = stage_you(s, player);
    JB_TRUE(stage_number(you, "seat") == seat);
    JB_EQ_I64(stage_bool(you, "may"), may);
    JB_EQ_STR(stage_json(you, "locked_out"), why);
    cJSON_Delete(you);
}

/* ---- */

static void nobody_is_first_while_buzzes_are_weighed(void **state)
{
    stage s;
    begin(&s, buzzers);
    expect_stage(&s, JB_ROLE_SCREEN, "{\"turn\":1,\"step\":\"buzz\"}");
    take(&s, (jb_command){ .type = JB_COMMAND_BUZZ, .player = 1, .turn = 1, .claim_ms = -1 });
    for (int role = JB_ROLE_PLAYER; role < JB_ROLE_COUNT; role++) {
        expect_stage(&s, (jb_role)role, "{\"turn\":1,\"step\":\"close\"}");
    }
    jb_engine_expire(s.engine, s.now + 1000, (jb_event_sink){ 0 });
    expect_stage(&s, JB_ROLE_PLAYER,
                 "{\"turn\":1,\"step\":\"answer\",\"seat\":1,\"owner\":1,"
                 "\"buzz\":{\"seat\":1,\"elapsed\":500}}");
    s.now += 1000;
    rule(&s, JB_VERDICT_WRONG); /* the others buzz again: who was first is over */
    expect_stage(&s, JB_ROLE_PLAYER,
                 "{\"turn\":1,\"step\":\"buzz\",\"tries\":1,"
                 "\"verdict\":{\"seat\":1,\"is\":\"wrong\",\"points\":-10}}");
    expect_you(&s, 1, RED, false, "\"tried\"");
    expect_you(&s, 3, BLUE, true, "");
    expect_you(&s, 4, 0, true, ""); /* the hall answers along */
    stage_finish(&s);
}

static void what_is_answered_for_a_team_is_seen_by_that_team_and_the_host_alone(void **state)
{
    stage s;
    begin(&s, buzzers);
    take(&s, (jb_command){ .type = JB_COMMAND_BUZZ, .seat = RED });
    stage_answer(&s, 2, "\"a\"");
    static const char *const answers[] = { "\"a\"", "\"a\"", "", "" };
    for (uint32_t player = 1; player <= 4; player++) {
        cJSON *you = stage_you(&s, player);
        JB_EQ_STR(stage_json(you, "answer"), answers[player - 1]);
        JB_FALSE(stage_has(you, "correct"));
        cJSON_Delete(you);
    }
    for (int role = JB_ROLE_PLAYER; role < JB_ROLE_COUNT; role++) {
        cJSON *tree = stage_state(&s, (jb_role)role);
        JB_EQ_I64(stage_has(tree, "answer"), role == JB_ROLE_HOST); /* the key */
        JB_FALSE(stage_has(tree, "tally"));
        char *printed = cJSON_PrintUnformatted(member(tree, "stage"));
        assert_null(strstr(printed, "answer\":"));
        cJSON_free(printed);
        cJSON_Delete(tree);
    }
    jb_buffer frame;
    jb_buffer_init(&frame, 0);
    jb_view_roster(&s.scene, &frame);
    cJSON *roster = stage_parse(&frame);
    const cJSON *row = NULL;
    int answered = 0;
    cJSON_ArrayForEach(row, member(roster, "players")) {
        answered += stage_has(row, "answer");
        JB_EQ_I64(stage_has(row, "answer"), stage_number(row, "seat") == (double)RED);
    }
    JB_EQ_I64(answered, 2);
    cJSON_Delete(roster);
    stage_finish(&s);
}

static void there_is_no_question_before_it_is_picked(void **state)
{
    stage s;
    begin(&s, risks);
    for (int role = JB_ROLE_PLAYER; role < JB_ROLE_COUNT; role++) {
        cJSON *tree = stage_state(&s, (jb_role)role);
        JB_FALSE(stage_has(tree, "question"));
        JB_FALSE(stage_has(tree, "answer"));
        JB_FALSE(stage_has(tree, "host_note"));
        const cJSON *round = member(tree, "round");
        JB_EQ_STR(stage_json(round, "stock"),
                  "[{\"value\":10,\"left\":1},{\"value\":20.5,\"left\":2}]");
        JB_EQ_STR(stage_json(round, "values"), "[10,20.5]");
        JB_TRUE(stage_bool(round, "may_name"));
        JB_FALSE(stage_has(round, "early"));
        cJSON_Delete(tree);
    }
    take(&s, (jb_command){ .type = JB_COMMAND_PICK, .player = 2, .turn = 1, .value = 2050 });
    cJSON *tree = stage_state(&s, JB_ROLE_PLAYER);
    JB_EQ_STR(stage_text(member(tree, "question"), "kind"), "multiple");
    JB_TRUE(stage_number(member(tree, "question"), "turn") == 1);
    JB_TRUE(stage_number(member(tree, "question"), "points") > 20.4);
    JB_EQ_STR(stage_json(cJSON_GetArrayItem(member(tree, "seats"), 0), "taken"), "[20.5]");
    cJSON_Delete(tree);
    take(&s, (jb_command){ .type = JB_COMMAND_NAME, .player = 1, .turn = 1, .other = BLUE });
    expect_stage(&s, JB_ROLE_PLAYER,
                 "{\"turn\":1,\"step\":\"answer\",\"seat\":2,\"owner\":1,\"value\":20.5}");
    stage_finish(&s);
}

static void a_turn_that_was_passed_has_no_question_to_reveal(void **state)
{
    stage s;
    begin(&s, risks);
    take(&s, (jb_command){ .type = JB_COMMAND_PASS, .player = 1, .turn = 1 });
    expect_stage(&s, JB_ROLE_SCREEN, "{\"turn\":1,\"seat\":1,\"owner\":1,\"passed\":true}");
    next(&s);
    cJSON *tree = stage_state(&s, JB_ROLE_HOST);
    JB_EQ_STR(stage_text(tree, "phase"), "standings");
    JB_FALSE(stage_has(tree, "question"));
    JB_FALSE(stage_has(tree, "answer"));
    JB_TRUE(stage_has(tree, "stage"));
    cJSON_Delete(tree);
    stage_finish(&s);
}

static const char *marks_of(stage *s, jb_role role, uint32_t judge)
{
    static char kept[200];
    cJSON *tree = stage_of(s, role, judge);
    (void)snprintf(kept, sizeof kept, "%s", stage_json(tree, "marks"));
    cJSON_Delete(tree);
    return kept;
}

static void mark(stage *s, uint32_t judge, int64_t value)
{
    take(s, (jb_command){ .type = JB_COMMAND_MARK, .judge = judge, .value = value, .turn = 1 });
}

static void marks_are_hidden_until_the_judges_are_done(void **state)
{
    stage s;
    begin(&s, judges);
    mark(&s, 1, 925);
    mark(&s, 3, 700);
    JB_EQ_STR(marks_of(&s, JB_ROLE_PLAYER, 0), "");
    JB_EQ_STR(marks_of(&s, JB_ROLE_SCREEN, 0), "");
    JB_EQ_STR(marks_of(&s, JB_ROLE_PLAYER, 2), "[]");
    JB_EQ_STR(marks_of(&s, JB_ROLE_PLAYER, 3), "[{\"judge\":3,\"value\":7}]");
    JB_EQ_STR(marks_of(&s, JB_ROLE_HOST, 0),
              "[{\"judge\":1,\"value\":9.25},{\"judge\":3,\"value\":7}]");
    mark(&s, 2, 800);
    for (int role = JB_ROLE_PLAYER; role < JB_ROLE_COUNT; role++) {
        cJSON *tree = stage_of(&s, (jb_role)role, 0);
        JB_EQ_I64(cJSON_GetArraySize(member(tree, "marks")), 3);
        JB_EQ_STR(stage_json(tree, "mean"), "8"); /* without the highest and the lowest */
        JB_EQ_STR(stage_json(tree, "marked"), "3");
        cJSON_Delete(tree);
    }
    stage_finish(&s);
}

static void marks_are_shown_when_the_host_does_not_wait_for_the_last(void **state)
{
    stage s;
    begin(&s, judges);
    mark(&s, 1, 900);
    mark(&s, 2, 801);
    next(&s);
    cJSON *tree = stage_of(&s, JB_ROLE_PLAYER, 0);
    JB_EQ_STR(stage_json(tree, "marks"),
              "[{\"judge\":1,\"value\":9},{\"judge\":2,\"value\":8.01}]");
    JB_EQ_STR(stage_json(tree, "mean"), "8.51"); /* half away from zero */
    JB_EQ_STR(stage_json(member(tree, "verdict"), "points"), "8.51");
    cJSON_Delete(tree);
    stage_finish(&s);
}

static void a_fall_from_the_ladder_is_told_to_its_team(void **state)
{
    stage s;
    begin(&s, ladders);
    cJSON *tree = stage_state(&s, JB_ROLE_SCREEN);
    JB_EQ_STR(stage_json(member(tree, "round"), "safe"), "[2]");
    JB_EQ_STR(stage_json(member(tree, "stage"), "value"), "10");
    cJSON_Delete(tree);
    rule(&s, JB_VERDICT_WRONG);
    tree = stage_state(&s, JB_ROLE_SCREEN);
    JB_TRUE(stage_bool(cJSON_GetArrayItem(member(tree, "seats"), 0), "over"));
    cJSON_Delete(tree);
    expect_you(&s, 1, RED, false, "\"over\"");
    expect_you(&s, 3, BLUE, false, "");
    stage_finish(&s);
}

static void what_a_seat_did_in_another_round_is_not_shown_in_this(void **state)
{
    stage s;
    begin(&s, ladders);
    rule(&s, JB_VERDICT_WRONG);
    take(&s, (jb_command){ .type = JB_COMMAND_SKIP });
    while (jb_engine_look(s.engine)->round == 0) {
        next(&s);
    }
    cJSON *tree = stage_state(&s, JB_ROLE_SCREEN);
    JB_FALSE(stage_has(tree, "stage"));
    JB_FALSE(stage_has(cJSON_GetArrayItem(member(tree, "seats"), 0), "over"));
    cJSON_Delete(tree);
    stage_finish(&s);
}

static void seats_are_teams_from_the_lobby_on(void **state)
{
    stage s;
    stage_init_with(&s, by_teams);
    cJSON *tree = stage_state(&s, JB_ROLE_PLAYER);
    JB_EQ_STR(stage_json(tree, "seats"),
              "[{\"seat\":1,\"name\":{\"en\":\"Red\"},\"score\":0,\"rank\":0,\"may\":false},"
              "{\"seat\":2,\"name\":{\"en\":\"Blue\"},\"score\":0,\"rank\":0,\"may\":false}]");
    cJSON_Delete(tree);
    stage_finish(&s);
}

static void people_are_seats_on_a_stage_of_at_most_fifty(void **state)
{
    char names[51][8];
    for (uint32_t players = 50; players <= 51; players++) {
        stage s;
        stage_init_with(&s, buzzing_people);
        for (uint32_t i = 0; i < players; i++) {
            (void)snprintf(names[i], sizeof names[i], "P%u", i + 1);
            stage_join(&s, names[i], 0);
        }
        cJSON *tree = stage_state(&s, JB_ROLE_PLAYER);
        JB_FALSE(stage_has(tree, "seats"));
        cJSON_Delete(tree);
        take(&s, (jb_command){ .type = JB_COMMAND_START });
        tree = stage_state(&s, JB_ROLE_PLAYER);
        JB_EQ_I64(cJSON_GetArraySize(member(tree, "seats")), players == 50 ? 50 : 0);
        JB_TRUE(stage_has(tree, "stage"));
        cJSON_Delete(tree);
        expect_you(&s, players, players, false, "");
        stage_finish(&s);
    }
}

static void a_tally_counts_seats_and_the_hall_apart(void **state)
{
    stage s;
    begin(&s, by_teams);
    stage_open(&s, 1);
    stage_answer(&s, 1, "\"b\"");
    stage_answer(&s, 4, "\"a\"");
    jb_buffer frame;
    jb_buffer_init(&frame, 0);
    jb_view_tally(&s.scene, JB_ROLE_SCREEN, &frame);
    JB_EQ_STR(jb_buffer_text(&frame), "{\"type\":\"tally\",\"turn\":1,\"answered\":1,\"players\":2,"
                                      "\"hall\":{\"answered\":1,\"players\":1}}");
    jb_buffer_finish(&frame);
    expect_you(&s, 2, RED, false, "");
    expect_you(&s, 3, BLUE, true, "");
    expect_you(&s, 4, 0, false, "");
    stage_finish(&s);
}

static void the_member_who_is_to_speak_is_named(void **state)
{
    static const jb_slice red[] = { { .bytes = "Ann", .size = 3 }, { .bytes = "Abe", .size = 3 } };
    static const jb_slice *const members[] = { red, NULL };
    stage s;
    begin(&s, in_turns);
    s.scene.team_members = members;
    expect_stage(&s, JB_ROLE_SCREEN,
                 "{\"turn\":1,\"step\":\"answer\",\"seat\":1,\"owner\":1,\"member\":1,"
                 "\"member_name\":\"Ann\"}");
    jb_buffer frame;
    jb_buffer_init(&frame, 0);
    jb_view_welcome(&s.scene, JB_ROLE_SCREEN, 0, NULL, &frame);
    cJSON *welcome = stage_parse(&frame);
    JB_EQ_STR(stage_json(member(welcome, "contest"), "teams"),
              "[{\"name\":{\"en\":\"Red\"},\"members\":[\"Ann\",\"Abe\"]},"
              "{\"name\":{\"en\":\"Blue\"}}]");
    cJSON_Delete(welcome);
    stage_finish(&s);
}

static cJSON *preview(stage *s, jb_command command, jb_action action)
{
    size_t size = jb_engine_size(&s->rules);
    void *memory = calloc(1, size);
    assert_non_null(memory);
    jb_engine *after = jb_engine_copy(s->engine, memory, size);
    JB_EQ_I64(jb_engine_submit(after, &command, s->now, (jb_event_sink){ 0 }), JB_ACCEPTED);
    jb_buffer frame;
    jb_buffer_init(&frame, 0);
    jb_view_preview(&s->scene, after, action, command.turn, &frame);
    free(memory);
    return stage_parse(&frame);
}

static void a_preview_names_who_changes_and_the_rounds_whose_order_stands(void **state)
{
    stage s;
    begin(&s, in_turns);
    rule(&s, JB_VERDICT_RIGHT);
    while (jb_engine_look(s.engine)->round == 0) {
        next(&s);
    }
    uint64_t before = jb_engine_digest(s.engine);
    cJSON *tree = preview(&s, (jb_command){ .type = JB_COMMAND_VOID, .turn = 1 }, JB_ACTION_VOID);
    JB_EQ_STR(stage_json(tree, "changed"),
              "[{\"seat\":1,\"name\":{\"en\":\"Red\"},\"before\":{\"score\":10.5,\"rank\":1},"
              "\"after\":{\"score\":0,\"rank\":1}},{\"seat\":2,\"name\":{\"en\":\"Blue\"},"
              "\"before\":{\"score\":0,\"rank\":2},\"after\":{\"score\":0,\"rank\":1}}]");
    JB_EQ_STR(stage_json(tree, "stages"), "[2]");
    cJSON_Delete(tree);
    tree = preview(&s,
                   (jb_command){ .type = JB_COMMAND_ADJUST,
                                 .seat = 4,
                                 .flag = true,
                                 .value = 250,
                                 .text = jb_slice_of("x") },
                   JB_ACTION_ADJUST);
    JB_EQ_STR(stage_json(cJSON_GetArrayItem(member(tree, "changed"), 0), "hall"), "true");
    JB_EQ_STR(stage_json(cJSON_GetArrayItem(member(tree, "changed"), 0), "name"),
              "{\"und\":\"Hal\"}");
    cJSON_Delete(tree);
    JB_TRUE(jb_engine_digest(s.engine) == before);
    stage_finish(&s);
}

static void the_paper_holds_every_question_its_key_and_who_has_asked_it(void **state)
{
    stage s;
    begin(&s, risks);
    take(&s, (jb_command){ .type = JB_COMMAND_PICK, .seat = RED, .value = 2050 });
    jb_buffer frame;
    jb_buffer_init(&frame, 0);
    jb_view_paper(&s.scene, 1, jb_slice_of("{\"rounds\":[]}"), &frame);
    cJSON *tree = stage_parse(&frame);
    const cJSON *questions = member(tree, "questions");
    JB_EQ_I64(cJSON_GetArraySize(questions), STAGE_TURNS);
    JB_EQ_STR(stage_json(tree, "rules"), "{\"rounds\":[]}");
    JB_FALSE(stage_has(tree, "next"));
    const cJSON *asked = cJSON_GetArrayItem(questions, 1);
    JB_EQ_STR(stage_json(asked, "answer"), "[\"a\",\"c\"]");
    JB_TRUE(stage_number(asked, "turn") == 1 && stage_number(asked, "n") == 2);
    JB_EQ_STR(stage_json(asked, "value"), "20.5");
    JB_FALSE(stage_has(cJSON_GetArrayItem(questions, 2), "turn"));
    cJSON_Delete(tree);
    jb_buffer_init(&frame, 0);
    jb_view_paper(&s.scene, STAGE_TURNS, (jb_slice){ 0 }, &frame);
    tree = stage_parse(&frame);
    JB_EQ_I64(cJSON_GetArraySize(member(tree, "questions")), 1);
    JB_FALSE(stage_has(tree, "rules"));
    cJSON_Delete(tree);
    stage_finish(&s);
}

static void a_script_does_not_say_what_will_be_picked(void **state)
{
    stage s;
    stage_init_with(&s, risks);
    jb_buffer script;
    jb_buffer_init(&script, 0);
    jb_view_script(&s.rules, stage_texts, &script);
    cJSON *tree = stage_parse(&script);
    JB_EQ_I64(cJSON_GetArraySize(tree), 6);
    JB_FALSE(stage_has(cJSON_GetArrayItem(tree, 0), "prompt"));
    JB_FALSE(stage_has(cJSON_GetArrayItem(tree, 1), "kind"));
    JB_EQ_STR(stage_text(cJSON_GetArrayItem(tree, 2), "kind"), "numeric");
    cJSON_Delete(tree);
    stage_finish(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_is_first_while_buzzes_are_weighed),
        cmocka_unit_test(what_is_answered_for_a_team_is_seen_by_that_team_and_the_host_alone),
        cmocka_unit_test(there_is_no_question_before_it_is_picked),
        cmocka_unit_test(a_turn_that_was_passed_has_no_question_to_reveal),
        cmocka_unit_test(marks_are_hidden_until_the_judges_are_done),
        cmocka_unit_test(marks_are_shown_when_the_host_does_not_wait_for_the_last),
        cmocka_unit_test(a_fall_from_the_ladder_is_told_to_its_team),
        cmocka_unit_test(what_a_seat_did_in_another_round_is_not_shown_in_this),
        cmocka_unit_test(seats_are_teams_from_the_lobby_on),
        cmocka_unit_test(people_are_seats_on_a_stage_of_at_most_fifty),
        cmocka_unit_test(a_tally_counts_seats_and_the_hall_apart),
        cmocka_unit_test(the_member_who_is_to_speak_is_named),
        cmocka_unit_test(a_preview_names_who_changes_and_the_rounds_whose_order_stands),
        cmocka_unit_test(the_paper_holds_every_question_its_key_and_who_has_asked_it),
        cmocka_unit_test(a_script_does_not_say_what_will_be_picked),
    };
    return JB_RUN(tests);
}
