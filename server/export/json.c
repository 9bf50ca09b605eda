/*
 * Results as JSON. Texts are maps of all languages, as everywhere; answers are as on the wire
 * (docs/protocol.md), options by their ids.
 */
#include "figures.h"

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
        uint32_t question = jb_export_question(from, turn);
        if (jb_results_entry(from->results, player, turn, &score, &answer) == JB_OUTCOME_NONE) {
            continue;
        }
        jb_json_object(json);
        jb_json_int_member(json, "turn", turn);
        jb_json_key(json, "answer");
        if (answer.kind != JB_KIND_COUNT && question != JB_NO_QUESTION) {
            jb_answer_write(json, &answer, &from->plan->texts[question]);
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

static void write_papers(jb_json_out *json, const jb_export *from, const jb_result_participant *row)
{
    const jb_window_rules *window = from->plan->rules.window;
    jb_json_int_member(json, "papers", row->papers);
    if (row->papers > 0) {
        jb_json_int_member(json, "finished_at", row->finished_at);
    }
    if (row->papers > 0 && window->has_pass) {
        jb_json_bool_member(json, "passed", row->score >= window->pass);
    }
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
    if (row->overtime != 0) {
        jb_json_hundredths_member(json, "overtime", row->overtime);
    }
    if (from->plan->rules.window) {
        write_papers(json, from, row);
    } else if (from->answers) {
        write_answers(json, from, row->player);
    }
    jb_json_object_end(json);
}

/* What a team that competes has of its own: base, rounds and adjusted make the score. */
static void write_stage(jb_json_out *json, const jb_export *from, const jb_result_team *row)
{
    const jb_results *results = from->results;
    jb_json_int_member(json, "correct", row->correct);
    jb_json_int_member(json, "answered", row->answered);
    jb_json_int_member(json, "time_ms", row->time_ms);
    jb_json_int_member(json, "fouls", row->fouls);
    jb_json_hundredths_member(json, "base", from->plan->rules.base);
    jb_json_key(json, "rounds");
    jb_json_array(json);
    for (uint32_t round = 0; round < results->round_count; round++) {
        jb_json_hundredths(json, jb_export_round_points(from, row->team, round));
    }
    jb_json_array_end(json);
    jb_json_hundredths_member(json, "adjusted", results->adjusted[row->team - 1]);
    jb_json_hundredths_member(json, "overtime", row->overtime);
}

static void write_formula(jb_json_out *json, const jb_export *from, const jb_result_team *row)
{
    jb_buffer formula;
    jb_buffer_init(&formula, 0);
    jb_team_formula(from, row, &formula);
    if (formula.size > 0) {
        jb_json_slice_member(json, "formula", jb_buffer_slice(&formula));
    }
    json->out->failed = json->out->failed || formula.failed;
    jb_buffer_finish(&formula);
}

/* What the members of a team made of it. */
static void write_unit(jb_json_out *json, const jb_score_book *book, const jb_result_team *row)
{
    const jb_window_rules *window = book->from->plan->rules.window;
    const jb_figures figures = jb_figures_of_team(book, row->team);
    jb_json_int_member(json, "took_part", figures.took_part);
    if (figures.roster > 0) {
        jb_json_hundredths_member(json, "turnout", figures.turnout);
        jb_json_hundredths_member(json, "mean_roster", figures.mean_roster);
    }
    if (figures.took_part > 0) {
        jb_json_hundredths_member(json, "mean", figures.mean);
        jb_json_hundredths_member(json, "median", figures.median);
        jb_json_hundredths_member(json, "highest", figures.highest);
        jb_json_hundredths_member(json, "lowest", figures.lowest);
    }
    if (window && window->has_pass) {
        jb_json_int_member(json, "passed", figures.passed);
        jb_json_hundredths_member(json, "pass_rate", figures.pass_rate);
    }
    if (window) {
        write_formula(json, book->from, row);
    }
}

static void write_team(jb_json_out *json, const jb_score_book *book, const jb_result_team *row)
{
    const jb_export *from = book->from;
    JB_ASSERT(row->team >= 1 && row->team <= from->plan->rules.team_count);
    jb_json_object(json);
    jb_json_int_member(json, "rank", row->rank);
    jb_json_slice_member(json, "name", jb_export_team(from, row->team));
    jb_json_int_member(json, "members", row->members);
    jb_json_int_member(json, "roster", from->plan->teams[row->team - 1].roster);
    jb_json_hundredths_member(json, "score", row->score);
    if (jb_export_teams_compete(from)) {
        write_stage(json, from, row);
    } else {
        write_unit(json, book, row);
    }
    jb_json_object_end(json);
}

static void write_member(jb_json_out *json, const jb_export *from, const jb_result_member *row)
{
    jb_json_object(json);
    jb_json_int_member(json, "rank", row->rank);
    jb_json_slice_member(json, "name", jb_export_member(from, row->team, row->member));
    jb_json_slice_member(json, "team", jb_export_team(from, row->team));
    jb_json_int_member(json, "member", row->member);
    jb_json_hundredths_member(json, "score", row->score);
    jb_json_int_member(json, "correct", row->correct);
    jb_json_int_member(json, "asked", row->asked);
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

/* The round of a turn; the section of a question of a pool. */
static void write_place(jb_json_out *json, const jb_export *from, const jb_result_question *row)
{
    jb_json_int_member(json, from->plan->rules.window ? "section" : "round",
                       jb_export_part(from, row) + 1);
}

static void write_quality(jb_json_out *json, const jb_export *from, const jb_result_question *row)
{
    int64_t rate = 0;
    int32_t discrimination = 0;
    if (from->plan->rules.window) {
        jb_json_int_member(json, "asked", row->asked);
    }
    if (jb_right_rate(from, row, &rate)) {
        jb_json_hundredths_member(json, "right_rate", rate);
    }
    if (jb_discrimination(&row->tally, 1, &discrimination)) {
        jb_json_decimal_member(json, "discrimination", discrimination, 3);
    }
}

static void write_question(jb_json_out *json, const jb_export *from, const jb_result_question *row)
{
    const jb_question_text *text = &from->plan->texts[jb_export_question(from, row->turn)];
    jb_json_object(json);
    jb_json_int_member(json, "turn", row->turn);
    write_place(json, from, row);
    jb_json_slice_member(json, "id", text->question_id);
    jb_json_text_member(json, "kind", jb_kind_name(text->kind));
    raw_or_null(json, "prompt", text->prompt);
    write_items(json, "options", text->options, text->option_count);
    write_items(json, "targets", text->targets, text->target_count);
    raw_or_null(json, "answer", text->answer);
    jb_json_bool_member(json, "shown", row->shown);
    jb_json_bool_member(json, "void", row->is_void);
    if (row->annulled) {
        jb_json_bool_member(json, "annulled", true);
    }
    jb_json_int_member(json, "answered", row->answered);
    jb_json_int_member(json, "right", row->right);
    if (jb_export_teams_compete(from)) {
        jb_json_int_member(json, "hall_answered", row->hall_answered);
        jb_json_int_member(json, "hall_right", row->hall_right);
    }
    jb_json_int_member(json, "median_ms", row->median_ms);
    write_quality(json, from, row);
    write_counts(json, text, row->counts);
    write_wrong(json, text, row);
    jb_json_object_end(json);
}

/* ---- rounds and entries ---- */

static void write_round(jb_json_out *json, const jb_export *from, uint32_t round)
{
    const jb_round_rules *rules = &from->plan->rules.rounds[round];
    jb_json_object(json);
    jb_json_int_member(json, "round", round + 1);
    raw_or_null(json, "title", from->plan->round_titles[round]);
    jb_json_text_member(json, "format", jb_format_name(rules->format));
    if (rules->overtime) {
        jb_json_bool_member(json, "overtime", true);
    }
    jb_json_object_end(json);
}

/* Who: a team, or a participant by number, and if they can still be found by name. */
static void write_who(jb_json_out *json, const jb_export *from, const jb_score *score)
{
    if (jb_export_teams_compete(from) && !score->hall) {
        jb_json_slice_member(json, "team", jb_export_team(from, score->seat));
        if (score->member > 0) {
            jb_json_int_member(json, "member", score->member);
        }
        return;
    }
    const jb_result_participant *row = jb_export_player(from, score->seat);
    jb_json_int_member(json, "player", score->seat);
    if (row) {
        jb_json_slice_member(json, "name", jb_buffer_slice(&row->name));
    }
    if (score->hall) {
        jb_json_bool_member(json, "hall", true);
    }
}

static void write_given(jb_json_out *json, const jb_export *from, const jb_result_change *row)
{
    jb_answer answer;
    uint32_t question = row->turn > 0 ? jb_export_question(from, row->turn) : JB_NO_QUESTION;
    if (question != JB_NO_QUESTION && jb_results_change_answer(from->results, row, &answer)) {
        jb_json_key(json, "answer");
        jb_answer_write(json, &answer, &from->plan->texts[question]);
    }
}

static void write_change(jb_json_out *json, const jb_export *from, const jb_result_change *row)
{
    bool said = row->why == JB_CHANGE_VERDICT || row->why == JB_CHANGE_REVERSE;
    jb_json_object(json);
    jb_json_int_member(json, "entry", (int64_t)row->seq);
    jb_json_int_member(json, "at", row->at);
    if (row->turn > 0) {
        jb_json_int_member(json, "turn", row->turn);
    }
    write_who(json, from, &row->score);
    jb_json_text_member(json, "why", jb_change_why_name(row->why));
    if (said) {
        jb_json_text_member(json, "verdict", jb_verdict_name(row->verdict));
    }
    write_given(json, from, row);
    if (row->why == JB_CHANGE_FOUL) {
        jb_json_text_member(json, "foul", jb_foul_name(row->foul));
    }
    if (row->why == JB_CHANGE_ADJUST) {
        jb_json_slice_member(json, "reason", jb_export_reason(from, row));
    }
    jb_json_hundredths_member(json, "points", row->score.points);
    if (row->score.overtime) {
        jb_json_bool_member(json, "overtime", true);
    } else {
        jb_json_hundredths_member(json, "score", row->after);
    }
    jb_json_object_end(json);
}

/* ---- substitutions ---- */

static void write_lined(jb_json_out *json, const jb_export *from, const char *key, uint32_t team,
                        uint32_t number)
{
    jb_slice name = jb_export_lined(from, team, number);
    jb_json_key(json, key);
    jb_json_object(json);
    jb_json_int_member(json, "n", number);
    if (name.size > 0) {
        jb_json_slice_member(json, "name", name);
    }
    jb_json_object_end(json);
}

static void write_swaps(jb_json_out *json, const jb_export *from)
{
    if (from->plan->rules.fielded == 0) {
        return;
    }
    jb_json_key(json, "substitutions");
    jb_json_array(json);
    for (uint32_t i = 0; i < from->results->swap_count; i++) {
        const jb_result_swap *row = &from->results->swaps[i];
        jb_json_object(json);
        jb_json_int_member(json, "entry", (int64_t)row->seq);
        jb_json_int_member(json, "at", row->at);
        jb_json_int_member(json, "after", row->turn);
        jb_json_slice_member(json, "team", jb_export_team(from, row->team));
        write_lined(json, from, "out", row->team, row->out);
        write_lined(json, from, "in", row->team, row->in);
        jb_json_bool_member(json, "counted", row->counted);
        jb_json_object_end(json);
    }
    jb_json_array_end(json);
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

static void write_people(jb_json_out *json, const jb_score_book *book)
{
    const jb_export *from = book->from;
    const jb_results *results = from->results;
    jb_json_key(json, "participants");
    jb_json_array(json);
    for (uint32_t i = 0; i < results->participant_count; i++) {
        write_participant(json, from, &results->participants[i]);
    }
    jb_json_array_end(json);
    jb_json_key(json, "teams");
    jb_json_array(json);
    for (uint32_t i = 0; i < results->team_count; i++) {
        write_team(json, book, &results->teams[i]);
    }
    jb_json_array_end(json);
    if (jb_export_member_count(from) == 0) {
        return;
    }
    jb_json_key(json, "individual");
    jb_json_array(json);
    for (uint32_t i = 0; i < results->member_count; i++) {
        write_member(json, from, &results->members[i]);
    }
    jb_json_array_end(json);
}

static void write_turns(jb_json_out *json, const jb_export *from)
{
    const jb_results *results = from->results;
    jb_json_key(json, "questions");
    jb_json_array(json);
    for (uint32_t i = 0; i < results->question_count; i++) {
        if (jb_export_asked(from, &results->questions[i])) {
            write_question(json, from, &results->questions[i]);
        }
    }
    jb_json_array_end(json);
    jb_json_key(json, "rounds");
    jb_json_array(json);
    for (uint32_t i = 0; i < results->round_count; i++) {
        write_round(json, from, i);
    }
    jb_json_array_end(json);
    jb_json_key(json, "entries");
    jb_json_array(json);
    for (size_t i = 0; i < results->change_count; i++) {
        write_change(json, from, &results->changes[i]);
    }
    jb_json_array_end(json);
}

jb_status jb_export_json(const jb_export *from, jb_buffer *out)
{
    jb_json_out json;
    jb_score_book book;
    jb_status status = jb_score_book_open(from, &book);
    if (status != JB_OK) {
        return status;
    }
    JB_ASSERT(from->results->round_count == from->plan->rules.round_count);
    jb_json_begin(&json, out);
    jb_json_object(&json);
    jb_json_key(&json, "contest");
    jb_json_object(&json);
    jb_json_text_member(&json, "id", from->id);
    raw_or_null(&json, "title", from->plan->title);
    if (jb_export_teams_compete(from)) {
        jb_json_text_member(&json, "seats", jb_seats_name(JB_SEATS_TEAMS));
    }
    jb_json_object_end(&json);
    jb_report_json_write(&json, &book);
    write_people(&json, &book);
    jb_export_winners_json(from, &json);
    write_swaps(&json, from);
    write_turns(&json, from);
    write_log(&json, &from->results->head);
    jb_json_object_end(&json);
    jb_score_book_close(&book);
    return JB_OK;
}
