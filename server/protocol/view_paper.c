/*
 * Every question with its key, for the host who must go on by hand: as many in one message as fit,
 * and where the next would begin.
 */
#include "jinbang/assert.h"
#include "jinbang/decimal.h"
#include "protocol_internal.h"

enum {
    PAPER_ROOM = JB_FRAME_OUT_MAX / 2, /* one question more fits into the other half */
    MS_PLACES = 3
};

/* The turn that asked a question; 0: none has. */
static uint32_t turn_of(const jb_engine *engine, uint32_t question)
{
    uint32_t turn = jb_engine_look(engine)->turn;
    while (turn > 0 && jb_engine_question_of(engine, turn) != question) {
        turn--;
    }
    return turn;
}

static void write_question(jb_json_out *json, const jb_scene *scene, uint32_t index)
{
    const jb_question_rules *rules = &jb_engine_rules(scene->engine)->questions[index];
    const jb_question_text *text = &scene->texts[index];
    uint32_t turn = turn_of(scene->engine, index);
    jb_json_object(json);
    jb_json_int_member(json, "n", index + 1);
    jb_json_int_member(json, "round", rules->round + 1);
    if (turn > 0) {
        jb_json_int_member(json, "turn", turn);
    }
    if (rules->value != 0) {
        jb_json_hundredths_member(json, "value", rules->value);
    }
    jb_json_text_member(json, "kind", jb_kind_name(text->kind));
    jb_view_raw(json, "prompt", text->prompt);
    jb_view_items(json, "options", text->options, text->option_order, text->option_count);
    jb_view_items(json, "targets", text->targets, text->target_order, text->target_count);
    jb_view_raw(json, "unit", text->unit);
    jb_view_raw(json, "answer", text->answer);
    jb_view_raw(json, "explanation", text->explanation);
    jb_view_raw(json, "host_note", text->host_note);
    jb_json_hundredths_member(json, "points", rules->points_right);
    if (rules->open_ms > 0) {
        char seconds[JB_DECIMAL_TEXT_MAX];
        size_t size = jb_decimal_format(rules->open_ms, MS_PLACES, seconds);
        jb_json_raw_member(json, "seconds", (jb_slice){ .bytes = seconds, .size = size });
    }
    jb_json_object_end(json);
}

void jb_view_paper(const jb_scene *scene, uint32_t from, jb_slice rules, jb_buffer *out)
{
    uint32_t count = jb_engine_rules(scene->engine)->question_count;
    uint32_t index = from - 1;
    jb_json_out json;
    JB_ASSERT(from > 0);
    jb_json_begin(&json, out);
    jb_json_object(&json);
    jb_json_text_member(&json, "type", "paper");
    jb_json_int_member(&json, "from", from);
    if (rules.size > 0 && rules.size < PAPER_ROOM) {
        jb_json_raw_member(&json, "rules", rules);
    }
    jb_json_key(&json, "questions");
    jb_json_array(&json);
    /* At least one, so that whoever asks on comes to the end. */
    for (; index < count && (index < from || out->size < PAPER_ROOM); index++) {
        write_question(&json, scene, index);
    }
    jb_json_array_end(&json);
    if (index < count) {
        jb_json_int_member(&json, "next", index + 1);
    }
    jb_json_object_end(&json);
}
