/* The messages to one connection, and the tally and roster for those who watch. */
#include "stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/text.h"

static cJSON *parse(jb_buffer *frame)
{
    cJSON *tree = cJSON_Parse(jb_buffer_text(frame));
    assert_non_null(tree);
    jb_buffer_finish(frame);
    return tree;
}

static void welcome_gives_a_player_number_token_and_name(void **state)
{
    stage s;
    stage_init(&s);
    stage_join(&s, "Ann", 2);
    jb_buffer frame;
    jb_buffer_init(&frame, 0);
    s.scene.now = 77;
    jb_view_welcome(&s.scene, JB_ROLE_PLAYER, 1, "00ff", &frame);
    JB_EQ_STR(jb_buffer_text(&frame),
              "{\"type\":\"welcome\",\"role\":\"player\",\"player\":1,\"token\":\"00ff\","
              "\"name\":\"Ann\",\"team\":\"Blue\",\"contest\":{\"id\":\"0123456789abcdef\","
              "\"code\":\"482913\",\"title\":{\"en\":\"Quiz\"},\"languages\":[\"en\"],"
              "\"default_language\":\"en\",\"screen_languages\":[\"en\"],\"teams\":[{\"name\":{"
              "\"en\":\"Red\"}},"
              "{\"name\":{\"en\":\"Blue\"}}],\"seats\":\"people\"},\"now\":77}");
    jb_buffer_finish(&frame);
    stage_finish(&s);
}

static void welcome_gives_the_join_link_to_host_and_screen_only(void **state)
{
    stage s;
    stage_init(&s);
    for (int role = JB_ROLE_HOST; role <= JB_ROLE_SCREEN; role++) {
        jb_buffer frame;
        jb_buffer_init(&frame, 0);
        jb_view_welcome(&s.scene, (jb_role)role, 0, NULL, &frame);
        cJSON *tree = parse(&frame);
        const cJSON *contest = cJSON_GetObjectItemCaseSensitive(tree, "contest");
        JB_EQ_STR(stage_text(contest, "join_url"), "http://h/482913");
        JB_FALSE(stage_has(tree, "token"));
        JB_FALSE(stage_has(tree, "player"));
        cJSON_Delete(tree);
    }
    stage_finish(&s);
}

static void you_has_no_rank_before_the_first_reveal(void **state)
{
    stage s;
    stage_init(&s);
    stage_join(&s, "Ann", 1);
    cJSON *tree = stage_you(&s, 1);
    char *printed = cJSON_PrintUnformatted(tree);
    JB_EQ_STR(printed, "{\"type\":\"you\",\"player\":1,\"name\":\"Ann\",\"team\":\"Red\","
                       "\"score\":0,\"rank\":0,\"of\":0}");
    free(printed);
    cJSON_Delete(tree);
    stage_finish(&s);
}

static void you_says_what_was_answered_but_not_whether_it_is_right(void **state)
{
    stage s;
    stage_init(&s);
    stage_join(&s, "Ann", 0);
    stage_join(&s, "Bo", 0);
    stage_open(&s, 1);
    stage_answer(&s, 1, "\"c\"");
    cJSON *tree = stage_you(&s, 1);
    JB_TRUE(stage_number(tree, "turn") == 1);
    JB_TRUE(stage_bool(tree, "answered"));
    JB_EQ_STR(stage_text(tree, "answer"), "c");
    JB_TRUE(stage_number(tree, "elapsed") == 250);
    JB_FALSE(stage_has(tree, "correct"));
    JB_FALSE(stage_has(tree, "points"));
    cJSON_Delete(tree);
    tree = stage_you(&s, 2);
    JB_FALSE(stage_bool(tree, "answered"));
    JB_FALSE(stage_has(tree, "answer"));
    JB_FALSE(stage_has(tree, "elapsed"));
    cJSON_Delete(tree);
    stage_finish(&s);
}

static void you_tells_points_and_rank_at_the_reveal(void **state)
{
    stage s;
    stage_init(&s);
    stage_join(&s, "Ann", 0);
    stage_join(&s, "Bo", 0);
    stage_join(&s, "Cy", 0);
    stage_open(&s, 1);
    stage_answer(&s, 1, "\"b\"");
    stage_answer(&s, 2, "\"a\"");
    stage_go(&s, 1, JB_PHASE_REVEAL);
    cJSON *tree = stage_you(&s, 1);
    JB_TRUE(stage_bool(tree, "correct"));
    JB_TRUE(stage_number(tree, "points") == 10.5);
    JB_TRUE(stage_number(tree, "score") == 10.5);
    JB_TRUE(stage_number(tree, "rank") == 1);
    JB_TRUE(stage_number(tree, "of") == 3);
    cJSON_Delete(tree);
    for (uint32_t player = 2; player <= 3; player++) {
        tree = stage_you(&s, player);
        JB_FALSE(stage_bool(tree, "correct"));
        JB_TRUE(stage_number(tree, "points") == 0);
        JB_TRUE(stage_number(tree, "rank") == 2);
        cJSON_Delete(tree);
    }
    stage_finish(&s);
}

/* What a player sent comes back in `you` in the words of the wire. */
static void you_gives_answers_of_every_kind_back(void **state)
{
    static const char *const answers[STAGE_TURNS] = {
        "\"a\"",          "[\"a\",\"c\"]",           "false",
        "\"-2.5\"",       "[\"P\\\"\\u00e4\",\"\"]", "[\"b\",\"c\",\"a\"]",
        "[[\"b\",\"x\"]]"
    };
    stage s;
    stage_init(&s);
    stage_join(&s, "Ann", 0);
    stage_join(&s, "Bo", 0);
    for (uint32_t turn = 1; turn <= STAGE_TURNS; turn++) {
        stage_open(&s, turn);
        stage_answer(&s, 1, answers[turn - 1]);
        cJSON *sent = cJSON_Parse(answers[turn - 1]);
        cJSON *tree = stage_you(&s, 1);
        if (!cJSON_Compare(sent, cJSON_GetObjectItemCaseSensitive(tree, "answer"), true)) {
            fail_msg("turn %u: %s", turn, stage_json(tree, "answer"));
        }
        cJSON_Delete(tree);
        cJSON_Delete(sent);
    }
    stage_finish(&s);
}

static void tally_gives_counts_to_the_host_only(void **state)
{
    stage s;
    stage_init(&s);
    stage_join(&s, "Ann", 0);
    stage_join(&s, "Bo", 0);
    stage_open(&s, 3);
    stage_answer(&s, 1, "true");
    jb_buffer frame;
    jb_buffer_init(&frame, 0);
    jb_view_tally(&s.scene, JB_ROLE_HOST, &frame);
    JB_EQ_STR(jb_buffer_text(&frame), "{\"type\":\"tally\",\"turn\":3,\"answered\":1,\"players\":2,"
                                      "\"counts\":{\"false\":0,\"true\":1}}");
    jb_buffer_clear(&frame);
    jb_view_tally(&s.scene, JB_ROLE_SCREEN, &frame);
    JB_EQ_STR(jb_buffer_text(&frame),
              "{\"type\":\"tally\",\"turn\":3,\"answered\":1,\"players\":2}");
    jb_buffer_finish(&frame);
    stage_finish(&s);
}

static void the_roster_begins_with_those_who_have_not_answered(void **state)
{
    stage s;
    stage_init(&s);
    stage_join(&s, "Ann", 1);
    stage_join(&s, "Bo", 0);
    stage_join(&s, "Cy", 0);
    stage_open(&s, 1);
    stage_answer(&s, 1, "\"b\"");
    jb_command command = { .type = JB_COMMAND_REMOVE, .player = 3 };
    jb_event_sink sink = { 0 };
    JB_EQ_I64(jb_engine_submit(s.engine, &command, s.now, sink), JB_ACCEPTED);
    jb_buffer frame;
    jb_buffer_init(&frame, 0);
    jb_view_roster(&s.scene, &frame);
    JB_EQ_STR(jb_buffer_text(&frame),
              "{\"type\":\"roster\",\"total\":2,\"players\":["
              "{\"player\":2,\"name\":\"Bo\",\"online\":false,\"answered\":false,\"score\":0,"
              "\"rank\":0,\"away_since\":1234},"
              "{\"player\":1,\"name\":\"Ann\",\"team\":\"Red\",\"online\":true,\"answered\":true,"
              "\"score\":0,\"rank\":0,\"answer\":\"b\",\"elapsed\":250,\"round_trip\":42}],"
              "\"away\":1,\"screens\":0,\"hosts\":0}");
    jb_buffer_finish(&frame);
    stage_finish(&s);
}

static void the_roster_says_which_teams_are_larger_than_stated(void **state)
{
    static const uint32_t rosters[] = { 2, 0 };
    stage s;
    jb_buffer frame;
    stage_init(&s);
    s.rules.team_rosters = rosters;
    jb_buffer_init(&frame, 0);
    for (uint32_t i = 1; i <= 3; i++) {
        stage_join(&s, "Ann", 1);
        stage_join(&s, "Bo", 2); /* of this one nothing is stated */
        jb_buffer_clear(&frame);
        jb_view_roster(&s.scene, &frame);
        bool said = strstr(jb_buffer_text(&frame), "\"overfull\"") != NULL;
        JB_TRUE(said == (i == 3));
    }
    JB_TRUE(strstr(jb_buffer_text(&frame),
                   "\"overfull\":[{\"team\":\"Red\",\"members\":3,\"roster\":2}],") != NULL);
    jb_buffer_finish(&frame);
    stage_finish(&s);
}

static void pong_gives_every_number_back(void **state)
{
    static const double numbers[] = { 0,
                                      1,
                                      -1,
                                      0.1,
                                      1234.5678,
                                      1e21,
                                      -2.5e-9,
                                      5e-324,
                                      1.7e308,
                                      1732300000000.25,
                                      1.0 / 3,
                                      9007199254740993.0,
                                      4503599627370497.5 };
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        jb_buffer frame;
        jb_buffer_init(&frame, 0);
        jb_view_pong(numbers[i], 99, &frame);
        cJSON *tree = parse(&frame);
        JB_EQ_STR(stage_text(tree, "type"), "pong");
        JB_TRUE(stage_number(tree, "t0") == numbers[i]);
        JB_TRUE(stage_number(tree, "t1") == 99);
        cJSON_Delete(tree);
    }
}

static void short_messages_are_what_the_protocol_says(void **state)
{
    jb_buffer frame;
    jb_buffer_init(&frame, 0);
    jb_view_ack(12, 345, &frame);
    JB_EQ_STR(jb_buffer_text(&frame), "{\"type\":\"ack\",\"turn\":12,\"elapsed\":345}");
    jb_buffer_clear(&frame);
    jb_view_bye("replaced", NULL, &frame);
    JB_EQ_STR(jb_buffer_text(&frame), "{\"type\":\"bye\",\"reason\":\"replaced\"}");
    jb_buffer_clear(&frame);
    const jb_error_view late = { .error = JB_ERROR_LATE, .re = "answer", .turn = 3, .late_ms = 0 };
    jb_view_error(&late, &frame);
    JB_EQ_STR(jb_buffer_text(&frame), "{\"type\":\"error\",\"code\":\"late\","
                                      "\"message\":\"The question is closed.\","
                                      "\"re\":\"answer\",\"turn\":3,\"late_ms\":0}");
    jb_buffer_clear(&frame);
    const jb_error_view odd = { .error = JB_ERROR_BAD_FIELD,
                                .message = "The field \"x\" is odd.",
                                .late_ms = JB_TIME_NONE };
    jb_view_error(&odd, &frame);
    JB_EQ_STR(jb_buffer_text(&frame), "{\"type\":\"error\",\"code\":\"bad_field\","
                                      "\"message\":\"The field \\\"x\\\" is odd.\"}");
    jb_buffer_finish(&frame);
}

static void you_counts_streaks_and_places(void **state)
{
    stage s;
    stage_init(&s);
    stage_join(&s, "Ann", 0);
    stage_join(&s, "Bo", 0);
    stage_open(&s, 1);
    stage_answer(&s, 1, "\"b\"");
    cJSON *tree = stage_you(&s, 1);
    JB_FALSE(stage_has(tree, "streak"));
    JB_FALSE(stage_has(tree, "moved"));
    cJSON_Delete(tree);
    stage_go(&s, 1, JB_PHASE_REVEAL);
    tree = stage_you(&s, 1);
    JB_EQ_STR(stage_json(tree, "streak"), "1");
    JB_EQ_STR(stage_json(tree, "moved"), "0");
    JB_FALSE(stage_has(tree, "right"));
    JB_FALSE(stage_has(tree, "above"));
    cJSON_Delete(tree);
    stage_go(&s, 1, JB_PHASE_STANDINGS);
    tree = stage_you(&s, 1);
    JB_EQ_STR(stage_json(tree, "right"), "1");
    JB_EQ_STR(stage_json(tree, "asked"), "1");
    JB_EQ_STR(stage_json(tree, "best_streak"), "1");
    JB_EQ_STR(stage_json(tree, "fastest"), "250");
    cJSON_Delete(tree);
    JB_EQ_I64(stage_do(&s, JB_COMMAND_FINISH), JB_ACCEPTED);
    tree = stage_you(&s, 2);
    JB_EQ_STR(stage_json(tree, "right"), "0");
    JB_EQ_STR(stage_json(tree, "asked"), "1");
    JB_FALSE(stage_has(tree, "fastest"));
    JB_FALSE(stage_has(tree, "streak"));
    JB_FALSE(stage_has(tree, "above"));
    cJSON_Delete(tree);
    stage_finish(&s);
}

static void neighbours_are(stage *s, uint32_t player, const char *above, const char *below)
{
    cJSON *tree = stage_you(s, player);
    JB_EQ_STR(stage_json(tree, "above"), above);
    JB_EQ_STR(stage_json(tree, "below"), below);
    cJSON_Delete(tree);
}

static void neighbours_are_those_who_stand_next_in_the_ranking(void **state)
{
    stage s;
    stage_init(&s);
    stage_join(&s, "Ann", 0);
    stage_join(&s, "Bo", 0);
    stage_join(&s, "Cy", 0);
    stage_open(&s, 1);
    stage_answer(&s, 3, "\"b\"");
    stage_go(&s, 1, JB_PHASE_STANDINGS); /* Cy, then Ann and Bo with one rank */
    neighbours_are(&s, 3, "", "{\"rank\":2,\"name\":\"Ann\",\"score\":0}");
    neighbours_are(&s, 1, "{\"rank\":1,\"name\":\"Cy\",\"score\":10.5}",
                   "{\"rank\":2,\"name\":\"Bo\",\"score\":0}");
    neighbours_are(&s, 2, "{\"rank\":2,\"name\":\"Ann\",\"score\":0}", "");
    jb_command kick = { .type = JB_COMMAND_REMOVE, .player = 1 };
    JB_EQ_I64(jb_engine_submit(s.engine, &kick, s.now, (jb_event_sink){ 0 }), JB_ACCEPTED);
    neighbours_are(&s, 3, "", "{\"rank\":2,\"name\":\"Bo\",\"score\":0}");
    neighbours_are(&s, stage_join(&s, "Di", 0), "", ""); /* not in the ranking yet */
    stage_finish(&s);
}

static void the_script_names_every_turn(void **state)
{
    stage s;
    stage_init(&s);
    jb_buffer script;
    jb_buffer_init(&script, 0);
    jb_view_script(&s.rules, stage_texts, &script);
    s.scene.script = jb_buffer_slice(&script);
    s.round_titles[1] = jb_slice_of("{\"en\":\"Named\"}");
    for (int role = JB_ROLE_PLAYER; role < JB_ROLE_COUNT; role++) {
        jb_buffer frame;
        jb_buffer_init(&frame, 0);
        jb_view_welcome(&s.scene, (jb_role)role, stage_join(&s, "Ann", 0), "00", &frame);
        cJSON *tree = parse(&frame);
        const cJSON *contest = cJSON_GetObjectItemCaseSensitive(tree, "contest");
        const cJSON *list = cJSON_GetObjectItemCaseSensitive(contest, "script");
        const cJSON *rounds = cJSON_GetObjectItemCaseSensitive(contest, "rounds");
        if (role != JB_ROLE_HOST) {
            assert_null(list);
            assert_null(rounds);
        } else {
            JB_EQ_I64(cJSON_GetArraySize(rounds), 2);
            JB_EQ_STR(stage_json(cJSON_GetArrayItem(rounds, 1), "title"), "{\"en\":\"Named\"}");
            JB_EQ_I64(cJSON_GetArraySize(list), STAGE_TURNS);
            const cJSON *turn = cJSON_GetArrayItem(list, 3);
            JB_EQ_STR(stage_json(turn, "turn"), "4");
            JB_EQ_STR(stage_json(turn, "round"), "2");
            JB_EQ_STR(stage_json(turn, "kind"), "\"numeric\"");
            JB_EQ_STR(stage_json(turn, "prompt"), "{\"en\":\"How much?\"}");
        }
        cJSON_Delete(tree);
    }
    jb_buffer_finish(&script);
    stage_finish(&s);
}

/* A plan of this many turns with one prompt, each language of which repeats `piece`. */
static void make_script(uint32_t turns, const char *piece, size_t times, uint32_t languages,
                        jb_buffer *script)
{
    jb_question_rules *rules = calloc(turns, sizeof *rules);
    jb_question_text *texts = calloc(turns, sizeof *texts);
    jb_buffer prompt;
    jb_buffer_init(&prompt, 0);
    for (uint32_t i = 0; i < languages; i++) {
        char key[40];
        (void)snprintf(key, sizeof key, "%s\"aa-x-%02u\":\"", i > 0 ? "," : "{", i);
        jb_buffer_append_text(&prompt, key);
        for (size_t j = 0; j < times; j++) {
            jb_buffer_append_text(&prompt, piece);
        }
        jb_buffer_append_text(&prompt, "\"");
    }
    jb_buffer_append_text(&prompt, "}");
    assert_non_null(rules);
    assert_non_null(texts);
    for (uint32_t i = 0; i < turns; i++) {
        texts[i].prompt = jb_buffer_slice(&prompt);
    }
    jb_round_rules round = { .turn_count = turns, .question_count = turns };
    jb_view_script(&(jb_rules){ .rounds = &round,
                                .round_count = 1,
                                .questions = rules,
                                .turn_count = turns,
                                .question_count = turns },
                   texts, script);
    jb_buffer_finish(&prompt);
    free(rules);
    free(texts);
}

static void long_prompts_are_cut_in_the_script(void **state)
{
    jb_buffer script;
    jb_buffer_init(&script, 0);
    make_script(1, "e\xcc\x81", JB_SCRIPT_PROMPT_MAX, 1, &script);
    assert_null(strstr(jb_buffer_text(&script), "\xe2\x80\xa6"));
    jb_buffer_clear(&script);
    make_script(1, "e\xcc\x81", JB_SCRIPT_PROMPT_MAX + 1, 1, &script);
    cJSON *tree = parse(&script);
    const char *cut = stage_text(
        cJSON_GetObjectItemCaseSensitive(cJSON_GetArrayItem(tree, 0), "prompt"), "aa-x-00");
    JB_EQ_SIZE(strlen(cut), 3 * JB_SCRIPT_PROMPT_MAX + 3);
    JB_EQ_STR(cut + 3 * JB_SCRIPT_PROMPT_MAX, "\xe2\x80\xa6");
    cJSON_Delete(tree);
}

static void the_largest_script_fits_into_the_welcome(void **state)
{
    static const struct {
        const char *piece;
        uint32_t languages;
        size_t least; /* characters that are left of a prompt; 0: no prompt */
    } cases[] = { { "\xe4\xb8\xad", 2, 60 }, { "\\\"", 2, 60 }, { "\\\"", 20, 3 }, { "a", 50, 0 } };
    stage s;
    stage_init(&s);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        jb_buffer script;
        jb_buffer frame;
        jb_buffer_init(&script, 0);
        jb_buffer_init(&frame, JB_FRAME_OUT_MAX);
        make_script(JB_TURNS_MAX, cases[i].piece, 500, cases[i].languages, &script);
        JB_TRUE(script.size > JB_SCRIPT_BYTES_MAX / 16);
        JB_TRUE(script.size <= JB_SCRIPT_BYTES_MAX);
        s.scene.script = jb_buffer_slice(&script);
        jb_view_welcome(&s.scene, JB_ROLE_HOST, 0, NULL, &frame);
        JB_FALSE(frame.failed);
        cJSON *tree = parse(&frame);
        const cJSON *list = cJSON_GetObjectItemCaseSensitive(
            cJSON_GetObjectItemCaseSensitive(tree, "contest"), "script");
        JB_EQ_I64(cJSON_GetArraySize(list), JB_TURNS_MAX);
        const cJSON *last = cJSON_GetArrayItem(list, JB_TURNS_MAX - 1);
        const cJSON *prompt = cJSON_GetObjectItemCaseSensitive(last, "prompt");
        const char *text = prompt ? stage_text(prompt, "aa-x-00") : "";
        size_t characters = jb_text_graphemes(jb_slice_of(text));
        JB_EQ_SIZE(characters, cases[i].least > 0 ? cases[i].least + 1 : 0); /* and the dots */
        cJSON_Delete(tree);
        jb_buffer_finish(&script);
    }
    /* Beside very many teams there may be no room for it at all. */
    char *large = malloc(JB_FRAME_OUT_MAX);
    assert_non_null(large);
    memset(large, '1', JB_FRAME_OUT_MAX);
    s.scene.script = (jb_slice){ .bytes = large, .size = JB_FRAME_OUT_MAX - 300 };
    jb_buffer frame;
    jb_buffer_init(&frame, JB_FRAME_OUT_MAX);
    jb_view_welcome(&s.scene, JB_ROLE_HOST, 0, NULL, &frame);
    JB_FALSE(frame.failed);
    cJSON_Delete(parse(&frame));
    free(large);
    stage_finish(&s);
}

static void a_roster_of_long_names_fits_into_a_frame(void **state)
{
    static char name[JB_NAME_BYTES_MAX + 1];
    static char other[JB_NAME_BYTES_MAX + 1];
    stage s;
    stage_init(&s);
    memset(name, '"', sizeof name - 1);
    for (uint32_t i = 0; i < STAGE_PLAYERS_MAX; i++) {
        (void)snprintf(other, sizeof other, "%s", name);
        stage_join(&s, other, 1);
    }
    char *team = malloc(10001);
    assert_non_null(team);
    memset(team, 'x', 10000);
    team[10000] = '\0';
    s.team_labels[0] = jb_slice_of(team);
    jb_buffer frame;
    jb_buffer_init(&frame, JB_FRAME_OUT_MAX);
    jb_view_roster(&s.scene, &frame);
    JB_FALSE(frame.failed);
    cJSON *tree = parse(&frame);
    JB_EQ_STR(stage_json(tree, "total"), "100");
    int rows = cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(tree, "players"));
    JB_TRUE(rows > 80);
    JB_TRUE(rows < 100);
    JB_EQ_STR(stage_json(tree, "away"), "50"); /* also of those who are not listed */
    cJSON_Delete(tree);
    free(team);
    stage_finish(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(welcome_gives_a_player_number_token_and_name),
        cmocka_unit_test(welcome_gives_the_join_link_to_host_and_screen_only),
        cmocka_unit_test(you_has_no_rank_before_the_first_reveal),
        cmocka_unit_test(you_says_what_was_answered_but_not_whether_it_is_right),
        cmocka_unit_test(you_tells_points_and_rank_at_the_reveal),
        cmocka_unit_test(you_gives_answers_of_every_kind_back),
        cmocka_unit_test(tally_gives_counts_to_the_host_only),
        cmocka_unit_test(the_roster_says_which_teams_are_larger_than_stated),
        cmocka_unit_test(the_roster_begins_with_those_who_have_not_answered),
        cmocka_unit_test(pong_gives_every_number_back),
        cmocka_unit_test(short_messages_are_what_the_protocol_says),
        cmocka_unit_test(you_counts_streaks_and_places),
        cmocka_unit_test(neighbours_are_those_who_stand_next_in_the_ranking),
        cmocka_unit_test(the_script_names_every_turn),
        cmocka_unit_test(long_prompts_are_cut_in_the_script),
        cmocka_unit_test(the_largest_script_fits_into_the_welcome),
        cmocka_unit_test(a_roster_of_long_names_fits_into_a_frame),
    };
    return JB_RUN(tests);
}
