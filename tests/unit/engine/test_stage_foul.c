/* Fouls that come at an unusual moment: while a question is read, or when the seat has the floor.
 */
#include "stage_hands.h"

static void a_foul_while_it_is_read_costs_the_seat_its_question(void **state)
{
    world w;
    jb_round_rules *round = stage_init(&w, JB_FORMAT_TURN, 6);
    round->help_points = -200;
    w.turns[0].reading_ms = 1000;
    stage_begin(&w, JB_PHASE_READING);
    JB_EQ_I64(stage_foul(&w, 1, JB_FOUL_HELP), JB_ACCEPTED);
    JB_EQ_I64(stage_foul(&w, 1, JB_FOUL_LATE), JB_REFUSED_NOT_NOW);
    JB_EQ_I64(world_do(&w, JB_COMMAND_NEXT), JB_ACCEPTED);
    JB_EQ_I64(w.view->phase, JB_PHASE_LOCKED);
    JB_EQ_I64(stage_rule(&w, 1, JB_VERDICT_RIGHT), JB_REFUSED_LATE);
    JB_EQ_I64(stage_score(&w, 1), -200);
    world_open(&w, 2);
    JB_EQ_I64(stage_rule(&w, 2, JB_VERDICT_RIGHT), JB_ACCEPTED);
    world_finish(&w);
    round = stage_init(&w, JB_FORMAT_JUDGED, 3);
    round->judges = 1;
    stage_begin(&w, JB_PHASE_OPEN);
    JB_EQ_I64(stage_foul(&w, 1, JB_FOUL_LATE), JB_REFUSED_NOT_NOW);
    world_finish(&w);
}

static void who_is_barred_while_answering_loses_the_question_to_the_others(void **state)
{
    world w;
    jb_round_rules *round = stage_init(&w, JB_FORMAT_BUZZER, 3);
    round->tries = 2;
    round->early = JB_EARLY_DEDUCT;
    round->fouls[0] = (jb_foul_row){ .count = 1, .points = -100 };
    round->fouls[1] = (jb_foul_row){ .count = 2, .points = -100, .bar = true };
    round->foul_count = 2;
    stage_begin(&w, JB_PHASE_OPEN);
    JB_EQ_I64(stage_key_buzz(&w, 1), JB_ACCEPTED);
    JB_EQ_I64(stage_foul(&w, 1, JB_FOUL_EARLY), JB_ACCEPTED);
    JB_EQ_I64(w.view->stage.seat, 1); /* it costs points only */
    JB_EQ_I64(stage_foul(&w, 1, JB_FOUL_EARLY), JB_ACCEPTED);
    JB_EQ_I64(stage_score(&w, 1), -200);
    JB_EQ_I64(w.view->stage.step, JB_STEP_BUZZ);
    JB_EQ_I64(stage_key_buzz(&w, 1), JB_REFUSED_BARRED);
    JB_EQ_I64(stage_key_buzz(&w, 2), JB_ACCEPTED);
    JB_EQ_I64(stage_rule(&w, 2, JB_VERDICT_RIGHT), JB_ACCEPTED);
    world_finish(&w);
}

static void nobody_is_put_out_while_buzzes_are_weighed(void **state)
{
    world w;
    jb_round_rules *round = stage_init(&w, JB_FORMAT_BUZZER, 3);
    round->early = JB_EARLY_OUT;
    stage_begin(&w, JB_PHASE_OPEN);
    JB_EQ_I64(stage_phone_buzz(&w, 1, 0), JB_ACCEPTED);
    JB_EQ_I64(w.view->stage.step, JB_STEP_CLOSE);
    JB_EQ_I64(stage_foul(&w, 1, JB_FOUL_EARLY), JB_REFUSED_NOT_NOW);
    world_finish(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_foul_while_it_is_read_costs_the_seat_its_question),
        cmocka_unit_test(who_is_barred_while_answering_loses_the_question_to_the_others),
        cmocka_unit_test(nobody_is_put_out_while_buzzes_are_weighed),
    };
    return JB_RUN(tests);
}
