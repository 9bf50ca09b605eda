/*
 * Wagers in what is shown. While stakes are made a seat's own is for its own phones alone; host and
 * screen see who has staked. Then everybody sees what each has.
 */
#include "jinbang/decimal.h"
#include "protocol_internal.h"

enum {
    MS_PLACES = 3
};

void jb_view_round_wager(jb_json_out *json, const jb_round_rules *round)
{
    const jb_wager *wager = &round->wager;
    if (wager->max == 0) {
        return;
    }
    jb_json_key(json, "wager");
    jb_json_object(json);
    jb_json_hundredths_member(json, "min", wager->min);
    jb_json_hundredths_member(json, "max", wager->max);
    jb_json_hundredths_member(json, "step", wager->step);
    jb_json_text_member(json, "limit", wager->by_score ? "score" : "max");
    jb_json_text_member(json, "none", wager->none_loses ? "lose" : "keep");
    if (wager->ms > 0) {
        char seconds[JB_DECIMAL_TEXT_MAX];
        size_t size = jb_decimal_format(wager->ms, MS_PLACES, seconds);
        jb_json_raw_member(json, "seconds", (jb_slice){ .bytes = seconds, .size = size });
    }
    jb_json_object_end(json);
}

bool jb_view_staking(const jb_scene *scene)
{
    return jb_engine_look(scene->engine)->stage.step == JB_STEP_WAGER;
}

void jb_view_stake(jb_json_out *json, const jb_scene *scene, uint32_t seat)
{
    const jb_engine_view *view = jb_engine_look(scene->engine);
    int64_t value = 0;
    if (view->stage.wagered && jb_engine_eligible(scene->engine, seat)) {
        (void)jb_engine_stake(scene->engine, view->turn, seat, &value);
        jb_json_hundredths_member(json, "stake", value);
    }
}

bool jb_view_has_staked(const jb_scene *scene, uint32_t player)
{
    int64_t value = 0;
    uint32_t seat = jb_engine_seat_of(scene->engine, player);
    return jb_view_staking(scene) && seat > 0 &&
           jb_engine_stake(scene->engine, jb_engine_look(scene->engine)->turn, seat, &value);
}

void jb_view_stakers(jb_json_out *json, const jb_scene *scene)
{
    const jb_engine_view *view = jb_engine_look(scene->engine);
    int64_t value = 0;
    if (!jb_view_staking(scene)) {
        return;
    }
    jb_json_int_member(json, "staked", view->staked);
    if (jb_engine_rules(scene->engine)->seats != JB_SEATS_TEAMS) {
        return;
    }
    jb_json_key(json, "stakers");
    jb_json_array(json);
    for (uint32_t seat = 1; seat <= jb_engine_rules(scene->engine)->team_count; seat++) {
        if (jb_engine_stake(scene->engine, view->turn, seat, &value)) {
            jb_json_int(json, seat);
        }
    }
    jb_json_array_end(json);
}

void jb_view_own_stake(jb_json_out *json, const jb_scene *scene, uint32_t seat)
{
    const jb_engine_view *view = jb_engine_look(scene->engine);
    int64_t value = 0;
    if (seat == 0 || view->turn == 0) {
        return;
    }
    if (!jb_view_staking(scene)) {
        jb_view_stake(json, scene, seat);
    } else if (jb_engine_stake(scene->engine, view->turn, seat, &value)) {
        jb_json_hundredths_member(json, "stake", value);
    }
}
