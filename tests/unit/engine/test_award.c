/*
 * Awards and lotteries: who gets what, of window contests and of live ones.
 */
#include <stdlib.h>

#include "wide.h"

enum {
    GIVEN_MAX = 40
};

/* Each row of `wanted` is award, number, rank. */
static void awards_are(const jb_engine *engine, const uint32_t (*wanted)[3], uint32_t count)
{
    jb_awarded given[GIVEN_MAX];
    JB_EQ_U64(jb_engine_awards(engine, given, GIVEN_MAX), count);
    for (uint32_t i = 0; i < count; i++) {
        JB_EQ_U64(given[i].award, wanted[i][0]);
        JB_EQ_U64(given[i].number, wanted[i][1]);
        JB_EQ_U64(given[i].rank, wanted[i][2]);
    }
}

#define AWARDS_ARE(engine, ...)                                                                    \
    do {                                                                                           \
        static const uint32_t rows[][3] = { __VA_ARGS__ };                                         \
        awards_are((engine), rows, sizeof rows / sizeof rows[0]);                                  \
    } while (0)

/* Players 1 to 6 with 40, 30, 30 (tied), 20, 10 and 0 points, in teams 1, 1, 2, 2, 2 and none. */
static void six(wide *c)
{
    static const uint32_t right[] = { 4, 3, 3, 2, 1, 0 };
    static const uint32_t teams[] = { 1, 1, 2, 2, 2, 0 };
    wide_init(c);
    c->w.rules.tie_count = 0;
    c->w.rules.team_count = 3;
    c->w.rosters[0] = 4;
    c->w.rosters[1] = 3;
    world_begin(&c->w, 0);
    for (uint32_t i = 0; i < 6; i++) {
        JB_EQ_I64(world_join(&c->w, teams[i]), JB_ACCEPTED);
    }
    c->w.now = WIDE_OPENS;
    JB_EQ_I64(world_do(&c->w, JB_COMMAND_START), JB_ACCEPTED);
    for (uint32_t i = 0; i < 6; i++) {
        wide_take(c, i + 1, right[i], 0, 1000);
    }
    jb_engine_rank(c->w.engine);
}

static jb_award_rules award(bool team, jb_award_by by, uint32_t places)
{
    return (jb_award_rules){ .team = team, .by = by, .places = places };
}

static void use_awards(wide *c, const jb_award_rules *awards, uint32_t count)
{
    c->w.rules.award_rule_count = count;
    for (uint32_t i = 0; i < count; i++) {
        c->awards[i] = awards[i];
    }
}

static void awards_follow_each_other(void **state)
{
    wide c;
    six(&c);
    const jb_award_rules three[] = { award(false, JB_AWARD_BY_SCORE, 1),
                                     award(false, JB_AWARD_BY_SCORE, 2),
                                     award(false, JB_AWARD_BY_SCORE, 2) };
    use_awards(&c, three, 3);
    AWARDS_ARE(c.w.engine, { 0, 1, 1 }, { 1, 2, 1 }, { 1, 3, 1 }, { 2, 4, 1 }, { 2, 5, 2 });
    /* Only so many are written, and it says how many there are. */
    jb_awarded one;
    JB_EQ_U64(jb_engine_awards(c.w.engine, &one, 1), 5);
    JB_EQ_U64(one.number, 1);
    JB_EQ_I64(one.value, 4000);
    wide_finish(&c);
}

static void ties_at_the_last_place_all_get_it(void **state)
{
    wide c;
    six(&c);
    const jb_award_rules two[] = { award(false, JB_AWARD_BY_SCORE, 2),
                                   award(false, JB_AWARD_BY_SCORE, 1) };
    use_awards(&c, two, 2);
    AWARDS_ARE(c.w.engine, { 0, 1, 1 }, { 0, 2, 2 }, { 0, 3, 2 }, { 1, 4, 1 });
    wide_finish(&c);
}

static void who_has_too_little_gets_none(void **state)
{
    wide c;
    six(&c);
    jb_award_rules two[] = { award(false, JB_AWARD_BY_SCORE, 3),
                             award(false, JB_AWARD_BY_SCORE, 9) };
    two[0].has_least = true;
    two[0].at_least = 3500;
    two[1].has_least = true;
    two[1].at_least = 2000;
    use_awards(&c, two, 2);
    AWARDS_ARE(c.w.engine, { 0, 1, 1 }, { 1, 2, 1 }, { 1, 3, 1 }, { 1, 4, 3 });
    wide_finish(&c);
}

static void units_get_awards_by_score_turnout_and_mean(void **state)
{
    wide c;
    six(&c); /* team 1: turnout 50 %, mean 35, sum 70; team 2: 100 %, mean 20, sum 60 */
    const jb_award_rules by[] = { award(true, JB_AWARD_BY_SCORE, 3),
                                  award(true, JB_AWARD_BY_TURNOUT, 1),
                                  award(true, JB_AWARD_BY_MEAN, 1),
                                  award(true, JB_AWARD_BY_MEAN, 1) };
    use_awards(&c, by, 4);
    AWARDS_ARE(c.w.engine, { 0, 1, 1 }, { 0, 2, 2 }, { 1, 2, 1 }, { 2, 1, 1 }, { 3, 2, 1 });
    jb_awarded given[GIVEN_MAX];
    (void)jb_engine_awards(c.w.engine, given, GIVEN_MAX);
    JB_EQ_I64(given[2].value, 10000);
    JB_EQ_I64(given[3].value, 3500);
    c.w.rules.one_prize = true; /* both have one already */
    AWARDS_ARE(c.w.engine, { 0, 1, 1 }, { 0, 2, 2 });
    c.awards[0].places = 1;
    AWARDS_ARE(c.w.engine, { 0, 1, 1 }, { 1, 2, 1 });
    wide_finish(&c);
}

static void removed_ones_get_nothing(void **state)
{
    wide c;
    six(&c);
    const jb_award_rules one = award(false, JB_AWARD_BY_SCORE, 1);
    use_awards(&c, &one, 1);
    JB_EQ_I64(world_remove(&c.w, 1, false), JB_ACCEPTED);
    AWARDS_ARE(c.w.engine, { 0, 2, 1 }, { 0, 3, 1 }); /* not ranked anew yet */
    jb_engine_rank(c.w.engine);
    AWARDS_ARE(c.w.engine, { 0, 2, 1 }, { 0, 3, 1 });
    wide_finish(&c);
}

static void live_contests_have_awards_too(void **state)
{
    world w;
    world_init(&w, 1);
    const jb_award_rules awards[] = { award(false, JB_AWARD_BY_SCORE, 1),
                                      award(true, JB_AWARD_BY_SCORE, 1),
                                      award(true, JB_AWARD_BY_TURNOUT, 1) };
    w.rules.awards = awards;
    w.rules.award_rule_count = 3;
    w.rules.team_count = 2;
    w.rosters[0] = 4;
    w.rosters[1] = 1;
    world_begin(&w, 0);
    JB_EQ_I64(world_join(&w, 1), JB_ACCEPTED);
    JB_EQ_I64(world_join(&w, 1), JB_ACCEPTED);
    JB_EQ_I64(world_join(&w, 2), JB_ACCEPTED);
    world_open(&w, 1);
    JB_EQ_I64(world_answer(&w, 2, 1, 0), JB_ACCEPTED);
    JB_EQ_I64(world_answer(&w, 3, 1, 1), JB_ACCEPTED);
    world_go(&w, JB_PHASE_FINISHED, 1);
    AWARDS_ARE(w.engine, { 0, 2, 1 }, { 1, 1, 1 }, { 2, 2, 1 });
    world_finish(&w);
}

/* ---- lotteries ---- */

static jb_refusal announce(world *w, uint32_t draw)
{
    return world_submit(w, &(jb_command){ .type = JB_COMMAND_ANNOUNCE,
                                          .draw = draw,
                                          .text = jb_slice_of("an index") });
}

static jb_refusal draw(world *w, uint32_t draw, const uint32_t *winners, uint32_t count)
{
    return world_submit(w, &(jb_command){ .type = JB_COMMAND_DRAW,
                                          .draw = draw,
                                          .text = jb_slice_of("3387.42"),
                                          .winners = winners,
                                          .winner_count = count });
}

static void eligible_are(const jb_engine *engine, uint32_t draw, const uint32_t *wanted,
                         uint32_t count)
{
    uint32_t found[GIVEN_MAX];
    JB_EQ_U64(jb_engine_eligible_for(engine, draw, found), count);
    for (uint32_t i = 0; i < count; i++) {
        JB_EQ_U64(found[i], wanted[i]);
    }
}

/* Lottery 0: two of those with 20 or more; lottery 1: five of all. */
static void six_and_lotteries(wide *c, bool one_prize)
{
    static const uint32_t right[] = { 4, 3, 3, 2, 1, 0 };
    wide_init(c);
    c->lotteries[0] = (jb_lottery_rules){ .winners = 2, .has_least = true, .at_least = 2000 };
    c->lotteries[1] = (jb_lottery_rules){ .winners = 5 };
    c->w.rules.lottery_count = 2;
    c->w.rules.one_prize = one_prize;
    const jb_award_rules first = award(false, JB_AWARD_BY_SCORE, 1);
    use_awards(c, &first, 1);
    wide_begin(c, 8);
    for (uint32_t i = 0; i < 6; i++) {
        wide_take(c, i + 1, right[i], 0, 1000);
    }
    JB_EQ_I64(announce(&c->w, 0), JB_REFUSED_NOT_NOW); /* it is not over */
    JB_EQ_I64(world_remove(&c->w, 6, true), JB_ACCEPTED);
    JB_EQ_I64(world_do(&c->w, JB_COMMAND_FINISH), JB_ACCEPTED);
}

static void a_lottery_is_announced_and_drawn_once(void **state)
{
    wide c;
    six_and_lotteries(&c, false);
    JB_EQ_I64(draw(&c.w, 0, (const uint32_t[]){ 4, 1 }, 2), JB_REFUSED_NOT_NOW);
    JB_EQ_I64(announce(&c.w, 2), JB_REFUSED_BAD_FIELD);
    JB_EQ_I64(announce(&c.w, 0), JB_ACCEPTED);
    JB_EQ_U64(jb_engine_lottery(c.w.engine, 0)->eligible, 4);
    JB_EQ_I64(announce(&c.w, 0), JB_REFUSED_NOT_NOW);
    JB_EQ_I64(announce(&c.w, 1), JB_REFUSED_NOT_NOW); /* one after the other */
    JB_EQ_I64(draw(&c.w, 0, (const uint32_t[]){ 4 }, 1), JB_REFUSED_BAD_FIELD);
    JB_EQ_I64(draw(&c.w, 0, (const uint32_t[]){ 4, 1, 2 }, 3), JB_REFUSED_BAD_FIELD);
    JB_EQ_I64(draw(&c.w, 0, (const uint32_t[]){ 4, 4 }, 2), JB_REFUSED_BAD_FIELD);
    JB_EQ_I64(draw(&c.w, 0, (const uint32_t[]){ 4, 5 }, 2), JB_REFUSED_BAD_FIELD);
    JB_EQ_I64(draw(&c.w, 0, (const uint32_t[]){ 4, 0 }, 2), JB_REFUSED_BAD_FIELD);
    JB_EQ_I64(draw(&c.w, 0, (const uint32_t[]){ 4, 1 }, 2), JB_ACCEPTED);
    const jb_lottery *lottery = jb_engine_lottery(c.w.engine, 0);
    JB_TRUE(lottery->drawn);
    JB_EQ_U64(lottery->winner_count, 2);
    JB_EQ_U64(lottery->winners[0], 4);
    JB_EQ_U64(lottery->winners[1], 1);
    JB_EQ_I64(announce(&c.w, 0), JB_REFUSED_NOT_NOW);
    JB_EQ_I64(announce(&c.w, 1), JB_ACCEPTED);
    eligible_are(c.w.engine, 1, (const uint32_t[]){ 1, 2, 3, 4, 5 }, 5);
    jb_engine *replayed = world_replay(&c.w, c.w.event_count);
    JB_EQ_U64(jb_engine_digest(replayed), jb_engine_digest(c.w.engine));
    size_t size = jb_engine_size(&c.w.rules);
    void *memory = calloc(1, size);
    jb_engine *copy = jb_engine_copy(c.w.engine, memory, size);
    JB_TRUE(jb_engine_lottery(copy, 0)->winners != lottery->winners);
    JB_EQ_U64(jb_engine_lottery(copy, 0)->winners[0], 4);
    free(memory);
    free(replayed);
    wide_finish(&c);
}

static void nobody_gets_two_prizes_where_the_rules_say(void **state)
{
    wide c;
    six_and_lotteries(&c, true);
    eligible_are(c.w.engine, 0, (const uint32_t[]){ 2, 3, 4 }, 3); /* 1 has an award */
    JB_EQ_I64(announce(&c.w, 0), JB_ACCEPTED);
    JB_EQ_I64(draw(&c.w, 0, (const uint32_t[]){ 1, 2 }, 2), JB_REFUSED_BAD_FIELD);
    JB_EQ_I64(draw(&c.w, 0, (const uint32_t[]){ 4, 2 }, 2), JB_ACCEPTED);
    JB_EQ_I64(announce(&c.w, 1), JB_ACCEPTED);
    /* Fewer than there are prizes: all of them win. */
    eligible_are(c.w.engine, 1, (const uint32_t[]){ 3, 5 }, 2);
    JB_EQ_I64(draw(&c.w, 1, (const uint32_t[]){ 5, 3 }, 2), JB_ACCEPTED);
    wide_finish(&c);
}

/* Once the number can be known nobody chooses any more who may win. */
static void nothing_but_a_name_changes_before_the_draw(void **state)
{
    wide c;
    six_and_lotteries(&c, false);
    JB_EQ_I64(announce(&c.w, 0), JB_ACCEPTED);
    JB_EQ_I64(world_remove(&c.w, 1, true), JB_REFUSED_NOT_NOW);
    JB_EQ_I64(wide_adjust(&c, 5, 5000), JB_REFUSED_NOT_NOW);
    jb_command rename = { .type = JB_COMMAND_RENAME, .player = 1 };
    JB_EQ_I64(world_submit(&c.w, &rename), JB_ACCEPTED);
    const jb_event removed = { .type = JB_EVENT_REMOVED, .at = c.w.now, .player = 1 };
    JB_EQ_I64(jb_engine_apply(c.w.engine, &removed), JB_ERR_CORRUPT);
    JB_EQ_I64(draw(&c.w, 0, (const uint32_t[]){ 1, 2 }, 2), JB_ACCEPTED);
    JB_EQ_I64(world_remove(&c.w, 1, true), JB_ACCEPTED);
    wide_finish(&c);
}

static void live_contests_have_lotteries_too(void **state)
{
    static const jb_lottery_rules lottery = { .winners = 2 };
    world w;
    world_init(&w, 1);
    w.rules.lotteries = &lottery;
    w.rules.lottery_count = 1;
    world_begin(&w, 3);
    world_open(&w, 1);
    JB_EQ_I64(announce(&w, 0), JB_REFUSED_NOT_NOW);
    world_go(&w, JB_PHASE_FINISHED, 1);
    JB_EQ_I64(announce(&w, 0), JB_ACCEPTED);
    eligible_are(w.engine, 0, (const uint32_t[]){ 1, 2, 3 }, 3); /* joined is enough */
    uint64_t before = jb_engine_digest(w.engine);
    JB_EQ_I64(draw(&w, 0, (const uint32_t[]){ 3, 1 }, 2), JB_ACCEPTED);
    JB_TRUE(jb_engine_digest(w.engine) != before);
    JB_TRUE(jb_engine_lottery(w.engine, 1) == NULL);
    world_finish(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(awards_follow_each_other),
        cmocka_unit_test(ties_at_the_last_place_all_get_it),
        cmocka_unit_test(who_has_too_little_gets_none),
        cmocka_unit_test(units_get_awards_by_score_turnout_and_mean),
        cmocka_unit_test(removed_ones_get_nothing),
        cmocka_unit_test(live_contests_have_awards_too),
        cmocka_unit_test(a_lottery_is_announced_and_drawn_once),
        cmocka_unit_test(nobody_gets_two_prizes_where_the_rules_say),
        cmocka_unit_test(nothing_but_a_name_changes_before_the_draw),
        cmocka_unit_test(live_contests_have_lotteries_too),
    };
    return JB_RUN(tests);
}
