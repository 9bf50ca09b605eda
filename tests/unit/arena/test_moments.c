/* What a host says and shows for the moment, and what is taken back. */
#include "hall.h"

#include <stdio.h>
#include <string.h>

#define ANSWER(turn, id) "{'type':'answer','turn':" turn ",'answer':" id "}"

static const cJSON *member(const cJSON *tree, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(tree, key);
}

/* The newest state that is due. */
static cJSON *newest_state(hall *h, jb_session session)
{
    hall_commit(h);
    return hall_take(h, session, "state");
}

static void a_message_reaches_everybody_until_it_is_taken_back(void **state)
{
    hall h;
    hall_open(&h, 0);
    jb_session ann = hall_join(&h, "Ann", NULL);
    jb_session wall = hall_watch(&h, JB_ROLE_SCREEN);
    h.host = hall_watch(&h, JB_ROLE_HOST);
    int64_t id = 0;
    for (int i = 0; i < 2; i++) {
        hall_say(&h, h.host, "{'type':'do','action':'message','text':'  Sit   down '}");
        const jb_session sessions[] = { ann, wall, h.host };
        int64_t before = id;
        for (size_t j = 0; j < 3; j++) {
            cJSON *shown = newest_state(&h, sessions[j]);
            JB_EQ_STR(hall_text(member(shown, "notice"), "text"), "Sit down");
            JB_TRUE(hall_int(member(shown, "notice"), "id") > before);
            id = hall_int(member(shown, "notice"), "id");
            cJSON_Delete(shown);
        }
    }
    hall_say(&h, h.host, "{'type':'do','action':'message','text':'a\\nb'}");
    hall_refused(&h, h.host, "bad_field");
    hall_host_do(&h, "next"); /* it stays, whatever goes on */
    jb_session later = hall_join(&h, "Bo", NULL);
    hall_say(&h, h.host, "{'type':'do','action':'message','text':' '}");
    cJSON *shown = newest_state(&h, later);
    assert_null(member(shown, "notice"));
    cJSON_Delete(shown);
    hall_close(&h);
}

static void a_blank_wall_is_for_who_watches_and_nobody_else_hears_of_it(void **state)
{
    hall h;
    hall_open(&h, 0);
    jb_session ann = hall_join(&h, "Ann", NULL);
    jb_session wall = hall_watch(&h, JB_ROLE_SCREEN);
    h.host = hall_watch(&h, JB_ROLE_HOST);
    hall_drop_all(&h);
    hall_say(&h, h.host, "{'type':'do','action':'blank','on':true}");
    cJSON *shown = newest_state(&h, wall);
    JB_TRUE(cJSON_IsTrue(member(shown, "blank")));
    cJSON_Delete(shown);
    JB_TRUE(hall_has_none(&h, ann, "state"));
    hall_say(&h, h.host, "{'type':'do','action':'blank','on':false}");
    shown = newest_state(&h, wall);
    JB_TRUE(cJSON_IsFalse(member(shown, "blank")));
    cJSON_Delete(shown);
    hall_close(&h);
}

static void a_restart_forgets_what_was_of_the_moment(void **state)
{
    hall h;
    hall_open(&h, 0);
    h.host = hall_watch(&h, JB_ROLE_HOST);
    hall_say(&h, h.host, "{'type':'do','action':'message','text':'Hello'}");
    hall_say(&h, h.host, "{'type':'do','action':'blank','on':true}");
    hall_commit(&h);
    hall_restart(&h, 1000);
    h.host = hall_watch(&h, JB_ROLE_HOST);
    hall_say(&h, h.host, "{'type':'do','action':'next'}");
    cJSON *shown = newest_state(&h, h.host);
    assert_null(member(shown, "notice"));
    JB_TRUE(cJSON_IsFalse(member(shown, "blank")));
    cJSON_Delete(shown);
    hall_close(&h);
}

static void moments_obey_seq_like_every_command(void **state)
{
    char text[120];
    hall h;
    hall_open(&h, 0);
    h.host = hall_watch(&h, JB_ROLE_HOST);
    hall_say(&h, h.host, "{'type':'do','action':'next'}");
    cJSON *shown = newest_state(&h, h.host);
    long long seq = (long long)hall_int(shown, "seq");
    cJSON_Delete(shown);
    hall_host_do(&h, "next");
    static const char *const acts[] = { "'message','text':'x'", "'blank','on':true", "'undo'" };
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(text, sizeof text, "{'type':'do','action':%s,'seq':%lld}", acts[i], seq);
        hall_say(&h, h.host, text);
        hall_commit(&h);
        hall_refused(&h, h.host, "stale");
    }
    hall_say(&h, h.host, "{'type':'do','action':'undo'}"); /* for now: the lock */
    shown = newest_state(&h, h.host);
    JB_EQ_STR(hall_text(shown, "phase"), "open");
    assert_null(member(shown, "notice"));
    JB_TRUE(cJSON_IsFalse(member(shown, "blank")));
    cJSON_Delete(shown);
    hall_close(&h);
}

static void a_kick_that_is_taken_back_lets_the_token_in_again(void **state)
{
    static const char *const acts[] = { "kick", "ban" };
    for (size_t i = 0; i < 2; i++) {
        char token[40];
        char text[100];
        hall h;
        hall_open(&h, 0);
        jb_session ann = hall_join(&h, "Ann", token);
        hall_join(&h, "Bo", NULL);
        hall_open_turn(&h, 1);
        hall_say(&h, ann, ANSWER("1", "'a'"));
        hall_commit(&h);
        hall_drop_all(&h);
        (void)snprintf(text, sizeof text, "{'type':'do','action':'%s','player':1}", acts[i]);
        hall_say(&h, h.host, text);
        cJSON *shown = newest_state(&h, h.host);
        JB_EQ_STR(hall_text(member(shown, "undo"), "what"), "remove");
        JB_EQ_STR(hall_text(member(shown, "undo"), "name"), "Ann");
        cJSON_Delete(shown);
        cJSON *bye = hall_take(&h, ann, "bye");
        JB_EQ_I64(cJSON_IsTrue(member(bye, "banned")), i == 1);
        JB_EQ_I64(cJSON_IsFalse(member(bye, "banned")), i == 0);
        cJSON_Delete(bye);
        hall_hang_up(&h, ann);
        hall_say(&h, h.host, "{'type':'do','action':'undo'}");
        shown = newest_state(&h, h.host);
        JB_TRUE(cJSON_IsNull(member(shown, "undo")));
        JB_EQ_I64(hall_int(shown, "players"), 2);
        cJSON_Delete(shown);
        hall_restart(&h, 1000); /* the log has it, too */
        ann = hall_connect(&h);
        hall_hello_token(&h, ann, token);
        hall_commit(&h);
        cJSON *you = hall_take(&h, ann, "you");
        JB_EQ_I64(hall_int(you, "player"), 1);
        JB_EQ_STR(hall_text(you, "answer"), "a");
        cJSON_Delete(you);
        hall_close(&h);
    }
}

/* The removal is taken back before the connection is gone: the token moves over. */
static void who_comes_back_at_once_replaces_the_connection_on_its_way_out(void **state)
{
    char token[40];
    hall h;
    hall_open(&h, 0);
    jb_session ann = hall_join(&h, "Ann", token);
    h.host = hall_watch(&h, JB_ROLE_HOST);
    hall_say(&h, h.host, "{'type':'do','action':'kick','player':1}");
    hall_say(&h, h.host, "{'type':'do','action':'undo'}");
    jb_session again = hall_connect(&h);
    hall_hello_token(&h, again, token);
    hall_commit(&h);
    cJSON_Delete(hall_take(&h, again, "welcome"));
    JB_TRUE(hall_seat_of(&h, ann)->closed != 0);
    hall_hang_up(&h, ann);
    jb_contest_info info;
    JB_TRUE(jb_arena_find(h.arena, HALL_CODE, &info));
    JB_EQ_U64(info.online, 1);
    hall_close(&h);
}

static void an_answer_after_a_skip_takes_the_offer_from_the_desk(void **state)
{
    hall h;
    hall_open(&h, 0);
    jb_session ann = hall_join(&h, "Ann", NULL);
    hall_join(&h, "Bo", NULL);
    hall_open_turn(&h, 1);
    hall_say(&h, h.host, "{'type':'do','action':'skip'}");
    cJSON *shown = newest_state(&h, h.host);
    JB_EQ_STR(hall_text(member(shown, "undo"), "what"), "skip");
    cJSON_Delete(shown);
    hall_host_do(&h, "next"); /* from reading to open */
    hall_say(&h, ann, ANSWER("2", "'a'"));
    shown = newest_state(&h, h.host);
    JB_TRUE(cJSON_IsNull(member(shown, "undo")));
    cJSON_Delete(shown);
    hall_say(&h, h.host, "{'type':'do','action':'undo'}");
    hall_refused(&h, h.host, "not_now");
    hall_close(&h);
}

static void late_is(hall *h, jb_session session, int64_t turn, int64_t late_ms)
{
    cJSON *error = hall_take(h, session, "error");
    JB_EQ_I64(hall_int(error, "turn"), turn);
    JB_EQ_I64(hall_int(error, "late_ms"), late_ms);
    cJSON_Delete(error);
}

static void a_late_answer_is_told_by_how_much(void **state)
{
    hall h;
    hall_open(&h, 0);
    jb_session ann = hall_join(&h, "Ann", NULL);
    hall_open_turn(&h, 1);
    h.now += HALL_SECONDS * 1000 + 250;
    hall_say(&h, ann, ANSWER("1", "'a'"));
    hall_commit(&h);
    late_is(&h, ann, 1, 250);
    hall_say(&h, ann, ANSWER("2", "'a'")); /* not late: there is no such turn yet */
    late_is(&h, ann, 2, -1);
    for (int i = 0; i < 4; i++) {
        hall_host_do(&h, "next");
    }
    hall_say(&h, ann, ANSWER("1", "'a'")); /* another turn: how late says nothing any more */
    late_is(&h, ann, 1, -1);
    hall_close(&h);
}

static void the_roster_says_how_people_are_connected(void **state)
{
    hall h;
    hall_open(&h, 0);
    h.round_trip = 40;
    jb_session ann = hall_join(&h, "Ann", NULL);
    hall_join(&h, "Bo", NULL);
    hall_watch(&h, JB_ROLE_SCREEN);
    hall_watch(&h, JB_ROLE_HOST);
    h.now += 2000;
    hall_hang_up(&h, ann);
    h.host = hall_watch(&h, JB_ROLE_HOST);
    h.now += 2000;
    jb_arena_tick(h.arena, h.now);
    hall_commit(&h);
    cJSON *roster = hall_take(&h, h.host, "roster");
    JB_EQ_I64(hall_int(roster, "away"), 1);
    JB_EQ_I64(hall_int(roster, "screens"), 1);
    JB_EQ_I64(hall_int(roster, "hosts"), 2);
    const cJSON *rows = member(roster, "players");
    JB_EQ_I64(hall_int(cJSON_GetArrayItem(rows, 0), "away_since"), 2000);
    JB_EQ_I64(hall_int(cJSON_GetArrayItem(rows, 0), "round_trip"), -1);
    JB_EQ_I64(hall_int(cJSON_GetArrayItem(rows, 1), "away_since"), -1);
    JB_EQ_I64(hall_int(cJSON_GetArrayItem(rows, 1), "round_trip"), 40);
    cJSON_Delete(roster);
    hall_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_reaches_everybody_until_it_is_taken_back),
        cmocka_unit_test(a_blank_wall_is_for_who_watches_and_nobody_else_hears_of_it),
        cmocka_unit_test(a_restart_forgets_what_was_of_the_moment),
        cmocka_unit_test(moments_obey_seq_like_every_command),
        cmocka_unit_test(a_kick_that_is_taken_back_lets_the_token_in_again),
        cmocka_unit_test(who_comes_back_at_once_replaces_the_connection_on_its_way_out),
        cmocka_unit_test(an_answer_after_a_skip_takes_the_offer_from_the_desk),
        cmocka_unit_test(a_late_answer_is_told_by_how_much),
        cmocka_unit_test(the_roster_says_how_people_are_connected),
    };
    return JB_RUN(tests);
}
