/*
 * The first sheet: the contest's figures, how the scores lie, and in a window contest when papers
 * were handed in.
 */
#include "sheet.h"

#include "jinbang/workbook.h"

enum {
    LABEL_WIDTH = 26,
    VALUE_WIDTH = 62,
    COUNT_WIDTH = 14,
    CHART_ROW = 1,
    CHART_COLUMN = 4
};

static void write_label(jb_sheet *sheet, jb_label label)
{
    jb_sheet_word(sheet, label, sheet->styles->label);
}

static void write_count(jb_sheet *sheet, jb_label label, int64_t value)
{
    write_label(sheet, label);
    jb_sheet_int(sheet, value, sheet->styles->fact);
    jb_sheet_next(sheet);
}

static void write_points(jb_sheet *sheet, jb_label label, int64_t value)
{
    write_label(sheet, label);
    jb_sheet_hundredths(sheet, value, sheet->styles->number);
    jb_sheet_next(sheet);
}

static void write_share(jb_sheet *sheet, jb_label label, int64_t value)
{
    write_label(sheet, label);
    jb_sheet_share(sheet, value, sheet->styles->share_fact);
    jb_sheet_next(sheet);
}

/* By the clock of the contest's place. */
static void write_moment(jb_sheet *sheet, jb_label label, jb_time at)
{
    write_label(sheet, label);
    jb_sheet_moment(sheet, at + jb_zone_ms(sheet->from, at));
    jb_sheet_next(sheet);
}

static void write_when(jb_sheet *sheet)
{
    const jb_export *from = sheet->from;
    if (!from->plan->rules.window) {
        return;
    }
    write_moment(sheet, JB_LABEL_OPENS, from->results->opens_at);
    write_moment(sheet, JB_LABEL_CLOSES, from->results->closes_at);
    write_label(sheet, JB_LABEL_TIME_ZONE);
    jb_sheet_text(sheet, from->plan->time_zone, sheet->styles->text);
    jb_sheet_next(sheet);
}

static void write_rule(jb_sheet *sheet)
{
    const jb_export *from = sheet->from;
    if (from->plan->rules.team_count == 0 || jb_export_teams_compete(from)) {
        return;
    }
    write_label(sheet, JB_LABEL_RULE);
    jb_team_rule(from, sheet->words->tongue, &sheet->text);
    jb_sheet_scratch(sheet, sheet->styles->wrapped);
    jb_sheet_next(sheet);
}

static void write_people(jb_sheet *sheet, const jb_figures *figures)
{
    const jb_export *from = sheet->from;
    write_count(sheet, JB_LABEL_PARTICIPANTS, from->results->participant_count);
    write_count(sheet, jb_export_teams_compete(from) ? JB_LABEL_COMPETITORS : JB_LABEL_TOOK_PART,
                figures->took_part);
    if (figures->roster > 0) {
        write_count(sheet, JB_LABEL_ROSTER, (int64_t)figures->roster);
        write_share(sheet, JB_LABEL_TURNOUT, figures->turnout);
    }
    if (from->plan->rules.window) {
        write_count(sheet, JB_LABEL_PAPERS, (int64_t)from->results->papers);
    }
}

static void write_scores(jb_sheet *sheet, const jb_figures *figures)
{
    const jb_window_rules *window = sheet->from->plan->rules.window;
    if (figures->took_part > 0) {
        write_points(sheet, JB_LABEL_MEAN, figures->mean);
        write_points(sheet, JB_LABEL_MEDIAN_SCORE, figures->median);
        write_points(sheet, JB_LABEL_HIGHEST, figures->highest);
        write_points(sheet, JB_LABEL_LOWEST, figures->lowest);
    }
    if (window) {
        write_points(sheet, JB_LABEL_FULL, window->full);
    }
    if (window && window->has_pass) {
        write_points(sheet, JB_LABEL_PASS, window->pass);
        write_count(sheet, JB_LABEL_PASSED, figures->passed);
        write_share(sheet, JB_LABEL_PASS_RATE, figures->pass_rate);
    }
}

/* ---- how the scores lie ---- */

/* Between the lines of the chart: people are whole. */
static double unit_of(const jb_sheet *sheet)
{
    const double lines = 8;
    double unit = 1;
    while (unit * lines < sheet->book->count) {
        unit *= 2;
    }
    return unit;
}

static void add_chart(jb_sheet *sheet, lxw_workbook *book, lxw_row_t first, lxw_row_t last)
{
    const char *name = jb_word(sheet->words, JB_LABEL_SUMMARY);
    lxw_chart *chart = workbook_add_chart(book, LXW_CHART_COLUMN);
    lxw_chart_series *series = chart ? chart_add_series(chart, NULL, NULL) : NULL;
    if (!series) {
        sheet->out_of_memory = true;
        return;
    }
    chart_series_set_categories(series, name, first, 0, last, 0);
    chart_series_set_values(series, name, first, 2, last, 2);
    chart_title_set_name(chart, jb_word(sheet->words, JB_LABEL_SCORES));
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    chart_axis_set_num_format(chart->y_axis, "0");
    chart_axis_set_major_unit(chart->y_axis, unit_of(sheet));
    chart_axis_major_gridlines_set_visible(chart->y_axis, LXW_TRUE);
    chart_series_set_labels(series);
    jb_sheet_note(sheet, worksheet_insert_chart(sheet->sheet, CHART_ROW, CHART_COLUMN, chart));
}

static void write_steps(jb_sheet *sheet, lxw_workbook *book)
{
    static const jb_label labels[] = { JB_LABEL_FROM, JB_LABEL_TO, JB_LABEL_PEOPLE_COUNT };
    jb_score_step steps[JB_STEPS_OF_SCORES_MAX];
    uint32_t count = jb_score_steps(sheet->book, steps);
    if (count == 0) {
        return;
    }
    jb_sheet_next(sheet);
    jb_sheet_title(sheet, jb_slice_of(jb_word(sheet->words, JB_LABEL_SCORES)));
    jb_sheet_header(sheet, labels, sizeof labels / sizeof labels[0]);
    lxw_row_t first = sheet->row;
    for (uint32_t i = 0; i < count; i++) {
        jb_sheet_hundredths(sheet, steps[i].from, sheet->styles->number);
        jb_sheet_hundredths(sheet, steps[i].to, sheet->styles->number);
        jb_sheet_int(sheet, steps[i].count, sheet->styles->whole);
        jb_sheet_next(sheet);
    }
    add_chart(sheet, book, first, sheet->row - 1);
    jb_sheet_word(sheet, JB_LABEL_BELOW, sheet->styles->text);
    jb_sheet_next(sheet);
}

static void write_hours(jb_sheet *sheet)
{
    static const jb_label labels[] = { JB_LABEL_HOUR, JB_LABEL_PEOPLE_COUNT };
    const jb_results *results = sheet->from->results;
    if (results->curve_count == 0) {
        return;
    }
    jb_sheet_next(sheet);
    jb_sheet_header(sheet, labels, sizeof labels / sizeof labels[0]);
    for (uint32_t i = 0; i < results->curve_count; i++) {
        const jb_time from = results->curve[i].from;
        jb_sheet_moment(sheet, from + jb_zone_ms(sheet->from, from));
        jb_sheet_int(sheet, results->curve[i].papers, sheet->styles->fact);
        jb_sheet_next(sheet);
    }
}

void jb_sheet_summary(jb_sheet *sheet, lxw_workbook *book)
{
    const jb_figures figures = jb_figures_of_all(sheet->book);
    jb_sheet_open(sheet, book, JB_LABEL_SUMMARY, 0);
    if (!sheet->sheet) {
        return;
    }
    jb_sheet_title(sheet, sheet->from->plan->title_text);
    write_when(sheet);
    write_people(sheet, &figures);
    write_scores(sheet, &figures);
    write_rule(sheet);
    write_steps(sheet, book);
    write_hours(sheet);
    jb_sheet_next(sheet);
    jb_sheet_word(sheet, JB_LABEL_DISCRIMINATION_TEXT, sheet->styles->text);
    jb_sheet_width(sheet, 0, LABEL_WIDTH);
    jb_sheet_width(sheet, 1, VALUE_WIDTH);
    jb_sheet_width(sheet, 2, COUNT_WIDTH);
    worksheet_fit_to_pages(sheet->sheet, 1, 0);
    jb_sheet_close(sheet);
}
