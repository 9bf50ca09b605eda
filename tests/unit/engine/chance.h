/*
 * Random contests, answers and commands for the property test: everything the rules allow, and for
 * commands and answers also what they do not.
 */
#ifndef CHANCE_H
#define CHANCE_H

#include "jinbang/engine.h"
#include "jinbang/random.h"

enum {
    CHANCE_TURNS = 8,
    CHANCE_ROUNDS = 3,
    CHANCE_TEAMS = 3,
    CHANCE_PLAYERS = 9,
    CHANCE_OPTIONS = 5,
    CHANCE_BLANKS = 3,
    CHANCE_VARIANTS = 2
};

/* Rules and everything they point at. */
typedef struct chance_contest {
    jb_rules rules;
    jb_round_rules rounds[CHANCE_ROUNDS];
    jb_question_rules turns[CHANCE_TURNS];
    uint32_t rosters[CHANCE_TEAMS];
    int32_t weights[CHANCE_TURNS][CHANCE_OPTIONS];
    jb_accept_number numbers[CHANCE_TURNS][CHANCE_VARIANTS];
    jb_blank blanks[CHANCE_TURNS][CHANCE_BLANKS];
    jb_accept_text accepts[CHANCE_TURNS][CHANCE_BLANKS][CHANCE_VARIANTS];
} chance_contest;

void chance_make(chance_contest *contest, jb_random *random);

/* Mostly one that fits the key, sometimes one that does not. */
jb_answer chance_answer(const jb_key *key, jb_random *random);

/* Any command with any fields; the answer is kept in *answer. */
jb_command chance_command(const jb_engine *engine, jb_random *random, jb_answer *answer);

/* A time near `now` or near the engine's deadline; now and then in the past. */
jb_time chance_time(const jb_engine *engine, jb_time now, jb_random *random);

/* Below `bound`, which is not 0. */
uint32_t chance_below(jb_random *random, uint32_t bound);
/* True in `percent` of 100 cases. */
bool chance_of(jb_random *random, uint32_t percent);

#endif
