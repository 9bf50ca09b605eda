/*
 * Who takes part in a rehearsal. Where people compete there are no seats until somebody joins, so
 * everybody whom the script will name joins before the start: names in the order in which they
 * appear, and as many as the highest number asks for.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rehearsal.h"

static jb_slice name_at(const jb_cast *cast, uint32_t index)
{
    const char *names = jb_buffer_text(&cast->names);
    return (jb_slice){ .bytes = names + cast->starts[index],
                       .size = cast->starts[index + 1] - cast->starts[index] };
}

jb_slice jb_cast_name(const jb_cast *cast, uint32_t participant, char number[16])
{
    bool known = participant <= cast->count; /* else one of a crowd */
    jb_slice name = known ? name_at(cast, participant - 1) : (jb_slice){ .size = 0 };
    if (name.size > 0) {
        return name;
    }
    int size = snprintf(number, 16, "%" PRIu32, participant);
    return (jb_slice){ .bytes = number, .size = size > 0 ? (size_t)size : 0 };
}

uint32_t jb_cast_find(const jb_cast *cast, jb_slice name)
{
    for (uint32_t i = 0; i < cast->count; i++) {
        if (jb_slice_equal(name_at(cast, i), name)) {
            return i + 1;
        }
    }
    return 0;
}

/* One more, with an empty name if only the number is known. */
static jb_status add(jb_cast *cast, jb_slice name)
{
    if (cast->count + 2 > cast->capacity) {
        uint32_t capacity = cast->capacity ? 2 * cast->capacity : 16;
        uint32_t *grown = realloc(cast->starts, capacity * sizeof *grown);
        if (!grown) {
            return JB_ERR_MEMORY;
        }
        cast->starts = grown;
        jb_cast_team *teams = realloc(cast->team, capacity * sizeof *teams);
        if (!teams) {
            return JB_ERR_MEMORY;
        }
        cast->team = teams;
        cast->capacity = capacity;
    }
    cast->team[cast->count] = (jb_cast_team){ .number = 0 };
    if (cast->count == 0) {
        cast->starts[0] = 0;
    }
    jb_buffer_append(&cast->names, name.bytes, name.size);
    cast->starts[++cast->count] = (uint32_t)cast->names.size;
    return cast->names.failed ? JB_ERR_MEMORY : JB_OK;
}

static jb_status meet(jb_cast *cast, const jb_script_who *who, uint32_t max, uint32_t *highest)
{
    if (who->number > *highest && who->number <= max) {
        *highest = who->number;
    }
    bool is_new = who->name.bytes && cast->count < max && jb_cast_find(cast, who->name) == 0;
    return is_new ? add(cast, who->name) : JB_OK;
}

/* The first line that says so puts somebody into a team. */
static jb_status meet_team(jb_cast *cast, const jb_script_line *line)
{
    uint32_t at = line->seat.name.bytes ? jb_cast_find(cast, line->seat.name) : line->seat.number;
    bool says = line->team.number > 0 || line->team.name.bytes;
    if (!says || at == 0 || at > cast->count ||
        cast->team[at - 1].number + cast->team[at - 1].size > 0) {
        return JB_OK;
    }
    cast->team[at - 1] = (jb_cast_team){ .number = line->team.number,
                                         .start = (uint32_t)cast->teams.size,
                                         .size = (uint32_t)line->team.name.size };
    jb_buffer_append(&cast->teams, line->team.name.bytes, line->team.name.size);
    return cast->teams.failed ? JB_ERR_MEMORY : JB_OK;
}

static jb_status meet_line(jb_cast *cast, const jb_script_line *line, const jb_rules *rules,
                           uint32_t *highest)
{
    if (rules->seats == JB_SEATS_TEAMS && rules->team_required) {
        return JB_OK; /* everybody is of a team: there is no hall */
    }
    if (rules->seats == JB_SEATS_TEAMS) {
        return meet(cast, &line->person, rules->players_max, highest);
    }
    jb_status status = meet(cast, &line->seat, rules->players_max, highest);
    if (status == JB_OK && rules->window) {
        uint32_t room = rules->players_max - cast->crowd;
        cast->crowd += line->people < room ? line->people : room;
        return meet_team(cast, line);
    }
    return status == JB_OK ? meet(cast, &line->other, rules->players_max, highest) : status;
}

jb_status jb_cast_read(const jb_plan *plan, jb_slice script, jb_cast *cast)
{
    *cast = (jb_cast){ .count = 0 };
    jb_buffer_init(&cast->names, 0);
    jb_buffer_init(&cast->teams, 0);
    jb_status status = JB_OK;
    uint32_t highest = 0;
    jb_slice rest = jb_script_begin(script);
    jb_slice text;
    jb_buffer why;
    jb_buffer_init(&why, 0);
    while (status == JB_OK && jb_script_next(&rest, &text)) {
        jb_script_line line;
        jb_buffer_clear(&why);
        if (jb_script_read(text, &line, &why) == JB_SCRIPT_FINE) {
            status = meet_line(cast, &line, &plan->rules, &highest);
            jb_script_finish(&line);
        }
    }
    jb_buffer_finish(&why);
    while (status == JB_OK && cast->count < highest) {
        status = add(cast, (jb_slice){ .bytes = "", .size = 0 });
    }
    return status;
}

void jb_cast_finish(jb_cast *cast)
{
    jb_buffer_finish(&cast->names);
    jb_buffer_finish(&cast->teams);
    free(cast->starts);
    free(cast->team);
    *cast = (jb_cast){ .count = 0 };
}
