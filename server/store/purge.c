/*
 * How a contest leaves the database. It may have a log of many thousand entries, and others are
 * being played meanwhile: so it is marked as gone, with its people, in one transaction, and the
 * rest follows in slices, between which the writer does other work. A crash in between leaves a
 * contest that is gone for everybody, and the next start takes the rest.
 */
#include "jinbang/db.h"
#include "store_internal.h"

static jb_status run_for(jb_db *db, jb_sql sql, int64_t contest)
{
    jb_query query;

    jb_query_begin(&query, db, sql);
    jb_query_int(&query, contest);
    return jb_query_run(&query);
}

static jb_status finish(jb_db *db, jb_status status)
{
    if (status == JB_OK) {
        status = jb_db_commit(db);
    }
    if (status != JB_OK) {
        jb_db_rollback(db);
    }
    return status;
}

jb_status jb_db_contest_retire(jb_db *db, int64_t contest)
{
    jb_query query;
    jb_status status = jb_db_begin(db);

    if (status != JB_OK) {
        return status;
    }
    jb_query_begin(&query, db, JB_SQL_CONTEST_RETIRE);
    jb_query_int(&query, contest);
    status = jb_query_run_change(&query);
    if (status == JB_OK) {
        status = run_for(db, JB_SQL_PARTICIPANT_DELETE, contest);
    }
    if (status == JB_OK) {
        status = run_for(db, JB_SQL_ROSTER_DELETE, contest);
    }
    return finish(db, status);
}

/* What is left when the log is empty. */
static jb_status purge_rest(jb_db *db, int64_t contest)
{
    static const jb_sql steps[] = {
        JB_SQL_QUESTION_STAT_DELETE,
        JB_SQL_RESULT_QUESTION_DELETE,
        JB_SQL_RESULT_MEMBER_DELETE,
        JB_SQL_RESULT_TEAM_DELETE,
        JB_SQL_RESULT_PARTICIPANT_DELETE,
        JB_SQL_RESULT_DELETE,
        JB_SQL_CLOCK_DELETE,
        JB_SQL_HEAD_DELETE,
        JB_SQL_CONTEST_DELETE,
    };
    jb_status status = JB_OK;

    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]) && status == JB_OK; i++) {
        status = run_for(db, steps[i], contest);
    }
    return status == JB_OK ? jb_db_media_sweep(db) : status;
}

jb_status jb_db_contest_purge(jb_db *db, int64_t contest, uint32_t entries, bool *more)
{
    jb_query query;
    bool left = false;
    jb_status status = jb_db_begin(db);

    if (status != JB_OK) {
        return status;
    }
    jb_query_begin(&query, db, JB_SQL_EVENT_DELETE);
    jb_query_int(&query, contest);
    jb_query_int(&query, entries);
    status = jb_query_run(&query);
    if (status == JB_OK) {
        jb_log_head head;

        status = jb_db_log_head(db, contest, &head);
        left = status == JB_OK && head.seq > 0;
    }
    if (status == JB_OK && !left) {
        status = purge_rest(db, contest);
    }
    status = finish(db, status);
    if (status == JB_OK && !left) {
        status = jb_db_empty_log(db);
    }
    if (status == JB_OK) {
        *more = left;
    }
    return status;
}

jb_status jb_db_contest_gone(jb_db *db, int64_t *contest)
{
    jb_query query;
    int64_t found = 0;
    bool there;
    jb_status status;

    jb_query_begin(&query, db, JB_SQL_CONTEST_GONE);
    there = jb_query_next(&query);
    if (there) {
        found = jb_query_get_int(&query, 0);
    }
    status = jb_query_end(&query);
    if (status == JB_OK && !there) {
        return jb_db_say(db, JB_ERR_NOT_FOUND, "no contest is gone");
    }
    if (status == JB_OK) {
        *contest = found;
    }
    return status;
}
