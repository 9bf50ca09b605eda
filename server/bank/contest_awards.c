/* What a contest gives away, to whom; and what the hall plays for. */
#include "contest_internal.h"

#include <inttypes.h>

#include "jinbang/assert.h"

enum {
    PLACES_MAX = JB_PLAYERS_MAX,
    HALL_MS_DEFAULT = 20000
};

const char *jb_award_for_name(jb_award_for to)
{
    static const char *const names[] = { "participant", "team" };
    _Static_assert(sizeof names / sizeof names[0] == JB_AWARD_FOR_COUNT, "a name each");
    return (size_t)to < JB_AWARD_FOR_COUNT ? names[to] : NULL;
}

static const char *award_for_name(uint32_t to)
{
    return jb_award_for_name((jb_award_for)to);
}

static const char *award_by_name(uint32_t by)
{
    return jb_award_by_name((jb_award_by)by);
}

static bool read_award(jb_reader *reader, const cJSON *node, jb_award_for usual,
                       jb_contest_award *award)
{
    enum {
        TITLE,
        PLACES,
        TO,
        BY,
        AT_LEAST,
        COUNT
    };
    static const jb_field fields[] = {
        [TITLE] = { .name = "title", .types = JB_IS_OBJECT, .required = true },
        [PLACES] = { .name = "places", .types = JB_IS_NUMBER },
        [TO] = { .name = "for", .types = JB_IS_STRING },
        [BY] = { .name = "by", .types = JB_IS_STRING },
        [AT_LEAST] = { .name = "at_least", .types = JB_IS_NUMBER },
    };
    static const jb_shape shape = {
        .what = "An award",
        .fields = fields,
        .field_count = COUNT,
        .x_keys = true,
    };
    const cJSON *values[COUNT];
    int64_t places = 1;
    uint32_t to = usual;
    uint32_t by = JB_AWARD_BY_SCORE;
    bool good = jb_read_object(reader, node, &shape, values);
    good = (!values[TITLE] || jb_read_map(reader, values[TITLE])) && good;
    good = (!values[PLACES] || jb_read_integer(reader, values[PLACES], 1, PLACES_MAX, &places)) &&
           good;
    good = (!values[TO] || jb_read_name(reader, values[TO], award_for_name, &to)) && good;
    good = (!values[BY] || jb_read_name(reader, values[BY], award_by_name, &by)) && good;
    *award = (jb_contest_award){ .node = node,
                                 .title = values[TITLE],
                                 .places_node = values[PLACES],
                                 .to_node = values[TO],
                                 .by_node = values[BY],
                                 .least_node = values[AT_LEAST],
                                 .places = (uint32_t)places,
                                 .to = (jb_award_for)to,
                                 .by = (jb_award_by)by };
    if (values[AT_LEAST]) {
        good = jb_read_points(reader, values[AT_LEAST], -JB_POINTS_MAX, &award->at_least) && good;
        award->has_least = true;
    }
    return good;
}

static bool plays_off(const jb_rules *rules)
{
    for (uint8_t i = 0; i < rules->tie_count; i++) {
        if (rules->ties[i] == JB_TIE_PLAYOFF) {
            return true;
        }
    }
    return false;
}

/* Where awards of those who compete end: a tie across such a place decides something. Without any
 * the first place does. */
static void settle_ends(jb_contest *contest)
{
    jb_rules *rules = &contest->rules;
    bool teams = rules->seats == JB_SEATS_TEAMS;
    uint32_t end = 0;
    for (uint32_t i = 0; i < contest->award_count; i++) {
        const jb_contest_award *award = &contest->awards[i];
        if ((award->to == JB_AWARD_FOR_TEAM) == teams && award->by == JB_AWARD_BY_SCORE) {
            end += award->places;
            rules->award_ends[rules->award_count++] = end;
        }
    }
    if (rules->award_count == 0 && plays_off(rules)) {
        rules->award_ends[rules->award_count++] = 1;
    }
}

bool jb_contest_awards_read(jb_reader *reader, const cJSON *node, jb_memory *memory,
                            jb_contest *contest)
{
    bool good = !node || jb_read_length(reader, node, 0, JB_AWARDS_MAX);
    if (node && good) {
        contest->awards = jb_memory_take(memory, jb_node_length(node), sizeof *contest->awards);
        if (!contest->awards) {
            reader->out_of_memory = true;
            return false;
        }
        jb_award_for usual =
            contest->rules.seats == JB_SEATS_TEAMS ? JB_AWARD_FOR_TEAM : JB_AWARD_FOR_PARTICIPANT;
        const cJSON *item = NULL;
        cJSON_ArrayForEach(item, node) {
            good =
                read_award(reader, item, usual, &contest->awards[contest->award_count++]) && good;
        }
    }
    settle_ends(contest);
    return good;
}

static const char *hall_when_name(uint32_t when)
{
    return jb_hall_when_name((jb_hall_when)when);
}

/* Settings of a hall that never answers. */
static bool check_never(jb_reader *reader, const cJSON *const *values, const jb_rules *rules)
{
    bool good = true;
    for (int i = 1; i < 3; i++) {
        if (values[i] && rules->hall == JB_HALL_NEVER) {
            jb_clash(reader, values[i], values[0], "setting_not_used",
                     "The hall never answers, so \"%s\" does nothing; take it out.",
                     values[i]->string);
            good = false;
        }
    }
    return good;
}

static bool read_hall(jb_reader *reader, const cJSON *node, jb_rules *rules)
{
    enum {
        WHEN,
        RIGHT,
        SECONDS,
        COUNT
    };
    static const jb_field fields[] = {
        [WHEN] = { .name = "when", .types = JB_IS_STRING },
        [RIGHT] = { .name = "right", .types = JB_IS_NUMBER },
        [SECONDS] = { .name = "seconds", .types = JB_IS_NUMBER },
    };
    static const jb_shape shape = {
        .what = "\"hall\"",
        .fields = fields,
        .field_count = COUNT,
        .x_keys = true,
    };
    const cJSON *values[COUNT];
    uint32_t when = JB_HALL_ALONG;
    bool good = jb_read_object(reader, node, &shape, values);
    good = (!values[WHEN] || jb_read_name(reader, values[WHEN], hall_when_name, &when)) && good;
    good = (!values[RIGHT] || jb_read_points(reader, values[RIGHT], 0, &rules->hall_right)) && good;
    good = (!values[SECONDS] ||
            jb_read_milliseconds(reader, values[SECONDS], JB_SECONDS_MAX, &rules->hall_ms)) &&
           good;
    rules->hall = (jb_hall_when)when;
    return good && check_never(reader, values, rules);
}

bool jb_contest_hall_read(jb_reader *reader, jb_contest *contest)
{
    jb_rules *rules = &contest->rules;
    const cJSON *node = contest->at[JB_CONTEST_HALL];
    const cJSON *seats = contest->at[JB_CONTEST_SEATS];
    rules->hall = JB_HALL_NEVER;
    if (rules->seats != JB_SEATS_TEAMS) {
        if (!node) {
            return true;
        }
        jb_clash(reader, node, seats ? seats : contest->node, "hall_without_stage",
                 "Everybody competes here, so there is no hall; say \"seats\": \"teams\", or take "
                 "\"hall\" out.");
        return false;
    }
    /* Where everybody must be in a team nobody is left for a hall. */
    rules->hall = rules->team_required ? JB_HALL_NEVER : JB_HALL_ALONG;
    rules->hall_right = 10 * JB_POINTS_UNIT;
    rules->hall_ms = HALL_MS_DEFAULT;
    if (!node) {
        return true;
    }
    bool good = read_hall(reader, node, rules);
    if (good && rules->team_required && rules->hall != JB_HALL_NEVER) {
        jb_clash(reader, node, contest->at[JB_CONTEST_TEAM_REQUIRED], "hall_without_people",
                 "Everybody must join a team, so nobody is in the hall; take one of them out.");
        good = false;
    }
    return good;
}
