/*
 * The document of a .docx as lines of text: a paragraph is a line, and so is what a line break
 * parts; cells of a table stand in one line with tabs between them, unless the table is one of
 * questions, which the reader of tables takes. What was deleted under "track changes" and second
 * copies for old programs are left out. Numbers that Word makes for lists are written into the
 * text.
 */
#include "docx.h"

#include "table.h"

#include <stdlib.h>
#include <string.h>

#include "jinbang/charset.h"

enum {
    ALT_MAX = 400,
    TABLE_SURE = 60, /* jb_table_likeness: it has a header */
    CELLS_MAX = 200000,
    FIRST = 64
};

typedef struct cell {
    uint32_t row, column;
    size_t start, end; /* in the text */
} cell;

typedef struct walk {
    docx *d;
    uint32_t skipped; /* depth within what is left out; 0: nothing is */
    uint32_t properties;
    uint32_t math;
    uint32_t boxes; /* text boxes around this place */
    bool in_text;
    int raised; /* 1: superscript, -1: subscript */
    uint32_t paragraph;
    uint32_t depth; /* of paragraphs in one another */
    size_t start;   /* of the paragraph */
    uint32_t number, level;
    uint32_t last_number, last_level; /* of the paragraph before it */
    char alt[ALT_MAX];

    uint32_t tables; /* depth */
    size_t table_start;
    uint32_t table_places, table_media, table_line;
    uint32_t row, column;
    size_t cell_start;
    uint32_t cell_paragraphs;
    cell *cells;
    uint32_t cell_count;
    size_t cell_capacity;

    uint32_t formulas, formula_place;
    uint32_t coloured, coloured_place;
} walk;

/* ---- lines ---- */

static bool more(walk *w, void **items, uint32_t count, size_t *capacity, size_t size)
{
    if (count < *capacity) {
        return true;
    }
    size_t wanted = *capacity == 0 ? FIRST : *capacity * 2;
    void *grown = realloc(*items, wanted * size);
    if (!grown) {
        w->d->failed = true;
        return false;
    }
    *items = grown;
    *capacity = wanted;
    return true;
}

static void end_line(walk *w)
{
    docx *d = w->d;
    void *places = d->places;
    if (more(w, &places, d->place_count, &d->place_capacity, sizeof *d->places)) {
        d->places = places;
        d->places[d->place_count++] = w->paragraph > 0 ? w->paragraph : 1;
        jb_buffer_append_char(&d->text, '\n');
    }
}

static void take_back(walk *w)
{
    docx *d = w->d;
    if (d->text.size > 0 && d->text.bytes[d->text.size - 1] == '\n' && d->place_count > 0) {
        d->text.bytes[--d->text.size] = '\0';
        d->place_count--;
    }
}

/* ---- paragraphs ---- */

/* The number of a list before the paragraph, unless it was typed as well. */
static void write_number(walk *w)
{
    docx *d = w->d;
    jb_buffer text;
    jb_buffer number;
    cn_number typed;
    cn_option option;
    jb_buffer_init(&text, 0);
    jb_buffer_init(&number, 0);
    bool fresh = w->number != w->last_number || w->level != w->last_level;
    bool letters = jb_docx_letters(d, w->number, w->level);
    jb_docx_number(d, w->number, w->level, letters && fresh, &number);
    size_t size = d->text.size - w->start;
    jb_slice whole = { d->text.bytes + w->start, size };
    if (number.size > 0 && size < CN_LINE_BYTES_MAX &&
        jb_text_plain((jb_slice){ whole.bytes, whole.size }, &text, NULL) == JB_OK) {
        const char *plain = jb_buffer_text(&text);
        bool own = letters ? jb_cn_option(plain, &option) && option.strength == CN_STRONG
                           : jb_cn_number(plain, &typed) && typed.style == CN_STYLE_PLAIN;
        char *room = own ? NULL : jb_buffer_room(&d->text, number.size);
        if (room) {
            jb_buffer_grow(&d->text, number.size);
            memmove(d->text.bytes + w->start + number.size, d->text.bytes + w->start, size);
            memcpy(d->text.bytes + w->start, number.bytes, number.size);
            for (uint32_t i = d->media_count; i > 0 && d->media[i - 1].offset >= w->start; i--) {
                d->media[i - 1].offset += (uint32_t)number.size;
            }
        }
    }
    d->failed = d->failed || text.failed || number.failed || d->text.failed;
    jb_buffer_finish(&text);
    jb_buffer_finish(&number);
}

static void open_paragraph(walk *w)
{
    w->depth++;
    if (w->boxes > 0) {
        jb_buffer_append_char(&w->d->text, ' ');
        return;
    }
    w->paragraph++;
    w->start = w->d->text.size;
    w->number = 0;
    w->level = 0;
}

static void close_paragraph(walk *w)
{
    w->depth -= w->depth > 0;
    if (w->boxes > 0) {
        return;
    }
    if (w->d->text.size > w->start) {
        if (w->number > 0) {
            write_number(w);
        }
        w->last_number = w->number;
        w->last_level = w->level;
    }
    w->cell_paragraphs++;
    end_line(w);
}

/* ---- text ---- */

/* Digits that stand high or low have characters of their own. */
static void write_raised(walk *w, jb_slice text)
{
    static const char *const high[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
    static const char *const low[] = { "₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉" };
    for (size_t i = 0; i < text.size; i++) {
        char c = text.bytes[i];
        if (c >= '0' && c <= '9') {
            jb_buffer_append_text(&w->d->text, w->raised > 0 ? high[c - '0'] : low[c - '0']);
        } else if (c == '-' || c == '+') {
            jb_buffer_append_text(&w->d->text,
                                  w->raised > 0 ? (c == '-' ? "⁻" : "⁺") : (c == '-' ? "₋" : "₊"));
        } else {
            jb_buffer_append_char(&w->d->text, c);
        }
    }
}

static bool take_text(void *user, jb_slice text)
{
    walk *w = user;
    if (w->in_text && w->skipped == 0) {
        for (size_t i = 0; w->raised == 0 && i < text.size; i++) {
            char c = text.bytes[i];
            jb_buffer_append_char(&w->d->text, c == '\n' || c == '\r' ? ' ' : c);
        }
        if (w->raised != 0) {
            write_raised(w, text);
        }
    }
    w->d->failed = w->d->failed || w->d->text.failed;
    return !w->d->failed;
}

/* Signs of the fonts that people tick with. */
static void take_symbol(walk *w, const char *const *attributes)
{
    static const struct {
        uint32_t code; /* in Wingdings; with 0x100 in Wingdings 2 */
        const char *text;
    } signs[] = { { 0xfc, "√" },  { 0xfe, "√" },  { 0xfb, "×" },  { 0xfd, "×" }, { 0x150, "√" },
                  { 0x152, "√" }, { 0x14f, "×" }, { 0x151, "×" }, { 0xa8, "□" }, { 0x1a3, "□" } };
    const char *font = jb_xml_attribute(attributes, "font");
    const char *code = jb_xml_attribute(attributes, "char");
    uint32_t value = code ? (uint32_t)strtoul(code, NULL, 16) & 0xffU : 0;
    value += font && strcmp(font, "Wingdings 2") == 0 ? 0x100U : 0;
    const char *text = "\xef\xbf\xbd";
    for (size_t i = 0;
         font && strncmp(font, "Wingdings", 9) == 0 && i < sizeof signs / sizeof signs[0]; i++) {
        text = signs[i].code == value ? signs[i].text : text;
    }
    jb_buffer_append_text(&w->d->text, text);
}

static void take_picture(walk *w, const char *relation)
{
    docx *d = w->d;
    jb_where where = { .line = w->paragraph > 0 ? w->paragraph : 1, .column = 1 };
    uint32_t medium = relation ? jb_docx_medium(d, relation, where, w->alt) : JB_DRAFT_MEDIA_NONE;
    void *media = d->media;
    w->alt[0] = '\0';
    if (medium == JB_DRAFT_MEDIA_NONE ||
        !more(w, &media, d->media_count, &d->media_capacity, sizeof *d->media)) {
        return;
    }
    d->media = media;
    d->media[d->media_count++] = (cn_medium){ .offset = (uint32_t)d->text.size, .medium = medium };
    jb_buffer_append_text(&d->text, "\xef\xbf\xbc");
}

/* ---- tables ---- */

static void open_table(walk *w)
{
    w->tables++;
    if (w->tables == 1) {
        w->table_start = w->d->text.size;
        w->table_places = w->d->place_count;
        w->table_media = w->d->media_count;
        w->table_line = w->paragraph + 1;
        w->row = 0;
        w->cell_count = 0;
    }
}

static void close_cell(walk *w)
{
    docx *d = w->d;
    void *cells = w->cells;
    if (w->tables != 1 || w->cell_count >= CELLS_MAX ||
        !more(w, &cells, w->cell_count, &w->cell_capacity, sizeof *w->cells)) {
        return;
    }
    w->cells = cells;
    size_t end = d->text.size;
    while (end > w->cell_start && strchr("\n ", d->text.bytes[end - 1])) {
        end--;
    }
    w->cells[w->cell_count++] =
        (cell){ .row = w->row, .column = w->column, .start = w->cell_start, .end = end };
    if (w->cell_paragraphs <= 1) {
        take_back(w);
        jb_buffer_append_char(&d->text, '\t');
    }
}

static void close_row(walk *w)
{
    docx *d = w->d;
    if (w->tables == 1 && d->text.size > w->table_start &&
        d->text.bytes[d->text.size - 1] == '\t') {
        d->text.bytes[--d->text.size] = '\0';
        end_line(w);
    }
}

static void drop_table(walk *w)
{
    docx *d = w->d;
    d->text.size = w->table_start;
    d->text.bytes[d->text.size] = '\0';
    d->place_count = w->table_places;
    d->media_count = w->table_media;
}

/* A table with a header of questions. False: it is none. */
static bool read_table(walk *w)
{
    docx *d = w->d;
    uint32_t count = w->cell_count > 0 ? w->cells[w->cell_count - 1].row : 0;
    if (count < 2 || d->media_count > w->table_media) {
        return false;
    }
    jb_row *rows = jb_memory_take(&d->memory, count, sizeof *rows);
    jb_cell *cells = jb_memory_take(&d->memory, w->cell_count, sizeof *cells);
    if (!rows || !cells) {
        d->failed = true;
        return false;
    }
    uint32_t used = 0;
    uint32_t row_count = 0;
    for (uint32_t i = 0; i < w->cell_count; i++) {
        const cell *from = &w->cells[i];
        if (i == 0 || from->row != w->cells[i - 1].row) {
            rows[row_count++] = (jb_row){ .number = from->row, .cells = cells + used };
        }
        if (from->end > from->start) {
            cells[used++] =
                (jb_cell){ .column = from->column,
                           .text = { d->text.bytes + from->start, from->end - from->start } };
            rows[row_count - 1].cell_count++;
        }
    }
    const jb_sheet sheet = { .name = "", .rows = rows, .row_count = row_count };
    if (jb_table_likeness(&sheet) < TABLE_SURE) {
        return false;
    }
    jb_table_read(&sheet, 1, d->file->options, d->draft);
    return true;
}

static jb_slice cell_text(const walk *w, uint32_t index)
{
    const cell *at = &w->cells[index];
    return (jb_slice){ w->d->text.bytes + at->start, at->end - at->start };
}

static bool cell_is(const walk *w, uint32_t index, const char *const words[3])
{
    jb_slice text = cell_text(w, index);
    bool is = false;
    for (int i = 0; i < 3; i++) {
        is = is || jb_slice_equal(text, jb_slice_of(words[i]));
    }
    return is;
}

/* "题号 1 2 3" above "答案 A B C": written again as a list of answers. */
static bool read_answers(walk *w, jb_buffer *out)
{
    static const char *const numbers[3] = { "题号", "题目", "序号" };
    static const char *const answers[3] = { "答案", "参考答案", "正确答案" };
    uint32_t first = 0;
    bool any = false;
    while (first < w->cell_count) {
        uint32_t end = first;
        while (end < w->cell_count && w->cells[end].row == w->cells[first].row) {
            end++;
        }
        uint32_t width = end - first;
        bool pair = end + width <= w->cell_count && w->cells[end].row == w->cells[first].row + 1 &&
                    w->cells[end + width - 1].row == w->cells[end].row &&
                    cell_is(w, first, numbers) && cell_is(w, end, answers);
        for (uint32_t i = 1; pair && i < width; i++) {
            jb_slice number = cell_text(w, first + i);
            jb_slice answer = cell_text(w, end + i);
            if (number.size > 0 && answer.size > 0) {
                jb_buffer_append(out, number.bytes, number.size);
                jb_buffer_append_char(out, '.');
                jb_buffer_append(out, answer.bytes, answer.size);
                jb_buffer_append_char(out, ' ');
                any = true;
            }
        }
        first = pair ? end + width : end;
    }
    return any;
}

static void close_table(walk *w)
{
    docx *d = w->d;
    jb_buffer list;
    w->tables -= w->tables > 0;
    if (w->tables > 0 || d->failed) {
        return;
    }
    jb_buffer_init(&list, 0);
    if (read_table(w)) {
        drop_table(w);
    } else if (read_answers(w, &list)) {
        drop_table(w);
        jb_buffer_append_text(&d->text, "参考答案");
        end_line(w);
        jb_buffer_append(&d->text, list.bytes, list.size);
        end_line(w);
    }
    d->failed = d->failed || list.failed;
    jb_buffer_finish(&list);
}

/* ---- elements ---- */

static bool is(const char *name, const char *wanted)
{
    return strcmp(name, wanted) == 0;
}

static bool is_left_out(const char *name)
{
    static const char *const names[] = {
        "del", "moveFrom", "Fallback", "rt", "instrText", "delText"
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (is(name, names[i])) {
            return true;
        }
    }
    return false;
}

static void open_property(walk *w, const char *name, const char *const *attributes)
{
    const char *value = jb_xml_attribute(attributes, "val");
    if (is(name, "numId")) {
        w->number = value ? (uint32_t)strtoul(value, NULL, 10) : 0;
    } else if (is(name, "ilvl")) {
        w->level = value ? (uint32_t)strtoul(value, NULL, 10) : 0;
    } else if (is(name, "vertAlign") && value) {
        w->raised = is(value, "superscript") ? 1 : is(value, "subscript") ? -1 : 0;
    } else if ((is(name, "highlight") && value && !is(value, "none")) ||
               (is(name, "color") && value && is(value, "FF0000"))) {
        w->coloured_place = w->coloured == 0 ? w->paragraph : w->coloured_place;
        w->coloured++;
    }
}

static void open_math(walk *w, const char *name)
{
    if (is(name, "oMath")) {
        w->math++;
        w->formula_place = w->formulas == 0 ? w->paragraph : w->formula_place;
        w->formulas++;
    } else if (w->math > 0 && (is(name, "sup") || is(name, "sub") || is(name, "den"))) {
        jb_buffer_append_char(&w->d->text, is(name, "sup") ? '^' : is(name, "sub") ? '_' : '/');
    }
}

static void open_content(walk *w, const char *name, const char *const *attributes)
{
    if (is(name, "t")) {
        w->in_text = true;
    } else if (is(name, "tab") || is(name, "ptab")) {
        jb_buffer_append_char(&w->d->text, '\t');
    } else if (is(name, "br") || is(name, "cr")) {
        const char *type = jb_xml_attribute(attributes, "type");
        if (w->boxes == 0 && (!type || is(type, "textWrapping"))) {
            end_line(w);
        }
    } else if (is(name, "noBreakHyphen")) {
        jb_buffer_append_char(&w->d->text, '-');
    } else if (is(name, "sym")) {
        take_symbol(w, attributes);
    } else if (is(name, "docPr")) {
        const char *alt = jb_xml_attribute(attributes, "descr");
        size_t size = alt ? strlen(alt) : 0;
        size = size < ALT_MAX ? size : 0;
        memcpy(w->alt, alt ? alt : "", size);
        w->alt[size] = '\0';
    } else if (is(name, "blip")) {
        take_picture(w, jb_xml_attribute(attributes, "embed"));
    } else if (is(name, "imagedata")) {
        take_picture(w, jb_xml_attribute(attributes, "id"));
    } else if (is(name, "tc") && w->tables == 1) {
        w->column++;
        w->cell_start = w->d->text.size;
        w->cell_paragraphs = 0;
    } else if (is(name, "tr") && w->tables == 1) {
        w->row++;
        w->column = 0;
    }
}

static bool open_element(void *user, const char *name, const char *const *attributes,
                         jb_where where)
{
    walk *w = user;
    (void)where;
    if (w->skipped > 0 || is_left_out(name)) {
        w->skipped++;
    } else if (is(name, "p")) {
        open_paragraph(w);
    } else if (is(name, "pPr") || is(name, "rPr") || is(name, "tblPr") || is(name, "tcPr")) {
        w->properties++;
    } else if (w->properties > 0) {
        if (is(name, "numId") || is(name, "ilvl")) {
            w->number = w->boxes > 0 ? 0 : w->number;
        }
        open_property(w, name, attributes);
    } else if (is(name, "r")) {
        w->raised = 0;
    } else if (is(name, "tbl")) {
        open_table(w);
    } else if (is(name, "txbxContent")) {
        w->boxes++;
    } else {
        open_math(w, name);
        open_content(w, name, attributes);
    }
    w->d->failed = w->d->failed || w->d->text.failed;
    return !w->d->failed;
}

static bool close_element(void *user, const char *name)
{
    walk *w = user;
    if (w->skipped > 0) {
        w->skipped--;
    } else if (is(name, "p")) {
        close_paragraph(w);
    } else if (is(name, "pPr") || is(name, "rPr") || is(name, "tblPr") || is(name, "tcPr")) {
        w->properties -= w->properties > 0;
    } else if (is(name, "t")) {
        w->in_text = false;
    } else if (is(name, "tc")) {
        close_cell(w);
    } else if (is(name, "tr")) {
        close_row(w);
    } else if (is(name, "tbl")) {
        close_table(w);
    } else if (is(name, "txbxContent")) {
        w->boxes -= w->boxes > 0;
    } else if (is(name, "oMath")) {
        w->math -= w->math > 0;
    }
    return !w->d->failed;
}

/* ---- the document ---- */

static void say(const walk *w)
{
    if (w->formulas > 0) {
        jb_draft_warn(w->d->draft, (jb_where){ .line = w->formula_place, .column = 1 },
                      jb_slice_of(""), "drawn_formula",
                      "%u drawn formulas became plain text; this paragraph has the first. Look at "
                      "them.",
                      w->formulas);
    }
    if (w->coloured > 0) {
        jb_draft_warn(
            w->d->draft, (jb_where){ .line = w->coloured_place, .column = 1 }, jb_slice_of(""),
            "colours_not_read",
            "Text in this file is coloured; this paragraph is the first. Colours and bold "
            "print are not read as answers: write 答案 (Answer) with its letter.");
    }
}

bool jb_docx_read_text(docx *d)
{
    static const jb_xml_handlers handlers = { open_element, take_text, close_element };
    walk w = { .d = d };
    jb_buffer document;
    jb_where where = { .line = 1, .column = 1 };
    const char *why = "";
    jb_buffer_init(&document, DOCX_PART_BYTES_MAX);
    jb_unpack_result unpacked =
        jb_archive_read(d->file->archive, "word/document.xml", DOCX_PART_BYTES_MAX, &document);
    jb_xml_result result = JB_XML_FINE;
    if (unpacked == JB_UNPACK_FINE) {
        result = jb_xml_read(jb_buffer_slice(&document), &handlers, &w, &where, &why);
    }
    jb_buffer_finish(&document);
    free(w.cells);
    if (unpacked == JB_UNPACK_MEMORY || result == JB_XML_MEMORY || d->failed) {
        d->failed = true;
        return false;
    }
    if (unpacked != JB_UNPACK_FINE) {
        jb_draft_error(d->draft, (jb_where){ .line = 1 }, jb_slice_of(""), "damaged_package",
                       "The text of this document %s. Save it again with Word or LibreOffice.",
                       jb_unpack_text(unpacked));
        return false;
    }
    if (result != JB_XML_FINE) {
        jb_draft_error(d->draft, (jb_where){ .line = w.paragraph + 1, .column = 1 },
                       jb_slice_of(""), "broken_document",
                       "The document cannot be read any further: %s. Save it again with Word or "
                       "LibreOffice.",
                       why);
    }
    say(&w);
    return true;
}
