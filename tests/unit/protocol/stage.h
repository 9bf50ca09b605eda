/*
 * A contest put together by hand for looking at its views: two rounds, seven turns, one of each
 * kind in the order of jb_kind; teams Red (1) and Blue (2); players by name.
 *
 *     stage s;
 *     stage_init(&s);
 *     stage_join(&s, "Ann", 1);
 *     stage_open(&s, 1);                the host goes on until turn 1 is open
 *     stage_answer(&s, 1, "\"b\"");     as it would come over the wire
 *     cJSON *state = stage_state(&s, JB_ROLE_PLAYER);
 *     ...
 *     stage_finish(&s);
 */
#ifndef STAGE_H
#define STAGE_H

#include "jb_test.h"

#include <cjson/cJSON.h>

#include "jinbang/view.h"

enum {
    STAGE_TURNS = JB_KIND_COUNT,
    STAGE_PLAYERS_MAX = 100
};

typedef struct stage {
    jb_rules rules;
    jb_round_rules rounds[2];
    jb_question_rules turns[STAGE_TURNS];
    jb_slice round_titles[2];
    jb_slice team_names[2];
    jb_slice team_labels[2];
    jb_engine *engine; /* its memory */
    const char *names[STAGE_PLAYERS_MAX + 1];
    jb_time now;
    jb_scene scene;
} stage;

/* The texts of the seven turns: options a, b, c; right are b, {a, c}, true, 2 to 3, "paris" and
 * "rome", c a b, a-y b-x. */
extern const jb_question_text stage_texts[STAGE_TURNS];

void stage_init(stage *s);
/* The same with other rules: `change` sees them before the engine does. */
void stage_init_with(stage *s, void (*change)(stage *s));
/* Any command, half a second later. */
jb_refusal stage_submit(stage *s, jb_command command);
void stage_finish(stage *s);
uint32_t stage_join(stage *s, const char *name, uint32_t team);
jb_refusal stage_do(stage *s, jb_command_type type);
/* Goes on, one second a step, until the turn is in this phase. */
void stage_go(stage *s, uint32_t turn, jb_phase phase);
void stage_open(stage *s, uint32_t turn);
/* The answer is JSON; it must be taken. */
void stage_answer(stage *s, uint32_t player, const char *answer);

/* The frame parsed; freed by the caller with cJSON_Delete. */
cJSON *stage_state(stage *s, jb_role role);
cJSON *stage_you(stage *s, uint32_t player);
/* Like any frame: printed by a view. */
cJSON *stage_parse(jb_buffer *frame);

/* Reading what was parsed; a member that is not there fails the test. */
const char *stage_text(const cJSON *tree, const char *key);
double stage_number(const cJSON *tree, const char *key);
bool stage_bool(const cJSON *tree, const char *key);
/* The member as compact JSON; kept until the next call. "" if it is not there. */
const char *stage_json(const cJSON *tree, const char *key);
bool stage_has(const cJSON *tree, const char *key);

#endif
