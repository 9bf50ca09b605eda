#ifndef JINBANG_IMPORT_TABLE_H
#define JINBANG_IMPORT_TABLE_H

/*
 * Rows and cells as people see them, whatever file they come from (CSV, XLSX, tables of a .docx),
 * and the one reader that finds the header and makes items of the rows.
 */

#include "draft.h"
#include "jinbang/import.h"

enum {
    JB_TABLE_COLUMNS_MAX = 256, /* further ones are reported and not read */
    JB_TABLE_ROWS_MAX = 200000,
    JB_TABLE_CELLS_MAX = 1500000, /* in one sheet */
    JB_TABLE_CELL_MAX = 64 * 1024 /* bytes of a cell */
};

typedef struct jb_cell {
    uint32_t column; /* from 1 */
    jb_slice text;   /* as a person sees it in the table: "25%", "1945年8月15日", "TRUE"; UTF-8,
                        borrowed */
    bool is_bool;    /* a real boolean of a spreadsheet */
    bool merged;     /* the text is that of the cell above, with which this one is merged */
} jb_cell;

typedef struct jb_row {
    uint32_t number;      /* the file's own, from 1 */
    const jb_cell *cells; /* those that are not empty, columns rising */
    uint32_t cell_count;
    bool hidden;
} jb_row;

typedef struct jb_sheet {
    const char *name; /* "" for CSV */
    bool hidden;
    char delimiter;     /* of CSV; '\0': none */
    const jb_row *rows; /* those that are not empty */
    uint32_t row_count;
} jb_sheet;

/* Looks for the sheet with questions, its header (or headers: one sheet may hold several tables),
 * maps columns, makes items, reports what it took (jb_draft_table) and what it left. Columns past
 * the limit, hidden rows and sheets are reported by it, too. */
void jb_table_read(const jb_sheet *sheets, uint32_t sheet_count, const jb_import_options *options,
                   jb_draft *draft);
/* "A=stem,B=option_a": is it of that form, with fields that exist? */
bool jb_columns_good(const char *columns);
/* How much the rows look like questions: 0 to 100, for sniffing. */
int jb_table_likeness(const jb_sheet *sheet);

#endif
