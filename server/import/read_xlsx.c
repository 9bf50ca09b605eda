/* Workbooks: every sheet is read, then the one reader of tables finds the questions. Those who look
 * for something else get the sheets, too. */
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

static void read_sheets(jb_xlsx *book, jb_sheets_use use, void *user)
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
        use(user, sheets, count);
    } else {
        jb_draft_fail(draft);
    }
    for (uint32_t i = 0; i < count; i++) {
        jb_grid_finish(&grids[i]);
    }
}

void jb_xlsx_sheets(jb_archive *archive, jb_draft *draft, jb_sheets_use use, void *user)
{
    jb_xlsx *book = calloc(1, sizeof *book);
    if (!book) {
        jb_draft_fail(draft);
        return;
    }
    book->archive = archive;
    book->draft = draft;
    jb_buffer_init(&book->strings, 0);
    if (jb_xlsx_open(book)) {
        jb_xlsx_read_strings(book);
        jb_xlsx_read_styles(book);
        read_sheets(book, use, user);
    }
    jb_buffer_finish(&book->strings);
    free(book->string_ends);
    free(book->formats);
    free(book);
}

/* Pictures float above the cells of a sheet; which question one belongs to, nothing says. */
static void say_pictures(const jb_archive *archive, jb_draft *draft)
{
    uint32_t pictures = 0;
    for (uint32_t i = 0; i < jb_archive_count(archive); i++) {
        const char *name = jb_archive_name(archive, i);
        pictures += strstr(name, "/media/") != NULL;
    }
    if (pictures > 0) {
        jb_draft_warn(
            draft, (jb_where){ 1, 1 }, jb_slice_of(""), "pictures_left_out",
            "%u pictures in this workbook were not read, because nothing says which "
            "question they belong to. Put the names of the files into a column \"image\".",
            pictures);
    }
}

typedef struct question_book {
    const jb_import_file *file;
    jb_draft *draft;
} question_book;

static void find_questions(void *user, const jb_sheet *sheets, uint32_t count)
{
    const question_book *book = user;
    jb_table_read(sheets, count, book->file->options, book->draft);
    say_pictures(book->file->archive, book->draft);
}

void jb_read_xlsx(const jb_import_file *file, jb_draft *draft)
{
    question_book book = { .file = file, .draft = draft };
    if (!file->archive) {
        jb_draft_error(draft, (jb_where){ 1, 1 }, jb_slice_of(""), "damaged_package",
                       "This is no workbook: an .xlsx file is a zip file. Save it as .xlsx again.");
        return;
    }
    jb_xlsx_sheets(file->archive, draft, find_questions, &book);
}
