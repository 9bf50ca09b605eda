/*
 * How a window contest goes, for those who watch: people and papers, the units, the hours, awards;
 * and the lotteries of every contest. In a frame the lists end where the room does.
 */
#include "jinbang/assert.h"
#include "protocol_internal.h"

enum {
    UNITS_SHOWN = 100,
    HOURS_SHOWN = 1000,
    WINNERS_SHOWN = 100, /* of one award: those who share the last place may be very many */
    ROW_MAX = 32 * 1024, /* more than any row of the lists can take */
    BOARD_ROOM = JB_FRAME_OUT_MAX - JB_FRAME_OUT_MAX / 4
};

static bool has_room(const jb_json_out *json, bool whole)
{
    return whole || json->out->size + ROW_MAX <= BOARD_ROOM;
}

/* Half away from zero. */
static int64_t mean_of(int64_t sum, int64_t count)
{
    if (count == 0) {
        return 0;
    }
    int64_t half = count / 2;
    return (sum >= 0 ? sum + half : sum - half) / count;
}

static void write_people(jb_json_out *json, const jb_scene *scene)
{
    const jb_engine_view *view = jb_engine_look(scene->engine);
    const jb_window_view *window = jb_engine_window(scene->engine);
    const jb_window_rules *rules = jb_engine_rules(scene->engine)->window;
    int64_t sum = 0;
    uint32_t took_part = 0;
    uint32_t passed = 0;
    for (uint32_t player = 1; player <= view->joined; player++) {
        const jb_seat *seat = jb_engine_player(scene->engine, player);
        if (seat->status == JB_PLAYER_IN && jb_engine_paper(scene->engine, player)->papers > 0) {
            sum += seat->score;
            took_part++;
            passed += rules->has_pass && seat->score >= rules->pass;
        }
    }
    jb_json_int_member(json, "joined", view->active);
    jb_json_int_member(json, "open", window->open);
    jb_json_int_member(json, "handed_in", (int64_t)window->handed_in);
    jb_json_int_member(json, "took_part", took_part);
    jb_json_hundredths_member(json, "mean", mean_of(sum, took_part));
    jb_json_int_member(json, "passed", passed);
}

void jb_view_unit(jb_json_out *json, const jb_scene *scene, uint32_t number, bool alone)
{
    const jb_rules *rules = jb_engine_rules(scene->engine);
    const jb_team *team = jb_engine_team(scene->engine, number);
    const jb_unit *unit = jb_engine_unit(scene->engine, number);
    uint32_t roster = rules->team_rosters ? rules->team_rosters[number - 1] : 0;
    JB_ASSERT(team != NULL && unit != NULL);
    jb_json_object(json);
    jb_json_int_member(json, "team", number);
    jb_json_raw_member(json, "name", scene->team_names[number - 1]);
    jb_json_int_member(json, "rank", team->rank);
    if (alone) {
        jb_json_int_member(json, "of", rules->team_count);
    }
    jb_json_hundredths_member(json, "score", team->score);
    if (roster > 0) {
        jb_json_int_member(json, "roster", roster);
    }
    jb_json_int_member(json, "joined", team->members);
    jb_json_int_member(json, "took_part", unit->took_part);
    jb_json_int_member(json, "passed", unit->passed);
    if (roster > 0) {
        jb_json_hundredths_member(json, "turnout", unit->turnout);
    }
    jb_json_hundredths_member(json, "mean", unit->mean);
    if (roster > 0) {
        jb_json_hundredths_member(json, "mean_roster", unit->mean_roster);
    }
    jb_json_object_end(json);
}

static void write_units(jb_json_out *json, const jb_scene *scene, bool whole)
{
    uint32_t count = 0;
    const uint32_t *ranking = jb_engine_team_ranking(scene->engine, &count);
    jb_json_int_member(json, "units_total", jb_engine_rules(scene->engine)->team_count);
    jb_json_key(json, "units");
    jb_json_array(json);
    for (uint32_t i = 0; i < count && (whole || i < UNITS_SHOWN) && has_room(json, whole); i++) {
        jb_view_unit(json, scene, ranking[i], false);
    }
    jb_json_array_end(json);
}

static void write_curve(jb_json_out *json, const jb_extra *extra, bool whole)
{
    uint32_t first =
        extra->hour_count > HOURS_SHOWN && !whole ? extra->hour_count - HOURS_SHOWN : 0;
    jb_json_key(json, "curve");
    jb_json_array(json);
    for (uint32_t i = first; i < extra->hour_count; i++) {
        jb_json_array(json);
        jb_json_int(json, extra->hours[i].from);
        jb_json_int(json, extra->hours[i].papers);
        jb_json_array_end(json);
    }
    jb_json_array_end(json);
}

/* ---- awards ---- */

static void write_winner(jb_json_out *json, const jb_scene *scene, const jb_awarded *won)
{
    bool team = jb_engine_rules(scene->engine)->awards[won->award].team;
    jb_json_object(json);
    jb_json_int_member(json, "rank", won->rank);
    jb_json_slice_member(json, "name",
                         team ? scene->team_labels[won->number - 1]
                              : scene->people.name(scene->people.user, won->number));
    jb_json_hundredths_member(json, "value", won->value);
    jb_json_object_end(json);
}

static void write_awards(jb_json_out *json, const jb_scene *scene, bool whole)
{
    const jb_rules *rules = jb_engine_rules(scene->engine);
    const jb_extra *extra = scene->extra;
    uint32_t at = 0;
    jb_json_key(json, "awards");
    jb_json_array(json);
    for (uint32_t award = 0; award < rules->award_rule_count && has_room(json, whole); award++) {
        uint32_t shown = 0;
        jb_json_object(json);
        jb_json_raw_member(json, "title", extra->award_titles[award]);
        jb_json_text_member(json, "for", rules->awards[award].team ? "team" : "participant");
        jb_json_key(json, "winners");
        jb_json_array(json);
        for (; at < extra->award_count && extra->awards[at].award == award; at++) {
            if ((whole || shown++ < WINNERS_SHOWN) && has_room(json, whole)) {
                write_winner(json, scene, &extra->awards[at]);
            }
        }
        jb_json_array_end(json);
        jb_json_object_end(json);
    }
    jb_json_array_end(json);
}

/* ---- lotteries ---- */

static void write_drawn(jb_json_out *json, const jb_scene *scene, const jb_lottery *lottery,
                        bool whole)
{
    jb_json_key(json, "drawn");
    jb_json_array(json);
    for (uint32_t i = 0; i < lottery->winner_count && has_room(json, whole); i++) {
        uint32_t player = lottery->winners[i];
        uint32_t team = jb_engine_player(scene->engine, player)->team;
        jb_json_object(json);
        jb_json_int_member(json, "player", player);
        jb_json_slice_member(json, "name", scene->people.name(scene->people.user, player));
        if (team > 0) {
            jb_json_slice_member(json, "team", scene->team_labels[team - 1]);
        }
        jb_json_object_end(json);
    }
    jb_json_array_end(json);
}

static void write_lottery(jb_json_out *json, const jb_scene *scene, uint32_t draw, bool whole)
{
    const jb_lottery_rules *rules = &jb_engine_rules(scene->engine)->lotteries[draw];
    const jb_lottery *lottery = jb_engine_lottery(scene->engine, draw);
    const jb_lottery_note *note = &scene->extra->lotteries[draw];
    JB_ASSERT(lottery != NULL);
    jb_json_object(json);
    jb_json_raw_member(json, "title", scene->extra->lottery_titles[draw]);
    jb_json_int_member(json, "winners", rules->winners);
    if (rules->has_least) {
        jb_json_hundredths_member(json, "at_least", rules->at_least);
    }
    if (lottery->announced && note->commitment) {
        jb_json_text_member(json, "commitment", note->commitment);
        jb_json_int_member(json, "entry", (int64_t)note->entry);
    }
    if (lottery->announced) {
        jb_json_slice_member(json, "source", note->source);
        jb_json_int_member(json, "eligible", lottery->eligible);
    }
    if (lottery->drawn) {
        jb_json_slice_member(json, "number", note->number);
        write_drawn(json, scene, lottery, whole);
    }
    jb_json_object_end(json);
}

void jb_view_lotteries(jb_json_out *json, const jb_scene *scene, bool whole)
{
    uint32_t count = jb_engine_rules(scene->engine)->lottery_count;
    if (count == 0 || !scene->extra) {
        return;
    }
    jb_json_key(json, "lotteries");
    jb_json_array(json);
    for (uint32_t draw = 0; draw < count; draw++) {
        write_lottery(json, scene, draw, whole);
    }
    jb_json_array_end(json);
}

void jb_view_board(jb_json_out *json, const jb_scene *scene, bool whole)
{
    jb_json_object(json);
    write_people(json, scene);
    write_units(json, scene, whole);
    write_curve(json, scene->extra, whole);
    jb_view_lotteries(json, scene, whole);
    if (jb_engine_look(scene->engine)->phase == JB_PHASE_FINISHED) {
        write_awards(json, scene, whole);
    }
    jb_json_object_end(json);
}
