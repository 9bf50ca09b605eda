/*
 * The sheets of teams: what their members made of it or, where teams compete, what they made of it
 * themselves, round by round; the members who answered for them by turns; and who came in for whom.
 */
#include "sheet.h"

#include "jinbang/workbook.h"

/* ---- teams of people who compete ---- */

static void write_known(jb_sheet *sheet, bool known, int64_t value, lxw_format *format)
{
    if (known) {
        jb_sheet_hundredths(sheet, value, format);
    } else {
        jb_sheet_empty(sheet, format);
    }
}

static void write_share(jb_sheet *sheet, bool known, int64_t value)
{
    if (known) {
        jb_sheet_share(sheet, value, sheet->styles->share);
    } else {
        jb_sheet_empty(sheet, sheet->styles->share);
    }
}

static void write_scores(jb_sheet *sheet, const jb_figures *figures)
{
    lxw_format *format = sheet->styles->points;
    const bool any = figures->took_part > 0;
    write_known(sheet, any, figures->mean, format);
    write_known(sheet, any, figures->median, format);
    write_known(sheet, any, figures->highest, format);
    write_known(sheet, any, figures->lowest, format);
    write_known(sheet, figures->roster > 0, figures->mean_roster, format);
}

static void write_team(jb_sheet *sheet, const jb_result_team *row)
{
    const jb_export *from = sheet->from;
    const jb_styles *styles = sheet->styles;
    const jb_window_rules *window = from->plan->rules.window;
    const jb_figures figures = jb_figures_of_team(sheet->book, row->team);
    jb_sheet_rank(sheet, row->rank);
    jb_sheet_text(sheet, jb_export_team(from, row->team), styles->text);
    jb_sheet_int(sheet, row->members, styles->whole);
    if (figures.roster > 0) {
        jb_sheet_int(sheet, (int64_t)figures.roster, styles->whole);
    } else {
        jb_sheet_empty(sheet, styles->whole);
    }
    jb_sheet_hundredths(sheet, row->score, styles->score);
    jb_sheet_int(sheet, figures.took_part, styles->whole);
    write_share(sheet, figures.roster > 0, figures.turnout);
    write_scores(sheet, &figures);
    if (window && window->has_pass) {
        jb_sheet_int(sheet, figures.passed, styles->whole);
        write_share(sheet, figures.took_part > 0, figures.pass_rate);
    }
    if (window) {
        jb_team_formula(from, row, &sheet->text);
        jb_sheet_scratch(sheet, styles->text);
    }
    jb_sheet_next(sheet);
}

enum {
    UNIT_COLUMNS_MAX = 16,
    FORMULA_WIDTH = 36
};

static lxw_col_t unit_labels(const jb_export *from, jb_label labels[UNIT_COLUMNS_MAX])
{
    static const jb_label first[] = { JB_LABEL_RANK,    JB_LABEL_TEAM,   JB_LABEL_MEMBERS,
                                      JB_LABEL_ROSTER,  JB_LABEL_SCORE,  JB_LABEL_TOOK_PART,
                                      JB_LABEL_TURNOUT, JB_LABEL_MEAN,   JB_LABEL_MEDIAN_SCORE,
                                      JB_LABEL_HIGHEST, JB_LABEL_LOWEST, JB_LABEL_MEAN_ROSTER };
    const jb_window_rules *window = from->plan->rules.window;
    lxw_col_t count = sizeof first / sizeof first[0];
    for (lxw_col_t i = 0; i < count; i++) {
        labels[i] = first[i];
    }
    if (!window) {
        return count;
    }
    labels[1] = JB_LABEL_UNIT;
    labels[2] = JB_LABEL_PARTICIPANTS;
    if (window->has_pass) {
        labels[count++] = JB_LABEL_PASSED;
        labels[count++] = JB_LABEL_PASS_RATE;
    }
    labels[count++] = JB_LABEL_FORMULA;
    return count;
}

void jb_sheet_teams(jb_sheet *sheet, lxw_workbook *book)
{
    const jb_export *from = sheet->from;
    const bool window = from->plan->rules.window != NULL;
    jb_label labels[UNIT_COLUMNS_MAX];
    const lxw_col_t columns = unit_labels(from, labels);
    jb_sheet_open(sheet, book, window ? JB_LABEL_UNITS : JB_LABEL_TEAMS, 1);
    if (!sheet->sheet) {
        return;
    }
    jb_sheet_header(sheet, labels, columns);
    for (uint32_t i = 0; i < from->results->team_count; i++) {
        write_team(sheet, &from->results->teams[i]);
    }
    for (lxw_col_t i = 0; i < columns; i++) {
        jb_sheet_width(sheet, i, labels[i] == JB_LABEL_FORMULA ? FORMULA_WIDTH : 12);
    }
    jb_sheet_width(sheet, 1, jb_sheet_team_width(from));
    jb_sheet_finish_table(sheet, columns, 2);
    jb_sheet_close(sheet);
}

/* ---- teams that compete ---- */

static const jb_label stage_left[] = { JB_LABEL_RANK,    JB_LABEL_TEAM,     JB_LABEL_SCORE,
                                       JB_LABEL_CORRECT, JB_LABEL_ANSWERED, JB_LABEL_TIME,
                                       JB_LABEL_FOULS,   JB_LABEL_BASE };

enum {
    STAGE_LEFT = sizeof stage_left / sizeof stage_left[0],
    COLUMN_WIDTH = 12
};

static bool in_score(const jb_export *from, uint32_t round)
{
    return !from->plan->rules.rounds[round].overtime;
}

static void write_stage_head(jb_sheet *sheet)
{
    const jb_export *from = sheet->from;
    lxw_format *header = sheet->styles->header;
    jb_sheet_header_height(sheet);
    for (int i = 0; i < STAGE_LEFT; i++) {
        jb_sheet_word(sheet, stage_left[i], header);
    }
    for (uint32_t round = 0; round < from->results->round_count; round++) {
        if (in_score(from, round)) {
            jb_words_round(sheet->words, round, &sheet->text);
            jb_sheet_scratch(sheet, header);
        }
    }
    jb_sheet_word(sheet, JB_LABEL_ADJUSTED, header);
    if (jb_export_has_overtime(from)) {
        jb_sheet_word(sheet, JB_LABEL_OVERTIME, header);
    }
}

static void write_stage_team(jb_sheet *sheet, const jb_result_team *row)
{
    const jb_export *from = sheet->from;
    const jb_styles *styles = sheet->styles;
    jb_sheet_rank(sheet, row->rank);
    jb_sheet_text(sheet, jb_export_team(from, row->team), styles->text);
    jb_sheet_hundredths(sheet, row->score, styles->score);
    jb_sheet_int(sheet, row->correct, styles->whole);
    jb_sheet_int(sheet, row->answered, styles->whole);
    jb_sheet_ms(sheet, row->time_ms, styles->seconds);
    jb_sheet_int(sheet, row->fouls, styles->whole);
    jb_sheet_hundredths(sheet, from->plan->rules.base, styles->score);
    for (uint32_t round = 0; round < from->results->round_count; round++) {
        if (in_score(from, round)) {
            jb_sheet_hundredths(sheet, jb_export_round_points(from, row->team, round),
                                styles->score);
        }
    }
    jb_sheet_hundredths(sheet, from->results->adjusted[row->team - 1], styles->score);
    if (jb_export_has_overtime(from)) {
        jb_sheet_hundredths(sheet, row->overtime, styles->score);
    }
    jb_sheet_next(sheet);
}

void jb_sheet_stage_teams(jb_sheet *sheet, lxw_workbook *book)
{
    const jb_export *from = sheet->from;
    jb_sheet_open(sheet, book, JB_LABEL_TEAMS, 1);
    if (!sheet->sheet) {
        return;
    }
    write_stage_head(sheet);
    lxw_col_t columns = sheet->column;
    jb_sheet_next(sheet);
    for (uint32_t i = 0; i < from->results->team_count; i++) {
        write_stage_team(sheet, &from->results->teams[i]);
    }
    for (lxw_col_t i = 0; i < columns; i++) {
        jb_sheet_width(sheet, i, COLUMN_WIDTH);
    }
    jb_sheet_width(sheet, 1, jb_sheet_team_width(from));
    jb_sheet_finish_table(sheet, columns, 2);
    jb_sheet_close(sheet);
}

/* ---- members ---- */

static void write_member(jb_sheet *sheet, const jb_result_member *row)
{
    const jb_export *from = sheet->from;
    const jb_styles *styles = sheet->styles;
    jb_sheet_rank(sheet, row->rank);
    jb_sheet_text(sheet, jb_export_member(from, row->team, row->member), styles->text);
    jb_sheet_text(sheet, jb_export_team(from, row->team), styles->text);
    jb_sheet_int(sheet, row->member, styles->centered);
    jb_sheet_hundredths(sheet, row->score, styles->score);
    jb_sheet_int(sheet, row->correct, styles->whole);
    jb_sheet_int(sheet, row->asked, styles->whole);
    jb_sheet_next(sheet);
}

static double member_width(const jb_export *from)
{
    double width = 0;
    for (uint32_t i = 0; i < from->results->member_count; i++) {
        const jb_result_member *row = &from->results->members[i];
        double one = jb_workbook_width(jb_export_member(from, row->team, row->member));
        width = one > width ? one : width;
    }
    return jb_sheet_width_within(width + 2);
}

void jb_sheet_members(jb_sheet *sheet, lxw_workbook *book)
{
    static const jb_label labels[] = { JB_LABEL_RANK,   JB_LABEL_NAME,  JB_LABEL_TEAM,
                                       JB_LABEL_MEMBER, JB_LABEL_SCORE, JB_LABEL_CORRECT,
                                       JB_LABEL_ASKED };
    static const double widths[] = { 8, 0, 0, 9, 11, 11, 11 };
    const lxw_col_t columns = sizeof labels / sizeof labels[0];
    const jb_export *from = sheet->from;
    jb_sheet_open(sheet, book, JB_LABEL_INDIVIDUALS, 1);
    if (!sheet->sheet) {
        return;
    }
    jb_sheet_header(sheet, labels, columns);
    for (uint32_t i = 0; i < from->results->member_count; i++) {
        write_member(sheet, &from->results->members[i]);
    }
    for (lxw_col_t i = 0; i < columns; i++) {
        jb_sheet_width(sheet, i, widths[i]);
    }
    jb_sheet_width(sheet, 1, member_width(from));
    jb_sheet_width(sheet, 2, jb_sheet_team_width(from));
    jb_sheet_finish_table(sheet, columns, 2);
    jb_sheet_close(sheet);
}

/* ---- substitutions ---- */

/* A number stands for whoever can no longer be found by name. */
static void write_lined(jb_sheet *sheet, uint32_t team, uint32_t number)
{
    jb_slice name = jb_export_lined(sheet->from, team, number);
    if (name.size > 0) {
        jb_sheet_text(sheet, name, sheet->styles->text);
    } else {
        jb_sheet_int(sheet, number, sheet->styles->fact);
    }
}

static void write_swap(jb_sheet *sheet, const jb_result_swap *row)
{
    const jb_styles *styles = sheet->styles;
    jb_sheet_int(sheet, (int64_t)row->seq, styles->centered);
    jb_sheet_int(sheet, row->turn, styles->centered);
    jb_sheet_text(sheet, jb_export_team(sheet->from, row->team), styles->text);
    write_lined(sheet, row->team, row->out);
    write_lined(sheet, row->team, row->in);
    if (row->counted) {
        jb_sheet_empty(sheet, styles->text);
    } else {
        jb_sheet_word(sheet, JB_LABEL_NOT_COUNTED, styles->text);
    }
    jb_sheet_next(sheet);
}

void jb_sheet_substitutions(jb_sheet *sheet, lxw_workbook *book)
{
    static const jb_label labels[] = { JB_LABEL_ENTRY, JB_LABEL_AFTER_TURN, JB_LABEL_TEAM,
                                       JB_LABEL_OUT,   JB_LABEL_IN,         JB_LABEL_REASON };
    static const double widths[] = { 11, 15, 0, 22, 22, 30 };
    const lxw_col_t columns = sizeof labels / sizeof labels[0];
    const jb_results *results = sheet->from->results;
    jb_sheet_open(sheet, book, JB_LABEL_SUBSTITUTIONS, 1);
    if (!sheet->sheet) {
        return;
    }
    jb_sheet_header(sheet, labels, columns);
    for (uint32_t i = 0; i < results->swap_count; i++) {
        write_swap(sheet, &results->swaps[i]);
    }
    for (lxw_col_t i = 0; i < columns; i++) {
        jb_sheet_width(sheet, i, widths[i]);
    }
    jb_sheet_width(sheet, 2, jb_sheet_team_width(sheet->from));
    jb_sheet_finish_table(sheet, columns, 2);
    jb_sheet_close(sheet);
}
