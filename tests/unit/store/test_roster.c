/* The roster of a window contest: codes as people type them, rows, records, and how names go. */
#include "store_support.h"

#include <stdio.h>
#include <string.h>

#include "jinbang/roster.h"

static void a_code_that_is_made_is_read_as_itself(void **state)
{
    char first[JB_PERSONAL_CODE_SIZE];
    char second[JB_PERSONAL_CODE_SIZE];
    char read[JB_PERSONAL_CODE_SIZE];

    (void)state;
    jb_personal_code_make(first);
    jb_personal_code_make(second);
    JB_EQ_U64(strlen(first), 8);
    JB_EQ_U64(strspn(first, "0123456789ABCDEFGHJKMNPQRSTVWXYZ"), 8);
    JB_TRUE(strcmp(first, second) != 0);
    JB_TRUE(jb_personal_code_read(jb_slice_of(first), read));
    JB_EQ_STR(read, first);
}

static void codes_are_shown_so_that_people_can_copy_them(void **state)
{
    static const char *const rows[][2] = {
        { "K7Q2M9FX", "K7Q2-M9FX" }, { "20231234", "20231234" },   { "A001", "A001" },
        { "K7Q2M9F_", "K7Q2M9F_" },  { "K7Q2M9FXX", "K7Q2M9FXX" }, { "", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char shown[JB_PERSONAL_CODE_SHOWN];

        jb_personal_code_show(rows[i][0], shown);
        JB_EQ_STR(shown, rows[i][1]);
    }
}

static void codes_are_read_as_people_type_them(void **state)
{
    static const struct {
        const char *typed;
        const char *read; /* NULL: no code */
    } rows[] = {
        { "K7Q2-M9FX", "K7Q2M9FX" },
        { " k7q2 m9fx ", "K7Q2M9FX" },
        { "oil0", "0110" },
        { "２０２６－ａｂ", "2026AB" }, /* at full width */
        { "２０\u3000２６", "2026" },
        { "A_1.b", "A_1.B" },
        { "12345678901234567890123456789012", "12345678901234567890123456789012" },
        { "123456789012345678901234567890123", NULL },
        { "", NULL },
        { " - ", NULL },
        { "A/1", NULL },
        { "\xe5\xbc\xa0"
          "1",
          NULL },
        { "\xef\xbd\x9f", NULL },
        { "\xef\xbc", NULL },
        { "caf\xc3\xa9", NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char read[JB_PERSONAL_CODE_SIZE];
        const bool good = jb_personal_code_read(jb_slice_of(rows[i].typed), read);

        if (good != (rows[i].read != NULL)) {
            fail_msg("row %zu", i);
        }
        if (good) {
            JB_EQ_STR(read, rows[i].read);
        }
    }
}

/* "entry team player code name;" of each row. */
static bool write_row(void *user, const jb_roster_row *row)
{
    char line[128];

    (void)snprintf(line, sizeof(line), "%u %u %u %s %s;", row->entry, row->team, row->player,
                   row->code, row->name != NULL ? row->name : "-");
    jb_buffer_append_text(user, line);
    return true;
}

static void roster_is(jb_db *db, int64_t contest, uint32_t team, const char *expected)
{
    jb_buffer rows;

    jb_buffer_init(&rows, 0);
    JB_EQ_I64(jb_db_roster_list(db, contest, team, write_row, &rows), JB_OK);
    JB_EQ_STR(jb_buffer_text(&rows), expected);
    jb_buffer_finish(&rows);
}

static void entries_are_numbered_and_codes_are_one_persons(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    const int64_t contest = add_contest(db, "123456");
    const int64_t other = add_contest(db, "222222");
    jb_roster_row row = { .team = 2, .code = "AAAA", .name = "Ann" };
    uint32_t entry = 0;

    JB_EQ_I64(jb_db_roster_insert(db, contest, &row, &entry), JB_OK);
    JB_EQ_U64(entry, 1);
    JB_EQ_I64(jb_db_roster_insert(db, contest, &row, &entry), JB_ERR_EXISTS);
    JB_EQ_I64(jb_db_roster_insert(db, other, &row, &entry), JB_OK);
    row = (jb_roster_row){ .entry = 7, .team = 1, .code = "BBBB" };
    JB_EQ_I64(jb_db_roster_insert(db, contest, &row, &entry), JB_OK);
    row = (jb_roster_row){ .team = 2, .code = "CCCC", .name = "Cy" };
    JB_EQ_I64(jb_db_roster_insert(db, contest, &row, &entry), JB_OK);
    JB_EQ_U64(entry, 8);
    roster_is(db, contest, 0, "1 2 0 AAAA Ann;7 1 0 BBBB -;8 2 0 CCCC Cy;");
    roster_is(db, contest, 2, "1 2 0 AAAA Ann;8 2 0 CCCC Cy;");
    JB_EQ_I64(jb_db_roster_code(db, contest, 7, "DDDD"), JB_OK);
    JB_EQ_I64(jb_db_roster_code(db, contest, 7, "AAAA"), JB_ERR_EXISTS);
    JB_EQ_I64(jb_db_roster_code(db, contest, 3, "EEEE"), JB_ERR_NOT_FOUND);
    roster_is(db, contest, 1, "7 1 0 DDDD -;");
    roster_is(db, other, 0, "1 2 0 AAAA Ann;");
    jb_db_close(db);
}

static void names_go_with_those_of_participants(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    const int64_t contest = add_contest(db, "123456");
    const int64_t other = add_contest(db, "222222");
    const jb_roster_row row = { .code = "AAAA", .name = "Zebulon" };
    uint32_t entry = 0;
    bool more = true;

    JB_EQ_I64(jb_db_roster_insert(db, contest, &row, &entry), JB_OK);
    JB_EQ_I64(jb_db_roster_insert(db, other, &row, &entry), JB_OK);
    JB_EQ_I64(jb_db_participant_erase(db, contest), JB_OK);
    roster_is(db, contest, 0, "1 0 0 AAAA -;");
    roster_is(db, other, 0, "1 0 0 AAAA Zebulon;");
    JB_EQ_I64(jb_db_contest_retire(db, contest), JB_OK);
    roster_is(db, contest, 0, "");
    JB_EQ_I64(jb_db_contest_purge(db, contest, 10, &more), JB_OK);
    JB_FALSE(more);
    jb_db_close(db);
    JB_EQ_I64(ask_int(*state, "SELECT count(*) FROM roster"), 1);
}

static bool note_contest(void *user, const jb_contest_row *row)
{
    *(int64_t *)user = row->contest;
    return false;
}

/* Who never came has a name on the roster all the same. */
static void a_contest_with_names_on_its_roster_only_has_names(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    const int64_t contest = add_contest(db, "123456");
    const jb_roster_row row = { .code = "AAAA", .name = "Ann" };
    uint32_t entry = 0;
    int64_t named = 0;

    JB_EQ_I64(jb_db_contest_finish(db, contest, 1000), JB_OK);
    JB_EQ_I64(jb_db_contest_named(db, 2000, note_contest, &named), JB_ERR_NOT_FOUND);
    JB_EQ_I64(jb_db_roster_insert(db, contest, &row, &entry), JB_OK);
    JB_EQ_I64(jb_db_contest_named(db, 2000, note_contest, &named), JB_OK);
    JB_EQ_I64(named, contest);
    JB_EQ_I64(jb_db_participant_erase(db, contest), JB_OK);
    JB_EQ_I64(jb_db_contest_named(db, 2000, note_contest, &named), JB_ERR_NOT_FOUND);
    jb_db_close(db);
}

static jb_store *open_store(const place *at)
{
    const jb_store_options options = { .db = { .directory = at->directory, .mode = JB_DB_WRITE },
                                       .manual = true };
    jb_store *store = NULL;

    JB_EQ_I64(jb_store_open(&options, &store, NULL), JB_OK);
    return store;
}

static void who_joins_is_written_with_what_is_held(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    const int64_t contest = add_contest(db, "123456");
    const jb_roster_row listed = { .team = 1, .code = "AAAA", .name = "Ann" };
    jb_roster_row row = { .entry = 1, .team = 1, .player = 9, .code = "AAAA", .name = "Ann" };
    uint32_t entry = 0;
    jb_store *store;

    JB_EQ_I64(jb_db_roster_insert(db, contest, &listed, &entry), JB_OK);
    store = open_store(*state);
    (void)jb_store_roster(store, contest, &row);
    jb_store_crash(store);
    roster_is(db, contest, 0, "1 1 0 AAAA Ann;");
    store = open_store(*state);
    (void)jb_store_roster(store, contest, &row);
    row = (jb_roster_row){ .player = 10, .code = "BBBB", .name = "Bo" };
    (void)jb_store_roster(store, contest, &row);
    row = (jb_roster_row){ .player = 11, .code = "CCCC" };
    (void)jb_store_roster(store, contest, &row);
    row = (jb_roster_row){ .player = 12, .code = "BBBB" }; /* taken: nothing else is lost for it */
    (void)jb_store_roster(store, contest, &row);
    (void)jb_store_schedule(store, contest, 1000, 2000);
    JB_EQ_I64(jb_store_commit(store), JB_OK);
    jb_store_close(store);
    roster_is(db, contest, 0, "1 1 9 AAAA Ann;2 0 10 BBBB Bo;3 0 11 CCCC -;");
    jb_db_close(db);
    JB_EQ_I64(ask_int(*state, "SELECT closes_at * 10000 + opens_at FROM contest"), 20001000);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_that_is_made_is_read_as_itself),
        cmocka_unit_test(codes_are_shown_so_that_people_can_copy_them),
        cmocka_unit_test(codes_are_read_as_people_type_them),
        IN_PLACE(entries_are_numbered_and_codes_are_one_persons),
        IN_PLACE(names_go_with_those_of_participants),
        IN_PLACE(a_contest_with_names_on_its_roster_only_has_names),
        IN_PLACE(who_joins_is_written_with_what_is_held),
    };

    return JB_RUN(tests);
}
