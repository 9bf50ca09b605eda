/*
 * The formats as rows of rules, and the few questions that the turn machine asks of a row. A new
 * format is a new row; a rule that no format had before is a new value of one of the enums.
 */
#include "engine_internal.h"
#include "jinbang/assert.h"

static const jb_format_row rows[] = {
    [JB_FORMAT_EVERYONE] = { .eligible = JB_ELIGIBLE_ALL,
                             .right_won = JB_RIGHT_WON_BY_OPENING,
                             .tries = 1,
                             .ends = JB_TURN_ENDS_WHEN_ALL_ANSWERED },
};


const jb_format_row *jb_format_row_of(jb_format format)
{
    JB_ASSERT((size_t)format < JB_FORMAT_COUNT);
    return &rows[format];
}

bool jb_format_eligible(const jb_format_row *row, const jb_seat *player)
{
    switch (row->eligible) {
    case JB_ELIGIBLE_ALL:
        return player->status == JB_PLAYER_IN;
    }
    return false;
}

bool jb_format_complete(const jb_format_row *row, const jb_engine_view *view, bool change)
{
    switch (row->ends) {
    case JB_TURN_ENDS_WHEN_ALL_ANSWERED:
        /* Where answers may be changed, having one from everybody does not mean they are done. */
        return !change && view->active > 0 && view->answered == view->active;
    }
    return false;
}
