#ifndef JINBANG_IMPORT_GRID_H
#define JINBANG_IMPORT_GRID_H

/*
 * Cells that come one after the other become a sheet. Cells past the limits of a table are dropped,
 * and the first of each kind is reported.
 */

#include "table.h"

typedef struct jb_grid_row {
    uint32_t number;
    uint32_t first; /* of its cells */
    uint32_t count;
    bool hidden;
} jb_grid_row;

typedef struct jb_grid {
    jb_draft *draft; /* NULL: nothing is reported */
    jb_cell *cells;
    uint32_t cell_count;
    size_t cell_capacity;
    jb_grid_row *rows;
    uint32_t row_count;
    size_t row_capacity;
    jb_row *out; /* once it is finished */
    bool failed; /* memory */
    bool full;   /* too many rows or cells: nothing more is taken */
    bool wide;   /* too many columns: reported */
} jb_grid;

void jb_grid_init(jb_grid *grid, jb_draft *draft);
/* Rows and their cells come in rising order; a cell whose place does not rise is dropped. Empty
 * texts are no cells. */
void jb_grid_add(jb_grid *grid, uint32_t row, bool hidden, const jb_cell *cell);
/* The sheet's rows, valid until jb_grid_finish. False: memory has run out. */
bool jb_grid_sheet(jb_grid *grid, jb_sheet *sheet);
void jb_grid_finish(jb_grid *grid);

/* How much rows look like what is wanted: 0 to 100. */
typedef int (*jb_likeness)(const jb_sheet *sheet);

/* read_csv.c: puts the cells of a text into the grid, which must have been made for this draft.
 * Returns the delimiter: what the text says itself, or the one that makes its beginning look most
 * like what is wanted. */
char jb_csv_cells(jb_slice text, jb_likeness likeness, jb_draft *draft, jb_grid *grid);

#endif
