/*
 * What a script does in a window contest: papers are opened, answered place by place and handed in;
 * and lotteries, which live contests have, too.
 */
#include <stdlib.h>

#include "jinbang/lottery.h"
#include "jinbang/mix.h"
#include "rehearsal.h"

/* A paper's seed: the line's own, or another one each time, the same in every run. */
static uint64_t next_seed(jb_rehearsal *rehearsal, uint32_t said)
{
    rehearsal->papers++;
    return said > 0 ? said : jb_mix_u64(JB_MIX_START, rehearsal->papers);
}

static jb_refusal open_paper(jb_rehearsal *rehearsal, const jb_script_line *line, uint32_t seat)
{
    const jb_command open = { .type = seat > 0 ? JB_COMMAND_OPEN : JB_COMMAND_START,
                              .player = seat,
                              .seed = seat > 0 ? next_seed(rehearsal, line->seed) : 0 };
    return jb_rehearsal_submit(rehearsal, &open);
}

/* One by one: the question that is shown, or if it was answered the next one; in free order the
 * first that was not answered. 0: there is none. */
static uint32_t next_place(const jb_rehearsal *rehearsal, uint32_t seat)
{
    const jb_paper *paper = jb_engine_paper(rehearsal->engine, seat);
    bool by_one = rehearsal->rules.window->question_ms > 0;
    jb_paper_item item;
    uint32_t place = by_one && paper->shown > 0 ? paper->shown : 1;
    while (jb_engine_paper_item(rehearsal->engine, seat, place, &item, NULL)) {
        if (!item.answered) {
            return place;
        }
        place++;
    }
    return 0;
}

/* One by one a question has to be seen before it can be answered. */
static jb_refusal show(jb_rehearsal *rehearsal, uint32_t player, uint32_t place)
{
    const jb_paper *paper = jb_engine_paper(rehearsal->engine, player);
    if (rehearsal->rules.window->question_ms == 0 || place <= paper->shown) {
        return JB_ACCEPTED;
    }
    const jb_command next = { .type = JB_COMMAND_OPEN, .player = player, .turn = place };
    return jb_rehearsal_submit(rehearsal, &next);
}

jb_refusal jb_rehearsal_place(jb_rehearsal *rehearsal, uint32_t player, uint32_t place,
                              const jb_answer *answer)
{
    const jb_command command = {
        .type = JB_COMMAND_ANSWER, .player = player, .turn = place, .answer = answer
    };
    jb_refusal refusal = show(rehearsal, player, place);
    return refusal == JB_ACCEPTED ? jb_rehearsal_submit(rehearsal, &command) : refusal;
}

/* "none": the question is looked at, and left. */
static jb_refusal answer(jb_rehearsal *rehearsal, const jb_script_line *line, uint32_t seat)
{
    const jb_paper *paper = jb_engine_paper(rehearsal->engine, seat);
    if (!paper) {
        return JB_REFUSED_NO_PLAYER;
    }
    if (paper->attempt == 0) {
        return JB_REFUSED_NO_PAPER;
    }
    uint32_t place = line->turn > 0 ? line->turn : next_place(rehearsal, seat);
    jb_paper_item item;
    jb_answer given;
    if (!jb_engine_paper_item(rehearsal->engine, seat, place, &item, NULL)) {
        return JB_REFUSED_BAD_TURN;
    }
    if (line->has_verdict && line->verdict == JB_VERDICT_PARTIAL) {
        return JB_REFUSED_BAD_FIELD;
    }
    if (line->has_verdict && line->verdict == JB_VERDICT_NONE) {
        return paper->state == JB_PAPER_OPEN ? show(rehearsal, seat, place) : JB_REFUSED_NO_PAPER;
    }
    if (!jb_rehearsal_answer(rehearsal, line, item.question, &given)) {
        return JB_REFUSED_BAD_ANSWER;
    }
    return jb_rehearsal_place(rehearsal, seat, place, &given);
}

jb_refusal jb_rehearsal_window(jb_rehearsal *rehearsal, const jb_script_line *line, uint32_t seat)
{
    if (line->what == JB_SCRIPT_OPEN) {
        return open_paper(rehearsal, line, seat);
    }
    if (line->what == JB_SCRIPT_ANSWER) {
        return answer(rehearsal, line, seat);
    }
    if (line->what == JB_SCRIPT_CROWD) {
        return jb_rehearsal_crowd(rehearsal, line);
    }
    const jb_command command = { .type = line->what == JB_SCRIPT_HAND_IN ? JB_COMMAND_HAND_IN
                                                                         : JB_COMMAND_FINISH,
                                 .player = seat };
    return jb_rehearsal_submit(rehearsal, &command);
}

/* ---- lotteries ---- */

/* The commitment of a rehearsal is the plan's hash: it has no log. */
static jb_refusal draw(jb_rehearsal *rehearsal, const jb_script_line *line)
{
    const jb_rules *rules = &rehearsal->rules;
    uint32_t index = line->draw - 1;
    uint32_t joined = rehearsal->view->joined;
    uint32_t *lists = calloc(2 * (size_t)joined + 1, sizeof *lists);
    if (!lists) {
        rehearsal->broken = "there is not enough memory";
        return JB_REFUSED_NOT_NOW;
    }
    uint32_t count = jb_engine_eligible_for(rehearsal->engine, index, lists);
    uint32_t winners = rules->lotteries[index].winners;
    jb_status status = jb_lottery_draw(&rehearsal->hash, line->number, line->draw, lists, count,
                                       winners, lists + joined);
    const jb_command command = { .type = JB_COMMAND_DRAW,
                                 .draw = index,
                                 .text = line->number,
                                 .hash = rehearsal->hash,
                                 .winners = lists + joined,
                                 .winner_count = count < winners ? count : winners };
    jb_refusal refusal = JB_REFUSED_NOT_NOW;
    if (status == JB_OK) {
        refusal = jb_rehearsal_submit(rehearsal, &command);
    } else {
        rehearsal->broken = jb_status_text(status);
    }
    free(lists);
    return refusal;
}

jb_refusal jb_rehearsal_lottery(jb_rehearsal *rehearsal, const jb_script_line *line)
{
    if (line->draw > rehearsal->rules.lottery_count) {
        return JB_REFUSED_BAD_FIELD;
    }
    if (line->what == JB_SCRIPT_DRAW) {
        return draw(rehearsal, line);
    }
    const jb_command command = { .type = JB_COMMAND_ANNOUNCE,
                                 .draw = line->draw - 1,
                                 .text = line->reason };
    return jb_rehearsal_submit(rehearsal, &command);
}
