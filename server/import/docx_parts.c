/*
 * What a .docx keeps beside its document: how lists are numbered (numbering.xml) and where pictures
 * are (document.xml.rels).
 */
#include "docx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *keep(docx *d, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = jb_memory_take(&d->memory, size, 1);
    d->failed = d->failed || !copy;
    return copy ? memcpy(copy, text, size) : "";
}

static uint32_t number_of(const char *text)
{
    return text ? (uint32_t)strtoul(text, NULL, 10) : 0;
}

/* ---- relations ---- */

static bool open_relation(void *user, const char *name, const char *const *attributes,
                          jb_where where)
{
    docx *d = user;
    (void)where;
    const char *id = jb_xml_attribute(attributes, "Id");
    const char *target = jb_xml_attribute(attributes, "Target");
    if (strcmp(name, "Relationship") != 0 || !id || !target ||
        d->relation_count == d->relation_capacity) {
        return !d->failed;
    }
    d->relations[d->relation_count++] =
        (docx_relation){ .id = keep(d, id), .target = keep(d, target) };
    return !d->failed;
}

static bool ignore_text(void *user, jb_slice text)
{
    (void)user;
    (void)text;
    return true;
}

static bool ignore_close(void *user, const char *name)
{
    (void)user;
    (void)name;
    return true;
}

/* ---- numbering ---- */

typedef struct numbering {
    docx *d;
    docx_list *list;
    docx_level *level;
    docx_number *number;
} numbering;

static docx_format format_of(const char *name)
{
    static const struct {
        const char *name;
        docx_format format;
    } rows[] = {
        { "decimal", DOCX_DECIMAL },
        { "decimalZero", DOCX_DECIMAL },
        { "decimalFullWidth", DOCX_DECIMAL },
        { "upperLetter", DOCX_UPPER },
        { "lowerLetter", DOCX_LOWER },
        { "chineseCounting", DOCX_HAN },
        { "chineseCountingThousand", DOCX_HAN },
        { "japaneseCounting", DOCX_HAN },
        { "ideographDigital", DOCX_HAN },
        { "taiwaneseCounting", DOCX_HAN },
        { "decimalEnclosedCircle", DOCX_CIRCLED },
        { "decimalEnclosedCircleChinese", DOCX_CIRCLED },
    };
    for (size_t i = 0; name && i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(rows[i].name, name) == 0) {
            return rows[i].format;
        }
    }
    return DOCX_NONE;
}

static bool open_numbering(void *user, const char *name, const char *const *attributes,
                           jb_where where)
{
    numbering *n = user;
    docx *d = n->d;
    (void)where;
    const char *value = jb_xml_attribute(attributes, "val");
    if (strcmp(name, "abstractNum") == 0) {
        n->list = d->list_count < DOCX_LISTS_MAX ? &d->lists[d->list_count++] : NULL;
        n->level = NULL;
        if (n->list) {
            n->list->id = number_of(jb_xml_attribute(attributes, "abstractNumId"));
        }
    } else if (strcmp(name, "num") == 0) {
        n->list = NULL;
        n->level = NULL;
        n->number = d->number_count < DOCX_LISTS_MAX ? &d->numbers[d->number_count++] : NULL;
        if (n->number) {
            n->number->id = number_of(jb_xml_attribute(attributes, "numId"));
        }
    } else if (strcmp(name, "lvl") == 0 && n->list) {
        uint32_t level = number_of(jb_xml_attribute(attributes, "ilvl"));
        n->level = level < DOCX_LEVELS ? &n->list->levels[level] : NULL;
    } else if (strcmp(name, "abstractNumId") == 0 && n->number) {
        n->number->list = number_of(value);
    } else if (strcmp(name, "numFmt") == 0 && n->level) {
        n->level->format = format_of(value);
    } else if (strcmp(name, "lvlText") == 0 && n->level && value &&
               strlen(value) < sizeof n->level->text) {
        (void)snprintf(n->level->text, sizeof n->level->text, "%s", value);
    }
    return true;
}

static bool close_numbering(void *user, const char *name)
{
    numbering *n = user;
    if (strcmp(name, "abstractNum") == 0) {
        n->list = NULL;
        n->level = NULL;
    } else if (strcmp(name, "num") == 0) {
        n->number = NULL;
    }
    return true;
}

/* ---- parts ---- */

static void read_part(docx *d, const char *name, const jb_xml_handlers *handlers, void *user)
{
    jb_buffer bytes;
    jb_where where;
    const char *why = "";
    jb_buffer_init(&bytes, DOCX_SMALL_BYTES_MAX);
    jb_unpack_result result =
        jb_archive_has(d->file->archive, name)
            ? jb_archive_read(d->file->archive, name, DOCX_SMALL_BYTES_MAX, &bytes)
            : JB_UNPACK_MISSING;
    if (result == JB_UNPACK_FINE) {
        jb_xml_result read = jb_xml_read(jb_buffer_slice(&bytes), handlers, user, &where, &why);
        d->failed = d->failed || read == JB_XML_MEMORY;
    }
    d->failed = d->failed || result == JB_UNPACK_MEMORY;
    jb_buffer_finish(&bytes);
}

void jb_docx_read_parts(docx *d)
{
    static const jb_xml_handlers relations = { open_relation, ignore_text, ignore_close };
    static const jb_xml_handlers numberings = { open_numbering, ignore_text, close_numbering };
    numbering n = { .d = d };
    d->relation_capacity = DOCX_LISTS_MAX;
    d->relations = jb_memory_take(&d->memory, d->relation_capacity, sizeof *d->relations);
    d->lists = jb_memory_take(&d->memory, DOCX_LISTS_MAX, sizeof *d->lists);
    d->numbers = jb_memory_take(&d->memory, DOCX_LISTS_MAX, sizeof *d->numbers);
    if (!d->relations || !d->lists || !d->numbers) {
        d->failed = true;
        return;
    }
    read_part(d, "word/_rels/document.xml.rels", &relations, d);
    read_part(d, "word/numbering.xml", &numberings, &n);
}

/* ---- numbers of lists ---- */

static docx_number *find_number(const docx *d, uint32_t id)
{
    for (uint32_t i = 0; i < d->number_count; i++) {
        if (d->numbers[i].id == id) {
            return &d->numbers[i];
        }
    }
    return NULL;
}

static const docx_list *find_list(const docx *d, uint32_t id)
{
    for (uint32_t i = 0; i < d->list_count; i++) {
        if (d->lists[i].id == id) {
            return &d->lists[i];
        }
    }
    return NULL;
}

static void write_han(uint32_t value, jb_buffer *out)
{
    static const char *const digits[] = {
        "", "一", "二", "三", "四", "五", "六", "七", "八", "九"
    };
    if (value >= 20 && value < 100) {
        jb_buffer_append_text(out, digits[value / 10]);
    }
    jb_buffer_append_text(out, value >= 10 && value < 100 ? "十" : "");
    jb_buffer_append_text(out, value < 100 ? digits[value % 10] : "");
}

static void write_number(docx_format format, uint32_t value, jb_buffer *out)
{
    char text[16];
    switch (format) {
    case DOCX_NONE:
        break;
    case DOCX_CIRCLED: /* U+2460 on */
        (void)snprintf(text, sizeof text, "\xe2\x91%c", (char)(0xa0 + (value - 1) % 20));
        jb_buffer_append_text(out, text);
        break;
    case DOCX_DECIMAL:
        (void)snprintf(text, sizeof text, "%u", value);
        jb_buffer_append_text(out, text);
        break;
    case DOCX_UPPER:
    case DOCX_LOWER:
        jb_buffer_append_char(out, (char)((format == DOCX_UPPER ? 'A' : 'a') + (value - 1) % 26));
        break;
    case DOCX_HAN:
        write_han(value, out);
        break;
    }
}

bool jb_docx_letters(const docx *d, uint32_t number, uint32_t level)
{
    const docx_number *found = find_number(d, number);
    const docx_list *list = found ? find_list(d, found->list) : NULL;
    return list && level < DOCX_LEVELS &&
           (list->levels[level].format == DOCX_UPPER || list->levels[level].format == DOCX_LOWER);
}

void jb_docx_number(docx *d, uint32_t number, uint32_t level, bool again, jb_buffer *out)
{
    docx_number *found = find_number(d, number);
    const docx_list *list = found ? find_list(d, found->list) : NULL;
    if (!list || level >= DOCX_LEVELS) {
        return;
    }
    for (uint32_t i = level + 1; i < DOCX_LEVELS; i++) {
        found->counters[i] = 0;
    }
    found->counters[level] = again ? 1 : found->counters[level] + 1;
    const docx_level *form = &list->levels[level];
    if (form->format == DOCX_NONE) {
        return;
    }
    for (const char *at = form->text; *at != '\0'; at++) {
        uint32_t of = at[0] == '%' && at[1] >= '1' && at[1] <= '9' ? (uint32_t)(at[1] - '1') : 9;
        if (of < DOCX_LEVELS) {
            uint32_t value = found->counters[of] > 0 ? found->counters[of] : 1;
            write_number(list->levels[of].format, value, out);
            at++;
        } else {
            jb_buffer_append_char(out, *at);
        }
    }
    /* A number without a sign would be taken for text. */
    char last = out->size > 0 ? out->bytes[out->size - 1] : ' ';
    bool bare = (last >= '0' && last <= '9') || (last >= 'A' && last <= 'z');
    jb_buffer_append_text(out, bare ? ". " : " ");
}

/* ---- pictures ---- */

uint32_t jb_docx_medium(docx *d, const char *relation, jb_where where, const char *alt)
{
    char name[300];
    docx_relation *found = NULL;
    for (uint32_t i = 0; i < d->relation_count && !found; i++) {
        found = strcmp(d->relations[i].id, relation) == 0 ? &d->relations[i] : NULL;
    }
    if (!found || found->read) {
        return found ? found->medium : JB_DRAFT_MEDIA_NONE;
    }
    found->read = true;
    const char *target = found->target;
    if (strstr(target, "://")) {
        found->medium = jb_draft_medium_at(d->draft, where, jb_slice_of(target));
        return found->medium;
    }
    target += target[0] == '/' ? 1 : 0;
    (void)snprintf(name, sizeof name, "%s%s", found->target[0] == '/' ? "" : "word/", target);
    jb_buffer bytes;
    jb_buffer_init(&bytes, (size_t)JB_SOUND_BYTES_MAX);
    jb_unpack_result result = jb_archive_read(d->file->archive, name, JB_SOUND_BYTES_MAX, &bytes);
    if (result == JB_UNPACK_FINE) {
        found->medium = jb_draft_medium(d->draft, where, jb_buffer_slice(&bytes),
                                        jb_slice_of(target), jb_slice_of(alt));
    } else if (result == JB_UNPACK_MEMORY) {
        d->failed = true;
    } else {
        jb_draft_warn(d->draft, where, jb_slice_of(target), "missing_medium",
                      "The picture \"%.80s\" %s. The question is taken without it.", target,
                      jb_unpack_text(result));
    }
    jb_buffer_finish(&bytes);
    return found->medium;
}
