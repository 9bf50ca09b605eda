/* The stage in the arena: what waits for the disk, who acts, judges and their numbers. */
#include "hall.h"

#include <stdio.h>
#include <string.h>

#define BUZZ "{'type':'buzz','turn':1}"

static const cJSON *member(const cJSON *tree, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(tree, key);
}

/* A stage with a phone of Red and one in the hall; the buzzers of turn 1 are open. */
static void open_stage(hall *h, jb_session *red, jb_session *away)
{
    hall_open(h, HALL_STAGE);
    *red = hall_join(h, "Ann", NULL);
    *away = hall_join_hall(h, "Hal");
    hall_host_do(h, "next");
}

static void expect_step(hall *h, jb_session session, const char *step)
{
    cJSON *state = hall_take(h, session, "state");
    JB_EQ_STR(hall_text(member(state, "stage"), "step"), step);
    cJSON_Delete(state);
}

static void nothing_of_a_buzz_is_shown_before_it_is_on_disk(void **state)
{
    hall h;
    jb_session red = 0;
    jb_session away = 0;
    open_stage(&h, &red, &away);
    h.now += 100;
    hall_say(&h, red, BUZZ);
    JB_TRUE(hall_has_none(&h, red, "ack"));
    JB_TRUE(hall_has_none(&h, h.host, "state"));
    JB_TRUE(hall_has_none(&h, away, "state"));
    hall_commit(&h);
    cJSON *ack = hall_take(&h, red, "ack");
    JB_EQ_I64(hall_int(ack, "turn"), 1);
    JB_EQ_I64(hall_int(ack, "elapsed"), 100);
    cJSON_Delete(ack);
    expect_step(&h, away, "close");
    h.now += 1000;
    jb_arena_tick(h.arena, h.now); /* it is weighed: that is an event, too */
    JB_TRUE(hall_has_none(&h, away, "state"));
    hall_commit(&h);
    expect_step(&h, away, "answer");
    expect_step(&h, h.host, "answer");
    hall_say(&h, h.host, "{'type':'do','action':'verdict','is':'wrong'}");
    JB_TRUE(hall_has_none(&h, away, "state"));
    JB_TRUE(hall_has_none(&h, red, "you"));
    hall_commit(&h);
    cJSON *you = hall_take(&h, red, "you");
    JB_EQ_STR(hall_text(you, "locked_out"), "tried");
    cJSON_Delete(you);
    hall_close(&h);
}

static void a_buzz_that_the_disk_refuses_is_told_so_with_its_turn(void **state)
{
    hall h;
    jb_session red = 0;
    jb_session away = 0;
    open_stage(&h, &red, &away);
    hall_drop_all(&h);
    hall_say(&h, red, BUZZ);
    hall_break_disk(true);
    hall_commit(&h);
    cJSON *error = hall_take(&h, red, "error");
    JB_EQ_STR(hall_text(error, "code"), "store_failed");
    JB_EQ_STR(hall_text(error, "re"), "buzz");
    JB_EQ_I64(hall_int(error, "turn"), 1);
    cJSON_Delete(error);
    hall_say(&h, red, BUZZ);
    hall_refused(&h, red, "store_failed");
    hall_close(&h);
}

static void a_preview_waits_for_what_it_rests_on_and_falls_with_it(void **state)
{
    static const char ask[] = "{'type':'do','action':'preview','of':{'action':'adjust','seat':1,"
                              "'points':2.5,'reason':'x'}}";
    hall h;
    jb_session red = 0;
    jb_session away = 0;
    open_stage(&h, &red, &away);
    hall_drop_all(&h);
    hall_say(&h, red, BUZZ);
    hall_say(&h, h.host, ask);
    JB_TRUE(hall_has_none(&h, h.host, "preview"));
    hall_commit(&h);
    cJSON *preview = hall_take(&h, h.host, "preview");
    JB_EQ_STR(hall_text(preview, "re"), "adjust");
    const cJSON *row = cJSON_GetArrayItem(member(preview, "changed"), 0);
    JB_EQ_I64(hall_int(row, "seat"), 1);
    JB_EQ_I64(hall_int(member(row, "before"), "score"), 0);
    JB_TRUE(cJSON_GetNumberValue(member(member(row, "after"), "score")) > 2.4);
    cJSON_Delete(preview);
    hall_say(&h, h.host, "{'type':'do','action':'adjust','seat':2,'points':1,'reason':'x'}");
    hall_say(&h, h.host, ask);
    hall_break_disk(true);
    hall_commit(&h);
    JB_TRUE(hall_has_none(&h, h.host, "preview"));
    hall_say(&h, h.host, ask);
    hall_refused(&h, h.host, "store_failed");
    hall_close(&h);
}

static void the_paper_comes_even_when_the_disk_is_gone(void **state)
{
    hall h;
    hall_open(&h, HALL_STAGE);
    hall_host_do(&h, "next");
    hall_break_disk(true);
    hall_say(&h, h.host, "{'type':'do','action':'hall'}");
    hall_say(&h, h.host, "{'type':'do','action':'lock'}");
    hall_commit(&h);
    hall_drop_all(&h);
    hall_say(&h, h.host, "{'type':'do','action':'paper','from':2}");
    cJSON *paper = hall_take(&h, h.host, "paper");
    JB_EQ_I64(cJSON_GetArraySize(member(paper, "questions")), 2);
    cJSON_Delete(paper);
    hall_close(&h);
}

static void hello_judge(hall *h, jb_session session, int judge)
{
    static const unsigned char secret[JB_SECRET_SIZE];
    char key[JB_KEY_SIZE];
    char text[200];
    char number[20] = "";
    if (judge > 0) {
        (void)snprintf(number, sizeof number, ",'judge':%d", judge);
    }
    jb_arena_key(secret, JB_ROLE_JUDGE, "0123456789abcdef", key);
    (void)snprintf(text, sizeof text,
                   "{'type':'hello','role':'judge','code':'" HALL_CODE "','key':'%s'%s}", key,
                   number);
    hall_say(h, session, text);
    hall_commit(h);
}

static int64_t judge_number(hall *h, jb_session session)
{
    cJSON *welcome = hall_take(h, session, "welcome");
    int64_t number = hall_int(welcome, "judge");
    cJSON_Delete(welcome);
    return number;
}

static void judges_are_numbered_by_arrival_and_come_back_to_their_number(void **state)
{
    hall h;
    jb_session judges[5];
    hall_open(&h, HALL_STAGE);
    for (int i = 0; i < 5; i++) {
        judges[i] = hall_connect(&h);
    }
    hello_judge(&h, judges[0], 0);
    JB_EQ_I64(judge_number(&h, judges[0]), 1);
    hall_hang_up(&h, judges[0]); /* for a moment: the next one does not get this number */
    hello_judge(&h, judges[1], 0);
    JB_EQ_I64(judge_number(&h, judges[1]), 2);
    hello_judge(&h, judges[2], 1);
    JB_EQ_I64(judge_number(&h, judges[2]), 1);
    hello_judge(&h, judges[3], 0);
    hall_refused(&h, judges[3], "full");
    hello_judge(&h, judges[3], 3);
    hall_refused(&h, judges[3], "full");
    hello_judge(&h, judges[4], 2);
    JB_EQ_I64(judge_number(&h, judges[4]), 2);
    JB_EQ_I64(hall_seat_of(&h, judges[1])->closed, JB_CLOSE_REPLACED);
    hall_hang_up(&h, judges[1]); /* the older one is gone; the number stays taken */
    hall_hang_up(&h, judges[2]);
    hello_judge(&h, judges[3], 0);
    JB_EQ_I64(judge_number(&h, judges[3]), 1);
    hall_close(&h);
}

static void a_mark_is_shown_to_nobody_else_and_not_before_it_is_on_disk(void **state)
{
    hall h;
    hall_open(&h, HALL_STAGE);
    jb_session judges[2];
    for (int i = 0; i < 2; i++) {
        judges[i] = hall_connect(&h);
        hello_judge(&h, judges[i], 0);
    }
    jb_session wall = hall_watch(&h, JB_ROLE_SCREEN);
    hall_host_do(&h, "next");
    hall_host_do(&h, "skip");
    hall_say(&h, judges[0], "{'type':'mark','turn':2,'value':9.25}");
    JB_TRUE(hall_has_none(&h, judges[0], "state"));
    hall_commit(&h);
    const jb_session sessions[] = { judges[0], judges[1], wall, h.host };
    static const int shown[] = { 1, 0, 0, 1 };
    for (size_t i = 0; i < 4; i++) {
        cJSON *seen = hall_take(&h, sessions[i], "state");
        const cJSON *stage = member(seen, "stage");
        JB_EQ_I64(hall_int(stage, "marked"), 1);
        JB_EQ_I64(cJSON_GetArraySize(member(stage, "marks")), shown[i]);
        assert_null(member(stage, "mean"));
        cJSON_Delete(seen);
    }
    hall_say(&h, judges[1], "{'type':'mark','turn':2,'value':8}");
    hall_commit(&h);
    cJSON *seen = hall_take(&h, wall, "state");
    JB_EQ_I64(cJSON_GetArraySize(member(member(seen, "stage"), "marks")), 2);
    JB_TRUE(cJSON_GetNumberValue(member(member(seen, "stage"), "mean")) > 8.62);
    cJSON_Delete(seen);
    hall_close(&h);
}

static void expect_acting(hall *h, jb_session session, bool acting)
{
    hall_commit(h);
    cJSON *seen = hall_take(h, session, "state");
    JB_EQ_I64(cJSON_IsTrue(member(seen, "acting")), acting);
    cJSON_Delete(seen);
}

/* Its state is made when the socket takes it: somebody may have joined since it was due. */
static void a_judge_hears_of_nobody_who_is_not_on_disk(void **state)
{
    hall h;
    hall_open(&h, HALL_STAGE);
    jb_session judge = hall_watch(&h, JB_ROLE_JUDGE);
    h.host = hall_watch(&h, JB_ROLE_HOST);
    hall_drop_all(&h);
    hall_say(&h, h.host, "{'type':'do','action':'message','text':'Hi'}");
    hall_commit(&h);
    jb_session player = hall_connect(&h);
    hall_say(&h, player,
             "{'type':'hello','role':'player','code':'" HALL_CODE "','name':'Ann','team':'Red'}");
    JB_TRUE(hall_has_none(&h, judge, "state"));
    hall_commit(&h);
    cJSON *shown = hall_take(&h, judge, "state");
    JB_EQ_I64(hall_int(shown, "players"), 1);
    cJSON_Delete(shown);
    hall_close(&h);
}

static void one_console_acts_until_another_takes_over_or_it_leaves(void **state)
{
    hall h;
    hall_open(&h, HALL_STAGE);
    jb_session first = hall_watch(&h, JB_ROLE_HOST);
    jb_session second = hall_watch(&h, JB_ROLE_HOST);
    hall_say(&h, second, "{'type':'do','action':'start'}");
    hall_refused(&h, second, "not_acting");
    hall_drop_all(&h);
    hall_say(&h, second, "{'type':'do','action':'take'}");
    expect_acting(&h, first, false);
    expect_acting(&h, second, true);
    hall_say(&h, first, "{'type':'do','action':'start'}");
    hall_refused(&h, first, "not_acting");
    hall_hang_up(&h, second);
    JB_TRUE(h.timer_at <= h.now); /* the one who stays is to hear of it */
    jb_arena_tick(h.arena, h.now);
    expect_acting(&h, first, true);
    hall_say(&h, first, "{'type':'do','action':'start'}");
    expect_acting(&h, first, true);
    jb_session third = hall_watch(&h, JB_ROLE_HOST);
    hall_say(&h, third, "{'type':'do','action':'lock'}");
    hall_refused(&h, third, "not_acting");
    hall_close(&h);
}

static void a_console_that_comes_to_act_is_known_to_the_others(void **state)
{
    hall h;
    hall_open(&h, HALL_STAGE);
    jb_session first = hall_watch(&h, JB_ROLE_HOST);
    jb_session second = hall_watch(&h, JB_ROLE_HOST);
    hall_hang_up(&h, first);
    jb_arena_tick(h.arena, h.now);
    expect_acting(&h, second, true); /* nobody acts: it would, if it did something */
    hall_drop_all(&h);
    (void)hall_watch(&h, JB_ROLE_HOST);
    expect_acting(&h, second, false);
    hall_close(&h);
}

static void a_console_takes_over_while_the_disk_refuses(void **state)
{
    hall h;
    hall_open(&h, HALL_STAGE);
    h.host = hall_watch(&h, JB_ROLE_HOST);
    jb_session second = hall_watch(&h, JB_ROLE_HOST);
    hall_host_do(&h, "next");
    hall_break_disk(true);
    hall_host_do(&h, "lock");
    hall_break_disk(false);
    hall_commit(&h); /* the log is read back */
    hall_drop_all(&h);
    hall_say(&h, second, "{'type':'do','action':'resume'}");
    hall_refused(&h, second, "not_acting");
    hall_say(&h, second, "{'type':'do','action':'take'}");
    expect_acting(&h, second, true);
    hall_say(&h, second, "{'type':'do','action':'resume'}");
    hall_commit(&h);
    cJSON *seen = hall_take(&h, second, "state");
    JB_TRUE(cJSON_IsFalse(member(seen, "paused")));
    cJSON_Delete(seen);
    hall_close(&h);
}

static void marks_never_make_a_command_stale_but_a_buzz_does(void **state)
{
    char text[120];
    hall h;
    jb_session red = 0;
    jb_session away = 0;
    open_stage(&h, &red, &away);
    hall_say(&h, h.host, "{'type':'do','action':'blank','on':false}");
    hall_commit(&h);
    cJSON *seen = hall_take(&h, h.host, "state");
    (void)snprintf(text, sizeof text, "{'type':'do','action':'next','seq':%lld}",
                   (long long)hall_int(seen, "seq"));
    cJSON_Delete(seen);
    hall_say(&h, away, "{'type':'answer','turn':1,'answer':'a'}");
    hall_say(&h, red, BUZZ);
    hall_commit(&h);
    hall_drop_all(&h);
    hall_say(&h, h.host, text);
    hall_commit(&h);
    hall_refused(&h, h.host, "stale");
    hall_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_of_a_buzz_is_shown_before_it_is_on_disk),
        cmocka_unit_test(a_buzz_that_the_disk_refuses_is_told_so_with_its_turn),
        cmocka_unit_test(a_preview_waits_for_what_it_rests_on_and_falls_with_it),
        cmocka_unit_test(the_paper_comes_even_when_the_disk_is_gone),
        cmocka_unit_test(judges_are_numbered_by_arrival_and_come_back_to_their_number),
        cmocka_unit_test(a_mark_is_shown_to_nobody_else_and_not_before_it_is_on_disk),
        cmocka_unit_test(a_judge_hears_of_nobody_who_is_not_on_disk),
        cmocka_unit_test(one_console_acts_until_another_takes_over_or_it_leaves),
        cmocka_unit_test(a_console_that_comes_to_act_is_known_to_the_others),
        cmocka_unit_test(a_console_takes_over_while_the_disk_refuses),
        cmocka_unit_test(marks_never_make_a_command_stale_but_a_buzz_does),
    };
    return JB_RUN(tests);
}
