/* Personal codes: who comes with one is who it belongs to, on any device, before and after a crash.
 */
#include "hall.h"

#include <stdio.h>
#include <string.h>

#include "codes.h"

#define ID "0123456789abcdef"

/* ---- the list ---- */

static void codes_are_found_until_they_are_changed(void **state)
{
    jb_codes codes = { 0 };
    jb_roster_row row = { .entry = 1, .team = 2, .code = "AAAA", .name = "Ann" };
    (void)state;
    JB_EQ_I64(jb_codes_put(&codes, &row), JB_OK);
    JB_EQ_STR(jb_codes_find(&codes, "AAAA")->name, "Ann");
    assert_null(jb_codes_find(&codes, "BBBB"));
    row = (jb_roster_row){ .entry = 1, .team = 2, .player = 7, .code = "BBBB" };
    JB_EQ_I64(jb_codes_put(&codes, &row), JB_OK);
    assert_null(jb_codes_find(&codes, "AAAA"));
    JB_EQ_U64(jb_codes_find(&codes, "BBBB")->player, 7);
    JB_EQ_STR(jb_codes_find(&codes, "BBBB")->name, "Ann");
    JB_EQ_STR(jb_codes_of(&codes, 7), "BBBB");
    JB_EQ_STR(jb_codes_of(&codes, 6), "");
    JB_EQ_STR(jb_codes_of(&codes, 800), "");
    row = (jb_roster_row){ .player = 800, .code = "CCCC", .name = "Cy" }; /* has no number yet */
    JB_EQ_I64(jb_codes_put(&codes, &row), JB_OK);
    row = (jb_roster_row){ .entry = 9, .player = 800, .code = "DDDD" };
    JB_EQ_I64(jb_codes_put(&codes, &row), JB_OK);
    JB_EQ_U64(codes.count, 2);
    JB_EQ_STR(jb_codes_of(&codes, 800), "DDDD");
    jb_codes_erase(&codes);
    assert_null(jb_codes_find(&codes, "DDDD")->name);
    jb_codes_finish(&codes);
}

static void many_codes_are_told_apart(void **state)
{
    enum {
        MANY = 5000
    };
    jb_codes codes = { 0 };
    char code[16];
    (void)state;
    for (uint32_t i = 1; i <= MANY; i++) {
        (void)snprintf(code, sizeof code, "C%u", i);
        const jb_roster_row row = { .entry = i, .code = code };
        JB_EQ_I64(jb_codes_put(&codes, &row), JB_OK);
    }
    for (uint32_t i = 1; i <= MANY; i++) {
        (void)snprintf(code, sizeof code, "C%u", i);
        JB_EQ_U64(jb_codes_find(&codes, code)->entry, i);
    }
    JB_EQ_U64(codes.count, MANY);
    jb_codes_finish(&codes);
}

/* ---- in a contest ---- */

static void put_on_roster(jb_db *db, void *arg)
{
    hall *h = arg;
    static const jb_roster_row rows[] = { { .team = 1, .code = "A001", .name = "Ann" },
                                          { .team = 2, .code = "A002", .name = "Bo" } };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint32_t entry = 0;
        JB_EQ_I64(jb_db_roster_insert(db, h->contest, &rows[i], &entry), JB_OK);
        jb_roster_row row = rows[i];
        row.entry = entry;
        JB_TRUE(jb_arena_roster(h->arena, ID, &row));
    }
}

static void nothing(void *arg)
{
    (void)arg;
}

/* Open, with two people on the roster. */
static void open_hall(hall *h)
{
    hall_open(h, HALL_WINDOW | HALL_ROSTER | HALL_TEAMS);
    hall_pass(h, 60000);
    const jb_job job = { .work = put_on_roster, .done = nothing, .arg = h };
    JB_EQ_I64(jb_store_run(h->store, &job), JB_OK);
    hall_commit(h);
}

/* The welcome of somebody who comes with a code, as "player name team". */
static jb_session come(hall *h, const char *code, const char *expected)
{
    char said[64];
    jb_session session = hall_come(h, code);
    hall_commit(h);
    cJSON *welcome = hall_take(h, session, "welcome");
    (void)snprintf(said, sizeof said, "%d %s %s", (int)hall_int(welcome, "player"),
                   hall_text(welcome, "name"), hall_text(welcome, "team"));
    JB_EQ_STR(said, expected);
    cJSON_Delete(welcome);
    return session;
}

static void only_a_code_leads_in_and_once(void **state)
{
    hall h;
    (void)state;
    open_hall(&h);
    jb_session stranger = hall_connect(&h);
    hall_say(&h, stranger, "{'type':'hello','role':'player','code':'" HALL_CODE "','name':'Ann'}");
    hall_refused(&h, stranger, "personal_code_needed");
    jb_session guess = hall_come(&h, "A003");
    hall_refused(&h, guess, "bad_personal_code");
    JB_EQ_U64(h.failures, 1); /* guessing is counted */
    jb_session ann = come(&h, " a-001 ", "1 Ann Red");
    jb_session tablet = come(&h, "A001", "1 Ann Red");
    cJSON *bye = hall_take(&h, ann, "bye");
    JB_EQ_STR(hall_text(bye, "reason"), "replaced");
    cJSON_Delete(bye);
    cJSON *attempt = hall_take(&h, tablet, "attempt");
    JB_EQ_STR(hall_text(attempt, "personal_code"), "A001");
    cJSON_Delete(attempt);
    (void)come(&h, "A002", "2 Bo Blue");
    hall_close(&h);
}

static void who_has_joined_is_known_after_a_crash(void **state)
{
    hall h;
    (void)state;
    open_hall(&h);
    (void)come(&h, "A001", "1 Ann Red");
    hall_restart(&h, 1000);
    (void)come(&h, "A001", "1 Ann Red");
    (void)come(&h, "A002", "2 Bo Blue");
    hall_close(&h);
}

/* What is not on disk has not happened: the entry is nobody's again. */
static void a_join_that_the_disk_refuses_can_be_made_again(void **state)
{
    hall h;
    (void)state;
    open_hall(&h);
    hall_break_disk(true);
    jb_session ann = hall_come(&h, "A001");
    hall_commit(&h);
    hall_refused(&h, ann, "store_failed");
    hall_break_disk(false);
    hall_pass(&h, 120000);
    (void)come(&h, "A002", "1 Bo Blue");
    (void)come(&h, "A001", "2 Ann Red");
    hall_close(&h);
}

static void somebody_kicked_comes_again_and_somebody_banned_does_not(void **state)
{
    hall h;
    (void)state;
    open_hall(&h);
    (void)come(&h, "A001", "1 Ann Red");
    (void)come(&h, "A002", "2 Bo Blue");
    hall_host_do(&h, "kick','player':1,'x':'");
    hall_host_do(&h, "ban','player':2,'x':'");
    (void)come(&h, "A001", "3 Ann (2) Red"); /* the first Ann is in the list, too */
    jb_session banned = hall_come(&h, "A002");
    hall_refused(&h, banned, "banned");
    hall_close(&h);
}

static void another_code_takes_the_place_of_a_lost_one(void **state)
{
    hall h;
    const jb_roster_row row = { .entry = 1, .team = 1, .player = 1, .code = "K7Q2M9FX" };
    (void)state;
    open_hall(&h);
    jb_session ann = come(&h, "A001", "1 Ann Red");
    hall_say(&h, ann, "{'type':'open'}");
    hall_commit(&h);
    JB_TRUE(jb_arena_roster(h.arena, ID, &row));
    JB_FALSE(jb_arena_roster(h.arena, "no such", &row));
    jb_session lost = hall_come(&h, "A001");
    hall_refused(&h, lost, "bad_personal_code");
    jb_session again = come(&h, "k7q2 m9fx", "1 Ann Red");
    cJSON *attempt = hall_take(&h, again, "attempt");
    JB_EQ_STR(hall_text(attempt, "state"), "open");
    JB_EQ_STR(hall_text(attempt, "personal_code"), "K7Q2-M9FX");
    cJSON_Delete(attempt);
    hall_close(&h);
}

/* Where anybody may take part a code is made when they join, and written with the join. */
static void everybody_in_an_open_contest_has_a_code(void **state)
{
    hall h;
    char code[64];
    char token[40];
    (void)state;
    hall_open(&h, HALL_WINDOW);
    hall_pass(&h, 60000);
    jb_session ann = hall_join(&h, "Ann", token);
    hall_say(&h, ann, "{'type':'open'}");
    hall_commit(&h);
    cJSON *attempt = hall_take(&h, ann, "attempt");
    (void)snprintf(code, sizeof code, "%s", hall_text(attempt, "personal_code"));
    JB_EQ_U64(strlen(code), 9);
    cJSON_Delete(attempt);
    for (int crashed = 0; crashed < 2; crashed++) {
        jb_session again = hall_come(&h, code);
        hall_commit(&h);
        cJSON *welcome = hall_take(&h, again, "welcome");
        JB_EQ_STR(hall_text(welcome, "name"), "Ann");
        JB_EQ_STR(hall_text(welcome, "token"), token); /* the same for every device */
        cJSON_Delete(welcome);
        hall_restart(&h, 1000);
    }
    hall_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_found_until_they_are_changed),
        cmocka_unit_test(many_codes_are_told_apart),
        cmocka_unit_test(only_a_code_leads_in_and_once),
        cmocka_unit_test(who_has_joined_is_known_after_a_crash),
        cmocka_unit_test(a_join_that_the_disk_refuses_can_be_made_again),
        cmocka_unit_test(somebody_kicked_comes_again_and_somebody_banned_does_not),
        cmocka_unit_test(another_code_takes_the_place_of_a_lost_one),
        cmocka_unit_test(everybody_in_an_open_contest_has_a_code),
    };
    return JB_RUN(tests);
}
