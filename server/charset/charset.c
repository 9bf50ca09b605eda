/*
 * Decoding. Every decoder hands whole characters of UTF-8 to one sink, which makes line ends and
 * NULs even and knows the line. The many encodings of two bytes are iconv's work; windows-1252 and
 * UTF-16 are simple enough to stand here.
 */
#include "jinbang/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <unistr.h>

#include "jinbang/assert.h"
#include "sniff.h"

enum {
    CHUNK = 8192,
    CHARACTER_MAX = 8, /* bytes of UTF-8 that one step of a decoder can give */
    NAME_MAX_SIZE = 24,
    GROWTH_MAX = 3 /* one byte becomes at most so many */
};

#define REPLACEMENT "\xef\xbf\xbd"

/* ---- names ---- */

typedef struct encoding_alias {
    const char *text; /* small, without signs */
    jb_encoding encoding;
} encoding_alias;

static const char *const names[JB_ENCODING_COUNT] = {
    [JB_ENCODING_NONE] = "",
    [JB_ENCODING_UTF_8] = "utf-8",
    [JB_ENCODING_MIXED] = "mixed",
    [JB_ENCODING_GB18030] = "gb18030",
    [JB_ENCODING_BIG5] = "big5",
    [JB_ENCODING_WINDOWS_1252] = "windows-1252",
    [JB_ENCODING_UTF_16LE] = "utf-16le",
    [JB_ENCODING_UTF_16BE] = "utf-16be",
};

static const encoding_alias aliases[] = {
    { "utf8", JB_ENCODING_UTF_8 },
    { "utf8sig", JB_ENCODING_UTF_8 },
    { "utf8bom", JB_ENCODING_UTF_8 },
    { "65001", JB_ENCODING_UTF_8 },
    { "ascii", JB_ENCODING_UTF_8 },
    { "usascii", JB_ENCODING_UTF_8 },
    { "mixed", JB_ENCODING_MIXED },
    { "gb18030", JB_ENCODING_GB18030 },
    { "gbk", JB_ENCODING_GB18030 },
    { "gb2312", JB_ENCODING_GB18030 },
    { "euccn", JB_ENCODING_GB18030 },
    { "cp936", JB_ENCODING_GB18030 },
    { "ms936", JB_ENCODING_GB18030 },
    { "windows936", JB_ENCODING_GB18030 },
    { "936", JB_ENCODING_GB18030 },
    { "big5", JB_ENCODING_BIG5 },
    { "big5hkscs", JB_ENCODING_BIG5 },
    { "cp950", JB_ENCODING_BIG5 },
    { "windows950", JB_ENCODING_BIG5 },
    { "950", JB_ENCODING_BIG5 },
    { "windows1252", JB_ENCODING_WINDOWS_1252 },
    { "cp1252", JB_ENCODING_WINDOWS_1252 },
    { "1252", JB_ENCODING_WINDOWS_1252 },
    { "latin1", JB_ENCODING_WINDOWS_1252 },
    { "l1", JB_ENCODING_WINDOWS_1252 },
    { "iso88591", JB_ENCODING_WINDOWS_1252 },
    { "ansi", JB_ENCODING_WINDOWS_1252 },
    { "utf16", JB_ENCODING_UTF_16LE },
    { "utf16le", JB_ENCODING_UTF_16LE },
    { "ucs2", JB_ENCODING_UTF_16LE },
    { "ucs2le", JB_ENCODING_UTF_16LE },
    { "unicode", JB_ENCODING_UTF_16LE },
    { "utf16be", JB_ENCODING_UTF_16BE },
    { "ucs2be", JB_ENCODING_UTF_16BE },
};

const char *jb_encoding_name(jb_encoding encoding)
{
    JB_ASSERT(encoding < JB_ENCODING_COUNT);
    return names[encoding];
}

jb_encoding jb_encoding_of(const char *name)
{
    char plain[NAME_MAX_SIZE];
    size_t size = 0;
    for (const char *at = name; *at; at++) {
        char c = (char)(*at >= 'A' && *at <= 'Z' ? *at + 32 : *at);
        bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (size + 1 == sizeof plain || (!word && !strchr("-_ .", c))) {
            return JB_ENCODING_NONE;
        }
        if (word) {
            plain[size++] = c;
        }
    }
    plain[size] = '\0';
    for (size_t i = 0; i < sizeof aliases / sizeof aliases[0]; i++) {
        if (strcmp(plain, aliases[i].text) == 0) {
            return aliases[i].encoding;
        }
    }
    return JB_ENCODING_NONE;
}

/* ---- the sink ---- */

typedef struct text_sink {
    jb_buffer *out;
    uint32_t line; /* from 1 */
    bool after_cr;
    uint32_t replaced_line; /* the first with U+FFFD, the first with a stray byte; 0: none */
    uint32_t stray_line;
    uint32_t stray_last;
    uint32_t stray_lines;
    uint32_t foreign_line; /* the first with more than ASCII */
} text_sink;

/* The size of the line end that begins here, other than LF; 0: none does. */
static size_t other_line_end(const char *at, size_t left)
{
    if (*at == '\r') {
        return 1;
    }
    if (*at == '\xc2' && left > 1 && at[1] == '\x85') {
        return 2;
    }
    bool separator =
        *at == '\xe2' && left > 2 && at[1] == '\x80' && (at[2] == '\xa8' || at[2] == '\xa9');
    return separator ? 3 : 0;
}

static void put_replacement(text_sink *sink)
{
    jb_buffer_append_text(sink->out, REPLACEMENT);
    sink->replaced_line = sink->replaced_line > 0 ? sink->replaced_line : sink->line;
    sink->after_cr = false;
}

/* Takes whole characters. */
static void put(text_sink *sink, const char *bytes, size_t size)
{
    size_t from = 0; /* of what is not yet written */
    size_t i = 0;
    while (i < size) {
        char c = bytes[i];
        size_t other =
            c == '\r' || c == '\xc2' || c == '\xe2' ? other_line_end(bytes + i, size - i) : 0;
        bool rest_of_crlf = c == '\n' && sink->after_cr;
        sink->after_cr = c == '\r';
        if (other == 0 && !rest_of_crlf && c != '\0') {
            sink->line += c == '\n';
            sink->foreign_line =
                (c & 0x80) && sink->foreign_line == 0 ? sink->line : sink->foreign_line;
            i++;
            continue;
        }
        jb_buffer_append(sink->out, bytes + from, i - from);
        if (other > 0) {
            jb_buffer_append_char(sink->out, '\n');
            sink->line++;
        } else if (c == '\0') {
            put_replacement(sink);
        }
        i += other > 0 ? other : 1;
        from = i;
    }
    jb_buffer_append(sink->out, bytes + from, size - from);
}

static void put_character(text_sink *sink, ucs4_t character)
{
    uint8_t bytes[CHARACTER_MAX];
    int size = u8_uctomb(bytes, character, (ptrdiff_t)sizeof bytes);
    JB_ASSERT(size > 0);
    put(sink, (const char *)bytes, (size_t)size);
}

/* ---- decoders ---- */

static void put_1252(text_sink *sink, unsigned char c)
{
    /* 0x80 to 0x9f; 0: no character */
    static const uint16_t middle[32] = {
        0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
        0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
    };
    ucs4_t character = c >= 0x80 && c < 0xa0 ? middle[c - 0x80] : c;
    if (character == 0 && c != 0) {
        put_replacement(sink);
    } else {
        put_character(sink, character);
    }
}

static void decode_1252(text_sink *sink, jb_slice file)
{
    size_t i = 0;
    while (i < file.size) {
        size_t from = i;
        while (i < file.size && (file.bytes[i] & 0x80) == 0) {
            i++;
        }
        put(sink, file.bytes + from, i - from);
        if (i < file.size) {
            put_1252(sink, (unsigned char)file.bytes[i++]);
        }
    }
}

/* Bytes that are not UTF-8 are read as windows-1252 or replaced; a character that was cut is
 * replaced in any case. */
static void decode_utf8(text_sink *sink, jb_slice file, bool mixed)
{
    size_t at = 0;
    while (at < file.size) {
        const uint8_t *from = (const uint8_t *)file.bytes + at;
        const uint8_t *bad = u8_check(from, file.size - at);
        size_t good = bad ? (size_t)(bad - from) : file.size - at;
        put(sink, file.bytes + at, good);
        at += good;
        if (!bad) {
            return;
        }
        size_t size = jb_charset_broken(file, at);
        if (size == 1 && mixed) {
            put_1252(sink, (unsigned char)file.bytes[at]);
        } else {
            put_replacement(sink);
        }
        sink->stray_lines += sink->stray_last != sink->line;
        sink->stray_last = sink->line;
        sink->stray_line = sink->stray_line > 0 ? sink->stray_line : sink->line;
        at += size;
    }
}

static void decode_utf16(text_sink *sink, jb_slice file, bool big)
{
    const unsigned char *bytes = (const unsigned char *)file.bytes;
    uint32_t high = 0; /* the first half of a pair */
    for (size_t i = 0; i + 1 < file.size; i += 2) {
        uint32_t unit =
            big ? (uint32_t)bytes[i] << 8 | bytes[i + 1] : (uint32_t)bytes[i + 1] << 8 | bytes[i];
        bool low = unit >= 0xdc00 && unit < 0xe000;
        if (high > 0 && low) {
            put_character(sink, 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00));
            high = 0;
            continue;
        }
        if (high > 0 || low) {
            put_replacement(sink);
        }
        high = unit >= 0xd800 && unit < 0xdc00 ? unit : 0;
        if (high == 0 && !low) {
            put_character(sink, unit);
        }
    }
    unsigned char last = file.size % 2 == 1 ? bytes[file.size - 1] : 0;
    if (high > 0 || (last != 0 && last != '\n' && last != '\r' && last != 0x1a)) {
        put_replacement(sink);
    }
}

/* What iconv cannot take: a byte, or a pair of bytes without a character. */
static size_t bad_size(const char *at, size_t left)
{
    unsigned char first = (unsigned char)at[0];
    unsigned char second = left > 1 ? (unsigned char)at[1] : 0;
    return first > 0x80 && first < 0xff && second >= 0x40 && second < 0xff && second != 0x7f ? 2
                                                                                             : 1;
}

static jb_status decode_iconv(text_sink *sink, jb_slice file, const char *charset)
{
    char chunk[CHUNK];
    char *in = NULL; /* iconv writes no input, but its type says so */
    size_t left = file.size;
    iconv_t converter = iconv_open("UTF-8", charset);
    if ((intptr_t)converter == -1) {
        return errno == ENOMEM ? JB_ERR_MEMORY : JB_ERR_INVALID;
    }
    memcpy(&in, &file.bytes, sizeof in);
    bool more = true;
    while (more && !sink->out->failed) {
        char *out = chunk;
        size_t room = sizeof chunk;
        more = left > 0; /* the last call gives what the converter kept back */
        size_t result = iconv(converter, more ? &in : NULL, &left, &out, &room);
        int error = result == (size_t)-1 ? errno : 0;
        put(sink, chunk, sizeof chunk - room);
        if (error == EILSEQ || error == EINVAL) {
            size_t bad = error == EINVAL ? left : bad_size(in, left);
            if (*in == '\x80' && error == EILSEQ) {
                put_character(sink, 0x20ac);
                bad = 1;
            } else {
                put_replacement(sink);
            }
            in += bad;
            left -= bad;
        }
    }
    (void)iconv_close(converter);
    return JB_OK;
}

static jb_status decode_as(text_sink *sink, jb_slice file, jb_encoding encoding)
{
    switch (encoding) {
    case JB_ENCODING_UTF_8:
    case JB_ENCODING_MIXED:
        decode_utf8(sink, file, encoding == JB_ENCODING_MIXED);
        return JB_OK;
    case JB_ENCODING_GB18030:
        return decode_iconv(sink, file, "GB18030");
    case JB_ENCODING_BIG5:
        return decode_iconv(sink, file, "BIG5-HKSCS");
    case JB_ENCODING_WINDOWS_1252:
        decode_1252(sink, file);
        return JB_OK;
    case JB_ENCODING_UTF_16LE:
    case JB_ENCODING_UTF_16BE:
        decode_utf16(sink, file, encoding == JB_ENCODING_UTF_16BE);
        return JB_OK;
    case JB_ENCODING_NONE:
    case JB_ENCODING_COUNT:
        break;
    }
    return JB_ERR_INVALID;
}

/* ---- the whole ---- */

/* Ctrl-Z ended files of CP/M and DOS, and whatever filled up the block stands behind it. */
static void cut_ctrl_z(jb_buffer *text)
{
    size_t end = text->size;
    size_t at = end;
    while (at > 0) {
        char c = text->bytes[at - 1];
        bool nothing = at >= 3 && memcmp(text->bytes + at - 3, REPLACEMENT, 3) == 0;
        if (c == 0x1a) {
            end = at - 1;
        } else if (c != '\n' && c != ' ' && c != '\t' && !nothing) {
            break;
        }
        at -= nothing ? 3 : 1;
    }
    if (end < text->size) {
        text->size = end;
        text->bytes[end] = '\0';
    }
}

/* What is to be decoded, and how: the encoding asked for or found, the byte order mark left out. */
static jb_sniffed settle(jb_slice *file, jb_encoding wanted)
{
    jb_sniffed found = { .encoding = wanted };
    if (wanted == JB_ENCODING_NONE) {
        found = jb_charset_sniff(*file);
    } else if (wanted == JB_ENCODING_UTF_16LE || wanted == JB_ENCODING_UTF_16BE) {
        bool little = jb_charset_mark(*file, JB_ENCODING_UTF_16LE) > 0;
        bool big = jb_charset_mark(*file, JB_ENCODING_UTF_16BE) > 0;
        found.encoding = little ? JB_ENCODING_UTF_16LE : big ? JB_ENCODING_UTF_16BE : wanted;
    } else if (jb_charset_binary(*file)) {
        found.encoding = JB_ENCODING_NONE;
    }
    jb_encoding kind = found.encoding == JB_ENCODING_MIXED ? JB_ENCODING_UTF_8 : found.encoding;
    size_t mark = jb_charset_mark(*file, kind);
    found.marked = mark > 0;
    file->bytes += mark;
    file->size -= mark;
    if (found.marked && wanted == JB_ENCODING_NONE && kind == JB_ENCODING_UTF_8) {
        found.encoding = JB_ENCODING_MIXED; /* becomes UTF-8 if nothing is stray */
    }
    return found;
}

static void judge(const text_sink *sink, bool unsure, jb_decoded *out)
{
    if (out->encoding == JB_ENCODING_MIXED && sink->stray_lines == 0) {
        out->encoding = JB_ENCODING_UTF_8;
    }
    if (out->encoding == JB_ENCODING_MIXED) {
        out->doubt = JB_DOUBT_STRAY;
        out->stray_lines = sink->stray_lines;
        out->doubt_line = sink->stray_line;
    } else if (unsure) {
        out->doubt = JB_DOUBT_UNSURE;
        out->doubt_line = sink->foreign_line;
    } else if (sink->replaced_line > 0) {
        out->doubt = JB_DOUBT_REPLACED;
        out->doubt_line = sink->replaced_line;
    }
}

jb_status jb_decode(jb_slice file, jb_encoding wanted, jb_decoded *out)
{
    *out = (jb_decoded){ .encoding = JB_ENCODING_NONE };
    jb_buffer_init(&out->text, file.size * GROWTH_MAX + 1);
    if (file.size == 0) {
        out->encoding = wanted == JB_ENCODING_NONE ? JB_ENCODING_UTF_8 : wanted;
        return JB_OK;
    }
    text_sink sink = { .out = &out->text, .line = 1 };
    jb_sniffed found = settle(&file, wanted);
    jb_status status = decode_as(&sink, file, found.encoding);
    if (status == JB_OK && out->text.failed) {
        status = JB_ERR_MEMORY;
    }
    if (status != JB_OK) {
        jb_buffer_finish(&out->text);
        return status;
    }
    cut_ctrl_z(&out->text);
    out->encoding = found.encoding;
    out->marked = found.marked;
    judge(&sink, found.unsure, out);
    return JB_OK;
}

void jb_decoded_finish(jb_decoded *decoded)
{
    jb_buffer_finish(&decoded->text);
}
