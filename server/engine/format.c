/*
 * The formats as rows of traits, and the few questions that several modules ask of a row. A new
 * format is a new row; a rule that no format had before is a new value of one of the enums.
 */
#include "engine_internal.h"
#include "jinbang/assert.h"

static const jb_format_row rows[] = {
    [JB_FORMAT_EVERYONE] = { JB_ELIGIBLE_ALL, JB_RIGHT_WON_BY_OPENING, JB_WORTH_POINTS,
                             JB_ON_WRONG_CLOSE, .run = false },
    [JB_FORMAT_TURN] = { JB_ELIGIBLE_SEAT, JB_RIGHT_WON_BY_TURN, JB_WORTH_POINTS, JB_ON_WRONG_NEXT,
                         .run = false },
    [JB_FORMAT_BUZZER] = { JB_ELIGIBLE_ALL, JB_RIGHT_WON_BY_BUZZ, JB_WORTH_POINTS, JB_ON_WRONG_NEXT,
                           .run = false },
    [JB_FORMAT_RISK] = { JB_ELIGIBLE_SEAT, JB_RIGHT_WON_BY_PICK, JB_WORTH_VALUE, JB_ON_WRONG_CLOSE,
                         .run = false },
    [JB_FORMAT_RUSH] = { JB_ELIGIBLE_SEAT, JB_RIGHT_WON_BY_TURN, JB_WORTH_POINTS, JB_ON_WRONG_CLOSE,
                         .run = true },
    [JB_FORMAT_LADDER] = { JB_ELIGIBLE_SEAT, JB_RIGHT_WON_BY_TURN, JB_WORTH_RUNG, JB_ON_WRONG_FALL,
                           .run = false },
    [JB_FORMAT_SURVIVAL] = { JB_ELIGIBLE_IN, JB_RIGHT_WON_BY_OPENING, JB_WORTH_POINTS,
                             JB_ON_WRONG_OUT, .run = false },
    [JB_FORMAT_JUDGED] = { JB_ELIGIBLE_SEAT, JB_RIGHT_WON_BY_MARKS, JB_WORTH_POINTS,
                           JB_ON_WRONG_CLOSE, .run = false },
};

_Static_assert(sizeof rows / sizeof rows[0] == JB_FORMAT_COUNT, "a row each");

const jb_format_row *jb_format_row_of(jb_format format)
{
    JB_ASSERT((size_t)format < JB_FORMAT_COUNT);
    return &rows[format];
}

bool jb_format_is_crowd(const jb_format_row *row)
{
    return row->right_won == JB_RIGHT_WON_BY_OPENING;
}

bool jb_format_has_stage(const jb_format_row *row)
{
    return row->eligible != JB_ELIGIBLE_ALL || !jb_format_is_crowd(row);
}

bool jb_format_is_oral(const jb_format_row *row)
{
    return !jb_format_is_crowd(row) && row->right_won != JB_RIGHT_WON_BY_MARKS;
}

bool jb_format_is_grouped(const jb_format_row *row)
{
    return row->run || row->on_wrong == JB_ON_WRONG_FALL;
}

bool jb_format_limits_questions(const jb_format_row *row)
{
    return !row->run && row->right_won != JB_RIGHT_WON_BY_MARKS;
}

jb_step jb_format_first_step(const jb_format_row *row)
{
    switch (row->right_won) {
    case JB_RIGHT_WON_BY_OPENING:
        return JB_STEP_NONE;
    case JB_RIGHT_WON_BY_TURN:
        return JB_STEP_ANSWER;
    case JB_RIGHT_WON_BY_BUZZ:
        return JB_STEP_BUZZ;
    case JB_RIGHT_WON_BY_PICK:
        return JB_STEP_PICK;
    case JB_RIGHT_WON_BY_MARKS:
        return JB_STEP_MARKS;
    }
    return JB_STEP_NONE;
}
