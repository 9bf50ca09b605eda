/*
 * A window contest as a whole: what belongs to live contests, ties, teams, and what can never be
 * reached. Every contradiction names both places.
 */
#include "contest_internal.h"

#include <inttypes.h>

#include "jinbang/assert.h"

bool jb_contest_window_only(jb_reader *reader, const jb_contest *contest)
{
    static const jb_contest_field live[] = {
        JB_CONTEST_PACE,     JB_CONTEST_LATE,   JB_CONTEST_SUBSTITUTIONS, JB_CONTEST_INDIVIDUAL,
        JB_CONTEST_BASE,     JB_CONTEST_FLOOR,  JB_CONTEST_HALL,          JB_CONTEST_APPROVE,
        JB_CONTEST_FAIR_CAP, JB_CONTEST_ROUNDS,
    };
    const cJSON *window = contest->at[JB_CONTEST_WINDOW];
    const cJSON *seats = contest->at[JB_CONTEST_SEATS];
    bool good = true;
    for (size_t i = 0; i < sizeof live / sizeof live[0]; i++) {
        const cJSON *node = contest->at[live[i]];
        if (node) {
            jb_clash_keys(reader, node, window, "setting_not_used",
                          "\"%s\" belongs to contests that are played together, but this one has a "
                          "\"window\" in which everybody answers alone; take one of them out.",
                          node->string);
            good = false;
        }
    }
    if (contest->rules.seats == JB_SEATS_TEAMS) {
        jb_clash(reader, seats, window, "setting_not_used",
                 "In a window everybody answers alone, so no team can compete as one; take "
                 "\"seats\" out.");
        good = false;
    }
    return good;
}

/* The most points that one participant can have; INT64_MAX: no end. */
static int64_t reachable(const jb_window_rules *rules)
{
    if (rules->attempts != JB_ATTEMPTS_SUM) {
        return rules->full;
    }
    return rules->attempts_max > 0 ? rules->full * rules->attempts_max : INT64_MAX;
}

static bool check_reach(jb_reader *reader, const jb_contest *contest, const cJSON *node,
                        int64_t wanted, int64_t most)
{
    if (!node || wanted <= most) {
        return true;
    }
    jb_clash(reader, node, contest->window->at[JB_WINDOW_PAPER], "never_reached",
             "Nobody can reach this: the most there is, is %" PRId64 ".%02" PRId64
             ". Lower it, or give more points.",
             most / JB_POINTS_UNIT, most % JB_POINTS_UNIT);
    return false;
}

/* What an award looks at, at most. */
static int64_t most_of_award(const jb_contest *contest, const jb_contest_award *award)
{
    enum {
        HUNDRED_PERCENT = 100 * JB_POINTS_UNIT
    };
    int64_t most = reachable(&contest->window->rules);
    if (award->by == JB_AWARD_BY_TURNOUT) {
        return HUNDRED_PERCENT;
    }
    if (award->by == JB_AWARD_BY_MEAN || award->to == JB_AWARD_FOR_PARTICIPANT) {
        return most;
    }
    switch (contest->rules.team_score) {
    case JB_TEAM_SCORE_MEAN:
    case JB_TEAM_SCORE_TURNOUT:
        return most;
    case JB_TEAM_SCORE_WEIGHTED:
        return contest->window->rules.attempts == JB_ATTEMPTS_SUM ? INT64_MAX : HUNDRED_PERCENT;
    case JB_TEAM_SCORE_SUM:
    case JB_TEAM_SCORE_BEST:
    case JB_TEAM_SCORE_COUNT:
        break;
    }
    return INT64_MAX;
}

static bool check_reaches(jb_reader *reader, const jb_contest *contest)
{
    const jb_contest_window *window = contest->window;
    int64_t most = reachable(&window->rules);
    bool good = check_reach(reader, contest, window->at[JB_WINDOW_PASS], window->rules.pass, most);
    for (uint32_t i = 0; i < contest->award_count; i++) {
        const jb_contest_award *award = &contest->awards[i];
        good = check_reach(reader, contest, award->least_node, award->at_least,
                           most_of_award(contest, award)) &&
               good;
    }
    for (uint32_t i = 0; i < contest->lottery_count; i++) {
        const jb_contest_lottery *lottery = &contest->lotteries[i];
        good = check_reach(reader, contest, lottery->least_node, lottery->rules.at_least, most) &&
               good;
    }
    return good;
}

static bool check_ties(jb_reader *reader, const jb_contest *contest)
{
    bool good = true;
    uint32_t i = 0;
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, contest->at[JB_CONTEST_TIE]) {
        jb_tie tie = contest->rules.ties[i++];
        if (tie == JB_TIE_LAST || tie == JB_TIE_PLAYOFF) {
            jb_clash(reader, item, contest->at[JB_CONTEST_WINDOW], "tie_cannot_separate",
                     "Nobody answers at the same time in a window, so \"%s\" separates nobody; "
                     "\"time\", \"correct\" and \"finish\" do.",
                     jb_tie_name(tie));
            good = false;
        }
    }
    return good;
}

/* Named members are for stages: whoever joins a window contest gives a name or has a code. */
static bool check_members(jb_reader *reader, const jb_contest *contest)
{
    bool good = true;
    for (uint32_t i = 0; i < contest->team_count; i++) {
        if (contest->teams[i].members) {
            jb_clash(reader, contest->teams[i].members, contest->at[JB_CONTEST_WINDOW],
                     "setting_not_used",
                     "In a window nobody answers as a named member; say how many they are with "
                     "\"roster\", or import their names as the contest's roster.");
            good = false;
        }
    }
    return good;
}

/* A paper whose time is up before its questions have had theirs. */
static void check_pace(jb_reader *reader, const jb_contest_window *window)
{
    const jb_window_rules *rules = &window->rules;
    if (rules->paper_ms > 0 && rules->question_ms * rules->paper_count > rules->paper_ms) {
        jb_clash_warn(reader, window->at[JB_WINDOW_SECONDS], window->at[JB_WINDOW_QUESTION_SECONDS],
                      "paper_ends_first",
                      "Who takes all the time for each question does not get to the last one.");
    }
}

/* Weights take the mean in percent of one paper; where papers are added up that is no percentage of
 * anything. */
static void check_weights(jb_reader *reader, const jb_contest *contest)
{
    const jb_contest_window *window = contest->window;
    if (contest->rules.team_score == JB_TEAM_SCORE_WEIGHTED &&
        window->rules.attempts == JB_ATTEMPTS_SUM && window->rules.attempts_max != 1) {
        jb_clash_warn(reader, contest->at[JB_CONTEST_TEAM_SCORE], window->at[JB_WINDOW_ATTEMPTS],
                      "mean_beyond_hundred",
                      "Papers are added up, so a mean can be more than 100 percent of a paper and "
                      "outweigh any turnout.");
    }
}

bool jb_contest_window_check(jb_reader *reader, const jb_contest *contest)
{
    check_pace(reader, contest->window);
    check_weights(reader, contest);
    bool good = check_ties(reader, contest);
    good = check_members(reader, contest) && good;
    return check_reaches(reader, contest) && good;
}
