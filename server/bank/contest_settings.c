/*
 * The settings of a round: their names, the types of their values, and the traits that use them. A
 * setting that the round's format does not use is refused: it would be read by people and do
 * nothing. No format is named here: a new one has the settings of its traits.
 */
#include "contest_internal.h"

#include "jinbang/assert.h"

/* The values of each trait (format.h) as bits. */
#define BIT(value) (1U << (value))
enum {
    ALL = BIT(JB_ELIGIBLE_ALL),
    SEAT = BIT(JB_ELIGIBLE_SEAT),
    IN = BIT(JB_ELIGIBLE_IN),
};
enum {
    OPENING = BIT(JB_RIGHT_WON_BY_OPENING),
    TURN = BIT(JB_RIGHT_WON_BY_TURN),
    BUZZ = BIT(JB_RIGHT_WON_BY_BUZZ),
    PICK = BIT(JB_RIGHT_WON_BY_PICK),
    MARKS = BIT(JB_RIGHT_WON_BY_MARKS),
    ORAL = TURN | BUZZ | PICK, /* jb_format_is_oral */
    ASKED = OPENING | ORAL,
};
enum {
    POINTS = BIT(JB_WORTH_POINTS),
    VALUE = BIT(JB_WORTH_VALUE),
    RUNG = BIT(JB_WORTH_RUNG),
};
enum {
    CLOSE = BIT(JB_ON_WRONG_CLOSE),
    NEXT = BIT(JB_ON_WRONG_NEXT),
    OUT = BIT(JB_ON_WRONG_OUT),
    SHARED = CLOSE | NEXT | OUT, /* with TURNS: not jb_format_is_grouped */
};
enum {
    TURNS = BIT(false), /* each turn has a time of its own */
    RUN = BIT(true),
};

/* The formats that use a setting: those whose every trait is among these; 0: whatever it is. */
typedef struct setting_use {
    uint8_t eligible, won, worth, on_wrong, run;
} setting_use;

typedef struct setting_row {
    uint8_t types;
    const char *name;
    setting_use use;
} setting_row;

static const setting_row rows[] = {
    [JB_SETTING_TITLE] = { JB_IS_OBJECT, "title", { 0 } },
    [JB_SETTING_FORMAT] = { JB_IS_STRING, "format", { 0 } },
    [JB_SETTING_DRAW] = { JB_IS_OBJECT | JB_IS_ARRAY, "draw", { 0 } },
    [JB_SETTING_QUESTIONS] = { JB_IS_OBJECT, "questions", { 0 } },
    [JB_SETTING_BY_VALUE] = { JB_IS_OBJECT, "by_value", { .worth = VALUE | RUNG } },
    [JB_SETTING_SECONDS] = { JB_IS_NUMBER, "seconds", { .run = TURNS } },
    [JB_SETTING_READING] = { JB_IS_NUMBER, "reading", { 0 } },
    [JB_SETTING_INTRO] = { JB_IS_BOOL, "intro", { 0 } },
    [JB_SETTING_INTRO_SECONDS] = { JB_IS_NUMBER, "intro_seconds", { 0 } },
    [JB_SETTING_LOCKED_SECONDS] = { JB_IS_NUMBER, "locked_seconds", { 0 } },
    [JB_SETTING_REVEAL_SECONDS] = { JB_IS_NUMBER, "reveal_seconds", { 0 } },
    [JB_SETTING_STANDINGS_SECONDS] = { JB_IS_NUMBER, "standings_seconds", { 0 } },
    [JB_SETTING_POINTS] = { JB_IS_NUMBER | JB_IS_OBJECT,
                            "points",
                            { .won = ASKED, .worth = POINTS } },
    [JB_SETTING_SPEED] = { JB_IS_STRING | JB_IS_OBJECT, "speed", { .won = OPENING } },
    [JB_SETTING_STREAK] = { JB_IS_OBJECT, "streak", { .won = OPENING | TURN, .worth = POINTS } },
    /* Who may answer is known before the question, who errs loses nothing but points, and it is
     * worth the same to all. */
    [JB_SETTING_WAGER] = { JB_IS_OBJECT,
                           "wager",
                           { .eligible = ALL | SEAT,
                             .won = OPENING | TURN,
                             .worth = POINTS,
                             .on_wrong = CLOSE | NEXT,
                             .run = TURNS } },
    [JB_SETTING_GRADING] = { JB_IS_OBJECT, "grading", { .won = ASKED } },
    [JB_SETTING_CHANGE] = { JB_IS_BOOL, "change", { .won = ASKED, .run = TURNS } },
    [JB_SETTING_STANDINGS] = { JB_IS_STRING, "standings", { 0 } },
    [JB_SETTING_SHUFFLE_OPTIONS] = { JB_IS_BOOL, "shuffle_options", { 0 } },
    [JB_SETTING_PER_SEAT] = { JB_IS_NUMBER, "per_seat", { .eligible = SEAT } },
    [JB_SETTING_ORDER] = { JB_IS_STRING | JB_IS_OBJECT, "order", { .eligible = SEAT } },
    [JB_SETTING_SPREAD] = { JB_IS_STRING,
                            "spread",
                            { .eligible = SEAT, .on_wrong = SHARED, .run = TURNS } },
    [JB_SETTING_SPEAKER] = { JB_IS_STRING,
                             "speaker",
                             { .eligible = SEAT, .on_wrong = SHARED, .run = TURNS } },
    [JB_SETTING_ANSWER_BY] = { JB_IS_STRING, "answer_by", { .won = ASKED } },
    [JB_SETTING_HELP] = { JB_IS_STRING, "help", { .won = ORAL } },
    [JB_SETTING_HELP_POINTS] = { JB_IS_NUMBER, "help_points", { .won = ORAL } },
    [JB_SETTING_START] = { JB_IS_STRING, "start", { 0 } },
    [JB_SETTING_BEGIN] = { JB_IS_OBJECT, "begin", { .won = ORAL } },
    [JB_SETTING_BUZZ_SECONDS] = { JB_IS_NUMBER, "buzz_seconds", { .won = BUZZ } },
    [JB_SETTING_RUN_SECONDS] = { JB_IS_NUMBER, "run_seconds", { .run = RUN } },
    [JB_SETTING_EARLY] = { JB_IS_STRING | JB_IS_OBJECT, "early", { .won = BUZZ } },
    [JB_SETTING_TRIES] = { JB_IS_NUMBER, "tries", { .on_wrong = NEXT } },
    [JB_SETTING_FALLBACK] = { JB_IS_STRING, "fallback", { .on_wrong = NEXT } },
    [JB_SETTING_TOO_CLOSE] = { JB_IS_STRING, "too_close", { .won = BUZZ } },
    [JB_SETTING_VALUES] = { JB_IS_ARRAY, "values", { .worth = VALUE | RUNG } },
    [JB_SETTING_STOCK] = { JB_IS_NUMBER, "stock", { .won = PICK } },
    [JB_SETTING_DISTINCT_VALUES] = { JB_IS_BOOL, "distinct_values", { .won = PICK } },
    [JB_SETTING_MAY_NAME] = { JB_IS_BOOL, "may_name", { .won = PICK } },
    [JB_SETTING_WRONG] = { JB_IS_STRING, "wrong", { .worth = VALUE } },
    [JB_SETTING_SAFE] = { JB_IS_ARRAY, "safe", { .worth = RUNG } },
    [JB_SETTING_CAP] = { JB_IS_NUMBER, "cap", { 0 } },
    [JB_SETTING_LIMIT] = { JB_IS_NUMBER, "limit", { .eligible = ALL | IN } },
    [JB_SETTING_OVERTIME] = { JB_IS_BOOL, "overtime", { .eligible = ALL | SEAT } },
    [JB_SETTING_SURVIVORS] = { JB_IS_NUMBER, "survivors", { .eligible = IN } },
    [JB_SETTING_REVIVAL] = { JB_IS_NUMBER, "revival", { .eligible = IN } },
    [JB_SETTING_JUDGES] = { JB_IS_NUMBER, "judges", { .won = MARKS } },
    [JB_SETTING_MARKS] = { JB_IS_OBJECT, "marks", { .won = MARKS } },
    [JB_SETTING_TRIMMED] = { JB_IS_BOOL, "trimmed", { .won = MARKS } },
};

_Static_assert(sizeof rows / sizeof rows[0] == JB_SETTING_COUNT, "a row each");

const char *jb_setting_name(jb_setting setting)
{
    JB_ASSERT((size_t)setting < JB_SETTING_COUNT);
    return rows[setting].name;
}

static bool is_among(uint8_t values, unsigned value)
{
    return values == 0 || (values & BIT(value)) != 0;
}

bool jb_setting_fits(jb_setting setting, jb_format format)
{
    JB_ASSERT((size_t)setting < JB_SETTING_COUNT);
    const setting_use *use = &rows[setting].use;
    const jb_format_row *row = jb_format_row_of(format);
    return is_among(use->eligible, row->eligible) && is_among(use->won, row->right_won) &&
           is_among(use->worth, row->worth) && is_among(use->on_wrong, row->on_wrong) &&
           is_among(use->run, row->run);
}

static const char *format_name(uint32_t format)
{
    return jb_format_name((jb_format)format);
}

/* Settings that this format does not use. */
static bool check_use(jb_reader *reader, const jb_contest_round *round)
{
    bool good = true;
    for (uint32_t i = 0; i < JB_SETTING_COUNT; i++) {
        if (round->at[i] && !jb_setting_fits((jb_setting)i, round->rules.format)) {
            jb_clash(reader, round->at[i], round->at[JB_SETTING_FORMAT], "setting_not_used",
                     "\"%s\" does nothing in a round of format \"%s\"; take it out.", rows[i].name,
                     jb_format_name(round->rules.format));
            good = false;
        }
    }
    return good;
}

bool jb_contest_settings_read(jb_reader *reader, const cJSON *node, jb_contest_round *round)
{
    jb_field fields[JB_SETTING_COUNT];
    for (uint32_t i = 0; i < JB_SETTING_COUNT; i++) {
        fields[i] = (jb_field){ .name = rows[i].name,
                                .types = rows[i].types,
                                .required = i == JB_SETTING_FORMAT };
    }
    const jb_shape shape = {
        .what = "A round", .fields = fields, .field_count = JB_SETTING_COUNT, .x_keys = true
    };
    uint32_t format = 0;
    bool good = jb_read_object(reader, node, &shape, round->at);
    if (!round->at[JB_SETTING_FORMAT] ||
        !jb_read_name(reader, round->at[JB_SETTING_FORMAT], format_name, &format)) {
        round->at[JB_SETTING_FORMAT] = NULL;
        return false;
    }
    round->rules.format = (jb_format)format;
    return check_use(reader, round) && good;
}
