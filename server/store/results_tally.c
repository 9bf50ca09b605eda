/*
 * How well each question of a live contest told those who know from those who do not. The engine
 * still has what every turn gave everybody, corrections included.
 */
#include "jinbang/format.h"
#include "results_replay.h"

/* Is the turn for everybody at once, and did it count? Where one seat answers after the other they
 * are not compared with each other. */
static bool is_compared(const jb_replay *in, uint32_t turn)
{
    const jb_round_rules *round = &in->rules->rounds[jb_rules_round_of(in->rules, turn)];

    return jb_format_is_crowd(jb_format_row_of(round->format)) && !round->overtime &&
           !in->results->questions[turn - 1].is_void;
}

/* What a turn gave a seat that was asked; NULL: it was not. */
static const jb_given *given_to(const jb_replay *in, uint32_t turn, uint32_t seat)
{
    const jb_given *given = jb_engine_given(in->engine, turn, seat);

    return given != NULL && given->asked && is_compared(in, turn) ? given : NULL;
}

static void tally_seat(jb_replay *in, uint32_t seat)
{
    int64_t asked = 0;
    int64_t right = 0;

    for (uint32_t turn = 1; turn <= in->rules->turn_count; turn++) {
        const jb_given *given = given_to(in, turn, seat);

        asked += given != NULL;
        right += given != NULL && given->verdict == JB_VERDICT_RIGHT;
    }
    for (uint32_t turn = 1; turn <= in->rules->turn_count; turn++) {
        const jb_given *given = given_to(in, turn, seat);
        const bool is_right = given != NULL && given->verdict == JB_VERDICT_RIGHT;

        if (given != NULL) {
            jb_tally_add(&in->results->questions[turn - 1].tally, is_right, right - is_right,
                         asked - 1);
        }
    }
}

void jb_tally_turns(jb_replay *in)
{
    const bool teams = in->rules->seats == JB_SEATS_TEAMS;
    const uint32_t count = teams ? in->rules->team_count : jb_engine_look(in->engine)->joined;

    for (uint32_t seat = 1; seat <= count; seat++) {
        if (teams || jb_engine_seat(in->engine, seat)->status == JB_PLAYER_IN) {
            tally_seat(in, seat);
        }
    }
}
