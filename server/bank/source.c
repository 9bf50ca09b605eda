/*
 * Sources (where a fact is from) and the bank's list of media. Media live in a package beside
 * the bank; a bank that is a single JSON file has none of them at hand, so the list is checked and
 * references to it are left out with a warning where they stand.
 */
#include "bank_internal.h"

#include <string.h>

enum {
    SHORT_MAX = 200 * 4,
    PATH_MAX_BYTES = 300 * 4,
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

/* A path that stays inside its package: relative, forward slashes, no "..". */
static bool is_inside(const char *path)
{
    if (path[0] == '\0' || path[0] == '/' || strchr(path, '\\') != NULL) {
        return false;
    }
    for (const char *part = path; part != NULL;) {
        const char *slash = strchr(part, '/');
        size_t size = slash ? (size_t)(slash - part) : strlen(part);
        if (size == 2 && memcmp(part, "..", 2) == 0) {
            return false;
        }
        part = slash ? slash + 1 : NULL;
    }
    return true;
}

bool jb_read_media(jb_reader *reader, const cJSON *node)
{
    enum {
        ID,
        KIND,
        FILE_NAME,
        URL,
        MIME,
        BYTES,
        SHA256,
        ALT,
        CAPTIONS,
        START,
        END,
        CREDIT,
        COUNT
    };
    static const jb_field fields[] = {
        [ID] = { .name = "id", .types = JB_IS_STRING, .required = true },
        [KIND] = { .name = "kind", .types = JB_IS_STRING, .required = true },
        [FILE_NAME] = { .name = "file", .types = JB_IS_STRING },
        [URL] = { .name = "url", .types = JB_IS_STRING },
        [MIME] = { .name = "mime", .types = JB_IS_STRING },
        [BYTES] = { .name = "bytes", .types = JB_IS_NUMBER },
        [SHA256] = { .name = "sha256", .types = JB_IS_STRING },
        [ALT] = { .name = "alt", .types = JB_IS_OBJECT },
        [CAPTIONS] = { .name = "captions", .types = JB_IS_OBJECT },
        [START] = { .name = "start_ms", .types = JB_IS_NUMBER },
        [END] = { .name = "end_ms", .types = JB_IS_NUMBER },
        [CREDIT] = { .name = "credit", .types = JB_IS_STRING },
    };
    static const jb_shape shape = { .what = "A medium", .fields = fields, .field_count = COUNT };
    static const char *const kinds[] = { "image", "audio", "video", NULL };
    const cJSON *values[COUNT];
    uint32_t kind = 0;
    bool good = jb_read_object(reader, node, &shape, values);
    good = (!values[ID] || jb_read_id(reader, values[ID])) && good;
    good = (!values[KIND] || jb_read_word(reader, values[KIND], kinds, &kind)) && good;
    good = (!values[ALT] || jb_read_map(reader, values[ALT])) && good;
    good = (!values[URL] || jb_read_string(reader, values[URL], URL_MAX)) && good;
    if (good && (values[FILE_NAME] == NULL) == (values[URL] == NULL)) {
        jb_fault(reader, node, "contradiction", "A medium needs either \"file\" or \"url\".");
        good = false;
    }
    if (values[FILE_NAME]) {
        good = jb_read_string(reader, values[FILE_NAME], PATH_MAX_BYTES) && good;
        if (good && !is_inside(values[FILE_NAME]->valuestring)) {
            jb_fault(reader, values[FILE_NAME], "bad_path",
                     "\"file\" must be a relative path with forward slashes and without \"..\".");
            good = false;
        }
    }
    return good;
}
