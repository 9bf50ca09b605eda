/* What contests made of the questions of banks, see question_stat.h. */
#include "jinbang/question_stat.h"

#include "jinbang/decimal.h"
#include "store_internal.h"

/* ---- one number out of five ---- */

void jb_tally_add(jb_question_tally *tally, bool right, int64_t got, int64_t all)
{
    const int64_t most = got > all ? all : got;
    int64_t x = 0;

    if (tally->asked >= JB_TALLY_MAX) {
        return;
    }
    if (all > 0) {
        x = jb_mul_div(most < -all ? -all : most, JB_TALLY_WHOLE, all);
    }
    tally->asked++;
    tally->sum_x += x;
    tally->sum_xx += x * x;
    if (right) {
        tally->right++;
        tally->right_x += x;
    }
}

/* The largest whole number whose square is not above. */
static int64_t root_of(int64_t square)
{
    uint64_t rest = (uint64_t)square;
    uint64_t root = 0;

    for (uint64_t bit = UINT64_C(1) << 62; bit > 0; bit >>= 2) {
        if (rest >= root + bit) {
            rest -= root + bit;
            root = (root >> 1) + bit;
        } else {
            root >>= 1;
        }
    }
    return (int64_t)root;
}

/*
 * Sums of squares and of products around the means of each contest, added up over the contests:
 *
 *     cov = sum of x over those who were right - right * sum_x / asked
 *     xx  = sum_xx - sum_x * sum_x / asked
 *     yy  = right * (asked - right) / asked
 *
 * and cov / (root of xx * root of yy). With JB_TALLY_MAX observations in all, xx is at most 2.1e18,
 * yy at most 5.3e5 and cov at most 1.1e12: in millionths, and before every division, all fit.
 */
bool jb_discrimination(const jb_question_tally *tallies, size_t count, int32_t *thousandths)
{
    const int64_t micro = JB_TALLY_WHOLE;
    int64_t asked = 0;
    int64_t cov = 0;
    int64_t xx = 0;
    int64_t yy = 0; /* in millionths */
    int64_t root;
    int64_t r;

    for (size_t i = 0; i < count; i++) {
        const jb_question_tally *of = &tallies[i];

        if (of->asked <= 0 || of->asked > JB_TALLY_MAX - asked) {
            continue;
        }
        asked += of->asked;
        cov += of->right_x - jb_mul_div(of->right, of->sum_x, of->asked);
        xx += of->sum_xx - jb_mul_div(of->sum_x, of->sum_x, of->asked);
        yy += jb_mul_div(of->right * (of->asked - of->right), micro, of->asked);
    }
    root = root_of(xx > 0 ? xx : 0);
    if (root == 0 || yy <= 0) {
        return false;
    }
    /* The root of yy in millionths, so that small numbers keep their places. */
    r = jb_mul_div(jb_mul_div(cov, micro, root_of(yy * micro)), 1000, root);
    *thousandths = (int32_t)(r > 1000 ? 1000 : r < -1000 ? -1000 : r);
    return true;
}

/* ---- the table ---- */

static jb_status put_rows(jb_db *db, int64_t contest, const jb_question_stat *rows, size_t count)
{
    jb_query query;
    jb_status status;

    jb_query_begin(&query, db, JB_SQL_QUESTION_STAT_DELETE);
    jb_query_int(&query, contest);
    status = jb_query_run(&query);
    for (size_t i = 0; i < count && status == JB_OK; i++) {
        const jb_question_stat *row = &rows[i];

        if (row->bank.size == 0 || row->tally.asked == 0) {
            continue;
        }
        jb_query_begin(&query, db, JB_SQL_QUESTION_STAT_PUT);
        jb_query_text(&query, row->bank);
        jb_query_text(&query, row->question);
        jb_query_int(&query, contest);
        jb_query_int(&query, row->tally.asked);
        jb_query_int(&query, row->tally.right);
        jb_query_int(&query, row->tally.sum_x);
        jb_query_int(&query, row->tally.sum_xx);
        jb_query_int(&query, row->tally.right_x);
        status = jb_query_run(&query);
    }
    return status;
}

jb_status jb_db_question_stat_put(jb_db *db, int64_t contest, const jb_question_stat *rows,
                                  size_t count)
{
    jb_status status = jb_db_begin(db);

    if (status != JB_OK) {
        return status;
    }
    status = put_rows(db, contest, rows, count);
    if (status == JB_OK) {
        status = jb_db_commit(db);
    }
    if (status != JB_OK) {
        jb_db_rollback(db);
    }
    return status;
}

jb_status jb_db_question_stat_list(jb_db *db, const char *bank, jb_question_stat_each each,
                                   void *user)
{
    jb_query query;

    jb_query_begin(&query, db, JB_SQL_QUESTION_STAT_LIST);
    jb_query_string(&query, bank);
    while (jb_query_next(&query)) {
        const jb_question_stat row = {
            .question = jb_query_get_text(&query, 0),
            .contest = jb_query_get_int(&query, 1),
            .tally = { .asked = jb_query_get_int(&query, 2),
                       .right = jb_query_get_int(&query, 3),
                       .sum_x = jb_query_get_int(&query, 4),
                       .sum_xx = jb_query_get_int(&query, 5),
                       .right_x = jb_query_get_int(&query, 6) },
        };

        if (query.code != SQLITE_ROW || !each(user, &row)) {
            break;
        }
    }
    return jb_query_end(&query);
}
