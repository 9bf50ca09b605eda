/*
 * Which encoding? Byte order marks and strict UTF-8 are sure. Everything else is counted: UTF-16
 * has ASCII with a NUL beside it, GB 2312 has nearly all its characters in the rows of common
 * ideographs and punctuation, and windows-1252 has single high bytes between ASCII letters.
 *
 * GB18030 and windows-1252 overlap: any high byte and the letter after it are a pair of GBK, too.
 * That pair is outside GB 2312, whose second bytes are high as well. Cyrillic and Korean text of
 * old systems has two high bytes everywhere; the first falls into the rows of rare ideographs, the
 * second has none of the characters without which nobody writes Chinese.
 */
#include "sniff.h"

#include <string.h>
#include <unistr.h>

enum {
    UTF_16_LOOK = 1 << 16, /* units that are looked at */
    FEW_PAIRS = 8,
    MANY_PAIRS = 40,
    VERY_MANY_PAIRS = 200 /* from here on a damaged one is forgiven */
};

typedef struct mark {
    jb_encoding encoding;
    const char *bytes;
    size_t size;
} mark;

static const mark marks[] = {
    { JB_ENCODING_UTF_8, "\xef\xbb\xbf", 3 },
    { JB_ENCODING_UTF_16LE, "\xff\xfe", 2 },
    { JB_ENCODING_UTF_16BE, "\xfe\xff", 2 },
    { JB_ENCODING_GB18030, "\x84\x31\x95\x33", 4 },
};

size_t jb_charset_mark(jb_slice file, jb_encoding encoding)
{
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (marks[i].encoding == encoding && file.size >= marks[i].size &&
            memcmp(file.bytes, marks[i].bytes, marks[i].size) == 0) {
            return marks[i].size;
        }
    }
    return 0;
}

static unsigned char byte_at(jb_slice file, size_t at)
{
    return (unsigned char)file.bytes[at];
}

/* ---- UTF-16 ---- */

typedef struct units {
    uint32_t count;
    uint32_t ascii; /* printable, tab, line end */
    uint32_t usual; /* of the scripts that people write in */
    uint32_t bad;   /* controls, halves of pairs, no characters */
    uint32_t twins; /* both bytes are ASCII letters and signs: rather two characters of one byte */
} units;

static bool usual_unit(uint32_t unit)
{
    return (unit >= 0xa0 && unit < 0x590) || (unit >= 0x590 && unit < 0x700) ||
           (unit >= 0x900 && unit < 0xe80) || (unit >= 0x2010 && unit < 0x2040) ||
           (unit >= 0x2460 && unit < 0x2500) || (unit >= 0x3000 && unit < 0x3100) ||
           (unit >= 0x4e00 && unit < 0x9fa6) || (unit >= 0xac00 && unit < 0xd7a4) ||
           (unit >= 0xff00 && unit < 0xff60);
}

static units count_units(jb_slice file, bool big)
{
    units seen = { 0 };
    bool high = false; /* the first half of a pair stands before */
    for (size_t i = 0; i + 1 < file.size && seen.count < UTF_16_LOOK; i += 2) {
        uint32_t first = byte_at(file, i);
        uint32_t second = byte_at(file, i + 1);
        uint32_t unit = big ? first << 8 | second : second << 8 | first;
        bool low = unit >= 0xdc00 && unit < 0xe000;
        bool line = unit == '\t' || unit == '\n' || unit == '\r' || unit == 0x1a;
        seen.count++;
        seen.ascii += (unit >= 0x20 && unit < 0x7f) || line;
        seen.usual += usual_unit(unit);
        seen.twins += first >= 0x20 && first < 0x7f && second >= 0x20 && second < 0x7f;
        seen.bad += (unit < 0x20 && !line) || (unit >= 0x7f && unit < 0xa0) || low != high ||
                    unit >= 0xfff0 || (unit >= 0xe000 && unit < 0xf900);
        high = unit >= 0xd800 && unit < 0xdc00;
    }
    return seen;
}

static int64_t worth(const units *seen)
{
    return 2 * (int64_t)seen->ascii + seen->usual - 4 * (int64_t)seen->bad;
}

/* UTF-16 without a mark: NONE if it is not. */
static jb_encoding sniff_utf16(jb_slice file)
{
    if (file.size < 4 || memchr(file.bytes, '\0', file.size) == NULL) {
        return JB_ENCODING_NONE;
    }
    units little = count_units(file, false);
    units big = count_units(file, true);
    bool is_big = worth(&big) > worth(&little);
    const units *best = is_big ? &big : &little;
    bool good = (uint64_t)best->ascii * 50 >= best->count &&
                (uint64_t)best->bad * 50 <= best->count &&
                (uint64_t)best->twins * 5 <= (uint64_t)best->count * 3 &&
                (uint64_t)(best->ascii + best->usual) * 10 >= (uint64_t)best->count * 8;
    if (!good) {
        return JB_ENCODING_NONE;
    }
    return is_big ? JB_ENCODING_UTF_16BE : JB_ENCODING_UTF_16LE;
}

/* ---- not text ---- */

static bool is_control(unsigned char c)
{
    /* 0x1a ends a file of DOS, 0x1b changes colours */
    return (c < 0x20 && (c < '\t' || c > '\r') && c != 0x1a && c != 0x1b) || c == 0x7f;
}

static bool many_controls(jb_slice file)
{
    size_t size = file.size;
    while (size > 0 && byte_at(file, size - 1) == '\0') {
        size--; /* old systems fill up the last block */
    }
    size_t controls = 0;
    for (size_t i = 0; i < size; i++) {
        controls += is_control(byte_at(file, i));
    }
    return controls * 100 > size + 300 || (size == 0 && file.size > 0);
}

bool jb_charset_binary(jb_slice file)
{
    return many_controls(file) && jb_charset_mark(file, JB_ENCODING_UTF_16LE) == 0 &&
           jb_charset_mark(file, JB_ENCODING_UTF_16BE) == 0 &&
           sniff_utf16(file) == JB_ENCODING_NONE;
}

/* ---- UTF-8 ---- */

typedef struct utf8_count {
    uint64_t valid;     /* characters of several bytes */
    uint64_t long_ones; /* of them such of three and four: by chance they are rare */
    uint64_t stray;     /* bytes that belong to none */
    uint64_t lines;
    uint64_t stray_lines;
} utf8_count;

static bool is_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

size_t jb_charset_broken(jb_slice file, size_t at)
{
    unsigned char lead = byte_at(file, at);
    size_t needed = lead >= 0xf0 ? 3 : 2;
    size_t size = 1;
    if (lead < 0xe0 || lead > 0xf4 || (at > 0 && is_letter(byte_at(file, at - 1)))) {
        return 1; /* "café”" in windows-1252 looks like a character that was cut */
    }
    while (size <= needed && at + size < file.size && (byte_at(file, at + size) & 0xc0) == 0x80) {
        size++;
    }
    return size;
}

static utf8_count count_utf8(jb_slice file)
{
    utf8_count seen = { .lines = 1 };
    bool stray_line = false;
    for (size_t i = 0; i < file.size;) {
        unsigned char c = byte_at(file, i);
        if (c < 0x80) {
            bool line =
                c == '\n' || (c == '\r' && (i + 1 == file.size || file.bytes[i + 1] != '\n'));
            seen.lines += line && i + 1 < file.size;
            stray_line = stray_line && !line;
            i++;
            continue;
        }
        ucs4_t character = 0;
        int size = u8_mbtoucr(&character, (const uint8_t *)file.bytes + i, file.size - i);
        if (size > 0) {
            seen.valid++;
            seen.long_ones += size > 2;
            i += (size_t)size;
            continue;
        }
        seen.stray++;
        seen.stray_lines += !stray_line;
        stray_line = true;
        i += jb_charset_broken(file, i);
    }
    return seen;
}

/* ---- GB18030 ---- */

typedef struct gb_count {
    uint64_t pairs;
    uint64_t block;     /* of them in GB 2312 */
    uint64_t common;    /* of these: common ideographs, punctuation, full-width ASCII */
    uint64_t particles; /* of these: those that every Chinese text has */
    uint64_t errors;
} gb_count;

static bool is_particle(unsigned char first, unsigned char second)
{
    /* ，。、；：？！（）“” 的是不一有在人中国大和为了 */
    static const char list[] = "\xa3\xac\xa1\xa3\xa1\xa2\xa3\xbb\xa3\xba\xa3\xbf\xa3\xa1\xa3\xa8"
                               "\xa3\xa9\xa1\xb0\xa1\xb1\xb5\xc4\xca\xc7\xb2\xbb\xd2\xbb\xd3\xd0"
                               "\xd4\xda\xc8\xcb\xd6\xd0\xb9\xfa\xb4\xf3\xba\xcd\xce\xaa\xc1\xcb";
    for (size_t i = 0; i + 1 < sizeof list; i += 2) {
        if (first == (unsigned char)list[i] && second == (unsigned char)list[i + 1]) {
            return true;
        }
    }
    return false;
}

static void count_pair(gb_count *seen, unsigned char first, unsigned char second)
{
    bool block =
        second >= 0xa1 && ((first >= 0xa1 && first <= 0xa9) || (first >= 0xb0 && first <= 0xf7));
    bool common = block && (first <= 0xa3 || (first >= 0xb0 && first <= 0xd7));
    seen->pairs++;
    seen->block += block;
    seen->common += common;
    seen->particles += common && is_particle(first, second);
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

/* The size of the character that begins here; 0: none does. */
static size_t gb_size(jb_slice file, size_t at)
{
    unsigned char first = byte_at(file, at);
    unsigned char second = at + 1 < file.size ? byte_at(file, at + 1) : 0;
    if (first <= 0x80) {
        return 1; /* 0x80 is the euro sign of code page 936 */
    }
    if (first == 0xff) {
        return 0;
    }
    if (second >= 0x40 && second != 0x7f && second != 0xff) {
        return 2;
    }
    bool four = is_digit(second) && at + 3 < file.size && byte_at(file, at + 2) > 0x80 &&
                byte_at(file, at + 2) < 0xff && is_digit(byte_at(file, at + 3));
    return four ? 4 : 0;
}

static gb_count count_gb(jb_slice file)
{
    gb_count seen = { 0 };
    for (size_t i = 0; i < file.size;) {
        size_t size = gb_size(file, i);
        if (size == 2) {
            count_pair(&seen, byte_at(file, i), byte_at(file, i + 1));
        }
        seen.errors += size == 0;
        i += size > 0 ? size : 1;
    }
    return seen;
}

static bool gb_fits(const gb_count *seen)
{
    bool damaged =
        seen->errors > 0 && (seen->pairs < VERY_MANY_PAIRS || seen->errors * 200 > seen->pairs);
    if (seen->pairs == 0 || damaged) {
        return false;
    }
    if (seen->pairs < FEW_PAIRS) {
        return seen->pairs - seen->block <= seen->pairs / 4 && seen->common * 4 >= seen->pairs * 3;
    }
    return seen->block * 2 > seen->pairs && seen->common * 2 >= seen->pairs;
}

static bool gb_unsure(const gb_count *seen)
{
    return seen->pairs < FEW_PAIRS / 2 || seen->common * 5 < seen->pairs * 4 ||
           (seen->pairs >= MANY_PAIRS && seen->particles * 50 < seen->pairs);
}

/* ---- the choice ---- */

/* Of text whose bytes are neither marked nor UTF-16 nor whole UTF-8. */
static jb_sniffed choose(jb_slice file, const utf8_count *utf8)
{
    gb_count gb = count_gb(file);
    bool few_lines = utf8->stray_lines * 20 <= utf8->lines;
    bool mostly_utf8 = utf8->valid >= utf8->stray || utf8->long_ones * 10 >= utf8->stray;
    if (gb_fits(&gb) && utf8->valid < utf8->stray * 4) {
        return (jb_sniffed){ .encoding = JB_ENCODING_GB18030, .unsure = gb_unsure(&gb) };
    }
    if (few_lines || mostly_utf8) {
        return (jb_sniffed){ .encoding = JB_ENCODING_MIXED };
    }
    return (jb_sniffed){ .encoding = JB_ENCODING_WINDOWS_1252, .unsure = true };
}

jb_sniffed jb_charset_sniff(jb_slice file)
{
    static const char utf_32[] = { '\xff', '\xfe', '\0', '\0' };
    if (file.size >= sizeof utf_32 && memcmp(file.bytes, utf_32, sizeof utf_32) == 0) {
        return (jb_sniffed){ .encoding = JB_ENCODING_NONE };
    }
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (jb_charset_mark(file, marks[i].encoding) > 0) {
            return (jb_sniffed){ .encoding = marks[i].encoding, .marked = true };
        }
    }
    jb_encoding utf_16 = sniff_utf16(file);
    if (utf_16 != JB_ENCODING_NONE || many_controls(file)) {
        return (jb_sniffed){ .encoding = utf_16 };
    }
    utf8_count utf8 = count_utf8(file);
    if (utf8.stray == 0) {
        return (jb_sniffed){ .encoding = JB_ENCODING_UTF_8 };
    }
    return choose(file, &utf8);
}
