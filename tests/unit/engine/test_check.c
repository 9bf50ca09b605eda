/*
 * The engine's invariants, from the other side: each is broken by hand in a contest that stands
 * somewhere, and jb_engine_check must say that very sentence. Without this nobody would notice a
 * check that has stopped looking.
 */
#include "world.h"

#include <stdlib.h>

#include "engine_internal.h"
#include "stage_hands.h"

typedef enum place {
    IN_LOBBY,
    OPEN,      /* two of three have answered, 1 right, 2 wrong */
    LOCKED,    /* by the host, early: it can be taken back */
    REVEAL,    /* of turn 1 */
    STANDINGS, /* after turn 1 */
    SECOND,    /* turn 2 is open; 1 was right in turn 1 */
    PAUSED,
    REMOVED, /* player 3, a moment ago, while turn 1 is open */
    SKIPPED, /* turn 1; turn 2 is open */
    BUZZING, /* a stage of three teams: buzzes are awaited */
    RULED    /* ... team 1 was right, which can be taken back */
} place;

/* ---- coming there ---- */

static void come_to_stage(world *w, place where)
{
    (void)stage_init(w, JB_FORMAT_BUZZER, 2);
    stage_begin(w, JB_PHASE_OPEN);
    if (where == RULED) {
        JB_EQ_I64(stage_key_buzz(w, 1), JB_ACCEPTED);
        JB_EQ_I64(stage_rule(w, 1, JB_VERDICT_RIGHT), JB_ACCEPTED);
        JB_EQ_I64(w->view->undo.what, JB_UNDO_VERDICT);
    } else {
        JB_EQ_I64(w->view->stage.step, JB_STEP_BUZZ);
    }
}

static void come_to(world *w, place where)
{
    if (where >= BUZZING) {
        come_to_stage(w, where);
        return;
    }
    world_init(w, 2);
    w->rounds[0].standings = JB_STANDINGS_TURN;
    world_begin(w, 3);
    if (where == IN_LOBBY) {
        return;
    }
    world_open(w, 1);
    world_wait(w, 1000);
    JB_EQ_I64(world_answer(w, 1, 1, 0), JB_ACCEPTED);
    if (where == SKIPPED) {
        JB_EQ_I64(world_do(w, JB_COMMAND_SKIP), JB_ACCEPTED);
        return;
    }
    JB_EQ_I64(world_answer(w, 2, 1, 1), JB_ACCEPTED);
    if (where == PAUSED) {
        JB_EQ_I64(world_do(w, JB_COMMAND_PAUSE), JB_ACCEPTED);
    } else if (where == REMOVED) {
        JB_EQ_I64(world_remove(w, 3, false), JB_ACCEPTED);
    } else if (where == SECOND) {
        world_open(w, 2);
    } else if (where != OPEN) {
        world_go(w,
                 where == LOCKED   ? JB_PHASE_LOCKED
                 : where == REVEAL ? JB_PHASE_REVEAL
                                   : JB_PHASE_STANDINGS,
                 1);
    }
}

/* ---- breaking ---- */

#define BREAK(name, what)                                                                          \
    static void name(jb_engine *e)                                                                 \
    {                                                                                              \
        what;                                                                                      \
    }

BREAK(no_phase, e->view.phase = JB_PHASE_COUNT)
BREAK(no_turn, e->view.turn = 3)
BREAK(turn_in_lobby, e->view.turn = 1)
BREAK(turn_left, e->view.turn = 0)
BREAK(timer_runs, e->view.ends_at = 5)
BREAK(paused_lobby, (e->view.paused = true, e->view.ends_at = JB_TIME_NONE))
BREAK(paused_end,
      (e->view.paused = true, e->view.phase = JB_PHASE_FINISHED, e->view.ends_at = JB_TIME_NONE))
BREAK(time_left, e->view.left_ms = 100)
BREAK(opens_later, e->view.opens_at = e->now + 1)
BREAK(event_later, e->event_at = e->now + 1)
BREAK(streak_long, e->people.seats[0].streak = 2)
BREAK(best_long, e->people.seats[0].best_streak = 2)
BREAK(asked_more, e->people.seats[0].asked = 2)
BREAK(right_more, (e->people.seats[0].correct = 3, e->people.seats[0].asked = 1))
BREAK(right_without_time, e->people.seats[0].last_right_at = JB_TIME_NONE)
BREAK(time_without_right, e->people.seats[1].fastest_ms = 5)
BREAK(void_gave, (e->played[0].annulled = true))
BREAK(void_gave_points, (e->played[0].annulled = true, e->people.given[0].scored = false))
BREAK(sum_differs, (e->people.seats[1].asked = 0))
BREAK(seat_absent, e->people.seats[1].status = JB_PLAYER_ABSENT)
BREAK(no_team, e->people.seats[1].team = 9)
BREAK(answered_later, e->people.seats[1].answered_turn = 2)
BREAK(scored_later, e->people.seats[1].scored_turn = 2)
BREAK(place_beyond, e->people.seats[2].place = 9)
BREAK(place_without_rank, e->people.seats[2].place = 0)
BREAK(rank_unplaced, e->people.seats[0].rank = 1)
BREAK(step_outside, e->view.stage.step = JB_STEP_ANSWER)
BREAK(nobody_answers, (e->view.stage.step = JB_STEP_ANSWER, e->view.stage.seat = 0))
BREAK(nothing_asked, (e->view.stage.step = JB_STEP_ANSWER, e->view.stage.seat = 1,
                      e->view.question = JB_NO_QUESTION))
BREAK(barred_answers, (e->view.stage.step = JB_STEP_ANSWER, e->view.stage.seat = 1,
                       jb_seat_round_of(e, 1)->barred = true))
BREAK(buzz_kept, e->buzzes.count = 1)
BREAK(close_without_buzz, e->view.stage.step = JB_STEP_CLOSE)
BREAK(undo_seat, e->view.undo.seat = 9)
BREAK(undo_turn, e->before.turn = 2)
BREAK(undo_long, e->view.undo.until += JB_UNDO_MS)
BREAK(undo_nobody, e->view.undo.player = 9)
BREAK(undo_present, e->view.undo.player = 1)
BREAK(undo_lock_turn, e->before.turn = 2)
BREAK(undo_lock_phase, e->before.phase = JB_PHASE_READING)
BREAK(undo_lock_count, e->before.answered = 0)
BREAK(undo_lock_open, (e->view.phase = JB_PHASE_OPEN, e->view.ends_at = e->now + 5))
BREAK(undo_skip, e->before.turn = 2)
BREAK(ranking_zero, e->people.ranking[0] = 0)
BREAK(ranking_nobody, e->people.ranking[0] = 9)
BREAK(rank_zero, e->people.seats[0].rank = 0)
BREAK(rank_late, e->people.seats[0].rank = 2)
BREAK(place_other, e->people.seats[0].place = 2)
BREAK(shown_rank, e->people.seats[0].shown_rank = 3)
BREAK(shown_score, e->people.seats[0].shown_score = 1)
BREAK(rank_falls, (e->people.seats[1].rank = 1, e->people.ranking[0] = 2, e->people.ranking[1] = 1,
                   e->people.seats[1].place = 1, e->people.seats[0].place = 2))
BREAK(rank_shared, e->people.seats[1].rank = 1)
BREAK(score_order, (e->people.seats[0].score -= 2000))
BREAK(score_moved, (e->people.seats[2].score += 100))
BREAK(active_less, e->view.active--)
BREAK(members_more, e->teams[0].members++)
BREAK(eligible_more, e->view.eligible++)
BREAK(answered_more, e->view.answered++)
BREAK(right_others, e->view.right++)
BREAK(hall_more, e->view.hall_answered++)
BREAK(fastest_other, e->view.fastest = 2)
BREAK(options_other, e->view.option_counts[3]++)

static const struct {
    place where;
    void (*break_it)(jb_engine *engine);
    const char *sentence;
} rows[] = {
    { OPEN, no_phase, "no such phase" },
    { OPEN, no_turn, "a turn that does not exist" },
    { IN_LOBBY, turn_in_lobby, "a turn in the lobby" },
    { OPEN, turn_left, "a running contest without a turn" },
    { PAUSED, timer_runs, "paused with a running timer, or where nothing runs" },
    { IN_LOBBY, paused_lobby, "paused with a running timer, or where nothing runs" },
    { OPEN, paused_end, "paused with a running timer, or where nothing runs" },
    { OPEN, time_left, "time left over from a pause that is over" },
    { OPEN, opens_later, "open before its time" },
    { OPEN, event_later, "an event from the future" },
    { REVEAL, streak_long,
      "a streak is longer than the best one, or than there were right answers" },
    { REVEAL, best_long, "a streak is longer than the best one, or than there were right answers" },
    { REVEAL, asked_more, "a player was right more often than asked" },
    { SECOND, right_more, "a player was right more often than asked" },
    { REVEAL, right_without_time, "the times of right answers and their number disagree" },
    { REVEAL, time_without_right, "the times of right answers and their number disagree" },
    { REVEAL, void_gave, "a void turn has given something" },
    { REVEAL, void_gave_points, "a void turn has given something" },
    { REVEAL, sum_differs, "what was given in each turn does not add up" },
    { OPEN, seat_absent, "a number was given to nobody" },
    { OPEN, no_team, "a player is in a team that does not exist" },
    { OPEN, answered_later, "a player answered or scored in a turn that has not been" },
    { OPEN, scored_later, "a player answered or scored in a turn that has not been" },
    { OPEN, place_beyond, "a place is not where the ranking has it" },
    { OPEN, rank_unplaced, "a place is not where the ranking has it" },
    { REVEAL, place_without_rank, "a rank does not fit its place" },
    { LOCKED, step_outside, "a step outside an open turn" },
    { BUZZING, nobody_answers, "nobody, or a barred seat, is to answer" },
    { BUZZING, nothing_asked, "nobody, or a barred seat, is to answer" },
    { BUZZING, barred_answers, "the number of those who may answer is wrong" },
    { BUZZING, buzz_kept, "buzzes are weighed that nobody made" },
    { BUZZING, close_without_buzz, "buzzes are weighed that nobody made" },
    { RULED, undo_seat, "a verdict can be undone that is over" },
    { RULED, undo_turn, "a verdict can be undone that is over" },
    { REMOVED, undo_long, "an act can be taken back for too long" },
    { REMOVED, undo_nobody, "nobody's removal can be undone" },
    { REMOVED, undo_present, "nobody's removal can be undone" },
    { LOCKED, undo_lock_turn, "a close can be undone that is over" },
    { LOCKED, undo_lock_phase, "a close can be undone that is over" },
    { LOCKED, undo_lock_count, "a close can be undone that is over" },
    { LOCKED, undo_lock_open, "a close can be undone that is over" },
    { SKIPPED, undo_skip, "a skip can be undone that is over" },
    { REVEAL, ranking_zero, "the ranking names nobody" },
    { REVEAL, ranking_nobody, "the ranking names nobody" },
    { REVEAL, rank_zero, "a rank does not fit its place" },
    { REVEAL, rank_late, "a rank does not fit its place" },
    { REVEAL, place_other, "a rank does not fit its place" },
    { STANDINGS, shown_rank, "the standings do not show rank and score" },
    { STANDINGS, shown_score, "the standings do not show rank and score" },
    { REVEAL, rank_falls, "the ranking is out of order" },
    { REVEAL, rank_shared, "a rank does not follow from score and ties" },
    { REVEAL, score_order, "a rank does not follow from score and ties" },
    { OPEN, score_moved, "scores are not base plus the sum of the logged entries" },
    { OPEN, active_less, "the number of players or members is wrong" },
    { BUZZING, members_more, "the number of players or members is wrong" },
    { OPEN, eligible_more, "the number of those who may answer is wrong" },
    { OPEN, answered_more, "the number of answers is wrong" },
    { REVEAL, right_others, "the number of answers is wrong" },
    { BUZZING, hall_more, "the number of answers is wrong" },
    { REVEAL, fastest_other, "somebody else was right first" },
    { OPEN, options_other, "the count of an option is wrong" },
};

static void every_broken_invariant_is_named(void **state)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        world w;
        come_to(&w, rows[i].where);
        JB_EQ_STR(jb_engine_check(w.engine), NULL);
        rows[i].break_it(w.engine);
        print_message("%zu: %s\n", i, rows[i].sentence);
        JB_EQ_STR(jb_engine_check(w.engine), rows[i].sentence);
        world_finish(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_broken_invariant_is_named),
    };
    return JB_RUN(tests);
}
