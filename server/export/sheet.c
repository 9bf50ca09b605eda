/*
 * Sheets, see sheet.h. Text is always written as text: nothing that people typed is ever a formula.
 */
#include "sheet.h"

#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/workbook.h"

enum {
    PAPER_A4 = 9,
    TITLE_BYTES_MAX = 120, /* in the footer, which holds 255 */
    HEADER_HEIGHT = 30,
    TITLE_SIZE = 16,
    TITLE_HEIGHT = 26,
    NAME_WIDTH_MIN = 12,
    NAME_WIDTH_MAX = 36
};

enum {
    COLOR_HEADER = 0x1F3A5F,
    COLOR_HEADER_TEXT = 0xFFFFFF,
    COLOR_LINE = 0xD0D7DE
};

/* What spreadsheets use for good, neutral and bad. */
static const lxw_color_t outcome_colors[JB_OUTCOME_RIGHT + 1][2] = {
    [JB_OUTCOME_WRONG] = { 0x9C0006, 0xFFC7CE },
    [JB_OUTCOME_PARTLY] = { 0x7F6000, 0xFFEB9C },
    [JB_OUTCOME_RIGHT] = { 0x006100, 0xC6EFCE },
};

static lxw_format *new_format(lxw_workbook *book, const char *number, bool wrap, bool *good)
{
    lxw_format *format = workbook_add_format(book);
    *good = *good && format;
    if (!format) {
        return NULL;
    }
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    if (number) {
        format_set_num_format(format, number);
    }
    if (wrap) {
        format_set_text_wrap(format);
    }
    return format;
}

static void style_header(lxw_format *format)
{
    format_set_bold(format);
    format_set_font_color(format, COLOR_HEADER_TEXT);
    format_set_bg_color(format, COLOR_HEADER);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    format_set_border(format, LXW_BORDER_THIN);
    format_set_border_color(format, COLOR_LINE);
}

bool jb_styles_make(lxw_workbook *book, bool fraction, jb_styles *styles)
{
    bool good = true;
    *styles = (jb_styles){
        .header = new_format(book, NULL, true, &good),
        .text = new_format(book, "@", false, &good),
        .wrapped = new_format(book, "@", true, &good),
        .whole = new_format(book, "0", false, &good),
        .centered = new_format(book, "0", false, &good),
        .fact = new_format(book, "0", false, &good),
        .score = new_format(book, fraction ? "0.00" : "0", false, &good),
        .points = new_format(book, "General", false, &good),
        .seconds = new_format(book, "0.000", false, &good),
        .percent = new_format(book, "0%", false, &good),
        .share = new_format(book, "0.00%", false, &good),
        .share_fact = new_format(book, "0.00%", false, &good),
        .number = new_format(book, "General", false, &good),
        .figure = new_format(book, "0.00", false, &good),
        .title = new_format(book, "@", false, &good),
        .date = new_format(book, "yyyy-mm-dd hh:mm:ss", false, &good),
        .label = new_format(book, NULL, true, &good),
    };
    for (int i = 0; i <= JB_OUTCOME_RIGHT; i++) {
        styles->outcomes[i] = new_format(book, "@", false, &good);
        if (good && outcome_colors[i][1] != 0) {
            format_set_font_color(styles->outcomes[i], outcome_colors[i][0]);
            format_set_bg_color(styles->outcomes[i], outcome_colors[i][1]);
        }
    }
    if (good) {
        style_header(styles->header);
        format_set_align(styles->centered, LXW_ALIGN_CENTER);
        format_set_align(styles->points, LXW_ALIGN_CENTER);
        format_set_align(styles->fact, LXW_ALIGN_LEFT);
        format_set_align(styles->number, LXW_ALIGN_LEFT);
        format_set_align(styles->share_fact, LXW_ALIGN_LEFT);
        format_set_bold(styles->label);
        format_set_bold(styles->title);
        format_set_font_size(styles->title, TITLE_SIZE);
        format_set_align(styles->date, LXW_ALIGN_LEFT);
    }
    return good;
}

void jb_sheet_note(jb_sheet *sheet, lxw_error error)
{
    sheet->error = sheet->error == LXW_NO_ERROR ? error : sheet->error;
}

/* The title at the left and the page at the right; in a footer & begins a code. */
static void set_footer(jb_sheet *sheet)
{
    jb_slice title = sheet->from->plan->title_text;
    jb_buffer *footer = &sheet->text;
    jb_buffer_append_text(footer, "&L");
    for (size_t i = 0; i < title.size; i++) {
        bool starts = ((unsigned char)title.bytes[i] & 0xc0) != 0x80;
        if (starts && footer->size > TITLE_BYTES_MAX) {
            break;
        }
        jb_buffer_append_text(footer, title.bytes[i] == '&' ? "&" : "");
        jb_buffer_append_char(footer, title.bytes[i] == '\n' ? ' ' : title.bytes[i]);
    }
    jb_buffer_append_text(footer, "&R&P / &N");
    jb_workbook_clean(footer);
    jb_sheet_note(sheet, worksheet_set_footer(sheet->sheet, jb_buffer_text(footer)));
    sheet->out_of_memory = sheet->out_of_memory || footer->failed;
    jb_buffer_clear(footer);
}

void jb_sheet_open(jb_sheet *sheet, lxw_workbook *book, jb_label name, lxw_row_t head_rows)
{
    jb_buffer_init(&sheet->text, 0);
    sheet->row = 0;
    sheet->column = 0;
    sheet->sheet = workbook_add_worksheet(book, jb_word(sheet->words, name));
    if (!sheet->sheet) {
        jb_sheet_note(sheet, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    worksheet_set_landscape(sheet->sheet);
    worksheet_set_paper(sheet->sheet, PAPER_A4);
    worksheet_set_margins(sheet->sheet, 0.4, 0.4, 0.5, 0.6);
    /* Numbers that people typed stay text, and nobody is to be warned of it in every cell. */
    jb_sheet_note(sheet, worksheet_ignore_errors(sheet->sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT,
                                                 "A1:XFD1048576"));
    if (head_rows > 0) {
        jb_sheet_note(sheet, worksheet_repeat_rows(sheet->sheet, 0, head_rows - 1));
    }
    set_footer(sheet);
}

void jb_sheet_close(jb_sheet *sheet)
{
    jb_buffer_finish(&sheet->text);
    sheet->sheet = NULL;
}

void jb_sheet_next(jb_sheet *sheet)
{
    sheet->row++;
    sheet->column = 0;
}

void jb_sheet_text(jb_sheet *sheet, jb_slice text, lxw_format *format)
{
    jb_buffer cell;
    jb_buffer_init(&cell, 0);
    jb_workbook_text(text, &cell);
    sheet->out_of_memory = sheet->out_of_memory || cell.failed;
    if (cell.size == 0) {
        jb_sheet_empty(sheet, format);
    } else {
        jb_sheet_note(sheet, worksheet_write_string(sheet->sheet, sheet->row, sheet->column,
                                                    jb_buffer_text(&cell), format));
        sheet->column++;
    }
    jb_buffer_finish(&cell);
}

void jb_sheet_word(jb_sheet *sheet, jb_label label, lxw_format *format)
{
    jb_sheet_text(sheet, jb_slice_of(jb_word(sheet->words, label)), format);
}

void jb_sheet_scratch(jb_sheet *sheet, lxw_format *format)
{
    sheet->out_of_memory = sheet->out_of_memory || sheet->text.failed;
    jb_sheet_text(sheet, jb_buffer_slice(&sheet->text), format);
    jb_buffer_clear(&sheet->text);
}

static void write_number(jb_sheet *sheet, double value, lxw_format *format)
{
    jb_sheet_note(sheet,
                  worksheet_write_number(sheet->sheet, sheet->row, sheet->column, value, format));
    sheet->column++;
}

void jb_sheet_int(jb_sheet *sheet, int64_t value, lxw_format *format)
{
    write_number(sheet, (double)value, format);
}

void jb_sheet_hundredths(jb_sheet *sheet, int64_t value, lxw_format *format)
{
    write_number(sheet, (double)value / 100, format);
}

void jb_sheet_ms(jb_sheet *sheet, jb_time ms, lxw_format *format)
{
    write_number(sheet, (double)ms / 1000, format);
}

void jb_sheet_share(jb_sheet *sheet, int64_t value, lxw_format *format)
{
    write_number(sheet, (double)value / (100 * 100), format);
}

void jb_sheet_title(jb_sheet *sheet, jb_slice text)
{
    jb_sheet_note(sheet, worksheet_set_row(sheet->sheet, sheet->row, TITLE_HEIGHT, NULL));
    jb_sheet_text(sheet, text, sheet->styles->title);
    jb_sheet_next(sheet);
}

/* As spreadsheets count: days since 1899-12-30. */
void jb_sheet_moment(jb_sheet *sheet, jb_time at)
{
    const double day_ms = 24.0 * 60 * 60 * 1000;
    const double epoch_days = 25569;
    write_number(sheet, epoch_days + (double)(at - at % 1000) / day_ms, sheet->styles->date);
}

void jb_sheet_empty(jb_sheet *sheet, lxw_format *format)
{
    jb_sheet_note(sheet, worksheet_write_blank(sheet->sheet, sheet->row, sheet->column, format));
    sheet->column++;
}

void jb_sheet_width(jb_sheet *sheet, lxw_col_t column, double width)
{
    jb_sheet_note(sheet, worksheet_set_column(sheet->sheet, column, column, width, NULL));
}

double jb_sheet_width_within(double width)
{
    const double least = NAME_WIDTH_MIN;
    const double most = NAME_WIDTH_MAX;
    return width < least ? least : width > most ? most : width;
}

double jb_sheet_team_width(const jb_export *from)
{
    double width = 0;
    for (uint32_t team = 1; team <= from->plan->rules.team_count; team++) {
        double one = jb_workbook_width(jb_export_team(from, team));
        width = one > width ? one : width;
    }
    return jb_sheet_width_within(width + 2);
}

void jb_sheet_rank(jb_sheet *sheet, uint32_t rank)
{
    if (rank > 0) {
        jb_sheet_int(sheet, rank, sheet->styles->centered);
    } else {
        jb_sheet_empty(sheet, sheet->styles->whole);
    }
}

void jb_sheet_header_height(jb_sheet *sheet)
{
    jb_sheet_note(sheet, worksheet_set_row(sheet->sheet, sheet->row, HEADER_HEIGHT, NULL));
}

void jb_sheet_header(jb_sheet *sheet, const jb_label *labels, size_t count)
{
    jb_sheet_header_height(sheet);
    for (size_t i = 0; i < count; i++) {
        jb_sheet_word(sheet, labels[i], sheet->styles->header);
    }
    jb_sheet_next(sheet);
}

void jb_sheet_finish_table(jb_sheet *sheet, lxw_col_t columns, lxw_col_t frozen)
{
    lxw_row_t last = sheet->row > 1 ? sheet->row - 1 : 1;
    jb_sheet_note(sheet, worksheet_autofilter(sheet->sheet, 0, 0, last, columns - 1));
    worksheet_freeze_panes(sheet->sheet, 1, frozen);
    worksheet_fit_to_pages(sheet->sheet, 1, 0);
}
