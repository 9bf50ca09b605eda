/*
 * Time in window contests: limits, the close, pauses, the clocks of single questions, the schedule;
 * and when a paper can be handed in.
 */
#include "wide.h"

static void a_paper_is_handed_in_at_its_limit(void **state)
{
    wide c;
    wide_init(&c);
    wide_begin(&c, 2);
    JB_EQ_I64(jb_engine_deadline(c.w.engine), JB_TIME_NONE);
    JB_EQ_I64(wide_open(&c, 1), JB_ACCEPTED);
    JB_EQ_I64(wide_say(&c, 1, 1, 0), JB_ACCEPTED);
    world_wait(&c.w, 1000);
    JB_EQ_I64(wide_open(&c, 2), JB_ACCEPTED);
    JB_EQ_I64(jb_engine_deadline(c.w.engine), WIDE_OPENS + WIDE_PAPER_MS);
    world_wait(&c.w, WIDE_PAPER_MS - 1001);
    JB_EQ_I64(wide_say(&c, 1, 2, 0), JB_ACCEPTED);
    world_wait(&c.w, 1);
    JB_EQ_I64(wide_paper(&c, 1)->state, JB_PAPER_HANDED_IN);
    JB_EQ_I64(wide_paper(&c, 1)->why, JB_HAND_IN_LIMIT);
    JB_EQ_I64(wide_paper(&c, 1)->handed_in_at, WIDE_OPENS + WIDE_PAPER_MS);
    JB_EQ_I64(jb_engine_player(c.w.engine, 1)->time_ms, WIDE_PAPER_MS);
    JB_EQ_I64(world_score(&c.w, 1), 2000);
    JB_EQ_I64(wide_say(&c, 1, 3, 0), JB_REFUSED_LATE);
    JB_EQ_I64(wide_hand_in(&c, 1), JB_REFUSED_NO_PAPER);
    JB_EQ_I64(wide_paper(&c, 2)->state, JB_PAPER_OPEN);
    /* A stall: both its end and the answer after it have passed. */
    c.w.now += WIDE_PAPER_MS;
    JB_EQ_I64(wide_say(&c, 2, 1, 0), JB_REFUSED_LATE);
    JB_EQ_I64(wide_paper(&c, 2)->handed_in_at, WIDE_OPENS + WIDE_PAPER_MS + 1000);
    wide_finish(&c);
}

static void the_close_hands_in_what_is_open(void **state)
{
    wide c;
    wide_init(&c);
    c.window.paper_ms = 0;
    wide_begin(&c, 3);
    JB_EQ_I64(wide_open(&c, 2), JB_ACCEPTED);
    JB_EQ_I64(wide_open(&c, 1), JB_ACCEPTED);
    JB_EQ_I64(wide_say(&c, 1, 1, 0), JB_ACCEPTED);
    world_wait(&c.w, WIDE_DAY_MS);
    JB_EQ_I64(wide_paper(&c, 1)->ends_at, JB_TIME_NONE);
    JB_EQ_I64(world_do(&c.w, JB_COMMAND_PAUSE), JB_ACCEPTED);
    JB_EQ_I64(world_do(&c.w, JB_COMMAND_FINISH), JB_ACCEPTED); /* from a pause, too */
    JB_EQ_I64(wide_paper(&c, 1)->why, JB_HAND_IN_CLOSE);
    JB_EQ_U64(jb_engine_window(c.w.engine)->handed_in, 2);
    JB_EQ_I64(world_score(&c.w, 1), 1000);
    JB_EQ_I64(wide_say(&c, 1, 2, 0), JB_REFUSED_LATE);
    JB_EQ_I64(wide_paper(&c, 3)->state, JB_PAPER_NONE);
    wide_finish(&c);
}

static void a_pause_gives_open_papers_their_time_back(void **state)
{
    wide c;
    wide_init(&c);
    wide_begin(&c, 2);
    JB_EQ_I64(wide_open(&c, 1), JB_ACCEPTED);
    world_wait(&c.w, 60000);
    JB_EQ_I64(wide_open(&c, 2), JB_ACCEPTED);
    world_wait(&c.w, 60000);
    JB_EQ_I64(
        world_submit(&c.w, &(jb_command){ .type = JB_COMMAND_PAUSE, .reason = JB_PAUSE_RESTART }),
        JB_ACCEPTED);
    JB_EQ_I64(jb_engine_deadline(c.w.engine), JB_TIME_NONE);
    world_wait(&c.w, 3 * WIDE_DAY_MS);
    JB_EQ_I64(wide_paper(&c, 1)->state, JB_PAPER_OPEN);
    JB_EQ_I64(wide_say(&c, 1, 1, 0), JB_REFUSED_NOT_NOW);
    JB_EQ_I64(wide_hand_in(&c, 1), JB_REFUSED_NOT_NOW);
    JB_EQ_I64(jb_engine_may_open(c.w.engine, 2), JB_REFUSED_NOT_NOW);
    JB_EQ_I64(world_do(&c.w, JB_COMMAND_RESUME), JB_ACCEPTED);
    JB_EQ_I64(world_do(&c.w, JB_COMMAND_RESUME), JB_REFUSED_NOT_NOW);
    JB_EQ_I64(jb_engine_deadline(c.w.engine), WIDE_OPENS + 3 * WIDE_DAY_MS + WIDE_PAPER_MS);
    JB_EQ_I64(wide_say(&c, 1, 1, 0), JB_ACCEPTED);
    JB_EQ_I64(wide_item(&c, 1, 1).elapsed_ms, 120000); /* the pause does not count */
    world_wait(&c.w, WIDE_PAPER_MS - 60000);
    JB_EQ_I64(wide_paper(&c, 1)->state, JB_PAPER_HANDED_IN);
    JB_EQ_I64(wide_paper(&c, 2)->state, JB_PAPER_HANDED_IN);
    JB_EQ_I64(jb_engine_player(c.w.engine, 2)->time_ms, WIDE_PAPER_MS);
    wide_finish(&c);
}

static void one_by_one_each_question_has_its_own_clock(void **state)
{
    wide c;
    wide_init(&c);
    c.window.question_ms = 10000;
    for (uint32_t i = 0; i < WIDE_POOL; i++) {
        c.pool[i].open_ms = 10000;
    }
    wide_begin(&c, 1);
    JB_EQ_I64(wide_show(&c, 1, 1), JB_REFUSED_NO_PAPER);
    JB_EQ_I64(wide_open(&c, 1), JB_ACCEPTED);
    JB_EQ_I64(wide_say(&c, 1, 1, 0), JB_REFUSED_BAD_TURN); /* nobody has seen it */
    JB_EQ_I64(jb_engine_paper_closes(c.w.engine, 1), JB_TIME_NONE);
    world_wait(&c.w, 60000); /* before the first is shown no clock runs but the paper's */
    JB_EQ_I64(wide_show(&c, 1, 2), JB_REFUSED_BAD_TURN);
    JB_EQ_I64(wide_show(&c, 1, 1), JB_ACCEPTED);
    world_wait(&c.w, 9999);
    JB_EQ_I64(wide_show(&c, 1, 1), JB_ACCEPTED_AGAIN); /* its clock goes on */
    JB_EQ_I64(wide_say(&c, 1, 1, 1), JB_ACCEPTED);
    JB_EQ_I64(wide_item(&c, 1, 1).elapsed_ms, 9999);
    JB_EQ_I64(wide_say(&c, 1, 1, 0), JB_ACCEPTED_AGAIN); /* what is said is said */
    JB_EQ_I64(wide_show(&c, 1, 2), JB_ACCEPTED);
    JB_EQ_I64(wide_show(&c, 1, 1), JB_REFUSED_BAD_TURN);
    JB_EQ_I64(jb_engine_paper_closes(c.w.engine, 1), c.w.now + 10000);
    JB_EQ_I64(world_do(&c.w, JB_COMMAND_PAUSE), JB_ACCEPTED);
    world_wait(&c.w, 500000);
    JB_EQ_I64(world_do(&c.w, JB_COMMAND_RESUME), JB_ACCEPTED);
    JB_EQ_I64(jb_engine_paper_closes(c.w.engine, 1), c.w.now + 10000);
    world_wait(&c.w, 10000);
    JB_EQ_I64(wide_say(&c, 1, 2, 0), JB_REFUSED_LATE);
    JB_EQ_I64(wide_show(&c, 1, 3), JB_ACCEPTED);
    JB_EQ_I64(wide_say(&c, 1, 2, 0), JB_REFUSED_LATE);
    JB_EQ_I64(wide_say(&c, 1, 4, 0), JB_REFUSED_BAD_TURN);
    JB_EQ_I64(wide_say(&c, 1, 3, 0), JB_ACCEPTED);
    JB_EQ_I64(wide_show(&c, 1, 4), JB_ACCEPTED);
    JB_EQ_I64(wide_show(&c, 1, 5), JB_REFUSED_BAD_TURN);
    JB_EQ_I64(wide_hand_in(&c, 1), JB_ACCEPTED);
    JB_EQ_I64(world_score(&c.w, 1), 1000);
    wide_finish(&c);
}

/* ---- what cannot follow ---- */

/* A paper handed in now, with what it gives. */
static jb_event handed_in(const wide *c, uint32_t player, jb_hand_in why, jb_score *score)
{
    const jb_paper *paper = wide_paper(c, player);
    jb_time end = c->w.now < paper->ends_at ? c->w.now : paper->ends_at;
    *score = (jb_score){ .seat = player,
                         .points = paper->score,
                         .elapsed_ms = end - paper->started_at,
                         .answered = paper->answered > 0,
                         .correct = paper->correct == WIDE_PAPER };
    return (jb_event){ .type = JB_EVENT_HANDED_IN,
                       .at = c->w.now,
                       .player = player,
                       .attempt = paper->attempt,
                       .hand_in = (uint8_t)why,
                       .value = paper->score,
                       .scores = score,
                       .score_count = 1 };
}

static jb_status apply_handed_in(wide *c, uint32_t player, jb_hand_in why)
{
    jb_score score;
    const jb_event event = handed_in(c, player, why, &score);
    jb_status status = jb_engine_apply(c->w.engine, &event);
    JB_EQ_STR(jb_engine_check(c->w.engine), NULL);
    return status;
}

static void papers_are_handed_in_for_a_reason_that_holds(void **state)
{
    wide c;
    wide_init(&c);
    wide_begin(&c, 3);
    for (uint32_t player = 1; player <= 3; player++) {
        JB_EQ_I64(wide_open(&c, player), JB_ACCEPTED);
        c.w.now += 1000;
    }
    JB_EQ_I64(apply_handed_in(&c, 1, JB_HAND_IN_LIMIT), JB_ERR_CORRUPT); /* it has time left */
    JB_EQ_I64(apply_handed_in(&c, 2, JB_HAND_IN_CLOSE), JB_ERR_CORRUPT); /* 1 comes before */
    c.w.now += WIDE_PAPER_MS;                                            /* all have run out */
    JB_EQ_I64(apply_handed_in(&c, 1, JB_HAND_IN_OWN), JB_ERR_CORRUPT);
    JB_EQ_I64(apply_handed_in(&c, 2, JB_HAND_IN_LIMIT), JB_ERR_CORRUPT);
    JB_EQ_I64(apply_handed_in(&c, 1, JB_HAND_IN_LIMIT), JB_OK);
    JB_EQ_I64(apply_handed_in(&c, 2, JB_HAND_IN_LIMIT), JB_OK);
    JB_EQ_I64(apply_handed_in(&c, 2, JB_HAND_IN_LIMIT), JB_ERR_CORRUPT);
    JB_EQ_I64(wide_paper(&c, 1)->finished_at, c.w.now);
    wide_finish(&c);
}

/* A server may be killed when it has handed in some of the papers of the close. */
static void a_close_that_was_cut_short_goes_on(void **state)
{
    wide c;
    wide_init(&c);
    wide_begin(&c, 4);
    for (uint32_t player = 1; player <= 3; player++) {
        JB_EQ_I64(wide_open(&c, player), JB_ACCEPTED);
    }
    JB_EQ_I64(apply_handed_in(&c, 1, JB_HAND_IN_CLOSE), JB_OK);
    JB_EQ_I64(jb_engine_deadline(c.w.engine), JB_TIME_NONE);
    JB_EQ_I64(apply_handed_in(&c, 2, JB_HAND_IN_OWN), JB_ERR_CORRUPT);
    JB_EQ_I64(wide_say(&c, 2, 1, 0), JB_REFUSED_LATE);
    JB_EQ_I64(wide_hand_in(&c, 2), JB_REFUSED_NO_PAPER);
    JB_EQ_I64(wide_open(&c, 4), JB_REFUSED_NOT_OPEN);
    JB_EQ_I64(wide_schedule(&c, WIDE_OPENS, WIDE_OPENS + WIDE_DAY_MS), JB_REFUSED_NOT_NOW);
    JB_EQ_I64(world_do(&c.w, JB_COMMAND_PAUSE), JB_ACCEPTED);
    world_wait(&c.w, WIDE_DAY_MS);
    JB_EQ_I64(world_do(&c.w, JB_COMMAND_RESUME), JB_ACCEPTED);
    world_wait(&c.w, WIDE_DAY_MS); /* no limit but the close any more */
    JB_EQ_U64(jb_engine_window(c.w.engine)->open, 2);
    JB_EQ_I64(world_do(&c.w, JB_COMMAND_FINISH), JB_ACCEPTED);
    JB_EQ_I64(wide_paper(&c, 3)->why, JB_HAND_IN_CLOSE);
    wide_finish(&c);
}

static void in_free_order_nothing_is_shown_by_itself(void **state)
{
    wide c;
    wide_init(&c);
    wide_begin(&c, 1);
    JB_EQ_I64(wide_open(&c, 1), JB_ACCEPTED);
    JB_EQ_I64(wide_show(&c, 1, 1), JB_REFUSED_BAD_TURN);
    wide_finish(&c);
}

static void the_schedule_moves_while_it_can(void **state)
{
    wide c;
    wide_init(&c);
    world_begin(&c.w, 0);
    const jb_window_view *view = jb_engine_window(c.w.engine);
    const jb_time later = WIDE_OPENS + WIDE_DAY_MS;
    JB_EQ_I64(view->opens_at, WIDE_OPENS);
    JB_EQ_I64(wide_schedule(&c, WIDE_OPENS, c.window.closes_at), JB_REFUSED_NO_CHANGE);
    JB_EQ_I64(wide_schedule(&c, later, later), JB_REFUSED_BAD_FIELD);
    JB_EQ_I64(wide_schedule(&c, WIDE_OPENS, WIDE_OPENS + 367 * WIDE_DAY_MS), JB_REFUSED_BAD_FIELD);
    JB_EQ_I64(wide_schedule(&c, later, later + WIDE_DAY_MS), JB_ACCEPTED);
    JB_EQ_I64(view->opens_at, later);
    JB_EQ_I64(view->closes_at, later + WIDE_DAY_MS);
    c.w.now = later;
    JB_EQ_I64(world_do(&c.w, JB_COMMAND_START), JB_ACCEPTED);
    JB_EQ_I64(wide_schedule(&c, later + 1, later + WIDE_DAY_MS), JB_REFUSED_BAD_FIELD);
    JB_EQ_I64(wide_schedule(&c, later, c.w.now), JB_REFUSED_BAD_FIELD);
    JB_EQ_I64(wide_schedule(&c, later, later + 2 * WIDE_DAY_MS), JB_ACCEPTED);
    JB_EQ_I64(world_do(&c.w, JB_COMMAND_FINISH), JB_ACCEPTED);
    JB_EQ_I64(wide_schedule(&c, later, later + 3 * WIDE_DAY_MS), JB_REFUSED_NOT_NOW);
    wide_finish(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_paper_is_handed_in_at_its_limit),
        cmocka_unit_test(the_close_hands_in_what_is_open),
        cmocka_unit_test(a_pause_gives_open_papers_their_time_back),
        cmocka_unit_test(one_by_one_each_question_has_its_own_clock),
        cmocka_unit_test(papers_are_handed_in_for_a_reason_that_holds),
        cmocka_unit_test(a_close_that_was_cut_short_goes_on),
        cmocka_unit_test(in_free_order_nothing_is_shown_by_itself),
        cmocka_unit_test(the_schedule_moves_while_it_can),
    };
    return JB_RUN(tests);
}
