/* Workbooks: every sheet is read, then the one reader of tables finds the questions. */
#include "formats.h"
#include "xlsx.h"

#include <stdlib.h>
#include <string.h>

enum {
    SURE = 95
};

int jb_sniff_xlsx(const jb_import_file *file)
{
    uint32_t count = file->archive ? jb_archive_count(file->archive) : 0;
    for (uint32_t i = 0; i < count; i++) {
        const char *name = jb_archive_name(file->archive, i);
        const char *slash = strrchr(name, '/');
        if (strcmp(slash ? slash + 1 : name, "workbook.xml") == 0) {
            return SURE;
        }
    }
    return 0;
}

/* All sheets, those that cannot be read as empty ones. */
static void read_sheets(jb_xlsx *book, const jb_import_options *options)
{
    jb_draft *draft = book->draft;
    jb_grid *grids = jb_draft_take(draft, book->sheet_count, sizeof *grids);
    jb_sheet *sheets = jb_draft_take(draft, book->sheet_count, sizeof *sheets);
    uint32_t count = 0;
    bool good = grids && sheets;
    for (; good && count < book->sheet_count; count++) {
        const jb_xlsx_sheet *sheet = &book->sheets[count];
        jb_grid_init(&grids[count], draft);
        sheets[count] = (jb_sheet){ .name = sheet->name, .hidden = sheet->hidden };
        if (sheet->path[0] != '\0') {
            jb_xlsx_read_sheet(book, sheet, &grids[count]);
        }
        good = jb_grid_sheet(&grids[count], &sheets[count]);
    }
    if (good) {
        jb_table_read(sheets, count, options, draft);
    } else {
        (void)jb_draft_take(draft, SIZE_MAX, SIZE_MAX); /* remembers that memory has run out */
    }
    for (uint32_t i = 0; i < count; i++) {
        jb_grid_finish(&grids[i]);
    }
}

/* Pictures float above the cells of a sheet; which question one belongs to, nothing says. */
static void say_pictures(const jb_xlsx *book)
{
    uint32_t pictures = 0;
    for (uint32_t i = 0; i < jb_archive_count(book->archive); i++) {
        const char *name = jb_archive_name(book->archive, i);
        pictures += strstr(name, "/media/") != NULL;
    }
    if (pictures > 0) {
        jb_draft_warn(
            book->draft, (jb_where){ 1, 1 }, jb_slice_of(""), "pictures_left_out",
            "%u pictures in this workbook were not read, because nothing says which "
            "question they belong to. Put the names of the files into a column \"image\".",
            pictures);
    }
}

void jb_read_xlsx(const jb_import_file *file, jb_draft *draft)
{
    if (!file->archive) {
        jb_draft_error(draft, (jb_where){ 1, 1 }, jb_slice_of(""), "damaged_package",
                       "This is no workbook: an .xlsx file is a zip file. Save it as .xlsx again.");
        return;
    }
    jb_xlsx *book = calloc(1, sizeof *book);
    if (!book) {
        (void)jb_draft_take(draft, SIZE_MAX, SIZE_MAX);
        return;
    }
    book->archive = file->archive;
    book->draft = draft;
    jb_buffer_init(&book->strings, 0);
    if (jb_xlsx_open(book)) {
        jb_xlsx_read_strings(book);
        jb_xlsx_read_styles(book);
        read_sheets(book, file->options);
        say_pictures(book);
    }
    jb_buffer_finish(&book->strings);
    free(book->string_ends);
    free(book->formats);
    free(book);
}
