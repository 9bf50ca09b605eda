/*
 * The referee of a stage. It knows the rules of the contest and looks at the log alone: who may
 * buzz, pick, answer and mark, what a verdict is worth where nothing limits it, and that every
 * score is the sum of its entries. It asks the engine only where the contest stands.
 */
#include <stdlib.h>

#include "jinbang/assert.h"
#include "jinbang/decimal.h"
#include "stage.h"

static const jb_round_rules *round_of(const sim *s, uint32_t turn)
{
    const jb_rules *rules = &s->durable.plan->rules;
    return &rules->rounds[jb_rules_round_of(rules, turn)];
}

static bool by_teams(const sim *s)
{
    return s->durable.plan->rules.seats == JB_SEATS_TEAMS;
}

uint32_t sim_team_of(const sim *s, uint32_t player)
{
    return by_teams(s) ? s->durable.persons[player].team : 0;
}

const jb_seat *sim_own(const sim *s, uint32_t player)
{
    uint32_t team = sim_team_of(s, player);
    return team > 0 ? jb_engine_seat(s->durable.engine, team)
                    : jb_engine_player(s->durable.engine, player);
}

int64_t sim_own_score(const sim *s, uint32_t player)
{
    const sim_durable *d = &s->durable;
    uint32_t team = sim_team_of(s, player);
    return team > 0 ? d->plan->rules.base + d->stage.seats[team].score : d->persons[player].score;
}

/* ---- picks, answers, marks, verdicts ---- */

static void judge_pick(sim *s, const jb_event *event)
{
    const sim_durable *d = &s->durable;
    const jb_round_rules *round = round_of(s, event->turn);
    uint32_t number = jb_rules_round_of(&d->plan->rules, event->turn) + 1;
    sim_stage_seat *seat = sim_seat_of(s, event->seat);
    uint32_t bit = 0;
    sim_must_be_in(s, event, event->seat);
    bool there = event->question >= round->question_first &&
                 event->question < round->question_first + round->question_count &&
                 d->plan->rules.questions[event->question].value == event->value;
    uint32_t before = there ? s->durable.stage.asked_by[event->question] : 0;
    if (!sim_in_time(s, event) || !there || (before != 0 && before != event->turn)) {
        sim_fail(s, "seat %u picks question %u for %lld in turn %u, asked in %u", event->seat,
                 event->question, (long long)event->value, event->turn, before);
    }
    for (uint8_t i = 0; i < round->value_count; i++) {
        bit |= round->values[i] == event->value ? UINT32_C(1) << i : 0;
    }
    seat->taken = seat->taken_in == number ? seat->taken : 0;
    seat->taken_in = number;
    if (round->distinct_values && seat->taken & bit) {
        sim_fail(s, "seat %u picks a value twice in turn %u", event->seat, event->turn);
    }
    seat->taken |= bit;
    s->durable.stage.asked_by[event->question] = event->turn;
}

/* What somebody has staked on a turn: what they said last, or the least. */
static int64_t stake_of(sim *s, uint32_t turn, uint32_t number)
{
    const sim_stage_seat *seat = sim_seat_of(s, number);
    return seat->stake_turn == turn ? seat->stake : round_of(s, turn)->wager.min;
}

static void judge_stake(sim *s, const jb_event *event)
{
    const sim_durable *d = &s->durable;
    const jb_wager *wager = &round_of(s, event->turn)->wager;
    sim_stage_seat *seat = sim_seat_of(s, event->seat);
    int64_t score = by_teams(s) ? d->plan->rules.base + seat->score : d->persons[event->seat].score;
    bool too_much = event->value > wager->max ||
                    (wager->by_score && event->value > score && event->value > wager->min);
    sim_must_be_in(s, event, event->seat);
    if (!sim_in_time(s, event) || wager->max == 0 || event->value < wager->min || too_much ||
        (event->value - wager->min) % wager->step != 0 || seat->answered_turn == event->turn ||
        (event->player > 0 &&
         event->seat != (by_teams(s) ? sim_team_of(s, event->player) : event->player))) {
        sim_fail(s, "seat %u, which has %lld, stakes %lld on turn %u", event->seat,
                 (long long)score, (long long)event->value, event->turn);
    }
    sim_must_play(s, event);
    seat->stake_turn = event->turn;
    seat->stake = event->value;
}

/* What everybody's answer gives where it is staked on, and nothing limits it. */
static void judge_staked_score(sim *s, const jb_event *event, const jb_score *score)
{
    const jb_round_rules *round = round_of(s, event->turn);
    if (round->wager.max == 0 || score->hall || round->has_cap ||
        s->durable.plan->rules.has_floor) {
        return;
    }
    int64_t stake = stake_of(s, event->turn, score->seat);
    int64_t least = score->correct                               ? stake
                    : score->answered || round->wager.none_loses ? -stake
                                                                 : 0;
    int64_t most = score->correct || score->answered ? stake : least;
    if (score->points < least || score->points > most) {
        sim_fail(s, "seat %u is given %lld in turn %u, on which it has staked %lld", score->seat,
                 (long long)score->points, event->turn, (long long)stake);
    }
}

static void judge_answer(sim *s, const jb_event *event)
{
    const jb_stage *stage = &jb_engine_look(s->durable.engine)->stage;
    const jb_round_rules *round = round_of(s, event->turn);
    if (event->seat == 0 && by_teams(s)) { /* the hall */
        bool along = s->durable.plan->rules.hall == JB_HALL_ALONG;
        if (!along && stage->step != JB_STEP_HALL && round->format != JB_FORMAT_EVERYONE) {
            sim_fail(s, "player %u answers turn %u from the hall", event->player, event->turn);
        }
        return;
    }
    uint32_t number = event->seat > 0 ? event->seat : event->player;
    sim_stage_seat *seat = sim_seat_of(s, number);
    sim_must_be_in(s, event, number);
    bool crowd = round->format == JB_FORMAT_EVERYONE || round->format == JB_FORMAT_SURVIVAL;
    if ((seat->answered_turn == event->turn && !round->change) ||
        (!crowd && (stage->step != JB_STEP_ANSWER || stage->seat != number)) ||
        round->answer_by == JB_ANSWER_BY_MOUTH) {
        sim_fail(s, "seat %u answers turn %u, where seat %u is to", number, event->turn,
                 stage->seat);
    }
    sim_must_play(s, event);
    seat->answered_turn = event->turn;
}

static void judge_mark(sim *s, const jb_event *event)
{
    sim_stage *stage = &s->durable.stage;
    const jb_round_rules *round = round_of(s, event->turn);
    sim_must_be_in(s, event, event->seat);
    if (!sim_in_time(s, event) || event->judge == 0 || event->judge > round->judges ||
        event->value < round->mark_min || event->value > round->mark_max) {
        sim_fail(s, "judge %u marks turn %u with %lld", event->judge, event->turn,
                 (long long)event->value);
    }
    stage->marked = stage->mark_turn == event->turn ? stage->marked : 0;
    stage->mark_turn = event->turn;
    stage->marked |= UINT32_C(1) << event->judge;
    stage->marks[event->judge - 1] = event->value;
}

static int64_t mean_of(const sim_stage *stage, const jb_round_rules *round)
{
    int64_t sum = 0;
    int64_t low = round->mark_max;
    int64_t high = round->mark_min;
    int64_t count = 0;
    for (uint32_t i = 0; i < round->judges; i++) {
        if (stage->marked & (UINT32_C(2) << i)) {
            sum += stage->marks[i];
            low = stage->marks[i] < low ? stage->marks[i] : low;
            high = stage->marks[i] > high ? stage->marks[i] : high;
            count++;
        }
    }
    if (round->trimmed && count >= 3) {
        sum -= low + high;
        count -= 2;
    }
    int64_t size = sum < 0 ? -sum : sum;
    int64_t share = count > 0 ? (2 * size + count) / (2 * count) : 0; /* half away from zero */
    return sum < 0 ? -share : share;
}

/* What a verdict gives where nothing limits it. False: that is not for us to say. */
static bool worth_of(sim *s, const jb_event *event, int64_t *points)
{
    const sim_durable *d = &s->durable;
    const jb_round_rules *round = round_of(s, event->turn);
    const jb_engine_view *view = jb_engine_look(d->engine);
    if (round->has_cap || d->plan->rules.has_floor || view->question == JB_NO_QUESTION) {
        return false;
    }
    jb_question_rules worth = d->plan->rules.questions[view->question];
    if (round->wager.max > 0) {
        worth.points_right = stake_of(s, event->turn, event->seat);
        worth.points_wrong = -worth.points_right;
        worth.points_none = round->wager.none_loses ? -worth.points_right : 0;
    }
    const jb_question_rules *question = &worth;
    bool menu = round->format == JB_FORMAT_RISK;
    int64_t wrong = menu ? (round->wrong_zero ? 0 : -view->stage.value) : question->points_wrong;
    switch (event->verdict) {
    case JB_VERDICT_RIGHT:
        *points = menu ? view->stage.value : question->points_right;
        break;
    case JB_VERDICT_WRONG:
        *points = wrong;
        break;
    case JB_VERDICT_NONE:
        *points = menu ? wrong : question->points_none;
        break;
    case JB_VERDICT_PARTIAL:
        *points = event->value;
        break;
    case JB_VERDICT_COUNT:
        return false;
    }
    bool plain = round->format == JB_FORMAT_TURN || round->format == JB_FORMAT_BUZZER ||
                 round->format == JB_FORMAT_RUSH ||
                 (round->format == JB_FORMAT_JUDGED && event->verdict == JB_VERDICT_PARTIAL);
    return plain || (menu && view->stage.owner == view->stage.seat && !event->flag);
}

static void judge_ruled(sim *s, const jb_event *event)
{
    sim_stage *stage = &s->durable.stage;
    const jb_round_rules *round = round_of(s, event->turn);
    sim_stage_seat *seat = sim_seat_of(s, event->seat);
    int64_t given = 0;
    int64_t points = 0;
    sim_must_be_in(s, event, event->seat);
    stage->tries = stage->tries_turn == event->turn ? stage->tries + 1 : 1;
    stage->tries_turn = event->turn;
    if (!sim_in_time(s, event) || stage->tries > round->tries ||
        (event->flag && seat->answered_turn != event->turn)) {
        sim_fail(s, "seat %u is ruled in turn %u, try %u of %u", event->seat, event->turn,
                 stage->tries, round->tries);
    }
    if (round->format == JB_FORMAT_JUDGED) {
        stage->marked = stage->mark_turn == event->turn ? stage->marked : 0;
        if (event->value != mean_of(stage, round)) {
            sim_fail(s, "the marks of turn %u are said to make %lld, and make %lld", event->turn,
                     (long long)event->value, (long long)mean_of(stage, round));
        }
    }
    for (uint32_t i = 0; i < event->score_count; i++) {
        given += event->scores[i].seat == event->seat ? event->scores[i].points : 0;
    }
    if (worth_of(s, event, &points) && given != points) {
        sim_fail(s, "seat %u is given %lld in turn %u for `%s`, which is worth %lld", event->seat,
                 (long long)given, event->turn, jb_verdict_name(event->verdict), (long long)points);
    }
    seat->tried_turn = event->turn;
    if (round->format == JB_FORMAT_LADDER && event->verdict != JB_VERDICT_RIGHT) {
        seat->over_in = jb_rules_round_of(&s->durable.plan->rules, event->turn) + 1;
    }
}

/* With them goes their buzz, and comes back with them. */
static void judge_removed(sim *s, const jb_event *event)
{
    if (!by_teams(s)) {
        sim_stage_seat *seat = sim_seat_of(s, event->player);
        seat->buzz_kept = seat->buzzed;
        seat->buzzed = false;
    }
}

static void judge_undone(sim *s, const jb_event *event)
{
    sim_stage *stage = &s->durable.stage;
    if (event->undo == JB_UNDO_REMOVE && !by_teams(s)) {
        sim_seat_of(s, event->player)->buzzed |= sim_seat_of(s, event->player)->buzz_kept;
    }
    if (event->undo == JB_UNDO_VERDICT) {
        sim_stage_seat *seat = sim_seat_of(s, event->seat);
        seat->tried_turn = 0;
        seat->over_in = 0;
        stage->tries -= stage->tries > 0;
        sim_forget_buzzes(stage);
    }
}

/* ---- scores ---- */

static void add_scores(sim *s, const jb_event *event)
{
    sim_durable *d = &s->durable;
    int64_t sign = event->type == JB_EVENT_UNDONE ? -1 : 1;
    for (uint32_t i = 0; i < event->score_count; i++) {
        const jb_score *score = &event->scores[i];
        sim_stage_seat *seat = sim_seat_of(s, score->seat);
        if (score->overtime) {
            seat->overtime += sign * score->points;
        } else if (by_teams(s) && !score->hall) {
            seat->score += sign * score->points;
        } else {
            d->persons[score->seat].score += sign * score->points;
        }
        if (event->type == JB_EVENT_SCORED && !score->hall && score->answered &&
            seat->answered_turn != event->turn) {
            sim_fail(s, "seat %u is said to have answered turn %u", score->seat, event->turn);
        }
        if (event->type == JB_EVENT_SCORED) {
            judge_staked_score(s, event, score);
        }
    }
}

void sim_stage_add_up(sim *s, const jb_event *event)
{
    sim_durable *d = &s->durable;
    const jb_engine_view *view = jb_engine_look(d->engine);
    d->phase = view->phase;
    d->turn = view->turn;
    d->paused = view->paused;
    d->opens_at = view->opens_at;
    d->ends_at = view->ends_at;
    for (uint32_t i = 0; i < event->score_count; i++) {
        const jb_score *score = &event->scores[i];
        bool team = by_teams(s) && !score->hall;
        const jb_seat *seat = team ? jb_engine_seat(d->engine, score->seat)
                                   : jb_engine_player(d->engine, score->seat);
        int64_t sum = team ? d->plan->rules.base + d->stage.seats[score->seat].score
                           : d->persons[score->seat].score;
        if (seat->score != sum ||
            (!score->hall && seat->overtime != d->stage.seats[score->seat].overtime)) {
            sim_fail(s, "the entries of seat %u%s add up to %lld after `%s`, its score is %lld",
                     score->seat, score->hall ? " (hall)" : "", (long long)sum,
                     jb_event_name(event->type), (long long)seat->score);
        }
    }
}

/* ---- the whole ---- */

/* A turn that became void has asked nothing. */
static void forget_asked(sim_stage *stage, uint32_t turn)
{
    for (uint32_t i = 0; i < SIM_QUESTIONS_MAX; i++) {
        stage->asked_by[i] = stage->asked_by[i] == turn ? 0 : stage->asked_by[i];
    }
}

void sim_stage_judge(sim *s, const jb_event *event)
{
    sim_stage *stage = &s->durable.stage;
    add_scores(s, event);
    sim_lineup_judge(s, event);
    switch (event->type) {
    case JB_EVENT_PHASE:
    case JB_EVENT_HALL:
        sim_forget_buzzes(stage);
        return;
    case JB_EVENT_REMOVED:
        judge_removed(s, event);
        return;
    case JB_EVENT_ANSWERED:
        judge_answer(s, event);
        return;
    case JB_EVENT_BUZZED:
        sim_judge_buzz(s, event);
        return;
    case JB_EVENT_WON:
        sim_judge_won(s, event);
        return;
    case JB_EVENT_PICKED:
        judge_pick(s, event);
        return;
    case JB_EVENT_STAKED:
        judge_stake(s, event);
        return;
    case JB_EVENT_PASSED:
    case JB_EVENT_NAMED:
        sim_must_be_in(s, event, event->seat);
        return;
    case JB_EVENT_RULED:
        judge_ruled(s, event);
        return;
    case JB_EVENT_FOULED:
        sim_judge_foul(s, event);
        return;
    case JB_EVENT_MARKED:
        judge_mark(s, event);
        return;
    case JB_EVENT_UNDONE:
        judge_undone(s, event);
        return;
    case JB_EVENT_VOIDED:
        forget_asked(stage, event->turn);
        return;
    case JB_EVENT_CREATED:
    case JB_EVENT_JOINED:
    case JB_EVENT_RENAMED:
    case JB_EVENT_ADMIT:
    case JB_EVENT_APPROVE:
    case JB_EVENT_PAUSED:
    case JB_EVENT_RESUMED:
    case JB_EVENT_EXTENDED:
    case JB_EVENT_SCORED:
    case JB_EVENT_ADJUSTED:
    case JB_EVENT_ACCEPTED:
    case JB_EVENT_ANNULLED:
    case JB_EVENT_REVERSED:
    case JB_EVENT_REVISED:
    case JB_EVENT_SUBSTITUTED:
    case JB_EVENT_OPENED:
    case JB_EVENT_SHOWN:
    case JB_EVENT_HANDED_IN:
    case JB_EVENT_SCHEDULED:
    case JB_EVENT_ANNOUNCED:
    case JB_EVENT_DRAWN:
    case JB_EVENT_COUNT:
        return;
    }
}

sim_stage_point *sim_stage_point_of(const sim *s)
{
    const sim_durable *d = &s->durable;
    const jb_engine_view *view = jb_engine_look(d->engine);
    uint32_t most = by_teams(s) ? d->plan->rules.team_count : view->joined;
    sim_stage_point *point = calloc(1, sizeof *point + most * sizeof point->seats[0]);
    JB_ASSERT(point != NULL);
    point->shown = view->turn > 0 && view->phase >= JB_PHASE_INTRO &&
                   view->phase <= JB_PHASE_STANDINGS &&
                   (d->plan->rules.rounds[view->round].format != JB_FORMAT_EVERYONE ||
                    view->stage.step == JB_STEP_WAGER);
    point->stage = view->stage;
    point->eligible = view->eligible;
    point->hall = view->hall;
    point->hall_answered = view->hall_answered;
    for (uint32_t number = 1; number <= most; number++) {
        const jb_seat *seat = jb_engine_seat(d->engine, number);
        if (!by_teams(s) && seat->status != JB_PLAYER_IN) {
            continue;
        }
        bool now = view->turn > 0 && seat->round.round == view->round + 1;
        int64_t stake = 0;
        (void)jb_engine_stake(d->engine, view->turn, number, &stake);
        point->seats[point->seat_count++] =
            (sim_seat_point){ .seat = number,
                              .rank = seat->rank,
                              .fouls = now ? seat->round.fouls : 0,
                              .rung = now ? seat->round.rung : 0,
                              .score = seat->score,
                              .may = jb_engine_may(d->engine, number),
                              .barred = now && seat->round.barred,
                              .out = now && seat->round.out,
                              .over = now && seat->round.over,
                              .tied = now && seat->round.tied,
                              .staked =
                                  view->stage.wagered && jb_engine_eligible(d->engine, number),
                              .stake = stake };
    }
    return point;
}

void sim_stage_check_results(sim *s, const jb_results *results)
{
    const sim_durable *d = &s->durable;
    uint32_t in = 0;
    for (uint32_t number = 1; number <= SIM_PLAYERS_MAX; number++) {
        in += d->persons[number].in && sim_team_of(s, number) == 0;
    }
    uint32_t listed = 0;
    for (uint32_t i = 0; i < results->participant_count; i++) {
        const jb_result_participant *row = &results->participants[i];
        listed += sim_team_of(s, row->player) == 0;
        if (sim_team_of(s, row->player) == 0 && row->score != d->persons[row->player].score) {
            sim_fail(s, "player %u's result is %lld, the entries add up to %lld", row->player,
                     (long long)row->score, (long long)d->persons[row->player].score);
        }
    }
    if (listed != in || !results->finished) {
        sim_fail(s, "the results list %u of %u players", listed, in);
    }
    for (uint32_t i = 0; i < results->team_count && by_teams(s); i++) {
        const jb_result_team *row = &results->teams[i];
        const sim_stage_seat *seat = &d->stage.seats[row->team];
        if (row->score != d->plan->rules.base + seat->score || row->overtime != seat->overtime ||
            (i > 0 && row->rank < results->teams[i - 1].rank) ||
            (i > 0 && row->score > results->teams[i - 1].score)) {
            sim_fail(s, "team %u's result is %lld, rank %u; the entries add up to %lld", row->team,
                     (long long)row->score, row->rank,
                     (long long)(d->plan->rules.base + seat->score));
        }
    }
}
