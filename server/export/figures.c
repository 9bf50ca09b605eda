/* Figures of a report, see figures.h. */
#include "figures.h"

#include <stdio.h>
#include <stdlib.h>

#include "jinbang/decimal.h"
#include "jinbang/zone.h"

enum {
    PERCENT = 100 * 100,
    POINT = 100,
    STEPS_WANTED = 10
};

/* ---- scores ---- */

static int compare_scores(const void *left, const void *right)
{
    const int64_t a = *(const int64_t *)left;
    const int64_t b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static int compare_of_teams(const void *left, const void *right)
{
    const jb_score_of *a = left;
    const jb_score_of *b = right;
    if (a->team != b->team) {
        return a->team < b->team ? -1 : 1;
    }
    return (a->score > b->score) - (a->score < b->score);
}

static void add_score(jb_score_book *book, uint32_t team, int64_t score)
{
    book->by_team[book->count] = (jb_score_of){ .team = team, .score = score };
    book->scores[book->count] = score;
    book->count++;
}

jb_status jb_score_book_open(const jb_export *from, jb_score_book *book)
{
    const jb_results *results = from->results;
    const bool teams = jb_export_teams_compete(from);
    const size_t most = teams ? results->team_count : results->participant_count;
    *book = (jb_score_book){ .from = from };
    book->by_team = calloc(most + 1, sizeof *book->by_team);
    book->scores = calloc(most + 1, sizeof *book->scores);
    if (!book->by_team || !book->scores) {
        jb_score_book_close(book);
        return JB_ERR_MEMORY;
    }
    for (uint32_t i = 0; teams && i < results->team_count; i++) {
        if (results->teams[i].rank > 0) {
            add_score(book, results->teams[i].team, results->teams[i].score);
        }
    }
    for (uint32_t i = 0; !teams && i < results->participant_count; i++) {
        const jb_result_participant *row = &results->participants[i];
        if (from->plan->rules.window ? row->papers > 0 : row->rank > 0) {
            add_score(book, row->team, row->score);
        }
    }
    qsort(book->by_team, book->count, sizeof *book->by_team, compare_of_teams);
    qsort(book->scores, book->count, sizeof *book->scores, compare_scores);
    return JB_OK;
}

void jb_score_book_close(jb_score_book *book)
{
    free(book->by_team);
    free(book->scores);
    *book = (jb_score_book){ .count = 0 };
}

/* ---- figures ---- */

static int64_t share(uint64_t part, uint64_t whole)
{
    return whole > 0 ? jb_mul_div((int64_t)part, PERCENT, (int64_t)whole) : 0;
}

static void finish_figures(const jb_export *from, jb_figures *figures, uint64_t roster)
{
    const uint64_t most = roster > figures->took_part ? roster : figures->took_part;
    figures->roster = roster;
    if (figures->took_part > 0) {
        figures->mean = jb_mul_div(figures->sum, 1, figures->took_part);
    }
    if (from->plan->rules.window && from->plan->rules.window->has_pass) {
        figures->pass_rate = share(figures->passed, figures->took_part);
    }
    if (roster > 0) {
        figures->turnout = share(figures->took_part, most);
        figures->mean_roster = jb_mul_div(figures->sum, 1, (int64_t)most);
    }
}

static void add_figure(const jb_export *from, jb_figures *figures, int64_t score)
{
    const jb_window_rules *window = from->plan->rules.window;
    figures->sum += score;
    figures->passed += window && window->has_pass && score >= window->pass;
}

jb_figures jb_figures_of_all(const jb_score_book *book)
{
    const jb_plan *plan = book->from->plan;
    jb_figures figures = { .took_part = book->count };
    uint64_t roster = 0;
    for (uint32_t i = 0; i < book->count; i++) {
        add_figure(book->from, &figures, book->scores[i]);
    }
    if (book->count > 0) {
        figures.lowest = book->scores[0];
        figures.highest = book->scores[book->count - 1];
        figures.median =
            jb_mul_div(book->scores[(book->count - 1) / 2] + book->scores[book->count / 2], 1, 2);
    }
    for (uint32_t i = 0; i < plan->rules.team_count; i++) {
        if (plan->teams[i].roster == 0) {
            roster = 0;
            break;
        }
        roster += plan->teams[i].roster;
    }
    finish_figures(book->from, &figures, jb_export_teams_compete(book->from) ? 0 : roster);
    return figures;
}

/* The first of a team or of one after it. */
static uint32_t first_of(const jb_score_book *book, uint32_t team)
{
    uint32_t low = 0;
    uint32_t high = book->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (book->by_team[middle].team < team) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

jb_figures jb_figures_of_team(const jb_score_book *book, uint32_t team)
{
    const uint32_t first = first_of(book, team);
    const uint32_t end = first_of(book, team + 1);
    const jb_score_of *of = &book->by_team[first];
    jb_figures figures = { .took_part = end - first };
    for (uint32_t i = 0; i < figures.took_part; i++) {
        add_figure(book->from, &figures, of[i].score);
    }
    if (figures.took_part > 0) {
        figures.lowest = of[0].score;
        figures.highest = of[figures.took_part - 1].score;
        figures.median = jb_mul_div(
            of[(figures.took_part - 1) / 2].score + of[figures.took_part / 2].score, 1, 2);
    }
    finish_figures(book->from, &figures, book->from->plan->teams[team - 1].roster);
    return figures;
}

/* ---- the distribution ---- */

/* 1, 2, 5, 10, 20, ... points, so wide that there are about ten steps. */
static int64_t step_width(int64_t span)
{
    static const int64_t widths[] = { 1, 2, 5 };
    for (int64_t power = POINT;; power *= 10) {
        for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
            if (widths[i] * power * STEPS_WANTED >= span) {
                return widths[i] * power;
            }
        }
    }
}

static int64_t rounded_down(int64_t value, int64_t width)
{
    int64_t rest = value % width;
    return value - (rest < 0 ? rest + width : rest);
}

uint32_t jb_score_steps(const jb_score_book *book, jb_score_step steps[JB_STEPS_OF_SCORES_MAX])
{
    const jb_window_rules *window = book->from->plan->rules.window;
    if (book->count == 0) {
        return 0;
    }
    int64_t low = book->scores[0] < 0 ? book->scores[0] : 0;
    int64_t high = book->scores[book->count - 1];
    /* Several papers may count together, and be worth more than one. */
    high = window && window->full > high ? window->full : high;
    high = high > low ? high : low + POINT;
    const int64_t width = step_width(high - low);
    const int64_t start = rounded_down(low, width);
    uint32_t count = 0;
    uint32_t at = 0;
    for (int64_t from = start; from < high && count < JB_STEPS_OF_SCORES_MAX; from += width) {
        const int64_t to = from + width < high ? from + width : high;
        jb_score_step *step = &steps[count++];
        *step = (jb_score_step){ .from = from, .to = to };
        for (; at < book->count && (book->scores[at] < to || to == high); at++) {
            step->count++;
        }
    }
    return count;
}

/* ---- formulas ---- */

static void append_decimal(jb_buffer *out, int64_t value, int places)
{
    char text[JB_DECIMAL_TEXT_MAX];
    size_t size = jb_decimal_format(value, places, text);
    jb_buffer_append(out, text, size);
}

static void append_percent(jb_buffer *out, int32_t millionths)
{
    append_decimal(out, millionths, 4);
    jb_buffer_append_text(out, "%");
}

static void write_quotient(int64_t sum, uint32_t by, jb_buffer *out)
{
    append_decimal(out, sum, 2);
    jb_buffer_append_text(out, " ÷ ");
    append_decimal(out, by, 0);
}

void jb_team_formula(const jb_export *from, const jb_result_team *row, jb_buffer *out)
{
    const jb_rules *rules = &from->plan->rules;
    const jb_unit *unit = &row->unit;
    const uint32_t roster = from->plan->teams[row->team - 1].roster;
    const uint32_t most = roster > unit->took_part ? roster : unit->took_part;
    if (unit->took_part == 0) {
        return;
    }
    switch (rules->team_score) {
    case JB_TEAM_SCORE_SUM:
    case JB_TEAM_SCORE_BEST:
    case JB_TEAM_SCORE_COUNT:
        return; /* the sum is the score */
    case JB_TEAM_SCORE_MEAN:
        write_quotient(unit->sum, unit->took_part, out);
        break;
    case JB_TEAM_SCORE_TURNOUT:
        write_quotient(unit->sum, most, out);
        break;
    case JB_TEAM_SCORE_WEIGHTED:
        append_percent(out, rules->weight_turnout);
        jb_buffer_append_text(out, " × ");
        append_decimal(out, unit->turnout, 2);
        jb_buffer_append_text(out, " + ");
        append_percent(out, rules->weight_mean);
        jb_buffer_append_text(out, " × ");
        append_decimal(out, jb_mul_div(unit->mean, PERCENT, rules->window->full), 2);
        break;
    }
    jb_buffer_append_text(out, " = ");
    append_decimal(out, row->score, 2);
}

void jb_team_rule(const jb_export *from, jb_tongue tongue, jb_buffer *out)
{
    static const jb_label words[JB_TEAM_SCORE_COUNT] = {
        [JB_TEAM_SCORE_SUM] = JB_LABEL_RULE_SUM,
        [JB_TEAM_SCORE_MEAN] = JB_LABEL_RULE_MEAN,
        [JB_TEAM_SCORE_TURNOUT] = JB_LABEL_RULE_TURNOUT,
        [JB_TEAM_SCORE_BEST] = JB_LABEL_RULE_BEST,
        [JB_TEAM_SCORE_WEIGHTED] = JB_LABEL_RULE_WEIGHTED,
    };
    const jb_rules *rules = &from->plan->rules;
    if (rules->team_score == JB_TEAM_SCORE_WEIGHTED) {
        append_percent(out, rules->weight_turnout);
        jb_buffer_append_text(out, jb_label_text(tongue, JB_LABEL_RULE_TIMES_TURNOUT));
        append_percent(out, rules->weight_mean);
    }
    jb_buffer_append_text(out, jb_label_text(tongue, words[rules->team_score]));
    if (rules->team_score == JB_TEAM_SCORE_BEST) {
        append_decimal(out, rules->team_best, 0);
    }
}

/* ---- questions ---- */

bool jb_right_rate(const jb_export *from, const jb_result_question *row, int64_t *rate)
{
    const uint32_t of = from->plan->rules.window ? row->asked : row->answered;
    if (of == 0) {
        return false;
    }
    *rate = share(row->right, of);
    return true;
}

/* ---- moments ---- */

jb_time jb_zone_ms(const jb_export *from, jb_time at)
{
    const jb_window_rules *window = from->plan->rules.window;
    int32_t offset_s = window && window->span_count > 0 ? window->spans[0].offset_s : 0;
    for (uint32_t i = 1; window && i < window->span_count && window->spans[i].from <= at; i++) {
        offset_s = window->spans[i].offset_s;
    }
    return (jb_time)offset_s * 1000;
}

void jb_moment_write(const jb_export *from, jb_time at, jb_buffer *out)
{
    const int32_t offset_s = (int32_t)(jb_zone_ms(from, at) / 1000);
    const int32_t minutes = (offset_s < 0 ? -offset_s : offset_s) / 60;
    jb_local_time local;
    char text[64];
    jb_local_of(at, offset_s, &local);
    (void)snprintf(text, sizeof text, "%04d-%02u-%02uT%02u:%02u:%02u%c%02d:%02d", local.year,
                   local.month, local.day, local.hour, local.minute, local.second,
                   offset_s < 0 ? '-' : '+', minutes / 60, minutes % 60);
    jb_buffer_append_text(out, text);
}
