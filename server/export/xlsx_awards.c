/* The sheet of those who have won: awards, then lotteries with what makes them certain. */
#include "sheet.h"

static const jb_label labels[] = { JB_LABEL_AWARD, JB_LABEL_RANK, JB_LABEL_NAME, JB_LABEL_TEAM,
                                   JB_LABEL_VALUE };

enum {
    COLUMNS = sizeof labels / sizeof labels[0]
};

static void write_title(jb_sheet *sheet, jb_slice title)
{
    jb_words_map(sheet->words, title, &sheet->text);
    jb_sheet_scratch(sheet, sheet->styles->text);
}

static void write_team(jb_sheet *sheet, const jb_result_participant *row)
{
    if (row) {
        jb_sheet_text(sheet, jb_export_team(sheet->from, row->team), sheet->styles->text);
    } else {
        jb_sheet_empty(sheet, sheet->styles->text);
    }
}

static void write_awarded(jb_sheet *sheet, const jb_awarded *won)
{
    const jb_export *from = sheet->from;
    const jb_award_rules *rules = &from->plan->rules.awards[won->award];
    write_title(sheet, from->plan->awards[won->award].title);
    jb_sheet_rank(sheet, won->rank);
    jb_sheet_text(sheet, jb_export_winner(from, won), sheet->styles->text);
    write_team(sheet, rules->team ? NULL : jb_export_player(from, won->number));
    if (rules->by == JB_AWARD_BY_TURNOUT) {
        jb_sheet_share(sheet, won->value, sheet->styles->share);
    } else {
        jb_sheet_hundredths(sheet, won->value, sheet->styles->score);
    }
    jb_sheet_next(sheet);
}

static void write_drawn(jb_sheet *sheet, uint32_t draw)
{
    const jb_result_lottery *lottery = &sheet->from->results->lotteries[draw];
    for (uint32_t i = 0; i < lottery->winner_count; i++) {
        const jb_result_participant *row = jb_export_player(sheet->from, lottery->winners[i]);
        write_title(sheet, sheet->from->plan->lottery_titles[draw]);
        jb_sheet_rank(sheet, i + 1);
        jb_sheet_text(sheet, row ? jb_buffer_slice(&row->name) : jb_slice_of(""),
                      sheet->styles->text);
        write_team(sheet, row);
        jb_sheet_next(sheet);
    }
}

static void write_fact(jb_sheet *sheet, jb_label label, jb_slice text)
{
    jb_sheet_word(sheet, label, sheet->styles->label);
    jb_sheet_text(sheet, text, sheet->styles->text);
    jb_sheet_next(sheet);
}

/* Whoever noted the hash before the draw can check it. */
static void write_lottery(jb_sheet *sheet, uint32_t draw)
{
    const jb_result_lottery *lottery = &sheet->from->results->lotteries[draw];
    char commitment[JB_HASH_HEX_SIZE];
    if (lottery->entry == 0) {
        return;
    }
    jb_hex_encode(lottery->commitment.bytes, JB_HASH_SIZE, commitment);
    jb_sheet_next(sheet);
    jb_sheet_word(sheet, JB_LABEL_LOTTERY, sheet->styles->label);
    write_title(sheet, sheet->from->plan->lottery_titles[draw]);
    jb_sheet_next(sheet);
    jb_sheet_word(sheet, JB_LABEL_ELIGIBLE, sheet->styles->label);
    jb_sheet_int(sheet, lottery->eligible, sheet->styles->fact);
    jb_sheet_next(sheet);
    write_fact(sheet, JB_LABEL_COMMITMENT, jb_slice_of(commitment));
    jb_sheet_word(sheet, JB_LABEL_ENTRY, sheet->styles->label);
    jb_sheet_int(sheet, (int64_t)lottery->entry, sheet->styles->fact);
    jb_sheet_next(sheet);
    write_fact(sheet, JB_LABEL_NUMBER, jb_buffer_slice(&lottery->number));
}

void jb_sheet_awards(jb_sheet *sheet, lxw_workbook *book)
{
    static const double widths[COLUMNS] = { 28, 8, 26, 0, 12 };
    const jb_export *from = sheet->from;
    jb_sheet_open(sheet, book, JB_LABEL_AWARDS, 1);
    if (!sheet->sheet) {
        return;
    }
    jb_sheet_header(sheet, labels, COLUMNS);
    for (uint32_t i = 0; i < from->results->award_count; i++) {
        write_awarded(sheet, &from->results->awards[i]);
    }
    for (uint32_t i = 0; i < from->plan->rules.lottery_count; i++) {
        write_drawn(sheet, i);
    }
    jb_sheet_finish_table(sheet, COLUMNS, 1);
    for (uint32_t i = 0; i < from->plan->rules.lottery_count; i++) {
        write_lottery(sheet, i);
    }
    for (lxw_col_t i = 0; i < COLUMNS; i++) {
        jb_sheet_width(sheet, i, widths[i]);
    }
    jb_sheet_width(sheet, 3, jb_sheet_team_width(from));
    jb_sheet_close(sheet);
}
