/*
 * The small contest of world.h.
 */
#include "world.h"

#include <stdlib.h>
#include <string.h>

void world_init(world *w, uint32_t turns)
{
    JB_TRUE(turns > 0 && turns <= WORLD_TURNS_MAX);
    *w = (world){ .rules = { .pace = JB_PACE_HOST,
                             .late = JB_LATE_ANY,
                             .fair_cap_ms = 150,
                             .players_max = 8,
                             .rounds = w->rounds,
                             .round_count = 1,
                             .questions = w->turns,
                             .turn_count = turns,
                             .question_count = turns,
                             .team_rosters = w->rosters } };
    w->rounds[0] = (jb_round_rules){ .format = JB_FORMAT_EVERYONE,
                                     .turn_count = turns,
                                     .question_count = turns,
                                     .standings = JB_STANDINGS_ROUND };
    for (uint32_t i = 0; i < turns; i++) {
        w->turns[i] = (jb_question_rules){
            .key = { .kind = JB_KIND_SINGLE, .option_count = 4, .correct = 1 },
            .open_ms = WORLD_OPEN_MS,
            .points_right = 1000,
        };
    }
}

void world_rounds_of(world *w, uint32_t size)
{
    uint32_t turns = w->rules.turn_count;
    w->rules.round_count = (turns + size - 1) / size;
    JB_TRUE(w->rules.round_count <= WORLD_ROUNDS_MAX);
    for (uint32_t i = 0; i < turns; i++) {
        w->turns[i].round = i / size;
    }
    for (uint32_t i = 0; i < w->rules.round_count; i++) {
        uint32_t first = i * size;
        w->rounds[i] = w->rounds[0];
        w->rounds[i].turn_first = first;
        w->rounds[i].turn_count = first + size <= turns ? size : turns - first;
        w->rounds[i].question_first = first;
        w->rounds[i].question_count = w->rounds[i].turn_count;
    }
}

jb_engine *world_engine(const jb_rules *rules)
{
    size_t size = jb_engine_size(rules);
    void *memory = calloc(1, size);
    JB_TRUE(memory != NULL);
    return jb_engine_init(memory, size, rules);
}

void world_begin(world *w, uint32_t players)
{
    w->engine = world_engine(&w->rules);
    JB_TRUE((const void *)w->engine != NULL);
    w->view = jb_engine_look(w->engine);
    JB_EQ_I64(world_do(w, JB_COMMAND_CREATE), JB_ACCEPTED);
    for (uint32_t i = 0; i < players; i++) {
        JB_EQ_I64(world_join(w, 0), JB_ACCEPTED);
    }
}

void world_finish(world *w)
{
    for (size_t i = 0; i < w->copy_count; i++) {
        free(w->copies[i]);
    }
    free((void *)w->copies);
    free(w->events);
    free(w->engine);
    *w = (world){ .engine = NULL };
}

static void *allocated(void *memory)
{
    if (!memory) {
        print_error("out of memory\n");
        abort();
    }
    return memory;
}

/* Room for one more item. */
static void *grown(void *items, size_t count, size_t *capacity, size_t item_size)
{
    if (count < *capacity) {
        return items;
    }
    *capacity = *capacity ? 2 * *capacity : 64;
    return allocated(realloc(items, *capacity * item_size));
}

static const void *copy_of(world *w, const void *bytes, size_t size)
{
    void *copy = allocated(malloc(size));
    memcpy(copy, bytes, size);
    w->copies = grown((void *)w->copies, w->copy_count, &w->copy_capacity, sizeof(void *));
    w->copies[w->copy_count++] = copy;
    return copy;
}

void world_record(void *user, const jb_event *event)
{
    world *w = user;
    w->events = grown(w->events, w->event_count, &w->event_capacity, sizeof *w->events);
    jb_event *kept = &w->events[w->event_count++];
    *kept = *event;
    if (event->answer) {
        kept->answer = copy_of(w, event->answer, sizeof *event->answer);
    }
    if (event->scores) {
        kept->scores = copy_of(w, event->scores, event->score_count * sizeof *event->scores);
    }
    if (event->winners) {
        kept->winners = copy_of(w, event->winners, event->winner_count * sizeof *event->winners);
    }
    if (event->text.size > 0) {
        kept->text.bytes = copy_of(w, event->text.bytes, event->text.size);
    }
}

jb_refusal world_submit(world *w, const jb_command *command)
{
    jb_event_sink sink = { .emit = world_record, .user = w };
    jb_refusal refusal = jb_engine_submit(w->engine, command, w->now, sink);
    JB_EQ_STR(jb_engine_check(w->engine), NULL);
    return refusal;
}

jb_refusal world_do(world *w, jb_command_type type)
{
    return world_submit(w, &(jb_command){ .type = type });
}

jb_refusal world_join(world *w, uint32_t team)
{
    return world_submit(w, &(jb_command){ .type = JB_COMMAND_JOIN, .team = team });
}

jb_refusal world_remove(world *w, uint32_t player, bool banned)
{
    jb_command command = { .type = JB_COMMAND_REMOVE, .player = player, .flag = banned };
    return world_submit(w, &command);
}

jb_refusal world_admit(world *w, bool on)
{
    return world_submit(w, &(jb_command){ .type = JB_COMMAND_ADMIT, .flag = on });
}

jb_refusal world_extend(world *w, jb_time ms)
{
    return world_submit(w, &(jb_command){ .type = JB_COMMAND_EXTEND, .ms = ms });
}

jb_answer world_single(uint8_t option)
{
    return (jb_answer){ .kind = JB_KIND_SINGLE, .options = UINT32_C(1) << option };
}

jb_refusal world_answer(world *w, uint32_t player, uint32_t turn, uint8_t option)
{
    jb_answer answer = world_single(option);
    jb_command command = {
        .type = JB_COMMAND_ANSWER, .player = player, .turn = turn, .claim_ms = -1, .answer = &answer
    };
    return world_submit(w, &command);
}

void world_wait(world *w, jb_time ms)
{
    w->now += ms;
    jb_engine_expire(w->engine, w->now, (jb_event_sink){ .emit = world_record, .user = w });
    JB_EQ_STR(jb_engine_check(w->engine), NULL);
}

void world_go(world *w, jb_phase phase, uint32_t turn)
{
    for (int steps = 0; steps < 8 * (WORLD_TURNS_MAX + 1); steps++) {
        if (w->view->phase == phase && w->view->turn == turn) {
            return;
        }
        JB_EQ_I64(world_do(w, JB_COMMAND_NEXT), JB_ACCEPTED);
    }
    fail_msg("never reached %s of turn %u", jb_phase_name(phase), turn);
}

void world_open(world *w, uint32_t turn)
{
    world_go(w, JB_PHASE_OPEN, turn);
}

const jb_event *world_last(const world *w, jb_event_type type)
{
    for (size_t i = w->event_count; i > 0; i--) {
        if (w->events[i - 1].type == type) {
            return &w->events[i - 1];
        }
    }
    return NULL;
}

size_t world_count(const world *w, jb_event_type type)
{
    size_t count = 0;
    for (size_t i = 0; i < w->event_count; i++) {
        count += w->events[i].type == type;
    }
    return count;
}

int64_t world_score(const world *w, uint32_t player)
{
    return jb_engine_player(w->engine, player)->score;
}

jb_engine *world_replay(const world *w, size_t count)
{
    jb_engine *engine = world_engine(&w->rules);
    for (size_t i = 0; i < count; i++) {
        JB_EQ_I64(jb_engine_apply(engine, &w->events[i]), JB_OK);
    }
    return engine;
}
