/*
 * Awards: who gets what, from the newest ranking. Nothing is kept; a list of those who have a prize
 * lies on the stack, a bit for each.
 */
#include <string.h>

#include "engine_internal.h"
#include "jinbang/decimal.h"

enum {
    PERCENT = 10000 /* hundredths of a percent in a whole */
};

_Static_assert(JB_PLAYERS_MAX <= JB_WINDOW_PLAYERS_MAX, "more players than there are bits");

/* Teams with the figure that an award looks at, best first. */
typedef struct figures {
    uint32_t list[JB_TEAMS_MAX];
    int64_t value[JB_TEAMS_MAX];      /* team - 1 */
    uint32_t took_part[JB_TEAMS_MAX]; /* the same */
    uint32_t count;
} figures;

typedef struct giving {
    const jb_engine *engine;
    unsigned char people[(JB_WINDOW_PLAYERS_MAX + 7) / 8]; /* who has a prize */
    unsigned char teams[(JB_TEAMS_MAX + 7) / 8];
    uint32_t next[2][JB_AWARD_BY_COUNT]; /* where in its list the next award begins */
    figures figures;
    jb_awarded *out;
    uint32_t max;
    uint32_t count;
} giving;

static bool has_bit(const unsigned char *bits, uint32_t number)
{
    return (bits[(number - 1) / 8] >> ((number - 1) % 8) & 1) != 0;
}

static void set_bit(unsigned char *bits, uint32_t number)
{
    bits[(number - 1) / 8] |= (unsigned char)(1U << ((number - 1) % 8));
}

/* ---- teams by turnout or mean ---- */

/* Who took part for each team, and the sum of their scores: of a live contest everybody who is
 * ranked. */
static void count_crowds(const jb_engine *engine, figures *found)
{
    const jb_table *people = &engine->people;
    for (uint32_t i = 0; i < engine->rules->team_count; i++) {
        found->value[i] = 0;
        found->took_part[i] = 0;
    }
    for (uint32_t i = 0; i < people->ranked; i++) {
        const jb_seat *seat = &people->seats[people->ranking[i] - 1];
        if (seat->team > 0) {
            found->value[seat->team - 1] += seat->score;
            found->took_part[seat->team - 1]++;
        }
    }
}

static void find_figures(const jb_engine *engine, jb_award_by by, figures *found)
{
    const jb_rules *rules = engine->rules;
    count_crowds(engine, found);
    found->count = 0;
    for (uint32_t team = 1; team <= rules->team_count; team++) {
        uint32_t took_part = found->took_part[team - 1];
        uint32_t roster = rules->team_rosters ? rules->team_rosters[team - 1] : 0;
        uint32_t most = roster > took_part ? roster : took_part;
        if (took_part == 0 || (by == JB_AWARD_BY_TURNOUT && roster == 0)) {
            continue;
        }
        int64_t value = by == JB_AWARD_BY_TURNOUT
                            ? jb_mul_div(took_part, PERCENT, most)
                            : jb_mul_div(found->value[team - 1], 1, took_part);
        uint32_t at = found->count++;
        for (; at > 0 && found->value[found->list[at - 1] - 1] < value; at--) {
            found->list[at] = found->list[at - 1];
        }
        found->list[at] = team;
        found->value[team - 1] = value;
    }
}

/* ---- giving ---- */

/* Those an award looks at, best first. */
static const uint32_t *list_of(giving *g, const jb_award_rules *award, uint32_t *count)
{
    const jb_engine *engine = g->engine;
    if (!award->team) {
        return jb_engine_ranking(engine, count);
    }
    if (award->by == JB_AWARD_BY_SCORE) {
        return jb_engine_team_ranking(engine, count);
    }
    find_figures(engine, award->by, &g->figures);
    *count = g->figures.count;
    return g->figures.list;
}

static int64_t value_of(const giving *g, const jb_award_rules *award, uint32_t number)
{
    const jb_engine *engine = g->engine;
    if (!award->team) {
        return engine->people.seats[number - 1].score;
    }
    return award->by == JB_AWARD_BY_SCORE ? engine->teams[number - 1].score
                                          : g->figures.value[number - 1];
}

static bool is_equal(const giving *g, const jb_award_rules *award, uint32_t a, uint32_t b)
{
    const jb_engine *engine = g->engine;
    if (!award->team) {
        return engine->people.seats[a - 1].rank == engine->people.seats[b - 1].rank;
    }
    return award->by == JB_AWARD_BY_SCORE ? engine->teams[a - 1].rank == engine->teams[b - 1].rank
                                          : g->figures.value[a - 1] == g->figures.value[b - 1];
}

/* A team that nobody is in, or took part for, gets nothing. */
static bool is_there(const giving *g, const jb_award_rules *award, uint32_t number)
{
    const jb_engine *engine = g->engine;
    if (!award->team || award->by != JB_AWARD_BY_SCORE || jb_engine_by_teams(engine)) {
        return true;
    }
    return engine->window ? engine->window->units[number - 1].took_part > 0
                          : engine->teams[number - 1].members > 0;
}

static void give(giving *g, uint32_t index)
{
    const jb_award_rules *award = &g->engine->rules->awards[index];
    unsigned char *prizes = award->team ? g->teams : g->people;
    uint32_t *next = &g->next[award->team][award->by];
    uint32_t count = 0;
    const uint32_t *list = list_of(g, award, &count);
    uint32_t given = 0;
    uint32_t last = 0; /* who got it last */
    uint32_t rank = 0;
    for (; *next < count; (*next)++) {
        uint32_t number = list[*next];
        bool equal = last > 0 && is_equal(g, award, last, number);
        int64_t value = value_of(g, award, number);
        if ((given >= award->places && !equal) || !is_there(g, award, number) ||
            (award->has_least && value < award->at_least)) {
            return;
        }
        bool gone = !award->team && !jb_seat_is_in(g->engine, number); /* since the ranking */
        if (gone || (g->engine->rules->one_prize && has_bit(prizes, number))) {
            continue;
        }
        given++;
        rank = equal ? rank : given;
        last = number;
        set_bit(prizes, number);
        if (g->count < g->max) {
            g->out[g->count] =
                (jb_awarded){ .award = index, .number = number, .rank = rank, .value = value };
        }
        g->count++;
    }
}

static void give_all(giving *g)
{
    for (uint32_t i = 0; i < g->engine->rules->award_rule_count; i++) {
        give(g, i);
    }
}

uint32_t jb_engine_awards(const jb_engine *engine, jb_awarded *out, uint32_t max)
{
    giving g = { .engine = engine, .out = out, .max = max };
    give_all(&g);
    return g.count;
}

void jb_awards_mark(const jb_engine *engine, unsigned char *prizes)
{
    giving g = { .engine = engine };
    give_all(&g);
    memcpy(prizes, g.people, sizeof g.people);
}
