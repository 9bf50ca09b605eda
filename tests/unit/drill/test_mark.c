/* What a message is, seen by a few words of it. */
#include "mark.h"

#include <stdio.h>
#include <string.h>

#include "jb_test.h"

static jb_mark read_mark(const char *text)
{
    jb_mark mark;
    jb_mark_read(jb_slice_of(text), &mark);
    return mark;
}

static void types_are_told_by_the_first_word(void **state)
{
    static const struct {
        const char *text;
        jb_mark_type type;
    } rows[] = {
        { "{\"type\":\"state\",\"seq\":1}", JB_MARK_STATE },
        { "{\"type\":\"you\",\"player\":1}", JB_MARK_YOU },
        { "{\"type\":\"ack\",\"turn\":1}", JB_MARK_ACK },
        { "{\"type\":\"welcome\"}", JB_MARK_WELCOME },
        { "{\"type\":\"error\"}", JB_MARK_ERROR },
        { "{\"type\":\"bye\"}", JB_MARK_BYE },
        { "{\"type\":\"pong\"}", JB_MARK_PONG },
        { "{\"type\":\"waiting\"}", JB_MARK_WAITING },
        { "{\"type\":\"raw\"}", JB_MARK_RAW },
        { "{\"type\":\"roster\"}", JB_MARK_OTHER },
        { "{\"type\":\"stateful\"}", JB_MARK_OTHER },
        { "{\"type\":\"state", JB_MARK_OTHER },
        { "{ \"type\":\"state\"}", JB_MARK_OTHER },
        { "", JB_MARK_OTHER },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        JB_EQ_I64(read_mark(rows[i].text).type, rows[i].type);
    }
}

static void a_state_says_whether_its_question_is_open(void **state)
{
    jb_mark open = read_mark("{\"type\":\"state\",\"seq\":4,\"now\":   7,\"phase\":\"open\","
                             "\"round\":{\"turns\":3},\"question\":{\"turn\":12,\"n\":1}}");
    JB_TRUE(open.open && open.asked);
    JB_EQ_U64(open.turn, 12);
    jb_mark reading =
        read_mark("{\"type\":\"state\",\"phase\":\"reading\",\"question\":{\"turn\":12}}");
    JB_TRUE(!reading.open && reading.asked);
    jb_mark staking = read_mark(
        "{\"type\":\"state\",\"phase\":\"open\",\"stage\":{\"turn\":5,\"step\":\"wager\"}}");
    JB_TRUE(staking.open && !staking.asked);
    JB_EQ_U64(staking.turn, 0);
}

static void words_inside_a_text_are_not_taken(void **state)
{
    jb_mark mark = read_mark("{\"type\":\"state\",\"round\":{\"title\":{\"en\":\"\\\"phase\\\":"
                             "\\\"open\\\" \\\"question\\\":{\\\"turn\\\":9\"}},\"phase\":"
                             "\"locked\"}");
    JB_FALSE(mark.open);
    JB_FALSE(mark.asked);
    JB_EQ_U64(mark.turn, 0);
}

static void a_result_says_whether_the_phone_answered(void **state)
{
    jb_mark right = read_mark("{\"type\":\"you\",\"score\":10,\"turn\":3,\"answered\":true,"
                              "\"answer\":\"a\",\"correct\":true}");
    JB_TRUE(right.answered && right.graded);
    JB_EQ_U64(right.turn, 3);
    jb_mark none = read_mark("{\"type\":\"you\",\"turn\":3,\"answered\":false,\"correct\":false}");
    JB_TRUE(!none.answered && none.graded);
    jb_mark early = read_mark("{\"type\":\"you\",\"player\":1,\"score\":0}");
    JB_TRUE(!early.answered && !early.graded);
    JB_EQ_U64(early.turn, 0);
}

static void an_ack_and_a_pong_have_their_numbers(void **state)
{
    JB_EQ_U64(read_mark("{\"type\":\"ack\",\"turn\":7,\"elapsed\":3}").turn, 7);
    JB_EQ_U64(read_mark("{\"type\":\"ack\",\"turn\":4294967296}").turn, 0);
    JB_EQ_U64(read_mark("{\"type\":\"pong\",\"t0\":123456789012}").t0, UINT64_C(123456789012));
    JB_EQ_U64(read_mark("{\"type\":\"pong\",\"t0\":").t0, 0);
    JB_EQ_U64(read_mark("{\"type\":\"pong\",\"t0\":-1}").t0, 0);
}

static void tokens_codes_and_reasons_are_borrowed(void **state)
{
    jb_mark welcome = read_mark("{\"type\":\"welcome\",\"token\":\"0123456789abcdef\"}");
    JB_TRUE(jb_slice_equal(welcome.word, jb_slice_of("0123456789abcdef")));
    jb_mark error = read_mark("{\"type\":\"error\",\"code\":\"late\",\"re\":\"answer\"}");
    JB_TRUE(jb_slice_equal(error.word, jb_slice_of("late")));
    jb_mark bye = read_mark("{\"type\":\"bye\",\"reason\":\"shutdown\"}");
    JB_TRUE(jb_slice_equal(bye.word, jb_slice_of("shutdown")));
}

static void a_word_without_end_is_none(void **state)
{
    char text[200];
    JB_EQ_SIZE(read_mark("{\"type\":\"error\",\"code\":\"la").word.size, 0);
    (void)snprintf(text, sizeof text, "{\"type\":\"bye\",\"reason\":\"%0100d\"}", 7);
    JB_EQ_SIZE(read_mark(text).word.size, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_are_told_by_the_first_word),
        cmocka_unit_test(a_state_says_whether_its_question_is_open),
        cmocka_unit_test(words_inside_a_text_are_not_taken),
        cmocka_unit_test(a_result_says_whether_the_phone_answered),
        cmocka_unit_test(an_ack_and_a_pong_have_their_numbers),
        cmocka_unit_test(tokens_codes_and_reasons_are_borrowed),
        cmocka_unit_test(a_word_without_end_is_none),
    };
    return JB_RUN(tests);
}
