/*
 * Every invariant of the state machine in one place.
 * contest-model.md states the rules that these are about; engine_internal.h who keeps them.
 */
#include "engine_internal.h"

typedef struct tally {
    uint32_t active;
    uint32_t banned;
    uint32_t answered;
    uint32_t right;
    uint32_t in_teams;
    uint32_t eligible;
    uint32_t hall_answered;
    uint32_t staked;
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

/* Who competes, is in, and was right; of them the fastest. */
static void count_right(const jb_engine *engine, uint32_t number, tally *sum)
{
    const jb_engine_view *view = &engine->view;
    const jb_seat *seat = &engine->compete->seats[number - 1];
    if (view->turn == 0 || seat->scored_turn != view->turn || !seat->scored_correct) {
        return;
    }
    const jb_seat *best = sum->fastest > 0 ? &engine->compete->seats[sum->fastest - 1] : NULL;
    sum->right++;
    if (view->phase >= JB_PHASE_REVEAL && (!best || seat->elapsed_ms < best->elapsed_ms)) {
        sum->fastest = number;
    }
}

static void count_options(const jb_answer *answer, tally *sum)
{
    bool has_options = answer->kind == JB_KIND_SINGLE || answer->kind == JB_KIND_MULTIPLE ||
                       answer->kind == JB_KIND_TRUEFALSE;
    for (uint32_t i = 0; has_options && i < JB_OPTIONS_MAX; i++) {
        sum->options[i] += (answer->options >> i) & 1U;
    }
}

/* What was given turn by turn and the figures of a seat say the same. */
static const char *check_given(const jb_engine *engine, const jb_table *table, uint32_t number)
{
    const jb_seat *seat = &table->seats[number - 1];
    uint32_t correct = 0;
    uint32_t asked = 0;
    for (uint32_t turn = 1; turn <= engine->view.turn; turn++) {
        const jb_given *given = jb_table_given(table, turn, number);
        correct += given->verdict == JB_VERDICT_RIGHT;
        asked += given->asked;
        if (engine->played[turn - 1].annulled && (given->scored || given->points != 0)) {
            return "a void turn has given something";
        }
    }
    return correct == seat->correct && asked == seat->asked
               ? NULL
               : "what was given in each turn does not add up";
}

static const char *check_seat(const jb_engine *engine, const jb_table *table, uint32_t number,
                              tally *sum)
{
    const jb_engine_view *view = &engine->view;
    const jb_seat *seat = &table->seats[number - 1];
    sum->score += seat->score - engine->rules->base;
    if (seat->status == JB_PLAYER_ABSENT) {
        return "a number was given to nobody";
    }
    if (seat->team > engine->rules->team_count) {
        return "a player is in a team that does not exist";
    }
    if (seat->answered_turn > view->turn || seat->scored_turn > view->turn) {
        return "a player answered or scored in a turn that has not been";
    }
    if (seat->place > table->ranked ||
        (seat->place > 0 && table->ranking[seat->place - 1] != number) ||
        (seat->place > 0) != (seat->rank > 0)) {
        return "a place is not where the ranking has it";
    }
    const char *broken = check_figures(engine, seat);
    if (!broken) {
        broken = check_given(engine, table, number);
    }
    sum->banned += table == &engine->people && seat->status == JB_PLAYER_BANNED;
    if (broken || seat->status != JB_PLAYER_IN) {
        return broken;
    }
    if (table == &engine->people) {
        sum->active++;
        sum->in_teams += seat->team > 0;
    }
    const jb_answer *answer = jb_table_answer(engine, table, number);
    if (table != engine->compete) {
        sum->hall_answered += answer != NULL;
        return NULL;
    }
    sum->answered += answer != NULL;
    sum->staked += view->turn > 0 && jb_table_given(table, view->turn, number)->stake > 0;
    sum->eligible += jb_seat_eligible(engine, number);
    count_right(engine, number, sum);
    if (answer) {
        count_options(answer, sum);
    }
    return NULL;
}

/* Who has the floor on the stage, and what the step waits for, fit each other. */
static const char *check_stage(const jb_engine *engine)
{
    const jb_engine_view *view = &engine->view;
    const jb_stage *stage = &view->stage;
    if (stage->step != JB_STEP_NONE && view->phase != JB_PHASE_OPEN) {
        return "a step outside an open turn";
    }
    if (stage->step == JB_STEP_ANSWER && (stage->seat == 0 || view->question == JB_NO_QUESTION ||
                                          jb_seat_in_round(engine, stage->seat).barred)) {
        return "nobody, or a barred seat, is to answer";
    }
    bool stakes = view->staked > 0 || stage->wagered || stage->step == JB_STEP_WAGER;
    if (view->turn > 0 && stakes && jb_engine_round(engine)->wager.max == 0) {
        return "stakes in a round without wagers";
    }
    if (stage->step == JB_STEP_WAGER && (view->answered > 0 || view->question == JB_NO_QUESTION)) {
        return "an answer to a question that nobody has seen";
    }
    if ((stage->step == JB_STEP_CLOSE) != (engine->buzzes.count > 0)) {
        return "buzzes are weighed that nobody made";
    }
    if (view->turn > 0 && jb_engine_round(engine)->overtime && stage->seat > 0 &&
        !jb_seat_in_round(engine, stage->seat).tied) {
        return "somebody plays overtime who was not tied";
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
    if (undo->what == JB_UNDO_VERDICT) {
        return before->turn == view->turn && jb_engine_seat(engine, undo->seat)
                   ? NULL
                   : "a verdict can be undone that is over";
    }
    if (undo->until > engine->event_at + JB_UNDO_MS) {
        return "an act can be taken back for too long";
    }
    if (undo->what == JB_UNDO_REMOVE) {
        const jb_seat *player = jb_engine_player(engine, undo->player);
        return player && player->status != JB_PLAYER_IN ? NULL : "nobody's removal can be undone";
    }
    if (undo->what == JB_UNDO_SUBSTITUTION) {
        return jb_is_asked(view) ? "a substitution can be undone while a question is asked" : NULL;
    }
    if (undo->what == JB_UNDO_LOCK) {
        bool same = view->phase == JB_PHASE_LOCKED && before->turn == view->turn &&
                    before->phase == JB_PHASE_OPEN && before->answered == view->answered;
        return same ? NULL : "a close can be undone that is over";
    }
    bool next = before->turn < view->turn && view->phase < JB_PHASE_LOCKED;
    bool last = before->turn == view->turn && view->phase == JB_PHASE_STANDINGS && view->turn_void;
    return (next && view->answered + view->staked == 0) || last
               ? NULL
               : "a skip can be undone that is over";
}

static const char *check_ranking(const jb_engine *engine, const jb_table *table)
{
    for (uint32_t i = 0; i < table->ranked; i++) {
        uint32_t number = table->ranking[i];
        if (number == 0 || number > jb_table_count(engine, table)) {
            return "the ranking names nobody";
        }
        const jb_seat *seat = &table->seats[number - 1];
        if (seat->rank == 0 || seat->rank > i + 1 || seat->place != i + 1) {
            return "a rank does not fit its place";
        }
        if (engine->view.phase == JB_PHASE_STANDINGS &&
            (seat->shown_rank != seat->rank || seat->shown_score != seat->score)) {
            return "the standings do not show rank and score";
        }
        if (i == 0) {
            continue;
        }
        const jb_seat *before = &table->seats[table->ranking[i - 1] - 1];
        if (before->rank > seat->rank ||
            (before->rank == seat->rank && table->ranking[i - 1] >= number)) {
            return "the ranking is out of order";
        }
    }
    return NULL;
}

/* Right after a ranking nobody's score has moved: the order must be that of the scores. */
static const char *check_fresh_ranking(const jb_engine *engine, const jb_table *table)
{
    jb_phase phase = engine->view.phase;
    if (phase != JB_PHASE_REVEAL && phase != JB_PHASE_STANDINGS && phase != JB_PHASE_FINISHED) {
        return NULL;
    }
    for (uint32_t i = 1; i < table->ranked; i++) {
        const jb_seat *before = &table->seats[table->ranking[i - 1] - 1];
        const jb_seat *seat = &table->seats[table->ranking[i] - 1];
        int order = jb_rank_compare(engine, table, table->ranking[i - 1], table->ranking[i]);
        if (order > 0 || (order == 0) != (before->rank == seat->rank)) {
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
    if (sum->active != view->active || sum->banned != view->banned || sum->in_teams != members) {
        return "the number of players or members is wrong";
    }
    if (view->turn > 0 && sum->eligible != view->eligible) {
        return "the number of those who may answer is wrong";
    }
    if (sum->answered != view->answered || sum->right != view->right ||
        sum->hall_answered != view->hall_answered) {
        return "the number of answers is wrong";
    }
    if (sum->staked != view->staked) {
        return "the number of stakes is wrong";
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

static const char *check_table(const jb_engine *engine, const jb_table *table, tally *sum)
{
    const char *broken = check_ranking(engine, table);
    if (!broken) {
        broken = check_fresh_ranking(engine, table);
    }
    for (uint32_t number = 1; number <= jb_table_count(engine, table) && !broken; number++) {
        broken = check_seat(engine, table, number, sum);
    }
    return broken;
}

const char *jb_engine_check(const jb_engine *engine)
{
    tally sum = { 0 };
    const char *broken = jb_lottery_check(engine);
    if (engine->window && !broken) {
        return jb_window_check(engine);
    }
    if (!broken) {
        broken = check_phase(engine);
    }
    if (!broken) {
        broken = check_table(engine, &engine->people, &sum);
    }
    if (!broken && jb_engine_by_teams(engine)) {
        broken = check_table(engine, &engine->stage, &sum);
    }
    if (!broken) {
        broken = check_sums(engine, &sum);
    }
    if (!broken) {
        broken = check_stage(engine);
    }
    if (!broken) {
        broken = jb_lineup_check(engine);
    }
    return broken ? broken : check_undo(engine);
}
