/*
 * The draft as a document of our format: one question and one medium a line, so that a line of it
 * stands for a place in the file that was read. The file's language is filled in here.
 */
#include "draft_internal.h"

#include <stdio.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/charset.h"

enum {
    FIRST_LINE = 2 /* of the questions */
};

static void write_text(jb_json_out *json, const char *key, const char *language, const char *text)
{
    jb_json_key(json, key);
    jb_json_object(json);
    jb_json_key_slice(json, jb_slice_of(language));
    jb_json_text(json, text);
    jb_json_object_end(json);
}

/* The title the file gives itself, else its name without folders and extension. */
static void write_title(jb_draft *draft, jb_json_out *json, const char *language)
{
    const char *name = draft->options->name ? draft->options->name : "";
    const char *slash = strrchr(name, '/');
    name = slash ? slash + 1 : name;
    const char *dot = strrchr(name, '.');
    size_t size = dot && dot > name ? (size_t)(dot - name) : strlen(name);
    if (draft->title.size == 0) {
        draft->failed = draft->failed || jb_text_tidy((jb_slice){ .bytes = name, .size = size },
                                                      &draft->title) == JB_ERR_MEMORY;
    }
    write_text(json, "title", language,
               draft->title.size > 0 ? jb_buffer_text(&draft->title) : "Questions");
}

static void write_categories(const jb_draft *draft, jb_json_out *json, const char *language)
{
    char id[16];
    if (draft->category_count == 0) {
        return;
    }
    jb_json_key(json, "categories");
    jb_json_array(json);
    for (uint32_t i = 0; i < draft->category_count; i++) {
        jb_json_object(json);
        (void)snprintf(id, sizeof id, "c%u", i + 1);
        jb_json_text_member(json, "id", id);
        if (draft->categories[i].parent > 0) {
            (void)snprintf(id, sizeof id, "c%u", draft->categories[i].parent);
            jb_json_text_member(json, "parent", id);
        }
        write_text(json, "title", language, draft->categories[i].title);
        jb_json_object_end(json);
    }
    jb_json_array_end(json);
}

static void write_media(const jb_draft *draft, jb_json_out *json, const char *language)
{
    char text[24];
    jb_json_key(json, "media");
    jb_json_array(json);
    for (uint32_t i = 0; i < draft->media_count; i++) {
        const jb_draft_media *medium = &draft->media[i];
        jb_json_object(json);
        (void)snprintf(text, sizeof text, "m%u", i + 1);
        jb_json_text_member(json, "id", text);
        jb_json_text_member(json, "kind", jb_media_kind_name(medium->kind));
        (void)snprintf(text, sizeof text, "media/%u", i + 1);
        jb_json_text_member(json, "file", text);
        if (medium->alt.size > 0) {
            write_text(json, "alt", language, jb_buffer_text(&medium->alt));
        }
        jb_json_object_end(json);
        jb_buffer_append_char(json->out, '\n');
    }
    jb_json_array_end(json);
}

/* The questions, with the language in every hole. */
static void write_questions(const jb_draft *draft, const char *language, jb_buffer *out)
{
    size_t from = 0;
    size_t size = draft->questions.size;
    size -= size > 0 ? 2 : 0; /* the last comma and its line feed */
    for (size_t i = 0; i < draft->hole_count; i++) {
        jb_buffer_append(out, draft->questions.bytes + from, draft->holes[i] - from);
        jb_buffer_append_text(out, language);
        from = draft->holes[i];
    }
    if (size > from) {
        jb_buffer_append(out, draft->questions.bytes + from, size - from);
    }
    jb_buffer_append_char(out, '\n');
}

jb_status jb_draft_document(jb_draft *draft, jb_buffer *out)
{
    const char *language = jb_draft_language(draft);
    jb_json_out json;
    jb_json_begin(&json, out);
    jb_json_object(&json);
    jb_json_text_member(&json, "format", "question-bank");
    jb_json_int_member(&json, "version", 1);
    write_title(draft, &json, language);
    if (draft->description.size > 0) {
        write_text(&json, "description", language, jb_buffer_text(&draft->description));
    }
    jb_json_text_member(&json, "default_language", language);
    if (draft->license.size > 0) {
        jb_json_text_member(&json, "license", jb_buffer_text(&draft->license));
    }
    if (draft->url.size > 0) {
        jb_json_key(&json, "source");
        jb_json_object(&json);
        jb_json_text_member(&json, "url", jb_buffer_text(&draft->url));
        jb_json_object_end(&json);
    }
    write_categories(draft, &json, language);
    jb_json_key(&json, "questions");
    jb_json_array(&json);
    jb_buffer_append_char(out, '\n');
    write_questions(draft, language, out);
    jb_json_array_end(&json);
    write_media(draft, &json, language);
    jb_json_object_end(&json);
    return out->failed || draft->failed ? JB_ERR_MEMORY : JB_OK;
}

jb_where jb_draft_where_of(const jb_draft *draft, uint32_t line, const char **excerpt)
{
    *excerpt = "";
    if (line < FIRST_LINE) {
        return (jb_where){ .line = 1, .column = 1 };
    }
    uint32_t number = line - FIRST_LINE;
    if (number < draft->count) {
        *excerpt = draft->lines[number].excerpt;
        return draft->lines[number].where;
    }
    number -= draft->count; /* the first medium stands behind the list of questions */
    return number < draft->media_count ? draft->media[number].where
                                       : (jb_where){ .line = 1, .column = 1 };
}
