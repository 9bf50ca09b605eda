/*
 * What the property test believes a contest to be, worked out from its events alone and in the
 * plainest way: scores are added up, ranks are counted, answer windows are followed.
 */
#ifndef MODEL_H
#define MODEL_H

#include "chance.h"

typedef struct model_player {
    bool in;
    uint32_t team;
    int64_t score;
    jb_time time_ms;
    jb_time last;
    uint32_t correct;
    uint32_t rank;
    uint32_t shown;
    int64_t shown_score;
    int32_t moved;
    int64_t gained;
    uint32_t asked;
    uint32_t streak;
    uint32_t best_streak;
    jb_time fastest;
    uint32_t scored_turn;
    bool correct_now; /* in turn scored_turn */
    uint32_t answered_turn;
    jb_time elapsed_ms;
    jb_answer answer;
} model_player;

/* The question as it was before the host closed or skipped it. */
typedef struct model_before {
    jb_phase phase;
    uint32_t turn;
    jb_time at, left, opens_at, window_ms;
} model_before;

typedef struct model {
    const jb_rules *rules;
    uint32_t joined;
    model_player players[CHANCE_PLAYERS];
    jb_phase phase;
    uint32_t turn;
    jb_time opens_at;
    jb_time ends_at; /* JB_TIME_NONE: no timer */
    bool paused;
    jb_time paused_at;
    jb_time window_ms;
    bool is_void;
    jb_undo undo;
    jb_time undo_at;
    uint32_t undo_player;
    model_before before;
    uint32_t entries; /* score entries of this turn */
    uint32_t ranked;
    uint32_t ranking[CHANCE_PLAYERS];
    int64_t team_score[CHANCE_TEAMS];
    uint32_t team_rank[CHANCE_TEAMS];
} model;

void model_init(model *m, const jb_rules *rules);

/* Takes the next event. The text of what is wrong with it, or NULL. */
const char *model_event(model *m, const jb_event *event);

/* The text of the first difference between the engine and the model, or NULL. */
const char *model_compare(const model *m, const jb_engine *engine);

#endif
