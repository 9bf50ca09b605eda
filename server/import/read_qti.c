/*
 * QTI: a package (a zip file with imsmanifest.xml, anywhere in it or not at all) or one XML file.
 * The manifest says which files are items; when it names files that are not there, or none, every
 * XML file of the package is looked at.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "formats.h"
#include "qti.h"

enum {
    ITEM_BYTES_MAX = 16 * 1024 * 1024,
    PATH_SIZE = 512,
    FIRST = 64
};

static const char manifest_name[] = "imsmanifest.xml";

typedef struct package {
    jb_qti_reading reading;
    jb_archive *archive;
    char folder[PATH_SIZE]; /* of the manifest, with its slash */
    bool *read;             /* of each entry: it was read as items */
    bool listed;            /* the manifest names an item that is there */
    bool missing;           /* or one that is not */
} package;

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool ends_with(const char *text, const char *end)
{
    size_t size = strlen(text);
    size_t end_size = strlen(end);
    return size >= end_size && strcasecmp(text + size - end_size, end) == 0;
}

/* ---- paths ---- */

static int hex(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c != '\0' ? strchr(digits, c | 0x20) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* folder + path, with "%20", "./" and "../" resolved. False: it leads out, or is too long. */
static bool join(const char *folder, size_t folder_size, jb_slice path, char out[PATH_SIZE])
{
    size_t size = 0;
    if (folder_size + path.size + 1 >= PATH_SIZE) {
        return false;
    }
    memcpy(out, folder, folder_size);
    size = folder_size;
    for (size_t i = 0; i < path.size; i++) {
        char c = path.bytes[i];
        if (c == '%' && i + 2 < path.size && hex(path.bytes[i + 1]) >= 0 &&
            hex(path.bytes[i + 2]) >= 0) {
            c = (char)(hex(path.bytes[i + 1]) * 16 + hex(path.bytes[i + 2]));
            i += 2;
        }
        out[size++] = c == '\\' ? '/' : c;
    }
    out[size] = '\0';
    char *to = out;
    for (char *from = out; *from != '\0';) {
        char *slash = strchr(from, '/');
        size_t part = slash ? (size_t)(slash - from) + 1 : strlen(from);
        bool here = part == 2 && from[0] == '.' && slash;
        bool up = part == 3 && from[0] == '.' && from[1] == '.' && slash;
        if (up && to == out) {
            return false;
        }
        if (up) {
            to--;
            while (to > out && to[-1] != '/') {
                to--;
            }
        } else if (!here && !(part == 1 && slash)) {
            memmove(to, from, part);
            to += part;
        }
        from += part;
    }
    *to = '\0';
    return out[0] != '\0';
}

/* The only entry of this name, in whatever folder; -1: there is none, or several. */
static int64_t find_alone(const package *p, const char *name)
{
    int64_t found = -1;
    uint32_t count = jb_archive_count(p->archive);
    for (uint32_t i = 0; i < count; i++) {
        if (strcmp(base_name(jb_archive_name(p->archive, i)), name) == 0) {
            if (found >= 0) {
                return -1;
            }
            found = i;
        }
    }
    return found;
}

/* ---- media ---- */

static uint32_t find_medium(void *user, jb_slice name, jb_slice alt, bool *known)
{
    static const char base[] = "$IMS-CC-FILEBASE$/";
    package *p = user;
    char path[PATH_SIZE];
    jb_buffer bytes;
    const char *entry = NULL;
    size_t own = (size_t)(base_name(p->reading.file) - p->reading.file);
    uint32_t number = JB_DRAFT_MEDIA_NONE;
    bool remote = jb_slice_begins(name, "//") || jb_slice_begins(name, "http");
    bool canvas = jb_slice_begins(name, base);
    name = canvas ? jb_slice_part(name, sizeof base - 1, name.size) : name;
    name.size = jb_slice_find(name, 0, '?');
    if (remote || name.size == 0) {
        return JB_DRAFT_MEDIA_NONE;
    }
    if ((join(p->reading.file, own, name, path) && jb_archive_has(p->archive, path)) ||
        (join(p->folder, strlen(p->folder), name, path) && jb_archive_has(p->archive, path))) {
        entry = path;
    } else if (join("", 0, name, path)) {
        int64_t alone = find_alone(p, base_name(path));
        entry = alone >= 0 ? jb_archive_name(p->archive, (uint32_t)alone) : NULL;
    }
    if (!entry) {
        return JB_DRAFT_MEDIA_NONE;
    }
    *known = true;
    jb_buffer_init(&bytes, JB_SOUND_BYTES_MAX);
    jb_unpack_result result = jb_archive_read(p->archive, entry, JB_SOUND_BYTES_MAX, &bytes);
    if (result == JB_UNPACK_FINE) {
        number = jb_draft_medium(p->reading.draft, p->reading.item.where, jb_buffer_slice(&bytes),
                                 jb_slice_of(entry), alt);
    } else if (result == JB_UNPACK_MEMORY) {
        jb_draft_fail(p->reading.draft);
    } else {
        jb_draft_warn(p->reading.draft, p->reading.item.where, jb_slice_of(entry),
                      "unusable_medium", "\"%.100s\" %s. The question is taken without it.", entry,
                      jb_unpack_text(result));
    }
    jb_buffer_finish(&bytes);
    return number;
}

/* ---- documents ---- */

static bool is_item(const char *root)
{
    return strcmp(root, "assessmentItem") == 0 || strcmp(root, "qti-assessment-item") == 0;
}

static bool is_old(const char *root)
{
    return strcmp(root, "questestinterop") == 0;
}

/* Reads a document; what keeps it from being read is reported. */
static void read_document(jb_qti_reading *reading, jb_slice document, bool listed)
{
    char root[JB_XML_ROOT_SIZE];
    jb_where where = { .line = 1, .column = 1 };
    const char *why = "";
    jb_xml_result result = JB_XML_FINE;
    uint32_t before = reading->items;
    jb_xml_root(document, root);
    if (is_old(root)) {
        result = jb_qti_read_old(reading, document, &where, &why);
    } else if (is_item(root) || listed) {
        result = jb_qti_read_items(reading, document, &where, &why);
    } else {
        return; /* something else that is in the package */
    }
    const char *file = reading->file;
    const char *colon = file[0] != '\0' ? ": " : "";
    if (result == JB_XML_MEMORY || result == JB_XML_STOPPED) {
        jb_draft_fail(reading->draft);
    } else if (result != JB_XML_FINE) {
        jb_draft_error(reading->draft, where, jb_slice_of(base_name(file)), jb_xml_code(result),
                       "%s%sThe file cannot be read further than this: %s", file, colon, why);
    } else if (listed && reading->items == before) {
        jb_draft_error(reading->draft, where, jb_slice_of(base_name(file)), "broken_question",
                       "%s%sThere is no item of QTI in this file.", file, colon);
    }
}

static void read_entry(package *p, uint32_t index, bool listed)
{
    const char *name = jb_archive_name(p->archive, index);
    jb_buffer document;
    if (p->read[index] || jb_draft_failed(p->reading.draft)) {
        return;
    }
    jb_buffer_init(&document, ITEM_BYTES_MAX);
    p->reading.file = name;
    jb_unpack_result result = jb_archive_read(p->archive, name, ITEM_BYTES_MAX, &document);
    if (result == JB_UNPACK_FINE) {
        p->read[index] = true;
        read_document(&p->reading, jb_buffer_slice(&document), listed);
    } else if (result == JB_UNPACK_MEMORY) {
        jb_draft_fail(p->reading.draft);
    } else {
        jb_draft_error(p->reading.draft, (jb_where){ .line = 1, .column = 1 }, jb_slice_of(name),
                       "broken_question", "%s %s.", name, jb_unpack_text(result));
    }
    jb_buffer_finish(&document);
}

/* ---- manifest ---- */

/* A resource of a manifest that holds questions: where it stands and where its file is. */
typedef struct manifest_reading {
    bool waiting;    /* a resource that has not named its file yet */
    jb_buffer hrefs; /* each ended by NUL */
    jb_where *wheres;
    uint32_t count, capacity;
} manifest_reading;

static bool holds_items(const char *type)
{
    return strncasecmp(type, "imsqti_", 7) == 0 && !strstr(type, "_test_");
}

/* Remembers a file that a manifest names; false: memory has run out. */
static bool add_href(manifest_reading *reading, const char *href, jb_where where)
{
    if (reading->count == reading->capacity) {
        uint32_t capacity = reading->capacity == 0 ? FIRST : reading->capacity * 2;
        jb_where *wheres = realloc(reading->wheres, capacity * sizeof *wheres);
        if (!wheres) {
            return false;
        }
        reading->wheres = wheres;
        reading->capacity = capacity;
    }
    reading->wheres[reading->count++] = where;
    jb_buffer_append(&reading->hrefs, href, strlen(href) + 1);
    return !reading->hrefs.failed;
}

/* A resource names its file itself, or its first <file> does. */
static bool on_open(void *user, const char *name, const char *const *attributes, jb_where where)
{
    manifest_reading *reading = user;
    const char *type = jb_xml_attribute(attributes, "type");
    const char *href = jb_xml_attribute(attributes, "href");
    bool resource = strcmp(name, "resource") == 0;
    if (resource) {
        reading->waiting = type && holds_items(type);
    }
    if (!reading->waiting || !href || (!resource && strcmp(name, "file") != 0)) {
        return true;
    }
    reading->waiting = false;
    return add_href(reading, href, where);
}

static bool on_text(void *user, jb_slice text)
{
    (void)user;
    (void)text;
    return true;
}

static bool on_close(void *user, const char *name)
{
    (void)user;
    (void)name;
    return true;
}

/* The entry that a manifest means; -1: it is not there. */
static int64_t find_entry(const package *p, const char *href)
{
    char path[PATH_SIZE];
    if (!join(p->folder, strlen(p->folder), jb_slice_of(href), path)) {
        return -1;
    }
    uint32_t count = jb_archive_count(p->archive);
    for (uint32_t i = 0; i < count; i++) {
        if (strcmp(jb_archive_name(p->archive, i), path) == 0) {
            return i;
        }
    }
    return find_alone(p, base_name(path));
}

static void read_listed(package *p, const manifest_reading *manifest)
{
    const char *href = jb_buffer_text(&manifest->hrefs);
    for (uint32_t i = 0; i < manifest->count && !jb_draft_failed(p->reading.draft); i++) {
        int64_t entry = find_entry(p, href);
        if (entry >= 0) {
            p->listed = true;
            read_entry(p, (uint32_t)entry, true);
        } else {
            p->missing = true;
            jb_draft_error(p->reading.draft, manifest->wheres[i], jb_slice_of(href), "missing_item",
                           "%s: the package names \"%.100s\", which is not in it; pack it again.",
                           manifest_name, href);
        }
        href += strlen(href) + 1;
    }
}

static void read_manifest(package *p, uint32_t index)
{
    static const jb_xml_handlers handlers = { .open = on_open, .text = on_text, .close = on_close };
    const char *name = jb_archive_name(p->archive, index);
    manifest_reading reading = { .count = 0 };
    jb_where where = { 0 };
    const char *why = "";
    jb_buffer document;
    size_t folder = (size_t)(base_name(name) - name);
    if (folder < PATH_SIZE) {
        memcpy(p->folder, name, folder);
        p->folder[folder] = '\0';
    }
    p->read[index] = true;
    jb_buffer_init(&document, ITEM_BYTES_MAX);
    jb_buffer_init(&reading.hrefs, 0);
    jb_xml_result result = JB_XML_FINE;
    if (jb_archive_read(p->archive, name, ITEM_BYTES_MAX, &document) == JB_UNPACK_FINE) {
        result = jb_xml_read(jb_buffer_slice(&document), &handlers, &reading, &where, &why);
    }
    if (result == JB_XML_MEMORY || result == JB_XML_STOPPED) {
        jb_draft_fail(p->reading.draft);
    } else if (result != JB_XML_FINE) {
        jb_draft_warn(p->reading.draft, where, jb_slice_of(name), jb_xml_code(result),
                      "%s cannot be read, so every XML file of the package was looked at: %s", name,
                      why);
    }
    read_listed(p, &reading);
    free(reading.wheres);
    jb_buffer_finish(&reading.hrefs);
    jb_buffer_finish(&document);
}

/* ---- packages ---- */

/* The manifest nearest to the top; -1: there is none. */
static int64_t find_manifest(const jb_archive *archive)
{
    int64_t found = -1;
    size_t least = 0;
    uint32_t count = jb_archive_count(archive);
    for (uint32_t i = 0; i < count; i++) {
        const char *name = jb_archive_name(archive, i);
        bool nearer = found < 0 || strlen(name) < least;
        if (strcasecmp(base_name(name), manifest_name) == 0 && nearer) {
            found = i;
            least = strlen(name);
        }
    }
    return found;
}

static void read_package(const jb_import_file *file, package *p)
{
    uint32_t count = jb_archive_count(file->archive);
    int64_t manifest = find_manifest(file->archive);
    p->archive = file->archive;
    p->read = jb_draft_take(p->reading.draft, count + 1U, sizeof *p->read);
    p->reading.pieces.find = find_medium;
    p->reading.pieces.user = p;
    if (!p->read) {
        return;
    }
    if (manifest >= 0) {
        read_manifest(p, (uint32_t)manifest);
    }
    for (uint32_t i = 0; i < count && (!p->listed || p->missing); i++) {
        if (ends_with(jb_archive_name(file->archive, i), ".xml")) {
            read_entry(p, i, false);
        }
    }
    if (p->reading.items == 0 && !p->missing) {
        jb_draft_error(p->reading.draft, (jb_where){ .line = 1, .column = 1 }, jb_slice_of(""),
                       "foreign_format",
                       "This package holds no items of QTI. A SCORM package or a whole course "
                       "cannot be read; export its quiz or question bank as QTI.");
    }
}

void jb_read_qti(const jb_import_file *file, jb_draft *draft)
{
    package *p = jb_draft_take(draft, 1, sizeof *p);
    if (!p) {
        return;
    }
    p->reading.draft = draft;
    p->reading.file = "";
    jb_pieces_init(&p->reading.pieces, draft);
    if (file->archive) {
        read_package(file, p);
    } else {
        read_document(&p->reading, jb_import_text(file), true);
    }
    jb_pieces_finish(&p->reading.pieces);
}

int jb_sniff_qti(const jb_import_file *file)
{
    char root[JB_XML_ROOT_SIZE];
    if (!file->archive) {
        jb_xml_root(jb_import_text(file), root);
        return is_item(root) || is_old(root) ? 100 : 0;
    }
    if (find_manifest(file->archive) >= 0) {
        return 80;
    }
    bool office = jb_archive_has(file->archive, "[Content_Types].xml");
    uint32_t count = jb_archive_count(file->archive);
    for (uint32_t i = 0; i < count && !office; i++) {
        if (ends_with(jb_archive_name(file->archive, i), ".xml")) {
            return 30;
        }
    }
    return 0;
}
