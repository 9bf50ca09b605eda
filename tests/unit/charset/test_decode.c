#include "jb_test.h"

#include <stdlib.h>
#include <string.h>

#include "jinbang/charset.h"
#include "jinbang/text.h"

/* A literal with NULs in it. */
#define BYTES(text)                                                                                \
    {                                                                                              \
        .bytes = (text), .size = sizeof(text) - 1                                                  \
    }

typedef struct text_sample {
    const char *what;
    jb_slice file;
    jb_encoding encoding;
    bool marked;
    jb_decode_doubt doubt;
    uint32_t doubt_line;
    const char *text;
} text_sample;

static void check(const text_sample *sample, jb_encoding wanted)
{
    jb_decoded decoded;
    jb_status status = jb_decode(sample->file, wanted, &decoded);
    if (status != JB_OK || decoded.encoding != sample->encoding) {
        print_error("%s: %s\n", sample->what, jb_encoding_name(decoded.encoding));
    }
    JB_EQ_I64(status, JB_OK);
    JB_EQ_STR(jb_buffer_text(&decoded.text), sample->text);
    JB_EQ_SIZE(decoded.text.size, strlen(sample->text));
    JB_EQ_STR(jb_encoding_name(decoded.encoding), jb_encoding_name(sample->encoding));
    JB_EQ_I64(decoded.marked, sample->marked);
    JB_EQ_I64(decoded.doubt, sample->doubt);
    JB_EQ_U64(decoded.doubt_line, sample->doubt_line);
    jb_decoded_finish(&decoded);
}

#define TEN_LINES "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n"

static const text_sample found[] = {
    { "nothing", BYTES(""), JB_ENCODING_UTF_8, false, JB_DOUBT_NONE, 0, "" },
    { "ASCII", BYTES("What?\nA. x\n"), JB_ENCODING_UTF_8, false, JB_DOUBT_NONE, 0,
      "What?\nA. x\n" },
    { "UTF-8", BYTES("金榜\né"), JB_ENCODING_UTF_8, false, JB_DOUBT_NONE, 0, "金榜\né" },
    { "UTF-8 with a mark", BYTES("\xef\xbb\xbf金榜"), JB_ENCODING_UTF_8, true, JB_DOUBT_NONE, 0,
      "金榜" },
    { "a mark alone", BYTES("\xef\xbb\xbf"), JB_ENCODING_UTF_8, true, JB_DOUBT_NONE, 0, "" },
    { "line ends",
      BYTES("a\r\nb\rc\nd\xe2\x80\xa8"
            "e\xc2\x85"
            "f\r\n\r\ng\r\rh\xe2\x80\xa9"),
      JB_ENCODING_UTF_8, false, JB_DOUBT_NONE, 0, "a\nb\nc\nd\ne\nf\n\ng\n\nh\n" },
    { "Ctrl-Z", BYTES("a\r\n\x1a"), JB_ENCODING_UTF_8, false, JB_DOUBT_NONE, 0, "a\n" },
    { "Ctrl-Z and the rest of the block", BYTES("a\n\x1a\x1a\0\0\r\n"), JB_ENCODING_UTF_8, false,
      JB_DOUBT_REPLACED, 2, "a\n" },
    { "Ctrl-Z within",
      BYTES("a\x1a"
            "b\n"),
      JB_ENCODING_UTF_8, false, JB_DOUBT_NONE, 0,
      "a\x1a"
      "b\n" },
    { "a NUL", BYTES("one\ntwo \0 three\n"), JB_ENCODING_UTF_8, false, JB_DOUBT_REPLACED, 2,
      "one\ntwo \xef\xbf\xbd three\n" },

    { "GBK",
      BYTES("\xd6\xd0\xb9\xfa\xb5\xc4\xca\xd7\xb6\xbc\xca\xc7\xa3\xa8 \xa3\xa9\xa1\xa3\nA. "
            "\xb1\xb1\xbe\xa9\n"),
      JB_ENCODING_GB18030, false, JB_DOUBT_NONE, 0, "中国的首都是（ ）。\nA. 北京\n" },
    { "GBK outside GB 2312",
      BYTES("\xd6\xec\xe9"
            "F"
            "\xbb\xf9\xca\xc7\xcb\xad\xa3\xbf\xa1\xa3"),
      JB_ENCODING_GB18030, false, JB_DOUBT_NONE, 0, "朱镕基是谁？。" },
    { "GB18030 of four bytes", BYTES("\xb5\xc4\xca\xc7\xd4\xda\xc8\xcb\x81\x30\x81\x34\n"),
      JB_ENCODING_GB18030, false, JB_DOUBT_NONE, 0, "的是在人\xc2\x84\n" },
    { "GB18030 with a mark", BYTES("\x84\x31\x95\x33\xb5\xc4"), JB_ENCODING_GB18030, true,
      JB_DOUBT_NONE, 0, "的" },
    { "two Chinese characters in English text", BYTES("Who was \xc0\xee\xb0\xd7?\nA) a poet\n"),
      JB_ENCODING_GB18030, false, JB_DOUBT_UNSURE, 1, "Who was 李白?\nA) a poet\n" },

    { "one stray byte, which GBK would take with the letter after it",
      BYTES(TEN_LINES TEN_LINES "a\xf6"
                                "df\n"),
      JB_ENCODING_WINDOWS_1252, false, JB_DOUBT_UNSURE, 21, TEN_LINES TEN_LINES "aödf\n" },
    { "UTF-8 with a stray line", BYTES("“one” – zwölf\nnaïve\ncaf\xe9\nfin\n"), JB_ENCODING_MIXED,
      false, JB_DOUBT_STRAY, 3, "“one” – zwölf\nnaïve\ncafé\nfin\n" },
    { "both in one line", BYTES("“one” – zwölf f\xfcr €\n"), JB_ENCODING_MIXED, false,
      JB_DOUBT_STRAY, 1, "“one” – zwölf für €\n" },
    { "a mark and a stray byte",
      BYTES("\xef\xbb\xbf"
            "a\nf\xfcr\n"),
      JB_ENCODING_MIXED, true, JB_DOUBT_STRAY, 2, "a\nfür\n" },
    { "a character that was cut", BYTES("金榜题名时\n他乡遇故\xe7\x9f\n久旱逢甘雨\n"),
      JB_ENCODING_MIXED, false, JB_DOUBT_STRAY, 2,
      "金榜题名时\n他乡遇故\xef\xbf\xbd\n久旱逢甘雨\n" },
    { "a quote that was cut", BYTES("“Don’t”\ndon\xe2\x80t\n"), JB_ENCODING_MIXED, false,
      JB_DOUBT_STRAY, 2, "“Don’t”\ndon\xef\xbf\xbdt\n" },
    { "windows-1252 quotes after a letter",
      BYTES(TEN_LINES TEN_LINES "\x93"
                                "caf\xe9\x94\n"),
      JB_ENCODING_WINDOWS_1252, false, JB_DOUBT_UNSURE, 21, TEN_LINES TEN_LINES "“café”\n" },

    { "windows-1252",
      BYTES("Wie hei\xdft der h\xf6"
            "chste Berg \xd6sterreichs?\nGro\xdfglockner\n"),
      JB_ENCODING_WINDOWS_1252, false, JB_DOUBT_UNSURE, 1,
      "Wie heißt der höchste Berg Österreichs?\nGroßglockner\n" },
    { "windows-1252 in French",
      BYTES("O\xf9 est n\xe9 Moli\xe8re ?\n\xabParis\xbb co\xfbte 5 "
            "\x80\n\xc9t\xe9\n"),
      JB_ENCODING_WINDOWS_1252, false, JB_DOUBT_UNSURE, 1,
      "Où est né Molière ?\n«Paris» coûte 5 €\nÉté\n" },

    { "UTF-16 LE with a mark", BYTES("\xff\xfe\x11\x62\r\0\n\0a\0"), JB_ENCODING_UTF_16LE, true,
      JB_DOUBT_NONE, 0, "我\na" },
    { "UTF-16 BE with a mark", BYTES("\xfe\xff\x62\x11\0\r\0\n\0a"), JB_ENCODING_UTF_16BE, true,
      JB_DOUBT_NONE, 0, "我\na" },
    { "UTF-16 LE of ASCII", BYTES("W\0h\0a\0t\0?\0\r\0\n\0"), JB_ENCODING_UTF_16LE, false,
      JB_DOUBT_NONE, 0, "What?\n" },
    { "UTF-16 BE of ASCII", BYTES("\0W\0h\0a\0t\0?\0\n"), JB_ENCODING_UTF_16BE, false,
      JB_DOUBT_NONE, 0, "What?\n" },
    { "UTF-16 LE of Chinese", BYTES("\x00\x4e\x2a\x4e\xba\x4e\x84\x76\x0c\xff\r\0\n\0\x00\x4e"),
      JB_ENCODING_UTF_16LE, false, JB_DOUBT_NONE, 0, "一个人的，\n一" },
    { "a pair of UTF-16", BYTES("\xff\xfe\x3d\xd8\x00\xde"), JB_ENCODING_UTF_16LE, true,
      JB_DOUBT_NONE, 0, "😀" },
    { "half a pair of UTF-16",
      BYTES("\xff\xfe"
            "a\0\n\0\x3d\xd8"
            "b\0"),
      JB_ENCODING_UTF_16LE, true, JB_DOUBT_REPLACED, 2,
      "a\n\xef\xbf\xbd"
      "b" },
    { "UTF-16 with a lone line end",
      BYTES("\xff\xfe"
            "a\0\n"),
      JB_ENCODING_UTF_16LE, true, JB_DOUBT_NONE, 0, "a" },
};

static void encodings_are_found_in_the_bytes(void **state)
{
    for (size_t i = 0; i < sizeof found / sizeof found[0]; i++) {
        check(&found[i], JB_ENCODING_NONE);
    }
}

static const text_sample asked[] = {
    { "Big5", BYTES("\xa4\xa4\xb0\xea\xaa\xba\xad\xba\xb3\xa3"), JB_ENCODING_BIG5, false,
      JB_DOUBT_NONE, 0, "中國的首都" },
    { "Big5 with a damaged end", BYTES("\xa4\xa4\n\xb0"), JB_ENCODING_BIG5, false,
      JB_DOUBT_REPLACED, 2, "中\n\xef\xbf\xbd" },
    { "GB18030 that is not", BYTES("caf\xe9 \nfin"), JB_ENCODING_GB18030, false, JB_DOUBT_REPLACED,
      1, "caf\xef\xbf\xbd \nfin" },
    { "the euro sign of code page 936", BYTES("5\x80 \xd6\xd0"), JB_ENCODING_GB18030, false,
      JB_DOUBT_NONE, 0, "5€ 中" },
    { "UTF-8 that is not", BYTES("a\nf\xfcr\n"), JB_ENCODING_UTF_8, false, JB_DOUBT_REPLACED, 2,
      "a\nf\xef\xbf\xbdr\n" },
    { "UTF-8 with its mark", BYTES("\xef\xbb\xbf金"), JB_ENCODING_UTF_8, true, JB_DOUBT_NONE, 0,
      "金" },
    { "windows-1252", BYTES("f\xfcr 5\x80"), JB_ENCODING_WINDOWS_1252, false, JB_DOUBT_NONE, 0,
      "für 5€" },
    { "a byte windows-1252 has not", BYTES("f\x81r"), JB_ENCODING_WINDOWS_1252, false,
      JB_DOUBT_REPLACED, 1, "f\xef\xbf\xbdr" },
    { "UTF-16 without a mark", BYTES("\x2d\x4e\xfd\x56"), JB_ENCODING_UTF_16LE, false,
      JB_DOUBT_NONE, 0, "中国" },
    { "UTF-16 BE", BYTES("\x4e\x2d\x56\xfd"), JB_ENCODING_UTF_16BE, false, JB_DOUBT_NONE, 0,
      "中国" },
};

static void an_encoding_can_be_chosen(void **state)
{
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        check(&asked[i], asked[i].encoding);
    }
}

static void the_mark_of_utf_16_says_its_order(void **state)
{
    const text_sample big = { "BE asked for as LE",
                              BYTES("\xfe\xff\x4e\x2d"),
                              JB_ENCODING_UTF_16BE,
                              true,
                              JB_DOUBT_NONE,
                              0,
                              "中" };
    check(&big, jb_encoding_of("utf-16"));
}

/* Text of old systems that is neither Chinese nor western: never without a warning. */
static void what_looks_like_nothing_known_is_doubted(void **state)
{
    static const char *const files[] = {
        /* Russian in windows-1251: Столица России Москва и так далее */
        "\xd1\xf2\xee\xeb\xe8\xf6\xe0 \xd0\xee\xf1\xf1\xe8\xe8 \xcc\xee\xf1\xea\xe2\xe0 \xe8 "
        "\xf2\xe0\xea \xe4\xe0\xeb\xe5\xe5\n",
        /* Traditional Chinese in Big5: 下列哪一個不是臺灣的城市？ */
        "\xa4U\xa6"
        "C\xad\xfe\xa4@\xad\xd3\xa4\xa3\xacO\xbbO\xc6W\xaa\xba\xab\xb0\xa5\xab\xa1H\n",
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        jb_decoded decoded;
        JB_EQ_I64(jb_decode(jb_slice_of(files[i]), JB_ENCODING_NONE, &decoded), JB_OK);
        JB_EQ_STR(jb_encoding_name(decoded.encoding), "windows-1252");
        JB_EQ_I64(decoded.doubt, JB_DOUBT_UNSURE);
        jb_decoded_finish(&decoded);
    }
}

/* Korean of the old code has both bytes high, in the rows of common ideographs, but none of the
 * characters that every Chinese text has. */
static void korean_is_not_taken_for_chinese_silently(void **state)
{
    jb_buffer file;
    jb_decoded decoded;
    jb_buffer_init(&file, 0);
    for (int i = 0; i < 20; i++) {
        jb_buffer_append_text(&file, "\xb4\xeb\xc7\xd1\xb9\xce\xb1\xb9\xc0\xc7 \xbc\xf6\xb5\xb5\n");
    }
    JB_EQ_I64(jb_decode(jb_buffer_slice(&file), JB_ENCODING_NONE, &decoded), JB_OK);
    JB_EQ_I64(decoded.doubt, JB_DOUBT_UNSURE);
    JB_EQ_U64(decoded.doubt_line, 1);
    jb_decoded_finish(&decoded);
    jb_buffer_finish(&file);
}

/* One bad byte among hundreds of characters: the file is not given up for it. */
static void a_damaged_byte_of_a_long_chinese_file_is_replaced(void **state)
{
    jb_buffer file;
    jb_decoded decoded;
    jb_buffer_init(&file, 0);
    for (int i = 0; i < 300; i++) {
        jb_buffer_append_text(&file, "\xd6\xd0\xb9\xfa\xb5\xc4\n");
    }
    jb_buffer_append_text(&file, "\xff\n\xd6\xd0\n");
    JB_EQ_I64(jb_decode(jb_buffer_slice(&file), JB_ENCODING_NONE, &decoded), JB_OK);
    JB_EQ_STR(jb_encoding_name(decoded.encoding), "gb18030");
    JB_EQ_I64(decoded.doubt, JB_DOUBT_REPLACED);
    JB_EQ_U64(decoded.doubt_line, 301);
    JB_EQ_STR(jb_buffer_text(&decoded.text) + decoded.text.size - strlen("\xef\xbf\xbd\n中\n"),
              "\xef\xbf\xbd\n中\n");
    jb_decoded_finish(&decoded);
    jb_buffer_finish(&file);
}

static void every_stray_line_is_counted_once(void **state)
{
    jb_decoded decoded;
    jb_slice file = BYTES("é – “\nf\xfcr f\xfcr\nok é\n\xdc\x62\x65r\né\n");
    JB_EQ_I64(jb_decode(file, JB_ENCODING_NONE, &decoded), JB_OK);
    JB_EQ_U64(decoded.stray_lines, 2);
    JB_EQ_U64(decoded.doubt_line, 2);
    JB_EQ_STR(jb_buffer_text(&decoded.text), "é – “\nfür für\nok é\nÜber\né\n");
    jb_decoded_finish(&decoded);
}

static void what_is_not_text_is_refused(void **state)
{
    static const jb_slice files[] = {
        BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0"),
        BYTES("\0\0\0\0"),
        BYTES("\x01\x02\x03\x04\x05\x06\x07\x08"),
        BYTES("\xff\xfe\0\0a\0\0\0"), /* UTF-32 */
        BYTES("\x7f"
              "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0\x01\0\0\0"),
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        jb_decoded decoded;
        JB_EQ_I64(jb_decode(files[i], JB_ENCODING_NONE, &decoded), JB_ERR_INVALID);
        JB_EQ_I64(decoded.encoding, JB_ENCODING_NONE);
        JB_EQ_SIZE(decoded.text.size, 0);
        jb_decoded_finish(&decoded);
    }
}

/* Characters and line ends that stand across the pieces in which a file is converted. */
static void nothing_is_lost_between_pieces(void **state)
{
    for (size_t lead = 0; lead < 3; lead++) {
        jb_buffer file;
        jb_buffer expected;
        jb_decoded decoded;
        jb_buffer_init(&file, 0);
        jb_buffer_init(&expected, 0);
        jb_buffer_append(&file, "aa", lead);
        jb_buffer_append(&expected, "aa", lead);
        for (int i = 0; i < 6000; i++) {
            jb_buffer_append_text(&file, "\xb5\xc4\r\n");
            jb_buffer_append_text(&expected, "的\n");
        }
        JB_EQ_I64(jb_decode(jb_buffer_slice(&file), JB_ENCODING_NONE, &decoded), JB_OK);
        JB_EQ_I64(decoded.encoding, JB_ENCODING_GB18030);
        JB_EQ_SIZE(decoded.text.size, expected.size);
        JB_EQ_MEM(decoded.text.bytes, expected.bytes, expected.size);
        jb_decoded_finish(&decoded);
        jb_buffer_finish(&expected);
        jb_buffer_finish(&file);
    }
}

static void names_are_known_as_people_write_them(void **state)
{
    static const struct {
        const char *name;
        jb_encoding encoding;
    } known[] = {
        { "utf-8", JB_ENCODING_UTF_8 },
        { "UTF8", JB_ENCODING_UTF_8 },
        { "mixed", JB_ENCODING_MIXED },
        { "GBK", JB_ENCODING_GB18030 },
        { "gb2312", JB_ENCODING_GB18030 },
        { "GB 18030", JB_ENCODING_GB18030 },
        { "cp936", JB_ENCODING_GB18030 },
        { "Big5", JB_ENCODING_BIG5 },
        { "latin1", JB_ENCODING_WINDOWS_1252 },
        { "ISO-8859-1", JB_ENCODING_WINDOWS_1252 },
        { "ansi", JB_ENCODING_WINDOWS_1252 },
        { "Windows-1252", JB_ENCODING_WINDOWS_1252 },
        { "utf-16", JB_ENCODING_UTF_16LE },
        { "UTF-16BE", JB_ENCODING_UTF_16BE },
        { "", JB_ENCODING_NONE },
        { "klingon", JB_ENCODING_NONE },
        { "utf-8/", JB_ENCODING_NONE },
        { "a-name-that-is-far-too-long-to-be-one", JB_ENCODING_NONE },
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        JB_EQ_STR(jb_encoding_name(jb_encoding_of(known[i].name)),
                  jb_encoding_name(known[i].encoding));
    }
    for (int i = JB_ENCODING_UTF_8; i < JB_ENCODING_COUNT; i++) {
        JB_EQ_I64(jb_encoding_of(jb_encoding_name((jb_encoding)i)), i);
    }
}

/* Whatever the bytes, the text is UTF-8 without NUL and without other line ends. */
static void any_bytes_become_text_or_are_refused(void **state)
{
    char bytes[64];
    uint32_t random = 12345;
    for (int round = 0; round < 20000; round++) {
        size_t size = (size_t)(round % (int)sizeof bytes);
        for (size_t i = 0; i < size; i++) {
            random = random * 1664525u + 1013904223u;
            bytes[i] = (char)(random >> 24);
        }
        jb_encoding wanted = (jb_encoding)(round % JB_ENCODING_COUNT);
        jb_decoded decoded;
        jb_status status = jb_decode((jb_slice){ bytes, size }, wanted, &decoded);
        if (status == JB_OK) {
            JB_TRUE(jb_utf8_valid(jb_buffer_slice(&decoded.text)));
            JB_TRUE(size == 0 ||
                    memchr(jb_buffer_text(&decoded.text), '\r', decoded.text.size) == NULL);
        } else {
            JB_EQ_I64(status, JB_ERR_INVALID);
            JB_EQ_SIZE(decoded.text.size, 0);
        }
        jb_decoded_finish(&decoded);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(encodings_are_found_in_the_bytes),
        cmocka_unit_test(an_encoding_can_be_chosen),
        cmocka_unit_test(the_mark_of_utf_16_says_its_order),
        cmocka_unit_test(what_looks_like_nothing_known_is_doubted),
        cmocka_unit_test(korean_is_not_taken_for_chinese_silently),
        cmocka_unit_test(a_damaged_byte_of_a_long_chinese_file_is_replaced),
        cmocka_unit_test(every_stray_line_is_counted_once),
        cmocka_unit_test(what_is_not_text_is_refused),
        cmocka_unit_test(nothing_is_lost_between_pieces),
        cmocka_unit_test(names_are_known_as_people_write_them),
        cmocka_unit_test(any_bytes_become_text_or_are_refused),
    };
    return JB_RUN(tests);
}
