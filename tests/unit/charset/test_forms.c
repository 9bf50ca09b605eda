#include "jb_test.h"

#include <stdlib.h>
#include <string.h>

#include "jinbang/charset.h"

typedef struct pair {
    const char *from;
    const char *to;
} pair;

static const pair kept[] = {
    { "", "" },
    { "  \n\t \n ", "" },
    { "plain", "plain" },
    { "⼯程⻔ ⺠ ⻰", "工程门 民 龙" },    /* radicals */
    { "\xef\xa4\x80\xe2\x84\xab", "豈Å" }, /* U+F900, angstrom */
    { "Zoe\xcc\x88", "Zoë" },              /* composed */
    { "e\xc2\xad\xcc\x81", "é" },          /* composed across what is dropped */
    { "a\xc2\xa0"
      "b\xe3\x80\x80"
      "c\td",
      "a b c d" }, /* spaces of all kinds */
    { "co\xc2\xad"
      "op\xe2\x80\x8b\xef\xbb\xbf",
      "coop" },
    { "a\xe2\x80\xae"
      "b\x07"
      "c",
      "abc" }, /* override, control */
    { "👨\xe2\x80\x8d👩 می\xe2\x80\x8cخواهم", "👨\xe2\x80\x8d👩 می\xe2\x80\x8cخواهم" },
    { "  a  \r\n\t b \r\n", "a\nb" },
    { "a\n\n\n \nb\n\n", "a\n\nb" },
    { "a\r\rb", "a\n\nb" },
    { "a\vb\fc", "a\nb\nc" },
    { "（　　）Ａ．１；“是”、", "（  ）Ａ．１；“是”、" }, /* shown as it is */
    { "한글", "한글" },
};

static void text_is_made_fit_to_be_kept(void **state)
{
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        jb_buffer out;
        jb_buffer_init(&out, 0);
        jb_buffer_append_text(&out, "before ");
        JB_EQ_I64(jb_text_tidy(jb_slice_of(kept[i].from), &out), JB_OK);
        JB_EQ_STR(jb_buffer_text(&out) + strlen("before "), kept[i].to);
        JB_EQ_SIZE(out.size, strlen("before ") + strlen(kept[i].to));
        jb_buffer_finish(&out);
    }
}

static void tidy_text_stays_as_it_is(void **state)
{
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        jb_buffer out;
        jb_buffer_init(&out, 0);
        JB_EQ_I64(jb_text_tidy(jb_slice_of(kept[i].to), &out), JB_OK);
        JB_EQ_STR(jb_buffer_text(&out), kept[i].to);
        jb_buffer_finish(&out);
    }
}

static const pair parsed[] = {
    { "（Ａ）．：；，？！０９、。", "(A).:;,?!09、。" },
    { " １、⼯　程 \n", "1、工 程" },
    { "答案：ＡＢＤ\xef\xbb\xbf", "答案:ABD" },
    { "e\xcc\x81", "e\xcc\x81" },
    { "ｱ～￥", "ｱ~￥" },
};

static void text_is_made_plain(void **state)
{
    for (size_t i = 0; i < sizeof parsed / sizeof parsed[0]; i++) {
        jb_buffer out;
        jb_buffer_init(&out, 0);
        JB_EQ_I64(jb_text_plain(jb_slice_of(parsed[i].from), &out, NULL), JB_OK);
        JB_EQ_STR(jb_buffer_text(&out), parsed[i].to);
        jb_buffer_finish(&out);
    }
}

/* Every byte of the form leads to the character of the text that it is made of. */
static void what_is_found_in_the_form_is_found_in_the_text(void **state)
{
    static const char text[] = " １．中\xe2\x80\x8b（Ａ ）\n\n\nb  ";
    jb_buffer out;
    jb_slice slice = jb_slice_of(text);
    uint32_t *offsets = calloc(jb_text_plain_max(slice), sizeof *offsets);
    JB_TRUE(offsets != NULL);
    jb_buffer_init(&out, 0);
    jb_buffer_append_text(&out, "before");
    JB_EQ_I64(jb_text_plain(slice, &out, offsets), JB_OK);
    const char *plain = jb_buffer_text(&out) + strlen("before");
    JB_EQ_STR(plain, "1.中(A )\n\nb");
    const char *paren = strchr(plain, '(');
    JB_TRUE(paren != NULL);
    JB_EQ_U64(offsets[0], 1);
    JB_EQ_MEM(text + offsets[paren - plain], "（", 3);
    JB_EQ_MEM(text + offsets[2], "中", 3);
    JB_EQ_U64(offsets[3], offsets[2]); /* the second byte of the same character */
    JB_EQ_MEM(text + offsets[strlen(plain) - 1], "b", 1);
    JB_EQ_U64(offsets[strlen(plain)], offsets[strlen(plain) - 1] + 1);
    free(offsets);
    jb_buffer_finish(&out);
}

/* The few ideographs whose usual form is longer. */
static void offsets_have_room_for_longer_forms(void **state)
{
    jb_buffer text;
    jb_buffer out;
    jb_buffer_init(&text, 0);
    jb_buffer_init(&out, 0);
    for (int i = 0; i < 100; i++) {
        jb_buffer_append_text(&text, "\xef\xa9\xac"); /* U+FA6C */
    }
    jb_slice slice = jb_buffer_slice(&text);
    uint32_t *offsets = calloc(jb_text_plain_max(slice), sizeof *offsets);
    JB_TRUE(offsets != NULL);
    JB_EQ_I64(jb_text_plain(slice, &out, offsets), JB_OK);
    JB_EQ_SIZE(out.size, 400);
    JB_TRUE(out.size < jb_text_plain_max(slice));
    JB_EQ_U64(offsets[400], 300);
    free(offsets);
    jb_buffer_finish(&out);
    jb_buffer_finish(&text);
}

static void what_is_not_utf_8_is_refused(void **state)
{
    jb_buffer out;
    jb_buffer_init(&out, 0);
    JB_EQ_I64(jb_text_tidy(jb_slice_of("f\xfcr"), &out), JB_ERR_INVALID);
    JB_EQ_I64(jb_text_plain(jb_slice_of("f\xfcr"), &out, NULL), JB_ERR_INVALID);
    JB_EQ_SIZE(out.size, 0);
    jb_buffer_finish(&out);
}

static void lines_are_walked_with_their_numbers(void **state)
{
    jb_lines lines;
    jb_slice line;
    jb_lines_init(&lines, jb_slice_of("one\n\n三只\nlast"));
    static const char *const expected[] = { "one", "", "三只", "last" };
    for (uint32_t i = 0; i < 4; i++) {
        JB_TRUE(jb_lines_next(&lines, &line));
        JB_TRUE(jb_slice_equal(line, jb_slice_of(expected[i])));
        JB_EQ_U64(lines.number, i + 1);
    }
    JB_FALSE(jb_lines_next(&lines, &line));
    jb_lines_init(&lines, jb_slice_of("one\n"));
    JB_TRUE(jb_lines_next(&lines, &line));
    JB_FALSE(jb_lines_next(&lines, &line));
    jb_lines_init(&lines, jb_slice_of(""));
    JB_FALSE(jb_lines_next(&lines, &line));
}

static void columns_are_characters(void **state)
{
    jb_slice line = jb_slice_of("三只a");
    JB_EQ_U64(jb_column_of(line, 0), 1);
    JB_EQ_U64(jb_column_of(line, 3), 2);
    JB_EQ_U64(jb_column_of(line, 6), 3);
    JB_EQ_U64(jb_column_of(line, 7), 4);
    JB_EQ_U64(jb_column_of(line, 100), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_made_fit_to_be_kept),
        cmocka_unit_test(tidy_text_stays_as_it_is),
        cmocka_unit_test(text_is_made_plain),
        cmocka_unit_test(what_is_found_in_the_form_is_found_in_the_text),
        cmocka_unit_test(offsets_have_room_for_longer_forms),
        cmocka_unit_test(what_is_not_utf_8_is_refused),
        cmocka_unit_test(lines_are_walked_with_their_numbers),
        cmocka_unit_test(columns_are_characters),
    };
    return JB_RUN(tests);
}
