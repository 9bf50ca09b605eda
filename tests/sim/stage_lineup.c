/*
 * The referee of who plays for a team that has reserves: those who joined first, and whoever came
 * on for one of them, often enough but no more often than the rules allow, and between turns or
 * rounds. It knows the rules of the contest and looks at the log alone.
 */
#include "stage.h"

static sim_lineup *lineup_of(sim *s, uint32_t team)
{
    if (team == 0 || team > SIM_TEAMS_MAX) {
        sim_fail(s, "the log speaks of the lineup of team %u", team);
    }
    return &s->durable.stage.lineups[team];
}

static void judge_joined(sim *s, const jb_event *event)
{
    if (event->team == 0) {
        return;
    }
    sim_lineup *lineup = lineup_of(s, event->team);
    bool plays = lineup->playing < s->durable.plan->rules.fielded;
    s->durable.persons[event->player].plays = plays;
    lineup->playing += plays;
}

/* Whoever was removed is replaced between any two turns, and that does not count. */
static void judge_substituted(sim *s, const jb_event *event)
{
    sim_durable *d = &s->durable;
    const jb_rules *rules = &d->plan->rules;
    sim_lineup *lineup = lineup_of(s, event->seat);
    sim_person *out = &d->persons[event->out];
    sim_person *in = &d->persons[event->in];
    bool between =
        d->phase <= JB_PHASE_INTRO || d->phase == JB_PHASE_REVEAL || d->phase == JB_PHASE_STANDINGS;
    bool counts = out->in;
    if (!between || !out->plays || in->plays || !in->in || out->team != event->seat ||
        in->team != event->seat || lineup->used + counts > rules->substitutions) {
        sim_fail(s, "player %u comes on for player %u of team %u, %u substitutions made, in %s",
                 event->in, event->out, event->seat, lineup->used, jb_phase_name(d->phase));
    }
    out->plays = false;
    in->plays = true;
    lineup->used += counts;
    d->stage.change_counted = counts;
    bool rounds = counts && rules->substitute_when == JB_SUBSTITUTE_ROUNDS;
    d->stage.changed_turn = rounds && d->phase > JB_PHASE_INTRO ? d->turn : 0;
}

static void take_back(sim *s, const jb_event *event)
{
    sim_durable *d = &s->durable;
    d->persons[event->out].plays = true;
    d->persons[event->in].plays = false;
    lineup_of(s, event->seat)->used -= d->stage.change_counted;
}

/* The turn that follows tells whether it was between two rounds. */
static void judge_next(sim *s, const jb_event *event)
{
    sim_durable *d = &s->durable;
    uint32_t before = d->stage.changed_turn;
    const jb_rules *rules = &d->plan->rules;
    if (before == 0 || event->phase == JB_PHASE_STANDINGS || event->phase == JB_PHASE_FINISHED) {
        return;
    }
    d->stage.changed_turn = 0;
    if (jb_rules_round_of(rules, before) == jb_rules_round_of(rules, event->turn)) {
        sim_fail(s, "somebody came on between turns %u and %u of one round", before, event->turn);
    }
}

void sim_lineup_judge(sim *s, const jb_event *event)
{
    if (s->durable.plan->rules.fielded == 0) {
        return;
    }
    if (event->type == JB_EVENT_JOINED) {
        judge_joined(s, event);
    } else if (event->type == JB_EVENT_SUBSTITUTED) {
        judge_substituted(s, event);
    } else if (event->type == JB_EVENT_UNDONE && event->undo == JB_UNDO_SUBSTITUTION) {
        take_back(s, event);
    } else if (event->type == JB_EVENT_PHASE) {
        judge_next(s, event);
        return;
    }
    /* What is corrected in between may give a round that was over another turn. */
    bool nothing = event->type == JB_EVENT_SUBSTITUTED || event->type == JB_EVENT_JOINED ||
                   event->type == JB_EVENT_RENAMED;
    s->durable.stage.changed_turn = nothing ? s->durable.stage.changed_turn : 0;
}

void sim_must_play(sim *s, const jb_event *event)
{
    const sim_person *person = &s->durable.persons[event->player];
    bool reserves = s->durable.plan->rules.fielded > 0 && sim_team_of(s, event->player) > 0;
    if (event->player > 0 && reserves && !person->plays) {
        sim_fail(s, "player %u is on the bench: %s in turn %u", event->player,
                 jb_event_name(event->type), event->turn);
    }
}
