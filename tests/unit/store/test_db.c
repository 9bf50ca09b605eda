/*
 * Opening, migrating and the catalog: a fresh folder, an old database, a newer one, one that is not
 * ours; then each kind of row in and out again.
 */
#include "store_support.h"

#include <stdio.h>
#include <string.h>

#include <sys/stat.h>
#include <unistd.h>

#include "store_internal.h"

/* ---- opening ---- */

static jb_status try_open(const place *at, jb_db_mode mode, jb_buffer *why)
{
    const jb_db_options options = { .directory = at->directory, .mode = mode };
    jb_db *db = NULL;
    jb_status status = jb_db_open(&options, &db, why);

    if (status != JB_OK) {
        JB_TRUE(db == NULL);
    }
    jb_db_close(db);
    return status;
}

static unsigned mode_of(const place *at, const char *name)
{
    char path[128];
    struct stat info;

    (void)snprintf(path, sizeof(path), "%s/%s", at->directory, name);
    JB_EQ_I64(stat(path, &info), 0);
    return info.st_mode & 0777u;
}

static void a_fresh_folder_is_made_for_nobody_else_to_read(void **state)
{
    const place *at = *state;
    jb_db *db = open_db(at, JB_DB_WRITE);

    (void)add_contest(db, "123456");
    JB_EQ_U64(mode_of(at, "."), 0700);
    JB_EQ_U64(mode_of(at, "jinbang.db"), 0600);
    JB_EQ_U64(mode_of(at, "jinbang.db-wal"), 0600);
    JB_EQ_U64(mode_of(at, "jinbang.db-shm"), 0600);
    jb_db_close(db);
    JB_EQ_I64(ask_int(at, "PRAGMA user_version"), jb_schema_version);
}

static void what_was_committed_is_there_after_opening_again(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    int64_t contest = add_contest(db, "123456");

    JB_EQ_I64(jb_db_clock_set(db, contest, 77), JB_OK);
    jb_db_close(db);
    db = open_db(*state, JB_DB_WRITE);
    jb_time now = 0;
    JB_EQ_I64(jb_db_clock_get(db, contest, &now), JB_OK);
    JB_EQ_I64(now, 77);
    jb_db_close(db);
}

/* What is written to a file that has lost its name is found by nobody. */
static void nothing_is_committed_to_files_that_have_been_taken_away(void **state)
{
    static const char *const names[] = { "jinbang.db", "jinbang.db-wal", "jinbang.db-shm" };
    const place *at = *state;
    jb_db *db = open_db(at, JB_DB_WRITE);
    int64_t contest = add_contest(db, "123456");
    char path[128];
    char aside[140];

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        jb_time now = 0;

        (void)snprintf(path, sizeof(path), "%s/%s", at->directory, names[i]);
        (void)snprintf(aside, sizeof(aside), "%s.aside", path);
        JB_EQ_I64(rename(path, aside), 0);
        JB_EQ_I64(jb_db_begin(db), JB_OK);
        JB_EQ_I64(jb_db_clock_set(db, contest, 100 + (jb_time)i), JB_OK);
        JB_EQ_I64(jb_db_commit(db), JB_ERR_IO);
        jb_db_rollback(db);
        assert_non_null(strstr(jb_db_why(db), names[i]));
        assert_non_null(strstr(jb_db_why(db), "moved, replaced or removed"));
        JB_EQ_I64(jb_db_reopen(db), JB_ERR_IO);
        JB_TRUE(access(path, F_OK) != 0); /* nothing new was made in its place */

        JB_EQ_I64(rename(aside, path), 0);
        JB_EQ_I64(jb_db_begin(db), JB_OK);
        JB_EQ_I64(jb_db_clock_set(db, contest, 200 + (jb_time)i), JB_OK);
        JB_EQ_I64(jb_db_commit(db), JB_OK);
        JB_EQ_I64(jb_db_clock_get(db, contest, &now), JB_OK);
        JB_EQ_I64(now, 200 + (jb_time)i);
    }
    jb_db_close(db);
}

static void settings_are_those_durability_rests_on(void **state)
{
    static const struct {
        const char *sql;
        const char *value;
    } rows[] = {
        { "PRAGMA journal_mode", "wal" },
        { "PRAGMA synchronous", "2" },
        { "PRAGMA foreign_keys", "1" },
        { "PRAGMA trusted_schema", "0" },
    };
    jb_db *db = open_db(*state, JB_DB_WRITE);

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        sqlite3_stmt *statement = NULL;

        JB_EQ_I64(sqlite3_prepare_v2(db->handle, rows[i].sql, -1, &statement, NULL), SQLITE_OK);
        JB_EQ_I64(sqlite3_step(statement), SQLITE_ROW);
        JB_EQ_STR((const char *)sqlite3_column_text(statement, 0), rows[i].value);
        JB_EQ_I64(sqlite3_finalize(statement), SQLITE_OK);
    }
    jb_db_close(db);
}

/* Makes a database as the program of an earlier version left it. */
static void make_version(const place *at, int version)
{
    char path[128];
    sqlite3 *handle = NULL;

    JB_EQ_I64(mkdir(at->directory, 0700), 0);
    (void)snprintf(path, sizeof(path), "%s/jinbang.db", at->directory);
    JB_EQ_I64(sqlite3_open(path, &handle), SQLITE_OK);
    for (int i = 0; i < version; i++) {
        JB_EQ_I64(sqlite3_exec(handle, jb_schema_scripts[i], NULL, NULL, NULL), SQLITE_OK);
    }
    JB_EQ_I64(sqlite3_exec(handle,
                           "INSERT INTO contest (id, code, open, created_at, title, plan)"
                           " VALUES ('old', '654321', 1, 5, '{}', '{}')",
                           NULL, NULL, NULL),
              SQLITE_OK);
    JB_EQ_I64(sqlite3_close(handle), SQLITE_OK);
}

static void every_older_version_is_brought_up_to_date_with_its_rows(void **state)
{
    for (int version = 1; version < jb_schema_version; version++) {
        void *own = NULL;
        JB_EQ_I64(place_make(&own), 0);
        const place *at = own;

        make_version(at, version);
        jb_db_close(open_db(at, JB_DB_WRITE));
        JB_EQ_I64(ask_int(at, "PRAGMA user_version"), jb_schema_version);
        JB_EQ_I64(ask_int(at, "SELECT count(*) FROM contest WHERE id = 'old'"), 1);
        JB_EQ_I64(ask_int(at, "SELECT count(*) FROM result"), 0);
        JB_EQ_I64(ask_int(at, "SELECT count(*) FROM media"), 0);
        JB_EQ_I64(place_remove(&own), 0);
    }
}

/* Then a turn and its question were one. */
static void older_results_say_which_question_a_turn_asked(void **state)
{
    const place *at = *state;

    make_version(at, 3);
    tamper(at, "INSERT INTO result SELECT contest, 1, '', 9, zeroblob(32) FROM contest;"
               "INSERT INTO result_team SELECT contest, 1, 2, 1, 4, 1050 FROM contest;"
               "INSERT INTO result_question SELECT contest, 7, 1, 0, 3, 2, 800, -1 FROM contest;"
               "INSERT INTO result_question SELECT contest, 8, 0, 0, 0, 0, 0, -1 FROM contest;");
    jb_db_close(open_db(at, JB_DB_WRITE));
    JB_EQ_I64(ask_int(at, "SELECT question FROM result_question WHERE turn = 7"), 7);
    JB_EQ_I64(ask_int(at, "SELECT question FROM result_question WHERE turn = 8"), 0);
    JB_EQ_I64(ask_int(at, "SELECT score_hundredths + fouls + overtime_hundredths FROM result_team"),
              1050);
    JB_EQ_I64(ask_int(at, "SELECT count(*) FROM result_member"), 0);
}

static void reading_an_older_version_is_refused(void **state)
{
    const place *at = *state;
    jb_buffer why;

    jb_buffer_init(&why, 0);
    make_version(at, 1);
    JB_EQ_I64(try_open(at, JB_DB_READ, &why), JB_ERR_INVALID);
    JB_TRUE(strstr(jb_buffer_text(&why), "older Jinbang") != NULL);
    JB_EQ_I64(ask_int(at, "PRAGMA user_version"), 1);
    jb_buffer_finish(&why);
}

static void a_failed_migration_changes_nothing(void **state)
{
    const place *at = *state;

    make_version(at, 1);
    /* In the way of the second script. */
    tamper(at, "CREATE TABLE result_team (x)");
    JB_EQ_I64(try_open(at, JB_DB_WRITE, NULL), JB_ERR_IO);
    JB_EQ_I64(ask_int(at, "PRAGMA user_version"), 1);
    JB_EQ_I64(ask_int(at, "SELECT count(*) FROM sqlite_schema WHERE name = 'result'"), 0);
    tamper(at, "DROP TABLE result_team");
    JB_EQ_I64(try_open(at, JB_DB_WRITE, NULL), JB_OK);
}

static void a_newer_version_is_refused_and_left_alone(void **state)
{
    const place *at = *state;
    jb_buffer why;

    jb_buffer_init(&why, 0);
    jb_db_close(open_db(at, JB_DB_WRITE));
    tamper(at, "PRAGMA user_version = 99");
    JB_EQ_I64(try_open(at, JB_DB_WRITE, &why), JB_ERR_INVALID);
    JB_TRUE(strstr(jb_buffer_text(&why), "newer Jinbang") != NULL);
    JB_EQ_I64(try_open(at, JB_DB_READ, NULL), JB_ERR_INVALID);
    JB_EQ_I64(ask_int(at, "PRAGMA user_version"), 99);
    jb_buffer_finish(&why);
}

static void reading_where_nothing_is_says_so(void **state)
{
    jb_buffer why;

    jb_buffer_init(&why, 0);
    JB_EQ_I64(try_open(*state, JB_DB_READ, &why), JB_ERR_NOT_FOUND);
    JB_TRUE(strstr(jb_buffer_text(&why), "there is no ") != NULL);
    jb_buffer_finish(&why);
}

static void a_file_that_is_no_database_is_refused(void **state)
{
    const place *at = *state;
    char path[128];
    FILE *file;

    JB_EQ_I64(mkdir(at->directory, 0700), 0);
    (void)snprintf(path, sizeof(path), "%s/jinbang.db", at->directory);
    file = fopen(path, "wb");
    JB_TRUE(file != NULL);
    for (int i = 0; i < 500; i++) {
        JB_TRUE(fputs("this is not a database", file) >= 0);
    }
    JB_EQ_I64(fclose(file), 0);
    JB_EQ_I64(try_open(at, JB_DB_WRITE, NULL), JB_ERR_CORRUPT);
    JB_EQ_I64(try_open(at, JB_DB_READ, NULL), JB_ERR_CORRUPT);
}

static void a_folder_that_cannot_be_made_is_said(void **state)
{
    const place *at = *state;
    place inside = { .folder = "" };
    jb_buffer why;

    jb_buffer_init(&why, 0);
    (void)snprintf(inside.directory, sizeof(inside.directory), "%s/no/deeper", at->folder);
    JB_EQ_I64(try_open(&inside, JB_DB_WRITE, &why), JB_ERR_IO);
    JB_TRUE(strstr(jb_buffer_text(&why), "cannot make the folder") != NULL);
    jb_buffer_finish(&why);
}

static void people_may_read_while_the_server_writes(void **state)
{
    jb_db *writer = open_db(*state, JB_DB_WRITE);
    int64_t contest = add_contest(writer, "123456");
    jb_db *reader = open_db(*state, JB_DB_READ);
    jb_time now = -1;

    JB_EQ_I64(jb_db_begin(writer), JB_OK);
    JB_EQ_I64(jb_db_clock_set(writer, contest, 5), JB_OK);
    JB_EQ_I64(jb_db_clock_get(reader, contest, &now), JB_OK);
    JB_EQ_I64(now, 0);
    JB_EQ_I64(jb_db_commit(writer), JB_OK);
    JB_EQ_I64(jb_db_clock_get(reader, contest, &now), JB_OK);
    JB_EQ_I64(now, 5);
    JB_EQ_I64(jb_db_clock_set(reader, contest, 6), JB_ERR_IO);
    JB_TRUE(strstr(jb_db_why(reader), "may not be written") != NULL);
    jb_db_close(reader);
    jb_db_close(writer);
}

static void a_read_transaction_is_one_view(void **state)
{
    jb_db *writer = open_db(*state, JB_DB_WRITE);
    int64_t contest = add_contest(writer, "123456");
    jb_db *reader = open_db(*state, JB_DB_READ);
    jb_time now = -1;

    JB_EQ_I64(jb_db_begin(reader), JB_OK);
    JB_EQ_I64(jb_db_clock_get(reader, contest, &now), JB_OK);
    JB_EQ_I64(jb_db_clock_set(writer, contest, 5), JB_OK);
    JB_EQ_I64(jb_db_clock_get(reader, contest, &now), JB_OK);
    JB_EQ_I64(now, 0);
    jb_db_rollback(reader);
    JB_EQ_I64(jb_db_clock_get(reader, contest, &now), JB_OK);
    JB_EQ_I64(now, 5);
    jb_db_close(reader);
    jb_db_close(writer);
}

static void a_rollback_takes_everything_back(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    int64_t contest = add_contest(db, "123456");
    jb_time now = -1;

    JB_EQ_I64(jb_db_begin(db), JB_OK);
    JB_EQ_I64(jb_db_clock_set(db, contest, 5), JB_OK);
    jb_db_rollback(db);
    jb_db_rollback(db);
    JB_EQ_I64(jb_db_clock_get(db, contest, &now), JB_OK);
    JB_EQ_I64(now, 0);
    jb_db_close(db);
}

/* ---- banks ---- */

typedef struct seen {
    char text[256];
    int count;
    int stop_after; /* 0: never */
} seen;

static void note(seen *out, const char *text)
{
    size_t size = strlen(out->text);

    (void)snprintf(out->text + size, sizeof(out->text) - size, "%s;", text);
    out->count++;
}

static bool see_bank(void *user, const jb_bank_row *row)
{
    seen *out = user;

    note(out, row->id);
    note(out, row->name);
    note(out, row->document == NULL ? "-" : row->document);
    JB_EQ_I64(row->question_count, 12);
    return out->stop_after == 0 || out->count < out->stop_after;
}

static jb_status put_bank(jb_db *db, const char *id, jb_time created_at)
{
    const jb_bank_row row = {
        .id = id,
        .name = "Städte 城市",
        .document = "{\"d\":1}",
        .question_count = 12,
        .created_at = created_at,
    };

    return jb_db_bank_insert(db, &row);
}

static void banks_are_kept_listed_and_deleted(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    seen list = { .count = 0 };
    seen one = { .count = 0 };
    seen first = { .stop_after = 1 };

    JB_EQ_I64(put_bank(db, "b1", 10), JB_OK);
    JB_EQ_I64(put_bank(db, "b2", 20), JB_OK);
    JB_EQ_I64(put_bank(db, "b2", 30), JB_ERR_EXISTS);
    JB_EQ_I64(jb_db_bank_list(db, see_bank, &list), JB_OK);
    JB_EQ_STR(list.text, "b2;Städte 城市;-;b1;Städte 城市;-;");
    JB_EQ_I64(jb_db_bank_list(db, see_bank, &first), JB_OK);
    JB_EQ_STR(first.text, "b2;Städte 城市;-;");
    JB_EQ_I64(jb_db_bank_get(db, "b1", see_bank, &one), JB_OK);
    JB_EQ_STR(one.text, "b1;Städte 城市;{\"d\":1};");
    JB_EQ_I64(jb_db_bank_get(db, "b9", see_bank, &one), JB_ERR_NOT_FOUND);
    JB_EQ_I64(jb_db_bank_delete(db, "b1"), JB_OK);
    JB_EQ_I64(jb_db_bank_delete(db, "b1"), JB_ERR_NOT_FOUND);
    JB_EQ_I64(jb_db_bank_get(db, "b1", see_bank, &one), JB_ERR_NOT_FOUND);
    jb_db_close(db);
}

/* ---- contests ---- */

static bool see_contest(void *user, const jb_contest_row *row)
{
    seen *out = user;

    note(out, row->id);
    note(out, row->code);
    note(out, row->plan == NULL ? "-" : row->plan);
    note(out, row->open ? "open" : "closed");
    note(out, row->finished_at == 0 ? "-" : "finished");
    JB_TRUE(row->contest > 0);
    JB_EQ_STR(row->title, "{\"en\":\"Quiz\"}");
    JB_EQ_I64(row->created_at, 1000);
    return true;
}

static void contests_are_found_by_id_and_by_the_code_of_an_open_one(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    int64_t contest = add_contest(db, "123456");
    seen by_id = { .count = 0 };
    seen by_code = { .count = 0 };
    seen list = { .count = 0 };
    seen closed = { .count = 0 };

    (void)add_contest(db, "222222");
    JB_EQ_I64(jb_db_contest_get(db, "c123456", see_contest, &by_id), JB_OK);
    JB_EQ_STR(by_id.text, "c123456;123456;{\"plan\":1};open;-;");
    JB_EQ_I64(jb_db_contest_get(db, "222222", see_contest, &by_code), JB_OK);
    JB_EQ_STR(by_code.text, "c222222;222222;{\"plan\":1};open;-;");
    JB_EQ_I64(jb_db_contest_list(db, see_contest, &list), JB_OK);
    JB_EQ_STR(list.text, "c222222;222222;-;open;-;c123456;123456;-;open;-;");
    JB_EQ_I64(jb_db_contest_finish(db, contest, 2000), JB_OK);
    JB_EQ_I64(jb_db_contest_close(db, contest), JB_OK);
    JB_EQ_I64(jb_db_contest_get(db, "123456", see_contest, &closed), JB_ERR_NOT_FOUND);
    JB_EQ_I64(jb_db_contest_get(db, "c123456", see_contest, &closed), JB_OK);
    JB_EQ_STR(closed.text, "c123456;123456;{\"plan\":1};closed;finished;");
    JB_EQ_I64(jb_db_contest_close(db, 999), JB_ERR_NOT_FOUND);
    JB_EQ_I64(jb_db_contest_finish(db, 999, 1), JB_ERR_NOT_FOUND);
    jb_db_close(db);
}

static void a_code_is_taken_only_while_its_contest_is_open(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    int64_t first = add_contest(db, "123456");
    int64_t second = -1;
    const jb_contest_row row = {
        .id = "another",
        .code = "123456",
        .plan = "{}",
        .title = "{}",
        .open = true,
    };

    JB_EQ_I64(jb_db_contest_insert(db, &row, &second), JB_ERR_EXISTS);
    JB_EQ_I64(second, -1);
    JB_EQ_I64(jb_db_contest_close(db, first), JB_OK);
    JB_EQ_I64(jb_db_contest_insert(db, &row, &second), JB_OK);
    JB_TRUE(second > first);
    JB_EQ_I64(jb_db_contest_insert(db, &row, &second), JB_ERR_EXISTS);
    jb_db_close(db);
}

/* ---- participants and sessions ---- */

static bool see_participant(void *user, const jb_participant_row *row)
{
    char text[64];

    (void)snprintf(text, sizeof(text), "%u/%u/%.*s/%02x/%02x", row->player, row->team,
                   (int)row->name.size, row->name.bytes, row->salt[15], row->token.bytes[31]);
    note(user, text);
    return true;
}

static void participants_are_put_replaced_and_erased(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    int64_t contest = add_contest(db, "123456");
    jb_participant_row row = { .player = 2, .team = 1, .name = jb_slice_of("Åsa") };
    seen before = { .count = 0 };
    seen after = { .count = 0 };

    memset(row.salt, 0xab, sizeof(row.salt));
    memset(row.token.bytes, 0xcd, sizeof(row.token.bytes));
    JB_EQ_I64(jb_db_participant_put(db, contest, &row), JB_OK);
    row.player = 1;
    row.team = 0;
    row.name = jb_slice_of("乙");
    JB_EQ_I64(jb_db_participant_put(db, contest, &row), JB_OK);
    JB_EQ_I64(jb_db_participant_list(db, contest, see_participant, &before), JB_OK);
    JB_EQ_STR(before.text, "1/0/乙/ab/cd;2/1/Åsa/ab/cd;");
    row.name = jb_slice_of("");
    JB_EQ_I64(jb_db_participant_put(db, contest, &row), JB_OK);
    JB_EQ_I64(jb_db_participant_list(db, contest, see_participant, &after), JB_OK);
    JB_EQ_STR(after.text, "1/0//ab/cd;2/1/Åsa/ab/cd;");
    JB_EQ_I64(ask_int(*state, "SELECT name IS NULL FROM participant WHERE player = 1"), 1);
    JB_EQ_I64(jb_db_participant_put(db, contest + 1, &row), JB_ERR_INVALID);
    jb_db_close(db);
}

static void erasing_takes_names_and_salts_of_one_contest(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    const int64_t contests[] = { add_contest(db, "123456"), add_contest(db, "222222") };
    seen one = { .count = 0 };
    seen other = { .count = 0 };

    for (uint32_t i = 0; i < 4; i++) {
        jb_participant_row row = { .player = i / 2 + 1, .name = jb_slice_of("Ann") };

        memset(row.salt, 0xab, sizeof(row.salt));
        memset(row.token.bytes, 0xcd, sizeof(row.token.bytes));
        JB_EQ_I64(jb_db_participant_put(db, contests[i % 2], &row), JB_OK);
    }
    JB_EQ_I64(jb_db_participant_erase(db, contests[0]), JB_OK);
    JB_EQ_I64(jb_db_participant_list(db, contests[0], see_participant, &one), JB_OK);
    JB_EQ_STR(one.text, "1/0//00/cd;2/0//00/cd;");
    JB_EQ_I64(jb_db_participant_list(db, contests[1], see_participant, &other), JB_OK);
    JB_EQ_STR(other.text, "1/0/Ann/ab/cd;2/0/Ann/ab/cd;");
    JB_EQ_I64(jb_db_participant_erase(db, 999), JB_OK);
    jb_db_close(db);
}

static void a_name_hash_depends_on_salt_and_name(void **state)
{
    unsigned char salt[JB_SALT_SIZE] = { 1 };
    jb_hash one;
    jb_hash two;
    char hex[JB_HASH_HEX_SIZE];

    jb_name_hash(jb_slice_of("Ann"), salt, &one);
    jb_hex_encode(one.bytes, sizeof(one.bytes), hex);
    JB_EQ_STR(hex, "85f9e7713af2e97c789babc75890d585499f44a7e2bef1159dc0919b111178f9");
    salt[0] = 2;
    jb_name_hash(jb_slice_of("Ann"), salt, &two);
    JB_FALSE(jb_hash_equal(&one, &two));
}

/* A file is not to be trusted because it is ours. */
static void a_damaged_row_is_refused(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    int64_t contest = add_contest(db, "123456");
    jb_participant_row row = { .player = 1, .name = jb_slice_of("Ann") };
    seen list = { .count = 0 };

    JB_EQ_I64(jb_db_participant_put(db, contest, &row), JB_OK);
    tamper(*state, "UPDATE participant SET team = -1");
    JB_EQ_I64(jb_db_participant_list(db, contest, see_participant, &list), JB_ERR_CORRUPT);
    JB_EQ_I64(list.count, 0);
    tamper(*state, "UPDATE participant SET team = 0, name = 'a' || char(0) || 'b'");
    JB_EQ_I64(jb_db_participant_list(db, contest, see_participant, &list), JB_ERR_CORRUPT);
    JB_EQ_I64(list.count, 0);
    jb_db_close(db);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(a_fresh_folder_is_made_for_nobody_else_to_read),
        IN_PLACE(what_was_committed_is_there_after_opening_again),
        IN_PLACE(nothing_is_committed_to_files_that_have_been_taken_away),
        IN_PLACE(settings_are_those_durability_rests_on),
        cmocka_unit_test(every_older_version_is_brought_up_to_date_with_its_rows),
        IN_PLACE(older_results_say_which_question_a_turn_asked),
        IN_PLACE(reading_an_older_version_is_refused),
        IN_PLACE(a_failed_migration_changes_nothing),
        IN_PLACE(a_newer_version_is_refused_and_left_alone),
        IN_PLACE(reading_where_nothing_is_says_so),
        IN_PLACE(a_file_that_is_no_database_is_refused),
        IN_PLACE(a_folder_that_cannot_be_made_is_said),
        IN_PLACE(people_may_read_while_the_server_writes),
        IN_PLACE(a_read_transaction_is_one_view),
        IN_PLACE(a_rollback_takes_everything_back),
        IN_PLACE(banks_are_kept_listed_and_deleted),
        IN_PLACE(contests_are_found_by_id_and_by_the_code_of_an_open_one),
        IN_PLACE(a_code_is_taken_only_while_its_contest_is_open),
        IN_PLACE(participants_are_put_replaced_and_erased),
        IN_PLACE(erasing_takes_names_and_salts_of_one_contest),
        IN_PLACE(a_name_hash_depends_on_salt_and_name),
        IN_PLACE(a_damaged_row_is_refused),
    };

    return JB_RUN(tests);
}
