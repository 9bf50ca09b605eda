/*
 * The lines of a text, told apart by what they begin with, before anybody asks which question they
 * belong to. Page headers, which stand between the lines of one question, are taken out here.
 */
#include "chinese_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/charset.h"
#include "jinbang/mix.h"

enum {
    FIRST = 256,
    REPEATED_MIN = 20,      /* a line that stands more often is no part of a question */
    REPEATED_HAN = 4,       /* and has at least so many Han characters */
    REPEATED_BYTES = 300,   /* and is not longer */
    REPEATED_KINDS = 50000, /* different lines that are counted */
    FENCE_LINES = 200,      /* of code between two fences */
    SPACED_SHARE = 70,      /* per cent */
    MARK_BYTES = 3          /* of "@@@" */
};

/* ---- views ---- */

void jb_cn_view_init(cn_view *view)
{
    *view = (cn_view){ .number = 0 };
    jb_buffer_init(&view->plain, 0);
}

void jb_cn_view_finish(cn_view *view)
{
    jb_buffer_finish(&view->plain);
    free(view->offsets);
}

static bool set_view(cn_view *view, jb_slice raw)
{
    size_t wanted = jb_text_plain_max(raw);
    if (wanted > view->offset_capacity) {
        uint32_t *offsets = realloc(view->offsets, wanted * sizeof *offsets);
        if (!offsets) {
            return false;
        }
        view->offsets = offsets;
        view->offset_capacity = wanted;
    }
    jb_buffer_clear(&view->plain);
    if (jb_text_plain(raw, &view->plain, view->offsets) != JB_OK) {
        return false;
    }
    view->raw = raw;
    view->lead = jb_cn_lead(jb_buffer_text(&view->plain));
    return true;
}

bool jb_cn_view_set(cn_view *view, const cn_lines *lines, uint32_t index)
{
    const cn_line *line = &lines->items[index];
    view->start = line->start;
    view->number = line->number;
    return set_view(view, (jb_slice){ lines->text.bytes + line->start, line->size });
}

/* ---- kinds ---- */

static void tell_mark(const cn_view *view, cn_line *line)
{
    const char *text = jb_buffer_text(&view->plain) + view->lead;
    cn_option option;
    cn_number number;
    bool marked = jb_cn_number(text, &number);
    bool first = marked && (number.answer_to > 0 || number.answer_from > 0);
    if (!first && jb_cn_option(text, &option) && option.strength == CN_STRONG) {
        line->kind = CN_LINE_OPTION;
        line->value = (uint32_t)option.letter;
        line->style = (uint8_t)option.strength;
    } else if (marked) {
        line->kind = CN_LINE_NUMBER;
        line->value = number.value;
        line->style = (uint8_t)number.style;
        line->alone = text[number.end + strspn(text + number.end, " *")] == '\0';
    } else if (jb_cn_option(text, &option)) {
        line->kind = CN_LINE_OPTION;
        line->value = (uint32_t)option.letter;
        line->style = (uint8_t)option.strength;
    }
}

static void tell(const cn_view *view, cn_line *line)
{
    const char *plain = jb_buffer_text(&view->plain);
    const char *text = plain + view->lead;
    cn_key key;
    jb_slice name;
    line->kind = CN_LINE_TEXT;
    if (jb_cn_starts(plain, "```")) {
        line->kind = CN_LINE_FENCE;
    } else if (jb_cn_rule(plain)) {
        line->kind = CN_LINE_RULE;
    } else if (jb_cn_page(plain)) {
        line->kind = CN_LINE_PAGE;
    } else if (jb_cn_key_at(text, &key)) {
        line->kind = CN_LINE_KEY;
        line->value = key.role;
        line->alone = text[key.end] == '\0';
    } else if (jb_cn_chapter(text, &name) > 0) {
        line->kind = CN_LINE_CHAPTER;
    } else if (jb_cn_section(text, &name)) {
        line->kind = CN_LINE_SECTION;
    } else if (jb_cn_list_heading(text)) {
        line->kind = CN_LINE_LIST;
    } else if (jb_cn_heading(text, &name)) {
        line->kind = CN_LINE_HEADING;
    } else {
        tell_mark(view, line);
    }
}

/* ---- lines ---- */

static cn_line *more(cn_lines *lines)
{
    if (lines->count == lines->capacity) {
        size_t capacity = lines->capacity == 0 ? FIRST : lines->capacity * 2;
        cn_line *items = realloc(lines->items, capacity * sizeof *items);
        if (!items) {
            return NULL;
        }
        lines->items = items;
        lines->capacity = capacity;
    }
    return &lines->items[lines->count++];
}

static size_t trimmed(jb_slice line)
{
    size_t size = line.size;
    while (size > 0 && strchr(" \t\r", line.bytes[size - 1])) {
        size--;
    }
    return size;
}

static bool has_picture(jb_slice line)
{
    for (size_t i = 0; i + 3 <= line.size; i++) {
        if (memcmp(line.bytes + i, "\xef\xbf\xbc", 3) == 0) {
            return true;
        }
    }
    return false;
}

static uint32_t place_of(const cn_lines *lines, uint32_t number)
{
    return number <= lines->place_count ? lines->places[number - 1] : number;
}

static void say(jb_draft *draft, uint32_t line, const char *code, const char *message)
{
    if (draft) {
        jb_where where = { .line = line, .column = 1 };
        jb_draft_error(draft, where, jb_slice_of(""), code, "%s", message);
    }
}

/* Takes what stands before "@@@" off the line, which parts it as a line end does: "stem@@@答案：A".
 * At the beginning of a line and at its end it is a mark of its own. */
static jb_slice first_piece(jb_slice *line)
{
    jb_slice piece = *line;
    size_t at = 0;
    while (at + MARK_BYTES <= line->size && memcmp(line->bytes + at, "@@@", MARK_BYTES) != 0) {
        at++;
    }
    size_t behind = at;
    while (behind < line->size && line->bytes[behind] == '@') {
        behind++;
    }
    if (at == 0 || at + MARK_BYTES > line->size) {
        *line = (jb_slice){ line->bytes + line->size, 0 };
        return piece;
    }
    size_t next = behind < line->size ? behind : at;
    piece.size = at;
    piece.size = trimmed(piece);
    *line = (jb_slice){ line->bytes + next, line->size - next };
    return piece;
}

static bool add_piece(cn_lines *lines, cn_view *view, jb_slice raw, uint32_t number, bool *blank)
{
    if (!set_view(view, raw)) {
        return false;
    }
    bool empty = view->plain.size == 0 && !has_picture(raw);
    cn_line *line = empty ? NULL : more(lines);
    if (line) {
        *line = (cn_line){ .start = (uint32_t)(raw.bytes - lines->text.bytes),
                           .size = (uint32_t)raw.size,
                           .number = number,
                           .after_blank = *blank };
        tell(view, line);
    }
    *blank = empty;
    return empty || line;
}

static bool add_lines(cn_lines *lines, jb_draft *draft)
{
    jb_lines walk;
    jb_slice raw;
    bool blank = true;
    cn_view view;
    bool good = true;
    jb_lines_init(&walk, lines->text);
    jb_cn_view_init(&view);
    while (good && jb_lines_next(&walk, &raw)) {
        raw.size = trimmed(raw);
        if (lines->count == CN_LINES_MAX) {
            say(draft, place_of(lines, walk.number), "too_many_lines",
                "The text has too many lines; the rest is not read. Split it.");
            break;
        }
        if (raw.size > CN_LINE_BYTES_MAX) {
            say(draft, place_of(lines, walk.number), "line_too_long",
                "This line is too long to be part of a question; it is not read. Begin each "
                "question and each answer on a line of its own.");
            continue;
        }
        bool parted = false;
        do {
            jb_slice piece = first_piece(&raw);
            good = add_piece(lines, &view, piece, place_of(lines, walk.number), &blank);
            parted = parted || raw.size > 0;
        } while (good && raw.size > 0);
        blank = blank || parted; /* what follows is another question */
    }
    jb_cn_view_finish(&view);
    return good;
}

/* ---- code between fences, lines that repeat ---- */

static void mark_fences(cn_lines *lines)
{
    for (uint32_t i = 0; i < lines->count; i++) {
        if (lines->items[i].kind != CN_LINE_FENCE) {
            continue;
        }
        uint32_t end = i + 1;
        while (end < lines->count && end - i < FENCE_LINES &&
               lines->items[end].kind != CN_LINE_FENCE) {
            end++;
        }
        bool closed = end < lines->count && lines->items[end].kind == CN_LINE_FENCE;
        for (uint32_t j = i + 1; closed && j < end; j++) {
            lines->items[j].kind = CN_LINE_FENCE;
        }
        i = closed ? end : i;
    }
}

/* Han characters of a line; 0 if it has what only a question has. */
static uint32_t weight(jb_slice line)
{
    static const char *const never[] = { "（", "(", "__", "?", "？", "：", ":" };
    uint32_t han = 0;
    char copy[REPEATED_BYTES + 1];
    memcpy(copy, line.bytes, line.size);
    copy[line.size] = '\0';
    for (const char *at = copy; *at != '\0'; at += jb_cn_char(at)) {
        han += jb_cn_is_han(jb_cn_code(at));
    }
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++) {
        const char *found = strstr(copy, never[i]);
        bool gap = found && (i > 1 || strlen(found) < 3 || strchr(" )", found[strlen(never[i])]) ||
                             jb_cn_starts(found, "（　") || jb_cn_starts(found, "（）"));
        if (gap) {
            return 0;
        }
    }
    return han;
}

static bool may_repeat(const cn_lines *lines, uint32_t index)
{
    const cn_line *line = &lines->items[index];
    const cn_line *before = index > 0 ? &lines->items[index - 1] : NULL;
    bool stem = before && before->kind == CN_LINE_NUMBER && before->alone;
    return (line->kind == CN_LINE_TEXT || line->kind == CN_LINE_LIST) && !stem &&
           line->size <= REPEATED_BYTES &&
           weight((jb_slice){ lines->text.bytes + line->start, line->size }) >= REPEATED_HAN;
}

static bool mark_repeated(cn_lines *lines)
{
    jb_table counts = { .count = 0 };
    bool good = true;
    for (int pass = 0; pass < 2 && good; pass++) {
        for (uint32_t i = 0; i < lines->count && good; i++) {
            cn_line *line = &lines->items[i];
            uint32_t count = 0;
            if (!may_repeat(lines, i)) {
                continue;
            }
            uint64_t hash = jb_mix_bytes(JB_MIX_START, lines->text.bytes + line->start, line->size);
            bool known = jb_table_get(&counts, hash, &count);
            if (pass == 0 && (known || counts.count < REPEATED_KINDS)) {
                good = jb_table_put(&counts, hash, count + 1) == JB_OK;
            } else if (pass == 1 && count > REPEATED_MIN) {
                lines->repeated_first = lines->repeated == 0 ? i : lines->repeated_first;
                lines->repeated++;
                line->kind = CN_LINE_REPEATED;
            }
        }
    }
    jb_table_finish(&counts);
    return good;
}

bool jb_cn_lines_read(cn_lines *lines, jb_slice text, jb_draft *draft)
{
    uint32_t blanks = 0;
    lines->text = text;
    if (!add_lines(lines, draft)) {
        return false;
    }
    mark_fences(lines);
    for (uint32_t i = 1; i < lines->count; i++) {
        blanks += lines->items[i].after_blank;
    }
    lines->spaced = lines->count > 4 && blanks * 100 > (lines->count - 1) * SPACED_SHARE;
    return mark_repeated(lines);
}

void jb_cn_lines_finish(cn_lines *lines)
{
    free(lines->items);
}
