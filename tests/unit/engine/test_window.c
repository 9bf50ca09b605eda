/*
 * Window contests: opening and closing, papers, answers, what is revealed. Time is in
 * test_window_time.c.
 */
#include <string.h>

#include "wide.h"

static jb_refusal may_open(const wide *c, uint32_t player)
{
    return jb_engine_may_open(c->w.engine, player);
}

static void it_is_open_between_start_and_finish(void **state)
{
    wide c;
    wide_init(&c);
    world_begin(&c.w, 2);
    JB_EQ_I64(c.w.view->phase, JB_PHASE_LOBBY);
    JB_EQ_I64(wide_open(&c, 1), JB_REFUSED_NOT_OPEN);
    JB_EQ_I64(world_do(&c.w, JB_COMMAND_START), JB_ACCEPTED);
    JB_EQ_I64(world_do(&c.w, JB_COMMAND_START), JB_REFUSED_NOT_NOW);
    WORLD_IS(c.w, JB_PHASE_OPEN, 0);
    JB_EQ_I64(world_join(&c.w, 0), JB_ACCEPTED); /* all the time */
    wide_take(&c, 1, 3, 1, 60000);
    JB_EQ_I64(world_do(&c.w, JB_COMMAND_FINISH), JB_ACCEPTED);
    WORLD_IS(c.w, JB_PHASE_FINISHED, 0);
    JB_EQ_I64(wide_open(&c, 2), JB_REFUSED_NOT_OPEN);
    JB_EQ_I64(world_do(&c.w, JB_COMMAND_FINISH), JB_REFUSED_NOT_NOW);
    JB_EQ_I64(world_join(&c.w, 0), JB_REFUSED_JOIN_CLOSED);
    JB_EQ_I64(world_score(&c.w, 1), 3000);
    JB_EQ_U64(jb_engine_window(c.w.engine)->took_part, 1);
    wide_finish(&c);
}

static void commands_of_live_contests_are_refused(void **state)
{
    wide c;
    wide_init(&c);
    wide_begin(&c, 1);
    JB_EQ_I64(wide_open(&c, 1), JB_ACCEPTED);
    for (jb_command_type type = JB_COMMAND_NEXT; type < JB_COMMAND_COUNT; type++) {
        bool taken = type == JB_COMMAND_PAUSE || type == JB_COMMAND_RESUME ||
                     type == JB_COMMAND_FINISH || type == JB_COMMAND_ANSWER ||
                     type == JB_COMMAND_ADJUST || type >= JB_COMMAND_OPEN;
        if (!taken) {
            JB_EQ_I64(world_do(&c.w, type), JB_REFUSED_NOT_NOW);
        }
    }
    JB_EQ_I64(jb_engine_next(c.w.engine, &(uint32_t){ 0 }), JB_PHASE_COUNT);
    wide_finish(&c);
}

/* ---- papers ---- */

static void a_paper_holds_questions_of_its_sections_each_once(void **state)
{
    wide c;
    wide_init(&c);
    c.sections[0] = (jb_section){ .first = 0, .pool = 3, .count = 2 };
    c.sections[1] = (jb_section){ .first = 3, .pool = 7, .count = 4 };
    c.window.section_count = 2;
    c.window.paper_count = 6;
    c.window.attempts_max = 0;
    wide_begin(&c, 1);
    uint32_t asked[WIDE_POOL] = { 0 };
    bool differ = false;
    for (int i = 0; i < 60; i++) {
        JB_EQ_I64(wide_open(&c, 1), JB_ACCEPTED);
        uint32_t seen = 0;
        for (uint32_t place = 1; place <= 6; place++) {
            jb_paper_item item = wide_item(&c, 1, place);
            JB_TRUE(place <= 2 ? item.question < 3
                               : item.question >= 3 && item.question < WIDE_POOL);
            JB_EQ_U64(seen & UINT32_C(1) << item.question, 0);
            seen |= UINT32_C(1) << item.question;
            asked[item.question]++;
            differ = differ || item.order[0] != 0;
        }
        JB_EQ_I64(wide_hand_in(&c, 1), JB_ACCEPTED);
    }
    for (uint32_t i = 0; i < WIDE_POOL; i++) {
        JB_TRUE(asked[i] > 10); /* of 60: 40 or 34 are expected */
    }
    JB_TRUE(differ);
    wide_finish(&c);
}

static void the_seed_decides_the_paper(void **state)
{
    wide c;
    wide_init(&c);
    wide_begin(&c, 3);
    const uint64_t seeds[] = { 77, 77, 78 };
    for (uint32_t player = 1; player <= 3; player++) {
        c.seed = seeds[player - 1];
        JB_EQ_I64(wide_open(&c, player), JB_ACCEPTED);
    }
    uint32_t other = 0;
    for (uint32_t place = 1; place <= WIDE_PAPER; place++) {
        jb_paper_item a = wide_item(&c, 1, place);
        jb_paper_item b = wide_item(&c, 2, place);
        jb_paper_item d = wide_item(&c, 3, place);
        JB_EQ_U64(a.question, b.question);
        JB_EQ_MEM(a.order, b.order, sizeof a.order);
        other += a.question != d.question || memcmp(a.order, d.order, sizeof a.order) != 0;
    }
    JB_TRUE(other > 0);
    wide_finish(&c);
}

/* These numbers may never change: logs of contests have only the seed. A script of a few lines that
 * knows SplitMix64 finds the same. */
static void a_seed_means_the_same_paper_for_ever(void **state)
{
    const uint32_t questions[WIDE_PAPER] = { 5, 9, 8, 7 };
    const uint8_t order[4] = { 3, 0, 2, 1 };
    wide c;
    wide_init(&c);
    wide_begin(&c, 1);
    c.seed = UINT64_C(0x0123456789abcdef);
    JB_EQ_I64(wide_open(&c, 1), JB_ACCEPTED);
    for (uint32_t place = 1; place <= WIDE_PAPER; place++) {
        JB_EQ_U64(wide_item(&c, 1, place).question, questions[place - 1]);
    }
    JB_EQ_MEM(wide_item(&c, 1, 1).order, order, sizeof order);
    wide_finish(&c);
}

static void without_shuffling_everything_stands_as_in_the_bank(void **state)
{
    wide c;
    wide_init(&c);
    c.window.shuffle_questions = false;
    c.window.shuffle_options = false;
    wide_begin(&c, 1);
    JB_EQ_I64(wide_open(&c, 1), JB_ACCEPTED);
    for (uint32_t place = 1; place <= WIDE_PAPER; place++) {
        jb_paper_item item = wide_item(&c, 1, place);
        JB_EQ_MEM(item.order, ((uint8_t[4]){ 0, 1, 2, 3 }), 4);
        JB_TRUE(place == 1 || item.question > wide_item(&c, 1, place - 1).question);
    }
    wide_finish(&c);
}

static void fixed_options_keep_their_places(void **state)
{
    wide c;
    wide_init(&c);
    for (uint32_t i = 0; i < WIDE_POOL; i++) {
        c.pool[i].fixed = 8; /* the last: all of the above */
    }
    wide_begin(&c, 20);
    uint32_t moved = 0;
    for (uint32_t player = 1; player <= 20; player++) {
        JB_EQ_I64(wide_open(&c, player), JB_ACCEPTED);
        jb_paper_item item = wide_item(&c, player, 1);
        JB_EQ_U64(item.order[3], 3);
        moved += item.order[0] != 0;
    }
    JB_TRUE(moved > 5);
    wide_finish(&c);
}

static void an_ordering_is_never_shown_in_its_right_order(void **state)
{
    wide c;
    wide_init(&c);
    c.window.shuffle_options = false;
    for (uint32_t i = 0; i < WIDE_POOL; i++) {
        c.pool[i].key = (jb_key){ .kind = JB_KIND_ORDERING, .option_count = 2, .order = { 1, 0 } };
    }
    wide_begin(&c, 20);
    for (uint32_t player = 1; player <= 20; player++) {
        JB_EQ_I64(wide_open(&c, player), JB_ACCEPTED);
        JB_EQ_U64(wide_item(&c, player, 1).order[0], 0);
    }
    wide_finish(&c);
}

static void only_who_may_gets_a_paper(void **state)
{
    wide c;
    wide_init(&c);
    wide_begin(&c, 2);
    JB_EQ_I64(wide_open(&c, 3), JB_REFUSED_NO_PLAYER);
    JB_EQ_I64(wide_open(&c, 1), JB_ACCEPTED);
    JB_EQ_I64(may_open(&c, 1), JB_REFUSED_NO_PAPER);
    JB_EQ_I64(wide_open(&c, 1), JB_REFUSED_NO_PAPER);
    JB_EQ_I64(wide_hand_in(&c, 1), JB_ACCEPTED);
    JB_EQ_I64(wide_open(&c, 1), JB_REFUSED_NO_ATTEMPTS);
    JB_EQ_I64(world_remove(&c.w, 2, false), JB_ACCEPTED);
    JB_EQ_I64(wide_open(&c, 2), JB_REFUSED_NO_PLAYER);
    JB_EQ_I64(wide_hand_in(&c, 2), JB_REFUSED_NO_PLAYER);
    wide_finish(&c);
}

/* Days are those of the time zone, and its clocks may change. */
static void papers_of_a_day_are_counted_by_the_time_zone(void **state)
{
    wide c;
    wide_init(&c);
    c.spans[0].offset_s = 8 * 3600;
    c.spans[1] = (jb_zone_span){ .from = WIDE_OPENS + 2 * WIDE_DAY_MS, .offset_s = 9 * 3600 };
    c.window.span_count = 2;
    c.window.attempts_max = 3;
    c.window.attempts_per_day = 1;
    wide_begin(&c, 1);
    uint32_t today = 0;
    JB_EQ_U64(jb_engine_attempts_left(c.w.engine, 1, &today), 3);
    JB_EQ_U64(today, 1);
    wide_take(&c, 1, 1, 0, 1000);
    JB_EQ_U64(jb_engine_attempts_left(c.w.engine, 1, &today), 2);
    JB_EQ_U64(today, 0);
    c.w.now = WIDE_OPENS + 16 * 3600 * 1000 - 1; /* one before midnight in that zone */
    JB_EQ_I64(wide_open(&c, 1), JB_REFUSED_NO_ATTEMPTS_TODAY);
    c.w.now++;
    wide_take(&c, 1, 1, 0, 1000);
    c.w.now = WIDE_OPENS + 2 * WIDE_DAY_MS + 15 * 3600 * 1000 - 1; /* nine hours ahead now */
    world_wait(&c.w, 0);
    JB_EQ_U64(jb_engine_attempts_left(c.w.engine, 1, &today), 1);
    JB_EQ_U64(today, 1);
    wide_take(&c, 1, 1, 0, 1);
    c.w.now++;
    JB_EQ_I64(wide_open(&c, 1), JB_REFUSED_NO_ATTEMPTS);
    JB_EQ_I64(jb_window_day(&c.window, WIDE_OPENS), 20788);
    JB_EQ_I64(jb_window_day(&c.window, WIDE_OPENS + 16 * 3600 * 1000), 20789);
    JB_EQ_I64(jb_window_day(&c.window, -9 * 3600 * 1000), -1);
    wide_finish(&c);
}

/* ---- answers ---- */

static void answers_are_graded_when_they_come_in(void **state)
{
    wide c;
    wide_init(&c);
    for (uint32_t i = 0; i < WIDE_POOL; i++) {
        c.pool[i].points_wrong = -250;
        c.pool[i].points_none = -100;
    }
    wide_begin(&c, 1);
    JB_EQ_I64(wide_say(&c, 1, 1, 0), JB_REFUSED_NO_PAPER);
    JB_EQ_I64(wide_open(&c, 1), JB_ACCEPTED);
    c.w.now += 5000;
    JB_EQ_I64(wide_say(&c, 1, 1, 0), JB_ACCEPTED);
    c.w.now += 2000;
    JB_EQ_I64(wide_say(&c, 1, 3, 2), JB_ACCEPTED);
    JB_EQ_U64(wide_paper(&c, 1)->answered, 2);
    JB_EQ_U64(wide_paper(&c, 1)->correct, 1);
    JB_EQ_I64(wide_paper(&c, 1)->score, 750);
    JB_EQ_I64(wide_item(&c, 1, 1).points, 1000);
    JB_EQ_I64(wide_item(&c, 1, 3).elapsed_ms, 7000);
    JB_FALSE(wide_item(&c, 1, 2).answered);
    JB_EQ_I64(world_score(&c.w, 1), 0); /* not before it is handed in */
    JB_EQ_I64(wide_hand_in(&c, 1), JB_ACCEPTED);
    JB_EQ_I64(wide_paper(&c, 1)->score, 550);
    JB_EQ_I64(world_score(&c.w, 1), 550);
    JB_EQ_I64(wide_say(&c, 1, 2, 0), JB_REFUSED_NO_PAPER);
    wide_finish(&c);
}

static void an_answer_may_be_replaced_where_the_rules_say(void **state)
{
    for (int change = 0; change < 2; change++) {
        wide c;
        wide_init(&c);
        c.window.change = change == 1;
        wide_begin(&c, 1);
        JB_EQ_I64(wide_open(&c, 1), JB_ACCEPTED);
        JB_EQ_I64(wide_say(&c, 1, 2, 1), JB_ACCEPTED);
        JB_EQ_I64(wide_say(&c, 1, 2, 1), JB_ACCEPTED_AGAIN);
        JB_EQ_I64(wide_say(&c, 1, 2, 0), change == 1 ? JB_ACCEPTED : JB_ACCEPTED_AGAIN);
        JB_EQ_I64(wide_paper(&c, 1)->score, change == 1 ? 1000 : 0);
        JB_EQ_U64(wide_paper(&c, 1)->answered, 1);
        JB_EQ_I64(wide_say(&c, 1, 0, 0), JB_REFUSED_BAD_TURN);
        JB_EQ_I64(wide_say(&c, 1, WIDE_PAPER + 1, 0), JB_REFUSED_BAD_TURN);
        JB_EQ_I64(wide_say(&c, 1, 1, 4), JB_REFUSED_BAD_ANSWER);
        JB_EQ_I64(wide_hand_in(&c, 1), JB_ACCEPTED);
        /* Acknowledged again, for the ack may have been lost. */
        JB_EQ_I64(wide_say(&c, 1, 2, change == 1 ? 0 : 1), JB_ACCEPTED_AGAIN);
        wide_finish(&c);
    }
}

static jb_answer typed(const char *raw, const char *folded)
{
    jb_answer answer = { .kind = JB_KIND_TEXT, .count = 2 };
    answer.raw_size = (uint16_t)strlen(raw);
    answer.folded_size = (uint16_t)strlen(folded);
    memcpy(answer.raw, raw, answer.raw_size);
    memcpy(answer.folded, folded, answer.folded_size);
    return answer;
}

/* What was said is given back as it was said; memory of what was replaced is used again. */
static void answers_of_every_kind_are_kept(void **state)
{
    static const jb_accept_text accepts[] = { { .folded = { .bytes = "a", .size = 1 },
                                                .weight = JB_WHOLE } };
    static const jb_blank blanks[] = { { .accepts = accepts, .accept_count = 1 },
                                       { .accepts = accepts, .accept_count = 1 } };
    wide c;
    wide_init(&c);
    c.window.shuffle_questions = false;
    c.window.attempts_max = 0;
    c.sections[0].pool = WIDE_PAPER;
    c.pool[0].key = (jb_key){
        .kind = JB_KIND_TEXT, .grading = JB_GRADING_PER_PART, .blanks = blanks, .blank_count = 2
    };
    c.pool[1].key = (jb_key){ .kind = JB_KIND_ORDERING,
                              .option_count = JB_OPTIONS_MAX,
                              .grading = JB_GRADING_PER_PART };
    c.pool[2].key = (jb_key){ .kind = JB_KIND_MATCHING, .option_count = 3, .target_count = 3 };
    c.pool[3].key = (jb_key){ .kind = JB_KIND_NUMERIC };
    jb_answer order = { .kind = JB_KIND_ORDERING, .count = JB_OPTIONS_MAX };
    for (uint8_t i = 0; i < JB_OPTIONS_MAX; i++) {
        c.pool[1].key.order[i] = i;
        order.items[i] = (uint8_t)(i ^ 1U);
    }
    const jb_answer pairs = { .kind = JB_KIND_MATCHING, .count = 3, .items = { 2, JB_NO_ITEM, 0 } };
    const jb_answer number = { .kind = JB_KIND_NUMERIC, .number = -3140000 };
    char longest[JB_ANSWER_TEXT_MAX + 1] = "A\n";
    memset(longest + 2, 'x', JB_ANSWER_TEXT_MAX - 2);
    const jb_answer texts[] = { typed("\n", "\n"), typed(longest, "a\nx"), typed("b\nA", "b\na") };
    wide_begin(&c, 40);
    for (int attempt = 0; attempt < 5; attempt++) {
        for (uint32_t player = 1; player <= 40; player++) {
            JB_EQ_I64(wide_open(&c, player), JB_ACCEPTED);
            for (int i = 0; i < 3; i++) {
                JB_EQ_I64(wide_answer(&c, player, 1, &texts[i]), JB_ACCEPTED);
            }
            JB_EQ_I64(wide_answer(&c, player, 2, &order), JB_ACCEPTED);
            JB_EQ_I64(wide_answer(&c, player, 3, &pairs), JB_ACCEPTED);
            JB_EQ_I64(wide_answer(&c, player, 4, &number), JB_ACCEPTED);
            JB_EQ_I64(wide_answer(&c, player, 1, &texts[1 + player % 2]),
                      player % 2 == 1 ? JB_ACCEPTED_AGAIN : JB_ACCEPTED);
            JB_EQ_I64(wide_hand_in(&c, player), JB_ACCEPTED);
        }
    }
    for (uint32_t player = 1; player <= 40; player++) {
        const jb_answer *said[] = { &texts[1 + player % 2], &order, &pairs, &number };
        for (uint32_t place = 1; place <= 4; place++) {
            jb_paper_item item;
            jb_answer answer;
            JB_TRUE(jb_engine_paper_item(c.w.engine, player, place, &item, &answer));
            JB_TRUE(jb_answer_equal(&answer, said[place - 1]));
        }
        JB_EQ_I64(wide_item(&c, player, 1).points, 500);
        JB_FALSE(wide_item(&c, player, 1).correct);
    }
    wide_finish(&c);
}

static void answers_are_revealed_when_the_rules_say(void **state)
{
    for (jb_reveal_when when = 0; when < JB_REVEAL_COUNT; when++) {
        wide c;
        wide_init(&c);
        c.window.reveal = when;
        wide_begin(&c, 1);
        jb_engine *engine = c.w.engine;
        JB_FALSE(jb_engine_paper_reveals(engine, 1, 1));
        JB_EQ_I64(wide_open(&c, 1), JB_ACCEPTED);
        JB_EQ_I64(wide_say(&c, 1, 1, 1), JB_ACCEPTED);
        JB_EQ_I64(jb_engine_paper_reveals(engine, 1, 1), when == JB_REVEAL_AT_ONCE);
        JB_FALSE(jb_engine_paper_reveals(engine, 1, 2));
        /* What was revealed cannot be changed. */
        JB_EQ_I64(wide_say(&c, 1, 1, 0),
                  when == JB_REVEAL_AT_ONCE ? JB_ACCEPTED_AGAIN : JB_ACCEPTED);
        JB_EQ_I64(wide_hand_in(&c, 1), JB_ACCEPTED);
        JB_EQ_I64(jb_engine_paper_reveals(engine, 1, 2), when != JB_REVEAL_CLOSE);
        JB_EQ_I64(world_do(&c.w, JB_COMMAND_FINISH), JB_ACCEPTED);
        JB_TRUE(jb_engine_paper_reveals(engine, 1, 2));
        JB_FALSE(jb_engine_paper_reveals(engine, 1, WIDE_PAPER + 1));
        wide_finish(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_open_between_start_and_finish),
        cmocka_unit_test(commands_of_live_contests_are_refused),
        cmocka_unit_test(a_paper_holds_questions_of_its_sections_each_once),
        cmocka_unit_test(the_seed_decides_the_paper),
        cmocka_unit_test(a_seed_means_the_same_paper_for_ever),
        cmocka_unit_test(without_shuffling_everything_stands_as_in_the_bank),
        cmocka_unit_test(fixed_options_keep_their_places),
        cmocka_unit_test(an_ordering_is_never_shown_in_its_right_order),
        cmocka_unit_test(only_who_may_gets_a_paper),
        cmocka_unit_test(papers_of_a_day_are_counted_by_the_time_zone),
        cmocka_unit_test(answers_are_graded_when_they_come_in),
        cmocka_unit_test(an_answer_may_be_replaced_where_the_rules_say),
        cmocka_unit_test(answers_of_every_kind_are_kept),
        cmocka_unit_test(answers_are_revealed_when_the_rules_say),
    };
    return JB_RUN(tests);
}
