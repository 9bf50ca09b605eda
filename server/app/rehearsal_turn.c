/*
 * Going on to a turn that a script asks for: as a host would, with `next`, until it is there. It is
 * tried on a copy first, because if there is no such turn nothing may have happened.
 */
#include <stdlib.h>

#include "jinbang/assert.h"
#include "jinbang/format.h"
#include "rehearsal.h"

enum {
    STEPS_OF_A_TURN = 16, /* phases, and steps of an open turn, with room */
    STEPS_BESIDE = 64
};

/* Was this turn asked for? It must have begun only just. */
static bool is_wanted(const jb_engine *engine, const jb_script_line *line, uint32_t seat)
{
    const jb_engine_view *view = jb_engine_look(engine);
    if (view->turn == 0 || view->phase == JB_PHASE_FINISHED) {
        return false;
    }
    const jb_round_rules *round = &jb_engine_rules(engine)->rounds[view->round];
    return (!line->has_format || round->format == line->format) &&
           (line->round == 0 || view->round + 1 == line->round) &&
           (seat == 0 || jb_engine_eligible(engine, seat));
}

/* Where everybody answers, one seat after the other is told to: the turn in which others have just
 * answered is also this seat's, as long as it has not. */
static bool is_still_open(const jb_engine *engine, const jb_script_line *line, uint32_t seat)
{
    const jb_engine_view *view = jb_engine_look(engine);
    return seat > 0 && view->phase == JB_PHASE_OPEN && line->phase == JB_PHASE_OPEN &&
           view->stage.step == JB_STEP_NONE && view->answered > 0 &&
           !jb_engine_seat_answer(engine, seat) && is_wanted(engine, line, seat);
}

/* On by one step. In one stretch of time a question is left alone, not all of them. */
static jb_refusal step(jb_engine *engine, jb_time now, jb_event_sink sink)
{
    const jb_engine_view *view = jb_engine_look(engine);
    bool running = view->phase == JB_PHASE_OPEN && view->stage.step == JB_STEP_ANSWER &&
                   jb_format_row_of(jb_engine_rules(engine)->rounds[view->round].format)->run;
    jb_command command = { .type = running ? JB_COMMAND_PASS : JB_COMMAND_NEXT };
    return jb_engine_submit(engine, &command, now, sink);
}

static jb_refusal walk(jb_engine *engine, const jb_rehearsal *rehearsal, const jb_script_line *line,
                       uint32_t seat, jb_event_sink sink)
{
    const jb_engine_view *view = jb_engine_look(engine);
    uint32_t steps = STEPS_OF_A_TURN * jb_engine_rules(engine)->turn_count + STEPS_BESIDE;
    uint32_t looked_at = 0;
    bool wanted = false;
    if (is_still_open(engine, line, seat)) {
        return JB_ACCEPTED;
    }
    for (uint32_t i = 0; i < steps; i++) {
        if (view->turn != looked_at) {
            looked_at = view->turn;
            wanted = view->turn != rehearsal->stood && is_wanted(engine, line, seat);
        }
        if (wanted && view->phase == line->phase) {
            return JB_ACCEPTED;
        }
        if (view->phase == JB_PHASE_FINISHED || step(engine, rehearsal->now, sink) != JB_ACCEPTED) {
            break;
        }
    }
    return JB_REFUSED_BAD_TURN;
}

jb_refusal jb_rehearsal_go(jb_rehearsal *rehearsal, const jb_script_line *line, uint32_t seat)
{
    size_t size = jb_engine_size(&rehearsal->rules);
    void *memory = calloc(1, size);
    if (!memory) {
        rehearsal->broken = "there is not enough memory";
        return JB_REFUSED_BAD_TURN;
    }
    jb_engine *copy = jb_engine_copy(rehearsal->engine, memory, size);
    jb_refusal refusal = walk(copy, rehearsal, line, seat, (jb_event_sink){ .emit = NULL });
    free(memory);
    if (refusal == JB_ACCEPTED) {
        refusal = walk(rehearsal->engine, rehearsal, line, seat, jb_rehearsal_sink(rehearsal));
        JB_ASSERT(refusal == JB_ACCEPTED); /* the copy could */
    }
    return refusal;
}

/* Would the reveal count something that is in? */
static bool are_pending(const jb_engine *engine)
{
    const jb_engine_view *view = jb_engine_look(engine);
    if (view->turn == 0 || view->paused || view->turn_void || view->question == JB_NO_QUESTION) {
        return false;
    }
    jb_format format = jb_engine_rules(engine)->rounds[view->round].format;
    bool crowd = jb_format_is_crowd(jb_format_row_of(format));
    bool open = crowd || view->stage.step == JB_STEP_HALL;
    bool answered = view->answered + view->hall_answered > 0;
    return view->phase == JB_PHASE_LOCKED || (view->phase == JB_PHASE_OPEN && open && answered);
}

static void reveal(jb_engine *engine, jb_time now, jb_event_sink sink)
{
    while (are_pending(engine)) {
        const jb_command next = { .type = JB_COMMAND_NEXT };
        if (jb_engine_submit(engine, &next, now, sink) != JB_ACCEPTED) {
            return;
        }
    }
}

void jb_rehearsal_reveal(jb_rehearsal *rehearsal)
{
    reveal(rehearsal->replica, rehearsal->now, (jb_event_sink){ .emit = NULL });
    jb_engine_rank(rehearsal->replica);
}

jb_refusal jb_rehearsal_count(jb_rehearsal *rehearsal, const jb_command *command)
{
    size_t size = jb_engine_size(&rehearsal->rules);
    void *memory = calloc(1, size);
    if (!memory) {
        rehearsal->broken = "there is not enough memory";
        return JB_REFUSED_NOT_NOW;
    }
    const jb_event_sink none = { .emit = NULL };
    jb_time now = rehearsal->now;
    jb_engine *copy = jb_engine_copy(rehearsal->engine, memory, size);
    reveal(copy, now, none);
    jb_refusal refusal = jb_engine_submit(copy, command, now, none);
    free(memory);
    if (refusal == JB_ACCEPTED) {
        reveal(rehearsal->engine, now, jb_rehearsal_sink(rehearsal));
        refusal = jb_engine_submit(rehearsal->engine, command, now, jb_rehearsal_sink(rehearsal));
        JB_ASSERT(refusal == JB_ACCEPTED); /* the copy could */
    }
    return refusal;
}
