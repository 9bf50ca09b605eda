/*
 * Results from the log: a replay through the engine, which refuses what cannot follow and gives the
 * ranking, and a count over the same entries for what the engine has no need to know: how a
 * question went. The engine keeps only the present turn, so the figures of a turn are made when its
 * score entries come in.
 */
#include "jinbang/results.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/names.h"
#include "results_answers.h"
#include "store_internal.h"

/* What is counted on the way, all of it by player number - 1 or for the turn being scored. */
typedef struct replay {
    const jb_contest_row *contest;
    const jb_rules *rules;
    void *memory;
    jb_engine *engine;
    jb_results *results;
    jb_buffer *why;
    jb_status status;
    uint32_t *options;     /* of the player's answer in turn `options_turn` */
    uint32_t *option_turn; /* 0: none yet */
    uint32_t *answered;    /* score entries that had an answer */
    uint32_t turn;         /* whose figures are below; 0: none */
    jb_time *times;        /* fair times of its answers */
    uint32_t time_count;
    jb_answer_book book; /* from JB_RESULTS_QUESTIONS on */
} replay;

static bool has_options(jb_kind kind)
{
    return kind == JB_KIND_SINGLE || kind == JB_KIND_MULTIPLE || kind == JB_KIND_TRUEFALSE;
}

/* Wrong is what earns nothing. */
static bool is_wrong(const jb_key *key, uint32_t option)
{
    if (key->kind == JB_KIND_SINGLE && key->weights != NULL) {
        return key->weights[option] <= 0;
    }
    return (key->correct >> option & 1) == 0;
}

static int compare_times(const void *left, const void *right)
{
    const jb_time a = *(const jb_time *)left;
    const jb_time b = *(const jb_time *)right;

    return (a > b) - (a < b);
}

/* The middle one, or the mean of the two in the middle, rounded up. */
static jb_time median_of(jb_time *times, uint32_t count)
{
    if (count == 0) {
        return 0;
    }
    qsort(times, count, sizeof(*times), compare_times);
    if (count % 2 == 1) {
        return times[count / 2];
    }
    return (times[count / 2 - 1] + times[count / 2] + 1) / 2;
}

/* The first of those chosen most. */
static int32_t wrong_most(const uint32_t *counts, const jb_key *key)
{
    int32_t most = -1;

    for (uint32_t i = 0; has_options(key->kind) && i < key->option_count; i++) {
        if (is_wrong(key, i) && counts[i] > (most < 0 ? 0 : counts[most])) {
            most = (int32_t)i;
        }
    }
    return most;
}

static bool has_book(const replay *in)
{
    return in->results->depth >= JB_RESULTS_QUESTIONS;
}

/* All score entries of the turn are in. */
static void close_turn(replay *in)
{
    jb_result_question *question;

    if (in->turn == 0) {
        return;
    }
    question = &in->results->questions[in->turn - 1];
    question->median_ms = median_of(in->times, in->time_count);
    question->wrong_most = wrong_most(question->counts, &in->rules->questions[in->turn - 1].key);
    question->wrong_most_count =
        question->wrong_most < 0 ? 0 : question->counts[question->wrong_most];
    if (has_book(in) && in->status == JB_OK) {
        in->status = jb_book_turn_over(&in->book, in->turn);
    }
    in->turn = 0;
    in->time_count = 0;
}

static void count_score(replay *in, const jb_score *score)
{
    jb_result_question *question = &in->results->questions[in->turn - 1];
    const uint32_t player = score->seat - 1;

    if (has_book(in) && in->status == JB_OK) {
        in->status = jb_book_scored(&in->book, in->turn, score, jb_engine_look(in->engine)->joined);
    }
    if (!score->answered) {
        return;
    }
    JB_ASSERT(player < in->rules->players_max);
    JB_ASSERT(in->time_count < in->rules->players_max);
    question->answered++;
    question->right += score->correct ? 1 : 0;
    in->answered[player]++;
    in->times[in->time_count++] = score->elapsed_ms;
    for (uint32_t i = 0; in->option_turn[player] == in->turn && i < JB_OPTIONS_MAX; i++) {
        question->counts[i] += in->options[player] >> i & 1;
    }
}

/* The engine has taken the event, so its numbers are in range. */
static void count_event(replay *in, const jb_event *event)
{
    jb_result_question *question =
        event->turn > 0 ? &in->results->questions[event->turn - 1] : NULL;

    if (event->turn > 0 && event->turn != in->turn) {
        close_turn(in); /* score entries of a turn come before anything of the next */
    }
    if (event->type == JB_EVENT_PHASE && event->phase == JB_PHASE_OPEN) {
        JB_ASSERT(question != NULL);
        question->shown = true;
    } else if (event->type == JB_EVENT_VOIDED) {
        JB_ASSERT(question != NULL);
        question->is_void = true;
    } else if (event->type == JB_EVENT_UNDONE && event->undo == JB_UNDO_SKIP) {
        JB_ASSERT(question != NULL);
        question->is_void = false;
        if (event->turn < in->rules->turn_count) {
            question[1].shown = false; /* the turn that had begun is still to come */
        }
    } else if (event->type == JB_EVENT_ANSWERED && has_options(event->answer->kind)) {
        /* A later answer of the same turn takes the place of the earlier one. */
        in->options[event->player - 1] = event->answer->options;
        in->option_turn[event->player - 1] = event->turn;
    } else if (event->type == JB_EVENT_SCORED) {
        in->turn = event->turn;
        for (uint32_t i = 0; i < event->score_count; i++) {
            count_score(in, &event->scores[i]);
        }
    }
}

/* The log names the plan it was played by. */
static bool is_the_plan(const replay *in, const jb_event *event)
{
    jb_slice plan;
    jb_hash hash;

    if (event->type != JB_EVENT_CREATED || in->contest->plan == NULL) {
        return true;
    }
    plan = jb_slice_of(in->contest->plan);
    jb_hash_of(&plan, 1, &hash);
    return jb_hash_equal(&hash, &event->hash);
}

static bool fail(replay *in, uint64_t seq, const char *text)
{
    jb_say(in->why, "entry %" PRIu64 " %s", seq, text);
    in->status = JB_ERR_CORRUPT;
    return false;
}

static jb_status write_book(replay *in, const jb_event *event, uint64_t seq)
{
    if (event->type == JB_EVENT_ANSWERED) {
        return jb_book_answered(&in->book, event, seq);
    }
    if (event->type == JB_EVENT_PHASE && event->phase == JB_PHASE_REVEAL) {
        return jb_book_revealed(&in->book, event->turn, in->engine);
    }
    return JB_OK;
}

static bool replay_entry(void *user, const jb_log_entry *entry)
{
    replay *in = user;
    const jb_event *event = entry->event;
    const char *broken;

    if (!is_the_plan(in, event)) {
        return fail(in, entry->seq, "was made for another plan than the one that is stored");
    }
    if (event->turn > in->rules->turn_count || jb_engine_apply(in->engine, event) != JB_OK) {
        return fail(in, entry->seq, "cannot follow from the entries before it");
    }
    if (event->type == JB_EVENT_PHASE) {
        broken = jb_engine_check(in->engine);
        if (broken != NULL) {
            return fail(in, entry->seq, broken);
        }
    }
    count_event(in, event);
    if (has_book(in) && in->status == JB_OK) {
        in->status = write_book(in, event, entry->seq);
    }
    if (in->status != JB_OK) {
        return false;
    }
    in->results->head.seq = entry->seq;
    in->results->head.hash = entry->hash;
    return true;
}

/* ---- rankings ---- */

static void add_participant(replay *in, uint32_t number)
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
    };
    jb_buffer_init(&made->name, JB_NAME_BYTES_MAX + JB_NAME_NUMBER_MAX);
}

/* The ranking as it stands; then, by their numbers, those who came after it was made. */
static jb_status list_participants(replay *in)
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

static jb_status list_teams(replay *in)
{
    uint32_t count = 0;
    const uint32_t *ranking = jb_engine_team_ranking(in->engine, &count);

    in->results->teams = calloc((size_t)count + 1, sizeof(*in->results->teams));
    if (in->results->teams == NULL) {
        return JB_ERR_MEMORY;
    }
    for (uint32_t i = 0; i < count; i++) {
        const jb_team *team = jb_engine_team(in->engine, ranking[i]);

        JB_ASSERT(team != NULL);
        in->results->teams[i] = (jb_result_team){
            .rank = team->rank,
            .team = ranking[i],
            .members = team->members,
            .score = team->score,
        };
    }
    in->results->team_count = count;
    return JB_OK;
}

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

static jb_status put_names(jb_db *db, replay *in)
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

/* ---- all of it ---- */

static jb_status begin_replay(replay *in, jb_results_depth depth)
{
    const size_t size = jb_engine_size(in->rules);
    const size_t players = (size_t)in->rules->players_max + 1;

    in->results = calloc(1, sizeof(*in->results));
    in->memory = calloc(1, size);
    in->options = calloc(players, sizeof(*in->options));
    in->option_turn = calloc(players, sizeof(*in->option_turn));
    in->answered = calloc(players, sizeof(*in->answered));
    in->times = calloc(players, sizeof(*in->times));
    if (in->results == NULL || in->memory == NULL || in->options == NULL ||
        in->option_turn == NULL || in->answered == NULL || in->times == NULL) {
        return JB_ERR_MEMORY;
    }
    in->results->questions =
        calloc((size_t)in->rules->turn_count + 1, sizeof(*in->results->questions));
    if (in->results->questions == NULL) {
        return JB_ERR_MEMORY;
    }
    in->results->depth = depth;
    in->results->question_count = in->rules->turn_count;
    for (uint32_t i = 0; i < in->rules->turn_count; i++) {
        in->results->questions[i].turn = i + 1;
        in->results->questions[i].wrong_most = -1;
        jb_buffer_init(&in->results->questions[i].wrong_text, 0);
    }
    if (has_book(in) && jb_book_open(&in->book, in->results, in->rules) != JB_OK) {
        return JB_ERR_MEMORY;
    }
    in->engine = jb_engine_init(in->memory, size, in->rules);
    return JB_OK;
}

static void end_replay(replay *in)
{
    jb_book_close(&in->book);
    free(in->times);
    free(in->answered);
    free(in->option_turn);
    free(in->options);
    free(in->memory);
}

static jb_status read_log(jb_db *db, replay *in)
{
    const char *broken;
    jb_status status = jb_db_log_read(db, in->contest->contest, replay_entry, in);

    if (status != JB_OK) {
        jb_say(in->why, "%s", jb_db_why(db));
        return status;
    }
    if (in->status != JB_OK) {
        return in->status;
    }
    close_turn(in);
    if (in->status != JB_OK) {
        return in->status;
    }
    broken = jb_engine_check(in->engine);
    if (broken != NULL) {
        jb_say(in->why, "after the last entry: %s", broken);
        return JB_ERR_CORRUPT;
    }
    if (in->results->head.seq == 0) {
        return jb_db_log_head(db, in->contest->contest, &in->results->head);
    }
    return JB_OK;
}

jb_status jb_results_build_to(jb_db *db, const jb_contest_row *contest, const jb_rules *rules,
                              jb_results_depth depth, jb_results **out, jb_buffer *why)
{
    replay in = { .contest = contest, .rules = rules, .why = why, .status = JB_OK };
    jb_status status = begin_replay(&in, depth);

    *out = NULL;
    if (status == JB_OK) {
        status = read_log(db, &in);
    }
    if (status == JB_OK) {
        status = list_participants(&in);
    }
    if (status == JB_OK) {
        status = list_teams(&in);
    }
    if (status == JB_OK) {
        status = put_names(db, &in);
    }
    if (status == JB_OK) {
        in.results->finished = jb_engine_look(in.engine)->phase == JB_PHASE_FINISHED;
        in.results->digest = jb_engine_digest(in.engine);
        *out = in.results;
    } else {
        if (status == JB_ERR_MEMORY) {
            jb_say(why, "memory has run out");
        }
        jb_results_destroy(in.results);
    }
    end_replay(&in);
    return status;
}

jb_status jb_results_build(jb_db *db, const jb_contest_row *contest, const jb_rules *rules,
                           jb_results **out, jb_buffer *why)
{
    return jb_results_build_to(db, contest, rules, JB_RESULTS_RANKING, out, why);
}

void jb_results_destroy(jb_results *results)
{
    if (results == NULL) {
        return;
    }
    for (uint32_t i = 0; i < results->participant_count; i++) {
        jb_buffer_finish(&results->participants[i].name);
    }
    for (uint32_t i = 0; results->questions != NULL && i < results->question_count; i++) {
        jb_buffer_finish(&results->questions[i].wrong_text);
    }
    for (uint32_t i = 0; results->turns != NULL && i < results->question_count; i++) {
        free(results->turns[i].entries);
        jb_buffer_finish(&results->turns[i].text);
    }
    free(results->turns);
    free(results->questions);
    free(results->teams);
    free(results->participants);
    free(results);
}
