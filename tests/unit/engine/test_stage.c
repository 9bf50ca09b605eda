/*
 * The stage, rule by rule: what follows from one command in one format. Whole rule sheets are
 * played by tests/rehearsal; random contests by test_stage_property.
 */
#include "stage_hands.h"

static jb_refusal pick(world *w, uint32_t seat, int64_t value)
{
    return world_submit(w, &(jb_command){ .type = JB_COMMAND_PICK, .seat = seat, .value = value });
}

static void earlier_by_fair_time_wins(void **state)
{
    world w;
    stage_init(&w, JB_FORMAT_BUZZER, 2);
    stage_begin(&w, JB_PHASE_OPEN);
    world_wait(&w, 1000);
    JB_EQ_I64(stage_phone_buzz(&w, 1, 10), JB_ACCEPTED);
    JB_EQ_I64(w.view->stage.step, JB_STEP_CLOSE);
    world_wait(&w, 50);
    JB_EQ_I64(stage_phone_buzz(&w, 2, 140), JB_ACCEPTED); /* 1050 - 140 = 910 < 990 */
    JB_EQ_I64(stage_phone_buzz(&w, 2, 140), JB_ACCEPTED_AGAIN);
    JB_EQ_U64(w.view->stage.buzz_seat, 2);
    JB_EQ_I64(w.view->stage.margin_ms, 80);
    JB_EQ_I64(w.view->stage.uncertainty_ms, 150);
    JB_TRUE(w.view->stage.too_close);
    world_wait(&w, 9);
    JB_EQ_I64(w.view->stage.step, JB_STEP_CLOSE); /* 910 + 150 = 1060 */
    world_wait(&w, 1);
    JB_EQ_I64(w.view->stage.step, JB_STEP_ANSWER);
    JB_EQ_U64(w.view->stage.seat, 1); /* too close: who arrived first */
    JB_EQ_I64(stage_phone_buzz(&w, 3, 0), JB_REFUSED_LATE);
    world_finish(&w);
}

static void too_close_may_mean_again(void **state)
{
    world w;
    stage_init(&w, JB_FORMAT_BUZZER, 2);
    w.rounds[0].too_close = JB_TOO_CLOSE_AGAIN;
    stage_begin(&w, JB_PHASE_OPEN);
    world_wait(&w, 1000);
    JB_EQ_I64(stage_phone_buzz(&w, 1, 5), JB_ACCEPTED);
    world_wait(&w, 60);
    JB_EQ_I64(stage_phone_buzz(&w, 2, 100), JB_ACCEPTED); /* 960 against 995, off by 105 at most */
    JB_TRUE(w.view->stage.too_close);
    world_wait(&w, 200);
    JB_EQ_I64(w.view->stage.step, JB_STEP_BUZZ); /* all again */
    JB_EQ_U64(w.view->stage.seat, 0);
    JB_EQ_I64(stage_phone_buzz(&w, 2, 5), JB_ACCEPTED);
    world_wait(&w, 60);
    JB_EQ_I64(stage_phone_buzz(&w, 1, 5), JB_ACCEPTED);
    JB_FALSE(w.view->stage.too_close);
    JB_EQ_I64(w.view->stage.margin_ms, 60);
    world_wait(&w, 200);
    JB_EQ_U64(w.view->stage.seat, 2);
    world_finish(&w);
}

static void the_hosts_key_counts_at_once(void **state)
{
    world w;
    stage_init(&w, JB_FORMAT_BUZZER, 2);
    stage_begin(&w, JB_PHASE_OPEN);
    JB_EQ_I64(stage_key_buzz(&w, 3), JB_ACCEPTED);
    JB_EQ_I64(w.view->stage.step, JB_STEP_ANSWER);
    JB_EQ_U64(w.view->stage.seat, 3);
    JB_EQ_I64(stage_rule(&w, 1, JB_VERDICT_RIGHT), JB_REFUSED_NOT_YOUR_TURN);
    JB_EQ_I64(stage_rule(&w, 3, JB_VERDICT_RIGHT), JB_ACCEPTED);
    JB_EQ_I64(stage_score(&w, 3), 1000);
    JB_EQ_I64(w.view->phase, JB_PHASE_LOCKED);
    world_finish(&w);
}

static void each_early_policy(void **state)
{
    static const struct {
        jb_early early;
        jb_refusal refusal;
        int64_t score;
        jb_phase phase;
        bool others_go_on;
    } rows[] = {
        { JB_EARLY_BLOCKED, JB_REFUSED_BLOCKED, 0, JB_PHASE_READING, true },
        { JB_EARLY_ALLOWED, JB_ACCEPTED, 0, JB_PHASE_OPEN, false },
        { JB_EARLY_OUT, JB_ACCEPTED, -500, JB_PHASE_READING, true },
        { JB_EARLY_DEDUCT, JB_ACCEPTED, -500, JB_PHASE_READING, true },
        { JB_EARLY_VOID, JB_ACCEPTED, -500, JB_PHASE_LOCKED, false },
        { JB_EARLY_HALL, JB_ACCEPTED, -500, JB_PHASE_OPEN, false },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        world w;
        jb_round_rules *round = stage_init(&w, JB_FORMAT_BUZZER, 2);
        round->start = JB_START_HOST;
        round->early = rows[i].early;
        round->fouls[0] = (jb_foul_row){ .count = 1, .points = -500 };
        round->foul_count = 1;
        stage_begin(&w, JB_PHASE_READING);
        JB_EQ_I64(stage_phone_buzz(&w, 1, 0), rows[i].refusal);
        JB_EQ_I64(stage_score(&w, 1), rows[i].score);
        JB_EQ_STR(jb_phase_name(w.view->phase), jb_phase_name(rows[i].phase));
        if (rows[i].others_go_on) {
            world_open(&w, 1);
            bool out = rows[i].early == JB_EARLY_OUT;
            JB_EQ_I64(stage_phone_buzz(&w, 1, 0), out ? JB_REFUSED_BARRED : JB_ACCEPTED);
            JB_EQ_I64(stage_phone_buzz(&w, 2, 0), JB_ACCEPTED);
        }
        JB_EQ_I64(w.view->stage.hall, rows[i].early == JB_EARLY_HALL);
        world_finish(&w);
    }
}

static void fouls_add_up_and_bar(void **state)
{
    world w;
    jb_round_rules *round = stage_init(&w, JB_FORMAT_BUZZER, 4);
    round->start = JB_START_HOST;
    round->early = JB_EARLY_OUT;
    round->fouls[0] = (jb_foul_row){ .count = 2, .points = -2000 };
    round->fouls[1] = (jb_foul_row){ .count = 3, .bar = true };
    round->foul_count = 2;
    stage_begin(&w, JB_PHASE_READING);
    static const int64_t scores[] = { 0, -2000, -2000 };
    for (uint32_t turn = 1; turn <= 3; turn++) {
        world_go(&w, JB_PHASE_READING, turn);
        JB_EQ_I64(stage_phone_buzz(&w, 1, 0), JB_ACCEPTED);
        JB_EQ_I64(stage_score(&w, 1), scores[turn - 1]);
    }
    world_open(&w, 4);
    JB_EQ_I64(stage_phone_buzz(&w, 1, 0), JB_REFUSED_BARRED);
    JB_FALSE(jb_engine_may(w.engine, 1));
    JB_TRUE(jb_engine_may(w.engine, 2));
    world_finish(&w);
}

static void a_wrong_buzz_passes_on_and_then_falls_to_the_hall(void **state)
{
    world w;
    jb_round_rules *round = stage_init(&w, JB_FORMAT_BUZZER, 2);
    round->tries = 2;
    round->fallback = JB_FALLBACK_HALL;
    w.rules.hall = JB_HALL_FALLEN;
    stage_begin(&w, JB_PHASE_OPEN);
    JB_EQ_I64(world_answer(&w, 4, 1, 0), JB_REFUSED_NOT_YOUR_TURN);
    JB_EQ_I64(stage_key_buzz(&w, 1), JB_ACCEPTED);
    JB_EQ_I64(stage_rule(&w, 0, JB_VERDICT_WRONG), JB_ACCEPTED);
    JB_EQ_I64(w.view->stage.step, JB_STEP_BUZZ);
    JB_EQ_I64(stage_key_buzz(&w, 1), JB_REFUSED_BARRED);
    JB_EQ_I64(stage_key_buzz(&w, 2), JB_ACCEPTED);
    world_wait(&w, WORLD_OPEN_MS); /* nothing after buzzing is wrong */
    JB_EQ_I64(stage_score(&w, 1), -1000);
    JB_EQ_I64(stage_score(&w, 2), -1000);
    JB_EQ_I64(w.view->stage.step, JB_STEP_HALL);
    JB_FALSE(jb_engine_may(w.engine, 3));
    JB_EQ_I64(world_answer(&w, 4, 1, 0), JB_ACCEPTED);
    JB_EQ_I64(w.view->phase, JB_PHASE_LOCKED);
    JB_EQ_I64(jb_engine_player(w.engine, 4)->score, 0); /* not before the reveal */
    world_go(&w, JB_PHASE_REVEAL, 1);
    JB_EQ_I64(jb_engine_player(w.engine, 4)->score, 500);
    JB_EQ_U64(jb_engine_player(w.engine, 4)->rank, 1);
    world_finish(&w);
}

static void a_pick_decides_question_and_worth(void **state)
{
    world w;
    jb_round_rules *round = stage_init(&w, JB_FORMAT_RISK, 6);
    round->turn_count = 3;
    w.rules.turn_count = 3;
    round->values[0] = 1000;
    round->values[1] = 3000;
    round->value_count = 2;
    for (uint32_t i = 0; i < 6; i++) {
        w.turns[i].value = i < 5 ? 1000 : 3000;
    }
    stage_begin(&w, JB_PHASE_OPEN);
    JB_EQ_U64(w.view->question, JB_NO_QUESTION);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_REFUSED_NOT_NOW);
    JB_EQ_I64(pick(&w, 1, 2000), JB_REFUSED_BAD_VALUE);
    JB_EQ_I64(pick(&w, 2, 3000), JB_REFUSED_NOT_YOUR_TURN);
    JB_EQ_I64(pick(&w, 0, 3000), JB_ACCEPTED);
    JB_EQ_U64(w.view->question, 5);
    JB_EQ_U64(jb_engine_stock(w.engine, 3000), 0);
    JB_EQ_I64(stage_rule(&w, 0, JB_VERDICT_WRONG), JB_ACCEPTED);
    JB_EQ_I64(stage_score(&w, 1), -3000);
    world_open(&w, 2);
    JB_EQ_I64(pick(&w, 2, 3000), JB_REFUSED_VALUE_TAKEN);
    JB_EQ_I64(world_submit(&w, &(jb_command){ .type = JB_COMMAND_PASS, .player = 2 }), JB_ACCEPTED);
    JB_EQ_I64(stage_score(&w, 2), 0);
    JB_EQ_I64(w.view->phase, JB_PHASE_LOCKED);
    JB_EQ_I64(world_do(&w, JB_COMMAND_NEXT), JB_ACCEPTED); /* there is nothing to reveal */
    JB_EQ_U64(w.view->turn, 3);
    world_finish(&w);
}

static void a_verdict_can_be_undone_until_the_next_turn(void **state)
{
    world w;
    stage_init(&w, JB_FORMAT_BUZZER, 2);
    stage_begin(&w, JB_PHASE_OPEN);
    JB_EQ_I64(stage_key_buzz(&w, 2), JB_ACCEPTED);
    world_wait(&w, 3000);
    JB_EQ_I64(stage_rule(&w, 2, JB_VERDICT_WRONG), JB_ACCEPTED);
    world_wait(&w, 60000);
    world_go(&w, JB_PHASE_REVEAL, 1);
    JB_EQ_I64(stage_score(&w, 2), -1000);
    JB_EQ_I64(w.view->undo.what, JB_UNDO_VERDICT);
    JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_ACCEPTED);
    JB_EQ_I64(stage_score(&w, 2), 0);
    JB_EQ_I64(w.view->stage.step, JB_STEP_ANSWER);
    JB_EQ_I64(w.view->ends_at - w.now, WORLD_OPEN_MS - 3000);
    JB_EQ_I64(stage_rule(&w, 2, JB_VERDICT_RIGHT), JB_ACCEPTED);
    JB_EQ_I64(stage_score(&w, 2), 1000);
    JB_EQ_U64(jb_engine_seat(w.engine, 2)->correct, 1);
    world_open(&w, 2);
    JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_REFUSED_NOT_NOW);
    world_finish(&w);
}

static void a_rush_runs_through_its_questions(void **state)
{
    world w;
    jb_round_rules *round = stage_init(&w, JB_FORMAT_RUSH, 6);
    round->per_seat = 2;
    round->spread = JB_SPREAD_GROUP;
    round->run_ms = 10000;
    stage_begin(&w, JB_PHASE_OPEN);
    world_wait(&w, 4000);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED);
    JB_EQ_U64(w.view->turn, 2);
    JB_EQ_I64(w.view->phase, JB_PHASE_OPEN);
    JB_EQ_I64(w.view->ends_at, 10000);
    world_wait(&w, 6000);
    JB_EQ_I64(w.view->phase, JB_PHASE_LOCKED);
    JB_EQ_I64(stage_score(&w, 1), 0); /* right, then none */
    world_open(&w, 3);
    JB_EQ_U64(w.view->stage.seat, 2);
    JB_EQ_I64(w.view->ends_at - w.now, 10000);
    world_finish(&w);
}

static void a_ladder_falls_to_the_safe_rung(void **state)
{
    world w;
    jb_round_rules *round = stage_init(&w, JB_FORMAT_LADDER, 9);
    round->per_seat = 3;
    round->spread = JB_SPREAD_GROUP;
    round->value_count = 3;
    round->values[0] = 1000;
    round->values[1] = 2000;
    round->values[2] = 5000;
    round->safe = 1; /* the first rung */
    stage_begin(&w, JB_PHASE_OPEN);
    JB_EQ_I64(stage_rule(&w, 1, JB_VERDICT_RIGHT), JB_ACCEPTED);
    world_open(&w, 2);
    JB_EQ_I64(stage_rule(&w, 1, JB_VERDICT_RIGHT), JB_ACCEPTED);
    JB_EQ_I64(stage_score(&w, 1), 2000);
    world_open(&w, 3);
    JB_EQ_I64(w.view->stage.value, 5000);
    JB_EQ_I64(stage_rule(&w, 1, JB_VERDICT_WRONG), JB_ACCEPTED);
    JB_EQ_I64(stage_score(&w, 1), 1000);
    world_open(&w, 4);
    JB_EQ_U64(w.view->stage.seat, 2);
    JB_EQ_I64(stage_rule(&w, 2, JB_VERDICT_RIGHT), JB_ACCEPTED);
    world_open(&w, 5);
    JB_EQ_I64(world_submit(&w, &(jb_command){ .type = JB_COMMAND_PASS, .seat = 2 }), JB_ACCEPTED);
    JB_EQ_I64(stage_score(&w, 2), 1000);
    world_open(&w, 7); /* turn 6 is nobody's any more */
    JB_EQ_U64(w.view->stage.seat, 3);
    world_finish(&w);
}

static void judges_mean_is_trimmed(void **state)
{
    world w;
    jb_round_rules *round = stage_init(&w, JB_FORMAT_JUDGED, 3);
    round->judges = 5;
    round->mark_max = 1000;
    round->trimmed = true;
    stage_begin(&w, JB_PHASE_OPEN);
    static const int64_t marks[] = { 1000, 910, 905, 850, 100 };
    for (uint32_t i = 0; i < 5; i++) {
        JB_EQ_I64(w.view->phase, JB_PHASE_OPEN);
        JB_EQ_I64(
            world_submit(
                &w, &(jb_command){ .type = JB_COMMAND_MARK, .judge = i + 1, .value = marks[i] }),
            JB_ACCEPTED);
    }
    JB_EQ_I64(w.view->phase, JB_PHASE_LOCKED);
    JB_EQ_I64(stage_score(&w, 1), 888); /* (910 + 905 + 850) / 3 */
    world_finish(&w);
}

static void survival_puts_out_and_ends(void **state)
{
    world w;
    world_init(&w, 4);
    w.rounds[0].format = JB_FORMAT_SURVIVAL;
    w.rounds[0].survivors = 1;
    world_begin(&w, 3);
    world_open(&w, 1);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED);
    JB_EQ_I64(world_answer(&w, 2, 1, 0), JB_ACCEPTED);
    JB_EQ_I64(world_answer(&w, 3, 1, 1), JB_ACCEPTED);
    world_open(&w, 2);
    JB_EQ_I64(world_answer(&w, 3, 2, 0), JB_REFUSED_BARRED);
    JB_EQ_I64(world_answer(&w, 1, 2, 0), JB_ACCEPTED);
    world_go(&w, JB_PHASE_REVEAL, 2); /* player 2 said nothing */
    JB_EQ_I64(world_do(&w, JB_COMMAND_NEXT), JB_ACCEPTED);
    JB_EQ_I64(w.view->phase, JB_PHASE_STANDINGS);
    JB_EQ_I64(world_do(&w, JB_COMMAND_NEXT), JB_ACCEPTED);
    JB_EQ_I64(w.view->phase, JB_PHASE_FINISHED);
    world_finish(&w);
}

static void overtime_is_for_the_tied_and_not_in_the_score(void **state)
{
    world w;
    stage_init(&w, JB_FORMAT_TURN, 5);
    world_rounds_of(&w, 3);
    w.rounds[1].format = JB_FORMAT_BUZZER;
    w.rounds[1].overtime = true;
    w.rules.ties[w.rules.tie_count++] = JB_TIE_PLAYOFF;
    w.rules.award_ends[0] = 1;
    w.rules.award_count = 1;
    stage_begin(&w, JB_PHASE_OPEN);
    JB_EQ_I64(stage_rule(&w, 1, JB_VERDICT_WRONG), JB_ACCEPTED);
    world_open(&w, 2);
    JB_EQ_I64(stage_rule(&w, 2, JB_VERDICT_RIGHT), JB_ACCEPTED);
    world_open(&w, 3);
    JB_EQ_I64(stage_rule(&w, 3, JB_VERDICT_RIGHT), JB_ACCEPTED);
    world_open(&w, 4);
    JB_EQ_I64(stage_key_buzz(&w, 1), JB_REFUSED_BARRED);
    JB_EQ_I64(stage_key_buzz(&w, 2), JB_ACCEPTED);
    JB_EQ_I64(stage_rule(&w, 2, JB_VERDICT_WRONG), JB_ACCEPTED);
    JB_EQ_I64(stage_score(&w, 2), 1000);
    world_go(&w, JB_PHASE_FINISHED, 4); /* decided: the fifth turn is not needed */
    JB_EQ_U64(jb_engine_seat(w.engine, 3)->rank, 1);
    JB_EQ_U64(jb_engine_seat(w.engine, 2)->rank, 2);
    JB_EQ_U64(jb_engine_seat(w.engine, 1)->rank, 3);
    world_finish(&w);
}

/* Three are tied for first and second place; the wrong answer has points of its own. */
static void overtime_lifts_nobody_past_who_did_not_play(void **state)
{
    world w;
    stage_init(&w, JB_FORMAT_BUZZER, 5);
    world_rounds_of(&w, 2);
    w.rounds[1].overtime = true;
    w.rounds[2].overtime = true;
    w.rules.ties[w.rules.tie_count++] = JB_TIE_PLAYOFF;
    w.rules.award_ends[0] = 1;
    w.rules.award_ends[1] = 2;
    w.rules.award_count = 2;
    stage_begin(&w, JB_PHASE_OPEN);
    world_open(&w, 3);
    JB_EQ_I64(stage_key_buzz(&w, 2), JB_ACCEPTED);
    JB_EQ_I64(stage_rule(&w, 2, JB_VERDICT_RIGHT), JB_ACCEPTED);
    world_open(&w, 4);
    JB_EQ_I64(stage_key_buzz(&w, 2), JB_REFUSED_BARRED);
    JB_EQ_I64(stage_key_buzz(&w, 3), JB_ACCEPTED);
    jb_command more = {
        .type = JB_COMMAND_VERDICT, .seat = 3, .verdict = JB_VERDICT_PARTIAL, .value = 2500
    };
    JB_EQ_I64(world_submit(&w, &more), JB_ACCEPTED);
    JB_EQ_I64(jb_engine_seat(w.engine, 3)->overtime, 2500); /* more than the first has */
    JB_EQ_U64(jb_engine_seat(w.engine, 2)->rank, 1);
    JB_EQ_U64(jb_engine_seat(w.engine, 3)->rank, 2);
    JB_EQ_U64(jb_engine_seat(w.engine, 1)->rank, 3);
    jb_command reverse = {
        .type = JB_COMMAND_REVERSE, .turn = 3, .seat = 2, .verdict = JB_VERDICT_WRONG
    };
    JB_EQ_I64(world_submit(&w, &reverse), JB_ACCEPTED);
    JB_EQ_U64(jb_engine_seat(w.engine, 2)->rank, 3); /* as if it had been so then */
    world_finish(&w);
}

static void a_foul_in_overtime_counts_in_its_pass(void **state)
{
    world w;
    stage_init(&w, JB_FORMAT_BUZZER, 3);
    world_rounds_of(&w, 1);
    w.rounds[1].overtime = true;
    w.rounds[1].early = JB_EARLY_VOID;
    w.rounds[1].fouls[0] = (jb_foul_row){ .count = 1, .points = -1000 };
    w.rounds[1].foul_count = 1;
    w.rounds[2] = w.rounds[1];
    w.rounds[2].turn_first = 2;
    w.rounds[2].question_first = 2;
    w.rules.ties[w.rules.tie_count++] = JB_TIE_PLAYOFF;
    w.rules.award_ends[0] = 1;
    w.rules.award_count = 1;
    stage_begin(&w, JB_PHASE_OPEN);
    world_open(&w, 2);
    JB_EQ_I64(stage_foul(&w, 3, JB_FOUL_EARLY),
              JB_ACCEPTED); /* the question is void, the foul is not */
    JB_TRUE(w.view->turn_void);
    JB_EQ_U64(jb_engine_seat(w.engine, 1)->rank, 1);
    JB_EQ_U64(jb_engine_seat(w.engine, 3)->rank, 3);
    world_open(&w, 3);
    JB_EQ_I64(stage_key_buzz(&w, 3), JB_REFUSED_BARRED);
    JB_EQ_I64(stage_key_buzz(&w, 1), JB_ACCEPTED);
    JB_EQ_I64(stage_rule(&w, 1, JB_VERDICT_WRONG), JB_ACCEPTED);
    JB_EQ_U64(jb_engine_seat(w.engine, 1)->rank, 2); /* behind 2, before 3, who did not play */
    JB_EQ_I64(world_do(&w, JB_COMMAND_FINISH), JB_ACCEPTED);
    world_finish(&w);
}

static void a_contest_may_end_with_a_right_answer(void **state)
{
    world w;
    stage_init(&w, JB_FORMAT_TURN, 3);
    stage_begin(&w, JB_PHASE_OPEN);
    JB_EQ_I64(stage_rule(&w, 1, JB_VERDICT_RIGHT), JB_ACCEPTED);
    JB_EQ_I64(world_do(&w, JB_COMMAND_FINISH), JB_ACCEPTED);
    JB_EQ_I64(stage_score(&w, 1), 1000);
    JB_EQ_U64(w.view->fastest, 1);
    world_finish(&w);
}

static void what_the_clock_has_ruled_the_host_can_take_back(void **state)
{
    world w;
    stage_init(&w, JB_FORMAT_TURN, 3);
    stage_begin(&w, JB_PHASE_OPEN);
    world_wait(&w, WORLD_OPEN_MS);
    JB_EQ_I64(stage_score(&w, 1), -1000);
    JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_ACCEPTED);
    world_wait(&w, 5000);
    WORLD_IS(w, JB_PHASE_OPEN, 1); /* no clock runs again */
    JB_EQ_I64(stage_rule(&w, 1, JB_VERDICT_RIGHT), JB_ACCEPTED);
    JB_EQ_I64(stage_score(&w, 1), 1000);
    world_finish(&w);
}

static void re_judging_gives_differences(void **state)
{
    world w;
    stage_init(&w, JB_FORMAT_TURN, 3);
    stage_begin(&w, JB_PHASE_OPEN);
    JB_EQ_I64(stage_rule(&w, 1, JB_VERDICT_WRONG), JB_ACCEPTED);
    world_open(&w, 2);
    JB_EQ_I64(stage_rule(&w, 2, JB_VERDICT_RIGHT), JB_ACCEPTED);
    world_open(&w, 3);
    jb_command reverse = {
        .type = JB_COMMAND_REVERSE, .turn = 1, .seat = 1, .verdict = JB_VERDICT_RIGHT
    };
    JB_EQ_I64(world_submit(&w, &reverse), JB_ACCEPTED);
    JB_EQ_I64(stage_score(&w, 1), 1000);
    JB_EQ_I64(world_last(&w, JB_EVENT_REVISED)->scores[0].points, 2000);
    JB_EQ_I64(world_submit(&w, &reverse), JB_REFUSED_NO_CHANGE);
    JB_EQ_I64(world_submit(&w, &(jb_command){ .type = JB_COMMAND_VOID, .turn = 2 }), JB_ACCEPTED);
    JB_EQ_I64(stage_score(&w, 2), 0);
    JB_TRUE(jb_engine_is_void(w.engine, 2));
    JB_EQ_U64(jb_engine_seat(w.engine, 2)->correct, 0);
    jb_command adjust = {
        .type = JB_COMMAND_ADJUST, .seat = 3, .value = -250, .text = jb_slice_of("late")
    };
    JB_EQ_I64(world_submit(&w, &adjust), JB_ACCEPTED);
    JB_EQ_I64(stage_score(&w, 3), -250);
    world_finish(&w);
}

static void a_cap_ends_gains_and_not_penalties(void **state)
{
    world w;
    jb_round_rules *round = stage_init(&w, JB_FORMAT_TURN, 9);
    round->has_cap = true;
    round->cap = 1500;
    round->help_points = -200;
    round->spread = JB_SPREAD_GROUP;
    stage_begin(&w, JB_PHASE_OPEN);
    JB_EQ_I64(stage_rule(&w, 1, JB_VERDICT_RIGHT), JB_ACCEPTED);
    world_open(&w, 2);
    JB_EQ_I64(stage_rule(&w, 1, JB_VERDICT_RIGHT), JB_ACCEPTED);
    JB_EQ_I64(stage_score(&w, 1), 1500);
    world_open(&w, 3);
    JB_EQ_I64(stage_foul(&w, 2, JB_FOUL_HELP), JB_REFUSED_NOT_YOUR_TURN);
    JB_EQ_I64(stage_foul(&w, 1, JB_FOUL_HELP), JB_ACCEPTED);
    JB_EQ_I64(stage_score(&w, 1), 1300);
    JB_EQ_I64(w.view->phase, JB_PHASE_LOCKED);
    world_finish(&w);
}

static void help_that_is_allowed_is_no_foul(void **state)
{
    world w;
    jb_round_rules *round = stage_init(&w, JB_FORMAT_TURN, 3);
    round->help_allowed = true;
    stage_begin(&w, JB_PHASE_OPEN);
    JB_EQ_I64(stage_foul(&w, 1, JB_FOUL_HELP), JB_REFUSED_NOT_NOW);
    JB_EQ_I64(w.view->phase, JB_PHASE_OPEN);
    JB_EQ_I64(stage_foul(&w, 1, JB_FOUL_LATE), JB_ACCEPTED);
    world_finish(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(earlier_by_fair_time_wins),
        cmocka_unit_test(too_close_may_mean_again),
        cmocka_unit_test(the_hosts_key_counts_at_once),
        cmocka_unit_test(each_early_policy),
        cmocka_unit_test(fouls_add_up_and_bar),
        cmocka_unit_test(a_wrong_buzz_passes_on_and_then_falls_to_the_hall),
        cmocka_unit_test(a_pick_decides_question_and_worth),
        cmocka_unit_test(a_verdict_can_be_undone_until_the_next_turn),
        cmocka_unit_test(a_rush_runs_through_its_questions),
        cmocka_unit_test(a_ladder_falls_to_the_safe_rung),
        cmocka_unit_test(judges_mean_is_trimmed),
        cmocka_unit_test(survival_puts_out_and_ends),
        cmocka_unit_test(overtime_is_for_the_tied_and_not_in_the_score),
        cmocka_unit_test(overtime_lifts_nobody_past_who_did_not_play),
        cmocka_unit_test(a_foul_in_overtime_counts_in_its_pass),
        cmocka_unit_test(a_contest_may_end_with_a_right_answer),
        cmocka_unit_test(what_the_clock_has_ruled_the_host_can_take_back),
        cmocka_unit_test(re_judging_gives_differences),
        cmocka_unit_test(a_cap_ends_gains_and_not_penalties),
        cmocka_unit_test(help_that_is_allowed_is_no_foul),
    };
    return JB_RUN(tests);
}
