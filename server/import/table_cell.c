/* All options in one cell, and headers of options in cells of their own. */
#include "table_internal.h"

#include <string.h>

static uint32_t add(jb_slice parts[JB_OPTIONS_MAX], uint32_t count, jb_slice part)
{
    part = jb_slice_trim(part);
    if (part.size == 0 || count == JB_OPTIONS_MAX) {
        return count;
    }
    parts[count] = part;
    return count + 1;
}

/* A string between quotes, unescaped into memory of the draft; *at moves behind it. */
static jb_slice quoted(jb_draft *draft, jb_slice cell, size_t *at)
{
    char quote = cell.bytes[*at];
    char *copy = jb_draft_take(draft, cell.size - *at, 1);
    size_t size = 0;
    for ((*at)++; copy && *at < cell.size && cell.bytes[*at] != quote; (*at)++) {
        bool escaped = cell.bytes[*at] == '\\' && *at + 1 < cell.size &&
                       strchr("\\'\"/", cell.bytes[*at + 1]) != NULL;
        *at += escaped;
        copy[size++] = cell.bytes[*at];
    }
    *at += *at < cell.size;
    return (jb_slice){ copy, copy ? size : 0 };
}

/* "['a', 'b']", "{"A": "a", "B": "b"}". */
static uint32_t split_list(jb_draft *draft, jb_slice cell, jb_slice parts[JB_OPTIONS_MAX])
{
    uint32_t count = 0;
    bool pairs = cell.bytes[0] == '{';
    bool key = pairs;
    for (size_t at = 1; at < cell.size && count < JB_OPTIONS_MAX && !jb_draft_failed(draft);) {
        char c = cell.bytes[at];
        if (c == '\'' || c == '"') {
            jb_slice text = quoted(draft, cell, &at);
            count = key ? count : add(parts, count, text);
            key = pairs && !key;
        } else {
            at++;
        }
    }
    return count;
}

static uint32_t split_at(jb_slice cell, uint32_t separator, jb_slice parts[JB_OPTIONS_MAX])
{
    uint32_t count = 0;
    const char *start = cell.bytes;
    for (jb_slice rest = cell; rest.size > 0;) {
        const char *at = rest.bytes;
        uint32_t c = *at == '\n' ? '\n' : 0;
        uint32_t plain = jb_plain_next(&rest);
        if ((c ? c : plain) == separator) {
            count = add(parts, count, (jb_slice){ start, (size_t)(at - start) });
            start = rest.bytes;
        }
    }
    return add(parts, count, (jb_slice){ start, (size_t)(cell.bytes + cell.size - start) });
}

/* By the separator that gives most parts: "AT&T;Verizon;Sprint" are three. */
static uint32_t split_most(jb_slice cell, jb_slice parts[JB_OPTIONS_MAX])
{
    static const uint32_t separators[] = { '\n', '|', ';', '&', '#', '$' };
    uint32_t best = separators[0];
    uint32_t most = 0;
    for (size_t i = 0; i < sizeof separators / sizeof separators[0]; i++) {
        uint32_t count = split_at(cell, separators[i], parts);
        best = count > most ? separators[i] : best;
        most = count > most ? count : most;
    }
    return split_at(cell, best, parts);
}

uint32_t jb_split_options(jb_draft *draft, jb_slice cell, jb_slice parts[JB_OPTIONS_MAX])
{
    static const uint32_t weak[] = { 0x3001, ',', '/' };
    jb_slice before = { .size = 0 };
    cell = jb_slice_trim(cell);
    if (cell.size == 0) {
        return 0;
    }
    char first = cell.bytes[0];
    char last = cell.bytes[cell.size - 1];
    uint32_t count = (first == '[' && last == ']') || (first == '{' && last == '}')
                         ? split_list(draft, cell, parts)
                         : 0;
    if (count < 2) {
        count = jb_labelled_parts(cell, &before, parts);
        count = count > 0 && before.size > 0 ? 0 : count;
    }
    if (count < 2) {
        count = split_most(cell, parts);
    }
    for (size_t i = 0; count < 2 && i < sizeof weak / sizeof weak[0]; i++) {
        count = split_at(cell, weak[i], parts);
    }
    return count;
}

bool jb_column_is_option(jb_slice header, jb_column *column)
{
    static const char start[] = "option_";
    const size_t size = sizeof start - 1;
    header = jb_slice_trim(header);
    const char *letter = header.bytes + size;
    bool ends = header.size == size + 1 || (header.size > size + 1 && letter[1] == '@');
    if (!ends || memcmp(header.bytes, start, size) != 0 || *letter < 'a' || *letter > 'z') {
        return false;
    }
    column->field = JB_FIELD_OPTION;
    column->option = (uint8_t)(*letter - 'a');
    return true;
}
