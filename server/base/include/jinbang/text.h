#ifndef JINBANG_TEXT_H
#define JINBANG_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jinbang/buffer.h"
#include "jinbang/status.h"

/* UTF-8 from outside: checking, names, and folding for comparison (libunistring underneath). */

/* True if the bytes are well-formed UTF-8 without NUL. */
bool jb_utf8_valid(jb_slice text);

/* Grapheme clusters, as a person counts characters. The text must be valid UTF-8. */
size_t jb_text_graphemes(jb_slice text);

/* Brings a name of a person or team into the form in which it is kept: NFC, trimmed, runs of white
 * space made one space, what nobody sees dropped unless it joins or varies the character before it,
 * and of marks on one character no more than JB_NAME_MARKS_MAX kept. JB_ERR_INVALID: not UTF-8,
 * empty, only invisible characters, or holding control or bidirectional-override characters.
 * JB_ERR_LIMIT: more than JB_NAME_GRAPHEMES_MAX. On failure `out` is empty. */
jb_status jb_name_clean(jb_slice name, jb_buffer *out) JB_MUST_CHECK;

/* The same for the line a host says to everybody: JB_MESSAGE_GRAPHEMES_MAX, and what shows nothing
 * is JB_OK and an empty `out`. */
jb_status jb_message_clean(jb_slice message, jb_buffer *out) JB_MUST_CHECK;

/* The size in bytes of the longest beginning of at most `graphemes` whole characters, and of at
 * most 32 bytes for each. The text must be valid UTF-8. 0 if memory runs out. */
size_t jb_text_cut(jb_slice text, size_t graphemes);

/* Folds text for comparison, as typed answers are compared: NFKC, case folded, compatibility
 * radicals mapped, white space trimmed and runs of it made one space, invisible format characters
 * dropped. Appends to `out`. JB_ERR_INVALID: not UTF-8. JB_ERR_MEMORY. */
jb_status jb_text_fold(jb_slice text, jb_buffer *out) JB_MUST_CHECK;

/* The ideograph that a compatibility radical (U+2E80..2EFF, U+2F00..2FDF) stands for; every other
 * character itself. */
uint32_t jb_text_radical(uint32_t character);

/* What the text looks like: two texts that people take for one another have the same skeleton,
 * whatever their letters are (jb_text_fold, and look-alike letters of other scripts made one). Not
 * for people to read. Replaces what is in `out`. JB_ERR_INVALID: not UTF-8. JB_ERR_MEMORY. */
jb_status jb_text_skeleton(jb_slice text, jb_buffer *out) JB_MUST_CHECK;

/* True if a text that people read may hold it: valid UTF-8, no control characters except tab and
 * line feed. */
bool jb_text_printable(jb_slice text);

#endif
