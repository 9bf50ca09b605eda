#ifndef JINBANG_CONTEST_INTERNAL_H
#define JINBANG_CONTEST_INTERNAL_H

/*
 * Contest files inside the bank module: what was read of one, where each setting stands, what is to
 * be drawn, and who reads, checks and writes which part. A new setting of a round is a new value of
 * jb_setting, a row in contest_settings.c, a line each in its reader and in contest_write_round.c.
 */

#include "bank_internal.h"
#include "jinbang/format.h"
#include "jinbang/zone.h"

enum {
    JB_DRAWS_MAX = 26,        /* of one round */
    JB_PLACEHOLDERS_MAX = 10, /* questions of a round whose file does not say how many */
    JB_WAIT_SECONDS_MAX = 600,
    JB_ZONE_SPANS_MAX = 64, /* of a window contest */
    JB_ALL_KINDS = (1 << JB_KIND_COUNT) - 1
};

/* The members of a contest file. */
typedef enum jb_contest_field {
    JB_CONTEST_FORMAT,
    JB_CONTEST_VERSION,
    JB_CONTEST_TITLE,
    JB_CONTEST_DESCRIPTION,
    JB_CONTEST_LANGUAGES,
    JB_CONTEST_DEFAULT_LANGUAGE,
    JB_CONTEST_SCREEN_LANGUAGES,
    JB_CONTEST_PACE,
    JB_CONTEST_LATE,
    JB_CONTEST_SEATS,
    JB_CONTEST_TEAMS,
    JB_CONTEST_TEAM_REQUIRED,
    JB_CONTEST_TEAM_SCORE,
    JB_CONTEST_SUBSTITUTIONS,
    JB_CONTEST_INDIVIDUAL,
    JB_CONTEST_BASE,
    JB_CONTEST_FLOOR,
    JB_CONTEST_TIE,
    JB_CONTEST_AWARDS,
    JB_CONTEST_ONE_PRIZE,
    JB_CONTEST_DRAWS,
    JB_CONTEST_HALL,
    JB_CONTEST_FAIR_CAP,
    JB_CONTEST_PLAYERS_MAX,
    JB_CONTEST_APPROVE,
    JB_CONTEST_ROUNDS,
    JB_CONTEST_WINDOW,
    JB_CONTEST_FIELD_COUNT
} jb_contest_field;

/* The members of "window". */
typedef enum jb_window_field {
    JB_WINDOW_OPENS_AT,
    JB_WINDOW_CLOSES_AT,
    JB_WINDOW_TIME_ZONE,
    JB_WINDOW_PAPER,
    JB_WINDOW_POINTS,
    JB_WINDOW_GRADING,
    JB_WINDOW_SECONDS,
    JB_WINDOW_QUESTION_SECONDS,
    JB_WINDOW_ATTEMPTS,
    JB_WINDOW_REVEAL,
    JB_WINDOW_CHANGE,
    JB_WINDOW_SHUFFLE_QUESTIONS,
    JB_WINDOW_SHUFFLE_OPTIONS,
    JB_WINDOW_ENTRY,
    JB_WINDOW_STUDY,
    JB_WINDOW_PASS,
    JB_WINDOW_FIELD_COUNT
} jb_window_field;

/* The members of a round. */
typedef enum jb_setting {
    JB_SETTING_TITLE,
    JB_SETTING_FORMAT,
    JB_SETTING_DRAW,
    JB_SETTING_QUESTIONS,
    JB_SETTING_BY_VALUE,
    JB_SETTING_SECONDS,
    JB_SETTING_READING,
    JB_SETTING_INTRO,
    JB_SETTING_INTRO_SECONDS, /* the next three in this order */
    JB_SETTING_LOCKED_SECONDS,
    JB_SETTING_REVEAL_SECONDS,
    JB_SETTING_STANDINGS_SECONDS,
    JB_SETTING_POINTS,
    JB_SETTING_SPEED,
    JB_SETTING_STREAK,
    JB_SETTING_WAGER,
    JB_SETTING_GRADING,
    JB_SETTING_CHANGE,
    JB_SETTING_STANDINGS,
    JB_SETTING_SHUFFLE_OPTIONS,
    JB_SETTING_PER_SEAT,
    JB_SETTING_ORDER,
    JB_SETTING_SPREAD,
    JB_SETTING_SPEAKER,
    JB_SETTING_ANSWER_BY,
    JB_SETTING_HELP,
    JB_SETTING_HELP_POINTS,
    JB_SETTING_START,
    JB_SETTING_BEGIN,
    JB_SETTING_BUZZ_SECONDS,
    JB_SETTING_RUN_SECONDS,
    JB_SETTING_EARLY,
    JB_SETTING_TRIES,
    JB_SETTING_FALLBACK,
    JB_SETTING_TOO_CLOSE,
    JB_SETTING_VALUES,
    JB_SETTING_STOCK,
    JB_SETTING_DISTINCT_VALUES,
    JB_SETTING_MAY_NAME,
    JB_SETTING_WRONG,
    JB_SETTING_SAFE,
    JB_SETTING_CAP,
    JB_SETTING_LIMIT,
    JB_SETTING_OVERTIME,
    JB_SETTING_SURVIVORS,
    JB_SETTING_REVIVAL,
    JB_SETTING_JUDGES,
    JB_SETTING_MARKS,
    JB_SETTING_TRIMMED,
    JB_SETTING_COUNT
} jb_setting;

/* Questions out of one bank, drawn or named, or placeholders. */
typedef struct jb_contest_draw {
    const cJSON *node; /* what states it: an object, or the round that states nothing */
    const cJSON *bank; /* id: string node; NULL: placeholders */
    const cJSON *ids;  /* named questions, or NULL for a draw */
    const cJSON *tags; /* or NULL */
    const cJSON *count_node;
    uint32_t count;
    uint32_t pool;  /* of a paper's section that names no bank: placeholders to draw from */
    uint32_t kinds; /* bits */
    uint8_t difficulty[2];
    bool in_bank_order;
    int64_t value; /* of "by_value"; 0: of no value */
} jb_contest_draw;

typedef struct jb_contest_round {
    const cJSON *node;
    const cJSON *at[JB_SETTING_COUNT]; /* where each setting stands; NULL: not stated */
    jb_contest_draw *draws;
    uint32_t draw_count;
    uint32_t count; /* questions */
    uint32_t cells;
    bool has_seconds, has_right, has_multiple, has_parts, has_shuffle;
    bool shuffle;
    jb_time seconds_ms;
    jb_time reading_ms;
    int64_t right, wrong, none;
    jb_grading multiple, parts;
    jb_round_rules rules; /* without the numbers of its turns and questions */
} jb_contest_round;

typedef struct jb_contest_team {
    const cJSON *node;    /* string or object */
    const cJSON *name;    /* string or text map */
    const cJSON *members; /* list of strings, or NULL */
    uint32_t member_count;
    uint32_t roster;
} jb_contest_team;

typedef struct jb_contest_award {
    const cJSON *node;
    const cJSON *title;
    const cJSON *places_node; /* or NULL */
    const cJSON *to_node;     /* "for", or NULL */
    const cJSON *by_node;     /* or NULL */
    const cJSON *least_node;  /* or NULL */
    uint32_t places;
    jb_award_for to;
    jb_award_by by;
    bool has_least;
    int64_t at_least;
} jb_contest_award;

typedef struct jb_contest_lottery {
    const cJSON *node;
    const cJSON *title;
    const cJSON *winners_node; /* or NULL */
    const cJSON *least_node;   /* or NULL */
    jb_lottery_rules rules;
} jb_contest_lottery;

/* The sections of the paper are the contest's rounds, as far as their questions are concerned: what
 * these are worth, how they are graded, and one draw each. */
typedef struct jb_contest_window {
    const cJSON *node;
    const cJSON *at[JB_WINDOW_FIELD_COUNT]; /* where each member stands; NULL: not stated */
    const cJSON *attempts_max;              /* where it stands, or NULL */
    jb_contest_round worth;                 /* what sections have unless they say otherwise */
    jb_local_time opens, closes;            /* in its time zone */
    jb_window_rules rules;                  /* without sections, instants and spans */
    jb_zone_span spans[JB_ZONE_SPANS_MAX];  /* jb_window_zone: rules.span_count of them */
} jb_contest_window;

typedef struct jb_contest {
    const cJSON *node;
    const cJSON *at[JB_CONTEST_FIELD_COUNT]; /* where each member stands; NULL: not stated */
    jb_rules rules;                          /* without teams, rounds and turns */
    bool individual;
    jb_contest_team *teams;
    uint32_t team_count;
    jb_contest_award *awards;
    uint32_t award_count;
    jb_contest_lottery *lotteries;
    uint32_t lottery_count;
    jb_contest_window *window; /* NULL: live */
    jb_contest_round *rounds;  /* window: the sections of the paper */
    uint32_t round_count;
} jb_contest;

/* What a round must know of its contest, and how its file is read. */
typedef struct jb_round_context {
    jb_memory *memory;
    jb_pace pace;
    jb_seats seats;
    uint32_t team_count;
    bool placeholders; /* a round need not say where its questions come from */
} jb_round_context;

/* contest_read.c. Teams, awards, rounds and draws come from the memory. With `placeholders` a round
 * need not say where its questions come from. False if anything was wrong. */
bool jb_contest_read(jb_reader *reader, const cJSON *node, jb_memory *memory, bool placeholders,
                     jb_contest *contest);
/* contest_teams.c */
bool jb_contest_teams_read(jb_reader *reader, const cJSON *node, jb_memory *memory,
                           jb_contest *contest);
/* contest_awards.c: awards, and the hall. */
bool jb_contest_awards_read(jb_reader *reader, const cJSON *node, jb_memory *memory,
                            jb_contest *contest);
bool jb_contest_hall_read(jb_reader *reader, jb_contest *contest);
/* contest_lottery.c */
bool jb_contest_lotteries_read(jb_reader *reader, const cJSON *node, jb_memory *memory,
                               jb_contest *contest);
/* contest_score.c: how a team's score comes about. */
bool jb_contest_team_score_read(jb_reader *reader, const cJSON *node, jb_rules *rules);
bool jb_contest_team_score_check(jb_reader *reader, const jb_contest *contest);
/* contest_lineup.c. After the teams. */
bool jb_contest_substitutions_read(jb_reader *reader, jb_contest *contest);

/* contest_round.c */
bool jb_contest_round_read(jb_reader *reader, const cJSON *node, const jb_round_context *context,
                           jb_contest_round *round);
bool jb_read_milliseconds(jb_reader *reader, const cJSON *node, int64_t seconds_max,
                          jb_time *value);
/* contest_settings.c: takes the round apart into round->at, and refuses what its format does not
 * use. The format is read, too. */
bool jb_contest_settings_read(jb_reader *reader, const cJSON *node, jb_contest_round *round);
const char *jb_setting_name(jb_setting setting);
/* Is this setting of use in rounds of this format? */
bool jb_setting_fits(jb_setting setting, jb_format format);
/* contest_points.c: points, speed, streak, grading. */
bool jb_contest_points_read(jb_reader *reader, jb_contest_round *round);
/* contest_stage.c: seats, times, fouls and tries of a stage. */
bool jb_contest_stage_read(jb_reader *reader, jb_contest_round *round);
/* contest_wager.c: what may be staked; after points and tries, which it takes the place of. */
bool jb_contest_wager_read(jb_reader *reader, jb_contest_round *round);
/* contest_values.c: what belongs to one trait: values, survivors, judges. */
bool jb_contest_values_read(jb_reader *reader, jb_contest_round *round);
/* contest_draw.c: where the questions come from, how many, and how many cells. Last. */
bool jb_contest_draws_read(jb_reader *reader, const jb_round_context *context,
                           jb_contest_round *round);

/* contest_window.c: "window", in place of rounds. Needs no time zones: its times are read as they
 * stand. False if anything was wrong. */
bool jb_contest_window_read(jb_reader *reader, const cJSON *node, jb_memory *memory,
                            jb_contest *contest);
/* contest_paper.c: the sections of a paper; after the rest of the window. */
bool jb_contest_paper_read(jb_reader *reader, jb_memory *memory, jb_contest *contest);
/* contest_draw.c: which questions of a bank fit; nodes are NULL where nothing is said. */
bool jb_contest_filter_read(jb_reader *reader, const cJSON *tags, const cJSON *kinds,
                            const cJSON *difficulty, jb_contest_draw *draw);
/* A draw of nothing in particular. */
jb_contest_draw jb_contest_draw_any(const cJSON *node);
/* contest_points.c: "points" and "grading" as rounds have them. */
bool jb_contest_worth_read(jb_reader *reader, const cJSON *points, const cJSON *grading,
                           jb_contest_round *round);
/* contest_window_check.c: what belongs to live contests only; before those parts are read. */
bool jb_contest_window_only(jb_reader *reader, const jb_contest *contest);
/* The whole of a window contest. */
bool jb_contest_window_check(jb_reader *reader, const jb_contest *contest);
/* plan_zone.c: the instants of a window, and its time zone as spans of offsets. */
bool jb_window_zone(jb_reader *reader, jb_contest_window *window);

/* contest_check.c, contest_check_round.c: what each part allows and the whole contradicts. */
bool jb_contest_check_rounds(jb_reader *reader, const jb_contest *contest);
bool jb_contest_check_whole(jb_reader *reader, const jb_contest *contest);

/* contest_write.c: the contest file with every default written out. */
typedef struct jb_languages jb_languages;
void jb_contest_write(jb_json_out *json, const jb_contest *contest, const jb_languages *languages);
/* contest_write_window.c */
void jb_contest_window_write(jb_json_out *json, const jb_contest *contest);
/* contest_write_round.c */
void jb_contest_round_write(jb_json_out *json, const jb_contest *contest,
                            const jb_contest_round *round);
void jb_contest_grading_write(jb_json_out *json, const jb_contest_round *round);
/* "tags", "kinds" and "difficulty" */
void jb_contest_filter_write(jb_json_out *json, const jb_contest_draw *draw);
void jb_write_word(jb_json_out *json, const char *key, const char *word);
void jb_write_seconds(jb_json_out *json, const char *key, jb_time ms);

/* ---- draws: which question of which bank is asked ---- */

typedef struct jb_pick {
    size_t size;         /* what it takes in the plan, once it is written */
    const jb_bank *bank; /* NULL: a placeholder */
    uint32_t question;   /* number in its bank, or of the placeholder in its round, from 0 */
    uint32_t round;
    const jb_contest_draw *draw;
    int64_t value; /* of risk questions */
    int64_t right; /* jb_turn_write: what the whole answer is worth */
    bool whole;    /* jb_turn_write: nothing but the whole answer earns anything */
} jb_pick;

/* A draw of the contest, with its bank. */
typedef struct jb_draw_place {
    const jb_contest_draw *draw;
    const jb_bank *bank; /* NULL: placeholders */
    uint32_t round;
    uint32_t first;  /* its first place among the picks */
    uint32_t stride; /* from one of its places to the next */
} jb_draw_place;

typedef struct jb_draw {
    jb_draw_place *places; /* from the memory: every draw of every round, in order */
    uint32_t place_count;
    jb_pick *picks; /* from the memory, in the order of the plan's questions */
    uint32_t pick_count;
} jb_draw;

/* How banks are found. */
typedef struct jb_draw_from {
    jb_bank_find find; /* NULL: there are none */
    void *user;
    bool placeholders; /* in place of a bank that is not found */
} jb_draw_from;

/* draw.c. Looks up the bank of every draw. */
bool jb_draw_banks(jb_reader *reader, const jb_contest *contest, const jb_draw_from *from,
                   jb_memory *memory, jb_draw *draw);
/* Picks the questions out of the banks found before. False if anything was wrong. */
bool jb_draw_make(jb_reader *reader, const jb_contest *contest, jb_draw *draw, jb_memory *memory,
                  jb_random *random);

/* Could a paper be longer than a frame that shows it? Of each section its longest questions, as
 * they stand in the plan, which has more of them than the frame. False: a fault says so. Reorders
 * nothing. */
bool jb_pool_check_size(jb_reader *reader, const jb_contest *contest, const jb_draw *draw,
                        jb_memory *memory);
/* The same for the pool of a window contest: every question that fits a section, section by
 * section; one that fits two belongs to the first. The seed decides nothing here. */
bool jb_pool_make(jb_reader *reader, const jb_contest *contest, jb_draw *draw, jb_memory *memory);
/* draw.c: may this draw take that question? */
bool jb_draw_fits(const jb_contest_draw *draw, const jb_entry *entry);

/* The languages a contest is offered in, resolved. */
struct jb_languages {
    const char *tags[JB_LANGUAGES_MAX];
    uint32_t count;
    const char *fallback; /* default_language */
    const char *screen[JB_SCREEN_LANGUAGES_MAX];
    uint32_t screen_count;
};

/* languages.c. False if the wall is to show a language that the contest is not offered in. */
bool jb_languages_resolve(jb_reader *reader, const jb_contest *contest, const jb_draw *draw,
                          jb_languages *languages);
/* `languages` is the list that does not hold the tag, or what stands for it. */
void jb_screen_language_fault(jb_reader *reader, const cJSON *tag, const cJSON *languages);

/* plan_load_window.c. `node` is what the plan says of its window, `questions` the list of them. The
 * pools of the sections, which become the plan's, are filled later. */
bool jb_plan_load_window(jb_plan_loader *loader, const jb_contest *contest, const cJSON *node,
                         const cJSON *questions, jb_section *sections, jb_plan *plan);
/* Whose question each is. False: they do not lie section by section, a section has too few, or one
 * is not worth what its section says. */
bool jb_plan_fill_sections(const jb_contest *contest, const jb_question_rules *questions,
                           uint32_t count, jb_section *sections);

/* turn_write.c: one question of a plan. False if it contradicts the contest (reported). */
bool jb_turn_write(jb_reader *reader, jb_json_out *json, const jb_contest *contest, jb_pick *pick,
                   jb_random *random);
/* turn_answer.c */
void jb_turn_write_key(jb_reader *reader, jb_json_out *json, const jb_question *question);
void jb_turn_write_answer(jb_reader *reader, jb_json_out *json, const jb_question *question,
                          const char *default_language);
/* turn_placeholder.c: a question whose text is not at hand: single, four options, the first right.
 */
void jb_turn_write_placeholder(jb_json_out *json, const jb_contest *contest, jb_pick *pick);
/* The members "grading", "open_ms", "reading_ms", "points" and, of a menu, "value". */
typedef struct jb_turn_rules {
    jb_grading grading;
    jb_time open_ms;
    int64_t right;
} jb_turn_rules;
void jb_turn_write_rules(jb_json_out *json, const jb_contest_round *round, const jb_pick *pick,
                         const jb_turn_rules *rules);
enum {
    JB_TURN_RIGHT_DEFAULT = 10 * JB_POINTS_UNIT,
    JB_TURN_OPEN_MS_DEFAULT = 20000
};
/* contest_tie.c: can the key "correct" separate equal scores, with these questions? */
bool jb_contest_check_correct(jb_reader *reader, const jb_contest *contest, const jb_draw *draw);

#endif
