/*
 * The script: what will be played, for the host's welcome. It is made once a contest, because it is
 * read from every prompt there is.
 */
#include <cjson/cJSON.h>

#include "jinbang/format.h"
#include "jinbang/limits.h"
#include "jinbang/text.h"
#include "protocol_internal.h"

/* The beginning of each language's text. */
static void write_prompt(jb_json_out *json, jb_slice prompt, size_t characters)
{
    cJSON *map = cJSON_ParseWithLength(prompt.bytes, prompt.size);
    const cJSON *text = NULL;
    jb_json_key(json, "prompt");
    jb_json_object(json);
    cJSON_ArrayForEach(text, map) {
        jb_slice whole = jb_slice_of(cJSON_IsString(text) ? text->valuestring : "");
        size_t size = jb_text_cut(whole, characters);
        jb_buffer cut;
        jb_buffer_init(&cut, 0);
        jb_buffer_append(&cut, whole.bytes, size);
        jb_buffer_append_text(&cut, size < whole.size ? "\xe2\x80\xa6" : "");
        jb_json_key_slice(json, jb_slice_of(text->string));
        jb_json_slice(json, jb_buffer_slice(&cut));
        jb_buffer_finish(&cut);
    }
    jb_json_object_end(json);
    cJSON_Delete(map);
}

static void write_script(jb_json_out *json, const jb_rules *rules, const jb_question_text *texts,
                         size_t characters)
{
    jb_json_array(json);
    for (uint32_t turn = 1; turn <= rules->turn_count && !json->out->failed; turn++) {
        uint32_t number = jb_rules_round_of(rules, turn);
        const jb_round_rules *round = &rules->rounds[number];
        jb_json_object(json);
        jb_json_int_member(json, "turn", turn);
        jb_json_int_member(json, "round", number + 1);
        if (jb_format_row_of(round->format)->right_won != JB_RIGHT_WON_BY_PICK) {
            const jb_question_text *text =
                &texts[round->question_first + turn - 1 - round->turn_first];
            jb_json_text_member(json, "kind", jb_kind_name(text->kind));
            if (characters > 0 && text->prompt.size > 0) {
                write_prompt(json, text->prompt, characters);
            }
        }
        jb_json_object_end(json);
    }
    jb_json_array_end(json);
}

void jb_view_script(const jb_rules *rules, const jb_question_text *texts, jb_buffer *out)
{
    bool fits = false;
    for (size_t characters = JB_SCRIPT_PROMPT_MAX; !fits; characters /= 2) {
        jb_buffer made;
        jb_json_out json;
        jb_buffer_init(&made, JB_SCRIPT_BYTES_MAX);
        jb_json_begin(&json, &made);
        write_script(&json, rules, texts, characters);
        fits = !made.failed || characters == 0;
        if (!made.failed) {
            jb_buffer_append(out, made.bytes, made.size);
        }
        jb_buffer_finish(&made);
    }
}
