/* The workbook: its sheets in their order, and where its parts are. */
#include "xlsx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/limits.h"

enum {
    ID_SIZE = 64
};

typedef struct relation {
    char id[ID_SIZE];
    const char *type; /* its last part: "worksheet"; in memory of the draft */
    const char *path;
} relation;

typedef struct relations {
    jb_xlsx *book;
    const char *folder; /* what targets are relative to, with a slash */
    relation rows[JB_XLSX_RELATIONS_MAX];
    uint32_t count;
} relations;

typedef struct opening {
    jb_xlsx *book;
    relations relations;
} opening;

static const jb_where nowhere = { 1, 1 };

static const char *copy_of(jb_draft *draft, const char *text)
{
    size_t size = strlen(text);
    char *copy = jb_draft_take(draft, size + 1, 1);
    if (copy) {
        memcpy(copy, text, size + 1);
    }
    return copy ? copy : "";
}

bool jb_xlsx_take(jb_xlsx *book, const char *path, jb_buffer *part)
{
    jb_unpack_result result = jb_archive_read(book->archive, path, JB_BANK_UNPACKED_MAX - 1, part);
    if (result != JB_UNPACK_FINE) {
        jb_draft_error(book->draft, nowhere, jb_slice_of(""), "damaged_package",
                       "\"%.100s\" in this workbook %s.", path, jb_unpack_text(result));
    }
    return result == JB_UNPACK_FINE;
}

static bool skip_text(void *user, jb_slice text)
{
    (void)user;
    (void)text;
    return true;
}

static bool skip_close(void *user, const char *name)
{
    (void)user;
    (void)name;
    return true;
}

static const char *xml_code(jb_xml_result result)
{
    return result == JB_XML_DOCTYPE ? "doctype" : result == JB_XML_DEEP ? "too_deep" : "bad_xml";
}

bool jb_xlsx_parse(jb_xlsx *book, const char *path, jb_slice part, const jb_xml_handlers *handlers,
                   void *user)
{
    jb_where where = nowhere;
    const char *why = "";
    const jb_xml_handlers all = { .open = handlers->open,
                                  .text = handlers->text ? handlers->text : skip_text,
                                  .close = handlers->close ? handlers->close : skip_close };
    jb_xml_result result = jb_xml_read(part, &all, user, &where, &why);
    if (result == JB_XML_MEMORY) {
        (void)jb_draft_take(book->draft, SIZE_MAX, SIZE_MAX); /* remembers it */
    } else if (result != JB_XML_FINE && result != JB_XML_STOPPED) {
        jb_draft_error(
            book->draft, nowhere, jb_slice_of(""), xml_code(result),
            "\"%.100s\" in this workbook cannot be read from its line %u on: %s Save the "
            "workbook again.",
            path, where.line, why);
    }
    return result == JB_XML_FINE;
}

bool jb_xlsx_part(jb_xlsx *book, const char *path, const jb_xml_handlers *handlers, void *user)
{
    jb_buffer part;
    jb_buffer_init(&part, 0);
    bool good = jb_xlsx_take(book, path, &part) &&
                jb_xlsx_parse(book, path, jb_buffer_slice(&part), handlers, user);
    jb_buffer_finish(&part);
    return good;
}

/* ---- relations ---- */

/* "../x/y" and "/x/y" from a folder. */
static void join_path(const char *folder, const char *target, char out[JB_XLSX_PATH_SIZE])
{
    char whole[JB_XLSX_PATH_SIZE * 2];
    size_t size = 0;
    (void)snprintf(whole, sizeof whole, "%s%s", target[0] == '/' ? "" : folder,
                   target[0] == '/' ? target + 1 : target);
    for (char *part = whole; part;) {
        char *slash = strchr(part, '/');
        size_t length = slash ? (size_t)(slash - part) : strlen(part);
        bool up = length == 2 && part[0] == '.' && part[1] == '.';
        bool here = length == 0 || (length == 1 && part[0] == '.');
        if (up) {
            size -= size > 0;
            while (size > 0 && out[size - 1] != '/') {
                size--;
            }
        } else if (!here && size + length + 2 < JB_XLSX_PATH_SIZE) {
            memcpy(out + size, part, length);
            size += length;
            if (slash) {
                out[size++] = '/';
            }
        }
        part = slash ? slash + 1 : NULL;
    }
    out[size] = '\0';
}

static bool open_relation(void *user, const char *name, const char *const *attributes,
                          jb_where where)
{
    relations *all = user;
    char path[JB_XLSX_PATH_SIZE];
    (void)where;
    const char *id = jb_xml_attribute(attributes, "Id");
    const char *type = jb_xml_attribute(attributes, "Type");
    const char *target = jb_xml_attribute(attributes, "Target");
    if (strcmp(name, "Relationship") != 0 || !id || !type || !target ||
        all->count == JB_XLSX_RELATIONS_MAX || strlen(id) >= ID_SIZE) {
        return true;
    }
    const char *slash = strrchr(type, '/');
    relation *row = &all->rows[all->count++];
    join_path(all->folder, target, path);
    (void)snprintf(row->id, sizeof row->id, "%s", id);
    row->type = copy_of(all->book->draft, slash ? slash + 1 : type);
    row->path = copy_of(all->book->draft, path);
    return true;
}

/* The path of the first relation of a type; NULL: there is none. */
static const char *path_of(const relations *all, const char *type)
{
    for (uint32_t i = 0; i < all->count; i++) {
        if (strcmp(all->rows[i].type, type) == 0) {
            return all->rows[i].path;
        }
    }
    return NULL;
}

/* "xl/workbook.xml": "xl/" and "xl/_rels/workbook.xml.rels". */
static void relations_of(const char *path, char folder[JB_XLSX_PATH_SIZE],
                         char rels[JB_XLSX_PATH_SIZE * 2])
{
    const char *slash = strrchr(path, '/');
    size_t size = slash ? (size_t)(slash - path) + 1 : 0;
    (void)snprintf(folder, JB_XLSX_PATH_SIZE, "%.*s", (int)size, path);
    (void)snprintf(rels, (size_t)JB_XLSX_PATH_SIZE * 2, "%s_rels/%s.rels", folder, path + size);
}

/* ---- sheets ---- */

static bool is_true(const char *value)
{
    return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

static bool open_book(void *user, const char *name, const char *const *attributes, jb_where where)
{
    opening *o = user;
    jb_xlsx *book = o->book;
    (void)where;
    if (strcmp(name, "workbookPr") == 0) {
        book->from_1904 = is_true(jb_xml_attribute(attributes, "date1904"));
    }
    const char *title = jb_xml_attribute(attributes, "name");
    const char *id = jb_xml_attribute(attributes, "id");
    const char *state = jb_xml_attribute(attributes, "state");
    if (strcmp(name, "sheet") != 0 || !title || book->sheet_count == JB_XLSX_SHEETS_MAX) {
        return true;
    }
    jb_xlsx_sheet *sheet = &book->sheets[book->sheet_count++];
    *sheet = (jb_xlsx_sheet){ .name = copy_of(book->draft, title),
                              .path = "",
                              .hidden = state && strcmp(state, "visible") != 0 };
    for (uint32_t i = 0; id && i < o->relations.count; i++) {
        const relation *row = &o->relations.rows[i];
        if (strcmp(row->id, id) == 0 && strcmp(row->type, "worksheet") == 0) {
            sheet->path = row->path;
        }
    }
    return true;
}

static bool read_book(opening *o, const char *path)
{
    char folder[JB_XLSX_PATH_SIZE];
    char rels[JB_XLSX_PATH_SIZE * 2];
    const jb_xml_handlers of_relations = { .open = open_relation };
    const jb_xml_handlers of_book = { .open = open_book };
    jb_xlsx *book = o->book;
    relations_of(path, folder, rels);
    o->relations.folder = folder;
    o->relations.count = 0;
    if (jb_archive_has(book->archive, rels)) {
        (void)jb_xlsx_part(book, rels, &of_relations, &o->relations);
    }
    book->strings_path = path_of(&o->relations, "sharedStrings");
    book->styles_path = path_of(&o->relations, "styles");
    return jb_xlsx_part(book, path, &of_book, o) || book->sheet_count > 0;
}

bool jb_xlsx_open(jb_xlsx *book)
{
    const jb_xml_handlers of_relations = { .open = open_relation };
    opening *o = jb_draft_take(book->draft, 1, sizeof *o); /* large */
    if (!o) {
        return false;
    }
    o->book = book;
    o->relations.book = book;
    o->relations.folder = "";
    if (jb_archive_has(book->archive, "_rels/.rels")) {
        (void)jb_xlsx_part(book, "_rels/.rels", &of_relations, &o->relations);
    }
    const char *path = path_of(&o->relations, "officeDocument");
    path = path && jb_archive_has(book->archive, path) ? path : "xl/workbook.xml";
    return read_book(o, path);
}
