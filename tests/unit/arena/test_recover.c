/* After the disk refused, and after a restart. */
#include "hall.h"

#include <string.h>

#include "jinbang/results.h"

static cJSON *state_of(hall *h, jb_session session)
{
    cJSON *shown = hall_take(h, session, "state");
    for (cJSON *next = hall_next(h, session); next; next = hall_next(h, session)) {
        if (strcmp(hall_text(next, "type"), "state") == 0) {
            cJSON_Delete(shown);
            shown = next;
        } else {
            cJSON_Delete(next);
        }
    }
    return shown;
}

static void what_the_disk_refused_is_answered_by_an_error_not_an_ack(void **state)
{
    hall h;
    hall_open(&h, 0);
    jb_session ann = hall_join(&h, "Ann", NULL);
    hall_join(&h, "Bo", NULL);
    hall_open_turn(&h, 1);
    hall_break_disk(true);
    hall_say(&h, ann, "{'type':'answer','turn':1,'answer':'a'}");
    hall_commit(&h);
    hall_refused(&h, ann, "store_failed");
    JB_TRUE(hall_has_none(&h, ann, "ack"));
    hall_commit(&h); /* the contest is read back */
    hall_say(&h, ann, "{'type':'answer','turn':1,'answer':'a'}");
    hall_refused(&h, ann, "store_failed");
    jb_arena_metrics metrics = { 0 };
    jb_arena_measure(h.arena, &metrics);
    JB_TRUE(metrics.store_failed);
    hall_close(&h);
}

static void a_fault_shows_everybody_a_pause_and_the_host_why(void **state)
{
    hall h;
    hall_open(&h, 0);
    jb_session ann = hall_join(&h, "Ann", NULL);
    hall_open_turn(&h, 1);
    h.now += 4000;
    hall_break_disk(true);
    hall_say(&h, h.host, "{'type':'do','action':'lock'}");
    hall_commit(&h);
    hall_commit(&h);
    h.now += 60000;
    jb_session all[] = { ann, h.host };
    for (int i = 0; i < 2; i++) {
        cJSON *shown = state_of(&h, all[i]);
        JB_EQ_STR(hall_text(shown, "phase"), "open");
        JB_EQ_STR(hall_text(shown, "reason"), "store");
        JB_TRUE(cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(shown, "paused")));
        JB_EQ_I64(hall_int(shown, "left_ms"), HALL_SECONDS * 1000 - 4000);
        JB_EQ_I64(hall_int(shown, "closes_at"), -1);
        JB_TRUE(cJSON_HasObjectItem(shown, "fault") == (i == 1));
        cJSON_Delete(shown);
    }
    hall_say(&h, h.host, "{'type':'do','action':'next'}");
    hall_refused(&h, h.host, "store_failed");
    hall_close(&h);
}

static void the_host_resumes_where_the_log_stands(void **state)
{
    hall h;
    hall_open(&h, 0);
    jb_session ann = hall_join(&h, "Ann", NULL);
    hall_join(&h, "Bo", NULL);
    hall_open_turn(&h, 1);
    h.now += 4000;
    hall_break_disk(true);
    hall_say(&h, h.host, "{'type':'do','action':'lock'}");
    hall_commit(&h);
    hall_commit(&h);
    hall_drop_all(&h);
    hall_break_disk(false);
    h.now += 60000;
    hall_say(&h, h.host, "{'type':'do','action':'resume'}");
    hall_commit(&h);
    cJSON *shown = state_of(&h, h.host);
    JB_FALSE(cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(shown, "paused")));
    JB_FALSE(cJSON_HasObjectItem(shown, "fault"));
    JB_EQ_I64(hall_int(shown, "closes_at") - hall_int(shown, "now"), HALL_SECONDS * 1000 - 4000);
    cJSON_Delete(shown);
    h.now += 500;
    hall_say(&h, ann, "{'type':'answer','turn':1,'answer':'a'}");
    hall_commit(&h);
    cJSON *ack = hall_take(&h, ann, "ack");
    JB_EQ_I64(hall_int(ack, "elapsed"), 4500);
    cJSON_Delete(ack);
    hall_close(&h);
}

static void one_press_is_enough_while_the_log_is_still_to_be_read(void **state)
{
    hall h;
    hall_open(&h, 0);
    hall_join(&h, "Ann", NULL);
    hall_open_turn(&h, 1);
    hall_break_disk(true);
    hall_say(&h, h.host, "{'type':'do','action':'pause'}");
    hall_commit(&h);
    hall_drop_all(&h);
    hall_break_disk(false);
    hall_say(&h, h.host, "{'type':'do','action':'resume'}");
    JB_TRUE(hall_has_none(&h, h.host, "error"));
    hall_commit(&h); /* read back, and going on */
    hall_commit(&h);
    cJSON *shown = state_of(&h, h.host);
    JB_FALSE(cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(shown, "paused")));
    JB_FALSE(cJSON_HasObjectItem(shown, "fault"));
    cJSON_Delete(shown);
    hall_close(&h);
}

/* What a second reading found would be installed over what has happened since the first. */
static void pressing_again_and_again_reads_the_log_once(void **state)
{
    hall h;
    hall_open(&h, 0);
    jb_session ann = hall_join(&h, "Ann", NULL);
    hall_join(&h, "Bo", NULL);
    hall_open_turn(&h, 1);
    hall_break_disk(true);
    hall_say(&h, h.host, "{'type':'do','action':'lock'}");
    hall_commit(&h);
    hall_break_disk(false);
    hall_say(&h, h.host, "{'type':'do','action':'resume'}");
    (void)jb_store_commit(h.store); /* read, but the arena does not know of it yet */
    hall_say(&h, h.host, "{'type':'do','action':'resume'}");
    hall_say(&h, h.host, "{'type':'do','action':'resume'}");
    jb_store_poll(h.store);
    jb_arena_committed(h.arena, h.now);
    hall_say(&h, ann, "{'type':'answer','turn':1,'answer':'a'}");
    uint64_t digest = jb_arena_digest(h.arena, "0123456789abcdef");
    hall_commit(&h);
    JB_EQ_U64(jb_arena_digest(h.arena, "0123456789abcdef"), digest);
    cJSON_Delete(hall_take(&h, ann, "ack"));
    hall_commit(&h);
    JB_EQ_U64(jb_arena_digest(h.arena, "0123456789abcdef"), digest);
    hall_close(&h);
}

static void a_disk_that_is_still_ill_fails_again(void **state)
{
    hall h;
    hall_open(&h, 0);
    hall_join(&h, "Ann", NULL);
    hall_open_turn(&h, 1);
    hall_break_disk(true);
    hall_say(&h, h.host, "{'type':'do','action':'lock'}");
    hall_commit(&h);
    hall_commit(&h);
    hall_say(&h, h.host, "{'type':'do','action':'resume'}");
    hall_commit(&h);
    hall_commit(&h);
    cJSON *shown = state_of(&h, h.host);
    JB_EQ_STR(hall_text(shown, "phase"), "open");
    JB_TRUE(cJSON_HasObjectItem(shown, "fault"));
    cJSON_Delete(shown);
    hall_close(&h);
}

static void a_join_the_disk_refused_did_not_happen(void **state)
{
    hall h;
    hall_open(&h, 0);
    h.host = hall_watch(&h, JB_ROLE_HOST);
    hall_break_disk(true);
    jb_session ann = hall_connect(&h);
    hall_say(&h, ann, "{'type':'hello','role':'player','code':'" HALL_CODE "','name':'Ann'}");
    hall_commit(&h);
    hall_refused(&h, ann, "store_failed");
    hall_commit(&h);
    jb_contest_info info;
    JB_TRUE(jb_arena_find(h.arena, HALL_CODE, &info));
    JB_TRUE(info.paused);
    JB_EQ_U64(info.players, 0);
    JB_EQ_U64(info.online, 0);
    hall_say(&h, ann, "{'type':'hello','role':'player','code':'" HALL_CODE "','name':'Ann'}");
    hall_refused(&h, ann, "store_failed");
    hall_break_disk(false);
    hall_say(&h, h.host, "{'type':'do','action':'resume'}");
    hall_say(&h, ann, "{'type':'hello','role':'player','code':'" HALL_CODE "','name':'Ann'}");
    hall_commit(&h);
    cJSON *welcome = hall_take(&h, ann, "welcome");
    JB_EQ_I64(hall_int(welcome, "player"), 1);
    cJSON_Delete(welcome);
    hall_close(&h);
}

/* Only what the connection itself began is lost with the write: it need not say hello again, and if
 * it does it must not replace itself. */
static void who_comes_back_when_the_disk_refuses_keeps_the_seat(void **state)
{
    char token[40];
    hall h;
    hall_open(&h, 0);
    hall_hang_up(&h, hall_join(&h, "Ann", token));
    hall_open_turn(&h, 1);
    hall_break_disk(true);
    hall_say(&h, h.host, "{'type':'do','action':'lock'}");
    jb_session ann = hall_connect(&h);
    hall_say(&h, h.host, "{'type':'do','action':'rename','player':1,'name':'Anna'}");
    hall_hello_token(&h, ann, token);
    hall_commit(&h);
    assert_null(hall_next(&h, ann)); /* which name is hers is not known yet */
    hall_commit(&h);
    cJSON *welcome = hall_take(&h, ann, "welcome");
    JB_EQ_I64(hall_int(welcome, "player"), 1);
    JB_EQ_STR(hall_text(welcome, "name"), "Ann");
    cJSON_Delete(welcome);
    cJSON *shown = state_of(&h, ann);
    JB_EQ_STR(hall_text(shown, "phase"), "open");
    cJSON_Delete(shown);
    hall_hello_token(&h, ann, token);
    hall_refused(&h, ann, "hello_twice");
    JB_EQ_U64(hall_seat_of(&h, ann)->closed, 0);
    hall_close(&h);
}

static void a_removal_the_disk_refused_did_not_happen(void **state)
{
    char token[40];
    hall h;
    hall_open(&h, 0);
    jb_session ann = hall_join(&h, "Ann", token);
    h.host = hall_watch(&h, JB_ROLE_HOST);
    hall_break_disk(true);
    hall_say(&h, h.host, "{'type':'do','action':'ban','player':1}");
    hall_commit(&h);
    JB_TRUE(hall_has_none(&h, ann, "bye"));
    jb_session again = hall_connect(&h);
    hall_hello_token(&h, again, token); /* before the contest is read back: nobody knows */
    hall_refused(&h, again, "store_failed");
    hall_commit(&h);
    hall_hello_token(&h, again, token);
    cJSON_Delete(hall_take(&h, again, "welcome"));
    JB_EQ_U64(hall_seat_of(&h, ann)->closed, JB_CLOSE_REPLACED);
    hall_close(&h);
}

static void the_disk_may_refuse_the_very_first_entry(void **state)
{
    hall h;
    hall_open(&h, HALL_ILL);
    h.host = hall_watch(&h, JB_ROLE_HOST);
    hall_commit(&h); /* the log is read back: there is none */
    hall_break_disk(false);
    hall_host_do(&h, "resume");
    hall_drop_all(&h);
    (void)hall_join(&h, "Ann", NULL);
    hall_say(&h, h.host, "{'type':'do','action':'start'}");
    hall_commit(&h);
    cJSON *shown = state_of(&h, h.host);
    JB_EQ_STR(hall_text(shown, "phase"), "open");
    cJSON_Delete(shown);
    hall_close(&h);
}

static void an_undo_the_disk_refused_lets_nobody_back_in(void **state)
{
    char token[40];
    hall h;
    hall_open(&h, 0);
    (void)hall_join(&h, "Ann", token);
    h.host = hall_watch(&h, JB_ROLE_HOST);
    hall_say(&h, h.host, "{'type':'do','action':'kick','player':1}");
    hall_commit(&h);
    hall_drop_all(&h);
    hall_break_disk(true);
    hall_say(&h, h.host, "{'type':'do','action':'undo'}");
    jb_session again = hall_connect(&h);
    hall_hello_token(&h, again, token); /* her removal has been taken back, but not on disk */
    hall_commit(&h);
    hall_commit(&h); /* the log is read back: she is out */
    cJSON *bye = hall_take(&h, again, "bye");
    JB_EQ_STR(hall_text(bye, "reason"), "kicked");
    JB_TRUE(cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(bye, "banned")));
    cJSON_Delete(bye);
    JB_EQ_U64(hall_seat_of(&h, again)->closed, JB_CLOSE_KICKED);
    hall_close(&h);
}

static void a_restart_pauses_and_stops_the_clock_where_it_stood(void **state)
{
    char token[40];
    hall h;
    hall_open(&h, 0);
    jb_session ann = hall_join(&h, "Ann", token);
    hall_join(&h, "Bo", NULL);
    hall_open_turn(&h, 1);
    h.now += 3000;
    hall_say(&h, ann, "{'type':'answer','turn':1,'answer':'a'}");
    hall_commit(&h);
    hall_restart(&h, 600000);
    ann = hall_connect(&h);
    hall_hello_token(&h, ann, token);
    cJSON *shown = state_of(&h, ann);
    JB_EQ_STR(hall_text(shown, "phase"), "open");
    JB_EQ_STR(hall_text(shown, "reason"), "restart");
    JB_EQ_I64(hall_int(shown, "left_ms"), HALL_SECONDS * 1000 - 3000);
    cJSON_Delete(shown);
    hall_say(&h, ann, "{'type':'answer','turn':1,'answer':'b'}");
    cJSON *ack = hall_take(&h, ann, "ack");
    JB_EQ_I64(hall_int(ack, "elapsed"), 3000);
    cJSON_Delete(ack);
    hall_close(&h);
}

static void what_was_not_on_disk_is_forgotten_by_a_restart(void **state)
{
    hall h;
    hall_open(&h, 0);
    hall_join(&h, "Ann", NULL);
    uint64_t digest = jb_arena_digest(h.arena, "0123456789abcdef");
    jb_session bo = hall_connect(&h);
    hall_say(&h, bo, "{'type':'hello','role':'player','code':'" HALL_CODE "','name':'Bo'}");
    JB_TRUE(jb_arena_digest(h.arena, "0123456789abcdef") != digest);
    hall_restart(&h, 10);
    JB_EQ_U64(jb_arena_digest(h.arena, "0123456789abcdef"), digest);
    JB_EQ_U64(jb_arena_digest(h.arena, "no such"), 0);
    hall_close(&h);
}

static bool results_hold(void *user, const jb_contest_row *row)
{
    hall *h = user;
    jb_db *db = NULL;
    jb_plan *plan = NULL;
    jb_results *results = NULL;
    jb_buffer why;
    jb_db_options options = { .directory = h->directory, .mode = JB_DB_READ };
    jb_buffer_init(&why, 0);
    JB_EQ_I64(jb_plan_load(jb_buffer_slice(&h->plan), &plan), JB_OK);
    JB_EQ_I64(jb_db_open(&options, &db, NULL), JB_OK);
    JB_EQ_I64(jb_results_build(db, row, &plan->rules, &results, &why), JB_OK);
    JB_EQ_I64(jb_results_compare(db, h->contest, results, &why), JB_OK);
    jb_results_destroy(results);
    jb_db_close(db);
    jb_plan_destroy(plan);
    jb_buffer_finish(&why);
    return true;
}

static void results_are_kept_at_the_end_and_follow_what_comes_after(void **state)
{
    static const char *const later[] = {
        "{'type':'ping','t0':1}",
        "{'type':'do','action':'rename','player':1,'name':'Anna'}",
        "{'type':'do','action':'kick','player':2}",
    };
    hall h;
    hall_open(&h, 0);
    hall_join(&h, "Ann", NULL);
    hall_join(&h, "Bo", NULL);
    hall_open_turn(&h, 1);
    hall_say(&h, h.host, "{'type':'do','action':'finish'}");
    for (size_t i = 0; i < sizeof later / sizeof later[0]; i++) {
        hall_say(&h, h.host, later[i]);
        hall_commit(&h);
        hall_commit(&h);
        jb_db *db = NULL;
        jb_db_options options = { .directory = h.directory, .mode = JB_DB_READ };
        JB_EQ_I64(jb_db_open(&options, &db, NULL), JB_OK);
        JB_EQ_I64(jb_db_contest_get(db, HALL_CODE, results_hold, &h), JB_OK);
        jb_db_close(db);
    }
    cJSON *shown = state_of(&h, h.host);
    JB_EQ_STR(hall_text(shown, "phase"), "finished");
    JB_EQ_SIZE(strlen(hall_text(shown, "head")), 64);
    cJSON_Delete(shown);
    hall_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_disk_refused_is_answered_by_an_error_not_an_ack),
        cmocka_unit_test(a_fault_shows_everybody_a_pause_and_the_host_why),
        cmocka_unit_test(the_host_resumes_where_the_log_stands),
        cmocka_unit_test(one_press_is_enough_while_the_log_is_still_to_be_read),
        cmocka_unit_test(pressing_again_and_again_reads_the_log_once),
        cmocka_unit_test(a_disk_that_is_still_ill_fails_again),
        cmocka_unit_test(a_join_the_disk_refused_did_not_happen),
        cmocka_unit_test(who_comes_back_when_the_disk_refuses_keeps_the_seat),
        cmocka_unit_test(a_removal_the_disk_refused_did_not_happen),
        cmocka_unit_test(the_disk_may_refuse_the_very_first_entry),
        cmocka_unit_test(an_undo_the_disk_refused_lets_nobody_back_in),
        cmocka_unit_test(a_restart_pauses_and_stops_the_clock_where_it_stood),
        cmocka_unit_test(what_was_not_on_disk_is_forgotten_by_a_restart),
        cmocka_unit_test(results_are_kept_at_the_end_and_follow_what_comes_after),
    };
    return JB_RUN(tests);
}
