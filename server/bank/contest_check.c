/*
 * The contest as a whole: ties, overtime, awards, persons, floor and speed, each against what the
 * rounds and the seats can give. Every contradiction names both places.
 */
#include "contest_internal.h"

#include <inttypes.h>

#include "jinbang/assert.h"

static const cJSON *place(const jb_contest *contest, jb_contest_field field)
{
    const cJSON *node = contest->at[field];
    return node ? node : contest->node;
}

/* ---- ties ---- */

/* Can a round tell scores apart by this key? */
static bool feeds(const jb_contest_round *round, jb_tie tie)
{
    const jb_round_rules *rules = &round->rules;
    if (tie == JB_TIE_PLAYOFF) {
        return rules->overtime;
    }
    if (rules->overtime || jb_format_row_of(rules->format)->right_won == JB_RIGHT_WON_BY_MARKS) {
        return false; /* marks are neither right nor quick */
    }
    return tie != JB_TIE_TIME || rules->answer_by != JB_ANSWER_BY_MOUTH;
}

static bool any_feeds(const jb_contest *contest, jb_tie tie)
{
    for (uint32_t i = 0; i < contest->round_count; i++) {
        if (feeds(&contest->rounds[i], tie)) {
            return true;
        }
    }
    return false;
}

/* What keeps the key from separating, in the first round. */
static const cJSON *why_not(const jb_contest *contest, jb_tie tie)
{
    const jb_contest_round *round = &contest->rounds[0];
    if (tie == JB_TIE_PLAYOFF) {
        return contest->at[JB_CONTEST_ROUNDS];
    }
    return tie == JB_TIE_TIME && round->at[JB_SETTING_ANSWER_BY] ? round->at[JB_SETTING_ANSWER_BY]
                                                                 : round->at[JB_SETTING_FORMAT];
}

static bool check_key(jb_reader *reader, const jb_contest *contest, const cJSON *item, jb_tie tie)
{
    if (tie == JB_TIE_FINISH) {
        jb_clash(reader, item, contest->at[JB_CONTEST_ROUNDS], "tie_cannot_separate",
                 "\"finish\" is for contests with a \"window\", whose papers are handed in; in "
                 "rounds all finish together. Take it out.");
        return false;
    }
    if (any_feeds(contest, tie)) {
        return true;
    }
    if (tie == JB_TIE_PLAYOFF) {
        jb_clash(reader, item, why_not(contest, tie), "playoff_without_overtime",
                 "Ties are played off, but no round has \"overtime\": true; add one, or take "
                 "\"playoff\" out.");
    } else {
        jb_clash(reader, item, why_not(contest, tie), "tie_cannot_separate",
                 "\"%s\" cannot separate anybody: every round is judged or answered by mouth. Take "
                 "it out.",
                 jb_tie_name(tie));
    }
    return false;
}

static bool check_ties(jb_reader *reader, const jb_contest *contest)
{
    const cJSON *list = contest->at[JB_CONTEST_TIE];
    const cJSON *playoff = NULL;
    bool good = true;
    uint32_t i = 0;
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, list) {
        jb_tie tie = contest->rules.ties[i++];
        good = check_key(reader, contest, item, tie) && good;
        if (playoff) {
            jb_clash(reader, item, playoff, "key_after_playoff",
                     "A play-off goes on until an order results, so \"%s\" after it separates "
                     "nobody; let \"playoff\" stand last.",
                     jb_tie_name(tie));
            good = false;
        }
        playoff = tie == JB_TIE_PLAYOFF ? item : playoff;
    }
    const cJSON *overtime = NULL;
    for (uint32_t n = 0; n < contest->round_count; n++) {
        const jb_contest_round *round = &contest->rounds[n];
        if (round->rules.overtime) {
            overtime = round->at[JB_SETTING_OVERTIME];
        } else if (overtime) {
            jb_clash_warn(reader, overtime, round->at[JB_SETTING_FORMAT], "overtime_not_last",
                          "A round follows the overtime, in which scores may be equal again.");
            overtime = NULL;
        }
        if (round->rules.overtime && !playoff) {
            jb_clash(reader, overtime, place(contest, JB_CONTEST_TIE), "overtime_without_playoff",
                     "A round is for overtime, but ties are not played off; put \"playoff\" into "
                     "\"tie\".");
            return false;
        }
    }
    return good;
}

static bool check_some_round_counts(jb_reader *reader, const jb_contest *contest)
{
    for (uint32_t i = 0; i < contest->round_count; i++) {
        if (!contest->rounds[i].rules.overtime) {
            return true;
        }
    }
    jb_clash(reader, contest->rounds[0].at[JB_SETTING_OVERTIME], contest->at[JB_CONTEST_ROUNDS],
             "only_overtime",
             "Every round is overtime, so nobody can score; add a round that counts.");
    return false;
}

/* ---- awards and persons ---- */

/* Turnout and mean are those of teams whose members answer for themselves. */
static bool check_award_by(jb_reader *reader, const jb_contest *contest,
                           const jb_contest_award *award)
{
    const char *by = jb_award_by_name(award->by);
    if (award->by == JB_AWARD_BY_SCORE) {
        return true;
    }
    if (award->to != JB_AWARD_FOR_TEAM) {
        jb_clash(reader, award->by_node, award->to_node ? award->to_node : award->node,
                 "award_by_teams_only",
                 "Only teams have a %s; say \"for\": \"team\", or \"by\": \"score\".", by);
        return false;
    }
    if (contest->rules.seats == JB_SEATS_TEAMS) {
        jb_clash(reader, award->by_node, place(contest, JB_CONTEST_SEATS), "award_by_teams_only",
                 "Where teams compete as one they have no %s; say \"by\": \"score\".", by);
        return false;
    }
    bool needed = award->by == JB_AWARD_BY_TURNOUT || !contest->window;
    for (uint32_t i = 0; needed && i < contest->team_count; i++) {
        if (contest->teams[i].roster == 0) {
            jb_clash(reader, award->by_node, contest->teams[i].name, "missing_roster",
                     "An award by %s needs the \"roster\" of every team.", by);
            return false;
        }
    }
    return true;
}

static bool check_award(jb_reader *reader, const jb_contest *contest, const jb_contest_award *award)
{
    bool stage = contest->rules.seats == JB_SEATS_TEAMS;
    const cJSON *to = award->to_node ? award->to_node : award->node;
    if (award->to == JB_AWARD_FOR_TEAM && contest->team_count == 0) {
        jb_clash(reader, to, place(contest, JB_CONTEST_TEAMS), "award_without_teams",
                 "The award is for teams, and there are none; list \"teams\", or give it to "
                 "participants.");
        return false;
    }
    if (award->to == JB_AWARD_FOR_PARTICIPANT && stage && !contest->individual &&
        contest->rules.hall == JB_HALL_NEVER) {
        jb_clash(reader, to,
                 place(contest, contest->at[JB_CONTEST_HALL] ? JB_CONTEST_HALL : JB_CONTEST_SEATS),
                 "award_without_people",
                 "The award is for participants, but only teams are ranked; say \"individual\": "
                 "true, let the hall answer, or give it to teams.");
        return false;
    }
    return true;
}

/* Awards of one ranking follow each other; what is looked at makes a ranking of its own. */
static bool check_places(jb_reader *reader, const jb_contest *contest, jb_award_for to,
                         jb_award_by by)
{
    bool team = to == JB_AWARD_FOR_TEAM;
    uint32_t seats = team ? contest->team_count : contest->rules.players_max;
    uint32_t places = 0;
    for (uint32_t i = 0; i < contest->award_count; i++) {
        const jb_contest_award *award = &contest->awards[i];
        if (award->to != to || award->by != by) {
            continue;
        }
        places += award->places;
        if (places > seats) {
            jb_clash(reader, award->places_node ? award->places_node : award->node,
                     place(contest, team ? JB_CONTEST_TEAMS : JB_CONTEST_PLAYERS_MAX),
                     "more_places_than_seats",
                     "With this award %" PRIu32 " places are given, but only %" PRIu32
                     " can take part; give fewer.",
                     places, seats);
            return false;
        }
    }
    return true;
}

static bool check_awards(jb_reader *reader, const jb_contest *contest)
{
    bool good = true;
    for (uint32_t i = 0; i < contest->award_count; i++) {
        const jb_contest_award *award = &contest->awards[i];
        good =
            check_award(reader, contest, award) && check_award_by(reader, contest, award) && good;
    }
    for (uint32_t by = 0; good && by < JB_AWARD_BY_COUNT; by++) {
        good = check_places(reader, contest, JB_AWARD_FOR_TEAM, (jb_award_by)by) &&
               check_places(reader, contest, JB_AWARD_FOR_PARTICIPANT, (jb_award_by)by);
    }
    return good;
}

/* Lotteries are among participants: where teams compete, the hall's. */
static bool check_lotteries(jb_reader *reader, const jb_contest *contest)
{
    bool stage = contest->rules.seats == JB_SEATS_TEAMS;
    bool good = true;
    for (uint32_t i = 0; i < contest->lottery_count; i++) {
        const jb_contest_lottery *lottery = &contest->lotteries[i];
        if (stage && contest->rules.hall == JB_HALL_NEVER) {
            jb_clash(
                reader, lottery->node,
                place(contest, contest->at[JB_CONTEST_HALL] ? JB_CONTEST_HALL : JB_CONTEST_SEATS),
                "draw_without_people",
                "Lots are drawn among participants, but only teams take part; let the hall "
                "answer, or take the draw out.");
            good = false;
        } else if (lottery->rules.winners > contest->rules.players_max) {
            jb_clash(reader, lottery->winners_node, place(contest, JB_CONTEST_PLAYERS_MAX),
                     "more_places_than_seats",
                     "%" PRIu32 " win, but only %" PRIu32 " can take part; let fewer win.",
                     lottery->rules.winners, contest->rules.players_max);
            good = false;
        }
    }
    return good;
}

/* Persons are ranked by what they answered for their teams. */
static bool check_individual(jb_reader *reader, const jb_contest *contest)
{
    const cJSON *individual = contest->at[JB_CONTEST_INDIVIDUAL];
    if (!contest->individual) {
        return true;
    }
    if (contest->rules.seats != JB_SEATS_TEAMS) {
        jb_clash(reader, individual, place(contest, JB_CONTEST_SEATS), "individual_without_teams",
                 "Everybody competes for themselves already; take \"individual\" out.");
        return false;
    }
    bool by_members = false;
    for (uint32_t i = 0; i < contest->round_count; i++) {
        by_members = by_members || contest->rounds[i].rules.speaker == JB_SPEAKER_MEMBER;
    }
    if (!by_members) {
        jb_clash(reader, individual, contest->at[JB_CONTEST_ROUNDS], "individual_without_speakers",
                 "Persons are ranked by what members answer, but no round has \"speaker\": "
                 "\"member\"; say so in one, or take \"individual\" out.");
        return false;
    }
    return true;
}

static bool check_rosters(jb_reader *reader, const jb_contest *contest)
{
    bool good = true;
    for (uint32_t i = 0; i < contest->team_count; i++) {
        const jb_contest_team *team = &contest->teams[i];
        if (team->roster > 0 && team->member_count > team->roster) {
            jb_clash(reader, team->members, cJSON_GetObjectItemCaseSensitive(team->node, "roster"),
                     "members_beyond_roster",
                     "The team names %" PRIu32 " members, but \"roster\" says %" PRIu32
                     "; correct one of them.",
                     team->member_count, team->roster);
            good = false;
        }
    }
    return good;
}

/* ---- points ---- */

/* Bounded bonuses never make up for a right answer. */
static bool check_bounded(jb_reader *reader, const jb_contest *contest)
{
    int64_t sum = 0;
    int64_t least = INT64_MAX;
    const cJSON *speed = NULL;
    const cJSON *points = NULL;
    for (uint32_t i = 0; i < contest->round_count; i++) {
        const jb_contest_round *round = &contest->rounds[i];
        if (round->rules.speed == JB_SPEED_BOUNDED) {
            sum += round->rules.speed_bonus * round->cells;
            speed = round->at[JB_SETTING_SPEED];
        }
        int64_t right = round->has_right ? round->right : 10 * JB_POINTS_UNIT;
        if (jb_setting_fits(JB_SETTING_POINTS, round->rules.format) && right < least) {
            least = right;
            points = round->at[JB_SETTING_POINTS] ? round->at[JB_SETTING_POINTS]
                                                  : round->at[JB_SETTING_FORMAT];
        }
    }
    if (speed && sum >= least) {
        jb_clash(reader, speed, points, "bonus_not_bounded",
                 "All bonuses for speed together can reach one right answer, so they are not "
                 "bounded; lower \"bonus\".");
        return false;
    }
    return true;
}

static bool check_floor(jb_reader *reader, const jb_contest *contest)
{
    if (!contest->rules.has_floor || contest->rules.floor <= contest->rules.base) {
        return true;
    }
    jb_clash(reader, contest->at[JB_CONTEST_FLOOR], place(contest, JB_CONTEST_BASE),
             "floor_above_base",
             "Everybody would start below the floor; lower \"floor\", or raise \"base\".");
    return false;
}

/* What is the same of contests with rounds and of those with a window. */
static bool check_prizes(jb_reader *reader, const jb_contest *contest)
{
    bool good = check_awards(reader, contest);
    return check_lotteries(reader, contest) && good;
}

bool jb_contest_check_whole(jb_reader *reader, const jb_contest *contest)
{
    if (contest->window) {
        bool prizes = check_prizes(reader, contest);
        return jb_contest_window_check(reader, contest) && prizes;
    }
    bool good = check_ties(reader, contest);
    good = check_some_round_counts(reader, contest) && good;
    good = check_prizes(reader, contest) && good;
    good = check_individual(reader, contest) && good;
    good = check_rosters(reader, contest) && good;
    good = check_bounded(reader, contest) && good;
    return check_floor(reader, contest) && good;
}
