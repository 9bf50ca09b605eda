/* Media: kept once under their hash, used by banks and contests, gone when nobody uses them. */
#include "store_support.h"

#include <string.h>

static jb_hash hash_of(const char *bytes)
{
    jb_slice slice = jb_slice_of(bytes);
    jb_hash hash;
    jb_hash_of(&slice, 1, &hash);
    return hash;
}

static void put(jb_db *db, const char *bytes)
{
    const jb_hash hash = hash_of(bytes);

    JB_EQ_I64(jb_db_media_put(db, &hash, "image/png", jb_slice_of(bytes)), JB_OK);
}

static void put_bank(jb_db *db, const char *id)
{
    const jb_bank_row row = { .id = id, .name = id, .document = "{}", .question_count = 1 };

    JB_EQ_I64(jb_db_bank_insert(db, &row), JB_OK);
}

static void use(jb_db *db, const char *bank, const char *bytes)
{
    const jb_hash hash = hash_of(bytes);

    JB_EQ_I64(jb_db_media_of_bank(db, bank, &hash), JB_OK);
}

static jb_status get(jb_db *db, const char *bytes)
{
    const jb_hash hash = hash_of(bytes);
    jb_buffer mime;
    jb_buffer found;
    jb_status status;

    jb_buffer_init(&mime, 0);
    jb_buffer_init(&found, 0);
    status = jb_db_media_get(db, &hash, &mime, &found);
    if (status == JB_OK) {
        JB_EQ_STR(jb_buffer_text(&mime), "image/png");
        JB_EQ_STR(jb_buffer_text(&found), bytes);
    }
    jb_buffer_finish(&mime);
    jb_buffer_finish(&found);
    return status;
}

static void bytes_are_kept_once_under_their_hash(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    const jb_hash hash = hash_of("a");

    put(db, "a");
    put(db, "b");
    put(db, "a");
    JB_EQ_I64(jb_db_media_put(db, &hash, "image/gif", jb_slice_of("a")), JB_OK);
    JB_EQ_I64(get(db, "a"), JB_OK);
    JB_EQ_I64(get(db, "b"), JB_OK);
    JB_EQ_I64(get(db, "c"), JB_ERR_NOT_FOUND);
    jb_db_close(db);
    JB_EQ_I64(ask_int(*state, "SELECT count(*) FROM media"), 2);
}

static void what_is_damaged_does_not_come_out(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);

    put(db, "a");
    jb_db_close(db);
    tamper(*state, "UPDATE media SET bytes = x'62'");
    db = open_db(*state, JB_DB_WRITE);
    JB_EQ_I64(get(db, "a"), JB_ERR_CORRUPT);
    jb_db_close(db);
}

static void only_what_is_there_can_be_used_by_who_is_there(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    int64_t contest = add_contest(db, "123456");
    const jb_hash here = hash_of("a");
    const jb_hash missing = hash_of("b");

    put(db, "a");
    put_bank(db, "x");
    use(db, "x", "a");
    use(db, "x", "a");
    JB_EQ_I64(jb_db_media_of_contest(db, contest, &here), JB_OK);
    JB_EQ_I64(jb_db_media_of_contest(db, contest, &here), JB_OK);
    JB_EQ_I64(jb_db_media_of_bank(db, "x", &missing), JB_ERR_INVALID);
    JB_EQ_I64(jb_db_media_of_bank(db, "y", &here), JB_ERR_INVALID);
    JB_EQ_I64(jb_db_media_of_contest(db, contest, &missing), JB_ERR_INVALID);
    JB_EQ_I64(jb_db_media_of_contest(db, contest + 1, &here), JB_ERR_INVALID);
    jb_db_close(db);
}

static void a_bank_that_goes_takes_what_nobody_else_needs(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    int64_t contest = add_contest(db, "123456");
    const jb_hash played = hash_of("played");

    put(db, "own");
    put(db, "shared");
    put(db, "played");
    put_bank(db, "x");
    put_bank(db, "y");
    use(db, "x", "own");
    use(db, "x", "shared");
    use(db, "x", "played");
    use(db, "y", "shared");
    JB_EQ_I64(jb_db_media_of_contest(db, contest, &played), JB_OK);
    JB_EQ_I64(jb_db_media_sweep(db), JB_OK);
    JB_EQ_I64(get(db, "own"), JB_OK);
    JB_EQ_I64(jb_db_bank_delete(db, "none"), JB_ERR_NOT_FOUND);
    JB_EQ_I64(jb_db_bank_delete(db, "x"), JB_OK);
    JB_EQ_I64(get(db, "own"), JB_ERR_NOT_FOUND);
    JB_EQ_I64(get(db, "shared"), JB_OK);
    JB_EQ_I64(get(db, "played"), JB_OK);
    JB_EQ_I64(jb_db_bank_delete(db, "y"), JB_OK);
    JB_EQ_I64(get(db, "shared"), JB_ERR_NOT_FOUND);
    JB_EQ_I64(get(db, "played"), JB_OK);
    jb_db_close(db);
    JB_EQ_I64(ask_int(*state, "SELECT count(*) FROM bank_media"), 0);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(bytes_are_kept_once_under_their_hash),
        IN_PLACE(what_is_damaged_does_not_come_out),
        IN_PLACE(only_what_is_there_can_be_used_by_who_is_there),
        IN_PLACE(a_bank_that_goes_takes_what_nobody_else_needs),
    };

    return JB_RUN(tests);
}
