/*
 * Results for other programs: CSV for spreadsheets, JSON as protocol.md states it. Both are pure
 * functions of the results and the words for them.
 *
 * A spreadsheet takes a cell that starts with = + - or @ for a formula, and anybody may have chosen
 * such a name to make the organizer's computer run it. An apostrophe in front makes it text.
 * Numbers are ours and stay as they are.
 */
#include "jinbang/assert.h"
#include "jinbang/decimal.h"
#include "jinbang/json_out.h"
#include "jinbang/results.h"

static const jb_slice nothing = { .bytes = "", .size = 0 };

/* The name of a team by its number from 1; empty without one. */
static jb_slice team_name(const jb_result_labels *labels, uint32_t team)
{
    return team >= 1 && team <= labels->team_count ? labels->team_names[team - 1] : nothing;
}

/* ---- CSV ---- */

/* The characters that make a spreadsheet compute, or leave the cell. */
static bool starts_formula(char c)
{
    return c == '=' || c == '+' || c == '-' || c == '@' || (unsigned char)c < ' ';
}

static bool needs_quotes(char c)
{
    return c == '"' || c == ',' || c == '\r' || c == '\n';
}

static void csv_text(jb_buffer *out, jb_slice text)
{
    const bool formula = text.size > 0 && starts_formula(text.bytes[0]);
    bool quoted = false;

    for (size_t i = 0; i < text.size; i++) {
        quoted = quoted || needs_quotes(text.bytes[i]);
    }
    if (quoted) {
        jb_buffer_append_char(out, '"');
    }
    if (formula) {
        jb_buffer_append_char(out, '\'');
    }
    for (size_t i = 0; i < text.size; i++) {
        if (text.bytes[i] == '"') {
            jb_buffer_append_char(out, '"');
        }
        jb_buffer_append_char(out, text.bytes[i]);
    }
    if (quoted) {
        jb_buffer_append_char(out, '"');
    }
}

static void csv_number(jb_buffer *out, int64_t value, int places)
{
    char text[JB_DECIMAL_TEXT_MAX];
    size_t size = jb_decimal_format(value, places, text);

    jb_buffer_append(out, text, size);
}

static void csv_row(const jb_result_participant *row, const jb_result_labels *labels,
                    jb_buffer *out)
{
    /* Nobody should read a 0 as better than 1. */
    if (row->rank > 0) {
        csv_number(out, row->rank, 0);
    }
    jb_buffer_append_char(out, ',');
    csv_text(out, jb_buffer_slice(&row->name));
    jb_buffer_append_char(out, ',');
    csv_text(out, team_name(labels, row->team));
    jb_buffer_append_char(out, ',');
    csv_number(out, row->score, 2);
    jb_buffer_append_char(out, ',');
    csv_number(out, row->correct, 0);
    jb_buffer_append_char(out, ',');
    csv_number(out, row->answered, 0);
    jb_buffer_append_char(out, ',');
    csv_number(out, row->time_ms, 0);
    jb_buffer_append_text(out, "\r\n");
}

void jb_results_csv(const jb_results *results, const jb_result_labels *labels, jb_buffer *out)
{
    /* The byte order mark makes spreadsheets read it as UTF-8. */
    jb_buffer_append_text(out, "\xef\xbb\xbf"
                               "rank,name,team,score,correct,answered,time_ms\r\n");
    for (uint32_t i = 0; i < results->participant_count; i++) {
        csv_row(&results->participants[i], labels, out);
    }
}

/* ---- JSON ---- */

/* JSON that was put together elsewhere, or null. */
static void json_raw(jb_json_out *json, const char *key, jb_slice raw)
{
    jb_json_key(json, key);
    if (raw.size == 0) {
        jb_json_null(json);
    } else {
        jb_json_raw(json, raw);
    }
}

static void json_participant(jb_json_out *json, const jb_result_participant *row,
                             const jb_result_labels *labels)
{
    jb_json_object(json);
    jb_json_int_member(json, "rank", row->rank);
    jb_json_slice_member(json, "name", jb_buffer_slice(&row->name));
    jb_json_key(json, "team");
    if (row->team == 0) {
        jb_json_null(json);
    } else {
        jb_json_slice(json, team_name(labels, row->team));
    }
    jb_json_hundredths_member(json, "score", row->score);
    jb_json_int_member(json, "correct", row->correct);
    jb_json_int_member(json, "time_ms", row->time_ms);
    jb_json_int_member(json, "player", row->player);
    jb_json_int_member(json, "answered", row->answered);
    jb_json_object_end(json);
}

static void json_team(jb_json_out *json, const jb_result_team *row, const jb_result_labels *labels)
{
    bool known = row->team >= 1 && row->team <= labels->team_count && labels->team_rosters != NULL;

    jb_json_object(json);
    jb_json_int_member(json, "rank", row->rank);
    jb_json_slice_member(json, "name", team_name(labels, row->team));
    jb_json_int_member(json, "members", row->members);
    jb_json_int_member(json, "roster", known ? labels->team_rosters[row->team - 1] : 0);
    jb_json_hundredths_member(json, "score", row->score);
    jb_json_object_end(json);
}

/* The id of an option; true and false have none in a bank. */
static void json_option(jb_json_out *json, const jb_result_labels *labels, uint32_t turn,
                        int32_t option)
{
    jb_json_key(json, "wrong_most");
    if (option < 0) {
        jb_json_null(json);
    } else if (labels->kinds[turn - 1] == JB_KIND_TRUEFALSE) {
        jb_json_bool(json, option == 1);
    } else {
        jb_json_slice(json, labels->option_ids[turn - 1][option]);
    }
}

static void json_question(jb_json_out *json, const jb_result_question *row,
                          const jb_result_labels *labels)
{
    JB_ASSERT(row->turn >= 1 && row->turn <= labels->turn_count);
    jb_json_object(json);
    jb_json_int_member(json, "turn", row->turn);
    jb_json_slice_member(json, "id", labels->question_ids[row->turn - 1]);
    jb_json_text_member(json, "kind", jb_kind_name(labels->kinds[row->turn - 1]));
    json_raw(json, "prompt", labels->prompts[row->turn - 1]);
    jb_json_bool_member(json, "shown", row->shown);
    jb_json_bool_member(json, "void", row->is_void);
    jb_json_int_member(json, "answered", row->answered);
    jb_json_int_member(json, "right", row->right);
    jb_json_int_member(json, "median_ms", row->median_ms);
    json_option(json, labels, row->turn, row->wrong_most);
    jb_json_object_end(json);
}

static void json_log(jb_json_out *json, const jb_log_head *head)
{
    char hex[JB_HASH_HEX_SIZE];

    jb_hex_encode(head->hash.bytes, JB_HASH_SIZE, hex);
    jb_json_key(json, "log");
    jb_json_object(json);
    jb_json_int_member(json, "events", (int64_t)head->seq);
    jb_json_slice_member(json, "head", jb_slice_of(hex));
    jb_json_object_end(json);
}

void jb_results_json(const jb_results *results, const jb_result_labels *labels, jb_buffer *out)
{
    jb_json_out json;

    jb_json_begin(&json, out);
    jb_json_object(&json);
    jb_json_key(&json, "contest");
    jb_json_object(&json);
    jb_json_slice_member(&json, "id", labels->contest_id);
    json_raw(&json, "title", labels->title);
    jb_json_object_end(&json);
    jb_json_key(&json, "participants");
    jb_json_array(&json);
    for (uint32_t i = 0; i < results->participant_count; i++) {
        json_participant(&json, &results->participants[i], labels);
    }
    jb_json_array_end(&json);
    jb_json_key(&json, "teams");
    jb_json_array(&json);
    for (uint32_t i = 0; i < results->team_count; i++) {
        json_team(&json, &results->teams[i], labels);
    }
    jb_json_array_end(&json);
    jb_json_key(&json, "questions");
    jb_json_array(&json);
    for (uint32_t i = 0; i < results->question_count; i++) {
        json_question(&json, &results->questions[i], labels);
    }
    jb_json_array_end(&json);
    json_log(&json, &results->head);
    jb_json_object_end(&json);
}
