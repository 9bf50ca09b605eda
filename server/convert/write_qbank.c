/*
 * Our own format as a package: a zip file with bank.json and the media it names, made in memory.
 * A medium whose bytes are not at hand is taken out of the document, because a package that names
 * what it does not hold is a faulty one.
 */
#include "convert_internal.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

typedef struct package {
    jb_writing *w;
    zip_t *zip;
    cJSON *tree; /* a copy without what is missing; NULL: nothing is */
} package;

/* Adds an entry; the bytes are copied. The time is always the same: equal banks, equal files. */
static void add_entry(package *p, const char *name, jb_slice bytes, bool pack)
{
    static const zip_uint16_t new_year_2020 = ((2020 - 1980) << 9) | (1 << 5) | 1;
    char *copy = malloc(bytes.size + 1);
    if (!copy) {
        jb_writing_fail(p->w, JB_ERR_MEMORY);
        return;
    }
    memcpy(copy, bytes.bytes, bytes.size);
    zip_source_t *source = zip_source_buffer(p->zip, copy, bytes.size, 1);
    if (!source) {
        free(copy);
        jb_writing_fail(p->w, JB_ERR_MEMORY);
        return;
    }
    zip_int64_t index = zip_file_add(p->zip, name, source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(source);
        jb_writing_fail(p->w, JB_ERR_MEMORY);
        return;
    }
    (void)zip_set_file_compression(p->zip, (zip_uint64_t)index,
                                   pack ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
    (void)zip_file_set_dostime(p->zip, (zip_uint64_t)index, 0, new_year_2020, 0);
}

/* ---- media that are not at hand ---- */

static void drop_references(cJSON *list, const char *member, const char *id)
{
    cJSON *node = list ? list->child : NULL;
    while (node) {
        cJSON *next = node->next;
        const char *ref = jb_string_of(node, member);
        if (ref && strcmp(ref, id) == 0) {
            cJSON_Delete(cJSON_DetachItemViaPointer(list, node));
        }
        node = next;
    }
}

/* Takes a medium off options; false: one of them shows nothing else. */
static bool drop_from_options(cJSON *list, const char *id)
{
    cJSON *node = NULL;
    cJSON_ArrayForEach(node, list) {
        const char *ref = jb_string_of(node, "media");
        if (ref && strcmp(ref, id) == 0) {
            cJSON_DeleteItemFromObjectCaseSensitive(node, "media");
            if (!cJSON_GetObjectItemCaseSensitive(node, "text")) {
                return false;
            }
        }
    }
    return true;
}

/* Takes it out of a question of the copy. False: the question cannot do without. */
static bool drop_from_question(cJSON *question, const char *id)
{
    static const char *const lists[] = { "options", "targets" };
    drop_references(cJSON_GetObjectItemCaseSensitive(question, "media"), "ref", id);
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        if (!drop_from_options(cJSON_GetObjectItemCaseSensitive(question, lists[i]), id)) {
            return false;
        }
    }
    return true;
}

/* Without the medium; questions that are nothing without it go, too. */
static void drop_medium(package *p, const char *id)
{
    p->tree = p->tree ? p->tree : cJSON_Duplicate(p->w->tree, true);
    if (!p->tree) {
        jb_writing_fail(p->w, JB_ERR_MEMORY);
        return;
    }
    drop_references(cJSON_GetObjectItemCaseSensitive(p->tree, "media"), "id", id);
    cJSON *questions = cJSON_GetObjectItemCaseSensitive(p->tree, "questions");
    cJSON *question = questions->child;
    while (question) {
        cJSON *next = question->next;
        if (!drop_from_question(question, id)) {
            cJSON_Delete(cJSON_DetachItemViaPointer(questions, question));
        }
        question = next;
    }
    jb_cut_whole(p->w, "The medium \"%.64s\" is not at hand and was left out.", id);
}

static void add_media(package *p)
{
    jb_buffer bytes;
    jb_buffer_init(&bytes, 0);
    const cJSON *medium = NULL;
    cJSON_ArrayForEach(medium, cJSON_GetObjectItemCaseSensitive(p->w->tree, "media")) {
        const char *file = jb_string_of(medium, "file");
        if (!file || p->w->status != JB_OK) {
            continue;
        }
        jb_view_bytes(p->w, medium, &bytes);
        if (bytes.size == 0) {
            drop_medium(p, jb_string_of(medium, "id"));
        } else if (zip_name_locate(p->zip, file, 0) < 0) {
            add_entry(p, file, jb_buffer_slice(&bytes), false);
        }
    }
    jb_buffer_finish(&bytes);
}

/* Counts what is written, and says what is not. */
static void count(package *p)
{
    jb_view view;
    const cJSON *kept =
        p->tree ? cJSON_GetObjectItemCaseSensitive(p->tree, "questions")->child : NULL;
    while (jb_view_next(p->w, &view)) {
        bool here = !p->tree || (kept && strcmp(jb_string_of(kept, "id"), view.id) == 0);
        if (here) {
            jb_view_written(p->w, &view);
            kept = kept ? kept->next : NULL;
        } else {
            jb_left_out(p->w, "A picture that one of its options needs is not at hand.");
        }
    }
}

/* ---- the file ---- */

static void read_back(jb_writing *w, zip_source_t *file)
{
    zip_stat_t stat;
    if (zip_source_stat(file, &stat) != 0 || zip_source_open(file) != 0) {
        jb_writing_fail(w, JB_ERR_MEMORY);
        return;
    }
    char *room = jb_buffer_room(w->out, (size_t)stat.size);
    zip_int64_t got = room ? zip_source_read(file, room, stat.size) : -1;
    if (got == (zip_int64_t)stat.size) {
        jb_buffer_grow(w->out, (size_t)stat.size);
    } else {
        jb_writing_fail(w, JB_ERR_MEMORY);
    }
    (void)zip_source_close(file);
}

void jb_write_qbank(jb_writing *w)
{
    zip_error_t error;
    jb_buffer document;
    package p = { .w = w };
    zip_error_init(&error);
    jb_buffer_init(&document, JB_CONVERT_BYTES_MAX);
    zip_source_t *file = zip_source_buffer_create(NULL, 0, 0, &error);
    p.zip = file ? zip_open_from_source(file, ZIP_TRUNCATE, &error) : NULL;
    if (!p.zip) {
        zip_source_free(file);
        zip_error_fini(&error);
        jb_writing_fail(w, JB_ERR_MEMORY);
        return;
    }
    zip_source_keep(file);
    add_media(&p);
    count(&p);
    jb_write_document(p.tree ? p.tree : w->tree, w, &document);
    if (document.failed) {
        jb_writing_fail(w, JB_ERR_MEMORY);
    }
    add_entry(&p, "bank.json", jb_buffer_slice(&document), true);
    if (w->status != JB_OK || zip_close(p.zip) != 0) {
        zip_discard(p.zip);
        jb_writing_fail(w, JB_ERR_MEMORY);
    } else {
        read_back(w, file);
    }
    zip_source_free(file);
    zip_error_fini(&error);
    jb_buffer_finish(&document);
    cJSON_Delete(p.tree);
}
