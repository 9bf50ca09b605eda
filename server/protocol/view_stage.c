/*
 * The stage in a state: whose turn it is and what it waits for, who competes, the menu of a round;
 * and the preview of a correction. Everybody sees the same stage, but for the judges' marks: until
 * all are in the host has them, and each judge their own.
 */
#include "jinbang/assert.h"
#include "jinbang/decimal.h"
#include "jinbang/format.h"
#include "protocol_internal.h"

enum {
    SEATS_OF_PEOPLE_MAX = 50,    /* more people than these are not shown as seats */
    PREVIEW_ROW_MAX = 16 * 1024, /* more than any row of a preview can take */
    PREVIEW_ROOM = JB_FRAME_OUT_MAX - PREVIEW_ROW_MAX,
    PREVIEW_MAX = 500
};

static bool competes_by_team(const jb_scene *scene)
{
    return jb_engine_rules(scene->engine)->seats == JB_SEATS_TEAMS;
}

static const jb_round_rules *present_round(const jb_scene *scene)
{
    const jb_engine_view *view = jb_engine_look(scene->engine);
    return view->turn > 0 ? &jb_engine_rules(scene->engine)->rounds[view->round] : NULL;
}

bool jb_view_has_stage(const jb_scene *scene)
{
    const jb_round_rules *round = present_round(scene);
    return round && jb_format_has_stage(jb_format_row_of(round->format));
}

bool jb_view_seats_play(const jb_scene *scene)
{
    return competes_by_team(scene) || jb_view_has_stage(scene);
}

jb_slice jb_view_seat_label(const jb_scene *scene, uint32_t seat)
{
    return competes_by_team(scene) ? scene->team_labels[seat - 1]
                                   : scene->people.name(scene->people.user, seat);
}

/* A name of a team in every language, or of a person. */
static void write_seat_name(jb_json_out *json, const jb_scene *scene, uint32_t seat)
{
    if (competes_by_team(scene)) {
        jb_json_raw_member(json, "name", scene->team_names[seat - 1]);
        return;
    }
    jb_json_key(json, "name");
    jb_json_object(json);
    jb_json_slice_member(json, "und", scene->people.name(scene->people.user, seat));
    jb_json_object_end(json);
}

static void number_member(jb_json_out *json, const char *key, int64_t number)
{
    if (number > 0) {
        jb_json_int_member(json, key, number);
    }
}

static void flag_member(jb_json_out *json, const char *key, bool flag)
{
    if (flag) {
        jb_json_bool_member(json, key, true);
    }
}

/* ---- the round ---- */

static void write_values(jb_json_out *json, const jb_scene *scene, const jb_round_rules *round)
{
    if (round->value_count == 0) {
        return;
    }
    jb_json_key(json, "values");
    jb_json_array(json);
    for (uint8_t i = 0; i < round->value_count; i++) {
        jb_json_hundredths(json, round->values[i]);
    }
    jb_json_array_end(json);
    if (round->stock == 0) {
        return;
    }
    jb_json_key(json, "stock");
    jb_json_array(json);
    for (uint8_t i = 0; i < round->value_count; i++) {
        jb_json_object(json);
        jb_json_hundredths_member(json, "value", round->values[i]);
        jb_json_int_member(json, "left", jb_engine_stock(scene->engine, round->values[i]));
        jb_json_object_end(json);
    }
    jb_json_array_end(json);
}

static void write_safe(jb_json_out *json, const jb_round_rules *round)
{
    if (round->safe == 0) {
        return;
    }
    jb_json_key(json, "safe");
    jb_json_array(json);
    for (uint8_t i = 0; i < round->value_count; i++) {
        if (round->safe & (UINT32_C(1) << i)) {
            jb_json_int(json, i + 1);
        }
    }
    jb_json_array_end(json);
}

static void write_order(jb_json_out *json, const jb_scene *scene)
{
    uint32_t count = 0;
    const uint32_t *order = jb_engine_order(scene->engine, &count);
    if (count == 0) {
        return;
    }
    jb_json_key(json, "seats_order");
    jb_json_array(json);
    for (uint32_t i = 0; i < count; i++) {
        jb_json_int(json, order[i]);
    }
    jb_json_array_end(json);
}

void jb_view_round_stage(jb_json_out *json, const jb_scene *scene)
{
    const jb_round_rules *round = present_round(scene);
    if (!round) {
        return;
    }
    const jb_format_row *row = jb_format_row_of(round->format);
    if (round->start == JB_START_HOST || jb_format_has_stage(row)) {
        jb_json_text_member(json, "start", jb_start_name(round->start));
    }
    flag_member(json, "overtime", round->overtime);
    if (round->has_cap) {
        jb_json_hundredths_member(json, "cap", round->cap);
    }
    jb_view_round_wager(json, round);
    if (!jb_format_has_stage(row)) {
        return;
    }
    write_order(json, scene);
    write_values(json, scene, round);
    write_safe(json, round);
    if (row->right_won == JB_RIGHT_WON_BY_BUZZ) {
        jb_json_text_member(json, "early", jb_early_name(round->early));
        jb_json_int_member(json, "tries", round->tries);
        jb_json_text_member(json, "too_close", jb_too_close_name(round->too_close));
    }
    number_member(json, "run_seconds", (uint32_t)(round->run_ms / 1000));
    flag_member(json, "may_name", round->may_name);
    flag_member(json, "help_allowed", round->help_allowed);
    if (round->judges > 0) {
        jb_json_int_member(json, "judges", round->judges);
        jb_json_key(json, "marks");
        jb_json_object(json);
        jb_json_hundredths_member(json, "min", round->mark_min);
        jb_json_hundredths_member(json, "max", round->mark_max);
        jb_json_object_end(json);
    }
}

/* ---- the stage ---- */

static uint32_t count_marks(const jb_stage *stage)
{
    uint32_t count = 0;
    for (uint32_t bits = stage->marked; bits; bits &= bits - 1) {
        count++;
    }
    return count;
}

/* Of all marks, or of those between the highest and the lowest; rounded once. */
static int64_t mean_of(const jb_stage *stage, const jb_round_rules *round)
{
    int64_t sum = 0;
    int64_t low = INT64_MAX;
    int64_t high = INT64_MIN;
    int64_t count = 0;
    for (uint32_t i = 0; i < JB_JUDGES_MAX; i++) {
        if (stage->marked & (UINT32_C(1) << i)) {
            low = stage->marks[i] < low ? stage->marks[i] : low;
            high = stage->marks[i] > high ? stage->marks[i] : high;
            sum += stage->marks[i];
            count++;
        }
    }
    bool trimmed = round->trimmed && count > 2;
    return trimmed ? jb_mul_div(sum - low - high, 1, count - 2) : jb_mul_div(sum, 1, count);
}

/* Nobody follows another's lead: a judge sees their own mark until all are in. */
static void write_marks(jb_json_out *json, const jb_scene *scene, jb_role role)
{
    const jb_stage *stage = &jb_engine_look(scene->engine)->stage;
    const jb_round_rules *round = present_round(scene);
    uint32_t count = count_marks(stage);
    bool all = count > 0 && stage->step != JB_STEP_MARKS; /* or the host has closed it */
    if (round->judges > 0) {
        jb_json_int_member(json, "marked", count);
    }
    if (count == 0 || !(all || role == JB_ROLE_HOST || scene->judge > 0)) {
        return;
    }
    jb_json_key(json, "marks");
    jb_json_array(json);
    for (uint32_t i = 0; i < JB_JUDGES_MAX; i++) {
        bool mine = all || role == JB_ROLE_HOST || scene->judge == i + 1;
        if (mine && stage->marked & (UINT32_C(1) << i)) {
            jb_json_object(json);
            jb_json_int_member(json, "judge", i + 1);
            jb_json_hundredths_member(json, "value", stage->marks[i]);
            jb_json_object_end(json);
        }
    }
    jb_json_array_end(json);
    if (all) {
        jb_json_hundredths_member(json, "mean", mean_of(stage, round));
    }
}

/* While buzzes are weighed nobody is first yet; while all buzz again, only why is still of
 * interest. */
static void write_buzz(jb_json_out *json, const jb_stage *stage, const jb_round_rules *round)
{
    bool again = stage->too_close && round->too_close == JB_TOO_CLOSE_AGAIN;
    if (stage->buzz_seat == 0 || stage->step == JB_STEP_CLOSE ||
        (stage->step == JB_STEP_BUZZ && !again)) {
        return;
    }
    jb_json_key(json, "buzz");
    jb_json_object(json);
    jb_json_int_member(json, "seat", stage->buzz_seat);
    jb_json_int_member(json, "elapsed", stage->buzz_ms);
    if (stage->buzz_second > 0) {
        jb_json_int_member(json, "second", stage->buzz_second);
        jb_json_int_member(json, "margin", stage->margin_ms);
        jb_json_int_member(json, "uncertainty", stage->uncertainty_ms);
        flag_member(json, "too_close", stage->too_close);
    }
    jb_json_object_end(json);
}

static void write_ruling(jb_json_out *json, const jb_stage *stage)
{
    if (stage->ruled > 0) {
        jb_json_key(json, "verdict");
        jb_json_object(json);
        jb_json_int_member(json, "seat", stage->ruled);
        jb_json_text_member(json, "is", jb_verdict_name(stage->verdict));
        jb_json_hundredths_member(json, "points", stage->points);
        jb_json_object_end(json);
    }
    if (stage->fouled > 0) {
        jb_json_key(json, "foul");
        jb_json_object(json);
        jb_json_int_member(json, "seat", stage->fouled);
        jb_json_text_member(json, "kind", jb_foul_name(stage->foul));
        jb_json_hundredths_member(json, "points", stage->foul_points);
        jb_json_object_end(json);
    }
}

/* Who of the seat is to speak: a team's named members have numbers. */
static void write_member(jb_json_out *json, const jb_scene *scene, const jb_stage *stage)
{
    const jb_rules *rules = jb_engine_rules(scene->engine);
    if (stage->member == 0 || stage->seat == 0) {
        return;
    }
    jb_json_int_member(json, "member", stage->member);
    if (rules->team_members && scene->team_members &&
        stage->member <= rules->team_members[stage->seat - 1]) {
        jb_json_slice_member(json, "member_name",
                             scene->team_members[stage->seat - 1][stage->member - 1]);
    }
}

void jb_view_stage(jb_json_out *json, const jb_scene *scene, jb_role role)
{
    const jb_engine_view *view = jb_engine_look(scene->engine);
    const jb_stage *stage = &view->stage;
    if (!(jb_view_has_stage(scene) || jb_view_staking(scene)) || view->phase < JB_PHASE_INTRO ||
        view->phase > JB_PHASE_STANDINGS) {
        return;
    }
    jb_json_key(json, "stage");
    jb_json_object(json);
    jb_json_int_member(json, "turn", view->turn);
    if (stage->step != JB_STEP_NONE) {
        jb_json_text_member(json, "step", jb_step_name(stage->step));
    }
    number_member(json, "seat", stage->seat);
    number_member(json, "owner", stage->owner);
    write_member(json, scene, stage);
    if (stage->value != 0 || (stage->wagered && stage->owner > 0)) {
        jb_json_hundredths_member(json, "value", stage->value);
    }
    number_member(json, "tries", stage->tries);
    write_ruling(json, stage);
    write_buzz(json, stage, present_round(scene));
    write_marks(json, scene, role);
    flag_member(json, "hall", stage->hall);
    flag_member(json, "passed", stage->passed);
    jb_json_object_end(json);
}

/* ---- the seats ---- */

/* What a seat has done in the present round: of another round it is nothing. */
static jb_seat_round done_by(const jb_scene *scene, const jb_seat *seat)
{
    uint32_t round = jb_engine_look(scene->engine)->round + 1;
    return seat->round.round == round ? seat->round : (jb_seat_round){ .round = round };
}

static void write_seat_round(jb_json_out *json, const jb_scene *scene, const jb_seat *seat)
{
    const jb_round_rules *round = present_round(scene);
    const jb_seat_round done = done_by(scene, seat);
    flag_member(json, "barred", done.barred);
    flag_member(json, "out", done.out);
    flag_member(json, "over", done.over);
    flag_member(json, "tied", done.tied);
    number_member(json, "fouls", done.fouls);
    number_member(json, "rung", done.rung);
    if (done.taken == 0) {
        return;
    }
    jb_json_key(json, "taken");
    jb_json_array(json);
    for (uint8_t i = 0; i < round->value_count; i++) {
        if (done.taken & (UINT32_C(1) << i)) {
            jb_json_hundredths(json, round->values[i]);
        }
    }
    jb_json_array_end(json);
}

static uint32_t seats_max(const jb_scene *scene)
{
    return competes_by_team(scene) ? jb_engine_rules(scene->engine)->team_count
                                   : jb_engine_look(scene->engine)->joined;
}

void jb_view_seats(jb_json_out *json, const jb_scene *scene, jb_role role)
{
    bool few = jb_engine_look(scene->engine)->active <= SEATS_OF_PEOPLE_MAX;
    if (!competes_by_team(scene) && !(few && jb_view_has_stage(scene))) {
        return;
    }
    jb_json_key(json, "seats");
    jb_json_array(json);
    for (uint32_t number = 1; number <= seats_max(scene); number++) {
        const jb_seat *seat = jb_engine_seat(scene->engine, number);
        if (!seat || (!competes_by_team(scene) && seat->status != JB_PLAYER_IN)) {
            continue;
        }
        jb_json_object(json);
        jb_json_int_member(json, "seat", number);
        write_seat_name(json, scene, number);
        jb_json_hundredths_member(json, "score", seat->score);
        jb_json_int_member(json, "rank", seat->rank);
        jb_json_bool_member(json, "may", jb_engine_may(scene->engine, number));
        if (present_round(scene)) {
            write_seat_round(json, scene, seat);
            jb_view_stake(json, scene, number);
        }
        jb_view_lineup(json, scene, number, role);
        jb_json_object_end(json);
    }
    jb_json_array_end(json);
    jb_view_substitutions(json, scene);
}

/* Why a seat may not try this question, although others may; NULL: there is nothing to say. */
static const char *locked_out(const jb_scene *scene, uint32_t number)
{
    const jb_engine_view *view = jb_engine_look(scene->engine);
    const jb_seat_round done = done_by(scene, jb_engine_seat(scene->engine, number));
    if (!jb_view_has_stage(scene) || jb_engine_may(scene->engine, number)) {
        return NULL;
    }
    if (done.out) {
        return "out";
    }
    if (done.over) {
        return "over";
    }
    if (done.barred) {
        return "barred";
    }
    if (done.tried_turn != view->turn) {
        return NULL;
    }
    const jb_given *given = jb_engine_given(scene->engine, view->turn, number);
    return view->stage.fouled == number || !given || !given->answered ? "foul" : "tried";
}

void jb_view_own_seat(jb_json_out *json, const jb_scene *scene, uint32_t player)
{
    uint32_t seat = jb_engine_seat_of(scene->engine, player);
    jb_view_own_stake(json, scene, seat);
    if (!jb_view_seats_play(scene)) {
        return;
    }
    bool may =
        seat > 0 ? jb_engine_may(scene->engine, seat) : jb_engine_hall_may(scene->engine, player);
    const char *why = seat > 0 ? locked_out(scene, seat) : NULL;
    const char *bench = jb_view_bench(scene, player);
    jb_json_int_member(json, "seat", seat);
    jb_json_bool_member(json, "may", may && !bench);
    if (bench) {
        jb_json_text_member(json, "bench", bench);
    }
    if (why) {
        jb_json_text_member(json, "locked_out", why);
    }
}

/* ---- previews ---- */

static void write_standing(jb_json_out *json, const char *key, const jb_seat *seat)
{
    jb_json_key(json, key);
    jb_json_object(json);
    jb_json_hundredths_member(json, "score", seat->score);
    jb_json_int_member(json, "rank", seat->rank);
    jb_json_object_end(json);
}

/* Seats, or people of the hall. */
typedef struct preview_list {
    const uint32_t *ranking;
    uint32_t count;
    const jb_seat *(*get)(const jb_engine *engine, uint32_t number);
    bool hall;
} preview_list;

static void write_hall_name(jb_json_out *json, const jb_scene *scene, uint32_t player)
{
    jb_json_key(json, "name");
    jb_json_object(json);
    jb_json_slice_member(json, "und", scene->people.name(scene->people.user, player));
    jb_json_object_end(json);
    jb_json_bool_member(json, "hall", true);
}

/* Returns how many did not fit. */
static uint32_t write_changed(jb_json_out *json, const jb_scene *scene, const jb_engine *after,
                              const preview_list *list, uint32_t *shown)
{
    uint32_t more = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t number = list->ranking[i];
        const jb_seat *was = list->get(scene->engine, number);
        const jb_seat *is = list->get(after, number);
        if (was->score == is->score && was->rank == is->rank) {
            continue;
        }
        if (*shown == PREVIEW_MAX || json->out->size > PREVIEW_ROOM) {
            more++;
            continue;
        }
        (*shown)++;
        jb_json_object(json);
        jb_json_int_member(json, "seat", number);
        if (list->hall) {
            write_hall_name(json, scene, number);
        } else {
            write_seat_name(json, scene, number);
        }
        write_standing(json, "before", was);
        write_standing(json, "after", is);
        jb_json_object_end(json);
    }
    return more;
}

static void write_stages(jb_json_out *json, const jb_engine *engine, uint32_t turn)
{
    const jb_rules *rules = jb_engine_rules(engine);
    uint32_t first = turn > 0 && turn <= rules->turn_count ? jb_rules_round_of(rules, turn) + 1 : 0;
    jb_json_key(json, "stages");
    jb_json_array(json);
    for (uint32_t round = first; round < rules->round_count; round++) {
        if (jb_engine_order_stands(engine, round)) {
            jb_json_int(json, round + 1);
        }
    }
    jb_json_array_end(json);
}

void jb_view_preview(const jb_scene *scene, const jb_engine *after, jb_action action, uint32_t turn,
                     jb_buffer *out)
{
    preview_list seats = { .get = jb_engine_seat };
    preview_list hall = { .get = jb_engine_player, .hall = true };
    uint32_t shown = 0;
    jb_json_out json;
    seats.ranking = jb_engine_seat_ranking(after, &seats.count);
    if (competes_by_team(scene)) {
        hall.ranking = jb_engine_ranking(after, &hall.count);
    }
    jb_json_begin(&json, out);
    jb_json_object(&json);
    jb_json_text_member(&json, "type", "preview");
    jb_json_text_member(&json, "re", jb_action_name(action));
    jb_json_key(&json, "changed");
    jb_json_array(&json);
    uint32_t more = write_changed(&json, scene, after, &seats, &shown);
    more += write_changed(&json, scene, after, &hall, &shown);
    jb_json_array_end(&json);
    number_member(&json, "more", more);
    write_stages(&json, after, turn);
    jb_json_object_end(&json);
}
