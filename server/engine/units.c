/*
 * Units of a window contest: turnout, means, and the score by the contest's rule. A weighted score
 * is made of the figures as they are printed, so that anybody can do it again by hand.
 */
#include "engine_internal.h"
#include "jinbang/decimal.h"

enum {
    PERCENT = 10000 /* hundredths of a percent in a whole */
};

/* A roster that turned out too small must not lift a turnout above everybody. */
static uint32_t roster_of(const jb_rules *rules, uint32_t team, const jb_unit *unit)
{
    uint32_t roster = rules->team_rosters ? rules->team_rosters[team - 1] : 0;
    return roster > 0 && roster < unit->took_part ? unit->took_part : roster;
}

static int64_t divided(int64_t sum, uint32_t by)
{
    return by > 0 ? jb_mul_div(sum, 1, by) : 0;
}

static int64_t weighted(const jb_rules *rules, const jb_unit *unit)
{
    int64_t full = rules->window->full;
    int64_t mean = full > 0 ? jb_mul_div(unit->mean, PERCENT, full) : 0;
    return jb_mul_div(rules->weight_turnout * unit->turnout + rules->weight_mean * mean, 1,
                      JB_WHOLE);
}

static int64_t score_of(const jb_rules *rules, const jb_unit *unit, int64_t counted,
                        uint32_t roster)
{
    switch (rules->team_score) {
    case JB_TEAM_SCORE_SUM:
    case JB_TEAM_SCORE_BEST:
        return counted;
    case JB_TEAM_SCORE_MEAN:
        return unit->mean;
    case JB_TEAM_SCORE_TURNOUT:
        return divided(unit->sum, roster > 0 ? roster : unit->took_part);
    case JB_TEAM_SCORE_WEIGHTED:
        return weighted(rules, unit);
    case JB_TEAM_SCORE_COUNT:
        break;
    }
    return 0;
}

/* Best first: the "best k" are the first k. */
static void add_people(jb_engine *engine)
{
    const jb_rules *rules = engine->rules;
    const jb_table *people = &engine->people;
    for (uint32_t i = 0; i < people->ranked; i++) {
        const jb_seat *seat = &people->seats[people->ranking[i] - 1];
        if (seat->team == 0) {
            continue;
        }
        jb_unit *unit = &engine->window->units[seat->team - 1];
        uint32_t *counted = &engine->team_counted[seat->team - 1];
        unit->took_part++;
        unit->passed += rules->window->has_pass && seat->score >= rules->window->pass;
        unit->sum += seat->score;
        if (rules->team_score != JB_TEAM_SCORE_BEST || *counted < rules->team_best) {
            engine->teams[seat->team - 1].score += seat->score;
            (*counted)++;
        }
    }
}

void jb_units_update(jb_engine *engine)
{
    const jb_rules *rules = engine->rules;
    for (uint32_t i = 0; i < rules->team_count; i++) {
        engine->window->units[i] = (jb_unit){ .took_part = 0 };
        engine->teams[i].score = 0;
        engine->team_counted[i] = 0;
    }
    add_people(engine);
    for (uint32_t team = 1; team <= rules->team_count; team++) {
        jb_unit *unit = &engine->window->units[team - 1];
        uint32_t roster = roster_of(rules, team, unit);
        unit->mean = divided(unit->sum, unit->took_part);
        unit->mean_roster = divided(unit->sum, roster);
        unit->turnout = roster > 0 ? jb_mul_div(unit->took_part, PERCENT, roster) : 0;
        engine->teams[team - 1].score =
            score_of(rules, unit, engine->teams[team - 1].score, roster);
    }
}
