/*
 * The sheet of questions: how each went, and for those with options how many chose each, in the
 * order in which people saw them.
 */
#include "sheet.h"

#include <stdio.h>

static const jb_label labels[] = {
    JB_LABEL_TURN,           JB_LABEL_ROUND,  JB_LABEL_KIND,       JB_LABEL_PROMPT,
    JB_LABEL_RIGHT_ANSWER,   JB_LABEL_STATE,  JB_LABEL_ANSWERED,   JB_LABEL_RIGHT_COUNT,
    JB_LABEL_RIGHT_RATE,     JB_LABEL_MEDIAN, JB_LABEL_WRONG_MOST, JB_LABEL_WRONG_MOST_COUNT,
    JB_LABEL_DISCRIMINATION,
};

static const double widths[] = { 6, 8, 14, 48, 30, 11, 11, 11, 10, 12, 30, 10, 14 };

enum {
    COLUMNS = sizeof labels / sizeof labels[0],
    HALL_COLUMNS = 2 /* where teams compete, before the options */
};
_Static_assert(sizeof widths / sizeof widths[0] == COLUMNS, "a width each");

/* A question of a pool has no round, but a part of the paper, and was on so many papers. */
static jb_label label_of(const jb_export *from, int column)
{
    jb_label label = labels[column];
    if (from->plan->rules.window && label == JB_LABEL_ROUND) {
        return JB_LABEL_PART;
    }
    return from->plan->rules.window && label == JB_LABEL_STATE ? JB_LABEL_ASKED_PAPERS : label;
}

static uint32_t choices_of(const jb_question_text *text)
{
    switch (text->kind) {
    case JB_KIND_SINGLE:
    case JB_KIND_MULTIPLE:
        return text->option_count;
    case JB_KIND_TRUEFALSE:
        return 2;
    case JB_KIND_NUMERIC:
    case JB_KIND_TEXT:
    case JB_KIND_ORDERING:
    case JB_KIND_MATCHING:
    case JB_KIND_COUNT:
        break;
    }
    return 0;
}

static uint32_t most_choices(const jb_export *from)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < from->plan->rules.question_count; i++) {
        uint32_t choices = choices_of(&from->plan->texts[i]);
        most = choices > most ? choices : most;
    }
    return most;
}

static void write_head(jb_sheet *sheet, uint32_t choices)
{
    jb_sheet_header_height(sheet);
    for (int i = 0; i < COLUMNS; i++) {
        jb_sheet_word(sheet, label_of(sheet->from, i), sheet->styles->header);
    }
    if (jb_export_teams_compete(sheet->from)) {
        jb_sheet_word(sheet, JB_LABEL_HALL_ANSWERED, sheet->styles->header);
        jb_sheet_word(sheet, JB_LABEL_HALL_RIGHT, sheet->styles->header);
    }
    for (uint32_t i = 1; i <= choices; i++) {
        char number[16];
        (void)snprintf(number, sizeof number, " %u", i);
        jb_buffer_append_text(&sheet->text, jb_word(sheet->words, JB_LABEL_OPTION));
        jb_buffer_append_text(&sheet->text, number);
        jb_sheet_scratch(sheet, sheet->styles->header);
        jb_sheet_word(sheet, JB_LABEL_COUNT, sheet->styles->header);
    }
    jb_sheet_next(sheet);
}

static void write_figures(jb_sheet *sheet, const jb_result_question *row)
{
    const jb_styles *styles = sheet->styles;
    jb_sheet_int(sheet, row->answered, styles->whole);
    jb_sheet_int(sheet, row->right, styles->whole);
    const uint32_t of = sheet->from->plan->rules.window ? row->asked : row->answered;
    if (of > 0) {
        jb_sheet_note(sheet, worksheet_write_number(sheet->sheet, sheet->row, sheet->column++,
                                                    (double)row->right / of, styles->percent));
    } else {
        jb_sheet_empty(sheet, styles->percent);
    }
    if (row->answered > 0) {
        jb_sheet_ms(sheet, row->median_ms, styles->seconds);
    } else {
        jb_sheet_empty(sheet, styles->seconds);
    }
}

static void write_discrimination(jb_sheet *sheet, const jb_result_question *row)
{
    int32_t thousandths = 0;
    if (jb_discrimination(&row->tally, 1, &thousandths)) {
        jb_sheet_note(sheet,
                      worksheet_write_number(sheet->sheet, sheet->row, sheet->column++,
                                             (double)thousandths / 1000, sheet->styles->figure));
    } else {
        jb_sheet_empty(sheet, sheet->styles->figure);
    }
}

/* Where it stood: its round, or the part of the paper; and what became of it. */
static void write_state(jb_sheet *sheet, const jb_result_question *row)
{
    const jb_label state = row->annulled  ? JB_LABEL_ANNULLED
                           : row->is_void ? JB_LABEL_VOID
                           : row->shown   ? JB_LABEL_SHOWN
                                          : JB_LABEL_NOT_SHOWN;
    if (sheet->from->plan->rules.window) {
        jb_sheet_int(sheet, row->asked, sheet->styles->whole);
    } else {
        jb_sheet_word(sheet, state, sheet->styles->text);
    }
}

static void write_wrong(jb_sheet *sheet, const jb_result_question *row, uint32_t question)
{
    if (row->wrong_most >= 0) {
        jb_buffer_append_text(&sheet->text,
                              jb_words_option(sheet->words, question, (uint32_t)row->wrong_most));
    } else {
        jb_buffer_append(&sheet->text, jb_buffer_text(&row->wrong_text), row->wrong_text.size);
    }
    jb_sheet_scratch(sheet, sheet->styles->wrapped);
    if (row->wrong_most_count > 0) {
        jb_sheet_int(sheet, row->wrong_most_count, sheet->styles->whole);
    } else {
        jb_sheet_empty(sheet, sheet->styles->whole);
    }
}

static void write_choices(jb_sheet *sheet, const jb_result_question *row, uint32_t question)
{
    const jb_question_text *text = &sheet->from->plan->texts[question];
    uint32_t count = choices_of(text);
    for (uint32_t i = 0; i < count; i++) {
        /* True stands first, as on the phones. */
        uint32_t option = text->kind == JB_KIND_TRUEFALSE ? 1 - i : text->option_order[i];
        jb_sheet_text(sheet, jb_slice_of(jb_words_option(sheet->words, question, option)),
                      sheet->styles->wrapped);
        jb_sheet_int(sheet, row->counts[option], sheet->styles->whole);
    }
}

static void write_question(jb_sheet *sheet, const jb_result_question *row)
{
    const jb_export *from = sheet->from;
    const jb_plan *plan = from->plan;
    const jb_styles *styles = sheet->styles;
    uint32_t question = jb_export_question(from, row->turn);
    jb_sheet_int(sheet, row->turn, styles->centered);
    jb_sheet_int(sheet, jb_export_part(from, row) + 1, styles->centered);
    jb_sheet_text(sheet,
                  jb_slice_of(jb_label_kind(sheet->words->tongue, plan->texts[question].kind)),
                  styles->text);
    jb_sheet_text(sheet, plan->prompt_texts[question], styles->wrapped);
    jb_words_right(sheet->words, question, &sheet->text);
    jb_sheet_scratch(sheet, styles->wrapped);
    write_state(sheet, row);
    write_figures(sheet, row);
    write_wrong(sheet, row, question);
    write_discrimination(sheet, row);
    if (jb_export_teams_compete(from)) {
        jb_sheet_int(sheet, row->hall_answered, styles->whole);
        jb_sheet_int(sheet, row->hall_right, styles->whole);
    }
    write_choices(sheet, row, question);
    jb_sheet_next(sheet);
}

void jb_sheet_questions(jb_sheet *sheet, lxw_workbook *book)
{
    const jb_results *results = sheet->from->results;
    uint32_t choices = most_choices(sheet->from);
    lxw_col_t left = COLUMNS + (jb_export_teams_compete(sheet->from) ? HALL_COLUMNS : 0);
    lxw_col_t columns = (lxw_col_t)(left + 2 * choices);
    jb_sheet_open(sheet, book, JB_LABEL_QUESTIONS, 1);
    if (!sheet->sheet) {
        return;
    }
    write_head(sheet, choices);
    for (uint32_t i = 0; i < results->question_count; i++) {
        if (jb_export_asked(sheet->from, &results->questions[i])) {
            write_question(sheet, &results->questions[i]);
        }
    }
    for (lxw_col_t i = 0; i < columns; i++) {
        bool option = i >= left && (i - left) % 2 == 0;
        jb_sheet_width(sheet, i, i < COLUMNS ? widths[i] : option ? 18 : 9);
    }
    jb_sheet_finish_table(sheet, columns, 1);
    jb_sheet_close(sheet);
}
