/*
 * The sheet of people: a row each, and for every question what they answered, what came of it, and
 * the points. Two header rows: the question over its three columns, and what they hold.
 */
#include "sheet.h"

#include <string.h>

enum {
    HEAD_ROWS = 2,
    PER_TURN = 3,
    PROMPT_HEIGHT = 48
};

static const jb_label left_labels[] = { JB_LABEL_RANK, JB_LABEL_NAME, JB_LABEL_TEAM, JB_LABEL_SCORE,
                                        JB_LABEL_CORRECT };

enum {
    LEFT = sizeof left_labels / sizeof left_labels[0]
};

static uint32_t turns_listed(const jb_export *from)
{
    uint32_t listed = 0;
    for (uint32_t i = 0; i < from->results->question_count; i++) {
        listed += jb_export_asked(from, &from->results->questions[i]) ? 1 : 0;
    }
    return listed;
}

/* "3. Which is the largest? (void)" */
static void write_prompt(jb_sheet *sheet, const jb_result_question *question)
{
    uint32_t index = jb_export_question(sheet->from, question->turn);
    jb_slice prompt =
        index == JB_NO_QUESTION ? jb_slice_of("") : sheet->from->plan->prompt_texts[index];
    char number[32];
    (void)snprintf(number, sizeof number, "%u. ", question->turn);
    jb_buffer_append_text(&sheet->text, number);
    jb_buffer_append(&sheet->text, prompt.bytes, prompt.size);
    if (question->is_void || !question->shown) {
        jb_buffer_append_text(&sheet->text, " (");
        jb_buffer_append_text(&sheet->text,
                              jb_word(sheet->words, question->annulled  ? JB_LABEL_ANNULLED
                                                    : question->is_void ? JB_LABEL_VOID
                                                                        : JB_LABEL_NOT_SHOWN));
        jb_buffer_append_text(&sheet->text, ")");
    }
    lxw_col_t first = sheet->column;
    jb_sheet_note(sheet, worksheet_merge_range(sheet->sheet, sheet->row, first, sheet->row,
                                               (lxw_col_t)(first + PER_TURN - 1), "",
                                               sheet->styles->header));
    jb_sheet_scratch(sheet, sheet->styles->header);
    sheet->column = (lxw_col_t)(first + PER_TURN);
}

static void write_head(jb_sheet *sheet)
{
    const jb_results *results = sheet->from->results;
    lxw_format *header = sheet->styles->header;
    jb_sheet_note(sheet, worksheet_set_row(sheet->sheet, sheet->row, PROMPT_HEIGHT, NULL));
    for (int i = 0; i < LEFT; i++) {
        jb_sheet_empty(sheet, header);
    }
    for (uint32_t i = 0; i < results->question_count; i++) {
        if (jb_export_asked(sheet->from, &results->questions[i])) {
            write_prompt(sheet, &results->questions[i]);
        }
    }
    jb_sheet_next(sheet);
    for (int i = 0; i < LEFT; i++) {
        jb_sheet_word(sheet, left_labels[i], header);
    }
    for (uint32_t i = 0; i < turns_listed(sheet->from); i++) {
        jb_sheet_word(sheet, JB_LABEL_ANSWER, header);
        jb_sheet_word(sheet, JB_LABEL_RESULT, header);
        jb_sheet_word(sheet, JB_LABEL_POINTS, header);
    }
    jb_sheet_next(sheet);
}

static void write_entry(jb_sheet *sheet, uint32_t player, uint32_t turn)
{
    static const jb_label words[] = {
        [JB_OUTCOME_UNANSWERED] = JB_LABEL_UNANSWERED,
        [JB_OUTCOME_WRONG] = JB_LABEL_WRONG,
        [JB_OUTCOME_PARTLY] = JB_LABEL_PARTLY,
        [JB_OUTCOME_RIGHT] = JB_LABEL_RIGHT,
    };
    jb_score score;
    jb_answer answer;
    jb_outcome outcome = jb_results_entry(sheet->from->results, player, turn, &score, &answer);
    if (outcome == JB_OUTCOME_NONE) {
        sheet->column = (lxw_col_t)(sheet->column + PER_TURN);
        return;
    }
    if (answer.kind != JB_KIND_COUNT) {
        jb_words_answer(sheet->words, jb_export_question(sheet->from, turn), &answer, &sheet->text);
    }
    jb_sheet_scratch(sheet, sheet->styles->text);
    jb_sheet_word(sheet, words[outcome], sheet->styles->outcomes[outcome]);
    jb_sheet_hundredths(sheet, score.points, sheet->styles->points);
}

static void write_person(jb_sheet *sheet, const jb_result_participant *row)
{
    const jb_styles *styles = sheet->styles;
    jb_sheet_rank(sheet, row->rank);
    jb_sheet_text(sheet, jb_buffer_slice(&row->name), styles->text);
    jb_sheet_text(sheet, jb_export_team(sheet->from, row->team), styles->text);
    jb_sheet_hundredths(sheet, row->score, styles->score);
    jb_sheet_int(sheet, row->correct, styles->whole);
    for (uint32_t turn = 1; turn <= sheet->from->results->question_count; turn++) {
        if (jb_export_asked(sheet->from, &sheet->from->results->questions[turn - 1])) {
            write_entry(sheet, row->player, turn);
        }
    }
    jb_sheet_next(sheet);
}

static void set_widths(jb_sheet *sheet)
{
    static const double widths[LEFT] = { 8, 22, 16, 11, 11 };
    static const double turn_widths[PER_TURN] = { 24, 11, 9 };
    for (lxw_col_t i = 0; i < LEFT; i++) {
        jb_sheet_width(sheet, i, widths[i]);
    }
    for (uint32_t i = 0; i < turns_listed(sheet->from) * PER_TURN; i++) {
        jb_sheet_width(sheet, (lxw_col_t)(LEFT + i), turn_widths[i % PER_TURN]);
    }
}

void jb_sheet_people(jb_sheet *sheet, lxw_workbook *book)
{
    const jb_results *results = sheet->from->results;
    jb_sheet_open(sheet, book, JB_LABEL_PEOPLE, HEAD_ROWS);
    if (!sheet->sheet) {
        return;
    }
    write_head(sheet);
    for (uint32_t i = 0; i < results->participant_count; i++) {
        /* Where teams compete, their answers are entries; this is what the hall answered. */
        if (!jb_export_teams_compete(sheet->from) || results->participants[i].team == 0) {
            write_person(sheet, &results->participants[i]);
        }
    }
    set_widths(sheet);
    jb_sheet_note(
        sheet, worksheet_autofilter(sheet->sheet, HEAD_ROWS - 1, 0,
                                    sheet->row > HEAD_ROWS ? sheet->row - 1 : HEAD_ROWS,
                                    (lxw_col_t)(LEFT + turns_listed(sheet->from) * PER_TURN - 1)));
    worksheet_freeze_panes(sheet->sheet, HEAD_ROWS, 2);
    jb_sheet_note(sheet, worksheet_repeat_columns(sheet->sheet, 0, 1));
    jb_sheet_close(sheet);
}
