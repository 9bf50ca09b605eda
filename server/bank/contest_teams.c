/* The teams of a contest file: names that people can read and tell apart, rosters, members. */
#include "contest_internal.h"

#include "jinbang/assert.h"
#include "jinbang/mix.h"
#include "jinbang/text.h"

enum {
    ROSTER_MAX = 1000000
};

/* What a name is called, and what a second one of the same spelling. */
typedef struct name_words {
    const char *whose;
    const char *other;
    const char *code;
} name_words;

static const name_words team_words = {
    .whose = "A team's name",
    .other = "Another team",
    .code = "duplicate_team",
};
static const name_words member_words = {
    .whose = "A member's name",
    .other = "Another member of the team",
    .code = "duplicate_member",
};

/* Whose names are read: the owners stand in a list, in the order of their numbers. */
typedef struct name_list {
    const name_words *words;
    const cJSON *owners;
    jb_id_set names;
} name_list;

/* One spelling of a name; nobody else in the list may have it. */
static bool read_name(jb_reader *reader, const cJSON *node, name_list *list, uint32_t owner)
{
    const name_words *words = list->words;
    if (!cJSON_IsString(node)) {
        jb_fault(reader, node, "wrong_type", "%s must be a text.", words->whose);
        return false;
    }
    jb_buffer clean;
    jb_buffer folded;
    jb_buffer_init(&clean, 0);
    jb_buffer_init(&folded, 0);
    uint32_t other = owner;
    jb_status status = jb_name_clean(jb_node_slice(node), &clean);
    if (status == JB_OK) {
        status = jb_text_fold(jb_buffer_slice(&clean), &folded);
    }
    if (status == JB_OK) {
        uint64_t hash = jb_mix_bytes(JB_MIX_START, jb_buffer_text(&folded), folded.size);
        status = jb_id_set_add_hash(&list->names, hash, &other);
        status = status == JB_ERR_EXISTS && other == owner ? JB_OK : status;
    }
    if (status == JB_ERR_MEMORY) {
        reader->out_of_memory = true;
    } else if (status == JB_ERR_EXISTS) {
        jb_clash(reader, node, cJSON_GetArrayItem(list->owners, (int)other), words->code,
                 "%s has the name \"%.120s\".", words->other, node->valuestring);
    } else if (status == JB_ERR_LIMIT) {
        jb_fault(reader, node, "too_long", "%s may have %d characters.", words->whose,
                 JB_NAME_GRAPHEMES_MAX);
    } else if (status != JB_OK) {
        jb_fault(reader, node, "bad_name", "%s must be visible and hold no control characters.",
                 words->whose);
    }
    jb_buffer_finish(&folded);
    jb_buffer_finish(&clean);
    return status == JB_OK;
}

static bool read_names(jb_reader *reader, const cJSON *node, name_list *list, uint32_t team)
{
    if (cJSON_IsString(node)) {
        return read_name(reader, node, list, team);
    }
    if (!jb_read_map(reader, node)) {
        return false;
    }
    bool good = true;
    const cJSON *text = NULL;
    cJSON_ArrayForEach(text, node) {
        good = read_name(reader, text, list, team) && good;
    }
    return good;
}

/* The named members of a team, each once. */
static bool read_members(jb_reader *reader, const cJSON *list, jb_contest_team *team)
{
    if (!jb_read_length(reader, list, 1, JB_MEMBERS_MAX)) {
        return false;
    }
    bool good = true;
    name_list members = { .words = &member_words, .owners = list };
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, list) {
        good = read_name(reader, item, &members, team->member_count++) && good;
    }
    team->members = list;
    jb_id_set_finish(&members.names);
    return good;
}

static bool read_team(jb_reader *reader, const cJSON *node, name_list *list, uint32_t number,
                      jb_contest_team *team)
{
    static const jb_field fields[] = {
        { .name = "name", .types = JB_IS_STRING | JB_IS_OBJECT, .required = true },
        { .name = "roster", .types = JB_IS_NUMBER },
        { .name = "members", .types = JB_IS_ARRAY },
    };
    static const jb_shape shape = {
        .what = "A team",
        .fields = fields,
        .field_count = 3,
        .x_keys = true,
    };
    *team = (jb_contest_team){ .node = node, .name = node };
    if (cJSON_IsString(node)) {
        return read_name(reader, node, list, number);
    }
    const cJSON *values[3];
    if (!jb_read_object(reader, node, &shape, values)) {
        return false;
    }
    int64_t roster = 0;
    bool good = read_names(reader, values[0], list, number);
    good = (!values[1] || jb_read_integer(reader, values[1], 1, ROSTER_MAX, &roster)) && good;
    good = (!values[2] || read_members(reader, values[2], team)) && good;
    team->name = values[0];
    team->roster = (uint32_t)roster;
    return good;
}

bool jb_contest_teams_read(jb_reader *reader, const cJSON *node, jb_memory *memory,
                           jb_contest *contest)
{
    if (!jb_read_length(reader, node, 0, JB_TEAMS_MAX)) {
        return false;
    }
    contest->teams = jb_memory_take(memory, jb_node_length(node), sizeof *contest->teams);
    if (!contest->teams) {
        reader->out_of_memory = true;
        return false;
    }
    bool good = true;
    name_list list = { .words = &team_words, .owners = node };
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, node) {
        uint32_t number = contest->team_count++;
        JB_ASSERT(number < JB_TEAMS_MAX);
        good = read_team(reader, item, &list, number, &contest->teams[number]) && good;
    }
    jb_id_set_finish(&list.names);
    return good;
}
