/* Who of a team plays and who is on its bench: names for host and screen, how often it may still
 * substitute for everybody. */
#include "protocol_internal.h"

enum {
    BENCH_MAX = 40,                     /* reserves shown of one team */
    LINEUPS_ROOM = JB_FRAME_OUT_MAX / 2 /* a frame that is longer has no more of them */
};

static uint32_t named(const jb_scene *scene, uint32_t seat)
{
    const jb_rules *rules = jb_engine_rules(scene->engine);
    return rules->team_members && scene->team_members ? rules->team_members[seat - 1] : 0;
}

static void write_one(jb_json_out *json, const jb_scene *scene, uint32_t seat, uint32_t number)
{
    jb_slice name = named(scene, seat) > 0 ? scene->team_members[seat - 1][number - 1]
                                           : scene->people.name(scene->people.user, number);
    jb_json_object(json);
    jb_json_int_member(json, "n", number);
    jb_json_slice_member(json, "name", name);
    if (jb_engine_is_gone(scene->engine, seat, number)) {
        jb_json_bool_member(json, "removed", true);
    }
    jb_json_object_end(json);
}

static void write_bench(jb_json_out *json, const jb_scene *scene, uint32_t seat)
{
    uint32_t members = named(scene, seat);
    uint32_t count = members > 0 ? members : jb_engine_look(scene->engine)->joined;
    uint32_t shown = 0;
    jb_json_key(json, "bench");
    jb_json_array(json);
    for (uint32_t number = 1; number <= count && shown < BENCH_MAX; number++) {
        if (jb_engine_is_reserve(scene->engine, seat, number)) {
            write_one(json, scene, seat, number);
            shown++;
        }
    }
    jb_json_array_end(json);
}

void jb_view_lineup(jb_json_out *json, const jb_scene *scene, uint32_t seat, jb_role role)
{
    const jb_rules *rules = jb_engine_rules(scene->engine);
    const jb_lineup *lineup = jb_engine_lineup(scene->engine, seat);
    if (!lineup) {
        return;
    }
    jb_json_int_member(json, "substitutions_left", rules->substitutions - lineup->used);
    bool named_to = role == JB_ROLE_HOST || role == JB_ROLE_SCREEN;
    if (!named_to || json->out->size > LINEUPS_ROOM) {
        return;
    }
    jb_json_key(json, "fielded");
    jb_json_array(json);
    for (uint32_t place = 0; place < rules->fielded; place++) {
        if (lineup->places[place] > 0) {
            write_one(json, scene, seat, lineup->places[place]);
        }
    }
    jb_json_array_end(json);
    write_bench(json, scene, seat);
}

void jb_view_substitutions(jb_json_out *json, const jb_scene *scene)
{
    const jb_rules *rules = jb_engine_rules(scene->engine);
    if (!jb_engine_lineup(scene->engine, 1)) {
        return;
    }
    jb_json_key(json, "substitutions");
    jb_json_object(json);
    jb_json_int_member(json, "fielded", rules->fielded);
    jb_json_int_member(json, "max", rules->substitutions);
    jb_json_text_member(json, "when", jb_substitute_name(rules->substitute_when));
    jb_json_bool_member(json, "now", jb_engine_substitute_when(scene->engine) == JB_ACCEPTED);
    jb_json_object_end(json);
}

const char *jb_view_bench(const jb_scene *scene, uint32_t player)
{
    const jb_seat *state = jb_engine_player(scene->engine, player);
    if (!jb_engine_on_bench(scene->engine, player)) {
        return NULL;
    }
    return named(scene, state->team) > 0 && state->member == 0 ? "unlisted" : "reserve";
}
