/*
 * Random window contests; see wide_play.h.
 */
#include "wide_play.h"

#include "wide_model.h"

void wide_make(wide *c, jb_random *random)
{
    wide_init(c);
    static const jb_time papers[] = { 0, 5000, 20000 };
    jb_window_rules *window = &c->window;
    jb_rules *rules = &c->w.rules;
    c->spans[0].offset_s = 3600 * (int32_t)chance_below(random, 14);
    c->spans[1] = (jb_zone_span){ .from = WIDE_OPENS + WIDE_DAY_MS, .offset_s = -3600 };
    window->span_count = 1 + chance_below(random, 2);
    window->paper_ms = papers[chance_below(random, 3)];
    window->question_ms = chance_of(random, 30) ? 3000 : 0;
    window->attempts_max = chance_below(random, 4);
    window->attempts_per_day = chance_below(random, 3);
    window->attempts = (jb_attempts)chance_below(random, JB_ATTEMPTS_COUNT);
    window->reveal = (jb_reveal_when)chance_below(random, JB_REVEAL_COUNT);
    window->change = chance_of(random, 50);
    window->shuffle_questions = chance_of(random, 70);
    window->has_pass = true;
    window->pass = 500 * chance_below(random, 9);
    c->sections[0] = (jb_section){ .pool = 4, .count = 1 + chance_below(random, 4) };
    c->sections[1] = (jb_section){ .first = 4, .pool = 6, .count = 1 + chance_below(random, 6) };
    window->section_count = 2;
    window->paper_count = c->sections[0].count + c->sections[1].count;
    window->full = 1000 * (int64_t)window->paper_count;
    for (uint32_t i = 0; i < WIDE_POOL; i++) {
        c->pool[i].points_wrong = i < 4 ? -300 : 0;
        c->pool[i].points_none = i < 4 ? 0 : -100;
        c->pool[i].open_ms = window->question_ms;
    }
    rules->players_max = MODEL_PLAYERS;
    rules->base = 100 * chance_below(random, 3);
    rules->team_count = chance_below(random, MODEL_TEAMS + 1);
    rules->team_best = 1;
    rules->team_score = (jb_team_score)chance_below(random, JB_TEAM_SCORE_COUNT);
    rules->weight_turnout = (int32_t)chance_below(random, JB_WHOLE + 1);
    rules->weight_mean = JB_WHOLE - rules->weight_turnout;
    for (uint32_t i = 0; i < MODEL_TEAMS; i++) {
        c->w.rosters[i] = chance_below(random, 6);
    }
    static const jb_tie ties[] = { JB_TIE_TIME, JB_TIE_FINISH, JB_TIE_CORRECT };
    rules->tie_count = (uint8_t)chance_below(random, 3);
    for (uint8_t i = 0; i < rules->tie_count; i++) {
        rules->ties[i] = ties[chance_below(random, 3)];
    }
    rules->one_prize = chance_of(random, 50);
    rules->award_rule_count = 2;
    c->awards[0] = (jb_award_rules){ .places = 1 };
    c->awards[1] = (jb_award_rules){ .team = true, .places = 1 };
    rules->lottery_count = 2;
    c->lotteries[0] = (jb_lottery_rules){ .winners = 2, .has_least = true, .at_least = 1000 };
    c->lotteries[1] = (jb_lottery_rules){ .winners = 3 };
}

static jb_command_type some_type(const jb_engine *engine, jb_random *random)
{
    static const jb_command_type often[] = { JB_COMMAND_JOIN,   JB_COMMAND_OPEN,
                                             JB_COMMAND_OPEN,   JB_COMMAND_ANSWER,
                                             JB_COMMAND_ANSWER, JB_COMMAND_ANSWER,
                                             JB_COMMAND_ANSWER, JB_COMMAND_HAND_IN };
    static const jb_command_type seldom[] = { JB_COMMAND_START,  JB_COMMAND_PAUSE,
                                              JB_COMMAND_RESUME, JB_COMMAND_RESUME,
                                              JB_COMMAND_ADJUST, JB_COMMAND_REMOVE };
    static const jb_command_type last[] = { JB_COMMAND_ANNOUNCE, JB_COMMAND_DRAW, JB_COMMAND_ADJUST,
                                            JB_COMMAND_REMOVE };
    if (jb_engine_look(engine)->phase == JB_PHASE_FINISHED && chance_of(random, 80)) {
        return last[chance_below(random, 4)];
    }
    if (chance_of(random, 85)) {
        return often[chance_below(random, 8)];
    }
    return chance_of(random, 90) ? seldom[chance_below(random, 6)] : JB_COMMAND_FINISH;
}

/* Those who may win, mostly as many as must. */
static void some_winners(const jb_engine *engine, jb_random *random, jb_command *command,
                         wide_kept *kept)
{
    uint32_t count = jb_engine_eligible_for(engine, command->draw, kept->winners);
    uint32_t most = 2 + command->draw;
    jb_random_shuffle(random, kept->winners, count);
    command->winners = kept->winners;
    command->winner_count = count < most ? count : most;
    if (chance_of(random, 20)) {
        kept->winners[0] = 1 + chance_below(random, MODEL_PLAYERS);
    }
}

jb_command wide_command(const jb_engine *engine, jb_random *random, wide_kept *kept)
{
    const jb_rules *rules = jb_engine_rules(engine);
    kept->answer =
        (jb_answer){ .kind = JB_KIND_SINGLE, .options = UINT32_C(1) << chance_below(random, 3) };
    kept->answer.options += chance_of(random, 3) ? 8 : 0; /* two at once */
    jb_command command = { .type = some_type(engine, random),
                           .player = chance_below(random, jb_engine_look(engine)->joined + 2),
                           .team = chance_below(random, rules->team_count + 1),
                           .flag = chance_of(random, 30),
                           .text = jb_slice_of("7"),
                           .draw = chance_below(random, 2),
                           .seed = jb_random_next(random),
                           .answer = &kept->answer };
    const jb_paper *paper = jb_engine_paper(engine, command.player);
    bool one_by_one = rules->window->question_ms > 0;
    command.seat = command.player;
    command.value = 100 * ((int64_t)chance_below(random, 11) - 5);
    if (command.type == JB_COMMAND_ANSWER) {
        bool shown = paper && one_by_one && chance_of(random, 80);
        command.turn = shown ? paper->shown : chance_below(random, rules->window->paper_count + 2);
    } else if (command.type == JB_COMMAND_OPEN && paper && paper->state == JB_PAPER_OPEN) {
        command.turn = chance_of(random, 80) ? paper->shown + 1 : chance_below(random, 4);
    } else if (command.type == JB_COMMAND_DRAW) {
        some_winners(engine, random, &command, kept);
    }
    return command;
}

jb_time wide_pause(const jb_engine *engine, jb_time now, jb_random *random)
{
    jb_time deadline = jb_engine_deadline(engine);
    if (deadline != JB_TIME_NONE && deadline > now && chance_of(random, 10)) {
        return deadline - now - (chance_of(random, 50) ? 1 : 0);
    }
    if (chance_of(random, 3)) {
        return (jb_time)chance_below(random, (uint32_t)WIDE_DAY_MS);
    }
    return chance_of(random, 50) ? 0 : chance_below(random, 1500);
}
