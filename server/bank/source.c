/* Sources: where a fact is from. */
#include "bank_internal.h"

enum {
    SHORT_MAX = 200 * 4,
    URL_MAX = 2000
};

static bool read_imported_from(jb_reader *reader, const cJSON *node)
{
    enum {
        FORMAT,
        FILE_NAME,
        LINE,
        ROW,
        ID,
        COUNT
    };
    static const jb_field fields[] = {
        [FORMAT] = { .name = "format", .types = JB_IS_STRING },
        [FILE_NAME] = { .name = "file", .types = JB_IS_STRING },
        [LINE] = { .name = "line", .types = JB_IS_NUMBER },
        [ROW] = { .name = "row", .types = JB_IS_NUMBER },
        [ID] = { .name = "id", .types = JB_IS_STRING },
    };
    static const jb_shape shape = { .what = "\"imported_from\"",
                                    .fields = fields,
                                    .field_count = COUNT };
    const cJSON *values[COUNT];
    return jb_read_object(reader, node, &shape, values);
}

bool jb_read_source(jb_reader *reader, const cJSON *node, const cJSON **citation)
{
    enum {
        CITATION,
        URL,
        AUTHOR,
        DATE,
        LICENSE,
        IMPORTED_FROM,
        COUNT
    };
    static const jb_field fields[] = {
        [CITATION] = { .name = "citation", .types = JB_IS_OBJECT },
        [URL] = { .name = "url", .types = JB_IS_STRING },
        [AUTHOR] = { .name = "author", .types = JB_IS_STRING },
        [DATE] = { .name = "date", .types = JB_IS_STRING },
        [LICENSE] = { .name = "license", .types = JB_IS_STRING },
        [IMPORTED_FROM] = { .name = "imported_from", .types = JB_IS_OBJECT },
    };
    static const jb_shape shape = { .what = "\"source\"", .fields = fields, .field_count = COUNT };
    const cJSON *values[COUNT];
    bool good = jb_read_object(reader, node, &shape, values);
    for (int i = URL; i <= LICENSE; i++) {
        size_t bytes_max = i == URL ? URL_MAX : SHORT_MAX;
        good = (!values[i] || jb_read_string(reader, values[i], bytes_max)) && good;
    }
    if (values[IMPORTED_FROM]) {
        good = read_imported_from(reader, values[IMPORTED_FROM]) && good;
    }
    if (values[CITATION]) {
        good = jb_read_map(reader, values[CITATION]) && good;
        *citation = values[CITATION];
    }
    return good;
}
