/*
 * Every invariant of the state machine in one place, and the digest that compares two states.
 * contest-model.md states the rules that these are about; engine_internal.h who keeps them.
 */
#include "engine_internal.h"
#include "jinbang/mix.h"

typedef struct tally {
    uint32_t active;
    uint32_t answered;
    uint32_t right;
    uint32_t in_teams;
    int64_t score;
    uint32_t fastest;
    uint32_t options[JB_OPTIONS_MAX];
} tally;

/* Streaks and times follow from the right answers. */
static const char *check_figures(const jb_engine *engine, const jb_seat *player)
{
    const jb_engine_view *view = &engine->view;
    bool revealing = view->phase == JB_PHASE_LOCKED && player->scored_turn == view->turn;
    if (player->streak > player->best_streak || player->best_streak > player->correct) {
        return "a streak is longer than the best one, or than there were right answers";
    }
    if (player->asked > view->turn || player->correct > player->asked + revealing) {
        return "a player was right more often than asked";
    }
    if ((player->last_right_at == JB_TIME_NONE) != (player->correct == 0) ||
        (player->fastest_ms == JB_TIME_NONE) != (player->correct == 0)) {
        return "the times of right answers and their number disagree";
    }
    return NULL;
}

/* Who is active and was right; of them the fastest. */
static void count_right(const jb_engine *engine, uint32_t number, tally *sum)
{
    const jb_engine_view *view = &engine->view;
    const jb_seat *player = &engine->players[number - 1];
    if (view->turn == 0 || player->scored_turn != view->turn || !player->scored_correct) {
        return;
    }
    const jb_seat *best = sum->fastest > 0 ? &engine->players[sum->fastest - 1] : NULL;
    sum->right++;
    if (view->phase >= JB_PHASE_REVEAL && (!best || player->elapsed_ms < best->elapsed_ms)) {
        sum->fastest = number;
    }
}

static const char *check_player(const jb_engine *engine, uint32_t number, tally *sum)
{
    const jb_engine_view *view = &engine->view;
    const jb_seat *player = &engine->players[number - 1];
    sum->score += player->score - engine->rules->base;
    if (player->status == JB_PLAYER_ABSENT) {
        return "a number was given to nobody";
    }
    if (player->team > engine->rules->team_count) {
        return "a player is in a team that does not exist";
    }
    if (player->answered_turn > view->turn || player->scored_turn > view->turn) {
        return "a player answered or scored in a turn that has not been";
    }
    if (player->place > engine->ranked ||
        (player->place > 0 && engine->ranking[player->place - 1] != number) ||
        (player->place > 0) != (player->rank > 0)) {
        return "a place is not where the ranking has it";
    }
    const char *broken = check_figures(engine, player);
    if (broken || player->status != JB_PLAYER_IN) {
        return broken;
    }
    sum->active++;
    sum->in_teams += player->team > 0;
    const jb_answer *answer = jb_engine_answer(engine, number);
    sum->answered += answer != NULL;
    count_right(engine, number, sum);
    bool has_options =
        answer && (answer->kind == JB_KIND_SINGLE || answer->kind == JB_KIND_MULTIPLE ||
                   answer->kind == JB_KIND_TRUEFALSE);
    for (uint32_t i = 0; has_options && i < JB_OPTIONS_MAX; i++) {
        sum->options[i] += (answer->options >> i) & 1U;
    }
    return NULL;
}

static const char *check_phase(const jb_engine *engine)
{
    const jb_engine_view *view = &engine->view;
    if (view->phase >= JB_PHASE_COUNT) {
        return "no such phase";
    }
    if (view->turn > engine->rules->turn_count) {
        return "a turn that does not exist";
    }
    if ((view->phase == JB_PHASE_LOBBY) && view->turn != 0) {
        return "a turn in the lobby";
    }
    if (view->phase != JB_PHASE_LOBBY && view->phase != JB_PHASE_FINISHED && view->turn == 0) {
        return "a running contest without a turn";
    }
    if (view->paused && (view->ends_at != JB_TIME_NONE || view->phase == JB_PHASE_LOBBY ||
                         view->phase == JB_PHASE_FINISHED)) {
        return "paused with a running timer, or where nothing runs";
    }
    if (!view->paused && view->left_ms != JB_TIME_NONE) {
        return "time left over from a pause that is over";
    }
    if (view->phase == JB_PHASE_OPEN && view->opens_at > engine->now) {
        return "open before its time";
    }
    if (engine->event_at > engine->now) {
        return "an event from the future";
    }
    return NULL;
}

static const char *check_undo(const jb_engine *engine)
{
    const jb_engine_view *view = &engine->view;
    const jb_undoable *undo = &view->undo;
    const jb_before *before = &engine->before;
    if (undo->what == JB_UNDO_NONE) {
        return NULL;
    }
    if (undo->until > engine->event_at + JB_UNDO_MS) {
        return "an act can be taken back for too long";
    }
    if (undo->what == JB_UNDO_REMOVE) {
        const jb_seat *player = jb_engine_player(engine, undo->player);
        return player && player->status != JB_PLAYER_IN ? NULL : "nobody's removal can be undone";
    }
    if (undo->what == JB_UNDO_LOCK) {
        bool same = view->phase == JB_PHASE_LOCKED && before->turn == view->turn &&
                    before->phase == JB_PHASE_OPEN && before->answered == view->answered;
        return same ? NULL : "a close can be undone that is over";
    }
    bool next = before->turn + 1 == view->turn && view->phase < JB_PHASE_LOCKED;
    bool last = before->turn == view->turn && view->phase == JB_PHASE_STANDINGS && view->turn_void;
    return (next && view->answered == 0) || last ? NULL : "a skip can be undone that is over";
}

static const char *check_ranking(const jb_engine *engine)
{
    for (uint32_t i = 0; i < engine->ranked; i++) {
        uint32_t number = engine->ranking[i];
        if (number == 0 || number > engine->view.joined) {
            return "the ranking names nobody";
        }
        const jb_seat *player = &engine->players[number - 1];
        if (player->rank == 0 || player->rank > i + 1 || player->place != i + 1) {
            return "a rank does not fit its place";
        }
        if (engine->view.phase == JB_PHASE_STANDINGS &&
            (player->shown_rank != player->rank || player->shown_score != player->score)) {
            return "the standings do not show rank and score";
        }
        if (i == 0) {
            continue;
        }
        const jb_seat *before = &engine->players[engine->ranking[i - 1] - 1];
        if (before->rank > player->rank ||
            (before->rank == player->rank && engine->ranking[i - 1] >= number)) {
            return "the ranking is out of order";
        }
    }
    return NULL;
}

/* Right after a ranking nobody's score has moved: the order must be that of the scores. */
static const char *check_fresh_ranking(const jb_engine *engine)
{
    jb_phase phase = engine->view.phase;
    if (phase != JB_PHASE_REVEAL && phase != JB_PHASE_STANDINGS && phase != JB_PHASE_FINISHED) {
        return NULL;
    }
    for (uint32_t i = 1; i < engine->ranked; i++) {
        const jb_seat *before = &engine->players[engine->ranking[i - 1] - 1];
        const jb_seat *player = &engine->players[engine->ranking[i] - 1];
        int order = jb_rank_compare(engine->rules, before, player);
        if (order > 0 || (order == 0) != (before->rank == player->rank)) {
            return "a rank does not follow from score and ties";
        }
    }
    return NULL;
}

static const char *check_sums(const jb_engine *engine, const tally *sum)
{
    const jb_engine_view *view = &engine->view;
    uint32_t members = 0;
    for (uint32_t i = 0; i < engine->rules->team_count; i++) {
        members += engine->teams[i].members;
    }
    if (sum->score != engine->points_logged) {
        return "scores are not base plus the sum of the logged entries";
    }
    if (sum->active != view->active || sum->in_teams != members) {
        return "the number of players or members is wrong";
    }
    if (sum->answered != view->answered || sum->right != view->right) {
        return "the number of answers is wrong";
    }
    if (sum->fastest != view->fastest) {
        return "somebody else was right first";
    }
    for (uint32_t i = 0; i < JB_OPTIONS_MAX; i++) {
        if (sum->options[i] != view->option_counts[i]) {
            return "the count of an option is wrong";
        }
    }
    return NULL;
}

const char *jb_engine_check(const jb_engine *engine)
{
    tally sum = { 0 };
    const char *broken = check_phase(engine);
    for (uint32_t number = 1; number <= engine->view.joined && !broken; number++) {
        broken = check_player(engine, number, &sum);
    }
    if (!broken) {
        broken = check_sums(engine, &sum);
    }
    if (!broken) {
        broken = check_undo(engine);
    }
    if (!broken) {
        broken = check_ranking(engine);
    }
    return broken ? broken : check_fresh_ranking(engine);
}

static uint64_t mix_player(uint64_t hash, const jb_seat *player)
{
    const uint64_t words[] = { (uint64_t)player->status,
                               player->team,
                               (uint64_t)player->score,
                               (uint64_t)player->time_ms,
                               (uint64_t)player->last_right_at,
                               player->correct,
                               player->answered_turn,
                               (uint64_t)player->elapsed_ms,
                               player->scored_turn,
                               (uint64_t)player->scored_points,
                               player->scored_correct,
                               player->asked,
                               player->streak,
                               player->best_streak,
                               (uint64_t)player->fastest_ms,
                               player->rank,
                               player->place,
                               player->shown_rank,
                               (uint64_t)player->shown_score,
                               (uint64_t)(int64_t)player->moved,
                               (uint64_t)player->gained };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        hash = jb_mix_u64(hash, words[i]);
    }
    return hash;
}

/* Only what the answer's kind holds: the rest is not in the log. */
static uint64_t mix_answer(uint64_t hash, const jb_answer *answer)
{
    hash = jb_mix_u64(hash, (uint64_t)answer->kind);
    switch (answer->kind) {
    case JB_KIND_SINGLE:
    case JB_KIND_MULTIPLE:
    case JB_KIND_TRUEFALSE:
        return jb_mix_u64(hash, answer->options);
    case JB_KIND_NUMERIC:
        return jb_mix_u64(hash, (uint64_t)answer->number);
    case JB_KIND_TEXT:
        hash = jb_mix_bytes(hash, answer->raw, answer->raw_size);
        return jb_mix_bytes(hash, answer->folded, answer->folded_size);
    case JB_KIND_ORDERING:
    case JB_KIND_MATCHING:
        return jb_mix_bytes(hash, answer->items, answer->count);
    case JB_KIND_COUNT:
        break;
    }
    return hash;
}

/* What could be taken back, and to what. */
static uint64_t mix_undo(uint64_t hash, const jb_engine *engine)
{
    const jb_undoable *undo = &engine->view.undo;
    const jb_before *before = &engine->before;
    hash = jb_mix_u64(hash, (uint64_t)undo->what);
    hash = jb_mix_u64(hash, (uint64_t)undo->until);
    hash = jb_mix_u64(hash, undo->player);
    if (undo->what != JB_UNDO_LOCK && undo->what != JB_UNDO_SKIP) {
        return hash;
    }
    const uint64_t words[] = { (uint64_t)before->phase,     before->turn,
                               (uint64_t)before->at,        (uint64_t)before->left_ms,
                               (uint64_t)before->opens_at,  (uint64_t)before->closed_at,
                               (uint64_t)before->window_ms, before->answered };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        hash = jb_mix_u64(hash, words[i]);
    }
    for (size_t i = 0; i < JB_OPTIONS_MAX; i++) {
        hash = jb_mix_u64(hash, before->option_counts[i]);
    }
    return hash;
}

static uint64_t mix_view(uint64_t hash, const jb_engine *engine)
{
    const jb_engine_view *view = &engine->view;
    const uint64_t words[] = { view->created,
                               (uint64_t)view->phase,
                               view->paused,
                               (uint64_t)view->reason,
                               (uint64_t)view->left_ms,
                               view->admit,
                               engine->admit_switch,
                               view->round,
                               view->turn,
                               (uint64_t)view->opens_at,
                               (uint64_t)view->ends_at,
                               view->joined,
                               view->active,
                               view->answered,
                               view->right,
                               view->turn_void,
                               view->fastest,
                               (uint64_t)view->closed_at,
                               (uint64_t)engine->window_ms,
                               engine->scored,
                               (uint64_t)engine->points_logged,
                               (uint64_t)engine->event_at };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        hash = jb_mix_u64(hash, words[i]);
    }
    return jb_mix_bytes(hash, engine->plan.bytes, JB_HASH_SIZE);
}

uint64_t jb_engine_digest(const jb_engine *engine)
{
    uint64_t hash = mix_undo(mix_view(JB_MIX_START, engine), engine);
    for (uint32_t number = 1; number <= engine->view.joined; number++) {
        hash = mix_player(hash, &engine->players[number - 1]);
        const jb_answer *answer = jb_engine_answer(engine, number);
        hash = answer ? mix_answer(hash, answer) : jb_mix_u64(hash, 0);
    }
    for (uint32_t i = 0; i < engine->ranked; i++) {
        hash = jb_mix_u64(hash, engine->ranking[i]);
    }
    for (uint32_t i = 0; i < engine->rules->team_count; i++) {
        hash = jb_mix_u64(hash, engine->teams[i].members);
        hash = jb_mix_u64(hash, (uint64_t)engine->teams[i].score);
        hash = jb_mix_u64(hash, engine->teams[i].rank);
    }
    return hash;
}
