/*
 * What is more than there may be, and what is not there at all: more buzzes than are weighed, more
 * corrections than are kept, more seats than fit into one entry, figures beyond their range, and
 * questions about seats, turns and members that nobody is.
 */
#include "world.h"

#include <stdlib.h>
#include <string.h>

#include "stage_hands.h"

enum {
    CROWD = 300, /* more than JB_SCORES_PER_EVENT */
    BUZZERS = JB_CONTENDERS_MAX + 2
};

/* As many as are weighed have buzzed: player 1 arrives first, but was the last to press. */
static void begin_buzzers(world *w)
{
    (void)stage_init(w, JB_FORMAT_BUZZER, 1);
    w->rules.seats = JB_SEATS_PEOPLE;
    w->rules.team_count = 0;
    w->rules.players_max = BUZZERS;
    world_begin(w, BUZZERS);
    world_open(w, 1);
    world_wait(w, 100);
    JB_EQ_I64(stage_phone_buzz(w, 1, 0), JB_ACCEPTED);
    world_wait(w, 1);
    for (uint32_t player = 2; player <= JB_CONTENDERS_MAX; player++) {
        JB_EQ_I64(stage_phone_buzz(w, player, 40), JB_ACCEPTED);
    }
}

static void buzz_behind_as_many_as_are_weighed_is_late(void **state)
{
    world w;
    begin_buzzers(&w);
    world_wait(&w, 10);
    JB_EQ_I64(stage_phone_buzz(&w, BUZZERS - 1, 0), JB_REFUSED_LATE);
    world_wait(&w, 1000);
    JB_EQ_U64(w.view->stage.seat, 1); /* too close to tell: who arrived first */
    world_finish(&w);
}

/* It was on its way for long, and was made before all others: player 1 is weighed no more. */
static void earlier_buzz_takes_the_place_of_the_last_that_is_weighed(void **state)
{
    world w;
    begin_buzzers(&w);
    world_wait(&w, 10);
    JB_EQ_I64(stage_phone_buzz(&w, BUZZERS, 60), JB_ACCEPTED);
    JB_EQ_I64(world_last(&w, JB_EVENT_BUZZED)->elapsed_ms, 51);
    JB_EQ_I64(stage_phone_buzz(&w, BUZZERS, 60), JB_ACCEPTED_AGAIN);
    jb_event twice = *world_last(&w, JB_EVENT_BUZZED);
    JB_EQ_I64(jb_engine_apply(w.engine, &twice), JB_ERR_CORRUPT);
    world_wait(&w, 1000);
    JB_EQ_U64(w.view->stage.seat, 2);
    jb_engine *again = world_replay(&w, w.event_count);
    JB_EQ_U64(jb_engine_digest(again), jb_engine_digest(w.engine));
    free(again);
    world_finish(&w);
}

static void correction_for_a_crowd_comes_in_pieces_and_is_whole(void **state)
{
    world w;
    world_init(&w, 2);
    w.rules.players_max = CROWD;
    world_begin(&w, CROWD);
    world_open(&w, 1);
    for (uint32_t player = 1; player <= CROWD; player++) {
        JB_EQ_I64(world_answer(&w, player, 1, 0), JB_ACCEPTED);
    }
    world_go(&w, JB_PHASE_OPEN, 2);
    JB_EQ_I64(world_score(&w, CROWD), 1000);
    JB_EQ_I64(world_submit(&w, &(jb_command){ .type = JB_COMMAND_VOID, .turn = 1 }), JB_ACCEPTED);
    JB_EQ_SIZE(world_count(&w, JB_EVENT_REVISED), 2);
    for (uint32_t player = 1; player <= CROWD; player++) {
        JB_EQ_I64(world_score(&w, player), 0);
    }
    world_finish(&w);
}

static jb_refusal accept_number(world *w, int64_t number)
{
    jb_answer answer = { .kind = JB_KIND_NUMERIC, .number = number };
    return world_submit(w,
                        &(jb_command){ .type = JB_COMMAND_ACCEPT, .turn = 1, .answer = &answer });
}

static void corrections_are_kept_up_to_their_limit(void **state)
{
    static const jb_accept_number five[] = { { .low = 5, .high = 5, .weight = JB_WHOLE } };
    world w;
    world_init(&w, 1);
    w.turns[0].key = (jb_key){ .kind = JB_KIND_NUMERIC, .numbers = five, .number_count = 1 };
    world_begin(&w, 1);
    world_open(&w, 1);
    JB_EQ_I64(world_do(&w, JB_COMMAND_LOCK), JB_ACCEPTED);
    world_go(&w, JB_PHASE_REVEAL, 1);
    for (int64_t number = 1; number <= JB_ACCEPTED_MAX; number++) {
        JB_EQ_I64(accept_number(&w, 100 + number), JB_ACCEPTED);
    }
    JB_EQ_I64(accept_number(&w, 1000), JB_REFUSED_FULL);
    jb_event more = *world_last(&w, JB_EVENT_ACCEPTED);
    JB_EQ_I64(jb_engine_apply(w.engine, &more), JB_ERR_CORRUPT);
    world_finish(&w);
}

/* A stage in the middle of an answer, one turn behind it. */
static void begin_stage(world *w)
{
    (void)stage_init(w, JB_FORMAT_TURN, 3);
    stage_begin(w, JB_PHASE_OPEN);
    JB_EQ_I64(stage_rule(w, 0, JB_VERDICT_RIGHT), JB_ACCEPTED);
    world_go(w, JB_PHASE_OPEN, 2);
}

static void figures_beyond_their_range_are_refused(void **state)
{
    static const int64_t values[] = { JB_POINTS_MAX + 1, -JB_POINTS_MAX - 1 };
    static char words[JB_REASON_BYTES_MAX + 1];
    world w;
    begin_stage(&w);
    uint64_t before = jb_engine_digest(w.engine);
    for (size_t i = 0; i < 2; i++) {
        const jb_command commands[] = {
            { .type = JB_COMMAND_ADJUST, .seat = 1, .value = values[i] },
            { .type = JB_COMMAND_REVERSE,
              .turn = 1,
              .seat = 1,
              .verdict = JB_VERDICT_PARTIAL,
              .value = values[i] },
            { .type = JB_COMMAND_VERDICT, .verdict = JB_VERDICT_PARTIAL, .value = values[i] },
        };
        for (size_t n = 0; n < sizeof commands / sizeof commands[0]; n++) {
            JB_EQ_I64(world_submit(&w, &commands[n]), JB_REFUSED_BAD_FIELD);
        }
    }
    JB_EQ_I64(stage_rule(&w, 0, JB_VERDICT_COUNT), JB_REFUSED_BAD_FIELD);
    JB_EQ_I64(stage_foul(&w, 1, JB_FOUL_COUNT), JB_REFUSED_BAD_FIELD);
    memset(words, 'w', sizeof words);
    jb_slice reason = { .bytes = words, .size = sizeof words };
    JB_EQ_I64(
        world_submit(
            &w,
            &(jb_command){ .type = JB_COMMAND_ADJUST, .seat = 1, .value = 100, .text = reason }),
        JB_REFUSED_BAD_FIELD);
    JB_EQ_U64(jb_engine_digest(w.engine), before);
    world_finish(&w);
}

static void correction_of_what_was_not_asked_is_refused(void **state)
{
    static const jb_answer no_option = { .kind = JB_KIND_SINGLE, .options = 1U << 20 };
    static const struct {
        jb_command command;
        jb_refusal refusal;
    } rows[] = {
        { { .type = JB_COMMAND_ACCEPT, .turn = 3, .answer = &no_option }, JB_REFUSED_BAD_TURN },
        { { .type = JB_COMMAND_ACCEPT, .turn = 1, .answer = &no_option }, JB_REFUSED_BAD_ANSWER },
        { { .type = JB_COMMAND_ACCEPT, .turn = 1 }, JB_REFUSED_BAD_ANSWER },
        { { .type = JB_COMMAND_VOID, .turn = 3 }, JB_REFUSED_BAD_TURN },
        { { .type = JB_COMMAND_REVERSE, .turn = 3, .seat = 1 }, JB_REFUSED_BAD_TURN },
        { { .type = JB_COMMAND_REVERSE, .turn = 1, .seat = 9 }, JB_REFUSED_NO_SEAT },
        { { .type = JB_COMMAND_ADJUST, .seat = 9, .value = 100 }, JB_REFUSED_NO_SEAT },
    };
    world w;
    begin_stage(&w);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        JB_EQ_I64(world_submit(&w, &rows[i].command), rows[i].refusal);
    }
    world_finish(&w);
}

static void corrections_before_the_first_turn_are_refused(void **state)
{
    static const jb_command_type types[] = { JB_COMMAND_ACCEPT, JB_COMMAND_VOID,
                                             JB_COMMAND_REVERSE };
    world w;
    world_init(&w, 1);
    world_begin(&w, 1);
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        JB_EQ_I64(world_do(&w, types[i]), JB_REFUSED_BAD_TURN);
    }
    world_finish(&w);
}

/* Who names another has the value to lose: what one verdict gave each of them, the other turns
 * round. */
static void reversal_reaches_who_named_the_seat(void **state)
{
    world w;
    jb_round_rules *round = stage_init(&w, JB_FORMAT_RISK, 3);
    round->values[0] = 2000;
    round->value_count = 1;
    round->stock = 3;
    round->may_name = true;
    for (uint32_t i = 0; i < 3; i++) {
        w.turns[i].value = 2000;
    }
    stage_begin(&w, JB_PHASE_OPEN);
    uint32_t owner = w.view->stage.owner;
    uint32_t named = owner % TEAMS + 1;
    jb_command name = { .type = JB_COMMAND_NAME, .seat = owner, .other = named };
    jb_command pick = { .type = JB_COMMAND_PICK, .seat = owner, .value = 2000 };
    JB_EQ_I64(world_submit(&w, &name), JB_ACCEPTED);
    JB_EQ_I64(world_submit(&w, &pick), JB_ACCEPTED);
    JB_EQ_I64(stage_rule(&w, named, JB_VERDICT_WRONG), JB_ACCEPTED);
    JB_EQ_I64(stage_score(&w, owner), 2000);
    JB_EQ_I64(stage_score(&w, named), 0);
    world_go(&w, JB_PHASE_REVEAL, 1);
    jb_command reverse = {
        .type = JB_COMMAND_REVERSE, .turn = 1, .seat = named, .verdict = JB_VERDICT_RIGHT
    };
    JB_EQ_I64(world_submit(&w, &reverse), JB_ACCEPTED);
    JB_EQ_I64(stage_score(&w, owner), 0);
    JB_EQ_I64(stage_score(&w, named), 2000);
    reverse.verdict = JB_VERDICT_WRONG;
    JB_EQ_I64(world_submit(&w, &reverse), JB_ACCEPTED);
    JB_EQ_I64(stage_score(&w, owner), 2000);
    JB_EQ_I64(stage_score(&w, named), 0);
    world_finish(&w);
}

static void what_is_not_there_has_no_figures(void **state)
{
    static uint32_t members[TEAMS] = { 2, 0, 1 };
    world w;
    (void)stage_init(&w, JB_FORMAT_TURN, 3);
    w.rules.team_members = members;
    stage_begin(&w, JB_PHASE_OPEN);
    const jb_engine *e = w.engine;
    JB_TRUE(jb_engine_seat_answer(e, 0) == NULL && jb_engine_seat_answer(e, 9) == NULL);
    JB_TRUE(jb_engine_answer(e, 0) == NULL && jb_engine_answer(e, 9) == NULL);
    JB_TRUE(jb_engine_given(e, 0, 1) == NULL && jb_engine_given(e, 2, 1) == NULL);
    JB_TRUE(jb_engine_given(e, 1, 9) == NULL && jb_engine_given(e, 1, 1) != NULL);
    JB_TRUE(jb_engine_member(e, 0, 1) == NULL && jb_engine_member(e, 9, 1) == NULL);
    JB_TRUE(jb_engine_member(e, 1, 0) == NULL && jb_engine_member(e, 1, 3) == NULL);
    JB_TRUE(jb_engine_member(e, 2, 1) == NULL && jb_engine_member(e, 1, 2) != NULL);
    JB_FALSE(jb_engine_is_void(e, 0) || jb_engine_is_void(e, 2));
    world_finish(&w);
    world_init(&w, 1);
    world_begin(&w, 1);
    JB_TRUE(jb_engine_answer(w.engine, 1) == NULL);
    JB_TRUE(jb_engine_member(w.engine, 1, 1) == NULL);
    world_finish(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buzz_behind_as_many_as_are_weighed_is_late),
        cmocka_unit_test(earlier_buzz_takes_the_place_of_the_last_that_is_weighed),
        cmocka_unit_test(correction_for_a_crowd_comes_in_pieces_and_is_whole),
        cmocka_unit_test(corrections_are_kept_up_to_their_limit),
        cmocka_unit_test(figures_beyond_their_range_are_refused),
        cmocka_unit_test(correction_of_what_was_not_asked_is_refused),
        cmocka_unit_test(corrections_before_the_first_turn_are_refused),
        cmocka_unit_test(reversal_reaches_who_named_the_seat),
        cmocka_unit_test(what_is_not_there_has_no_figures),
    };
    return JB_RUN(tests);
}
