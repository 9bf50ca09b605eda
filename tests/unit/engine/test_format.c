/*
 * The table of formats: what must hold between its rows, whichever there are.
 */
#include "jb_test.h"
#include "jinbang/format.h"

static const jb_format_row *row(uint32_t format)
{
    return jb_format_row_of((jb_format)format);
}

static bool same(const jb_format_row *one, const jb_format_row *other)
{
    return one->eligible == other->eligible && one->right_won == other->right_won &&
           one->worth == other->worth && one->on_wrong == other->on_wrong && one->run == other->run;
}

/* Two formats with the same traits would be one format under two names. */
static void no_two_formats_are_the_same(void **state)
{
    for (uint32_t i = 0; i < JB_FORMAT_COUNT; i++) {
        for (uint32_t j = 0; j < i; j++) {
            if (same(row(i), row(j))) {
                print_error("%s is %s\n", jb_format_name((jb_format)i),
                            jb_format_name((jb_format)j));
                fail();
            }
        }
    }
}

static void every_trait_is_some_formats(void **state)
{
    uint32_t eligible = 0;
    uint32_t right_won = 0;
    uint32_t worth = 0;
    uint32_t on_wrong = 0;
    uint32_t run = 0;
    for (uint32_t i = 0; i < JB_FORMAT_COUNT; i++) {
        eligible |= 1U << row(i)->eligible;
        right_won |= 1U << row(i)->right_won;
        worth |= 1U << row(i)->worth;
        on_wrong |= 1U << row(i)->on_wrong;
        run |= 1U << row(i)->run;
    }
    JB_EQ_U64(eligible, (1U << (JB_ELIGIBLE_IN + 1)) - 1);
    JB_EQ_U64(right_won, (1U << (JB_RIGHT_WON_BY_MARKS + 1)) - 1);
    JB_EQ_U64(worth, (1U << (JB_WORTH_RUNG + 1)) - 1);
    JB_EQ_U64(on_wrong, (1U << (JB_ON_WRONG_OUT + 1)) - 1);
    JB_EQ_U64(run, 3);
}

/* What a new row must keep to, because one trait is of no use without the other. */
static void traits_that_need_each_other_stand_together(void **state)
{
    for (uint32_t i = 0; i < JB_FORMAT_COUNT; i++) {
        const jb_format_row *it = row(i);
        /* a value is what was picked */
        JB_EQ_I64(it->right_won == JB_RIGHT_WON_BY_PICK, it->worth == JB_WORTH_VALUE);
        /* an error puts out in rounds of those who are in */
        JB_EQ_I64(it->eligible == JB_ELIGIBLE_IN, it->on_wrong == JB_ON_WRONG_OUT);
        /* a stretch of time, a turn, a pick, a climb and a performance are a seat's own */
        bool own = it->run || it->right_won == JB_RIGHT_WON_BY_TURN ||
                   it->right_won == JB_RIGHT_WON_BY_PICK ||
                   it->right_won == JB_RIGHT_WON_BY_MARKS || it->worth == JB_WORTH_RUNG ||
                   it->on_wrong == JB_ON_WRONG_FALL;
        JB_TRUE(!own || it->eligible == JB_ELIGIBLE_SEAT);
    }
}

static void a_row_is_asked_what_it_means(void **state)
{
    for (uint32_t i = 0; i < JB_FORMAT_COUNT; i++) {
        const jb_format_row *it = row(i);
        bool marked = it->right_won == JB_RIGHT_WON_BY_MARKS;
        /* all at once, one at a time, or nobody */
        JB_EQ_I64(jb_format_is_crowd(it) + jb_format_is_oral(it) + marked, 1);
        JB_EQ_I64(jb_format_is_crowd(it), jb_format_first_step(it) == JB_STEP_NONE);
        JB_TRUE(jb_format_has_stage(it) || jb_format_is_crowd(it));
        JB_EQ_I64(jb_format_limits_questions(it), !it->run && !marked);
    }
    const jb_format_row all = { .eligible = JB_ELIGIBLE_ALL };
    const jb_format_row in = { .eligible = JB_ELIGIBLE_IN };
    const jb_format_row climb = { .eligible = JB_ELIGIBLE_SEAT,
                                  .right_won = JB_RIGHT_WON_BY_TURN,
                                  .on_wrong = JB_ON_WRONG_FALL };
    JB_FALSE(jb_format_has_stage(&all));
    JB_TRUE(jb_format_has_stage(&in));
    JB_TRUE(jb_format_is_grouped(&climb));
    JB_FALSE(jb_format_is_grouped(&all));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_two_formats_are_the_same),
        cmocka_unit_test(every_trait_is_some_formats),
        cmocka_unit_test(traits_that_need_each_other_stand_together),
        cmocka_unit_test(a_row_is_asked_what_it_means),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
