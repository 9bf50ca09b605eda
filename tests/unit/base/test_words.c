/*
 * Words that no name may hold, and what makes two names look the same.
 */
#include "jb_test.h"

#include <string.h>

#include "jinbang/names.h"
#include "jinbang/text.h"
#include "jinbang/words.h"

static bool alike(const char *a, const char *b)
{
    uint64_t look = jb_name_look(jb_slice_of(a));
    JB_TRUE(look != 0);
    return look == jb_name_look(jb_slice_of(b));
}

static void names_that_look_the_same_are_alike(void **state)
{
    static const char *const pairs[][2] = {
        { "Anna", "anna" },
        { "Anna", "Аnnа" /* Cyrillic */ },
        { "Anna", "Ａｎｎａ" },
        { "Anna", "A\xe2\x80\x8bnna" },
        { "Anna", "Αnna" /* Greek */ },
        { "Peter", "Рetеr" },
        { "MAX", "МАХ" },
        { "NINA", "ΝΙΝΑ" },
        { "Hugo", "Ηugo" },
        { "Bill", "BiII" },
        { "Bob 1", "Bob l" },
        { "O0", "oO" },
        { "Arne", "Ame" },
        { "Zoe\xcc\x88", "Zoë" },
        { "Zoë", "Zоё" },
        { "𝓐𝓷𝓷𝓪", "Anna" },
        { "ᴀɴɴᴀ", "Anna" },
        { "カ藤", "力藤" },
        { "ﬁona", "fiona" },
        { "A  b", " a b " },
        { "ᎪᏁna", "AᏁna" },
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        if (!alike(pairs[i][0], pairs[i][1])) {
            print_error("%s and %s\n", pairs[i][0], pairs[i][1]);
        }
        JB_TRUE(alike(pairs[i][0], pairs[i][1]));
    }
}

/* What nobody sees is dropped, but sends a text the long way. */
static void every_plain_letter_looks_as_it_does_among_others(void **state)
{
    char plain[] = "  x? Y?rn\xe6\x9d\x8e ";
    char among[] = "  x? Y?rn\xe6\x9d\x8e \xc2\xad";
    for (char c = ' '; c <= '~'; c++) {
        plain[3] = among[3] = c;
        plain[6] = among[6] = c;
        JB_TRUE(alike(plain, among));
    }
    for (unsigned lead = 0xe3; lead <= 0xe9; lead++) {
        for (unsigned second = 0x80; second <= 0xbf; second++) {
            char one[] = { 'a', (char)lead, (char)second, (char)0xa5, '\0' };
            char other[] = {
                'a', (char)lead, (char)second, (char)0xa5, (char)0xc2, (char)0xad, '\0'
            };
            JB_TRUE(alike(one, other));
        }
    }
}

static void other_names_are_not(void **state)
{
    static const char *const pairs[][2] = {
        { "Anna", "Anne" },  { "Zoë", "Zoe" },         { "李明", "李朋" },     { "Иван", "Ivan" },
        { "Ольга", "Olga" }, { "Γιώργος", "Giorgos" }, { "محمد", "محمود" },    { "Ann A", "Anna" },
        { "5", "6" },        { "王", "玉" },           { "Łukasz", "Lukasz" },
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        if (alike(pairs[i][0], pairs[i][1])) {
            print_error("%s and %s\n", pairs[i][0], pairs[i][1]);
        }
        JB_TRUE(!alike(pairs[i][0], pairs[i][1]));
    }
}

static void lookalikes_get_a_number(void **state)
{
    /* Also those who bring a number: nobody is shown as another is. */
    static const char *const names[] = { "Anna",     "Аnna",     "Bert",     "ANNA",
                                         "Anna (2)", "Cleo (2)", "Cleo (3)", "Cleo",
                                         "Cleo",     "Cleo (4)", "Anna (2)", "Cleo" };
    static const char *const shown[] = {
        "Anna",     "Аnna (2)", "Bert",     "ANNA (3)",     "Anna (2) (2)", "Cleo (2)",
        "Cleo (3)", "Cleo",     "Cleo (4)", "Cleo (4) (2)", "Anna (2) (3)", "Cleo (5)"
    };
    jb_names known = { 0 };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        jb_buffer out;
        jb_buffer_init(&out, 0);
        JB_EQ_I64(jb_names_show(&known, jb_slice_of(names[i]), &out), JB_OK);
        JB_EQ_STR(jb_buffer_text(&out), shown[i]);
        jb_buffer_finish(&out);
    }
    JB_TRUE(jb_names_had(&known, jb_name_look(jb_slice_of("aNNa"))));
    JB_TRUE(!jb_names_had(&known, jb_name_look(jb_slice_of("Dora"))));
    jb_names_finish(&known);
}

static void words_are_found_however_they_are_written(void **state)
{
    static const char list[] = "\xef\xbb\xbf# not a word\n\nFool\r\n*slime*\n傻瓜\ntwo words\n";
    static const char *const bad[] = {
        "fool",  "FOOL",     "Ｆｏｏｌ",     "the fool 7",       "f0ol",     "f00l",
        "fооl",  "f.o.o.l",  "fo\xcc\x81ol", "f\xe2\x80\x8bool", "slime",    "Grundslimes",
        "$l1me", "大傻瓜们", "傻 瓜",        "my two  words",    "TwoWords",
    };
    static const char *const good[] = { "foolish", "Tomfoolery", "slim", "傻",
                                        "two",     "words two",  "",     "Anna" };
    jb_words *words = NULL;
    JB_EQ_I64(jb_words_create(jb_slice_of(list), &words), JB_OK);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (!jb_words_in(words, jb_slice_of(bad[i]))) {
            print_error("not found in: %s\n", bad[i]);
        }
        JB_TRUE(jb_words_in(words, jb_slice_of(bad[i])));
    }
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        JB_TRUE(!jb_words_in(words, jb_slice_of(good[i])));
    }
    jb_words_destroy(words);
    JB_TRUE(!jb_words_in(NULL, jb_slice_of("fool")));
}

static void a_list_that_is_not_text_is_refused(void **state)
{
    jb_words *words = NULL;
    JB_EQ_I64(jb_words_create(jb_slice_of("good\nb\xff"
                                          "d\n"),
                              &words),
              JB_ERR_INVALID);
    JB_TRUE(words == NULL);
    JB_EQ_I64(jb_words_create(jb_slice_of(""), &words), JB_OK);
    JB_TRUE(!jb_words_in(words, jb_slice_of("anything")));
    jb_words_destroy(words);
}

static void becomes(const char *name, const char *clean)
{
    jb_buffer out;
    jb_buffer_init(&out, 0);
    JB_EQ_I64(jb_name_clean(jb_slice_of(name), &out), JB_OK);
    JB_EQ_STR(jb_buffer_text(&out), clean);
    jb_buffer_finish(&out);
}

static void names_are_rid_of_what_nobody_sees(void **state)
{
    jb_buffer out;
    becomes("A\xe2\x80\x8b"
            "n\xe2\x81\xa0n\xef\xbb\xbf"
            "a\xc2\xad",
            "Anna");
    becomes("\xe3\x85\xa4Kim\xef\xbe\xa0", "Kim"); /* Hangul fillers */
    becomes("a\xe2\xa0\x80\xe2\xa0\x80"
            "b",
            "a b"); /* braille without dots */
    becomes("👩‍👩‍👧 ❤️ "
            "🏴\xf3\xa0\x81\xa7\xf3\xa0\x81\xa2\xf3\xa0\x81\xb3\xf3\xa0\x81\xa3\xf3\xa0\x81\xb4"
            "\xf3\xa0\x81\xbf",
            "👩‍👩‍👧 ❤️ "
            "🏴\xf3\xa0\x81\xa7\xf3\xa0\x81\xa2\xf3\xa0\x81\xb3\xf3\xa0\x81\xa3\xf3\xa0\x81\xb4"
            "\xf3\xa0\x81\xbf");
    becomes("می‌خواهم", "می‌خواهم"); /* Persian needs its joiner */
    /* A tower of marks is cut, what a script needs is kept. */
    becomes("x\xcc\xa3\xcc\xa3\xcc\xa3\xcc\xa3\xcc\xa3\xcc\xa3\xcc\xa3",
            "x\xcc\xa3\xcc\xa3\xcc\xa3\xcc\xa3");
    becomes("น้ำ ทิ้", "น้ำ ทิ้");
    jb_buffer_init(&out, 0);
    JB_EQ_I64(jb_name_clean(jb_slice_of("\xe2\xa0\x80\xe2\xa0\x80"), &out), JB_ERR_INVALID);
    jb_buffer_finish(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_that_look_the_same_are_alike),
        cmocka_unit_test(every_plain_letter_looks_as_it_does_among_others),
        cmocka_unit_test(other_names_are_not),
        cmocka_unit_test(lookalikes_get_a_number),
        cmocka_unit_test(words_are_found_however_they_are_written),
        cmocka_unit_test(a_list_that_is_not_text_is_refused),
        cmocka_unit_test(names_are_rid_of_what_nobody_sees),
    };
    return JB_RUN(tests);
}
