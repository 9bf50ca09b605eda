#ifndef JINBANG_IMPORT_XLSX_H
#define JINBANG_IMPORT_XLSX_H

/*
 * Workbooks (Office Open XML), as people see them in their program: what the files xlsx_*.c share.
 * Names of elements come without prefix and namespace, so that strict files and those with prefixes
 * are read like all others.
 */

#include "draft.h"
#include "grid.h"
#include "markup.h"

#include "jinbang/unpack.h"

enum {
    JB_XLSX_SHEETS_MAX = 64,
    JB_XLSX_RELATIONS_MAX = 512,
    JB_XLSX_FORMATS_MAX = 1024,
    JB_XLSX_STYLES_MAX = 65536,
    JB_XLSX_PATH_SIZE = 512
};

typedef struct jb_xlsx_sheet {
    const char *name; /* these two in memory of the draft */
    const char *path; /* in the archive; "": it has none */
    bool hidden;
} jb_xlsx_sheet;

typedef struct jb_xlsx {
    jb_archive *archive;
    jb_draft *draft;
    jb_xlsx_sheet sheets[JB_XLSX_SHEETS_MAX];
    uint32_t sheet_count;
    const char *strings_path; /* NULL: there is none */
    const char *styles_path;
    bool from_1904; /* dates count from there */
    /* Shared strings, one behind the other. */
    jb_buffer strings;
    uint32_t *string_ends;
    uint32_t string_count;
    size_t string_capacity;
    const char **formats; /* the format of each cell style; in memory of the draft */
    uint32_t format_count;
} jb_xlsx;

/* read_xlsx.c: reads all sheets of a workbook, those that cannot be read as empty ones, and hands
 * them over. Not called if it cannot be opened, which is reported, or if memory runs out, which the
 * draft remembers. */
typedef void (*jb_sheets_use)(void *user, const jb_sheet *sheets, uint32_t count);
void jb_xlsx_sheets(jb_archive *archive, jb_draft *draft, jb_sheets_use use, void *user);

/* xlsx_book.c. False: there is no workbook that can be read; reported. */
bool jb_xlsx_open(jb_xlsx *book);
/* Takes a part of the package, and reads it with these handlers; or both. What is wrong is
 * reported; what came before it was handled. False: it is not there or could not be read to its
 * end. */
bool jb_xlsx_take(jb_xlsx *book, const char *path, jb_buffer *part);
bool jb_xlsx_parse(jb_xlsx *book, const char *path, jb_slice part, const jb_xml_handlers *handlers,
                   void *user);
bool jb_xlsx_part(jb_xlsx *book, const char *path, const jb_xml_handlers *handlers, void *user);

/* xlsx_strings.c: shared strings and styles. */
void jb_xlsx_read_strings(jb_xlsx *book);
void jb_xlsx_read_styles(jb_xlsx *book);
/* Undoes _x000D_ and the like; appends. */
void jb_xlsx_unescape(jb_slice text, jb_buffer *out);

/* xlsx_sheet.c: the cells of a sheet. */
void jb_xlsx_read_sheet(jb_xlsx *book, const jb_xlsx_sheet *sheet, jb_grid *grid);

/* xlsx_number.c: what a person sees of a number under a format code ("0.00%", "General"). Digits
 * that the format would round away stay. Appends. */
void jb_xlsx_number(double value, const char *format, bool from_1904, jb_buffer *out);
/* The code of a format that has only a number; "General" if it has no meaning of its own. */
const char *jb_xlsx_builtin(uint32_t id);

/* xlsx_date.c. One section of a format ("yyyy/m/d"). False: no date has this number. */
bool jb_xlsx_date(double value, jb_slice format, bool from_1904, jb_buffer *out);

#endif
