/*
 * A small contest for tests: rules to begin with, an engine, a clock that the test moves, and a log
 * that keeps deep copies of all events. Every command sent through it is followed by
 * jb_engine_check, so no test has to ask for that.
 *
 *     world w;
 *     world_init(&w, 2);              two single questions of four options, the first is right
 *     w.turns[1].points_wrong = -500; change the rules before the contest begins
 *     world_begin(&w, 3);             created, players 1 to 3 have joined
 *     world_open(&w, 1);              the host goes on until turn 1 is open
 *     world_answer(&w, 1, 1, 0);      player 1, turn 1, option 0
 *     world_finish(&w);
 */
#ifndef WORLD_H
#define WORLD_H

#include "jb_test.h"

#include "jinbang/engine.h"

enum {
    WORLD_TURNS_MAX = 60,
    WORLD_ROUNDS_MAX = 6,
    WORLD_TEAMS_MAX = 4,
    WORLD_OPEN_MS = 20000
};

typedef struct world {
    jb_rules rules;
    jb_round_rules rounds[WORLD_ROUNDS_MAX];
    jb_question_rules turns[WORLD_TURNS_MAX];
    uint32_t rosters[WORLD_TEAMS_MAX];
    jb_engine *engine; /* its memory */
    const jb_engine_view *view;
    jb_time now;
    jb_event *events; /* all so far; their answers and scores are copies */
    size_t event_count;
    size_t event_capacity;
    void **copies; /* what the events point at */
    size_t copy_count;
    size_t copy_capacity;
} world;

/* One round of `turns` single questions: 10 points, 20 seconds, no reading, the host's pace, no tie
 * keys, standings after each round, up to 8 players without teams. */
void world_init(world *w, uint32_t turns);
/* Cuts the turns into rounds of `size` (the last may be shorter), each like the first. */
void world_rounds_of(world *w, uint32_t size);
/* Creates the engine and lets `players` join, at time 0. */
void world_begin(world *w, uint32_t players);
void world_finish(world *w);

/* An engine with nothing in it yet; released with free. */
jb_engine *world_engine(const jb_rules *rules);

jb_refusal world_submit(world *w, const jb_command *command);
jb_refusal world_do(world *w, jb_command_type type);
jb_refusal world_join(world *w, uint32_t team);
jb_refusal world_remove(world *w, uint32_t player, bool banned);
jb_refusal world_admit(world *w, bool on);
jb_refusal world_extend(world *w, jb_time ms);
/* A single answer without credit or claim. */
jb_refusal world_answer(world *w, uint32_t player, uint32_t turn, uint8_t option);

/* Moves the clock on and lets deadlines pass. */
void world_wait(world *w, jb_time ms);
/* Sends NEXT until that phase of that turn; fails if it is never reached. */
void world_go(world *w, jb_phase phase, uint32_t turn);
void world_open(world *w, uint32_t turn);

/* The last event of this type, or NULL. */
const jb_event *world_last(const world *w, jb_event_type type);
size_t world_count(const world *w, jb_event_type type);
int64_t world_score(const world *w, uint32_t player);

/* Appends deep copies; an event sink, user is the world. */
void world_record(void *user, const jb_event *event);

/* A new engine with the first `count` events applied; fails if one is refused. */
jb_engine *world_replay(const world *w, size_t count);

jb_answer world_single(uint8_t option);

#define WORLD_IS(w, wanted_phase, wanted_turn)                                                     \
    do {                                                                                           \
        JB_EQ_STR(jb_phase_name((w).view->phase), jb_phase_name(wanted_phase));                    \
        JB_EQ_U64((w).view->turn, (wanted_turn));                                                  \
    } while (0)

#endif
