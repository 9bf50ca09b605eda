/*
 * The settings of a round: their names, the types of their values, and which formats use them. A
 * setting that the round's format does not use is refused: it would be read by people and do
 * nothing.
 */
#include "contest_internal.h"

#include "jinbang/assert.h"

#define BIT(format) (1U << JB_FORMAT_##format)

enum {
    ANY = (1 << JB_FORMAT_COUNT) - 1,
    CROWD = BIT(EVERYONE) | BIT(SURVIVAL),
    SEATS = BIT(TURN) | BIT(RISK) | BIT(RUSH) | BIT(LADDER) | BIT(JUDGED),
    ORAL = BIT(TURN) | BIT(BUZZER) | BIT(RISK) | BIT(RUSH) | BIT(LADDER),
    ASKED = ANY & ~BIT(JUDGED),
    SCORED = CROWD | BIT(TURN) | BIT(BUZZER) | BIT(RUSH),
    MENU = BIT(RISK) | BIT(LADDER),
};

typedef struct setting_row {
    uint8_t types;
    uint32_t formats;
    const char *name;
} setting_row;

static const setting_row rows[] = {
    [JB_SETTING_TITLE] = { JB_IS_OBJECT, ANY, "title" },
    [JB_SETTING_FORMAT] = { JB_IS_STRING, ANY, "format" },
    [JB_SETTING_DRAW] = { JB_IS_OBJECT | JB_IS_ARRAY, ANY, "draw" },
    [JB_SETTING_QUESTIONS] = { JB_IS_OBJECT, ANY, "questions" },
    [JB_SETTING_BY_VALUE] = { JB_IS_OBJECT, MENU, "by_value" },
    [JB_SETTING_SECONDS] = { JB_IS_NUMBER, ANY & ~BIT(RUSH), "seconds" },
    [JB_SETTING_READING] = { JB_IS_NUMBER, ANY, "reading" },
    [JB_SETTING_INTRO] = { JB_IS_BOOL, ANY, "intro" },
    [JB_SETTING_INTRO_SECONDS] = { JB_IS_NUMBER, ANY, "intro_seconds" },
    [JB_SETTING_LOCKED_SECONDS] = { JB_IS_NUMBER, ANY, "locked_seconds" },
    [JB_SETTING_REVEAL_SECONDS] = { JB_IS_NUMBER, ANY, "reveal_seconds" },
    [JB_SETTING_STANDINGS_SECONDS] = { JB_IS_NUMBER, ANY, "standings_seconds" },
    [JB_SETTING_POINTS] = { JB_IS_NUMBER | JB_IS_OBJECT, SCORED, "points" },
    [JB_SETTING_SPEED] = { JB_IS_STRING | JB_IS_OBJECT, CROWD, "speed" },
    [JB_SETTING_STREAK] = { JB_IS_OBJECT, CROWD | BIT(TURN) | BIT(RUSH), "streak" },
    [JB_SETTING_WAGER] = { JB_IS_BOOL | JB_IS_NUMBER | JB_IS_OBJECT, ANY, "wager" },
    [JB_SETTING_GRADING] = { JB_IS_OBJECT, ASKED, "grading" },
    [JB_SETTING_CHANGE] = { JB_IS_BOOL, ASKED & ~BIT(RUSH), "change" },
    [JB_SETTING_STANDINGS] = { JB_IS_STRING, ANY, "standings" },
    [JB_SETTING_SHUFFLE_OPTIONS] = { JB_IS_BOOL, ANY, "shuffle_options" },
    [JB_SETTING_PER_SEAT] = { JB_IS_NUMBER, SEATS, "per_seat" },
    [JB_SETTING_ORDER] = { JB_IS_STRING | JB_IS_OBJECT, SEATS, "order" },
    [JB_SETTING_SPREAD] = { JB_IS_STRING, BIT(TURN) | BIT(RISK) | BIT(JUDGED), "spread" },
    [JB_SETTING_SPEAKER] = { JB_IS_STRING, BIT(TURN) | BIT(RISK) | BIT(JUDGED), "speaker" },
    [JB_SETTING_ANSWER_BY] = { JB_IS_STRING, ASKED, "answer_by" },
    [JB_SETTING_HELP] = { JB_IS_STRING, ORAL, "help" },
    [JB_SETTING_HELP_POINTS] = { JB_IS_NUMBER, ORAL, "help_points" },
    [JB_SETTING_START] = { JB_IS_STRING, ANY, "start" },
    [JB_SETTING_BEGIN] = { JB_IS_OBJECT, ORAL, "begin" },
    [JB_SETTING_BUZZ_SECONDS] = { JB_IS_NUMBER, BIT(BUZZER), "buzz_seconds" },
    [JB_SETTING_RUN_SECONDS] = { JB_IS_NUMBER, BIT(RUSH), "run_seconds" },
    [JB_SETTING_EARLY] = { JB_IS_STRING | JB_IS_OBJECT, BIT(BUZZER), "early" },
    [JB_SETTING_TRIES] = { JB_IS_NUMBER, BIT(BUZZER) | BIT(TURN), "tries" },
    [JB_SETTING_FALLBACK] = { JB_IS_STRING, BIT(BUZZER) | BIT(TURN), "fallback" },
    [JB_SETTING_TOO_CLOSE] = { JB_IS_STRING, BIT(BUZZER), "too_close" },
    [JB_SETTING_VALUES] = { JB_IS_ARRAY, MENU, "values" },
    [JB_SETTING_STOCK] = { JB_IS_NUMBER, BIT(RISK), "stock" },
    [JB_SETTING_DISTINCT_VALUES] = { JB_IS_BOOL, BIT(RISK), "distinct_values" },
    [JB_SETTING_MAY_NAME] = { JB_IS_BOOL, BIT(RISK), "may_name" },
    [JB_SETTING_WRONG] = { JB_IS_STRING, BIT(RISK), "wrong" },
    [JB_SETTING_SAFE] = { JB_IS_ARRAY, BIT(LADDER), "safe" },
    [JB_SETTING_CAP] = { JB_IS_NUMBER, ANY, "cap" },
    [JB_SETTING_LIMIT] = { JB_IS_NUMBER, CROWD | BIT(BUZZER), "limit" },
    [JB_SETTING_OVERTIME] = { JB_IS_BOOL, ANY & ~BIT(SURVIVAL), "overtime" },
    [JB_SETTING_SURVIVORS] = { JB_IS_NUMBER, BIT(SURVIVAL), "survivors" },
    [JB_SETTING_REVIVAL] = { JB_IS_NUMBER, BIT(SURVIVAL), "revival" },
    [JB_SETTING_JUDGES] = { JB_IS_NUMBER, BIT(JUDGED), "judges" },
    [JB_SETTING_MARKS] = { JB_IS_OBJECT, BIT(JUDGED), "marks" },
    [JB_SETTING_TRIMMED] = { JB_IS_BOOL, BIT(JUDGED), "trimmed" },
};

_Static_assert(sizeof rows / sizeof rows[0] == JB_SETTING_COUNT, "a row each");

const char *jb_setting_name(jb_setting setting)
{
    JB_ASSERT((size_t)setting < JB_SETTING_COUNT);
    return rows[setting].name;
}

bool jb_setting_fits(jb_setting setting, jb_format format)
{
    JB_ASSERT((size_t)setting < JB_SETTING_COUNT);
    return (rows[setting].formats & (1U << format)) != 0;
}

static const char *format_name(uint32_t format)
{
    return jb_format_name((jb_format)format);
}

/* Settings that this format does not use, and those that nothing can play yet. */
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
    const cJSON *wager = round->at[JB_SETTING_WAGER];
    if (wager) {
        jb_fault(reader, wager, "not_playable_yet",
                 "Wagers cannot be played yet; a \"risk\" round lets seats choose what a question "
                 "is worth.");
        good = false;
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
