/* What players and hosts do once they are in. */
#include "hall.h"

#include <stdio.h>
#include <string.h>

#define ANSWER(turn, id) "{'type':'answer','turn':" turn ",'answer':" id "}"

static void acked(hall *h, jb_session session, int64_t turn, int64_t elapsed)
{
    cJSON *ack = hall_take(h, session, "ack");
    JB_EQ_I64(hall_int(ack, "turn"), turn);
    JB_EQ_I64(hall_int(ack, "elapsed"), elapsed);
    cJSON_Delete(ack);
}

static void phase_is(hall *h, jb_phase phase)
{
    jb_contest_info info;
    JB_TRUE(jb_arena_find(h->arena, HALL_CODE, &info));
    JB_EQ_STR(jb_phase_name(info.phase), jb_phase_name(phase));
}

static void an_answer_is_acknowledged_when_it_is_on_disk(void **state)
{
    hall h;
    hall_open(&h, 0);
    jb_session ann = hall_join(&h, "Ann", NULL);
    hall_join(&h, "Bo", NULL);
    hall_open_turn(&h, 1);
    h.now += 700;
    hall_say(&h, ann, ANSWER("1", "'a'"));
    assert_null(hall_next(&h, ann));
    hall_commit(&h);
    acked(&h, ann, 1, 700);
    jb_arena_metrics metrics = { 0 };
    jb_arena_measure(h.arena, &metrics);
    JB_EQ_U64(metrics.answers, 1);
    JB_EQ_U64(metrics.acks, 1);
    hall_close(&h);
}

static void a_repeat_gets_the_first_ack_again(void **state)
{
    hall h;
    hall_open(&h, 0);
    jb_session ann = hall_join(&h, "Ann", NULL);
    hall_join(&h, "Bo", NULL);
    hall_open_turn(&h, 1);
    h.now += 700;
    hall_say(&h, ann, ANSWER("1", "'a'"));
    hall_commit(&h);
    h.now += 500;
    hall_say(&h, ann, ANSWER("1", "'b'"));
    hall_commit(&h);
    acked(&h, ann, 1, 700);
    acked(&h, ann, 1, 700);
    hall_host_do(&h, "lock");
    hall_say(&h, ann, ANSWER("1", "'a'"));
    acked(&h, ann, 1, 700);
    hall_close(&h);
}

static void where_answers_may_change_the_newest_counts(void **state)
{
    hall h;
    hall_open(&h, HALL_CHANGE);
    jb_session ann = hall_join(&h, "Ann", NULL);
    hall_open_turn(&h, 1);
    h.now += 700;
    hall_say(&h, ann, ANSWER("1", "'a'"));
    h.now += 500;
    hall_say(&h, ann, ANSWER("1", "'b'"));
    hall_commit(&h);
    acked(&h, ann, 1, 700);
    acked(&h, ann, 1, 1200);
    hall_host_do(&h, "lock");
    hall_say(&h, ann, ANSWER("1", "'a'")); /* too late to change back */
    hall_refused(&h, ann, "late");
    hall_say(&h, ann, ANSWER("1", "'b'"));
    acked(&h, ann, 1, 1200);
    hall_close(&h);
}

static void answers_that_cannot_count_are_refused(void **state)
{
    hall h;
    hall_open(&h, 0);
    jb_session ann = hall_join(&h, "Ann", NULL);
    hall_join(&h, "Bo", NULL);
    hall_say(&h, ann, ANSWER("1", "'a'"));
    hall_refused(&h, ann, "bad_turn");
    hall_open_turn(&h, 1);
    hall_say(&h, ann, ANSWER("1", "'zz'"));
    hall_refused(&h, ann, "bad_answer");
    hall_say(&h, ann, ANSWER("1", "['a']"));
    hall_refused(&h, ann, "bad_answer");
    hall_say(&h, ann, ANSWER("2", "'a'"));
    hall_refused(&h, ann, "bad_turn");
    hall_say(&h, ann, ANSWER("0", "'a'"));
    hall_refused(&h, ann, "bad_turn");
    h.now += HALL_SECONDS * 1000; /* the deadline itself is too late */
    hall_say(&h, ann, ANSWER("1", "'a'"));
    hall_commit(&h);
    hall_refused(&h, ann, "late");
    phase_is(&h, JB_PHASE_LOCKED);
    for (int i = 0; i < 3; i++) {
        hall_host_do(&h, "next");
    }
    phase_is(&h, JB_PHASE_READING);
    hall_say(&h, ann, ANSWER("2", "'a'"));
    hall_refused(&h, ann, "not_now");
    hall_say(&h, ann, ANSWER("1", "'a'"));
    hall_refused(&h, ann, "late");
    hall_close(&h);
}

static void fair_time_is_credited_and_lies_are_not(void **state)
{
    hall h;
    hall_open(&h, 0);
    jb_session ann = hall_join(&h, "Ann", NULL);
    jb_session bo = hall_join(&h, "Bo", NULL);
    jb_session cy = hall_join(&h, "Cy", NULL);
    hall_join(&h, "Di", NULL);
    hall_open_turn(&h, 1);
    h.now += 1000;
    h.round_trip = 200;
    hall_say(&h, ann, "{'type':'answer','turn':1,'answer':'a','elapsed':950}");
    hall_say(&h, bo, "{'type':'answer','turn':1,'answer':'a','elapsed':5}");
    h.round_trip = 4000;
    hall_say(&h, cy, "{'type':'answer','turn':1,'answer':'a'}");
    hall_commit(&h);
    acked(&h, ann, 1, 950);
    acked(&h, bo, 1, 900);
    acked(&h, cy, 1, 850); /* the credit is capped at 150 ms */
    hall_close(&h);
}

static void commands_for_a_phase_that_is_over_are_stale(void **state)
{
    char text[200];
    hall h;
    hall_open(&h, 0);
    h.host = hall_watch(&h, JB_ROLE_HOST);
    hall_join(&h, "Ann", NULL);
    hall_say(&h, h.host, "{'type':'do','action':'next'}");
    hall_commit(&h);
    cJSON *shown = hall_take(&h, h.host, "state");
    JB_EQ_STR(hall_text(shown, "phase"), "open");
    (void)snprintf(text, sizeof text, "{'type':'do','action':'next','seq':%lld}",
                   (long long)hall_int(shown, "seq"));
    cJSON_Delete(shown);
    hall_join(&h, "Bo", NULL); /* joins never make a command stale */
    hall_say(&h, h.host, text);
    hall_say(&h, h.host, text);
    hall_commit(&h);
    hall_refused(&h, h.host, "stale");
    phase_is(&h, JB_PHASE_LOCKED);
    hall_say(&h, h.host, "{'type':'do','action':'next','seq':999999999999}");
    hall_refused(&h, h.host, "bad_field");
    phase_is(&h, JB_PHASE_LOCKED);
    hall_close(&h);
}

static void what_is_not_possible_now_is_refused(void **state)
{
    hall h;
    hall_open(&h, 0);
    h.host = hall_watch(&h, JB_ROLE_HOST);
    static const char *const actions[] = { "pause", "resume", "lock", "skip" };
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
        char text[100];
        (void)snprintf(text, sizeof text, "{'type':'do','action':'%s'}", actions[i]);
        hall_say(&h, h.host, text);
        hall_refused(&h, h.host, "not_now");
    }
    hall_say(&h, h.host, "{'type':'do','action':'kick','player':1}");
    hall_refused(&h, h.host, "no_player");
    hall_say(&h, h.host, "{'type':'do','action':'dance'}");
    hall_refused(&h, h.host, "unknown_action");
    hall_close(&h);
}

static void a_kicked_player_hears_of_it_when_it_is_on_disk(void **state)
{
    char token[40];
    hall h;
    hall_open(&h, 0);
    jb_session ann = hall_join(&h, "Ann", token);
    h.host = hall_watch(&h, JB_ROLE_HOST);
    hall_say(&h, h.host, "{'type':'do','action':'kick','player':1}");
    JB_TRUE(hall_has_none(&h, ann, "bye"));
    JB_EQ_U64(hall_seat_of(&h, ann)->closed, 0);
    hall_commit(&h);
    cJSON *bye = hall_take(&h, ann, "bye");
    JB_EQ_STR(hall_text(bye, "reason"), "kicked");
    cJSON_Delete(bye);
    JB_EQ_U64(hall_seat_of(&h, ann)->closed, JB_CLOSE_KICKED);
    jb_session again = hall_connect(&h);
    hall_hello_token(&h, again, token);
    hall_refused(&h, again, "bad_token");
    hall_join(&h, "Ann", NULL); /* a kick is not for good */
    hall_close(&h);
}

static void a_banned_token_stays_out(void **state)
{
    char token[40];
    hall h;
    hall_open(&h, 0);
    jb_session ann = hall_join(&h, "Ann", token);
    hall_hang_up(&h, ann);
    h.host = hall_watch(&h, JB_ROLE_HOST);
    hall_say(&h, h.host, "{'type':'do','action':'ban','player':1}");
    hall_commit(&h);
    jb_session again = hall_connect(&h);
    hall_hello_token(&h, again, token);
    hall_refused(&h, again, "banned");
    hall_restart(&h, 5000);
    again = hall_connect(&h);
    hall_hello_token(&h, again, token);
    hall_refused(&h, again, "banned");
    hall_close(&h);
}

static void a_new_name_is_told_to_the_player_and_kept(void **state)
{
    char token[40];
    hall h;
    hall_open(&h, 0);
    jb_session ann = hall_join(&h, "Ann", token);
    h.host = hall_watch(&h, JB_ROLE_HOST);
    hall_say(&h, h.host, "{'type':'do','action':'rename','player':1,'name':' Anna '}");
    JB_TRUE(hall_has_none(&h, ann, "you"));
    hall_commit(&h);
    cJSON *you = hall_take(&h, ann, "you");
    JB_EQ_STR(hall_text(you, "name"), "Anna");
    cJSON_Delete(you);
    hall_say(&h, h.host, "{'type':'do','action':'rename','player':1,'name':''}");
    hall_refused(&h, h.host, "bad_name");
    hall_say(&h, h.host, "{'type':'do','action':'rename','player':9,'name':'X'}");
    hall_refused(&h, h.host, "no_player");
    hall_restart(&h, 1000);
    jb_session again = hall_connect(&h);
    hall_hello_token(&h, again, token);
    cJSON *welcome = hall_take(&h, again, "welcome");
    JB_EQ_STR(hall_text(welcome, "name"), "Anna");
    cJSON_Delete(welcome);
    hall_close(&h);
}

static void a_welcome_that_waited_holds_no_name_that_is_not_on_disk(void **state)
{
    hall h;
    hall_open(&h, 0);
    h.host = hall_watch(&h, JB_ROLE_HOST);
    jb_session ann = hall_connect(&h);
    hall_say(&h, ann, "{'type':'hello','role':'player','code':'" HALL_CODE "','name':'Ann'}");
    hall_commit(&h); /* the welcome is due, the socket takes nothing yet */
    hall_say(&h, h.host, "{'type':'do','action':'rename','player':1,'name':'Anna'}");
    assert_null(hall_next(&h, ann));
    hall_commit(&h);
    cJSON *welcome = hall_take(&h, ann, "welcome");
    JB_EQ_STR(hall_text(welcome, "name"), "Anna");
    cJSON_Delete(welcome);
    hall_close(&h);
}

static void the_timer_asks_for_the_deadline_and_closes_the_question(void **state)
{
    hall h;
    hall_open(&h, 0);
    jb_session ann = hall_join(&h, "Ann", NULL);
    hall_open_turn(&h, 1);
    jb_time opened = h.now;
    jb_arena_tick(h.arena, h.now);
    JB_TRUE(h.timer_at <= opened + HALL_SECONDS * 1000);
    h.now = opened + HALL_SECONDS * 1000 - 1;
    jb_arena_tick(h.arena, h.now);
    phase_is(&h, JB_PHASE_OPEN);
    JB_EQ_I64(h.timer_at, opened + HALL_SECONDS * 1000);
    h.now++;
    jb_arena_tick(h.arena, h.now);
    phase_is(&h, JB_PHASE_LOCKED);
    JB_TRUE(hall_has_none(&h, ann, "state"));
    hall_commit(&h);
    cJSON *shown = hall_take(&h, ann, "state");
    JB_EQ_STR(hall_text(shown, "phase"), "locked");
    cJSON_Delete(shown);
    hall_close(&h);
}

static void only_the_newest_state_is_sent_to_who_was_slow(void **state)
{
    hall h;
    hall_open(&h, 0);
    jb_session ann = hall_join(&h, "Ann", NULL);
    h.host = hall_watch(&h, JB_ROLE_HOST);
    for (int i = 0; i < 3; i++) {
        hall_say(&h, h.host, "{'type':'do','action':'next'}");
        hall_commit(&h);
    }
    cJSON *shown = hall_take(&h, ann, "state");
    JB_EQ_STR(hall_text(shown, "phase"), "reveal");
    cJSON_Delete(shown);
    cJSON *you = hall_next(&h, ann);
    JB_EQ_STR(hall_text(you, "type"), "you");
    JB_EQ_I64(hall_int(you, "rank"), 1);
    cJSON_Delete(you);
    assert_null(hall_next(&h, ann));
    hall_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_is_acknowledged_when_it_is_on_disk),
        cmocka_unit_test(a_repeat_gets_the_first_ack_again),
        cmocka_unit_test(where_answers_may_change_the_newest_counts),
        cmocka_unit_test(answers_that_cannot_count_are_refused),
        cmocka_unit_test(fair_time_is_credited_and_lies_are_not),
        cmocka_unit_test(commands_for_a_phase_that_is_over_are_stale),
        cmocka_unit_test(what_is_not_possible_now_is_refused),
        cmocka_unit_test(a_kicked_player_hears_of_it_when_it_is_on_disk),
        cmocka_unit_test(a_banned_token_stays_out),
        cmocka_unit_test(a_new_name_is_told_to_the_player_and_kept),
        cmocka_unit_test(a_welcome_that_waited_holds_no_name_that_is_not_on_disk),
        cmocka_unit_test(the_timer_asks_for_the_deadline_and_closes_the_question),
        cmocka_unit_test(only_the_newest_state_is_sent_to_who_was_slow),
    };
    return JB_RUN(tests);
}
