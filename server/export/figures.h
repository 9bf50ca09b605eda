#ifndef JB_EXPORT_FIGURES_H
#define JB_EXPORT_FIGURES_H

/*
 * Figures of the whole contest and of its teams: what a report begins with. Scores are those of who
 * competes and has a rank: participants (in a window contest: with a paper handed in), or the teams
 * themselves. All are whole hundredths, shares hundredths of a percent; no floating point.
 */

#include "export_internal.h"

typedef struct jb_figures {
    uint32_t took_part; /* scores that the figures below are of; without any they are 0 */
    int64_t sum;
    int64_t mean; /* rounded half away from zero, as the median */
    int64_t median;
    int64_t highest;
    int64_t lowest;
    uint32_t passed; /* where the contest says what passes */
    int64_t pass_rate;
    uint64_t roster;     /* 0: not known */
    int64_t turnout;     /* took part / roster; a roster that was too small counts as who came */
    int64_t mean_roster; /* over the roster: who is absent counts 0 */
} jb_figures;

/* One score and whose it is. */
typedef struct jb_score_of {
    uint32_t team;
    int64_t score;
} jb_score_of;

struct jb_score_book {
    const jb_export *from;
    jb_score_of *by_team; /* by team, then by score */
    int64_t *scores;      /* ascending */
    uint32_t count;
};
typedef struct jb_score_book jb_score_book;

/* JB_ERR_MEMORY. */
jb_status jb_score_book_open(const jb_export *from, jb_score_book *book) JB_MUST_CHECK;
void jb_score_book_close(jb_score_book *book);

/* Of all. Roster and turnout where every team has one. */
jb_figures jb_figures_of_all(const jb_score_book *book);
/* Of a team, by its number, whose members compete. */
jb_figures jb_figures_of_team(const jb_score_book *book, uint32_t team);

enum {
    JB_STEPS_OF_SCORES_MAX = 24
};

/* How many scores lie from `from` to below `to`; the last step holds `to`, too. */
typedef struct jb_score_step {
    int64_t from, to;
    uint32_t count;
} jb_score_step;

/* Steps of a round width (1, 2 or 5 of a power of ten, at least a point) from the least score (or
 * 0) to full marks or the highest. Gives how many; 0: there are no scores. */
uint32_t jb_score_steps(const jb_score_book *book, jb_score_step steps[JB_STEPS_OF_SCORES_MAX]);

/* How the score of a team follows from its figures, in numbers: "50% × 80 + 50% × 92.5 = 86.25".
 * Only for window contests. */
void jb_team_formula(const jb_export *from, const jb_result_team *row, jb_buffer *out);
/* The rule in words. */
void jb_team_rule(const jb_export *from, jb_tongue tongue, jb_buffer *out);

/* Percent of papers that hold the question, or of answers in a live contest, that were right.
 * False: none. */
bool jb_right_rate(const jb_export *from, const jb_result_question *row, int64_t *rate);

/* Local time where the contest is, as an offset in ms; 0 in live contests, whose zone nobody knows.
 */
jb_time jb_zone_ms(const jb_export *from, jb_time at);
/* "2026-12-01T08:00:00+08:00" */
void jb_moment_write(const jb_export *from, jb_time at, jb_buffer *out);

#endif
