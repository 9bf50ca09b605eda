/*
 * Lines that change what the question at work is, or end it: keys, heads of sections and chapters,
 * heads of lists of answers.
 */
#include "chinese_internal.h"

#include <string.h>

enum {
    CATEGORIES_MAX = 20000 /* further ones are not told apart */
};

/* ---- keys ---- */

static void take_answer(cn_reader *reader, uint32_t index, const cn_key *key)
{
    const cn_line *line = &reader->lines.items[index];
    size_t from = reader->view.lead + key->end;
    bool list = reader->question_count > 0 && line->alone && jb_cn_list_follows(reader, index);
    if (list && (!reader->open || reader->question_count > 1)) {
        jb_cn_list_begin(reader, (jb_type_word){ 0 });
        return;
    }
    if (reader->question_count > 0 && !line->alone &&
        jb_cn_list_try(reader, from, (jb_type_word){ 0 })) {
        return;
    }
    if (!reader->open) {
        jb_cn_stray(reader, index);
        return;
    }
    jb_cn_take(reader, index, from, CN_ANSWER);
}

void jb_cn_take_key(cn_reader *reader, uint32_t index, const cn_key *key)
{
    size_t from = reader->view.lead + key->end;
    bool fresh = reader->open && reader->needs_stem;
    reader->fresh = true;
    if (key->role == CN_ANSWER) {
        take_answer(reader, index, key);
        return;
    }
    if (key->role == CN_STEM || (key->role == CN_TYPE && (!reader->open || jb_cn_closed(reader)))) {
        if (!fresh) {
            jb_cn_begin(reader, index, 0);
        }
        if (!reader->failed) {
            jb_cn_take(reader, index, from, key->role);
        }
        return;
    }
    if (reader->open) {
        /* "选项：" says only what is seen anyway. */
        jb_cn_take(reader, index, from, key->role == CN_OPTION ? CN_STEM : key->role);
    } else if (key->role != CN_IGNORED && key->role != CN_CATEGORY) {
        jb_cn_stray(reader, index);
    }
}

/* ---- sections and chapters ---- */

static void keep_name(cn_reader *reader, jb_slice name)
{
    jb_buffer_append(&reader->names, name.bytes, name.size);
    jb_buffer_append_char(&reader->names, '\0');
    reader->failed = reader->failed || reader->names.failed;
}

static void begin_section(cn_reader *reader, uint32_t line, jb_slice type)
{
    cn_section_row *sections = jb_cn_more(reader, reader->sections, reader->section_count,
                                          &reader->section_capacity, sizeof *sections);
    if (!sections) {
        return;
    }
    reader->sections = sections;
    sections[reader->section_count++] = (cn_section_row){ .start = (uint32_t)reader->names.size,
                                                          .size = (uint32_t)type.size,
                                                          .line = line,
                                                          .type = jb_type_word_of(type) };
    keep_name(reader, type);
    reader->section = reader->section_count;
    reader->group++;
    reader->last_number = 0;
    reader->open = false;
    reader->style = CN_STYLE_NONE;
}

/* Sets the part of the category's path at this level; what is below it goes. */
static void begin_chapter(cn_reader *reader, int level, jb_slice name)
{
    reader->group++;
    reader->last_number = 0;
    reader->open = false;
    reader->style = CN_STYLE_NONE;
    if (reader->category_count == CATEGORIES_MAX) {
        reader->category = 0;
        return;
    }
    uint32_t *categories = jb_cn_more(reader, reader->categories, reader->category_count,
                                      &reader->category_capacity, sizeof *categories);
    if (!categories) {
        return;
    }
    reader->categories = categories;
    reader->path.size = reader->level_start[level - 1];
    if (reader->path.size > 0) {
        jb_buffer_append_char(&reader->path, '/');
    }
    for (size_t i = 0; i < name.size; i++) {
        jb_buffer_append_text(&reader->path, name.bytes[i] == '/' ? "\\" : "");
        jb_buffer_append_char(&reader->path, name.bytes[i]);
    }
    for (int i = level; i < 4; i++) {
        reader->level_start[i] = (uint32_t)reader->path.size;
    }
    categories[reader->category_count++] = (uint32_t)reader->names.size;
    keep_name(reader, jb_buffer_slice(&reader->path));
    reader->category = reader->category_count;
}

void jb_cn_take_chapter(cn_reader *reader, uint32_t index)
{
    jb_slice name;
    jb_slice type;
    const char *text = jb_buffer_text(&reader->view.plain) + reader->view.lead;
    int level = jb_cn_chapter(text, &name);
    if (reader->question_count > 0 && jb_cn_list_heading(text) &&
        jb_cn_list_follows(reader, index)) {
        jb_cn_list_begin(reader, (jb_type_word){ 0 });
        return;
    }
    /* Sections within the chapter that ends do not go on in the next one. */
    if (reader->section > 0 && !reader->sections_outer) {
        reader->section = 0;
    }
    begin_chapter(reader, level, name);
    const char *space = strchr(text, ' ');
    if (space && jb_cn_section(jb_cn_skip(space), &type)) {
        begin_section(reader, reader->view.number, type);
    }
}

void jb_cn_take_section(cn_reader *reader)
{
    jb_slice type;
    const char *text = jb_buffer_text(&reader->view.plain) + reader->view.lead;
    if (!jb_cn_section(text, &type)) {
        return;
    }
    reader->sections_outer =
        reader->sections_outer || (reader->section_count == 0 && reader->category_count == 0);
    /* "一、单选题：1-5 ABCDA" */
    size_t end = (size_t)(strlen(text) + reader->view.lead);
    size_t head = type.bytes >= text && type.bytes < text + strlen(text)
                      ? (size_t)(type.bytes + type.size - text) + reader->view.lead
                      : end;
    if (reader->question_count == 0 || !jb_cn_list_try(reader, head, jb_type_word_of(type))) {
        begin_section(reader, reader->view.number, type);
    }
}

/* ---- headings ---- */

void jb_cn_take_heading(cn_reader *reader, uint32_t index)
{
    jb_slice name;
    const char *text = jb_buffer_text(&reader->view.plain) + reader->view.lead;
    bool fits = !reader->open || jb_cn_closed(reader) || reader->question_count == 0;
    if (fits && jb_cn_heading(text, &name)) {
        begin_chapter(reader, 3, name);
    } else {
        jb_cn_take_text(reader, index);
    }
}

void jb_cn_take_list(cn_reader *reader, uint32_t index)
{
    const char *text = jb_buffer_text(&reader->view.plain);
    jb_type_word type = { 0 };
    if (reader->question_count == 0 || !jb_cn_list_follows(reader, index)) {
        jb_cn_take_text(reader, index);
        return;
    }
    type = jb_cn_list_type(text, strlen(text));
    jb_cn_list_begin(reader, type);
}
