/*
 * Results as JSON. Texts are maps of all languages, as everywhere; answers are as on the wire
 * (docs/protocol.md), options by their ids.
 */
#include "export_internal.h"

#include "jinbang/assert.h"
#include "jinbang/json_out.h"
#include "jinbang/message.h"

/* JSON that was put together elsewhere, or null. */
static void raw_or_null(jb_json_out *json, const char *key, jb_slice raw)
{
    jb_json_key(json, key);
    if (raw.size == 0) {
        jb_json_null(json);
    } else {
        jb_json_raw(json, raw);
    }
}

/* ---- people and teams ---- */

static void write_answers(jb_json_out *json, const jb_export *from, uint32_t player)
{
    jb_json_key(json, "answers");
    jb_json_array(json);
    for (uint32_t turn = 1; turn <= from->results->question_count; turn++) {
        jb_score score;
        jb_answer answer;
        if (jb_results_entry(from->results, player, turn, &score, &answer) == JB_OUTCOME_NONE) {
            continue;
        }
        jb_json_object(json);
        jb_json_int_member(json, "turn", turn);
        jb_json_key(json, "answer");
        if (score.answered) {
            jb_answer_write(json, &answer, &from->plan->texts[turn - 1]);
        } else {
            jb_json_null(json);
        }
        jb_json_bool_member(json, "correct", score.correct);
        jb_json_hundredths_member(json, "points", score.points);
        jb_json_key(json, "elapsed");
        if (score.answered) {
            jb_json_int(json, score.elapsed_ms);
        } else {
            jb_json_null(json);
        }
        jb_json_object_end(json);
    }
    jb_json_array_end(json);
}

static void write_participant(jb_json_out *json, const jb_export *from,
                              const jb_result_participant *row)
{
    jb_json_object(json);
    jb_json_int_member(json, "rank", row->rank);
    jb_json_slice_member(json, "name", jb_buffer_slice(&row->name));
    jb_json_key(json, "team");
    if (row->team == 0) {
        jb_json_null(json);
    } else {
        jb_json_slice(json, jb_export_team(from, row->team));
    }
    jb_json_hundredths_member(json, "score", row->score);
    jb_json_int_member(json, "correct", row->correct);
    jb_json_int_member(json, "time_ms", row->time_ms);
    jb_json_int_member(json, "player", row->player);
    jb_json_int_member(json, "answered", row->answered);
    if (from->answers) {
        write_answers(json, from, row->player);
    }
    jb_json_object_end(json);
}

static void write_team(jb_json_out *json, const jb_export *from, const jb_result_team *row)
{
    JB_ASSERT(row->team >= 1 && row->team <= from->plan->rules.team_count);
    jb_json_object(json);
    jb_json_int_member(json, "rank", row->rank);
    jb_json_slice_member(json, "name", jb_export_team(from, row->team));
    jb_json_int_member(json, "members", row->members);
    jb_json_int_member(json, "roster", from->plan->teams[row->team - 1].roster);
    jb_json_hundredths_member(json, "score", row->score);
    jb_json_object_end(json);
}

/* ---- questions ---- */

static void write_items(jb_json_out *json, const char *key, const jb_item_text *items,
                        uint8_t count)
{
    if (count == 0) {
        return;
    }
    jb_json_key(json, key);
    jb_json_array(json);
    for (uint8_t i = 0; i < count; i++) {
        jb_json_raw(json, items[i].json);
    }
    jb_json_array_end(json);
}

/* How many chose each option; true and false have no ids in a bank. */
static void write_counts(jb_json_out *json, const jb_question_text *text, const uint32_t *counts)
{
    bool choice = text->kind == JB_KIND_SINGLE || text->kind == JB_KIND_MULTIPLE;
    if (!choice && text->kind != JB_KIND_TRUEFALSE) {
        return;
    }
    jb_json_key(json, "counts");
    jb_json_object(json);
    if (text->kind == JB_KIND_TRUEFALSE) {
        jb_json_int_member(json, "true", counts[1]);
        jb_json_int_member(json, "false", counts[0]);
    }
    for (uint8_t i = 0; choice && i < text->option_count; i++) {
        jb_json_key_slice(json, text->options[i].id);
        jb_json_int(json, counts[i]);
    }
    jb_json_object_end(json);
}

static void write_wrong(jb_json_out *json, const jb_question_text *text,
                        const jb_result_question *row)
{
    jb_json_key(json, "wrong_most");
    if (row->wrong_most < 0) {
        jb_json_null(json);
    } else if (text->kind == JB_KIND_TRUEFALSE) {
        jb_json_bool(json, row->wrong_most == 1);
    } else {
        jb_json_slice(json, text->options[row->wrong_most].id);
    }
    jb_json_key(json, "wrong_most_text");
    if (row->wrong_text.size == 0) {
        jb_json_null(json);
    } else {
        jb_json_slice(json, jb_buffer_slice(&row->wrong_text));
    }
    jb_json_int_member(json, "wrong_most_count", row->wrong_most_count);
}

static void write_question(jb_json_out *json, const jb_export *from, const jb_result_question *row)
{
    const jb_question_text *text = &from->plan->texts[row->turn - 1];
    jb_json_object(json);
    jb_json_int_member(json, "turn", row->turn);
    jb_json_int_member(json, "round", from->plan->rules.questions[row->turn - 1].round + 1);
    jb_json_slice_member(json, "id", text->question_id);
    jb_json_text_member(json, "kind", jb_kind_name(text->kind));
    raw_or_null(json, "prompt", text->prompt);
    write_items(json, "options", text->options, text->option_count);
    write_items(json, "targets", text->targets, text->target_count);
    raw_or_null(json, "answer", text->answer);
    jb_json_bool_member(json, "shown", row->shown);
    jb_json_bool_member(json, "void", row->is_void);
    jb_json_int_member(json, "answered", row->answered);
    jb_json_int_member(json, "right", row->right);
    jb_json_int_member(json, "median_ms", row->median_ms);
    write_counts(json, text, row->counts);
    write_wrong(json, text, row);
    jb_json_object_end(json);
}

/* ---- all of it ---- */

static void write_log(jb_json_out *json, const jb_log_head *head)
{
    char hex[JB_HASH_HEX_SIZE];
    jb_hex_encode(head->hash.bytes, JB_HASH_SIZE, hex);
    jb_json_key(json, "log");
    jb_json_object(json);
    jb_json_int_member(json, "events", (int64_t)head->seq);
    jb_json_text_member(json, "head", hex);
    jb_json_object_end(json);
}

void jb_export_json(const jb_export *from, jb_buffer *out)
{
    const jb_results *results = from->results;
    jb_json_out json;
    JB_ASSERT(results->question_count == from->plan->rules.turn_count);
    jb_json_begin(&json, out);
    jb_json_object(&json);
    jb_json_key(&json, "contest");
    jb_json_object(&json);
    jb_json_text_member(&json, "id", from->id);
    raw_or_null(&json, "title", from->plan->title);
    jb_json_object_end(&json);
    jb_json_key(&json, "participants");
    jb_json_array(&json);
    for (uint32_t i = 0; i < results->participant_count; i++) {
        write_participant(&json, from, &results->participants[i]);
    }
    jb_json_array_end(&json);
    jb_json_key(&json, "teams");
    jb_json_array(&json);
    for (uint32_t i = 0; i < results->team_count; i++) {
        write_team(&json, from, &results->teams[i]);
    }
    jb_json_array_end(&json);
    jb_json_key(&json, "questions");
    jb_json_array(&json);
    for (uint32_t i = 0; i < results->question_count; i++) {
        write_question(&json, from, &results->questions[i]);
    }
    jb_json_array_end(&json);
    write_log(&json, &results->head);
    jb_json_object_end(&json);
}
