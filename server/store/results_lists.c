/*
 * What the engine has at the end of a log, taken down: participants and teams in their order, the
 * named members of teams by what they answered, and the names that people saw.
 */
#include <stdlib.h>

#include "jinbang/assert.h"
#include "jinbang/names.h"
#include "results_replay.h"
#include "store_internal.h"

/* ---- participants ---- */

static void add_participant(jb_replay *in, uint32_t number)
{
    const jb_seat *player = jb_engine_player(in->engine, number);
    jb_result_participant *made = &in->results->participants[in->results->participant_count++];

    *made = (jb_result_participant){
        .rank = player->rank,
        .player = number,
        .team = player->team,
        .score = player->score,
        .correct = player->correct,
        .answered = in->answered[number - 1],
        .time_ms = player->time_ms,
        .overtime = player->overtime,
    };
    in->results->took_part += in->rules->window == NULL;
    if (in->rules->window != NULL) {
        const jb_paper *paper = jb_engine_paper(in->engine, number);

        made->papers = paper->papers;
        made->finished_at = paper->papers > 0 ? paper->finished_at : 0;
        in->results->took_part += paper->papers > 0;
    }
    jb_buffer_init(&made->name, JB_NAME_BYTES_MAX + JB_NAME_NUMBER_MAX);
}

/* The ranking as it stands; then, by their numbers, those who came after it was made. */
static jb_status list_participants(jb_replay *in)
{
    const jb_engine_view *view = jb_engine_look(in->engine);
    uint32_t count = 0;
    const uint32_t *ranking = jb_engine_ranking(in->engine, &count);
    bool *listed = calloc((size_t)view->joined + 1, sizeof(*listed));

    in->results->participants =
        calloc((size_t)view->active + 1, sizeof(*in->results->participants));
    if (listed == NULL || in->results->participants == NULL) {
        free(listed);
        return JB_ERR_MEMORY;
    }
    for (uint32_t i = 0; i < count; i++) {
        const jb_seat *player = jb_engine_player(in->engine, ranking[i]);

        JB_ASSERT(player != NULL);
        if (player->status == JB_PLAYER_IN && player->rank > 0) {
            listed[ranking[i]] = true;
            add_participant(in, ranking[i]);
        }
    }
    for (uint32_t number = 1; number <= view->joined; number++) {
        if (!listed[number] && jb_engine_player(in->engine, number)->status == JB_PLAYER_IN) {
            add_participant(in, number);
        }
    }
    free(listed);
    JB_ASSERT(in->results->participant_count == view->active);
    return JB_OK;
}

/* ---- teams ---- */

static jb_result_team team_of_people(const jb_team *team)
{
    return (jb_result_team){ .rank = team->rank, .members = team->members, .score = team->score };
}

static jb_result_team team_that_competes(const jb_replay *in, const jb_team *team, uint32_t number)
{
    const jb_seat *seat = jb_engine_seat(in->engine, number);

    JB_ASSERT(seat != NULL);
    return (jb_result_team){
        .rank = seat->rank,
        .members = team->members,
        .score = seat->score,
        .overtime = seat->overtime,
        .correct = seat->correct,
        .answered = in->answered[in->rules->players_max + number - 1],
        .fouls = in->fouls[number - 1],
        .time_ms = seat->time_ms,
    };
}

static void add_team(jb_replay *in, uint32_t number)
{
    const jb_team *team = jb_engine_team(in->engine, number);
    jb_result_team *made = &in->results->teams[in->results->team_count++];

    JB_ASSERT(team != NULL);
    *made = in->rules->seats == JB_SEATS_TEAMS ? team_that_competes(in, team, number)
                                               : team_of_people(team);
    made->team = number;
    if (in->rules->window != NULL) {
        made->unit = *jb_engine_unit(in->engine, number);
    }
}

/* The ranking as it stands; before there is one, by their numbers. */
static jb_status list_teams(jb_replay *in)
{
    uint32_t count = 0;
    const uint32_t *ranking = jb_engine_team_ranking(in->engine, &count);
    bool *listed = calloc((size_t)in->rules->team_count + 1, sizeof(*listed));

    in->results->teams = calloc((size_t)in->rules->team_count + 1, sizeof(*in->results->teams));
    if (listed == NULL || in->results->teams == NULL) {
        free(listed);
        return JB_ERR_MEMORY;
    }
    for (uint32_t i = 0; i < count; i++) {
        listed[ranking[i]] = true;
        add_team(in, ranking[i]);
    }
    for (uint32_t number = 1; in->rules->seats == JB_SEATS_TEAMS && number <= in->rules->team_count;
         number++) {
        if (!listed[number]) {
            add_team(in, number);
        }
    }
    free(listed);
    return JB_OK;
}

/* ---- members ---- */

static bool members_are_ranked(const jb_rules *rules)
{
    bool by_turns = false;

    for (uint32_t i = 0; i < rules->round_count; i++) {
        by_turns = by_turns || rules->rounds[i].speaker == JB_SPEAKER_MEMBER;
    }
    return by_turns && rules->seats == JB_SEATS_TEAMS && rules->team_members != NULL;
}

/* Better ones first; equal ones by their numbers, to be listed the same way always. */
static int compare_members(const void *left, const void *right)
{
    const jb_result_member *a = left;
    const jb_result_member *b = right;

    if (a->score != b->score) {
        return a->score > b->score ? -1 : 1;
    }
    if (a->correct != b->correct) {
        return a->correct > b->correct ? -1 : 1;
    }
    if (a->team != b->team) {
        return a->team < b->team ? -1 : 1;
    }
    return (a->member > b->member) - (a->member < b->member);
}

static void rank_members(jb_result_member *members, uint32_t count)
{
    qsort(members, count, sizeof(*members), compare_members);
    for (uint32_t i = 0; i < count; i++) {
        const bool equal = i > 0 && members[i].score == members[i - 1].score &&
                           members[i].correct == members[i - 1].correct;

        members[i].rank = equal ? members[i - 1].rank : i + 1;
    }
}

static jb_status list_members(jb_replay *in)
{
    const jb_rules *rules = in->rules;
    jb_results *results = in->results;
    size_t count = 0;

    if (!members_are_ranked(rules)) {
        return JB_OK;
    }
    for (uint32_t team = 1; team <= rules->team_count; team++) {
        count += rules->team_members[team - 1];
    }
    results->members = calloc(count + 1, sizeof(*results->members));
    if (results->members == NULL) {
        return JB_ERR_MEMORY;
    }
    for (uint32_t team = 1; team <= rules->team_count; team++) {
        for (uint32_t number = 1; number <= rules->team_members[team - 1]; number++) {
            const jb_member *member = jb_engine_member(in->engine, team, number);

            JB_ASSERT(member != NULL);
            results->members[results->member_count++] =
                (jb_result_member){ .team = team,
                                    .member = number,
                                    .score = member->score,
                                    .correct = member->correct,
                                    .asked = member->asked };
        }
    }
    rank_members(results->members, results->member_count);
    return JB_OK;
}

/* ---- names ---- */

/* Where each player stands in the list, while names are put to them. */
typedef struct name_finder {
    jb_results *results;
    uint32_t *places; /* by player number: position + 1; 0: not in the list */
    uint32_t player_max;
    jb_names names; /* of all, also of those who were removed: the numbers are those people saw */
    bool failed;
} name_finder;

static bool put_name(void *user, const jb_participant_row *row)
{
    name_finder *finder = user;
    uint32_t place = row->player <= finder->player_max ? finder->places[row->player] : 0;
    jb_buffer shown;

    jb_buffer_init(&shown, 0);
    finder->failed = jb_names_show(&finder->names, row->name, &shown) != JB_OK || finder->failed;
    if (place > 0) {
        jb_buffer *name = &finder->results->participants[place - 1].name;

        jb_buffer_clear(name);
        jb_buffer_append(name, jb_buffer_text(&shown), shown.size);
        finder->failed = finder->failed || name->failed;
    }
    jb_buffer_finish(&shown);
    return !finder->failed;
}

static jb_status put_names(jb_db *db, jb_replay *in)
{
    const uint32_t joined = jb_engine_look(in->engine)->joined;
    name_finder finder = { .results = in->results, .player_max = joined };
    jb_status status;

    finder.places = calloc((size_t)joined + 1, sizeof(*finder.places));
    if (finder.places == NULL) {
        return JB_ERR_MEMORY;
    }
    for (uint32_t i = 0; i < in->results->participant_count; i++) {
        finder.places[in->results->participants[i].player] = i + 1;
    }
    status = jb_db_participant_list(db, in->contest->contest, put_name, &finder);
    jb_names_finish(&finder.names);
    free(finder.places);
    if (status != JB_OK) {
        jb_say(in->why, "%s", jb_db_why(db));
        return status;
    }
    if (finder.failed) {
        jb_say(in->why, "a stored name is not one that this program takes");
        return JB_ERR_CORRUPT;
    }
    return JB_OK;
}

jb_status jb_list_all(jb_db *db, jb_replay *in)
{
    jb_status status = list_participants(in);

    if (status == JB_OK) {
        status = list_teams(in);
    }
    if (status == JB_OK) {
        status = list_members(in);
    }
    if (status == JB_OK) {
        status = jb_list_awards(in);
    }
    return status == JB_OK ? put_names(db, in) : status;
}
