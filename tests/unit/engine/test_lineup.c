/*
 * Teams with reserves: who plays, who is on the bench, and how they change places.
 */
#include <stdlib.h>

#include "stage_hands.h"

static const uint32_t four_named[TEAMS] = { 4, 4, 4 };
static const uint32_t nobody_named[TEAMS] = { 0, 0, 0 };

enum {
    RED = 1,
    BLUE = 2
};

/* Two rounds of two questions for three teams; two of each team play, and each may substitute once,
 * between rounds. */
static void lineup_init(world *w, jb_format format, const uint32_t *members)
{
    stage_init(w, format, 4);
    w->rules.team_members = members;
    w->rules.fielded = 2;
    w->rules.substitutions = 1;
    world_rounds_of(w, 2);
    for (uint32_t i = 0; i < 2; i++) {
        w->rounds[i].standings = JB_STANDINGS_TURN;
    }
}

/* Somebody joins a team under the name of its member; 0: of nobody. */
static uint32_t join_as(world *w, uint32_t team, uint32_t member)
{
    jb_command join = { .type = JB_COMMAND_JOIN, .team = team, .member = member };
    JB_EQ_I64(world_submit(w, &join), JB_ACCEPTED);
    return w->view->joined;
}

static jb_refusal substitute(world *w, uint32_t team, uint32_t out, uint32_t in)
{
    return world_submit(
        w, &(jb_command){ .type = JB_COMMAND_SUBSTITUTE, .seat = team, .out = out, .in = in });
}

static void plays(const world *w, uint32_t team, uint32_t first, uint32_t second, uint32_t used)
{
    const jb_lineup *lineup = jb_engine_lineup(w->engine, team);
    assert_non_null(lineup);
    JB_EQ_U64(lineup->places[0], first);
    JB_EQ_U64(lineup->places[1], second);
    JB_EQ_U64(lineup->used, used);
}

static void replays(const world *w)
{
    jb_engine *again = world_replay(w, w->event_count);
    JB_EQ_U64(jb_engine_digest(again), jb_engine_digest(w->engine));
    free(again);
}

static void the_first_named_begin(void **state)
{
    world w;
    lineup_init(&w, JB_FORMAT_EVERYONE, four_named);
    world_begin(&w, 0);
    plays(&w, RED, 1, 2, 0);
    uint32_t second = join_as(&w, RED, 2);
    uint32_t third = join_as(&w, RED, 3);
    uint32_t stranger = join_as(&w, RED, 0);
    uint32_t hall = join_as(&w, 0, 0);
    JB_FALSE(jb_engine_on_bench(w.engine, second));
    JB_TRUE(jb_engine_on_bench(w.engine, third));
    JB_TRUE(jb_engine_on_bench(w.engine, stranger)); /* nobody's name: the host can give it one */
    JB_FALSE(jb_engine_on_bench(w.engine, hall));
    JB_EQ_I64(world_submit(
                  &w, &(jb_command){ .type = JB_COMMAND_RENAME, .player = stranger, .member = 1 }),
              JB_ACCEPTED);
    JB_FALSE(jb_engine_on_bench(w.engine, stranger));
    world_open(&w, 1);
    JB_EQ_I64(world_answer(&w, third, 1, 0), JB_REFUSED_ON_BENCH);
    JB_EQ_I64(world_answer(&w, hall, 1, 0), JB_ACCEPTED);
    JB_EQ_I64(world_answer(&w, second, 1, 0), JB_ACCEPTED);
    JB_EQ_I64(world_answer(&w, stranger, 1, 1), JB_ACCEPTED_AGAIN);
    replays(&w);
    world_finish(&w);
}

static void the_first_who_join_begin(void **state)
{
    world w;
    lineup_init(&w, JB_FORMAT_BUZZER, nobody_named);
    world_begin(&w, 0);
    plays(&w, RED, 0, 0, 0);
    uint32_t a = join_as(&w, RED, 0);
    uint32_t other = join_as(&w, BLUE, 0);
    uint32_t b = join_as(&w, RED, 0);
    uint32_t c = join_as(&w, RED, 0);
    plays(&w, RED, a, b, 0);
    plays(&w, BLUE, other, 0, 0);
    JB_TRUE(jb_engine_on_bench(w.engine, c));
    world_open(&w, 1);
    JB_EQ_I64(stage_phone_buzz(&w, c, 0), JB_REFUSED_ON_BENCH);
    JB_EQ_I64(stage_phone_buzz(&w, b, 0), JB_ACCEPTED);
    replays(&w);
    world_finish(&w);
}

static void a_member_must_be_of_the_team(void **state)
{
    world w;
    lineup_init(&w, JB_FORMAT_EVERYONE, four_named);
    world_begin(&w, 0);
    jb_command join = { .type = JB_COMMAND_JOIN, .team = RED, .member = 5 };
    JB_EQ_I64(world_submit(&w, &join), JB_REFUSED_BAD_FIELD);
    join = (jb_command){ .type = JB_COMMAND_JOIN, .team = 0, .member = 1 };
    JB_EQ_I64(world_submit(&w, &join), JB_REFUSED_BAD_FIELD);
    world_finish(&w);
    /* Where every member plays nobody asks whose phone it is. */
    lineup_init(&w, JB_FORMAT_EVERYONE, four_named);
    w.rules.fielded = 0;
    world_begin(&w, 0);
    join = (jb_command){ .type = JB_COMMAND_JOIN, .team = RED, .member = 1 };
    JB_EQ_I64(world_submit(&w, &join), JB_REFUSED_BAD_FIELD);
    JB_EQ_I64(substitute(&w, RED, 1, 3), JB_REFUSED_NOT_NOW);
    assert_null(jb_engine_lineup(w.engine, RED));
    world_finish(&w);
}

static void between_rounds_only(void **state)
{
    world w;
    lineup_init(&w, JB_FORMAT_EVERYONE, four_named);
    w.rules.substitutions = 9;
    world_begin(&w, 0);
    uint32_t first = join_as(&w, RED, 1);
    uint32_t fourth = join_as(&w, RED, 4);
    JB_EQ_I64(substitute(&w, RED, 1, 3), JB_ACCEPTED); /* before the start */
    world_open(&w, 1);
    JB_EQ_I64(substitute(&w, RED, 2, 4), JB_REFUSED_NOT_NOW);
    world_go(&w, JB_PHASE_LOCKED, 1);
    JB_EQ_I64(substitute(&w, RED, 2, 4), JB_REFUSED_NOT_NOW);
    world_go(&w, JB_PHASE_REVEAL, 1);
    JB_EQ_I64(substitute(&w, RED, 2, 4), JB_REFUSED_NOT_BETWEEN_ROUNDS);
    world_go(&w, JB_PHASE_REVEAL, 2);
    JB_EQ_I64(jb_engine_substitute_when(w.engine), JB_ACCEPTED);
    JB_EQ_I64(substitute(&w, RED, 2, 4), JB_ACCEPTED);
    plays(&w, RED, 3, 4, 2);
    world_open(&w, 3);
    JB_EQ_I64(world_answer(&w, first, 3, 0), JB_REFUSED_ON_BENCH);
    JB_EQ_I64(world_answer(&w, fourth, 3, 0), JB_ACCEPTED);
    world_go(&w, JB_PHASE_STANDINGS, 4);
    JB_EQ_I64(substitute(&w, RED, 3, 1), JB_REFUSED_NOT_NOW); /* nothing follows */
    JB_EQ_I64(world_do(&w, JB_COMMAND_NEXT), JB_ACCEPTED);
    JB_EQ_I64(substitute(&w, RED, 3, 1), JB_REFUSED_NOT_NOW);
    replays(&w);
    world_finish(&w);
}

static void between_turns_where_the_rule_says_so(void **state)
{
    world w;
    lineup_init(&w, JB_FORMAT_EVERYONE, four_named);
    w.rules.substitute_when = JB_SUBSTITUTE_TURNS;
    world_begin(&w, 0);
    world_go(&w, JB_PHASE_LOCKED, 1);
    JB_EQ_I64(substitute(&w, RED, 1, 3), JB_REFUSED_NOT_NOW);
    world_go(&w, JB_PHASE_REVEAL, 1);
    JB_EQ_I64(world_do(&w, JB_COMMAND_PAUSE), JB_ACCEPTED);
    JB_EQ_I64(substitute(&w, RED, 1, 3), JB_ACCEPTED); /* the clock may stand */
    JB_EQ_I64(substitute(&w, RED, 2, 4), JB_REFUSED_NO_SUBSTITUTIONS);
    JB_EQ_I64(substitute(&w, BLUE, 2, 4), JB_ACCEPTED); /* another team has its own */
    replays(&w);
    world_finish(&w);
}

static void who_goes_and_who_comes(void **state)
{
    world w;
    lineup_init(&w, JB_FORMAT_EVERYONE, four_named);
    world_begin(&w, 0);
    JB_EQ_I64(substitute(&w, 0, 1, 3), JB_REFUSED_NO_SEAT);
    JB_EQ_I64(substitute(&w, TEAMS + 1, 1, 3), JB_REFUSED_NO_SEAT);
    JB_EQ_I64(substitute(&w, RED, 3, 4), JB_REFUSED_NOT_FIELDED);
    JB_EQ_I64(substitute(&w, RED, 0, 4), JB_REFUSED_NOT_FIELDED);
    JB_EQ_I64(substitute(&w, RED, 1, 2), JB_REFUSED_NOT_ON_BENCH);
    JB_EQ_I64(substitute(&w, RED, 1, 5), JB_REFUSED_NOT_ON_BENCH);
    JB_EQ_I64(substitute(&w, RED, 1, 0), JB_REFUSED_NOT_ON_BENCH);
    plays(&w, RED, 1, 2, 0);
    world_finish(&w);

    lineup_init(&w, JB_FORMAT_EVERYONE, nobody_named);
    world_begin(&w, 0);
    uint32_t a = join_as(&w, RED, 0);
    (void)join_as(&w, RED, 0);
    uint32_t c = join_as(&w, RED, 0);
    uint32_t blue = join_as(&w, BLUE, 0);
    JB_EQ_I64(substitute(&w, RED, a, blue), JB_REFUSED_NOT_ON_BENCH);
    JB_EQ_I64(world_remove(&w, c, false), JB_ACCEPTED);
    JB_EQ_I64(substitute(&w, RED, a, c), JB_REFUSED_NOT_ON_BENCH);
    world_finish(&w);
}

/* Nobody comes in by themselves; who was removed keeps the place, and is replaced for nothing. */
static void who_was_removed_is_not_counted(void **state)
{
    world w;
    lineup_init(&w, JB_FORMAT_EVERYONE, nobody_named);
    w.rules.substitutions = 0;
    world_begin(&w, 0);
    uint32_t a = join_as(&w, RED, 0);
    uint32_t b = join_as(&w, RED, 0);
    uint32_t c = join_as(&w, RED, 0);
    world_open(&w, 1);
    JB_EQ_I64(world_remove(&w, b, true), JB_ACCEPTED);
    plays(&w, RED, a, b, 0);
    JB_TRUE(jb_engine_is_gone(w.engine, RED, b));
    JB_EQ_I64(world_answer(&w, c, 1, 0), JB_REFUSED_ON_BENCH);
    uint32_t again = join_as(&w, RED, 0);
    JB_TRUE(jb_engine_on_bench(w.engine, again));
    JB_EQ_I64(substitute(&w, RED, b, c), JB_REFUSED_NOT_NOW);
    world_go(&w, JB_PHASE_REVEAL, 1); /* in the middle of the round */
    JB_EQ_I64(substitute(&w, RED, a, c), JB_REFUSED_NOT_BETWEEN_ROUNDS);
    JB_EQ_I64(substitute(&w, RED, b, c), JB_ACCEPTED);
    plays(&w, RED, a, c, 0);
    world_open(&w, 2);
    JB_EQ_I64(world_answer(&w, c, 2, 0), JB_ACCEPTED);
    replays(&w);
    world_finish(&w);
}

static void a_named_member_is_counted_even_if_the_phone_was_removed(void **state)
{
    world w;
    lineup_init(&w, JB_FORMAT_EVERYONE, four_named);
    world_begin(&w, 0);
    uint32_t first = join_as(&w, RED, 1);
    JB_EQ_I64(world_remove(&w, first, false), JB_ACCEPTED);
    JB_FALSE(jb_engine_is_gone(w.engine, RED, 1));
    JB_FALSE(jb_engine_on_bench(w.engine, join_as(&w, RED, 1)));
    JB_EQ_I64(substitute(&w, RED, 1, 3), JB_ACCEPTED);
    plays(&w, RED, 3, 2, 1);
    world_finish(&w);
}

static void taken_back_it_was_none(void **state)
{
    world w;
    lineup_init(&w, JB_FORMAT_EVERYONE, four_named);
    world_begin(&w, 0);
    JB_EQ_I64(substitute(&w, RED, 1, 3), JB_ACCEPTED);
    JB_EQ_I64(w.view->undo.what, JB_UNDO_SUBSTITUTION);
    JB_EQ_U64(w.view->undo.seat, RED);
    world_wait(&w, JB_UNDO_MS - 1);
    JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_ACCEPTED);
    plays(&w, RED, 1, 2, 0);
    JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_REFUSED_NOT_NOW);
    JB_EQ_I64(substitute(&w, RED, 2, 4), JB_ACCEPTED);
    world_wait(&w, JB_UNDO_MS);
    JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_REFUSED_NOT_NOW);
    replays(&w);
    world_finish(&w);
}

static void once_a_question_is_asked_it_stays(void **state)
{
    world w;
    lineup_init(&w, JB_FORMAT_EVERYONE, four_named);
    world_begin(&w, 0);
    JB_EQ_I64(substitute(&w, RED, 1, 3), JB_ACCEPTED);
    world_open(&w, 1);
    JB_EQ_I64(w.view->undo.what, JB_UNDO_NONE);
    JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_REFUSED_NOT_NOW);
    plays(&w, RED, 3, 2, 1);
    world_finish(&w);
}

/* What was done before can no longer be taken back: it would be into another lineup. */
static void a_skip_is_not_taken_back_over_a_substitution(void **state)
{
    world w;
    lineup_init(&w, JB_FORMAT_EVERYONE, four_named);
    w.rounds[1].intro = true;
    world_begin(&w, 0);
    world_open(&w, 2);
    JB_EQ_I64(world_do(&w, JB_COMMAND_SKIP), JB_ACCEPTED);
    JB_EQ_I64(w.view->undo.what, JB_UNDO_SKIP);
    world_go(&w, JB_PHASE_INTRO, 3);
    JB_EQ_I64(substitute(&w, RED, 1, 3), JB_ACCEPTED);
    JB_EQ_I64(w.view->undo.what, JB_UNDO_SUBSTITUTION);
    JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_ACCEPTED);
    JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_REFUSED_NOT_NOW);
    WORLD_IS(w, JB_PHASE_INTRO, 3);
    replays(&w);
    world_finish(&w);
}

/* Who comes in has the place, and so the turns, of who goes out; also when the turn is announced
 * already. */
static void members_speak_by_their_places(void **state)
{
    world w;
    jb_round_rules *round = stage_init(&w, JB_FORMAT_TURN, 12);
    w.rules.team_members = four_named;
    w.rules.fielded = 2;
    w.rules.substitutions = 3;
    world_rounds_of(&w, 6);
    round = w.rounds;
    for (uint32_t i = 0; i < 2; i++) {
        round[i].speaker = JB_SPEAKER_MEMBER;
        round[i].intro = true;
    }
    world_begin(&w, 0);
    world_open(&w, 1);
    JB_EQ_U64(w.view->stage.member, 1);
    JB_EQ_I64(stage_rule(&w, RED, JB_VERDICT_RIGHT), JB_ACCEPTED);
    world_open(&w, 4);
    JB_EQ_U64(w.view->stage.member, 2); /* the third and the fourth are not asked */
    world_go(&w, JB_PHASE_INTRO, 7);
    JB_EQ_U64(w.view->stage.member, 1);
    JB_EQ_I64(substitute(&w, RED, 1, 4), JB_ACCEPTED);
    JB_EQ_U64(w.view->stage.member, 4);
    JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_ACCEPTED);
    JB_EQ_U64(w.view->stage.member, 1);
    JB_EQ_I64(substitute(&w, RED, 1, 3), JB_ACCEPTED);
    world_open(&w, 7);
    JB_EQ_U64(w.view->stage.member, 3);
    JB_EQ_I64(stage_rule(&w, RED, JB_VERDICT_RIGHT), JB_ACCEPTED);
    world_open(&w, 10);
    JB_EQ_U64(w.view->stage.member, 2);
    JB_EQ_I64(jb_engine_member(w.engine, RED, 1)->score, 1000);
    JB_EQ_I64(jb_engine_member(w.engine, RED, 3)->score, 1000);
    JB_EQ_I64(jb_engine_member(w.engine, RED, 4)->score, 0);
    replays(&w);
    world_finish(&w);
}

static jb_status apply(world *w, const jb_event *event)
{
    return jb_engine_apply(w->engine, event);
}

static void a_log_cannot_lie_about_lineups(void **state)
{
    world w;
    lineup_init(&w, JB_FORMAT_EVERYONE, four_named);
    world_begin(&w, 0);
    uint32_t third = join_as(&w, RED, 3);
    jb_event swap = { .type = JB_EVENT_SUBSTITUTED, .seat = RED, .out = 1, .in = 3 };
    jb_event wrong = swap;
    wrong.turn = 1;
    JB_EQ_I64(apply(&w, &wrong), JB_ERR_CORRUPT);
    wrong = swap;
    wrong.out = 3;
    JB_EQ_I64(apply(&w, &wrong), JB_ERR_CORRUPT);
    wrong = swap;
    wrong.seat = 9;
    JB_EQ_I64(apply(&w, &wrong), JB_ERR_CORRUPT);
    JB_EQ_I64(apply(&w, &swap), JB_OK);
    wrong = (jb_event){
        .type = JB_EVENT_UNDONE, .undo = JB_UNDO_SUBSTITUTION, .seat = RED, .out = 2, .in = 3
    };
    JB_EQ_I64(apply(&w, &wrong), JB_ERR_CORRUPT);
    wrong.out = 1;
    JB_EQ_I64(apply(&w, &wrong), JB_OK);
    plays(&w, RED, 1, 2, 0);
    world_open(&w, 1);
    jb_answer answer = world_single(0);
    wrong = (jb_event){ .type = JB_EVENT_ANSWERED,
                        .at = w.now,
                        .player = third,
                        .seat = RED,
                        .turn = 1,
                        .answer = &answer };
    JB_EQ_I64(apply(&w, &wrong), JB_ERR_CORRUPT);
    swap.turn = 1;
    JB_EQ_I64(apply(&w, &swap), JB_ERR_CORRUPT);
    world_finish(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_named_begin),
        cmocka_unit_test(the_first_who_join_begin),
        cmocka_unit_test(a_member_must_be_of_the_team),
        cmocka_unit_test(between_rounds_only),
        cmocka_unit_test(between_turns_where_the_rule_says_so),
        cmocka_unit_test(who_goes_and_who_comes),
        cmocka_unit_test(who_was_removed_is_not_counted),
        cmocka_unit_test(a_named_member_is_counted_even_if_the_phone_was_removed),
        cmocka_unit_test(taken_back_it_was_none),
        cmocka_unit_test(once_a_question_is_asked_it_stays),
        cmocka_unit_test(a_skip_is_not_taken_back_over_a_substitution),
        cmocka_unit_test(members_speak_by_their_places),
        cmocka_unit_test(a_log_cannot_lie_about_lineups),
    };
    return JB_RUN(tests);
}
