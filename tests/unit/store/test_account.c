/* Accounts and sessions in the database: what is put in comes out, and what a change changes. */
#include "store_support.h"

#include <stdio.h>
#include <string.h>

#include "jinbang/account.h"

/* What a list of rows looked like. */
typedef struct seen {
    char text[512];
} seen;

static bool see_account(void *user, const jb_account_row *row)
{
    seen *list = user;
    size_t used = strlen(list->text);

    (void)snprintf(list->text + used, sizeof(list->text) - used, "%s %s %s%s v%d c%d at %d;",
                   row->name, row->role, row->password, row->disabled ? " off" : "",
                   (int)row->version, (int)row->credentials, (int)row->created_at);
    return true;
}

static int64_t add(jb_db *db, const char *name, const char *fold)
{
    const jb_account_row row = {
        .name = name, .fold = fold, .role = "editor", .password = "p", .created_at = 9
    };
    int64_t account = 0;

    JB_EQ_I64(jb_db_account_insert(db, &row, &account), JB_OK);
    return account;
}

static void expect(jb_db *db, const char *text)
{
    seen list = { .text = "" };

    JB_EQ_I64(jb_db_account_list(db, see_account, &list), JB_OK);
    JB_EQ_STR(list.text, text);
}

static void an_account_is_found_by_its_folded_name_and_a_name_is_taken_once(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    const jb_account_row again = { .name = "ANN", .fold = "ann", .role = "host", .password = "q" };
    seen one = { .text = "" };
    int64_t account = 0;

    expect(db, "");
    (void)add(db, "Bob", "bob");
    (void)add(db, "Ann", "ann");
    expect(db, "Ann editor p v2 c2 at 9;Bob editor p v1 c1 at 9;");
    JB_EQ_I64(jb_db_account_insert(db, &again, &account), JB_ERR_EXISTS);
    JB_EQ_I64(jb_db_account_find(db, jb_slice_of("ann"), see_account, &one), JB_OK);
    JB_EQ_STR(one.text, "Ann editor p v2 c2 at 9;");
    JB_EQ_I64(jb_db_account_find(db, jb_slice_of("Ann"), see_account, &one), JB_ERR_NOT_FOUND);
    jb_db_close(db);
}

static void every_change_has_a_version_and_some_end_sessions(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    const jb_account_change role = { .role = "owner", .disabled = -1 };
    const jb_account_change password = { .password = "q", .disabled = -1 };
    const jb_account_change off = { .disabled = 1 };
    const jb_account_change on = { .disabled = 0 };
    const jb_account_change king = { .role = "king", .disabled = -1 };
    int64_t ann = add(db, "Ann", "ann");

    (void)add(db, "Bob", "bob");
    JB_EQ_I64(jb_db_account_change(db, ann, &role), JB_OK);
    expect(db, "Ann owner p v3 c1 at 9;Bob editor p v2 c2 at 9;");
    JB_EQ_I64(jb_db_account_change(db, ann, &password), JB_OK);
    expect(db, "Ann owner q v4 c4 at 9;Bob editor p v2 c2 at 9;");
    JB_EQ_I64(jb_db_account_change(db, ann, &off), JB_OK);
    expect(db, "Ann owner q off v5 c5 at 9;Bob editor p v2 c2 at 9;");
    JB_EQ_I64(jb_db_account_change(db, ann, &on), JB_OK);
    expect(db, "Ann owner q v6 c5 at 9;Bob editor p v2 c2 at 9;");
    JB_EQ_I64(jb_db_account_change(db, 77, &role), JB_ERR_NOT_FOUND);
    JB_EQ_I64(jb_db_account_change(db, ann, &king), JB_ERR_INVALID);
    expect(db, "Ann owner q v6 c5 at 9;Bob editor p v2 c2 at 9;");
    jb_db_close(db);
}

static bool see_session(void *user, const jb_session_row *row)
{
    seen *list = user;
    size_t used = strlen(list->text);

    (void)snprintf(list->text + used, sizeof(list->text) - used, "%02x of %d/%d at %d;",
                   row->token.bytes[0], (int)row->account, (int)row->credentials,
                   (int)row->expires_at);
    return true;
}

static void sessions_end_when_they_expire_or_are_deleted(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    jb_session_row rows[3];
    seen list = { .text = "" };
    seen rest = { .text = "" };

    for (int i = 0; i < 3; i++) {
        rows[i] = (jb_session_row){ .token = { { (unsigned char)(i + 1) } },
                                    .expires_at = (jb_time)100 * (i + 1),
                                    .account = i,
                                    .credentials = 10 + i };
        JB_EQ_I64(jb_db_session_put(db, &rows[i]), JB_OK);
    }
    rows[1].expires_at = 500;
    JB_EQ_I64(jb_db_session_put(db, &rows[1]), JB_OK);
    JB_EQ_I64(jb_db_session_list(db, 101, see_session, &list), JB_OK);
    JB_EQ_STR(list.text, "03 of 2/12 at 300;02 of 1/11 at 500;");
    JB_EQ_I64(jb_db_session_delete(db, &rows[2].token), JB_OK);
    JB_EQ_I64(jb_db_session_delete(db, &rows[2].token), JB_OK);
    JB_EQ_I64(jb_db_session_list(db, 0, see_session, &rest), JB_OK);
    JB_EQ_STR(rest.text, "02 of 1/11 at 500;");
    JB_EQ_I64(ask_int(*state, "SELECT count(*) FROM session"), 1);
    jb_db_close(db);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(an_account_is_found_by_its_folded_name_and_a_name_is_taken_once),
        IN_PLACE(every_change_has_a_version_and_some_end_sessions),
        IN_PLACE(sessions_end_when_they_expire_or_are_deleted),
    };

    return JB_RUN(tests);
}
