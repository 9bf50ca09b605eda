/*
 * The tables result_*: a copy of what the log says, for people and reports. Four of them are lists
 * of whole numbers and are described by rows of a table here: which statements, which columns,
 * which field of the results is which column. Writing and comparing then are the same walk.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/results.h"
#include "store_internal.h"

enum {
    COLUMNS_MAX = 14,
    DIGEST_SIZE = 32,
    DIGITS = 16 /* of a digest, after its version */
};

/* The first column is the key: it grows by one from row to row and starts at 1. */
typedef struct result_table {
    const char *name;
    jb_sql put;
    jb_sql list;
    jb_sql delete;
    const char *columns[COLUMNS_MAX];
    int column_count;
    uint32_t (*count)(const jb_results *results);
    void (*row)(const jb_results *results, uint32_t index, int64_t *values);
} result_table;

static uint32_t participant_count(const jb_results *results)
{
    return results->participant_count;
}

static void participant_row(const jb_results *results, uint32_t index, int64_t *values)
{
    const jb_result_participant *from = &results->participants[index];

    values[0] = (int64_t)index + 1;
    values[1] = from->player;
    values[2] = from->team;
    values[3] = from->rank;
    values[4] = from->score;
    values[5] = from->correct;
    values[6] = from->answered;
    values[7] = from->time_ms;
    values[8] = from->overtime;
    values[9] = from->papers;
    values[10] = from->finished_at;
}

static uint32_t team_count(const jb_results *results)
{
    return results->team_count;
}

static void team_row(const jb_results *results, uint32_t index, int64_t *values)
{
    const jb_result_team *from = &results->teams[index];

    values[0] = (int64_t)index + 1;
    values[1] = from->team;
    values[2] = from->rank;
    values[3] = from->members;
    values[4] = from->score;
    values[5] = from->overtime;
    values[6] = from->correct;
    values[7] = from->answered;
    values[8] = from->fouls;
    values[9] = from->time_ms;
    values[10] = from->unit.took_part;
    values[11] = from->unit.passed;
    values[12] = from->unit.mean;
    values[13] = from->unit.turnout;
}

static uint32_t member_count(const jb_results *results)
{
    return results->member_count;
}

static void member_row(const jb_results *results, uint32_t index, int64_t *values)
{
    const jb_result_member *from = &results->members[index];

    values[0] = (int64_t)index + 1;
    values[1] = from->team;
    values[2] = from->member;
    values[3] = from->rank;
    values[4] = from->score;
    values[5] = from->correct;
    values[6] = from->asked;
}

static uint32_t question_count(const jb_results *results)
{
    return results->question_count;
}

static void question_row(const jb_results *results, uint32_t index, int64_t *values)
{
    const jb_result_question *from = &results->questions[index];

    values[0] = from->turn;
    values[1] = from->shown ? 1 : 0;
    values[2] = from->is_void ? 1 : 0;
    values[3] = from->answered;
    values[4] = from->right;
    values[5] = from->median_ms;
    values[6] = from->wrong_most;
    values[7] = from->shown ? (int64_t)from->question + 1 : 0;
    values[8] = from->hall_answered;
    values[9] = from->hall_right;
    values[10] = from->asked;
}

static const result_table tables[] = {
    { .name = "result_participant",
      .put = JB_SQL_RESULT_PARTICIPANT_PUT,
      .list = JB_SQL_RESULT_PARTICIPANT_LIST,
      .delete = JB_SQL_RESULT_PARTICIPANT_DELETE,
      .columns = { "place", "player", "team", "rank", "score_hundredths", "correct", "answered",
                   "time_ms", "overtime_hundredths", "papers", "finished_at" },
      .column_count = 11,
      .count = participant_count,
      .row = participant_row },
    { .name = "result_team",
      .put = JB_SQL_RESULT_TEAM_PUT,
      .list = JB_SQL_RESULT_TEAM_LIST,
      .delete = JB_SQL_RESULT_TEAM_DELETE,
      .columns = { "place", "team", "rank", "members", "score_hundredths", "overtime_hundredths",
                   "correct", "answered", "fouls", "time_ms", "took_part", "passed",
                   "mean_hundredths", "turnout_hundredths" },
      .column_count = 14,
      .count = team_count,
      .row = team_row },
    { .name = "result_member",
      .put = JB_SQL_RESULT_MEMBER_PUT,
      .list = JB_SQL_RESULT_MEMBER_LIST,
      .delete = JB_SQL_RESULT_MEMBER_DELETE,
      .columns = { "place", "team", "member", "rank", "score_hundredths", "correct", "asked" },
      .column_count = 7,
      .count = member_count,
      .row = member_row },
    { .name = "result_question",
      .put = JB_SQL_RESULT_QUESTION_PUT,
      .list = JB_SQL_RESULT_QUESTION_LIST,
      .delete = JB_SQL_RESULT_QUESTION_DELETE,
      .columns = { "turn", "shown", "void", "answered", "right_count", "median_ms", "wrong_most",
                   "question", "hall_answered", "hall_right", "asked" },
      .column_count = 11,
      .count = question_count,
      .row = question_row },
};

enum {
    TABLE_COUNT = (int)(sizeof(tables) / sizeof(tables[0]))
};

/* ---- writing ---- */

/* "2:" and the hexadecimal digits, for SQLite has no unsigned numbers of 64 bits. The first version
 * was written without its number. */
static void digest_text(const jb_results *results, char out[DIGEST_SIZE])
{
    (void)snprintf(out, DIGEST_SIZE, "%d:%016" PRIx64, JB_DIGEST_VERSION, results->digest);
}

static jb_status delete_from(jb_db *db, jb_sql sql, int64_t contest)
{
    jb_query query;

    jb_query_begin(&query, db, sql);
    jb_query_int(&query, contest);
    return jb_query_run(&query);
}

static jb_status delete_all(jb_db *db, int64_t contest)
{
    jb_status status = JB_OK;

    for (int i = 0; i < TABLE_COUNT && status == JB_OK; i++) {
        status = delete_from(db, tables[i].delete, contest);
    }
    return status == JB_OK ? delete_from(db, JB_SQL_RESULT_DELETE, contest) : status;
}

static jb_status put_summary(jb_db *db, int64_t contest, const jb_results *results)
{
    char digest[DIGEST_SIZE];
    jb_query query;

    digest_text(results, digest);
    jb_query_begin(&query, db, JB_SQL_RESULT_PUT);
    jb_query_int(&query, contest);
    jb_query_int(&query, results->finished ? 1 : 0);
    jb_query_string(&query, digest);
    jb_query_int(&query, (int64_t)results->head.seq);
    jb_query_blob(&query, results->head.hash.bytes, JB_HASH_SIZE);
    return jb_query_run(&query);
}

static jb_status put_row(jb_db *db, int64_t contest, const result_table *table,
                         const int64_t *values)
{
    jb_query query;

    jb_query_begin(&query, db, table->put);
    jb_query_int(&query, contest);
    for (int i = 0; i < table->column_count; i++) {
        jb_query_int(&query, values[i]);
    }
    return jb_query_run(&query);
}

static jb_status put_table(jb_db *db, int64_t contest, const result_table *table,
                           const jb_results *results)
{
    const uint32_t count = table->count(results);
    jb_status status = JB_OK;

    for (uint32_t i = 0; i < count && status == JB_OK; i++) {
        int64_t values[COLUMNS_MAX];

        table->row(results, i, values);
        status = put_row(db, contest, table, values);
    }
    return status;
}

jb_status jb_results_store(jb_db *db, int64_t contest, const jb_results *results)
{
    jb_status status = jb_db_begin(db);

    if (status != JB_OK) {
        return status;
    }
    status = delete_all(db, contest);
    if (status == JB_OK) {
        status = put_summary(db, contest, results);
    }
    for (int i = 0; i < TABLE_COUNT && status == JB_OK; i++) {
        status = put_table(db, contest, &tables[i], results);
    }
    if (status == JB_OK) {
        status = jb_db_commit(db);
    }
    if (status != JB_OK) {
        jb_db_rollback(db);
    }
    return status;
}

/* ---- comparing ---- */

/* A contest that an older engine finished has a digest of other things, which says nothing here;
 * all that counts of it stands in the other columns and tables. Digits it has all the same. */
static bool digest_differs(jb_slice stored, const jb_results *results)
{
    char digest[DIGEST_SIZE];
    const char *digits = strchr(stored.bytes, ':');
    const size_t version_size = digits != NULL ? (size_t)(digits - stored.bytes) + 1 : 0;

    digest_text(results, digest);
    if (stored.size - version_size != DIGITS ||
        strspn(stored.bytes + version_size, "0123456789abcdef") != DIGITS) {
        return true;
    }
    return version_size > 0 && memcmp(stored.bytes, digest, version_size) == 0 &&
           !jb_slice_equal(stored, jb_slice_of(digest));
}

/* Says which column of the summary differs, or NULL. */
static const char *summary_difference(jb_query *query, const jb_results *results)
{
    bool finished = jb_query_get_int(query, 0) != 0;
    jb_slice stored = jb_query_get_text(query, 1);
    int64_t events = jb_query_get_int(query, 2);
    jb_hash head;

    jb_query_get_blob(query, 3, head.bytes, JB_HASH_SIZE);
    if (finished != results->finished) {
        return "finished";
    }
    if (events < 0 || (uint64_t)events != results->head.seq) {
        return "events";
    }
    if (!jb_hash_equal(&head, &results->head.hash)) {
        return "head";
    }
    return digest_differs(stored, results) ? "digest" : NULL;
}

jb_status jb_results_stored_at(jb_db *db, int64_t contest, uint64_t *seq)
{
    jb_query query;
    jb_status status;
    int64_t events = 0;
    bool found;

    jb_query_begin(&query, db, JB_SQL_RESULT_GET);
    jb_query_int(&query, contest);
    found = jb_query_next(&query);
    if (found) {
        events = jb_query_get_int(&query, 2);
    }
    status = jb_query_end(&query);
    if (status == JB_OK && !found) {
        return jb_db_say(db, JB_ERR_NOT_FOUND, "no results are stored for this contest");
    }
    *seq = events > 0 ? (uint64_t)events : 0;
    return status;
}

static jb_status compare_summary(jb_db *db, int64_t contest, const jb_results *results,
                                 jb_buffer *why)
{
    const char *column = NULL;
    jb_query query;
    jb_status status;
    bool found;

    jb_query_begin(&query, db, JB_SQL_RESULT_GET);
    jb_query_int(&query, contest);
    found = jb_query_next(&query);
    if (found) {
        column = summary_difference(&query, results);
    }
    status = jb_query_end(&query);
    if (status != JB_OK) {
        jb_say(why, "%s", jb_db_why(db));
        return status;
    }
    if (!found) {
        jb_say(why, "no results are stored for this contest");
        return JB_ERR_NOT_FOUND;
    }
    if (column != NULL) {
        jb_say(why, "table result, contest %" PRId64 ": column %s differs from the log", contest,
               column);
        return JB_ERR_CORRUPT;
    }
    return JB_OK;
}

/* Compares the row the query stands on with row `index` of the results. */
static bool same_row(jb_query *query, const result_table *table, const jb_results *results,
                     uint32_t index, jb_buffer *why)
{
    int64_t values[COLUMNS_MAX];

    table->row(results, index, values);
    for (int i = 0; i < table->column_count; i++) {
        int64_t stored = jb_query_get_int(query, i);

        if (query->code == SQLITE_ROW && stored != values[i]) {
            jb_say(why,
                   "table %s, %s %" PRId64 ": column %s is %" PRId64 ", the log gives %" PRId64,
                   table->name, table->columns[0], values[0], table->columns[i], stored, values[i]);
            return false;
        }
    }
    return true;
}

static jb_status compare_table(jb_db *db, int64_t contest, const result_table *table,
                               const jb_results *results, jb_buffer *why)
{
    const uint32_t count = table->count(results);
    uint32_t index = 0;
    bool same = true;
    jb_query query;
    jb_status status;

    jb_query_begin(&query, db, table->list);
    jb_query_int(&query, contest);
    while (same && jb_query_next(&query)) {
        if (index == count) {
            jb_say(why, "table %s holds more than the %" PRIu32 " rows the log gives", table->name,
                   count);
            same = false;
        } else {
            same = same_row(&query, table, results, index, why);
            index++;
        }
    }
    status = jb_query_end(&query);
    if (status != JB_OK) {
        jb_say(why, "%s", jb_db_why(db));
        return status;
    }
    if (same && index < count) {
        jb_say(why, "table %s lacks the row of %s %" PRIu32, table->name, table->columns[0],
               index + 1);
        same = false;
    }
    return same ? JB_OK : JB_ERR_CORRUPT;
}

jb_status jb_results_compare(jb_db *db, int64_t contest, const jb_results *results, jb_buffer *why)
{
    jb_status status = compare_summary(db, contest, results, why);

    for (int i = 0; i < TABLE_COUNT && status == JB_OK; i++) {
        status = compare_table(db, contest, &tables[i], results, why);
    }
    return status;
}
