/* A row of a table as an item. */
#include "item_exact.h"
#include "table_internal.h"

#include <string.h>
#include <strings.h>

#include "markup.h"

#include "jinbang/mix.h"
#include "jinbang/table.h"

/* A spreadsheet takes what begins with one of these for a formula; who writes tables with care puts
 * an apostrophe before it, which is no part of the text. Any other apostrophe is. */
static jb_slice without_guard(jb_slice text)
{
    static const char *const starts[] = { "=", "+", "-", "@", "＝", "＋", "－", "＠" };
    size_t at = 0;
    while (at < text.size && text.bytes[at] == '\'') {
        at++;
    }
    for (size_t i = 0; at > 0 && i < sizeof starts / sizeof starts[0]; i++) {
        size_t size = strlen(starts[i]);
        if (text.size - at >= size && memcmp(text.bytes + at, starts[i], size) == 0) {
            return (jb_slice){ text.bytes + 1, text.size - 1 };
        }
    }
    return text;
}

/* An item and what it points to while it is put together. */
typedef struct row_item {
    const jb_table_place *place;
    const jb_row *row;
    jb_item item;
    jb_slice wrong[JB_OPTIONS_MAX];
    uint32_t wrong_count;
    jb_draft_medium_ref media[JB_QUESTION_MEDIA_MAX];
    jb_buffer category;
    jb_buffer stem;
} row_item;

jb_field jb_cell_field(const jb_map *map, const jb_cell *cell)
{
    jb_field field =
        cell->column <= map->column_max ? map->columns[cell->column].field : JB_FIELD_NONE;
    bool repeats = field == JB_FIELD_TYPE || field == JB_FIELD_CATEGORY || field == JB_FIELD_TAGS ||
                   field == JB_FIELD_DIFFICULTY || field == JB_FIELD_SOURCE ||
                   field == JB_FIELD_MATERIAL;
    return cell->merged && !repeats ? JB_FIELD_NONE : field;
}

bool jb_row_is_question(const jb_map *map, const jb_row *row)
{
    for (uint32_t i = 0; i < row->cell_count; i++) {
        jb_field field = jb_cell_field(map, &row->cells[i]);
        bool tells = field == JB_FIELD_STEM || field == JB_FIELD_OPTION ||
                     field == JB_FIELD_OPTIONS || field == JB_FIELD_WRONG ||
                     field == JB_FIELD_ANSWER;
        if (tells && jb_slice_trim(row->cells[i].text).size > 0) {
            return true;
        }
    }
    return false;
}

/* Adds one more language to a text. */
static void add_language(row_item *at, jb_item_text *text, const char *language, jb_slice words)
{
    jb_draft_tagged *more = jb_draft_take(at->place->draft, text->more_count + 1, sizeof *more);
    if (!more) {
        return;
    }
    if (text->more_count > 0) {
        memcpy(more, text->more, text->more_count * sizeof *more);
    }
    more[text->more_count] = (jb_draft_tagged){ .language = language, .text = words };
    text->more = more;
    text->more_count++;
}

static void set_text(row_item *at, jb_item_text *text, const jb_cell *cell)
{
    const jb_column *column = &at->place->map->columns[cell->column];
    if (column->language[0] != '\0') {
        add_language(at, text, column->language, cell->text);
    } else {
        text->text = cell->text;
        text->where = (jb_where){ at->row->number, cell->column };
    }
}

static void set_option(row_item *at, uint32_t option, const jb_cell *cell)
{
    set_text(at, &at->item.options[option], cell);
    at->item.option_count = option >= at->item.option_count ? option + 1 : at->item.option_count;
}

static void split_options(row_item *at, const jb_cell *cell)
{
    jb_slice parts[JB_OPTIONS_MAX];
    uint32_t count = jb_split_options(at->place->draft, cell->text, parts);
    for (uint32_t i = 0; i < count; i++) {
        at->item.options[i] =
            (jb_item_text){ .text = parts[i], .where = { at->row->number, cell->column } };
    }
    at->item.option_count = count > at->item.option_count ? count : at->item.option_count;
}

static void add_wrong(row_item *at, const jb_cell *cell)
{
    jb_slice parts[JB_OPTIONS_MAX];
    bool one = at->place->map->columns[cell->column].numbered;
    uint32_t count = one ? 0 : jb_split_options(at->place->draft, cell->text, parts);
    if (count < 2) {
        parts[0] = cell->text;
        count = 1;
    }
    for (uint32_t i = 0; i < count && at->wrong_count + 1 < JB_OPTIONS_MAX; i++) {
        at->wrong[at->wrong_count++] = parts[i];
    }
}

static void add_medium(row_item *at, const jb_cell *cell, jb_slice path)
{
    path = jb_slice_trim(path);
    uint32_t medium = path.size == 0 || at->item.media_count == JB_QUESTION_MEDIA_MAX
                          ? JB_DRAFT_MEDIA_NONE
                          : jb_draft_medium_at(at->place->draft,
                                               (jb_where){ at->row->number, cell->column }, path);
    if (medium != JB_DRAFT_MEDIA_NONE) {
        at->media[at->item.media_count++] = (jb_draft_medium_ref){ .medium = medium };
        at->item.media = at->media;
    }
}

/* Paths with ; between them. */
static void add_media(row_item *at, const jb_cell *cell)
{
    const char *start = cell->text.bytes;
    const char *end = start + cell->text.size;
    while (start < end) {
        const char *cut = memchr(start, ';', (size_t)(end - start));
        cut = cut ? cut : end;
        add_medium(at, cell, (jb_slice){ start, (size_t)(cut - start) });
        start = cut + 1;
    }
}

static void add_category(row_item *at, jb_slice text)
{
    text = jb_slice_trim(text);
    if (text.size > 0 && at->category.size > 0) {
        jb_buffer_append_char(&at->category, '/');
    }
    jb_buffer_append(&at->category, text.bytes, text.size);
}

static void take_cell(row_item *at, const jb_cell *cell)
{
    jb_item *item = &at->item;
    const jb_column *column = &at->place->map->columns[cell->column];
    jb_item_text *texts[JB_FIELD_COUNT] = { [JB_FIELD_TYPE] = &item->type,
                                            [JB_FIELD_STEM] = &item->stem,
                                            [JB_FIELD_ANSWER] = &item->answer,
                                            [JB_FIELD_TOLERANCE] = &item->tolerance,
                                            [JB_FIELD_EXPLANATION] = &item->explanation,
                                            [JB_FIELD_POINTS] = &item->points,
                                            [JB_FIELD_TIME] = &item->time_s,
                                            [JB_FIELD_DIFFICULTY] = &item->difficulty,
                                            [JB_FIELD_TAGS] = &item->tags,
                                            [JB_FIELD_SOURCE] = &item->source,
                                            [JB_FIELD_KEEP_ORDER] = &item->keep_order,
                                            [JB_FIELD_EXACT] = &item->exact };
    jb_field field = jb_cell_field(at->place->map, cell);
    if (texts[field]) {
        set_text(at, texts[field], cell);
    } else if (field == JB_FIELD_OPTION) {
        set_option(at, column->option, cell);
    } else if (field == JB_FIELD_OPTIONS) {
        split_options(at, cell);
    } else if (field == JB_FIELD_WRONG) {
        add_wrong(at, cell);
    } else if (field == JB_FIELD_IMAGE || field == JB_FIELD_AUDIO || field == JB_FIELD_VIDEO) {
        add_media(at, cell);
    } else if (field == JB_FIELD_CATEGORY) {
        add_category(at, cell->text);
    } else if (field == JB_FIELD_ID) {
        item->id = cell->text;
    } else if (field == JB_FIELD_MATERIAL) {
        jb_slice text = jb_slice_trim(cell->text);
        jb_buffer_append(&at->stem, text.bytes, text.size);
    }
}

/* "<p>Which?</p>": a page of HTML in a cell. Tags within a text are left alone, because people ask
 * about them. */
static bool is_page(jb_slice text)
{
    static const char *const begin[] = { "<p>", "<p ", "<div", "<span" };
    static const char *const end[] = { "</p>", "</div>", "</span>" };
    bool begins = false;
    bool ends = false;
    text = jb_slice_trim(text);
    for (size_t i = 0; i < sizeof begin / sizeof begin[0]; i++) {
        size_t size = strlen(begin[i]);
        begins = begins || (text.size > size && strncasecmp(text.bytes, begin[i], size) == 0);
    }
    for (size_t i = 0; i < sizeof end / sizeof end[0]; i++) {
        size_t size = strlen(end[i]);
        ends = ends ||
               (text.size > size && strncasecmp(text.bytes + text.size - size, end[i], size) == 0);
    }
    return begins && ends;
}

static void take_page(row_item *at, jb_item_text *text)
{
    jb_buffer plain;
    if (!is_page(text->text)) {
        return;
    }
    jb_buffer_init(&plain, JB_TABLE_CELL_MAX);
    jb_html_text(text->text, NULL, &plain);
    char *copy =
        plain.size > 0 && !plain.failed ? jb_draft_take(at->place->draft, plain.size, 1) : NULL;
    if (copy) {
        memcpy(copy, plain.bytes, plain.size);
        text->text = (jb_slice){ copy, plain.size };
    }
    jb_buffer_finish(&plain);
}

static void take_pages(row_item *at)
{
    jb_item *item = &at->item;
    if (is_page(item->stem.text)) {
        take_page(at, &item->stem);
        take_page(at, &item->explanation);
        take_page(at, &item->answer);
        for (uint32_t i = 0; i < item->option_count; i++) {
            take_page(at, &item->options[i]);
        }
    }
}

/* A text that is there in tagged columns only: the first of them is taken for the file's own. */
static void settle_language(jb_item_text *text)
{
    if (text->text.size == 0 && text->more_count > 0) {
        text->text = text->more[0].text;
        text->more++;
        text->more_count--;
    }
}

/* "Incorrect Answer 1" ...: the answer becomes the first option. */
static void take_wrong(row_item *at)
{
    jb_item *item = &at->item;
    if (at->wrong_count == 0 || item->option_count > 0 || item->answer.text.size == 0) {
        return;
    }
    if (jb_slice_equal(jb_slice_trim(item->type.text), jb_slice_of("multiple"))) {
        item->type.text = jb_slice_of(""); /* what Open Trivia DB calls a choice of several */
    }
    item->options[0] = item->answer;
    for (uint32_t i = 0; i < at->wrong_count; i++) {
        item->options[i + 1] = (jb_item_text){ .text = at->wrong[i], .where = item->answer.where };
    }
    item->option_count = at->wrong_count + 1;
    item->answer.text = jb_slice_of("A");
    item->answer.more_count = 0;
    item->labels_stripped = true;
}

static void take_stem(row_item *at)
{
    jb_item *item = &at->item;
    settle_language(&item->stem);
    if (at->place->map->stem_numbers) {
        size_t size = jb_stem_number(item->stem.text);
        item->stem.text.bytes += size;
        item->stem.text.size -= size;
    }
    if (at->stem.size > 0) { /* a passage that the question is about */
        jb_buffer_append_char(&at->stem, '\n');
        jb_buffer_append(&at->stem, item->stem.text.bytes, item->stem.text.size);
        item->stem.text = item->stem.text.size > 0 ? jb_buffer_slice(&at->stem) : item->stem.text;
    }
    item->where.column = item->stem.where.column > 0 ? item->stem.where.column : 1;
}

/* The column that answers stand in: an answer that is missing is missing there. */
static uint32_t answer_column(const jb_map *map)
{
    for (uint32_t i = 1; i <= map->column_max; i++) {
        if (map->columns[i].field == JB_FIELD_ANSWER) {
            return i;
        }
    }
    return 0;
}

/* True if this text was seen in this field before. */
static bool seen(const jb_table_place *place, jb_field field, jb_slice text)
{
    uint32_t value = 0;
    uint64_t hash = jb_mix_bytes(jb_mix_u64(JB_MIX_START, field), text.bytes, text.size);
    if (text.size == 0 || jb_table_get(place->said, hash, &value)) {
        return true;
    }
    (void)(jb_table_put(place->said, hash, 1) == JB_OK); /* else it is said once more */
    return false;
}

static void say_several(const row_item *at)
{
    const jb_slice answer = at->item.answer.text;
    if (at->place->map->kahoot && answer.size > 0 && memchr(answer.bytes, ',', answer.size)) {
        jb_draft_warn(at->place->draft, at->item.answer.where, at->item.stem.text, "several_right",
                      "Several answers are right: here all of them are asked for, while Kahoot may "
                      "take any of them.");
    }
}

static void finish(row_item *at)
{
    jb_buffer_finish(&at->category);
    jb_buffer_finish(&at->stem);
}

void jb_row_add(const jb_table_place *place, const jb_row *row)
{
    row_item at = { .place = place, .row = row };
    const jb_map *map = place->map;
    at.item.where = (jb_where){ row->number, 1 };
    at.item.answer.where = (jb_where){ row->number, answer_column(map) };
    at.item.answer_is_number = map->numbers;
    at.item.answer_from_zero = map->from_zero;
    at.item.truth_letters = map->exam_treasure;
    at.item.blanks_in_options = map->exam_treasure;
    jb_buffer_init(&at.category, JB_TEXT_BYTES_MAX);
    jb_buffer_init(&at.stem, 0);
    for (uint32_t i = 0; i < row->cell_count; i++) {
        jb_cell cell = row->cells[i];
        cell.text = without_guard(cell.text);
        take_cell(&at, &cell);
    }
    at.item.category.text = jb_buffer_slice(&at.category);
    if (jb_truth_word(at.item.exact.text) == 1 && jb_item_exact(place->draft, &at.item)) {
        finish(&at);
        return;
    }
    take_pages(&at);
    take_stem(&at);
    for (uint32_t i = 0; i < at.item.option_count; i++) {
        settle_language(&at.item.options[i]);
    }
    settle_language(&at.item.explanation);
    settle_language(&at.item.answer);
    take_wrong(&at);
    if (at.category.size == 0) {
        add_category(&at, place->chapter);
    }
    at.item.category.text = jb_buffer_slice(&at.category);
    if (at.item.type.text.size == 0 && place->section.size > 0) {
        at.item.type = (jb_item_text){ .text = place->section, .where = at.item.where };
        at.item.section_type = true;
    }
    at.item.said_type = seen(place, JB_FIELD_TYPE, at.item.type.text);
    at.item.said_difficulty = seen(place, JB_FIELD_DIFFICULTY, at.item.difficulty.text);
    say_several(&at);
    jb_item_add(place->draft, &at.item);
    finish(&at);
}
