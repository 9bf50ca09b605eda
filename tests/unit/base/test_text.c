/*
 * UTF-8, names, and folding for comparison.
 */
#include <string.h>

#include "jb_test.h"
#include "jinbang/limits.h"
#include "jinbang/random.h"
#include "jinbang/text.h"

static const char *const broken[] = {
    "\x80",             /* continuation alone */
    "a\xc3",            /* cut short */
    "\xc3(",            /* not continued */
    "\xc0\xaf",         /* overlong */
    "\xe0\x80\xaf",     /* overlong */
    "\xed\xa0\x80",     /* surrogate */
    "\xf4\x90\x80\x80", /* beyond U+10FFFF */
    "\xf8\x88\x80\x80", /* five bytes */
    "\xff\xfe",
};

static void only_well_formed_utf8_is_valid(void **state)
{
    JB_TRUE(jb_utf8_valid(jb_slice_of("")));
    JB_TRUE(jb_utf8_valid((jb_slice){ .bytes = NULL, .size = 0 }));
    JB_TRUE(jb_utf8_valid(jb_slice_of("aé中😀\xf4\x8f\xbf\xbf")));
    JB_FALSE(jb_utf8_valid((jb_slice){ .bytes = "a\0b", .size = 3 }));
    JB_FALSE(jb_utf8_valid((jb_slice){ .bytes = "中", .size = 2 }));
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        JB_FALSE(jb_utf8_valid(jb_slice_of(broken[i])));
    }
}

static void characters_are_counted_as_people_do(void **state)
{
    const struct {
        const char *text;
        size_t count;
    } cases[] = {
        { "", 0 },          { "abc", 3 },  { "中文", 2 },          { "é", 1 },
        { "e\xcc\x81", 1 }, /* combining acute */
        { "नि", 1 },        { "한", 1 },   { "\r\n", 1 },          { "ᠮᠣᠩ", 3 },
        { "👍🏽", 1 },  { "🇨🇳🇫🇷", 2 }, { "❤\xef\xb8\x8f", 1 }, { "👨\xe2\x80\x8d👩", 1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        JB_EQ_SIZE(jb_text_graphemes(jb_slice_of(cases[i].text)), cases[i].count);
    }
}

static void name_becomes(const char *name, jb_status status, const char *wanted)
{
    jb_buffer out;
    jb_buffer_init(&out, 0);
    jb_buffer_append_text(&out, "before"); /* is replaced, not appended to */
    jb_status got = jb_name_clean(jb_slice_of(name), &out);
    JB_EQ_I64(got, status);
    JB_EQ_STR(jb_buffer_text(&out), wanted);
    jb_buffer_finish(&out);
}

static void names_of_all_scripts_are_kept(void **state)
{
    const char *const names[] = { "A",
                                  "李",
                                  "阿卜杜拉·买买提",
                                  "O'Brien",
                                  "O’Brien",
                                  "Ναυσικά",
                                  "محمد",
                                  "བཀྲ་ཤིས",
                                  "ᠪᠠᠭᠠᠲᠤᠷ",
                                  "김철수",
                                  "Zoë",
                                  "😀",
                                  "👨‍👩‍👧‍👦",
                                  "队伍 1",
                                  "<b>&amp;",
                                  "😀❤️" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        name_becomes(names[i], JB_OK, names[i]);
    }
}

static void names_are_trimmed_and_composed(void **state)
{
    name_becomes("  Anna  ", JB_OK, "Anna");
    name_becomes("Anna   Maria", JB_OK, "Anna Maria");
    name_becomes("\xe3\x80\x80李\xe3\x80\x80\xe3\x80\x80雷\xe3\x80\x80", JB_OK, "李 雷");
    name_becomes("a\xc2\xa0"
                 "b",
                 JB_OK, "a b");
    name_becomes("Zoe\xcc\x88", JB_OK, "Zoë");
    name_becomes("Ａｎｎａ", JB_OK, "Ａｎｎａ"); /* a name is kept as written, not folded */
}

static void empty_and_invisible_names_are_invalid(void **state)
{
    const char *const names[] = {
        "",
        " ",
        "\xe3\x80\x80",             /* ideographic space */
        "\xe2\x80\x8b",             /* zero width space */
        "\xe2\x80\x8d\xe2\x80\x8c", /* joiners */
        "\xef\xbb\xbf",             /* byte order mark */
        "\xc2\xad",                 /* soft hyphen */
        "\xe3\x85\xa4",             /* Hangul filler */
        "\xef\xb8\x8f",             /* variation selector */
        " \xe2\x80\x8b ",
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        name_becomes(names[i], JB_ERR_INVALID, "");
    }
}

/* One code point in UTF-8, no surrogates. Returns its size. */
static size_t put_code_point(uint32_t c, char *out)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    static const uint32_t leads[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
    size_t size = c < 0x10000 ? 3 : 4;
    size = c < 0x800 ? 2 : size;
    for (size_t i = size - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (c & 0x3f));
        c >>= 6;
    }
    out[0] = (char)(leads[size] | c);
    return size;
}

static void control_and_direction_characters_are_invalid(void **state)
{
    const uint32_t characters[] = {
        0x01,   '\t',   '\n',     0x1b,   0x7f,   0x85, /* controls */
        0x2028, 0x2029,                                 /* line and paragraph separator */
        0x202a, 0x202b, 0x202c,   0x202d, 0x202e,       /* embeddings and overrides */
        0x2066, 0x2067, 0x2068,   0x2069,               /* isolates */
        0x200e, 0x200f, 0x061c,                         /* marks */
        0xe000, 0xf8ff, 0x10fffd,                       /* private use */
    };
    for (size_t i = 0; i < sizeof characters / sizeof characters[0]; i++) {
        char name[8] = { 'a' };
        size_t size = 1 + put_code_point(characters[i], name + 1);
        name_becomes(name, JB_ERR_INVALID, "");
        name[size] = 'b';
        name_becomes(name, JB_ERR_INVALID, "");
        name_becomes(name + 1, JB_ERR_INVALID, "");
    }
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        name_becomes(broken[i], JB_ERR_INVALID, "");
    }
}

static void repeat(char *out, const char *piece, size_t times)
{
    size_t size = strlen(piece);
    for (size_t i = 0; i < times; i++) {
        memcpy(out + i * size, piece, size);
    }
    out[times * size] = '\0';
}

static void names_have_at_most_40_characters(void **state)
{
    const char *const pieces[] = { "a", "李", "e\xcc\x82\xcc\xa3", "👍🏽", "😀" };
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        char name[JB_NAME_BYTES_MAX + 100];
        jb_buffer out;
        jb_buffer_init(&out, 0);
        repeat(name, pieces[i], JB_NAME_GRAPHEMES_MAX);
        JB_EQ_I64(jb_name_clean(jb_slice_of(name), &out), JB_OK);
        JB_EQ_SIZE(jb_text_graphemes(jb_buffer_slice(&out)), JB_NAME_GRAPHEMES_MAX);
        repeat(name, pieces[i], JB_NAME_GRAPHEMES_MAX + 1);
        JB_EQ_I64(jb_name_clean(jb_slice_of(name), &out), JB_ERR_LIMIT);
        JB_EQ_SIZE(out.size, 0);
        jb_buffer_finish(&out);
    }
    char spaced[200];
    repeat(spaced, "a   ", JB_NAME_GRAPHEMES_MAX / 2); /* what is trimmed does not count */
    jb_buffer out;
    jb_buffer_init(&out, 0);
    JB_EQ_I64(jb_name_clean(jb_slice_of(spaced), &out), JB_OK);
    jb_buffer_finish(&out);
}

static void families_of_emoji_are_one_character_each(void **state)
{
    char name[JB_NAME_BYTES_MAX + 1];
    repeat(name, "👨‍👩‍👧‍👦", 16); /* 25 bytes each: the limit in bytes */
    JB_EQ_SIZE(jb_text_graphemes(jb_slice_of(name)), 16);
    name_becomes(name, JB_OK, name);
}

static void name_of_too_many_bytes_is_over_the_limit(void **state)
{
    char name[JB_NAME_BYTES_MAX + 2];
    memset(name, ' ', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    name_becomes(name, JB_ERR_LIMIT, "");
    name[0] = 'a'; /* one character with 200 marks */
    repeat(name + 1, "\xcc\xa3", JB_NAME_BYTES_MAX / 2);
    name_becomes(name, JB_ERR_LIMIT, "");
}

static void folds_to(const char *text, const char *wanted)
{
    jb_buffer out;
    jb_buffer_init(&out, 0);
    JB_EQ_I64(jb_text_fold(jb_slice_of(text), &out), JB_OK);
    JB_EQ_STR(jb_buffer_text(&out), wanted);
    jb_buffer_finish(&out);
}

static void spellings_that_mean_the_same_fold_alike(void **state)
{
    const struct {
        const char *text;
        const char *wanted;
    } cases[] = {
        { "", "" },
        { "   ", "" },
        { "HeLLo", "hello" },
        { "  a \t b\n", "a b" },
        { "Ａ１！", "a1!" },                 /* full width */
        { "ｶﾞｷﾞ", "ガギ" },                  /* half-width katakana with its marks */
        { "北京\xe3\x80\x80市", "北京 市" }, /* ideographic space */
        { "a\xc2\xa0\xc2\xa0"
          "b",
          "a b" },                     /* no-break spaces */
        { "oﬃce ﬁsh", "office fish" }, /* ligatures */
        { "Straße", "strasse" },
        { "STRASSE", "strasse" },
        { "ΣΊΣΥΦΟΣ", "σίσυφοσ" },
        { "Σίσυφος", "σίσυφοσ" },
        { "e\xcc\x81", "é" },
        { "É", "é" },
        { "ISTANBUL", "istanbul" }, /* no dotless i, whatever the locale */
        { "ı", "ı" },
        { "İ", "i\xcc\x87" },
        { "②", "2" },
        { "x²", "x2" },
        { "㎏", "kg" },
        { "㏀", "kω" }, /* upper case behind a compatibility form */
        { "kΩ", "kω" }, /* with the ohm sign */
        { "℡", "tel" },
        { "𝐀", "a" },
        { "⼯人", "工人" }, /* Kangxi radical */
        { "⻔口", "门口" }, /* CJK radical */
        { "⻢⻋⻓", "马车长" },
        { "a\xe2\x80\x8b"
          "b",
          "ab" }, /* zero width space */
        { "\xef\xbb\xbf"
          "a",
          "a" }, /* byte order mark */
        { "co\xc2\xad"
          "op",
          "coop" }, /* soft hyphen */
        { "\xe2\x80\x8b", "" },
        { "e\xe2\x80\x8b\xcc\x81", "é" }, /* composed once nothing is between */
        { "，。？", ",。?" },
        { "3.14", "3.14" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        folds_to(cases[i].text, cases[i].wanted);
    }
}

static void radicals_become_the_ideographs_they_stand_for(void **state)
{
    uint32_t mapped = 0;
    for (uint32_t c = 0x2e80; c <= 0x2fdf; c++) {
        uint32_t to = jb_text_radical(c);
        JB_TRUE(to == c || (to >= 0x3400 && to <= 0x9fff));
        JB_EQ_U64(jb_text_radical(to), to);
        mapped += to != c;
    }
    JB_EQ_U64(mapped, 315); /* all 214 of Kangxi; the others but for 13 outside of most fonts */
    JB_EQ_U64(jb_text_radical(0x2f00), 0x4e00);
    JB_EQ_U64(jb_text_radical(0x2fd5), 0x9fa0);
    JB_EQ_U64(jb_text_radical(0x2ed4), 0x95e8);
    JB_EQ_U64(jb_text_radical('a'), 'a');
}

static void different_words_stay_different(void **state)
{
    const char *const pairs[][2] = {
        { "a b", "ab" }, { "e", "é" }, { "か", "が" }, { "か", "カ" }, { "1", "一" }, { "-1", "1" },
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        jb_buffer a;
        jb_buffer b;
        jb_buffer_init(&a, 0);
        jb_buffer_init(&b, 0);
        JB_EQ_I64(jb_text_fold(jb_slice_of(pairs[i][0]), &a), JB_OK);
        JB_EQ_I64(jb_text_fold(jb_slice_of(pairs[i][1]), &b), JB_OK);
        JB_FALSE(jb_slice_equal(jb_buffer_slice(&a), jb_buffer_slice(&b)));
        jb_buffer_finish(&a);
        jb_buffer_finish(&b);
    }
}

static void folding_appends_and_says_what_went_wrong(void **state)
{
    jb_buffer out;
    jb_buffer_init(&out, 6);
    JB_EQ_I64(jb_text_fold(jb_slice_of("A"), &out), JB_OK);
    jb_buffer_append_char(&out, '\n');
    JB_EQ_I64(jb_text_fold(jb_slice_of(" B "), &out), JB_OK);
    JB_EQ_STR(jb_buffer_text(&out), "a\nb");
    JB_EQ_I64(jb_text_fold(jb_slice_of("\xff"), &out), JB_ERR_INVALID);
    JB_EQ_I64(jb_text_fold((jb_slice){ .bytes = "a\0", .size = 2 }, &out), JB_ERR_INVALID);
    JB_EQ_STR(jb_buffer_text(&out), "a\nb");
    JB_EQ_I64(jb_text_fold(jb_slice_of("toolong"), &out), JB_ERR_MEMORY);
    jb_buffer_finish(&out);
}

static void what_is_folded_does_not_change_by_folding_again(void **state)
{
    const uint32_t starts[] = { 0x20,   0xa0,   0x300,  0x370,  0x1100, 0x2000,  0x2100, 0x2e80,
                                0x3000, 0x30a0, 0xac00, 0xfb00, 0xff00, 0x1d400, 0x1f300 };
    jb_random random;
    jb_random_seed(&random, 3);
    jb_buffer once;
    jb_buffer twice;
    jb_buffer_init(&once, 0);
    jb_buffer_init(&twice, 0);
    for (int n = 0; n < 30000; n++) {
        char text[64];
        size_t size = 0;
        for (uint64_t left = jb_random_below(&random, 8); left > 0; left--) {
            uint32_t start = starts[jb_random_below(&random, 15)];
            size += put_code_point(start + (uint32_t)jb_random_below(&random, 0x80), text + size);
        }
        jb_buffer_clear(&once);
        jb_buffer_clear(&twice);
        JB_EQ_I64(jb_text_fold((jb_slice){ .bytes = text, .size = size }, &once), JB_OK);
        JB_TRUE(jb_utf8_valid(jb_buffer_slice(&once)));
        JB_EQ_I64(jb_text_fold(jb_buffer_slice(&once), &twice), JB_OK);
        JB_EQ_STR(jb_buffer_text(&twice), jb_buffer_text(&once));
    }
    jb_buffer_finish(&once);
    jb_buffer_finish(&twice);
}

static void text_for_people_holds_no_controls(void **state)
{
    JB_TRUE(jb_text_printable(jb_slice_of("")));
    JB_TRUE(jb_text_printable(jb_slice_of("a\tb\nc 中😀")));
    JB_FALSE(jb_text_printable(jb_slice_of("a\rb")));
    JB_FALSE(jb_text_printable(jb_slice_of("\x1b[0m")));
    JB_FALSE(jb_text_printable(jb_slice_of("\x7f")));
    JB_FALSE(jb_text_printable((jb_slice){ .bytes = "a\0", .size = 2 }));
    JB_FALSE(jb_text_printable(jb_slice_of("\xc0\xaf")));
}

static void line_becomes(const char *line, jb_status status, const char *wanted)
{
    jb_buffer out;
    jb_buffer_init(&out, 0);
    jb_buffer_append_text(&out, "before");
    JB_EQ_I64(jb_message_clean(jb_slice_of(line), &out), status);
    JB_EQ_STR(jb_buffer_text(&out), wanted);
    jb_buffer_finish(&out);
}

static void line_to_everybody_is_cleaned_like_a_name(void **state)
{
    line_becomes("  Back   in five minutes ", JB_OK, "Back in five minutes");
    line_becomes("e\xcc\x81", JB_OK, "\xc3\xa9");
    line_becomes("\xe4\xba\x94\xe5\x88\x86\xe9\x92\x9f", JB_OK,
                 "\xe4\xba\x94\xe5\x88\x86\xe9\x92\x9f");
    line_becomes("", JB_OK, ""); /* takes it back */
    line_becomes("   ", JB_OK, "");
    line_becomes("\xe2\x80\x8b", JB_OK, ""); /* nothing that anybody sees */
    line_becomes("two\nlines", JB_ERR_INVALID, "");
    line_becomes("a\x1b[31m", JB_ERR_INVALID, "");
    line_becomes("\xe2\x80\xae"
                 "turned",
                 JB_ERR_INVALID, "");
    line_becomes("\xff", JB_ERR_INVALID, "");
}

static void line_to_everybody_has_its_own_limits(void **state)
{
    static char line[2 * JB_MESSAGE_BYTES_MAX];
    static const char *const pieces[] = { "a", "\xe4\xb8\xad", "e\xcc\xa3" };
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        jb_buffer out;
        jb_buffer_init(&out, 0);
        repeat(line, pieces[i], JB_MESSAGE_GRAPHEMES_MAX);
        JB_EQ_I64(jb_message_clean(jb_slice_of(line), &out), JB_OK);
        JB_EQ_SIZE(jb_text_graphemes(jb_buffer_slice(&out)), JB_MESSAGE_GRAPHEMES_MAX);
        jb_buffer_finish(&out);
        repeat(line, pieces[i], JB_MESSAGE_GRAPHEMES_MAX + 1);
        line_becomes(line, JB_ERR_LIMIT, "");
    }
    memset(line, ' ', JB_MESSAGE_BYTES_MAX + 1);
    line[JB_MESSAGE_BYTES_MAX + 1] = '\0';
    line_becomes(line, JB_ERR_LIMIT, "");
}

static void text_is_cut_between_characters(void **state)
{
    static const struct {
        const char *text;
        size_t graphemes;
        size_t size;
    } cases[] = {
        { "", 3, 0 },
        { "abc", 0, 0 },
        { "abc", 2, 2 },
        { "abc", 3, 3 },
        { "abc", 4, 3 },
        { "\xe4\xb8\xad\xe6\x96\x87", 1, 3 },
        { "\xe4\xb8\xad\xe6\x96\x87", 2, 6 },
        { "e\xcc\x81"
          "a",
          1, 3 },
        { "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9"
          "a",
          1, 11 }, /* joined emoji */
        { "\r\na", 1, 2 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        JB_EQ_SIZE(jb_text_cut(jb_slice_of(cases[i].text), cases[i].graphemes), cases[i].size);
    }
}

static void long_text_is_cut_without_reading_all_of_it(void **state)
{
    static char text[3 * 1000 + 1];
    repeat(text, "\xe4\xb8\xad", 1000);
    JB_EQ_SIZE(jb_text_cut(jb_slice_of(text), 10), 30);
    JB_EQ_SIZE(jb_text_cut(jb_slice_of(text), 999), 2997);
    JB_EQ_SIZE(jb_text_cut(jb_slice_of(text), 1000), 3000);
    /* One letter under a heap of accents is one character, and longer than any has a right to be.
     */
    text[0] = 'a';
    repeat(text + 1, "\xcc\x81", 500);
    JB_EQ_SIZE(jb_text_cut(jb_slice_of(text), 3), 0);
    JB_EQ_SIZE(jb_text_cut(jb_slice_of(text), 100), 1001);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_well_formed_utf8_is_valid),
        cmocka_unit_test(characters_are_counted_as_people_do),
        cmocka_unit_test(names_of_all_scripts_are_kept),
        cmocka_unit_test(names_are_trimmed_and_composed),
        cmocka_unit_test(empty_and_invisible_names_are_invalid),
        cmocka_unit_test(control_and_direction_characters_are_invalid),
        cmocka_unit_test(names_have_at_most_40_characters),
        cmocka_unit_test(families_of_emoji_are_one_character_each),
        cmocka_unit_test(name_of_too_many_bytes_is_over_the_limit),
        cmocka_unit_test(spellings_that_mean_the_same_fold_alike),
        cmocka_unit_test(different_words_stay_different),
        cmocka_unit_test(folding_appends_and_says_what_went_wrong),
        cmocka_unit_test(what_is_folded_does_not_change_by_folding_again),
        cmocka_unit_test(text_for_people_holds_no_controls),
        cmocka_unit_test(line_to_everybody_is_cleaned_like_a_name),
        cmocka_unit_test(radicals_become_the_ideographs_they_stand_for),
        cmocka_unit_test(line_to_everybody_has_its_own_limits),
        cmocka_unit_test(text_is_cut_between_characters),
        cmocka_unit_test(long_text_is_cut_without_reading_all_of_it),
    };
    return JB_RUN(tests);
}
