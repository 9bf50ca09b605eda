/* Who of a team plays at once, and how often it may substitute: "substitutions" of a contest file.
 */
#include "contest_internal.h"

#include <inttypes.h>

enum {
    FIELDED,
    MAX,
    WHEN,
    COUNT,
    SUBSTITUTIONS_MAX = 1000
};

static const char *when_name(uint32_t value)
{
    return jb_substitute_name((jb_substitute)value);
}

static bool read_values(jb_reader *reader, const cJSON *const *values, jb_rules *rules)
{
    int64_t fielded = 0;
    int64_t most = 0;
    uint32_t when = JB_SUBSTITUTE_ROUNDS;
    bool good = jb_read_integer(reader, values[FIELDED], 1, JB_MEMBERS_MAX, &fielded);
    good = jb_read_integer(reader, values[MAX], 0, SUBSTITUTIONS_MAX, &most) && good;
    good = (!values[WHEN] || jb_read_name(reader, values[WHEN], when_name, &when)) && good;
    rules->fielded = (uint32_t)fielded;
    rules->substitutions = (uint32_t)most;
    rules->substitute_when = (jb_substitute)when;
    if (good && values[WHEN] && most == 0) {
        jb_clash(reader, values[WHEN], values[MAX], "setting_not_used",
                 "Nobody is substituted, so \"when\" does nothing; take it out.");
        good = false;
    }
    return good;
}

/* How many a team has, and where the file says so; 0: it does not. */
static uint32_t size_of(const jb_contest_team *team, const cJSON **node)
{
    *node = team->members ? team->members : cJSON_GetObjectItemCaseSensitive(team->node, "roster");
    return team->members ? team->member_count : team->roster;
}

static bool check_sizes(jb_reader *reader, const jb_contest *contest, const cJSON *const *values)
{
    const jb_rules *rules = &contest->rules;
    bool good = true;
    bool reserves = false;
    for (uint32_t i = 0; i < contest->team_count; i++) {
        const cJSON *node = NULL;
        uint32_t size = size_of(&contest->teams[i], &node);
        reserves = reserves || size == 0 || size > rules->fielded;
        if (size > 0 && size < rules->fielded) {
            jb_clash(reader, node, values[FIELDED], "too_few_to_field",
                     "%" PRIu32 " of each team play at once, but this team has %" PRIu32
                     "; name more, or lower \"fielded\".",
                     rules->fielded, size);
            good = false;
        }
    }
    if (good && !reserves && rules->substitutions > 0) {
        jb_clash(reader, values[MAX], contest->at[JB_CONTEST_TEAMS], "nobody_on_the_bench",
                 "Every member of every team plays, so nobody can come in; name reserves, or take "
                 "\"substitutions\" out.");
        good = false;
    }
    return good;
}

bool jb_contest_substitutions_read(jb_reader *reader, jb_contest *contest)
{
    static const jb_field fields[] = {
        [FIELDED] = { .name = "fielded", .types = JB_IS_NUMBER, .required = true },
        [MAX] = { .name = "max", .types = JB_IS_NUMBER, .required = true },
        [WHEN] = { .name = "when", .types = JB_IS_STRING },
    };
    static const jb_shape shape = {
        .what = "\"substitutions\"",
        .fields = fields,
        .field_count = COUNT,
        .x_keys = true,
    };
    const cJSON *node = contest->at[JB_CONTEST_SUBSTITUTIONS];
    const cJSON *seats = contest->at[JB_CONTEST_SEATS];
    const cJSON *values[COUNT];
    if (!node) {
        return true;
    }
    if (contest->rules.seats != JB_SEATS_TEAMS) {
        jb_clash(reader, node, seats ? seats : contest->node, "substitutions_without_teams",
                 "Only teams that compete have reserves; say \"seats\": \"teams\", or take "
                 "\"substitutions\" out.");
        return false;
    }
    return jb_read_object(reader, node, &shape, values) &&
           read_values(reader, values, &contest->rules) && check_sizes(reader, contest, values);
}
