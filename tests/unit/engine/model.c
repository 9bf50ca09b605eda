/*
 * The plain model of a contest. It shares grading with the engine, which has tests of its own, and
 * nothing else.
 */
#include "model.h"

#include <string.h>

void model_init(model *m, const jb_rules *rules)
{
    *m = (model){ .rules = rules };
}

static bool ahead_by_tie(jb_tie tie, const model_player *a, const model_player *b, bool *equal)
{
    int64_t less = 0;
    int64_t more = 0;
    switch (tie) {
    case JB_TIE_TIME:
        less = a->time_ms;
        more = b->time_ms;
        break;
    case JB_TIE_CORRECT:
        less = b->correct;
        more = a->correct;
        break;
    case JB_TIE_LAST:
        less = a->last;
        more = b->last;
        break;
    case JB_TIE_PLAYOFF:
    case JB_TIE_FINISH:
    case JB_TIE_COUNT:
        break;
    }
    *equal = less == more;
    return less < more;
}

/* Does a stand before b? *equal: they share a rank. */
static bool ahead(const model *m, const model_player *a, const model_player *b, bool *equal)
{
    *equal = false;
    if (a->score != b->score) {
        return a->score > b->score;
    }
    for (uint8_t i = 0; i < m->rules->tie_count; i++) {
        bool before = ahead_by_tie(m->rules->ties[i], a, b, equal);
        if (!*equal) {
            return before;
        }
    }
    *equal = true;
    return false;
}

static void rank_players(model *m)
{
    m->ranked = 0;
    for (uint32_t i = 0; i < m->joined; i++) {
        model_player *player = &m->players[i];
        uint32_t better = 0;
        uint32_t before = 0;
        player->rank = 0;
        if (!player->in) {
            continue;
        }
        for (uint32_t j = 0; j < m->joined; j++) {
            bool equal = false;
            bool leads = m->players[j].in && ahead(m, &m->players[j], player, &equal);
            better += leads;
            before += leads || (m->players[j].in && equal && j < i);
        }
        player->rank = better + 1;
        m->ranking[before] = i + 1;
        m->ranked++;
    }
}

static int64_t divided(int64_t sum, int64_t by)
{
    int64_t size = sum < 0 ? -sum : sum;
    int64_t rounded = (2 * size + by) / (2 * by);
    return sum < 0 ? -rounded : rounded;
}

static int64_t sum_of_best(const model *m, uint32_t team)
{
    bool taken[CHANCE_PLAYERS] = { false };
    int64_t sum = 0;
    for (uint32_t k = 0; k < m->rules->team_best; k++) {
        uint32_t best = CHANCE_PLAYERS;
        for (uint32_t i = 0; i < m->joined; i++) {
            const model_player *player = &m->players[i];
            bool free_one = player->in && player->team == team && !taken[i];
            if (free_one && (best == CHANCE_PLAYERS || player->score > m->players[best].score)) {
                best = i;
            }
        }
        if (best < CHANCE_PLAYERS) {
            taken[best] = true;
            sum += m->players[best].score;
        }
    }
    return sum;
}

static int64_t score_team(const model *m, uint32_t team, uint32_t *members)
{
    int64_t sum = 0;
    *members = 0;
    for (uint32_t i = 0; i < m->joined; i++) {
        if (m->players[i].in && m->players[i].team == team) {
            sum += m->players[i].score;
            ++*members;
        }
    }
    uint32_t roster = m->rules->team_rosters ? m->rules->team_rosters[team - 1] : 0;
    switch (m->rules->team_score) {
    case JB_TEAM_SCORE_MEAN:
        return *members > 0 ? divided(sum, *members) : 0;
    case JB_TEAM_SCORE_TURNOUT:
        roster = roster > *members ? roster : *members;
        return roster > 0 ? divided(sum, roster) : 0;
    case JB_TEAM_SCORE_BEST:
        return sum_of_best(m, team);
    case JB_TEAM_SCORE_SUM:
    case JB_TEAM_SCORE_WEIGHTED:
    case JB_TEAM_SCORE_COUNT:
        break;
    }
    return sum;
}

static void rank_teams(model *m)
{
    uint32_t members[CHANCE_TEAMS] = { 0 };
    uint32_t count = m->rules->team_count;
    for (uint32_t i = 0; i < count; i++) {
        m->team_score[i] = score_team(m, i + 1, &members[i]);
    }
    for (uint32_t i = 0; i < count; i++) {
        m->team_rank[i] = 1;
        for (uint32_t j = 0; j < count; j++) {
            bool empty = members[i] == 0;
            bool leads = members[j] > 0 && (empty || m->team_score[j] > m->team_score[i]);
            m->team_rank[i] += leads;
        }
    }
}

static bool everybody_answered(const model *m)
{
    uint32_t in = 0;
    uint32_t answered = 0;
    for (uint32_t i = 0; i < m->joined; i++) {
        in += m->players[i].in;
        answered += m->players[i].in && m->players[i].answered_turn == m->turn;
    }
    bool change = m->rules->rounds[m->rules->questions[m->turn - 1].round].change;
    return in > 0 && in == answered && !change;
}

static void may_undo(model *m, jb_undo what, const jb_event *event)
{
    m->undo = what;
    m->undo_at = event->at;
    m->undo_player = event->player;
}

static void keep_before(model *m, jb_time at)
{
    m->before = (model_before){ .phase = m->phase,
                                .turn = m->turn,
                                .at = at,
                                .left = m->ends_at == JB_TIME_NONE ? JB_TIME_NONE : m->ends_at - at,
                                .opens_at = m->opens_at,
                                .window_ms = m->window_ms };
}

/* What can be taken back once this phase has come. */
static void undo_after_phase(model *m, const jb_event *event)
{
    if (event->phase == JB_PHASE_LOCKED && event->at < m->ends_at && !everybody_answered(m)) {
        keep_before(m, event->at);
        may_undo(m, JB_UNDO_LOCK, event);
    } else if (m->is_void && m->before.at == event->at && m->before.turn == m->turn &&
               m->phase != JB_PHASE_STANDINGS && event->phase != JB_PHASE_FINISHED) {
        may_undo(m, JB_UNDO_SKIP, event);
    } else if (m->undo == JB_UNDO_LOCK ||
               (m->undo == JB_UNDO_SKIP && event->phase != JB_PHASE_INTRO &&
                event->phase != JB_PHASE_READING && event->phase != JB_PHASE_OPEN)) {
        m->undo = JB_UNDO_NONE;
    }
    m->is_void = false;
}

static void move_places(model *m, const jb_event *event)
{
    for (uint32_t i = 0; i < m->joined; i++) {
        model_player *player = &m->players[i];
        if (!player->in || event->phase == JB_PHASE_FINISHED) {
            continue;
        }
        player->moved = player->shown ? (int32_t)player->shown - (int32_t)player->rank : 0;
        player->gained = player->score - player->shown_score;
        if (event->phase == JB_PHASE_STANDINGS) {
            player->shown = player->rank;
            player->shown_score = player->score;
        }
    }
}

static void end_streaks(model *m)
{
    for (uint32_t i = 0; i < m->joined; i++) {
        model_player *player = &m->players[i];
        bool right = player->scored_turn == m->turn && player->correct_now;
        if (player->in) {
            player->asked++;
            player->streak = right ? player->streak + 1 : 0;
            player->best_streak =
                player->streak > player->best_streak ? player->streak : player->best_streak;
        }
    }
}

static const char *take_phase(model *m, const jb_event *event)
{
    undo_after_phase(m, event);
    m->ends_at = event->ends_at;
    m->paused = false;
    m->entries = event->turn == m->turn ? m->entries : 0;
    m->phase = event->phase;
    m->turn = event->turn;
    if (event->phase == JB_PHASE_OPEN) {
        m->opens_at = event->at;
        m->window_ms = event->ends_at == JB_TIME_NONE ? 0 : event->ends_at - event->at;
    }
    if (event->phase == JB_PHASE_REVEAL) {
        uint32_t expected = 0;
        for (uint32_t i = 0; i < m->joined; i++) {
            bool answered = m->players[i].answered_turn == m->turn;
            bool none = m->rules->questions[m->turn - 1].points_none != 0;
            expected += m->players[i].in && (answered || none);
        }
        if (expected != m->entries) {
            return "not everybody got a score entry";
        }
        end_streaks(m);
    }
    if (event->phase >= JB_PHASE_REVEAL) {
        rank_players(m);
        rank_teams(m);
        move_places(m, event);
    }
    return NULL;
}

static const char *take_score(model *m, const jb_score *score)
{
    const jb_question_rules *turn = &m->rules->questions[m->turn - 1];
    model_player *player = &m->players[score->seat - 1];
    bool answered = player->answered_turn == m->turn;
    int64_t points = turn->points_none;
    bool correct = false;
    if (answered) {
        jb_share share = jb_answer_grade(&turn->key, &player->answer);
        correct = share.num == share.den;
        points = jb_points_for(turn, &m->rules->rounds[turn->round], share, player->elapsed_ms,
                               m->window_ms);
    }
    if (!player->in || score->answered != answered || score->correct != correct ||
        score->points != points || score->elapsed_ms != (answered ? player->elapsed_ms : 0)) {
        return "a score entry is not what the answer deserves";
    }
    player->score += score->points;
    player->scored_turn = m->turn;
    player->correct_now = correct;
    if (correct) {
        player->fastest =
            player->elapsed_ms < player->fastest ? player->elapsed_ms : player->fastest;
        player->correct++;
        player->time_ms += player->elapsed_ms;
        player->last = m->opens_at + player->elapsed_ms;
    }
    m->entries++;
    return NULL;
}

static const char *take_answer(model *m, const jb_event *event)
{
    model_player *player = &m->players[event->player - 1];
    jb_time measured = event->at - m->opens_at;
    bool change = m->rules->rounds[m->rules->questions[m->turn - 1].round].change;
    if (m->phase != JB_PHASE_OPEN || event->turn != m->turn || !player->in) {
        return "an answer was taken that should not have been";
    }
    if (player->answered_turn == m->turn && !change) {
        return "a second answer was taken";
    }
    if (event->elapsed_ms < 0 || event->elapsed_ms > measured ||
        event->elapsed_ms < measured - m->rules->fair_cap_ms) {
        return "the fair time is not fair";
    }
    if (m->window_ms > 0 && measured >= m->window_ms) {
        return "an answer was taken after the deadline";
    }
    player->answered_turn = m->turn;
    player->elapsed_ms = event->elapsed_ms;
    player->answer = *event->answer;
    m->undo = m->undo == JB_UNDO_SKIP ? JB_UNDO_NONE : m->undo;
    return NULL;
}

static void take_removed(model *m, const jb_event *event)
{
    model_player *player = &m->players[event->player - 1];
    may_undo(m, player->in ? JB_UNDO_REMOVE : JB_UNDO_NONE, event);
    player->in = false;
}

/* Who is in again, and whom the ranking that is shown does not know, is put into it. */
static void take_back(model *m, model_player *player)
{
    player->in = true;
    if (player->rank > 0 || m->phase < JB_PHASE_REVEAL) {
        return;
    }
    rank_players(m);
    rank_teams(m);
    for (uint32_t i = 0; i < m->joined; i++) {
        model_player *other = &m->players[i];
        if (other->in && (other == player || m->phase == JB_PHASE_REVEAL)) {
            other->moved = other->shown ? (int32_t)other->shown - (int32_t)other->rank : 0;
            other->gained = other->score - other->shown_score;
        }
        if (other->in && m->phase == JB_PHASE_STANDINGS) {
            other->shown = other->rank;
            other->shown_score = other->score;
        }
    }
}

static const char *take_undone(model *m, const jb_event *event)
{
    jb_undo what = m->undo;
    const model_before *before = &m->before;
    m->undo = JB_UNDO_NONE;
    if (event->undo != what || what == JB_UNDO_NONE || event->at - m->undo_at >= 10000) {
        return "something was taken back that could not be";
    }
    if (what == JB_UNDO_REMOVE) {
        take_back(m, &m->players[event->player - 1]);
        return event->player == m->undo_player ? NULL : "somebody else was taken back";
    }
    for (uint32_t i = 0; i < m->joined; i++) {
        if (m->players[i].answered_turn > before->turn) {
            return "an answer was lost";
        }
    }
    m->phase = before->phase;
    m->turn = before->turn;
    m->window_ms = before->window_ms;
    m->opens_at = before->opens_at + (m->phase == JB_PHASE_OPEN ? event->at - before->at : 0);
    m->paused_at = event->at; /* if it is paused */
    m->ends_at = before->left == JB_TIME_NONE ? JB_TIME_NONE : event->at + before->left;
    m->entries = 0;
    return m->paused || event->ends_at == m->ends_at ? NULL : "it goes on for another time";
}

static const char *take_joined(model *m, const jb_event *event)
{
    m->players[m->joined++] = (model_player){ .in = true,
                                              .team = event->team,
                                              .score = m->rules->base,
                                              .shown_score = m->rules->base,
                                              .last = JB_TIME_NONE,
                                              .fastest = JB_TIME_NONE };
    return event->player == m->joined ? NULL : "a number was left out";
}

const char *model_event(model *m, const jb_event *event)
{
    const char *wrong = NULL;
    switch (event->type) {
    case JB_EVENT_JOINED:
        return take_joined(m, event);
    case JB_EVENT_REMOVED:
        take_removed(m, event);
        return NULL;
    case JB_EVENT_PHASE:
        return take_phase(m, event);
    case JB_EVENT_PAUSED:
        m->paused_at = event->at;
        m->paused = true;
        return NULL;
    case JB_EVENT_RESUMED:
        m->opens_at += m->phase == JB_PHASE_OPEN ? event->at - m->paused_at : 0;
        m->ends_at += m->ends_at == JB_TIME_NONE ? 0 : event->at - m->paused_at;
        m->paused = false;
        return NULL;
    case JB_EVENT_EXTENDED:
        m->window_ms += m->phase == JB_PHASE_OPEN ? event->ms : 0;
        m->ends_at += event->ms;
        return NULL;
    case JB_EVENT_ANSWERED:
        return take_answer(m, event);
    case JB_EVENT_SCORED:
        for (uint32_t i = 0; i < event->score_count && !wrong; i++) {
            wrong = take_score(m, &event->scores[i]);
        }
        return wrong;
    case JB_EVENT_CREATED:
    case JB_EVENT_RENAMED:
    case JB_EVENT_ADMIT:
    case JB_EVENT_APPROVE:
        return NULL;
    case JB_EVENT_VOIDED:
        keep_before(m, event->at);
        m->is_void = true;
        m->undo = m->undo == JB_UNDO_REMOVE ? m->undo : JB_UNDO_NONE;
        return NULL;
    case JB_EVENT_UNDONE:
        return take_undone(m, event);
    case JB_EVENT_BUZZED:
    case JB_EVENT_WON:
    case JB_EVENT_PICKED:
    case JB_EVENT_NAMED:
    case JB_EVENT_PASSED:
    case JB_EVENT_RULED:
    case JB_EVENT_FOULED:
    case JB_EVENT_MARKED:
    case JB_EVENT_HALL:
    case JB_EVENT_ADJUSTED:
    case JB_EVENT_ACCEPTED:
    case JB_EVENT_ANNULLED:
    case JB_EVENT_REVERSED:
    case JB_EVENT_REVISED:
    case JB_EVENT_STAKED:
    case JB_EVENT_SUBSTITUTED:
    case JB_EVENT_OPENED:
    case JB_EVENT_SHOWN:
    case JB_EVENT_HANDED_IN:
    case JB_EVENT_SCHEDULED:
    case JB_EVENT_ANNOUNCED:
    case JB_EVENT_DRAWN:
    case JB_EVENT_COUNT:
        break;
    }
    return "no such event";
}

/* Of those in who were right in the turn that is shown. */
static uint32_t fastest_of(const model *m)
{
    uint32_t best = 0;
    for (uint32_t i = m->joined; i > 0 && m->phase >= JB_PHASE_REVEAL; i--) {
        const model_player *player = &m->players[i - 1];
        bool right = player->in && player->scored_turn == m->turn && player->correct_now;
        if (right && (best == 0 || player->elapsed_ms <= m->players[best - 1].elapsed_ms)) {
            best = i;
        }
    }
    return m->turn > 0 ? best : 0;
}

const char *model_compare(const model *m, const jb_engine *engine)
{
    const jb_engine_view *view = jb_engine_look(engine);
    uint32_t count = 0;
    if (view->joined != m->joined || view->phase != m->phase || view->turn != m->turn) {
        return "joined, phase or turn";
    }
    for (uint32_t i = 0; i < m->joined; i++) {
        const jb_seat *real = jb_engine_player(engine, i + 1);
        const model_player *player = &m->players[i];
        if (real->score != player->score) {
            return "a score is not base plus its entries";
        }
        if (real->time_ms != player->time_ms || real->correct != player->correct ||
            real->last_right_at != player->last) {
            return "what ties are broken by";
        }
        if (real->rank != player->rank) {
            return "a rank";
        }
        if (real->moved != player->moved || real->shown_rank != player->shown ||
            real->gained != player->gained) {
            return "moved places or points gained";
        }
        if (real->asked != player->asked || real->streak != player->streak ||
            real->best_streak != player->best_streak || real->fastest_ms != player->fastest) {
            return "a streak, or how often or how fast a player was right";
        }
    }
    if (view->undo.what != m->undo ||
        (m->undo != JB_UNDO_NONE && view->undo.until != m->undo_at + 10000) ||
        (m->undo == JB_UNDO_REMOVE && view->undo.player != m->undo_player)) {
        return "what can be taken back";
    }
    if (view->fastest != fastest_of(m)) {
        return "who was fastest";
    }
    const uint32_t *ranking = jb_engine_ranking(engine, &count);
    if (count != m->ranked || memcmp(ranking, m->ranking, count * sizeof *ranking) != 0) {
        return "the ranking";
    }
    for (uint32_t i = 0; i < m->rules->team_count; i++) {
        const jb_team *team = jb_engine_team(engine, i + 1);
        if (team->score != m->team_score[i] || team->rank != m->team_rank[i]) {
            return "a team's score or rank";
        }
    }
    return NULL;
}
