/*
 * The roster of a window contest and personal codes, see jinbang/roster.h. Codes are kept as they
 * are compared, so that a look-up is a look-up.
 */
#include "jinbang/roster.h"

#include <stdio.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/random.h"
#include "store_internal.h"

/* ---- codes ---- */

/* Crockford's base 32: without I, L, O and U. */
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

enum {
    MADE_SIZE = 8, /* 40 bits: who guesses is stopped long before */
    BITS_A_CHARACTER = 5
};

void jb_personal_code_make(char out[JB_PERSONAL_CODE_SIZE])
{
    uint64_t bits = 0;

    jb_random_secret(&bits, sizeof(bits));
    for (int i = 0; i < MADE_SIZE; i++) {
        out[i] = alphabet[bits & (sizeof(alphabet) - 2)];
        bits >>= BITS_A_CHARACTER;
    }
    out[MADE_SIZE] = '\0';
}

/* What has letters and could be ours is taken for it; numbers of people are not torn apart. */
void jb_personal_code_show(const char *code, char out[JB_PERSONAL_CODE_SHOWN])
{
    const bool ours = strlen(code) == MADE_SIZE && strspn(code, alphabet) == MADE_SIZE &&
                      strspn(code, "0123456789") < MADE_SIZE;

    if (ours) {
        (void)snprintf(out, JB_PERSONAL_CODE_SHOWN, "%.4s-%s", code, code + MADE_SIZE / 2);
    } else {
        (void)snprintf(out, JB_PERSONAL_CODE_SHOWN, "%s", code);
    }
}

/* The next character of what was typed: Chinese keyboards write ASCII at full width, too. 0: not
 * one of a code's. */
static char next_character(jb_slice typed, size_t *at)
{
    const unsigned char *bytes = (const unsigned char *)typed.bytes + *at;
    const size_t left = typed.size - *at;

    *at += 1;
    if (bytes[0] < 0x80) {
        return (char)bytes[0];
    }
    if (left < 3 || bytes[0] < 0xe3 || bytes[0] > 0xef) {
        return '\0';
    }
    *at += 2;
    if (memcmp(bytes, "\xe3\x80\x80", 3) == 0) {
        return ' ';
    }
    if (bytes[0] == 0xef && (bytes[1] == 0xbc || bytes[1] == 0xbd)) {
        const unsigned int wide = ((bytes[1] & 0x3fU) << 6) | (bytes[2] & 0x3fU);

        /* U+FF01 to U+FF5E are '!' to '~'; these are the lower twelve bits. */
        return wide >= 0xf01 && wide <= 0xf5e ? (char)(wide - 0xf01 + '!') : '\0';
    }
    return '\0';
}

/* As it is compared; 0: it belongs to no code. */
static char compared(char character)
{
    if (character >= 'a' && character <= 'z') {
        character = (char)(character - 'a' + 'A');
    }
    if (character == 'O') {
        return '0';
    }
    if (character == 'I' || character == 'L') {
        return '1';
    }
    const bool fits = (character >= 'A' && character <= 'Z') ||
                      (character >= '0' && character <= '9') || character == '_' ||
                      character == '.';
    return fits ? character : '\0';
}

bool jb_personal_code_read(jb_slice typed, char out[JB_PERSONAL_CODE_SIZE])
{
    size_t size = 0;
    size_t at = 0;

    while (at < typed.size) {
        const char character = next_character(typed, &at);

        if (character == ' ' || character == '-') {
            continue;
        }
        const char kept = compared(character);

        if (kept == '\0' || size == JB_PERSONAL_CODE_SIZE - 1) {
            return false;
        }
        out[size++] = kept;
    }
    out[size] = '\0';
    return size > 0;
}

/* ---- rows ---- */

static void bind_text(jb_query *query, const char *text)
{
    if (text == NULL) {
        jb_query_null(query);
    } else {
        jb_query_string(query, text);
    }
}

static jb_status next_entry(jb_db *db, int64_t contest, uint32_t *entry)
{
    jb_query query;

    jb_query_begin(&query, db, JB_SQL_ROSTER_LAST);
    jb_query_int(&query, contest);
    if (jb_query_next(&query)) {
        *entry = jb_query_get_u32(&query, 0) + 1;
    }
    return jb_query_end(&query);
}

jb_status jb_db_roster_insert(jb_db *db, int64_t contest, const jb_roster_row *row, uint32_t *entry)
{
    jb_query query;
    uint32_t number = row->entry;
    jb_status status = number > 0 ? JB_OK : next_entry(db, contest, &number);

    if (status != JB_OK) {
        return status;
    }
    jb_query_begin(&query, db, JB_SQL_ROSTER_INSERT);
    jb_query_int(&query, contest);
    jb_query_int(&query, number);
    jb_query_int(&query, row->team);
    if (row->player > 0) {
        jb_query_int(&query, row->player);
    } else {
        jb_query_null(&query);
    }
    jb_query_string(&query, row->code);
    bind_text(&query, row->name);
    status = jb_query_run(&query);
    if (status == JB_OK) {
        *entry = number;
    }
    return status;
}

static jb_roster_row read_row(jb_query *query)
{
    return (jb_roster_row){
        .entry = jb_query_get_u32(query, 0),
        .team = jb_query_get_u32(query, 1),
        .player = jb_query_is_null(query, 2) ? 0 : jb_query_get_u32(query, 2),
        .code = jb_query_get_text(query, 3).bytes,
        .name = jb_query_is_null(query, 4) ? NULL : jb_query_get_text(query, 4).bytes,
    };
}

jb_status jb_db_roster_list(jb_db *db, int64_t contest, uint32_t team, jb_roster_each each,
                            void *user)
{
    jb_query query;

    jb_query_begin(&query, db, JB_SQL_ROSTER_LIST);
    jb_query_int(&query, contest);
    jb_query_int(&query, team);
    while (jb_query_next(&query)) {
        const jb_roster_row row = read_row(&query);

        if (query.code != SQLITE_ROW || !each(user, &row)) {
            break;
        }
    }
    return jb_query_end(&query);
}

jb_status jb_db_roster_get(jb_db *db, int64_t contest, uint32_t entry, jb_roster_each each,
                           void *user)
{
    jb_query query;
    bool found;
    jb_status status;

    jb_query_begin(&query, db, JB_SQL_ROSTER_GET);
    jb_query_int(&query, contest);
    jb_query_int(&query, entry);
    found = jb_query_next(&query);
    if (found) {
        const jb_roster_row row = read_row(&query);

        if (query.code == SQLITE_ROW) {
            (void)each(user, &row);
        }
    }
    status = jb_query_end(&query);
    if (status == JB_OK && !found) {
        return jb_db_say(db, JB_ERR_NOT_FOUND, "there is no such entry");
    }
    return status;
}

jb_status jb_db_roster_code(jb_db *db, int64_t contest, uint32_t entry, const char *code)
{
    jb_query query;

    jb_query_begin(&query, db, JB_SQL_ROSTER_CODE);
    jb_query_int(&query, contest);
    jb_query_int(&query, entry);
    jb_query_string(&query, code);
    return jb_query_run_change(&query);
}

jb_status jb_db_roster_joined(jb_db *db, int64_t contest, const jb_roster_row *row)
{
    jb_query query;
    uint32_t entry = 0;

    JB_ASSERT(row->player > 0);
    if (row->entry == 0) {
        jb_status status = jb_db_roster_insert(db, contest, row, &entry);

        /* Somebody else has been given this code in the same moment, one chance in a million
         * million: whoever joined goes on with their device's token. */
        return status == JB_ERR_EXISTS ? JB_OK : status;
    }
    jb_query_begin(&query, db, JB_SQL_ROSTER_JOINED);
    jb_query_int(&query, contest);
    jb_query_int(&query, row->entry);
    jb_query_int(&query, row->player);
    return jb_query_run(&query);
}

jb_status jb_db_roster_erase(jb_db *db, int64_t contest)
{
    jb_query query;

    jb_query_begin(&query, db, JB_SQL_ROSTER_ERASE);
    jb_query_int(&query, contest);
    return jb_query_run(&query);
}
