/* What others may ask of a bank that was read, and writing it down again. */
#include "bank_internal.h"

#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"

void jb_bank_destroy(jb_bank *bank)
{
    if (!bank) {
        return;
    }
    jb_id_set_finish(&bank->ids);
    jb_id_set_finish(&bank->media);
    jb_id_set_finish(&bank->categories);
    for (uint32_t i = 0; i < bank->media_count; i++) {
        jb_buffer_finish(&bank->media_list[i].bytes);
    }
    free(bank->media_list);
    free(bank->entries);
    cJSON_Delete(bank->tree);
    free(bank);
}

uint32_t jb_bank_count(const jb_bank *bank)
{
    JB_ASSERT(bank != NULL);
    return bank->count;
}

const char *jb_bank_id(const jb_bank *bank)
{
    JB_ASSERT(bank != NULL);
    return bank->id;
}

const char *jb_bank_title(const jb_bank *bank)
{
    JB_ASSERT(bank != NULL);
    return jb_map_text(bank->title, bank->default_language, "")->valuestring;
}

void jb_bank_write_languages(const jb_bank *bank, jb_json_out *json)
{
    JB_ASSERT(bank != NULL);
    jb_json_array(json);
    for (uint32_t i = 0; i < bank->language_count; i++) {
        jb_json_text(json, bank->languages[i]);
    }
    jb_json_array_end(json);
}

void jb_bank_describe(const jb_bank *bank, jb_json_out *json)
{
    JB_ASSERT(bank != NULL);
    jb_json_key(json, "title");
    jb_map_write(json, bank->title);
    jb_json_int_member(json, "questions", bank->count);
    jb_json_key(json, "languages");
    jb_bank_write_languages(bank, json);
}

uint32_t jb_bank_media_count(const jb_bank *bank)
{
    JB_ASSERT(bank != NULL);
    return bank->media_count;
}

bool jb_bank_medium(const jb_bank *bank, uint32_t index, jb_medium_info *out)
{
    JB_ASSERT(bank != NULL && index < bank->media_count);
    const jb_medium *medium = &bank->media_list[index];
    if (medium->state != JB_MEDIUM_GOOD) {
        return false;
    }
    *out = (jb_medium_info){ .hash = medium->hash,
                             .mime = medium->mime,
                             .bytes = jb_buffer_slice(&medium->bytes) };
    return true;
}

const cJSON *jb_bank_tree(const jb_bank *bank)
{
    JB_ASSERT(bank != NULL);
    return bank->tree;
}

const char *jb_bank_default_language(const jb_bank *bank)
{
    JB_ASSERT(bank != NULL);
    return bank->default_language;
}

bool jb_bank_medium_of(const jb_bank *bank, const char *id, jb_medium_info *out)
{
    JB_ASSERT(bank != NULL);
    uint32_t index = jb_id_set_find(&bank->media, id);
    return index != JB_ID_NONE && jb_bank_medium(bank, index, out);
}

jb_status jb_bank_write(const jb_bank *bank, jb_buffer *out)
{
    JB_ASSERT(bank != NULL);
    char *text = cJSON_PrintUnformatted(bank->tree);
    if (!text) {
        return JB_ERR_MEMORY;
    }
    jb_buffer_append_text(out, text);
    cJSON_free(text);
    return out->failed ? JB_ERR_MEMORY : JB_OK;
}

/* Appends a node as JSON. False: no memory. */
static bool print_node(const cJSON *node, jb_buffer *out)
{
    char *text = cJSON_PrintUnformatted(node);
    if (!text) {
        return false;
    }
    jb_buffer_append_text(out, text);
    cJSON_free(text);
    return !out->failed;
}

jb_status jb_bank_write_first(const jb_bank *bank, uint32_t count, jb_buffer *out)
{
    JB_ASSERT(bank != NULL);
    jb_json_out json;
    bool good = true;
    const cJSON *member = NULL;
    jb_json_begin(&json, out);
    jb_json_object(&json);
    cJSON_ArrayForEach(member, bank->tree) {
        jb_json_key_slice(&json, jb_slice_of(member->string));
        if (strcmp(member->string, "questions") != 0) {
            good = print_node(member, out) && good;
            json.comma = true;
            continue;
        }
        jb_json_array(&json);
        for (uint32_t i = 0; i < bank->count && i < count; i++) {
            jb_buffer_append_text(out, i > 0 ? "," : "");
            good = print_node(bank->entries[i].node, out) && good;
        }
        jb_json_array_end(&json);
    }
    jb_json_object_end(&json);
    return good && !out->failed ? JB_OK : JB_ERR_MEMORY;
}
