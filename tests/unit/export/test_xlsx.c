/*
 * The workbook: words for every kind of answer, and what surrounds the file. The cells themselves
 * are compared in tests/integration/xlsx.test.mjs.
 */
#include "show.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "export_internal.h"
#include "jinbang/workbook.h"
#include "sheet.h"

static void expect_words(const jb_words *words, uint32_t turn, const jb_answer *answer,
                         const char *expected)
{
    jb_buffer out;
    jb_buffer_init(&out, 0);
    if (answer) {
        jb_words_answer(words, turn - 1, answer, &out);
    } else {
        jb_words_right(words, turn - 1, &out);
    }
    JB_EQ_STR(jb_buffer_text(&out), expected);
    jb_buffer_finish(&out);
}

static void check_answers(const char *language, const char *const *given, const char *const *right)
{
    static const jb_answer answers[] = {
        { .kind = JB_KIND_SINGLE, .options = 1U << 1 },
        { .kind = JB_KIND_MULTIPLE, .options = 5 },
        { .kind = JB_KIND_TRUEFALSE, .options = 2 },
        { .kind = JB_KIND_NUMERIC, .number = -2718281 },
        { .kind = JB_KIND_TEXT, .count = 2, .raw = "Grün\nblau", .raw_size = 10 },
        { .kind = JB_KIND_ORDERING, .count = 3, .items = { 1, 2, 0 } },
        { .kind = JB_KIND_MATCHING, .count = 2, .items = { 2, 0 } },
    };
    const jb_answer half = { .kind = JB_KIND_MATCHING, .count = 2, .items = { JB_NO_ITEM, 0 } };
    show s;
    jb_words words;
    jb_buffer round;
    show_open(&s, language);
    JB_EQ_I64(jb_words_open(s.plan, &words), JB_OK);
    for (uint32_t turn = 1; turn <= SHOW_TURNS; turn++) {
        expect_words(&words, turn, &answers[turn - 1], given[turn - 1]);
        expect_words(&words, turn, NULL, right[turn - 1]);
    }
    expect_words(&words, SHOW_MATCHING, &half, "Cat – Kitten");
    jb_buffer_init(&round, 0);
    jb_words_round(&words, 1, &round);
    JB_EQ_STR(jb_buffer_text(&round), words.tongue == JB_TONGUE_ZH ? "第 2 轮" : "Round 2");
    jb_buffer_finish(&round);
    jb_words_close(&words);
    show_close(&s);
}

static void answers_are_said_in_words(void **state)
{
    static const char *const given[] = { "Bee",
                                         "Ant; Cat",
                                         "True",
                                         "-2.718281",
                                         "Grün / blau",
                                         "Two → Three → One",
                                         "Dog – Foal; Cat – Kitten" };
    static const char *const right[] = { "Cat | Dog",
                                         "Ant; Bee",
                                         "False",
                                         "3.14 | 3",
                                         "red | 红 / blue",
                                         "Three → One → Two",
                                         "Dog – Puppy; Cat – Kitten" };
    check_answers("en", given, right);
}

static void a_text_that_a_language_lacks_is_said_in_another(void **state)
{
    static const char *const given[] = { "Bee",
                                         "蚁；Cat",
                                         "正确",
                                         "-2.718281",
                                         "Grün / blau",
                                         "Two → Three → One",
                                         "Dog – Foal；Cat – Kitten" };
    static const char *const right[] = { "猫 | 狗",
                                         "蚁；Bee",
                                         "错误",
                                         "3.14 | 3",
                                         "red | 红 / blue",
                                         "Three → One → Two",
                                         "Dog – Puppy；Cat – Kitten" };
    check_answers("zh-Hans", given, right);
}

static void a_picture_is_called_what_is_said_in_its_place(void **state)
{
#define ITEM(name, text)                                                                           \
    {                                                                                              \
        .id = { .bytes = (name), .size = 1 }, .json = {.bytes = (text), .size = sizeof(text) - 1 } \
    }
    static const jb_item_text items[] = {
        ITEM("a", "{\"id\":\"a\",\"media\":{\"alt\":{\"de\":\"Karte\",\"en\":\"A map\"}}}"),
        ITEM("b", "{\"id\":\"b\",\"text\":{\"en\":\"Text\"},\"media\":{\"alt\":{\"en\":\"x\"}}}"),
        ITEM("c", "{\"id\":\"c\",\"media\":{\"kind\":\"image\"}}"),
    };
#undef ITEM
    const jb_question_text text = { .kind = JB_KIND_SINGLE, .options = items, .option_count = 3 };
    const jb_plan plan = { .rules = { .turn_count = 1, .question_count = 1 },
                           .texts = &text,
                           .default_language = jb_slice_of("\"en-GB\"") };
    jb_words words;
    JB_EQ_I64(jb_words_open(&plan, &words), JB_OK);
    JB_EQ_STR(jb_words_option(&words, 0, 0), "A map");
    JB_EQ_STR(jb_words_option(&words, 0, 1), "Text");
    JB_EQ_STR(jb_words_option(&words, 0, 2), "c");
    jb_words_close(&words);
}

static void labels_are_chinese_for_chinese_and_english_for_others(void **state)
{
    static const struct {
        const char *language;
        jb_tongue tongue;
    } rows[] = {
        { "zh", JB_TONGUE_ZH }, { "zh-Hans", JB_TONGUE_ZH }, { "zh-Hant-TW", JB_TONGUE_ZH },
        { "en", JB_TONGUE_EN }, { "zha", JB_TONGUE_EN },     { "fr", JB_TONGUE_EN },
        { "", JB_TONGUE_EN },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        JB_EQ_I64(jb_tongue_of(jb_slice_of(rows[i].language)), rows[i].tongue);
    }
    for (jb_label label = 0; label < JB_LABEL_END; label++) {
        for (jb_tongue tongue = 0; tongue < JB_TONGUE_COUNT; tongue++) {
            JB_TRUE(jb_label_text(tongue, label)[0] != '\0');
        }
    }
}

static void write_book(const show *s, jb_buffer *out)
{
    jb_buffer why;
    jb_buffer_init(&why, 0);
    jb_buffer_init(out, JB_EXPORT_BYTES_MAX);
    JB_EQ_I64(jb_export_write(&s->from, JB_EXPORT_XLSX, out, &why), JB_OK);
    JB_EQ_STR(jb_buffer_text(&why), "");
    JB_TRUE(out->size > 4 && memcmp(out->bytes, "PK\3\4", 4) == 0);
    jb_buffer_finish(&why);
}

static void the_same_results_give_the_same_bytes(void **state)
{
    show s;
    jb_buffer one;
    jb_buffer two;
    show_open(&s, "zh-Hans");
    write_book(&s, &one);
    write_book(&s, &two);
    JB_EQ_SIZE(one.size, two.size);
    JB_EQ_MEM(one.bytes, two.bytes, one.size);
    jb_buffer_finish(&two);
    s.people[0].score = 100;
    write_book(&s, &two);
    JB_TRUE(one.size != two.size || memcmp(one.bytes, two.bytes, one.size) != 0);
    jb_buffer_finish(&one);
    jb_buffer_finish(&two);
    show_close(&s);
}

static void a_contest_that_nobody_played_makes_a_workbook_too(void **state)
{
    show s;
    jb_buffer out;
    show_open(&s, "en");
    s.results.participant_count = 0;
    s.results.team_count = 0;
    s.from.finished_at = 0;
    write_book(&s, &out);
    jb_buffer_finish(&out);
    show_close(&s);
}

/* In both tongues, and the same again: every cell is written, every part can be read. */
static void a_stage_makes_a_workbook_with_sheets_of_its_own(void **state)
{
    static const char *const languages[] = { "en", "zh-Hans" };
    for (size_t i = 0; i < sizeof languages / sizeof languages[0]; i++) {
        show s;
        jb_buffer plain;
        jb_buffer one;
        jb_buffer two;
        show_open(&s, languages[i]);
        write_book(&s, &plain);
        show_stage(&s);
        write_book(&s, &one);
        write_book(&s, &two);
        JB_TRUE(one.size > plain.size); /* members, hall and entries come on top */
        JB_EQ_SIZE(one.size, two.size);
        JB_EQ_MEM(one.bytes, two.bytes, one.size);
        s.changes[0].foul = JB_FOUL_HELP;
        jb_buffer_finish(&two);
        write_book(&s, &two);
        JB_TRUE(one.size != two.size || memcmp(one.bytes, two.bytes, one.size) != 0);
        jb_buffer_finish(&plain);
        jb_buffer_finish(&one);
        jb_buffer_finish(&two);
        show_close(&s);
    }
}

static void text_longer_than_a_cell_is_cut_and_not_refused(void **state)
{
    show s;
    jb_buffer out;
    show_open(&s, "en");
    for (int i = 0; i < 12000; i++) {
        jb_buffer_append_text(&s.people[0].name, "竞");
    }
    write_book(&s, &out);
    jb_buffer_finish(&out);
    show_close(&s);
}

/* A phone may send them in a name or an answer; one would make the whole book unreadable. */
static void what_xml_cannot_hold_is_written_as_something_else(void **state)
{
    show s;
    jb_buffer out;
    show_open(&s, "en");
    jb_buffer_append_text(&s.people[0].name, "\xef\xbf\xbe and \xef\xbf\xbf");
    write_book(&s, &out);
    jb_buffer_finish(&out);
    jb_buffer_init(&out, 0);
    jb_buffer_append_text(&out, "a\xef\xbf\xbe\xef\xbf\xbd\xef\xbe\xbf\xef\xbf");
    jb_workbook_clean(&out);
    JB_EQ_STR(jb_buffer_text(&out), "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbe\xbf\xef\xbf");
    jb_buffer_finish(&out);
    show_close(&s);
}

static void a_folder_that_is_not_there_is_told(void **state)
{
    show s;
    jb_buffer out;
    jb_buffer why;
    const char *before = getenv("TMPDIR");
    char *kept = before ? strdup(before) : NULL;
    show_open(&s, "en");
    jb_buffer_init(&out, 0);
    jb_buffer_init(&why, 0);
    JB_EQ_I64(setenv("TMPDIR", "/nowhere/at/all", 1), 0);
    JB_EQ_I64(jb_export_write(&s.from, JB_EXPORT_XLSX, &out, &why), JB_ERR_IO);
    JB_TRUE(strstr(jb_buffer_text(&why), "workbook") != NULL);
    JB_EQ_I64(kept ? setenv("TMPDIR", kept, 1) : unsetenv("TMPDIR"), 0);
    free(kept);
    jb_buffer_finish(&why);
    jb_buffer_finish(&out);
    show_close(&s);
}

static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    JB_EQ_I64(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes;
    JB_EQ_I64(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* Where a file breaks off the library does not always see. */
static void a_disk_that_is_full_gives_an_error_or_all_of_it(void **state)
{
    enum {
        STEP = 2048,
        LIMIT_MAX = 48 * 1024
    };
    show s;
    jb_buffer whole;
    size_t refused = 0;
    size_t made = 0;
    struct rlimit before;
    show_open(&s, "en");
    for (int i = 0; i < 12000; i++) {
        jb_buffer_append_text(&s.people[0].name, "竞");
    }
    write_book(&s, &whole);
    JB_EQ_I64(getrlimit(RLIMIT_FSIZE, &before), 0);
    JB_TRUE(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    for (rlim_t limit = 0; limit <= LIMIT_MAX; limit += STEP) {
        jb_buffer out;
        jb_buffer why;
        jb_buffer_init(&out, 0);
        jb_buffer_init(&why, 0);
        limit_files(limit);
        jb_status status = jb_export_write(&s.from, JB_EXPORT_XLSX, &out, &why);
        limit_files(before.rlim_cur);
        refused += status == JB_ERR_IO;
        made += status == JB_OK && jb_slice_equal(jb_buffer_slice(&out), jb_buffer_slice(&whole));
        JB_TRUE(status == JB_OK || strstr(jb_buffer_text(&why), "workbook") != NULL);
        jb_buffer_finish(&why);
        jb_buffer_finish(&out);
    }
    JB_EQ_SIZE(refused + made, LIMIT_MAX / STEP + 1);
    JB_TRUE(refused > 0 && made > 0);
    jb_buffer_finish(&whole);
    show_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_said_in_words),
        cmocka_unit_test(a_text_that_a_language_lacks_is_said_in_another),
        cmocka_unit_test(a_picture_is_called_what_is_said_in_its_place),
        cmocka_unit_test(labels_are_chinese_for_chinese_and_english_for_others),
        cmocka_unit_test(the_same_results_give_the_same_bytes),
        cmocka_unit_test(a_contest_that_nobody_played_makes_a_workbook_too),
        cmocka_unit_test(a_stage_makes_a_workbook_with_sheets_of_its_own),
        cmocka_unit_test(text_longer_than_a_cell_is_cut_and_not_refused),
        cmocka_unit_test(what_xml_cannot_hold_is_written_as_something_else),
        cmocka_unit_test(a_folder_that_is_not_there_is_told),
        cmocka_unit_test(a_disk_that_is_full_gives_an_error_or_all_of_it),
    };
    return JB_RUN(tests);
}
