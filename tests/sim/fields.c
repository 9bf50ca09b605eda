/*
 * What may be in a frame at all. Every object in a frame for a player, a judge or the wall is
 * compared with a list of its members, so that nothing can slip out under a name that nobody has
 * thought of. Whether a member may be there at this moment, and is true, is looked at elsewhere.
 * A new field of the protocol is a new word here.
 */
#include <string.h>

#include "sim.h"

#define ANY  "*" /* an answer in one of its shapes: looked at where it is compared */
#define TEXT "%" /* a text for people in every language of the contest */

/* By path from the message; lists of objects are passed through. */
static const struct {
    const char *path, *members;
} shapes[] = {
    { "state", "type seq phase paused reason now players admit round question stage seats opens_at "
               "closes_at left_ms ends_at answer tally explanation source top team_top notice "
               "substitutions" },
    { "state.substitutions", "fielded max when now" },
    { "state.round", "n of format title first turns seconds points speed seats_order values stock "
                     "early tries too_close cap overtime start may_name help_allowed run_seconds "
                     "safe judges marks wager" },
    { "state.round.title", TEXT },
    { "state.round.stock", "value left" },
    { "state.round.marks", "min max" },
    { "state.round.wager", "min max step limit none seconds" },
    { "state.question", "turn n of kind prompt options targets blanks unit media points change" },
    { "state.question.prompt", TEXT },
    { "state.question.unit", TEXT },
    { "state.question.options", "id text media" },
    { "state.question.options.text", TEXT },
    { "state.question.targets", "id text media" },
    { "state.question.targets.text", TEXT },
    { "state.stage", "turn step seat owner member member_name value tries verdict buzz foul marks "
                     "mean marked hall passed" },
    { "state.stage.verdict", "seat is points" },
    { "state.stage.buzz", "seat elapsed second margin uncertainty too_close" },
    { "state.stage.foul", "seat kind points" },
    { "state.stage.marks", "judge value" },
    { "state.seats", "seat name score rank may barred out over tied fouls rung taken stake "
                     "substitutions_left" },
    { "state.seats.fielded", "n name removed" },
    { "state.seats.bench", "n name removed" },
    { "state.seats.name", TEXT },
    { "state.answer", ANY },
    { "state.tally", "answered right counts hall" },
    { "state.tally.counts", ANY },
    { "state.tally.hall", "answered right counts" },
    { "state.tally.hall.counts", ANY },
    { "state.explanation", TEXT },
    { "state.source", TEXT },
    { "state.top", "rank player name team score moved gained streak" },
    { "state.team_top", "rank name score members" },
    { "state.team_top.name", TEXT },
    { "state.notice", "id text" },
    { "state.fastest", "name elapsed" },
    { "you", "type player name team score rank of turn answered answer elapsed correct points "
             "moved streak right asked best_streak fastest above below seat may locked_out stake "
             "bench" },
    { "you.answer", ANY },
    { "you.above", "rank name score" },
    { "you.below", "rank name score" },
    { "tally", "type turn answered players staked stakers hall" },
    { "tally.hall", "answered players" },
    { "ack", "type turn elapsed" },
    { "pong", "type t0 t1" },
    { "error", "type code message re turn late_ms" },
    { "bye", "type reason banned" },
    { "waiting", "type" },
    { "welcome", "type role player token name team judge contest now" },
    { "welcome.contest", "id code title languages default_language screen_languages teams seats "
                         "judges join_url" },
    { "welcome.contest.title", TEXT },
    { "welcome.contest.teams", "name members" },
    { "welcome.contest.teams.name", TEXT },
};

enum {
    PATH_MAX_HERE = 96
};

static bool has_word(const char *words, const char *word)
{
    size_t size = strlen(word);
    for (const char *at = strstr(words, word); at; at = strstr(at + 1, word)) {
        bool begins = at == words || at[-1] == ' ';
        if (size > 0 && begins && (at[size] == ' ' || at[size] == '\0')) {
            return true;
        }
    }
    return false;
}

static const char *members_of(const char *path)
{
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        if (strcmp(shapes[i].path, path) == 0) {
            return shapes[i].members;
        }
    }
    return "";
}

/* What the wall is shown besides. */
static bool is_for_the_wall(const sim_connection *connection, const char *path, const char *key)
{
    const char *members = strcmp(path, "state") == 0         ? "names fastest head head_entry blank"
                          : strcmp(path, "state.seats") == 0 ? "fielded bench"
                                                             : "";
    return connection->role == JB_ROLE_SCREEN && has_word(members, key);
}

typedef struct place {
    const cJSON *object;
    char path[PATH_MAX_HERE];
} place;

enum {
    PLACES_MAX = 256
};

typedef struct search {
    const sim *s;
    const sim_connection *connection;
    const char *text;
    place places[PLACES_MAX]; /* objects not yet looked at */
    size_t count;
} search;

static void put_place(search *all, const cJSON *object, const char *path, const char *key)
{
    if (all->count == PLACES_MAX) {
        sim_fail(all->s, "a frame with more objects than anybody needs: %s", all->text);
    }
    place *added = &all->places[all->count++];
    added->object = object;
    (void)snprintf(added->path, sizeof added->path, "%s%s%s", path, key[0] ? "." : "", key);
}

static void look_at(search *all, const place *at)
{
    const char *members = members_of(at->path);
    const cJSON *member = NULL;
    if (strcmp(members, ANY) == 0) {
        return;
    }
    cJSON_ArrayForEach(member, at->object) {
        const cJSON *line = NULL;
        const char *key = member->string ? member->string : "";
        bool allowed =
            strcmp(members, TEXT) == 0
                ? cJSON_IsString(member) && has_word("en und", key)
                : has_word(members, key) || is_for_the_wall(all->connection, at->path, key);
        if (!allowed) {
            sim_fail(all->s, "a %s reads `%s.%s`, which is not in the protocol: %s",
                     jb_role_name(all->connection->role), at->path, key, all->text);
        }
        if (cJSON_IsObject(member)) {
            put_place(all, member, at->path, key);
        }
        cJSON_ArrayForEach(line, member) {
            if (cJSON_IsArray(member) && cJSON_IsObject(line)) {
                put_place(all, line, at->path, key);
            }
        }
    }
}

void sim_check_fields(const sim *s, const sim_connection *connection, const cJSON *tree,
                      const char *text)
{
    static search all;
    const char *type = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(tree, "type"));
    const char *role = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(tree, "role"));
    if (connection->role == JB_ROLE_HOST || (role && strcmp(role, "host") == 0)) {
        return; /* the host may know everything */
    }
    all.s = s;
    all.connection = connection;
    all.text = text;
    all.count = 0;
    put_place(&all, tree, type ? type : "", "");
    while (all.count > 0) {
        place at = all.places[--all.count];
        look_at(&all, &at);
    }
}
