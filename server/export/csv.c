/*
 * Results as one CSV table: who competes, in the order of the ranking.
 *
 * A spreadsheet takes a cell that starts with = + - or @ for a formula, and anybody may have chosen
 * such a name to make the organizer's computer run it. An apostrophe in front makes it text.
 * Numbers are ours and stay as they are.
 */
#include "figures.h"

#include <string.h>

#include "jinbang/decimal.h"

/* Begins the text with what makes a spreadsheet compute, or leave the cell? Where people write
 * Chinese or Japanese, the wide forms do it, too. */
static bool starts_formula(jb_slice text)
{
    static const char *const starts[] = { "=", "+", "-", "@", "＝", "＋", "－", "＠" };
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        size_t size = strlen(starts[i]);
        if (text.size >= size && memcmp(text.bytes, starts[i], size) == 0) {
            return true;
        }
    }
    return text.size > 0 && (unsigned char)text.bytes[0] < ' ';
}

static bool needs_quotes(char c)
{
    return c == '"' || c == ',' || c == '\r' || c == '\n';
}

static void csv_text(jb_buffer *out, jb_slice text)
{
    const bool formula = starts_formula(text);
    bool quoted = false;

    for (size_t i = 0; i < text.size; i++) {
        quoted = quoted || needs_quotes(text.bytes[i]);
    }
    if (quoted) {
        jb_buffer_append_char(out, '"');
    }
    if (formula) {
        jb_buffer_append_char(out, '\'');
    }
    for (size_t i = 0; i < text.size; i++) {
        if (text.bytes[i] == '"') {
            jb_buffer_append_char(out, '"');
        }
        jb_buffer_append_char(out, text.bytes[i]);
    }
    if (quoted) {
        jb_buffer_append_char(out, '"');
    }
}

static void csv_number(jb_buffer *out, int64_t value, int places)
{
    char text[JB_DECIMAL_TEXT_MAX];
    size_t size = jb_decimal_format(value, places, text);

    jb_buffer_append(out, text, size);
}

/* The last two columns: what the table follows from. They stand in every row, so that each row goes
 * with it wherever it is sorted or copied to. */
static void csv_log(const jb_export *from, jb_buffer *out)
{
    char head[JB_HASH_HEX_SIZE];

    jb_hex_encode(from->results->head.hash.bytes, JB_HASH_SIZE, head);
    jb_buffer_append_char(out, ',');
    csv_number(out, (int64_t)from->results->head.seq, 0);
    jb_buffer_append_char(out, ',');
    jb_buffer_append_text(out, head);
    jb_buffer_append_text(out, "\r\n");
}

static void csv_papers(const jb_export *from, const jb_result_participant *row, jb_buffer *out)
{
    jb_buffer_append_char(out, ',');
    csv_number(out, row->papers, 0);
    jb_buffer_append_char(out, ',');
    if (row->papers > 0) {
        jb_moment_write(from, row->finished_at, out);
    }
}

static void csv_row(const jb_export *from, const jb_result_participant *row, jb_buffer *out)
{
    /* Nobody should read a 0 as better than 1. */
    if (row->rank > 0) {
        csv_number(out, row->rank, 0);
    }
    jb_buffer_append_char(out, ',');
    csv_text(out, jb_buffer_slice(&row->name));
    jb_buffer_append_char(out, ',');
    csv_text(out, jb_export_team(from, row->team));
    jb_buffer_append_char(out, ',');
    csv_number(out, row->score, 2);
    jb_buffer_append_char(out, ',');
    csv_number(out, row->correct, 0);
    jb_buffer_append_char(out, ',');
    csv_number(out, row->answered, 0);
    jb_buffer_append_char(out, ',');
    csv_number(out, row->time_ms, 0);
    if (from->plan->rules.window) {
        csv_papers(from, row, out);
    }
    csv_log(from, out);
}

static void csv_figure(jb_buffer *out, int64_t value, int places)
{
    jb_buffer_append_char(out, ',');
    csv_number(out, value, places);
}

static void csv_lined(const jb_export *from, uint32_t team, uint32_t number, jb_buffer *cell)
{
    jb_slice name = jb_export_lined(from, team, number);
    if (name.size > 0) {
        jb_buffer_append(cell, name.bytes, name.size);
    } else {
        jb_buffer_append_char(cell, '#');
        csv_number(cell, number, 0);
    }
}

/* "3: Dora for Ann; 7: Eve for Bob": after the third and the seventh turn. */
static void csv_substitutions(const jb_export *from, uint32_t team, jb_buffer *out)
{
    jb_buffer cell;
    jb_buffer_init(&cell, 0);
    for (uint32_t i = 0; i < from->results->swap_count; i++) {
        const jb_result_swap *row = &from->results->swaps[i];
        if (row->team != team) {
            continue;
        }
        jb_buffer_append_text(&cell, cell.size > 0 ? "; " : "");
        csv_number(&cell, row->turn, 0);
        jb_buffer_append_text(&cell, ": ");
        csv_lined(from, team, row->in, &cell);
        jb_buffer_append_text(&cell, " for ");
        csv_lined(from, team, row->out, &cell);
    }
    out->failed = out->failed || cell.failed;
    jb_buffer_append_char(out, ',');
    csv_text(out, jb_buffer_slice(&cell));
    jb_buffer_finish(&cell);
}

/* A team that competes: base, rounds and adjusted make its score. */
static void csv_team(const jb_export *from, const jb_result_team *row, jb_buffer *out)
{
    if (row->rank > 0) {
        csv_number(out, row->rank, 0);
    }
    jb_buffer_append_char(out, ',');
    csv_text(out, jb_export_team(from, row->team));
    csv_figure(out, row->score, 2);
    csv_figure(out, row->correct, 0);
    csv_figure(out, row->answered, 0);
    csv_figure(out, row->time_ms, 0);
    csv_figure(out, row->fouls, 0);
    csv_figure(out, from->plan->rules.base, 2);
    for (uint32_t round = 0; round < from->results->round_count; round++) {
        if (!from->plan->rules.rounds[round].overtime) {
            csv_figure(out, jb_export_round_points(from, row->team, round), 2);
        }
    }
    csv_figure(out, from->results->adjusted[row->team - 1], 2);
    csv_figure(out, row->overtime, 2);
    if (from->plan->rules.fielded > 0) {
        csv_substitutions(from, row->team, out);
    }
    csv_log(from, out);
}

static void csv_teams(const jb_export *from, jb_buffer *out)
{
    jb_buffer_append_text(out, "\xef\xbb\xbf"
                               "rank,team,score,correct,answered,time_ms,fouls,base");
    for (uint32_t round = 0; round < from->results->round_count; round++) {
        if (!from->plan->rules.rounds[round].overtime) {
            jb_buffer_append_text(out, ",round_");
            csv_number(out, round + 1, 0);
        }
    }
    jb_buffer_append_text(out, ",adjusted,overtime");
    jb_buffer_append_text(out, from->plan->rules.fielded > 0 ? ",substitutions" : "");
    jb_buffer_append_text(out, ",log_entries,log_head\r\n");
    for (uint32_t i = 0; i < from->results->team_count; i++) {
        csv_team(from, &from->results->teams[i], out);
    }
}

void jb_export_csv(const jb_export *from, jb_buffer *out)
{
    if (jb_export_teams_compete(from)) {
        csv_teams(from, out);
        return;
    }
    /* The byte order mark makes spreadsheets read it as UTF-8. */
    jb_buffer_append_text(out, "\xef\xbb\xbf"
                               "rank,name,team,score,correct,answered,time_ms,");
    jb_buffer_append_text(out, from->plan->rules.window ? "papers,finished_at," : "");
    jb_buffer_append_text(out, "log_entries,log_head\r\n");
    for (uint32_t i = 0; i < from->results->participant_count; i++) {
        csv_row(from, &from->results->participants[i], out);
    }
    /* A table of nobody follows from its log, too. */
    if (from->results->participant_count == 0) {
        jb_buffer_append_text(out, from->plan->rules.window ? ",,,,,,,," : ",,,,,,");
        csv_log(from, out);
    }
}
