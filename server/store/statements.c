/*
 * The text of every statement the program runs on its data, in one table. Parameters are numbered
 * from 1 in the order in which the code binds them. They are prepared when a connection opens, so a
 * statement that does not fit the schema is found then and not in the middle of a contest.
 */
#include "store_internal.h"

#include "jinbang/assert.h"

/* Players and turns come from the results, which a contest has once it is over. */
#define BANK_COLUMNS "id, name, question_count, created_at, revision, coalesce(study, '')"
#define CONTEST_COLUMNS                                                                            \
    "contest, id, code, open, created_at, finished_at, title,"                                     \
    " (SELECT count(*) FROM result_participant AS p WHERE p.contest = c.contest),"                 \
    " (SELECT count(*) FROM result_question AS q WHERE q.contest = c.contest),"                    \
    " archived, coalesce(opens_at, 0), coalesce(closes_at, 0)"

#define ACCOUNT_COLUMNS "account, name, role, disabled, version, credentials, created_at, password"

static const char *const texts[JB_SQL_COUNT] = {
    [JB_SQL_BEGIN_WRITE] = "BEGIN IMMEDIATE",
    [JB_SQL_BEGIN_READ] = "BEGIN",
    [JB_SQL_COMMIT] = "COMMIT",
    [JB_SQL_ROLLBACK] = "ROLLBACK",

    [JB_SQL_BANK_INSERT] = "INSERT INTO bank (id, name, document, question_count, created_at)"
                           " VALUES (?1, ?2, ?3, ?4, ?5)",
    [JB_SQL_BANK_LIST] = "SELECT " BANK_COLUMNS " FROM bank"
                         " ORDER BY created_at DESC, id",
    [JB_SQL_BANK_GET] = "SELECT " BANK_COLUMNS ", document FROM bank WHERE id = ?1",
    [JB_SQL_BANK_STUDIED] = "SELECT " BANK_COLUMNS ", document FROM bank WHERE study = ?1",
    [JB_SQL_BANK_STUDY] = "UPDATE bank SET study = ?2 WHERE id = ?1",
    [JB_SQL_BANK_UPDATE] = "UPDATE bank SET document = ?3, question_count = ?4,"
                           " name = CASE ?5 WHEN '' THEN name ELSE ?5 END,"
                           " revision = revision + 1 WHERE id = ?1 AND revision = ?2",
    [JB_SQL_BANK_DELETE] = "DELETE FROM bank WHERE id = ?1",

    [JB_SQL_CONTEST_INSERT] =
        "INSERT INTO contest (id, code, plan, title, created_at, finished_at, open)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [JB_SQL_CONTEST_GET] = "SELECT " CONTEST_COLUMNS ", plan FROM contest AS c"
                           " WHERE id = ?1 AND gone = 0",
    [JB_SQL_CONTEST_BY_CODE] = "SELECT " CONTEST_COLUMNS ", plan FROM contest AS c"
                               " WHERE code = ?1 AND open = 1",
    [JB_SQL_CONTEST_LIST] = "SELECT " CONTEST_COLUMNS " FROM contest AS c WHERE gone = 0"
                            " ORDER BY contest DESC",
    [JB_SQL_CONTEST_FINISH] = "UPDATE contest SET finished_at = ?1 WHERE contest = ?2",
    [JB_SQL_CONTEST_CLOSE] = "UPDATE contest SET open = 0 WHERE contest = ?1",
    [JB_SQL_CONTEST_SCHEDULE] =
        "UPDATE contest SET opens_at = ?2, closes_at = ?3 WHERE contest = ?1",
    [JB_SQL_CONTEST_ARCHIVE] = "UPDATE contest SET archived = ?2 WHERE contest = ?1",
    [JB_SQL_CONTEST_ID] = "SELECT id FROM contest WHERE contest = ?1",
    /* What is gone has no code, no names and is in no list; its other rows may still be there. */
    [JB_SQL_CONTEST_RETIRE] = "UPDATE contest SET gone = 1, open = 0 WHERE contest = ?1",
    [JB_SQL_CONTEST_GONE] = "SELECT contest FROM contest WHERE gone = 1 LIMIT 1",
    [JB_SQL_CONTEST_NAMED] =
        "SELECT " CONTEST_COLUMNS " FROM contest AS c WHERE gone = 0 AND finished_at <= ?1 AND"
        " (EXISTS (SELECT 1 FROM participant AS p WHERE p.contest = c.contest AND p.name NOT NULL)"
        " OR EXISTS (SELECT 1 FROM roster AS r WHERE r.contest = c.contest AND r.name NOT NULL))"
        " ORDER BY contest LIMIT 1",
    [JB_SQL_CONTEST_DELETE] = "DELETE FROM contest WHERE contest = ?1 AND gone = 1",
    [JB_SQL_CLOCK_GET] = "SELECT now_ms FROM clock WHERE contest = ?1",
    [JB_SQL_CLOCK_SET] = "INSERT INTO clock (contest, now_ms) VALUES (?1, ?2)"
                         " ON CONFLICT (contest) DO UPDATE SET now_ms = excluded.now_ms",
    [JB_SQL_CLOCK_DELETE] = "DELETE FROM clock WHERE contest = ?1",

    /* The bytes of a hash never change: what is there already stays. */
    [JB_SQL_MEDIA_PUT] = "INSERT INTO media (hash, mime, bytes) VALUES (?1, ?2, ?3)"
                         " ON CONFLICT (hash) DO NOTHING",
    [JB_SQL_MEDIA_GET] = "SELECT mime, bytes FROM media WHERE hash = ?1",
    [JB_SQL_MEDIA_OF_BANK] = "INSERT INTO bank_media (bank, hash) VALUES (?1, ?2)"
                             " ON CONFLICT (bank, hash) DO NOTHING",
    [JB_SQL_MEDIA_OF_CONTEST] = "INSERT INTO contest_media (contest, hash) VALUES (?1, ?2)"
                                " ON CONFLICT (contest, hash) DO NOTHING",
    [JB_SQL_MEDIA_SWEEP] =
        "DELETE FROM media WHERE NOT EXISTS (SELECT 1 FROM bank_media b WHERE b.hash = media.hash)"
        " AND NOT EXISTS (SELECT 1 FROM contest_media c WHERE c.hash = media.hash)",

    [JB_SQL_PARTICIPANT_PUT] =
        "INSERT INTO participant (contest, player, team, name, salt, token_hash)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (contest, player) DO UPDATE SET"
        " team = excluded.team, name = excluded.name, salt = excluded.salt,"
        " token_hash = excluded.token_hash",
    [JB_SQL_PARTICIPANT_LIST] = "SELECT player, team, name, salt, token_hash FROM participant"
                                " WHERE contest = ?1 ORDER BY player",
    [JB_SQL_PARTICIPANT_ERASE] = "UPDATE participant SET name = NULL, salt = zeroblob(16)"
                                 " WHERE contest = ?1",
    [JB_SQL_PARTICIPANT_DELETE] = "DELETE FROM participant WHERE contest = ?1",

    [JB_SQL_ROSTER_LAST] = "SELECT coalesce(max(entry), 0) FROM roster WHERE contest = ?1",
    [JB_SQL_ROSTER_INSERT] = "INSERT INTO roster (contest, entry, team, player, code, name)"
                             " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [JB_SQL_ROSTER_LIST] = "SELECT entry, team, player, code, name FROM roster"
                           " WHERE contest = ?1 AND (?2 = 0 OR team = ?2) ORDER BY entry",
    [JB_SQL_ROSTER_GET] = "SELECT entry, team, player, code, name FROM roster"
                          " WHERE contest = ?1 AND entry = ?2",
    [JB_SQL_ROSTER_CODE] = "UPDATE roster SET code = ?3 WHERE contest = ?1 AND entry = ?2",
    [JB_SQL_ROSTER_JOINED] = "UPDATE roster SET player = ?3 WHERE contest = ?1 AND entry = ?2",
    [JB_SQL_ROSTER_ERASE] = "UPDATE roster SET name = NULL WHERE contest = ?1",
    [JB_SQL_ROSTER_DELETE] = "DELETE FROM roster WHERE contest = ?1",

    [JB_SQL_EVENT_HEAD] = "SELECT seq, hash FROM event WHERE contest = ?1"
                          " ORDER BY seq DESC LIMIT 1",
    [JB_SQL_EVENT_APPEND] = "INSERT INTO event (contest, seq, at, kind, body, hash)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [JB_SQL_EVENT_READ] = "SELECT seq, at, kind, body, hash FROM event WHERE contest = ?1"
                          " ORDER BY seq",
    [JB_SQL_EVENT_DELETE] = "DELETE FROM event WHERE contest = ?1 AND seq < ?2 +"
                            " (SELECT min(seq) FROM event WHERE contest = ?1)",

    /* The same head may be shown again, after a restart, say. */
    [JB_SQL_HEAD_PUT] = "INSERT INTO head (contest, seq, shown_at, hash) VALUES (?1, ?2, ?3, ?4)"
                        " ON CONFLICT (contest, seq) DO NOTHING",
    [JB_SQL_HEAD_LIST] = "SELECT seq, shown_at, hash FROM head WHERE contest = ?1 ORDER BY seq",
    [JB_SQL_HEAD_DELETE] = "DELETE FROM head WHERE contest = ?1",

    [JB_SQL_ACCOUNT_INSERT] =
        "INSERT INTO account (name, fold, role, password, created_at, version, credentials)"
        " SELECT ?1, ?2, ?3, ?4, ?5, n, n"
        " FROM (SELECT coalesce(max(version), 0) + 1 AS n FROM account)",
    [JB_SQL_ACCOUNT_CHANGE] =
        "UPDATE account SET role = coalesce(?2, role), password = coalesce(?3, password),"
        " disabled = coalesce(?4, disabled), version = n,"
        " credentials = CASE WHEN ?3 IS NULL AND ?4 IS NOT 1 THEN credentials ELSE n END"
        " FROM (SELECT max(version) + 1 AS n FROM account) WHERE account = ?1",
    [JB_SQL_ACCOUNT_LIST] = "SELECT " ACCOUNT_COLUMNS " FROM account ORDER BY fold",
    [JB_SQL_ACCOUNT_FIND] = "SELECT " ACCOUNT_COLUMNS " FROM account WHERE fold = ?1",

    [JB_SQL_SESSION_PUT] =
        "INSERT INTO session (token_hash, expires_at, account, credentials) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT (token_hash) DO UPDATE SET expires_at = excluded.expires_at",
    [JB_SQL_SESSION_DELETE] = "DELETE FROM session WHERE token_hash = ?1",
    [JB_SQL_SESSION_EXPIRE] = "DELETE FROM session WHERE expires_at < ?1",
    [JB_SQL_SESSION_LIST] = "SELECT token_hash, expires_at, account, credentials FROM session"
                            " ORDER BY expires_at, token_hash",

    [JB_SQL_RESULT_PUT] = "INSERT INTO result (contest, finished, digest, events, head)"
                          " VALUES (?1, ?2, ?3, ?4, ?5)",
    [JB_SQL_RESULT_GET] = "SELECT finished, digest, events, head FROM result WHERE contest = ?1",
    [JB_SQL_RESULT_DELETE] = "DELETE FROM result WHERE contest = ?1",
    [JB_SQL_RESULT_PARTICIPANT_PUT] =
        "INSERT INTO result_participant (contest, place, player, team, rank, score_hundredths,"
        " correct, answered, time_ms, overtime_hundredths, papers, finished_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    [JB_SQL_RESULT_PARTICIPANT_LIST] =
        "SELECT place, player, team, rank, score_hundredths, correct, answered, time_ms,"
        " overtime_hundredths, papers, finished_at FROM result_participant WHERE contest = ?1 "
        "ORDER BY place",
    [JB_SQL_RESULT_PARTICIPANT_DELETE] = "DELETE FROM result_participant WHERE contest = ?1",
    [JB_SQL_RESULT_TEAM_PUT] =
        "INSERT INTO result_team (contest, place, team, rank, members, score_hundredths,"
        " overtime_hundredths, correct, answered, fouls, time_ms, took_part, passed,"
        " mean_hundredths, turnout_hundredths)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    [JB_SQL_RESULT_TEAM_LIST] =
        "SELECT place, team, rank, members, score_hundredths, overtime_hundredths, correct,"
        " answered, fouls, time_ms, took_part, passed, mean_hundredths, turnout_hundredths"
        " FROM result_team WHERE contest = ?1 ORDER BY place",
    [JB_SQL_RESULT_TEAM_DELETE] = "DELETE FROM result_team WHERE contest = ?1",
    [JB_SQL_RESULT_MEMBER_PUT] =
        "INSERT INTO result_member (contest, place, team, member, rank, score_hundredths,"
        " correct, asked) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    [JB_SQL_RESULT_MEMBER_LIST] =
        "SELECT place, team, member, rank, score_hundredths, correct, asked"
        " FROM result_member WHERE contest = ?1 ORDER BY place",
    [JB_SQL_RESULT_MEMBER_DELETE] = "DELETE FROM result_member WHERE contest = ?1",
    [JB_SQL_RESULT_QUESTION_PUT] =
        "INSERT INTO result_question (contest, turn, shown, void, answered, right_count,"
        " median_ms, wrong_most, question, hall_answered, hall_right, asked)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    [JB_SQL_RESULT_QUESTION_LIST] =
        "SELECT turn, shown, void, answered, right_count, median_ms, wrong_most, question,"
        " hall_answered, hall_right, asked FROM result_question WHERE contest = ?1 ORDER BY turn",
    [JB_SQL_RESULT_QUESTION_DELETE] = "DELETE FROM result_question WHERE contest = ?1",

    /* A contest outlives the banks it was made from. */
    [JB_SQL_QUESTION_STAT_PUT] =
        "INSERT INTO question_stat (bank, question, contest, asked, right_count, sum_x, sum_xx,"
        " right_x) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8"
        " WHERE EXISTS (SELECT 1 FROM bank WHERE id = ?1)"
        " ON CONFLICT (bank, question, contest) DO UPDATE SET asked = asked + excluded.asked,"
        " right_count = right_count + excluded.right_count, sum_x = sum_x + excluded.sum_x,"
        " sum_xx = sum_xx + excluded.sum_xx, right_x = right_x + excluded.right_x",
    [JB_SQL_QUESTION_STAT_LIST] =
        "SELECT question, contest, asked, right_count, sum_x, sum_xx, right_x FROM question_stat"
        " WHERE bank = ?1 ORDER BY question, contest DESC",
    [JB_SQL_QUESTION_STAT_DELETE] = "DELETE FROM question_stat WHERE contest = ?1",
};

const char *jb_sql_text(jb_sql sql)
{
    JB_ASSERT(sql < JB_SQL_COUNT);
    JB_ASSERT(texts[sql] != NULL);
    return texts[sql];
}
