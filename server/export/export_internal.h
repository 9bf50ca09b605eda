#ifndef JB_EXPORT_INTERNAL_H
#define JB_EXPORT_INTERNAL_H

/* What the files of the export module share: the formats, the words and how a sheet is written. */

#include "jinbang/buffer.h"
#include "jinbang/export.h"

/* csv.c. RFC 4180, UTF-8 with BOM, CRLF; text cells that start with = + - @ or a control character
 * get an apostrophe before them. One table of who competes: participants (rank, name, team, score,
 * correct, answered, time_ms; window contests: papers, finished_at) or teams (rank, team, score,
 * correct, answered, time_ms, fouls, base, round_1 ..., adjusted, overtime and, where teams have
 * reserves, substitutions), then log_entries and log_head, the hash of the last entry. The rank of
 * those who have none is empty. */
void jb_export_csv(const jb_export *from, jb_buffer *out);

/* json.c, as docs/openapi.json says. JB_ERR_MEMORY. */
jb_status jb_export_json(const jb_export *from, jb_buffer *out) JB_MUST_CHECK;

/* xlsx.c */
jb_status jb_export_xlsx(const jb_export *from, jb_buffer *out, jb_buffer *why) JB_MUST_CHECK;

/* json_report.c. The parts of the JSON that a report begins with: "window", "summary",
 * "distribution", "curve". `book`: figures.h. */
struct jb_score_book;
void jb_report_json_write(jb_json_out *json, const struct jb_score_book *book);

/* The name of a team by its number from 1, in the contest's first language; empty without one. */
jb_slice jb_export_team(const jb_export *from, uint32_t team);

/* The name of a member of a team, both by their numbers from 1; empty without one. */
jb_slice jb_export_member(const jb_export *from, uint32_t team, uint32_t member);
/* Whoever has a number in a lineup: a named member of the team, or a participant; empty if they can
 * no longer be found by name. */
jb_slice jb_export_lined(const jb_export *from, uint32_t team, uint32_t number);
/* How many members are ranked: none unless the contest file wants it. */
uint32_t jb_export_member_count(const jb_export *from);
/* Do teams compete themselves? Participants without one are the hall then. */
bool jb_export_teams_compete(const jb_export *from);
/* The result of a participant by number; NULL: not in the results. */
const jb_result_participant *jb_export_player(const jb_export *from, uint32_t player);
/* The name of who got an award; empty: erased. */
jb_slice jb_export_winner(const jb_export *from, const jb_awarded *won);
/* The question that a turn asked, or JB_NO_QUESTION. */
uint32_t jb_export_question(const jb_export *from, uint32_t turn);
/* Did this turn begin, and was something asked in it? Only such turns are listed: a turn is a place
 * in a schedule that may be passed over, or passed without a pick. */
bool jb_export_asked(const jb_export *from, const jb_result_question *turn);
/* The round of a turn, or the section of a question of a pool: an index. */
uint32_t jb_export_part(const jb_export *from, const jb_result_question *turn);
/* What a round (index) gave a team that competes; in overtime rounds nothing that is in its score.
 */
int64_t jb_export_round_points(const jb_export *from, uint32_t team, uint32_t round);
/* Is there a round of overtime? */
bool jb_export_has_overtime(const jb_export *from);
/* The host's words for an adjusted score. */
jb_slice jb_export_reason(const jb_export *from, const jb_result_change *change);

/* ---- labels.c: the words of the sheets ---- */

typedef enum jb_label {
    JB_LABEL_RANKING,
    JB_LABEL_TEAMS,
    JB_LABEL_PEOPLE,
    JB_LABEL_QUESTIONS,
    JB_LABEL_LOG,
    JB_LABEL_RANK,
    JB_LABEL_NAME,
    JB_LABEL_TEAM,
    JB_LABEL_SCORE,
    JB_LABEL_CORRECT,
    JB_LABEL_ANSWERED,
    JB_LABEL_TIME,
    JB_LABEL_MEMBERS,
    JB_LABEL_ROSTER,
    JB_LABEL_ANSWER,
    JB_LABEL_RESULT,
    JB_LABEL_POINTS,
    JB_LABEL_RIGHT,
    JB_LABEL_PARTLY,
    JB_LABEL_WRONG,
    JB_LABEL_UNANSWERED,
    JB_LABEL_TURN,
    JB_LABEL_ROUND,
    JB_LABEL_KIND,
    JB_LABEL_PROMPT,
    JB_LABEL_RIGHT_ANSWER,
    JB_LABEL_STATE,
    JB_LABEL_SHOWN,
    JB_LABEL_VOID,
    JB_LABEL_NOT_SHOWN,
    JB_LABEL_RIGHT_COUNT,
    JB_LABEL_RIGHT_RATE,
    JB_LABEL_MEDIAN,
    JB_LABEL_WRONG_MOST,
    JB_LABEL_WRONG_MOST_COUNT,
    JB_LABEL_OPTION,
    JB_LABEL_COUNT,
    JB_LABEL_SINGLE,
    JB_LABEL_MULTIPLE,
    JB_LABEL_TRUEFALSE,
    JB_LABEL_NUMERIC,
    JB_LABEL_TEXT,
    JB_LABEL_ORDERING,
    JB_LABEL_MATCHING,
    JB_LABEL_TRUE,
    JB_LABEL_FALSE,
    JB_LABEL_LIST_MARK,
    JB_LABEL_CONTEST,
    JB_LABEL_ID,
    JB_LABEL_CODE,
    JB_LABEL_CREATED,
    JB_LABEL_FINISHED,
    JB_LABEL_NOT_FINISHED,
    JB_LABEL_EVENTS,
    JB_LABEL_HEAD,
    JB_LABEL_HALL,
    JB_LABEL_INDIVIDUALS,
    JB_LABEL_ENTRIES,
    JB_LABEL_BASE,
    JB_LABEL_FOULS,
    JB_LABEL_ADJUSTED,
    JB_LABEL_OVERTIME,
    JB_LABEL_ASKED,
    JB_LABEL_HALL_ANSWERED,
    JB_LABEL_HALL_RIGHT,
    JB_LABEL_ANNULLED,
    JB_LABEL_ENTRY,
    JB_LABEL_AT,
    JB_LABEL_WHO,
    JB_LABEL_MEMBER,
    JB_LABEL_WHY,
    JB_LABEL_REASON,
    JB_LABEL_SCORE_AFTER,
    JB_LABEL_WHY_ANSWER,
    JB_LABEL_WHY_VERDICT,
    JB_LABEL_WHY_FOUL,
    JB_LABEL_WHY_MARKS,
    JB_LABEL_WHY_UNDO,
    JB_LABEL_WHY_ADJUST,
    JB_LABEL_WHY_ACCEPT,
    JB_LABEL_WHY_VOID,
    JB_LABEL_WHY_REVERSE,
    JB_LABEL_FOUL_EARLY,
    JB_LABEL_FOUL_HELP,
    JB_LABEL_FOUL_LATE,
    JB_LABEL_MORE_IN_JSON,
    JB_LABEL_SUBSTITUTIONS,
    JB_LABEL_AFTER_TURN,
    JB_LABEL_OUT,
    JB_LABEL_IN,
    JB_LABEL_NOT_COUNTED,
    JB_LABEL_PROOF,
    JB_LABEL_PROOF_TEXT,
    JB_LABEL_SUMMARY,
    JB_LABEL_UNITS,
    JB_LABEL_UNIT,
    JB_LABEL_PARTICIPANTS,
    JB_LABEL_TOOK_PART,
    JB_LABEL_COMPETITORS,
    JB_LABEL_TURNOUT,
    JB_LABEL_MEAN,
    JB_LABEL_MEDIAN_SCORE,
    JB_LABEL_HIGHEST,
    JB_LABEL_LOWEST,
    JB_LABEL_FULL,
    JB_LABEL_PASS,
    JB_LABEL_PASSED,
    JB_LABEL_PASS_RATE,
    JB_LABEL_PAPERS,
    JB_LABEL_MEAN_ROSTER,
    JB_LABEL_FORMULA,
    JB_LABEL_RULE,
    JB_LABEL_RULE_SUM,
    JB_LABEL_RULE_MEAN,
    JB_LABEL_RULE_TURNOUT,
    JB_LABEL_RULE_BEST,
    JB_LABEL_RULE_TIMES_TURNOUT,
    JB_LABEL_RULE_WEIGHTED,
    JB_LABEL_SCORES,
    JB_LABEL_FROM,
    JB_LABEL_TO,
    JB_LABEL_BELOW,
    JB_LABEL_PEOPLE_COUNT,
    JB_LABEL_HOUR,
    JB_LABEL_OPENS,
    JB_LABEL_CLOSES,
    JB_LABEL_TIME_ZONE,
    JB_LABEL_HANDED_IN_AT,
    JB_LABEL_AWARDS,
    JB_LABEL_AWARD,
    JB_LABEL_VALUE,
    JB_LABEL_LOTTERY,
    JB_LABEL_ELIGIBLE,
    JB_LABEL_COMMITMENT,
    JB_LABEL_NUMBER,
    JB_LABEL_PART,
    JB_LABEL_ASKED_PAPERS,
    JB_LABEL_DISCRIMINATION,
    JB_LABEL_DISCRIMINATION_TEXT,
    JB_LABEL_END
} jb_label;

typedef enum jb_tongue {
    JB_TONGUE_EN,
    JB_TONGUE_ZH,
    JB_TONGUE_COUNT
} jb_tongue;

/* Chinese for zh and its kin, English for everything else. */
jb_tongue jb_tongue_of(jb_slice language);
const char *jb_label_text(jb_tongue tongue, jb_label label);
const char *jb_label_kind(jb_tongue tongue, jb_kind kind);
jb_label jb_label_of_why(jb_change_why why);
jb_label jb_label_of_verdict(jb_verdict verdict);
jb_label jb_label_of_foul(jb_foul foul);

/* ---- words.c: questions and answers in the contest's default language ---- */

typedef struct jb_question_words {
    char *options[JB_OPTIONS_MAX]; /* by the bank's order */
    char *targets[JB_OPTIONS_MAX];
} jb_question_words;

typedef struct jb_words {
    const jb_plan *plan;
    jb_tongue tongue;
    char language[JB_LANG_TAG_MAX + 1];
    jb_question_words *questions;
} jb_words;

jb_status jb_words_open(const jb_plan *plan, jb_words *words) JB_MUST_CHECK;
void jb_words_close(jb_words *words);

const char *jb_word(const jb_words *words, jb_label label);
/* A text of a map of languages, in the contest's default language. */
void jb_words_map(const jb_words *words, jb_slice map, jb_buffer *out);
/* The title of a round (an index), or "Round 1". */
void jb_words_round(const jb_words *words, uint32_t round, jb_buffer *out);
/* Questions are given by their index. */
/* The text of an option; true and false have theirs, too. */
const char *jb_words_option(const jb_words *words, uint32_t question, uint32_t option);
/* Append an answer, or the accepted ones. */
void jb_words_answer(const jb_words *words, uint32_t question, const jb_answer *answer,
                     jb_buffer *out);
void jb_words_right(const jb_words *words, uint32_t question, jb_buffer *out);

#endif
