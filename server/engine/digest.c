/*
 * The digest: a hash over everything that applying events has built.
 */
#include "engine_internal.h"
#include "jinbang/mix.h"

static uint64_t mix_seat(uint64_t hash, const jb_seat *player)
{
    const uint64_t words[] = { (uint64_t)player->status,
                               player->team,
                               player->member,
                               (uint64_t)player->score,
                               (uint64_t)player->overtime,
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
                               (uint64_t)player->gained,
                               player->round.round,
                               player->round.fouls,
                               player->round.tried_turn,
                               player->round.taken,
                               player->round.rung,
                               player->round.barred,
                               player->round.over,
                               player->round.out,
                               player->round.tied };
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
    hash = jb_mix_u64(hash, undo->seat);
    hash = jb_mix_u64(jb_mix_u64(hash, undo->out), undo->in);
    hash = jb_mix_u64(hash, undo->counted);
    if (undo->what == JB_UNDO_NONE || undo->what == JB_UNDO_REMOVE ||
        undo->what == JB_UNDO_SUBSTITUTION) {
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
                               (uint64_t)engine->admit_switch | (uint64_t)view->approve << 1,
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

static uint64_t mix_stage(uint64_t hash, const jb_engine *engine)
{
    const jb_stage *stage = &engine->view.stage;
    const jb_schedule *schedule = &engine->schedule;
    const uint64_t words[] = { (uint64_t)stage->step,
                               stage->seat,
                               stage->owner,
                               stage->member,
                               (uint64_t)stage->value,
                               stage->tries,
                               stage->ruled,
                               (uint64_t)stage->verdict,
                               (uint64_t)stage->points,
                               stage->buzz_seat,
                               stage->buzz_second,
                               (uint64_t)stage->margin_ms,
                               (uint64_t)stage->uncertainty_ms,
                               stage->fouled,
                               (uint64_t)stage->foul_points,
                               stage->marked,
                               stage->hall,
                               stage->passed,
                               stage->wagered,
                               engine->view.staked,
                               schedule->round,
                               schedule->first,
                               schedule->count,
                               engine->buzzes.count,
                               engine->accepted_count,
                               engine->view.question,
                               engine->view.eligible,
                               engine->view.hall_answered };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        hash = jb_mix_u64(hash, words[i]);
    }
    for (uint32_t i = 0; i < schedule->count; i++) {
        hash = jb_mix_u64(hash, engine->order[i]);
    }
    return hash;
}

static uint64_t mix_table(uint64_t hash, const jb_engine *engine, const jb_table *table)
{
    for (uint32_t number = 1; number <= jb_table_count(engine, table); number++) {
        hash = mix_seat(hash, &table->seats[number - 1]);
        const jb_answer *answer = jb_table_answer(engine, table, number);
        hash = answer ? mix_answer(hash, answer) : jb_mix_u64(hash, 0);
        uint32_t turn = engine->view.turn;
        hash = jb_mix_u64(hash, turn > 0 ? jb_table_given(table, turn, number)->stake : 0);
    }
    for (uint32_t i = 0; i < table->ranked; i++) {
        hash = jb_mix_u64(hash, table->ranking[i]);
    }
    return hash;
}

static uint64_t mix_lineup(uint64_t hash, const jb_engine *engine, uint32_t team)
{
    const jb_lineup *lineup = jb_engine_lineup(engine, team);
    for (uint32_t i = 0; lineup && i < engine->rules->fielded; i++) {
        hash = jb_mix_u64(hash, lineup->places[i]);
    }
    return lineup ? jb_mix_u64(hash, lineup->used) : hash;
}

static uint64_t mix_lotteries(uint64_t hash, const jb_engine *engine)
{
    for (uint32_t i = 0; i < engine->rules->lottery_count; i++) {
        const jb_lottery *lottery = &engine->lotteries[i];
        hash = jb_mix_u64(hash, (uint64_t)lottery->announced | (uint64_t)lottery->drawn << 1);
        hash = jb_mix_u64(hash, lottery->eligible);
        for (uint32_t k = 0; k < lottery->winner_count; k++) {
            hash = jb_mix_u64(hash, lottery->winners[k]);
        }
    }
    return hash;
}

uint64_t jb_engine_digest(const jb_engine *engine)
{
    uint64_t hash = mix_lotteries(mix_view(JB_MIX_START, engine), engine);
    if (engine->window) {
        /* Ranks and units are made when somebody asks for them. */
        return jb_window_mix(hash, engine);
    }
    hash = mix_stage(mix_undo(hash, engine), engine);
    hash = mix_table(hash, engine, &engine->people);
    hash = mix_table(hash, engine, &engine->stage);
    for (uint32_t i = 0; i < engine->rules->team_count; i++) {
        hash = jb_mix_u64(hash, engine->teams[i].members);
        hash = jb_mix_u64(hash, (uint64_t)engine->teams[i].score);
        hash = jb_mix_u64(hash, engine->teams[i].rank);
        hash = mix_lineup(hash, engine, i + 1);
    }
    return hash;
}
