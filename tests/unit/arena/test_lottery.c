/* Lotteries: the commitment is shown when it is on disk, and the draw is what tickets say. */
#include "hall.h"

#include <stdio.h>
#include <string.h>

#include "jinbang/lottery.h"

#define DRAW_1 "'draw':1,'text':"

static jb_session finished_hall(hall *h, unsigned options)
{
    hall_open(h, HALL_DRAWS | options);
    (void)hall_join_hall(h, "Ann");
    (void)hall_join_hall(h, "Bo");
    hall_host_do(h, "start");
    hall_host_do(h, "finish");
    return h->host;
}

/* The lottery in the newest state of the host; freed with the tree. */
static const cJSON *lottery_in(const cJSON *state)
{
    const cJSON *board = cJSON_GetObjectItem(state, "board");
    return cJSON_GetArrayItem(cJSON_GetObjectItem(board ? board : state, "lotteries"), 0);
}

static void host_says(hall *h, const char *text)
{
    hall_say(h, h->host, text);
}

static const char announcing[] =
    "{'type':'do','action':'announce'," DRAW_1 "'The number of tomorrow'}";
static const char drawing[] = "{'type':'do','action':'draw'," DRAW_1 "'0423'}";

/* Live contests have them, too. */
static void the_commitment_waits_for_the_disk(void **state)
{
    hall h;
    (void)state;
    jb_session host = finished_hall(&h, 0);
    host_says(&h, drawing);
    hall_commit(&h);
    hall_refused(&h, host, "not_now");
    hall_drop_all(&h);
    host_says(&h, announcing);
    JB_TRUE(hall_has_none(&h, host, "state"));
    host_says(&h, drawing); /* nobody has seen the commitment yet */
    hall_commit(&h);
    hall_refused(&h, host, "not_now");
    host_says(&h, "{'type':'do','action':'blank','on':false}");
    hall_commit(&h);
    cJSON *shown = hall_take(&h, host, "state");
    JB_EQ_U64(strlen(hall_text(lottery_in(shown), "commitment")), 64);
    JB_EQ_STR(hall_text(lottery_in(shown), "source"), "The number of tomorrow");
    JB_EQ_I64(hall_int(lottery_in(shown), "eligible"), 2);
    cJSON_Delete(shown);
    hall_close(&h);
}

static void the_tickets_decide(void **state)
{
    static const uint32_t eligible[] = { 1, 2 };
    hall h;
    jb_hash commitment;
    uint32_t winner = 0;
    (void)state;
    jb_session host = finished_hall(&h, 0);
    host_says(&h, announcing);
    hall_commit(&h);
    cJSON *shown = hall_take(&h, host, "state");
    const char *hex = hall_text(lottery_in(shown), "commitment");
    JB_EQ_I64(jb_hex_decode(jb_slice_of(hex), commitment.bytes, JB_HASH_SIZE), JB_OK);
    cJSON_Delete(shown);
    JB_EQ_I64(jb_lottery_draw(&commitment, jb_slice_of("0423"), 1, eligible, 2, 1, &winner), JB_OK);
    host_says(&h, drawing);
    hall_commit(&h);
    shown = hall_take(&h, host, "state");
    const cJSON *drawn = cJSON_GetObjectItem(lottery_in(shown), "drawn");
    JB_EQ_I64(cJSON_GetArraySize(drawn), 1);
    JB_EQ_I64(hall_int(cJSON_GetArrayItem(drawn, 0), "player"), winner);
    JB_EQ_STR(hall_text(cJSON_GetArrayItem(drawn, 0), "name"), winner == 1 ? "Ann" : "Bo");
    cJSON_Delete(shown);
    host_says(&h, drawing);
    hall_commit(&h);
    hall_refused(&h, host, "not_now");
    hall_close(&h);
}

/* An announcement that the disk refuses has not happened; nobody is shown a hash of it. */
static void a_refused_announcement_commits_to_nothing(void **state)
{
    hall h;
    (void)state;
    jb_session host = finished_hall(&h, 0);
    hall_break_disk(true);
    hall_drop_all(&h);
    host_says(&h, announcing);
    hall_commit(&h);
    hall_commit(&h); /* the log is read back */
    cJSON *shown = hall_take(&h, host, "state");
    JB_EQ_STR(hall_text(shown, "reason"), "store");
    cJSON_Delete(shown);
    hall_break_disk(false);
    hall_drop_all(&h);
    host_says(&h, "{'type':'do','action':'resume'}");
    hall_commit(&h);
    hall_commit(&h);
    shown = hall_take(&h, host, "state");
    JB_EQ_STR(hall_text(lottery_in(shown), "commitment"), "");
    assert_null(cJSON_GetObjectItem(lottery_in(shown), "source"));
    cJSON_Delete(shown);
    host_says(&h, announcing);
    hall_commit(&h);
    shown = hall_take(&h, host, "state");
    JB_EQ_U64(strlen(hall_text(lottery_in(shown), "commitment")), 64);
    cJSON_Delete(shown);
    hall_close(&h);
}

static void it_is_the_same_after_a_crash(void **state)
{
    hall h;
    char before[80] = "";
    (void)state;
    jb_session host = finished_hall(&h, 0);
    host_says(&h, announcing);
    hall_commit(&h);
    cJSON *shown = hall_take(&h, host, "state");
    (void)snprintf(before, sizeof before, "%s", hall_text(lottery_in(shown), "commitment"));
    int64_t entry = hall_int(lottery_in(shown), "entry");
    cJSON_Delete(shown);
    hall_restart(&h, 1000);
    h.host = hall_watch(&h, JB_ROLE_HOST);
    host_says(&h, drawing);
    hall_commit(&h);
    shown = hall_take(&h, h.host, "state");
    JB_EQ_STR(hall_text(lottery_in(shown), "commitment"), before);
    JB_EQ_I64(hall_int(lottery_in(shown), "entry"), entry);
    JB_EQ_STR(hall_text(lottery_in(shown), "number"), "0423");
    cJSON_Delete(shown);
    hall_close(&h);
}

static void what_is_entered_is_a_line_of_words(void **state)
{
    static const char *const bad[] = { "''", "'\\n'", "'\\u202e'", "' '" };
    hall h;
    (void)state;
    jb_session host = finished_hall(&h, HALL_WINDOW);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char text[128];
        (void)snprintf(text, sizeof text, "{'type':'do','action':'announce'," DRAW_1 "%s}", bad[i]);
        host_says(&h, text);
        hall_commit(&h);
        hall_refused(&h, host, "bad_field");
    }
    host_says(&h, "{'type':'do','action':'announce','draw':2,'text':'x'}");
    hall_commit(&h);
    hall_refused(&h, host, "bad_field");
    hall_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_commitment_waits_for_the_disk),
        cmocka_unit_test(the_tickets_decide),
        cmocka_unit_test(a_refused_announcement_commits_to_nothing),
        cmocka_unit_test(it_is_the_same_after_a_crash),
        cmocka_unit_test(what_is_entered_is_a_line_of_words),
    };
    return JB_RUN(tests);
}
