/* Passwords, and who somebody is who has signed in: accounts and sessions as the loop keeps them.
 */
#include "jb_test.h"
#include "organizers.h"
#include "password.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const jb_slice password = { .bytes = "correct horse", .size = 13 };

static void a_password_fits_what_was_kept_of_it_and_nothing_else(void **state)
{
    char kept[JB_PASSWORD_HASH_SIZE];
    char again[JB_PASSWORD_HASH_SIZE];
    JB_EQ_I64(jb_password_hash(password, kept), JB_OK);
    JB_EQ_I64(jb_password_hash(password, again), JB_OK);
    JB_TRUE(strcmp(kept, again) != 0); /* salted */
    JB_TRUE(strncmp(kept, "$argon2id$", 10) == 0);
    JB_TRUE(strstr(kept, "horse") == NULL);
    JB_TRUE(jb_password_fits(password, kept));
    JB_FALSE(jb_password_fits(jb_slice_of("correct horsf"), kept));
    JB_FALSE(jb_password_fits(jb_slice_of(""), kept));
    JB_FALSE(jb_password_fits(password, "not a hash"));
    JB_FALSE(jb_password_fits(password, NULL));
}

/* Or the time of a refusal would tell which names there are. */
static void nobody_costs_as_much_as_somebody(void **state)
{
    char source[4096];
    char path[512];
    (void)snprintf(path, sizeof path, "%s/server/app/password.c", getenv("JB_SOURCE_DIR"));
    FILE *file = fopen(path, "re");
    JB_TRUE(file != NULL);
    source[fread(source, 1, sizeof source - 1, file)] = '\0';
    (void)fclose(file);
    char kept[JB_PASSWORD_HASH_SIZE];
    JB_EQ_I64(jb_password_hash(password, kept), JB_OK);
    /* Algorithm, memory, passes, lanes: up to the salt. */
    size_t cost = 0;
    for (int dollars = 0; dollars < 4; cost++) {
        dollars += kept[cost] == '$';
    }
    kept[cost] = '\0';
    JB_TRUE(strstr(source, kept) != NULL);
}

static void a_password_is_long_enough_and_not_too_long(void **state)
{
    char long_one[JB_PASSWORD_BYTES_MAX + 2];
    memset(long_one, 'x', sizeof long_one);
    JB_TRUE(jb_password_wrong(jb_slice_of("123456789")) != NULL);
    JB_TRUE(jb_password_wrong(jb_slice_of("1234567890")) == NULL);
    JB_TRUE(jb_password_wrong(jb_slice_of("一二三四五六七八九十")) == NULL);
    JB_TRUE(jb_password_wrong(jb_slice_of("一二三四五六七八九")) !=
            NULL); /* characters, not bytes */
    JB_TRUE(jb_password_wrong((jb_slice){ long_one, JB_PASSWORD_BYTES_MAX }) == NULL);
    JB_TRUE(jb_password_wrong((jb_slice){ long_one, JB_PASSWORD_BYTES_MAX + 1 }) != NULL);
    JB_TRUE(jb_password_wrong(jb_slice_of("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff")) != NULL);
}

static void names_are_found_whatever_their_case(void **state)
{
    char name[JB_NAME_BYTES_MAX + 1];
    char fold[JB_FOLD_SIZE];
    char other[JB_FOLD_SIZE];
    JB_EQ_I64(jb_account_name(jb_slice_of("  Ann   MÜLLER "), name, fold), JB_OK);
    JB_EQ_STR(name, "Ann MÜLLER");
    JB_EQ_I64(jb_account_name(jb_slice_of("ann müller"), name, other), JB_OK);
    JB_EQ_STR(fold, other);
    JB_TRUE(jb_account_name(jb_slice_of(" "), name, fold) != JB_OK);
    JB_TRUE(jb_account_name(jb_slice_of("a\nb"), name, fold) != JB_OK);
}

static jb_accounts list_of(int64_t version, jb_access access, bool disabled, int64_t credentials)
{
    jb_accounts accounts = { .rows = calloc(1, sizeof(jb_account)),
                             .count = 1,
                             .version = version };
    JB_TRUE(accounts.rows != NULL);
    accounts.rows[0] = (jb_account){
        .account = 3, .access = access, .disabled = disabled, .credentials = credentials
    };
    return accounts;
}

static jb_session_row session_of(unsigned char token, int64_t account, int64_t credentials)
{
    return (jb_session_row){ .token = { { token } },
                             .expires_at = 1000 + token,
                             .account = account,
                             .credentials = credentials };
}

static jb_access access_of(const jb_organizers *organizers, unsigned char token, jb_time now)
{
    const jb_hash hash = { { token } };
    return jb_organizers_who(organizers, &hash, now).access;
}

static void update(jb_organizers *organizers, jb_accounts fresh)
{
    jb_organizers_update(organizers, &fresh);
    JB_TRUE(fresh.rows == NULL);
}

static void a_session_is_worth_what_its_account_is_now(void **state)
{
    jb_organizers *who = calloc(1, sizeof *who);
    JB_TRUE(who != NULL);
    const jb_session_row own = session_of(1, 3, 5);
    const jb_session_row admin = session_of(2, JB_ACCOUNT_NONE, 0);
    jb_organizers_enter(who, &own);
    jb_organizers_enter(who, &admin);
    JB_EQ_I64(access_of(who, 1, 0), JB_ACCESS_NOBODY); /* there is no such account yet */
    update(who, list_of(5, JB_ACCESS_EDITOR, false, 5));
    JB_EQ_I64(access_of(who, 1, 0), JB_ACCESS_EDITOR);
    JB_EQ_I64(access_of(who, 2, 0), JB_ACCESS_ADMIN);
    JB_EQ_I64(access_of(who, 9, 0), JB_ACCESS_NOBODY);
    update(who, list_of(6, JB_ACCESS_HOST, false, 5));
    JB_EQ_I64(access_of(who, 1, 0), JB_ACCESS_HOST);
    update(who, list_of(5, JB_ACCESS_OWNER, false, 5)); /* older: it was read before */
    JB_EQ_I64(access_of(who, 1, 0), JB_ACCESS_HOST);
    update(who, list_of(7, JB_ACCESS_HOST, true, 5));
    JB_EQ_I64(access_of(who, 1, 0), JB_ACCESS_NOBODY);
    update(who, list_of(8, JB_ACCESS_HOST, false, 7));
    JB_EQ_I64(access_of(who, 1, 0), JB_ACCESS_NOBODY); /* another password, or disabled once */
    JB_EQ_I64(access_of(who, 2, 1001), JB_ACCESS_ADMIN);
    JB_EQ_I64(access_of(who, 2, 1002), JB_ACCESS_NOBODY);
    JB_TRUE(jb_organizers_leave(who, &admin.token));
    JB_FALSE(jb_organizers_leave(who, &admin.token));
    JB_EQ_I64(access_of(who, 2, 0), JB_ACCESS_NOBODY);
    jb_organizers_finish(who);
    free(who);
}

static void somebody_who_signs_in_for_ever_pushes_out_only_themselves(void **state)
{
    jb_organizers *who = calloc(1, sizeof *who);
    JB_TRUE(who != NULL);
    const jb_session_row admin = session_of(0, JB_ACCOUNT_NONE, 0);
    jb_organizers_enter(who, &admin);
    update(who, list_of(5, JB_ACCESS_OWNER, false, 5));
    for (unsigned char token = 1; token <= 100; token++) {
        const jb_session_row own = session_of(token, 3, 5);
        jb_organizers_enter(who, &own);
    }
    JB_EQ_I64(access_of(who, 0, 0), JB_ACCESS_ADMIN);
    JB_EQ_I64(access_of(who, 100, 0), JB_ACCESS_OWNER);
    JB_EQ_I64(access_of(who, 100 - JB_SESSIONS_OF_ACCOUNT_MAX + 1, 0), JB_ACCESS_OWNER);
    JB_EQ_I64(access_of(who, 100 - JB_SESSIONS_OF_ACCOUNT_MAX, 0), JB_ACCESS_NOBODY);
    jb_organizers_finish(who);
    free(who);
}

static void roles_have_names_and_admin_is_none(void **state)
{
    JB_EQ_I64(jb_access_of_role("owner"), JB_ACCESS_OWNER);
    JB_EQ_I64(jb_access_of_role("editor"), JB_ACCESS_EDITOR);
    JB_EQ_I64(jb_access_of_role("host"), JB_ACCESS_HOST);
    JB_EQ_I64(jb_access_of_role("admin"), JB_ACCESS_NOBODY);
    JB_EQ_I64(jb_access_of_role(""), JB_ACCESS_NOBODY);
    JB_EQ_STR(jb_access_name(JB_ACCESS_ADMIN), "admin");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_password_fits_what_was_kept_of_it_and_nothing_else),
        cmocka_unit_test(nobody_costs_as_much_as_somebody),
        cmocka_unit_test(a_password_is_long_enough_and_not_too_long),
        cmocka_unit_test(names_are_found_whatever_their_case),
        cmocka_unit_test(a_session_is_worth_what_its_account_is_now),
        cmocka_unit_test(somebody_who_signs_in_for_ever_pushes_out_only_themselves),
        cmocka_unit_test(roles_have_names_and_admin_is_none),
    };
    return JB_RUN(tests);
}
