/* The table of formats that can be read. */
#include "formats.h"

const jb_bank_format jb_bank_formats[] = {
    { .name = "xlsx", .sniff = jb_sniff_xlsx, .read = jb_read_xlsx, .rows = true },
    { .name = "docx", .sniff = jb_sniff_docx, .read = jb_read_docx },
    { .name = "qti", .sniff = jb_sniff_qti, .read = jb_read_qti },
    { .name = "moodle-xml", .sniff = jb_sniff_moodle, .read = jb_read_moodle },
    { .name = "opentdb", .sniff = jb_sniff_opentdb, .read = jb_read_opentdb },
    { .name = "rahoot", .sniff = jb_sniff_rahoot, .read = jb_read_rahoot },
    { .name = "classquiz", .sniff = jb_sniff_classquiz, .read = jb_read_classquiz },
    { .name = "opentriviaqa", .sniff = jb_sniff_opentriviaqa, .read = jb_read_opentriviaqa },
    { .name = "aiken", .sniff = jb_sniff_aiken, .read = jb_read_aiken },
    { .name = "gift", .sniff = jb_sniff_gift, .read = jb_read_gift },
    { .name = "blackboard", .sniff = jb_sniff_blackboard, .read = jb_read_blackboard },
    { .name = "anki", .sniff = jb_sniff_anki, .read = jb_read_anki },
    { .name = "csv", .sniff = jb_sniff_table, .read = jb_read_csv, .rows = true },
    { .name = "chinese-text", .sniff = jb_sniff_chinese, .read = jb_read_chinese },
    { .name = NULL },
};
