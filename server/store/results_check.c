/*
 * The score entries of a log, added up by themselves. No engine takes part: base and entries must
 * give every score that the results hold; what a turn's entries give whoever was in it must come to
 * nothing but fouls when the turn is void, and after a verdict was reversed to what the rules give
 * for the new one. The ranking must follow from the scores.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "jinbang/format.h"
#include "jinbang/limits.h"
#include "jinbang/results.h"
#include "jinbang/table.h"
#include "results_replay.h"
#include "store_internal.h"

/* What a turn gave one of those who can score. */
typedef struct turn_sum {
    uint32_t turn;
    uint32_t who;
    int64_t points; /* without fouls, with overtime */
    int64_t fouls;
    bool staked;
    int64_t stake; /* what it has said last */
} turn_sum;

/* What is known of a turn. */
typedef struct turn_note {
    bool picked;
    bool named;
    bool is_void;
    bool accepted;
    uint32_t question; /* picked */
    int64_t value;
    uint32_t reversed; /* the last seat whose verdict was; 0: none */
    jb_verdict verdict;
    int64_t points; /* of a partial one */
    bool judged;    /* the host has given a part of the points */
} turn_note;

/* What a participant's papers of a window contest came to. */
typedef struct paper_sum {
    uint32_t count;
    int64_t first, last, best, sum; /* scores of papers */
    int64_t entered;                /* what their score entries add up to */
} paper_sum;

typedef struct sum_check {
    const jb_rules *rules;
    uint32_t who_count;
    int64_t *sums;     /* by who */
    int64_t *overtime; /* by who */
    int64_t *members;  /* by (team - 1) * JB_MEMBERS_MAX + member - 1 */
    turn_note *turns;  /* by turn - 1 */
    turn_sum *given;
    uint32_t given_count;
    uint32_t given_capacity;
    jb_table given_of; /* turn and who -> number in `given`, from 1 */
    paper_sum *papers; /* by who, in window contests */
    jb_status status;
} sum_check;

/* ---- adding up ---- */

/* One to one, and spread over all 64 bits. */
static uint64_t key_of(uint32_t turn, uint32_t who)
{
    const uint64_t key = ((uint64_t)turn << 32 | who) * UINT64_C(0x9e3779b97f4a7c15);

    return key ^ key >> 32;
}

static turn_sum *sum_of(sum_check *check, uint32_t turn, uint32_t who)
{
    uint32_t number = 0;

    if (jb_table_get(&check->given_of, key_of(turn, who), &number)) {
        return &check->given[number - 1];
    }
    if (check->given_count == check->given_capacity) {
        const uint32_t capacity = check->given_capacity == 0 ? 256 : 2 * check->given_capacity;
        turn_sum *given = realloc(check->given, capacity * sizeof(*given));

        if (given == NULL) {
            return NULL;
        }
        check->given = given;
        check->given_capacity = capacity;
    }
    if (jb_table_put(&check->given_of, key_of(turn, who), check->given_count + 1) != JB_OK) {
        return NULL;
    }
    check->given[check->given_count] = (turn_sum){ .turn = turn, .who = who };
    return &check->given[check->given_count++];
}

static void add_score(sum_check *check, const jb_event *event, const jb_score *score)
{
    const jb_rules *rules = check->rules;
    const uint32_t who = jb_replay_who(rules, score);
    const int64_t points = jb_replay_points(event, score);
    turn_sum *given;

    if (who >= check->who_count ||
        (jb_replay_is_team(rules, score) && score->seat > rules->team_count)) {
        check->status = JB_ERR_CORRUPT;
        return;
    }
    *(score->overtime ? &check->overtime[who] : &check->sums[who]) += points;
    if (jb_replay_is_team(rules, score) && score->member > 0) {
        check->members[(size_t)(score->seat - 1) * JB_MEMBERS_MAX + score->member - 1] += points;
    }
    if (event->turn == 0) {
        return;
    }
    given = sum_of(check, event->turn, who);
    if (given == NULL) {
        check->status = JB_ERR_MEMORY;
        return;
    }
    *(event->type == JB_EVENT_FOULED ? &given->fouls : &given->points) += points;
}

/* A later stake on the same turn takes the place of the earlier one. */
static void add_stake(sum_check *check, const jb_event *event)
{
    const bool teams = check->rules->seats == JB_SEATS_TEAMS;
    const uint32_t most = teams ? check->rules->team_count : check->rules->players_max;
    turn_sum *given;

    if (event->turn == 0 || event->seat == 0 || event->seat > most) {
        check->status = JB_ERR_CORRUPT;
        return;
    }
    given = sum_of(check, event->turn, event->seat - 1 + (teams ? check->rules->players_max : 0));
    if (given == NULL) {
        check->status = JB_ERR_MEMORY;
        return;
    }
    given->staked = true;
    given->stake = event->value;
}

static void note_turn(turn_note *note, const jb_event *event)
{
    if (event->type == JB_EVENT_PICKED) {
        note->picked = true;
        note->question = event->question;
        note->value = event->value;
    } else if (event->type == JB_EVENT_NAMED) {
        note->named = true;
    } else if (event->type == JB_EVENT_VOIDED || event->type == JB_EVENT_ANNULLED) {
        note->is_void = true;
    } else if (event->type == JB_EVENT_UNDONE && event->undo == JB_UNDO_SKIP) {
        note->is_void = false;
    } else if (event->type == JB_EVENT_ACCEPTED) {
        note->accepted = true;
    } else if (event->type == JB_EVENT_REVERSED) {
        note->reversed = event->seat;
        note->verdict = event->verdict;
        note->points = event->value;
    }
    if ((event->type == JB_EVENT_REVERSED || event->type == JB_EVENT_RULED) && !event->flag &&
        event->verdict == JB_VERDICT_PARTIAL) {
        note->judged = true;
    }
}

static void add_paper(sum_check *check, const jb_event *event)
{
    paper_sum *papers;

    if (event->player == 0 || event->player > check->who_count || event->score_count != 1 ||
        event->scores[0].seat != event->player) {
        check->status = JB_ERR_CORRUPT;
        return;
    }
    papers = &check->papers[event->player - 1];
    papers->first = papers->count == 0 ? event->value : papers->first;
    papers->best = papers->count == 0 || event->value > papers->best ? event->value : papers->best;
    papers->last = event->value;
    papers->sum += event->value;
    papers->entered += event->scores[0].points;
    papers->count++;
}

static bool add_entry(void *user, const jb_log_entry *entry)
{
    sum_check *check = user;
    const jb_event *event = entry->event;
    const bool papers = check->rules->window != NULL;

    if (!papers && event->turn > check->rules->turn_count) {
        check->status = JB_ERR_CORRUPT;
        return false;
    }
    if (event->type == JB_EVENT_HANDED_IN && papers) {
        add_paper(check, event);
    }
    if (event->turn > 0 && !papers) {
        note_turn(&check->turns[event->turn - 1], event);
    }
    if (event->type == JB_EVENT_STAKED) {
        add_stake(check, event);
    }
    for (uint32_t i = 0; i < event->score_count && check->status == JB_OK; i++) {
        add_score(check, event, &event->scores[i]);
    }
    return check->status == JB_OK;
}

/* ---- comparing ---- */

static bool wrong_sum(const char *whose, uint32_t number, int64_t log, int64_t results,
                      jb_buffer *why)
{
    if (log == results) {
        return false;
    }
    jb_say(why,
           "the score entries of %s %" PRIu32 " add up to %" PRId64 " hundredths, the results say "
           "%" PRId64,
           whose, number, log, results);
    return true;
}

static bool scores_follow(const sum_check *check, const jb_results *results, jb_buffer *why)
{
    const int64_t base = check->rules->base;
    const uint32_t teams_from = check->rules->players_max;

    for (uint32_t i = 0; i < results->participant_count; i++) {
        const jb_result_participant *row = &results->participants[i];
        const uint32_t who = row->player - 1;

        if (wrong_sum("player", row->player, base + check->sums[who], row->score, why) ||
            wrong_sum("player", row->player, check->overtime[who], row->overtime, why)) {
            return false;
        }
    }
    for (uint32_t i = 0; check->rules->seats == JB_SEATS_TEAMS && i < results->team_count; i++) {
        const jb_result_team *row = &results->teams[i];
        const uint32_t who = teams_from + row->team - 1;

        if (wrong_sum("team", row->team, base + check->sums[who], row->score, why) ||
            wrong_sum("team", row->team, check->overtime[who], row->overtime, why)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < results->member_count; i++) {
        const jb_result_member *row = &results->members[i];
        const size_t at = (size_t)(row->team - 1) * JB_MEMBERS_MAX + row->member - 1;

        if (wrong_sum("a member of team", row->team, check->members[at], row->score, why)) {
            return false;
        }
    }
    return true;
}

/* Higher scores come first, and only equal ones share a rank. */
static bool follows(uint32_t rank, int64_t score, int64_t overtime, uint32_t next_rank,
                    int64_t next_score, int64_t next_overtime)
{
    if (rank == 0 || next_rank == 0) {
        return true; /* never ranked */
    }
    if (score != next_score) {
        return score > next_score && rank < next_rank;
    }
    return rank <= next_rank && (rank != next_rank || overtime == next_overtime);
}

/* Teams for which nobody plays stand behind all others, however little those have. */
static bool is_nobodys(const jb_rules *rules, const jb_result_team *team)
{
    return rules->seats != JB_SEATS_TEAMS &&
           (rules->window != NULL ? team->unit.took_part : team->members) == 0;
}

static bool teams_follow(const jb_rules *rules, const jb_result_team *one,
                         const jb_result_team *next)
{
    if (is_nobodys(rules, one) != is_nobodys(rules, next)) {
        return one->rank == 0 || next->rank == 0 ||
               (is_nobodys(rules, next) && one->rank < next->rank);
    }
    return follows(one->rank, one->score, one->overtime, next->rank, next->score, next->overtime);
}

static bool ranks_follow(const jb_rules *rules, const jb_results *results, jb_buffer *why)
{
    for (uint32_t i = 1; results->finished && i < results->participant_count; i++) {
        const jb_result_participant *one = &results->participants[i - 1];
        const jb_result_participant *next = one + 1;

        if (!follows(one->rank, one->score, one->overtime, next->rank, next->score,
                     next->overtime)) {
            jb_say(why, "players %" PRIu32 " and %" PRIu32 " do not stand in the order of scores",
                   one->player, next->player);
            return false;
        }
    }
    for (uint32_t i = 1; results->finished && i < results->team_count; i++) {
        const jb_result_team *one = &results->teams[i - 1];
        const jb_result_team *next = one + 1;

        if (!teams_follow(rules, one, next)) {
            jb_say(why, "teams %" PRIu32 " and %" PRIu32 " do not stand in the order of scores",
                   one->team, next->team);
            return false;
        }
    }
    return true;
}

/* ---- papers ---- */

static int64_t counted(const jb_window_rules *rules, const paper_sum *papers)
{
    switch (rules->attempts) {
    case JB_ATTEMPTS_BEST:
        return papers->best;
    case JB_ATTEMPTS_LAST:
        return papers->last;
    case JB_ATTEMPTS_FIRST:
        return papers->first;
    case JB_ATTEMPTS_SUM:
        return papers->sum;
    case JB_ATTEMPTS_COUNT:
        break;
    }
    return 0;
}

static bool papers_follow(const sum_check *check, jb_buffer *why)
{
    for (uint32_t who = 0; check->papers != NULL && who < check->who_count; who++) {
        const paper_sum *papers = &check->papers[who];
        const int64_t expected = counted(check->rules->window, papers);

        if (papers->entered != expected) {
            jb_say(why,
                   "the score entries of the papers of player %" PRIu32 " add up to %" PRId64
                   " hundredths, by the scores of the papers they must come to %" PRId64,
                   who + 1, papers->entered, expected);
            return false;
        }
    }
    return true;
}

/* ---- corrections ---- */

/* Does a verdict give these points whatever else happened in the contest? */
static bool is_plain(const jb_rules *rules, const jb_round_rules *round, const turn_note *note)
{
    const jb_format_row *row = jb_format_row_of(round->format);

    return !rules->has_floor && !round->has_cap && round->streak_bonus == 0 &&
           round->speed == JB_SPEED_NONE && !note->named && !note->accepted &&
           jb_format_is_oral(row) &&
           (row->worth == JB_WORTH_POINTS || (row->worth == JB_WORTH_VALUE && note->picked));
}

/* What whoever was asked has staked: what they said, or the least. */
static int64_t stake_of(const jb_wager *wager, const turn_sum *given)
{
    return given->staked ? given->stake : wager->min;
}

static int64_t staked_points(const jb_wager *wager, const turn_sum *given, const turn_note *note)
{
    const int64_t stake = stake_of(wager, given);

    switch (note->verdict) {
    case JB_VERDICT_RIGHT:
        return stake;
    case JB_VERDICT_WRONG:
        return -stake;
    case JB_VERDICT_NONE:
        return wager->none_loses ? -stake : 0;
    case JB_VERDICT_PARTIAL:
        return note->points;
    case JB_VERDICT_COUNT:
        break;
    }
    return 0;
}

static int64_t points_of(const jb_rules *rules, const turn_sum *given, const turn_note *note)
{
    const uint32_t turn = given->turn;
    const jb_round_rules *round = &rules->rounds[jb_rules_round_of(rules, turn)];
    const bool picked = jb_format_row_of(round->format)->worth == JB_WORTH_VALUE;
    const uint32_t index =
        note->picked ? note->question : round->question_first + turn - 1 - round->turn_first;
    const jb_question_rules *question = &rules->questions[index];

    if (round->wager.max > 0) {
        return staked_points(&round->wager, given, note);
    }
    switch (note->verdict) {
    case JB_VERDICT_RIGHT:
        return picked ? note->value : question->points_right;
    case JB_VERDICT_WRONG:
        return picked ? (round->wrong_zero ? 0 : -note->value) : question->points_wrong;
    case JB_VERDICT_NONE:
        return picked ? (round->wrong_zero ? 0 : -note->value) : question->points_none;
    case JB_VERDICT_PARTIAL:
        return note->points;
    case JB_VERDICT_COUNT:
        break;
    }
    return 0;
}

/* Nobody wins or loses more than they have staked. The hall stakes nothing, and what the host gave
 * for a part is the host's. */
static bool exceeds_stake(const jb_rules *rules, const turn_sum *given, const turn_note *note)
{
    const jb_wager *wager = &rules->rounds[jb_rules_round_of(rules, given->turn)].wager;
    const bool hall = rules->seats == JB_SEATS_TEAMS && given->who < rules->players_max;
    const int64_t stake = stake_of(wager, given);

    return wager->max > 0 && !hall && !note->judged &&
           (given->points > stake || given->points < -stake);
}

static bool turn_follows(const sum_check *check, const turn_sum *given, jb_buffer *why)
{
    const jb_rules *rules = check->rules;
    const turn_note *note = &check->turns[given->turn - 1];
    const jb_round_rules *round = &rules->rounds[jb_rules_round_of(rules, given->turn)];
    const bool teams = rules->seats == JB_SEATS_TEAMS;
    const uint32_t reversed = note->reversed + (teams ? rules->players_max : 0);
    int64_t expected = 0;

    if (exceeds_stake(rules, given, note)) {
        jb_say(why,
               "the score entries of turn %" PRIu32 " give %" PRId64 " hundredths, more than "
               "was staked",
               given->turn, given->points);
        return false;
    }
    if (note->is_void) {
        expected = 0;
    } else if (note->reversed > 0 && given->who + 1 == reversed && is_plain(rules, round, note)) {
        expected = points_of(rules, given, note);
    } else {
        return true;
    }
    if (given->points != expected) {
        jb_say(why,
               "the score entries of turn %" PRIu32 " give %" PRId64 " hundredths, after its "
               "correction they must give %" PRId64,
               given->turn, given->points, expected);
        return false;
    }
    return true;
}

static jb_status judge(const sum_check *check, const jb_results *results, jb_buffer *why)
{
    bool good = scores_follow(check, results, why) && ranks_follow(check->rules, results, why) &&
                papers_follow(check, why);

    for (uint32_t i = 0; good && i < check->given_count; i++) {
        good = turn_follows(check, &check->given[i], why);
    }
    return good ? JB_OK : JB_ERR_CORRUPT;
}

/* ---- all of it ---- */

static jb_status make_room(sum_check *check)
{
    const jb_rules *rules = check->rules;
    const size_t teams = rules->seats == JB_SEATS_TEAMS ? rules->team_count : 0;
    const size_t who_count = rules->players_max + teams;

    check->who_count = (uint32_t)who_count;
    check->sums = calloc(who_count + 1, sizeof(*check->sums));
    check->overtime = calloc(who_count + 1, sizeof(*check->overtime));
    check->members = calloc((teams + 1) * JB_MEMBERS_MAX, sizeof(*check->members));
    check->turns = calloc((size_t)rules->turn_count + 1, sizeof(*check->turns));
    if (rules->window != NULL) {
        check->papers = calloc(who_count + 1, sizeof(*check->papers));
    }
    return (rules->window != NULL && check->papers == NULL) || check->sums == NULL ||
                   check->overtime == NULL || check->members == NULL || check->turns == NULL
               ? JB_ERR_MEMORY
               : JB_OK;
}

jb_status jb_results_check_sums(jb_db *db, const jb_contest_row *contest, const jb_rules *rules,
                                const jb_results *results, jb_buffer *why)
{
    sum_check check = { .rules = rules, .status = JB_OK };
    jb_status status = make_room(&check);

    if (status == JB_OK) {
        status = jb_db_log_read(db, contest->contest, add_entry, &check);
    }
    if (status != JB_OK && status != JB_ERR_MEMORY) {
        jb_say(why, "%s", jb_db_why(db));
    } else if (status == JB_OK && check.status == JB_ERR_CORRUPT) {
        jb_say(why, "a score entry is of a turn or a team that there is not");
    }
    if (status == JB_OK) {
        status = check.status;
    }
    if (status == JB_OK) {
        status = judge(&check, results, why);
    } else if (status == JB_ERR_MEMORY) {
        jb_say(why, "memory has run out");
    }
    jb_table_finish(&check.given_of);
    free(check.papers);
    free(check.given);
    free(check.turns);
    free(check.members);
    free(check.overtime);
    free(check.sums);
    return status;
}
