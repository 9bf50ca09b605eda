/*
 * Is a workbook whole? libxlsxwriter puts its parts together in temporary files and does not notice
 * when a full disk takes only some of what is written to them: a part then breaks off, and what
 * comes out looks like a workbook until somebody opens it. All parts are XML, so reading them
 * tells.
 */
#include <expat.h>
#include <zip.h>

#include "jinbang/workbook.h"

enum {
    PIECE = 16384
};

static bool part_is_whole(zip_t *zip, zip_uint64_t index, XML_Parser parser)
{
    zip_file_t *part = zip_fopen_index(zip, index, 0);
    bool whole = part != NULL;
    zip_int64_t size = whole ? 1 : 0;
    while (whole && size > 0) {
        char piece[PIECE];
        size = zip_fread(part, piece, sizeof piece);
        whole = size >= 0 && XML_Parse(parser, piece, (int)size, size == 0) == XML_STATUS_OK;
    }
    return part && zip_fclose(part) == 0 && whole;
}

static bool parts_are_whole(zip_t *zip)
{
    zip_int64_t count = zip_get_num_entries(zip, 0);
    bool whole = count > 0;
    for (zip_int64_t i = 0; i < count && whole; i++) {
        XML_Parser parser = XML_ParserCreate(NULL);
        whole = parser && part_is_whole(zip, (zip_uint64_t)i, parser);
        XML_ParserFree(parser);
    }
    return whole;
}

bool jb_workbook_whole(jb_slice book)
{
    zip_source_t *source = zip_source_buffer_create(book.bytes, book.size, 0, NULL);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, NULL) : NULL;
    if (!zip) {
        zip_source_free(source);
        return false;
    }
    bool whole = parts_are_whole(zip);
    zip_discard(zip);
    return whole;
}
