/*
 * The referee of tries, fouls and buzzes. As stage_log.c it knows the rules of the contest and
 * looks at the log alone.
 */
#include "stage.h"

static const jb_round_rules *round_of(const sim *s, uint32_t turn)
{
    const jb_rules *rules = &s->durable.plan->rules;
    return &rules->rounds[jb_rules_round_of(rules, turn)];
}

sim_stage_seat *sim_seat_of(sim *s, uint32_t number)
{
    if (number == 0 || number > SIM_PLAYERS_MAX) {
        sim_fail(s, "the log speaks of seat %u", number);
    }
    return &s->durable.stage.seats[number];
}

void sim_must_be_in(sim *s, const jb_event *event, uint32_t number)
{
    const sim_durable *d = &s->durable;
    const sim_stage_seat *seat = sim_seat_of(s, number);
    uint32_t round = jb_rules_round_of(&d->plan->rules, event->turn) + 1;
    if (d->paused || event->turn != d->turn) {
        sim_fail(s, "%s of seat %u in turn %u, paused %d, while turn %u is on",
                 jb_event_name(event->type), number, event->turn, d->paused, d->turn);
    }
    if (seat->tried_turn == event->turn || (seat->barred && seat->foul_round == round) ||
        seat->over_in == round) {
        sim_fail(s, "%s of seat %u, which is out of turn %u", jb_event_name(event->type), number,
                 event->turn);
    }
}

bool sim_in_time(const sim *s, const jb_event *event)
{
    const sim_durable *d = &s->durable;
    return d->phase == JB_PHASE_OPEN && event->at >= d->opens_at && event->at <= d->ends_at;
}

void sim_judge_buzz(sim *s, const jb_event *event)
{
    const sim_durable *d = &s->durable;
    sim_stage_seat *seat = sim_seat_of(s, event->seat);
    sim_must_be_in(s, event, event->seat);
    if (!sim_in_time(s, event) || seat->buzzed ||
        round_of(s, event->turn)->format != JB_FORMAT_BUZZER) {
        sim_fail(s, "seat %u's buzz in turn %u at %lld counts out of time or twice", event->seat,
                 event->turn, (long long)event->at);
    }
    const sim_person *person = &d->persons[event->player];
    bool known = event->player == 0;
    for (uint32_t i = 0; i < SIM_SUBMISSIONS && i < person->submission_count; i++) {
        const sim_submission *given = &person->submissions[i];
        jb_time measured = event->at - d->opens_at;
        jb_time least = measured > given->credit_ms ? measured - given->credit_ms : 0;
        bool honest = given->claim_ms >= least && given->claim_ms <= measured;
        known = known || (given->turn == event->turn && given->at == event->at &&
                          event->elapsed_ms == (honest ? given->claim_ms : least));
    }
    if (!known) {
        sim_fail(s, "player %u's buzz at %lld was given %lld ms (opened at %lld)", event->player,
                 (long long)event->at, (long long)event->elapsed_ms, (long long)d->opens_at);
    }
    sim_must_play(s, event);
    seat->buzzed = true;
    seat->buzz_order = ++s->durable.stage.buzzes;
    seat->buzz_ms = event->elapsed_ms;
    seat->buzz_off = event->ms;
}

typedef struct buzzes {
    const sim_stage_seat *list[JB_CONTENDERS_MAX];
    uint32_t count; /* may be more than are weighed */
} buzzes;

static buzzes buzzes_of(const sim_stage *stage)
{
    buzzes all = { .count = 0 };
    for (uint32_t i = 1; i <= SIM_PLAYERS_MAX; i++) {
        const sim_stage_seat *seat = &stage->seats[i];
        if (seat->buzzed && all.count++ < JB_CONTENDERS_MAX) {
            all.list[all.count - 1] = seat;
        }
    }
    return all;
}

/* Was nobody earlier beyond doubt? */
static bool may_be_first(const buzzes *all, const sim_stage_seat *one)
{
    for (uint32_t i = 0; i < all->count; i++) {
        const sim_stage_seat *other = all->list[i];
        if (one->buzz_ms - other->buzz_ms > one->buzz_off + other->buzz_off) {
            return false;
        }
    }
    return true;
}

/* Where more than one may have been the first the round says who is: whoever's message came first,
 * nobody, or one of them by lot. */
static bool has_won(const buzzes *all, jb_too_close rule, const sim_stage_seat *won)
{
    const sim_stage_seat *earliest = NULL;
    uint32_t count = 0;
    for (uint32_t i = 0; i < all->count; i++) {
        const sim_stage_seat *one = all->list[i];
        if (may_be_first(all, one)) {
            count++;
            earliest = !earliest || one->buzz_order < earliest->buzz_order ? one : earliest;
        }
    }
    if (count > 1 && rule == JB_TOO_CLOSE_AGAIN) {
        return !won;
    }
    return rule == JB_TOO_CLOSE_LOT && won ? won->buzzed && may_be_first(all, won)
                                           : won == earliest;
}

void sim_forget_buzzes(sim_stage *stage)
{
    for (uint32_t i = 1; i <= SIM_PLAYERS_MAX && stage->buzzes > 0; i++) {
        stage->seats[i].buzzed = stage->seats[i].buzz_kept = false;
    }
    stage->buzzes = 0;
}

void sim_judge_won(sim *s, const jb_event *event)
{
    sim_stage *stage = &s->durable.stage;
    const sim_stage_seat *won = event->seat > 0 ? sim_seat_of(s, event->seat) : NULL;
    buzzes all = buzzes_of(stage);
    if (won) {
        sim_must_be_in(s, event, event->seat);
    }
    if (won && !won->buzzed) {
        sim_fail(s, "seat %u has won turn %u without a buzz", event->seat, event->turn);
    }
    if (all.count <= JB_CONTENDERS_MAX &&
        !has_won(&all, round_of(s, event->turn)->too_close, won)) {
        sim_fail(s, "seat %u has won turn %u with %lld ms, and another one was first or nobody",
                 event->seat, event->turn, won ? (long long)won->buzz_ms : 0);
    }
    sim_forget_buzzes(stage);
}

void sim_judge_foul(sim *s, const jb_event *event)
{
    const jb_round_rules *round = round_of(s, event->turn);
    uint32_t number = jb_rules_round_of(&s->durable.plan->rules, event->turn) + 1;
    sim_stage_seat *seat = sim_seat_of(s, event->seat);
    if (seat->foul_round != number) {
        seat->foul_round = number;
        seat->fouls = 0;
        seat->barred = false;
    }
    if (event->foul == JB_FOUL_EARLY) {
        sim_must_be_in(s, event, event->seat);
        seat->fouls++;
        for (uint8_t i = 0; i < round->foul_count; i++) {
            bool last = i + 1 == round->foul_count || round->fouls[i + 1].count > seat->fouls;
            seat->barred = seat->barred ||
                           (round->fouls[i].count <= seat->fouls && last && round->fouls[i].bar);
        }
    }
    if (event->foul != JB_FOUL_EARLY || round->early != JB_EARLY_DEDUCT) {
        seat->tried_turn = event->turn;
    }
}
