/*
 * Lines of decoded text, and columns in them.
 */
#include <string.h>

#include "jinbang/charset.h"

void jb_lines_init(jb_lines *lines, jb_slice text)
{
    *lines = (jb_lines){ .text = text };
}

bool jb_lines_next(jb_lines *lines, jb_slice *line)
{
    if (lines->at >= lines->text.size) {
        return false;
    }
    const char *from = lines->text.bytes + lines->at;
    size_t left = lines->text.size - lines->at;
    const char *end = memchr(from, '\n', left);
    *line = (jb_slice){ .bytes = from, .size = end ? (size_t)(end - from) : left };
    lines->at += line->size + (end != NULL);
    lines->number++;
    return true;
}

uint32_t jb_column_of(jb_slice line, size_t offset)
{
    uint32_t column = 1;
    for (size_t i = 0; i < offset && i < line.size; i++) {
        column += ((unsigned char)line.bytes[i] & 0xc0) != 0x80;
    }
    return column;
}
