#ifndef JINBANG_CHARSET_H
#define JINBANG_CHARSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jinbang/buffer.h"
#include "jinbang/status.h"

/*
 * Text files of any age and system as UTF-8. What a file's encoding is, its bytes say, in this
 * order: a byte order mark; UTF-16 without one; strict UTF-8 of the whole file; UTF-8 in which a
 * few lines are windows-1252 ("mixed"); GB18030, if it converts whole and most of its characters of
 * two bytes are common ones (GB 2312); windows-1252, never without a warning. Big5 is taken only
 * when it is asked for, because every text of it is one of GB18030, too.
 *
 * The text is made even: LF ends a line (CR LF, CR, U+2028 and U+0085 are taken for it), a byte
 * order mark and everything from a Ctrl-Z at the end on are dropped. Nothing else is changed: lines
 * and columns are those of the file.
 */

typedef enum jb_encoding {
    JB_ENCODING_NONE, /* not text */
    JB_ENCODING_UTF_8,
    JB_ENCODING_MIXED, /* UTF-8 with lines of windows-1252 */
    JB_ENCODING_GB18030,
    JB_ENCODING_BIG5,
    JB_ENCODING_WINDOWS_1252,
    JB_ENCODING_UTF_16LE,
    JB_ENCODING_UTF_16BE,
    JB_ENCODING_COUNT
} jb_encoding;

/* "utf-8", "mixed", "gb18030", "big5", "windows-1252", "utf-16le", "utf-16be"; "" for NONE. */
const char *jb_encoding_name(jb_encoding encoding);
/* Also by the names people use ("GBK", "gb2312", "cp936", "latin1", "iso-8859-1", "cp1252", "ansi",
 * "UTF8", "utf-16" ...), without regard to case. JB_ENCODING_NONE: not known. */
jb_encoding jb_encoding_of(const char *name);

/* Why a text may be wrong. */
typedef enum jb_decode_doubt {
    JB_DOUBT_NONE,
    JB_DOUBT_UNSURE,  /* this encoding is a guess: look at the text, choose another */
    JB_DOUBT_STRAY,   /* `stray_lines` lines are not UTF-8 and were read as windows-1252 */
    JB_DOUBT_REPLACED /* the encoding asked for does not fit: U+FFFD stands for what was not
                         readable */
} jb_decode_doubt;

typedef struct jb_decoded {
    jb_encoding encoding;
    bool marked; /* by a byte order mark */
    jb_decode_doubt doubt;
    uint32_t stray_lines;
    uint32_t doubt_line; /* the first line it is about, from 1; 0: the whole text */
    jb_buffer text;      /* valid UTF-8 without NUL; a NUL of the file is U+FFFD */
} jb_decoded;

/* `wanted` JB_ENCODING_NONE finds out. JB_ERR_INVALID: not text in any encoding (too many NULs and
 * control bytes); out->encoding is then NONE. JB_ERR_MEMORY. On failure out->text is empty. At most
 * four times the file's size is used. Linear. To be released with jb_decoded_finish. */
jb_status jb_decode(jb_slice file, jb_encoding wanted, jb_decoded *out) JB_MUST_CHECK;
void jb_decoded_finish(jb_decoded *decoded);

/* ---- lines ---- */

/* Walks over lines that end in LF. */
typedef struct jb_lines {
    jb_slice text;
    size_t at;
    uint32_t number; /* of the last line given, from 1 */
} jb_lines;

void jb_lines_init(jb_lines *lines, jb_slice text);
/* False at the end. The line is without its LF. */
bool jb_lines_next(jb_lines *lines, jb_slice *line);
/* The column, from 1 in characters, of a byte of a line. */
uint32_t jb_column_of(jb_slice line, size_t offset);

/* ---- forms ---- */

/* Makes text fit to be kept and shown: NFC; compatibility radicals and other characters that only
 * PDFs hold made the usual ones (U+2F00..2FDF, U+2E80..2EFF by a table, U+F900..); no-break and
 * ideographic spaces and tabs made a space; soft hyphens, zero width spaces, byte order marks, bidi
 * overrides and control characters dropped (joiners stay); white space at both ends of the whole
 * and of each line trimmed, more than one empty line made one; CR LF made LF. Chinese punctuation
 * and full-width letters stay as they are. Appends. JB_ERR_INVALID: not UTF-8. JB_ERR_MEMORY. */
jb_status jb_text_tidy(jb_slice text, jb_buffer *out) JB_MUST_CHECK;

/* The form that is parsed, never shown: tidy, but not composed, and full-width ASCII made ASCII
 * (（）．：；，！？Ａ-Ｚ０-９), 、 kept. Every character of it comes from one of the text, so that
 * what is found here can be found there: offsets[i] is the byte of `text` at which byte i of the
 * form begins, one more than there are bytes at the end. `offsets` may be NULL. Appends.
 * JB_ERR_INVALID, JB_ERR_MEMORY. */
jb_status jb_text_plain(jb_slice text, jb_buffer *out, uint32_t *offsets) JB_MUST_CHECK;
/* How many elements `offsets` needs at most. */
size_t jb_text_plain_max(jb_slice text);

#endif
