#ifndef JINBANG_FILE_NAME_H
#define JINBANG_FILE_NAME_H

#include <time.h>

#include "jinbang/buffer.h"

/*
 * What a file is called that somebody takes away: "Spring contest 2026-11-22.xlsx". Appends the
 * value of a Content-Disposition after its type (RFC 6266): a name in plain ASCII for old programs
 * and the whole one in UTF-8. Signs that a file system could trip over become "-"; a long title is
 * cut. Of a title without any sign of ASCII the plain name says "results". `day` NULL is a bank:
 * no day is named, and the plain name says "questions".
 */
void jb_file_name_write(jb_slice title, const struct tm *day, const char *extension,
                        jb_buffer *out);

#endif
