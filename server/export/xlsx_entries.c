/*
 * The sheet of entries: every change of a score on the stage with its reason, in the order of the
 * log, and the score after it. Whoever adds the points up by hand comes to the table of teams.
 */
#include "sheet.h"

enum {
    ROWS_MAX = 1000000 /* a sheet holds 1,048,576 */
};

static const jb_label labels[] = {
    JB_LABEL_ENTRY,  JB_LABEL_AT,     JB_LABEL_TURN,   JB_LABEL_ROUND,
    JB_LABEL_PROMPT, JB_LABEL_WHO,    JB_LABEL_MEMBER, JB_LABEL_ANSWER,
    JB_LABEL_WHY,    JB_LABEL_REASON, JB_LABEL_POINTS, JB_LABEL_SCORE_AFTER,
};

static const double widths[] = { 9, 12, 6, 14, 36, 18, 12, 20, 16, 28, 9, 11 };

enum {
    COLUMNS = sizeof labels / sizeof labels[0]
};
_Static_assert(sizeof widths / sizeof widths[0] == COLUMNS, "a width each");

static void write_turn(jb_sheet *sheet, uint32_t turn)
{
    const jb_styles *styles = sheet->styles;
    const jb_plan *plan = sheet->from->plan;
    if (turn == 0) {
        jb_sheet_empty(sheet, styles->centered);
        jb_sheet_empty(sheet, styles->text);
        jb_sheet_empty(sheet, styles->text);
        return;
    }
    uint32_t question = jb_export_question(sheet->from, turn);
    jb_sheet_int(sheet, turn, styles->centered);
    jb_words_round(sheet->words, jb_rules_round_of(&plan->rules, turn), &sheet->text);
    jb_sheet_scratch(sheet, styles->text);
    if (question == JB_NO_QUESTION) {
        jb_sheet_empty(sheet, styles->text);
    } else {
        jb_sheet_text(sheet, plan->prompt_texts[question], styles->text);
    }
}

static void write_who(jb_sheet *sheet, const jb_score *score)
{
    const jb_export *from = sheet->from;
    lxw_format *text = sheet->styles->text;
    if (!jb_export_teams_compete(from) || score->hall) {
        const jb_result_participant *row = jb_export_player(from, score->seat);
        jb_sheet_text(sheet, row ? jb_buffer_slice(&row->name) : jb_slice_of(""), text);
        jb_sheet_empty(sheet, text);
        return;
    }
    jb_sheet_text(sheet, jb_export_team(from, score->seat), text);
    jb_sheet_text(sheet, jb_export_member(from, score->seat, score->member), text);
}

/* What was answered on a device; what was said is not known. */
static void write_given(jb_sheet *sheet, const jb_result_change *row)
{
    const jb_export *from = sheet->from;
    jb_answer answer;
    uint32_t question = row->turn > 0 ? jb_export_question(from, row->turn) : JB_NO_QUESTION;
    if (question != JB_NO_QUESTION && jb_results_change_answer(from->results, row, &answer)) {
        jb_words_answer(sheet->words, question, &answer, &sheet->text);
    }
    jb_sheet_scratch(sheet, sheet->styles->text);
}

static void write_reason(jb_sheet *sheet, const jb_result_change *row)
{
    const jb_styles *styles = sheet->styles;
    jb_sheet_word(sheet, jb_label_of_why(row->why), styles->text);
    switch (row->why) {
    case JB_CHANGE_VERDICT:
    case JB_CHANGE_REVERSE:
        jb_sheet_word(sheet, jb_label_of_verdict(row->verdict), styles->text);
        return;
    case JB_CHANGE_FOUL:
        jb_sheet_word(sheet, jb_label_of_foul(row->foul), styles->text);
        return;
    case JB_CHANGE_ADJUST:
        jb_sheet_text(sheet, jb_export_reason(sheet->from, row), styles->text);
        return;
    case JB_CHANGE_ANSWER:
        jb_sheet_word(sheet,
                      row->score.correct      ? JB_LABEL_RIGHT
                      : !row->score.answered  ? JB_LABEL_UNANSWERED
                      : row->score.points > 0 ? JB_LABEL_PARTLY
                                              : JB_LABEL_WRONG,
                      styles->text);
        return;
    case JB_CHANGE_MARKS:
    case JB_CHANGE_UNDO:
    case JB_CHANGE_ACCEPT:
    case JB_CHANGE_VOID:
    case JB_CHANGE_COUNT:
        jb_sheet_empty(sheet, styles->text);
        return;
    }
}

static void write_change(jb_sheet *sheet, const jb_result_change *row)
{
    const jb_styles *styles = sheet->styles;
    jb_sheet_int(sheet, (int64_t)row->seq, styles->centered);
    jb_sheet_ms(sheet, row->at, styles->seconds);
    write_turn(sheet, row->turn);
    write_who(sheet, &row->score);
    write_given(sheet, row);
    write_reason(sheet, row);
    jb_sheet_hundredths(sheet, row->score.points, styles->points);
    if (row->score.overtime) {
        jb_sheet_word(sheet, JB_LABEL_OVERTIME, styles->text);
    } else {
        jb_sheet_hundredths(sheet, row->after, styles->score);
    }
    jb_sheet_next(sheet);
}

void jb_sheet_entries(jb_sheet *sheet, lxw_workbook *book)
{
    const jb_results *results = sheet->from->results;
    jb_sheet_open(sheet, book, JB_LABEL_ENTRIES, 1);
    if (!sheet->sheet) {
        return;
    }
    jb_sheet_header(sheet, labels, COLUMNS);
    for (size_t i = 0; i < results->change_count && i < ROWS_MAX; i++) {
        write_change(sheet, &results->changes[i]);
    }
    if (results->change_count > ROWS_MAX) {
        jb_sheet_word(sheet, JB_LABEL_MORE_IN_JSON, sheet->styles->text);
        jb_sheet_next(sheet);
    }
    for (lxw_col_t i = 0; i < COLUMNS; i++) {
        jb_sheet_width(sheet, i, widths[i]);
    }
    jb_sheet_finish_table(sheet, COLUMNS, 1);
    jb_sheet_close(sheet);
}
