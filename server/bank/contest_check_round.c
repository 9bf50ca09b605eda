/*
 * What a round states against itself and its contest: settings that are each fine but cannot both
 * be meant. Every contradiction names both places; what is odd but can be played is a warning.
 */
#include "contest_internal.h"

#include <inttypes.h>

#include "jinbang/assert.h"

/* One round under examination. */
typedef struct round_case {
    const jb_contest *contest;
    const jb_contest_round *round;
    uint32_t index;
    uint32_t teams; /* who take turns; 0: participants compete */
} round_case;

static const jb_format_row *row_of(const round_case *c)
{
    return jb_format_row_of(c->round->rules.format);
}

/* Where a setting stands, or what its value follows from. */
static const cJSON *place(const round_case *c, jb_setting setting)
{
    const cJSON *node = c->round->at[setting];
    return node ? node : c->round->at[JB_SETTING_FORMAT];
}

static const cJSON *contest_place(const round_case *c, jb_contest_field field)
{
    const cJSON *node = c->contest->at[field];
    return node ? node : c->contest->node;
}

/* The automatic pace waits for nobody. */
static bool check_auto(jb_reader *reader, const round_case *c)
{
    const jb_contest_round *round = c->round;
    const cJSON *pace = c->contest->at[JB_CONTEST_PACE];
    if (c->contest->rules.pace != JB_PACE_AUTO) {
        return true;
    }
    bool good = true;
    if (round->at[JB_SETTING_SECONDS] && round->seconds_ms == 0) {
        jb_clash(reader, round->at[JB_SETTING_SECONDS], pace, "auto_without_limit",
                 "\"pace\" is \"auto\", which needs a time limit; \"seconds\" is 0.");
        good = false;
    }
    if (round->rules.start == JB_START_HOST) {
        jb_clash(reader, round->at[JB_SETTING_START], pace, "auto_waits_for_host",
                 "\"pace\" is \"auto\", but the question waits for the host; say \"start\": "
                 "\"reading\".");
        good = false;
    }
    if (round->rules.wager.max > 0 && round->rules.wager.ms == 0) {
        jb_clash(
            reader, round->at[JB_SETTING_WAGER], pace, "auto_without_limit",
            "\"pace\" is \"auto\", which needs a time to stake in; the wager's \"time\" is 0.");
        good = false;
    }
    if (row_of(c)->right_won == JB_RIGHT_WON_BY_BUZZ && round->rules.buzz_ms == 0) {
        jb_clash(reader, round->at[JB_SETTING_BUZZ_SECONDS], pace, "auto_without_limit",
                 "\"pace\" is \"auto\", which needs a time to buzz in; \"buzz_seconds\" is 0.");
        good = false;
    }
    return good;
}

static bool check_clocks(jb_reader *reader, const round_case *c)
{
    const jb_contest_round *round = c->round;
    const jb_round_rules *rules = &round->rules;
    bool run = row_of(c)->run;
    jb_time whole = run ? rules->run_ms : round->seconds_ms;
    bool good = check_auto(reader, c);
    if (rules->speed == JB_SPEED_LINEAR && round->has_seconds && round->seconds_ms == 0) {
        jb_clash_warn(
            reader, round->at[JB_SETTING_SPEED], place(c, JB_SETTING_SECONDS), "contradiction",
            "Without a time limit (\"seconds\": 0) speed cannot count; all get full points.");
    }
    if (rules->start == JB_START_HOST && round->reading_ms > 0) {
        jb_clash(reader, round->at[JB_SETTING_READING], round->at[JB_SETTING_START],
                 "reading_without_end",
                 "The host ends the reading, so its length says nothing; take \"reading\" out.");
        good = false;
    }
    if (round->has_seconds && whole > 0 && rules->begin_ms > whole) {
        jb_clash(reader, round->at[JB_SETTING_BEGIN],
                 place(c, run ? JB_SETTING_RUN_SECONDS : JB_SETTING_SECONDS), "begin_after_end",
                 "The time to begin in is longer than the time to answer; make it shorter.");
        good = false;
    }
    if (rules->early != JB_EARLY_BLOCKED && rules->start == JB_START_READING &&
        round->reading_ms == 0) {
        jb_clash_warn(reader, round->at[JB_SETTING_EARLY], place(c, JB_SETTING_READING),
                      "never_early",
                      "Nobody can buzz too early where there is no reading; say \"start\": "
                      "\"host\" or give \"reading\" some seconds.");
    }
    return good;
}

static bool check_mouth(jb_reader *reader, const round_case *c)
{
    const jb_contest_round *round = c->round;
    const cJSON *answer_by = round->at[JB_SETTING_ANSWER_BY];
    bool good = true;
    if (round->rules.answer_by != JB_ANSWER_BY_MOUTH) {
        return true;
    }
    if (round->rules.speed != JB_SPEED_NONE) {
        jb_clash(reader, round->at[JB_SETTING_SPEED], answer_by, "speed_by_mouth",
                 "Answers by mouth have no time of their own, so speed cannot count; take one of "
                 "them out.");
        good = false;
    }
    if (round->rules.change) {
        jb_clash(reader, round->at[JB_SETTING_CHANGE], answer_by, "setting_not_used",
                 "An answer by mouth is changed by the host's verdict; take \"change\" out.");
        good = false;
    }
    return good;
}

static bool check_hall(jb_reader *reader, const round_case *c)
{
    static const jb_setting settings[] = { JB_SETTING_FALLBACK, JB_SETTING_EARLY };
    const jb_rules *contest = &c->contest->rules;
    const bool asks[] = { c->round->rules.fallback == JB_FALLBACK_HALL,
                          c->round->rules.early == JB_EARLY_HALL };
    bool good = true;
    for (int i = 0; i < 2; i++) {
        if (!asks[i] || contest->hall != JB_HALL_NEVER) {
            continue;
        }
        if (contest->seats == JB_SEATS_TEAMS) {
            const cJSON *hall = c->contest->at[JB_CONTEST_HALL];
            jb_clash(reader, c->round->at[settings[i]],
                     hall ? hall : contest_place(c, JB_CONTEST_TEAM_REQUIRED), "hall_never_answers",
                     "The question falls to the hall, which never answers; say \"hall\": "
                     "{\"when\": \"fallen\"} or let it end.");
        } else {
            jb_clash(reader, c->round->at[settings[i]], contest_place(c, JB_CONTEST_SEATS),
                     "hall_without_stage",
                     "The question falls to the hall, but everybody competes and there is none; "
                     "say \"seats\": \"teams\" or let it end.");
        }
        good = false;
    }
    return good;
}

/* The members of a team who play at once. */
static uint32_t playing(const jb_contest *contest, const jb_contest_team *team)
{
    uint32_t fielded = contest->rules.fielded;
    return fielded > 0 && team->member_count > fielded ? fielded : team->member_count;
}

static uint32_t most_members(const jb_contest *contest)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < contest->team_count; i++) {
        uint32_t count = playing(contest, &contest->teams[i]);
        most = count > most ? count : most;
    }
    return most;
}

/* Members who speak by turns must have names; and each as many turns as the others, in other teams
 * too. */
static bool check_members(jb_reader *reader, const round_case *c)
{
    const cJSON *speaker = c->round->at[JB_SETTING_SPEAKER];
    uint32_t turns = c->round->rules.per_seat;
    bool good = true;
    if (c->round->rules.speaker != JB_SPEAKER_MEMBER) {
        return true;
    }
    if (c->teams == 0) {
        jb_clash(reader, speaker, contest_place(c, JB_CONTEST_SEATS), "members_without_teams",
                 "Only teams have members; say \"seats\": \"teams\", or take \"speaker\" out.");
        return false;
    }
    for (uint32_t i = 0; i < c->contest->team_count; i++) {
        const jb_contest_team *team = &c->contest->teams[i];
        const cJSON *members = team->members ? team->members : team->node;
        uint32_t count = playing(c->contest, team);
        bool fewer = count < turns && count < most_members(c->contest);
        if (count == 0 || fewer || turns % count != 0) {
            if (count < turns) {
                jb_clash(reader, members, speaker, "too_few_members",
                         "Members answer by turns, %" PRIu32 " a team, but this team names %" PRIu32
                         "; name as many.",
                         turns, count);
                good = false;
            } else if (row_of(c)->right_won == JB_RIGHT_WON_BY_TURN) {
                jb_clash_warn(reader, members, speaker, "members_left_out",
                              "Members answer by turns, %" PRIu32 " a team; of the %" PRIu32
                              " of this team some never do.",
                              turns, count);
            }
        }
    }
    return good;
}

/* The least that one right answer gives; 0: the questions say. */
static int64_t least_right(const jb_contest_round *round)
{
    const jb_round_rules *rules = &round->rules;
    const jb_format_row *row = jb_format_row_of(rules->format);
    if (row->right_won == JB_RIGHT_WON_BY_MARKS) {
        return rules->mark_max;
    }
    if (rules->wager.max > 0) {
        return rules->wager.min;
    }
    if (row->worth == JB_WORTH_POINTS) {
        return round->has_right ? round->right : 0;
    }
    int64_t least = rules->values[0];
    for (uint8_t i = 1; i < rules->value_count; i++) {
        least = rules->values[i] < least ? rules->values[i] : least;
    }
    return least;
}

static bool check_points(jb_reader *reader, const round_case *c)
{
    const jb_contest_round *round = c->round;
    const jb_round_rules *rules = &round->rules;
    const cJSON *worth = round->at[JB_SETTING_POINTS];
    worth = worth ? worth : round->at[JB_SETTING_WAGER];
    worth = worth ? worth : round->at[JB_SETTING_VALUES];
    worth = worth ? worth : place(c, JB_SETTING_MARKS);
    if (round->has_right && (round->wrong > round->right || round->none > round->right)) {
        jb_clash_warn(reader, worth, round->at[JB_SETTING_FORMAT], "wrong_pays",
                      "A wrong answer, or none, is worth more than a right one.");
    }
    if (rules->has_cap && rules->cap < least_right(round)) {
        jb_clash(reader, round->at[JB_SETTING_CAP], worth, "cap_below_right",
                 "The cap is less than one right answer; raise it, or lower the points.");
        return false;
    }
    return true;
}

/* Numbers that must fit the number of turns and of seats. */
static bool check_counts(jb_reader *reader, const round_case *c)
{
    const jb_contest_round *round = c->round;
    const jb_round_rules *rules = &round->rules;
    uint32_t seats = c->teams > 0 ? c->teams : c->contest->rules.players_max;
    const cJSON *crowd = c->teams > 0 ? contest_place(c, JB_CONTEST_TEAMS)
                                      : contest_place(c, JB_CONTEST_PLAYERS_MAX);
    const cJSON *turns =
        round->draws[0].count_node ? round->draws[0].count_node : round->draws[0].node;
    bool good = true;
    if (rules->limit > round->cells) {
        jb_clash(reader, round->at[JB_SETTING_LIMIT], turns, "limit_beyond_turns",
                 "The round ends after %" PRIu32 " turns, but has %" PRIu32
                 "; lower \"limit\", or draw more.",
                 rules->limit, round->cells);
        good = false;
    }
    if (rules->revival > round->cells || (rules->limit > 0 && rules->revival > rules->limit)) {
        const cJSON *end = rules->limit > 0 ? round->at[JB_SETTING_LIMIT] : turns;
        jb_clash(reader, round->at[JB_SETTING_REVIVAL], end, "revival_beyond_turns",
                 "Turn %" PRIu32 " of the round is for those who are out, but the round is over "
                 "before; let it come earlier.",
                 rules->revival);
        good = false;
    }
    if (row_of(c)->eligible == JB_ELIGIBLE_IN && rules->survivors >= seats) {
        jb_clash(reader, place(c, JB_SETTING_SURVIVORS), crowd, "survivors_are_all",
                 "The round ends with %" PRIu32 " left, and no more can be in; let fewer survive.",
                 rules->survivors);
        good = false;
    }
    if (rules->tries > seats) {
        jb_clash(reader, round->at[JB_SETTING_TRIES], crowd, "tries_beyond_seats",
                 "%" PRIu32 " seats may try a question, but there are %" PRIu32
                 "; lower \"tries\".",
                 rules->tries, seats);
        good = false;
    }
    if (rules->may_name && seats < 2) {
        jb_clash(reader, round->at[JB_SETTING_MAY_NAME], crowd, "nobody_to_name",
                 "A seat may name another one, but there is no other; take \"may_name\" out.");
        good = false;
    }
    return good;
}

/* Can a seat be left with nothing to pick, if the others pick to its harm? */
static bool may_run_out(const jb_round_rules *rules, uint32_t teams)
{
    uint32_t left = rules->value_count - rules->per_seat + 1; /* what it has not had at the last */
    uint32_t most = rules->per_seat < left ? rules->per_seat : left;
    return rules->stock < teams && rules->stock * left <= (teams - 1) * most;
}

static bool check_stock(jb_reader *reader, const round_case *c)
{
    const jb_round_rules *rules = &c->round->rules;
    if (row_of(c)->right_won != JB_RIGHT_WON_BY_PICK || c->teams == 0) {
        return true;
    }
    const cJSON *stock = c->round->at[JB_SETTING_STOCK];
    stock = stock ? stock : c->round->draws[0].node;
    const cJSON *turns = c->round->at[JB_SETTING_PER_SEAT];
    turns = turns ? turns : contest_place(c, JB_CONTEST_TEAMS);
    uint32_t there = rules->stock * rules->value_count;
    uint32_t needed = rules->per_seat * c->teams;
    if (rules->distinct_values && rules->per_seat > rules->value_count) {
        jb_clash(reader, c->round->at[JB_SETTING_DISTINCT_VALUES], turns, "too_few_values",
                 "A seat picks %" PRIu32 " times and may pick none of %d values twice; let it pick "
                 "less often.",
                 rules->per_seat, rules->value_count);
        return false;
    }
    if (there < needed) {
        jb_clash(reader, stock, turns, "stock_too_small",
                 "%" PRIu32 " teams pick %" PRIu32 " times each, but the menu has %" PRIu32
                 " questions; raise \"stock\", or let them pick less often.",
                 c->teams, rules->per_seat, there);
        return false;
    }
    if (rules->distinct_values && may_run_out(rules, c->teams)) {
        jb_clash_warn(reader, stock, c->round->at[JB_SETTING_DISTINCT_VALUES], "stock_may_run_out",
                      "A team can be left with values that it has had already; %" PRIu32
                      " of each are always enough.",
                      c->teams);
    }
    return true;
}

/* An order by score in the first round is an order of equals. */
static void check_order(jb_reader *reader, const round_case *c)
{
    const jb_round_rules *rules = &c->round->rules;
    bool by_score = rules->order == JB_ORDER_HIGH_LOW || rules->order == JB_ORDER_LOW_HIGH;
    if (by_score && c->index == 0) {
        jb_clash_warn(reader, c->round->at[JB_SETTING_ORDER], contest_place(c, JB_CONTEST_BASE),
                      "order_of_equals",
                      "In the first round all scores are the base, so \"%s\" decides the order.",
                      jb_order_equals_name(rules->equals));
    }
}

/* Who has nothing can stake nothing: in the first round all have the base. */
static void check_wager(jb_reader *reader, const round_case *c)
{
    const jb_wager *wager = &c->round->rules.wager;
    if (c->index == 0 && wager->by_score && c->contest->rules.base < wager->min + wager->step) {
        jb_clash_warn(reader, c->round->at[JB_SETTING_WAGER], contest_place(c, JB_CONTEST_BASE),
                      "wager_of_nothing",
                      "Nobody can stake more than they have, and all begin with too little; give "
                      "them a \"base\", or let another round come first.");
    }
}

bool jb_contest_check_rounds(jb_reader *reader, const jb_contest *contest)
{
    bool good = true;
    for (uint32_t i = 0; i < contest->round_count; i++) {
        const round_case c = {
            .contest = contest,
            .round = &contest->rounds[i],
            .index = i,
            .teams = contest->rules.seats == JB_SEATS_TEAMS ? contest->team_count : 0,
        };
        good = check_clocks(reader, &c) && good;
        good = check_mouth(reader, &c) && good;
        good = check_hall(reader, &c) && good;
        good = check_members(reader, &c) && good;
        good = check_points(reader, &c) && good;
        good = check_counts(reader, &c) && good;
        good = check_stock(reader, &c) && good;
        check_order(reader, &c);
        check_wager(reader, &c);
    }
    return good;
}
