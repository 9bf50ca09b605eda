/* A contest that is to be deleted: it leaves at once, and comes back if the disk refuses. */
#include "hall.h"

#define CONTEST_ID "0123456789abcdef"
#define HELLO_ANN  "{'type':'hello','role':'player','code':'" HALL_CODE "','name':'Ann'}"

static void who_is_in_a_retired_contest_is_told_and_nobody_gets_in(void **state)
{
    hall h;
    jb_contest_info info;
    jb_arena_metrics metrics;
    hall_open(&h, 0);
    jb_session ann = hall_join(&h, "Ann", NULL);
    jb_session wall = hall_watch(&h, JB_ROLE_SCREEN);
    h.host = hall_watch(&h, JB_ROLE_HOST);
    hall_drop_all(&h);
    JB_TRUE(!jb_arena_retire(h.arena, "none"));
    JB_TRUE(jb_arena_retire(h.arena, CONTEST_ID));
    JB_TRUE(!jb_arena_retire(h.arena, CONTEST_ID));
    const jb_session sessions[] = { ann, wall, h.host };
    for (size_t i = 0; i < 3; i++) {
        cJSON *bye = hall_take(&h, sessions[i], "bye");
        JB_EQ_STR(hall_text(bye, "reason"), "finished");
        cJSON_Delete(bye);
        JB_EQ_I64(hall_seat_of(&h, sessions[i])->closed, JB_CLOSE_FINISHED);
        JB_EQ_I64(hall_seat_of(&h, sessions[i])->channel, JB_CHANNEL_NONE);
    }
    hall_say(&h, h.host, "{'type':'do','action':'start'}"); /* said before the bye was heard */
    JB_TRUE(!jb_arena_find(h.arena, HALL_CODE, &info));
    JB_TRUE(!jb_arena_find(h.arena, CONTEST_ID, &info));
    jb_session late = hall_connect(&h);
    hall_say(&h, late, HELLO_ANN);
    hall_refused(&h, late, "no_contest");
    hall_hang_up(&h, ann);
    h.now += 5000;
    jb_arena_tick(h.arena, h.now);
    jb_arena_retired(h.arena, CONTEST_ID, true);
    hall_commit(&h);
    jb_arena_measure(h.arena, &metrics);
    JB_EQ_I64(metrics.contests, 0);
    hall_say(&h, late, HELLO_ANN);
    hall_refused(&h, late, "no_contest");
    hall_hang_up(&h, wall); /* after the contest has gone from memory */
    hall_close(&h);
}

static void a_contest_that_could_not_be_deleted_goes_on(void **state)
{
    hall h;
    char token[40];
    hall_open(&h, 0);
    (void)hall_join(&h, "Ann", token);
    JB_TRUE(jb_arena_retire(h.arena, CONTEST_ID));
    hall_break_disk(true);
    jb_arena_retired(h.arena, CONTEST_ID, false);
    hall_break_disk(false);
    jb_session again = hall_connect(&h);
    hall_hello_token(&h, again, token);
    hall_commit(&h);
    cJSON *welcome = hall_take(&h, again, "welcome");
    JB_EQ_STR(hall_text(welcome, "name"), "Ann");
    cJSON_Delete(welcome);
    hall_open_turn(&h, 1);
    hall_say(&h, again, "{'type':'answer','turn':1,'answer':'a'}");
    hall_commit(&h);
    cJSON_Delete(hall_take(&h, again, "ack"));
    assert_null(jb_arena_check(h.arena));
    hall_close(&h);
}

static void the_next_contest_gets_channels_of_its_own(void **state)
{
    hall h;
    hall_open(&h, 0);
    jb_slice plan = jb_buffer_slice(&h.plan);
    jb_session ann = hall_join(&h, "Ann", NULL);
    jb_channel first = hall_seat_of(&h, ann)->channel;
    JB_EQ_I64(jb_arena_add(h.arena, h.contest + 1, "second", "222222", plan, h.now), JB_OK);
    JB_TRUE(jb_arena_retire(h.arena, CONTEST_ID));
    jb_session bo = hall_connect(&h);
    hall_say(&h, bo, "{'type':'hello','role':'screen','code':'222222','key':'x'}");
    hall_refused(&h, bo, "bad_key"); /* the other one is there */
    jb_arena_retired(h.arena, CONTEST_ID, true);
    JB_EQ_I64(jb_arena_add(h.arena, h.contest + 2, "third", "333333", plan, h.now), JB_OK);
    hall_drop_all(&h);
    const char *const hellos[] = {
        "{'type':'hello','role':'player','code':'222222','name':'Bo'}",
        "{'type':'hello','role':'player','code':'333333','name':'Cy'}",
    };
    jb_channel channels[2];
    for (size_t i = 0; i < 2; i++) {
        jb_session session = hall_connect(&h);
        hall_say(&h, session, hellos[i]);
        channels[i] = hall_seat_of(&h, session)->channel;
    }
    JB_TRUE(channels[0] != channels[1]);
    JB_EQ_I64(channels[1], first); /* free again */
    hall_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_in_a_retired_contest_is_told_and_nobody_gets_in),
        cmocka_unit_test(a_contest_that_could_not_be_deleted_goes_on),
        cmocka_unit_test(the_next_contest_gets_channels_of_its_own),
    };
    return JB_RUN(tests);
}
