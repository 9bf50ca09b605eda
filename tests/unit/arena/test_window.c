/* Window contests: the clock, opening and closing, going on without a host, papers and the disk. */
#include "hall.h"

#include <stdio.h>
#include <string.h>

enum {
    MINUTE_MS = 60 * 1000,
    HOUR_MS = 60 * MINUTE_MS,
    PAPER_MS = 30 * MINUTE_MS
};

static jb_time wall_of(const hall *h)
{
    return h->now + h->wall;
}

static jb_phase phase_of(const hall *h)
{
    jb_contest_info info;
    JB_TRUE(jb_arena_find(h->arena, HALL_CODE, &info));
    return info.phase;
}

static jb_time clock_of(const hall *h)
{
    jb_contest_info info;
    JB_TRUE(jb_arena_find(h->arena, HALL_CODE, &info));
    return info.now;
}

/* The contest is open, and somebody is in it. */
static jb_session open_hall(hall *h, unsigned options)
{
    hall_open(h, HALL_WINDOW | options);
    hall_pass(h, MINUTE_MS);
    JB_EQ_I64(phase_of(h), JB_PHASE_OPEN);
    return hall_join(h, "Ann", NULL);
}

/* The next attempt after a message that was committed. */
static cJSON *say(hall *h, jb_session session, const char *text)
{
    hall_say(h, session, text);
    hall_commit(h);
    return hall_take(h, session, "attempt");
}

/* A place of the newest paper that was begun with a question of one choice. */
static int choice;

static jb_time begin(hall *h, jb_session session)
{
    cJSON *attempt = say(h, session, "{'type':'open'}");
    const cJSON *question = NULL;
    JB_EQ_STR(hall_text(attempt, "state"), "open");
    cJSON_ArrayForEach(question, cJSON_GetObjectItem(attempt, "questions")) {
        choice = strcmp(hall_text(question, "kind"), "single") == 0
                     ? (int)hall_int(question, "turn")
                     : choice;
    }
    jb_time ends_at = hall_int(attempt, "ends_at");
    cJSON_Delete(attempt);
    return ends_at;
}

static void answer(hall *h, jb_session session)
{
    char text[64];
    (void)snprintf(text, sizeof text, "{'type':'answer','turn':%d,'answer':'a'}", choice);
    hall_say(h, session, text);
    hall_commit(h);
}

/* ---- opening and closing ---- */

static void it_opens_and_closes_by_the_wall_clock(void **state)
{
    hall h;
    (void)state;
    hall_open(&h, HALL_WINDOW);
    jb_session ann = hall_join(&h, "Ann", NULL);
    hall_pass(&h, MINUTE_MS - 1);
    JB_EQ_I64(phase_of(&h), JB_PHASE_LOBBY);
    hall_say(&h, ann, "{'type':'open'}");
    hall_refused(&h, ann, "not_open");
    JB_EQ_I64(h.timer_at, h.now + 1); /* to the millisecond */
    hall_pass(&h, 1);
    JB_EQ_I64(phase_of(&h), JB_PHASE_OPEN);
    cJSON *attempt = hall_take(&h, ann, "attempt");
    JB_TRUE(cJSON_IsTrue(cJSON_GetObjectItem(attempt, "may_open")));
    cJSON_Delete(attempt);
    h.now += HALL_CLOSES - HALL_OPENS - 10000;
    hall_pass(&h, 0);
    jb_arena_tick(h.arena, h.now);
    JB_EQ_I64(begin(&h, ann), HALL_CLOSES); /* sooner than half an hour */
    hall_pass(&h, 9999);
    JB_EQ_I64(phase_of(&h), JB_PHASE_OPEN);
    hall_pass(&h, 1);
    JB_EQ_I64(phase_of(&h), JB_PHASE_FINISHED);
    attempt = hall_take(&h, ann, "attempt");
    JB_EQ_STR(hall_text(attempt, "why"), "close");
    JB_EQ_I64(hall_int(attempt, "handed_in_at"), HALL_CLOSES);
    cJSON_Delete(attempt);
    hall_close(&h);
}

/* ---- steps of the system's clock ---- */

static void a_step_forwards_is_a_pause_of_that_length(void **state)
{
    hall h;
    (void)state;
    jb_session ann = open_hall(&h, 0);
    jb_time ends_at = begin(&h, ann);
    JB_EQ_I64(ends_at, wall_of(&h) + PAPER_MS);
    h.wall += HOUR_MS;
    hall_pass(&h, 10000);
    JB_EQ_I64(clock_of(&h), wall_of(&h) - HOUR_MS); /* it has to hold */
    hall_pass(&h, 1000);
    JB_EQ_I64(clock_of(&h), wall_of(&h));
    cJSON *attempt = hall_take(&h, ann, "attempt");
    JB_EQ_I64(hall_int(attempt, "ends_at"), ends_at + HOUR_MS);
    cJSON_Delete(attempt);
    answer(&h, ann);
    cJSON_Delete(hall_take(&h, ann, "ack"));
    hall_close(&h);
}

static void a_step_that_does_not_hold_opens_nothing(void **state)
{
    hall h;
    (void)state;
    hall_open(&h, HALL_WINDOW);
    h.wall += HOUR_MS;
    hall_pass(&h, 5000);
    h.wall -= HOUR_MS;
    hall_pass(&h, 20000);
    JB_EQ_I64(phase_of(&h), JB_PHASE_LOBBY);
    JB_EQ_I64(clock_of(&h), wall_of(&h));
    h.wall += HOUR_MS;
    hall_pass(&h, 11000);
    JB_EQ_I64(phase_of(&h), JB_PHASE_OPEN);
    hall_close(&h);
}

static void backwards_the_clock_runs_on_and_the_close_waits(void **state)
{
    hall h;
    (void)state;
    jb_session ann = open_hall(&h, 0);
    h.now += HALL_CLOSES - HALL_OPENS - MINUTE_MS;
    hall_pass(&h, 1000);
    jb_time before = clock_of(&h);
    h.wall -= HOUR_MS;
    hall_pass(&h, 2 * MINUTE_MS);
    JB_EQ_I64(clock_of(&h), before + 2 * MINUTE_MS);
    JB_EQ_I64(phase_of(&h), JB_PHASE_OPEN);
    /* Half an hour of paper is less than the hour that is left by the wall clock. */
    jb_time ends_at = begin(&h, ann);
    JB_EQ_I64(ends_at, clock_of(&h) + PAPER_MS);
    hall_pass(&h, PAPER_MS);
    cJSON *attempt = hall_take(&h, ann, "attempt");
    JB_EQ_STR(hall_text(attempt, "why"), "limit");
    cJSON_Delete(attempt);
    hall_pass(&h, PAPER_MS);
    JB_EQ_I64(phase_of(&h), JB_PHASE_FINISHED);
    hall_close(&h);
}

/* ---- restarts ---- */

static void a_restart_gives_open_papers_the_time_back(void **state)
{
    hall h;
    char token[40];
    (void)state;
    (void)open_hall(&h, 0);
    jb_session bo = hall_join(&h, "Bo", token);
    jb_time ends_at = begin(&h, bo);
    hall_pass(&h, 5000); /* the clock is noted every second */
    hall_restart(&h, 3 * HOUR_MS);
    jb_session again = hall_connect(&h);
    hall_hello_token(&h, again, token);
    hall_commit(&h);
    cJSON *attempt = hall_take(&h, again, "attempt");
    JB_EQ_STR(hall_text(attempt, "state"), "open");
    JB_EQ_I64(hall_int(attempt, "now"), wall_of(&h));
    JB_EQ_I64(hall_int(attempt, "ends_at"), ends_at + 3 * HOUR_MS);
    cJSON_Delete(attempt);
    hall_close(&h);
}

static void a_restart_without_open_papers_leaves_no_trace(void **state)
{
    hall h;
    (void)state;
    (void)open_hall(&h, 0);
    uint64_t before = jb_arena_digest(h.arena, "0123456789abcdef");
    hall_restart(&h, HOUR_MS);
    JB_EQ_U64(jb_arena_digest(h.arena, "0123456789abcdef"), before);
    JB_EQ_I64(phase_of(&h), JB_PHASE_OPEN);
    JB_EQ_I64(clock_of(&h), wall_of(&h));
    hall_close(&h);
}

static void what_closed_while_the_server_was_down_is_closed(void **state)
{
    hall h;
    char token[40];
    (void)state;
    (void)open_hall(&h, 0);
    jb_session bo = hall_join(&h, "Bo", token);
    (void)begin(&h, bo);
    hall_restart(&h, HALL_CLOSES - HALL_OPENS);
    JB_EQ_I64(phase_of(&h), JB_PHASE_FINISHED);
    jb_session again = hall_connect(&h);
    hall_hello_token(&h, again, token);
    hall_commit(&h);
    cJSON *attempt = hall_take(&h, again, "attempt");
    JB_EQ_STR(hall_text(attempt, "why"), "close");
    cJSON_Delete(attempt);
    hall_close(&h);
}

/* ---- the disk ---- */

static void a_paper_waits_for_the_disk(void **state)
{
    hall h;
    (void)state;
    jb_session ann = open_hall(&h, 0);
    static const char *const messages[] = { "{'type':'open'}", "{'type':'hand_in'}" };
    for (size_t i = 0; i < sizeof messages / sizeof messages[0]; i++) {
        hall_say(&h, ann, messages[i]);
        JB_TRUE(hall_has_none(&h, ann, "attempt"));
        hall_commit(&h);
        cJSON_Delete(hall_take(&h, ann, "attempt"));
    }
    hall_close(&h);
}

static void it_goes_on_by_itself_when_the_disk_works_again(void **state)
{
    hall h;
    (void)state;
    jb_session ann = open_hall(&h, 0);
    jb_time ends_at = begin(&h, ann);
    hall_break_disk(true);
    answer(&h, ann);
    hall_refused(&h, ann, "store_failed");
    hall_pass(&h, 10000); /* it was tried more than once, and refused */
    jb_arena_metrics metrics;
    jb_arena_measure(h.arena, &metrics);
    JB_TRUE(metrics.store_failed);
    hall_break_disk(false);
    hall_pass(&h, MINUTE_MS);
    jb_arena_measure(h.arena, &metrics);
    JB_FALSE(metrics.store_failed);
    hall_drop_all(&h);
    answer(&h, ann);
    cJSON_Delete(hall_take(&h, ann, "ack"));
    cJSON *attempt = say(&h, ann, "{'type':'hand_in'}");
    JB_EQ_I64(hall_int(attempt, "handed_in_at"), wall_of(&h));
    JB_TRUE(hall_int(attempt, "started_at") > ends_at - PAPER_MS); /* the trouble cost no time */
    cJSON_Delete(attempt);
    hall_close(&h);
}

/* ---- who watches ---- */

static void a_board_is_made_once_a_second_and_only_for_somebody(void **state)
{
    hall h;
    (void)state;
    jb_session ann = open_hall(&h, 0);
    jb_session wall = hall_watch(&h, JB_ROLE_SCREEN);
    hall_pass(&h, 2000);
    hall_drop_all(&h);
    (void)begin(&h, ann);
    cJSON *shown = hall_take(&h, wall, "state");
    JB_EQ_I64(hall_int(cJSON_GetObjectItem(shown, "board"), "open"), 1);
    cJSON_Delete(shown);
    cJSON_Delete(say(&h, ann, "{'type':'hand_in'}"));
    JB_TRUE(hall_has_none(&h, wall, "state"));
    hall_pass(&h, 1000);
    shown = hall_take(&h, wall, "state");
    JB_EQ_I64(hall_int(cJSON_GetObjectItem(shown, "board"), "handed_in"), 1);
    cJSON_Delete(shown);
    hall_close(&h);
}

/* Another day, another paper: pages need not ask. */
static void midnight_lets_everybody_begin_again(void **state)
{
    hall h;
    (void)state;
    jb_session ann = open_hall(&h, 0);
    (void)begin(&h, ann);
    cJSON_Delete(say(&h, ann, "{'type':'hand_in'}"));
    hall_say(&h, ann, "{'type':'open'}");
    hall_refused(&h, ann, "no_attempts_today");
    h.now += 15 * HOUR_MS;
    hall_pass(&h, 2 * HOUR_MS);
    cJSON *attempt = hall_take(&h, ann, "attempt");
    JB_TRUE(cJSON_IsTrue(cJSON_GetObjectItem(attempt, "may_open")));
    JB_EQ_I64(hall_int(attempt, "left"), 1);
    cJSON_Delete(attempt);
    hall_close(&h);
}

static void live_contests_take_no_papers(void **state)
{
    hall h;
    (void)state;
    hall_open(&h, 0);
    jb_session ann = hall_join_hall(&h, "Ann");
    hall_open_turn(&h, 1);
    hall_say(&h, ann, "{'type':'open'}");
    hall_refused(&h, ann, "not_now");
    hall_say(&h, ann, "{'type':'hand_in'}");
    hall_refused(&h, ann, "not_now");
    jb_session code = hall_come(&h, "K7Q2M9FX");
    hall_refused(&h, code, "bad_personal_code");
    hall_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_opens_and_closes_by_the_wall_clock),
        cmocka_unit_test(a_step_forwards_is_a_pause_of_that_length),
        cmocka_unit_test(a_step_that_does_not_hold_opens_nothing),
        cmocka_unit_test(backwards_the_clock_runs_on_and_the_close_waits),
        cmocka_unit_test(a_restart_gives_open_papers_the_time_back),
        cmocka_unit_test(a_restart_without_open_papers_leaves_no_trace),
        cmocka_unit_test(what_closed_while_the_server_was_down_is_closed),
        cmocka_unit_test(a_paper_waits_for_the_disk),
        cmocka_unit_test(it_goes_on_by_itself_when_the_disk_works_again),
        cmocka_unit_test(a_board_is_made_once_a_second_and_only_for_somebody),
        cmocka_unit_test(midnight_lets_everybody_begin_again),
        cmocka_unit_test(live_contests_take_no_papers),
    };
    return JB_RUN(tests);
}
