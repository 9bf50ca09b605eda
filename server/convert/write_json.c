/*
 * Our own format: the document, one question a line, so that a problem's line tells its question
 * and two versions can be compared line by line.
 */
#include "convert_internal.h"

#include <inttypes.h>
#include <string.h>

#include "jinbang/json_out.h"

static void append_node(jb_writing *w, const cJSON *node, jb_buffer *out)
{
    char *text = cJSON_PrintUnformatted(node);
    if (!text) {
        jb_writing_fail(w, JB_ERR_MEMORY);
        return;
    }
    jb_buffer_append_text(out, text);
    cJSON_free(text);
}

static bool is_long_list(const cJSON *node)
{
    return strcmp(node->string, "questions") == 0 || strcmp(node->string, "media") == 0 ||
           strcmp(node->string, "categories") == 0;
}

void jb_write_document(const cJSON *tree, jb_writing *w, jb_buffer *out)
{
    jb_json_out json;
    jb_buffer_append_char(out, '{');
    jb_json_begin(&json, out);
    const cJSON *node = NULL;
    cJSON_ArrayForEach(node, tree) {
        jb_buffer_append_text(out, node == tree->child ? "\n" : ",\n");
        json.comma = false;
        jb_json_key_slice(&json, jb_slice_of(node->string));
        if (!is_long_list(node)) {
            append_node(w, node, out);
            continue;
        }
        jb_buffer_append_char(out, '[');
        const cJSON *row = NULL;
        cJSON_ArrayForEach(row, node) {
            jb_buffer_append_text(out, row == node->child ? "\n" : ",\n");
            append_node(w, row, out);
        }
        jb_buffer_append_text(out, "\n]");
    }
    jb_buffer_append_text(out, "\n}\n");
}

void jb_write_json(jb_writing *w)
{
    jb_view view;
    while (jb_view_next(w, &view)) {
        jb_view_written(w, &view);
    }
    uint32_t media = jb_bank_media_count(w->bank);
    if (media > 0) {
        jb_cut_whole(w,
                     "The file names %" PRIu32 " pictures, sounds and films but does not hold "
                     "them; write a package (qbank) to take them along.",
                     media);
    }
    jb_write_document(w->tree, w, w->out);
}
