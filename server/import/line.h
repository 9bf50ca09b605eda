#ifndef JINBANG_IMPORT_LINE_H
#define JINBANG_IMPORT_LINE_H

/* What the readers of line by line formats share. */

#include "jinbang/buffer.h"

/* Without white space of any kind at both ends. */
jb_slice jb_line_trim(jb_slice text);
/* What is left behind the first `size` bytes. */
jb_slice jb_line_rest(jb_slice text, size_t size);
/* Does it begin with the word, in any case of its ASCII letters? */
bool jb_line_begins(jb_slice text, const char *word);
bool jb_line_is(jb_slice text, const char *word);
/* Does it end with exactly this? */
bool jb_line_ends(jb_slice text, const char *sign);
/* A line that is drawn: "---", "=====". */
bool jb_line_is_rule(jb_slice text);
/* From the beginning of one piece to the end of a later one of the same text. */
jb_slice jb_line_join(jb_slice first, jb_slice last);
/* The first `size` bytes of a text, or all. */
jb_slice jb_line_head(jb_slice text, size_t size);
/* Are they the same but for case, width and spaces? False if memory runs out. */
bool jb_line_alike(jb_slice a, jb_slice b);

enum {
    JB_SNIFF_BYTES = 64 * 1024 /* that a sniffer looks at */
};

#endif
