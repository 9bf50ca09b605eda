/*
 * Lotteries among participants, when the contest is over. Between the announcement, whose entry is
 * the commitment, and the draw nothing may change who can win: the log takes nothing else but
 * names. Tickets are no business of the engine: it sees to it that as many win as must, nobody
 * twice, and only who may.
 */
#include "engine_internal.h"
#include "jinbang/assert.h"

/* Of a number in a list of those who may win: has won. */
#define HAS_WON (UINT32_C(1) << 31)

static bool is_lottery(const jb_engine *engine, uint32_t draw)
{
    return draw < engine->rules->lottery_count;
}

const jb_lottery *jb_engine_lottery(const jb_engine *engine, uint32_t draw)
{
    return is_lottery(engine, draw) ? &engine->lotteries[draw] : NULL;
}

static bool took_part(const jb_engine *engine, uint32_t player)
{
    return jb_seat_is_in(engine, player) &&
           (!engine->window || engine->window->papers[player - 1].papers > 0);
}

/* Those who have a prize, a bit each. */
static void mark_prizes(const jb_engine *engine, unsigned char *prizes)
{
    jb_awards_mark(engine, prizes);
    for (uint32_t i = 0; i < engine->rules->lottery_count; i++) {
        const jb_lottery *lottery = &engine->lotteries[i];
        for (uint32_t k = 0; k < lottery->winner_count; k++) {
            uint32_t bit = lottery->winners[k] - 1;
            prizes[bit / 8] |= (unsigned char)(1U << (bit % 8));
        }
    }
}

uint32_t jb_engine_eligible_for(const jb_engine *engine, uint32_t draw, uint32_t *out)
{
    unsigned char prizes[(JB_WINDOW_PLAYERS_MAX + 7) / 8] = { 0 };
    uint32_t count = 0;
    if (!is_lottery(engine, draw)) {
        return 0;
    }
    const jb_lottery_rules *rules = &engine->rules->lotteries[draw];
    if (engine->rules->one_prize) {
        mark_prizes(engine, prizes);
    }
    for (uint32_t player = 1; player <= engine->view.joined; player++) {
        bool has_prize = (prizes[(player - 1) / 8] >> ((player - 1) % 8) & 1) != 0;
        bool enough =
            !rules->has_least || engine->people.seats[player - 1].score >= rules->at_least;
        if (took_part(engine, player) && enough && !has_prize) {
            out[count++] = player;
        }
    }
    return count;
}

/* ---- applying ---- */

static jb_status apply_announced(jb_engine *engine, const jb_event *event)
{
    if (engine->announced > 0 || engine->lotteries[event->draw].announced) {
        return JB_ERR_CORRUPT;
    }
    jb_engine_rank(engine);
    uint32_t eligible = jb_engine_eligible_for(engine, event->draw, engine->scratch);
    if (event->value != eligible) {
        return JB_ERR_CORRUPT;
    }
    engine->lotteries[event->draw] = (jb_lottery){ .announced = true, .eligible = eligible };
    engine->announced = event->draw + 1;
    return JB_OK;
}

/* Marks one of the list as a winner. False: not in it, or marked already. */
static bool mark_winner(uint32_t *list, uint32_t count, uint32_t player)
{
    uint32_t low = 0;
    uint32_t high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if ((list[middle] & ~HAS_WON) < player) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == count || list[low] != player) {
        return false;
    }
    list[low] |= HAS_WON;
    return true;
}

static uint32_t winners_of(const jb_engine *engine, uint32_t draw, uint32_t eligible)
{
    uint32_t winners = engine->rules->lotteries[draw].winners;
    return winners < eligible ? winners : eligible;
}

static bool winners_may_win(jb_engine *engine, uint32_t draw, const uint32_t *winners,
                            uint32_t count)
{
    jb_engine_rank(engine);
    uint32_t eligible = jb_engine_eligible_for(engine, draw, engine->scratch);
    bool good = count == winners_of(engine, draw, eligible);
    for (uint32_t i = 0; i < count && good; i++) {
        good = mark_winner(engine->scratch, eligible, winners[i]);
    }
    return good;
}

/* Where the winners of a lottery are kept. */
static uint32_t *winners_at(const jb_engine *engine, uint32_t draw)
{
    uint32_t *at = engine->winners;
    for (uint32_t i = 0; i < draw; i++) {
        at += engine->rules->lotteries[i].winners;
    }
    return at;
}

static jb_status apply_drawn(jb_engine *engine, const jb_event *event)
{
    if (engine->announced != event->draw + 1 ||
        !winners_may_win(engine, event->draw, event->winners, event->winner_count)) {
        return JB_ERR_CORRUPT;
    }
    jb_lottery *lottery = &engine->lotteries[event->draw];
    uint32_t *winners = winners_at(engine, event->draw);
    for (uint32_t i = 0; i < event->winner_count; i++) {
        winners[i] = event->winners[i];
    }
    lottery->winners = winners;
    lottery->winner_count = event->winner_count;
    lottery->drawn = true;
    engine->announced = 0;
    return JB_OK;
}

jb_status jb_apply_lottery(jb_engine *engine, const jb_event *event)
{
    if (engine->view.phase != JB_PHASE_FINISHED || !is_lottery(engine, event->draw) ||
        event->text.size > JB_REASON_BYTES_MAX) {
        return JB_ERR_CORRUPT;
    }
    return event->type == JB_EVENT_ANNOUNCED ? apply_announced(engine, event)
                                             : apply_drawn(engine, event);
}

/* ---- deciding ---- */

static jb_refusal announce(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    if (engine->announced > 0 || engine->lotteries[command->draw].announced) {
        return JB_REFUSED_NOT_NOW;
    }
    jb_engine_rank(engine);
    jb_event event = {
        .type = JB_EVENT_ANNOUNCED, .at = engine->now, .draw = command->draw, .text = command->text
    };
    event.value = jb_engine_eligible_for(engine, command->draw, engine->scratch);
    jb_emit(engine, &event, sink);
    return JB_ACCEPTED;
}

static jb_refusal draw(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    if (engine->announced != command->draw + 1) {
        return JB_REFUSED_NOT_NOW;
    }
    if (command->text.size == 0 ||
        !winners_may_win(engine, command->draw, command->winners, command->winner_count)) {
        return JB_REFUSED_BAD_FIELD;
    }
    jb_event event = { .type = JB_EVENT_DRAWN,
                       .at = engine->now,
                       .draw = command->draw,
                       .text = command->text,
                       .hash = command->hash,
                       .winners = command->winners,
                       .winner_count = command->winner_count };
    jb_emit(engine, &event, sink);
    return JB_ACCEPTED;
}

jb_refusal jb_decide_lottery(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    if (!is_lottery(engine, command->draw) || command->text.size > JB_REASON_BYTES_MAX) {
        return JB_REFUSED_BAD_FIELD;
    }
    if (engine->view.phase != JB_PHASE_FINISHED) {
        return JB_REFUSED_NOT_NOW;
    }
    return command->type == JB_COMMAND_ANNOUNCE ? announce(engine, command, sink)
                                                : draw(engine, command, sink);
}

const char *jb_lottery_check(const jb_engine *engine)
{
    for (uint32_t i = 0; i < engine->rules->lottery_count; i++) {
        const jb_lottery *lottery = &engine->lotteries[i];
        bool pending = lottery->announced && !lottery->drawn;
        if (lottery->drawn && !lottery->announced) {
            return "a lottery was drawn that nobody announced";
        }
        if (pending != (engine->announced == i + 1)) {
            return "another lottery is announced";
        }
        if (lottery->winner_count !=
            (lottery->drawn ? winners_of(engine, i, lottery->eligible) : 0)) {
            return "a lottery has too many winners or too few";
        }
        if (lottery->announced && engine->view.phase != JB_PHASE_FINISHED) {
            return "a lottery in a contest that is not over";
        }
    }
    return NULL;
}
