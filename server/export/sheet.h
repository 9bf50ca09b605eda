#ifndef JB_EXPORT_SHEET_H
#define JB_EXPORT_SHEET_H

/*
 * Writing one sheet of the workbook, row by row from the top (the library keeps only the row that
 * is being written). A sheet remembers the first thing that went wrong.
 */

#include <xlsxwriter.h>

#include "figures.h"

typedef struct jb_styles {
    lxw_format *header;
    lxw_format *text;
    lxw_format *wrapped;
    lxw_format *whole;
    lxw_format *centered; /* whole numbers that name something: ranks, turns */
    lxw_format *fact;     /* whole, at the left */
    lxw_format *score;
    lxw_format *points;
    lxw_format *seconds;
    lxw_format *percent;
    lxw_format *share;      /* percent with two places */
    lxw_format *share_fact; /* the same at the left */
    lxw_format *number;     /* with as many places as there are, at the left */
    lxw_format *figure;     /* two places */
    lxw_format *title;
    lxw_format *date;
    lxw_format *label;
    lxw_format *outcomes[JB_OUTCOME_RIGHT + 1];
} jb_styles;

typedef struct jb_sheet {
    const jb_export *from;
    const jb_score_book *book;
    const jb_words *words;
    const jb_styles *styles;
    lxw_worksheet *sheet;
    lxw_row_t row; /* where the next cell goes */
    lxw_col_t column;
    lxw_error error;
    bool out_of_memory;
    jb_buffer text; /* scratch */
} jb_sheet;

/* False: no memory. `fraction`: scores have places. */
bool jb_styles_make(lxw_workbook *book, bool fraction, jb_styles *styles);

/* Adds a sheet of this name, ready for printing: landscape, its first `head_rows` on every page. */
void jb_sheet_open(jb_sheet *sheet, lxw_workbook *book, jb_label name, lxw_row_t head_rows);
void jb_sheet_close(jb_sheet *sheet);

/* Begins the next row. */
void jb_sheet_next(jb_sheet *sheet);

/* Each writes a cell and goes one column on. */
void jb_sheet_text(jb_sheet *sheet, jb_slice text, lxw_format *format);
void jb_sheet_word(jb_sheet *sheet, jb_label label, lxw_format *format);
void jb_sheet_int(jb_sheet *sheet, int64_t value, lxw_format *format);
void jb_sheet_hundredths(jb_sheet *sheet, int64_t value, lxw_format *format);
void jb_sheet_ms(jb_sheet *sheet, jb_time ms, lxw_format *format);
/* Hundredths of a percent. */
void jb_sheet_share(jb_sheet *sheet, int64_t value, lxw_format *format);
/* A heading in a row of its own. */
void jb_sheet_title(jb_sheet *sheet, jb_slice text);
/* A moment of the wall clock; to be read as it is, with no time zone. */
void jb_sheet_moment(jb_sheet *sheet, jb_time at);
void jb_sheet_empty(jb_sheet *sheet, lxw_format *format);
/* What was put together in sheet->text, which is empty again then. */
void jb_sheet_scratch(jb_sheet *sheet, lxw_format *format);

/* A column's width in characters of the usual font. */
void jb_sheet_width(jb_sheet *sheet, lxw_col_t column, double width);
/* Names take between 12 and 36. */
double jb_sheet_width_within(double width);
/* For a column of team names. */
double jb_sheet_team_width(const jb_export *from);

/* A rank; nothing for those who have none, for nobody should read a 0 as better than 1. */
void jb_sheet_rank(jb_sheet *sheet, uint32_t rank);

/* A table under one header row: the header, and at the end filters and what stays in view. */
void jb_sheet_header(jb_sheet *sheet, const jb_label *labels, size_t count);
void jb_sheet_header_height(jb_sheet *sheet);
void jb_sheet_finish_table(jb_sheet *sheet, lxw_col_t columns, lxw_col_t frozen);

/* Remembers a failure of the library. */
void jb_sheet_note(jb_sheet *sheet, lxw_error error);

/* xlsx_teams.c: teams by what their members made of it; teams that compete; their members. */
void jb_sheet_teams(jb_sheet *sheet, lxw_workbook *book);
void jb_sheet_stage_teams(jb_sheet *sheet, lxw_workbook *book);
void jb_sheet_members(jb_sheet *sheet, lxw_workbook *book);
void jb_sheet_substitutions(jb_sheet *sheet, lxw_workbook *book);
/* xlsx_entries.c */
void jb_sheet_entries(jb_sheet *sheet, lxw_workbook *book);
/* xlsx_summary.c */
void jb_sheet_summary(jb_sheet *sheet, lxw_workbook *book);
/* xlsx_awards.c */
void jb_sheet_awards(jb_sheet *sheet, lxw_workbook *book);
/* xlsx_people.c, xlsx_questions.c */
void jb_sheet_people(jb_sheet *sheet, lxw_workbook *book);
void jb_sheet_questions(jb_sheet *sheet, lxw_workbook *book);

#endif
