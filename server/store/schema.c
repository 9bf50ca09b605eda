/*
 * The schema of jinbang.db, as numbered scripts. Script n leads from version n to n + 1; a database
 * remembers how far it has come in user_version, which each script sets as its last statement, in
 * the transaction that makes the change. A script that has shipped is never edited: a change is one
 * more script.
 *
 * STRICT tables refuse a value of the wrong type. Long texts stand last in their rows, so that
 * lists need not walk through them. Times that end in _at are wall clock, `event.at` and
 * `clock.now_ms` are the contest's own; all are milliseconds. Scores are whole hundredths.
 */
#include "store_internal.h"

/* The catalog, the people and the log. The triggers make it plain that a log is only ever added to;
 * what they cannot stop, the chain shows. */
static const char catalog_and_log[] =
    "CREATE TABLE bank ("
    "  id TEXT NOT NULL PRIMARY KEY,"
    "  name TEXT NOT NULL,"
    "  question_count INTEGER NOT NULL,"
    "  created_at INTEGER NOT NULL,"
    "  document TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE contest ("
    "  contest INTEGER NOT NULL PRIMARY KEY,"
    "  id TEXT NOT NULL UNIQUE,"
    "  code TEXT NOT NULL,"
    "  open INTEGER NOT NULL CHECK (open IN (0, 1)),"
    "  created_at INTEGER NOT NULL,"
    "  finished_at INTEGER,"
    "  title TEXT NOT NULL,"
    "  plan TEXT NOT NULL"
    ") STRICT;"
    "CREATE UNIQUE INDEX contest_open_code ON contest (code) WHERE open = 1;"
    "CREATE TABLE clock ("
    "  contest INTEGER NOT NULL PRIMARY KEY REFERENCES contest (contest),"
    "  now_ms INTEGER NOT NULL"
    ") STRICT;"
    "CREATE TABLE participant ("
    "  contest INTEGER NOT NULL REFERENCES contest (contest),"
    "  player INTEGER NOT NULL CHECK (player > 0),"
    "  team INTEGER NOT NULL,"
    "  name TEXT," /* NULL: erased */
    "  salt BLOB NOT NULL CHECK (length(salt) = 16),"
    "  token_hash BLOB NOT NULL CHECK (length(token_hash) = 32),"
    "  PRIMARY KEY (contest, player)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE event ("
    "  contest INTEGER NOT NULL REFERENCES contest (contest),"
    "  seq INTEGER NOT NULL CHECK (seq > 0),"
    "  at INTEGER NOT NULL,"
    "  kind TEXT NOT NULL,"
    "  body TEXT NOT NULL,"
    "  hash BLOB NOT NULL CHECK (length(hash) = 32),"
    "  PRIMARY KEY (contest, seq)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON event "
    "BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;"
    "CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event "
    "BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;"
    "CREATE TABLE session ("
    "  token_hash BLOB NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),"
    "  expires_at INTEGER NOT NULL"
    ") STRICT, WITHOUT ROWID;"
    "PRAGMA user_version = 1;";

/* Results, a copy of what the log says. `place` is the position in ranking order, from 1; people
 * who share a rank have places of their own. Names are not here: join participant. */
static const char results[] = "CREATE TABLE result ("
                              "  contest INTEGER NOT NULL PRIMARY KEY REFERENCES contest (contest),"
                              "  finished INTEGER NOT NULL CHECK (finished IN (0, 1)),"
                              "  digest TEXT NOT NULL,"
                              "  events INTEGER NOT NULL,"
                              "  head BLOB NOT NULL CHECK (length(head) = 32)"
                              ") STRICT;"
                              "CREATE TABLE result_participant ("
                              "  contest INTEGER NOT NULL REFERENCES result (contest),"
                              "  place INTEGER NOT NULL,"
                              "  player INTEGER NOT NULL,"
                              "  team INTEGER NOT NULL,"
                              "  rank INTEGER NOT NULL,"
                              "  score_hundredths INTEGER NOT NULL,"
                              "  correct INTEGER NOT NULL,"
                              "  answered INTEGER NOT NULL,"
                              "  time_ms INTEGER NOT NULL,"
                              "  PRIMARY KEY (contest, place),"
                              "  UNIQUE (contest, player)"
                              ") STRICT, WITHOUT ROWID;"
                              "CREATE TABLE result_team ("
                              "  contest INTEGER NOT NULL REFERENCES result (contest),"
                              "  place INTEGER NOT NULL,"
                              "  team INTEGER NOT NULL,"
                              "  rank INTEGER NOT NULL,"
                              "  members INTEGER NOT NULL,"
                              "  score_hundredths INTEGER NOT NULL,"
                              "  PRIMARY KEY (contest, place),"
                              "  UNIQUE (contest, team)"
                              ") STRICT, WITHOUT ROWID;"
                              "CREATE TABLE result_question ("
                              "  contest INTEGER NOT NULL REFERENCES result (contest),"
                              "  turn INTEGER NOT NULL,"
                              "  shown INTEGER NOT NULL CHECK (shown IN (0, 1)),"
                              "  void INTEGER NOT NULL CHECK (void IN (0, 1)),"
                              "  answered INTEGER NOT NULL,"
                              "  right_count INTEGER NOT NULL,"
                              "  median_ms INTEGER NOT NULL,"
                              "  wrong_most INTEGER NOT NULL," /* option number from 0; -1: none */
                              "  PRIMARY KEY (contest, turn)"
                              ") STRICT, WITHOUT ROWID;"
                              "PRAGMA user_version = 2;";

/* Pictures, sound and film, under the SHA-256 of their bytes, and who needs them. A bank that goes
 * takes its uses with it; contests made from it keep theirs, and with them the bytes. */
static const char media[] =
    "CREATE TABLE media ("
    "  hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),"
    "  mime TEXT NOT NULL,"
    "  bytes BLOB NOT NULL CHECK (length(bytes) > 0)"
    ") STRICT;"
    "CREATE TABLE bank_media ("
    "  bank TEXT NOT NULL REFERENCES bank (id) ON DELETE CASCADE,"
    "  hash BLOB NOT NULL REFERENCES media (hash),"
    "  PRIMARY KEY (bank, hash)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX bank_media_hash ON bank_media (hash);"
    "CREATE TABLE contest_media ("
    "  contest INTEGER NOT NULL REFERENCES contest (contest) ON DELETE CASCADE,"
    "  hash BLOB NOT NULL REFERENCES media (hash),"
    "  PRIMARY KEY (contest, hash)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX contest_media_hash ON contest_media (hash);"
    "PRAGMA user_version = 3;";

/* A contest nobody wants goes as a whole. It is gone at once; its rows follow, a slice at a time,
 * and only from the log of such a one may anything be taken. */
static const char whole_contests[] =
    "ALTER TABLE contest ADD COLUMN gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1));"
    "DROP TRIGGER IF EXISTS event_is_not_deleted;"
    "CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event "
    "WHEN (SELECT gone FROM contest WHERE contest = OLD.contest) IS NOT 1 "
    "BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;"
    "PRAGMA user_version = 4;";

/* Results of a stage: teams that compete themselves, their members, overtime, the hall, and which
 * question a turn asked (by its number from 1; 0: none). Before, turn and question were one. */
static const char stage[] =
    "ALTER TABLE result_participant ADD COLUMN overtime_hundredths INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE result_team ADD COLUMN overtime_hundredths INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE result_team ADD COLUMN correct INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE result_team ADD COLUMN answered INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE result_team ADD COLUMN fouls INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE result_team ADD COLUMN time_ms INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE result_question ADD COLUMN question INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE result_question ADD COLUMN hall_answered INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE result_question ADD COLUMN hall_right INTEGER NOT NULL DEFAULT 0;"
    "UPDATE result_question SET question = turn WHERE shown = 1;"
    "CREATE TABLE result_member ("
    "  contest INTEGER NOT NULL REFERENCES result (contest),"
    "  place INTEGER NOT NULL,"
    "  team INTEGER NOT NULL,"
    "  member INTEGER NOT NULL," /* in seat order, from 1 */
    "  rank INTEGER NOT NULL,"
    "  score_hundredths INTEGER NOT NULL,"
    "  correct INTEGER NOT NULL,"
    "  asked INTEGER NOT NULL,"
    "  PRIMARY KEY (contest, place),"
    "  UNIQUE (contest, team, member)"
    ") STRICT, WITHOUT ROWID;"
    "PRAGMA user_version = 5;";

/* Who may sign in beside whoever has the admin key. `fold` is the name as it is compared, `version`
 * grows with every change of any account, `credentials` is the version since which one signs in as
 * one does now: a session remembers it, and is over when it has moved on. Account 0: the admin key.
 */
static const char accounts[] =
    "CREATE TABLE account ("
    "  account INTEGER NOT NULL PRIMARY KEY,"
    "  name TEXT NOT NULL,"
    "  fold TEXT NOT NULL UNIQUE,"
    "  role TEXT NOT NULL CHECK (role IN ('owner', 'editor', 'host')),"
    "  disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),"
    "  version INTEGER NOT NULL,"
    "  credentials INTEGER NOT NULL,"
    "  created_at INTEGER NOT NULL,"
    "  password TEXT NOT NULL" /* argon2id, as libsodium writes it */
    ") STRICT;"
    "ALTER TABLE session ADD COLUMN account INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE session ADD COLUMN credentials INTEGER NOT NULL DEFAULT 0;"
    "PRAGMA user_version = 6;";

/* The heads of logs that people have been shown, at the end of a round and of the contest: what
 * somebody may have noted. And whose file this is ("JBNG"), so that nobody takes it for another's.
 */
static const char heads[] = "CREATE TABLE head ("
                            "  contest INTEGER NOT NULL REFERENCES contest (contest),"
                            "  seq INTEGER NOT NULL CHECK (seq > 0),"
                            "  shown_at INTEGER NOT NULL,"
                            "  hash BLOB NOT NULL CHECK (length(hash) = 32),"
                            "  PRIMARY KEY (contest, seq)"
                            ") STRICT, WITHOUT ROWID;"
                            "PRAGMA application_id = 1245859399;"
                            "PRAGMA user_version = 7;";

/* A bank can be edited: `revision` grows with every edit, so that nobody undoes another's unseen.
 */
static const char revisions[] = "ALTER TABLE bank ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;"
                                "PRAGMA user_version = 8;";

/* Contests over days. `roster` is who may take part, or (where anybody may) who does, with the
 * personal code that leads them back to their papers from any device; `player` is NULL until they
 * have joined. What a paper brought its owner is in the log; the tables result_* get the figures
 * that only such contests have. `question_stat` is what all finished contests made of a bank's
 * questions: counts, and over the participants who were asked the sums from which discrimination
 * follows (x: their share of all other points, in millionths; of those who were right `right_x`).
 */
static const char windows[] =
    "CREATE TABLE roster ("
    "  contest INTEGER NOT NULL REFERENCES contest (contest),"
    "  entry INTEGER NOT NULL CHECK (entry > 0),"
    "  team INTEGER NOT NULL,"
    "  player INTEGER,"
    "  code TEXT NOT NULL,"
    "  name TEXT," /* NULL: erased, or not given before they joined */
    "  PRIMARY KEY (contest, entry),"
    "  UNIQUE (contest, code)"
    ") STRICT, WITHOUT ROWID;"
    "ALTER TABLE contest ADD COLUMN archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1));"
    "ALTER TABLE contest ADD COLUMN opens_at INTEGER;" /* window contests: the newest schedule */
    "ALTER TABLE contest ADD COLUMN closes_at INTEGER;"
    "ALTER TABLE bank ADD COLUMN study TEXT;" /* the code under which it can be practised; NULL: not
                                               */
    "CREATE UNIQUE INDEX bank_study ON bank (study) WHERE study IS NOT NULL;"
    "ALTER TABLE result_participant ADD COLUMN papers INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE result_participant ADD COLUMN finished_at INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE result_question ADD COLUMN asked INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE result_team ADD COLUMN took_part INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE result_team ADD COLUMN passed INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE result_team ADD COLUMN mean_hundredths INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE result_team ADD COLUMN turnout_hundredths INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE question_stat ("
    "  bank TEXT NOT NULL REFERENCES bank (id) ON DELETE CASCADE,"
    "  question TEXT NOT NULL,"
    "  contest INTEGER NOT NULL REFERENCES contest (contest) ON DELETE CASCADE,"
    "  asked INTEGER NOT NULL,"
    "  right_count INTEGER NOT NULL,"
    "  sum_x INTEGER NOT NULL,"
    "  sum_xx INTEGER NOT NULL,"
    "  right_x INTEGER NOT NULL,"
    "  PRIMARY KEY (bank, question, contest)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX question_stat_contest ON question_stat (contest);"
    "PRAGMA user_version = 9;";

const char *const jb_schema_scripts[] = { catalog_and_log, results,   media,
                                          whole_contests,  stage,     accounts,
                                          heads,           revisions, windows };
const int jb_schema_version = (int)(sizeof(jb_schema_scripts) / sizeof(jb_schema_scripts[0]));
