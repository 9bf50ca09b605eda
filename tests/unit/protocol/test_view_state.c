/* The state message: what each role is shown in each phase, and what it is not. */
#include "stage.h"

#include <stdio.h>
#include <string.h>

static const char *const secrets[] = { "answer", "tally", "explanation", "source" };
static const char *const hosts_own[] = { "host_note", "next", "fault" };

static void lacks(const cJSON *tree, const char *const *keys, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (stage_has(tree, keys[i])) {
            fail_msg("holds %s", keys[i]);
        }
    }
}

static void the_lobby_shows_names_to_screen_and_host_only(void **state)
{
    stage s;
    stage_init(&s);
    stage_join(&s, "Ann", 1);
    stage_join(&s, "Bo", 0);
    for (int role = JB_ROLE_PLAYER; role <= JB_ROLE_SCREEN; role++) {
        cJSON *tree = stage_state(&s, (jb_role)role);
        JB_EQ_STR(stage_text(tree, "type"), "state");
        JB_EQ_STR(stage_text(tree, "phase"), "lobby");
        JB_TRUE(stage_number(tree, "seq") == 7);
        JB_TRUE(stage_number(tree, "players") == 2);
        JB_FALSE(stage_bool(tree, "paused"));
        JB_TRUE(stage_bool(tree, "admit"));
        JB_EQ_STR(stage_json(tree, "names"), role == JB_ROLE_PLAYER ? "" : "[\"Bo\",\"Ann\"]");
        JB_EQ_STR(stage_json(tree, "next"), role == JB_ROLE_HOST ? "\"start\"" : "");
        JB_FALSE(stage_has(tree, "round"));
        JB_FALSE(stage_has(tree, "question"));
        JB_FALSE(stage_has(tree, "reason"));
        lacks(tree, secrets, 4);
        cJSON_Delete(tree);
    }
    stage_finish(&s);
}

static void the_lobby_shows_at_most_forty_names_the_newest_first(void **state)
{
    stage s;
    stage_init(&s);
    char names[45][16];
    for (int i = 0; i < 45; i++) {
        (void)snprintf(names[i], sizeof names[i], "P%d", i + 1);
        stage_join(&s, names[i], 0);
    }
    cJSON *tree = stage_state(&s, JB_ROLE_SCREEN);
    const cJSON *shown = cJSON_GetObjectItemCaseSensitive(tree, "names");
    JB_EQ_I64(cJSON_GetArraySize(shown), JB_NEWEST_MAX);
    JB_EQ_STR(cJSON_GetStringValue(cJSON_GetArrayItem(shown, 0)), "P45");
    cJSON_Delete(tree);
    stage_finish(&s);
}

static void the_intro_shows_the_round_and_no_question(void **state)
{
    stage s;
    stage_init(&s);
    stage_join(&s, "Ann", 0);
    stage_go(&s, 1, JB_PHASE_INTRO);
    cJSON *tree = stage_state(&s, JB_ROLE_HOST);
    JB_EQ_STR(stage_json(tree, "round"),
              "{\"n\":1,\"of\":2,\"format\":\"everyone\",\"title\":{\"en\":\"First\"},"
              "\"first\":1,\"turns\":3,\"seconds\":20,\"points\":10.5,\"speed\":\"none\"}");
    JB_FALSE(stage_has(tree, "question"));
    JB_EQ_STR(stage_text(tree, "next"), "question");
    lacks(tree, secrets, 4);
    lacks(tree, hosts_own, 1);
    cJSON_Delete(tree);
    stage_finish(&s);
}

static void a_round_tells_time_and_points_only_if_all_its_turns_agree(void **state)
{
    stage s;
    stage_init(&s);
    stage_join(&s, "Ann", 0);
    stage_go(&s, 1, JB_PHASE_INTRO);
    s.turns[2].open_ms = 5000;
    s.turns[1].points_right = 2000;
    s.turns[4].open_ms = 7000; /* of another round */
    s.rounds[0].speed = JB_SPEED_LINEAR;
    cJSON *tree = stage_state(&s, JB_ROLE_SCREEN);
    JB_EQ_STR(stage_json(tree, "round"),
              "{\"n\":1,\"of\":2,\"format\":\"everyone\",\"title\":{\"en\":\"First\"},"
              "\"first\":1,\"turns\":3,\"speed\":\"linear\"}");
    cJSON_Delete(tree);
    stage_finish(&s);
}

static void reading_shows_the_question_and_when_it_opens_and_closes(void **state)
{
    stage s;
    stage_init(&s);
    stage_join(&s, "Ann", 0);
    stage_go(&s, 1, JB_PHASE_READING);
    cJSON *tree = stage_state(&s, JB_ROLE_PLAYER);
    JB_EQ_STR(stage_json(tree, "question"),
              "{\"turn\":1,\"n\":1,\"of\":7,\"kind\":\"single\",\"prompt\":{\"en\":\"One?\"},"
              "\"options\":[{\"id\":\"c\",\"text\":{\"en\":\"Item c\"}},"
              "{\"id\":\"a\",\"text\":{\"en\":\"Item a\"}},"
              "{\"id\":\"b\",\"text\":{\"en\":\"Item b\"}}],"
              "\"media\":[{\"kind\":\"image\",\"url\":\"/m\",\"alt\":{},\"place\":\"stem\"}],"
              "\"points\":10.5,\"change\":false}");
    JB_TRUE(stage_number(tree, "opens_at") == (double)s.now + 3000);
    JB_TRUE(stage_number(tree, "closes_at") == (double)s.now + 23000);
    JB_FALSE(stage_has(tree, "ends_at"));
    JB_FALSE(stage_has(tree, "left_ms"));
    lacks(tree, secrets, 4);
    lacks(tree, hosts_own, 3);
    cJSON_Delete(tree);
    stage_finish(&s);
}

static void before_the_reveal_only_the_host_sees_the_key(void **state)
{
    static const jb_phase phases[] = { JB_PHASE_READING, JB_PHASE_OPEN, JB_PHASE_LOCKED };
    stage s;
    stage_init(&s);
    stage_join(&s, "Ann", 0);
    for (size_t i = 0; i < 3; i++) {
        stage_go(&s, 1, phases[i]);
        for (int role = JB_ROLE_PLAYER; role <= JB_ROLE_JUDGE; role++) {
            cJSON *tree = stage_state(&s, (jb_role)role);
            bool host = role == JB_ROLE_HOST;
            JB_EQ_STR(stage_json(tree, "answer"), host ? "[\"b\"]" : "");
            JB_EQ_STR(stage_json(tree, "host_note"), host ? "{\"en\":\"Say it slowly\"}" : "");
            lacks(tree, secrets + 1, 3);
            if (!host) {
                lacks(tree, hosts_own, 3);
            }
            cJSON_Delete(tree);
        }
    }
    stage_finish(&s);
}

static void the_reveal_shows_answer_tally_explanation_and_source(void **state)
{
    stage s;
    stage_init(&s);
    stage_join(&s, "Ann", 1);
    stage_join(&s, "Bo", 2);
    stage_join(&s, "Cy", 2);
    stage_open(&s, 1);
    stage_answer(&s, 1, "\"b\"");
    stage_answer(&s, 2, "\"c\"");
    stage_go(&s, 1, JB_PHASE_REVEAL);
    cJSON *tree = stage_state(&s, JB_ROLE_PLAYER);
    JB_EQ_STR(stage_json(tree, "answer"), "[\"b\"]");
    JB_EQ_STR(stage_json(tree, "tally"),
              "{\"answered\":2,\"right\":1,\"counts\":{\"a\":0,\"b\":1,\"c\":1}}");
    JB_EQ_STR(stage_json(tree, "explanation"), "{\"en\":\"Because\"}");
    JB_EQ_STR(stage_json(tree, "source"), "{\"en\":\"A book\"}");
    JB_FALSE(stage_has(tree, "top"));
    lacks(tree, hosts_own, 3);
    cJSON_Delete(tree);
    tree = stage_state(&s, JB_ROLE_HOST);
    JB_EQ_STR(stage_text(tree, "next"), "standings");
    cJSON_Delete(tree);
    stage_finish(&s);
}

/* The urls of the question's media, in order, without what stands between them. */
static void check_media(stage *s, jb_role role, const char *expected)
{
    char urls[64] = "";
    size_t used = 0;
    cJSON *tree = stage_state(s, role);
    const cJSON *question = cJSON_GetObjectItemCaseSensitive(tree, "question");
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(question, "media");
    const cJSON *item = NULL;
    assert_non_null(question);
    cJSON_ArrayForEach(item, list) {
        const char *url = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, "url"));
        used += (size_t)snprintf(urls + used, sizeof urls - used, "%s", url);
        JB_TRUE(used < sizeof urls);
    }
    JB_EQ_STR(list ? urls : "none", expected);
    cJSON_Delete(tree);
}

static void media_of_the_reveal_stay_with_the_host_until_then(void **state)
{
    static const struct {
        jb_phase phase;
        uint32_t turn;
        const char *host;
        const char *others;
    } rows[] = {
        { JB_PHASE_READING, 1, "/m/r", "/m" },     { JB_PHASE_OPEN, 1, "/m/r", "/m" },
        { JB_PHASE_LOCKED, 1, "/m/r", "/m" },      { JB_PHASE_REVEAL, 1, "/m/r", "/m/r" },
        { JB_PHASE_STANDINGS, 1, "/m/r", "/m/r" }, { JB_PHASE_OPEN, 2, "/x/y", "none" },
        { JB_PHASE_REVEAL, 2, "/x/y", "/x/y" },    { JB_PHASE_OPEN, 3, "none", "none" },
        { JB_PHASE_REVEAL, 3, "none", "none" },
    };
    stage s;
    stage_init(&s);
    stage_join(&s, "Ann", 0);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        stage_go(&s, rows[i].turn, rows[i].phase);
        for (int role = JB_ROLE_PLAYER; role <= JB_ROLE_JUDGE; role++) {
            check_media(&s, (jb_role)role, role == JB_ROLE_HOST ? rows[i].host : rows[i].others);
        }
    }
    stage_finish(&s);
}

static void standings_show_the_top_and_the_teams(void **state)
{
    stage s;
    stage_init(&s);
    stage_join(&s, "Ann", 1);
    stage_join(&s, "Bo", 2);
    stage_join(&s, "Cy", 0);
    stage_open(&s, 1);
    stage_answer(&s, 2, "\"b\"");
    stage_go(&s, 1, JB_PHASE_STANDINGS);
    cJSON *tree = stage_state(&s, JB_ROLE_SCREEN);
    JB_EQ_STR(stage_json(tree, "top"),
              "[{\"rank\":1,\"player\":2,\"name\":\"Bo\",\"team\":\"Blue\",\"score\":10.5,"
              "\"moved\":0,\"gained\":10.5,\"streak\":1},"
              "{\"rank\":2,\"player\":1,\"name\":\"Ann\",\"team\":\"Red\",\"score\":0,"
              "\"moved\":0,\"gained\":0,\"streak\":0},"
              "{\"rank\":2,\"player\":3,\"name\":\"Cy\",\"score\":0,\"moved\":0,"
              "\"gained\":0,\"streak\":0}]");
    JB_EQ_STR(stage_json(tree, "team_top"),
              "[{\"rank\":1,\"name\":{\"en\":\"Blue\"},\"score\":10.5,\"members\":1},"
              "{\"rank\":2,\"name\":{\"en\":\"Red\"},\"score\":0,\"members\":1}]");
    JB_EQ_STR(stage_json(tree, "answer"), "[\"b\"]");
    cJSON_Delete(tree);
    stage_finish(&s);
}

static void a_shared_tenth_place_is_shown_whole(void **state)
{
    stage s;
    stage_init(&s);
    for (int i = 0; i < 14; i++) {
        stage_join(&s, "X", 0);
    }
    stage_open(&s, 1);
    for (uint32_t i = 1; i <= 9; i++) {
        stage_answer(&s, i, "\"b\"");
    }
    stage_go(&s, 1, JB_PHASE_STANDINGS);
    cJSON *tree = stage_state(&s, JB_ROLE_PLAYER);
    /* Nine share the first place, five the tenth. */
    JB_EQ_I64(cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(tree, "top")), 14);
    cJSON_Delete(tree);
    stage_finish(&s);
}

static void the_end_shows_the_standings_and_the_head_but_no_question(void **state)
{
    stage s;
    stage_init(&s);
    stage_join(&s, "Ann", 0);
    stage_go(&s, 1, JB_PHASE_REVEAL);
    JB_EQ_I64(stage_do(&s, JB_COMMAND_FINISH), JB_ACCEPTED);
    s.scene.head = "beef";
    for (int role = JB_ROLE_PLAYER; role <= JB_ROLE_SCREEN; role++) {
        cJSON *tree = stage_state(&s, (jb_role)role);
        JB_EQ_STR(stage_text(tree, "phase"), "finished");
        JB_TRUE(stage_has(tree, "top"));
        JB_FALSE(stage_has(tree, "question"));
        JB_EQ_STR(stage_json(tree, "head"), role == JB_ROLE_PLAYER ? "" : "\"beef\"");
        JB_EQ_STR(stage_json(tree, "next"), role == JB_ROLE_HOST ? "null" : "");
        lacks(tree, secrets, 4);
        cJSON_Delete(tree);
    }
    stage_finish(&s);
}

static void the_standings_show_the_wall_the_head_and_its_entry(void **state)
{
    stage s;
    stage_init(&s);
    stage_go(&s, 1, JB_PHASE_STANDINGS);
    s.scene.head = "beef";
    s.scene.head_seq = 412;
    cJSON *tree = stage_state(&s, JB_ROLE_SCREEN);
    JB_EQ_STR(stage_json(tree, "head_entry"), "412");
    cJSON_Delete(tree);
    stage_finish(&s);
}

static void a_void_turn_is_not_revealed(void **state)
{
    stage s;
    stage_init(&s);
    stage_join(&s, "Ann", 0);
    stage_open(&s, 7);
    JB_EQ_I64(stage_do(&s, JB_COMMAND_SKIP), JB_ACCEPTED);
    cJSON *tree = stage_state(&s, JB_ROLE_PLAYER);
    JB_EQ_STR(stage_text(tree, "phase"), "standings");
    lacks(tree, secrets, 4);
    cJSON_Delete(tree);
    stage_finish(&s);
}

static void paused_shows_what_is_left_and_no_times(void **state)
{
    stage s;
    stage_init(&s);
    stage_join(&s, "Ann", 0);
    stage_open(&s, 1);
    s.now += 5000;
    JB_EQ_I64(stage_do(&s, JB_COMMAND_PAUSE), JB_ACCEPTED);
    s.now += 9000;
    s.scene.now = s.now;
    cJSON *tree = stage_state(&s, JB_ROLE_HOST);
    JB_TRUE(stage_bool(tree, "paused"));
    JB_EQ_STR(stage_text(tree, "reason"), "host");
    JB_TRUE(stage_number(tree, "left_ms") == 15000);
    JB_FALSE(stage_has(tree, "opens_at"));
    JB_FALSE(stage_has(tree, "closes_at"));
    JB_EQ_STR(stage_json(tree, "next"), "null");
    cJSON_Delete(tree);
    stage_finish(&s);
}

static void a_fault_of_the_store_stops_the_clock_and_tells_the_host_why(void **state)
{
    stage s;
    stage_init(&s);
    stage_join(&s, "Ann", 0);
    stage_open(&s, 1);
    s.scene.now += 8000;
    s.scene.fault = "the disk is full";
    for (int role = JB_ROLE_PLAYER; role <= JB_ROLE_SCREEN; role++) {
        cJSON *tree = stage_state(&s, (jb_role)role);
        bool host = role == JB_ROLE_HOST;
        JB_TRUE(stage_bool(tree, "paused"));
        JB_EQ_STR(stage_text(tree, "reason"), "store");
        JB_TRUE(stage_number(tree, "left_ms") == 12000);
        JB_FALSE(stage_has(tree, "opens_at"));
        JB_FALSE(stage_has(tree, "closes_at"));
        JB_EQ_STR(stage_json(tree, "fault"), host ? "\"the disk is full\"" : "");
        JB_EQ_STR(stage_json(tree, "next"), host ? "null" : "");
        cJSON_Delete(tree);
    }
    stage_finish(&s);
}

static void without_a_limit_nothing_says_when_it_closes(void **state)
{
    stage s;
    stage_init(&s);
    s.turns[0].open_ms = 0;
    stage_join(&s, "Ann", 0);
    stage_go(&s, 1, JB_PHASE_READING);
    cJSON *tree = stage_state(&s, JB_ROLE_PLAYER);
    JB_TRUE(stage_has(tree, "opens_at"));
    JB_FALSE(stage_has(tree, "closes_at"));
    cJSON_Delete(tree);
    stage_open(&s, 1);
    s.scene.fault = "x";
    tree = stage_state(&s, JB_ROLE_PLAYER);
    JB_FALSE(stage_has(tree, "left_ms"));
    cJSON_Delete(tree);
    stage_finish(&s);
}

static void each_kind_shows_what_it_needs(void **state)
{
    static const char *const fields[STAGE_TURNS] = { "options", "options", "",       "unit",
                                                     "blanks",  "options", "targets" };
    static const char *const all[] = { "options", "targets", "blanks", "unit" };
    stage s;
    stage_init(&s);
    stage_join(&s, "Ann", 0);
    for (uint32_t turn = 1; turn <= STAGE_TURNS; turn++) {
        stage_open(&s, turn);
        cJSON *tree = stage_state(&s, JB_ROLE_PLAYER);
        const cJSON *question = cJSON_GetObjectItemCaseSensitive(tree, "question");
        JB_EQ_STR(stage_text(question, "kind"), jb_kind_name((jb_kind)(turn - 1)));
        JB_TRUE(stage_bool(question, "change") == (turn > 3));
        for (size_t i = 0; i < 4; i++) {
            bool wanted = strcmp(fields[turn - 1], all[i]) == 0 || (turn == 7 && i == 0);
            if (stage_has(question, all[i]) != wanted) {
                fail_msg("turn %u: %s", turn, all[i]);
            }
        }
        cJSON_Delete(tree);
        stage_go(&s, turn, JB_PHASE_REVEAL);
        tree = stage_state(&s, JB_ROLE_PLAYER);
        JB_TRUE(stage_has(cJSON_GetObjectItemCaseSensitive(tree, "tally"), "counts") ==
                (turn <= 3));
        cJSON_Delete(tree);
    }
    stage_finish(&s);
}

static void hostile_names_are_escaped(void **state)
{
    static const char hostile[] = "\"</script>\\\xe2\x80\xa8\x7f{}";
    stage s;
    stage_init(&s);
    stage_join(&s, hostile, 0);
    s.scene.fault = "line\nwith \"quotes\"";
    cJSON *tree = stage_state(&s, JB_ROLE_HOST);
    JB_EQ_STR(cJSON_GetStringValue(
                  cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(tree, "names"), 0)),
              hostile);
    JB_EQ_STR(stage_text(tree, "fault"), "line\nwith \"quotes\"");
    cJSON_Delete(tree);
    s.scene.fault = NULL;
    tree = stage_you(&s, 1);
    JB_EQ_STR(stage_text(tree, "name"), hostile);
    cJSON_Delete(tree);
    stage_finish(&s);
}

static void now_is_brought_up_to_date_in_place(void **state)
{
    static const jb_time times[] = { 0, 1, 123456, INT64_C(999999999999999),
                                     INT64_C(9007199254740991) };
    stage s;
    stage_init(&s);
    jb_buffer frame;
    jb_state_marks marks;
    jb_buffer_init(&frame, 0);
    jb_buffer_append_text(&frame, "headroom");
    jb_view_state(&s.scene, JB_ROLE_PLAYER, &frame, &marks);
    size_t size = frame.size;
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        jb_view_now(frame.bytes, &marks, times[i]);
        JB_EQ_SIZE(frame.size, size);
        cJSON *tree = cJSON_Parse(jb_buffer_text(&frame) + strlen("headroom"));
        assert_non_null(tree);
        JB_TRUE(stage_number(tree, "now") == (double)times[i]);
        JB_EQ_STR(stage_text(tree, "phase"), "lobby");
        cJSON_Delete(tree);
    }
    jb_buffer_finish(&frame);
    stage_finish(&s);
}

static void whether_a_console_acts_is_told_in_place_and_to_hosts_alone(void **state)
{
    stage s;
    stage_init(&s);
    jb_buffer frame;
    jb_state_marks marks;
    jb_buffer_init(&frame, 0);
    jb_view_state(&s.scene, JB_ROLE_HOST, &frame, &marks);
    for (int i = 0; i < 4; i++) {
        jb_view_acting(frame.bytes, &marks, i % 2 == 1);
        cJSON *tree = cJSON_Parse(jb_buffer_text(&frame));
        assert_non_null(tree);
        JB_EQ_I64(stage_bool(tree, "acting"), i % 2 == 1);
        cJSON_Delete(tree);
    }
    jb_buffer_clear(&frame);
    jb_view_state(&s.scene, JB_ROLE_PLAYER, &frame, &marks);
    jb_view_acting(frame.bytes, &marks, false); /* there is nothing to change */
    cJSON *tree = cJSON_Parse(jb_buffer_text(&frame));
    assert_non_null(tree);
    JB_FALSE(stage_has(tree, "acting"));
    cJSON_Delete(tree);
    jb_buffer_finish(&frame);
    stage_finish(&s);
}

static void the_fastest_right_answer_is_for_the_wall_and_the_host(void **state)
{
    stage s;
    stage_init(&s);
    stage_join(&s, "Ann", 0);
    stage_join(&s, "Bo", 0);
    stage_open(&s, 1);
    stage_answer(&s, 2, "\"b\"");
    for (int role = JB_ROLE_PLAYER; role < JB_ROLE_COUNT; role++) {
        cJSON *tree = stage_state(&s, (jb_role)role);
        JB_FALSE(stage_has(tree, "fastest")); /* it would tell who is right */
        cJSON_Delete(tree);
    }
    stage_go(&s, 1, JB_PHASE_REVEAL);
    for (int role = JB_ROLE_PLAYER; role < JB_ROLE_COUNT; role++) {
        bool watches = role == JB_ROLE_HOST || role == JB_ROLE_SCREEN;
        cJSON *tree = stage_state(&s, (jb_role)role);
        JB_EQ_STR(stage_json(tree, "fastest"), watches ? "{\"name\":\"Bo\",\"elapsed\":250}" : "");
        cJSON_Delete(tree);
    }
    stage_go(&s, 2, JB_PHASE_REVEAL); /* nobody */
    cJSON *tree = stage_state(&s, JB_ROLE_SCREEN);
    JB_FALSE(stage_has(tree, "fastest"));
    cJSON_Delete(tree);
    stage_finish(&s);
}

static void undo_is(stage *s, const char *wanted)
{
    for (int role = JB_ROLE_PLAYER; role < JB_ROLE_COUNT; role++) {
        cJSON *tree = stage_state(s, (jb_role)role);
        JB_EQ_STR(stage_json(tree, "undo"), role == JB_ROLE_HOST ? wanted : "");
        cJSON_Delete(tree);
    }
}

static void the_host_is_offered_what_can_be_taken_back(void **state)
{
    stage s;
    stage_init(&s);
    stage_join(&s, "Ann", 0);
    stage_join(&s, "Bo", 0);
    undo_is(&s, "null");
    stage_open(&s, 1); /* at 3 seconds: start, intro, reading */
    JB_EQ_I64(stage_do(&s, JB_COMMAND_LOCK), JB_ACCEPTED);
    undo_is(&s, "{\"what\":\"lock\",\"until\":13000}");
    s.scene.now = 12999;
    undo_is(&s, "{\"what\":\"lock\",\"until\":13000}");
    s.scene.fault = "full"; /* nothing can be done */
    undo_is(&s, "null");
    s.scene.fault = NULL;
    s.scene.now = 13000;
    undo_is(&s, "null");
    s.now = 14000;
    JB_EQ_I64(stage_do(&s, JB_COMMAND_SKIP), JB_ACCEPTED);
    undo_is(&s, "{\"what\":\"skip\",\"until\":24000}");
    jb_command kick = { .type = JB_COMMAND_REMOVE, .player = 2 };
    JB_EQ_I64(jb_engine_submit(s.engine, &kick, 15000, (jb_event_sink){ 0 }), JB_ACCEPTED);
    undo_is(&s, "{\"what\":\"remove\",\"until\":25000,\"name\":\"Bo\"}");
    stage_finish(&s);
}

static void a_notice_is_for_everybody_and_a_blank_wall_for_who_watches(void **state)
{
    stage s;
    stage_init(&s);
    for (int blank = 0; blank < 2; blank++) {
        s.scene.blank = blank;
        s.scene.notice = jb_slice_of(blank ? "Say \"hi\"" : "");
        s.scene.notice_id = 12;
        for (int role = JB_ROLE_PLAYER; role < JB_ROLE_COUNT; role++) {
            bool watches = role == JB_ROLE_HOST || role == JB_ROLE_SCREEN;
            cJSON *tree = stage_state(&s, (jb_role)role);
            JB_EQ_STR(stage_json(tree, "notice"),
                      blank ? "{\"id\":12,\"text\":\"Say \\\"hi\\\"\"}" : "");
            JB_EQ_STR(stage_json(tree, "blank"), !watches ? "" : blank ? "true" : "false");
            cJSON_Delete(tree);
        }
    }
    stage_finish(&s);
}

static void who_was_removed_leaves_the_top(void **state)
{
    stage s;
    stage_init(&s);
    stage_join(&s, "Ann", 0);
    stage_join(&s, "Bo", 0);
    stage_go(&s, 1, JB_PHASE_STANDINGS);
    jb_command kick = { .type = JB_COMMAND_REMOVE, .player = 1 };
    JB_EQ_I64(jb_engine_submit(s.engine, &kick, s.now, (jb_event_sink){ 0 }), JB_ACCEPTED);
    cJSON *tree = stage_state(&s, JB_ROLE_SCREEN);
    const cJSON *top = cJSON_GetObjectItemCaseSensitive(tree, "top");
    JB_EQ_I64(cJSON_GetArraySize(top), 1);
    JB_EQ_STR(stage_text(cJSON_GetArrayItem(top, 0), "name"), "Bo");
    cJSON_Delete(tree);
    stage_finish(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_lobby_shows_names_to_screen_and_host_only),
        cmocka_unit_test(the_lobby_shows_at_most_forty_names_the_newest_first),
        cmocka_unit_test(the_intro_shows_the_round_and_no_question),
        cmocka_unit_test(a_round_tells_time_and_points_only_if_all_its_turns_agree),
        cmocka_unit_test(reading_shows_the_question_and_when_it_opens_and_closes),
        cmocka_unit_test(before_the_reveal_only_the_host_sees_the_key),
        cmocka_unit_test(the_reveal_shows_answer_tally_explanation_and_source),
        cmocka_unit_test(media_of_the_reveal_stay_with_the_host_until_then),
        cmocka_unit_test(standings_show_the_top_and_the_teams),
        cmocka_unit_test(a_shared_tenth_place_is_shown_whole),
        cmocka_unit_test(the_end_shows_the_standings_and_the_head_but_no_question),
        cmocka_unit_test(the_standings_show_the_wall_the_head_and_its_entry),
        cmocka_unit_test(a_void_turn_is_not_revealed),
        cmocka_unit_test(paused_shows_what_is_left_and_no_times),
        cmocka_unit_test(a_fault_of_the_store_stops_the_clock_and_tells_the_host_why),
        cmocka_unit_test(without_a_limit_nothing_says_when_it_closes),
        cmocka_unit_test(each_kind_shows_what_it_needs),
        cmocka_unit_test(hostile_names_are_escaped),
        cmocka_unit_test(now_is_brought_up_to_date_in_place),
        cmocka_unit_test(whether_a_console_acts_is_told_in_place_and_to_hosts_alone),
        cmocka_unit_test(the_fastest_right_answer_is_for_the_wall_and_the_host),
        cmocka_unit_test(the_host_is_offered_what_can_be_taken_back),
        cmocka_unit_test(a_notice_is_for_everybody_and_a_blank_wall_for_who_watches),
        cmocka_unit_test(who_was_removed_leaves_the_top),
    };
    return JB_RUN(tests);
}
