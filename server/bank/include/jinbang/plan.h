#ifndef JINBANG_PLAN_H
#define JINBANG_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "jinbang/bank.h"
#include "jinbang/hash.h"
#include "jinbang/question_text.h"
#include "jinbang/rules.h"

/*
 * From a contest file (questions/schema/contest.schema.json) and banks to a plan, the frozen
 * contest: questions drawn, option orders drawn, every rule resolved, every key folded. A plan is
 * one JSON document; its SHA-256 is the first entry of the log, so that a log proves what was asked
 * and what counted as right. Loading it gives the engine its rules and the views their texts.
 */

/* Finds a bank by id for the draw; NULL if there is none. Borrowed until the plan is made. */
typedef const jb_bank *(*jb_bank_find)(void *user, const char *id);

/* Checks a contest file by itself and, with `find`, against its banks (NULL: by itself only).
 * Problems go to the report (report.format is "contest"), which must be as jb_report_init leaves
 * it. JB_ERR_MEMORY only. */
jb_status jb_contest_check(jb_slice file, jb_bank_find find, void *user,
                           jb_report *report) JB_MUST_CHECK;

/* Freezes a contest. `seed` decides every lot and is kept in the plan: the same file, banks and
 * seed give the same bytes. Appends to `plan`; if the report has errors afterwards nothing was
 * written to it. A contest file is at most 1 MiB long. JB_ERR_MEMORY only. */
jb_status jb_plan_make(jb_slice file, jb_bank_find find, void *user, uint64_t seed,
                       jb_report *report, jb_buffer *plan) JB_MUST_CHECK;

/* The same with everything stated. */
typedef struct jb_plan_order {
    jb_slice file;
    jb_bank_find find; /* NULL: there are no banks */
    void *user;
    uint64_t seed;
    /* Questions whose text is not at hand may stand in for real ones: in place of a bank that is
     * not found, and in rounds that do not say where their questions come from. Each is of kind
     * `single` with four options, the first of which is right; every round that gets some is named
     * in a warning `placeholder_questions`. For rehearsals and checks; a contest that is played
     * asks for placeholders in its file ("draw": {"placeholder": n}), and gets them without this.
     */
    bool placeholders;
} jb_plan_order;

/* Freezes a contest as ordered. With plan NULL it is only checked, the draws too. */
jb_status jb_plan_make_as(const jb_plan_order *order, jb_report *report,
                          jb_buffer *plan) JB_MUST_CHECK;

/* Whom an award is for. */
typedef enum jb_award_for {
    JB_AWARD_FOR_PARTICIPANT,
    JB_AWARD_FOR_TEAM,
    JB_AWARD_FOR_COUNT
} jb_award_for;

const char *jb_award_for_name(jb_award_for to); /* NULL out of range */

/* An award as people read it; what it takes is in rules.awards, too. */
typedef struct jb_plan_award {
    jb_slice title; /* text map */
    uint32_t places;
    jb_award_for to;
    bool has_least;
    int64_t at_least; /* hundredths: a lower score gets none */
    jb_award_by by;
} jb_plan_award;

typedef struct jb_plan_team {
    jb_slice name;  /* text map, JSON; {"und":"..."} when the file gives a plain string */
    jb_slice label; /* plain text, in the contest's first language */
    uint32_t roster;
    const jb_slice *members; /* plain text, in seat order */
    uint32_t member_count;
} jb_plan_team;

/* Where a question is from. Both empty: a placeholder. */
typedef struct jb_plan_source {
    jb_slice bank; /* id */
    jb_slice id;   /* of the question in it */
} jb_plan_source;

typedef struct jb_plan {
    jb_rules rules;
    jb_slice title;               /* text map */
    jb_slice title_text;          /* plain text, in the default language */
    jb_slice languages;           /* array */
    jb_slice default_language;    /* JSON string */
    jb_slice screen_languages;    /* array of one or two: the wall's */
    const jb_plan_team *teams;    /* rules.team_count */
    const jb_slice *round_titles; /* text maps, rules.round_count; empty: none */
    const jb_plan_award *awards;  /* in the order of the file */
    uint32_t award_count;
    const jb_slice *lottery_titles; /* text maps, rules.lottery_count */
    jb_slice time_zone;             /* window contests: its name */
    const jb_plan_source *sources;  /* where each question is from, rules.question_count */
    bool individual;                /* persons are ranked too, by what members answered */
    const jb_question_text *texts;  /* rules.question_count */
    const jb_slice *prompt_texts;   /* plain text, in the default language, rules.question_count */
    const jb_hash *media; /* every medium that a question shows; one may stand here twice */
    uint32_t media_count;
} jb_plan;

/* Loads a plan; everything in it belongs to *out, the bytes given are borrowed for the call only.
 * Nothing is folded or drawn: what stands in the plan is what counts. JB_ERR_CORRUPT: not a plan
 * this program made. JB_ERR_MEMORY. */
jb_status jb_plan_load(jb_slice plan, jb_plan **out) JB_MUST_CHECK;
void jb_plan_destroy(jb_plan *plan);

/* Writes the contest file with every default filled in (GET /api/contests/{id}). What is left to
 * each question (time, points for right, grading, shuffling) stands in it only where the file said
 * so for the whole round. Appends to out; JB_ERR_MEMORY. */
jb_status jb_plan_rules_json(const jb_plan *plan, jb_buffer *out) JB_MUST_CHECK;

#endif
