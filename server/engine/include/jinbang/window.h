#ifndef JINBANG_WINDOW_H
#define JINBANG_WINDOW_H

#include "jinbang/engine.h"

/*
 * Window contests: open between two instants, everybody answers a paper of their own in their own
 * time. They are the same engine: the same commands to join, rename, remove, pause and adjust, the
 * same log, the same ranking. What differs:
 *
 * - The contest clock is Unix time in milliseconds. It stands still while the contest is paused
 *   (a restart pauses it for as long as the server was down): papers that are open get that time
 * back.
 * - JB_COMMAND_START opens the contest (phase OPEN, turn 0), JB_COMMAND_FINISH closes it: papers
 *   that are still open are handed in first. Who decides when is outside: the wall clock and the
 * schedule.
 * - JB_COMMAND_OPEN gives a participant a new paper; it is drawn from the seed in the event OPENED,
 *   question by question and with its own order of options. Place n of a paper is what `turn` says
 *   in commands and events about it, from 1.
 * - An answer is graded when it comes in. A paper counts when it is handed in: by its owner, at its
 *   limit, or at the close. The score entry of HANDED_IN is what the paper adds to its owner's
 * score by the rule which papers count.
 * - The ranking is brought up to date when it is asked for (jb_engine_rank), not with every paper.
 *
 * All functions here are for window contests; of others they give NULL, 0 or false.
 */

typedef enum jb_paper_state {
    JB_PAPER_NONE, /* not begun */
    JB_PAPER_OPEN,
    JB_PAPER_HANDED_IN
} jb_paper_state;

/* Why a paper was handed in. */
typedef enum jb_hand_in {
    JB_HAND_IN_OWN,
    JB_HAND_IN_LIMIT,
    JB_HAND_IN_CLOSE,
    JB_HAND_IN_COUNT
} jb_hand_in;

const char *jb_hand_in_name(jb_hand_in why); /* "own", "limit", "close"; NULL out of range */

/* The newest paper of a participant. */
typedef struct jb_paper {
    jb_paper_state state;
    uint32_t attempt; /* its number, from 1; 0: none */
    uint64_t seed;
    jb_time started_at;   /* as if it had begun later by the pauses since */
    jb_time ends_at;      /* with the pauses so far; JB_TIME_NONE: no limit of its own */
    jb_time handed_in_at; /* JB_TIME_NONE: not yet */
    jb_hand_in why;
    uint32_t shown;   /* one by one: the place that is shown, 0: none yet; free order: 0 */
    jb_time shown_at; /* with the pauses since */
    uint32_t answered;
    uint32_t correct; /* whole questions right; to be shown as the rules say */
    int64_t score;    /* hundredths; the same */
    /* of all their papers */
    uint32_t attempts;     /* begun */
    uint32_t papers;       /* handed in */
    int32_t day;           /* on which the newest was begun: jb_window_day */
    uint32_t day_attempts; /* begun on that day */
    int64_t best;          /* the highest score; valid with papers > 0 */
    jb_time finished_at;   /* when the last paper that counts was handed in; JB_TIME_NONE: none */
} jb_paper;

/* NULL: no such participant. */
const jb_paper *jb_engine_paper(const jb_engine *engine, uint32_t player);

/* A place of that paper. */
typedef struct jb_paper_item {
    uint32_t question;             /* index in the rules */
    uint8_t order[JB_OPTIONS_MAX]; /* options (ordering, matching: left items) in the order in which
                                      they are shown */
    bool answered;
    bool correct;
    int64_t points;
    jb_time elapsed_ms; /* of the answer: since the question was shown, in free order since the
                           paper began */
} jb_paper_item;

/* False: no such participant, paper or place. *answer (may be NULL) is set if there is one; how it
 * folds is not kept. */
bool jb_engine_paper_item(const jb_engine *engine, uint32_t player, uint32_t place,
                          jb_paper_item *item, jb_answer *answer);
/* When the question that is shown takes no more answers (one by one); JB_TIME_NONE: with the paper.
 */
jb_time jb_engine_paper_closes(const jb_engine *engine, uint32_t player);
/* May the right answer of this place be shown to its owner now, by window.reveal? */
bool jb_engine_paper_reveals(const jb_engine *engine, uint32_t player, uint32_t place);
/* Why this participant could not begin a new paper now; JB_ACCEPTED: could. */
jb_refusal jb_engine_may_open(const jb_engine *engine, uint32_t player);
/* Papers this participant may still begin in all, and today; UINT32_MAX: as many as they like. */
uint32_t jb_engine_attempts_left(const jb_engine *engine, uint32_t player, uint32_t *today);

/* The contest at a glance. */
typedef struct jb_window_view {
    jb_time opens_at, closes_at; /* by the newest schedule */
    uint32_t open;               /* papers */
    uint64_t handed_in;          /* papers */
    uint32_t took_part;          /* participants in the contest with a paper handed in */
} jb_window_view;
const jb_window_view *jb_engine_window(const jb_engine *engine);

/* A unit (team) of a window contest, as of the last ranking. */
typedef struct jb_unit {
    uint32_t took_part;  /* members with a paper handed in */
    uint32_t passed;     /* of them with rules.window->pass or more */
    int64_t sum;         /* of their scores */
    int64_t mean;        /* over those who took part, hundredths, rounded half away from zero */
    int64_t mean_roster; /* over the roster, absent ones count 0; 0 without a roster */
    int64_t turnout;     /* took part / roster, hundredths of a percent; 0 without a roster */
} jb_unit;
/* NULL: no such team. */
const jb_unit *jb_engine_unit(const jb_engine *engine, uint32_t team);

/* Days since 1970-01-01 in the contest's time zone. */
int32_t jb_window_day(const jb_window_rules *rules, jb_time at);

/* Brings ranks of participants and teams up to date: O(n log n), nothing if nothing has changed.
 * Ranked are active participants with a paper handed in. Not part of what the log decides; live
 * contests rank by themselves, there it does nothing. */
void jb_engine_rank(jb_engine *engine);

/* ---- awards: of every contest, live ones too. As of the last ranking. ---- */

typedef struct jb_awarded {
    uint32_t award;  /* index in the rules */
    uint32_t number; /* of the participant or team */
    uint32_t rank;   /* among those who got this award, from 1; equal ones share it */
    int64_t value;   /* score or mean in hundredths, turnout in hundredths of a percent */
} jb_awarded;

/* Who gets which award, award by award, best first. Awards of the same `to` and `by` follow each
 * other: the second begins where the first ended. With rules.one_prize nobody gets two: who has one
 * is passed over by those that follow. Ties at the last place of an award all get it (then it has
 * more than its places). Returns how many there are; writes at most `max`. */
uint32_t jb_engine_awards(const jb_engine *engine, jb_awarded *out, uint32_t max);

/* ---- lotteries: of every contest ---- */

typedef struct jb_lottery {
    bool announced;
    bool drawn;
    uint32_t eligible;       /* when it was announced */
    const uint32_t *winners; /* participants, in the order drawn */
    uint32_t winner_count;
} jb_lottery;
/* NULL: no such draw; from 0. */
const jb_lottery *jb_engine_lottery(const jb_engine *engine, uint32_t draw);
/* Those who may win draw `draw` now: active participants who took part (window: handed in a paper;
 * live: joined), with at least its score, who have no prize yet where the rules say one each. In
 * the order of their numbers; `out` has room for all participants. */
uint32_t jb_engine_eligible_for(const jb_engine *engine, uint32_t draw, uint32_t *out);

#endif
