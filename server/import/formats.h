#ifndef JINBANG_IMPORT_FORMATS_H
#define JINBANG_IMPORT_FORMATS_H

/*
 * The table of formats (formats.c) and what a reader is given. A format is one row and one file
 * read_NAME.c.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "draft.h"
#include "jinbang/charset.h"
#include "jinbang/import.h"
#include "jinbang/unpack.h"

/* A file to be recognised or read. */
typedef struct jb_import_file {
    jb_slice bytes;
    const jb_decoded *decoded; /* NULL: not text */
    jb_archive *archive;       /* NULL: not a zip file that can be opened */
    const jb_import_options *options;
} jb_import_file;

/* import.c. Opens a file: as an archive, as text, or as neither. False: it is an archive that
 * cannot be opened, or memory has run out; *status says which, and jb_import_unopened() reports it.
 * In any case the archive is to be closed and the text to be finished. */
bool jb_import_open(jb_slice file, const char *encoding, jb_import_file *input, jb_decoded *decoded,
                    jb_status *status);
jb_status jb_import_unopened(jb_status status, jb_report *report) JB_MUST_CHECK;
/* Says what the charset layer is not sure of. */
void jb_import_say_doubt(jb_draft *draft, const jb_decoded *decoded);

/* The decoded text; empty if it is not text. */
jb_slice jb_import_text(const jb_import_file *file);

typedef struct jb_bank_format {
    const char *name;
    /* How sure it is that the file is of this format: 0 (not) to 100. Looks at no more than the
     * first 64 KiB, or at names of entries. The surest wins; between equals the first row. NULL:
     * only when it is asked for. */
    int (*sniff)(const jb_import_file *file);
    /* Reads it into the draft. What is wrong goes to the report. */
    void (*read)(const jb_import_file *file, jb_draft *draft);
    bool rows; /* places are rows and columns of a table */
} jb_bank_format;

/* Ended by a row without name. */
extern const jb_bank_format jb_bank_formats[];

/* read_*.c */
int jb_sniff_table(const jb_import_file *file);
void jb_read_csv(const jb_import_file *file, jb_draft *draft);
int jb_sniff_xlsx(const jb_import_file *file);
void jb_read_xlsx(const jb_import_file *file, jb_draft *draft);
int jb_sniff_gift(const jb_import_file *file);
void jb_read_gift(const jb_import_file *file, jb_draft *draft);
int jb_sniff_aiken(const jb_import_file *file);
void jb_read_aiken(const jb_import_file *file, jb_draft *draft);
int jb_sniff_moodle(const jb_import_file *file);
void jb_read_moodle(const jb_import_file *file, jb_draft *draft);
int jb_sniff_qti(const jb_import_file *file);
void jb_read_qti(const jb_import_file *file, jb_draft *draft);
int jb_sniff_chinese(const jb_import_file *file);
void jb_read_chinese(const jb_import_file *file, jb_draft *draft);
int jb_sniff_docx(const jb_import_file *file);
void jb_read_docx(const jb_import_file *file, jb_draft *draft);
int jb_sniff_opentdb(const jb_import_file *file);
void jb_read_opentdb(const jb_import_file *file, jb_draft *draft);
int jb_sniff_opentriviaqa(const jb_import_file *file);
void jb_read_opentriviaqa(const jb_import_file *file, jb_draft *draft);
int jb_sniff_rahoot(const jb_import_file *file);
void jb_read_rahoot(const jb_import_file *file, jb_draft *draft);
int jb_sniff_classquiz(const jb_import_file *file);
void jb_read_classquiz(const jb_import_file *file, jb_draft *draft);
int jb_sniff_blackboard(const jb_import_file *file);
void jb_read_blackboard(const jb_import_file *file, jb_draft *draft);
int jb_sniff_anki(const jb_import_file *file);
void jb_read_anki(const jb_import_file *file, jb_draft *draft);

/* foreign.c: files that are recognised and refused with advice (.xls, .doc, PDF, images, .apkg,
 * PowerPoint, RTF, HTML pages, 7z, rar ...): *advice is static. False: none of these. */
bool jb_foreign(const jb_import_file *file, const char **advice);

#endif
