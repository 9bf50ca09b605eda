#ifndef JINBANG_WORKBOOK_H
#define JINBANG_WORKBOOK_H

#include <stdbool.h>

#include "jinbang/buffer.h"
#include "jinbang/status.h"

/*
 * What everything that writes workbooks (libxlsxwriter) needs: results and question banks. The
 * library writes files, so a workbook is made in a temporary one that has no name and that nobody
 * else may read.
 */

/* Writes the workbook to `path`. What is wrong goes to `why`, in English. */
typedef jb_status (*jb_workbook_fill)(void *user, const char *path, jb_buffer *why);

/* Appends a whole workbook to `out`. JB_ERR_IO: the temporary file cannot be made or is not whole
 * ($TMPDIR is full); else what `fill` returns. A buffer that has failed is left to the caller. */
jb_status jb_workbook_make(jb_workbook_fill fill, void *user, jb_buffer *out,
                           jb_buffer *why) JB_MUST_CHECK;
/* "the workbook cannot be written: " and what is the matter; returns JB_ERR_IO. */
jb_status jb_workbook_complain(jb_buffer *why, const char *what);
/* Can every part of it be read to its end? Also false without memory to find out. */
bool jb_workbook_whole(jb_slice book);

/* Appends a text as a cell wants it: no longer than a cell may be, without what XML cannot hold,
 * and "_x0041_", which a spreadsheet takes for "A", as itself. */
void jb_workbook_text(jb_slice text, jb_buffer *cell);
/* XML has no way to write U+FFFE and U+FFFF: they become U+FFFD. */
void jb_workbook_clean(jb_buffer *text);
/* About the columns a text takes: wide characters count two. */
double jb_workbook_width(jb_slice text);

#endif
