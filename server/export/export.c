/* Results for people and other programs: which formats there are. */
#include "export_internal.h"

#include <string.h>

#include "jinbang/assert.h"

typedef struct format_row {
    const char *name;
    const char *type;
} format_row;

static const format_row formats[] = {
    [JB_EXPORT_JSON] = { "json", "application/json" },
    [JB_EXPORT_CSV] = { "csv", "text/csv; charset=utf-8" },
    [JB_EXPORT_XLSX] = { "xlsx",
                         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
    [JB_EXPORT_LOG] = { "log", "text/plain; charset=utf-8" },
};
_Static_assert(sizeof formats / sizeof formats[0] == JB_EXPORT_COUNT, "a row each");

const char *jb_export_name(jb_export_format format)
{
    return format < JB_EXPORT_COUNT ? formats[format].name : NULL;
}

jb_export_format jb_export_find(const char *name)
{
    jb_export_format format = JB_EXPORT_JSON;
    while (format < JB_EXPORT_COUNT && strcmp(formats[format].name, name) != 0) {
        format++;
    }
    return format;
}

const char *jb_export_type(jb_export_format format)
{
    JB_ASSERT(format < JB_EXPORT_COUNT);
    return formats[format].type;
}

jb_results_depth jb_export_depth(jb_export_format format, bool answers)
{
    if (format == JB_EXPORT_XLSX || (format == JB_EXPORT_JSON && answers)) {
        return JB_RESULTS_ANSWERS;
    }
    return format == JB_EXPORT_JSON ? JB_RESULTS_QUESTIONS : JB_RESULTS_RANKING;
}

jb_slice jb_export_team(const jb_export *from, uint32_t team)
{
    const jb_plan *plan = from->plan;
    return team >= 1 && team <= plan->rules.team_count ? plan->teams[team - 1].label
                                                       : jb_slice_of("");
}

jb_slice jb_export_member(const jb_export *from, uint32_t team, uint32_t member)
{
    const jb_plan *plan = from->plan;
    bool named = team >= 1 && team <= plan->rules.team_count && member >= 1 &&
                 member <= plan->teams[team - 1].member_count;
    return named ? plan->teams[team - 1].members[member - 1] : jb_slice_of("");
}

jb_slice jb_export_lined(const jb_export *from, uint32_t team, uint32_t number)
{
    if (from->plan->teams[team - 1].member_count > 0) {
        return jb_export_member(from, team, number);
    }
    const jb_result_participant *row = jb_export_player(from, number);
    return row ? jb_buffer_slice(&row->name) : jb_slice_of("");
}

uint32_t jb_export_member_count(const jb_export *from)
{
    return from->plan->individual ? from->results->member_count : 0;
}

bool jb_export_teams_compete(const jb_export *from)
{
    return from->plan->rules.seats == JB_SEATS_TEAMS;
}

const jb_result_participant *jb_export_player(const jb_export *from, uint32_t player)
{
    for (uint32_t i = 0; i < from->results->participant_count; i++) {
        if (from->results->participants[i].player == player) {
            return &from->results->participants[i];
        }
    }
    return NULL;
}

jb_slice jb_export_winner(const jb_export *from, const jb_awarded *won)
{
    if (from->plan->rules.awards[won->award].team) {
        return jb_export_team(from, won->number);
    }
    const jb_result_participant *row = jb_export_player(from, won->number);
    return row ? jb_buffer_slice(&row->name) : jb_slice_of("");
}

uint32_t jb_export_question(const jb_export *from, uint32_t turn)
{
    uint32_t question = from->results->questions[turn - 1].question;
    return question < from->plan->rules.question_count ? question : JB_NO_QUESTION;
}

uint32_t jb_export_part(const jb_export *from, const jb_result_question *turn)
{
    const jb_window_rules *window = from->plan->rules.window;
    uint32_t section = 0;
    if (!window) {
        return jb_rules_round_of(&from->plan->rules, turn->turn);
    }
    while (section + 1 < window->section_count &&
           turn->question >= window->sections[section + 1].first) {
        section++;
    }
    return section;
}

int64_t jb_export_round_points(const jb_export *from, uint32_t team, uint32_t round)
{
    const jb_results *results = from->results;
    return results->rounds[(size_t)(team - 1) * results->round_count + round];
}

bool jb_export_asked(const jb_export *from, const jb_result_question *turn)
{
    return turn->played && jb_export_question(from, turn->turn) != JB_NO_QUESTION;
}

bool jb_export_has_overtime(const jb_export *from)
{
    bool overtime = false;
    for (uint32_t i = 0; i < from->plan->rules.round_count; i++) {
        overtime = overtime || from->plan->rules.rounds[i].overtime;
    }
    return overtime;
}

jb_slice jb_export_reason(const jb_export *from, const jb_result_change *change)
{
    return (jb_slice){ .bytes = jb_buffer_text(&from->results->reasons) + change->text,
                       .size = change->text_size };
}

jb_status jb_export_write(const jb_export *from, jb_export_format format, jb_buffer *out,
                          jb_buffer *why)
{
    jb_status status = JB_OK;
    JB_ASSERT(from->results->depth >= jb_export_depth(format, from->answers));
    switch (format) {
    case JB_EXPORT_JSON:
        status = jb_export_json(from, out);
        break;
    case JB_EXPORT_CSV:
        jb_export_csv(from, out);
        break;
    case JB_EXPORT_XLSX:
        status = jb_export_xlsx(from, out, why);
        break;
    case JB_EXPORT_LOG:
    case JB_EXPORT_COUNT:
        JB_ASSERT(format < JB_EXPORT_LOG);
        break;
    }
    if (status == JB_OK && out->failed) {
        status = JB_ERR_MEMORY;
    }
    if (status == JB_ERR_MEMORY && why && why->size == 0) {
        jb_buffer_append_text(why, "memory has run out");
    }
    return status;
}
