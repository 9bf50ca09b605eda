#ifndef JINBANG_SNIFF_H
#define JINBANG_SNIFF_H

/* What the bytes of a text file say about its encoding. */

#include <stdbool.h>
#include <stddef.h>

#include "jinbang/charset.h"

typedef struct jb_sniffed {
    jb_encoding encoding; /* NONE: not text */
    bool marked;
    bool unsure;
} jb_sniffed;

jb_sniffed jb_charset_sniff(jb_slice file);
/* Too many NULs and control bytes for text of one byte or several, and not UTF-16 either. */
bool jb_charset_binary(jb_slice file);
/* The size of the byte order mark of this encoding that the file begins with; 0: none. */
size_t jb_charset_mark(jb_slice file, jb_encoding encoding);
/* At a byte where UTF-8 is broken: 1 for a byte that stands alone, more for a character of several
 * bytes that was cut. */
size_t jb_charset_broken(jb_slice file, size_t at);

#endif
