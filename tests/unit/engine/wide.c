/*
 * The small window contest of wide.h.
 */
#include "wide.h"

void wide_init(wide *c)
{
    *c = (wide){ .seed = 1 };
    world_init(&c->w, 1);
    for (uint32_t i = 0; i < WIDE_POOL; i++) {
        c->pool[i] = c->w.turns[0];
        c->pool[i].open_ms = 0;
    }
    c->spans[0] = (jb_zone_span){ .from = WIDE_OPENS - WIDE_DAY_MS };
    c->sections[0] = (jb_section){ .pool = WIDE_POOL, .count = WIDE_PAPER };
    c->window = (jb_window_rules){ .opens_at = WIDE_OPENS,
                                   .closes_at = WIDE_OPENS + 10 * WIDE_DAY_MS,
                                   .spans = c->spans,
                                   .span_count = 1,
                                   .sections = c->sections,
                                   .section_count = 1,
                                   .paper_count = WIDE_PAPER,
                                   .full = WIDE_PAPER * 1000,
                                   .paper_ms = WIDE_PAPER_MS,
                                   .attempts_max = 1,
                                   .reveal = JB_REVEAL_CLOSE,
                                   .change = true,
                                   .shuffle_questions = true,
                                   .shuffle_options = true };
    c->w.rules = (jb_rules){ .window = &c->window,
                             .awards = c->awards,
                             .lotteries = c->lotteries,
                             .players_max = 40,
                             .questions = c->pool,
                             .question_count = WIDE_POOL,
                             .team_rosters = c->w.rosters,
                             .ties = { JB_TIE_TIME, JB_TIE_FINISH },
                             .tie_count = 2 };
    c->w.now = WIDE_OPENS - WIDE_DAY_MS;
}

void wide_begin(wide *c, uint32_t players)
{
    world_begin(&c->w, players);
    c->w.now = c->window.opens_at;
    JB_EQ_I64(world_do(&c->w, JB_COMMAND_START), JB_ACCEPTED);
}

void wide_finish(wide *c)
{
    world_finish(&c->w);
}

jb_refusal wide_open(wide *c, uint32_t player)
{
    return world_submit(
        &c->w, &(jb_command){ .type = JB_COMMAND_OPEN, .player = player, .seed = c->seed++ });
}

jb_refusal wide_show(wide *c, uint32_t player, uint32_t place)
{
    return world_submit(&c->w,
                        &(jb_command){ .type = JB_COMMAND_OPEN, .player = player, .turn = place });
}

jb_refusal wide_answer(wide *c, uint32_t player, uint32_t place, const jb_answer *answer)
{
    return world_submit(
        &c->w, &(jb_command){
                   .type = JB_COMMAND_ANSWER, .player = player, .turn = place, .answer = answer });
}

jb_refusal wide_say(wide *c, uint32_t player, uint32_t place, uint8_t option)
{
    const jb_answer answer = world_single(option);
    return wide_answer(c, player, place, &answer);
}

jb_refusal wide_hand_in(wide *c, uint32_t player)
{
    return world_submit(&c->w, &(jb_command){ .type = JB_COMMAND_HAND_IN, .player = player });
}

jb_refusal wide_schedule(wide *c, jb_time opens_at, jb_time closes_at)
{
    return world_submit(
        &c->w, &(jb_command){ .type = JB_COMMAND_SCHEDULE, .ms = opens_at, .until = closes_at });
}

jb_refusal wide_adjust(wide *c, uint32_t player, int64_t points)
{
    return world_submit(&c->w, &(jb_command){ .type = JB_COMMAND_ADJUST,
                                              .seat = player,
                                              .value = points,
                                              .text = jb_slice_of("a reason") });
}

void wide_take(wide *c, uint32_t player, uint32_t right, uint32_t wrong, jb_time ms)
{
    JB_EQ_I64(wide_open(c, player), JB_ACCEPTED);
    for (uint32_t i = 0; i < right + wrong; i++) {
        JB_EQ_I64(wide_say(c, player, i + 1, i < right ? 0 : 1), JB_ACCEPTED);
    }
    c->w.now += ms;
    JB_EQ_I64(wide_hand_in(c, player), JB_ACCEPTED);
}

const jb_paper *wide_paper(const wide *c, uint32_t player)
{
    const jb_paper *paper = jb_engine_paper(c->w.engine, player);
    JB_TRUE(paper != NULL);
    return paper;
}

jb_paper_item wide_item(const wide *c, uint32_t player, uint32_t place)
{
    jb_paper_item item = { .question = 0 };
    JB_TRUE(jb_engine_paper_item(c->w.engine, player, place, &item, NULL));
    return item;
}
