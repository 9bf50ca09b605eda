/* Builds a sheet of cells. */
#include "grid.h"

#include <stdlib.h>

enum {
    FIRST = 256
};

void jb_grid_init(jb_grid *grid, jb_draft *draft)
{
    *grid = (jb_grid){ .draft = draft };
}

void jb_grid_finish(jb_grid *grid)
{
    free(grid->cells);
    free(grid->rows);
    free(grid->out);
    *grid = (jb_grid){ .draft = NULL };
}

/* Room for one more thing. */
static void *grown(void *things, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity) {
        return things;
    }
    size_t more = *capacity == 0 ? FIRST : *capacity + *capacity / 2;
    void *larger = realloc(things, more * size);
    *capacity = larger ? more : *capacity;
    return larger;
}

static void say(const jb_grid *grid, uint32_t row, uint32_t column, const char *code,
                const char *message)
{
    if (grid->draft) {
        jb_draft_error(grid->draft, (jb_where){ row, column }, jb_slice_of(""), code, "%s",
                       message);
    }
}

static jb_grid_row *row_of(jb_grid *grid, uint32_t number, bool hidden)
{
    jb_grid_row *last = grid->row_count > 0 ? &grid->rows[grid->row_count - 1] : NULL;
    if (last && last->number >= number) {
        return last->number == number ? last : NULL;
    }
    if (grid->row_count == JB_TABLE_ROWS_MAX) {
        grid->full = true;
        say(grid, number, 1, "too_many_rows",
            "From here on nothing is read: a table has at most 200000 rows. Split the file.");
        return NULL;
    }
    jb_grid_row *rows = grown(grid->rows, grid->row_count, &grid->row_capacity, sizeof *rows);
    if (!rows) {
        grid->failed = true;
        return NULL;
    }
    grid->rows = rows;
    rows[grid->row_count] =
        (jb_grid_row){ .number = number, .first = grid->cell_count, .hidden = hidden };
    return &rows[grid->row_count++];
}

void jb_grid_add(jb_grid *grid, uint32_t row, bool hidden, const jb_cell *cell)
{
    _Static_assert(JB_TABLE_ROWS_MAX == 200000, "a message says so");
    _Static_assert(JB_TABLE_COLUMNS_MAX == 256, "a message says so");
    if (grid->failed || grid->full || cell->text.size == 0) {
        return;
    }
    if (cell->column == 0 || cell->column > JB_TABLE_COLUMNS_MAX) {
        if (!grid->wide) {
            say(grid, row, cell->column, "too_many_columns",
                "Cells from here on are not read: a table has at most 256 columns.");
        }
        grid->wide = true;
        return;
    }
    jb_grid_row *at = row_of(grid, row, hidden);
    if (!at || (at->count > 0 && grid->cells[grid->cell_count - 1].column >= cell->column)) {
        return;
    }
    if (grid->cell_count == JB_TABLE_CELLS_MAX) {
        grid->full = true;
        say(grid, row, cell->column, "too_many_cells",
            "From here on nothing is read: the table has too many cells. Split the file.");
        return;
    }
    jb_cell *cells = grown(grid->cells, grid->cell_count, &grid->cell_capacity, sizeof *cells);
    if (!cells) {
        grid->failed = true;
        return;
    }
    grid->cells = cells;
    cells[grid->cell_count++] = *cell;
    at->count++;
}

bool jb_grid_sheet(jb_grid *grid, jb_sheet *sheet)
{
    free(grid->out);
    grid->out = calloc((size_t)grid->row_count + 1, sizeof *grid->out);
    if (!grid->out || grid->failed) {
        return false;
    }
    uint32_t count = 0;
    for (uint32_t i = 0; i < grid->row_count; i++) {
        const jb_grid_row *row = &grid->rows[i];
        if (row->count > 0) {
            grid->out[count++] = (jb_row){ .number = row->number,
                                           .cells = grid->cells + row->first,
                                           .cell_count = row->count,
                                           .hidden = row->hidden };
        }
    }
    sheet->rows = grid->out;
    sheet->row_count = count;
    return true;
}
