/*
 * The growable buffer: contents, limit, sticky failure; and slices.
 */
#include <string.h>

#include "jb_test.h"
#include "jinbang/buffer.h"

static void new_buffer_is_an_empty_string(void **state)
{
    jb_buffer buffer;
    jb_buffer_init(&buffer, 0);
    JB_EQ_STR(jb_buffer_text(&buffer), "");
    JB_EQ_SIZE(jb_buffer_slice(&buffer).size, 0);
    JB_TRUE(jb_buffer_slice(&buffer).bytes != NULL);
    jb_buffer_append(&buffer, NULL, 0);
    JB_FALSE(buffer.failed);
    jb_buffer_finish(&buffer);
}

static void appended_bytes_stand_one_after_the_other(void **state)
{
    jb_buffer buffer;
    jb_buffer_init(&buffer, 0);
    jb_buffer_append_text(&buffer, "ab");
    jb_buffer_append_char(&buffer, 'c');
    jb_buffer_append(&buffer, "d\0e", 3);
    JB_EQ_SIZE(buffer.size, 6);
    JB_EQ_MEM(buffer.bytes, "abcd\0e", 7); /* with its final NUL */
    jb_buffer_finish(&buffer);
}

static void buffer_grows_as_needed(void **state)
{
    jb_buffer buffer;
    jb_buffer_init(&buffer, 0);
    for (int i = 0; i < 100000; i++) {
        jb_buffer_append_char(&buffer, (char)('a' + i % 26));
    }
    JB_EQ_SIZE(buffer.size, 100000);
    JB_FALSE(buffer.failed);
    for (int i = 0; i < 100000; i++) {
        JB_EQ_I64(buffer.bytes[i], 'a' + i % 26);
    }
    JB_EQ_I64(buffer.bytes[100000], 0);
    jb_buffer_finish(&buffer);
}

static void limit_may_be_reached_but_not_passed(void **state)
{
    jb_buffer buffer;
    jb_buffer_init(&buffer, 5);
    jb_buffer_append_text(&buffer, "abcde");
    JB_FALSE(buffer.failed);
    jb_buffer_append_char(&buffer, 'f');
    JB_TRUE(buffer.failed);
    JB_EQ_STR(jb_buffer_text(&buffer), "abcde");
    jb_buffer_finish(&buffer);
}

static void failure_sticks_and_keeps_what_there_was(void **state)
{
    jb_buffer buffer;
    jb_buffer_init(&buffer, 5);
    jb_buffer_append_text(&buffer, "abc");
    jb_buffer_append_text(&buffer, "toolong");
    JB_TRUE(buffer.failed);
    jb_buffer_append_text(&buffer, "d"); /* would fit, but a piece is missing before it */
    JB_TRUE(buffer.failed);
    JB_EQ_STR(jb_buffer_text(&buffer), "abc");
    jb_buffer_append(&buffer, "x", SIZE_MAX);
    JB_EQ_STR(jb_buffer_text(&buffer), "abc");
    jb_buffer_finish(&buffer);
}

static void clear_forgets_failure_and_contents(void **state)
{
    jb_buffer buffer;
    jb_buffer_init(&buffer, 5);
    jb_buffer_clear(&buffer);
    jb_buffer_append_text(&buffer, "abcdefg");
    jb_buffer_clear(&buffer);
    JB_FALSE(buffer.failed);
    jb_buffer_append_text(&buffer, "abcd");
    jb_buffer_clear(&buffer);
    JB_EQ_STR(jb_buffer_text(&buffer), "");
    jb_buffer_append_text(&buffer, "vwxyz"); /* the limit is still 5 */
    JB_EQ_STR(jb_buffer_text(&buffer), "vwxyz");
    jb_buffer_append_text(&buffer, "!");
    JB_TRUE(buffer.failed);
    jb_buffer_finish(&buffer);
}

static void finished_buffer_is_empty_and_may_be_finished_again(void **state)
{
    jb_buffer buffer;
    jb_buffer_init(&buffer, 0);
    jb_buffer_append_text(&buffer, "abc");
    jb_buffer_finish(&buffer);
    JB_EQ_STR(jb_buffer_text(&buffer), "");
    JB_EQ_SIZE(buffer.size, 0);
    jb_buffer_finish(&buffer);
    jb_buffer_finish(NULL);
}

static void bytes_from_nowhere_are_a_bug(void **state)
{
    jb_buffer buffer;
    jb_buffer_init(&buffer, 0);
    expect_assert_failure(jb_buffer_append(&buffer, NULL, 1));
    expect_assert_failure(jb_buffer_init(NULL, 0));
    jb_buffer_finish(&buffer);
}

static void slices_are_equal_by_their_bytes(void **state)
{
    const jb_slice none = { .bytes = NULL, .size = 0 };
    JB_TRUE(jb_slice_equal(jb_slice_of("abc"), jb_slice_of("abc")));
    JB_FALSE(jb_slice_equal(jb_slice_of("abc"), jb_slice_of("abd")));
    JB_FALSE(jb_slice_equal(jb_slice_of("abc"), jb_slice_of("ab")));
    JB_TRUE(jb_slice_equal(none, jb_slice_of("")));
    JB_FALSE(jb_slice_equal(none, jb_slice_of("a")));
    JB_TRUE(jb_slice_equal((jb_slice){ "a\0b", 3 }, (jb_slice){ "a\0b", 3 }));
    JB_FALSE(jb_slice_equal((jb_slice){ "a\0b", 3 }, (jb_slice){ "a\0c", 3 }));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_buffer_is_an_empty_string),
        cmocka_unit_test(appended_bytes_stand_one_after_the_other),
        cmocka_unit_test(buffer_grows_as_needed),
        cmocka_unit_test(limit_may_be_reached_but_not_passed),
        cmocka_unit_test(failure_sticks_and_keeps_what_there_was),
        cmocka_unit_test(clear_forgets_failure_and_contents),
        cmocka_unit_test(finished_buffer_is_empty_and_may_be_finished_again),
        cmocka_unit_test(bytes_from_nowhere_are_a_bug),
        cmocka_unit_test(slices_are_equal_by_their_bytes),
    };
    return JB_RUN(tests);
}
