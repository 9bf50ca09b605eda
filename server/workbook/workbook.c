/* The temporary file that a workbook is made in, and texts as cells want them. */
#include "jinbang/workbook.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    PATH_SIZE = 4096,
    CELL_BYTES_MAX = 32000 /* a cell holds 32,767 characters */
};

jb_status jb_workbook_complain(jb_buffer *why, const char *what)
{
    jb_buffer_append_text(why, "the workbook cannot be written: ");
    jb_buffer_append_text(why, what);
    return JB_ERR_IO;
}

static jb_status read_back(int file, jb_buffer *out, jb_buffer *why)
{
    char bytes[16384];
    size_t start = out->size;
    ssize_t got = lseek(file, 0, SEEK_SET) == 0 ? 1 : -1;
    while (got > 0) {
        got = read(file, bytes, sizeof bytes);
        jb_buffer_append(out, bytes, got > 0 ? (size_t)got : 0);
    }
    if (got < 0) {
        return jb_workbook_complain(why, strerror(errno));
    }
    jb_slice book = { .bytes = jb_buffer_text(out) + start, .size = out->size - start };
    if (!out->failed && !jb_workbook_whole(book)) {
        return jb_workbook_complain(why, "it is not whole; is the disk of $TMPDIR full?");
    }
    return JB_OK;
}

jb_status jb_workbook_make(jb_workbook_fill fill, void *user, jb_buffer *out, jb_buffer *why)
{
    const char *folder = getenv("TMPDIR");
    char path[PATH_SIZE];
    int size = snprintf(path, sizeof path, "%s/jinbang-book-XXXXXX",
                        folder && folder[0] ? folder : "/tmp");
    int file = size < PATH_SIZE ? mkstemp(path) : -1;
    if (file < 0) {
        return jb_workbook_complain(why,
                                    size < PATH_SIZE ? strerror(errno) : "$TMPDIR is too long");
    }
    /* Without a name from the beginning, so that no crash leaves people's names lying about. */
    (void)unlink(path);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    jb_status status = fill(user, path, why);
    if (status == JB_OK) {
        status = read_back(file, out, why);
    }
    (void)close(file);
    return status;
}

void jb_workbook_clean(jb_buffer *text)
{
    for (size_t i = 0; i + 2 < text->size; i++) {
        unsigned char *c = (unsigned char *)text->bytes + i;
        if (c[0] == 0xef && c[1] == 0xbf && c[2] >= 0xbe) {
            c[2] = 0xbd;
        }
    }
}

/* "_x0041_" in a cell means "A" to a spreadsheet; what people typed means itself. */
static bool looks_escaped(const char *at, size_t size)
{
    if (size < 7 || at[0] != '_' || at[1] != 'x' || at[6] != '_') {
        return false;
    }
    for (int i = 2; i < 6; i++) {
        if (!isxdigit((unsigned char)at[i])) {
            return false;
        }
    }
    return true;
}

/* The longest beginning that fits into a cell and ends with a whole character. */
static size_t fitting(jb_slice text)
{
    size_t size = text.size;
    if (size > CELL_BYTES_MAX) {
        size = CELL_BYTES_MAX;
        while (size > 0 && ((unsigned char)text.bytes[size] & 0xc0) == 0x80) {
            size--;
        }
    }
    return size;
}

void jb_workbook_text(jb_slice text, jb_buffer *cell)
{
    size_t size = fitting(text);
    for (size_t i = 0; i < size; i++) {
        jb_buffer_append_text(cell, looks_escaped(text.bytes + i, size - i) ? "_x005F" : "");
        jb_buffer_append_char(cell, text.bytes[i]);
    }
    jb_workbook_clean(cell);
}

double jb_workbook_width(jb_slice text)
{
    double width = 0;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];
        if ((byte & 0xc0) != 0x80) {
            width += byte >= 0xe1 ? 2 : 1; /* from U+1000 on: near enough */
        }
    }
    return width;
}
