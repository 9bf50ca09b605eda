/*
 * Categories: paths such as "一/二" become a tree. Parents are written before their children, as
 * the format asks.
 */
#include "draft_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/charset.h"
#include "jinbang/mix.h"

enum {
    FIRST = 16,
    CATEGORIES_MAX = 10000,
    LEVELS_MAX = 16
};

/* One part of a path; *at moves behind it. "\/" and "//" are a slash within a part, "\\" is a
 * backslash. */
static void take_part(jb_slice path, size_t *at, jb_buffer *part)
{
    jb_buffer_clear(part);
    for (; *at < path.size; (*at)++) {
        char c = path.bytes[*at];
        char next = *at + 1 < path.size ? path.bytes[*at + 1] : '\0';
        if ((c == '\\' && (next == '/' || next == '\\')) || (c == '/' && next == '/')) {
            jb_buffer_append_char(part, next);
            (*at)++;
        } else if (c == '/') {
            (*at)++;
            return;
        } else {
            jb_buffer_append_char(part, c);
        }
    }
}

/* Adds one; its number is the next. */
static void add(jb_draft *draft, uint32_t parent, jb_slice title)
{
    if (draft->category_count == draft->category_capacity) {
        size_t capacity = draft->category_capacity == 0 ? FIRST : draft->category_capacity * 2;
        jb_draft_category_row *rows = realloc(draft->categories, capacity * sizeof *rows);
        if (!rows) {
            draft->failed = true;
            return;
        }
        draft->categories = rows;
        draft->category_capacity = capacity;
    }
    char *copy = jb_draft_take(draft, title.size + 1, 1);
    if (copy) {
        memcpy(copy, title.bytes, title.size);
        draft->categories[draft->category_count++] =
            (jb_draft_category_row){ .parent = parent, .title = copy };
    }
}

const char *jb_draft_category(jb_draft *draft, jb_slice path, char id[16])
{
    jb_buffer part;
    jb_buffer tidy;
    jb_buffer_init(&part, JB_TEXT_BYTES_MAX);
    jb_buffer_init(&tidy, JB_TEXT_BYTES_MAX);
    uint32_t parent = 0;
    uint64_t hash = JB_MIX_START;
    size_t at = 0;
    for (int level = 0; at < path.size && level < LEVELS_MAX && !draft->failed; level++) {
        take_part(path, &at, &part);
        jb_buffer_clear(&tidy);
        draft->failed = jb_text_tidy(jb_buffer_slice(&part), &tidy) == JB_ERR_MEMORY;
        if (draft->failed || tidy.size == 0) {
            continue;
        }
        hash = jb_mix_bytes(jb_mix_u64(hash, tidy.size), tidy.bytes, tidy.size);
        uint32_t number = 0;
        if (!jb_table_get(&draft->category_ids, hash, &number)) {
            if (draft->category_count == CATEGORIES_MAX) {
                break;
            }
            add(draft, parent, jb_buffer_slice(&tidy));
            number = draft->category_count;
            draft->failed =
                draft->failed || jb_table_put(&draft->category_ids, hash, number) != JB_OK;
        }
        parent = number;
    }
    jb_buffer_finish(&part);
    jb_buffer_finish(&tidy);
    id[0] = '\0';
    if (parent > 0) {
        (void)snprintf(id, 16, "c%u", parent);
    }
    return id;
}
