/*
 * What `bank check`, `bank convert` and the commands that draw from banks have in common: from the
 * words of a command line to a bank.
 */
#include "bank_import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/limits.h"
#include "media_folder.h"

void jb_import_option_rows(jb_import_words *words, jb_option rows[JB_IMPORT_OPTION_ROWS])
{
    jb_import_options *options = &words->options;
    const jb_option all[JB_IMPORT_OPTION_ROWS] = {
        { "--format", "F", "read as this format, whatever it looks like", &options->format, NULL },
        { "--encoding", "E", "utf-8, gb18030, big5, windows-1252, utf-16le, utf-16be",
          &options->encoding, NULL },
        { "--code", "1=true", "what a code of true/false answers means, once for each",
          &words->code, NULL },
        { "--language", "L", "of texts that do not say theirs, such as en or zh-Hans",
          &options->language, NULL },
        { "--sheet", "NAME", "the sheet of a workbook with the questions", &options->sheet, NULL },
        { "--columns", "SPEC", "what columns are: A=stem,B=option_a,E=answer", &options->columns,
          NULL },
    };
    *words = (jb_import_words){ .code = NULL };
    memcpy(rows, all, sizeof all);
}

int jb_import_words_check(const jb_usage *usage, int argc, char **argv, jb_import_words *words)
{
    jb_operands codes;
    const char *why = NULL;
    size_t used = 0;
    jb_cli_all(argc, argv, "--code", &codes);
    for (size_t i = 0; i < codes.count; i++) {
        int size = snprintf(words->codes + used, sizeof words->codes - used, "%s%s",
                            used > 0 ? "," : "", codes.items[i]);
        if (size < 0 || (size_t)size >= sizeof words->codes - used) {
            return jb_cli_wrong(usage, "too many codes", codes.items[i]);
        }
        used += (size_t)size;
    }
    words->options.codes = codes.count > 0 ? words->codes : NULL;
    return jb_import_options_good(&words->options, &why) ? -1 : jb_cli_wrong(usage, why, NULL);
}

int jb_import_file(const char *path, const jb_import_options *options, jb_report *report,
                   jb_bank **bank)
{
    size_t size = 0;
    jb_media_folder beside;
    jb_import_options own = *options;
    const char *slash = strrchr(path, '/');
    /* One byte more than a file may have, so that the report says that it is too large. */
    char *bytes = jb_cli_read_start(path, (size_t)JB_PACKAGE_BYTES_MAX + 1, &size);
    *bank = NULL;
    if (!bytes) {
        return JB_EXIT_MACHINE;
    }
    jb_media_folder_open(&beside, path);
    own.name = slash ? slash + 1 : path;
    own.media = &beside.source;
    jb_status status = jb_import((jb_slice){ .bytes = bytes, .size = size }, &own, report, bank);
    jb_media_folder_close(&beside);
    free(bytes);
    if (status != JB_OK) {
        (void)fprintf(stderr, "jinbang: %s: %s\n", path, jb_status_text(status));
        return JB_EXIT_MACHINE;
    }
    return -1;
}
