/* Who has won what: awards, which follow from the ranking, and lotteries. */
#include "export_internal.h"

#include <stdio.h>

#include "jinbang/decimal.h"
#include "jinbang/json_out.h"

/* ---- as JSON ---- */

static void write_winner(jb_json_out *json, const jb_export *from, const jb_awarded *won)
{
    const bool team = from->plan->rules.awards[won->award].team;
    const jb_result_participant *row = team ? NULL : jb_export_player(from, won->number);
    jb_json_object(json);
    jb_json_int_member(json, "rank", won->rank);
    jb_json_int_member(json, team ? "team_number" : "player", won->number);
    jb_json_slice_member(json, "name", jb_export_winner(from, won));
    if (row && row->team > 0) {
        jb_json_slice_member(json, "team", jb_export_team(from, row->team));
    }
    jb_json_hundredths_member(json, "value", won->value);
    jb_json_object_end(json);
}

static void write_awards(jb_json_out *json, const jb_export *from)
{
    const jb_results *results = from->results;
    uint32_t next = 0;
    jb_json_key(json, "awards");
    jb_json_array(json);
    for (uint32_t i = 0; i < from->plan->rules.award_rule_count; i++) {
        const jb_award_rules *rules = &from->plan->rules.awards[i];
        jb_json_object(json);
        jb_json_raw_member(json, "title", from->plan->awards[i].title);
        jb_json_text_member(json, "for", jb_award_for_name(from->plan->awards[i].to));
        jb_json_text_member(json, "by", jb_award_by_name(rules->by));
        jb_json_int_member(json, "places", rules->places);
        if (rules->has_least) {
            jb_json_hundredths_member(json, "at_least", rules->at_least);
        }
        jb_json_key(json, "winners");
        jb_json_array(json);
        for (; next < results->award_count && results->awards[next].award == i; next++) {
            write_winner(json, from, &results->awards[next]);
        }
        jb_json_array_end(json);
        jb_json_object_end(json);
    }
    jb_json_array_end(json);
}

static void write_drawn(jb_json_out *json, const jb_export *from, const jb_result_lottery *lottery)
{
    jb_json_slice_member(json, "number", jb_buffer_slice(&lottery->number));
    jb_json_key(json, "drawn");
    jb_json_array(json);
    for (uint32_t i = 0; i < lottery->winner_count; i++) {
        const jb_result_participant *row = jb_export_player(from, lottery->winners[i]);
        jb_json_object(json);
        jb_json_int_member(json, "player", lottery->winners[i]);
        jb_json_slice_member(json, "name", row ? jb_buffer_slice(&row->name) : jb_slice_of(""));
        if (row && row->team > 0) {
            jb_json_slice_member(json, "team", jb_export_team(from, row->team));
        }
        jb_json_object_end(json);
    }
    jb_json_array_end(json);
}

static void write_lottery(jb_json_out *json, const jb_export *from, uint32_t draw)
{
    const jb_lottery_rules *rules = &from->plan->rules.lotteries[draw];
    const jb_result_lottery *lottery = &from->results->lotteries[draw];
    char commitment[JB_HASH_HEX_SIZE];
    jb_json_object(json);
    jb_json_raw_member(json, "title", from->plan->lottery_titles[draw]);
    jb_json_int_member(json, "winners", rules->winners);
    if (rules->has_least) {
        jb_json_hundredths_member(json, "at_least", rules->at_least);
    }
    if (lottery->entry > 0) {
        jb_hex_encode(lottery->commitment.bytes, JB_HASH_SIZE, commitment);
        jb_json_text_member(json, "commitment", commitment);
        jb_json_int_member(json, "entry", (int64_t)lottery->entry);
        jb_json_slice_member(json, "source", jb_buffer_slice(&lottery->source));
        jb_json_int_member(json, "eligible", lottery->eligible);
    }
    if (lottery->drawn) {
        write_drawn(json, from, lottery);
    }
    jb_json_object_end(json);
}

void jb_export_winners_json(const jb_export *from, jb_json_out *json)
{
    if (from->plan->rules.award_rule_count > 0) {
        write_awards(json, from);
    }
    if (from->plan->rules.lottery_count == 0) {
        return;
    }
    jb_json_key(json, "lotteries");
    jb_json_array(json);
    for (uint32_t i = 0; i < from->plan->rules.lottery_count; i++) {
        write_lottery(json, from, i);
    }
    jb_json_array_end(json);
}

/* ---- as text ---- */

/* "player 12" can be checked where the name was erased; with the name it is read. */
static void append_number(jb_buffer *out, const char *what, uint32_t number, jb_slice name)
{
    char text[32];
    (void)snprintf(text, sizeof text, "%s %u", what, number);
    jb_buffer_append_text(out, text);
    if (name.size > 0) {
        jb_buffer_append_char(out, ' ');
        jb_buffer_append(out, name.bytes, name.size);
    }
}

static void append_award(const jb_export *from, uint32_t award, const jb_words *words,
                         jb_buffer *out)
{
    const jb_results *results = from->results;
    const bool team = from->plan->rules.awards[award].team;
    const char *mark = ": ";
    jb_buffer_append_text(out, "award ");
    jb_words_map(words, from->plan->awards[award].title, out);
    for (uint32_t i = 0; i < results->award_count; i++) {
        if (results->awards[i].award == award) {
            jb_buffer_append_text(out, mark);
            append_number(out, team ? "team" : "player", results->awards[i].number,
                          jb_export_winner(from, &results->awards[i]));
            mark = ", ";
        }
    }
    jb_buffer_append_text(out, mark[0] == ':' ? ": nobody\n" : "\n");
}

static void append_lottery(const jb_export *from, uint32_t draw, const jb_words *words,
                           jb_buffer *out)
{
    const jb_result_lottery *lottery = &from->results->lotteries[draw];
    char commitment[JB_HASH_HEX_SIZE];
    jb_buffer_append_text(out, "lottery ");
    jb_words_map(words, from->plan->lottery_titles[draw], out);
    if (lottery->entry == 0) {
        jb_buffer_append_text(out, ": not announced\n");
        return;
    }
    jb_hex_encode(lottery->commitment.bytes, JB_HASH_SIZE, commitment);
    jb_buffer_append_text(out, ": commitment ");
    jb_buffer_append_text(out, commitment);
    if (!lottery->drawn) {
        jb_buffer_append_text(out, ", not drawn\n");
        return;
    }
    jb_buffer_append_text(out, ", number ");
    jb_buffer_append(out, jb_buffer_text(&lottery->number), lottery->number.size);
    for (uint32_t i = 0; i < lottery->winner_count; i++) {
        const jb_result_participant *row = jb_export_player(from, lottery->winners[i]);
        jb_buffer_append_text(out, i == 0 ? ": " : ", ");
        append_number(out, "player", lottery->winners[i],
                      row ? jb_buffer_slice(&row->name) : jb_slice_of(""));
    }
    jb_buffer_append_text(out, lottery->winner_count == 0 ? ": nobody\n" : "\n");
}

jb_status jb_export_winners_text(const jb_export *from, jb_buffer *out)
{
    jb_words words;
    jb_status status = jb_words_open(from->plan, &words);
    for (uint32_t i = 0; status == JB_OK && i < from->plan->rules.award_rule_count; i++) {
        append_award(from, i, &words, out);
    }
    for (uint32_t i = 0; status == JB_OK && i < from->plan->rules.lottery_count; i++) {
        append_lottery(from, i, &words, out);
    }
    jb_words_close(&words);
    return status == JB_OK && out->failed ? JB_ERR_MEMORY : status;
}
