/*
 * What a rehearsal has led to: the standings of this moment, best first; of the hall and of the
 * members too, where they are ranked.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/decimal.h"
#include "jinbang/json_out.h"
#include "rehearsal.h"

/* One line of a ranking. */
typedef struct standing {
    uint32_t rank;
    uint32_t number; /* of seat or participant; of the member's seat */
    jb_slice name;
    const jb_seat *seat;     /* NULL: a member's */
    const jb_member *member; /* NULL: a seat's */
} standing;

typedef void (*show_fn)(void *out, const standing *row);

static jb_slice seat_name(const jb_rehearsal *rehearsal, uint32_t seat, char number[16])
{
    if (rehearsal->rules.seats == JB_SEATS_TEAMS) {
        return rehearsal->plan->teams[seat - 1].label;
    }
    return jb_cast_name(rehearsal->cast, seat, number);
}

/* Before the first question is over nobody has been ranked: all are first. */
static void show_ranking(const jb_rehearsal *rehearsal, bool hall, show_fn show, void *out)
{
    const jb_engine *engine = rehearsal->replica;
    uint32_t ranked = 0;
    const uint32_t *ranking =
        hall ? jb_engine_ranking(engine, &ranked) : jb_engine_seat_ranking(engine, &ranked);
    uint32_t all = hall ? rehearsal->view->hall : rehearsal->view->seats;
    for (uint32_t i = 0; i < (ranked > 0 ? ranked : all); i++) {
        char digits[16];
        uint32_t number = ranked > 0 ? ranking[i] : i + 1;
        const jb_seat *seat =
            hall ? jb_engine_player(engine, number) : jb_engine_seat(engine, number);
        const standing row = { .rank = ranked > 0 ? seat->rank : 1,
                               .number = number,
                               .seat = seat,
                               .name = hall ? jb_cast_name(rehearsal->cast, number, digits)
                                            : seat_name(rehearsal, number, digits) };
        show(out, &row);
    }
}

/* By score, then by seat and place in the team. */
static int compare_members(const void *a, const void *b)
{
    const standing *left = a;
    const standing *right = b;
    if (left->member->score != right->member->score) {
        return left->member->score > right->member->score ? -1 : 1;
    }
    /* They stand in one table of the engine, team by team. */
    return left->member < right->member ? -1 : left->member > right->member;
}

static void show_members(const jb_rehearsal *rehearsal, show_fn show, void *out)
{
    const jb_plan *plan = rehearsal->plan;
    uint32_t count = 0;
    for (uint32_t i = 0; i < plan->rules.team_count; i++) {
        count += plan->teams[i].member_count;
    }
    standing *rows = calloc(count > 0 ? count : 1, sizeof *rows);
    uint32_t at = 0;
    for (uint32_t i = 0; rows && i < plan->rules.team_count; i++) {
        for (uint32_t j = 0; j < plan->teams[i].member_count; j++) {
            const jb_member *member = jb_engine_member(rehearsal->replica, i + 1, j + 1);
            rows[at] =
                (standing){ .number = i + 1, .name = plan->teams[i].members[j], .member = member };
            at += member != NULL;
        }
    }
    if (rows) {
        qsort(rows, at, sizeof *rows, compare_members);
    }
    for (uint32_t i = 0; i < at; i++) {
        bool shared = i > 0 && rows[i - 1].member->score == rows[i].member->score;
        rows[i].rank = shared ? rows[i - 1].rank : i + 1;
        show(out, &rows[i]);
    }
    free(rows);
}

static bool shows_members(const jb_rehearsal *rehearsal)
{
    return rehearsal->plan->individual && rehearsal->rules.seats == JB_SEATS_TEAMS;
}

static void decimal_member(jb_json_out *json, const char *key, int64_t value)
{
    char digits[JB_DECIMAL_TEXT_MAX];
    (void)jb_decimal_format(value, 2, digits);
    jb_json_text_member(json, key, digits);
}

static void show_json(void *out, const standing *row)
{
    jb_json_out *json = out;
    jb_json_object(json);
    jb_json_int_member(json, "rank", row->rank);
    if (row->member) {
        jb_json_slice_member(json, "name", row->name);
        jb_json_int_member(json, "number", row->number);
        decimal_member(json, "score", row->member->score);
        jb_json_int_member(json, "correct", row->member->correct);
    } else {
        jb_json_slice_member(json, "seat", row->name);
        jb_json_int_member(json, "number", row->number);
        decimal_member(json, "score", row->seat->score);
        jb_json_int_member(json, "correct", row->seat->correct);
        if (row->seat->overtime != 0) {
            decimal_member(json, "overtime", row->seat->overtime);
        }
    }
    jb_json_object_end(json);
}

/* The name comes last: how wide it is nobody knows. */
static void show_text(void *out, const standing *row)
{
    char line[64];
    char score[JB_DECIMAL_TEXT_MAX];
    (void)jb_decimal_format(row->member ? row->member->score : row->seat->score, 2, score);
    (void)snprintf(line, sizeof line, "%5u %12s  ", row->rank, score);
    jb_buffer_append_text(out, line);
    jb_buffer_append(out, row->name.bytes, row->name.size);
    jb_buffer_append_char(out, '\n');
}

/* ---- units, awards and lotteries ---- */

static void unit_json(const jb_rehearsal *rehearsal, uint32_t team, jb_json_out *json)
{
    const jb_team *state = jb_engine_team(rehearsal->replica, team);
    const jb_unit *unit = jb_engine_unit(rehearsal->replica, team);
    jb_json_object(json);
    jb_json_int_member(json, "rank", state->rank);
    jb_json_slice_member(json, "team", rehearsal->plan->teams[team - 1].label);
    jb_json_int_member(json, "number", team);
    decimal_member(json, "score", state->score);
    jb_json_int_member(json, "members", state->members);
    if (unit) {
        jb_json_int_member(json, "took_part", unit->took_part);
        decimal_member(json, "turnout", unit->turnout);
        decimal_member(json, "mean", unit->mean);
        decimal_member(json, "mean_roster", unit->mean_roster);
    }
    jb_json_object_end(json);
}

/* Where people compete, and have teams. */
static void units_json(const jb_rehearsal *rehearsal, jb_json_out *json)
{
    uint32_t count = 0;
    const uint32_t *ranking = jb_engine_team_ranking(rehearsal->replica, &count);
    if (count == 0 || rehearsal->rules.seats == JB_SEATS_TEAMS) {
        return;
    }
    jb_json_key(json, "teams");
    jb_json_array(json);
    for (uint32_t i = 0; i < count; i++) {
        unit_json(rehearsal, ranking[i], json);
    }
    jb_json_array_end(json);
}

static void awards_json(const jb_rehearsal *rehearsal, jb_json_out *json)
{
    const jb_rules *rules = &rehearsal->rules;
    uint32_t count = jb_engine_awards(rehearsal->replica, NULL, 0);
    jb_awarded *given = calloc(count > 0 ? count : 1, sizeof *given);
    count = given ? jb_engine_awards(rehearsal->replica, given, count) : 0;
    jb_json_key(json, "awards");
    jb_json_array(json);
    for (uint32_t i = 0; i < count; i++) {
        char digits[16];
        bool team = rules->awards[given[i].award].team;
        jb_json_object(json);
        jb_json_int_member(json, "award", (int64_t)given[i].award + 1);
        jb_json_slice_member(json, team ? "team" : "seat",
                             team ? rehearsal->plan->teams[given[i].number - 1].label
                                  : jb_cast_name(rehearsal->cast, given[i].number, digits));
        jb_json_int_member(json, "number", given[i].number);
        jb_json_int_member(json, "rank", given[i].rank);
        decimal_member(json, "value", given[i].value);
        jb_json_object_end(json);
    }
    jb_json_array_end(json);
    free(given);
}

static void lotteries_json(const jb_rehearsal *rehearsal, jb_json_out *json)
{
    jb_json_key(json, "lotteries");
    jb_json_array(json);
    for (uint32_t i = 0; i < rehearsal->rules.lottery_count; i++) {
        const jb_lottery *lottery = jb_engine_lottery(rehearsal->replica, i);
        jb_json_object(json);
        jb_json_bool_member(json, "announced", lottery->announced);
        jb_json_int_member(json, "eligible", lottery->eligible);
        jb_json_key(json, "winners");
        jb_json_array(json);
        for (uint32_t k = 0; k < lottery->winner_count; k++) {
            jb_json_int(json, lottery->winners[k]);
        }
        jb_json_array_end(json);
        jb_json_object_end(json);
    }
    jb_json_array_end(json);
}

static void show_units(const jb_rehearsal *rehearsal, jb_buffer *out)
{
    uint32_t count = 0;
    const uint32_t *ranking = jb_engine_team_ranking(rehearsal->replica, &count);
    for (uint32_t i = 0; i < count; i++) {
        const jb_seat row = { .score = jb_engine_team(rehearsal->replica, ranking[i])->score };
        const standing unit = { .rank = jb_engine_team(rehearsal->replica, ranking[i])->rank,
                                .name = rehearsal->plan->teams[ranking[i] - 1].label,
                                .seat = &row };
        show_text(out, &unit);
    }
}

void jb_rehearsal_json(const jb_rehearsal *rehearsal, const jb_refusal_row *rows, size_t count,
                       jb_buffer *out)
{
    const jb_engine_view *view = rehearsal->view;
    jb_json_out json;
    jb_json_begin(&json, out);
    jb_json_object(&json);
    jb_json_key(&json, "standings");
    jb_json_array(&json);
    show_ranking(rehearsal, false, show_json, &json);
    jb_json_array_end(&json);
    if (view->hall > 0) {
        jb_json_key(&json, "hall");
        jb_json_array(&json);
        show_ranking(rehearsal, true, show_json, &json);
        jb_json_array_end(&json);
    }
    if (shows_members(rehearsal)) {
        jb_json_key(&json, "members");
        jb_json_array(&json);
        show_members(rehearsal, show_json, &json);
        jb_json_array_end(&json);
    }
    units_json(rehearsal, &json);
    if (rehearsal->rules.award_rule_count > 0) {
        awards_json(rehearsal, &json);
    }
    if (rehearsal->rules.lottery_count > 0) {
        lotteries_json(rehearsal, &json);
    }
    jb_json_key(&json, "refused");
    jb_json_array(&json);
    for (size_t i = 0; i < count; i++) {
        jb_json_object(&json);
        jb_json_int_member(&json, "line", rows[i].line);
        jb_json_text_member(&json, "code", rows[i].refused->code);
        jb_json_text_member(&json, "message", rows[i].refused->text);
        jb_json_object_end(&json);
    }
    jb_json_array_end(&json);
    jb_json_int_member(&json, "turns", view->played);
    jb_json_int_member(&json, "turn", view->turn);
    jb_json_text_member(&json, "phase", jb_phase_name(view->phase));
    jb_json_object_end(&json);
}

void jb_rehearsal_table(const jb_rehearsal *rehearsal, jb_buffer *out)
{
    const jb_engine_view *view = rehearsal->view;
    jb_buffer_append_text(out, " rank        score\n");
    show_ranking(rehearsal, false, show_text, out);
    if (view->hall > 0) {
        jb_buffer_append_text(out, "\nthe hall\n");
        show_ranking(rehearsal, true, show_text, out);
    }
    if (shows_members(rehearsal)) {
        jb_buffer_append_text(out, "\nthe members\n");
        show_members(rehearsal, show_text, out);
    }
    if (rehearsal->rules.team_count > 0 && rehearsal->rules.seats == JB_SEATS_PEOPLE) {
        jb_buffer_append_text(out, "\nthe teams\n");
        show_units(rehearsal, out);
    }
    char last[96];
    (void)snprintf(last, sizeof last, "\n%u turns played, now in phase %s\n", view->played,
                   jb_phase_name(view->phase));
    jb_buffer_append_text(out, last);
}
